"""The table of the elements of a product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

from docutils import nodes

from dpkit.dpdd.doctree import Cell, Part, code, paragraph, separated, table
from dpkit.dpdd.element import Element, product_elements, short_type
from dpkit.dpdd.mark import Mark, product_marks
from dpkit.dpdd.markup import element_path, folded
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.paths import LISTED

__all__ = ["element_anchor", "element_link", "element_tables", "type_parts"]

_COLUMNS = (("Path", 29), ("Type", 23), ("Occurs", 10), ("Unit", 9), ("Meaning", 36))
_COMPARISONS = {
    "minInclusive": "≥",
    "minExclusive": ">",
    "maxInclusive": "≤",
    "maxExclusive": "<",
}
# Longer lists of values are folded.
_MANY = 12
_REST = f"These are the first {LISTED} paths; the others are listed by "


def element_tables(entry: ProductEntry) -> list[nodes.Node]:
    """Make the tables of a product: what stands below the root, then each of these unfolded.

    The part that holds the product's id is the same in all products, so it is folded. A product
    with very many paths is shown by the first ones.
    """
    marks = product_marks(entry)
    identity = entry.roles.get("id", "").partition("/")[0]
    found = list(islice(product_elements(entry), LISTED + 1))
    more = code(f"dpkit schema paths {entry.name} --limit {10 * LISTED}")
    rest = [paragraph(_REST, more, ".")] if found[LISTED:] else []
    del found[LISTED:]
    made: list[nodes.Node] = [_table(entry, [e for e in found if e.top], marks)]
    for top, group in groupby(found, lambda element: element.place.path.partition(".")[0]):
        inner = [element for element in group if not element.top]
        if inner:
            content = _table(entry, inner, marks)
            made.append(folded(f"Below {top}", content, unfolded=top != identity))
    return [*made, *rest]


def element_anchor(entry: ProductEntry, path: str) -> str:
    """Return the id of an element's row; the path has dots or slashes."""
    return f"{entry.name}.{path.replace('/', '.')}"


def element_link(entry: ProductEntry, path: str) -> nodes.Node:
    """Make a path that links to its row in the table on the same page."""
    shown = path_node(path.replace("/", "."))
    return nodes.reference("", "", shown, refid=element_anchor(entry, path), internal=True)


def path_node(path: str) -> element_path:
    """Make a dotted path."""
    return element_path(path, path, support_smartquotes=False)


def _table(
    entry: ProductEntry, elements: Iterable[Element], marks: Mapping[str, list[Mark]]
) -> nodes.table:
    elements = list(elements)
    rows = [_row(element, marks.get(element.xpath, [])) for element in elements]
    anchors = [element_anchor(entry, element.place.path) for element in elements]
    return table(_COLUMNS, rows, anchors=anchors)


def _row(element: Element, marks: list[Mark]) -> list[Cell]:
    place = element.place
    return [
        path_node(place.path),
        [paragraph(*type_parts(element))],
        place.occurs,
        code(place.unit) if place.unit else "",
        list(_meaning(element, marks)),
    ]


def type_parts(element: Element) -> list[Part]:
    """Return the type of an element and the limits of its values, as inline parts."""
    identifier, primitive = element.field["type"], element.place.primitive
    parts: list[Part] = [code(short_type(identifier))]
    if primitive and primitive != identifier:
        parts += [" ", code(primitive)]
    if element.type.get("list"):
        parts.append(", a list")
    for name, value in element.type.get("facets", {}).items():
        parts += [", ", *_facet(name, value)]
    return parts


def _facet(name: str, value: Any) -> list[Part]:
    if name in _COMPARISONS:
        return [f"{_COMPARISONS[name]} {value}"]
    return [f"{name} ", code(str(value))]


def _meaning(element: Element, marks: Iterable[Mark]) -> Iterator[nodes.Node]:
    """Yield what an element says; what its type says where the element itself says nothing."""
    said = element.place.documentation or element.type.get("documentation", "")
    if said:
        yield paragraph(said)
    tags = [*marks, *_values(element)]
    if tags:
        yield paragraph(*separated([_tag(mark) for mark in tags], " "))
    choices = element.type.get("enumeration", {})
    if choices:
        shown = _choices(choices)
        yield shown if len(choices) <= _MANY else folded(f"{len(choices)} values", shown)


def _values(element: Element) -> Iterator[Mark]:
    if element.place.one_of is not None:
        yield Mark(kind="one of", text=element.place.one_of)
    if element.place.like is not None:
        yield Mark(kind="goes on as", text=element.place.like or "the root")
    for name in ("ucd", "fixed", "default", "convention"):
        if name in element.field:
            yield Mark(kind=name, text=str(element.field[name]))


def _tag(mark: Mark) -> nodes.Node:
    kind = mark.kind.replace(" ", "-")
    text = f"{mark.kind}: {mark.text}"
    classes = ["dpdd-tag", f"dpdd-{kind}"]
    return nodes.inline(text, text, classes=classes, support_smartquotes=False)


def _choices(choices: Mapping[str, str]) -> nodes.paragraph:
    parts: list[Part] = ["One of "]
    for number, (value, said) in enumerate(choices.items()):
        parts += [", " if number else "", code(value), f" ({said.rstrip('.')})" if said else ""]
    return paragraph(*parts, ".")
