"""Correction for few frames, and the map of signal to noise."""

import numpy as np
import pytest
from scipy.stats import chi2

from dpkit.processing.crires.noise import small_sample_factor, snr_map


@pytest.mark.parametrize(
    ("frames", "published"), [(3, 0.8326), (4, 0.8881), (5, 0.9161), (6, 0.9329), (10, 0.9628)]
)
def test_factor_is_that_of_the_median_of_chi_square(frames, published):
    found = small_sample_factor(frames)
    assert round(found, 4) == published
    assert found == pytest.approx(np.sqrt(chi2.median(frames - 1) / (frames - 1)), rel=1e-12)


@pytest.mark.parametrize("frames", [3, 4, 7])
@pytest.mark.parametrize(("kind", "precision"), [(np.float64, 1e-9), (np.float32, 2e-4)])
def test_map_is_mean_over_sample_deviation(frames, kind, precision):
    rng = np.random.default_rng(frames)
    stack = rng.normal(5000.0, 50.0, (frames, 30, 30)).astype(kind)
    levels = np.median(stack, axis=(1, 2)).astype(float)
    scaled = stack.astype(float) * (levels.mean() / levels)[:, None, None]
    expected = np.sqrt(frames) * scaled.mean(axis=0) / scaled.std(axis=0, ddof=1)
    np.testing.assert_allclose(snr_map(stack, levels), expected, rtol=precision)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_equal_frames_have_no_ratio(kind):
    response = np.random.default_rng(0).uniform(0.5, 1.5, (20, 20))
    stack = (np.array([1000.0, 1100.0, 1200.0])[:, None, None] * response).astype(kind)
    levels = np.median(stack, axis=(1, 2)).astype(float)
    assert np.isnan(snr_map(stack, levels)).all()


@pytest.mark.parametrize("frames", [(1,), (0, 1, 2)])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_pixel_without_value_has_no_ratio(value, frames):
    stack = np.random.default_rng(0).normal(100.0, 1.0, (3, 4, 4))
    stack[frames, 2, 2] = value
    ratios = snr_map(stack, np.full(3, 100.0))
    assert np.flatnonzero(np.isnan(ratios)).tolist() == [10]
