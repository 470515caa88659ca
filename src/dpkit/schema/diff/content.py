"""Content models as regular expressions over element names, and whether one includes another.

Inclusion is decided by Brzozowski derivatives (J. ACM 11, 481, 1964): both models read the same
names side by side, and the old one includes a sequence that the new one does not when it may end
or go on where the new one may not. XML Schema keeps models deterministic, so few states arise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from dpkit.schema.xsd.declaration import QName

__all__ = [
    "EMPTY",
    "Expression",
    "all_of",
    "alt",
    "counterexample",
    "name",
    "renamed",
    "repeat",
    "sequence",
    "symbols_of",
]

STATE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Name:
    """One element of a name."""

    symbol: QName


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; the empty one accepts nothing but an empty content."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several; none of them accepts anything, not even an empty content."""

    items: frozenset[Expression]


@dataclass(frozen=True, slots=True)
class Repetition:
    """The same again; no maximum means any number."""

    item: Expression
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each once, in any order."""

    items: frozenset[Expression]


Expression: TypeAlias = Name | Sequence | Alternatives | Repetition | AllOf

EMPTY = Sequence(())
NOTHING = Alternatives(frozenset())


def name(symbol: QName) -> Expression:
    """Return an expression for one element."""
    return Name(symbol)


def sequence(*items: Expression) -> Expression:
    """Return an expression for one after the other."""
    flat: list[Expression] = []
    for item in items:
        if item == NOTHING:
            return NOTHING
        flat += item.items if isinstance(item, Sequence) else [item]
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


def alt(*items: Expression) -> Expression:
    """Return an expression for one of several."""
    flat: set[Expression] = set()
    for item in items:
        flat |= item.items if isinstance(item, Alternatives) else {item}
    return next(iter(flat)) if len(flat) == 1 else Alternatives(frozenset(flat))


def repeat(item: Expression, minimum: int, maximum: int | None) -> Expression:
    """Return an expression for a repetition."""
    if maximum == 0 or item == EMPTY:
        return EMPTY
    if item == NOTHING:
        return EMPTY if minimum == 0 else NOTHING
    if (minimum, maximum) == (1, 1):
        return item
    return Repetition(item, 0 if nullable(item) else minimum, maximum)


def all_of(*items: Expression) -> Expression:
    """Return an expression for each once in any order."""
    kept = frozenset(item for item in items if item != EMPTY)
    return AllOf(kept) if kept else EMPTY


def symbols_of(expression: Expression) -> frozenset[QName]:
    """Return all names of an expression."""
    match expression:
        case Name(symbol=symbol):
            return frozenset({symbol})
        case Repetition(item=item):
            return symbols_of(item)
        case _:
            return frozenset().union(*map(symbols_of, expression.items))


def renamed(expression: Expression, names: Mapping[QName, QName]) -> Expression:
    """Return an expression with other names."""
    match expression:
        case Name(symbol=symbol):
            return Name(names.get(symbol, symbol))
        case Repetition(item=item, minimum=minimum, maximum=maximum):
            return repeat(renamed(item, names), minimum, maximum)
        case Sequence(items=items):
            return sequence(*(renamed(item, names) for item in items))
        case Alternatives(items=items):
            return alt(*(renamed(item, names) for item in items))
        case AllOf(items=items):
            return all_of(*(renamed(item, names) for item in items))


@cache
def nullable(expression: Expression) -> bool:
    """Say whether an expression accepts an empty content."""
    match expression:
        case Name():
            return False
        case Alternatives(items=items):
            return any(nullable(item) for item in items)
        case Repetition(minimum=minimum):
            return minimum == 0
        case _:
            return all(nullable(item) for item in expression.items)


@cache
def first_names(expression: Expression) -> frozenset[QName]:
    """Return the names with which an accepted content may begin."""
    match expression:
        case Name(symbol=symbol):
            return frozenset({symbol})
        case Repetition(item=item):
            return first_names(item)
        case Sequence(items=items):
            found: frozenset[QName] = frozenset()
            for item in items:
                found |= first_names(item)
                if not nullable(item):
                    break
            return found
        case _:
            return frozenset().union(*(first_names(item) for item in expression.items))


def derive(expression: Expression, symbol: QName) -> Expression:
    """Return what an expression accepts after it has read a name."""
    match expression:
        case Name(symbol=own):
            return EMPTY if own == symbol else NOTHING
        case Alternatives(items=items):
            return alt(*(derive(item, symbol) for item in items))
        case Repetition(item=item, minimum=minimum, maximum=maximum):
            left = None if maximum is None else maximum - 1
            return sequence(derive(item, symbol), repeat(item, max(minimum - 1, 0), left))
        case AllOf(items=items):
            return alt(*(sequence(derive(i, symbol), all_of(*(items - {i}))) for i in items))
        case Sequence(items=items):
            return _derive_sequence(items, symbol)


def _derive_sequence(items: tuple[Expression, ...], symbol: QName) -> Expression:
    found = []
    for number, item in enumerate(items):
        if symbol in first_names(item):
            found.append(sequence(derive(item, symbol), *items[number + 1 :]))
        if not nullable(item):
            break
    return alt(*found)


def counterexample(old: Expression, new: Expression) -> tuple[QName, ...] | None:
    """Return a content that an old model accepts and a new one does not.

    Returns
    -------
    tuple of QName or None
        Names in order; None when the new model accepts all that the old one does.

    Raises
    ------
    OverflowError
        More than `STATE_LIMIT` states would have to be looked at.
    """
    if _plainly_includes(new, old):
        return None
    waiting: deque[tuple[Expression, Expression, tuple[QName, ...]]] = deque([(old, new, ())])
    seen = {(old, new)}
    while waiting:
        left, right, read = waiting.popleft()
        if left == right:
            continue
        if nullable(left) and not nullable(right):
            return read
        for symbol in sorted(first_names(left), key=_order):
            state = (derive(left, symbol), derive(right, symbol))
            if state[1] == NOTHING:
                # Nothing that goes on so is accepted: the shortest way to an end will do.
                return (*read, symbol, *_shortest(state[0]))
            if state not in seen:
                seen.add(state)
                waiting.append((*state, (*read, symbol)))
        if len(seen) > STATE_LIMIT:
            raise OverflowError
    return None


def _plainly_includes(new: Expression, old: Expression) -> bool:
    """Say whether a model includes another one by its parts, without looking at any state.

    Most changes leave the parts in their places; false means that it is not seen in this way.
    """
    if new == old:
        return True
    if isinstance(new, Repetition) and new.minimum <= 1:
        if not isinstance(old, Repetition):
            return new.maximum != 0 and _plainly_includes(new.item, old)
        fits = new.maximum is None or (old.maximum is not None and old.maximum <= new.maximum)
        return new.minimum <= old.minimum and fits and _plainly_includes(new.item, old.item)
    if isinstance(new, AllOf) and isinstance(old, AllOf):
        return old.items <= new.items and all(map(nullable, new.items - old.items))
    if isinstance(new, Alternatives):
        items = old.items if isinstance(old, Alternatives) else {old}
        return items <= new.items
    return isinstance(new, Sequence) and _aligned(new.items, _items(old))


def _items(expression: Expression) -> tuple[Expression, ...]:
    return expression.items if isinstance(expression, Sequence) else (expression,)


def _aligned(new: tuple[Expression, ...], old: tuple[Expression, ...]) -> bool:
    """Say whether each old part finds its place, in order, and the other new ones may be empty."""
    left = deque(old)
    for item in new:
        if left and _plainly_includes(item, left[0]):
            left.popleft()
        elif not nullable(item):
            return False
    return not left


def _shortest(expression: Expression) -> tuple[QName, ...]:
    """Return a shortest content that an expression accepts."""
    waiting: deque[tuple[Expression, tuple[QName, ...]]] = deque([(expression, ())])
    seen = {expression}
    while waiting:
        here, read = waiting.popleft()
        if nullable(here):
            return read
        for symbol in sorted(first_names(here), key=_order):
            further = derive(here, symbol)
            if further not in seen:
                seen.add(further)
                waiting.append((further, (*read, symbol)))
    return ()


def _order(symbol: QName) -> tuple[str, str]:
    return symbol.namespace, symbol.name
