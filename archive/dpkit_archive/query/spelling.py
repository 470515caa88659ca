"""Values of keys that are written nowhere, neither in a schema nor in the archive."""

from __future__ import annotations

from difflib import get_close_matches

from sqlalchemy import Connection, or_, select

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit_archive import tables
from dpkit_archive.key import KeyValue
from dpkit_archive.query.operand import key_sources, listed_words
from dpkit_archive.query.wanted import Wanted

__all__ = ["refuse_misspelt"]

_ALIKE = 0.75  # one letter of four or five


def refuse_misspelt(connection: Connection, wanted: Wanted) -> None:
    """Refuse a value that no product has and that looks like one which schemas list.

    Where all schemas list the values, what they do not was refused before. Here some schema
    allows any text: a value that is like none that is listed may be right, and only not here yet.

    Raises
    ------
    NotFoundError
        Names the nearest values.
    """
    for name, values in wanted.keys:
        words = listed_words(name)
        for value in values:
            if value in words or not get_close_matches(str(value), words, cutoff=_ALIKE):
                continue
            if not _occurs(connection, name, value):
                raise NotFoundError(
                    f"no {name} is named {value!r}", remedy=near_names(str(value), words, name)
                )


def _occurs(connection: Connection, name: str, value: KeyValue) -> bool:
    here = or_(*(one.some(lambda found: found == value) for one in key_sources(name, None)))
    return (
        connection.execute(select(tables.product.c.number).where(here).limit(1)).first() is not None
    )
