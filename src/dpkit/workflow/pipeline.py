"""Pipelines: a function that calls tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, ParamSpec, TypeVar

from dpkit.workflow.declaration import Declaration, declared
from dpkit.workflow.frontend import Frontend
from dpkit.workflow.splitting import run_each
from dpkit.workflow.trace import active_trace

__all__ = ["Pipeline", "pipeline"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline(Declaration[P, R]):
    """A function that calls tasks and other pipelines.

    Called with products it runs them one after the other in this process. ``dpkit run`` traces
    it first: it is called with placeholders, so that the graph of its steps is known and checked
    before anything runs.
    """

    has_steps: ClassVar[bool] = True

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function; in another pipeline the call becomes a step."""
        trace = active_trace()
        if trace is not None:
            return trace.call(self, self.bind(args, kwargs))  # type: ignore[no-any-return]
        return self.function(*args, **kwargs)

    def each(self, **arguments: Any) -> Any:
        """Call the pipeline once for each item of the lists given; see `Task.each`."""
        trace = active_trace()
        if trace is not None:
            return trace.call(self, self.bind((), arguments), split=True)
        return run_each(self, arguments)


def pipeline(
    name: str,
    *,
    version: str,
    project: str | None = None,
    versions: Mapping[str, str] | None = None,
    frontend: Frontend | None = None,
) -> Callable[[Callable[P, R]], Pipeline[P, R]]:
    """Make a pipeline of a function that calls tasks; the arguments are those of `task`.

    In the function a port is a placeholder: it can be handed on to tasks, to ``task.each``, and
    to `group`, `choose` and `gather`; ``if port is not None`` asks whether an optional one was
    given. What a product holds is not known there. Plain parameters have their values.

    Raises
    ------
    TaskError
        When the function is decorated, as with `task`.
    """

    def decorate(function: Callable[P, R]) -> Pipeline[P, R]:
        parts = declared(function, f"pipeline {name}", name, version, versions, frontend)
        return Pipeline(project=project, **parts)

    return decorate
