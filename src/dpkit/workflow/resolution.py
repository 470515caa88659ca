"""Resolve the ports of a task or pipeline by an archive: by keys, time, area and number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from dpkit.errors import NotFoundError, TaskError
from dpkit.product.document import read_document
from dpkit.schema.dictionary import declared_keys, near_names
from dpkit.workflow.combination import KeyValue
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.inputs import check_document
from dpkit.workflow.plan import Plan, PlannedCall, PlannedInput, PlannedPort
from dpkit.workflow.port import Port, check_number
from dpkit.workflow.portquery import ordered
from dpkit.workflow.portresolution import GIVEN, Search, port_keys, resolve_port
from dpkit.workflow.store import ProductStore

__all__ = ["Request", "resolve"]

Keys = Mapping[str, KeyValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of an archive.

    Attributes
    ----------
    keys : mapping of str to int or str
        Values of keys.
    each : tuple of str
        Keys for whose values, as they are found, there is one call each.
    given : mapping of str to sequence of str or Path
        Ids or documents by port, which go before what the archive has; none for nothing.
    calibration_set : tuple of str
        Sets to choose calibrations from, in this order.
    dataset : tuple of str
        Datasets to search, in this order.
    as_of : int, str or None
        As of which event or time.
    """

    keys: Keys = field(default_factory=dict)
    each: tuple[str, ...] = ()
    given: Mapping[str, Sequence[str | Path]] = field(default_factory=dict)
    calibration_set: tuple[str, ...] = ()
    dataset: tuple[str, ...] = ()
    as_of: KeyValue | None = None


def resolve(declaration: Declaration[..., Any], store: ProductStore, request: Request) -> Plan:
    """Find out what each port gets, once for each combination of keys.

    Parameters
    ----------
    declaration : Task or Pipeline
        What is to be run.
    store : ProductStore
        The archive.
    request : Request
        What is known.

    Returns
    -------
    Plan
        With what is missing or ambiguous, which does not raise.

    Raises
    ------
    NotFoundError
        A key, set, dataset or product is unknown, or no combination is found.
    TaskError
        A key is not given that a port is found by, or belongs to no port.
    """
    given = {
        port.name: _given_port(port, request.given[port.name], store, declaration.place)
        for port in declaration.inputs
        if port.name in request.given
    }
    open_ports = [port for port in declaration.inputs if port.name not in given]
    keys = {name: _typed(name, value) for name, value in request.keys.items()}
    _check_used([*keys, *request.each], open_ports, declaration)
    _check_complete({*keys, *request.each}, open_ports, declaration)
    search = Search(
        store=store,
        calibration_set=request.calibration_set,
        dataset=request.dataset,
        as_of=request.as_of,
        open_ports=tuple(open_ports),
    )
    combinations = _combinations(declaration, search, keys, request.each)
    calls = tuple(_resolve_call(declaration, search, one, given) for one in combinations)
    return Plan(name=declaration.name, version=declaration.version, archive=store.uuid, calls=calls)


def _resolve_call(
    declaration: Declaration[..., Any],
    search: Search,
    keys: Keys,
    given: Mapping[str, PlannedPort],
) -> PlannedCall:
    found = dict(given)
    for port in ordered(declaration.inputs, declaration.place):
        if port.name not in found:
            found[port.name] = resolve_port(port, search, keys, found)
    return PlannedCall(keys=keys, ports=tuple(found[port.name] for port in declaration.inputs))


def _typed(name: str, value: KeyValue) -> KeyValue:
    """Return the value of a key as its type is declared."""
    known = declared_keys()
    if name not in known:
        raise NotFoundError(f"no key is named {name!r}", remedy=near_names(name, known, "key"))
    if known[name]["type"] != "integer":
        return str(value)
    try:
        return int(value)
    except ValueError:
        raise TaskError(f"{name} is an integer, not {value!r}", remedy=f"--{name} 5") from None


def _given_port(
    port: Port, words: Sequence[str | Path], store: ProductStore, place: str
) -> PlannedPort:
    """Return what a port gets from the user: documents, or ids of products."""
    inputs = tuple(_given_input(port, word, store) for word in words)
    check_number(port, len(inputs), place)
    return PlannedPort(
        port=port.name,
        product=port.product_name,
        outcome="given",
        inputs=inputs,
        reason="" if inputs else GIVEN,
    )


def _given_input(port: Port, word: str | Path, store: ProductStore) -> PlannedInput:
    if isinstance(word, Path):
        check_document(port, word)
        identifier, document = read_document(word).id, word.absolute()
        try:
            row = store.product(identifier)
        except NotFoundError:
            raise TaskError(
                f"is not in the archive, as {identifier}",
                place=word,
                remedy="register it first: the lineage of what is made names it",
            ) from None
        return PlannedInput(id=row.id, version=row.version, document=document, why=GIVEN)
    row = store.product(word)
    if not isinstance(row.document, Path):
        raise TaskError("has no document here", place=word, remedy="give the path of a document")
    check_document(port, row.document)
    return PlannedInput(id=row.id, version=row.version, document=row.document, why=GIVEN)


def _check_used(
    names: Sequence[str], ports: Sequence[Port], declaration: Declaration[..., Any]
) -> None:
    """Refuse keys by which no port is found: they would change nothing."""
    known = dict.fromkeys(name for port in ports for name in port_keys(port))
    for name in names:
        if name not in known:
            remedy = f"ports are found by {', '.join(known)}" if known else "all ports are given"
            raise TaskError(f"no port is found by {name!r}", place=declaration.place, remedy=remedy)


def _check_complete(
    names: set[str], ports: Sequence[Port], declaration: Declaration[..., Any]
) -> None:
    """Ask for the keys by which ports are found that must get something."""
    missing: dict[str, list[str]] = {}
    for port in ports:
        if port.missing == "default":
            continue
        needed = [] if port.query.at else list(port.query.match)
        area = port.query.overlaps
        if area is not None and area not in {one.name for one in declaration.inputs}:
            needed.append(area)
        for key in needed:
            if key not in names:
                missing.setdefault(key, []).append(port.name)
    if missing:
        said = "; ".join(f"{key}, for {' and '.join(of)}" for key, of in missing.items())
        one = " ".join(f"--{key} VALUE" for key in missing)
        raise TaskError(
            f"keys are not given: {said}",
            place=declaration.place,
            remedy=f"{one}, or --each {','.join(missing)}",
        )


def _combinations(
    declaration: Declaration[..., Any], search: Search, keys: Keys, each: tuple[str, ...]
) -> list[dict[str, KeyValue]]:
    """Return the values of keys for each call: those given, and all that are found."""
    if not each:
        return [dict(keys)]
    ports = _leading_ports(declaration, search, each)
    found: dict[tuple[KeyValue, ...], None] = {}
    for port in ports:
        own = {name: value for name, value in keys.items() if name in port_keys(port)}
        own |= dict(port.query.where)
        for row in search.candidates(port, own, ()):
            found.update(dict.fromkeys(_values(row.keys, each, keys)))
    if not found and any(port.missing == "required" for port in ports):
        port = ports[0]
        own = {name: value for name, value in keys.items() if name in port_keys(port)}
        raise NotFoundError(
            f"there is nothing for {port.name!r}: {search.why_none(port, own, ())}",
            place=declaration.place,
            remedy=f"register a {port.product_name}, or give other keys",
        )
    return [dict(keys) | dict(zip(each, values, strict=True)) for values in sorted(found)]


def _leading_ports(
    declaration: Declaration[..., Any], search: Search, each: tuple[str, ...]
) -> list[Port]:
    """Return the ports whose products tell which combinations there are."""
    ports = [
        port
        for port in search.open_ports
        if port.query.at is None and set(each) <= set(port_keys(port))
    ]
    ports = [port for port in ports if not port.optional] or ports
    if not ports:
        raise TaskError(
            f"no port has all of {', '.join(each)} to be run for each",
            place=declaration.place,
            remedy="give keys that one port is found by",
        )
    return ports


def _values(row: Mapping[str, Any], each: Sequence[str], keys: Keys) -> Iterator[tuple[Any, ...]]:
    """Yield the values of keys of a product; several when a key has several."""
    said = []
    for name in each:
        value = row.get(name)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        said.append([one for one in values if name not in keys or one == keys[name]])
    yield from product(*said)
