"""What is measured on a detector, beside the checks with known answers."""

import numpy as np
import pytest

from dpkit.processing.crires.detectorquality import DetectorQuality, Outcome, detector_spread
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.flatsetting import ExposureNorm, FlatSettings
from dpkit.processing.crires.window import Window

SHAPE = (40, 60)


def constant(*levels, shape=SHAPE):
    return np.stack([np.full(shape, level, dtype=np.float64) for level in levels])


def test_flux_of_mean_frames_is_per_integration(make_flats):
    settings = FlatSettings(exposure_norm=ExposureNorm.DIT)
    found = measure_flats(make_flats(constant(1000.0), dit=5.0, ndit=4), settings)
    assert found[1].quality.mean_flux == 200.0


def test_whole_array_and_lit_area_have_bad_pixels_of_their_own(make_flats):
    frames = constant(1000.0, 1000.0)
    frames[:, :10] = 5.0  # the slit ends there
    frames[:, 20, :3] = 5.0
    found = measure_flats(make_flats(frames))[2]
    assert found.lit.tolist() == [False] * 10 + [True] * 30
    assert (found.quality.badpix, found.quality.badpix_illum) == (10 * SHAPE[1] + 3, 3)
    pixels = np.ones(30 * SHAPE[1])
    pixels[:3] = 0.005
    assert found.quality.rms_master == pytest.approx(np.std(pixels), rel=1e-12)


def test_lit_rows_may_be_given_on_the_detector(make_flats):
    window = Window(x=1, y=101, columns=60, rows=40)
    flats = make_flats(constant(1000.0), window=window)
    found = measure_flats(flats, FlatSettings(illuminated_rows=(111, 120)))[1]
    assert np.flatnonzero(found.lit).tolist() == list(range(10, 20))


def test_over_exposure_is_that_of_the_brightest_frame(make_flats):
    frames = constant(5000.0, 6000.0)
    frames[0, 0, :30] = 20_000.0  # of the fainter frame: does not count
    frames[1, 1, :4] = 10_001.0
    frames[1, 2, 0] = 10_000.0
    found = measure_flats(make_flats(frames))[4].quality
    assert (found.num_overexp, found.level_overexp, found.max_level) == (4, 10_000.0, 10_001.0)


def test_near_maximum_is_of_good_pixels(make_flats):
    rng = np.random.default_rng(1)
    frames = rng.uniform(900.0, 1100.0, (1, 100, 100))
    frames[0, 50, :50] = 60_000.0  # hot: 60 times the median, a bad pixel
    found = measure_flats(make_flats(frames))[2].quality
    good = frames[0][frames[0] < 2000.0]
    assert found.level_p999 == np.percentile(good, 99.9)
    assert (found.max_level, found.badpix) == (60_000.0, 50)


def test_fixed_pattern_moves_the_rms_and_not_the_ratio(make_flats, noisy_frames):
    pattern = np.random.default_rng(2).normal(1.0, 0.08, (300, 400))
    found = measure_flats(make_flats(noisy_frames(3, pattern=pattern)))[3].quality
    plain = measure_flats(make_flats(noisy_frames(3)))[3].quality
    assert found.rms_master == pytest.approx(np.hypot(np.std(pattern), 0.01 / 3**0.5), rel=0.01)
    assert plain.rms_master == pytest.approx(0.01 / 3**0.5, rel=0.01)
    assert found.median_snr == pytest.approx(plain.median_snr, rel=0.01)


def test_dark_is_subtracted_from_the_signal_and_not_from_the_level(make_flats):
    frames = constant(1000.0, 1000.0) + 100.0
    dark = np.full(SHAPE, 100.0)
    frames[:, 3, 3], dark[3, 3] = 1600.0, 600.0  # a hot pixel that the dark knows
    found = measure_flats(make_flats(frames, darks=dict.fromkeys((1, 2, 3, 4), dark)))[1]
    assert found.master[3, 3] == 1.0
    assert found.quality.mean_level == 1100.0


def test_pixels_without_value_are_counted_apart(make_flats):
    frames = constant(1000.0)
    frames[0, 5, 5], frames[0, 6, 6] = np.nan, np.inf
    said = measure_flats(make_flats(frames))[1].quality
    assert (said.nan_pixels, said.badpix, said.rms_master) == (2, 0, 0.0)
    asked = measure_flats(make_flats(frames), FlatSettings(nan_is_bad=True))[1].quality
    assert (asked.nan_pixels, asked.badpix) == (2, 2)


@pytest.mark.parametrize(
    ("value", "outcome", "level"), [(np.nan, Outcome.NO_VALUE, None), (0.0, Outcome.NO_LIGHT, 0.0)]
)
@pytest.mark.parametrize("normalisation", ["per_detector", "mosaic"])
def test_dead_detector_is_stated_and_others_are_measured(
    make_flats, noisy_frames, value, outcome, level, normalisation
):
    good = noisy_frames(3)
    frames = {1: good, 2: np.full_like(good, value), 3: good, 4: good}
    found = measure_flats(make_flats(frames), FlatSettings(normalisation=normalisation))
    dead = found[2].quality
    assert (dead.outcome, dead.mean_level, dead.nan_pixels) == (outcome, level, good[0].size)
    assert (dead.rms_master, dead.badpix, dead.median_snr) == (None, None, None)
    assert found[3].quality.outcome is Outcome.MEASURED
    assert found[3].quality.median_snr == pytest.approx(173.2, rel=0.02)


def test_ratio_is_of_the_area_that_is_not_vignetted(make_flats, noisy_frames):
    pattern = np.ones((300, 400))
    pattern[:, :120] = 0.2
    frames = noisy_frames(3, pattern=pattern)
    # More noise where it is vignetted, so that the median of all would be lower.
    frames[0, :, :120] *= np.random.default_rng(0).normal(1.0, 0.1, (300, 120))
    found = measure_flats(make_flats(frames))
    assert [int(one.vignetted.sum()) for one in found.values()] == [120, 0, 0, 0]
    assert found[1].quality.median_snr == pytest.approx(173.2, rel=0.01)
    assert found[2].quality.median_snr < 150.0


def test_one_frame_is_its_own_master(make_flats, noisy_frames):
    frames = noisy_frames(1)
    found = measure_flats(make_flats(frames))[3]
    np.testing.assert_allclose(found.master, frames[0] / np.median(frames[0]), rtol=1e-6)
    assert found.snr is None


def test_integers_are_measured_exactly(make_flats):
    frames = np.full((1, *SHAPE), 2**24 + 1, dtype=np.int32)
    assert measure_flats(make_flats(frames))[1].quality.mean_level == 2**24 + 1


def test_master_of_another_window_is_refused(make_flats):
    masters = dict.fromkeys((1, 2, 3, 4), np.ones((20, 60)))
    with pytest.raises(FlatError, match=r"master of detector 1: \(20, 60\), expected \(40, 60\)"):
        measure_flats(make_flats(constant(1000.0)), masters=masters)


def test_spread_over_the_detectors(make_flats):
    frames = {n: constant(1000.0 * n) for n in (1, 2, 3, 4)}
    found = measure_flats(make_flats(frames))
    spread = detector_spread({n: one.quality for n, one in found.items()})
    assert spread["mean_level"].mean == 2500.0
    assert spread["mean_level"].deviation == pytest.approx(1.25e6**0.5, rel=1e-12)
    assert "median_snr" not in spread
    assert set(spread) < set(DetectorQuality.__dataclass_fields__)
