"""Register products: whole, or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from dpkit.collector import resting_collector
from dpkit.errors import ArchiveError, DpkitError
from dpkit_archive.batch import Batch
from dpkit_archive.contention import ContentionError, retried
from dpkit_archive.database import Database
from dpkit_archive.order import MOVE, SYMLINK, Order
from dpkit_archive.placing import (
    at_once,
    flush_published,
    place_of_product,
    placed,
    publish,
    remove_sources,
)
from dpkit_archive.standing import Registration, load_standings
from dpkit_archive.submission import Submission

if TYPE_CHECKING:
    from dpkit.workflow.record import CallEntry

__all__ = [
    "Outcome",
    "Registration",
    "explained",
    "register_each",
    "register_submissions",
]

Outcome = Registration | DpkitError

_CHUNK = 1000
"""So many products are judged and written at once; what stands around them is in memory."""

_PERMISSION = "ask the owner of the archive for permission to write"
_REMEDIES = {
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EROFS: _PERMISSION,
    errno.ENOSPC: "make room on the disk and try again",
}


def register_submissions(
    database: Database, submissions: Sequence[Submission], order: Order
) -> list[Registration]:
    """Register prepared products: place files and write rows in one transaction, all or none.

    Raises
    ------
    IdentityError
        An id is taken by other content.
    ValidityError
        A validity overlaps that of another product.
    NotFoundError
        An input is not in the archive.
    ArchiveError
        The files or rows cannot be written; nothing is left of them.
    """
    made = retried(lambda: _register(database, submissions, order, strict=True))
    return [one for one in made if isinstance(one, Registration)]


class _Refused(Exception):  # noqa: N818
    """Some products were refused, so that none is kept; not an error but an answer."""

    def __init__(self, outcomes: dict[int, Outcome]) -> None:
        self.outcomes = outcomes


def register_each(
    database: Database, submissions: Sequence[Submission], order: Order, *, whole: bool = False
) -> list[Outcome]:
    """Register prepared products in one transaction, and leave out those that are refused.

    Parameters
    ----------
    database, submissions, order
        As for `register_submissions`.
    whole : bool
        Keep none when one is refused.

    Returns
    -------
    list of Registration or DpkitError
        What became of each, or with `whole` would have.

    Raises
    ------
    ArchiveError
        The files or rows cannot be written; nothing is left of any.
    """
    try:
        return retried(lambda: _register(database, submissions, order, strict=False, whole=whole))
    except _Refused as refused:
        return [refused.outcomes[number] for number in range(len(submissions))]


def _register(
    database: Database,
    submissions: Sequence[Submission],
    order: Order,
    *,
    strict: bool,
    whole: bool = False,
) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    folders: dict[int, Path] = {}
    with explained(database), ExitStack() as stack:
        if order.places:
            missing, known = _find_missing(database, submissions)
            # Links are left to the writer, who sees whether their files are still the same; and
            # so are inputs, which must be known, and calls, which are entered in any case.
            left = order.mode == SYMLINK or order.calls or any(one.inputs for one in submissions)
            if len(known) == len(submissions) and not left:
                return known

            def place(number: int) -> None:
                try:
                    placing = placed(database, submissions[number], order.mode)
                    folders[number] = stack.enter_context(placing)
                except DpkitError as error:
                    outcomes[number] = _kept(error, strict=strict)

            at_once(place, missing)
        connection = stack.enter_context(database.writing(keep=not order.rehearsal))
        _enter_all(connection, database, submissions, order, outcomes, strict=strict)
        if order.calls:
            _enter_calls(connection, order.calls, order.actor, outcomes)
        if whole and any(isinstance(one, DpkitError) for one in outcomes.values()):
            raise _Refused(outcomes)
        _publish_all(database, submissions, folders, outcomes, order)
    made = [outcomes[number] for number in range(len(submissions))]
    if order.mode == MOVE and order.places:
        remove_sources([submissions[number] for number in folders if _is_new(outcomes[number])])
    return made


def _enter_calls(
    connection: Connection, calls: Sequence[CallEntry], actor: str, outcomes: dict[int, Outcome]
) -> None:
    """Enter the calls that made the products, which come call by call and port by port."""
    from dpkit_archive.run.entry import enter_calls

    ids = iter([one.id for _, one in sorted(outcomes.items()) if isinstance(one, Registration)])
    made = [
        {port: list(islice(ids, len(some))) for port, some in one.record.outputs.items()}
        if one.documents
        else one.outputs
        for one in calls
    ]
    enter_calls(connection, list(zip(calls, made, strict=True)), actor)


def _find_missing(
    database: Database, submissions: Sequence[Submission]
) -> tuple[list[int], list[Outcome]]:
    """Return which products do not stand yet, and those that do under ids that are known.

    Without the turn to write: what is there already costs no copy, and no waiting.
    """
    missing: list[int] = []
    known: list[Outcome] = []
    with database.reading() as connection:
        for chunk in _chunks(range(len(submissions))):
            some = [submissions[number] for number in chunk]
            standings = load_standings(connection, some)
            for number, one in zip(chunk, some, strict=True):
                try:
                    found = standings.find(one, standings.digest(one))
                except DpkitError:
                    continue  # will be refused by the writer, whose word counts
                if found is None:
                    missing.append(number)
                elif standings.number(one.id) is not None:
                    known.append(standings.registration(found, database.files, created=False))
    return missing, known


def _enter_all(
    connection: Connection,
    database: Database,
    submissions: Sequence[Submission],
    order: Order,
    outcomes: dict[int, Outcome],
    *,
    strict: bool,
) -> None:
    """Write products after those that they refer to."""
    sequence = [number for number in _sequence(submissions) if number not in outcomes]
    for chunk in _chunks(sequence):
        with resting_collector():
            batch = Batch(connection, database, [submissions[number] for number in chunk], order)
            for number in chunk:
                try:
                    outcomes[number] = batch.enter(submissions[number])
                except DpkitError as error:
                    outcomes[number] = _kept(error, strict=strict)
            batch.flush()


def _sequence(submissions: Sequence[Submission]) -> list[int]:
    """Return products after those that they refer to, else in the order given."""
    numbers = {one.id: number for number, one in enumerate(submissions)}
    if not any(i in numbers for one in submissions for i in one.content.references):
        return list(range(len(submissions)))
    graph: TopologicalSorter[int] = TopologicalSorter()
    for number, one in enumerate(submissions):
        referred = {numbers[i] for i in one.content.references if i in numbers}
        graph.add(number, *(referred - {number}))
    try:
        graph.prepare()
    except CycleError:
        return list(range(len(submissions)))
    sequence: list[int] = []
    ready: list[int] = []
    while graph.is_active():
        for number in graph.get_ready():
            heappush(ready, number)
        sequence.append(heappop(ready))
        graph.done(sequence[-1])
    return sequence


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


def _kept(error: DpkitError, *, strict: bool) -> DpkitError:
    """Return why a product is refused, to go on with the others; unless all or none shall enter."""
    if strict or isinstance(error, ContentionError):
        raise error
    return error


def _is_new(outcome: Outcome) -> bool:
    return isinstance(outcome, Registration) and outcome.created


def _publish_all(
    database: Database,
    submissions: Sequence[Submission],
    folders: dict[int, Path],
    outcomes: dict[int, Outcome],
    order: Order,
) -> None:
    if not order.places:
        return
    published: list[Path] = []
    for number, outcome in outcomes.items():
        if _is_new(outcome):
            if number not in folders:
                # It stood when we looked, and does not any more.
                raise ContentionError(
                    "the archive changed meanwhile",
                    place=database.location.text,
                    remedy="try again",
                )
            published.append(place_of_product(database, submissions[number]))
            publish(folders[number], published[-1])
    flush_published(published)


@contextmanager
def explained(database: Database) -> Iterator[None]:
    """Turn errors of the operating system into those that a user can act on."""
    try:
        yield
    except OSError as error:
        place = error.filename or database.files
        raise ArchiveError(
            f"cannot be registered: {error.strerror or error}",
            place=place,
            remedy=_REMEDIES.get(error.errno or 0, "check the disk and try again"),
        ) from error
