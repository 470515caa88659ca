"""Ports: the places where products go into a task and come out."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from dpkit.errors import TaskError
from dpkit.product.product import Product

__all__ = ["Port", "PortQuery", "check_number", "port", "read_port", "without_none"]

Missing = Literal["required", "skip", "default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortQuery:
    """How the products of a port are found and what they give besides.

    Attributes
    ----------
    match : tuple of str
        Keys that must equal those of the run; by default all of them that the product has.
    at : str or None
        Port whose time chooses a calibration.
    policy : str or None
        How the time chooses; that of the product's schema by default.
    overlaps : str or None
        Port or key whose area the products must overlap.
    where : tuple of (str, str)
        Keys with the values that products must have in every run.
    unless : tuple of (str, str)
        Keys with values that they must not have.
    count : str or None
        Name or path of an element that says how many products there must be.
    missing : {"required", "skip", "default"} or None
        What it means that there is none: an error, nothing to do for these keys, or nothing for
        the port. By default an error, and nothing for an optional port.
    sets : str or None
        Element of the product whose children set the parameters of their names.
    """

    match: tuple[str, ...] = ()
    at: str | None = None
    policy: str | None = None
    overlaps: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    unless: tuple[tuple[str, str], ...] = ()
    count: str | None = None
    missing: Missing | None = None
    sets: str | None = None


def port(
    *,
    match: str = "",
    at: str | None = None,
    policy: str | None = None,
    overlaps: str | None = None,
    where: Mapping[str, str] | None = None,
    unless: Mapping[str, str] | None = None,
    count: str | None = None,
    missing: Missing | None = None,
    sets: str | None = None,
) -> PortQuery:
    """Say how an archive finds the products of a port, and what they set; see `PortQuery`.

    Examples
    --------
    ``Annotated[list[Product[DpdNirExposureCatalog]], port(match="observation filter")]``
    ``Annotated[Product[DpdNirRelPhotoParams] | None, port(sets="Data")]``
    """
    return PortQuery(
        match=tuple(match.replace(",", " ").split()),
        at=at,
        policy=policy,
        overlaps=overlaps,
        where=tuple((where or {}).items()),
        unless=tuple((unless or {}).items()),
        count=count,
        missing=missing,
        sets=sets,
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

    @property
    def missing(self) -> Missing:
        """What it means that an archive has nothing for it."""
        return self.query.missing or ("default" if self.optional else "required")

    @property
    def product_name(self) -> str:
        """Name of the product; that of its root element, which Python may spell otherwise."""
        return str(getattr(getattr(self.product, "Meta", None), "name", self.product.__name__))

    def __str__(self) -> str:
        """Return what goes through the port in words."""
        text = f"list of {self.product_name}" if self.many else self.product_name
        return f"{text}, optional" if self.optional else text


def check_number(port: Port, number: int, place: str) -> None:
    """Check that a port can take so many products.

    Parameters
    ----------
    port : Port
        The port.
    number : int
        How many products there are for it.
    place : str
        Where its task is written, for messages.

    Raises
    ------
    TaskError
        There is none for a port that must have one, or several for a port of one.
    """
    if not number and not port.optional:
        raise TaskError(f"port {port.name!r} has no product", place=place, remedy=f"give a {port}")
    if number > 1 and not port.many:
        raise TaskError(
            f"port {port.name!r} takes one product, not {number}",
            place=place,
            remedy="run the task once for each",
        )


def read_port(name: str, hint: Any, place: str) -> Port:
    """Make a port of an annotation.

    Raises
    ------
    TaskError
        The annotation is not that of a port.
    """
    query, many = PortQuery(), False
    if get_origin(hint) is Annotated:
        hint, *extras = get_args(hint)
        query = next((extra for extra in extras if isinstance(extra, PortQuery)), query)
    hint, optional = without_none(hint)
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


def without_none(hint: Any) -> tuple[Any, bool]:
    """Return a type without ``None``, and whether None was allowed."""
    kinds = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType) and type(None) in kinds and len(kinds) == 2:
        return next(kind for kind in kinds if kind is not type(None)), True
    return hint, False
