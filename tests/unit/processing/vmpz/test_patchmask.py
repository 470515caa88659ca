"""Masks of a patch: areas and shares of its tiles, in any order, with what is missing."""

from __future__ import annotations

import random

import numpy as np
import pytest

import dpkit
from dpkit.processing.vmpz.bitmask import bit_column
from dpkit.processing.vmpz.footprinttasks import (
    footprint_ext_patch,
    footprint_nir,
    footprint_vis,
)
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.patchtasks import (
    merge_bit_mask,
    merge_coverage,
    merge_footprint,
)
from dpkit.processing.vmpz.skymap import covered_area, same_map
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document

from .masksurvey import ORDER, some


def digest(product, folder):
    return content_digest(read_document(dpkit.write(product, folder)))


def test_nothing_depends_on_the_order_of_frames_or_tiles(survey, masks, tmp_path):
    shuffled = random.Random(3).sample(survey.frames("NIR_H"), len(survey.frames("NIR_H")))
    again = footprint_nir(survey.tile(102018003), shuffled, moc_order=ORDER)
    ours = content_digest(read_document(masks["FOOTPRINT", 102018003, "NIR_H"].source))
    assert digest(again, tmp_path / "tile") == ours
    for kind, merge in (
        ("FOOTPRINT", merge_footprint),
        ("BITMASK", merge_bit_mask),
        ("COVERAGE", merge_coverage),
    ):
        tiles = some(masks, kind, "VIS")
        digests = {
            digest(merge(survey.tile_list, order, moc_order=9).moc, tmp_path / f"{kind}{n}")
            for n, order in enumerate((tiles, tiles[::-1], [tiles[i] for i in (2, 0, 3, 1)]))
        }
        assert len(digests) == 1


@pytest.mark.parametrize("order", [ORDER, 10, 13])
def test_a_patch_keeps_the_areas_of_its_tiles(survey, masks, order):
    for kind, merge in (("FOOTPRINT", merge_footprint), ("COVERAGE", merge_coverage)):
        tiles = some(masks, kind, "VIS")
        total = sum(covered_area(read_mask(one)) for one in tiles)
        patch = merge(survey.tile_list, tiles, moc_order=order).moc
        assert covered_area(read_mask(patch)) == pytest.approx(total, rel=1e-12)
        assert patch.content.data.stage.value == "PATCH"
        assert patch.keys["tile"] == survey.tiles


def test_shares_of_flags_in_a_patch_are_means_over_area(survey, masks):
    tiles = some(masks, "BITMASK", "VIS")
    patch = read_mask(merge_bit_mask(survey.tile_list, tiles, moc_order=8).moc)
    for bit in (4, 18, 22):
        name = bit_column(bit)
        fine = sum(
            float(np.sum(m.fraction * m.columns[name].values)) / 4.0 ** (ORDER - 8)
            for m in map(read_mask, tiles)
        )
        coarse = float(np.sum(patch.fraction * patch.columns[name].values))
        assert coarse == pytest.approx(fine, rel=1e-9)


def test_masks_of_several_conventions_go_together_and_that_is_said(survey, masks, caplog):
    tiles = some(masks, "FOOTPRINT", "VIS")
    other = footprint_vis(
        survey.tile(102018001),
        survey.frames("VIS"),
        moc_order=ORDER,
        weight_convention="OBSERVED_FRACTION",
    )
    mixed = [other if m.keys["tile"] == [102018001] else m for m in tiles]
    alike, both = (merge_footprint(survey.tile_list, m).moc for m in (tiles, mixed))
    assert same_map(read_mask(alike), read_mask(both))
    assert both.content.data.weight_convention.value == "UNOBSERVED_FRACTION"
    assert [r.getMessage() for r in caplog.records if "converted" in r.message] == [
        "the weights of tile 102018001 are converted from OBSERVED_FRACTION to "
        "UNOBSERVED_FRACTION, that of the patch SIMULATED"
    ]


@pytest.mark.parametrize(("form", "setting"), [("moc", "moc_order"), ("healpix", "nside_out")])
def test_ground_based_footprints_of_a_patch_need_no_tiles(survey, masks, form, setting):
    frames, tiles = survey.frames("DECAM_g"), some(masks, "FOOTPRINT", "DECAM_g")
    how = {"form": form, setting: 12 if form == "moc" else 1 << 12}
    direct = getattr(footprint_ext_patch(survey.tile_list, frames, **how), form)
    merged = getattr(merge_footprint(survey.tile_list, tiles, **how), form)
    assert same_map(read_mask(direct), read_mask(merged))
    assert direct.content.data.completeness.expected_masks == 0
    coarse = footprint_ext_patch(survey.tile_list, frames, moc_order=8).moc
    assert covered_area(read_mask(coarse)) == pytest.approx(
        covered_area(read_mask(merged)), rel=1e-9
    )
