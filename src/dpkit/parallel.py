"""Work on chunks of a stream in several processes, with the results in the order of the chunks."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

__all__ = ["available_cores", "map_chunks"]

_WAITING = 3
"""Chunks per process that wait or are done before their turn."""

Given = TypeVar("Given")
Taken = TypeVar("Taken")
Made = TypeVar("Made")


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_chunks(
    work: Callable[[Sequence[Taken]], Made],
    chunks: Iterable[tuple[Given, Sequence[Taken]]],
    jobs: int,
    *,
    start: Callable[..., None] | None = None,
    arguments: tuple[Any, ...] = (),
) -> Generator[tuple[Given, Made]]:
    """Do the work on chunks, and yield each with its result, in their order.

    Few chunks are held in memory at a time, however many there are.

    Parameters
    ----------
    work : callable
        A function of a module.
    chunks : iterable of tuple
        What is to be given back with the result, and what is sent to a process.
    jobs : int
        Number of processes.
    start : callable, optional
        Prepares each process.
    arguments : tuple
        What it is called with.

    Raises
    ------
    RuntimeError
        A process ended at its work, killed by the system for instance.
    """
    waiting: deque[tuple[Given, Sequence[Taken], Future[Made]]] = deque()
    pool = ProcessPoolExecutor(jobs, initializer=_start, initargs=(start, arguments))
    try:
        for given, sent in chunks:
            waiting.append((given, sent, _submit(pool, work, sent)))
            if len(waiting) >= jobs * _WAITING:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Sequence[Taken]], Made], sent: Sequence[Taken]
) -> Future[Made]:
    try:
        return pool.submit(work, sent)
    except BrokenProcessPool as error:  # told when its turn comes, or that of the one before
        failed: Future[Made] = Future()
        failed.set_exception(error)
        return failed


def _result(given: Given, sent: Sequence[Taken], future: Future[Made]) -> tuple[Given, Made]:
    try:
        return given, future.result()
    except BrokenProcessPool:
        raise RuntimeError(
            f"a process ended while it did its work from {sent[0]} to {sent[-1]}"
        ) from None


def _start(start: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    """Prepare a process; an interruption is left to the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if start is not None:
        start(*arguments)
