"""What a weight means: 1 for not observed, as in the Euclid masks, or 1 for observed."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.error import SkyMapError

__all__ = ["Convention", "fraction_of", "weight_of"]


class Convention(Enum):
    """The two readings of a weight between 0 and 1."""

    UNOBSERVED_FRACTION = "UNOBSERVED_FRACTION"
    """1 = nothing of the cell was observed. The default of what is written."""

    OBSERVED_FRACTION = "OBSERVED_FRACTION"
    """1 = all of the cell was observed."""


def weight_of(
    fraction: NDArray[np.float64], convention: Convention = Convention.UNOBSERVED_FRACTION
) -> NDArray[np.float64]:
    """Write covered fractions as weights.

    Parameters
    ----------
    fraction : ndarray
        Observed share of cells, 0 ... 1.
    convention : Convention
        What the weight means.

    Returns
    -------
    ndarray
        The weights; their conversion back gives the same fractions, to the bit.

    Examples
    --------
    >>> weight_of(np.array([1.0, 0.25])).tolist()
    [0.0, 0.75]
    """
    return 1.0 - fraction if convention is Convention.UNOBSERVED_FRACTION else fraction.copy()


def fraction_of(
    weight: NDArray[np.float64], convention: Convention, *, place: str = ""
) -> NDArray[np.float64]:
    """Read weights as covered fractions.

    Parameters
    ----------
    weight : ndarray
        Weights, 0 ... 1.
    convention : Convention
        What they mean.
    place : str, optional
        What has the weights, for the message.

    Returns
    -------
    ndarray
        Observed share of cells.

    Raises
    ------
    SkyMapError
        A weight is no number between 0 and 1.
    """
    for row in np.flatnonzero(~((weight >= 0.0) & (weight <= 1.0)))[:1]:
        raise SkyMapError(
            f"weight {weight[row]} of row {row} is not between 0 and 1",
            place=place,
            remedy="give a share of the cell",
        )
    return weight_of(np.asarray(weight, dtype=np.float64), convention)
