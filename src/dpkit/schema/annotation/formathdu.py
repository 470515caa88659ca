"""Compile the description of a FITS file: its HDUs, and groups of them."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import Any

from dpkit.schema.annotation.formatvalue import (
    compile_keywords,
    compile_lengths,
    compile_rules,
    limit_pixel_keys,
)
from dpkit.schema.annotation.formatword import Word, refuse_repeated

__all__ = ["compile_fits"]

Json = dict[str, Any]

_KINDS = {"GenericHDU": "generic", "TableHDU": "table", "ArrayHDU": "array"}
_PRIMARY = "PRIMARY"
_TFORM = re.compile(r"(\d*)([LXBIJKAEDCM])|\d*[PQ]([LXBIJKAEDCM])(\(\d*\))?")
_NO_IMAGES = {"bool", "float16", "complex64", "complex128"}
_FLOATS = {"float32", "float64"}
# Literal characters and classes such as [1-4]; what else regular expressions have is refused.
_KEY = re.compile(r"([A-Za-z0-9_.-]+)|\[([A-Za-z0-9-]+)\]")
_MOST_KEYS = 10_000


def compile_fits(word: Word) -> Json:
    """Compile the format of a FITS file.

    Raises
    ------
    SchemaError
        The description asks for what a FITS file cannot have, or contradicts itself.
    """
    words = [Word(node, word.file) for node in word.node if node.tag != "Description"]
    parts = [_group(part) if part.tag == "HDUGroup" else _hdu(part) for part in words]
    if parts[0].get("name") != _PRIMARY:
        parts.insert(0, _empty_primary())
    _check_names(words)
    head = word.head("fits")
    head |= {"ordered": word.truth("ordered", True), "checksum": word.truth("checksum", False)}
    _limit_pixel_keys(parts, words)
    return {**head, "hdus": parts}


def _empty_primary() -> Json:
    """Return the HDU with which a FITS file must begin, where the format has nothing to say."""
    said = {"kind": "generic", "name": _PRIMARY, "minimum": 1, "maximum": 1}
    return said | {"documentation": "Without content.", "keywords": []}


def _check_names(words: list[Word]) -> None:
    inner = [member for word in words for member in (_members(word) or [word])]
    refuse_repeated(inner, "name", "HDU")
    for number, word in enumerate(words):
        primary = word.get("name") == _PRIMARY
        if primary and (number > 0 or word.tag == "TableHDU" or word.get("multiplicity")):
            raise word.refuse(f"{_PRIMARY} is the first HDU, once, and no table")
    for word in inner:
        if word not in words and "{key}" not in word.need("name"):
            raise word.refuse("the names of a group have {key} in them")
        if word in words and "{" in word.need("name"):
            raise word.refuse("only the names of a group have {key} in them")


def _members(word: Word) -> list[Word]:
    return [Word(node, word.file) for node in word.node] if word.tag == "HDUGroup" else []


def _group(word: Word) -> Json:
    low, high = _multiplicity(word)
    keys = _keys(word)
    if low > len(keys):
        raise word.refuse(f"{word.need('key')!r} has {len(keys)} keys, fewer than {low}")
    return {
        "kind": "group",
        "key": word.need("key"),
        "keys": keys,
        "minimum": low,
        "maximum": high,
        "hdus": [_hdu(member) for member in _members(word)],
    }


def _keys(word: Word) -> list[str]:
    """Return the keys that a pattern stands for, in order."""
    found: list[str] = []
    for branch in word.need("key").split("|"):
        if re.sub(_KEY, "", branch) or not branch:
            raise word.refuse(
                f"key {word.need('key')!r} is not understood",
                "write characters, classes such as [1-4], and | between whole keys",
            )
        pieces = _KEY.findall(branch)
        choices = [[text] if text else _class(word, inside) for text, inside in pieces]
        found += map("".join, islice(product(*choices), _MOST_KEYS + 1))
    if len(found) > _MOST_KEYS:
        raise word.refuse(f"key {word.need('key')!r} stands for more than {_MOST_KEYS} keys")
    return list(dict.fromkeys(found))


def _class(word: Word, inside: str) -> list[str]:
    found: list[str] = []
    for first, last in re.findall(r"([A-Za-z0-9])(?:-([A-Za-z0-9]))?", inside):
        found += [chr(code) for code in range(ord(first), ord(last or first) + 1)]
    if not found:
        raise word.refuse(f"class [{inside}] of a key is empty")
    return found


def _hdu(word: Word) -> Json:
    low, high = _multiplicity(word)
    hdu: Json = {
        "kind": _KINDS[word.tag],
        "name": word.need("name"),
        "minimum": low,
        "maximum": high,
        "documentation": next(word.below("Description")).text,
        "keywords": compile_keywords(word),
    }
    if word.tag == "TableHDU":
        columns = list(word.below("ColumnList/Column"))
        refuse_repeated(columns, "name", "column")
        hdu["columns"] = [_column(column) for column in columns]
    if word.tag == "ArrayHDU":
        hdu["array"] = _array(next(word.below("ArrayInfo")))
        hdu["wcs"] = int(word.get("wcs") or "0")
        if not 0 <= hdu["wcs"] <= hdu["array"]["dimensions"] or hdu["wcs"] == 1:
            raise word.refuse("wcs is the number of axes with coordinates: 0, or 2 and more")
    return hdu


def _column(word: Word) -> Json:
    found = _TFORM.fullmatch(word.need("format"))
    if found is None:
        raise word.refuse(f"{word.need('format')!r} is no TFORM of a binary table")
    letter = found[2] or ""
    unsigned = word.truth("unsigned", False)
    if unsigned and letter not in set("IJK"):
        raise word.refuse("only columns of I, J and K are unsigned")
    rules = compile_rules(
        word,
        numeric=letter in set("BIJKED"),
        whole=letter in set("BIJK"),
        nullable=letter in set("BIJKEDCM"),
        single=letter == "A" or (letter not in {"", "X"} and found[1] in {"", "1"}),
    )
    said = {"name": word.need("name"), "format": word.need("format")}
    said |= {name: text for name in ("unit", "ucd") if (text := word.get(name))}
    flags = ({"unsigned": True} if unsigned else {}) | rules
    flags |= {} if word.truth("required", True) else {"required": False}
    return {**said, **flags, "documentation": word.text}


def _array(word: Word) -> Json:
    kind, dimensions = word.need("type"), int(word.need("dimensions"))
    if kind in _NO_IMAGES:
        raise word.refuse(f"FITS has no images of {kind}")
    if not 1 <= dimensions <= 999:
        raise word.refuse("dimensions are 1 to 999")
    said: Json = {"type": kind, "dimensions": dimensions, "unit": word.get("unit")}
    if (lengths := word.get("lengths")) is not None:
        said["lengths"] = compile_lengths(word, lengths, dimensions)
    rules = compile_rules(
        word, numeric=True, whole=kind not in _FLOATS, nullable=True, single=False
    )
    return said | rules


def _limit_pixel_keys(parts: list[Json], words: list[Word]) -> None:
    primary = parts[0]["keywords"]
    found = {hdu["name"]: hdu for part in parts for hdu in part.get("hdus", [part])}
    for word in (inner for part in words for inner in (_members(part) or [part])):
        limit_pixel_keys(word, [found[word.need("name")]["keywords"], primary])


def _multiplicity(word: Word) -> tuple[int, int | None]:
    text = word.get("multiplicity") or "1"
    if text == "*":
        return 0, None
    low, dots, high = text.partition("..")
    if not dots:
        return int(low), int(low)
    if high != "*" and int(high) < int(low):
        raise word.refuse(f"multiplicity {text} ends before it begins")
    return int(low), None if high == "*" else int(high)
