"""Detection and aperture photometry of the sources on a detector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.focalplane import DETECTORS
from dpkit.processing.nir.mask import PixelFlag, SourceFlag

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = [
    "CATALOG_DTYPE",
    "ExtractionSettings",
    "concatenate_detectors",
    "extract_sources",
]

CATALOG_DTYPE = np.dtype(
    [
        ("SOURCE_ID", np.int64),
        ("DETECTOR", "U5"),
        ("X", np.float64),
        ("Y", np.float64),
        ("RIGHT_ASCENSION", np.float64),
        ("DECLINATION", np.float64),
        ("FLUX", np.float64),
        ("FLUX_ERROR", np.float64),
        ("BACKGROUND", np.float64),
        ("FWHM", np.float32),
        ("FLAGS", np.int32),
    ]
)
"""Columns of an extracted catalogue.

``X`` and ``Y`` are in pixels with the centre of the first at 1, positions are ICRS in degrees,
``FLUX``, ``FLUX_ERROR`` and ``BACKGROUND`` (per pixel) in electrons, ``FWHM`` in pixels,
``FLAGS`` are `dpkit.processing.nir.mask.SourceFlag` bits.
"""

# What hides the light of a source; a saturated pixel still shows where the source is.
_BAD = PixelFlag.INVALID | PixelFlag.HOT | PixelFlag.COSMIC_RAY


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractionSettings:
    """How to find and measure sources.

    Parameters
    ----------
    threshold : float
        Detection threshold per pixel of the matched-filtered image, in sigma.
    minimum_area : int
        Fewest connected pixels of a detection.
    aperture_radius : float
        Radius of the photometric aperture [pixel].
    background_mesh : int
        Side of the cells in which the background is estimated [pixel].
    background_filter : int
        Side of the median filter over cells.
    blend_ratio : float
        A neighbour that reaches the aperture matters from this fraction of the flux on.

    Raises
    ------
    ValueError
        If a setting is out of range.
    """

    threshold: float = 4.0
    minimum_area: int = 4
    aperture_radius: float = 3.0
    background_mesh: int = 64
    background_filter: int = 3
    blend_ratio: float = 0.05

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                value = getattr(self, name)
                raise ValueError(f"extraction setting {name} = {value!r}: use more than 0")


def extract_sources(
    sci: NDArray[np.float32],
    rms: NDArray[np.float32],
    dq: NDArray[np.int32],
    wcs: WCS,
    detector: str,
    settings: ExtractionSettings | None = None,
) -> NDArray[np.void]:
    """Find the sources on a detector and measure their flux in a round aperture.

    Parameters
    ----------
    sci : ndarray, shape (rows, columns)
        Signal with its background [electron].
    rms : ndarray, shape (rows, columns)
        Standard deviation of the signal [electron]. A pixel with a value that is not finite or
        an rms that is not above 0 counts as invalid.
    dq : ndarray of int32, shape (rows, columns)
        `PixelFlag` bits.
    wcs : astropy.wcs.WCS
        World coordinates of the detector.
    detector : str
        Its name, for the catalogue.
    settings : ExtractionSettings, optional
        How to detect and measure.

    Returns
    -------
    ndarray of `CATALOG_DTYPE`
        One row per source, numbered from 1, in order of detection.

    Raises
    ------
    ValueError
        If the planes differ in shape or the detector is unknown.

    Notes
    -----
    Detection, deblending and aperture sums are those of SExtractor (Bertin & Arnouts 1996,
    A&AS 117, 393) as reimplemented by SEP (Barbary 2016, JOSS 1, 58). The error of a flux is the
    quadratic sum of `rms` over the exact overlap of aperture and pixels.
    """
    settings = settings or ExtractionSettings()
    if detector not in DETECTORS:
        raise ValueError(f"detector {detector!r}: unknown; use one of {', '.join(DETECTORS)}")
    if not sci.shape == rms.shape == dq.shape:
        raise ValueError(
            f"{detector}: planes of shape {sci.shape} (signal), {rms.shape} (rms) and "
            f"{dq.shape} (DQ); give three of one shape"
        )
    import sep

    usable = np.isfinite(sci) & np.isfinite(rms) & (rms > 0.0)
    dq = np.where(usable, dq, dq | PixelFlag.INVALID).astype(np.int32)
    pixels = np.where(usable, sci, 0.0).astype(np.float64)
    noise = np.where(usable, rms, 1.0).astype(np.float64)
    bad = (dq & _BAD) != 0
    level = _background(pixels, bad, settings)
    signal = pixels - level
    found = sep.extract(
        signal,
        settings.threshold,
        err=noise,
        mask=bad,
        minarea=settings.minimum_area,
    )
    return _measure(found, signal, noise, dq, level, wcs, detector, settings)


def concatenate_detectors(catalogs: Sequence[NDArray[np.void]]) -> NDArray[np.void]:
    """Join the catalogues of an exposure's detectors.

    Parameters
    ----------
    catalogs : sequence of ndarray of `CATALOG_DTYPE`
        One per detector.

    Returns
    -------
    ndarray of `CATALOG_DTYPE`
        All rows, ``SOURCE_ID`` counted from 1 over the exposure.
    """
    joined = np.concatenate([np.empty(0, CATALOG_DTYPE), *catalogs])
    joined["SOURCE_ID"] = np.arange(1, len(joined) + 1)
    return joined


def _background(
    pixels: NDArray[np.float64], bad: NDArray[np.bool_], settings: ExtractionSettings
) -> NDArray[np.float64]:
    """Estimate the background of every pixel from the mode of cells around it."""
    import sep

    mesh, width = settings.background_mesh, settings.background_filter
    return np.asarray(sep.Background(pixels, mask=bad, bw=mesh, bh=mesh, fw=width, fh=width).back())


def _measure(
    found: NDArray[np.void],
    signal: NDArray[np.float64],
    noise: NDArray[np.float64],
    dq: NDArray[np.int32],
    level: NDArray[np.float64],
    wcs: WCS,
    detector: str,
    settings: ExtractionSettings,
) -> NDArray[np.void]:
    """Turn detections into catalogue rows."""
    import sep

    catalog = np.zeros(len(found), dtype=CATALOG_DTYPE)
    if not len(found):
        return catalog
    x, y, radius = found["x"], found["y"], settings.aperture_radius
    flux, error, _ = sep.sum_circle(signal, x, y, radius, err=noise, subpix=0)
    catalog["SOURCE_ID"] = np.arange(1, len(found) + 1)
    catalog["DETECTOR"] = detector
    catalog["X"], catalog["Y"] = x + 1.0, y + 1.0
    catalog["RIGHT_ASCENSION"], catalog["DECLINATION"] = wcs.all_pix2world(x, y, 0)
    catalog["FLUX"], catalog["FLUX_ERROR"] = flux, error
    rows, columns = (np.rint(value).astype(int) for value in (y, x))
    catalog["BACKGROUND"] = level[
        np.clip(rows, 0, level.shape[0] - 1), np.clip(columns, 0, level.shape[1] - 1)
    ]
    # Half of the light of a round Gaussian lies within half of its full width at half maximum.
    # The moments of the detection would not do: they are those of the filtered image.
    half, _ = sep.flux_radius(signal, x, y, np.full(len(x), radius), 0.5, normflux=flux, subpix=5)
    catalog["FWHM"] = 2.0 * half
    catalog["FLAGS"] = _flags(catalog, found, dq, settings)
    return catalog


def _flags(
    catalog: NDArray[np.void],
    found: NDArray[np.void],
    dq: NDArray[np.int32],
    settings: ExtractionSettings,
) -> NDArray[np.int32]:
    """Collect the `SourceFlag` bits of every row."""
    import sep

    x, y, radius = found["x"], found["y"], settings.aperture_radius
    conditions: dict[SourceFlag, Any] = {
        SourceFlag.SATURATED: _covers(dq, PixelFlag.SATURATED, x, y, radius),
        SourceFlag.BAD_PIXELS: _covers(dq, _BAD, x, y, radius),
        SourceFlag.BLENDED: ((found["flag"] & sep.OBJ_MERGED) != 0)
        | _crowded(catalog, radius, settings.blend_ratio),
        SourceFlag.EDGE: _leaves(dq.shape, x, y, radius) | ((found["flag"] & sep.OBJ_TRUNC) != 0),
    }
    flags = np.zeros(len(catalog), dtype=np.int32)
    for flag, condition in conditions.items():
        flags[condition] |= int(flag)
    return flags


def _covers(
    dq: NDArray[np.int32],
    flag: PixelFlag,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    radius: float,
) -> NDArray[np.bool_]:
    """Tell which apertures overlap a pixel with one of the bits of `flag`."""
    import sep

    marked = np.ascontiguousarray((dq & flag) != 0, dtype=np.float64)
    area, _, _ = sep.sum_circle(marked, x, y, radius, subpix=0)
    return np.asarray(area > 0.0)


def _leaves(
    shape: tuple[int, ...], x: NDArray[np.float64], y: NDArray[np.float64], radius: float
) -> NDArray[np.bool_]:
    """Tell which apertures leave the detector."""
    low = np.minimum(x, y) - radius < -0.5
    return low | (x + radius > shape[1] - 0.5) | (y + radius > shape[0] - 0.5)


def _crowded(catalog: NDArray[np.void], radius: float, ratio: float) -> NDArray[np.bool_]:
    """Tell which rows have a neighbour that matters within the aperture.

    The neighbour's centre must be nearer than the aperture radius plus half its own width, so
    that the bright half of its light reaches the aperture.
    """
    from scipy.spatial import cKDTree

    half_width = np.minimum(0.5 * catalog["FWHM"], radius)
    places = np.stack([catalog["X"], catalog["Y"]], axis=1)
    pairs = cKDTree(places).query_pairs(radius + float(half_width.max()), output_type="ndarray")
    own = np.concatenate([pairs[:, 0], pairs[:, 1]])
    other = np.concatenate([pairs[:, 1], pairs[:, 0]])
    distance = np.linalg.norm(places[own] - places[other], axis=1)
    near = distance < radius + half_width[other]
    bright = catalog["FLUX"][other] > ratio * np.abs(catalog["FLUX"][own])
    crowded = np.zeros(len(catalog), dtype=bool)
    crowded[own[near & bright]] = True
    return crowded
