"""Tiles, their merge to a patch, and the simulated survey they come from."""

from __future__ import annotations

import itertools
import json

import healpy
import numpy as np
import pytest

from dpkit.processing.vmpz.bitmask import (
    VIS_BITS,
    coverage_mask,
    flag_fractions,
    selection_mask,
    threshold_bits,
)
from dpkit.processing.vmpz.cell import cell_area
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.flagimage import count_flags
from dpkit.processing.vmpz.flagmap import (
    FlagMap,
    exposure_rows,
    flag_rows,
    psf_fwhm,
    sky_background,
    sky_rms,
)
from dpkit.processing.vmpz.focalplane import Exposure, deproject, detector_polygons, project
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.patch import completeness, merge_tiles
from dpkit.processing.vmpz.region import region_area, region_from_cells, restrict
from dpkit.processing.vmpz.skymap import covered_area, make_map, same_map
from dpkit.processing.vmpz.survey import SurveySettings, make_survey
from dpkit.processing.vmpz.tile import tile_grid, tile_wcs
from dpkit.processing.vmpz.truth import sampled_area, survey_truth

ORDER = 13
MASK = selection_mask([VIS_BITS["NO_DATA"], VIS_BITS["STARSIGNAL"], VIS_BITS["COSMIC"]])


@pytest.fixture(scope="module")
def survey():
    return make_survey(SurveySettings(shape=(800, 800), bands=("VIS", "DECAM_g")))


@pytest.fixture(scope="module")
def stage_one(survey):
    """Footprint and coverage of each tile in VIS."""
    found = {}
    whole = footprint(survey.polygons["VIS"], ORDER)
    for tile in survey.tiles:
        wcs = tile_wcs(tile)
        counts = count_flags(
            FlagMap(survey, tile, "VIS"), wcs, ORDER, bits=list(VIS_BITS.values()), masks=[MASK]
        )
        inner = restrict(whole, tile.inner)
        image = footprint([image_outline(wcs, tile.shape, ORDER)], ORDER)
        bits = restrict(threshold_bits(flag_fractions(counts, image)), tile.inner)
        found[tile.index] = (inner, coverage_mask(counts, image, MASK, inner), bits)
    return found


def test_inner_areas_tile_the_patch(survey):
    tiles = survey.tiles
    total = sum(region_area(tile.inner) for tile in tiles)
    nuniq = np.concatenate([tile.inner.ranges for tile in tiles])
    nuniq = nuniq[np.argsort(nuniq[:, 0])]
    assert np.all(nuniq[1:, 0] >= nuniq[:-1, 1])
    # Cells of 51 arcsec around a square of one degree: the border is a few of them uneven.
    assert total == pytest.approx(1.0, abs=4 * 70 * cell_area(12))
    for tile in tiles:
        image = footprint([image_outline(tile_wcs(tile), tile.shape, 12)], 12)
        assert covered_area(restrict(image, tile.inner)) == pytest.approx(
            region_area(tile.inner), rel=1e-12
        )


def test_the_number_of_tiles_is_that_asked_for():
    tiles = tile_grid((359.99, 0.0), 3, 2, (100, 100))
    assert [tile.index for tile in tiles] == list(range(tiles[0].index, tiles[0].index + 6))
    assert tile_wcs(tiles[0]).array_shape == (100, 100)


def test_the_footprint_of_the_patch_is_the_truth(survey, stage_one):
    truth = survey_truth(survey)
    patch = merge_tiles({index: maps[0] for index, maps in stage_one.items()}, ORDER)
    assert covered_area(patch) == pytest.approx(truth["footprint_area_deg2"]["VIS"], rel=1e-4)
    outside = footprint(survey.polygons["DECAM_g"], ORDER)
    area = sum(covered_area(restrict(outside, tile.inner)) for tile in survey.tiles)
    assert area == pytest.approx(truth["footprint_area_deg2"]["DECAM_g"], rel=1e-4)
    assert 0.6 < truth["footprint_area_deg2"]["VIS"] < 0.95
    assert json.loads(json.dumps(truth)) == truth


def test_the_coverage_of_the_patch_is_that_of_clean_pixels(survey, stage_one):
    patch = merge_tiles({index: maps[1] for index, maps in stage_one.items()}, ORDER)
    clean = total = 0
    for tile in survey.tiles:
        wcs = tile_wcs(tile)
        y, x = np.mgrid[: tile.shape[0], : tile.shape[1]]
        sky = wcs.all_pix2world(np.stack([x.ravel(), y.ravel()], 1), 0)
        cells = healpy.ang2pix(1 << 29, *sky.T, nest=True, lonlat=True)
        row = np.searchsorted(tile.inner.ranges[:, 0], cells, side="right") - 1
        inner = (row >= 0) & (cells < tile.inner.ranges[row, 1])
        flags = flag_rows(survey, tile, "VIS", 0, tile.shape[0]).ravel()
        clean += np.count_nonzero(inner & (flags & MASK == 0))
        total += np.count_nonzero(inner)
    # Pixels are 2.4 arcsec: a cell has 116 of them.
    expected = clean / total * sum(region_area(tile.inner) for tile in survey.tiles)
    assert covered_area(patch) == pytest.approx(expected, rel=2e-3)
    footprints = merge_tiles({index: maps[0] for index, maps in stage_one.items()}, ORDER)
    assert covered_area(patch) < covered_area(footprints)
    assert np.array_equal(patch.cells, footprints.cells)


@pytest.mark.parametrize("order", [14, 13, 12, 10, 8])
def test_the_patch_does_not_depend_on_the_order_of_tiles(stage_one, order):
    for kind, how in ((0, "mean"), (1, "mean"), (2, "or")):
        maps = {index: found[kind] for index, found in stage_one.items()}
        expected = merge_tiles(maps, order, how)
        area = sum(covered_area(tile) for tile in maps.values())
        assert covered_area(expected) == pytest.approx(area, rel=1e-12)
        for indices in itertools.islice(itertools.permutations(maps), 1, 24, 7):
            assert same_map(merge_tiles({i: maps[i] for i in indices}, order, how), expected)


def test_degraded_tiles_and_a_degraded_patch_agree_to_the_bit(stage_one):
    maps = {index: found[0] for index, found in stage_one.items()}
    patch = merge_tiles(maps, 9)
    # Coarse cells that tiles share: their parts add up exactly, in either order.
    parts = [degrade(tile, 9) for tile in maps.values()]
    sums = {}
    for part in parts[::-1]:
        for cell, share in zip(part.cells.tolist(), part.fraction.tolist(), strict=True):
            sums[cell] = sums.get(cell, 0.0) + share
    assert sums == dict(zip(patch.cells.tolist(), patch.fraction.tolist(), strict=True))


def test_tiles_that_overlap_are_refused_by_their_numbers():
    with pytest.raises(SkyMapError, match="1 is tile 9") as caught:
        merge_tiles({9: make_map(3, [1, 2]), 7: make_map(3, [2])}, 3)
    assert "cell 2 of order 3" in str(caught.value)
    with pytest.raises(SkyMapError, match="no tiles"):
        merge_tiles({}, 3)


def test_completeness_names_what_is_missing():
    found = completeness([8, 7], ["VIS", "NIR_J"], {(7, "VIS"): 1, (8, "NIR_J"): 1})
    assert found.missing == ((7, "NIR_J"), (8, "VIS"))
    assert found.fraction == 0.5
    assert completeness([7], ["VIS"], [(7, "VIS")]).fraction == 1.0
    with pytest.raises(SkyMapError, match="tile 9 in band VIS"):
        completeness([7], ["VIS"], [(9, "VIS")])
    with pytest.raises(SkyMapError, match="no bands"):
        completeness([7], [], [])


def test_neighbouring_images_show_the_same_sky(survey):
    first, second = survey.tiles[0], survey.tiles[1]
    flags = [flag_rows(survey, tile, "VIS", 0, 800) for tile in (first, second)]
    columns = tile_wcs(second).all_world2pix(
        tile_wcs(first).all_pix2world(np.stack([np.arange(25), np.full(25, 400)], 1), 0), 0
    )
    here, there = (
        flags[0][400, :25],
        flags[1][np.rint(columns[:, 1]).astype(int), np.rint(columns[:, 0]).astype(int)],
    )
    large = np.uint32(1 << VIS_BITS["NO_DATA"] | 1 << VIS_BITS["STARSIGNAL"])
    assert np.mean((here & large) == (there & large)) > 0.9


def test_rows_are_those_of_the_whole_image(survey):
    tile = survey.tiles[3]
    whole = flag_rows(survey, tile, "VIS", 0, 800)
    image = FlagMap(survey, tile, "VIS")
    parts = [image[first : first + 130] for first in range(0, 800, 130)]
    assert np.array_equal(np.concatenate(parts), whole)
    for name in ("HOT", "COSMIC", "BAD_COLUMN", "STARSIGNAL", "SATURATEDSTAR", "NO_DATA"):
        assert np.any(whole & np.uint32(1 << VIS_BITS[name])), name


def test_no_data_is_where_no_detector_looks(survey, sky):
    tile = survey.tiles[0]
    wcs = tile_wcs(tile)
    seen = exposure_rows(survey, tile, "VIS", 100, 101)[0]
    places = sky.vectors(wcs.all_pix2world(np.stack([np.arange(800), np.full(800, 100)], 1), 0))
    expected = sum(
        sky.winds_around(polygon, places).astype(int) for polygon in survey.polygons["VIS"]
    )
    assert np.array_equal(seen, expected)


def test_the_same_settings_give_the_same_survey(survey):
    again = make_survey(survey.settings)
    assert again.stars == survey.stars
    assert np.array_equal(again.points["VIS"], survey.points["VIS"])
    other = make_survey(SurveySettings(seed=2, shape=(800, 800), bands=("VIS",)))
    assert other.stars != survey.stars
    with pytest.raises(SkyMapError, match="'X' is not known"):
        make_survey(SurveySettings(bands=("X",)))


@pytest.mark.parametrize(("instrument", "count", "area"), [
    ("VIS", 36, 36 * 0.11378 * 0.11478), ("NISP", 16, 16 * 0.17**2), ("EXT", 1, 0.84),
])  # fmt: skip
def test_detectors_have_their_size(sky, instrument, count, area):
    polygons = detector_polygons(
        Exposure(instrument=instrument, ra=10.0, dec=-60.0, position_angle=40.0)
    )
    assert len(polygons) == count
    assert sum(sky.area(polygon) for polygon in polygons) == pytest.approx(area, rel=2e-4)


def test_the_tangent_plane_is_that_of_astropy(sky):
    wcs = sky.tan_wcs(10.0, -60.0, 100, scale=3600.0, angle=0.0)
    plane = np.random.default_rng(1).uniform(-3, 3, (20, 2))
    expected = wcs.all_pix2world(plane * [-1, 1] + 49.5, 0)
    assert np.abs(deproject((10.0, -60.0), plane) - expected).max() < 1e-10
    assert np.abs(project((10.0, -60.0), expected) - plane).max() < 1e-10


def test_conditions_vary_over_the_patch(survey):
    centre = survey.settings.centre
    places = deproject(centre, [(0.0, 0.0), (0.5, 0.0)])
    assert sky_rms(survey, "VIS", places, [1, 4]) == pytest.approx([0.02, 0.01 * 1.05])
    assert np.isinf(sky_rms(survey, "VIS", places, 0)).all()
    assert sky_background(survey, "VIS", places) == pytest.approx([0.1, 0.11])
    assert psf_fwhm(survey, "VIS", places) == pytest.approx([0.158, 0.158 * 1.015])


@pytest.mark.parametrize("place", [(50.0, 30.0), (0.05, -48.0), (40.0, 90.0), (200.0, -89.8)])
def test_sampled_areas_are_areas(sky, place):
    quad = sky.square(*place, 0.5, 20.0)
    region = region_from_cells(footprint([sky.square(*place, 1.0)], 12).cells, 12)
    assert sampled_area(quad[None], region) == pytest.approx(sky.area(quad), rel=1e-4)
