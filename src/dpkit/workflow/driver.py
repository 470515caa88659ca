"""The driver of a run: hands calls to the engine and takes in what they make."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from dataclasses import replace
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError, TaskError
from dpkit.workflow.call import Call, Failure, Outcome, failure_of
from dpkit.workflow.engine import Engine
from dpkit.workflow.event import Event
from dpkit.workflow.execution import execute, failed
from dpkit.workflow.ledger import Documents, Ledger
from dpkit.workflow.moment import moment
from dpkit.workflow.options import RunOptions
from dpkit.workflow.record import CallEntry
from dpkit.workflow.registrar import Finished, Registrar
from dpkit.workflow.schedule import Job, Schedule
from dpkit.workflow.setting import CALL, Setting
from dpkit.workflow.store import RegisteredProduct

__all__ = ["Driver"]

_LOSSES = 3
"""How often in a row a lost engine is opened again when it has done nothing."""
_LOST = (BrokenExecutor, CancelledError, OSError, TimeoutError)
"""What a call ends with whose worker or engine is gone; `execute` itself never raises."""


class Driver:
    """Drives one run to its end.

    Parameters
    ----------
    schedule : Schedule
        The jobs.
    ledger : Ledger
        Where everything is written down.
    engine : Engine
        Where calls are executed.
    options : RunOptions
        How.
    settings : mapping of str to Setting
        Parameters of a task that is run alone, with where they come from.
    unchecked : frozenset of Path
        Documents from outside the run, which are validated before they are used.
    report : callable
        Told of each event.

    Attributes
    ----------
    failures : dict of str to Failure
        Why calls failed, by call.
    documents : list of Path
        All that was made.
    """

    def __init__(
        self,
        schedule: Schedule,
        ledger: Ledger,
        engine: Engine,
        options: RunOptions,
        *,
        settings: Mapping[str, Setting],
        unchecked: frozenset[Path],
        report: Callable[[Event], object],
    ) -> None:
        self.schedule = schedule
        self.ledger = ledger
        self.engine = engine
        self.options = options
        self.settings = settings
        self.unchecked = unchecked
        self.report = report
        self.failures: dict[str, Failure] = {}
        self.documents: list[Path] = []
        self._registrar = Registrar(ledger, aside=engine.apart)
        self._running: dict[Future[Outcome], tuple[Job, Call]] = {}
        self._suspects: deque[tuple[Job, Call]] = deque()
        self._failed: list[CallEntry] = []
        self._losses = 0
        self._done = 0

    def drive(self) -> None:
        """Run all jobs that can be run.

        Raises
        ------
        TaskError
            The engine was lost and does not come back.
        """
        try:
            self._drive()
        finally:
            # What is being entered when the run is interrupted; what waits, a resumed run enters.
            for one, answer in self._registrar.close():
                if not isinstance(answer, DpkitError):
                    self.ledger.note_entered(one.job, one.documents, one.entry, answer)
                    self.schedule.finish(one.job, one.documents)
            self._enter_failed()
        for name, error in self.schedule.problems.items():
            self.failures[name] = failure_of(error)

    def _drive(self) -> None:
        executor = self.engine.executor()
        while True:
            lost = self._submit(executor)
            awaited = {*self._running, *self._registrar.begin()}
            if not awaited and not lost:
                break
            finished = wait(awaited, return_when=FIRST_COMPLETED).done & self._running.keys()
            # All of them: each is to be taken in, whatever the others tell.
            lost |= max([self._collect(future) for future in finished], default=False)
            self._settle()
            self._enter_failed()
            if lost:
                executor = self._replace()

    def _settle(self) -> None:
        """Take in what the archive says of calls that are done."""
        for one, answer in self._registrar.take():
            if isinstance(answer, DpkitError):
                self._refuse(one.job, one.call, answer, moment())
                continue
            self.ledger.note_entered(one.job, one.documents, one.entry, answer)
            self._end(one.kind, one.job, one.documents, answer)

    def _enter_failed(self) -> None:
        """Enter the calls that failed, in one go: each would wait for an archive that is locked."""
        failed, self._failed = self._failed, []
        self.ledger.enter_failed(failed)

    def _submit(self, executor: Executor) -> bool:
        """Hand over what is ready; tell whether the executor was lost.

        A call whose worker was lost is repeated alone: if it is lost again, it was the cause.
        """
        if self.failures and not self.options.keep_going:
            return False
        if self._suspects:
            return not self._running and self._hand_over(executor, *self._suspects.popleft())
        while (
            self.schedule.ready
            and len(self._running) < self.engine.capacity
            and not self._registrar.is_full
        ):
            job = self.schedule.ready.popleft()
            call = self._call(job)
            if not self._reuse(job, call) and self._start(executor, job, call):
                return True
        return False

    def _call(self, job: Job) -> Call:
        function, documents = job.declaration.function, job.documents()
        given = {path for paths in documents.values() for path in paths}
        return Call(
            id=job.id,
            module=function.__module__,
            attribute=function.__qualname__,
            inputs=documents,
            settings=self._given(job),
            folder=self.ledger.run.work(job.id),
            log=self.ledger.run.log(job.id, self.options.logdir),
            unchecked=self.unchecked & given,
            time_limit=self.options.time_limit,
        )

    def _given(self, job: Job) -> Mapping[str, Setting]:
        caller = self.schedule.declaration
        if caller is job.declaration:
            return self.settings
        return {k: self._handed_on(k, v, caller.place) for k, v in job.parameters.items()}

    def _handed_on(self, name: str, value: Any, place: str) -> Setting:
        """Return what a pipeline gives a task: what it got itself is as strong as it was there."""
        got = self.settings.get(name)
        rank = got.rank if got is not None and got.value == value else CALL
        return Setting(value=value, origin=place, rank=rank)

    def _reuse(self, job: Job, call: Call) -> bool:
        """Take what a call made before, in this run or another one; tell whether it did."""
        kind, documents = "reused", self.ledger.reuse(job, call)
        if documents is None:
            kind = "recalled"
            documents = self.ledger.recall(job, call, reuse=self.options.reuse)
        if documents is None:
            return False
        self._finish(kind, job, call, documents)
        return True

    def _start(self, executor: Executor, job: Job, call: Call) -> bool:
        job.attempts += 1
        self.ledger.start(job)
        self._say("started", job)
        return self._hand_over(executor, job, call)

    def _hand_over(self, executor: Executor, job: Job, call: Call) -> bool:
        try:
            self._running[executor.submit(execute, call)] = (job, call)
        except (BrokenExecutor, RuntimeError):
            self._suspects.append((job, call))
            return True
        return False

    def _collect(self, future: Future[Outcome]) -> bool:
        """Take in what came of a call; tell whether the executor was lost."""
        alone = len(self._running) == 1
        job, call = self._running.pop(future)
        error = CancelledError() if future.cancelled() else future.exception()
        if error is None:
            self._losses = 0
            self._take(job, call, future.result())
            return False
        replaced = type(error).__name__ == "KilledWorker"  # Dask has another worker already
        if not replaced and not isinstance(error, _LOST):
            said = f"cannot be handed to a worker: {type(error).__name__}: {error}"
            self._fail(job, call, failed(call, moment(), Failure(message=said)))
            return False
        if alone and job.losses:
            self._losses = 0  # the engine is well: it was this call
            self._fail(job, call, failed(call, moment(), _killed(call)))
        else:
            job.losses += 1
            self._suspects.append((job, call))
        return not replaced

    def _replace(self) -> Executor:
        """Open a new executor; what was running on the lost one is suspect."""
        for future in wait(self._running, timeout=5).done:
            self._collect(future)
        for job, call in self._running.values():
            job.losses += 1
            self._suspects.append((job, call))
        self._running.clear()
        self._losses += 1
        if self._losses > _LOSSES:
            raise TaskError(
                "the engine was lost again and again",
                place=f"engine {self.engine.name}",
                remedy="look into the logs of the run and of the engine",
            )
        return self.engine.executor()

    def _take(self, job: Job, call: Call, outcome: Outcome) -> None:
        if outcome.failure is not None:
            self._fail(job, call, outcome)
            return
        try:
            documents = self.ledger.accept(job, call, outcome)
        except DpkitError as error:
            self._refuse(job, call, error, outcome.start)
        else:
            for warning in outcome.warnings:
                self._say("warned", job, warning)
            self._finish("done", job, call, documents)

    def _finish(self, kind: str, job: Job, call: Call, documents: Documents) -> None:
        self.documents += [path for port in documents.values() for path in port]
        entry = self.ledger.entry(job, documents)
        if entry is None:
            self._end(kind, job, documents)
            return
        job.state = "made"
        self._registrar.add(
            Finished(kind=kind, job=job, call=call, documents=documents, entry=entry)
        )

    def _end(
        self,
        kind: str,
        job: Job,
        documents: Documents,
        registered: Sequence[RegisteredProduct] = (),
    ) -> None:
        self._done += 1
        self.schedule.finish(job, documents)
        self._say(kind, job, registered=registered)

    def _refuse(self, job: Job, call: Call, error: DpkitError, start: str) -> None:
        """Let a call fail that did its work; again it would make the same."""
        self._fail(job, call, failed(call, start, failure_of(error)), final=True)

    def _fail(self, job: Job, call: Call, outcome: Outcome, *, final: bool = False) -> None:
        given = tuple(str(path) for paths in call.inputs.values() for path in paths)
        failure = replace(outcome.failure or Failure(message="failed"), inputs=given)
        if job.attempts <= self.options.retries and not final:
            self.schedule.ready.appendleft(job)
            self._say("repeated", job, str(failure))
            return
        self._failed.append(self.ledger.refuse(job, call, outcome, failure))
        self.failures[job.id] = failure
        self.schedule.fail(job)
        self._say("failed", job, str(failure))

    def _say(
        self,
        kind: str,
        job: Job,
        message: str = "",
        registered: Sequence[RegisteredProduct] = (),
    ) -> None:
        known = len(self.schedule.jobs)
        self.report(
            Event(
                kind=kind,
                call=job.id,
                done=self._done,
                known=known,
                message=message,
                registered=registered,
            )
        )


def _killed(call: Call) -> Failure:
    return Failure(
        message="its worker was killed twice",
        place=f"task {call.attribute}",
        remedy=f"it may need more memory than there is; its log is {call.log}",
        exit="killed",
    )
