from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from astropy.coordinates import SkyCoord

from dpkit.processing.nir.focalplane import DETECTORS, Pointing, detector_wcs
from dpkit.processing.nir.observation import (
    ObservationSettings,
    exposure_offsets,
    exposure_pointings,
    field_sources,
)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"filter": "NIR_K"}, "filter = 'NIR_K': unknown; use one of NIR_Y"),
        ({"detectors": ("DET11", "DET51")}, "detectors = .*unknown; use some of DET11"),
        ({"detectors": ()}, "detectors = .*none"),
        ({"detectors": ("DET11", "DET11")}, "named twice"),
        ({"exposures": 0}, "exposures = 0: too few; use 1 or more"),
        ({"exposures": -2}, "exposures = -2"),
        ({"shape": (32, 512)}, "shape = .*at least 64"),
        ({"shape": (-512, -512)}, "shape"),
        ({"seed": -1}, "seed = -1: negative"),
        ({"observation_id": -7}, "observation_id = -7: negative"),
        ({"offset_scatter": -0.1}, "offset_scatter"),
        ({"offset_scatter": float("nan")}, "offset_scatter"),
        ({"exposure_offsets": (1.0, 1.0)}, "one per exposure"),
        ({"exposure_offsets": (1.0, 0.0, 1.0, 1.0)}, "from 0.1 to 10"),
        ({"exposure_offsets": (1.0, float("inf"), 1.0, 1.0)}, "from 0.1 to 10"),
        ({"variable_fraction": 1.2}, "variable_fraction"),
        ({"wrong_flat": "DET11", "detectors": ("DET12",)}, "not a simulated detector"),
        ({"wrong_flat_amplitude": 1.0}, "wrong_flat_amplitude"),
        ({"start": "yesterday"}, "start = 'yesterday': not a time"),
    ],
)
def test_bad_settings_are_refused_with_name_and_remedy(change, message):
    with pytest.raises(ValueError, match=message):
        ObservationSettings(**change)


@pytest.mark.parametrize(
    "start",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00",
        "2026-03-01T13:00:00+01:00",
        datetime(2026, 3, 1, 12),
        datetime(2026, 3, 1, 13, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_start_is_utc_however_it_is_given(start):
    begin = ObservationSettings(start=start).begin
    assert begin == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert begin.utcoffset() == timedelta(0)


def test_offsets_are_drawn_with_the_asked_scatter():
    offsets = exposure_offsets(ObservationSettings(exposures=2000, offset_scatter=0.02))
    assert np.mean(offsets) == pytest.approx(1.0, abs=4 * 0.02 / np.sqrt(2000))
    assert np.std(offsets) == pytest.approx(0.02, rel=4 / np.sqrt(2 * 2000))


def test_explicit_offsets_are_taken_as_they_are():
    offsets = (1.0, 0.9, 1.1, 1.0)
    assert exposure_offsets(ObservationSettings(exposure_offsets=offsets)) == offsets


def test_observations_and_filters_of_one_seed_have_their_own_offsets():
    changes = [{}, {"observation_id": 2}, {"filter": "NIR_H"}, {"seed": 1}]
    drawn = {exposure_offsets(ObservationSettings(**change)) for change in changes}
    assert len(drawn) == 4


def test_dither_steps_are_50_to_100_arcsec_along_each_axis():
    settings = ObservationSettings(pointing=Pointing(ra=0.0, dec=70.0, position_angle=30.0))
    pointings = exposure_pointings(settings)
    places = SkyCoord([p.ra for p in pointings], [p.dec for p in pointings], unit="deg")
    # Steps of (50, 100) arcsec.
    steps = places[:-1].separation(places[1:]).arcsec
    assert steps == pytest.approx([np.hypot(50.0, 100.0)] * 3, rel=1e-4)
    assert {p.position_angle for p in pointings} == {30.0}


@pytest.mark.parametrize("angle", [0.0, 77.0])
def test_dithers_move_along_the_pixel_axes_and_scale_with_the_shape(angle):
    for side in (300, 2040):
        settings = ObservationSettings(
            shape=(side, side), pointing=Pointing(ra=10.0, dec=-45.0, position_angle=angle)
        )
        first, second, third, _ = exposure_pointings(settings)
        wcs = detector_wcs(first, "DET22", (side, side))
        start, *moved = (wcs.all_world2pix(p.ra, p.dec, 1) for p in (first, second, third))
        steps = [(np.array(place) - np.array(start)) / side for place in moved]
        # 50 and 100 arcsec of 2040 pixels of 0.3 arcsec.
        assert steps[0] == pytest.approx([50 / 612, 100 / 612], abs=1e-5)
        assert steps[1] == pytest.approx([100 / 612, 0.0], abs=1e-5)


def test_no_two_of_many_exposures_look_at_the_same_place():
    pointings = exposure_pointings(ObservationSettings(exposures=12))
    assert len({(round(p.ra, 6), round(p.dec, 6)) for p in pointings}) == 12


@pytest.mark.parametrize("pointing", [Pointing(ra=0.0, dec=0.0), Pointing(ra=40.0, dec=89.99)])
def test_the_sky_covers_every_corner_of_every_exposure(pointing):
    settings = ObservationSettings(shape=(400, 400), pointing=pointing)
    sky = field_sources(settings)
    places = SkyCoord(sky["RIGHT_ASCENSION"], sky["DECLINATION"], unit="deg")
    for exposed in exposure_pointings(settings):
        for name in ("DET11", "DET14", "DET41", "DET44"):
            wcs = detector_wcs(exposed, name, (400, 400))
            corners = SkyCoord(
                wcs.all_pix2world([[1, 1], [400, 1], [1, 400], [400, 400]], 1), unit="deg"
            )
            # At 60 sources per square arcmin, 100 within 45 arcsec; half of them at the rim.
            count = (places[None].separation(corners[:, None]).arcsec < 45.0).sum(axis=1)
            assert count.min() > 50


def test_the_sky_does_not_depend_on_the_detectors():
    one, all_of_them = (
        field_sources(ObservationSettings(shape=(128, 128), detectors=names))
        for names in (("DET11",), DETECTORS)
    )
    assert np.array_equal(one, all_of_them)
