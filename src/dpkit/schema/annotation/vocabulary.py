"""The vocabulary of appinfo entries and the declared keys, checked against ``meta.xsd``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.annotation.listing import parse_listing
from dpkit.schema.annotation.ucd import check_ucd
from dpkit.schema.annotation.unit import UnitList, read_units
from dpkit.schema.package import META
from dpkit.schema.xsd.declaration import XS

__all__ = ["KeyDeclaration", "check_entries", "read_keys"]

_SINGLE = {"product", "unit", "ucd", "key", "initial", "convention", "region", "reference"}
"""Entries that an element or type has once."""

_DECLARATIONS = {f"{{{XS}}}element", f"{{{XS}}}attribute"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDeclaration:
    """A key by which products are identified or found and, if it is for selection, chosen."""

    name: str
    type: str
    list: bool
    selection: bool
    documentation: str


def check_entries(meta: Path, files: Iterator[Path]) -> None:
    """Check every appinfo entry of the vocabulary against its schema, units and UCDs.

    Parameters
    ----------
    meta : Path
        The schema of the vocabulary.
    files : iterator of Path
        Schema files whose entries to check.

    Raises
    ------
    SchemaError
        An entry, unit or UCD is unknown, an attribute is wrong, or an entry stands where nobody
        reads it; names file and line.
    """
    vocabulary = etree.XMLSchema(file=str(meta))
    units = read_units(meta, meta.parent / "units.xml")
    for file in files:
        root = etree.parse(file)
        for entry in root.iterfind(f".//{{{XS}}}appinfo/{{{META}}}*"):
            _check_entry(vocabulary, units, entry, f"{file}:{entry.sourceline}")
        for annotation in root.iterfind(f".//{{{XS}}}annotation"):
            _check_single(annotation, str(file))
            _check_stands(annotation, str(file))


def _check_entry(
    vocabulary: etree.XMLSchema, units: UnitList, entry: etree._Element, place: str
) -> None:
    if not vocabulary.validate(entry):
        raise SchemaError(
            vocabulary.error_log[0].message.replace(f"{{{META}}}", "m:"),
            place=place,
            remedy="meta.xsd lists the entries and their attributes",
        )
    if entry.tag == f"{{{META}}}unit":
        units.check(entry.get("name", ""), place)
    elif entry.tag == f"{{{META}}}ucd":
        check_ucd(entry.get("name", ""), place)


def _check_single(annotation: etree._Element, file: str) -> None:
    """Refuse a second unit or the like of one element: nobody could tell which counts."""
    seen: set[str] = set()
    for entry in annotation.iterfind(f"{{{XS}}}appinfo/{{{META}}}*"):
        name = etree.QName(entry).localname
        if name in seen and name in _SINGLE:
            raise SchemaError(
                f"a second m:{name} of one element",
                place=f"{file}:{entry.sourceline}",
                remedy="leave one of them",
            )
        seen.add(name)


def _check_stands(annotation: etree._Element, file: str) -> None:
    """Refuse an entry where nobody would read it."""
    above = annotation.getparent()
    root = above is not None and above.tag == f"{{{XS}}}element" and _is_top(above)
    inside = above is not None and above.tag in _DECLARATIONS and not _is_top(above)
    for entry in annotation.iterfind(f"{{{XS}}}appinfo/{{{META}}}*"):
        name = etree.QName(entry).localname
        if name == "rule" or (root if name == "product" else inside):
            continue
        raise SchemaError(
            f"m:{name} says nothing here",
            place=f"{file}:{entry.sourceline}",
            remedy="put it on "
            + ("the root element" if name == "product" else "an element or attribute of a type"),
        )


def _is_top(node: etree._Element) -> bool:
    above = node.getparent()
    return above is not None and above.tag == f"{{{XS}}}schema"


def read_keys(meta: Path, file: Path) -> dict[str, KeyDeclaration]:
    """Read the declared keys of a schema package; none when it has no such file.

    Raises
    ------
    SchemaError
        The file does not follow ``meta.xsd`` or declares a key twice.
    """
    if not file.exists():
        return {}
    root = parse_listing(file, meta)
    keys: dict[str, KeyDeclaration] = {}
    for node in root.iterchildren(f"{{{META}}}declare"):
        name = node.get("name", "")
        if name in keys:
            raise SchemaError(f"key {name!r} is declared twice", place=f"{file}:{node.sourceline}")
        keys[name] = KeyDeclaration(
            name=name,
            type=node.get("type", ""),
            list=node.get("list") in {"true", "1"},
            selection=node.get("selection") not in {"false", "0"},
            documentation=" ".join((node.text or "").split()),
        )
    return keys
