"""What the annotations of a function declare: ports in and out, and parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, get_type_hints

from dpkit.binding.access import attribute_class, attributes, children
from dpkit.errors import TaskError
from dpkit.workflow.parameter import Parameter, read_parameter
from dpkit.workflow.port import Port, read_port
from dpkit.workflow.portquery import check_queries

__all__ = ["RESERVED", "Signature", "read_signature"]

RESERVED = frozenset(
    {
        "actor",
        "archive",
        "as_of",
        "config",
        "dataset",
        "debug",
        "each",
        "engine",
        "force",
        "format",
        "help",
        "keep_going",
        "logdir",
        "no_register",
        "out",
        "plan",
        "register",
        "retries",
        "set",
        "time_limit",
        "verbose",
        "version",
        "workdir",
    }
)
"""Names of the options that every task has; no port or parameter may have one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The ports and parameters of a function.

    Attributes
    ----------
    inputs, outputs : tuple of Port
        Products in and out.
    parameters : tuple of Parameter
        Plain arguments.
    named : bool
        Whether the function returns a named tuple, one field per output.
    """

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    parameters: tuple[Parameter, ...]
    named: bool = False


def read_signature(function: Callable[..., Any], place: str) -> Signature:
    """Read the ports and parameters of a function.

    Raises
    ------
    TaskError
        An annotation is missing or wrong, or a name is reserved or used twice; or the function
        does not return what it says, but something to be awaited or gone through.
    """
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        raise TaskError(
            "is asynchronous, or yields", place=place, remedy="return the products when it is done"
        )
    hints = _hints(function, place)
    inputs, parameters = [], []
    for argument in inspect.signature(function).parameters.values():
        _check_kind(argument, place)
        hint = hints.get(argument.name)
        plain = read_parameter(argument.name, hint, argument.default, place)
        if plain is None:
            inputs.append(read_port(argument.name, hint, place))
        else:
            parameters.append(plain)
    outputs = _outputs(hints.get("return"), place)
    _check_names(inputs, outputs, parameters, place)
    _check_sources(inputs, parameters, place)
    check_queries(inputs, place)
    return Signature(
        inputs=tuple(inputs),
        outputs=outputs,
        parameters=tuple(parameters),
        named=_named(hints.get("return")),
    )


def _hints(function: Callable[..., Any], place: str) -> dict[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise TaskError(
            f"an annotation cannot be resolved: {error}",
            place=place,
            remedy="import the product class at the top of the module, not under TYPE_CHECKING",
        ) from None


def _check_kind(argument: inspect.Parameter, place: str) -> None:
    if argument.kind in {argument.VAR_POSITIONAL, argument.VAR_KEYWORD}:
        raise TaskError(
            f"{argument.name!r} takes any number of arguments",
            place=place,
            remedy="name each port and parameter; a port that takes several is a list",
        )
    if argument.kind is argument.POSITIONAL_ONLY:
        raise TaskError(
            f"{argument.name!r} cannot be given by its name", place=place, remedy="remove the /"
        )


def _named(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _outputs(hint: Any, place: str) -> tuple[Port, ...]:
    if _named(hint):
        fields = get_type_hints(hint, include_extras=True)
        return tuple(read_port(field, fields[field], place) for field in fields)
    return (read_port("output", hint, place),)


def _check_names(
    inputs: Iterable[Port], outputs: Iterable[Port], parameters: Iterable[Parameter], place: str
) -> None:
    names = [one.name for one in (*inputs, *outputs)] + [one.name for one in parameters]
    keys = {key for port in inputs for key in port.query.match}
    for name in names:
        if names.count(name) > 1:
            raise TaskError(
                f"{name!r} goes in and comes out", place=place, remedy="rename one of the two"
            )
        if name in RESERVED:
            raise TaskError(
                f"{name!r} is the name of an option that every task has",
                place=place,
                remedy=f"rename it; reserved are {', '.join(sorted(RESERVED))}",
            )
        if name in keys:
            raise TaskError(
                f"{name!r} is also a key that its ports are matched by",
                place=place,
                remedy="rename it: the key is an option that chooses products",
            )


def _check_sources(inputs: Iterable[Port], parameters: Iterable[Parameter], place: str) -> None:
    """Check that a product that sets parameters has such elements, and is one."""
    names = {one.name for one in parameters}
    facts = [one.facts for one in parameters]
    elements = {one.element for one in facts if one.element is not None}
    elements |= {path for one in facts for path, _ in one.chosen_by}
    for port in inputs:
        if port.query.sets is None:
            continue
        found = port.product
        for step in port.query.sets.split("/"):
            if step not in attributes(found):
                raise TaskError(
                    f"{port.name!r} sets parameters by {port.query.sets!r}, "
                    f"which {port.product_name} does not have",
                    place=place,
                    remedy=f"give one of {', '.join(attributes(found))}",
                )
            found = attribute_class(found, attributes(found)[step])
        for element in sorted(elements):
            _check_element(found, element, place)
        if port.many or not (elements or names & set(attributes(found).values())):
            raise TaskError(
                f"{port.name!r} sets none of the parameters",
                place=place,
                remedy="give one product whose elements have the names of parameters",
            )


def _check_element(cls: type[Any], element: str, place: str) -> None:
    """Check that there is an element at a path below one that sets parameters."""
    for step in element.split("/"):
        known = children(cls)
        if step not in known:
            raise TaskError(
                f"a parameter has the value of {element!r}, which {cls.__name__} does not have",
                place=place,
                remedy=f"give one of {', '.join(known) or 'no further steps'}",
            )
        cls = known[step]
