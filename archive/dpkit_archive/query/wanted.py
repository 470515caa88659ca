"""What a query looks for, as plain values, and what of it the text of its SQL depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dpkit_archive.asof import AsOf
from dpkit_archive.key import KeyValue
from dpkit_archive.region.area import Area
from dpkit_archive.status import PURGED, parse_status

__all__ = ["Shape", "Wanted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a query looks for.

    Attributes
    ----------
    product : str or None
        Name of the type; None for all.
    keys : tuple of (str, tuple)
        Name and accepted values of each key.
    dataset : tuple of str or None
        Datasets, in the order of preference; None for all.
    status : tuple of str or None
        Statuses to accept; None for all that are not hidden.
    current : bool
        Only the current version of each identity.
    between : tuple of int or None
        Half-open range of time in nanoseconds of TAI.
    areas : tuple of (str, Area)
        How the area of a product stands to an area, and the area.
    release : str or None
        Release whose members are looked for, whatever became of them since.
    where : tuple of str
        Expressions that must hold.
    order : tuple of str
        Names to order by, with ``-`` for descending.
    limit : int or None
        Return at most so many.
    as_of : int, str or None
        Event or time as of which to answer; None for now.
    review : bool
        Only what is to be reviewed.
    """

    product: str | None = None
    keys: tuple[tuple[str, tuple[KeyValue, ...]], ...] = ()
    dataset: tuple[str, ...] | None = None
    status: tuple[str, ...] | None = None
    current: bool = True
    between: tuple[int, int] | None = None
    areas: tuple[tuple[str, Area], ...] = ()
    release: str | None = None
    where: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = None
    as_of: AsOf | None = None
    review: bool = False

    @property
    def shape(self) -> Shape:
        """What the text of the SQL depends on; the rest are parameters."""
        return Shape(
            self.product,
            tuple((name, len(values) != 1) for name, values in self.keys),
            None if self.dataset is None else len(self.dataset),
            self.status,
            self.current,
            self.between is not None,
            len(self.areas),
            self.where,
            self.order,
            self.limit is not None,
            self.as_of is not None,
            self.review,
            self.release is not None,
        )

    def labels(self) -> dict[str, str]:
        """Return the conditions in words, by the names that `conditions` gives them."""
        found = {"product": self.product or "", "status": _any_of("status", self.status)}
        found["release"] = f"release {self.release}"
        found["dataset"] = _any_of("dataset", self.dataset)
        found |= {f"key_{name}": _any_of(name, values) for name, values in self.keys}
        found |= {f"area_{n}": f"{how} {area}" for n, (how, area) in enumerate(self.areas)}
        found |= {f"where_{n}": text for n, text in enumerate(self.where)}
        found |= {"as_of": f"registered as of {self.as_of}", "review": "to be reviewed"}
        return found | {"between": "between", "current": "current version"}


def _any_of(name: str, values: tuple[Any, ...] | None) -> str:
    if values is None:
        return f"{name} not hidden"
    said = " or ".join(map(str, values)) or "none"
    return f"{name} {said}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of the SQL of a query depends on."""

    product: str | None
    keys: tuple[tuple[str, bool], ...]
    datasets: int | None
    status: tuple[str, ...] | None
    current: bool
    between: bool
    areas: int
    where: tuple[str, ...]
    order: tuple[str, ...]
    limited: bool
    as_of: bool
    review: bool
    release: bool

    @property
    def gone(self) -> bool:
        """Whether products without a document, which were purged, can be found."""
        if self.status is not None:
            return self.as_of or PURGED in map(parse_status, self.status)
        return self.as_of or self.release
