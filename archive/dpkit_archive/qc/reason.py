"""Reasons to reject a block, evaluated from its metrics; they are never scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.qc.configuration import RejectionReason, ScoreConfiguration
from dpkit_archive import tables
from dpkit_archive.curation.subject import Subject
from dpkit_archive.database import Database
from dpkit_archive.qc.qctable import QcTable
from dpkit_archive.statement import Among, select_rows

__all__ = ["FINE", "REJECTS", "EvaluatedReason", "evaluate"]

FINE, REJECTS = "fine", "rejects"
NOT_EVALUABLE, NOT_APPLICABLE = "not-evaluable", "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedReason:
    """A reason to reject as it was evaluated.

    Attributes
    ----------
    name, text : str
        What it is called, and what is demanded.
    outcome : {"fine", "rejects", "not-evaluable", "not-applicable"}
        What became of it.
    value, beside : float or None
        The worst value, and what is shown beside it.
    limit : float
        The limit.
    """

    name: str
    text: str
    outcome: str
    value: float | None
    beside: float | None
    limit: float

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def evaluate(
    connection: Connection,
    database: Database,
    configuration: ScoreConfiguration,
    measured: Sequence[Subject],
    purpose: str | None,
) -> list[EvaluatedReason]:
    """Evaluate the reasons of a configuration for what was measured of a block.

    Parameters
    ----------
    connection, database
        The archive.
    configuration : ScoreConfiguration
        The reasons.
    measured : sequence of Subject
        The products that were measured.
    purpose : str or None
        What the block is declared to be used for.
    """
    numbers = [one.number for one in measured]
    values: dict[str, list[float]] = {}
    for name, value in select_rows(connection, _metrics, products=numbers):
        values.setdefault(name, []).append(value)
    table = QcTable(database, configuration.table)
    where, since, until = table.about(connection, numbers)
    return [
        _evaluate(
            reason,
            values,
            _count(connection, table, reason, (where, since, until), measured),
            purpose,
        )
        for reason in configuration.reasons
    ]


def _count(
    connection: Connection,
    table: QcTable,
    reason: RejectionReason,
    asked: tuple[dict[str, list[Any]], int, int],
    measured: Sequence[Subject],
) -> float:
    """Return of how many exposures the metric of a reason is, the fewest of all rows."""
    if reason.counted is None:
        return math.inf
    where, since, until = asked
    names = ["product", reason.counted]
    # Also of rows that are hidden: what is decided on is the block.
    found = table.read(connection, where, names, since, until, hidden=True)
    ids = {one.id for one in measured}
    counts = [n for p, n in zip(*(found[name].tolist() for name in names), strict=True) if p in ids]
    return min((count for count in counts if math.isfinite(count)), default=0.0)


def _evaluate(
    reason: RejectionReason,
    values: dict[str, list[float]],
    count: float,
    purpose: str | None,
) -> EvaluatedReason:
    worst = max if reason.above else min
    value = worst(values[reason.metric]) if values.get(reason.metric) else None
    beside = values.get(reason.beside or "")
    return EvaluatedReason(
        name=reason.name,
        text=reason.text,
        outcome=_outcome(reason, value, count, purpose),
        value=value,
        beside=worst(beside) if beside else None,
        limit=reason.limit,
    )


def _outcome(
    reason: RejectionReason, value: float | None, count: float, purpose: str | None
) -> str:
    if reason.purpose is not None and reason.purpose != purpose:
        return NOT_APPLICABLE
    if value is None or count < reason.at_least:
        return NOT_EVALUABLE
    beyond = value > reason.limit if reason.above else value < reason.limit
    return REJECTS if beyond else FINE


def _metrics(among: Among) -> Select[Any]:
    metric = tables.metric.c
    return select(metric.name, metric.value).where(
        among(metric.product, "products"), metric.value.is_not(None)
    )
