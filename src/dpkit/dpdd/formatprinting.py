"""What the macros of file formats print: headers and tables of FITS files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docutils import nodes

from dpkit.dpdd.doctree import Part, code, paragraph, table
from dpkit.dpdd.error import PageError
from dpkit.schema.dictionary import file_format, near_names

__all__ = ["print_format"]

Described = Mapping[str, Any]

_HEADER = (("Name", 15), ("Description", 50), ("Value", 35))
_TABLE = (("Name", 20), ("Description", 50), ("Format", 12), ("Unit", 18))
_PRIMARY = "PRIMARY"


def print_format(macro: str, arguments: tuple[str, ...]) -> list[nodes.Node]:
    """Print a macro of a file format.

    Parameters
    ----------
    macro : str
        ``$PrintPrimaryHeader`` and ``$PrintExtensionHeader`` print the keywords of an HDU,
        ``$PrintHDUTableContents`` the columns of one, ``$PrintCatalog`` those of all tables.
    arguments : tuple of str
        File of the list of formats, id of the format, and name of the HDU.

    Raises
    ------
    NotFoundError
        No such format is described.
    PageError
        The first is no list of formats, or the format has no such HDU or nothing to print.
    """
    file, identifier, *names = arguments
    if not file.endswith(".xml"):
        raise PageError(
            f"{file!r} is no list of formats", remedy="give its file, such as fit/euc-nir.xml"
        )
    hdus = _hdus(identifier)
    if macro == "$PrintCatalog":
        return _catalog(identifier, hdus)
    hdu = _find(identifier, hdus, names[0] if names else _PRIMARY)
    return [_columns(hdu) if macro == "$PrintHDUTableContents" else _keywords(hdu)]


def _hdus(identifier: str) -> dict[str, Described]:
    """Return the HDUs of a format by every name that a page may give them."""
    said = file_format(identifier)
    if said["kind"] != "fits":
        raise PageError(
            f"format {identifier} is of kind {said['kind']}, which has no HDUs",
            remedy="describe it with the directive dpkit-formats",
        )
    found: dict[str, Described] = {}
    for part in said["hdus"]:
        for hdu in part.get("hdus", [part]):
            found[hdu["name"]] = hdu
            for key in (part.get("key", ""), *part.get("keys", [])):
                found[hdu["name"].replace("{key}", key)] = hdu
    return found


def _find(identifier: str, hdus: Mapping[str, Described], name: str) -> Described:
    if name not in hdus:
        raise PageError(
            f"format {identifier} has no HDU {name!r}", remedy=near_names(name, hdus, "HDU")
        )
    return hdus[name]


def _keywords(hdu: Described) -> nodes.Node:
    if not hdu["keywords"]:
        return paragraph("No keywords beyond those of the FITS standard.")
    return table(
        _HEADER, [[code(k["name"]), k["documentation"], code(_value(k))] for k in hdu["keywords"]]
    )


def _value(keyword: Described) -> str:
    """Return the type of a keyword, and the value or values that it may have."""
    text = str(keyword["type"]).lower()
    if "fixed" in keyword:
        return f"{text} = {keyword['fixed']}"
    if "allowed" in keyword:
        return f"{text} = {' | '.join(map(str, keyword['allowed']))}"
    return text + "".join(_limits(keyword)) + (f" [{keyword['unit']}]" if "unit" in keyword else "")


def _limits(said: Described) -> Iterator[str]:
    if "minimum" in said:
        yield f" >= {said['minimum']}"
    if "maximum" in said:
        yield f" <= {said['maximum']}"


def _columns(hdu: Described) -> nodes.Node:
    if "columns" not in hdu:
        raise PageError(
            f"HDU {hdu['name']} is no table", remedy="print its header with $PrintExtensionHeader"
        )
    rows: list[list[Part]] = [
        [code(c["name"]), c["documentation"], code(c["format"]), str(c.get("unit", ""))]
        for c in hdu["columns"]
    ]
    return table(_TABLE, rows)


def _catalog(identifier: str, hdus: Mapping[str, Described]) -> list[nodes.Node]:
    tables = {hdu["name"]: hdu for hdu in hdus.values() if "columns" in hdu}
    if not tables:
        raise PageError(
            f"format {identifier} has no table", remedy="print its headers with $PrintPrimaryHeader"
        )
    made: list[nodes.Node] = []
    for name, hdu in tables.items():
        made += [paragraph(code(name), f": {hdu['documentation']}"), _columns(hdu)]
    return made
