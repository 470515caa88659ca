"""Write a simulated survey: tiles, exposures and mosaics as products, and the truth beside them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dpkit.errors import ProductError
from dpkit.processing.vmpz.simulatedframe import survey_frames
from dpkit.processing.vmpz.simulatedtile import (
    PATCH,
    conditions_product,
    flags_product,
    list_product,
    tile_product,
)
from dpkit.processing.vmpz.survey import Survey, SurveySettings, make_survey
from dpkit.processing.vmpz.truth import survey_truth
from dpkit.product.product import Product
from dpkit.product.writing import write, write_whole

__all__ = ["write_survey"]


def write_survey(
    settings: SurveySettings,
    folder: Path,
    *,
    dataset: str = "main",
    conditions: bool = True,
    report: Callable[[str], object] = str,
) -> list[Path]:
    """Simulate a survey and write its products and truth into a folder.

    Parameters
    ----------
    settings : SurveySettings
        What to simulate.
    folder : Path
        Where to write ``truth.json``, the documents and their files.
    dataset : str
        Campaign that the products belong to.
    conditions : bool
        Whether to write the maps of noise and background, too.
    report : callable, optional
        Called with a line of talk after each product with images.

    Returns
    -------
    list of Path
        The documents.

    Raises
    ------
    ProductError
        The folder holds a truth already.
    SkyMapError
        A band is not known.
    """
    file = folder / "truth.json"
    if file.exists():
        raise ProductError(
            "is there already", place=file, remedy="simulate into another folder, or remove it"
        )
    survey = make_survey(settings)
    documents = []
    with tempfile.TemporaryDirectory(prefix="dpkit-tiles-") as scratch:
        for product in _products(survey, dataset, conditions, Path(scratch)):
            documents.append(write(product, folder))
            report(f"{product.entry.name} {product.id}")
            for left in Path(scratch).iterdir():
                left.unlink()
    write_whole(file, (json.dumps(survey_truth(survey), indent=2) + "\n").encode())
    return documents


def _products(
    survey: Survey, dataset: str, conditions: bool, scratch: Path
) -> Iterator[Product[Any]]:
    yield list_product(survey.tiles, PATCH, dataset)
    for tile in survey.tiles:
        yield tile_product(tile, dataset)
    yield from survey_frames(survey, dataset)
    for tile in survey.tiles:
        for band in survey.settings.bands:
            yield flags_product(survey, tile, band, dataset, scratch)
            if conditions:
                yield conditions_product(survey, tile, band, dataset, scratch)
