"""The folder of a run: its journal, the records of its calls, their logs and their work.

The journal has one JSON object per line, each written when it happens, so that a run that was
interrupted at any moment can be resumed.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from dpkit.errors import NotFoundError, TaskError
from dpkit.schema.dictionary import near_names

__all__ = [
    "RUNS",
    "RunFolder",
    "RunSummary",
    "find_run",
    "header_of",
    "list_runs",
    "make_run",
    "summary_of",
]

RUNS = "runs"
_JOURNAL = "journal.jsonl"


class RunFolder:
    """The folder of one run; open it in a ``with`` block to write the journal.

    Parameters
    ----------
    path : Path
        The folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream: TextIO | None = None

    @property
    def id(self) -> str:
        """Name of the run."""
        return self.path.name

    @property
    def products(self) -> Path:
        """Folder of the products of the run."""
        return self.path.parent.parent

    def work(self, call: str) -> Path:
        """Return the folder where a call writes."""
        return self.path / "work" / _plain(call)

    def log(self, call: str, folder: Path | None = None) -> Path:
        """Return the file of the log of a call."""
        if folder is not None:
            return folder / f"{self.id}_{_plain(call)}.log"
        return self.path / "logs" / f"{_plain(call)}.log"

    def record(self, call: str) -> Path:
        """Return the file of the record of a call."""
        return self.path / "records" / f"{_plain(call)}.json"

    def records(self) -> list[Path]:
        """Return the records of all calls."""
        return sorted((self.path / "records").glob("*.json"))

    def __enter__(self) -> RunFolder:
        """Open the journal, alone.

        Raises
        ------
        TaskError
            The run is going on.
        """
        stream = (self.path / _JOURNAL).open("a", encoding="utf-8")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.close()
            raise TaskError(
                "is running", place=f"run {self.id}", remedy="wait until it has ended"
            ) from None
        _drop_cut_line(self.path / _JOURNAL)
        self._stream = stream
        return self

    def __exit__(self, *_: object) -> None:
        """Close the journal, and leave nothing of the work."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        shutil.rmtree(self.path / "work", ignore_errors=True)

    def note(self, event: str, **said: Any) -> None:
        """Add a line to the journal."""
        assert self._stream is not None
        self._stream.write(json.dumps({"event": event, **said}, default=str) + "\n")
        self._stream.flush()

    def journal(self) -> Iterator[dict[str, Any]]:
        """Yield what the journal says; a last line that was cut off is left out.

        Raises
        ------
        TaskError
            A line is damaged.
        """
        lines = (self.path / _JOURNAL).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            try:
                yield json.loads(line)
            except ValueError:
                if number < len(lines):
                    raise TaskError(
                        "the journal is damaged",
                        place=f"{self.path / _JOURNAL}:{number}",
                        remedy="start a new run",
                    ) from None


def _drop_cut_line(journal: Path) -> None:
    """Remove a last line that was cut off: the next one would be written behind it."""
    text = journal.read_bytes()
    if not text.endswith(b"\n"):
        os.truncate(journal, text.rfind(b"\n") + 1)


def _plain(call: str) -> str:
    return re.sub(r"[^\w.-]+", "-", call).strip("-")


def make_run(products: Path) -> RunFolder:
    """Make the folder of a new run below that of its products."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    path = products / RUNS / f"{stamp}-{secrets.token_hex(3)}"
    path.mkdir(parents=True)
    (path / _JOURNAL).touch()
    return RunFolder(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run in one line.

    Attributes
    ----------
    id, name, version : str
        The run, and what it ran.
    start : str
        When it began, UTC.
    exit : str
        ``done``, ``failed``, ``interrupted``, or ``running or lost`` without an end.
    done, failed : int
        How many calls.
    folder : Path
        Where it is.
    """

    id: str
    name: str
    version: str
    start: str
    exit: str
    done: int
    failed: int
    folder: Path


def header_of(run: RunFolder) -> dict[str, Any]:
    """Return what the journal says of the run when it began; nothing when it is empty."""
    return next(run.journal(), {})


def summary_of(run: RunFolder) -> RunSummary:
    """Return a run in one line."""
    header: dict[str, Any] = {}
    states: dict[str, str] = {}
    exit = "running or lost"
    for line in run.journal():
        if line["event"] == "run":
            header = header or line
            exit = "running or lost"
        elif line["event"] in {"done", "failed"}:
            states[line["call"]] = line["event"]
        elif line["event"] == "end":
            exit = line["exit"]
    ended = list(states.values())
    return RunSummary(
        id=run.id,
        name=header.get("name", ""),
        version=header.get("version", ""),
        start=header.get("start", ""),
        exit=exit,
        done=ended.count("done"),
        failed=ended.count("failed"),
        folder=run.path,
    )


def list_runs(products: Path) -> list[RunFolder]:
    """Return the runs whose products are in a folder, the oldest first."""
    found = (products / RUNS).glob(f"*/{_JOURNAL}")
    return [RunFolder(file.parent) for file in sorted(found)]


def find_run(name: str, products: Path) -> RunFolder:
    """Return the run of a name, or of the path of its folder.

    Raises
    ------
    NotFoundError
        There is no such run; names the nearest ones.
    """
    if (Path(name) / _JOURNAL).is_file():
        return RunFolder(Path(name).absolute())
    runs = {run.id: run for run in list_runs(products)}
    if name not in runs:
        raise NotFoundError(
            f"no run is named {name!r} in {products / RUNS}", remedy=near_names(name, runs, "run")
        )
    return RunFolder(runs[name].path.absolute())
