"""Compile the descriptions of file formats into the data dictionary."""

from __future__ import annotations

from typing import Any

from lxml import etree

from dpkit.schema.annotation.formathdu import compile_fits
from dpkit.schema.annotation.formattable import compile_ascii, compile_parquet
from dpkit.schema.annotation.formattree import compile_asdf
from dpkit.schema.annotation.formatword import Word
from dpkit.schema.annotation.listing import parse_listing
from dpkit.schema.annotation.ucd import check_ucd
from dpkit.schema.annotation.unit import UnitList, read_units
from dpkit.schema.xsd.declaration import SchemaSet

__all__ = ["compile_formats"]

NAMESPACE = "urn:dpkit:format"
_COMPILERS = {
    "FitsFormat": compile_fits,
    "AsdfFormat": compile_asdf,
    "ParquetFormat": compile_parquet,
    "AsciiFormat": compile_ascii,
}


def compile_formats(schemas: SchemaSet) -> dict[str, Any]:
    """Compile ``formats/*.xml`` of a schema package, by format id.

    Raises
    ------
    SchemaError
        A list does not follow its schema, a format is described twice, a unit or UCD is
        unknown, or a description asks for what files of its kind cannot have.
    """
    formats: dict[str, Any] = {}
    units = read_units(schemas.folder / "meta.xsd", schemas.folder / "units.xml")
    for file in sorted((schemas.folder / "formats").glob("*.xml")):
        root = parse_listing(file, schemas.schemas[NAMESPACE].file)
        _check_words(root, units, str(file))
        for node in root.iterchildren():
            identifier = node.get("id", "")
            word = Word(node, str(file))
            if identifier in formats:
                raise word.refuse(f"format {identifier!r} is described twice")
            formats[identifier] = _COMPILERS[str(node.tag)](word)
    return formats


def _check_words(root: etree._Element, units: UnitList, file: str) -> None:
    """Refuse units and UCDs that the vocabulary of elements would not have either."""
    for node in root.iterdescendants():
        if (unit := node.get("unit")) is not None:
            units.check(unit, f"{file}:{node.sourceline}")
        if (ucd := node.get("ucd")) is not None:
            check_ucd(ucd, f"{file}:{node.sourceline}")
