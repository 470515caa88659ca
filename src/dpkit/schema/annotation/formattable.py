"""Compile the descriptions of parquet files and text tables: columns and keywords."""

from __future__ import annotations

from typing import Any

from dpkit.schema.annotation.formatvalue import compile_keywords, compile_rules, limit_pixel_keys
from dpkit.schema.annotation.formatword import Word, refuse_repeated

__all__ = ["compile_ascii", "compile_parquet"]

Json = dict[str, Any]

_NO_NUMBERS = {"bool", "string"}
_COMPLEX = {"Undefined", "ComplexInteger", "ComplexDouble"}
# What the flavours of text tables cannot hold.
_UNKNOWN_TYPES = {"ipac": {"bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "uint64"}}


def compile_parquet(word: Word) -> Json:
    """Compile the format of a parquet file.

    Raises
    ------
    SchemaError
        A column is described twice, or a rule does not fit it.
    """
    return {**word.head("parquet"), **_content(word)}


def compile_ascii(word: Word) -> Json:
    """Compile the format of a text table.

    Raises
    ------
    SchemaError
        A column is described twice, a rule does not fit it, or the flavour cannot hold it.
    """
    flavour = word.need("flavour")
    content = _content(word)
    if flavour == "csv" and content["keywords"]:
        raise word.refuse("CSV has no keywords", "take the flavour ecsv")
    for column in word.below("ColumnList/Column"):
        if column.need("type") in _UNKNOWN_TYPES.get(flavour, ()):
            raise column.refuse(f"the flavour {flavour} has no columns of {column.need('type')}")
    return {**word.head("ascii"), "flavour": flavour, **content}


def _content(word: Word) -> Json:
    keywords = compile_keywords(word)
    for keyword in word.below("KeywordList/Keyword"):
        if keyword.need("type") in _COMPLEX:
            raise keyword.refuse(f"only FITS has keywords of type {keyword.need('type')}")
    limit_pixel_keys(word, [keywords])
    columns = list(word.below("ColumnList/Column"))
    refuse_repeated(columns, "name", "column")
    return {"keywords": keywords, "columns": [_column(column) for column in columns]}


def _column(word: Word) -> Json:
    kind = word.need("type")
    rules = compile_rules(
        word,
        numeric=kind not in _NO_NUMBERS,
        whole="int" in kind,
        nullable=True,
        single=True,
    )
    said: Json = {"name": word.need("name"), "type": kind}
    said |= {name: text for name in ("unit", "ucd") if (text := word.get(name))}
    if not word.truth("nullable", True):
        rules["nullable"] = False
    if not word.truth("required", True):
        rules["required"] = False
    return {**said, **rules, "documentation": word.text}
