"""Read the files of declarations that stand beside the schemas."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from dpkit.errors import SchemaError

__all__ = ["parse_listing"]


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
