"""Make a condition for the database of the tree of an expression.

A condition holds or does not; there is no third case. A comparison with a value that is not there
does not hold, whatever the operator, and ``not`` turns that around. Of several values, ``==``,
``<``, ``like``, ``in`` and so on hold when they do for any one, and ``!=``, ``not like``, ``not
in`` when there are values and the positive condition holds for none of them. ``any(...)`` and
``all(...)`` say it explicitly: for one value at least, or for every one of at least one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Double, Text, and_, or_
from sqlalchemy.sql.expression import BindParameter
from sqlalchemy.types import TypeEngine

from dpkit.errors import ArchiveError
from dpkit_archive.query.engine import Predicate
from dpkit_archive.query.field import INTEGER, TEXT
from dpkit_archive.query.literal import fits, place_at, sql_value
from dpkit_archive.query.operand import Meaning, Scope, meanings, refuse_parts
from dpkit_archive.query.source import opposite
from dpkit_archive.query.syntax import (
    Choice,
    Comparison,
    Condition,
    Junction,
    Literal,
    Match,
    Negation,
    Operand,
    Presence,
)

__all__ = ["compile_condition"]

_TYPES: dict[type, TypeEngine[Any]] = {
    bool: Boolean(),
    int: BigInteger(),
    float: Double(),
    str: Text(),
}
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compile_condition(tree: Condition, scope: Scope) -> ColumnElement[bool]:
    """Return the condition of an expression; its values are bound parameters.

    Raises
    ------
    NotFoundError
        A path, key, column or word is unknown; names column and nearest names.
    ArchiveError
        A value is of another kind than what it is compared with.
    """
    if isinstance(tree, Junction):
        joined = or_ if tree.either else and_
        return joined(*(compile_condition(one, scope) for one in tree.conditions))
    if isinstance(tree, Negation):
        return opposite(compile_condition(tree.condition, scope))
    if isinstance(tree, Presence):
        found = or_(*(s.present() for m in meanings(tree.operand, scope) for s in m.sources))
        return opposite(found) if tree.negated else found
    if isinstance(tree, Match):
        return _match(tree, scope)
    if isinstance(tree, Choice):
        return _choice(tree, scope)
    return _comparison(tree, scope)


def _comparison(tree: Comparison, scope: Scope) -> ColumnElement[bool]:
    negated = tree.operator == "!="
    compared = _OPERATORS["==" if negated else tree.operator]

    def predicate_of(meaning: Meaning) -> Predicate:
        value = _value(tree.value, meaning, tree.operand)
        return lambda found: compared(found, value)

    return _quantified(tree.operand, scope, [tree.value], predicate_of, negated=negated)


def _choice(tree: Choice, scope: Scope) -> ColumnElement[bool]:
    def predicate_of(meaning: Meaning) -> Predicate:
        values = [_value(one, meaning, tree.operand) for one in tree.values]
        if meaning.kind == INTEGER:
            # No integer is 2.5, and one list has one type.
            values = [one for one in values if isinstance(one.value, int)]
        return lambda found: found.in_(values)

    return _quantified(tree.operand, scope, tree.values, predicate_of, negated=tree.negated)


def _match(tree: Match, scope: Scope) -> ColumnElement[bool]:
    def predicate_of(meaning: Meaning) -> Predicate:
        if meaning.kind != TEXT:
            raise ArchiveError(
                f"{tree.operand.name} is no text", place=place_at(tree.operand.column)
            )
        return lambda found: scope.engine.like(found, tree.pattern.text)

    return _quantified(tree.operand, scope, [tree.pattern], predicate_of, negated=tree.negated)


def _value(literal: Literal, meaning: Meaning, operand: Operand) -> BindParameter[Any]:
    value = sql_value(literal, meaning.kind, meaning.words, operand.name)
    return BindParameter(None, value, type_=_TYPES[type(value)], unique=True)


def _quantified(
    operand: Operand,
    scope: Scope,
    literals: Sequence[Literal],
    predicate_of: Callable[[Meaning], Predicate],
    *,
    negated: bool,
) -> ColumnElement[bool]:
    """Return a condition on one, each or none of the values of an operand."""
    found = []
    for meaning in _fitting(operand, scope, literals):
        holds = predicate_of(meaning)
        some = or_(*(source.some(holds) for source in meaning.sources))
        fails = or_(*(source.fails(holds) for source in meaning.sources))
        if operand.every:
            counter = some if negated else fails
            found.append(and_(_present(meaning), opposite(counter)))
        elif operand.every is None and negated:
            found.append(and_(_present(meaning), opposite(some)))
        else:
            found.append(fails if negated else some)
    return or_(*found)


def _present(meaning: Meaning) -> ColumnElement[bool]:
    return or_(*(source.present() for source in meaning.sources))


def _fitting(operand: Operand, scope: Scope, literals: Sequence[Literal]) -> list[Meaning]:
    """Return the meanings with which all literals can be compared; else all, for the error."""
    known = meanings(operand, scope)
    for meaning in known:
        if len(known) == 1:
            refuse_parts(meaning, operand)
    fitting = [one for one in known if all(fits(literal, one.kind) for literal in literals)]
    return fitting or known[:1]
