"""The directive that describes the file formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from docutils import nodes

from dpkit.dpdd.dependency import note_index, note_product, schema_packages
from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import Part, code, fields, paragraph, section, separated, table
from dpkit.dpdd.label import format_label, product_link
from dpkit.schema.dictionary import product_entry, product_names

__all__ = ["FormatsDirective"]

Described = Mapping[str, Any]

_WIDTHS = {"path": 40, "name": 20, "fixed": 20, "ucd": 20}
# Cells of these are names or expressions, the others are text.
_CODES = {"name", "format", "type", "unit", "ucd", "fixed", "key", "path", "array"}


class FormatsDirective(PageDirective):
    """All file formats, a section each: ``.. dpkit-formats::``."""

    def render(self) -> list[nodes.Node]:
        """Make the sections."""
        note_index(self.env, "formats")
        users = self._users()
        return [
            node
            for identifier, said in sorted(_formats().items())
            for node in self._section(identifier, said, users.get(identifier, []))
        ]

    def _users(self) -> dict[str, list[str]]:
        """Return the products that have files of each format."""
        users: dict[str, list[str]] = {}
        for name in product_names():
            entry = product_entry(name)
            note_product(self.env, entry)
            for wanted in {storage.format for storage in entry.storages} - {None}:
                users.setdefault(str(wanted), []).append(name)
        return users

    def _section(self, identifier: str, said: Described, users: list[str]) -> list[nodes.Node]:
        target = nodes.target("", "", names=[format_label(identifier).lower()])
        self.state.document.note_explicit_target(target, target)
        facts: list[tuple[str, list[Part]]] = [
            ("Kind", [str(said["kind"])]),
            ("Version", [str(said["version"])]),
        ]
        if "flavour" in said:
            facts.append(("Flavour", [str(said["flavour"])]))
        if not said.get("ordered", True):
            facts.append(("Order", ["of the extensions is free"]))
        if said.get("checksum"):
            facts.append(("Checksums", ["in every HDU"]))
        if users:
            facts.append(("Files of", separated(map(product_link, users))))
        body = [paragraph(said["documentation"]), fields(facts), *_contents(said)]
        return [target, section(self.state.document, identifier, *body)]


def _formats() -> dict[str, Described]:
    found: dict[str, Described] = {}
    for package in schema_packages():
        found |= json.loads((package.dictionary_folder / "formats.json").read_bytes())
    return found


def _contents(said: Described) -> Iterator[nodes.Node]:
    """Yield the parts of a file: whatever lists the description has, and theirs."""
    for name, value in said.items():
        if not _is_listing(value):
            continue
        if any(_is_listing(inner) for part in value for inner in part.values()):
            yield nodes.bullet_list("", *map(_part, value))
        elif value:
            yield paragraph(nodes.strong("", name.capitalize()))
            yield _table(value)


def _is_listing(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _part(said: Described) -> nodes.list_item:
    """Make the item of an HDU or a group of them."""
    name = str(said.get("name") or said.get("key") or "")
    head: list[Part] = [code(name), f" {said.get('kind', '')}, {_occurs(said)}"]
    head += _array(said)
    described = str(said.get("documentation", ""))
    body = [paragraph(described)] if described else []
    return nodes.list_item("", paragraph(*head), *body, *_contents(said))


def _occurs(said: Described) -> str:
    low, high = said.get("minimum", 1), said.get("maximum", 1)
    most = "*" if high is None else str(high)
    return most if str(low) == most else f"{low}..{most}"


def _array(said: Described) -> list[Part]:
    array = said.get("array")
    if not array:
        return []
    unit = f" in {array['unit']}" if array.get("unit") else ""
    axes = f", world coordinates of {said['wcs']} axes" if said.get("wcs") else ""
    lengths = f" of lengths {_cell('lengths', array['lengths'])}" if "lengths" in array else ""
    rules = "".join(
        f", {name} {array[name]}" for name in ("minimum", "maximum") if name in array
    ) + ("" if array.get("missing", True) else ", no value missing")
    head = f": {array['dimensions']}-dimensional "
    return [head, code(array["type"]), f"{lengths}{unit}{rules}{axes}"]


def _table(rows: Sequence[Described]) -> nodes.table:
    """Make a table whose columns are what the rows say, documentation last."""
    names = list(dict.fromkeys(name for row in rows for name in row if name != "documentation"))
    columns = [(name.capitalize(), _WIDTHS.get(name, 12)) for name in names]
    columns.append(("Meaning", 40))
    return table(columns, [_row(row, names) for row in rows])


def _row(row: Described, names: Iterable[str]) -> list[Part]:
    return [*(_cell(name, row.get(name)) for name in names), str(row.get("documentation", ""))]


def _cell(name: str, value: object) -> Part:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join("*" if part is None else str(part) for part in value)
    return code(str(value)) if name in _CODES else str(value)
