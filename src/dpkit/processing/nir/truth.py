"""What a simulated observation contains, and what should be measured in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dpkit.processing.nir.observation import ObservationSettings, exposure_offsets, field_sources

__all__ = ["expected_factors", "truth"]


def truth(settings: ObservationSettings) -> dict[str, object]:
    """State what a simulated observation contains.

    Parameters
    ----------
    settings : ObservationSettings
        The observation.

    Returns
    -------
    dict
        Ready for JSON: seed, filter, observation, ``exposure_offsets`` (exposure number as a
        string to factor on the flux), number of variable sources in the field, wrong flat.
    """
    offsets = exposure_offsets(settings)
    wrong = settings.wrong_flat is not None
    return {
        "seed": settings.seed,
        "filter": settings.filter,
        "observation": settings.observation_id,
        "exposure_offsets": {str(number): value for number, value in enumerate(offsets, 1)},
        "variable_sources": int(field_sources(settings)["VARIABLE"].sum()),
        "wrong_flat": settings.wrong_flat,
        "wrong_flat_amplitude": settings.wrong_flat_amplitude if wrong else None,
    }


def expected_factors(offsets: Mapping[str, float] | Mapping[int, float]) -> dict[int, float]:
    """Compute what the relative photometry should measure.

    Parameters
    ----------
    offsets : mapping
        Exposure number, as integer or string, to factor on the flux.

    Returns
    -------
    dict of int to float
        For each exposure i the median over all others j of the ratio of factors i / j.

    Raises
    ------
    ValueError
        If fewer than two exposures are given.

    Examples
    --------
    >>> expected_factors({1: 1.0, 2: 0.5})
    {1: 2.0, 2: 0.5}
    """
    if len(offsets) < 2:
        raise ValueError(f"{len(offsets)} exposure: a ratio needs two or more")
    factors = {int(number): float(value) for number, value in offsets.items()}
    return {
        number: float(np.median([own / factors[other] for other in factors if other != number]))
        for number, own in factors.items()
    }
