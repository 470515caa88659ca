"""Decide on blocks: certified, rejected, superseded or retired; what was decided is kept."""

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
from dpkit_archive.certification import certify_within
from dpkit_archive.claim import Claim, GrantOrder
from dpkit_archive.contention import retried
from dpkit_archive.curation.change import give_status, said_reason
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.qc.block import Block, find_block
from dpkit_archive.qc.configuration import stored_configuration
from dpkit_archive.qc.error import QualityError
from dpkit_archive.qc.reason import REJECTS, EvaluatedReason, evaluate
from dpkit_archive.qc.scorebook import StoredScore, scores_of_products
from dpkit_archive.qc.table import qc_row, qc_verdict
from dpkit_archive.statement import Among, select_rows, to_text

__all__ = [
    "CERTIFIED",
    "DECISIONS",
    "BlockQuality",
    "Verdict",
    "block_quality",
    "decide",
]

NEW, MEASURED, SCORED = "new", "measured", "scored"
CERTIFIED, REJECTED, SUPERSEDED, RETIRED = "certified", "rejected", "superseded", "retired"

DECISIONS: Mapping[str, tuple[str, ...]] = {
    NEW: (REJECTED,),
    MEASURED: (REJECTED,),
    SCORED: (CERTIFIED, REJECTED),
    CERTIFIED: (REJECTED, SUPERSEDED, RETIRED),
    REJECTED: (CERTIFIED,),
    SUPERSEDED: (CERTIFIED, REJECTED, RETIRED),
    RETIRED: (CERTIFIED, REJECTED),
}
"""What can be decided on a block, by its state."""

_STATUSES = {CERTIFIED: "valid", REJECTED: REJECTED, SUPERSEDED: SUPERSEDED, RETIRED: RETIRED}
_REMEDIES = {
    NEW: "run the quality procedure on it first, and register what it makes",
    MEASURED: "score it first: `dpkit qc score {}`",
}


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


def decide(
    database: Database,
    identifier: str,
    state: str,
    *,
    reason: str | None,
    actor: str,
    purpose: str | None = None,
    automatic: bool = False,
) -> Verdict:
    """Decide on a block, in one transaction.

    Certified, its calibrations become valid for the ranges that they propose; rejected or
    retired, they lose what they hold.

    Parameters
    ----------
    database : Database
        The archive.
    identifier : str
        The block.
    state : {"certified", "rejected", "superseded", "retired"}
        What is decided.
    reason : str or None
        Why; needed unless it is automatic.
    actor : str
        Who decides.
    purpose : str, optional
        What the block is declared to be used for.
    automatic : bool
        Only when nobody needs to look at it.

    Raises
    ------
    NotFoundError
        There is no such product.
    QualityError
        This cannot be decided now, there is no reason, or somebody needs to look at it.
    ValidityError
        A range overlaps that of another product.
    """
    said = said_reason(reason)
    if said is None and not automatic:
        raise QualityError(
            "a decision has a reason", place=identifier, remedy="say it with --reason"
        )
    mode = "automatic" if automatic else "manual"
    return retried(
        lambda: _decide(
            database, identifier, state, said or "all scores are 0", actor, purpose, mode
        )
    )


def _decide(
    database: Database,
    identifier: str,
    state: str,
    reason: str,
    actor: str,
    purpose: str | None,
    mode: str,
) -> Verdict:
    with database.writing() as connection:
        found = block_quality(connection, database, identifier, purpose=purpose)
        _check(found, state, automatic=mode == "automatic")
        calibrations = found.block.calibrations
        # Certifying a version retires the range of an earlier one; other decisions are on both.
        closed = found.block.standing if state != CERTIFIED else ()
        subjects = (*closed, *calibrations)
        give_status(connection, subjects, _STATUSES[state], actor=actor, reason=reason)
        if state == CERTIFIED and calibrations:
            order = GrantOrder(
                calibration_set=None,
                begin=None,
                end=None,
                reason=reason,
                actor=actor,
                create_set=False,
                rehearsal=False,
            )
            claims = [Claim(id=one.id) for one in calibrations]
            certify_within(connection, database, claims, order)
        return _enter(connection, found, state, reason, actor, mode)


def _check(found: BlockQuality, state: str, *, automatic: bool) -> None:
    place, allowed = found.block.subject.id, DECISIONS[found.state]
    if state not in allowed:
        remedy = _REMEDIES.get(found.state, "").format(place)
        raise QualityError(
            f"is {found.state}, and cannot become {state}",
            place=place,
            remedy=remedy or f"allowed from here are {', '.join(allowed)}",
        )
    if state == CERTIFIED and not found.scores:
        raise QualityError("is not scored", place=place, remedy=_REMEDIES[MEASURED].format(place))
    if automatic and (hindrances := found.hindrances()):
        raise QualityError(
            f"is to be looked at: {'; '.join(hindrances)}",
            place=place,
            remedy="certify or reject it by hand",
        )


def _enter(
    connection: Connection, found: BlockQuality, state: str, reason: str, actor: str, mode: str
) -> Verdict:
    pending, subject = Pending(connection), found.block.subject
    snapshot = found.snapshot()
    detail = {"from": found.state, "to": state, "reason": reason, "mode": mode}
    detail |= {"red": snapshot["red"], "scored": snapshot["scored"]}
    event = add_event(pending, "qc-verdict", subject.id, actor, detail)
    row = {"number": pending.number(qc_verdict), "block": subject.number, "state": state}
    said = {"reason": reason, "mode": mode, "snapshot": to_text(snapshot), "event": event}
    pending.add(qc_verdict, {**row, **said})
    pending.flush()
    return Verdict(
        block=subject.id,
        state=state,
        reason=reason,
        mode=mode,
        snapshot=snapshot,
        event=event,
        time=pending.time_ns,
        actor=actor,
    )


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
