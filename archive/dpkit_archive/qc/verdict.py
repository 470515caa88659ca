"""Decide on blocks: certified, rejected, superseded or retired; what was decided is kept."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from dpkit_archive.certification import certify_within
from dpkit_archive.claim import Claim, GrantOrder
from dpkit_archive.contention import retried
from dpkit_archive.curation.change import give_status, said_reason
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending
from dpkit_archive.qc.blockquality import (
    MEASURED,
    NEW,
    SCORED,
    BlockQuality,
    Verdict,
    block_quality,
)
from dpkit_archive.qc.error import QualityError
from dpkit_archive.qc.table import qc_verdict
from dpkit_archive.statement import to_text

__all__ = ["CERTIFIED", "DECISIONS", "decide"]

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
