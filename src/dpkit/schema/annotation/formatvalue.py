"""Compile what a description says of values: fixed, allowed, limits, and rules of columns."""

from __future__ import annotations

import re
from typing import Any

from dpkit.schema.annotation.formatword import Word, refuse_repeated

__all__ = [
    "compile_keywords",
    "compile_lengths",
    "compile_rules",
    "compile_value",
    "limit_pixel_keys",
]

# Longer names, of several words, are of the convention that ESO registered.
_KEYWORD = re.compile(r"[A-Z0-9_-]{1,8}|(?=.{10,60}$)HIERARCH( [A-Z0-9_-]+)+")
_STRUCTURE = re.compile(
    r"SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|GROUPS|TFIELDS|T(FORM|TYPE|UNIT)\d+"
    r"|END|EXTNAME|BSCALE|BZERO|CHECKSUM|DATASUM|COMMENT|HISTORY|CONTINUE"
)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d*)?)?")
_TRUTH = {"T": True, "true": True, "F": False, "false": False}
_WHOLE_TYPES = {"Integer", "integer"}
_REAL_TYPES = {"Double", "number", "quantity"}
_TEXT_TYPES = {"String", "string"}
_TIME_TYPES = {"Time", "time"}
_TRUTH_TYPES = {"Logical", "boolean"}


def compile_keywords(parent: Word) -> list[dict[str, Any]]:
    """Compile the header keywords of an HDU or table.

    Raises
    ------
    SchemaError
        A keyword is none of FITS, is described twice or elsewhere, or its value makes no sense.
    """
    words = list(parent.below("KeywordList/Keyword"))
    refuse_repeated(words, "name", "keyword")
    return [_keyword(word) for word in words]


def _keyword(word: Word) -> dict[str, Any]:
    name = word.need("name")
    if not _KEYWORD.fullmatch(name):
        raise word.refuse(
            f"{name!r} is no keyword",
            "up to eight of A to Z, 0 to 9, - and _, or HIERARCH and words of them",
        )
    if _STRUCTURE.fullmatch(name):
        raise word.refuse(
            f"keyword {name} follows from the rest of the description",
            "describe the HDU, its columns or its array",
        )
    said = {"name": name, "type": word.need("type"), **compile_value(word)}
    return said | {
        **({"unit": unit} if (unit := word.get("unit")) else {}),
        "required": word.truth("required", True),
        "documentation": word.text,
    }


def compile_value(word: Word) -> dict[str, Any]:
    """Compile what a single value may be: ``fixed``, ``allowed``, ``minimum`` and ``maximum``.

    Raises
    ------
    SchemaError
        They do not fit the type of the value or each other.
    """
    kind = word.need("type")
    found: dict[str, Any] = {}
    if (fixed := word.get("fixed")) is not None:
        found["fixed"] = _literal(word, kind, fixed)
    if (allowed := word.get("allowed")) is not None:
        found["allowed"] = [_literal(word, kind, part.strip()) for part in allowed.split("|")]
    found |= _limits(word, kind in _WHOLE_TYPES | _REAL_TYPES)
    if len(found.keys() & {"fixed", "allowed"}) + bool(found.keys() & {"minimum", "maximum"}) > 1:
        raise word.refuse("a value is either fixed, or one of those allowed, or between limits")
    return found


def _literal(word: Word, kind: str, text: str) -> str | int | float | bool:
    """Return a value as its type has it."""
    try:
        if kind in _WHOLE_TYPES:
            return int(text)
        if kind in _REAL_TYPES:
            return float(text)
        if kind in _TRUTH_TYPES:
            return _TRUTH[text]
    except (KeyError, ValueError):
        raise word.refuse(f"{text!r} is no {kind}") from None
    if kind in _TIME_TYPES and not _TIME.fullmatch(text):
        raise word.refuse(f"{text!r} is no {kind}")
    if kind not in _TEXT_TYPES | _TIME_TYPES:
        raise word.refuse(f"a value of type {kind} cannot be fixed or listed")
    return text


def _limits(word: Word, numeric: bool) -> dict[str, Any]:
    found = {
        name: value for name in ("minimum", "maximum") if (value := word.number(name)) is not None
    }
    if found and not numeric:
        raise word.refuse("only numbers have limits")
    if len(found) == 2 and found["minimum"] > found["maximum"]:
        raise word.refuse("minimum is above maximum")
    return found


def compile_rules(
    word: Word, *, numeric: bool, whole: bool, nullable: bool, single: bool
) -> dict[str, Any]:
    """Compile what holds for the values of a column or array.

    Parameters
    ----------
    word : Word
        The column or array.
    numeric, whole : bool
        Whether its values are numbers, and integers.
    nullable : bool
        Whether values can be missing in files of this kind at all.
    single : bool
        Whether a row has one value.

    Raises
    ------
    SchemaError
        A rule does not fit the values.
    """
    found = _limits(word, numeric)
    if not word.truth("missing", True):
        if not nullable:
            raise word.refuse("values of this type are never missing", "leave missing out")
        found["missing"] = False
    for name in ("unique", "sorted"):
        if word.truth(name, False):
            if not single:
                raise word.refuse(f"only columns of single values are {name}")
            found[name] = True
    if (pixel := word.get("pixel")) is not None or word.get("pixelKey") is not None:
        if pixel is None or word.get("pixelKey") is None:
            raise word.refuse("pixel and pixelKey belong together")
        if not (whole and single):
            raise word.refuse("only columns of single integers number pixels")
        found |= {"pixel": pixel, "pixelKey": word.need("pixelKey")}
    return found


_PIXEL_LIMITS = {"nside": (1, 2**29), "order": (0, 29), "nuniq": (0, 29)}


def limit_pixel_keys(parent: Word, headers: list[list[dict[str, Any]]]) -> None:
    """Give limits to the keywords that say which pixels a column has.

    Parameters
    ----------
    parent : Word
        The table.
    headers : list of list of dict
        Compiled keywords of the headers that may have such a keyword, the nearest first.

    Raises
    ------
    SchemaError
        No header has the keyword as an integer; at the column.
    """
    for column in parent.below("ColumnList/Column"):
        key = column.get("pixelKey")
        if key is None:
            continue
        known = [k for keys in headers for k in keys if (k["name"], k["type"]) == (key, "Integer")]
        if not known:
            raise column.refuse(
                f"no keyword {key} of type Integer is described", "add it to the KeywordList"
            )
        low, high = _PIXEL_LIMITS[column.need("pixel")]
        if not known[0].keys() & {"fixed", "allowed"}:
            known[0]["minimum"] = max(low, known[0].get("minimum", low))
            known[0]["maximum"] = min(high, known[0].get("maximum", high))


def compile_lengths(word: Word, text: str, dimensions: int) -> list[int | str | None]:
    """Return the length of each axis: a number, a name, or None for any."""
    parts = text.split()
    if len(parts) != dimensions:
        raise word.refuse(f"{len(parts)} lengths for {dimensions} dimensions")
    return [int(part) if part.isdigit() else None if part == "*" else part for part in parts]
