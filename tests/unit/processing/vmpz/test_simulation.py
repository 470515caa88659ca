"""Simulated surveys as products."""

from __future__ import annotations

import json

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS
from click.testing import CliRunner

import dpkit
from dpkit.errors import ProductError
from dpkit.processing.vmpz.commands import mer_tiles
from dpkit.processing.vmpz.focalplane import (
    Exposure,
    detector_polygons,
    detector_wcs,
    field_polygon,
)
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.simulation import write_survey
from dpkit.processing.vmpz.survey import SurveySettings
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document

SETTINGS = SurveySettings(columns=2, rows=1, shape=(96, 64), bands=("VIS", "NIR_J", "DECAM_r"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("survey")
    write_survey(SETTINGS, found, dataset="TEST_R1")
    return found


def products(folder, name):
    return [dpkit.read(path) for path in sorted(folder.glob(f"{name}__*.xml"))]


def test_every_product_is_valid_and_of_its_campaign(folder):
    documents = sorted(folder.glob("*.xml"))
    kinds = {document.name.partition("__")[0] for document in documents}
    assert kinds == {
        "DpdExtCalibratedFrame",
        "DpdMerBksMosaic",
        "DpdMerMosaic",
        "DpdMerTile",
        "DpdMerTileList",
        "DpdNirCalibratedFrame",
        "DpdVisObsFrame",
    }
    for document in documents:
        assert [str(f) for f in dpkit.validate(document).findings] == []
        assert dpkit.read(document).role("dataset") == "TEST_R1"


def test_the_same_settings_give_the_same_content(folder, tmp_path):
    write_survey(SETTINGS, tmp_path, dataset="TEST_R1")
    both = [
        sorted(content_digest(read_document(one)) for one in place.glob("*.xml"))
        for place in (folder, tmp_path)
    ]
    assert both[0] == both[1]
    assert (folder / "truth.json").read_bytes() == (tmp_path / "truth.json").read_bytes()


def test_images_of_tiles_overlap_and_inner_areas_do_not(folder):
    tiles = [one.content.data for one in products(folder, "DpdMerTile")]
    inner = [set(one.inner_nuniqindex) for one in tiles]
    outer = [set(one.outer_nuniqindex) for one in tiles]
    assert not inner[0] & inner[1]
    assert outer[0] & outer[1]
    listed = products(folder, "DpdMerTileList")[0].content.data
    assert listed.tile_index_list == [one.tile_index for one in tiles]


def test_conditions_have_gradients(folder):
    mosaic = products(folder, "DpdMerBksMosaic")[0]
    with mosaic.open("BackgroundStorage") as hdus:
        level = np.array(hdus["BACKGROUND"].data)
        assert WCS(hdus["BACKGROUND"].header).has_celestial
    assert level.shape == (96, 64)
    # Rising to the north, which is up, and to the east, which is left.
    assert (np.diff(level, axis=0) > 0).all()
    assert (np.diff(level, axis=1) < 0).all()
    with mosaic.open("RmsStorage") as hdus:
        noise = np.array(hdus["RMS"].data)
    with products(folder, "DpdMerMosaic")[0].open("FlagStorage") as hdus:
        unseen = np.array(hdus["FLAG"].data) >> 22 & 1 == 1
    assert np.array_equal(np.isinf(noise), unseen)
    with mosaic.open("MerPsfModelStorage") as hdus:
        widths = np.array(hdus["PSF"].data["FWHM"])
    assert 0.0 < np.ptp(widths) < 0.1 * widths.mean()


def test_the_truth_is_beside_it_and_nothing_is_replaced(folder):
    truth = json.loads((folder / "truth.json").read_text())
    assert set(truth["footprint_area_deg2"]) == set(SETTINGS.bands)
    with pytest.raises(ProductError, match="is there already"):
        write_survey(SETTINGS, folder)


@pytest.mark.parametrize("instrument", ["VIS", "NISP"])
def test_world_coordinates_of_detectors_are_their_outlines(instrument):
    exposure = Exposure(instrument=instrument, ra=0.1, dec=71.0, position_angle=123.0)
    polygons = detector_polygons(exposure)
    for polygon, wcs in zip(polygons, detector_wcs(exposure, (16, 32)), strict=True):
        outline = image_outline(wcs, (16, 32), 14)
        away = (outline[:, None] - polygon[None] + 180.0) % 360.0 - 180.0
        away[..., 0] *= np.cos(np.radians(71.0))
        assert np.hypot(*np.moveaxis(away, -1, 0)).min(axis=1).max() < 1e-9


@pytest.mark.parametrize("instrument", ["VIS", "NISP", "EXT"])
def test_the_field_holds_all_detectors(sky, instrument):
    exposure = Exposure(instrument=instrument, ra=359.9, dec=-30.0, position_angle=77.0)
    field = field_polygon(exposure)
    corners = sky.vectors(detector_polygons(exposure).reshape(-1, 2))
    middle = corners.mean(axis=0)
    inner = corners + 1e-4 * (middle - corners)
    inner /= np.linalg.norm(inner, axis=1, keepdims=True)
    assert sky.winds_around(field, inner).all()


def test_the_command_says_what_is_wrong(tmp_path):
    for words, message in (
        (["--shape", "big"], "--shape is 'big'"),
        (["--shape", "0"], "at least one tile and one pixel"),
        (["--columns", "0"], "at least one tile and one pixel"),
    ):
        done = CliRunner().invoke(mer_tiles, [*words, "--out", str(tmp_path / "x")])
        assert (done.exit_code, message in done.output) == (2, True)
    assert not (tmp_path / "x").exists()


def test_frames_have_the_world_coordinates_of_their_detectors(folder):
    (frame, *_) = products(folder, "DpdNirCalibratedFrame")
    with fits.open(frame.files["DataStorage"].location) as hdus:
        assert len(hdus) == 1 + 3 * 16
    pointing = frame.content.data.recons_fpapointing
    exposure = Exposure(
        instrument="NISP", ra=pointing.ra, dec=pointing.dec, position_angle=pointing.position_angle
    )
    with frame.open("DataStorage") as hdus:
        outline = image_outline(WCS(hdus["DET21.SCI"].header), (16, 16), 14)
    assert np.abs(outline - detector_polygons(exposure)[1]).max() < 1e-7
