"""Patterns of XML Schema: parsed, matched against text, and text drawn that matches."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from dpkit.simulate.characters import CharacterReader, Characters
from dpkit.simulate.chooser import Chooser, pick

__all__ = ["Pattern", "parse_pattern"]

_ENDLESS = 1 << 30
_SPARE = 4
"""How many times more than it must a part without upper limit is repeated."""


@dataclass(frozen=True, slots=True)
class _Branches:
    """One of several patterns; the length of what matches lies between two bounds."""

    options: tuple[Pattern, ...]
    shortest: int = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shortest", min(p.shortest for p in self.options))
        object.__setattr__(self, "longest", max(p.longest for p in self.options))

    def ends(self, text: str, start: int) -> set[int]:
        return {end for option in self.options for end in option.ends(text, start)}

    def draw(self, chooser: Chooser, low: int, high: int) -> str:
        fitting = [p for p in self.options if p.shortest <= high and p.longest >= low]
        return pick(chooser, fitting or self.options).draw(chooser, low, high)


@dataclass(frozen=True, slots=True)
class _Row:
    """Several patterns one after the other."""

    parts: tuple[Pattern, ...]
    shortest: int = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shortest", sum(p.shortest for p in self.parts))
        object.__setattr__(self, "longest", sum(p.longest for p in self.parts))

    def ends(self, text: str, start: int) -> set[int]:
        found = {start}
        for part in self.parts:
            found = {end for middle in found for end in part.ends(text, middle)}
        return found

    def draw(self, chooser: Chooser, low: int, high: int) -> str:
        text, short, long = "", self.shortest, self.longest
        for part in self.parts:
            short, long = short - part.shortest, long - part.longest
            room = (low - len(text) - long, high - len(text) - short)
            text += part.draw(chooser, max(room[0], part.shortest), min(room[1], part.longest))
        return text


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A pattern several times."""

    part: Pattern
    low: int
    high: int
    shortest: int = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shortest", self.part.shortest * self.low)
        object.__setattr__(self, "longest", self.part.longest * self.high)

    def ends(self, text: str, start: int) -> set[int]:
        found, fresh, count = {start} if self.low == 0 else set(), {start}, 0
        seen = set(fresh)
        while fresh and count < self.high:
            count += 1
            fresh = {end for middle in fresh for end in self.part.ends(text, middle)}
            if count >= self.low:
                found |= fresh
                fresh -= seen
                seen |= fresh
        return found

    def draw(self, chooser: Chooser, low: int, high: int) -> str:
        each = max(self.part.longest, 1)
        least = min(max(self.low, -(-low // each)), self.high)
        most = min(self.high, high // self.part.shortest if self.part.shortest else self.high)
        count = chooser.integer(least, max(least, min(most, least + _SPARE)))
        return _Row((self.part,) * count).draw(chooser, low, high)


Pattern = Characters | _Branches | _Row | _Repeat
"""A parsed pattern.

Each has ``shortest`` and ``longest``, the bounds of the length of what matches; ``ends(text,
start)``, where matches may end; and ``draw(chooser, low, high)``, text that matches and whose
length lies between bounds where that is possible.
"""


@lru_cache(maxsize=1024)
def parse_pattern(source: str) -> Pattern:
    """Parse a pattern of XML Schema.

    Raises
    ------
    SampleError
        The pattern is not valid, or names a block of characters that is not known here.
    """
    reader = _PatternReader(source)
    parsed = reader.branches()
    if reader.peek():
        raise reader.error(f"{reader.peek()!r} has no counterpart")
    return parsed


class _PatternReader(CharacterReader):
    """Reads a pattern by its grammar: branches of pieces, pieces of atoms and quantifiers."""

    def branches(self) -> Pattern:
        found = [self._row()]
        while self.peek() == "|":
            self.next()
            found.append(self._row())
        return found[0] if len(found) == 1 else _Branches(tuple(found))

    def _row(self) -> Pattern:
        parts: list[Pattern] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else _Row(tuple(parts))

    def _atom(self) -> Pattern:
        if self.peek() != "(":
            return self.characters()
        self.next()
        inner = self.branches()
        if self.next() != ")":
            raise self.error("a bracket is not closed")
        return inner

    def _quantified(self, atom: Pattern) -> Pattern:
        simple = {"?": (0, 1), "*": (0, _ENDLESS), "+": (1, _ENDLESS)}
        if (sign := self.peek()) in simple:
            self.next()
            return _Repeat(atom, *simple[sign])
        if sign != "{":
            return atom
        self.next()
        low, comma, high = self.until("}").partition(",")
        if not low.isdigit() or not (high.isdigit() or not high):
            raise self.error("a quantity is not a number")
        return _Repeat(atom, int(low), int(high) if high else _ENDLESS if comma else int(low))
