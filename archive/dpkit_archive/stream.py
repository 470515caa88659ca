"""Register products from a stream: batch by batch, each with an answer for every product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from dpkit.errors import ArchiveError, DpkitError
from dpkit_archive.database import Database
from dpkit_archive.order import BATCH, Order
from dpkit_archive.preparation import Scope, prepare_all
from dpkit_archive.registration import register_each
from dpkit_archive.standing import Registration
from dpkit_archive.submission import Submission

__all__ = ["BATCH", "Refusal", "register_stream", "register_whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A product that was not registered.

    Attributes
    ----------
    source : str
        Its document.
    error : DpkitError
        Why.
    """

    source: str
    error: DpkitError


def register_stream(
    database: Database,
    sources: Iterable[str | Path],
    order: Order,
    scope: Scope,
    *,
    batch: int = BATCH,
    jobs: int = 1,
) -> Iterator[Registration | Refusal]:
    """Register products of a stream, and answer for each, in order, when its batch is kept.

    What is refused does not keep the others out. A batch is one transaction; what was answered
    for is kept whatever happens later.

    Raises
    ------
    ArchiveError
        A batch cannot be written; nothing is left of it, and it can be given again.
    """
    remaining = prepare_all(sources, scope, jobs=jobs)
    while some := list(islice(remaining, batch)):
        good = {n: one for n, (_, one) in enumerate(some) if isinstance(one, Submission)}
        made = dict(zip(good, register_each(database, list(good.values()), order), strict=True))
        for number, (source, prepared) in enumerate(some):
            found = made.get(number, prepared)
            yield found if isinstance(found, Registration) else _refusal(source, found)


def register_whole(
    database: Database,
    sources: Sequence[str | Path],
    order: Order,
    scope: Scope,
    *,
    jobs: int = 1,
) -> list[Registration | Refusal]:
    """Register products in one transaction, all or none, and answer for each.

    Returns
    -------
    list of Registration or Refusal
        When one is refused, all are: the others because of it. All that is wrong is found.
    """
    prepared = [one for _, one in prepare_all(sources, scope, jobs=jobs)]
    good = [one for one in prepared if isinstance(one, Submission)]
    if len(good) < len(prepared):
        order = replace(order, rehearsal=True)
    made = iter(register_each(database, good, order, whole=True))
    found = [next(made) if isinstance(one, Submission) else one for one in prepared]
    if all(isinstance(one, Registration) for one in found):
        return [one for one in found if isinstance(one, Registration)]
    return [
        _refusal(source, _others_refused(source) if isinstance(one, Registration) else one)
        for source, one in zip(sources, found, strict=True)
    ]


def _others_refused(source: str | Path) -> ArchiveError:
    return ArchiveError(
        "was not registered since others were refused",
        place=str(source),
        remedy="mend or leave out the others",
    )


def _refusal(source: str | Path, error: object) -> Refusal:
    if not isinstance(error, DpkitError):
        raise TypeError(f"{source} has no outcome")
    return Refusal(source=str(source), error=error)
