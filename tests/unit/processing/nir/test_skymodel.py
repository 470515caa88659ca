import numpy as np
import pytest
from astropy.coordinates import SkyCoord

from dpkit.processing.nir.skymodel import FILTERS, ZEROPOINT, electron_rate, make_sources

CENTRE = (359.9, -60.0)


@pytest.fixture
def sky():
    return make_sources(np.random.default_rng(3), CENTRE, 0.5, "NIR_J")


def split(sources):
    extended = sources["HALF_LIGHT_RADIUS"] > 0.0
    return sources[~extended], sources[extended]


def test_counts_in_j_are_those_of_the_high_latitude_sky(sky):
    area = np.pi * 30.0**2  # arcmin^2, flat to 1e-5
    stars, galaxies = split(sky)
    to_24 = np.sum(galaxies["MAGNITUDE"] < 24.0)
    assert to_24 == pytest.approx(40.0 * area, abs=4 * np.sqrt(40.0 * area))
    stars_to_24 = np.sum(stars["MAGNITUDE"] < 24.0)
    assert stars_to_24 == pytest.approx(3.0 * area, rel=0.07)


def test_slope_of_the_galaxy_counts(sky):
    magnitude = split(sky)[1]["MAGNITUDE"]
    ratio = np.sum(magnitude < 24.0) / np.sum(magnitude < 22.0)
    assert np.log10(ratio) / 2.0 == pytest.approx(0.33, abs=0.01)


def test_sources_fill_the_cone_uniformly(sky):
    places = SkyCoord(sky["RIGHT_ASCENSION"], sky["DECLINATION"], unit="deg")
    distance = places.separation(SkyCoord(*CENTRE, unit="deg")).deg
    assert distance.max() < 0.5
    # A uniform disc has half of its area within 1 / sqrt(2) of the radius.
    share = np.mean(distance < 0.5 / np.sqrt(2.0))
    assert share == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(len(sky)))


def test_galaxies_shrink_with_magnitude(sky):
    galaxies = split(sky)[1]
    bright, faint = (
        np.median(galaxies["HALF_LIGHT_RADIUS"][np.abs(galaxies["MAGNITUDE"] - m) < 0.5])
        for m in (20.5, 23.5)
    )
    assert 0.1 < faint < bright < 1.5


def test_the_asked_fraction_varies_by_the_asked_amplitude(sky):
    number = len(sky)
    variable = sky["VARIABLE"]
    assert variable.sum() == pytest.approx(0.02 * number, abs=4 * np.sqrt(0.02 * number))
    assert np.std(sky["VARIATION"][variable]) == pytest.approx(0.1, rel=0.05)
    assert np.all(sky["VARIATION"][~variable] == 1.0)
    assert sky["VARIATION"].shape == (number, 4)


def test_all_or_none_may_vary():
    for fraction in (0.0, 1.0):
        rng = np.random.default_rng(0)
        sky = make_sources(rng, CENTRE, 0.05, "NIR_H", variable_fraction=fraction)
        assert np.all(sky["VARIABLE"] == bool(fraction))


@pytest.mark.parametrize("band", FILTERS)
def test_zeropoint_magnitude_gives_one_electron_per_second(band):
    magnitude = np.array([ZEROPOINT[band], ZEROPOINT[band] - 5.0])
    assert electron_rate(magnitude, band) == pytest.approx([1.0, 100.0])


def test_one_generator_state_gives_one_sky():
    one, same, other = (
        make_sources(np.random.default_rng(seed), CENTRE, 0.05, "NIR_Y") for seed in (1, 1, 2)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"filter": "VIS"}, "NIR_Y, NIR_J, NIR_H"),
        ({"radius": 0.0}, "radius"),
        ({"variable_fraction": 1.5}, "fraction"),
        ({"variable_amplitude": -0.1}, "amplitude"),
    ],
)
def test_bad_arguments_are_refused(change, message):
    arguments = {"center": CENTRE, "radius": 0.05, "filter": "NIR_J"} | change
    with pytest.raises(ValueError, match=message):
        make_sources(np.random.default_rng(0), **arguments)
