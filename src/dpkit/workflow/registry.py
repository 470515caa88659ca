"""The tasks that are installed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from dpkit.entrypoint import entry_points
from dpkit.errors import NotFoundError, TaskError
from dpkit.schema.dictionary import near_names
from dpkit.workflow.task import Task

__all__ = ["find_task", "find_tasks"]

GROUP = "dpkit.tasks"


@cache
def find_tasks() -> dict[str, Task[..., Any]]:
    """Import the modules of the entry point group ``dpkit.tasks`` and return their tasks.

    Raises
    ------
    TaskError
        Two tasks have the same name.
    """
    found: dict[str, Task[..., Any]] = {}
    for module_name in sorted({point.value for point in entry_points(group=GROUP)}):
        for value in vars(import_module(module_name)).values():
            if not isinstance(value, Task) or value.function.__module__ != module_name:
                continue
            if value.name in found:
                raise TaskError(f"task {value.name!r} is declared twice", place=module_name)
            found[value.name] = value
    return dict(sorted(found.items()))


def find_task(name: str) -> Task[..., Any]:
    """Return the task of a name.

    Raises
    ------
    NotFoundError
        There is no such task; names the nearest ones.
    """
    tasks = find_tasks()
    if name not in tasks:
        raise NotFoundError(f"no task is named {name!r}", remedy=near_names(name, tasks, "task"))
    return tasks[name]
