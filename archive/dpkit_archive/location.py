"""Where an archive lies, as its URL or path says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from dpkit.errors import ArchiveError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

__all__ = ["ArchiveLocation", "files_folder", "locate"]

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<rest>.*)", re.DOTALL)
_POSTGRESQL = ("postgresql", "postgresql+psycopg")
_SYNCHRONOUS = ("full", "normal")
_FORMS = "give a path, sqlite:///path, or postgresql://host/database"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLocation:
    """Where an archive lies, and how carefully it is written.

    Attributes
    ----------
    text : str
        The location as messages say it, without a password.
    path : Path or None
        The database of SQLite.
    url : sqlalchemy.engine.URL or None
        The database of PostgreSQL.
    synchronous : {"full", "normal"}
        Whether a commit waits until it survives a power cut.
    """

    text: str
    path: Path | None = None
    url: URL | None = None
    synchronous: str = "full"


def locate(url: str | Path) -> ArchiveLocation:
    """Return where the archive lies that a URL or path names.

    Raises
    ------
    ArchiveError
        The scheme is not supported, the URL names no database, or has an unknown option.

    Examples
    --------
    >>> locate("sqlite:///archive.sqlite?synchronous=normal").synchronous
    'normal'
    """
    match = None if isinstance(url, Path) else _SCHEME.fullmatch(str(url))
    scheme = "" if match is None else match["scheme"].lower()
    if scheme in _POSTGRESQL:
        return _postgresql(str(url))
    if match is None:
        return _sqlite(str(url), str(url), "")
    if scheme != "sqlite":
        raise ArchiveError(
            f"no archive is kept in {scheme!r}", place=_unsecret(str(url)), remedy=_FORMS
        )
    rest, _, query = match["rest"].partition("?")
    return _sqlite(unquote(rest[3:]) if rest[:3] == "///" else "", str(url), query)


def files_folder(database: Path) -> Path:
    """Return the folder of the files that belong to a new archive: beside its database."""
    return database.with_name(f"{database.stem}.files")


def _sqlite(path: str, said: str, query: str) -> ArchiveLocation:
    if not path or path == ":memory:":
        raise ArchiveError("names no file", place=said, remedy=_FORMS)
    options = dict(parse_qsl(query, keep_blank_values=True))
    synchronous = _synchronous(options.pop("synchronous", "full"), said)
    if options:
        raise ArchiveError(
            f"no option is named {next(iter(options))!r}", place=said, remedy="known: synchronous"
        )
    absolute = Path(path).absolute()
    return ArchiveLocation(text=str(absolute), path=absolute, synchronous=synchronous)


def _postgresql(text: str) -> ArchiveLocation:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text).set(drivername="postgresql")
    except (ArgumentError, ValueError):
        raise ArchiveError("is no URL", place=_unsecret(text), remedy=_FORMS) from None
    if not url.database:
        raise ArchiveError("names no database", place=_unsecret(text), remedy=_FORMS)
    said = str(url.query.get("synchronous", "full"))
    url = url.difference_update_query(["synchronous"])
    shown = url.render_as_string(hide_password=True)
    return ArchiveLocation(
        text=shown,
        url=url.set(drivername="postgresql+psycopg"),
        synchronous=_synchronous(said, shown),
    )


def _synchronous(word: str, place: str) -> str:
    if word.lower() not in _SYNCHRONOUS:
        raise ArchiveError(
            f"synchronous cannot be {word!r}", place=place, remedy="choose full or normal"
        )
    return word.lower()


def _unsecret(text: str) -> str:
    """Return a URL without the password that may be in it."""
    return re.sub(r"(//[^/@:]*):[^/@]*@", r"\1:***@", text)
