"""Where an archive lies."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from dpkit.errors import ArchiveError

__all__ = ["database_path", "files_folder"]

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<rest>.*)", re.DOTALL)


def database_path(url: str | Path) -> Path:
    """Return the path of the database that a URL or path names.

    Raises
    ------
    ArchiveError
        The URL has another scheme than ``sqlite``, or names no file.

    Examples
    --------
    >>> database_path("sqlite:///archive.sqlite").name
    'archive.sqlite'
    """
    text = str(url)
    match = None if isinstance(url, Path) else _SCHEME.fullmatch(text)
    if match is not None:
        if match["scheme"].lower() != "sqlite":
            raise ArchiveError(
                "only SQLite archives are supported in this version",
                place=text,
                remedy="give a path, or sqlite:///path",
            )
        text = unquote(match["rest"].removeprefix("///")) if match["rest"][:3] == "///" else ""
    if not text or text == ":memory:":
        raise ArchiveError("names no file", place=str(url), remedy="give a path, or sqlite:///path")
    return Path(text).absolute()


def files_folder(database: Path) -> Path:
    """Return the folder of the files that belong to a new archive: beside its database."""
    return database.with_name(f"{database.stem}.files")
