"""Relative photometry among the exposures of one observation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.pair import PairRatio, RelativeSettings, measure_pair

__all__ = [
    "DetectorDeviation",
    "ExposureFactor",
    "NoOverlapError",
    "PairRatio",
    "RelativeFactors",
    "RelativeSettings",
    "TooFewExposuresError",
    "relative_factors",
]

_COLUMNS = ("RIGHT_ASCENSION", "DECLINATION", "FLUX", "FLUX_ERROR", "FLAGS", "DETECTOR")


class TooFewExposuresError(ValueError):
    """Fewer than two exposures were given, so there is nothing to compare."""


class NoOverlapError(ValueError):
    """An exposure has no valid pair with any other.

    Parameters
    ----------
    exposure : int
        Its number.
    pairs : sequence of PairRatio
        The failed pairs of the exposure.
    """

    def __init__(self, exposure: int, pairs: Sequence[PairRatio]) -> None:
        self.exposure = exposure
        self.pairs = tuple(pairs)
        reasons = "; ".join(f"{pair.first}/{pair.second} {pair.reason}" for pair in pairs)
        super().__init__(
            f"exposure {exposure}: no pair with enough sources in common ({reasons}); check that "
            "the exposures overlap, or relax minimum_snr, match_radius or minimum_matches"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ExposureFactor:
    """The photometric offset of one exposure against the others.

    Parameters
    ----------
    exposure : int
        Exposure number.
    value : float
        Median of the flux ratios of this exposure over each other one; a ratio, not a magnitude.
    error : float
        Its standard error.
    pairs : int
        Number of valid pairs.
    """

    exposure: int
    value: float
    error: float
    pairs: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectorDeviation:
    """How far a detector of one exposure strays from that exposure.

    Parameters
    ----------
    exposure : int
        Exposure number.
    detector : str
        Name of the detector.
    deviation : float
        Median of flux ratio over the ratio of its pair, clipped sources included; 1 is good.
    sources : int
        Number of different sources.
    """

    exposure: int
    detector: str
    deviation: float
    sources: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RelativeFactors:
    """The relative photometry of one observation.

    Parameters
    ----------
    factors : tuple of ExposureFactor
        In order of exposure.
    pairs : tuple of PairRatio
        Every pair once, the smaller exposure number first; failed ones too.
    deviations : tuple of DetectorDeviation
        By exposure and detector, where there are enough sources.
    """

    factors: tuple[ExposureFactor, ...]
    pairs: tuple[PairRatio, ...]
    deviations: tuple[DetectorDeviation, ...]

    @property
    def max_detector_deviation(self) -> float | None:
        """Largest distance of a detector's deviation from 1; None if there is no deviation."""
        return max((abs(one.deviation - 1.0) for one in self.deviations), default=None)


def relative_factors(
    catalogs: Mapping[int, NDArray[np.void]], settings: RelativeSettings | None = None
) -> RelativeFactors:
    """Compare the fluxes of the same sources in all exposures of an observation.

    1. Every pair of exposures is matched on the sky and gives the sigma-clipped median of its
       flux ratios, see `measure_pair`.
    2. Every exposure gets the median over its valid pairs, each oriented exposure / other.
    3. Every detector of every exposure gets the median of its ratios over those of the pairs.
       The median over a focal plane absorbs one bad detector of sixteen; this shows it.

    Parameters
    ----------
    catalogs : mapping of int to ndarray
        Exposure number to its catalogue, with the columns of
        `dpkit.processing.nir.extract.CATALOG_DTYPE`.
    settings : RelativeSettings, optional
        How to compare.

    Returns
    -------
    RelativeFactors
        Factors, pairs and deviations.

    Raises
    ------
    TooFewExposuresError
        If there are fewer than two exposures.
    NoOverlapError
        If an exposure has no valid pair.
    ValueError
        If a catalogue lacks a column.

    Notes
    -----
    The pairs of an exposure share its noise, and the median of several of them has less of the
    others' noise than each of them. With the sample median linearised by its influence function,
    sign(x - m) / (2 f(m)) (Huber 1981, *Robust Statistics*, section 3.2), pairs ij and ik have
    the correlation

        sum over common sources of sign_ij * sign_ik / sqrt(n_ij n_ik),

    where the sign of a source tells on which side of the median of the pair it lies. Scaled with
    the errors of the pairs, which stand for 1 / f(m), this is a covariance matrix. Normal draws
    with it are added to the logarithms of the measured ratios; the standard
    deviation of their median is the error. It is the error of one pair when the ratios are far
    apart, and the reduced error of a median of correlated values when they are equal.
    """
    settings = settings or RelativeSettings()
    _check(catalogs)
    numbers = sorted(catalogs)
    pairs = tuple(
        measure_pair(i, j, (catalogs[i], catalogs[j]), settings)
        for i, j in combinations(numbers, 2)
    )
    views = {number: _views(number, pairs) for number in numbers}
    for number, seen in views.items():
        if not any(pair.valid for pair in seen):
            raise NoOverlapError(number, seen)
    return RelativeFactors(
        factors=tuple(_factor(number, seen, settings) for number, seen in views.items()),
        pairs=pairs,
        deviations=tuple(
            deviation
            for number, seen in views.items()
            for deviation in _deviations(number, seen, catalogs[number], settings)
        ),
    )


def _check(catalogs: Mapping[int, NDArray[np.void]]) -> None:
    """Refuse what cannot be compared."""
    if len(catalogs) < 2:
        raise TooFewExposuresError(
            f"relative photometry of {len(catalogs)} exposure: give two or more of one observation"
        )
    for number, catalog in catalogs.items():
        missing = [name for name in _COLUMNS if name not in (catalog.dtype.names or ())]
        if missing:
            raise ValueError(
                f"catalogue of exposure {number}: no column {', '.join(missing)}; extract it again"
            )


def _views(number: int, pairs: Sequence[PairRatio]) -> tuple[PairRatio, ...]:
    """Return the pairs of an exposure, oriented exposure / other."""
    return tuple(pair.seen_from(number) for pair in pairs if number in (pair.first, pair.second))


def _factor(number: int, seen: Sequence[PairRatio], settings: RelativeSettings) -> ExposureFactor:
    """Take the median over the valid pairs of an exposure."""
    valid = [pair for pair in seen if pair.valid]
    centre = np.array([pair.ratio for pair in valid])
    relative = np.array([pair.error for pair in valid]) / centre
    spread = relative[:, None] * _correlation_root(valid)
    # Draws per source would be long; those per pair follow from a root of the covariance.
    values, vectors = np.linalg.eigh(spread @ spread.T)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    # One seed for all exposures: the same settings give the same error.
    draws = np.random.default_rng(settings.seed).standard_normal((settings.error_draws, len(valid)))
    medians = np.median(centre * np.exp(draws @ root.T), axis=1)
    return ExposureFactor(
        exposure=number,
        value=float(np.median(centre)),
        error=float(np.std(medians)),
        pairs=len(valid),
    )


def _correlation_root(pairs: Sequence[PairRatio]) -> NDArray[np.float64]:
    """Return rows of unit length whose products are the correlations of the pairs' medians.

    One row per pair, one column per source of the exposure: on which side of the median of the
    pair the source lies.
    """
    sources = 1 + max(int(pair.first_rows.max()) for pair in pairs)
    signs = np.zeros((len(pairs), sources))
    for row, pair in zip(signs, pairs, strict=True):
        used = pair.ratios[pair.kept]
        side = np.where(used >= np.median(used), 1.0, -1.0)
        row[pair.first_rows[pair.kept]] = side / np.sqrt(len(side))
    return signs


def _deviations(
    number: int, seen: Sequence[PairRatio], catalog: NDArray[np.void], settings: RelativeSettings
) -> Iterator[DetectorDeviation]:
    """Yield the deviation of each detector of an exposure that has enough sources.

    Clipped sources count: those of a bad detector are what the clipping takes away.
    """
    valid = [pair for pair in seen if pair.ratio is not None]
    rows = np.concatenate([pair.first_rows for pair in valid])
    relative = np.concatenate([pair.ratios / (pair.ratio or 1.0) for pair in valid])
    names = catalog["DETECTOR"][rows]
    for name in np.unique(names):
        chosen = names == name
        sources = len(np.unique(rows[chosen]))
        if sources >= settings.minimum_matches:
            yield DetectorDeviation(
                exposure=number,
                detector=str(name),
                deviation=float(np.median(relative[chosen])),
                sources=sources,
            )
