"""Images of stars and galaxies as seen through the NISP point spread function."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["PSF_FWHM", "draw_sources", "psf_components"]

PSF_FWHM: dict[str, float] = {"NIR_Y": 0.47, "NIR_J": 0.49, "NIR_H": 0.52}
"""Width of the point spread function before the pixel [arcsec], rounded from the instrument's."""

# The PSF is a core and a wing, both round Gaussians: share of the flux, width over core width.
_WING_SHARE, _WING_WIDTH = 0.1, 3.0

# The exponential profile as a sum of Gaussians: share of the flux and variance in units of
# the half-light radius squared (Hogg & Lang 2013, PASP 125, 719).
_EXPONENTIAL_SHARE = np.array(
    [2.34853813e-03, 3.07995260e-02, 2.23364214e-01, 1.17949102e00, 4.33873750e00, 5.99820770e00]
)
_EXPONENTIAL_SHARE /= _EXPONENTIAL_SHARE.sum()
_EXPONENTIAL_VARIANCE = np.array(
    [1.20078965e-03, 8.84526493e-03, 3.91463084e-02, 1.39976817e-01, 4.60962500e-01, 1.50159566e00]
)

# Half sizes of stamps [pixel]; a source goes to the first that reaches 5 of its largest sigma.
_HALF_SIZES = (8, 12, 16, 24, 32, 48, 64, 96, 128)
# Elements of one batch of stamps: large enough to amortise Python, small enough for the cache.
_BATCH_ELEMENTS = 400_000


def psf_components(filter: str, pixel_scale: float) -> tuple[NDArray[np.float64], ...]:
    """Describe the point spread function as a sum of round Gaussians.

    Parameters
    ----------
    filter : str
        NISP band.
    pixel_scale : float
        Size of a pixel [arcsec].

    Returns
    -------
    share, sigma : ndarray, shape (K,)
        Share of the flux, which sums to 1, and standard deviation [pixel].
    """
    core = PSF_FWHM[filter] / pixel_scale / np.sqrt(8.0 * np.log(2.0))
    return np.array([1.0 - _WING_SHARE, _WING_SHARE]), core * np.array([1.0, _WING_WIDTH])


def draw_sources(
    shape: tuple[int, int],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    flux: NDArray[np.float64],
    *,
    psf: tuple[NDArray[np.float64], ...],
    radius: NDArray[np.float64],
    axis_ratio: NDArray[np.float64],
    angle: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Draw sources into an image of expected electrons.

    Stars are integrated over each pixel exactly, through error functions. Galaxies are
    exponential discs, cut between 3 and 4 half-light radii as in SDSS, written as sums of
    Gaussians, so that convolution with the PSF adds variances. Their pixel integral is that of
    a Gaussian widened by the variance 1/12 of a pixel, which keeps the flux to 1e-4 for this
    PSF.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the image.
    x, y : ndarray, shape (N,)
        Centres along axis 1 and axis 2 [pixel], first pixel = 0. Sources may lie outside.
    flux : ndarray, shape (N,)
        Total flux [electron].
    psf : tuple of ndarray
        Share and sigma of `psf_components`.
    radius : ndarray, shape (N,)
        Half-light radius along the major axis [pixel], 0 for a star.
    axis_ratio : ndarray, shape (N,)
        Minor over major axis.
    angle : ndarray, shape (N,)
        Major axis, from image axis 1 towards axis 2 [radian].

    Returns
    -------
    ndarray, shape `shape`
        Expected electrons per pixel, float64.
    """
    largest = 5.0 * np.hypot(psf[1].max(), radius * np.sqrt(_EXPONENTIAL_VARIANCE[-1]))
    size = np.searchsorted(_HALF_SIZES[:-1], largest)
    # A stamp that only touches the image still fits.
    margin = 2 * _HALF_SIZES[-1] + 2
    image = np.zeros((shape[0] + 2 * margin, shape[1] + 2 * margin))
    for chosen, half in _batches(shape, x, y, size, radius > 0.0):
        column, row = np.rint(x[chosen]).astype(int), np.rint(y[chosen]).astype(int)
        dx, dy = column - x[chosen], row - y[chosen]
        if radius[chosen[0]] > 0.0:
            shapes = (radius[chosen], axis_ratio[chosen], angle[chosen])
            stamps = _galaxy_stamps(half, dx, dy, psf, *shapes)
        else:
            stamps = _star_stamps(half, dx, dy, psf)
        stamps *= flux[chosen, None, None]
        width = 2 * half + 1
        for stamp, top, left in zip(
            stamps, row + (margin - half), column + (margin - half), strict=True
        ):
            image[top : top + width, left : left + width] += stamp
    return np.ascontiguousarray(image[margin:-margin, margin:-margin])


def _batches(
    shape: tuple[int, int],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    size: NDArray[np.intp],
    extended: NDArray[np.bool_],
) -> Iterator[tuple[NDArray[np.intp], int]]:
    """Yield rows of equal kind and stamp size, without those that miss the image."""
    half = np.array(_HALF_SIZES)[size]
    inside = (x > -half - 1) & (x < shape[1] + half) & (y > -half - 1) & (y < shape[0] + half)
    for kind in (False, True):
        for step, pixels in enumerate(_HALF_SIZES):
            rows = np.flatnonzero(inside & (size == step) & (extended == kind))
            count = max(1, _BATCH_ELEMENTS // (2 * pixels + 1) ** 2)
            for start in range(0, len(rows), count):
                yield rows[start : start + count], pixels


def _star_stamps(
    half: int,
    dx: NDArray[np.float64],
    dy: NDArray[np.float64],
    psf: tuple[NDArray[np.float64], ...],
) -> NDArray[np.float64]:
    """Integrate the PSF over the pixels of stamps, shape (N, 2 half + 1, 2 half + 1)."""
    from scipy.special import erf

    edge = np.arange(-half, half + 2) - 0.5
    stamps = np.zeros((len(dx), 2 * half + 1, 2 * half + 1))
    for share, sigma in zip(*psf, strict=True):
        scale = 1.0 / (sigma * np.sqrt(2.0))
        along_x = 0.5 * np.diff(erf((edge + dx[:, None]) * scale), axis=1)
        along_y = 0.5 * np.diff(erf((edge + dy[:, None]) * scale), axis=1)
        stamps += share * along_y[:, :, None] * along_x[:, None, :]
    return stamps


def _galaxy_stamps(
    half: int,
    dx: NDArray[np.float64],
    dy: NDArray[np.float64],
    psf: tuple[NDArray[np.float64], ...],
    radius: NDArray[np.float64],
    axis_ratio: NDArray[np.float64],
    angle: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Draw exponential discs seen through PSF and pixel, shape (N, 2 half + 1, 2 half + 1)."""
    grid = np.arange(-half, half + 1.0)
    u, v = (grid + dx[:, None])[:, None, :], (grid + dy[:, None])[:, :, None]
    cosine, sine = np.cos(angle)[:, None, None], np.sin(angle)[:, None, None]
    major2, minor2 = (cosine * u + sine * v) ** 2, (cosine * v - sine * u) ** 2
    stamps = np.zeros(major2.shape)
    for psf_share, sigma in zip(*psf, strict=True):
        for share, variance in zip(_EXPONENTIAL_SHARE, _EXPONENTIAL_VARIANCE, strict=True):
            round_part = sigma**2 + 1.0 / 12.0
            long = (round_part + variance * radius**2)[:, None, None]
            short = (round_part + variance * (axis_ratio * radius) ** 2)[:, None, None]
            peak = psf_share * share / (2.0 * np.pi * np.sqrt(long * short))
            stamps += peak * np.exp(-0.5 * (major2 / long + minor2 / short))
    return stamps
