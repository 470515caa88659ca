"""What the tasks of a tile find is what exposures and mosaics of a survey hold."""

from __future__ import annotations

import copy

import healpy
import numpy as np
import pytest
from astropy.wcs import WCS
from mocpy import MOC

import dpkit
from dpkit.processing.vmpz.bitmask import bit_column
from dpkit.processing.vmpz.footprinttasks import (
    footprint_ext,
)
from dpkit.processing.vmpz.maskproduct import read_mask
from dpkit.processing.vmpz.masksettings import COVERAGE_BITS
from dpkit.processing.vmpz.patchtasks import (
    merge_footprint,
)
from dpkit.processing.vmpz.skymap import covered_area
from dpkit.processing.vmpz.survey import SurveySettings
from dpkit.processing.vmpz.tasks import coverage

from .masksurvey import BANDS, ORDER


def test_everything_that_is_made_is_valid(survey, masks):
    for product in [*survey.products, *masks.values()]:
        assert [str(f) for f in dpkit.validate(product.source).findings] == []


@pytest.mark.parametrize("band", BANDS)
def test_footprints_have_the_true_areas(survey, masks, band):
    truth = survey.truth["footprint_area_by_tile_deg2"][band]
    for tile in survey.tiles:
        found = masks["FOOTPRINT", tile, band]
        assert covered_area(read_mask(found)) == pytest.approx(truth[str(tile)], rel=2e-4)
        stated = found.content.data.quality_params.observed_area.value
        assert stated == covered_area(read_mask(found))


@pytest.mark.parametrize("band", BANDS)
def test_border_cells_are_those_of_the_detectors(survey, masks, sky, band):
    """The outlines are of documents (pointings, polygons) or of world coordinates in files."""
    from dpkit.processing.vmpz.survey import make_survey

    polygons = make_survey(SurveySettings(shape=(480, 480), bands=BANDS)).polygons[band]
    found = read_mask(masks["FOOTPRINT", survey.tiles[1], band])
    border = np.flatnonzero((found.fraction > 0.01) & (found.fraction < 0.99))
    chosen = border[:: max(1, len(border) // 6)]
    centre = np.array(healpy.pix2vec(1 << ORDER, found.cells[chosen], nest=True)).T
    near = [p for p in polygons if np.max(sky.vectors(p).mean(axis=0) @ centre.T) > 0.999]
    expected = sky.sampled_fraction(near, ORDER, found.cells[chosen], depth=8)
    assert len(chosen) >= 3
    assert np.abs(found.fraction[chosen] - expected).max() < 2e-3


def pixels_by_cell(mosaic):
    """Return the cell of every pixel and its flags, by astropy and healpy."""
    with mosaic.open("FlagStorage") as hdus:
        flags = np.array(hdus["FLAG"].data)
        wcs = WCS(hdus["FLAG"].header)
    y, x = np.mgrid[: flags.shape[0], : flags.shape[1]]
    ra, dec = wcs.all_pix2world(x.ravel(), y.ravel(), 0)
    return healpy.ang2pix(1 << ORDER, ra, dec, nest=True, lonlat=True), flags.ravel()


@pytest.mark.parametrize("band", BANDS)
def test_shares_of_flags_and_coverage_are_those_of_the_pixels(survey, masks, band):
    tile = survey.tiles[2]
    cells, flags = pixels_by_cell(survey.mosaic(tile, band))
    bits = read_mask(masks["BITMASK", tile, band])
    covered, seen = (read_mask(masks[kind, tile, band]) for kind in ("COVERAGE", "FOOTPRINT"))
    spoiled = sum(1 << bit for bit in COVERAGE_BITS)
    fraction = dict(zip(seen.cells.tolist(), seen.fraction.tolist(), strict=True))
    clean = dict(zip(covered.cells.tolist(), covered.fraction.tolist(), strict=True))
    assert covered.cells.tolist() == seen.cells.tolist()
    for row in range(0, len(bits), 37):
        cell = int(bits.cells[row])
        inside = flags[cells == cell]
        for bit in (1, 4, 7, 18, 19, 22):
            share = np.mean(inside >> bit & 1)
            assert bits.columns[bit_column(bit)].values[row] == pytest.approx(share, abs=1e-12)
        if cell in fraction:
            expected = min(np.mean(inside & spoiled == 0), fraction[cell])
            assert clean[cell] == pytest.approx(expected, abs=1e-9)


def test_inner_areas_do_not_overlap_and_bits_fill_them(survey, masks):
    inner = [survey.tile(tile).content.data for tile in survey.tiles]
    cells = [read_mask(masks["BITMASK", tile, "VIS"]).cells for tile in survey.tiles]
    together = np.concatenate(cells)
    assert len(np.unique(together)) == len(together)
    for said, found in zip(inner, cells, strict=True):
        region = MOC.from_healpix_cells(found.astype(np.uint64), ORDER, ORDER)
        orders = [((int(n) // 4).bit_length() - 1) // 2 for n in said.inner_nuniqindex]
        numbers = [int(n) - 4 * 4**o for n, o in zip(said.inner_nuniqindex, orders, strict=True)]
        assert region == MOC.from_healpix_cells(
            np.array(numbers, np.uint64), np.array(orders, np.uint8), ORDER
        )


def test_a_finer_computation_gives_the_same_fractions(survey, masks):
    ours = read_mask(masks["FOOTPRINT", 102018000, "DECAM_g"])
    finer = footprint_ext(
        survey.tile(102018000), survey.frames("DECAM_g"), moc_order=ORDER, nside_work=1 << 14
    )
    assert finer.content.data.nside_work == 1 << 14
    theirs = read_mask(finer)
    assert np.array_equal(ours.cells, theirs.cells)
    assert np.abs(ours.fraction - theirs.fraction).max() < 5e-5


def test_an_empty_overlap_is_a_mask_of_nothing(survey, caplog):
    (frame, *_) = survey.frames("DECAM_g")
    moved = copy.copy(frame)
    moved.content = copy.deepcopy(frame.content)
    for vertex in moved.content.data.img_spatial_footprint.polygon.vertex:
        vertex.c2 += 30.0
    made = footprint_ext(survey.tile(102018000), [moved], moc_order=ORDER)
    assert made.content.data.quality_params.observed_area.value == 0.0
    assert len(read_mask(made)) == 0
    assert "none of 1 exposures is over 102018000: it was not observed" in caplog.text
    mosaic = survey.mosaic(102018000, "DECAM_g")
    clean = coverage(survey.tile(102018000), mosaic, [made], moc_order=ORDER)
    assert len(read_mask(clean)) == 0
    patch = merge_footprint(survey.tile_list, [made]).moc
    assert patch.content.data.quality_params.observed_area.value == 0.0
    assert patch.content.data.completeness.present_masks == 1
