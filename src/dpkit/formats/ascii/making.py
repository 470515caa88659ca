"""Make a text table of a format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpkit.formats.tablemake import make_table
from dpkit.formats.wish import Wish

__all__ = ["make_ascii"]


def make_ascii(path: Path, description: dict[str, Any], wish: Wish) -> None:
    """Write a text table that conforms to a format.

    Raises
    ------
    FileFormatError, NotFoundError
        A wish cannot be granted.
    """
    from astropy.table import Table

    flavour = description["flavour"]
    keywords, columns = make_table(description, wish)
    table = Table(columns)
    if flavour == "ipac":
        table.meta["keywords"] = {key: {"value": value} for key, value in keywords.items()}
    elif flavour == "ecsv":
        table.meta.update(keywords)
    for said in description["columns"]:
        if "unit" in said and said["name"] in columns:
            table[said["name"]].unit = said["unit"]
    table.write(path, format=f"ascii.{flavour}")
