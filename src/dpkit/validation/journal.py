"""The journal of a run: what it found so far, so that an interrupted run continues."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from types import TracebackType
from typing import Any

from dpkit.errors import ProductError
from dpkit.validation.batch import Settings
from dpkit.validation.report import Report

__all__ = ["Journal"]

_HEAD = b'{"journal": "dpkit validate", "version": 1}\n'
_FORM = 2
"""Number of the form of the reports; those that were written in another are not recalled."""
_KEY = re.compile(rb'\{"key": "([0-9a-f]{32})"')


class Journal:
    """A file with one line per document; a line is written whole or not at all.

    A document is known by its path, time of change and size, and by how it was validated. What is
    known of it holds as long as its files have not changed either; where references did not
    resolve, they are looked up again.

    Parameters
    ----------
    path : Path
        The file; made when it is not there.
    settings : Settings
        How documents are validated.
    version : str
        Version of the software, whose findings may be others than those of another one.

    Raises
    ------
    ProductError
        The file is something else.
    OSError
        It cannot be read or written.
    """

    def __init__(self, path: Path, settings: Settings, version: str) -> None:
        self._settings = (_FORM, settings.level, settings.lenient, settings.archive, version)
        self._places: dict[bytes, int] = {}
        self._pending: dict[Path, bytes] = {}
        self._stream = path.open("a+b")
        try:
            self._load(path)
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

    def recall(self, document: Path) -> Report | None:
        """Return the report on a document that has not changed since, or None."""
        key = self._key(document)
        if key is None:
            return None
        place = self._places.get(key)
        said = None if place is None else self._read(place)
        if said is not None and _holds(said):
            return Report.from_dict(said["report"], document)
        self._pending[document] = key
        return None

    def record(self, report: Report) -> None:
        """Write down a report on a document that was asked for and not known."""
        key = self._pending.pop(report.source, None)
        if key is None or report.failure:
            return
        files = [[str(file), *(state or ())] for file, state in report.files.items()]
        said = {"key": key.decode(), "files": files, "report": report.to_dict()}
        self._stream.write(json.dumps(said).encode() + b"\n")
        self._stream.flush()

    def _key(self, document: Path) -> bytes | None:
        state = _state(document)
        if state is None:
            return None
        said = repr((str(document.absolute()), state, self._settings))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32].encode()

    def _load(self, path: Path) -> None:
        """Find the lines; one that an interruption cut off is dropped."""
        self._stream.seek(0)
        place = end = 0
        for line in self._stream:
            if place == 0 and line != _HEAD:
                raise ProductError(
                    "is no journal of `dpkit validate`",
                    place=path,
                    remedy="give a file that is not there yet, or the journal of an earlier run",
                )
            if line.endswith(b"\n"):
                end = place + len(line)
                if found := _KEY.match(line):
                    self._places[found[1]] = place
            place += len(line)
        self._stream.truncate(end)
        if place == 0:
            self._stream.write(_HEAD)
            self._stream.flush()

    def _read(self, place: int) -> dict[str, Any] | None:
        self._stream.seek(place)
        try:
            said: dict[str, Any] = json.loads(self._stream.readline())
        except ValueError:  # damaged: the document is validated again
            return None
        return said


def _state(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _holds(said: dict[str, Any]) -> bool:
    files = all(_state(Path(file)) == (tuple(state) or None) for file, *state in said["files"])
    return files and all(one["level"] != "references" for one in said["report"]["findings"])
