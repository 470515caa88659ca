"""Draft a mapping from a first product: what was found, what is missing, and what might fill it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from dpkit.adoption.building import fill_document
from dpkit.adoption.filling import Filling
from dpkit.adoption.footprint import polygon_fields
from dpkit.adoption.grouping import FileGroup, file_rules
from dpkit.adoption.origin import Gap, MappingRules
from dpkit.adoption.source import SourceFile
from dpkit.adoption.value import value_text
from dpkit.errors import FileFormatError, SchemaError
from dpkit.schema.dictionary import ProductEntry

__all__ = ["draft_mapping"]

Field = Mapping[str, Any]

_NEAR = 0.6
"""How alike a keyword and a path must be for the one to be suggested for the other."""
_MOST = 3
_STRUCTURE = re.compile(
    r"SIMPLE|XTENSION|EXTEND|BITPIX|NAXIS\d*|[PG]COUNT|TFIELDS|T(TYPE|FORM|UNIT|DIM)\d+|COMMENT"
    r"|HISTORY|CONTINUE|CHECKSUM|DATASUM|"
)
_GENERIC = {"Value", "Name", "Id"}
"""Names of elements that say less than what they are in."""
_EXAMPLES = {
    "xs:boolean": "true",
    "xs:double": "0.0",
    "xs:float": "0.0",
    "xs:int": "0",
    "xs:long": "0",
    "xs:dateTime": "2000-01-01T00:00:00Z",
}
_UNIT = re.compile(r"\[(\S+)\]")


def draft_mapping(group: FileGroup, entry: ProductEntry, rules: MappingRules) -> str:
    """Return the text of a mapping to start from, made from the files of one product.

    Parameters
    ----------
    group : FileGroup
        The files.
    entry, rules : ProductEntry, MappingRules
        The product, and what a mapping says already.

    Raises
    ------
    DpkitError
        The files cannot be read, or cannot make such a product.
    """
    if group.error is not None:
        raise group.error
    filling = fill_document(entry, group.files, rules, words=group.words)
    names = ", ".join(path.name for path in group.paths)
    lines = [
        f"# Mapping for: dpkit adopt --as {entry.name} --map THIS-FILE, drafted from {names}.",
        "# Remove the # of a line that is right; what nobody says stays a comment.",
        f"product = {_quoted(entry.name)}",
        "",
        *_file_lines(entry, rules),
        "",
        *_found_lines(filling),
        "",
        "[values]",
        *_value_lines(filling),
    ]
    return "\n".join(lines) + "\n"


def _file_lines(entry: ProductEntry, rules: MappingRules) -> Iterator[str]:
    """Yield which files there are to be."""
    yield "[files]"
    known = {rule.storage: rule.pattern.text for rule in file_rules(entry, rules)}
    for storage in entry.storages:
        often = "required" if storage.required else "optional"
        kind = f", of format {storage.format} {storage.format_version}" if storage.format else ""
        many = ", several" if storage.repeated else ""
        sign = "" if storage.name in known else "# "
        pattern = _quoted(known.get(storage.name, "*"))
        yield f"{sign}{storage.name} = {pattern}  # {often}{many}{kind}"


def _found_lines(filling: Filling) -> Iterator[str]:
    """Yield what was found, and what a document can do without."""
    yield "# Found, nothing to do:" if filling.origins else "# Nothing was found."
    for path, origin in filling.origins.items():
        text = next((one for one in filling.document.texts(path) if one is not None), "")
        yield f"#   {path.replace('/', '.')} = {_quoted(text)} from {origin.describe()}"
    left = [gap for path, gap in filling.reasons.items() if path not in filling.gaps]
    if left:
        yield "# Not found, and left out:"
        yield from (f"#   {gap.path}: {gap.message}" for gap in left)


def _value_lines(filling: Filling) -> Iterator[str]:
    """Yield what is missing, with what might fill it."""
    for path, gap in filling.gaps.items():
        yield ""
        yield from _gap_lines(filling, path, gap)


def _gap_lines(filling: Filling, path: str, gap: Gap) -> Iterator[str]:
    dotted, document = gap.path, filling.document
    if path == document.entry.root or not _is_filled(filling, path):
        yield f"# {gap}"
        return
    field = document.field(path)
    yield f"# {dotted}: {field['documentation']} {gap.message[0].upper()}{gap.message[1:]}."
    if known := list(_enumeration(filling, field)):
        yield f"# One of {', '.join(known)}."
    if _is_polygon(filling, path):
        yield f"# {_quoted(dotted)} = {{ wcs = {_quoted(_image_names(filling))} }}"
    elif row := document.row_of(path):
        name = path.removeprefix(f"{row}/").replace("/", ".")
        yield f"# {_quoted(dotted)} = [{_example(filling, field)}]"
        yield f"# [rows.{_quoted(row.replace('/', '.'))}]  # after [values]: a row for each HDU"
        yield f"# hdus = {_quoted('{word}')}  # HDUs: {_hdu_names(filling)}"
        yield f"# {_quoted(name)} = {{ name = {_quoted('word')} }}"
    else:
        yield f"# {_quoted(dotted)} = {_example(filling, field)}"
    yield from _suggestions(filling, path)


def _enumeration(filling: Filling, field: Field) -> Collection[str]:
    known: Collection[str] = filling.document.entry.types.get(field["type"], {}).get(
        "enumeration", ()
    )
    return known


def _example(filling: Filling, field: Field) -> str:
    """Return a value as TOML has it, to be replaced by the right one."""
    if known := _enumeration(filling, field):
        return _quoted(next(iter(known)))
    return _EXAMPLES.get(filling.document.primitive(field), '"?"')


def _is_filled(filling: Filling, path: str) -> bool:
    """Tell whether a path has a text or corners; else it is a choice that must be made in it."""
    text = filling.document.primitive(filling.document.field(path))
    return bool(text) or _is_polygon(filling, path)


def _is_polygon(filling: Filling, path: str) -> bool:
    try:
        polygon_fields(filling.document.entry, path)
    except SchemaError:
        return False
    return True


def _hdus(filling: Filling) -> list[Any]:
    source = filling.source("")
    return [] if source is None else source.hdus()


def _hdu_names(filling: Filling) -> str:
    return ", ".join(hdu.name for hdu in _hdus(filling)) or "none"


def _image_names(filling: Filling) -> str:
    """Return a pattern of the images that have world coordinates."""
    first, *others = [hdu.name for hdu in _hdus(filling) if "CTYPE1" in hdu.header] or ["*"]
    _, dot, end = first.rpartition(".")
    return f"*.{end}" if others and dot else first


def _suggestions(filling: Filling, path: str) -> Iterator[str]:
    """Yield lines with the keywords whose names, or comments, are nearest to a path."""
    field = filling.document.field(path)
    scored = [
        (_likeness(path, key, comment), storage, (hdu, key, value, comment))
        for storage, sources in filling.files.items()
        for source in sources[:1]
        for hdu, key, value, comment in _keywords(source)
        if _fits(filling, field, key, value)
    ]
    scored = [one for one in scored if one[0] >= _NEAR]
    scored.sort(key=lambda one: -one[0])
    for _, storage, keyword in scored[:_MOST]:
        said = _origin_text(filling, field, storage, keyword)
        dotted = path.replace("/", ".")
        yield f"# {_quoted(dotted)} = {said}  # {keyword[2]!r}, {keyword[3] or keyword[1]}"


def _keywords(source: SourceFile) -> list[tuple[str, str, Any, str]]:
    try:
        return list(source.keywords())
    except FileFormatError:  # a log or a picture has none
        return []


def _fits(filling: Filling, field: Field, key: str, value: Any) -> bool:
    """Tell whether a keyword could fill a field, but for its name."""
    if _STRUCTURE.fullmatch(key) or not isinstance(value, str | int | float):
        return False
    kind = filling.document.primitive(field)
    try:
        value_text(value, kind)
    except ValueError:
        return False
    return isinstance(value, str) or kind not in {"xs:string", "xs:token"}


def _likeness(path: str, key: str, comment: str) -> float:
    """Return how alike a path is to a keyword or its comment, from 0 to 1."""
    steps = path.split("/")
    wanted = {steps[-1], "".join(steps[-2:]), *(steps[-2:-1] if steps[-1] in _GENERIC else ())}
    said = {key.rpartition(".")[2], _UNIT.sub("", comment)}
    pairs = [(_letters(one), _letters(other)) for one in wanted for other in said]
    return max(SequenceMatcher(None, *pair).ratio() for pair in pairs)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _origin_text(
    filling: Filling,
    field: Field,
    storage: str,
    keyword: tuple[str, str, Any, str],
) -> str:
    """Return what a mapping says to take a keyword, with its HDU, unit and words if need be."""
    hdu, key, value, comment = keyword
    said = [f"key = {_quoted(key)}"]
    if hdu not in {"0", "PRIMARY"}:
        said.append(f"hdu = {_quoted(hdu)}")
    if len(filling.files) > 1:
        said.append(f"file = {_quoted(storage)}")
    unit = _UNIT.match(comment)
    if unit and field.get("unit") and unit[1] != field["unit"]:
        said.append(f"unit = {_quoted(unit[1])}")
    known = _enumeration(filling, field)
    text = value_text(value, "xs:string")
    if known and text not in known:
        said.append(f"map = {{ {_quoted(text)} = {_quoted(next(iter(known)))} }}")
    return f"{{ {', '.join(said)} }}"


def _quoted(text: str) -> str:
    """Return a text as TOML has it; its strings are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
