"""Check what the ports of a task say of how an archive finds their products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from dpkit.errors import TaskError
from dpkit.schema.dictionary import declared_keys, near_names, product_of_class
from dpkit.workflow.port import Missing, Port

__all__ = ["check_queries", "ordered"]


def check_queries(ports: Sequence[Port], place: str) -> None:
    """Check the queries of the ports in.

    Raises
    ------
    TaskError
        A port names a port or key that is not there, or asks for what its product does not have.
    """
    for port in ports:
        _check_keys(port, place)
        _check_time(port, ports, place)
        _check_area(port, ports, place)
        _check_number(port, place)
    ordered(ports, place)


def ordered(ports: Sequence[Port], place: str) -> list[Port]:
    """Return ports after those that their queries refer to.

    Raises
    ------
    TaskError
        They refer to each other in a circle.
    """
    names = {port.name for port in ports}
    found: list[Port] = []
    left = list(ports)
    while left:
        done = {port.name for port in found}
        free = [one for one in left if not (_referred(one) & names) - done]
        if not free:
            said = ", ".join(one.name for one in left)
            raise TaskError(
                f"the ports {said} wait for each other",
                place=place,
                remedy="let one of them be found by keys alone",
            )
        found += free
        left = [one for one in left if one not in free]
    return found


def _referred(port: Port) -> set[str]:
    return {name for name in (port.query.at, port.query.overlaps) if name is not None}


def _check_keys(port: Port, place: str) -> None:
    said = (*port.query.where, *port.query.unless)
    asked = [*port.query.match, *(name for name, _ in said)]
    if not asked:
        return
    known = [key.name for key in product_of_class(port.product).keys]
    for name in asked:
        if name not in known:
            raise TaskError(
                f"{port.name!r} is matched by {name!r}, which {port.product_name} does not have",
                place=place,
                remedy=near_names(name, known, "key"),
            )


def _check_time(port: Port, ports: Sequence[Port], place: str) -> None:
    at, policy = port.query.at, port.query.policy
    if policy is not None and at is None:
        raise TaskError(
            f"{port.name!r} has a policy, but no time to choose by",
            place=place,
            remedy="name the port whose time counts with `at`",
        )
    if at is None:
        return
    if at not in {one.name for one in ports}:
        raise TaskError(
            f"{port.name!r} is chosen at the time of {at!r}, which is no port",
            place=place,
            remedy=near_names(at, [one.name for one in ports], "port"),
        )
    if product_of_class(port.product).validity is None:
        raise TaskError(
            f"{port.name!r} is chosen by time, but a {port.product_name} has no validity",
            place=place,
            remedy="leave `at` out, or declare a validity in the schema of the product",
        )


def _check_area(port: Port, ports: Sequence[Port], place: str) -> None:
    name = port.query.overlaps
    known = [*(one.name for one in ports), *declared_keys()]
    if name is not None and name not in known:
        raise TaskError(
            f"{port.name!r} overlaps {name!r}, which is neither a port nor a key",
            place=place,
            remedy=near_names(name, known, "port or key"),
        )


def _check_number(port: Port, place: str) -> None:
    query = port.query
    if query.count is not None and not port.many:
        raise TaskError(
            f"{port.name!r} takes one product, and has a count",
            place=place,
            remedy="leave the count out",
        )
    if query.missing is not None and query.missing not in get_args(Missing):
        raise TaskError(
            f"{port.name!r} says {query.missing!r} of what is missing",
            place=place,
            remedy=f"say one of {', '.join(get_args(Missing))}",
        )
    if query.missing == "default" and not port.optional:
        raise TaskError(
            f"{port.name!r} gets nothing when nothing is there, but is not optional",
            place=place,
            remedy="annotate it with | None, or say missing='skip'",
        )
