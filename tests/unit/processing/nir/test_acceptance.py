"""The whole way: simulate, extract, compare, and find what was put in."""

import numpy as np
import pytest

from dpkit.processing.nir.simulate import ObservationSettings, exposure_offsets
from dpkit.processing.nir.truth import expected_factors

FIELD = {"shape": (512, 512), "detectors": ("DET22", "DET23")}
GOOD_SQUARE = {"shape": (400, 400), "detectors": ("DET22", "DET23", "DET32", "DET33")}
SEEDS = range(20)


@pytest.fixture(scope="module")
def pulls(request):
    """Distance of every factor from the truth in reported errors, shape (seeds, exposures)."""
    return {}


def pull(measure, seed):
    settings = FIELD | {"seed": seed}
    offsets = exposure_offsets(ObservationSettings(**settings))
    expected = expected_factors(dict(enumerate(offsets, 1)))
    factors = measure(**settings).factors
    return np.array([(one.value - expected[one.exposure]) / one.error for one in factors])


@pytest.mark.parametrize("seed", SEEDS)
def test_factors_agree_with_the_injected_offsets_within_three_errors(measure, pulls, seed):
    pulls[seed] = pull(measure, seed)
    assert len(pulls[seed]) == 4
    assert np.abs(pulls[seed]).max() < 3.0


def test_errors_are_neither_too_small_nor_too_large(measure, pulls):
    every = np.array([pulls[seed] if seed in pulls else pull(measure, seed) for seed in SEEDS])
    assert 0.7 < np.std(every) < 1.3


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_large_offsets_are_found(measure, seed):
    offsets = (1.0, 1.1, 0.9, 1.02)
    result = measure(**FIELD, seed=seed, exposure_offsets=offsets)
    expected = expected_factors(dict(enumerate(offsets, 1)))
    for factor in result.factors:
        assert abs(factor.value - expected[factor.exposure]) < 3.0 * factor.error
        assert factor.error < 0.01


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_wrong_flat_of_the_only_detector_moves_the_factors(measure, seed):
    field = {"shape": (512, 512), "detectors": ("DET22",), "seed": seed}
    good = measure(**field)
    wrong = measure(**field, wrong_flat="DET22")
    assert max(abs(factor.value - 1.0) for factor in good.factors) < 0.02
    assert max(abs(factor.value - 1.0) for factor in wrong.factors) > 0.05


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_wrong_flat_of_one_detector_of_several_shows_in_the_deviation(measure, seed):
    good = measure(**GOOD_SQUARE, seed=seed)
    wrong = measure(**GOOD_SQUARE, seed=seed, wrong_flat="DET23")
    assert wrong.max_detector_deviation > 2.0 * good.max_detector_deviation
    worst = max(wrong.deviations, key=lambda one: abs(one.deviation - 1.0))
    assert worst.detector == "DET23"
