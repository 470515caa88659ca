"""What the validator needs of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from dpkit.product.store import load_store

__all__ = ["ReferenceStore", "StoredProduct", "opened"]


class StoredProduct(Protocol):
    """A product in an archive."""

    def to_dict(self) -> dict[str, Any]:
        """Return id, product, version, status and so on."""
        ...


class ReferenceStore(Protocol):
    """An archive that knows products by their ids."""

    def product(self, identifier: str) -> StoredProduct:
        """Return the product of an id, whatever its status.

        Raises
        ------
        NotFoundError
            There is no product of this id.
        """
        ...

    def close(self) -> None:
        """Close the archive."""
        ...


@contextmanager
def opened(archive: str | Path | ReferenceStore | None) -> Iterator[ReferenceStore | None]:
    """Open an archive given by its place, and close it again; leave an open one as it is."""
    if not isinstance(archive, (str, Path)):
        yield archive
        return
    store = cast("ReferenceStore", load_store(archive))
    try:
        yield store
    finally:
        store.close()
