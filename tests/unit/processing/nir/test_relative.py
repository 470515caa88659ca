import numpy as np
import pytest

from dpkit.processing.nir.relative import (
    NoOverlapError,
    RelativeSettings,
    TooFewExposuresError,
    relative_factors,
)


@pytest.fixture
def observe(make_catalog, grid):
    """Build exposures of one field with known factors and noise."""

    def build(offsets, number=60, *, scatter=0.0, seed=0, detector="DET11"):
        rng = np.random.default_rng(seed)
        catalogs = {}
        for exposure, factor in enumerate(offsets, 1):
            own = scatter[exposure - 1] if isinstance(scatter, tuple) else scatter
            # Noise differs among sources, as that of bright and faint ones.
            sigma = own * np.geomspace(0.4, 1.6, number)
            catalogs[exposure] = make_catalog(
                *grid(number),
                factor * 1e4 * (1.0 + sigma * rng.standard_normal(number)),
                snr=1.0 / np.maximum(sigma, 1e-3),
                detector=detector,
            )
        return catalogs

    return build


def test_factors_are_medians_over_the_pairs(observe):
    result = relative_factors(observe([1.0, 1.02, 0.97, 1.01]))
    values = [factor.value for factor in result.factors]
    # The middle of each exposure's three ratios, by hand.
    assert values == pytest.approx([1.0 / 1.01, 1.02, 0.97 / 1.01, 1.01], rel=1e-12)
    assert [factor.exposure for factor in result.factors] == [1, 2, 3, 4]
    assert [factor.pairs for factor in result.factors] == [3, 3, 3, 3]


def test_every_pair_is_measured_once(observe):
    result = relative_factors(observe([1.0, 1.0, 1.0, 1.0]))
    pairs = [(pair.first, pair.second) for pair in result.pairs]
    assert pairs == [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]


def test_exposure_numbers_need_not_be_contiguous(observe):
    catalogs = observe([1.0, 1.1])
    result = relative_factors({9: catalogs[2], 4: catalogs[1]})
    assert [factor.exposure for factor in result.factors] == [4, 9]
    assert result.factors[1].value == pytest.approx(1.1)


def test_two_exposures_have_the_error_of_their_pair(observe):
    result = relative_factors(observe([1.0, 1.3], scatter=0.02))
    pair = result.pairs[0]
    for factor in result.factors:
        seen = pair.seen_from(factor.exposure)
        assert factor.value == seen.ratio
        # The draws give a standard deviation to 1 / sqrt(2 * 4096) = 1.1 %.
        assert factor.error == pytest.approx(seen.error, rel=0.045)


def test_pairs_far_apart_give_the_error_of_the_middle_one(observe):
    result = relative_factors(observe([1.0, 1.3, 0.7, 1.0], scatter=0.02))
    middle = next(pair for pair in result.pairs if (pair.first, pair.second) == (1, 4))
    assert result.factors[0].error == pytest.approx(middle.error, rel=0.045)


@pytest.mark.parametrize(
    "offsets",
    [(1.0, 1.0, 1.0, 1.0), (1.0, 1.003, 0.996, 1.001), (1.0, 1.2, 0.8, 0.95), (1.0, 1.01)],
    ids=["equal", "close", "apart", "two"],
)
def test_errors_are_the_scatter_of_the_factors(observe, offsets):
    expected = np.array(
        [np.median([a / b for j, b in enumerate(offsets) if j != i]) for i, a in enumerate(offsets)]
    )
    values, errors = [], []
    for seed in range(250):
        result = relative_factors(observe(offsets, scatter=0.03, seed=seed))
        values.append([factor.value for factor in result.factors])
        errors.append([factor.error for factor in result.factors])
    pulls = (np.array(values) - expected) / np.array(errors)
    # By construction not below 1 / 1.1 of the truth, see the notes of relative_factors.
    assert 0.85 < np.std(pulls) < 1.05
    assert abs(np.mean(pulls)) < 0.1
    # A normal distribution has 0.0027 beyond 3.
    assert np.mean(np.abs(pulls) > 3.0) < 0.006


def test_three_correlated_pairs_are_better_than_one_and_worse_than_independent_ones(observe):
    result = relative_factors(observe([1.0] * 4, number=400, scatter=0.03))
    pair = np.mean([pair.error for pair in result.pairs])
    # Half of a pair's variance is the exposure's own; the median of three normal values has
    # 0.449 of the variance of one. What the measured spread adds keeps it below a pair's.
    for factor in result.factors:
        assert np.sqrt(0.449) * pair < factor.error < pair


def test_the_noise_of_the_exposure_itself_is_not_averaged_away(observe):
    # Three pairs that share all their noise are no better than one of them.
    offsets, scatter = [1.0] * 4, (0.03, 0.002, 0.002, 0.002)
    result = relative_factors(observe(offsets, scatter=scatter))
    pair = np.mean([pair.error for pair in result.pairs[:3]])
    assert result.factors[0].error == pytest.approx(pair, rel=0.08)
    # The others have two good pairs, and the noisy one is not in the middle.
    assert max(factor.error for factor in result.factors[1:]) < 0.5 * pair


def test_the_noise_of_the_others_is_averaged(observe):
    # Independent pairs: the median of three has 0.449 of the variance, if they agree.
    scatter = (0.002, 0.03, 0.03, 0.03)
    values, errors, pairs = [], [], []
    for seed in range(200):
        result = relative_factors(observe([1.0] * 4, scatter=scatter, seed=seed))
        values.append(result.factors[0].value)
        errors.append(result.factors[0].error)
        pairs += [pair.ratio for pair in result.pairs[:3]]
    assert np.std(values) / np.std(pairs) == pytest.approx(np.sqrt(0.449), rel=0.15)
    assert np.std(values) <= np.mean(errors) < np.std(pairs)


def test_the_same_input_gives_the_same_answer(observe):
    catalogs = observe([1.0, 1.01, 0.99], scatter=0.02)
    one, same = relative_factors(catalogs), relative_factors(catalogs)
    assert one.factors == same.factors
    assert one.deviations == same.deviations


def test_the_seed_moves_the_error_within_its_precision_and_nothing_else(observe):
    catalogs = observe([1.0, 1.01, 0.99], scatter=0.02)
    one, other = (relative_factors(catalogs, RelativeSettings(seed=seed)) for seed in (0, 1))
    for first, second in zip(one.factors, other.factors, strict=True):
        assert first.value == second.value
        assert first.error == pytest.approx(second.error, rel=0.06)


def test_a_failed_pair_is_recorded_and_left_out(observe):
    catalogs = observe([1.0, 1.02, 0.99])
    # Exposures 2 and 3 share 6 sources, and enough with exposure 1.
    catalogs[2], catalogs[3] = catalogs[2][:33], catalogs[3][27:]
    result = relative_factors(catalogs)
    failed = result.pairs[2]
    assert (failed.first, failed.second) == (2, 3)
    assert failed.reason == "too few matches: 6 of at least 10"
    assert [factor.pairs for factor in result.factors] == [2, 1, 1]
    assert result.factors[1].value == pytest.approx(1.02)


def test_no_overlap_names_the_exposure_and_its_pairs(observe):
    catalogs = observe([1.0, 1.0, 1.0])
    catalogs[3]["DECLINATION"] += 1.0
    with pytest.raises(NoOverlapError, match=r"exposure 3.*3/1.*0 of at least 10.*3/2") as caught:
        relative_factors(catalogs)
    assert caught.value.exposure == 3
    assert len(caught.value.pairs) == 2
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("number", [0, 1])
def test_less_than_two_exposures_are_refused(observe, number):
    with pytest.raises(TooFewExposuresError, match=f"{number} exposure") as caught:
        relative_factors(observe([1.0] * number))
    assert isinstance(caught.value, ValueError)


def test_a_catalogue_without_a_column_is_refused(observe):
    catalogs = observe([1.0, 1.0])
    short = catalogs[2][["RIGHT_ASCENSION", "DECLINATION", "FLUX", "FLAGS", "DETECTOR"]]
    with pytest.raises(ValueError, match=r"exposure 2.*FLUX_ERROR"):
        relative_factors({1: catalogs[1], 2: short})


def test_one_bad_detector_is_absorbed_by_the_factor_and_shown_by_its_deviation(observe):
    names = np.repeat([f"DET1{row}" for row in range(1, 5)], 20)
    catalogs = observe([1.0] * 4, number=80, scatter=0.001, detector=names)
    catalogs[2]["FLUX"][names == "DET13"] *= 1.2
    result = relative_factors(catalogs)
    # Not to 1e-3, since the fifth of sources lost on one side moves the median.
    assert [factor.value for factor in result.factors] == pytest.approx([1.0] * 4, abs=2e-3)
    worst = max(result.deviations, key=lambda one: abs(one.deviation - 1.0))
    assert (worst.exposure, worst.detector, worst.sources) == (2, "DET13", 20)
    assert worst.deviation == pytest.approx(1.2, abs=0.003)
    assert result.max_detector_deviation == pytest.approx(0.2, abs=0.003)
    others = [one.deviation for one in result.deviations if one is not worst]
    assert others == pytest.approx([1.0] * 15, abs=3e-3)


def test_detectors_with_few_sources_have_no_deviation(observe):
    names = np.array(["DET11"] * 51 + ["DET12"] * 9)
    result = relative_factors(observe([1.0, 1.0], detector=names))
    assert {one.detector for one in result.deviations} == {"DET11"}


def test_no_deviation_is_none_not_zero(observe):
    names = np.array([f"DET1{row}" for row in (1, 2, 3, 4)] * 5)
    result = relative_factors(observe([1.0, 1.0], number=20, detector=names))
    assert result.deviations == ()
    assert result.max_detector_deviation is None
