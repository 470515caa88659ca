"""A document that grows: elements are put in the order that their types have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.paths import fields_at

__all__ = ["GrowingDocument", "name_of", "tag_of"]

Field = Mapping[str, Any]


def tag_of(field: Field) -> str:
    """Return the name of an element or attribute as lxml has it."""
    namespace = field.get("namespace")
    return f"{{{namespace}}}{field['name']}" if namespace else str(field["name"])


def name_of(field: Field) -> str:
    """Return the step of a path that leads to a field."""
    return f"@{field['name']}" if field.get("attribute") else str(field["name"])


class GrowingDocument:
    """The document of a product, while its places are filled.

    Parameters
    ----------
    entry : ProductEntry
        What the data dictionary says of the product.

    Attributes
    ----------
    root : lxml.etree._Element
        Its root element.
    """

    def __init__(self, entry: ProductEntry) -> None:
        self.entry = entry
        namespace = entry.namespace
        nsmap = {"p": namespace} if namespace else None
        tag = f"{{{namespace}}}{entry.root}" if namespace else entry.root
        self.root = etree.Element(tag, None, nsmap)

    def put(self, path: str, text: str, row: int | None = None) -> None:
        """Set the text at a path, making what is above it.

        Parameters
        ----------
        path : str
            XPath below the root.
        text : str
            The text.
        row : int, optional
            Which of the elements that repeat innermost, from 0; the last by default.

        Raises
        ------
        ValueError
            XML cannot hold the text.
        """
        field = self.field(path)
        if field.get("attribute"):
            self.make(path.rpartition("/")[0], row).set(tag_of(field), text)
        else:
            self.make(path, row).text = text

    def make(self, path: str, row: int | None = None) -> etree._Element:
        """Return the element at a path, made with all above it where there is none; see `put`."""
        node, steps = self.root, path.split("/") if path else []
        fields = self.fields(path)
        repeated = _innermost(fields)
        for number, field in enumerate(fields):
            here = "/".join(steps[: number + 1])
            known = node.findall(tag_of(field))
            wanted = row if row is not None and number == repeated else max(len(known) - 1, 0)
            while len(known) <= wanted:
                known.append(self.insert(node, here))
            node = known[wanted]
        return node

    def insert(self, holder: etree._Element, path: str) -> etree._Element:
        """Make an element at a path, in its place among its siblings in the one that holds it."""
        *above, field = self.fields(path)
        owner = above[-1]["type"] if above else self.entry.root_type
        order = [tag_of(f) for f in self.entry.types[owner]["fields"] if not f.get("attribute")]
        later = set(order[order.index(tag_of(field)) + 1 :])
        place = next((n for n, child in enumerate(holder) if child.tag in later), len(holder))
        node = etree.Element(tag_of(field))
        holder.insert(place, node)
        return node

    def texts(self, path: str) -> Iterator[str | None]:
        """Yield the texts of the elements or attributes at a path; None for one without."""
        holders = [self.root]
        for field in self.fields(path):
            if field.get("attribute"):
                yield from (text for one in holders if (text := one.get(tag_of(field))) is not None)
                return
            holders = [node for holder in holders for node in holder.findall(tag_of(field))]
        yield from (node.text for node in holders)

    def count(self, path: str) -> int:
        """Return how many elements there are at a path."""
        return sum(1 for _ in self.texts(path))

    def primitive(self, field: Field) -> str:
        """Return the built-in type of a field's text, such as ``xs:double``; empty for none."""
        kind = str(field["type"])
        return kind if kind.startswith("xs:") else str(self.entry.types[kind]["primitive"])

    def row_of(self, path: str) -> str:
        """Return the path of what repeats innermost at or above a path; empty when nothing does."""
        return "/".join(path.split("/")[: _innermost(self.fields(path)) + 1])

    def field(self, path: str) -> Field:
        """Return what the dictionary says of the last step of a path."""
        return self.fields(path)[-1]

    def fields(self, path: str) -> list[Field]:
        """Return what the dictionary says of each step of a path."""
        return fields_at(self.entry, path.replace("/", ".")) if path else []


def _innermost(fields: list[Field]) -> int:
    """Return the number of the last step that repeats; -1 when none does."""
    return max((n for n, one in enumerate(fields) if one["maximum"] != 1), default=-1)
