"""Products that are chosen: by queries, or by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from dpkit_archive.query.query import Query
from dpkit_archive.query.run import find_ids
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.release.member import Member, identified
from dpkit_archive.release.spoilage import warn_of_spoiled

__all__ = ["Chosen", "Source", "chosen", "chosen_members"]

Source = Query | Iterable[Query | str]
"""What products may be chosen by: a query, several, or ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Products as they were chosen; which they are is found out when they are used."""

    wanted: tuple[Wanted, ...] = ()
    ids: tuple[str, ...] = ()

    def describe(self) -> list[str]:
        """Return the choice in words."""
        said = [" and ".join(_conditions(one)) or "all products" for one in self.wanted]
        return [*said, f"{len(self.ids)} ids"] if self.ids else said


def chosen(source: Source) -> Chosen:
    """Return what a query, several queries, or ids choose."""
    parts = [source] if isinstance(source, (Query, str)) else list(source)
    return Chosen(
        wanted=tuple(one.wanted for one in parts if isinstance(one, Query)),
        ids=tuple(one for one in parts if isinstance(one, str)),
    )


def chosen_members(connection: Connection, choice: Chosen) -> list[Member]:
    """Return the products that are chosen, each once; warns of members that turned out bad.

    Raises
    ------
    DpkitError
        A query makes no sense, or an id is of no product.
    """
    ids: list[str] = []
    for one in choice.wanted:
        found = find_ids(connection, one)
        if one.release is not None:
            warn_of_spoiled(connection, one.release, found, one.as_of)
        ids += found
    return identified(connection, [*ids, *choice.ids])


def _conditions(wanted: Wanted) -> list[str]:
    labels = wanted.labels()
    given = [wanted.product] if wanted.product else []
    given += [text for name, text in labels.items() if name.startswith(("key", "where", "area"))]
    for name in ("dataset", "status", "release", "between"):
        if getattr(wanted, name) is not None:
            given.append(labels[name])
    return given
