"""The vocabulary of appinfo entries and the declared keys, checked against ``meta.xsd``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.declaration import META, XS

__all__ = ["KeyDeclaration", "check_entries", "parse_listing", "read_keys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDeclaration:
    """A key by which products are identified, chosen or found."""

    name: str
    type: str
    list: bool
    documentation: str


def check_entries(meta: Path, files: Iterator[Path]) -> None:
    """Check every appinfo entry of the vocabulary against its schema.

    Parameters
    ----------
    meta : Path
        The schema of the vocabulary.
    files : iterator of Path
        Schema files whose entries to check.

    Raises
    ------
    SchemaError
        An entry is unknown or its attributes are wrong; names file and line.
    """
    vocabulary = etree.XMLSchema(file=str(meta))
    for file in files:
        for entry in etree.parse(file).iterfind(f".//{{{XS}}}appinfo/{{{META}}}*"):
            if not vocabulary.validate(entry):
                error = vocabulary.error_log[0]
                raise SchemaError(
                    error.message.replace(f"{{{META}}}", "m:"),
                    place=f"{file}:{entry.sourceline}",
                    remedy="meta.xsd lists the entries and their attributes",
                )


def parse_listing(file: Path, schema: Path) -> etree._Element:
    """Parse a file of declarations that stands beside the schemas, and validate it.

    Raises
    ------
    SchemaError
        The file is no XML or does not follow its schema; names file and line.
    """
    try:
        root = etree.parse(file, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"not well-formed: {error.msg}", place=f"{file}:{error.lineno}") from None
    validator = etree.XMLSchema(file=str(schema))
    if not validator.validate(root):
        first = validator.error_log[0]
        raise SchemaError(first.message, place=f"{file}:{first.line}")
    return root


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
            list=node.get("list") == "true",
            documentation=" ".join((node.text or "").split()),
        )
    return keys
