import numpy as np
import pytest

from dpkit.processing.nir.mask import SourceFlag
from dpkit.processing.nir.pair import RelativeSettings, measure_pair, select_sources

SETTINGS = RelativeSettings()


@pytest.fixture
def noisy(make_catalog, grid):
    """Two catalogues of 80 sources; the first sees 3 % more flux."""
    rng = np.random.default_rng(21)
    flux = 1000.0 * 10.0 ** rng.uniform(0.0, 1.0, 80)
    ra, dec = grid(80)
    return tuple(
        make_catalog(ra, dec, factor * flux * (1.0 + 0.02 * rng.standard_normal(80)), snr=50.0)
        for factor in (1.03, 1.0)
    )


def test_ratio_of_constructed_fluxes_is_exact(make_catalog, grid):
    flux = np.geomspace(1e3, 1e6, 40)
    first, second = make_catalog(*grid(40), 1.07 * flux), make_catalog(*grid(40), 0.98 * flux)
    pair = measure_pair(1, 2, (first, second), SETTINGS)
    assert pair.ratio == pytest.approx(1.07 / 0.98, rel=1e-14)
    assert (pair.matched, pair.used, pair.reason) == (40, 40, None)
    # Without scatter the error is that of the stated photon noise, S/N 100 in both, for which
    # sqrt(pi / 2) sigma / sqrt(n) is the limit of many sources.
    limit = np.sqrt(np.pi / 2.0) * np.hypot(0.01, 0.01) / np.sqrt(40) * pair.ratio
    assert pair.error == pytest.approx(limit, rel=0.1)


def test_exchanged_exposures_give_the_inverse(noisy):
    there = measure_pair(1, 2, noisy, SETTINGS)
    back = measure_pair(2, 1, noisy[::-1], SETTINGS)
    assert there.ratio * back.ratio == pytest.approx(1.0, rel=1e-14)
    assert there.error / there.ratio == pytest.approx(back.error / back.ratio, rel=1e-12)
    assert there.used == back.used


def test_a_pair_can_be_seen_from_both_sides(noisy):
    pair = measure_pair(1, 2, noisy, SETTINGS)
    back = pair.seen_from(2)
    direct = measure_pair(2, 1, noisy[::-1], SETTINGS)
    assert pair.seen_from(1) is pair
    assert (back.first, back.second) == (2, 1)
    assert back.ratio == pytest.approx(direct.ratio, rel=1e-14)
    assert back.error == pytest.approx(direct.error, rel=1e-12)
    assert np.sort(back.ratios) == pytest.approx(np.sort(direct.ratios))
    assert np.array_equal(back.first_rows, pair.second_rows)
    with pytest.raises(ValueError, match="not of pair 1/2"):
        pair.seen_from(3)


def test_variables_are_clipped(make_catalog, grid):
    rng = np.random.default_rng(2)
    flux = np.full(200, 5000.0)
    change = np.ones(200)
    variable = np.arange(0, 200, 20)
    change[variable] = rng.choice([0.6, 1.5], len(variable))
    scatter = 1.0 + rng.uniform(-0.02, 0.02, 200)
    pair = measure_pair(
        1,
        2,
        (make_catalog(*grid(200), flux * change * scatter), make_catalog(*grid(200), flux)),
        SETTINGS,
    )
    assert np.array_equal(pair.first_rows[~pair.kept], variable)
    assert pair.used == 190


@pytest.mark.parametrize("flag", list(SourceFlag))
@pytest.mark.parametrize("side", [0, 1])
def test_each_flag_keeps_a_source_out(make_catalog, grid, flag, side):
    catalogs = [make_catalog(*grid(30), np.full(30, 1e4)) for _ in range(2)]
    catalogs[side]["FLAGS"][7] = flag
    catalogs[side]["FLUX"][7] *= 1.5
    pair = measure_pair(1, 2, tuple(catalogs), SETTINGS)
    assert pair.matched == 29
    assert 7 not in pair.first_rows


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("FLUX", np.nan),
        ("FLUX", -5.0),
        ("FLUX_ERROR", 0.0),
        ("FLUX_ERROR", np.inf),
        ("RIGHT_ASCENSION", np.nan),
        ("DECLINATION", np.nan),
    ],
)
def test_unusable_values_keep_a_source_out(make_catalog, grid, column, value):
    catalog = make_catalog(*grid(12), np.full(12, 1e4))
    catalog[column][3] = value
    assert select_sources(catalog, SETTINGS).tolist() == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]


def test_faint_sources_stay_out(make_catalog, grid):
    snr = np.array([19.9, 20.0, 20.1, 300.0])
    catalog = make_catalog(*grid(4), np.full(4, 1000.0), snr=snr)
    assert select_sources(catalog, SETTINGS).tolist() == [1, 2, 3]


def test_few_matches_are_a_failure_with_a_reason(make_catalog, grid):
    ra, dec = grid(20)
    first = make_catalog(ra, dec, np.full(20, 1e4))
    second = make_catalog(ra[16:], dec[16:], np.full(4, 1e4))
    pair = measure_pair(3, 4, (first, second), SETTINGS)
    assert not pair.valid
    assert pair.reason == "too few matches: 4 of at least 10"
    assert pair.ratio is None
    assert pair.error is None
    assert (pair.matched, pair.seen_from(4).ratio) == (4, None)


def test_few_matches_after_clipping_are_a_failure_too(make_catalog, grid):
    flux = np.full(11, 1e4)
    flux[:4] *= [2.0, 0.5, 3.0, 0.3]
    pair = measure_pair(
        1, 2, (make_catalog(*grid(11), flux), make_catalog(*grid(11), np.full(11, 1e4))), SETTINGS
    )
    assert pair.reason == "too few matches after clipping: 7 of at least 10"


def test_empty_catalogues_are_no_match(make_catalog):
    empty = make_catalog([], [], [])
    assert measure_pair(1, 2, (empty, empty), SETTINGS).reason == (
        "too few matches: 0 of at least 10"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"match_radius": 0.0},
        {"match_radius": float("nan")},
        {"minimum_snr": -1.0},
        {"clip_sigma": 0.5},
        {"clip_iterations": -1},
        {"minimum_matches": 1},
        {"error_draws": 1},
        {"seed": -1},
    ],
)
def test_bad_settings_are_refused_by_name(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        RelativeSettings(**change)
