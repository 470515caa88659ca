from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from astropy.coordinates import SkyCoord

from dpkit.processing.nir.focalplane import Pointing, detector_wcs
from dpkit.processing.nir.mask import PixelFlag
from dpkit.processing.nir.simulate import ObservationSettings, simulate_observation
from dpkit.processing.nir.skymodel import ZEROPOINT

SIDE = 400
POINTING = Pointing(ra=359.99, dec=-50.0, position_angle=200.0)
SETTINGS = {
    "shape": (SIDE, SIDE),
    "detectors": ("DET32",),
    "exposures": 1,
    "pointing": POINTING,
    "exposure_offsets": (1.0,),
}


def first(sources=None, **change):
    exposure = next(iter(simulate_observation(ObservationSettings(**SETTINGS | change), sources)))
    return exposure.detectors["DET32"]


@pytest.fixture
def star_field(make_stars):
    """Stars of one magnitude, 40 pixels apart, well inside of DET32."""

    def build(magnitude):
        wcs = detector_wcs(POINTING, "DET32", (SIDE, SIDE))
        x, y = (axis.ravel() for axis in np.meshgrid(*[np.arange(40.3, SIDE - 30, 40)] * 2))
        return make_stars(*wcs.all_pix2world(x, y, 1), magnitude), x, y

    return build


@pytest.mark.parametrize("band", ["NIR_Y", "NIR_J", "NIR_H"])
@pytest.mark.parametrize("offset", [1.0, 1.3, 0.5])
def test_star_has_the_electrons_of_its_magnitude_times_the_offset(star_field, band, offset):
    stars, x, y = star_field(17.0)
    image = first(stars, filter=band, exposure_offsets=(offset,))
    rows, columns = np.indices(image.sci.shape) + 1.0
    distance = np.array([np.hypot(columns - a, rows - b) for a, b in zip(x, y, strict=True)])
    blank = image.sci[(distance.min(axis=0) > 15.0) & (image.dq == 0)].astype(float)
    sky = blank[np.abs(blank - np.median(blank)) < 4.0 * np.median(image.rms)].mean()
    pulls = []
    for inside in distance < 12.0:
        if image.dq[inside].any():
            continue
        electrons = (image.sci[inside] - sky).sum(dtype=float)
        # AB magnitudes: 87.2 s of one electron per second at the zero point.
        expected = offset * 87.2 * 10.0 ** (0.4 * (ZEROPOINT[band] - 17.0))
        pulls.append((electrons - expected) / np.sqrt((image.rms[inside] ** 2).sum(dtype=float)))
    # The median is blind to the few stars with an unflagged hit.
    assert len(pulls) > 20
    assert abs(np.median(pulls)) < 4 * 1.25 / np.sqrt(len(pulls))


def test_background_does_not_follow_the_offset(make_stars):
    empty = make_stars([], [], [])
    low, high = (first(empty, exposure_offsets=(offset,)).sci for offset in (0.5, 2.0))
    assert np.median(low) == pytest.approx(np.median(high), abs=0.2)


def test_blank_sky_scatters_as_the_rms_plane_says(make_stars):
    image = first(make_stars([], [], []), shape=(800, 800))
    good = image.dq == 0
    chi = (image.sci[good] - np.median(image.sci[good])) / image.rms[good]
    # Half of a normal distribution lies within 0.6745; hits without a flag are too few to matter.
    assert np.median(np.abs(chi)) / 0.67449 == pytest.approx(1.0, abs=0.01)
    assert np.mean(np.abs(chi) < 3.0) == pytest.approx(0.9973, abs=0.001)


def test_rms_knows_the_photon_noise_of_sources(star_field):
    stars, x, y = star_field(17.0)
    image = first(stars)
    row, column = round(y[20]) - 1, round(x[20]) - 1
    # Signal and rms of one pixel: variance = signal + read noise squared, to the shot noise.
    assert image.rms[row, column] ** 2 == pytest.approx(image.sci[row, column], rel=0.05)


def test_images_have_the_types_of_the_format():
    image = first()
    assert (image.sci.dtype, image.rms.dtype, image.dq.dtype) == ("float32", "float32", "int32")
    assert image.sci.shape == image.rms.shape == image.dq.shape == (SIDE, SIDE)
    assert np.isfinite(image.sci).all()
    assert (image.rms > 0.0).all()


def test_one_seed_gives_the_same_pixels_and_another_others():
    one, same, other = first(seed=4), first(seed=4), first(seed=5)
    for plane in ("sci", "rms", "dq"):
        assert np.array_equal(getattr(one, plane), getattr(same, plane))
        assert not np.array_equal(getattr(one, plane), getattr(other, plane))


def test_observations_of_one_seed_share_sky_and_detector_but_not_the_noise():
    one, other = first(observation_id=1), first(observation_id=2)
    fixed = PixelFlag.HOT | PixelFlag.INVALID
    assert np.array_equal(one.rms, other.rms)
    assert np.array_equal(one.dq & fixed, other.dq & fixed)
    assert not np.array_equal(one.sci, other.sci)


def test_pixels_of_a_detector_do_not_depend_on_the_others():
    alone = first()
    together = first(detectors=("DET11", "DET32", "DET44"))
    assert np.array_equal(alone.sci, together.sci)


def test_full_well_is_clipped_and_flagged(star_field):
    stars, x, y = star_field(12.0)
    image = first(stars[:1])
    saturated = (image.dq & PixelFlag.SATURATED) != 0
    assert saturated[round(y[0]) - 1, round(x[0]) - 1]
    usable = (image.dq & PixelFlag.INVALID) == 0
    assert np.all(image.sci[saturated & usable] == image.sci.max())


def test_flagged_pixels_are_few_and_of_every_kind():
    dq = first().dq
    for flag in (PixelFlag.INVALID, PixelFlag.HOT, PixelFlag.COSMIC_RAY):
        assert 0 < np.mean((dq & flag) != 0) < 0.005


def test_hits_differ_from_exposure_to_exposure_and_bad_pixels_do_not():
    settings = SETTINGS | {"exposures": 2, "exposure_offsets": None}
    one, other = (
        exposure.detectors["DET32"].dq
        for exposure in simulate_observation(ObservationSettings(**settings))
    )
    fixed = PixelFlag.HOT | PixelFlag.INVALID
    assert np.array_equal(one & fixed, other & fixed)
    assert not np.array_equal(one & PixelFlag.COSMIC_RAY, other & PixelFlag.COSMIC_RAY)


def test_exposures_come_one_by_one_with_number_time_and_pointing():
    settings = ObservationSettings(
        **SETTINGS
        | {"exposures": 3, "exposure_offsets": (1.0, 1.1, 0.9), "start": "2026-03-01T00:00:00Z"}
    )
    exposures = simulate_observation(settings)
    assert isinstance(exposures, Iterator)
    seen = list(exposures)
    assert [exposure.number for exposure in seen] == [1, 2, 3]
    assert [exposure.offset for exposure in seen] == [1.0, 1.1, 0.9]
    assert {exposure.exposure_time for exposure in seen} == {87.2}
    assert seen[0].start == datetime(2026, 3, 1, tzinfo=UTC)
    assert seen[0].start < seen[1].start < seen[2].start
    for exposure in seen:
        crval = exposure.detectors["DET32"].wcs.wcs.crval
        assert list(crval) == [exposure.pointing.ra, exposure.pointing.dec]


def test_wrong_flat_is_one_gradient_in_signal_and_noise_of_all_exposures():
    settings = SETTINGS | {"exposures": 2, "exposure_offsets": (1.0, 1.0)}
    good, wrong = (
        list(simulate_observation(ObservationSettings(**settings | change)))
        for change in ({}, {"wrong_flat": "DET32", "wrong_flat_amplitude": 0.2})
    )
    columns = np.linspace(0.8, 1.2, 2 * SIDE + 1)[1::2]
    for one, other in zip(good, wrong, strict=True):
        before, after = one.detectors["DET32"], other.detectors["DET32"]
        np.testing.assert_allclose(after.sci, before.sci * columns, rtol=1e-5)
        np.testing.assert_allclose(after.rms, before.rms * columns, rtol=1e-5)
        assert np.array_equal(after.dq, before.dq)


def test_wrong_flat_leaves_other_detectors_alone():
    wrong = first(detectors=("DET32", "DET33"), wrong_flat="DET33")
    assert np.array_equal(wrong.sci, first().sci)


def test_variables_follow_their_light_curve(star_field):
    stars, _, _ = star_field(17.0)
    constant = first(stars).rms
    stars["VARIATION"][:, 0] = 4.0
    # Variance above the sky is the signal.
    floor = np.median(constant) ** 2
    row, column = np.unravel_index(np.argmax(constant), constant.shape)
    ratio = (first(stars).rms[row, column] ** 2 - floor) / (constant[row, column] ** 2 - floor)
    assert ratio == pytest.approx(4.0, rel=1e-3)


def test_galaxy_lies_at_its_position_angle_on_the_sky(make_stars):
    wcs = detector_wcs(POINTING, "DET32", (SIDE, SIDE))
    galaxy = make_stars(*wcs.all_pix2world([[200.0, 200.0]], 1).T, [16.0])
    galaxy["HALF_LIGHT_RADIUS"], galaxy["AXIS_RATIO"] = 3.0, 0.3
    galaxy["POSITION_ANGLE"] = 35.0
    # The expected signal follows from the rms, which has no noise of its own.
    variance = first(galaxy).rms.astype(float) ** 2
    signal = variance[120:280, 120:280] - np.median(variance)
    signal[signal > 0.9 * signal.max()] = 0.0  # hot pixels and the centre, which has no direction
    signal[signal < 30.0] = 0.0
    rows, columns = np.indices(signal.shape) - 79.0
    near = np.hypot(rows, columns) < 30.0
    weight = np.where(near, signal, 0.0)
    xx, yy, xy = ((weight * m).sum() for m in (columns**2, rows**2, rows * columns))
    angle = 0.5 * np.arctan2(2.0 * xy, xx - yy)
    ends = wcs.all_pix2world([[200, 200], [200 + 9 * np.cos(angle), 200 + 9 * np.sin(angle)]], 1)
    start, end = SkyCoord(ends, unit="deg")
    assert start.position_angle(end).deg % 180.0 == pytest.approx(35.0, abs=2.0)


def test_sources_on_the_far_side_of_the_sky_do_not_appear(make_stars):
    behind = make_stars([POINTING.ra - 180.0], [-POINTING.dec], [5.0])
    assert np.array_equal(first(behind).sci, first(make_stars([], [], [])).sci)
