"""Blocks as they are judged: state, scores, reasons to reject, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.qc.configuration import ScoreConfiguration
from dpkit.qc.score import TotalScore, total
from dpkit.tai import format_utc
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.qc.block import Block, find_block
from dpkit_archive.qc.configuration import stored_configuration
from dpkit_archive.qc.reason import REJECTS, EvaluatedReason, evaluate
from dpkit_archive.qc.scorebook import StoredScore, scores_of_products
from dpkit_archive.qc.table import qc_row, qc_verdict
from dpkit_archive.statement import Among, select_rows

__all__ = ["MEASURED", "NEW", "SCORED", "BlockQuality", "Verdict", "block_quality"]

NEW, MEASURED, SCORED = "new", "measured", "scored"
"""States of a block before anything is decided on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided on a block.

    Attributes
    ----------
    block, state : str
        The block, and what was decided.
    reason : str or None
        Why.
    mode : {"manual", "automatic"}
        Whether a person decided.
    snapshot : mapping
        Configuration, totals, scores and reasons as they were, and the products that it is about.
    event, time : int
        Number of the event, and when it was, nanoseconds of TAI.
    actor : str
        Who decided.
    """

    block: str
    state: str
    reason: str | None
    mode: str
    snapshot: Mapping[str, Any]
    event: int
    time: int
    actor: str

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {**said, "time": format_utc(self.time), "snapshot": dict(self.snapshot)}


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockQuality:
    """A block as it is judged.

    Attributes
    ----------
    block : Block
        The block with its products.
    state : str
        new, measured, scored, or what was decided last; a block of which something was made anew
        since is measured or scored again.
    configuration : ScoreConfiguration or None
        By what it was scored.
    scores : tuple of StoredScore
        Its scores.
    reasons : tuple of EvaluatedReason
        What else is looked at.
    history : tuple of Verdict
        What was decided, the last one last.
    hidden : tuple of str
        Why rows of it are hidden, for each of them.
    """

    block: Block
    state: str
    configuration: ScoreConfiguration | None
    scores: tuple[StoredScore, ...]
    reasons: tuple[EvaluatedReason, ...]
    history: tuple[Verdict, ...]
    hidden: tuple[str, ...]

    @property
    def total(self) -> TotalScore:
        """How many scores are red, of how many."""
        return total(one.judged() for one in self.scores)

    def totals(self) -> list[dict[str, Any]]:
        """Return the totals of each detector, or whatever else the scores are of."""
        groups: dict[str, list[StoredScore]] = {}
        for one in self.scores:
            groups.setdefault(str(one.keys.get("detector", "")), []).append(one)
        found = [(name, total(one.judged() for one in some)) for name, some in groups.items()]
        return [
            {"detector": name, "red": one.red, "scored": one.scored} for name, one in sorted(found)
        ]

    def hindrances(self) -> list[str]:
        """Return why it is not certified without being looked at; empty when it can be."""
        found = []
        if self.configuration is None or not self.configuration.automatic:
            found.append("the configuration does not allow it")
        if not self.total.scored:
            found.append("nothing is scored")
        if self.total.red:
            found.append(f"{self.total.red} of {self.total.scored} scores are red")
        unscored = [one for one in self.scores if one.method is not None and one.score is None]
        if unscored:
            found.append(f"{unscored[0].parameter} is not scored: {unscored[0].why}")
        found += [f"a row is hidden: {reason}" for reason in self.hidden]
        found += [f"{one.name}: {one.text}" for one in self.reasons if one.outcome == REJECTS]
        return found

    def snapshot(self) -> dict[str, Any]:
        """Return what a decision stands on, ready for JSON."""
        return {
            "configuration": self.configuration and self.configuration.id,
            "red": self.total.red,
            "scored": self.total.scored,
            "scores": [one.to_dict() for one in self.scores],
            "reasons": [one.to_dict() for one in self.reasons],
            "products": [one.id for one in (*self.block.measured, *self.block.calibrations)],
        }


def block_quality(
    connection: Connection,
    database: Database,
    identifier: str,
    *,
    purpose: str | None = None,
) -> BlockQuality:
    """Return a block as it is judged.

    Parameters
    ----------
    connection, database
        The archive.
    identifier : str
        The block.
    purpose : str, optional
        What it is declared to be used for.

    Raises
    ------
    NotFoundError
        There is no such product.
    QualityError
        It is no block.
    """
    block = find_block(connection, identifier)
    numbers = [one.number for one in block.measured]
    scores = scores_of_products(connection, numbers, history=False)
    configuration, reasons = None, []
    if scores:
        last = max(scores, key=lambda one: one.event)
        # A newer schema may have renamed what it judged; the scores stand all the same.
        configuration = stored_configuration(
            connection, last.table, last.configuration, checked=False
        )
        reasons = evaluate(connection, database, configuration, block.measured, purpose)
    history = _history(connection, block)
    return BlockQuality(
        block=block,
        state=_state(block, scores, history),
        configuration=configuration,
        scores=tuple(scores),
        reasons=tuple(reasons),
        history=history,
        hidden=tuple(reason for (reason,) in select_rows(connection, _hidden, products=numbers)),
    )


def _state(block: Block, scores: Sequence[StoredScore], history: Sequence[Verdict]) -> str:
    """Return what was decided last, unless something was made since that it is not about."""
    if history:
        now = {one.id for one in (*block.measured, *block.calibrations)}
        if now <= set(history[-1].snapshot["products"]):
            return history[-1].state
    return SCORED if scores else MEASURED if block.measured else NEW


def _history(connection: Connection, block: Block) -> tuple[Verdict, ...]:
    rows: Sequence[Any] = select_rows(connection, _verdicts, blocks=[block.subject.number])
    return tuple(
        Verdict(
            block=block.subject.id,
            state=state,
            reason=reason,
            mode=mode,
            snapshot=json.loads(snapshot) if isinstance(snapshot, str) else snapshot,
            event=number,
            time=time,
            actor=actor,
        )
        for state, reason, mode, snapshot, number, time, actor in rows
    )


def _hidden(among: Among) -> Select[Any]:
    row = qc_row.c
    chosen = select(row.hidden_reason).where(among(row.product, "products"))
    return chosen.where(row.hidden_reason.is_not(None)).order_by(row.number)


def _verdicts(among: Among) -> Select[Any]:
    one, event = qc_verdict.c, tables.event
    columns = (one.state, one.reason, one.mode, one.snapshot, one.event, event.c.time_ns)
    chosen = select(*columns, event.c.actor).select_from(qc_verdict.join(event))
    return chosen.where(among(one.block, "blocks")).order_by(one.number)
