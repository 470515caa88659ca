"""Scores as they are stored: read by product, or as a trend; old ones stay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, or_, select

from dpkit.qc.score import Score
from dpkit.qc.threshold import Threshold
from dpkit.tai import FOREVER, NEVER, format_utc
from dpkit_archive import tables
from dpkit_archive.qc.table import qc_score, qc_series
from dpkit_archive.statement import Among, select_rows

__all__ = ["StoredScore", "scores_of_products", "scores_of_series"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredScore:
    """A score with what it was made by.

    Attributes
    ----------
    number : int
        Its number; later ones are higher.
    product, table : str
        Id of the product that was measured, and the QC1 table.
    keys : mapping
        What was measured, such as setting and detector: the filters of the row.
    time : int
        When it was measured, nanoseconds of TAI.
    parameter : str
        What was judged.
    value, lower, upper : float or None
        Its value, and the limits that were applied; None for none.
    score : int or None
        0 inside, 1 outside, None when it was not scored.
    why : str or None
        Why it was not scored.
    method : str or None
        Where the limits came from: VAL, SIGMA or PERCENT.
    hc : bool
        Whether the parameter is one of the health check.
    reports : tuple of str
        Trending reports that show it.
    configuration : str
        Id of the configuration.
    event : int
        Number of the event that brought it.
    actor : str
        Who scored.
    scored : int
        When, nanoseconds of TAI.
    replaced : int or None
        Number of the event since which another score stands.
    """

    number: int
    product: str
    table: str
    keys: Mapping[str, Any]
    time: int
    parameter: str
    value: float | None
    lower: float | None
    upper: float | None
    score: int | None
    why: str | None
    method: str | None
    hc: bool
    reports: tuple[str, ...]
    configuration: str
    event: int
    actor: str
    scored: int
    replaced: int | None

    def judged(self) -> Score:
        """Return it as a score that can be counted and coloured."""
        infinity = float("inf")
        threshold = None
        if self.lower is not None or self.upper is not None:
            threshold = Threshold(
                parameter=self.parameter,
                lower=-infinity if self.lower is None else self.lower,
                upper=infinity if self.upper is None else self.upper,
            )
        return Score(
            parameter=self.parameter, value=self.value, threshold=threshold, score=self.score
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        said = {name: getattr(self, name) for name in self.__slots__ if name != "number"}
        times = {"time": format_utc(self.time), "scored": format_utc(self.scored)}
        colour = {"colour": self.judged().colour.value}
        return {**said, **times, **colour, "keys": dict(self.keys), "reports": list(self.reports)}


def scores_of_products(
    connection: Connection, products: Iterable[int], *, event: int | None = None, history: bool
) -> list[StoredScore]:
    """Return the scores of products by their numbers, as they stand now or stood at an event.

    Parameters
    ----------
    connection : Connection
        Where to look.
    products : iterable of int
        Their numbers.
    event : int, optional
        The last event that counts; all do by default.
    history : bool
        Also those that others took the place of.
    """
    build = _every_of_products if history else _of_products
    until = FOREVER if event is None else event
    rows = select_rows(connection, build, products=products, event=until)
    return [_stored(row) for row in rows]


def scores_of_series(
    connection: Connection,
    series: Iterable[int],
    since: int | None = None,
    until: int | None = None,
) -> list[StoredScore]:
    """Return the scores that stand of series of rows by their numbers, in order of time."""
    rows = select_rows(
        connection,
        _of_series,
        series=series,
        since=NEVER if since is None else since,
        until=FOREVER if until is None else until,
    )
    return [_stored(row) for row in rows]


def _stored(row: Any) -> StoredScore:
    *first, detail, configuration, event, actor, scored, replaced = row
    number, product, table, keys, time, parameter, value, lower, upper, score = first
    said = json.loads(detail) if isinstance(detail, str) else detail
    return StoredScore(
        number=number,
        product=product,
        table=table,
        keys=json.loads(keys),
        time=time,
        parameter=parameter,
        value=value,
        lower=lower,
        upper=upper,
        score=score,
        why=said["why"],
        method=said["method"],
        hc=said["hc"],
        reports=tuple(said["reports"]),
        configuration=configuration,
        event=event,
        actor=actor,
        scored=scored,
        replaced=replaced,
    )


def _all() -> Select[Any]:
    one, series, product, event = qc_score.c, qc_series, tables.product, tables.event
    joined = qc_score.join(series).join(product, product.c.number == one.product)
    joined = joined.join(event, event.c.seq == one.event)
    return select(
        *(one.number, product.c.id, series.c.qc_table, series.c["keys"], one.time_ns),
        *(one.parameter, one.value, one.lower, one.upper, one.score, one.detail),
        *(one.configuration, one.event, event.c.actor, event.c.time_ns, one.replaced_event),
    ).select_from(joined)


def _every_of_products(among: Among) -> Select[Any]:
    last = bindparam("event", type_=BigInteger)
    chosen = _all().where(among(qc_score.c.product, "products"), qc_score.c.event <= last)
    return chosen.order_by(qc_score.c.number)


def _of_products(among: Among) -> Select[Any]:
    last, replaced = bindparam("event", type_=BigInteger), qc_score.c.replaced_event
    return _every_of_products(among).where(or_(replaced.is_(None), replaced > last))


def _of_series(among: Among) -> Select[Any]:
    since, until = (bindparam(name, type_=BigInteger) for name in ("since", "until"))
    one = qc_score.c
    return (
        _all()
        .where(
            among(one.series, "series"),
            one.time_ns >= since,
            one.time_ns < until,
            one.replaced_event.is_(None),
        )
        .order_by(one.time_ns, one.number)
    )
