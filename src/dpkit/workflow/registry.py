"""Find tasks and pipelines by name; only the module of the one that is wanted is imported."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from dpkit.errors import NotFoundError, TaskError
from dpkit.schema.dictionary import near_names
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.listing import Listed, list_declarations
from dpkit.workflow.pipeline import Pipeline
from dpkit.workflow.task import Task

__all__ = ["find_declaration", "find_listed", "find_pipelines", "find_task", "find_tasks"]


def find_listed(name: str) -> Listed:
    """Return what the source says of the task or pipeline of a name, or of a front end's script.

    Raises
    ------
    NotFoundError
        There is no such one; names the nearest ones.
    """
    listing = list_declarations()
    scripts = {one.script: one for one in listing.found.values() if one.script}
    if name not in listing.found and name not in scripts:
        raise NotFoundError(
            f"no task is named {name!r}",
            remedy="; ".join(
                [
                    near_names(name, {**listing.found, **scripts}, "task"),
                    *(
                        f"{module} cannot be read: {why}"
                        for module, why in listing.problems.items()
                    ),
                ]
            ),
        )
    return listing.found.get(name) or scripts[name]


def find_declaration(name: str) -> Declaration[..., Any]:
    """Import the task or pipeline of a name.

    Raises
    ------
    NotFoundError
        There is no such one; names the nearest ones.
    TaskError
        Its module declares something else than its source says.
    """
    return _load(find_listed(name))


def find_task(name: str) -> Task[..., Any]:
    """Import the task of a name; errors are those of `find_declaration`."""
    found = find_declaration(name)
    if not isinstance(found, Task):
        raise NotFoundError(f"{name!r} is a pipeline, not a task", remedy="name one of its tasks")
    return found


@cache
def find_tasks() -> dict[str, Task[..., Any]]:
    """Import all tasks and return them by name."""
    found = _all("task")
    return {name: one for name, one in found.items() if isinstance(one, Task)}


@cache
def find_pipelines() -> dict[str, Pipeline[..., Any]]:
    """Import all pipelines and return them by name."""
    found = _all("pipeline")
    return {name: one for name, one in found.items() if isinstance(one, Pipeline)}


def _all(kind: str) -> dict[str, Declaration[..., Any]]:
    listed = list_declarations().found
    return {name: _load(one) for name, one in listed.items() if one.kind == kind}


def _load(listed: Listed) -> Declaration[..., Any]:
    found = getattr(import_module(listed.module), listed.attribute, None)
    if not isinstance(found, Declaration) or found.name != listed.name:
        raise TaskError(
            f"{listed.attribute} is not the {listed.kind} {listed.name} that the source declares",
            place=listed.module,
            remedy="keep the decorated function under its own name",
        )
    return found
