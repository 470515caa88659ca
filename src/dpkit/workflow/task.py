"""Tasks: a function whose annotations are its ports."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from dpkit.errors import TaskError
from dpkit.product.product import Product

__all__ = ["Parameter", "Port", "PortQuery", "Task", "port", "task"]

P = ParamSpec("P")
R = TypeVar("R")

_PLAIN = (bool, int, float, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortQuery:
    """How an archive finds the products of a port.

    Attributes
    ----------
    match : tuple of str
        Keys that must equal those of the run.
    at : str or None
        Port whose time chooses a calibration.
    policy : str or None
        How the time chooses; that of the product's schema by default.
    overlaps : str or None
        Port or key whose area the products must overlap.
    count : str or None
        Element that says how many products there must be.
    missing : {"required", "skip", "default"}
        What it means that there is none.
    """

    match: tuple[str, ...] = ()
    at: str | None = None
    policy: str | None = None
    overlaps: str | None = None
    count: str | None = None
    missing: Literal["required", "skip", "default"] = "required"


def port(
    *,
    match: str = "",
    at: str | None = None,
    policy: str | None = None,
    overlaps: str | None = None,
    count: str | None = None,
    missing: Literal["required", "skip", "default"] = "required",
) -> PortQuery:
    """Say how an archive finds the products of a port; see `PortQuery`.

    Examples
    --------
    ``Annotated[list[Product[DpdNirExposureCatalog]], port(match="observation filter")]``
    """
    return PortQuery(
        match=tuple(match.replace(",", " ").split()),
        at=at,
        policy=policy,
        overlaps=overlaps,
        count=count,
        missing=missing,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A place where products go in or come out.

    Attributes
    ----------
    name : str
        Name of the argument, or of the field of the outputs.
    product : type
        Generated class of the products.
    many : bool
        Whether the port takes a list.
    optional : bool
        Whether it may be left out.
    query : PortQuery
        How an archive finds its products.
    """

    name: str
    product: type[Any]
    many: bool = False
    optional: bool = False
    query: PortQuery = PortQuery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A plain argument of a task."""

    name: str
    type: type[Any]
    default: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[P, R]):
    """A processing function with its ports; call it like the function.

    Attributes
    ----------
    name, version : str
        Identity of the task.
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
    """

    name: str
    version: str
    project: str | None
    function: Callable[P, R]
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    parameters: tuple[Parameter, ...]
    named: bool = False

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function."""
        return self.function(*args, **kwargs)

    @property
    def software(self) -> tuple[str, str]:
        """Name and version that the products of the task say of their software."""
        return (self.project or self.name, self.version)

    @property
    def documentation(self) -> str:
        """Documentation of the function."""
        return inspect.getdoc(self.function) or ""


def task(
    name: str, *, version: str, project: str | None = None
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

    Returns
    -------
    callable
        A decorator.

    Raises
    ------
    TaskError
        An annotation is neither a product, a list of products nor a plain type.

    Examples
    --------
    >>> from dpkit_dm.nir import DpdNirCalibratedFrame
    >>> @task("NIR_count_detectors", version="1.0")
    ... def count(frame: Product[DpdNirCalibratedFrame]) -> Product[DpdNirCalibratedFrame]:
    ...     return frame
    >>> count.inputs[0].name
    'frame'
    """

    def decorate(function: Callable[P, R]) -> Task[P, R]:
        place = f"task {name}"
        hints = _hints(function, place)
        inputs, parameters = [], []
        for argument in inspect.signature(function).parameters.values():
            hint = hints.get(argument.name)
            if argument.kind in {argument.VAR_POSITIONAL, argument.VAR_KEYWORD}:
                raise TaskError(
                    f"{argument.name!r} takes any number of arguments",
                    place=place,
                    remedy="name each port and parameter; a port that takes several is a list",
                )
            plain, _ = _without_none(hint)
            if plain in _PLAIN:
                parameters.append(
                    Parameter(name=argument.name, type=plain, default=argument.default)
                )
            else:
                inputs.append(_port(argument.name, hint, place))
        return Task(
            name=name,
            version=version,
            project=project,
            function=function,
            inputs=tuple(inputs),
            outputs=_outputs(hints.get("return"), place),
            named=_named(hints.get("return")),
            parameters=tuple(parameters),
        )

    return decorate


def _hints(function: Callable[..., Any], place: str) -> dict[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise TaskError(
            f"an annotation cannot be resolved: {error}",
            place=place,
            remedy="import the product class at the top of the module, not under TYPE_CHECKING",
        ) from None


def _port(name: str, hint: Any, place: str) -> Port:
    query, many = PortQuery(), False
    if get_origin(hint) is Annotated:
        hint, *extras = get_args(hint)
        query = next((extra for extra in extras if isinstance(extra, PortQuery)), query)
    hint, optional = _without_none(hint)
    if get_origin(hint) is list:
        many = True
        (hint,) = get_args(hint)
    if get_origin(hint) is not Product:
        raise TaskError(
            f"{name!r} is annotated {hint!r}, which is no port",
            place=place,
            remedy="annotate with Product[...], list[Product[...]], or bool, int, float, str",
        )
    (product,) = get_args(hint)
    if not isinstance(product, type) or not is_dataclass(product):
        raise TaskError(
            f"{name!r} is annotated Product[{product!r}], which is no product",
            place=place,
            remedy="give the generated class of a product, such as DpdNirCalibratedFrame",
        )
    return Port(name=name, product=product, many=many, optional=optional, query=query)


def _without_none(hint: Any) -> tuple[Any, bool]:
    """Return a type without ``None``, and whether None was allowed."""
    kinds = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType) and type(None) in kinds and len(kinds) == 2:
        return next(kind for kind in kinds if kind is not type(None)), True
    return hint, False


def _named(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _outputs(hint: Any, place: str) -> tuple[Port, ...]:
    if _named(hint):
        fields = get_type_hints(hint, include_extras=True)
        return tuple(_port(field, fields[field], place) for field in fields)
    return (_port("output", hint, place),)
