"""Who makes the choices of a sample: a random generator, or hypothesis, which shrinks them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

__all__ = ["Chooser", "RandomChooser", "as_chooser", "chance", "pick"]

T = TypeVar("T")


class Chooser(Protocol):
    """The one choice that all others are made of.

    Smaller numbers make simpler documents, so that a chooser may shrink towards ``low``.
    """

    def integer(self, low: int, high: int) -> int:
        """Return an integer of ``low <= n <= high``."""
        ...


class RandomChooser:
    """Choices by Python's generator, which gives the same numbers on every machine."""

    def __init__(self, source: random.Random) -> None:
        self._source = source

    def integer(self, low: int, high: int) -> int:
        """Return an integer of ``low <= n <= high``, all equally likely."""
        return self._source.randint(low, high)


def as_chooser(source: Chooser | random.Random) -> Chooser:
    """Return a chooser that uses a random generator; a chooser is returned as it is."""
    return RandomChooser(source) if isinstance(source, random.Random) else source


def pick(chooser: Chooser, options: Sequence[T]) -> T:
    """Return one of some options; the first is the simplest."""
    return options[chooser.integer(0, len(options) - 1)]


def chance(chooser: Chooser, odds: int) -> bool:
    """Tell whether something happens that is one in so many; not happening is simpler."""
    return chooser.integer(1, odds) == odds
