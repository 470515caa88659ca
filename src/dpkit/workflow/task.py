"""Tasks: a function whose annotations are its ports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from dpkit.workflow.declaration import Declaration, declared
from dpkit.workflow.frontend import Frontend
from dpkit.workflow.parameter import parameter
from dpkit.workflow.port import port
from dpkit.workflow.setting import Setting, settle
from dpkit.workflow.splitting import run_each
from dpkit.workflow.trace import active_trace

__all__ = ["Task", "parameter", "port", "task"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Declaration[P, R]):
    """A processing function with its ports; call it like the function.

    In a pipeline a call becomes a step. Parameters that are not given come from the products of
    ports with ``sets``, and else are the defaults; all are checked against their ranges.
    """

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function."""
        arguments = self.bind(args, kwargs)
        trace = active_trace()
        if trace is not None:
            return trace.call(self, arguments)  # type: ignore[no-any-return]
        return self.function(**self._filled(arguments))  # type: ignore[call-arg]

    def each(self, **arguments: Any) -> Any:
        """Call the task once for each product of the lists given to ports that take one.

        Other arguments go to every call. Returns a list, or a named tuple of lists.
        """
        trace = active_trace()
        if trace is not None:
            return trace.call(self, self.bind((), arguments), split=True)
        return run_each(self, arguments)

    def _filled(self, arguments: dict[str, Any]) -> dict[str, Any]:
        if not self.parameters:
            return arguments
        ports = {one.name for one in self.inputs}
        products = {name: value for name, value in arguments.items() if name in ports}
        given = {
            name: Setting(value=value, origin="the call")
            for name, value in arguments.items()
            if name not in ports
        }
        return products | {name: one.value for name, one in settle(self, given, products).items()}


def task(
    name: str,
    *,
    version: str,
    project: str | None = None,
    versions: Mapping[str, str] | None = None,
    frontend: Frontend | None = None,
) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a task of a function whose annotations are its ports.

    Parameters
    ----------
    name : str
        Name of the task.
    version : str
        Its version, such as ``1.0``.
    project : str, optional
        Project that it belongs to.
    versions : mapping of str to str, optional
        What changed with each version.
    frontend : Frontend, optional
        The command line that its users know from elsewhere.

    Returns
    -------
    callable
        A decorator.

    Raises
    ------
    TaskError
        When the function is decorated: an argument is annotated with something that is neither
        a product nor a plain type, a name is reserved, a default is out of range, or the
        function returns no product.

    Examples
    --------
    >>> from dpkit import Product
    >>> from dpkit_dm.nir import DpdNirCalibratedFrame
    >>> @task("NIR_count_detectors", version="1.0")
    ... def count(frame: Product[DpdNirCalibratedFrame]) -> Product[DpdNirCalibratedFrame]:
    ...     return frame
    >>> count.inputs[0].name
    'frame'
    """

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        parts = declared(function, f"task {name}", name, version, versions, frontend)
        return Task(project=project, **parts)

    return decorate
