"""The registrar: enters calls into the archive in groups, while others are executed.

What is done while a group is entered makes the next group: on a slow disk groups are larger, and
nobody waits for each call in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from dpkit.errors import DpkitError
from dpkit.workflow.call import Call
from dpkit.workflow.engine import SerialExecutor
from dpkit.workflow.ledger import Documents, Ledger
from dpkit.workflow.record import CallEntry
from dpkit.workflow.schedule import Job
from dpkit.workflow.store import RegisteredProduct

__all__ = ["Answer", "Finished", "Registrar"]

_MOST = 128
"""So many calls make a group at most, and so many may wait."""

Answer = Sequence[RegisteredProduct] | DpkitError
"""What the archive says of the products of a call, or why it refused them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A call that is done.

    Attributes
    ----------
    kind : {"done", "reused", "recalled"}
        How, see `Event`.
    job, call, documents
        What it is, and what it made.
    entry : CallEntry
        What the archive is to know of it.
    """

    kind: str
    job: Job
    call: Call
    documents: Documents
    entry: CallEntry


class Registrar:
    """Enters finished calls, one group at a time, in a thread of its own.

    Parameters
    ----------
    ledger : Ledger
        Knows the archive.
    aside : bool
        Whether calls are executed elsewhere meanwhile. In this process they would meet what the
        archive does: what is warned of, for instance, is told by all of a process.
    """

    def __init__(self, ledger: Ledger, *, aside: bool) -> None:
        self._ledger = ledger
        self._waiting: list[Finished] = []
        self._group: list[Finished] = []
        self._future: Future[Sequence[Answer]] | None = None
        self._executor: Executor = ThreadPoolExecutor(1) if aside else SerialExecutor()

    def add(self, finished: Finished) -> None:
        """Let a call wait for its turn."""
        self._waiting.append(finished)

    @property
    def is_full(self) -> bool:
        """Whether so many wait that no more should be started."""
        return len(self._waiting) >= _MOST

    def begin(self) -> set[Future[Any]]:
        """Begin with a group when none is being entered; return what there is to wait for."""
        if self._future is None and self._waiting:
            self._group, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            entries = [one.entry for one in self._group]
            self._future = self._executor.submit(self._ledger.enter, entries)
        return set() if self._future is None else {self._future}

    def take(self) -> list[tuple[Finished, Answer]]:
        """Return the calls of the group that was entered, with the answers; none before that."""
        if self._future is None or not self._future.done():
            return []
        group, self._group = self._group, []
        future, self._future = self._future, None
        return list(zip(group, future.result(), strict=True))

    def close(self) -> list[tuple[Finished, Answer]]:
        """Wait for the group that is being entered, and leave the others; return as `take`."""
        self._executor.shutdown(wait=True)
        return self.take()
