import numpy as np
import pytest

from dpkit.processing.nir.median import clip_outliers, median_error, noise_median_error

TRIALS = 3000


@pytest.mark.parametrize(
    ("draw", "number"),
    [
        (lambda rng, shape: rng.standard_normal(shape), 31),
        (lambda rng, shape: rng.standard_normal(shape), 200),
        (lambda rng, shape: rng.uniform(-1.0, 1.0, shape), 101),
        (lambda rng, shape: rng.logistic(size=shape), 101),
        (lambda rng, shape: rng.lognormal(0.0, 0.5, shape), 101),
    ],
    ids=["normal-31", "normal-200", "uniform", "logistic", "lognormal"],
)
def test_error_is_the_scatter_of_the_median_whatever_the_distribution(draw, number):
    samples = draw(np.random.default_rng(11), (TRIALS, number))
    scatter = np.std(np.median(samples, axis=1))
    errors = np.array([median_error(sample) for sample in samples])
    assert np.mean(errors) == pytest.approx(scatter, rel=0.1)


def test_error_of_few_values_is_their_range():
    # (10 + 1) / 2 - 2.576 sqrt(10 / 4) rounds to rank 1: largest minus smallest.
    values = np.array([3.0, 0.0, 1.0, 2.0, 5.0, 4.0, 8.0, 7.0, 6.0, 9.0])
    assert median_error(values) == pytest.approx(9.0 / (2.0 * 2.5758293), rel=1e-6)


def test_error_scales_with_the_values_and_ignores_their_place():
    values = np.random.default_rng(0).standard_normal(50)
    assert median_error(7.0 * values - 3.0) == pytest.approx(7.0 * median_error(values))


@pytest.mark.parametrize("number", [0, 1])
def test_error_of_less_than_two_values_is_refused(number):
    with pytest.raises(ValueError, match="at least 2"):
        median_error(np.zeros(number))


def test_noise_error_of_equal_errors_is_the_textbook_one():
    # sqrt(pi / 2) sigma / sqrt(n) for many values.
    expected = np.sqrt(np.pi / 2.0) * 0.3 / np.sqrt(100_000)
    assert noise_median_error(np.full(100_000, 0.3)) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("number", [15, 60, 400])
def test_noise_error_is_the_scatter_of_the_median_of_bright_and_faint(number):
    # Errors over a factor of five, as those of sources between S/N 20 and 100.
    sigma = np.geomspace(0.01, 0.05, number)
    samples = sigma * np.random.default_rng(12).standard_normal((TRIALS, number))
    scatter = np.std(np.median(samples, axis=1))
    assert noise_median_error(sigma) == pytest.approx(scatter, rel=0.1)


@pytest.mark.parametrize("errors", [[], [1.0, 0.0], [1.0, -1.0], [1.0, np.nan]])
def test_noise_error_needs_errors(errors):
    with pytest.raises(ValueError, match="above 0"):
        noise_median_error(np.array(errors))


def test_clipping_takes_the_outliers_and_nothing_else():
    rng = np.random.default_rng(4)
    values = rng.uniform(-1.0, 1.0, 200)  # no value beyond 3 robust sigma of 0.74
    values[::10] += np.where(rng.random(20) < 0.5, -8.0, 8.0)
    expected = np.ones(200, dtype=bool)
    expected[::10] = False
    assert np.array_equal(clip_outliers(values, 3.0, 5), expected)


def test_clipping_keeps_a_normal_sample_at_the_known_rate():
    values = np.random.default_rng(5).standard_normal(100_000)
    # 2 * (1 - Phi(3)) = 0.0027, a little more after the iterations shrink the width.
    assert np.mean(~clip_outliers(values, 3.0, 1)) == pytest.approx(0.0027, abs=0.0007)


def test_clipping_does_not_care_for_the_sign():
    values = np.random.default_rng(6).standard_t(2, 500)
    assert np.array_equal(clip_outliers(values, 3.0, 5), clip_outliers(-values, 3.0, 5))


def test_equal_values_survive_rounding():
    values = np.full(30, 0.1) + np.finfo(float).eps * (np.arange(30) % 3)
    assert clip_outliers(values, 3.0, 5).all()


def test_no_iterations_keep_all_and_no_values_are_fine():
    assert clip_outliers(np.array([0.0, 0.0, 0.0, 9.0]), 3.0, 0).all()
    assert clip_outliers(np.empty(0), 3.0, 5).shape == (0,)
