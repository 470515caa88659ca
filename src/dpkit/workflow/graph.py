"""The graph of a pipeline: its steps, and the values that go from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from dpkit.errors import TaskError
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.port import Port

__all__ = [
    "Chosen",
    "Collected",
    "Graph",
    "Grouped",
    "Input",
    "Joined",
    "Made",
    "Source",
    "Step",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Input:
    """A value that a port of the pipeline brings."""

    port: str


@dataclass(frozen=True, slots=True)
class Made:
    """A value that a step makes at a port."""

    step: str
    port: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """A list in groups of equal keys."""

    value: Value
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a list has one of some values of a key."""

    value: Value
    key: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """Values as a list."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """The lists in a list as one list."""

    value: Value


Source = Input | Made | Grouped | Chosen | Collected | Joined


class Value:
    """A placeholder of products that are not there yet.

    Attributes
    ----------
    product : type
        Class of the products.
    depth : int
        0 for one product, 1 for a list, 2 for a list of lists.
    optional : bool
        Whether there may be none.
    source : Input, Made, Grouped, Chosen, Collected or Joined
        Where it comes from.
    """

    __slots__ = ("depth", "optional", "product", "source")

    def __init__(
        self, product: type[Any], depth: int, source: Source, *, optional: bool = False
    ) -> None:
        self.product = product
        self.depth = depth
        self.source = source
        self.optional = optional

    def __str__(self) -> str:
        """Return what it stands for in words."""
        return "list of " * self.depth + self.product.__name__

    def _refuse(self, what: str) -> NoReturn:
        raise TaskError(
            f"{what} a {self} is known only when the pipeline runs",
            remedy="hand it on to a task, or to `.each` of one for every product in it",
        )

    def __iter__(self) -> NoReturn:
        """Refuse: the products are not there."""
        self._refuse("what is in")

    def __len__(self) -> NoReturn:
        """Refuse: the products are not there."""
        self._refuse("the length of")

    def __bool__(self) -> NoReturn:
        """Refuse: the products are not there."""
        self._refuse("the truth of")

    def __getitem__(self, _index: object) -> NoReturn:
        """Refuse: the products are not there."""
        self._refuse("what is in")

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse: the products are not there."""
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse(f"{name!r} of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A call of a task or pipeline.

    Attributes
    ----------
    name : str
        Name of the step, unique in its graph.
    declaration : Declaration
        What is called.
    arguments : mapping of str to Value
        What goes in, by port; a port that gets nothing is left out.
    parameters : mapping of str to value
        The plain arguments that are given.
    split : tuple of str
        Ports whose lists are split: one call for each item.
    graph : Graph or None
        The graph of a pipeline that is called.
    """

    name: str
    declaration: Declaration[..., Any]
    arguments: Mapping[str, Value]
    parameters: Mapping[str, Any]
    split: tuple[str, ...] = ()
    graph: Graph | None = None


@dataclass(slots=True, kw_only=True)
class Graph:
    """The steps of a pipeline in the order of its calls, and what comes out.

    Attributes
    ----------
    pipeline : Declaration
        The pipeline.
    inputs : tuple of Port
        The ports that are given.
    steps : list of Step
        The calls.
    outputs : mapping of str to Value
        What comes out, by port; an optional port that gets nothing is left out.
    """

    pipeline: Declaration[..., Any]
    inputs: tuple[Port, ...]
    steps: list[Step] = field(default_factory=list)
    outputs: dict[str, Value] = field(default_factory=dict)
