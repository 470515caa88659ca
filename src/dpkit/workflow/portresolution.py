"""Resolve one port by an archive: what it gets for values of keys, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError, NotFoundError
from dpkit.product.document import read_document, select_texts
from dpkit.schema.dictionary import declared_keys, product_of_class
from dpkit.workflow.combination import KeyValue
from dpkit.workflow.plan import PlannedInput, PlannedPort
from dpkit.workflow.port import Port
from dpkit.workflow.store import ProductStore, StoredChoice, StoredRow

__all__ = ["GIVEN", "Search", "port_keys", "resolve_port"]

GIVEN = "given by the user"
_MOST_NAMED = 5

Keys = Mapping[str, KeyValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where products are looked for.

    Attributes
    ----------
    store : ProductStore
        The archive.
    calibration_set, dataset : tuple of str
        Sets and datasets, in this order.
    as_of : int, str or None
        As of which event or time.
    open_ports : tuple of Port
        The ports that are looked for.
    """

    store: ProductStore
    calibration_set: tuple[str, ...] = ()
    dataset: tuple[str, ...] = ()
    as_of: KeyValue | None = None
    open_ports: tuple[Port, ...] = ()

    def candidates(self, port: Port, keys: Keys, areas: Sequence[str]) -> Sequence[StoredRow]:
        """Return the current products for a port."""
        return self.store.candidates(
            product_of_class(port.product).name,
            keys=keys,
            dataset=self.dataset,
            as_of=self.as_of,
            overlaps=areas,
        )

    def why_none(self, port: Port, keys: Keys, areas: Sequence[str]) -> str:
        """Say why there are none."""
        return self.store.why_none(
            product_of_class(port.product).name,
            keys=keys,
            dataset=self.dataset,
            as_of=self.as_of,
            overlaps=areas,
        )

    def choose(self, port: Port, keys: Keys, exposure: str) -> StoredChoice:
        """Choose a calibration for an exposure."""
        entry = product_of_class(port.product)
        return self.store.calib(
            entry.name,
            exposure=exposure,
            keys={name: value for name, value in keys.items() if name in entry.select},
            calibration_set=self.calibration_set or None,
            policy=port.query.policy,
            as_of=self.as_of,
        )


def port_keys(port: Port) -> list[str]:
    """Return the keys that a port is found by."""
    if port.query.match:
        known = list(port.query.match)
    else:
        known = list(dict.fromkeys(key.name for key in product_of_class(port.product).keys))
    area = port.query.overlaps
    # What is no key is a port: its product says where, and the user says nothing.
    return [*known, area] if area in declared_keys() and area not in known else known


class _MissingError(Exception):
    """There is nothing for a port."""


class _ProblemError(Exception):
    """There is something for a port that must not be."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def resolve_port(
    port: Port, search: Search, keys: Keys, others: Mapping[str, PlannedPort]
) -> PlannedPort:
    """Find out what a port gets.

    Parameters
    ----------
    port : Port
        The port.
    search : Search
        Where to look.
    keys : mapping of str to int or str
        Values of keys.
    others : mapping of str to PlannedPort
        The ports that it refers to.

    Raises
    ------
    DpkitError
        A key, dataset or set is unknown.
    """
    said: dict[str, Any] = {"port": port.name, "product": port.product_name}
    try:
        inputs = _inputs(port, search, keys, others)
        _check_count(port, inputs)
    except _MissingError as missing:
        return PlannedPort(**said, **_missing(port, search, keys, str(missing)))
    except _ProblemError as problem:
        return PlannedPort(**said, outcome="problem", reason=str(problem), remedy=problem.remedy)
    return PlannedPort(**said, outcome="found", inputs=tuple(inputs))


def _missing(port: Port, search: Search, keys: Keys, reason: str) -> dict[str, Any]:
    """Return the outcome for a port that gets nothing."""
    missing = port.missing
    if missing == "default" and (asked := _asked_alone(port, search, keys)):
        missing, reason = "required", f"{reason}; {asked} is given for nothing else"
    if missing == "default":
        return {"outcome": "nothing", "reason": reason}
    if missing == "skip":
        return {"outcome": "skip", "reason": reason}
    remedy = f"register a {port.product_name}, or give one with --{port.name.replace('_', '-')}"
    return {"outcome": "problem", "reason": reason, "remedy": remedy}


def _asked_alone(port: Port, search: Search, keys: Keys) -> str:
    """Return a key that was given for this port only: the user wants something there."""
    others = {key for one in search.open_ports if one is not port for key in port_keys(one)}
    return next((name for name in port_keys(port) if name in keys and name not in others), "")


def _inputs(
    port: Port, search: Search, keys: Keys, others: Mapping[str, PlannedPort]
) -> list[PlannedInput]:
    own = {name: value for name, value in keys.items() if name in port_keys(port)}
    if port.query.at is not None:
        return _chosen(port, search, own, others[port.query.at])
    lacking = [name for name in port.query.match if name not in keys]
    areas = _areas(port, keys, others)
    if port.optional and (lacking or not (own or areas)):
        said = ", ".join(lacking) or "no key of it"
        raise _MissingError(f"{said} is not given" if lacking else f"{said} is given")
    elsewhere = _keys_of_area(port, search)
    own = {
        name: value
        for name, value in own.items()
        if _is_matched(port, name) and name not in elsewhere
    }
    own |= dict(port.query.where)
    rows = search.candidates(port, own, ())
    if areas and rows:
        rows = _over(port, search, own, areas)
    rows = [row for row in rows if not _is_excluded(port, row)]
    if not rows:
        raise _MissingError(search.why_none(port, own, areas))
    if len(rows) > 1 and not port.many:
        raise _ambiguous(port, rows)
    said = " and ".join([*(f"{k} {v}" for k, v in own.items()), *(f"over {a}" for a in areas)])
    why = f"current, of {said}" if own else f"current, {said}" if said else "current"
    return [_planned(row, why) for row in rows]


def _is_excluded(port: Port, row: StoredRow) -> bool:
    """Tell whether a product has a value of a key that the port does not want."""
    for name, unwanted in port.query.unless:
        value = row.keys.get(name)
        if unwanted in map(str, value if isinstance(value, tuple) else (value,)):
            return True
    return False


def _over(port: Port, search: Search, keys: Keys, areas: Sequence[str]) -> Sequence[StoredRow]:
    try:
        return search.candidates(port, keys, areas)
    except NotFoundError as error:  # nothing says where a tile, or the other product, is
        raise _MissingError(error.message) from None


def _is_matched(port: Port, name: str) -> bool:
    """Tell whether a key is one of the product, and not only that of an area."""
    return any(key.name == name for key in product_of_class(port.product).keys) and (
        not port.query.match or name in port.query.match
    )


def _keys_of_area(port: Port, search: Search) -> set[str]:
    """Return the keys that say where already: those of the port whose area is overlapped."""
    others = [one for one in search.open_ports if one.name == port.query.overlaps]
    return {key for one in others for key in one.query.match} - set(port.query.match)


def _areas(port: Port, keys: Keys, others: Mapping[str, PlannedPort]) -> list[str]:
    name = port.query.overlaps
    if name is None:
        return []
    if name not in others:
        return [f"{name} {keys[name]}"] if name in keys else []
    found = [f"product {one.id}" for one in others[name].inputs]
    if not found:
        raise _MissingError(f"port {name!r}, whose area it overlaps, has no product")
    return found


def _ambiguous(port: Port, rows: Sequence[StoredRow]) -> _ProblemError:
    names = [row.id for row in rows[:_MOST_NAMED]]
    more = f" and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
    differ = [key for key in port_keys(port) if len({row.keys.get(key) for row in rows}) > 1]
    if len({row.to_dict()["dataset"] for row in rows}) > 1:
        differ.insert(0, "dataset")
    option = f"--{port.name.replace('_', '-')} ID"
    return _ProblemError(
        f"takes one product, and {len(rows)} are found: {', '.join(names)}{more}",
        f"give {' or '.join(f'--{key}' for key in differ)}, or {option}"
        if differ
        else f"give {option}",
    )


def _planned(row: StoredRow, why: str, choice: Mapping[str, Any] | None = None) -> PlannedInput:
    if not isinstance(row.document, Path):
        raise _ProblemError(
            f"the document of {row.id} is not on this computer: {row.document}",
            "fetch it with `dpkit archive get`, and register it from here",
        )
    return PlannedInput(
        id=row.id, version=row.version, document=row.document, why=why, choice=choice
    )


def _chosen(port: Port, search: Search, keys: Keys, exposures: PlannedPort) -> list[PlannedInput]:
    """Return the calibrations for the products of another port, each once."""
    if not exposures.inputs:
        raise _MissingError(f"port {exposures.port!r}, whose time counts, has no product")
    found: dict[str, PlannedInput] = {}
    serves: dict[str, list[str]] = {}
    for exposure in exposures.inputs:
        planned = _choose(port, search, keys, exposure.id)
        found.setdefault(planned.id, planned)
        serves.setdefault(planned.id, []).append(exposure.id)
    if len(found) > 1 and not port.many:
        said = "; ".join(f"{one} for {', '.join(of)}" for one, of in serves.items())
        raise _ProblemError(
            f"takes one calibration, and exposures need different ones: {said}",
            f"run them apart, or give one with --{port.name.replace('_', '-')} ID",
        )
    return list(found.values())


def _choose(port: Port, search: Search, keys: Keys, exposure: str) -> PlannedInput:
    try:
        choice = search.choose(port, keys, exposure)
    except DpkitError as error:
        raise _ProblemError(f"for {exposure}: {error.message}", error.remedy) from None
    if choice.chosen is None:
        raise _MissingError(f"for {exposure}: {choice.reason}")
    for name in port.query.match:
        value = choice.chosen.keys.get(name)
        if name in keys and value is not None and keys[name] not in _several(value):
            raise _MissingError(
                f"for {exposure}: {choice.chosen.id} is chosen, but has {name} {value}"
            )
    return _planned(choice.chosen, choice.reason, {**choice.question(), **choice.answer()})


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _check_count(port: Port, inputs: Sequence[PlannedInput]) -> None:
    """Check that there are as many products as their own element says."""
    if port.query.count is None:
        return
    said = {text for one in inputs for text in _texts(one.document, port.query.count)}
    if len(said) != 1 or not next(iter(said)).isdecimal():
        values = ", ".join(sorted(said)) or "nothing"
        raise _ProblemError(
            f"{port.query.count} of the products says {values}, and not one number",
            "look at the products: they do not belong together",
        )
    wanted = int(said.pop())
    if len(inputs) != wanted:
        names = ", ".join(one.id for one in inputs[:_MOST_NAMED])
        raise _MissingError(
            f"{port.query.count} says {wanted}, and {len(inputs)} are found: {names}"
        )


def _texts(document: Path, element: str) -> list[str]:
    """Return the texts of an element, named alone or by its path."""
    root = read_document(document).root
    path = element if "/" in element else f".//*[local-name()='{element}']"
    return [text.strip() for text in select_texts(root, path)]
