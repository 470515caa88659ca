"""Put a site into a folder: what it made before is replaced, what is not its own is left alone."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from dpkit.errors import ArchiveError
from dpkit.product.writing import placing

__all__ = ["MANIFEST", "write_site"]

MANIFEST = "trend-site.json"
"""Names the files of a site; the next one may replace or remove these, and no other."""


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a site, and remove those of the one before that it no longer has.

    Each file appears whole, by renaming.

    Parameters
    ----------
    folder : Path
        Where to write; made when it is not there.
    files : mapping of str to bytes
        Contents by path within the site.

    Raises
    ------
    ArchiveError
        A file of another origin is in the way, or the list of the site before cannot be read.
        Nothing is written then.
    """
    before = _files_before(folder)
    for name in files:
        if name not in before and (folder / name).exists():
            raise ArchiveError(
                "is there already, and no report made it",
                place=folder / name,
                remedy="give an empty folder, or move it away",
            )
    listed = json.dumps({"files": sorted(files)}, indent=1).encode()
    with placing() as placed:
        for name, data in (*files.items(), (MANIFEST, listed)):
            placed.draft(folder / name).write_bytes(data)
        placed.publish()
    _remove(folder, before - set(files))


def _files_before(folder: Path) -> set[str]:
    """Return the files of the site that is there."""
    manifest = folder / MANIFEST
    try:
        said = json.loads(manifest.read_bytes())
        names = said["files"]
        if not all(_is_within(name) for name in names):
            raise ValueError(names)
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError):
        raise ArchiveError(
            "is no list of the files of a site", place=manifest, remedy="give an empty folder"
        ) from None
    return set(names)


def _is_within(name: object) -> bool:
    path = PurePosixPath(name) if isinstance(name, str) else PurePosixPath("/")
    return not path.is_absolute() and ".." not in path.parts


def _remove(folder: Path, names: Iterable[str]) -> None:
    parents = set()
    for name in names:
        (folder / name).unlink(missing_ok=True)
        parents.add((folder / name).parent)
    for parent in parents - {folder}:
        with contextlib.suppress(OSError):  # other files are still there
            parent.rmdir()
