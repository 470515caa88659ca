"""What the name of a file may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dpkit.errors import ProductError
from dpkit.product.document import Document
from dpkit.product.naming import file_stem
from dpkit.validation.fact import key_values

__all__ = ["LONGEST", "is_plain", "name_faults", "name_stem"]

LONGEST = 255
"""Bytes of a name that every file system holds."""

_FORBIDDEN = re.compile(r"[^A-Za-z0-9_.+-]")


def is_plain(name: str) -> bool:
    """Tell whether a name stays in its folder: no separators, no ``..``, no drive."""
    return name not in {".", ".."} and not re.search(r"[/\\]|^[A-Za-z]:", name)


def name_faults(name: str, stem: str | None) -> Iterator[tuple[str, str]]:
    """Yield the code and message of all that is wrong with the name of a file.

    Parameters
    ----------
    name : str
        The name, as the document has it.
    stem : str, optional
        How it must begin.
    """
    if not is_plain(name):
        yield "file-name-path", f"{name!r} is no name of a file alone"
        return
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        yield "file-name-length", f"the name has {len(name)} characters"
        return
    if found := _FORBIDDEN.findall(name):
        yield "file-name-characters", f"{name!r} has {', '.join(map(repr, dict.fromkeys(found)))}"
    if stem is not None and not name.startswith(stem):
        yield "file-name-pattern", f"{name!r} does not begin with {stem!r}"


def name_stem(document: Document) -> str | None:
    """Return how the files of a product must begin; None where a key for it is left out."""
    keys = {
        name: str(value)
        for name, value in key_values(document).items()
        if value is not None and not isinstance(value, list)
    }
    try:
        return file_stem(document.entry, keys)
    except ProductError:
        return None
