import numpy as np
import pytest

from dpkit.processing.nir.defect import bad_pixels, cosmic_rays
from dpkit.processing.nir.mask import PixelFlag

SHAPE = (700, 600)


def test_bad_pixels_have_the_asked_fractions_and_only_hot_ones_are_bright():
    dq, dark = bad_pixels(np.random.default_rng(1), SHAPE, 0.01, 0.005)
    hot, invalid = (dq & PixelFlag.HOT) != 0, (dq & PixelFlag.INVALID) != 0
    number = dq.size
    assert hot.sum() == pytest.approx(0.01 * number, abs=4 * np.sqrt(0.01 * number))
    assert invalid.sum() == pytest.approx(0.005 * number, abs=4 * np.sqrt(0.005 * number))
    assert not np.any(hot & invalid)
    assert np.array_equal(dark > 0.0, hot)
    assert dq.dtype == np.int32


def test_most_but_not_all_hits_are_flagged():
    dq, charge = cosmic_rays(np.random.default_rng(2), SHAPE, 1e-3, 0.9)
    flagged = np.mean(dq[charge > 0.0] == PixelFlag.COSMIC_RAY)
    assert 0.85 < flagged < 0.95
    assert not np.any(dq[charge == 0.0])


def test_hits_have_the_asked_rate():
    # Unflagged tracks of no length would be single pixels; the charge counts hits: its mean
    # per hit is that of the log-normal, 1000 exp(0.8^2 / 2).
    _, charge = cosmic_rays(np.random.default_rng(3), SHAPE, 1e-2, 0.9)
    hits = charge.sum() / (1000.0 * np.exp(0.32))
    # Tracks that leave the detector lose some of it: 2 pixels of a perimeter of 2600.
    assert hits == pytest.approx(1e-2 * charge.size, rel=0.06)


def test_no_rate_no_hits():
    dq, charge = cosmic_rays(np.random.default_rng(3), SHAPE, 0.0, 0.9)
    assert not dq.any()
    assert not charge.any()
