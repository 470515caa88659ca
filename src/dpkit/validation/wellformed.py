"""First pass: the document can be read and is well-formed XML."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dpkit.binding.door import parse
from dpkit.binding.parsing import SIZE_LIMIT
from dpkit.errors import ProductError
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["WellFormedPass"]

# Opening a pipe must not wait for somebody to write into it.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class WellFormedPass:
    """Read the bytes and parse them safely."""

    level = "well-formed"
    blocking = True

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield why the document cannot be parsed, if so."""
        source = str(subject.source)
        try:
            if subject.data is None:
                subject.data = _read(subject.source)
            subject.root = parse(subject.data, place=source)
        except OSError as error:
            yield Finding(
                code="xml-unreadable",
                source=source,
                message=f"cannot be read: {(error.strerror or str(error)).lower()}",
            )
        except ProductError as error:
            line = error.place.rpartition(":")[2]
            yield Finding(
                code="xml-not-well-formed",
                source=source,
                line=int(line) if line.isdigit() else 0,
                message=error.message,
                remedy=error.remedy,
            )


def _read(path: Path) -> bytes:
    """Return the bytes of a file that is none too large."""
    handle = os.open(path, _OPEN)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("is a folder" if stat.S_ISDIR(status.st_mode) else "is no file")
        if status.st_size > SIZE_LIMIT:
            raise ProductError(
                f"the document has {status.st_size} bytes, more than {SIZE_LIMIT}",
                place=path,
                remedy="keep bulk data in a file beside the document",
            )
        left, blocks = status.st_size + 1, []
        while left > 0 and (block := os.read(handle, left)):
            blocks.append(block)
            left -= len(block)
        return blocks[0] if len(blocks) == 1 else b"".join(blocks)
    finally:
        os.close(handle)
