"""The directive that describes the appinfo vocabulary, from its own schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from lxml import etree

from dpkit.dpdd.dependency import schema_packages
from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import Cell, Part, code, paragraph, section, table
from dpkit.errors import NotFoundError

__all__ = ["VocabularyDirective"]

_X = "{http://www.w3.org/2001/XMLSchema}"
_COLUMNS = (("Attribute", 24), ("Type", 22), ("Use", 18), ("Values", 36))


class VocabularyDirective(PageDirective):
    """The entries of ``xs:appinfo`` with their attributes: ``.. dpkit-vocabulary::``.

    Raises
    ------
    PageError
        No schema package holds ``meta.xsd``.
    """

    def render(self) -> list[nodes.Node]:
        """Make a section per entry."""
        file = _vocabulary_file()
        self.env.note_dependency(file)
        root = etree.parse(file).getroot()
        types = {t.get("name", ""): t for t in root.iterchildren(_X + "simpleType")}
        entries = sorted(root.iterchildren(_X + "element"), key=lambda e: e.get("name", ""))
        document = self.state.document
        return [
            *_documentation(root),
            *(section(document, f"m:{e.get('name')}", *_entry(e, types)) for e in entries),
            section(document, "Types of values", _types(types)),
        ]


def _vocabulary_file() -> Path:
    for package in schema_packages():
        if (file := package.schema_folder / "meta.xsd").is_file():
            return file
    raise NotFoundError("no installed schema package holds meta.xsd")


def _entry(entry: etree._Element, types: dict[str, etree._Element]) -> Iterator[nodes.Node]:
    """Yield what an entry says, its attributes, and the entries within it."""
    yield from _documentation(entry)
    own = [a for a in entry.iter(_X + "attribute") if _owner(a) is entry]
    if own:
        yield table(_COLUMNS, [_attribute(attribute, types) for attribute in own])
    for inner in entry.iter(_X + "element"):
        if inner is not entry and _owner(inner) is entry:
            yield paragraph("Within it, ", code(f"m:{inner.get('name')}"), ":")
            yield from _entry(inner, types)


def _owner(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(_X + "element"), None)


def _attribute(node: etree._Element, types: dict[str, etree._Element]) -> list[Cell]:
    name = node.get("type", "")
    default = node.get("default")
    use = "required" if node.get("use") == "required" else "optional"
    declared = node.find(_X + "simpleType")
    if declared is None:
        declared = types.get(name.rpartition(":")[2])
    return [
        code(node.get("name", "")),
        code(name) if name else "",
        f"{use}, default {default}" if default is not None else use,
        [paragraph(*_values(declared))],
    ]


def _values(declared: etree._Element | None) -> list[Part]:
    """Return the values of a type, each with what is said of it."""
    parts: list[Part] = []
    for value in () if declared is None else declared.iter(_X + "enumeration"):
        said = _said(value).rstrip(".")
        parts += [", " if parts else "", code(value.get("value", "")), f" ({said})" if said else ""]
    return parts


def _types(types: dict[str, etree._Element]) -> nodes.table:
    columns = (("Type", 20), ("Values", 40), ("Meaning", 40))
    rows: list[list[Cell]] = [
        [code(f"m:{name}"), [paragraph(*_values(node))], list(_documentation(node))]
        for name, node in sorted(types.items())
    ]
    return table(columns, rows)


def _documentation(node: etree._Element) -> Iterator[nodes.Node]:
    if said := _said(node):
        yield paragraph(said)


def _said(node: etree._Element) -> str:
    texts = node.iterfind(f"{_X}annotation/{_X}documentation")
    return " ".join(" ".join("".join(map(str, text.itertext())).split()) for text in texts)
