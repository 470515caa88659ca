"""Where the two sides of a comparison come from: a folder, or a revision in git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dpkit.errors import NotFoundError
from dpkit.schema.package import find_packages, package_folder

__all__ = ["open_schemas"]


@contextmanager
def open_schemas(source: str) -> Iterator[Path]:
    """Give a folder of schemas for as long as it is needed.

    Parameters
    ----------
    source : str
        A folder; or ``REVISION`` or ``REVISION:FOLDER`` of the git repository of the current
        folder. Without a folder it is that of the installed schemas, if it is in the repository.

    Yields
    ------
    Path
        The folder, or a copy of it as it was at the revision.

    Raises
    ------
    NotFoundError
        It is neither a folder with schemas nor a revision that has such a folder.
    """
    if Path(source).is_dir():
        yield _with_schemas(Path(source), source)
        return
    with TemporaryDirectory(prefix="dpkit-schemas-") as scratch:
        _extract(source, Path(scratch))
        yield _with_schemas(Path(scratch), source)


def _with_schemas(folder: Path, source: str) -> Path:
    if next(folder.rglob("*.xsd"), None) is None:
        raise NotFoundError("there are no schemas (*.xsd)", place=source)
    return folder


def _extract(source: str, target: Path) -> None:
    revision, _, folder = source.partition(":")
    top = Path(_git(Path(), "rev-parse", "--show-toplevel").decode().strip() or ".")
    # No name of a revision begins with a hyphen; git would take it for an option.
    known = revision and not revision.startswith("-")
    if not known or not _git(top, "rev-parse", "--verify", "-q", revision):
        raise NotFoundError(
            "is neither a folder nor a revision in git",
            place=source,
            remedy="give a folder, or REVISION:FOLDER in a git repository",
        )
    inside = folder.rstrip("/") or _own_folder(source, top.resolve())
    packed = _git(top, "archive", "--format=tar", f"{revision}:{inside}")
    if not packed:
        raise NotFoundError(f"the revision has no folder {inside!r}", place=source)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(target, filter="data")


def _own_folder(source: str, top: Path) -> str:
    """Return the folder of the installed schemas as a path of the repository."""
    for package in find_packages():
        folder = package_folder(package.schemas).resolve()
        if folder.is_relative_to(top):
            return folder.relative_to(top).as_posix()
    raise NotFoundError(
        f"no installed schemas lie in {top}",
        place=source,
        remedy="say which folder: REVISION:FOLDER, from the top of the repository",
    )


def _git(folder: Path, *words: str) -> bytes:
    """Return what git says in a folder; nothing when it fails."""
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise NotFoundError(
            "git is not installed", remedy="give two folders instead of revisions"
        ) from None
    return done.stdout if done.returncode == 0 else b""
