"""File systems, as the kernel lists them: which of them lie on the network.

In its write-ahead mode SQLite shares memory among the processes that have a database open, and
relies on locks. Over a network neither holds: a database is damaged sooner or later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dpkit.errors import ArchiveError

__all__ = ["NETWORK", "Mount", "mount_of", "parse_mounts", "refuse_network"]

NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "auristorfs"),
        *("lustre", "gpfs", "beegfs", "ceph", "glusterfs", "panfs", "pvfs2", "orangefs", "davfs"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.davfs2"),
        *("fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.smbnetfs", "fuse.juicefs"),
    }
)
"""Types of file systems that several machines write to."""

_MOUNTS = Path("/proc/self/mounts")


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system, and where it is seen."""

    point: Path
    type: str


def parse_mounts(text: str) -> list[Mount]:
    """Return the file systems of a list in the form of ``/proc/mounts``.

    Examples
    --------
    >>> parse_mounts("host:/d /my\\\\040data nfs4 rw 0 0")
    [Mount(point=PosixPath('/my data'), type='nfs4')]
    """
    parts = (line.split(" ") for line in text.splitlines())
    return [Mount(Path(_unescape(one[1])), one[2]) for one in parts if len(one) > 2]


def mount_of(path: Path, mounts: Sequence[Mount]) -> Mount | None:
    """Return the file system that holds a path: the deepest, and of those the last one mounted."""
    found = None
    for one in mounts:
        deeper = found is None or len(one.point.parts) >= len(found.point.parts)
        if deeper and path.is_relative_to(one.point):
            found = one
    return found


def refuse_network(path: Path) -> None:
    """Refuse a database of SQLite on a file system of the network.

    Raises
    ------
    ArchiveError
        Names the type of the file system.
    """
    found = mount_of(path.resolve(), _mounts())
    if found is not None and found.type in NETWORK:
        raise ArchiveError(
            f"lies on a network file system ({found.type} at {found.point}), where SQLite would "
            "damage the database sooner or later",
            place=path,
            remedy="put the database on a disk of this machine, its files may lie elsewhere "
            "(`dpkit archive init --files`); or use postgresql://",
        )


def _mounts() -> list[Mount]:
    # Only Linux has this list; elsewhere nothing can be told.
    if not _MOUNTS.exists():
        return []
    return parse_mounts(_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
