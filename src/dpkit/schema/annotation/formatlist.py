"""Compile the descriptions of file formats into the data dictionary."""

from __future__ import annotations

from typing import Any

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.annotation.listing import parse_listing
from dpkit.schema.annotation.ucd import check_ucd
from dpkit.schema.annotation.unit import UnitList, read_units
from dpkit.schema.xsd.declaration import SchemaSet

__all__ = ["compile_formats"]

NAMESPACE = "urn:dpkit:format"
_OPTIONAL = {"Keyword", "Value", "Array"}
_KINDS = {"GenericHDU": "generic", "TableHDU": "table", "ArrayHDU": "array"}


def compile_formats(schemas: SchemaSet) -> dict[str, Any]:
    """Compile ``formats/*.xml`` of a schema package, by format id.

    Raises
    ------
    SchemaError
        A list does not follow its schema, a format is described twice, or a unit or UCD is
        unknown.
    """
    formats: dict[str, Any] = {}
    units = read_units(schemas.folder / "meta.xsd", schemas.folder / "units.xml")
    for file in sorted((schemas.folder / "formats").glob("*.xml")):
        root = parse_listing(file, schemas.schemas[NAMESPACE].file)
        _check_words(root, units, str(file))
        for node in root.iterchildren():
            identifier = node.get("id", "")
            if identifier in formats:
                raise SchemaError(
                    f"format {identifier!r} is described twice", place=f"{file}:{node.sourceline}"
                )
            formats[identifier] = _fits(node) if node.tag == "FitsFormat" else _asdf(node)
    return formats


def _check_words(root: etree._Element, units: UnitList, file: str) -> None:
    """Refuse units and UCDs that the vocabulary of elements would not have either."""
    for node in root.iterdescendants():
        if (unit := node.get("unit")) is not None:
            units.check(unit, f"{file}:{node.sourceline}")
        if (ucd := node.get("ucd")) is not None:
            check_ucd(ucd, f"{file}:{node.sourceline}")


def _fits(node: etree._Element) -> dict[str, Any]:
    parts = [_part(child) for child in node if child.tag != "Description"]
    return {"kind": "fits", **_head(node), "hdus": parts}


def _asdf(node: etree._Element) -> dict[str, Any]:
    """Compile the values and arrays of a tree."""
    arrays = [_described(array) for array in node.iterfind("Array")]
    for array in arrays:
        array["dimensions"] = int(array["dimensions"])
    values = [_described(value) for value in node.iterfind("Value")]
    return {"kind": "asdf", **_head(node), "values": values, "arrays": arrays}


def _head(node: etree._Element) -> dict[str, Any]:
    return {"version": node.get("version"), "documentation": _text(node.find("Description"))}


def _part(node: etree._Element) -> dict[str, Any]:
    if node.tag == "HDUGroup":
        low, high = _multiplicity(node)
        return {
            "kind": "group",
            "key": node.get("key"),
            "minimum": low,
            "maximum": high,
            "hdus": [_hdu(child) for child in node],
        }
    return _hdu(node)


def _hdu(node: etree._Element) -> dict[str, Any]:
    low, high = _multiplicity(node)
    hdu: dict[str, Any] = {
        "kind": _KINDS[str(node.tag)],
        "name": node.get("name"),
        "minimum": low,
        "maximum": high,
        "documentation": _text(node.find("Description")),
        "keywords": [_described(k) for k in node.iterfind("KeywordList/Keyword")],
    }
    if node.tag == "TableHDU":
        hdu["columns"] = [_described(column) for column in node.iterfind("ColumnList/Column")]
    if (array := node.find("ArrayInfo")) is not None:
        hdu["array"] = {
            "type": array.get("type"),
            "dimensions": int(array.get("dimensions", "0")),
            "unit": array.get("unit"),
        }
        hdu["wcs"] = int(node.get("wcs", "0"))
    return hdu


def _described(node: etree._Element) -> dict[str, Any]:
    said: dict[str, Any] = {str(k): str(v) for k, v in node.attrib.items()}
    if node.tag in _OPTIONAL:
        said["required"] = said.get("required", "true") in {"true", "1"}
    return said | {"documentation": _text(node)}


def _multiplicity(node: etree._Element) -> tuple[int, int | None]:
    text = node.get("multiplicity", "1")
    if text == "*":
        return 0, None
    low, dots, high = text.partition("..")
    if not dots:
        return int(low), int(low)
    return int(low), None if high == "*" else int(high)


def _text(node: etree._Element | None) -> str:
    return "" if node is None else " ".join((node.text or "").split())
