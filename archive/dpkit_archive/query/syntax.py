"""The tree of an expression: what was written, not yet what it means."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Choice",
    "Comparison",
    "Condition",
    "Junction",
    "Literal",
    "Match",
    "Negation",
    "Operand",
    "Presence",
    "count_of",
    "names_of",
]


@dataclass(frozen=True, slots=True)
class Operand:
    """A path, key or column, and whether any or all of its values are meant.

    Attributes
    ----------
    name : str
        As it was written, without quantifier.
    every : bool or None
        True for ``all(...)``, False for ``any(...)``, None when nothing was said.
    column : int
        Where it stands in the text, from 1.
    lenient : bool
        Whether a step below a simple element is another name of it, as in older archives.
    """

    name: str
    every: bool | None
    column: int
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it was written.

    Attributes
    ----------
    kind : {"text", "number", "truth", "time", "word"}
        A word is text without quotes, which may stand for any kind.
    text : str
        Without quotes.
    column : int
        Where it stands in the text, from 1.
    """

    kind: str
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with one value."""

    operand: Operand
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a value is, or with `negated` is not, one of several."""

    operand: Operand
    values: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a text follows, or with `negated` does not follow, a pattern."""

    operand: Operand
    pattern: Literal
    negated: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether there is a value, or with `negated` none."""

    operand: Operand
    negated: bool


@dataclass(frozen=True, slots=True)
class Negation:
    """A condition that must not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions of which all, or with `either` at least one, must hold."""

    conditions: tuple[Condition, ...]
    either: bool


def names_of(condition: Condition) -> frozenset[str]:
    """Return the names of all operands of a condition."""
    if isinstance(condition, Negation):
        return names_of(condition.condition)
    if isinstance(condition, Junction):
        return frozenset[str]().union(*(names_of(one) for one in condition.conditions))
    return frozenset([condition.operand.name])


def count_of(condition: Condition) -> int:
    """Return how many conditions are joined in one."""
    if isinstance(condition, Negation):
        return count_of(condition.condition)
    if isinstance(condition, Junction):
        return sum(count_of(one) for one in condition.conditions)
    return 1


Condition = Comparison | Choice | Match | Presence | Negation | Junction
