"""Parameters: plain arguments of a task, with unit and range."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from dpkit.errors import TaskError
from dpkit.workflow.port import without_none

__all__ = ["Parameter", "ParameterFacts", "check_value", "parameter", "read_parameter"]

_PLAIN = (bool, int, float, str)
EMPTY = inspect.Parameter.empty
Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFacts:
    """What a parameter means and may be.

    Attributes
    ----------
    unit : str or None
        Unit of the number, in VOUnit syntax.
    minimum, maximum : number or None
        Smallest and largest value allowed.
    above, below : number or None
        Values that it must be greater or less than.
    element : str or None
        Path of its value below the element that a port ``sets``; the child of its name when not
        said. A list there sets a text with spaces.
    chosen_by : tuple of (str, value)
        Values that the presence of elements stands for, by their paths: of a choice of elements
        the one that is there says which.
    """

    unit: str | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    above: Number | None = None
    below: Number | None = None
    element: str | None = None
    chosen_by: tuple[tuple[str, Any], ...] = ()

    @property
    def range(self) -> str:
        """The range in words; empty when there is none."""
        said = {
            "at least": self.minimum,
            "more than": self.above,
            "at most": self.maximum,
            "less than": self.below,
        }
        return " and ".join(
            f"{words} {limit:g}" for words, limit in said.items() if limit is not None
        )

    def allows(self, value: Number) -> bool:
        """Tell whether a number is within the range; a NaN never is."""
        return not (
            math.isnan(value)
            or (self.minimum is not None and value < self.minimum)
            or (self.maximum is not None and value > self.maximum)
            or (self.above is not None and value <= self.above)
            or (self.below is not None and value >= self.below)
        )


def parameter(
    *,
    unit: str | None = None,
    minimum: Number | None = None,
    maximum: Number | None = None,
    above: Number | None = None,
    below: Number | None = None,
    element: str | None = None,
    chosen_by: Mapping[str, Any] | None = None,
) -> ParameterFacts:
    """Say the unit, the range and the elements of a parameter; see `ParameterFacts`.

    Examples
    --------
    ``exposure_time: Annotated[float, parameter(unit="s", above=0)] = 10.0``
    """
    return ParameterFacts(
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        above=above,
        below=below,
        element=element,
        chosen_by=tuple((chosen_by or {}).items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A plain argument of a task.

    Attributes
    ----------
    name : str
        Name of the argument.
    type : type
        ``bool``, ``int``, ``float`` or ``str``.
    default : value
        What holds when it is not given; `inspect.Parameter.empty` when it must be.
    optional : bool
        Whether None is a value.
    choices : tuple
        The values allowed; empty when there is no such list.
    facts : ParameterFacts
        Unit and range.
    """

    name: str
    type: type[Any]
    default: Any = EMPTY
    optional: bool = False
    choices: tuple[Any, ...] = ()
    facts: ParameterFacts = ParameterFacts()

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.default is EMPTY

    def __str__(self) -> str:
        """Return type, unit and range in words."""
        kind = " or ".join(map(str, self.choices)) or self.type.__name__
        unit = f" [{self.facts.unit}]" if self.facts.unit else ""
        return f"{kind}{unit}" + (f", {self.facts.range}" if self.facts.range else "")


def read_parameter(name: str, hint: Any, default: Any, place: str) -> Parameter | None:
    """Make a parameter of an annotation; None when the annotation is not that of one.

    Raises
    ------
    TaskError
        The default is not allowed, or a range belongs to no number.
    """
    facts = ParameterFacts()
    if get_origin(hint) is Annotated:
        hint, *extras = get_args(hint)
        facts = next((extra for extra in extras if isinstance(extra, ParameterFacts)), facts)
    hint, optional = without_none(hint)
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    kind = type(choices[0]) if choices else hint
    if kind not in _PLAIN:
        return None
    found = Parameter(
        name=name, type=kind, default=default, optional=optional, choices=choices, facts=facts
    )
    if kind not in (int, float) and facts.range:
        raise TaskError(
            f"{name!r} is a {kind.__name__} with a range", place=place, remedy="leave the range out"
        )
    for value in (*(value for _, value in facts.chosen_by), default):
        if value is not EMPTY:
            check_value(found, value, place)
    return found


def check_value(parameter: Parameter, value: Any, place: str) -> Any:
    """Return a value as the type of its parameter.

    Raises
    ------
    TaskError
        The value has another type or is out of range.
    """
    if value is None and (parameter.optional or parameter.default is None):
        return None
    if parameter.type is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    right = type(value) is parameter.type and (not parameter.choices or value in parameter.choices)
    if right and parameter.type in (int, float):
        right = parameter.facts.allows(value)
    if not right:
        raise TaskError(
            f"parameter {parameter.name!r} cannot be {value!r}",
            place=place,
            remedy=f"give {parameter}",
        )
    return value
