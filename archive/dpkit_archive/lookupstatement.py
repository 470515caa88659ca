"""The statements that look up many calibrations at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Dialect,
    Select,
    Text,
    bindparam,
    column,
    func,
    select,
)

from dpkit_archive import tables
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.statement import to_text
from dpkit_archive.timeline import shown, standing

__all__ = ["asked_parameters", "begun_each", "coming_each", "for_each"]

_validity, _product = tables.validity, tables.product


@cache
def for_each(build: Callable[[str], Select[Any]], dialect: Dialect) -> Statement:
    """Return the statement for an engine: `begun_each` or `coming_each`.

    Its rows are the place of the question, counted from 0, and id, version, begin and end of a
    range. Its parameters are ``set``, ``type`` and those that `asked_parameters` gives.
    """
    return compiled(build(dialect.name), dialect)


def asked_parameters(engine: str, asked: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Return times and selections as the parameters of a statement."""
    if engine == "sqlite":
        return {"asked": to_text(asked)}
    return {"times": [at for at, _ in asked], "selections": [said for _, said in asked]}


def begun_each(engine: str) -> Select[Any]:
    """Return the selection of the last range that has begun at each time."""
    begin = _validity.c.begin_ns
    return _each(engine, lambda one, at: one.where(begin <= at).order_by(begin.desc()))


def coming_each(engine: str) -> Select[Any]:
    """Return the selection of the first range that begins after each time."""
    begin = _validity.c.begin_ns
    return _each(engine, lambda one, at: one.where(begin > at).order_by(begin))


def _each(
    engine: str, narrow: Callable[[Select[Any], ColumnElement[int]], Select[Any]]
) -> Select[Any]:
    asked, place, at, selection = _asked_json() if engine == "sqlite" else _asked_arrays()
    ranges = (
        select(_validity.c.number)
        .join(_product, _validity.c.product == _product.c.number)
        .where(
            _validity.c.calibration_set == bindparam("set", type_=BigInteger()),
            _validity.c.type == bindparam("type", type_=BigInteger()),
            _validity.c.selection == selection,
            standing(None),
            shown(None),
        )
    )
    # One range for each question, found in the index however long the history is.
    one = narrow(ranges, at).limit(1).correlate(asked).scalar_subquery()
    return select(
        place, _product.c.id, _product.c.version, _validity.c.begin_ns, _validity.c.end_ns
    ).select_from(
        asked.join(_validity, _validity.c.number == one).join(
            _product, _validity.c.product == _product.c.number
        )
    )


def _asked_json() -> tuple[Any, ...]:
    given = bindparam("asked", type_=Text())
    asked = func.json_each(given).table_valued("key", "value", name="asked")
    at, selection = (func.json_extract(asked.c.value, path) for path in ("$[0]", "$[1]"))
    return asked, asked.c.key, at, selection


def _asked_arrays() -> tuple[Any, ...]:
    times = bindparam("times", type_=ARRAY(BigInteger()))
    selections = bindparam("selections", type_=ARRAY(Text()))
    columns = (column("at", BigInteger()), column("selection", Text()))
    asked = (
        func.unnest(times, selections)
        .table_valued(*columns, with_ordinality="place", name="asked")
        .render_derived()
    )
    return asked, asked.c.place - 1, asked.c.at, asked.c.selection
