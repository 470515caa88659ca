"""A draft says what was found and what is missing, and is a mapping itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dpkit.adoption.building import build_document, fill_document
from dpkit.adoption.drafting import draft_mapping
from dpkit.adoption.grouping import FileGroup
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.adoption.origin import MappingRules
from dpkit.errors import FileFormatError
from dpkit.schema.dictionary import product_entry, product_names

PRODUCTS = [
    name
    for name in product_names()
    if [one.required for one in product_entry(name).storages] == [True]
]


def draft(product: str, *paths: Path, text: str = "") -> str:
    entry = product_entry(product)
    rules = parse_mapping(text, entry)
    storage = next(one.name for one in entry.storages if one.required)
    return draft_mapping(FileGroup(files={storage: paths}), entry, rules)


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_draft_is_a_mapping_that_names_every_gap(
    product: str, sample: Callable[..., tuple[object, dict[str, list[Path]]]]
) -> None:
    entry = product_entry(product)
    _, files = sample(product)
    (storage,) = files
    text = draft(product, *files[storage])
    assert parse_mapping(text, entry).product == product
    for path, gap in fill_document(entry, files, MappingRules()).gaps.items():
        assert gap.path in text, path


def lines_about(text: str, path: str) -> list[str]:
    """Return the lines that a user may uncomment for a path."""
    return re.findall(rf'(?m)^# ("{re.escape(path)}" = .*)$', text)


def test_keywords_of_near_names_are_suggested(frame: Callable[..., Path]) -> None:
    path = frame(TILE_IDX=7, OBJECT="x", EXPTIME=3.5)
    path_lines = lines_about(draft("DpdMerFinalCatalog", path), "Data.TileIndex")
    assert path_lines[0].startswith('"Data.TileIndex" = 0')
    assert path_lines[1].startswith('"Data.TileIndex" = { key = "TILE_IDX" }')
    assert not any("OBJECT" in line or "EXPTIME" in line for line in path_lines)


def test_a_comment_may_suggest_a_keyword_with_its_unit(frame: Callable[..., Path]) -> None:
    path = frame(TEXP=(87200, "[ms] Exposure time"), FILT=("r", "Filter name"))
    text = draft("DpdVisStackedFrame", path)
    (_, found) = lines_about(text, "Data.ExposureTime.Value")
    assert found.startswith('"Data.ExposureTime.Value" = { key = "TEXP", unit = "ms" }')


def test_words_that_a_schema_does_not_know_are_to_be_mapped(frame: Callable[..., Path]) -> None:
    text = draft("DpdVisStackedFrame", frame(CATEGORY="sci"))
    found = lines_about(text, "Data.ImgType.Category")
    assert '{ key = "CATEGORY", map = { "sci" = "SCIENCE" } }' in found[1]


def test_an_uncommented_draft_makes_the_document(frame: Callable[..., Path]) -> None:
    """All example values and the first suggestion, as they stand."""
    entry = product_entry("DpdMerFinalCatalog")
    path = frame(TILE_IDX=7)
    text = draft("DpdMerFinalCatalog", path)
    chosen = {
        gap.path: lines_about(text, gap.path)[-1]
        for gap in fill_document(entry, {"DataStorage": [path]}).gaps.values()
    }
    rules = parse_mapping(text + "\n".join(chosen.values()), entry)
    built = build_document(entry, {"DataStorage": [path]}, rules)
    assert built.document is not None
    assert built.document.text("Data/TileIndex") == "7"


def test_rows_and_areas_are_drafted(frame: Callable[..., Path]) -> None:
    wcs = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN"}
    path = frame(images={"DET11.SCI": wcs, "DET12.SCI": wcs, "DET11.DQ": {}})
    text = draft("DpdNirCalibratedFrame", path)
    assert '# "Data.ImgSpatialFootprint.Polygon" = { wcs = "*.SCI" }' in text
    assert '# [rows."Data.DetectorList.Detector"]' in text
    assert "HDUs: PRIMARY, DET11.SCI, DET12.SCI, DET11.DQ" in text


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        (("A.SCI", "B.SCI", "A.DQ"), "*.SCI"),
        (("SCI", "DQ"), "SCI"),
        (("A.SCI",), "A.SCI"),
        ((), "*"),
    ],
)
def test_images_are_suggested_by_what_their_names_share(
    names: tuple[str, ...], pattern: str, frame: Callable[..., Path]
) -> None:
    path = frame(images={name: {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN"} for name in names})
    text = draft("DpdNirCalibratedFrame", path)
    assert f'{{ wcs = "{pattern}" }}' in text


def test_a_choice_that_must_be_made_is_said(frame: Callable[..., Path]) -> None:
    text = draft("DpdMOCFootprintMaskVMPZ", frame())
    assert "# Data: must have one of TileIndex, MerTileListID" in text
    assert not lines_about(text, "Data")


def test_what_a_mapping_says_already_is_found(frame: Callable[..., Path]) -> None:
    given = '[values]\nData.TileIndex = { key = "TILE" }\n'
    text = draft("DpdMerFinalCatalog", frame(TILE=7), text=given)
    assert '#   Data.TileIndex = "7" from TILE' in text
    assert not lines_about(text, "Data.TileIndex")


def test_a_file_that_cannot_be_read_has_no_draft(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match="no such file"):
        draft("DpdMerFinalCatalog", tmp_path / "none.fits")
