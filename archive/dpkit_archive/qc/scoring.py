"""Score the rows of products, and store scores with the limits that were applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.qc.configuration import Judgement, ScoreConfiguration
from dpkit_archive.contention import retried
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.qc.judging import JudgedRow, finite, judged_rows
from dpkit_archive.qc.scorebook import StoredScore, scores_of_products
from dpkit_archive.qc.table import qc_row, qc_score
from dpkit_archive.statement import Among, select_rows, to_text

__all__ = ["ScoredProduct", "score_products"]

_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredProduct:
    """What became of the scores of a product.

    Attributes
    ----------
    product : str
        Its id.
    red, scored : int
        How many of its scores are 1, and how many there are.
    grey : int
        How many values were not scored.
    configuration : str
        Id of the configuration.
    event : int or None
        Number of the event; None when the same scores stood already.
    """

    product: str
    red: int
    scored: int
    grey: int
    configuration: str
    event: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def score_products(
    database: Database,
    configuration: ScoreConfiguration,
    products: Iterable[str] | None,
    *,
    actor: str,
) -> list[ScoredProduct]:
    """Score products, in one transaction; scores that stood are kept, and others stand.

    Statistical limits come from earlier rows with the same keys, which are not hidden.

    Parameters
    ----------
    database : Database
        The archive.
    configuration : ScoreConfiguration
        By what.
    products : iterable of str or None
        Their ids; None for all that have rows in the table.
    actor : str
        Who does it.

    Raises
    ------
    ThresholdError
        Two thresholds judge one value.
    """
    wanted = None if products is None else list(dict.fromkeys(products))
    return retried(lambda: _score(database, configuration, wanted, actor))


def _score(
    database: Database,
    configuration: ScoreConfiguration,
    wanted: Sequence[str] | None,
    actor: str,
) -> list[ScoredProduct]:
    with database.writing() as connection:
        rows = judged_rows(connection, database, configuration, wanted)
        by_product: dict[str, list[JudgedRow]] = {}
        for row in rows:
            by_product.setdefault(row.product, []).append(row)
        pending = Pending(connection)
        names = list(by_product)
        made = []
        for start in range(0, len(names), _CHUNK):
            some = {name: by_product[name] for name in names[start : start + _CHUNK]}
            made += _store(connection, pending, some, configuration, actor)
        pending.flush()
    return made


def _store(
    connection: Connection,
    pending: Pending,
    products: Mapping[str, Sequence[JudgedRow]],
    configuration: ScoreConfiguration,
    actor: str,
) -> list[ScoredProduct]:
    rows = [row.number for some in products.values() for row in some]
    places = {
        number: (product, series)
        for number, product, series in select_rows(connection, _places, rows=rows)
    }
    standing: dict[str, list[StoredScore]] = {}
    numbers = {product for product, _ in places.values()}
    for one in scores_of_products(connection, numbers, history=False):
        standing.setdefault(one.product, []).append(one)
    return [
        _store_one(pending, product, some, places, standing.get(product, []), configuration, actor)
        for product, some in products.items()
    ]


def _store_one(
    pending: Pending,
    product: str,
    rows: Sequence[JudgedRow],
    places: Mapping[int, tuple[int, int]],
    standing: Sequence[StoredScore],
    configuration: ScoreConfiguration,
    actor: str,
) -> ScoredProduct:
    scores = [one for row in rows for one in row.made]
    known = [one.score.score for one in scores if one.score.score is not None]
    red, event = sum(known), None
    new = [_columns(row, *places[row.number], one) for row in rows for one in row.made]
    if [_said(one) for one in standing] != [_told(one, configuration.id) for one in new]:
        detail = {"configuration": configuration.id, "red": red, "scored": len(known)}
        event = add_event(pending, "qc-score", product, actor, detail)
        for one in standing:
            pending.change(qc_score.c.replaced_event, one.number, event)
        last = (configuration.id, event, None)
        pending.add_tuples(
            qc_score, [(pending.number(qc_score), *one.values(), *last) for one in new]
        )
    return ScoredProduct(
        product=product,
        red=red,
        scored=len(known),
        grey=len(scores) - len(known),
        configuration=configuration.id,
        event=event,
    )


def _columns(row: JudgedRow, product: int, series: int, made: Judgement) -> dict[str, Any]:
    """Return the values of a row of the table of scores, but for the first and the last ones."""
    threshold, rule = made.score.threshold, made.rule
    applied = threshold if rule is not None else None
    detail = {
        "why": made.not_scored,
        "method": rule and rule.method.value,
        "hc": rule is not None and rule.hc,
        "reports": list(rule.reports) if rule else [],
    }
    return {
        "product": product,
        "series": series,
        "time_ns": row.time_ns,
        "parameter": made.score.parameter,
        "value": made.score.value,
        "lower": None if applied is None else finite(applied.lower),
        "upper": None if applied is None else finite(applied.upper),
        "score": made.score.score,
        "detail": to_text(detail),
    }


def _told(new: Mapping[str, Any], configuration: str) -> tuple[Any, ...]:
    same = ("time_ns", "parameter", "value", "lower", "upper", "score", "detail")
    return (configuration, *(new[name] for name in same))


def _said(one: StoredScore) -> tuple[Any, ...]:
    detail = {"why": one.why, "method": one.method, "hc": one.hc, "reports": list(one.reports)}
    values = (one.time, one.parameter, one.value, one.lower, one.upper, one.score)
    return (one.configuration, *values, to_text(detail))


def _places(among: Among) -> Select[Any]:
    row = qc_row.c
    return select(row.number, row.product, row.series).where(among(row.number, "rows"))
