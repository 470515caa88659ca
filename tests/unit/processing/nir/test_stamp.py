import numpy as np
import pytest
from scipy.integrate import dblquad

from dpkit.processing.nir.stamp import PSF_FWHM, draw_sources, psf_components

PSF = psf_components("NIR_J", 0.3)


def draw(shape, x, y, flux=1.0, *, radius=0.0, ratio=1.0, angle=0.0, psf=PSF):
    one = [np.array([float(value)]) for value in (x, y, flux, radius, ratio, angle)]
    return draw_sources(shape, *one[:3], psf=psf, radius=one[3], axis_ratio=one[4], angle=one[5])


def surface_brightness(u, v):
    return sum(
        share / (2.0 * np.pi * s**2) * np.exp(-(u**2 + v**2) / (2.0 * s**2))
        for share, s in zip(*PSF, strict=True)
    )


def test_psf_has_the_width_of_its_core_at_half_maximum():
    share, sigma = PSF
    assert share.sum() == pytest.approx(1.0)
    assert sigma[0] * 2.354820045 * 0.3 == pytest.approx(PSF_FWHM["NIR_J"])


@pytest.mark.parametrize(("column", "row"), [(20, 20), (21, 20), (19, 23)])
def test_star_pixels_are_integrals_of_the_psf(column, row):
    image = draw((41, 41), 20.3, 19.9)
    expected, _ = dblquad(
        lambda v, u: surface_brightness(u - 20.3, v - 19.9),
        column - 0.5,
        column + 0.5,
        row - 0.5,
        row + 0.5,
    )
    assert image[row, column] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("radius", [0.0, 0.5, 2.0, 6.0])
def test_flux_is_kept_and_centred(radius):
    image = draw((201, 161), 80.37, 99.71, 1000.0, radius=radius, ratio=0.5, angle=0.7)
    rows, columns = np.indices(image.shape)
    assert image.sum() == pytest.approx(1000.0, rel=2e-4)
    assert (image * columns).sum() / image.sum() == pytest.approx(80.37, abs=0.003)
    assert (image * rows).sum() / image.sum() == pytest.approx(99.71, abs=0.003)


def test_galaxy_follows_the_curve_of_growth_of_an_exponential_disc():
    # A negligible PSF and a large disc, with 1 - (1 + b r) exp(-b r) within r half-light radii.
    # The profile ends between 3 and 4 of them, so the curve lies between those of discs that
    # end there.
    point = (np.array([1.0]), np.array([1e-3]))
    image = draw((401, 401), 200.0, 200.0, radius=20.0, psf=point)
    rows, columns = np.indices(image.shape)
    distance = np.hypot(rows - 200.0, columns - 200.0)

    def within(radius):
        return 1.0 - (1.0 + 1.67835 * radius) * np.exp(-1.67835 * radius)

    for radius in (1.0, 1.5, 2.0, 2.5):
        measured = image[distance < 20.0 * radius].sum()
        assert within(radius) / within(4.0) < measured < within(radius) / within(3.0)


def test_galaxy_is_long_along_its_angle():
    image = draw((101, 101), 50.0, 50.0, radius=5.0, ratio=0.4, angle=np.deg2rad(30.0))
    rows, columns = np.indices(image.shape) - 50.0
    xx, yy, xy = ((image * moment).sum() for moment in (columns**2, rows**2, rows * columns))
    assert np.rad2deg(0.5 * np.arctan2(2.0 * xy, xx - yy)) == pytest.approx(30.0, abs=0.1)


def test_image_is_a_window_on_a_larger_one():
    x, y = np.array([-3.2, 5.0, 30.1, 63.9, 70.0]), np.array([10.0, -2.5, 31.0, 64.0, 40.0])
    flux, radius = np.full(5, 100.0), np.array([0.0, 3.0, 1.0, 0.0, 4.0])
    shapes = {"psf": PSF, "radius": radius, "axis_ratio": np.ones(5), "angle": np.zeros(5)}
    small = draw_sources((64, 64), x, y, flux, **shapes)
    large = draw_sources((164, 164), x + 50.0, y + 50.0, flux, **shapes)
    assert small == pytest.approx(large[50:114, 50:114], abs=1e-9)


def test_sources_far_outside_leave_nothing():
    for x, y in ((-500.0, 30.0), (30.0, 1e6), (700.0, -700.0)):
        assert not draw((64, 64), x, y, 1e6, radius=50.0).any()


def test_largest_stamps_fit_at_every_side():
    for x, y in ((-128.9, 5.0), (5.0, 64.0 + 127.9), (191.9, -128.9)):
        assert np.isfinite(draw((64, 64), x, y, 1.0, radius=20.0)).all()
