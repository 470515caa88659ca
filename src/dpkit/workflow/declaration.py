"""What tasks and pipelines have in common: a name, a version, ports and parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

from dpkit.errors import TaskError
from dpkit.workflow.frontend import Frontend, check_frontend
from dpkit.workflow.parameter import Parameter
from dpkit.workflow.port import Port
from dpkit.workflow.procedure import Procedure
from dpkit.workflow.signature import read_signature

__all__ = ["Declaration", "declared"]

P = ParamSpec("P")
R = TypeVar("R")

_NAME = re.compile(r"[A-Za-z][\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Generic[P, R]):
    """A processing function with its ports.

    Attributes
    ----------
    name, version : str
        Its identity.
    project : str or None
        Project that it belongs to; the software name of its products.
    function : callable
        What it does.
    inputs, outputs : tuple of Port
        Products in and out.
    parameters : tuple of Parameter
        Plain arguments.
    named : bool
        Whether the function returns a named tuple, one field per output.
    versions : mapping of str to str
        What changed with each version.
    frontend : Frontend or None
        The command line that its users know from elsewhere.
    procedure : Procedure or None
        What it is as a procedure of quality control.
    """

    has_steps: ClassVar[bool] = False
    """Whether it calls others, which a graph then holds."""

    name: str
    version: str
    project: str | None
    function: Callable[P, R]
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    parameters: tuple[Parameter, ...]
    named: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    frontend: Frontend | None = None
    procedure: Procedure | None = None

    @property
    def software(self) -> tuple[str, str]:
        """Name and version that the products say of their software."""
        return (self.project or self.name, self.version)

    @property
    def documentation(self) -> str:
        """Documentation of the function."""
        return inspect.getdoc(self.function) or ""

    @property
    def place(self) -> str:
        """What errors name as the place."""
        return f"{type(self).__name__.lower()} {self.name}"

    def bind(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call by name, without those left out.

        Raises
        ------
        TaskError
            An argument is unknown or missing.
        """
        try:
            return dict(inspect.signature(self.function).bind(*args, **kwargs).arguments)
        except TypeError as error:
            raise TaskError(
                f"called wrongly: {error}", place=self.place, remedy=f"it takes {self._arguments()}"
            ) from None

    def _arguments(self) -> str:
        names = [one.name for one in self.inputs] + [one.name for one in self.parameters]
        return ", ".join(names) or "nothing"


def declared(
    function: Callable[..., Any],
    place: str,
    name: str,
    version: str,
    versions: Mapping[str, str] | None,
    frontend: Frontend | None,
) -> dict[str, Any]:
    """Return the parts of a declaration, checked.

    Raises
    ------
    TaskError
        An annotation, the name, the history of versions or the front end is wrong.
    """
    if not _NAME.fullmatch(name):
        raise TaskError(
            f"{name!r} is no name", place=place, remedy="use letters, digits, -, . and _"
        )
    if versions is not None and version not in versions:
        raise TaskError(
            f"the history of versions does not know {version}",
            place=place,
            remedy=f'add what changed: versions={{"{version}": "..."}}',
        )
    signature = read_signature(function, place)
    if frontend is not None:
        check_frontend(frontend, signature, place)
    return {
        "name": name,
        "version": version,
        "function": function,
        "inputs": signature.inputs,
        "outputs": signature.outputs,
        "parameters": signature.parameters,
        "named": signature.named,
        "versions": dict(versions or {}),
        "frontend": frontend,
    }
