"""Values that came before, one after another, and what statistical limits need of them."""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable

__all__ = ["EarlierValues"]

_SCALE = 1074  # every double is a whole multiple of 2**-1074


class EarlierValues:
    """Median, mean and standard deviation of values to which more are added.

    Sums are kept exactly, as whole numbers: neither the order of the values nor how many came at
    a time makes a difference, so a row gets the same limits alone as among all. A value more
    costs little, however many there are.

    Parameters
    ----------
    values : iterable of float
        The first values; those that are not finite are left out, here and later.

    Examples
    --------
    >>> known = EarlierValues([1.0, 3.0])
    >>> known.add(8.0)
    >>> len(known), known.median, known.mean
    (3, 3.0, 4.0)
    """

    def __init__(self, values: Iterable[float] = ()) -> None:
        self._ordered: list[float] = []
        self._sum = self._squares = 0
        for value in values:
            self.add(value)

    def add(self, value: float) -> None:
        """Add a value, unless it is not finite."""
        if not math.isfinite(value):
            return
        insort(self._ordered, value)
        above, below = float(value).as_integer_ratio()
        whole = above << (_SCALE + 1 - below.bit_length())
        self._sum += whole
        self._squares += whole * whole

    def __len__(self) -> int:
        return len(self._ordered)

    @property
    def median(self) -> float:
        """The one in the middle, or halfway between the two there."""
        half, odd = divmod(len(self), 2)
        if odd:
            return self._ordered[half]
        return (self._ordered[half - 1] + self._ordered[half]) / 2

    @property
    def mean(self) -> float:
        """Their mean, rounded once."""
        return self._sum / (len(self) << _SCALE)

    @property
    def deviation(self) -> float:
        """Standard deviation of the population, rounded once."""
        return math.isqrt(len(self) * self._squares - self._sum**2) / (len(self) << _SCALE)
