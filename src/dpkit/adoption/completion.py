"""What a document lacks: what can only be one thing is put in, the rest are gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from dpkit.adoption.footprint import polygon_fields
from dpkit.adoption.origin import Gap
from dpkit.adoption.tree import GrowingDocument, name_of, tag_of
from dpkit.errors import SchemaError

__all__ = ["complete", "hint"]

Json = Mapping[str, Any]

_SHOWN = 6
"""How many values of an enumeration are written out."""


def complete(document: GrowingDocument, reasons: Mapping[str, Gap]) -> list[Gap]:
    """Find what a document must have and has not.

    Required elements that hold nothing themselves are made, and those that can only have one text
    are filled.

    Parameters
    ----------
    document : GrowingDocument
        The document.
    reasons : mapping of str to Gap
        Why a path was not filled, by XPath.

    Returns
    -------
    list of Gap
        In the order of the document.
    """
    return list(_Completion(document, reasons).below(document.root, "", document.entry.root_type))


class _Completion:
    """One walk through a document."""

    def __init__(self, document: GrowingDocument, reasons: Mapping[str, Gap]) -> None:
        self.document = document
        self.types = document.entry.types
        self.reasons = reasons

    def below(self, node: etree._Element, path: str, type_name: str) -> Iterator[Gap]:
        """Yield what is missing below an element."""
        said = self.types.get(type_name, {})
        fields = said.get("fields", [])
        content = said.get("content")
        chosen = _in_choices(content) if content is not None else set()
        for number, field in enumerate(fields):
            here = f"{path}/{name_of(field)}".lstrip("/")
            if field.get("attribute"):
                yield from self._attribute(node, here, field)
                continue
            present = node.findall(tag_of(field))
            if not present and field["minimum"] and number not in chosen:
                if self._is_polygon(here):
                    yield self._polygon_gap(here)
                    continue
                present = [self.document.insert(node, here)]
            for child in present:
                yield from self._element(child, here, field)
        if content is not None:
            yield from self._choices(node, path, content, fields)

    def _is_polygon(self, path: str) -> bool:
        try:
            polygon_fields(self.document.entry, path)
        except SchemaError:
            return False
        return True

    def _polygon_gap(self, path: str) -> Gap:
        dotted = path.replace("/", ".")
        return Gap(
            path=dotted,
            message="is required, and nothing fills it",
            remedy=f'say in the mapping whose corners it has: "{dotted}" = {{ wcs = "*" }}',
        )

    def _attribute(self, node: etree._Element, path: str, field: Json) -> Iterator[Gap]:
        if not field["minimum"] or node.get(tag_of(field)) is not None or "default" in field:
            return
        only = self._only(field)
        if only is None:
            yield self._gap(path, field)
        else:
            node.set(tag_of(field), only)

    def _element(self, node: etree._Element, path: str, field: Json) -> Iterator[Gap]:
        said = self.types.get(field["type"], {})
        elements = [f for f in said.get("fields", ()) if not f.get("attribute")]
        if not elements and node.text is None and _has_text(field["type"], said):
            only = self._only(field)
            if only is None and "default" not in field:
                yield self._gap(path, field)
            node.text = only
        yield from self.below(node, path, field["type"])

    def _choices(
        self, node: etree._Element, path: str, part: Any, fields: list[Json]
    ) -> Iterator[Gap]:
        """Yield the choices of which one must be taken, and none was."""
        if isinstance(part, int) or "field" in part or part.get("minimum", 1) == 0:
            return
        if part["kind"] != "choice":
            for below in part["parts"]:
                yield from self._choices(node, path, below, fields)
            return
        names = [fields[number] for number in sorted(_numbers(part))]
        if any(node.find(tag_of(field)) is not None for field in names) or _can_be_empty(part):
            return
        listed = ", ".join(str(field["name"]) for field in names)
        yield Gap(
            path=path.replace("/", ".") or self.document.entry.root,
            message=f"must have one of {listed}",
            remedy=f'fill one in the mapping: "{_dotted(path, names[0])}" = ...',
        )

    def _only(self, field: Json) -> str | None:
        """Return the text that an element or attribute must have, where there is only one."""
        if "fixed" in field:
            return str(field["fixed"])
        known = list(self.types.get(field["type"], {}).get("enumeration", ()))
        return known[0] if len(known) == 1 else None

    def _gap(self, path: str, field: Json) -> Gap:
        if path in self.reasons:
            return self.reasons[path]
        dotted, row = path.replace("/", "."), self.document.row_of(path).replace("/", ".")
        rows = f'; or make rows of HDUs with [rows."{row}"]' if row else ""
        return Gap(
            path=dotted,
            message="is required, and nothing fills it",
            remedy=f'say it in the mapping: "{dotted}" = {hint(self.document, path)}{rows}',
        )


def hint(document: GrowingDocument, path: str) -> str:
    """Return what may be written for a path: the values that it may have, or dots."""
    field = document.field(path)
    known = list(document.entry.types.get(field["type"], {}).get("enumeration", ()))
    shown = " or ".join(f'"{value}"' for value in known[:_SHOWN])
    return f"{shown} ..." if len(known) > _SHOWN else shown or "..."


def _dotted(path: str, field: Json) -> str:
    return f"{path}/{name_of(field)}".lstrip("/").replace("/", ".")


def _has_text(name: str, said: Json) -> bool:
    return name.startswith("xs:") or bool(said.get("primitive"))


def _numbers(part: Any) -> set[int]:
    """Return the numbers of the fields in a part of a content."""
    if isinstance(part, int):
        return {part}
    if "field" in part:
        return {part["field"]}
    return set().union(*(_numbers(below) for below in part["parts"]))


def _in_choices(part: Any) -> set[int]:
    """Return the numbers of the fields that only stand in a choice, or in what may be absent."""
    if isinstance(part, int):
        return set()
    if "field" in part:
        return {part["field"]} if part.get("minimum", 1) == 0 else set()
    if part["kind"] == "choice" or part.get("minimum", 1) == 0:
        return _numbers(part)
    return set().union(*(_in_choices(below) for below in part["parts"]))


def _can_be_empty(part: Any) -> bool:
    if isinstance(part, int):
        return False
    if part.get("minimum", 1) == 0:
        return True
    if "field" in part:
        return False
    empty = [_can_be_empty(below) for below in part["parts"]]
    return any(empty) if part["kind"] == "choice" else all(empty)
