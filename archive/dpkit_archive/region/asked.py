"""The parts of an area that is asked for, and the cells to look them up by."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from dpkit_archive.region import part as shape
from dpkit_archive.region.area import Area
from dpkit_archive.region.cellset import split_ranges
from dpkit_archive.region.cover import (
    FINEST,
    cells_in_caps,
    index_numbers,
    order_for,
    search_ranges,
)
from dpkit_archive.region.healpix import DEEPEST
from dpkit_archive.region.part import Part

__all__ = ["Lookup", "area_parts", "coarse_numbers", "joined", "lookup_of"]

_MOST_CELLS = 256


@dataclass(frozen=True)
class Lookup:
    """How candidates for a part are looked up: by ranges of cells, then by caps.

    Attributes
    ----------
    ranges : tuple of (int, int)
        First and last index number of each range.
    part : Part
        What is asked for.
    """

    ranges: tuple[tuple[int, int], ...]
    part: Part

    @cached_property
    def listed(self) -> str:
        """The ranges as JSON."""
        return json.dumps(self.ranges)

    @cached_property
    def cap(self) -> dict[str, float]:
        """The cap around the part, as parameters of the look-up."""
        x, y, z = self.part.centre
        half = self.part.radius / 2.0
        rest = math.pi - self.part.radius
        return {
            "x": x,
            "y": y,
            "z": z,
            "sine": math.sin(half),
            "cosine": math.cos(half),
            "rest": rest,
        }


@lru_cache(maxsize=4096)
def area_parts(area: Area) -> tuple[Part, ...]:
    """Return the parts of an area that is written down; none for that of a key.

    Raises
    ------
    ArchiveError
        There is no such area.
    """
    if area.kind == "cone":
        return (shape.cone(*area.numbers),)
    if area.kind == "box":
        return (shape.box(*area.numbers),)
    if area.kind == "polygon":
        pairs = list(zip(area.numbers[::2], area.numbers[1::2], strict=True))
        return (shape.polygon(pairs),)
    if area.kind == "moc":
        return (shape.cells(np.frombuffer(area.ranges, "<i8").reshape(-1, 2)),)
    return ()


@lru_cache(maxsize=4096)
def lookup_of(part: Part) -> Lookup:
    """Return how candidates for a part are looked up."""
    if part.kind == shape.CELLS:
        cells = _coarse_cells(part)
    else:
        order = order_for(part.radius, finer=1)
        _, numbers = cells_in_caps(np.array([part.centre]), np.array([part.radius]), order)
        cells = [(order, cell) for cell in numbers.tolist()]
    return Lookup(tuple(search_ranges(cells)), part)


def _coarse_cells(part: Part) -> list[tuple[int, int]]:
    """Return the cells of a set, as fine as leaves not too many."""
    for order in range(FINEST, -1, -1):
        shift = 2 * (DEEPEST - order)
        size = np.int64(1) << shift
        # Grown to whole cells.
        begin, end = (
            part.ranges[:, 0] >> shift << shift,
            (part.ranges[:, 1] + size - 1) >> shift << shift,
        )
        grown = shape.merge_ranges(np.stack([begin, end], axis=1))
        found = split_ranges(grown, 0)
        if order == 0 or sum(len(numbers) for _, numbers in found) <= _MOST_CELLS:
            return [(level, cell) for level, numbers in found for cell in numbers.tolist()]
    raise AssertionError("order 0 always serves")


def coarse_numbers(part: Part) -> list[int]:
    """Return the index numbers of the cells of a set, as fine as leaves not too many."""
    return [
        int(number)
        for order, cell in _coarse_cells(part)
        for number in index_numbers(np.array([cell]), order)
    ]


def joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts without those that are there already."""
    return tuple(dict.fromkeys(parts))
