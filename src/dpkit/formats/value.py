"""Check the values of a column or array against their rules, block by block.

Memory does not grow with the number of values: of each rule only the first value that breaks it
and the number of them are kept, of a column that is sorted the last value, and values that must
be unique but come in any order are compared in several passes when there are many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.deviation import Deviation

__all__ = ["PER_PASS", "RULES", "ValueCheck", "check_repeated", "find_repeated", "pixel_limits"]

RULES = ("minimum", "maximum", "missing", "unique", "sorted", "pixel")
PER_PASS = 4_194_304
"""Values that are compared with each other in one pass."""

Array = NDArray[Any]
Missing = NDArray[np.bool_] | None
Blocks = Callable[[], Iterable[tuple[int, Array, Missing]]]
Spot = Callable[[int], str]


@dataclass(slots=True)
class _Breach:
    """The first value that breaks a rule, and how many do."""

    count: int
    index: int
    value: str


@dataclass(slots=True)
class ValueCheck:
    """What was seen of the values of one column or array.

    Parameters
    ----------
    rules : mapping
        The description of the column or array, from the data dictionary.
    limits : tuple, optional
        Smallest and largest number of a pixel.
    """

    rules: Mapping[str, Any]
    limits: tuple[int, int] | None = None
    last: Any = None
    breaches: dict[str, _Breach] = field(default_factory=dict)

    def feed(self, first: int, values: Array, missing: Missing = None) -> None:
        """Look at the next values.

        Parameters
        ----------
        first : int
            Index of the first of them.
        values : ndarray
            Shape (n,).
        missing : ndarray of bool, optional
            Which of them are marked as missing; NaN is missing anyway.
        """
        if values.dtype.kind in "fc":
            absent = np.isnan(values)
            missing = absent if missing is None else missing | absent
        if missing is not None and missing.any():
            if not self.rules.get("missing", True):
                self._note("missing", first, values, missing)
            where = np.flatnonzero(~missing)
            values = values[where]
        else:
            where = None
        self._bounds(first, values, where)
        if self.rules.get("sorted"):
            self._order(first, values, where)

    @property
    def by_order(self) -> bool:
        """Whether equal values are next to each other."""
        return bool(self.rules.get("sorted")) and "sorted" not in self.breaches

    def _bounds(self, first: int, values: Array, where: Array | None) -> None:
        low, high = self.rules.get("minimum"), self.rules.get("maximum")
        if low is not None:
            self._note("minimum", first, values, values < low, where)
        if high is not None:
            self._note("maximum", first, values, values > high, where)
        if self.limits is not None:
            outside = (values < self.limits[0]) | (values > self.limits[1])
            self._note("pixel", first, values, outside, where)

    def _order(self, first: int, values: Array, where: Array | None) -> None:
        if not len(values):
            return
        before = values[:-1] if self.last is None else np.append(self.last, values[:-1])
        after = values[1:] if self.last is None else values
        start = len(values) - len(after)
        shift = np.arange(start, len(values)) if where is None else where[start:]
        self._note("sorted", first, after, after < before, shift)
        if self.rules.get("unique"):
            self._note("unique", first, after, after == before, shift)
        self.last = values[-1:]

    def _note(
        self, rule: str, first: int, values: Array, bad: NDArray[Any], where: Array | None = None
    ) -> None:
        count = int(np.count_nonzero(bad))
        if not count:
            return
        if rule in self.breaches:
            self.breaches[rule].count += count
            return
        at = int(np.argmax(bad))
        index = first + int(at if where is None else where[at])
        self.breaches[rule] = _Breach(count, index, plain(values[at]))

    def deviations(self, place: str, spot: Spot) -> Iterator[Deviation]:
        """Yield what was found.

        Parameters
        ----------
        place : str
            Name of the column or array.
        spot : callable
            Says where a value stands, from its index.
        """
        for rule in (rule for rule in ("missing", *_WORDS) if rule in self.breaches):
            if rule == "unique" and not self.by_order:
                continue  # `check_repeated` finds the first
            breach = self.breaches[rule]
            others = f", and {breach.count - 1} more" if breach.count > 1 else ""
            yield Deviation(
                code=_CODES[rule],
                place=f"{place} {spot(breach.index)}",
                message=self._message(rule, breach) + others,
                value=breach.value,
            )

    def _message(self, rule: str, breach: _Breach) -> str:
        if rule == "missing":
            return "has no value"
        limits = self.limits or (0, 0)
        bounds = {"low": limits[0], "high": limits[1]}
        return f"is {breach.value}, " + _WORDS[rule].format(**{**self.rules, **bounds})


_WORDS = {
    "minimum": "below the minimum {minimum}",
    "maximum": "above the maximum {maximum}",
    "pixel": "which is no pixel; they go from {low} to {high}",
    "sorted": "less than the one before",
    "unique": "which is there already",
}
_CODES = {
    "missing": "format-value-missing",
    "minimum": "format-value-range",
    "maximum": "format-value-range",
    "pixel": "format-value-pixel",
    "sorted": "format-value-unsorted",
    "unique": "format-value-repeated",
}


def plain(value: Any) -> str:
    """Return a value as people write it."""
    value = value.item() if isinstance(value, np.generic) else value
    return value.decode("ascii", "replace").rstrip() if isinstance(value, bytes) else str(value)


def pixel_limits(numbering: str, said: object) -> tuple[int, int] | None:
    """Return the smallest and largest number of a pixel; None when the keyword makes no sense.

    Parameters
    ----------
    numbering : {"nside", "order", "nuniq"}
        What the keyword holds, and how pixels are numbered: from 0 within one order, or NUNIQ,
        4 * 4^order + pixel, of all orders up to it.
    said : object
        Value of the keyword.
    """
    if not isinstance(said, int) or isinstance(said, bool):
        return None
    if numbering == "nside":
        return (0, 12 * said * said - 1) if 1 <= said <= 2**29 else None
    if not 0 <= said <= 29:
        return None
    return (0, 12 * 4**said - 1) if numbering == "order" else (4, 16 * 4**said - 1)


def check_repeated(
    check: ValueCheck, blocks: Blocks, count: int, place: str, spot: Spot
) -> Iterator[Deviation]:
    """Yield the first value that is there twice, where order alone did not tell."""
    if check.by_order or not check.rules.get("unique"):
        return
    found = find_repeated(blocks, count)
    if found is None:
        return
    index, value = found
    yield Deviation(
        code=_CODES["unique"],
        place=f"{place} {spot(index)}",
        message=f"is {value}, which is there already",
        value=value,
    )


def find_repeated(blocks: Blocks, count: int, per_pass: int = PER_PASS) -> tuple[int, str] | None:
    """Return index and text of the first value that an earlier one equals, or None.

    Parameters
    ----------
    blocks : callable
        Gives the blocks anew for each pass: index of the first value, the values, and which of
        them are missing.
    count : int
        How many values there are.
    per_pass : int
        How many of them are held in memory at a time, on average.
    """
    passes = max(1, -(-count // per_pass))
    found: list[tuple[int, str]] = []
    for number in range(passes):
        parts = [_share(*block, number, passes) for block in blocks()]
        if parts:
            indexes = np.concatenate([index for index, _ in parts])
            values = np.concatenate([value for _, value in parts])
            found += _first_repeated(indexes, values)
    return min(found, default=None)


def _share(
    first: int, values: Array, missing: Missing, number: int, passes: int
) -> tuple[Array, Array]:
    """Return those values that are compared in one of the passes, with their indexes."""
    keep = ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), bool)
    if missing is not None:
        keep &= ~missing
    if passes > 1:
        keep &= _scatter(values) % np.uint64(passes) == number
    where = np.flatnonzero(keep)
    return first + where, values[where]


def _scatter(values: Array) -> Array:
    """Return a number for each value, the same for equal ones."""
    if values.dtype.kind == "f":
        values = values + 0.0  # of the two zeros one
    plain_bytes = np.ascontiguousarray(values).view(np.uint8).reshape(len(values), -1)
    factors = np.uint64(0x9E3779B97F4A7C15) ** np.arange(
        1, plain_bytes.shape[1] + 1, dtype=np.uint64
    )
    mixed = (plain_bytes.astype(np.uint64) * factors).sum(axis=1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(32)
    return np.asarray(mixed)


def _first_repeated(indexes: Array, values: Array) -> list[tuple[int, str]]:
    order = np.argsort(values, kind="stable")
    same = np.flatnonzero(values[order][1:] == values[order][:-1])
    if not len(same):
        return []
    # A stable sort keeps equal values in their order, so the later one is the repetition.
    later = order[same + 1]
    at = later[np.argmin(indexes[later])]
    return [(int(indexes[at]), plain(values[at]))]
