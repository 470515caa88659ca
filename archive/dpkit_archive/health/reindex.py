"""Make what is derived from documents what the installed schemas derive from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from dpkit_archive.contention import retried
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.rows import check_rows
from dpkit_archive.health.schemas import check_schemas, rebuild_readable
from dpkit_archive.health.structure import check_structure, index_names, path_faults
from dpkit_archive.pending import Pending
from dpkit_archive.query.pathindex import drop_path, renew_path
from dpkit_archive.rebuild import Difference, stored_products

__all__ = ["Reindexed", "reindex"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexed:
    """What was made anew, and what was not.

    Attributes
    ----------
    products, changed : int
        How many products there are, and of how many something was made anew.
    renewed, dropped : tuple of str
        Promoted paths whose indexes were made anew, and that are in no schema any more.
    left : tuple of Fault
        What cannot be made anew: documents that the schemas cannot read, identities and ranges
        under other keys, and whatever else a check finds in the database.
    """

    products: int
    changed: int
    renewed: tuple[str, ...]
    dropped: tuple[str, ...]
    left: tuple[Fault, ...]


def reindex(database: Database, *, actor: str) -> Reindexed:
    """Derive anew what follows from all documents, in one transaction; then tell what is left.

    Parameters
    ----------
    database : Database
        The archive.
    actor : str
        Who does it.
    """
    products, changed, unreadable, renewed, dropped = retried(lambda: _reindex(database, actor))
    found = [*check_structure(database), *check_rows(database)]
    samples = check_schemas(database, deep=False)
    # A check looks at samples, this at all.
    found += [one for one in samples if one.code != "document-unreadable"]
    return Reindexed(
        products=products,
        changed=changed,
        renewed=renewed,
        dropped=dropped,
        left=(*found, *unreadable),
    )


def _reindex(
    database: Database, actor: str
) -> tuple[int, int, list[Fault], tuple[str, ...], tuple[str, ...]]:
    products = changed = last = 0
    unreadable: list[Fault] = []
    with database.writing() as connection:
        while some := stored_products(connection, last):
            products, last = products + len(some), some[-1].number
            differing: set[str] = set()
            for found in rebuild_readable(connection, some, keep=False):
                if isinstance(found, Difference):
                    differing.add(found.id)
                else:
                    unreadable.append(_unreadable(*found))
            anew = [one for one in some if one.id in differing]
            if anew:
                list(rebuild_readable(connection, anew, keep=True))
            changed += len(anew)
        renewed, dropped = _renew_paths(connection)
        if changed or renewed or dropped:
            _tell(connection, actor, products, changed, renewed, dropped)
    return products, changed, unreadable, renewed, dropped


def _unreadable(identifier: str, error: Exception) -> Fault:
    return Fault(
        code="document-unreadable", place=identifier, message=str(error), subject=identifier
    )


def _renew_paths(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    faults = list(path_faults(connection, index_names(connection)))
    gone = tuple(_subjects(faults, "path-gone"))
    for path in gone:
        drop_path(connection, path)
    differing = tuple(_subjects(faults, "path-differs"))
    for path in differing:
        renew_path(connection, path)
    return differing, gone


def _subjects(faults: list[Fault], code: str) -> Iterator[str]:
    return (one.subject for one in faults if one.code == code)


def _tell(
    connection: Connection,
    actor: str,
    products: int,
    changed: int,
    renewed: tuple[str, ...],
    dropped: tuple[str, ...],
) -> None:
    pending = Pending(connection)
    said = {"products": products, "changed": changed}
    said_paths = {"renewed": list(renewed), "dropped": list(dropped)}
    add_event(pending, "reindex", "archive", actor, {**said, **said_paths})
    pending.flush()
