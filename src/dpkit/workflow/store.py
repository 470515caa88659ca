"""What the toolkit needs of an archive, and how one is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from dpkit.product.store import load_store

__all__ = ["ProductStore", "RegisteredProduct", "StoredChoice", "StoredRow", "open_store"]


class RegisteredProduct(Protocol):
    """What a registration answers."""

    @property
    def id(self) -> str:
        """Id of the product that stands."""
        ...

    @property
    def version(self) -> int:
        """Its version under its identity."""
        ...

    @property
    def created(self) -> bool:
        """Whether it was registered now, not before."""
        ...

    @property
    def current_version(self) -> int | None:
        """The version of its identity that is current; None when none is."""
        ...


class StoredRow(Protocol):
    """One product found."""

    def to_dict(self) -> dict[str, Any]:
        """Return id, product, version, status, dataset, created, document, then the keys."""
        ...


class StoredChoice(Protocol):
    """A calibration chosen by time, or why there is none."""

    @property
    def chosen(self) -> StoredRow | None:
        """The calibration; None when there is none."""
        ...

    @property
    def reason(self) -> str:
        """Why it was chosen, or why nothing was."""
        ...


class ProductStore(Protocol):
    """An archive, as tasks, demonstrations and the validator see it."""

    def register(
        self, source: str | Path, *, inputs: Mapping[str, Sequence[str]] | None = None
    ) -> RegisteredProduct:
        """Register a product whole or not at all."""
        ...

    def register_all(
        self,
        sources: Sequence[str | Path],
        *,
        inputs: Mapping[str, Sequence[str]] | None = None,
    ) -> Sequence[RegisteredProduct]:
        """Register several products made from the same inputs: all of them or none."""
        ...

    def find(
        self, product: str | None = None, *, keys: Mapping[str, int | str] | None = None
    ) -> Sequence[StoredRow]:
        """Find the current products with the values of keys."""
        ...

    def calib(
        self,
        product: str,
        *,
        at: int | None = None,
        keys: Mapping[str, int | str] | None = None,
        exposure: str | None = None,
    ) -> StoredChoice:
        """Choose the calibration for a time in nanoseconds of TAI, or for a product by its id."""
        ...

    def impact(self, identifier: str) -> Sequence[StoredRow]:
        """Return every product that comes from one."""
        ...

    def close(self) -> None:
        """Close the archive."""
        ...

    def __enter__(self) -> Self:
        """Use the archive in a ``with`` block."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the archive at the end of the block."""
        ...


def open_store(url: str | Path, *, create: bool = False) -> ProductStore:
    """Open an archive by its URL or path.

    Parameters
    ----------
    url : str or Path
        Such as ``sqlite:///archive.sqlite``; a plain path is a SQLite archive.
    create : bool
        Make the archive when it is not there.

    Returns
    -------
    ProductStore
        To be closed; use it in a ``with`` block.

    Raises
    ------
    NotFoundError
        No installed package opens such archives, or there is none at the place.
    """
    store: ProductStore = load_store(url, create=create)
    return store
