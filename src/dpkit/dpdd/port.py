"""Which tasks make and use a product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dpkit.workflow.port import Port
from dpkit.workflow.registry import find_tasks
from dpkit.workflow.task import Task

__all__ = ["TaskUse", "task_uses", "tasks_making", "tasks_using"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskUse:
    """A port of a task.

    Attributes
    ----------
    task, project : str
        The task and the project that it belongs to.
    product : str
        What goes through the port.
    made : bool
        Whether the task makes the product; it reads it otherwise.
    optional, many : bool
        Whether the port may be left out, and takes several products.
    """

    task: str
    project: str
    product: str
    made: bool
    optional: bool
    many: bool


def task_uses() -> list[TaskUse]:
    """Return the ports of all tasks of the entry point group ``dpkit.tasks``."""
    return [use for task in find_tasks().values() for use in _uses(task)]


def tasks_making(product: str) -> list[str]:
    """Return the names of the tasks that make a product."""
    return _names(use for use in task_uses() if use.made and use.product == product)


def tasks_using(product: str) -> list[str]:
    """Return the names of the tasks that read a product."""
    return _names(use for use in task_uses() if not use.made and use.product == product)


def _names(uses: Iterable[TaskUse]) -> list[str]:
    return sorted({use.task for use in uses})


def _uses(task: Task[..., Any]) -> Iterator[TaskUse]:
    for port in task.inputs:
        yield _use(task, port, made=False)
    for port in task.outputs:
        yield _use(task, port, made=True)


def _use(task: Task[..., Any], port: Port, *, made: bool) -> TaskUse:
    return TaskUse(
        task=task.name,
        project=task.project or "",
        product=port.product_name,
        made=made,
        optional=port.optional,
        many=port.many,
    )
