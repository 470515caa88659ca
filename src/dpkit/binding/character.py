"""Characters that XML cannot hold, and where an object has one."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["place_of_character"]

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def place_of_character(content: Any) -> tuple[str, str] | None:
    """Return the path and the name of the first character that XML cannot hold.

    Parameters
    ----------
    content : object
        Of a generated class.

    Returns
    -------
    tuple of str or None
        Such as ``("Header/SoftwareName", "U+0001")``; None when all can be written.
    """
    for path, text in _texts(content, ""):
        if (found := _IMPOSSIBLE.search(text)) is not None:
            return path, f"U+{ord(found[0]):04X}"
    return None


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the texts below a value with their paths, in the order of its fields."""
    if isinstance(value, str):
        yield path or ".", value
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _texts(one, f"{path}[{number}]")
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(one, f"{path}/@{name}".lstrip("/"))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            below = f"{path}/{_step(field)}".strip("/")
            yield from _texts(getattr(value, field.name, None), below)


def _step(field: dataclasses.Field[Any]) -> str:
    """Return the step of a path to a field; none for what is the element's own text."""
    name, kind = str(field.metadata.get("name", field.name)), field.metadata.get("type")
    return {"Attribute": f"@{name}", "Element": name, "Elements": name}.get(str(kind), "")
