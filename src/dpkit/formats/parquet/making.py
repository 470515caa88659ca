"""Make a parquet file of a format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpkit.formats.extra import import_extra
from dpkit.formats.tablemake import make_table
from dpkit.formats.wish import Wish

__all__ = ["make_parquet"]


def make_parquet(path: Path, description: dict[str, Any], wish: Wish) -> None:
    """Write a parquet file that conforms to a format, with a checksum per page.

    Raises
    ------
    FileFormatError, NotFoundError
        A wish cannot be granted, or the extra ``parquet`` is not installed.
    """
    import_extra("pyarrow.parquet", "parquet", path)
    import pyarrow
    from pyarrow.parquet import write_table

    keywords, columns = make_table(description, wish)
    fields = [
        pyarrow.field(
            said["name"],
            pyarrow.bool_() if said["type"] == "bool" else said["type"],
            nullable=said.get("nullable", True),
            metadata={"unit": said["unit"]} if "unit" in said else None,
        )
        for said in description["columns"]
        if said["name"] in columns
    ]
    texts = {key: _text(value) for key, value in keywords.items()}
    table = pyarrow.table(columns, schema=pyarrow.schema(fields, metadata=texts))
    write_table(table, path, write_page_checksum=True)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
