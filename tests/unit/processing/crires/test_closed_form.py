"""The checks with known answers: what each number must be follows without the code."""

import math

import numpy as np
import pytest

from dpkit.processing.crires.comparison import compare
from dpkit.processing.crires.flatquality import measure_flats
from dpkit.processing.crires.noise import snr_map
from dpkit.processing.crires.setting import REFERENCE_SETTINGS
from dpkit.processing.crires.threshold import HEALTH_CHECK
from dpkit.processing.crires.window import Window
from dpkit.qc.score import Colour, score_parameters
from dpkit.qc.threshold import Threshold
from dpkit.qc.trend import Arrow, trend_mark

SHAPE = (32, 40)


def quality(flats, detector=3, **given):
    return measure_flats(flats, **given)[detector].quality


def test_level_and_flux_of_constant_frames(make_flats):
    frames = [np.full(SHAPE, level) for level in (1000.0, 1100.0, 1200.0)]
    found = quality(make_flats(frames, ndit=2, dit=5.0))
    assert (found.mean_level, found.mean_flux) == (1100.0, 110.0)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_bad_pixels_are_strictly_outside_the_limits(make_flats, kind):
    master = np.ones(SHAPE, kind)
    for place, (value, number) in enumerate([(0.05, 7), (12.0, 3), (0.1, 2), (10.0, 1)]):
        master[place, :number] = value
    flats = make_flats(np.full((1, *SHAPE), 1000.0))
    found = quality(flats, masters=dict.fromkeys((1, 2, 3, 4), master))
    assert found.badpix == 10


def test_rms_of_a_checkerboard(make_flats):
    master = np.where(np.indices(SHAPE).sum(axis=0) % 2, 0.9, 1.1)
    flats = make_flats(np.full((1, *SHAPE), 1000.0))
    found = quality(flats, masters=dict.fromkeys((1, 2, 3, 4), master))
    assert found.rms_master == pytest.approx(0.1, rel=1e-14)


def test_ratio_of_three_gaussian_frames_is_corrected_for_their_number(make_flats, noisy_frames):
    found = quality(make_flats(noisy_frames(3)))
    assert found.median_snr_single == pytest.approx(100.0, rel=0.01)
    assert found.median_snr == pytest.approx(173.2, rel=0.01)
    assert found.median_snr_raw / math.sqrt(3.0) == pytest.approx(120.1, rel=0.01)


def test_drift_of_the_lamp_is_no_noise(make_flats, noisy_frames):
    drifting = noisy_frames(3, lamp=(1.0, 1.05, 0.95))
    still = quality(make_flats(noisy_frames(3))).median_snr_single
    assert quality(make_flats(drifting)).median_snr_single == pytest.approx(still, rel=0.002)
    # Uncorrected, the scatter is that of the lamp, 5 %: a ratio of 20.
    levels = np.median(drifting, axis=(1, 2))
    without = np.median(snr_map(drifting, levels, correct_drift=False)) / math.sqrt(3.0)
    assert without == pytest.approx(20.0, rel=0.05)


def test_two_frames_give_all_but_the_ratio(make_flats, noisy_frames):
    images = measure_flats(make_flats(noisy_frames(2)))[3]
    found = images.quality
    assert images.snr is None
    assert (found.median_snr_raw, found.median_snr, found.median_snr_single) == (None,) * 3
    others = (found.mean_level, found.mean_flux, found.rms_master, found.badpix)
    assert None not in (*others, found.badpix_illum, found.max_level, found.level_p999)


def test_setting_without_reference_is_not_compared(make_flats, noisy_frames):
    setting = "1500.000_25.000_Halogen"
    assert setting not in REFERENCE_SETTINGS
    images = measure_flats(make_flats(noisy_frames(3)))[3]
    window = Window(columns=400, rows=300)
    said = compare(images.master, images.bad_pixels, None, setting=setting, window=window)
    assert said is None


@pytest.mark.parametrize(
    ("setting", "rms", "colour"),
    [
        ("1090.400_25.000_Halogen", 0.131, Colour.RED),
        ("1090.400_25.000_Halogen", 0.13, Colour.GREEN),
        ("1500.000_25.000_Halogen", 0.131, Colour.GREY),
    ],
)
def test_score_of_the_rms_at_a_setting(setting, rms, colour):
    values = {"mean_flux": 500.0, "rms_master": rms}
    scores = score_parameters(values, {"setting": setting, "detector": "3"}, HEALTH_CHECK)
    (score,) = (one for one in scores if one.parameter == "rms_master")
    assert score.colour is colour
    assert score.score == {Colour.RED: 1, Colour.GREEN: 0, Colour.GREY: None}[colour]


def test_failed_measurement_is_an_alien_below_and_an_outlier():
    limits = Threshold(parameter="rms_master", lower=0.08, upper=0.13)
    mark = trend_mark(-1.0, limits, (0.0, 1.0))
    assert (mark.alien, mark.outlier) == (Arrow.DOWN, True)


def test_score_keeps_the_threshold_that_was_applied():
    where = {"detector": "3"}
    thresholds = [Threshold(parameter="badpix", lower=0.0, upper=100.0, where=where)]
    (old,) = score_parameters({"badpix": 120.0}, {"detector": "3"}, thresholds)
    where["detector"] = "1"
    thresholds[0] = Threshold(parameter="badpix", lower=0.0, upper=200.0, where=where)
    (new,) = score_parameters({"badpix": 120.0}, {"detector": "1"}, thresholds)
    assert (old.score, old.threshold.upper, dict(old.threshold.where)) == (
        1,
        100.0,
        {"detector": "3"},
    )
    assert (new.score, new.threshold.upper) == (0, 200.0)


def test_window_has_statistics_of_its_own(make_flats):
    columns = np.linspace(900.0, 1100.0, 512)
    frame = np.broadcast_to(columns, (256, 512))
    window = Window(x=257, y=129, columns=512, rows=256)
    images = measure_flats(make_flats([frame, frame, frame], window=window))[2]
    found = images.quality
    assert images.master.shape == (256, 512)
    assert found.mean_level == pytest.approx(1000.0, rel=1e-12)
    # A ramp of half width 0.1: its sigma is that of 512 equidistant values.
    step = 0.2 / 511
    assert found.rms_master == pytest.approx(step * math.sqrt((512**2 - 1) / 12.0), rel=1e-12)
    assert (found.badpix, found.nan_pixels) == (0, 0)
