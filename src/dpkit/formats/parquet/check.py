"""Check a parquet file against the description of its format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.damage import DamagedError, reason
from dpkit.formats.datafile import DataFile
from dpkit.formats.deviation import Deviation
from dpkit.formats.extra import import_extra
from dpkit.formats.tablecheck import (
    check_presence,
    check_text_keywords,
    check_unit,
    start_check,
)
from dpkit.formats.value import RULES, ValueCheck, check_repeated

if TYPE_CHECKING:
    from pyarrow import Field, Schema
    from pyarrow.parquet import ParquetFile

__all__ = ["check_parquet", "open_parquet", "schema_keywords"]

Json = dict[str, Any]
Block = tuple[int, NDArray[Any], NDArray[np.bool_] | None]

_ROWS = 65_536
_MOST_METADATA = 64 * 1024 * 1024
_NAMES = {"float": "float32", "double": "float64", "large_string": "string", "halffloat": "float16"}


def open_parquet(path: Path) -> ParquetFile:
    """Open a parquet file: its metadata are read, no data.

    Raises
    ------
    DamagedError
        The file is missing, no parquet, or damaged.
    FileFormatError
        The extra ``parquet`` is not installed.
    """
    import_extra("pyarrow.parquet", "parquet", path)
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(
            path,
            pre_buffer=False,
            thrift_string_size_limit=_MOST_METADATA,
            page_checksum_verification=True,
        )
    except (ArrowException, OSError) as error:
        raise DamagedError("file", f"cannot be read as parquet: {reason(error)}") from None


def schema_keywords(schema: Schema) -> dict[str, str]:
    """Return the keywords in the metadata of a schema, as text."""
    found: dict[str, str] = {}
    for key, value in (schema.metadata or {}).items():
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
    return found


def check_parquet(file: DataFile, description: Json) -> Iterator[Deviation]:
    """Yield every departure of a parquet file from its format.

    Raises
    ------
    FileFormatError
        The extra ``parquet`` is not installed.
    """
    try:
        with open_parquet(file.path) as opened:
            yield from _check(opened, description)
    except DamagedError as damage:
        yield damage.deviation()


def _check(file: ParquetFile, description: Json) -> Iterator[Deviation]:
    schema = file.schema_arrow
    keywords = schema_keywords(schema)
    yield from check_text_keywords(description["keywords"], keywords)
    yield from check_presence(description["columns"], schema.names)
    for said in description["columns"]:
        if schema.names.count(said["name"]) != 1:
            continue
        field = schema.field(said["name"])
        yield from _check_field(field, said)
        if said.keys() & set(RULES) and _type(field) == said["type"]:
            yield from _check_values(file, said, keywords)


def _type(field: Field) -> str:
    name = str(field.type)
    return _NAMES.get(name, name)


def _check_field(field: Field, said: Json) -> Iterator[Deviation]:
    place = f"column {field.name}"
    found, wanted = _type(field), said["type"]
    if found == wanted and field.nullable and not said.get("nullable", True):
        found, wanted = f"nullable {found}", f"{wanted} that is not nullable"
    if found != wanted:
        yield Deviation(
            code="format-column-type",
            place=place,
            message=f"has type {found} but the format has {wanted}",
            value=found,
        )
    unit = (field.metadata or {}).get(b"unit", b"").decode("utf-8", "replace")
    yield from check_unit(unit, said, place)


def _check_values(file: ParquetFile, said: Json, keywords: Json) -> Iterator[Deviation]:
    key = said.get("pixelKey", "")
    text = keywords.get(key, "")
    value = int(text) if text.isdecimal() else None
    check = start_check(said, value)
    for block in _blocks(file, said["name"]):
        check.feed(*block)
    place = f"column {said['name']}"
    yield from check.deviations(place, _spot)
    yield from _repeated(file, said, check, place)


def _repeated(file: ParquetFile, said: Json, check: ValueCheck, place: str) -> Iterator[Deviation]:
    rows = file.metadata.num_rows
    yield from check_repeated(check, lambda: _blocks(file, said["name"]), rows, place, _spot)


def _spot(index: int) -> str:
    return f"row {index + 1}"


def _blocks(file: ParquetFile, name: str) -> Iterator[Block]:
    """Yield the values of a column and which are null, some rows of a row group at a time."""
    from pyarrow import ArrowException

    first = 0
    try:
        for batch in file.iter_batches(_ROWS, columns=[name]):
            column = batch.column(0)
            missing = None
            if column.null_count:
                missing = column.is_null().to_numpy(zero_copy_only=False)
                column = column.fill_null("" if _is_text(column) else 0)
            values = column.to_numpy(zero_copy_only=False)
            yield first, values.astype(str) if _is_text(column) else values, missing
            first += len(values)
    except (ArrowException, OSError) as error:
        raise DamagedError(f"column {name}", f"cannot be read: {reason(error)}") from None


def _is_text(column: Any) -> bool:
    return str(column.type) in {"string", "large_string"}
