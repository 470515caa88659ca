"""Masks of several filters in one file: an extension for each, which other tools read."""

from __future__ import annotations

import copy

import healpy
import healsparse
import numpy as np
import pytest
from astropy.io import fits

import dpkit
from dpkit.errors import TaskError
from dpkit.processing.vmpz.maskproduct import read_mask, read_masks
from dpkit.processing.vmpz.patchtasks import (
    collect_patch,
    combine_patch,
    merge_bit_mask,
    merge_coverage,
    merge_footprint,
)
from dpkit.processing.vmpz.productplot import draw_product
from dpkit.processing.vmpz.skymap import covered_area, same_map

from .masksurvey import BANDS, of_release, some

NSIDE = 2048
MERGES = {"FOOTPRINT": merge_footprint, "BITMASK": merge_bit_mask, "COVERAGE": merge_coverage}
STORAGES = {
    "footprint": "FootprintMaskHealpix",
    "bit_mask": "BitMaskHealpix",
    "coverage": "CoverageMaskHealpix",
}


@pytest.fixture(scope="module")
def single(survey, masks):
    """Give the HEALPix masks of the patch in single filters, by kind and filter."""
    return {
        (kind, band): merge(
            survey.tile_list, some(masks, kind, band), form="healpix", nside_out=NSIDE
        ).healpix
        for kind, merge in MERGES.items()
        for band in BANDS
    }


def of_kind(single, kind):
    return [mask for (k, _), mask in single.items() if k == kind]


@pytest.fixture(scope="module")
def combined(survey, single, tmp_path_factory):
    """Give the three combined masks, written and read again."""
    made = combine_patch(survey.tile_list, *(of_kind(single, kind) for kind in MERGES))
    folder = tmp_path_factory.mktemp("combined")
    return {name: dpkit.read(dpkit.write(getattr(made, name), folder)) for name in STORAGES}


def test_every_filter_has_an_extension_with_its_map(single, combined):
    for kind, (name, product) in zip(MERGES, combined.items(), strict=True):
        assert [str(f) for f in dpkit.validate(product.source).findings] == []
        maps = read_masks(product)
        assert list(maps) == sorted(BANDS)
        for band, sky_map in maps.items():
            assert same_map(sky_map, read_mask(single[kind, band])), (name, band)
        data = product.content.data
        assert (data.filter, data.filter_list) == ("COMBINED", sorted(BANDS))
        areas = [covered_area(sky_map) for sky_map in maps.values()]
        assert data.quality_params.observed_area.value == min(areas)
        assert data.completeness.present_masks == 4 * len(BANDS)
        assert product.keys["tile"] == [102018000, 102018001, 102018002, 102018003]


def test_healpy_and_healsparse_read_the_extensions(combined):
    for name, storage in STORAGES.items():
        file = combined[name].files[storage].location
        with fits.open(file) as hdus:
            assert [hdu.name for hdu in hdus][1:] == sorted(BANDS)
        assert fits.getval(file, "FILTLST") == "+".join(sorted(BANDS))
        for number, (band, ours) in enumerate(read_masks(combined[name]).items(), 1):
            full = healpy.read_map(file, hdu=number, nest=True)
            assert healpy.get_nside(full) == NSIDE
            there = np.flatnonzero(full != healpy.UNSEEN)
            assert np.array_equal(there, ours.cells), band
            assert np.array_equal(1.0 - full[there], ours.fraction)
    file = combined["coverage"].files["CoverageMaskHealpix"].location
    theirs = healsparse.HealSparseMap.read(str(file), nside_coverage=32)
    first = read_masks(combined["coverage"])[sorted(BANDS)[0]]
    assert np.array_equal(np.sort(theirs.valid_pixels), first.cells)
    assert np.array_equal(1.0 - theirs[first.cells], first.fraction)


def test_a_bit_is_a_column(combined):
    file = combined["bit_mask"].files["BitMaskHealpix"].location
    for number, (band, ours) in enumerate(read_masks(combined["bit_mask"]).items(), 1):
        with fits.open(file) as hdus:
            columns = hdus[number].columns.names
        assert columns[:2] == ["PIXEL", "WEIGHT"]
        field = columns.index("BIT_4") - 1
        full = healpy.read_map(file, field=field, hdu=number, nest=True)
        assert np.array_equal(full[ours.cells], ours.columns["BIT_4"].values), band


def test_conventions_become_one(survey, masks, single):
    other = merge_footprint(
        survey.tile_list, some(masks, "FOOTPRINT", "NIR_H"), form="healpix", nside_out=NSIDE,
        weight_convention="OBSERVED_FRACTION",
    ).healpix  # fmt: skip
    made = combine_patch(survey.tile_list, [single["FOOTPRINT", "VIS"], other]).footprint
    assert made.content.data.weight_convention.value == "UNOBSERVED_FRACTION"
    maps = read_masks(made)
    assert same_map(maps["NIR_H"], read_mask(other))
    turned = combine_patch(
        survey.tile_list, [other], weight_convention="OBSERVED_FRACTION"
    ).footprint
    assert turned.content.data.weight_convention.value == "OBSERVED_FRACTION"
    assert same_map(read_masks(turned)["NIR_H"], read_mask(other))


def test_what_is_missing_is_stated(survey, masks):
    partly = merge_footprint(
        survey.tile_list, some(masks, "FOOTPRINT", "VIS")[:3], form="healpix", nside_out=NSIDE
    ).healpix
    made = combine_patch(survey.tile_list, [partly], bands="VIS NIR_Y").footprint
    said = made.content.data.completeness
    assert (said.expected_masks, said.present_masks) == (8, 3)
    assert {(m.tile_index, m.filter) for m in said.missing} == {
        (survey.tiles[3], "VIS"), *((tile, "NIR_Y") for tile in survey.tiles)
    }  # fmt: skip
    assert made.content.quality_flags.masks_missing.value is True


def test_masks_of_several_filters_are_not_taken_for_one(survey, single, combined):
    again = combine_patch(survey.tile_list, [combined["footprint"], single["FOOTPRINT", "VIS"]])
    assert again.footprint.content.data.filter_list == ["VIS"]
    listed = collect_patch(
        survey.tile_list, healpix_footprints=[combined["footprint"], single["FOOTPRINT", "VIS"]]
    ).content.data
    assert [mask.filter for mask in listed.mask] == ["VIS"]
    with pytest.raises(TaskError, match="has maps of DECAM_g, NIR_H, VIS"):
        read_mask(combined["footprint"])


def test_a_document_with_other_filters_than_its_file_is_refused(combined):
    wrong = copy.copy(combined["footprint"])
    wrong.content = copy.deepcopy(wrong.content)
    wrong.content.data.filter_list = ["VIS", "NIR_H"]
    with pytest.raises(TaskError, match="says the filters VIS, NIR_H, its file has DECAM_g"):
        read_masks(wrong)


def test_what_does_not_go_together_is_refused(survey, masks, single):
    vis = single["FOOTPRINT", "VIS"]
    finer = merge_footprint(
        survey.tile_list, some(masks, "FOOTPRINT", "NIR_H"), form="healpix", nside_out=4096
    ).healpix
    for given, message in (
        ([], "there are no HEALPix masks of SIMULATED"),
        ([vis, finer], "the masks of filters differ: NIR_H: order 12"),
        ([vis, vis], "two masks are of SIMULATED in VIS"),
        ([of_release(vis, "R2")], "is of R2, SIMULATED of main"),
    ):
        with pytest.raises(TaskError, match=message):
            combine_patch(survey.tile_list, given)
    with pytest.raises(TaskError, match="there are no HEALPix masks of SIMULATED in NIR_Y"):
        combine_patch(survey.tile_list, [vis], bands="NIR_Y")


def test_the_picture_is_of_the_filter_that_is_asked_for(combined):
    for what, shown in (
        (None, "DECAM_g: "), ("NIR_H", "NIR_H: "), ("VIS/NO_DATA", "VIS: share of NO_DATA"),
    ):  # fmt: skip
        figure = draw_product(combined["bit_mask"], what=what)
        assert shown in figure.axes[0].get_title()
