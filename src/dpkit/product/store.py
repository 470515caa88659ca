"""Find the package that opens an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpkit.entrypoint import entry_points
from dpkit.errors import NotFoundError

__all__ = ["load_store"]

GROUP = "dpkit.stores"


def load_store(url: str | Path, *, create: bool = False) -> Any:
    """Open an archive by its URL or path, with the package that joined by ``dpkit.stores``.

    Raises
    ------
    NotFoundError
        No installed package opens such archives, or there is none at the place.
    """
    text = str(url)
    scheme = text.partition("://")[0].partition("+")[0] if "://" in text else "sqlite"
    for point in entry_points(group=GROUP, name=scheme):
        return point.load()(url, create=create)
    raise NotFoundError(f"no installed package opens archives of kind {scheme!r}", place=text)
