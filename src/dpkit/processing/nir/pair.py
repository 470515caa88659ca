"""The flux ratio between two exposures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.match import match_sky
from dpkit.processing.nir.median import clip_outliers, median_error, noise_median_error

__all__ = ["PairRatio", "RelativeSettings", "measure_pair", "select_sources"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RelativeSettings:
    """How to compare exposures.

    Parameters
    ----------
    match_radius : float
        Largest separation of a source from itself [arcsec].
    minimum_snr : float
        Least flux over error of a source, in both exposures.
    clip_sigma : float
        Clipping limit of the flux ratios in robust sigma.
    clip_iterations : int
        Most repetitions of the clipping.
    minimum_matches : int
        Fewest ratios that give a median, before and after the clipping.
    error_draws : int
        Draws with which the error of a factor is computed.
    seed : int
        Seed of these draws.

    Raises
    ------
    ValueError
        If a setting is out of range.
    """

    match_radius: float = 0.5
    minimum_snr: float = 20.0
    clip_sigma: float = 3.0
    clip_iterations: int = 5
    minimum_matches: int = 10
    error_draws: int = 4096
    seed: int = 0

    def __post_init__(self) -> None:
        least = {
            "match_radius": np.nextafter(0.0, 1.0),
            "minimum_snr": np.nextafter(0.0, 1.0),
            "clip_sigma": 1.0,
            "clip_iterations": 0,
            "minimum_matches": 2,
            "error_draws": 64,
            "seed": 0,
        }
        for name, limit in least.items():
            value = getattr(self, name)
            if not value >= limit:
                raise ValueError(
                    f"relative photometry setting {name} = {value!r}: use at least {limit:g}"
                )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PairRatio:
    """The flux ratio of two exposures, or why there is none.

    Parameters
    ----------
    first, second : int
        Exposure numbers i and j of the ratio i / j.
    ratio : float or None
        Sigma-clipped median of the flux ratios; None for a failed pair.
    error : float or None
        Its standard error.
    matched : int
        Number of sources in common.
    used : int
        Number left after the clipping.
    reason : str or None
        Why the pair failed.
    ratios : ndarray, shape (matched,)
        Flux ratio of every source in common.
    kept : ndarray of bool, shape (matched,)
        False for the clipped.
    first_rows, second_rows : ndarray of int, shape (matched,)
        Rows of the sources in the two catalogues.
    """

    first: int
    second: int
    ratio: float | None
    error: float | None
    matched: int
    used: int
    reason: str | None
    ratios: NDArray[np.float64]
    kept: NDArray[np.bool_]
    first_rows: NDArray[np.intp]
    second_rows: NDArray[np.intp]

    @property
    def valid(self) -> bool:
        """Whether there is a ratio."""
        return self.reason is None

    def seen_from(self, exposure: int) -> PairRatio:
        """Orient the pair so that `exposure` is the first.

        Parameters
        ----------
        exposure : int
            One of the two exposure numbers.

        Returns
        -------
        PairRatio
            Itself or its inverse; the relative error is the same in both directions.

        Raises
        ------
        ValueError
            If the exposure is not of this pair.
        """
        if exposure == self.first:
            return self
        if exposure != self.second:
            raise ValueError(
                f"exposure {exposure}: not of pair {self.first}/{self.second}; name one of these"
            )
        ratio, error = self.ratio, self.error
        return replace(
            self,
            first=self.second,
            second=self.first,
            ratio=None if ratio is None else 1.0 / ratio,
            error=None if ratio is None or error is None else error / ratio**2,
            ratios=1.0 / self.ratios,
            first_rows=self.second_rows,
            second_rows=self.first_rows,
        )


def select_sources(catalog: NDArray[np.void], settings: RelativeSettings) -> NDArray[np.intp]:
    """Choose the sources that can be compared.

    Parameters
    ----------
    catalog : ndarray
        Rows with the columns of `dpkit.processing.nir.extract.CATALOG_DTYPE`.
    settings : RelativeSettings
        Holds the least signal-to-noise ratio.

    Returns
    -------
    ndarray of int
        Rows with no flag at all, finite values and enough signal.
    """
    finite = np.ones(len(catalog), dtype=bool)
    for name in ("FLUX", "FLUX_ERROR", "RIGHT_ASCENSION", "DECLINATION"):
        finite &= np.isfinite(catalog[name])
    flux, error = catalog["FLUX"], catalog["FLUX_ERROR"]
    bright = (error > 0.0) & (flux > 0.0) & (flux >= settings.minimum_snr * error)
    return np.flatnonzero(finite & bright & (catalog["FLAGS"] == 0))


def measure_pair(
    first: int,
    second: int,
    catalogs: tuple[NDArray[np.void], NDArray[np.void]],
    settings: RelativeSettings,
) -> PairRatio:
    """Measure the flux ratio of two exposures.

    Clipping, median and error work on the logarithm of the ratios, so that exchanging the
    exposures gives exactly the inverse.

    Parameters
    ----------
    first, second : int
        Exposure numbers.
    catalogs : tuple of ndarray
        Their catalogues.
    settings : RelativeSettings
        How to compare.

    Returns
    -------
    PairRatio
        With a reason and without a ratio if too few sources are in common.

    Notes
    -----
    The error of the median is the distribution-free one of `median_error`, but not less than
    what the errors of the fluxes alone make it, `noise_median_error`. The former is itself
    uncertain by some 15 % for 60 sources, and its low draws would be errors that are too small.
    """
    rows = [select_sources(catalog, settings) for catalog in catalogs]
    places = [
        (catalog["RIGHT_ASCENSION"][row], catalog["DECLINATION"][row])
        for catalog, row in zip(catalogs, rows, strict=True)
    ]
    in_first, in_second = match_sky(places[0], places[1], settings.match_radius)
    in_first, in_second = rows[0][in_first], rows[1][in_second]
    ratios = catalogs[0]["FLUX"][in_first] / catalogs[1]["FLUX"][in_second]
    logarithm = np.log(ratios)
    kept = clip_outliers(logarithm, settings.clip_sigma, settings.clip_iterations)
    reason = _shortage(len(ratios), int(kept.sum()), settings.minimum_matches)
    ratio = None if reason else float(np.exp(np.median(logarithm[kept])))
    error = None
    if ratio is not None:
        noise = _ratio_noise(catalogs, (in_first[kept], in_second[kept]))
        # Scatter below the photon noise is chance; the median is not better for it.
        error = ratio * max(median_error(logarithm[kept]), noise_median_error(noise))
    return PairRatio(
        first=first,
        second=second,
        ratio=ratio,
        error=error,
        matched=len(ratios),
        used=int(kept.sum()),
        reason=reason,
        ratios=ratios,
        kept=kept,
        first_rows=in_first,
        second_rows=in_second,
    )


def _shortage(matched: int, used: int, minimum: int) -> str | None:
    """Say what is missing for a median, None if nothing."""
    if matched < minimum:
        return f"too few matches: {matched} of at least {minimum}"
    if used < minimum:
        return f"too few matches after clipping: {used} of at least {minimum}"
    return None


def _ratio_noise(
    catalogs: tuple[NDArray[np.void], NDArray[np.void]],
    rows: tuple[NDArray[np.intp], NDArray[np.intp]],
) -> NDArray[np.float64]:
    """Propagate the errors of two fluxes to the logarithm of their ratio."""
    first, second = (
        catalog["FLUX_ERROR"][row] / catalog["FLUX"][row]
        for catalog, row in zip(catalogs, rows, strict=True)
    )
    return np.asarray(np.hypot(first, second))
