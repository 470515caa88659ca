"""Documents and files that lie elsewhere, behind a URL that fsspec understands."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from dpkit.errors import ArchiveError, NotFoundError

__all__ = ["RemoteFolder", "as_local", "open_bytes", "resolve", "size_of"]

_BLOCK = 4 * 1024 * 1024


def as_local(source: str | Path) -> Path | None:
    """Return the path of a source on this machine; None when it is a URL of somewhere else."""
    if isinstance(source, Path):
        return source
    if "://" not in source:
        return Path(source)
    parts = urlsplit(source)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def resolve(files: Path, path: str) -> Path | str:
    """Return where something lies that the archive records under a path: locally, or as a URL."""
    return path if "://" in path else files / path


@contextmanager
def open_bytes(location: Path | str) -> Iterator[IO[bytes]]:
    """Open a file to read, wherever it lies.

    Raises
    ------
    OSError
        A file on this machine cannot be read.
    NotFoundError, ArchiveError
        There is none at a URL, or it cannot be read.
    """
    if isinstance(location, Path):
        with location.open("rb") as stream:
            yield stream
        return
    with _explained(location):
        system, path = _system(location)
        with system.open(path, "rb") as stream:
            yield stream


def size_of(url: str) -> int:
    """Return the size of a file elsewhere, bytes.

    Raises
    ------
    NotFoundError, ArchiveError
        There is none at the URL, or it cannot be reached.
    """
    with _explained(url):
        system, path = _system(url)
        return int(system.size(path))


class RemoteFolder:
    """The folder of a document that lies elsewhere, and copies of its files while they are needed.

    Parameters
    ----------
    url : str
        The folder.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.copies = Path(tempfile.mkdtemp(prefix="dpkit-remote-"))
        self._stamps: dict[str, str] = {}
        weakref.finalize(self, shutil.rmtree, self.copies, ignore_errors=True)

    def fetch(self, name: str) -> Path:
        """Copy a file, given by its path below the folder; return the copy.

        Raises
        ------
        NotFoundError
            There is no such file.
        ArchiveError
            It cannot be read.
        """
        url, copy = f"{self.url}/{name}", self.copies / name
        copy.parent.mkdir(exist_ok=True)
        self._stamps[name] = self._stamp(name)
        with open_bytes(url) as reading, copy.open("wb") as writing:
            shutil.copyfileobj(reading, writing, _BLOCK)
        return copy

    def is_unchanged(self, name: str) -> bool:
        """Tell whether a file is still what it was when it was copied, as its system tells."""
        return self._stamps[name] == self._stamp(name)

    def describe(self, text: str) -> str:
        """Return a message in which the copies have the names of what they were copied from."""
        return text.replace(str(self.copies), self.url)

    def _stamp(self, name: str) -> str:
        url = f"{self.url}/{name}"
        with _explained(url):
            system, path = _system(url)
            return str(system.ukey(path))


def _system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    system, path = url_to_fs(url)
    return system, str(path)


@contextmanager
def _explained(url: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotFoundError(
            "there is no such file", place=url, remedy="check name and folder"
        ) from None
    except (ImportError, ValueError) as error:
        raise ArchiveError(
            f"cannot be read: {error}", place=url, remedy="is the URL right, and fsspec's driver?"
        ) from error
    except OSError as error:
        raise ArchiveError(
            f"cannot be read: {error}", place=url, remedy="can it be reached from here?"
        ) from error
