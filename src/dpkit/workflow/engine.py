"""Engines: where the calls of a run are executed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing.connection import wait
from typing import Any, Protocol

from dpkit.errors import TaskError
from dpkit.parallel import available_cores

__all__ = ["Engine", "SerialExecutor", "open_engine"]

_AHEAD = 2
_GRACE = 5.0
"""Time for workers to end when all is done [s]."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Engine(Protocol):
    """Something that gives executors.

    Attributes
    ----------
    name : str
        As it was asked for.
    capacity : int
        How many calls it is handed at a time: more than it executes, so that no worker waits.
    apart : bool
        Whether calls are executed in other processes than this one.
    """

    name: str
    capacity: int
    apart: bool

    def executor(self) -> Executor:
        """Return an executor, a new one after the last was lost."""
        ...

    def close(self, *, now: bool = False) -> None:
        """End the workers; with `now` also what they are doing."""
        ...


def open_engine(text: str, calls: int | None = None) -> Engine:
    """Make the engine that a text names.

    Parameters
    ----------
    text : str
        ``serial``, ``processes``, ``processes:4``, ``dask`` or ``dask:tcp://host:8786``.
    calls : int, optional
        How many calls there will be at most; more workers are not started.

    Raises
    ------
    TaskError
        There is no such engine, or it cannot be reached.
    """
    kind, _, rest = text.partition(":")
    if kind == "serial" and not rest:
        return _Serial()
    if kind == "processes" and (not rest or (rest.isdigit() and int(rest) > 0)):
        return _Processes(text, min(int(rest or available_cores()), calls or 1_000_000))
    if kind == "dask":
        return _Dask(text, rest)
    raise TaskError(
        f"there is no engine {text!r}",
        remedy="give serial, processes, processes:4, dask or dask:tcp://host:8786",
    )


class SerialExecutor(Executor):
    """Executes a call when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Execute it, and return what came of it."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class _Serial:
    """One call after the other in this process."""

    name = "serial"
    capacity = 1
    apart = False

    def executor(self) -> Executor:
        return SerialExecutor()

    def close(self, *, now: bool = False) -> None:
        """Do nothing: there is nothing to end."""


class _Processes:
    """Processes on this computer."""

    apart = True

    def __init__(self, name: str, workers: int) -> None:
        self.name = name
        self.workers = workers
        self.capacity = _AHEAD * workers
        self.pool: ProcessPoolExecutor | None = None
        self.others: set[int | None] = set()

    def executor(self) -> Executor:
        self.close(now=True)
        self.others = {child.pid for child in multiprocessing.active_children()}
        method = "forkserver" if hasattr(os, "fork") else "spawn"
        context = multiprocessing.get_context(method)
        context.set_forkserver_preload(["dpkit.workflow.execution"])
        self.pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_prepare)
        return self.pool

    def close(self, *, now: bool = False) -> None:
        if self.pool is None:
            return
        if now:
            self._kill()
        # A worker in which a task left a thread would not end by itself.
        timer = threading.Timer(_GRACE, self._kill)
        timer.start()
        try:
            self.pool.shutdown(wait=True, cancel_futures=True)
        finally:
            timer.cancel()
        self.pool = None

    def _kill(self) -> None:
        for child in multiprocessing.active_children():
            if child.pid not in self.others:
                child.kill()


def _prepare() -> None:
    """Prepare a worker: it ends with the driver, which alone is interrupted; it is one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_driver, daemon=True).start()
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")


def _leave_with_driver() -> None:
    """Wait for the end of the driver: a worker that it leaves behind would wait for ever."""
    driver = multiprocessing.parent_process()
    if driver is not None:
        wait([driver.sentinel])
        os._exit(1)


class _Dask:
    """The workers of a Dask cluster; a cluster on this computer when no address is given."""

    apart = True

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.address = address
        self.client: Any = None
        self.capacity = _AHEAD

    def executor(self) -> Executor:
        self.close(now=True)
        self.client = self._connect()
        self.capacity = _AHEAD * max(1, sum(self.client.nthreads().values()))
        executor: Executor = self.client.get_executor(pure=False, retries=0)
        return executor

    def _connect(self) -> Any:
        distributed: Any = import_module("distributed")
        if not self.address:
            # A call that loses its worker is repeated by us, who count.
            import_module("dask").config.set({"distributed.scheduler.allowed-failures": 0})
            cluster = distributed.LocalCluster(threads_per_worker=1, dashboard_address=":0")
            return distributed.Client(cluster)
        try:
            return distributed.Client(self.address, timeout="10s")
        except (OSError, ValueError) as error:
            raise TaskError(
                f"cannot be reached: {error}",
                place=self.address,
                remedy="give the address of a running scheduler",
            ) from None

    def close(self, *, now: bool = False) -> None:
        if self.client is not None:
            cluster = self.client.cluster
            self.client.close()
            if cluster is not None:
                cluster.close()
            self.client = None
