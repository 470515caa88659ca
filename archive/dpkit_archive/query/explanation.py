"""Explain a query: its SQL, how the database goes about it, and what each condition leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from dpkit.schema.dictionary import declared_keys, near_names
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.query.condition import conditions
from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.operand import key_sources
from dpkit_archive.query.pathindex import promoted
from dpkit_archive.query.run import parameters_of, statement_of
from dpkit_archive.query.source import ColumnSource
from dpkit_archive.query.statement import ROWS
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.region.table import region_part

__all__ = ["Explanation", "Step", "explain"]

_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Step:
    """What one condition leaves of what those before it left.

    Attributes
    ----------
    condition : str
        In words.
    left, removed : int
        Products that are left after it, and that it removed.
    alone : int
        Products that fulfil it, whatever the other conditions.
    hint : str
        What there is instead, when nothing fulfils it.
    """

    condition: str
    left: int
    removed: int
    alone: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query is answered.

    Attributes
    ----------
    sql : str
        The statement.
    parameters : dict or tuple
        Its parameters.
    plan : tuple of str
        How the database goes about it.
    total : int
        Products in the archive.
    steps : tuple of Step
        What each condition leaves.
    """

    sql: str
    parameters: Any
    plan: tuple[str, ...]
    total: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the explanation, what each condition leaves first."""
        yield f"{self.total} products in the archive"
        for step in self.steps:
            hint = f"; {step.hint}" if step.hint else ""
            yield (
                f"{step.left} left by {step.condition}, which removes {step.removed} "
                f"and alone finds {step.alone}{hint}"
            )
        yield from self.plan
        yield " ".join(self.sql.split())
        yield f"parameters: {self.parameters}"


def explain(connection: Connection, wanted: Wanted) -> Explanation:
    """Explain a query."""
    given = parameters_of(connection, wanted)
    found = statement_of(connection, wanted, ROWS)
    steps = list(_steps(connection, wanted, given))
    return Explanation(
        sql=found.sql,
        parameters=found.arguments(given),
        plan=_plan(connection, found, given),
        total=_count(connection, [], given, gone=wanted.shape.gone),
        steps=tuple(steps),
    )


def _plan(connection: Connection, found: Statement, given: dict[str, object]) -> tuple[str, ...]:
    lite = connection.dialect.name == "sqlite"
    asked = "EXPLAIN QUERY PLAN " if lite else "EXPLAIN "
    rows = Statement(asked + found.sql, found.names, found.constants).run(connection, given)
    return tuple(str(row[-1]) for row in rows)


def _steps(connection: Connection, wanted: Wanted, given: dict[str, object]) -> Iterator[Step]:
    known = conditions(
        wanted.shape, sql_engine(connection.dialect.name), frozenset(promoted(connection))
    )
    labels = _labels(wanted)
    applied: list[Any] = []
    gone = wanted.shape.gone
    before = _count(connection, [], given, gone=gone)
    for name, condition in known.items():
        applied.append(condition)
        left = _count(connection, applied, given, gone=gone)
        alone = _count(connection, [condition], given, gone=gone)
        hint = "" if alone else _hint(connection, name, wanted)
        yield Step(labels[name], left, before - left, alone, hint)
        before = left


def _labels(wanted: Wanted) -> dict[str, str]:
    labels = wanted.labels()
    if wanted.between is not None:
        begin, end = (format_utc(bound) for bound in wanted.between)
        labels["between"] = f"between {begin} and {end}"
    return labels


def _count(
    connection: Connection, applied: list[Any], given: dict[str, object], *, gone: bool
) -> int:
    product, document = tables.product, tables.document
    selection = (
        select(func.count())
        .select_from(
            product.join(tables.product_type)
            .join(tables.dataset)
            .join(document, document.c.product == product.c.number, isouter=gone)
        )
        .where(*applied)
    )
    return int(compiled(selection, connection.dialect).run(connection, given).scalar_one())


def _hint(connection: Connection, name: str, wanted: Wanted) -> str:
    """Say what there is instead of what nothing has."""
    if name.startswith("area_"):
        count = select(func.count(region_part.c.product.distinct()))
        return f"{connection.scalar(count)} products of the archive have an area"
    if not name.startswith("key_"):
        return ""
    key = name.removeprefix("key_")
    asked = str(next(iter(dict(wanted.keys)[key]), ""))
    known = _values(connection, key)
    return near_names(asked, known, key) if known else f"nothing has a {key}"


def _values(connection: Connection, key: str) -> list[str]:
    """Return some of the values that a key has in the archive."""
    column = tables.product_key.c
    integer = declared_keys()[key]["type"] == "integer"
    value = column.value_integer if integer else column.value_text
    chosen = [select(value).where(column.name == key).distinct().order_by(value)]
    chosen += [
        select(source.column).where(source.column.is_not(None)).distinct().order_by(source.column)
        for source in key_sources(key, None)
        if isinstance(source, ColumnSource)
    ]
    return [
        str(one) for selection in chosen for one in connection.scalars(selection.limit(_MOST_NAMES))
    ]
