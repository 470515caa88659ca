"""The facts of a product that stand at the head of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from docutils import nodes

from dpkit.dpdd.doctree import Part, code, download, fields, separated
from dpkit.dpdd.elementtable import element_link
from dpkit.dpdd.label import KEYS, link_to, product_link
from dpkit.dpdd.port import tasks_making, tasks_using
from dpkit.dpdd.said import said_of
from dpkit.dpdd.schemafile import schema_of
from dpkit.schema.dictionary import ProductEntry, Validity

__all__ = ["product_facts", "validity_text"]


def product_facts(entry: ProductEntry, source_folder: Path) -> nodes.field_list:
    """Make the list of facts of a product."""
    facts = [
        *_identity(entry, source_folder),
        *_choice(entry),
        *_places(entry),
        *_tasks(entry),
    ]
    return fields((name, parts) for name, parts in facts if parts)


def _identity(entry: ProductEntry, source_folder: Path) -> Iterator[tuple[str, list[Part]]]:
    yield "Product", [code(entry.name)]
    yield "Title", [entry.title]
    yield "Custodian", [entry.custodian]
    yield "Processing function", [entry.processing_function] if entry.processing_function else []
    yield "Level", [entry.level]
    yield "Version", [entry.version]
    yield "Schema file", [download(entry.schema, source_folder, schema_of(entry))]
    yield "Namespace", [code(entry.namespace)]
    yield "Python class", [code(f"{entry.package.bindings}.{entry.module}.{entry.name}")]


def _choice(entry: ProductEntry) -> Iterator[tuple[str, list[Part]]]:
    yield "Identity keys", _keys(entry.unique)
    yield "Selection keys", _keys(entry.select)
    yield "Search keys", _keys(dict.fromkeys(key.name for key in entry.keys))
    if entry.file_name:
        yield "File name", [code(entry.file_name)]
    if entry.validity is not None:
        yield "Validity", [validity_text(entry.validity)]
    if entry.metric_table is not None:
        yield "Metric table", [code(entry.metric_table)]


def _keys(names: Iterable[str]) -> list[Part]:
    return separated(link_to(KEYS, code(name)) for name in names)


def validity_text(validity: Validity) -> str:
    """Say how a calibration is chosen by time and who grants its validity."""
    chosen = {
        "valid-at": "the one whose range contains the time",
        "latest-before": "the latest one before the time",
        "closest": "the closest one in time",
    }.get(validity.policy, "")
    far = f", at most {validity.maximum_distance} away" if validity.maximum_distance else ""
    granted = {
        "on-register": "granted on registration",
        "manual": "granted by an operator",
    }.get(validity.certify, validity.certify)
    return f"{validity.policy}: {chosen}{far}; {granted}"


def _places(entry: ProductEntry) -> Iterator[tuple[str, list[Part]]]:
    times: list[list[Part]] = [
        [f"{bound} ", element_link(entry, path)] for bound, path in entry.time.items()
    ]
    yield "Time of the observation", [part for time in _between(times) for part in time]
    regions = [element_link(entry, region["path"]) for region in entry.regions]
    yield "Area on the sky", separated(regions)
    conventions = [_convention(entry, said) for said in said_of(entry, "conventions")]
    yield "Convention", [part for said in _between(conventions) for part in said]
    references = [_reference(entry, dict(said)) for said in entry.references]
    yield "Refers to", [part for reference in _between(references) for part in reference]


def _between(parts: list[list[Part]]) -> Iterator[list[Part]]:
    for number, inner in enumerate(parts):
        yield [", ", *inner] if number else inner


def _reference(entry: ProductEntry, said: dict[str, str | None]) -> list[Part]:
    target = said["product"]
    shown: Part = product_link(target) if target else "any product"
    return [shown, " by ", element_link(entry, str(said["path"]))]


def _convention(entry: ProductEntry, said: Mapping[str, str | None]) -> list[Part]:
    """Say what a weight means, where, and which element of a document states it."""
    parts: list[Part] = [code(str(said["name"])), " in ", element_link(entry, str(said["path"]))]
    if said.get("stated"):
        parts += [", stated by ", element_link(entry, str(said["stated"]))]
    return parts


def _tasks(entry: ProductEntry) -> Iterator[tuple[str, list[Part]]]:
    yield "Made by", separated(map(code, tasks_making(entry.name)))
    yield "Used by", separated(map(code, tasks_using(entry.name)))
