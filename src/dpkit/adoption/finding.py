"""Find the files that a user means: files, folders, patterns, and lists of them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dpkit.adoption.origin import FileRule
from dpkit.errors import NotFoundError

__all__ = ["find_files"]

_SUFFIXES = {".asdf", ".csv", ".ecsv", ".fit", ".fits", ".fts", ".parquet", ".tbl"}
_LIST = "-"


def find_files(
    sources: Iterable[str], rules: Sequence[FileRule], listed: Iterable[bytes] = ()
) -> Iterator[Path]:
    """Yield the files that sources stand for.

    Parameters
    ----------
    sources : iterable of str
        Files, patterns with ``*``, ``?``, ``[]`` and ``**``, and folders, which are searched to
        any depth for what fits a rule; ``-`` stands for the list.
    rules : sequence of FileRule
        Which files are meant.
    listed : iterable of bytes
        Such sources, one on each line.

    Raises
    ------
    NotFoundError
        A source stands for nothing.
    """
    for source in sources:
        if source == _LIST:
            for line in listed:
                if name := os.fsdecode(line.rstrip(b"\r\n")):
                    yield from _expand(name, rules)
        else:
            yield from _expand(source, rules)


def _expand(source: str, rules: Sequence[FileRule]) -> Iterator[Path]:
    path = Path(source)
    found: Iterator[Path] = iter([path])
    if path.is_dir():
        found = _below(path, rules)
    elif glob.has_magic(source) and not path.exists():
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207  # may be absolute
        found = (one for match in matches for one in _expand(match, rules))
    first = next(found, None)
    if first is None:
        what = "has no files to adopt" if path.is_dir() else "stands for no file"
        raise NotFoundError(
            what, place=source, remedy="give files, folders or quoted patterns; see [files]"
        )
    yield first
    yield from found


def _below(folder: Path, rules: Sequence[FileRule]) -> Iterator[Path]:
    """Walk through a folder in the order of names; what is hidden is left out.

    So are links to other files in it, which are found themselves: an earlier adoption may have made
    them.
    """
    top = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and _is_wanted(path, rules) and not _is_inside(path, top):
                yield path


def _is_inside(path: Path, top: Path) -> bool:
    """Tell whether a path is a link to a file that is below a folder as well."""
    return path.is_symlink() and path.resolve().is_relative_to(top)


def _is_wanted(path: Path, rules: Sequence[FileRule]) -> bool:
    """Tell whether a file of a folder is meant; a pattern of everything means data files."""
    for rule in rules:
        if rule.pattern.match_path(path.absolute()) is not None:
            return rule.pattern.text != "*" or path.suffix.lower() in _SUFFIXES
    return False
