"""What is missing is stated, in masks of patches and in collections."""

from __future__ import annotations

from dpkit.processing.vmpz.patchtasks import (
    collect_patch,
    merge_footprint,
)
from dpkit.processing.vmpz.tasks import collect_tile, coverage

from .masksurvey import ORDER, some


def test_what_is_missing_is_stated(survey, masks):
    tiles = [m for m in some(masks, "FOOTPRINT", "VIS") if m.keys["tile"] != [102018002]]
    patch = merge_footprint(survey.tile_list, tiles).moc
    said = patch.content.data.completeness
    assert (said.expected_masks, said.present_masks) == (4, 3)
    assert [(m.tile_index, m.filter) for m in said.missing] == [(102018002, "VIS")]
    assert patch.content.quality_flags.masks_missing.value is True
    collection = collect_patch(survey.tile_list, [patch], bands="VIS NIR_Y")
    lacking = {
        (m.tile_index, m.filter, m.kind) for m in collection.content.data.completeness.missing
    }
    assert (102018002, "VIS", "FOOTPRINT") in lacking
    assert (102018001, "VIS", "FOOTPRINT") not in lacking
    assert {
        (t, "NIR_Y", k) for t in survey.tiles for k in ("FOOTPRINT", "COVERAGE", "BITMASK")
    } <= (lacking)
    assert [m.product_id for m in collection.content.data.mask] == [patch.id]


def test_a_band_without_a_footprint_has_no_coverage_and_that_is_stated(survey, masks, caplog):
    tile = 102018001
    mosaic, seen = survey.mosaic(tile, "NIR_H"), masks["FOOTPRINT", tile, "VIS"]
    assert coverage(survey.tile(tile), mosaic, [seen], moc_order=ORDER) is None
    assert "no footprint of tile 102018001 in NIR_H: no coverage" in caplog.text
    assert "102018001 lacks" not in caplog.text
    bits = masks["BITMASK", tile, "NIR_H"]
    made = collect_tile(survey.tile(tile), [seen], [bits], None).content.data.completeness
    assert [(m.filter, m.kind) for m in made.missing] == [
        ("NIR_H", "COVERAGE"),
        ("NIR_H", "FOOTPRINT"),
        ("VIS", "BITMASK"),
        ("VIS", "COVERAGE"),
    ]
    assert "102018001 lacks 4 of 6 masks: 2 of NIR_H, 2 of VIS" in caplog.text


def test_masks_in_filters_that_are_not_asked_for_are_left_out(survey, masks, caplog):
    tile = 102018001
    seen, other = masks["FOOTPRINT", tile, "VIS"], masks["FOOTPRINT", tile, "NIR_H"]
    data = collect_tile(survey.tile(tile), [other, seen], bands="VIS, NIR_Y VIS").content.data
    assert [mask.product_id for mask in data.mask] == [seen.id]
    assert data.completeness.requested_filter_list == ["VIS", "NIR_Y"]
    assert (data.completeness.expected_masks, data.completeness.present_masks) == (6, 1)
    assert f"{other.id}, kind FOOTPRINT, is not of VIS NIR_Y: left out" in caplog.text
