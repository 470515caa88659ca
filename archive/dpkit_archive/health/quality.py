"""Rows of QC1 tables that cannot be read, and scores that contradict each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dpkit_archive import tables
from dpkit_archive.health.fault import Fault
from dpkit_archive.qc.table import qc_layout, qc_row, qc_score

__all__ = ["check_quality"]

_DOUBLE = 8


def check_quality(connection: Connection) -> Iterator[Fault]:
    """Yield a fault for rows without the numbers of their columns, and for scores.

    A value has one score that stands, and its configuration is a product of the archive.
    """
    for _, names, width, count, first in connection.execute(_widths()):
        if width != _DOUBLE * len(json.loads(names)[0]):
            message = f"{count} rows have not the numbers of their columns, such as row {first}"
            yield _fault(qc_row.name, message)
    for configuration, count in connection.execute(_without_configuration()):
        message = f"{count} scores are of the configuration {configuration}, which is not here"
        yield _fault(qc_score.name, message)
    for product, parameter, count in connection.execute(_several()):
        message = f"{count} scores of {parameter} of {product} stand for one value"
        yield _fault(qc_score.name, message)


def _fault(table: str, message: str) -> Fault:
    return Fault(code="quality-differs", place=table, message=message, subject=table)


def _widths() -> Select[Any]:
    width = func.length(qc_row.c.numbers)
    same = (qc_layout.c.number, qc_layout.c.names, width)
    chosen = select(*same, func.count(), func.min(qc_row.c.number))
    return chosen.join_from(qc_row, qc_layout).group_by(*same).order_by(*same)


def _without_configuration() -> Select[Any]:
    configuration, product = qc_score.c.configuration, tables.product.c
    there = select(1).where(product.id == configuration).exists()
    chosen = select(configuration, func.count()).where(~there)
    return chosen.group_by(configuration).order_by(configuration)


def _several() -> Select[Any]:
    one, product = qc_score.c, tables.product
    of = (product.c.id, one.parameter)
    chosen = select(*of, func.count()).join_from(qc_score, product)
    value = (one.product, one.series, one.time_ns, *of)
    return (
        chosen.where(one.replaced_event.is_(None))
        .group_by(*value)
        .having(func.count() > 1)
        .order_by(*of)
    )
