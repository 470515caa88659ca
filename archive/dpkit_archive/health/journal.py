"""The journal of a deep check: how far it came, and what it found, so that it can go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from dpkit.errors import ArchiveError
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.kept import DOCUMENT, Kept

__all__ = ["Journal"]

_HEAD = {"journal": "dpkit archive check", "version": 1}
_OTHER = "give a file that is not there yet, or the journal of an earlier check of this archive"


class Journal:
    """A file with a line for each document and file that was read.

    A line is written whole or not at all. What was read is not read again until the check is at
    its end; then the journal is removed, and the next check begins anew.

    Parameters
    ----------
    path : Path
        The file; made when it is not there.
    archive : str
        What the archive is known by.

    Raises
    ------
    ArchiveError
        The file is something else, or cannot be written to.
    """

    def __init__(self, path: Path, archive: str) -> None:
        self._path = path
        self._head = {**_HEAD, "archive": archive}
        self.after: tuple[str, int] = (DOCUMENT, 0)
        self.read_bytes = 0
        self.faults: list[Fault] = []
        try:
            self._stream = path.open("a+b")
        except OSError as error:
            raise ArchiveError(
                f"cannot be written to: {error.strerror}", place=path, remedy="name another file"
            ) from None
        try:
            self._load()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def record(self, item: Kept, fault: Fault | None) -> None:
        """Write down that a document or file was read, and what was wrong with it."""
        said: dict[str, Any] = {"kind": item.kind, "number": item.number, "size": item.size}
        if fault is not None:
            said["fault"] = [fault.code, fault.place, fault.message, fault.subject]
        self._write(said)

    def finish(self) -> None:
        """Remove the journal: the check is at its end."""
        self._path.unlink(missing_ok=True)

    def _load(self) -> None:
        self._stream.seek(0)
        place = end = 0
        for line in self._stream:
            if place == 0:
                self._check_head(line)
            if line.endswith(b"\n"):
                end = place + len(line)
            place += len(line)
        self._stream.truncate(end)
        if end == 0:
            self._write(self._head)
        for said in self._lines():
            self.after = said["kind"], said["number"]
            self.read_bytes += said["size"]
            if "fault" in said:
                code, location, message, subject = said["fault"]
                self.faults.append(
                    Fault(code=code, place=location, message=message, subject=subject)
                )

    def _check_head(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            said = None
        if said != self._head:
            raise ArchiveError(
                "is no journal of a check of this archive", place=self._path, remedy=_OTHER
            )

    def _lines(self) -> Iterator[dict[str, Any]]:
        self._stream.seek(0)
        self._stream.readline()
        for line in self._stream:
            yield json.loads(line)

    def _write(self, said: dict[str, Any]) -> None:
        self._stream.write(json.dumps(said).encode() + b"\n")
        self._stream.flush()
