"""What the toolkit needs of an archive, and how one is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from dpkit.errors import DpkitError
from dpkit.product.store import load_store
from dpkit.workflow.record import CallEntry, RunHead, RunRecord

__all__ = [
    "ProductStore",
    "RegisteredProduct",
    "StoredChoice",
    "StoredOutput",
    "StoredOutputs",
    "StoredRow",
    "open_store",
]

KeyValue = int | str


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

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def version(self) -> int:
        """Its version within its identity."""
        ...

    @property
    def document(self) -> Path | str | None:
        """Its document; a URL when it lies elsewhere, None when it is gone."""
        ...

    @property
    def keys(self) -> Mapping[str, Any]:
        """Every key of its type: one value, a tuple for keys that repeat, None when absent."""
        ...

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

    def question(self) -> dict[str, Any]:
        """Return what was asked, ready for JSON."""
        ...

    def answer(self) -> dict[str, Any]:
        """Return validity, reason, near misses and rejected candidates, ready for JSON."""
        ...


class StoredOutput(Protocol):
    """A product that a call made."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def content_sha256(self) -> str:
        """Digest of its content."""
        ...

    @property
    def document(self) -> Any:
        """Its document; None when it is gone."""
        ...


StoredOutputs = Mapping[str, Sequence[StoredOutput]]
"""What a call made, by port."""


class ProductStore(Protocol):
    """An archive, as tasks, demonstrations and the validator see it."""

    @property
    def url(self) -> str:
        """Where it is."""
        ...

    @property
    def uuid(self) -> str:
        """Its identifier."""
        ...

    def register(
        self, source: str | Path, *, inputs: Mapping[str, Sequence[str]] | None = None
    ) -> RegisteredProduct:
        """Register a product whole or not at all."""
        ...

    def register_all(
        self, sources: Sequence[str | Path], *, inputs: Mapping[str, Sequence[str]] | None = None
    ) -> Sequence[RegisteredProduct]:
        """Register several products made from the same inputs: all of them or none."""
        ...

    def product(self, identifier: str) -> StoredRow:
        """Return one product."""
        ...

    def find(
        self, product: str | None = None, *, keys: Mapping[str, KeyValue] | None = None
    ) -> Sequence[StoredRow]:
        """Find the current products with the values of keys."""
        ...

    def candidates(
        self,
        product: str,
        *,
        keys: Mapping[str, KeyValue],
        dataset: Sequence[str] = (),
        as_of: KeyValue | None = None,
        overlaps: Sequence[str] = (),
    ) -> Sequence[StoredRow]:
        """Find the current products for a port; areas are such as ``tile 7`` or ``product ID``."""
        ...

    def why_none(
        self,
        product: str,
        *,
        keys: Mapping[str, KeyValue],
        dataset: Sequence[str] = (),
        as_of: KeyValue | None = None,
        overlaps: Sequence[str] = (),
    ) -> str:
        """Say why there are no candidates, and what there is instead."""
        ...

    def calib(
        self,
        product: str,
        *,
        at: int | None = None,
        keys: Mapping[str, KeyValue] | None = None,
        calibration_set: Sequence[str] | str | None = None,
        exposure: str | None = None,
        policy: str | None = None,
        as_of: KeyValue | None = None,
    ) -> StoredChoice:
        """Choose the calibration for a time in nanoseconds of TAI, or for an exposure."""
        ...

    def impact(self, identifier: str) -> Sequence[StoredRow]:
        """Return every product that comes from one."""
        ...

    def content_digests(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of the content of products, by any of the ids that name them."""
        ...

    def recall(self, recipe: str) -> StoredOutputs | None:
        """Return what the last call of a recipe made; None when it cannot be used."""
        ...

    def begin_run(self, head: RunHead, *, actor: str | None = None) -> None:
        """Enter a run that begins, or begins again."""
        ...

    def enter_calls(
        self, entries: Sequence[CallEntry], *, actor: str | None = None
    ) -> Sequence[Sequence[RegisteredProduct] | DpkitError]:
        """Register what calls made, and enter the calls: each of them whole, or not at all."""
        ...

    def end_run(
        self,
        run: str,
        *,
        exit: str,
        end: str,
        calls: Sequence[RunRecord] = (),
        actor: str | None = None,
    ) -> None:
        """Enter the end of a run, and the calls that did not come about."""
        ...

    def runs(self) -> Sequence[Mapping[str, Any]]:
        """Return the runs, the oldest first."""
        ...

    def run(self, identifier: str) -> Mapping[str, Any]:
        """Return a run with the records of its calls."""
        ...

    def made_by(self, run: str) -> Mapping[str, StoredOutputs]:
        """Return what each call of a run made, by call."""
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
