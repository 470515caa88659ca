"""Write a simulated observation: frames as products, and the truth beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from dpkit.errors import ProductError
from dpkit.processing.nir.frame import frame_product
from dpkit.processing.nir.observation import ObservationSettings
from dpkit.processing.nir.simulate import simulate_observation
from dpkit.processing.nir.truth import truth
from dpkit.product.writing import write, write_whole

__all__ = ["write_observation"]


def write_observation(
    settings: ObservationSettings, folder: Path, *, report: Callable[[str], object] = str
) -> list[Path]:
    """Simulate an observation and write its frames and truth into a folder.

    Parameters
    ----------
    settings : ObservationSettings
        What to simulate.
    folder : Path
        Where to write ``truth.json``, the documents and their files.
    report : callable, optional
        Called with a line of talk after each exposure.

    Returns
    -------
    list of Path
        The documents of the frames, by exposure.

    Raises
    ------
    ProductError
        The folder holds a truth already.
    """
    file = folder / "truth.json"
    if file.exists():
        raise ProductError(
            "is there already", place=file, remedy="simulate into another folder, or remove it"
        )
    documents = []
    for exposure in simulate_observation(settings):
        product = frame_product(exposure, settings)
        documents.append(write(product, folder))
        report(f"exposure {exposure.number} of {settings.exposures}: {product.id}")
        del exposure, product  # or they stay in memory while the next exposure is made
    write_whole(file, (json.dumps(truth(settings), indent=2) + "\n").encode())
    return documents
