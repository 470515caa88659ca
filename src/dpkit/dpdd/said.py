"""What the data dictionary says of a product, as written, for the parts that pages alone show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dpkit.schema.dictionary import ProductEntry

__all__ = ["said_of"]

Said = Mapping[str, Any]


def said_of(entry: ProductEntry, part: str) -> Sequence[Any]:
    """Return a part of a product's file in the dictionary; empty when it has none."""
    found: Sequence[Any] = _load(entry.package.dictionary_folder, entry.name).get(part, ())
    return found


@cache
def _load(folder: Path, name: str) -> Said:
    loaded: Said = json.loads((folder / f"{name}.json").read_bytes())
    return loaded
