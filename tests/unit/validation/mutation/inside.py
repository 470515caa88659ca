"""Where in a file something is wrong."""

from __future__ import annotations

from typing import Any

from dpkit.product.document import FileReference

from .case import Place


def inside(file: FileReference, place: str) -> Place:
    return Place(path=place, file=file.location)


def anything(_said: dict[str, Any]) -> bool:
    return True
