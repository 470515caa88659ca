"""Mend documents and files. Nothing is removed: what is in the way goes to the quarantine."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from dpkit.errors import ArchiveError
from dpkit.product.checksum import file_checksum
from dpkit_archive import tables
from dpkit_archive.arrival import INCOMING
from dpkit_archive.database import Database
from dpkit_archive.health.code import FAULTS
from dpkit_archive.health.folder import QUARANTINE, is_unknown
from dpkit_archive.health.links import broken_links
from dpkit_archive.health.plan import Plan
from dpkit_archive.order import IN_PLACE, SYMLINK
from dpkit_archive.placing import copy_verified, flush_folder
from dpkit_archive.remote import open_bytes, resolve
from dpkit_archive.retrieval import place_new

__all__ = ["mend_document", "mend_file", "mend_links", "mend_unknown"]

_BLOCK = 1024 * 1024


def mend_unknown(connection: Connection, database: Database, subject: str) -> Plan | None:
    """Plan to move what no product has to the quarantine."""
    relative = Path(subject)
    parts = relative.parts
    own = parts[:1] in {(), (QUARANTINE,)} or parts == (INCOMING,)
    if relative.is_absolute() or ".." in parts or own:
        raise ArchiveError("is nothing that may lie in the folder of the archive", place=subject)
    path = database.files / relative
    if not is_unknown(connection, database, path):
        return None
    return _aside(database, path, relative)


def mend_document(connection: Connection, database: Database, subject: str) -> Plan | None:
    """Plan to write a document anew from the bytes in the database."""
    document = tables.document
    stored = connection.execute(select(document).where(document.c.path == subject)).first()
    target = resolve(database.files, subject)
    if stored is None or _has(target, stored.sha256):
        return None
    if hashlib.sha256(stored.original).hexdigest() != stored.sha256:
        raise ArchiveError("its bytes in the database have changed, too", place=target)
    path = _writable(target, owned=stored.mode == IN_PLACE)
    return _replacement(
        database, path, subject, "write it anew from the database", _writer(stored.original)
    )


def mend_file(connection: Connection, database: Database, subject: str) -> Plan | None:
    """Plan to copy a file from another place where the same bytes are registered."""
    location, file = tables.file_location, tables.file
    joined = select(location, file.c.sha256).join(file)
    stored = connection.execute(joined.where(location.c.path == subject)).first()
    target = resolve(database.files, subject)
    if stored is None or _has(target, stored.sha256):
        return None
    path = _writable(target, owned=stored.mode in {IN_PLACE, SYMLINK})
    same = joined.where(location.c.file == stored.file, location.c.path != subject)
    for other in connection.execute(same.order_by(location.c.number)):
        source = resolve(database.files, other.path)
        if _has(source, stored.sha256):
            copy = partial(_copy, source, sha256=stored.sha256)
            return _replacement(database, path, subject, f"copy it from {source}", copy)
    raise ArchiveError(
        "no other place has its bytes", place=path, remedy=FAULTS["file-missing"].remedy
    )


def mend_links(connection: Connection, database: Database, subject: str) -> Plan | None:
    """Plan to make the links beside a document anew."""
    broken = broken_links(connection, database, subject)
    if not broken:
        return None
    paths = {one.path(database): one.target for one in broken}
    in_the_way = [
        _aside(database, path, path.relative_to(database.files))
        for path in paths
        if os.path.lexists(path)
    ]

    def carry_out() -> None:
        for plan in in_the_way:
            plan.carry_out()
        for path, target in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)
            flush_folder(path.parent)

    makes = [f"make the link {path}" for path in paths]
    return Plan(", and ".join([*(plan.says for plan in in_the_way), *makes]), carry_out)


def _has(location: Path | str, sha256: str) -> bool:
    """Tell whether a file is there and has the bytes that were registered."""
    try:
        if isinstance(location, Path):
            return file_checksum(location) == sha256
        digest = hashlib.sha256()
        with open_bytes(location) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest() == sha256
    except (OSError, LookupError, ArchiveError):
        return False


def _writable(target: Path | str, *, owned: bool) -> Path:
    """Return a path that a repair may write; what people keep is theirs, unless it is not there."""
    if isinstance(target, str):
        raise ArchiveError("lies elsewhere", place=target, remedy=FAULTS["file-missing"].remedy)
    if owned and os.path.lexists(target):
        raise ArchiveError(
            "was changed where its owner keeps it",
            place=target,
            remedy="bring the old file back, or move the new one away and repair again",
        )
    if owned and not target.parent.is_dir():
        raise ArchiveError(
            "its folder is gone", place=target, remedy="make the folder, and repair again"
        )
    return target


def _replacement(
    database: Database, path: Path, subject: str, says: str, write: Callable[[Path], object]
) -> Plan:
    aside = _aside(database, path, Path(subject)) if os.path.lexists(path) else None

    def carry_out() -> None:
        if aside is not None:
            aside.carry_out()
        path.parent.mkdir(parents=True, exist_ok=True)
        arriving = path.with_name(f".dpkit-repair-{uuid.uuid4().hex}")
        try:
            write(arriving)
            place_new(arriving, path)
        finally:
            arriving.unlink(missing_ok=True)
        flush_folder(path.parent)

    return Plan(f"{aside.says}, and {says}" if aside else says, carry_out)


def _aside(database: Database, path: Path, relative: Path) -> Plan:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = database.files / QUARANTINE / now / relative
    if os.path.lexists(target):
        target = target.with_name(f"{target.name}-{uuid.uuid4().hex}")

    def carry_out() -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        flush_folder(target.parent)
        flush_folder(path.parent)

    return Plan(f"move it to {target}", carry_out)


def _writer(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    return write


def _copy(source: Path | str, path: Path, *, sha256: str) -> Any:
    if copy_verified(source, path) != sha256:
        raise ArchiveError("changed while it was copied", place=source, remedy="repair again")
