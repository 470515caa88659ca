"""What a worker does with a call: run the task in its folder, and never raise."""

from __future__ import annotations

import platform
import traceback
from contextlib import chdir
from importlib import import_module
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError, TaskError
from dpkit.workflow.call import Call, Failure, Outcome, failure_of
from dpkit.workflow.capture import captured, warned
from dpkit.workflow.guard import guarded
from dpkit.workflow.moment import moment
from dpkit.workflow.record import library_versions
from dpkit.workflow.runner import TaskRun, perform
from dpkit.workflow.task import Task

__all__ = ["execute", "failed", "load_task"]


def execute(call: Call) -> Outcome:
    """Run a call and return what came of it.

    With a time limit it runs in a process of its own, which can be ended at any moment.
    """
    if call.time_limit is not None:
        from dpkit.workflow.child import execute_apart

        return execute_apart(call)
    return execute_here(call)


def execute_here(call: Call) -> Outcome:
    """Run a call in this process; what the task logs and prints goes into its log."""
    start = moment()
    with captured(call.log) as log, warned(call.module.split(".")[0]) as warnings:
        try:
            with chdir(Path.cwd()):  # to come back, wherever the task goes
                done = _perform(call)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a task ends itself, never the run
            traceback.print_exc(file=log)
            return failed(call, start, _failure(call, error))
        return Outcome(
            id=call.id,
            start=start,
            end=moment(),
            host=platform.node(),
            outputs=done.outputs,
            inputs=done.inputs,
            settings=done.settings,
            versions=library_versions(),
            warnings=tuple(warnings),
        )


def _perform(call: Call) -> TaskRun:
    task = load_task(call.module, call.attribute)
    call.folder.mkdir(parents=True, exist_ok=True)
    with guarded(call.folder):
        return perform(task, call.inputs, call.settings, call.folder, call.unchecked)


def load_task(module: str, attribute: str) -> Task[..., Any]:
    """Import a task.

    Raises
    ------
    TaskError
        It cannot be imported here.
    """
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise TaskError(
            f"cannot be imported by the worker: {error}",
            place=f"{module}:{attribute}",
            remedy="install its package where the workers run",
        ) from error
    if not isinstance(found, Task):
        raise TaskError(
            "is no task", place=f"{module}:{attribute}", remedy="leave the decorated name as it is"
        )
    return found


def _failure(call: Call, error: BaseException) -> Failure:
    if isinstance(error, DpkitError):
        return failure_of(error)
    left = isinstance(error, SystemExit)
    return Failure(
        message=f"{'left with ' if left else ''}{type(error).__name__}: {error}",
        place=f"task {call.attribute}",
        remedy=f"the log {call.log} shows where",
        code="task",
    )


def failed(call: Call, start: str, failure: Failure) -> Outcome:
    """Return the outcome of a call that failed."""
    return Outcome(id=call.id, start=start, end=moment(), host=platform.node(), failure=failure)
