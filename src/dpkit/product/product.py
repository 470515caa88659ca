"""The product handle: the content of a document together with its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dpkit.binding.access import fetch
from dpkit.binding.door import serialize
from dpkit.errors import FileFormatError, NotFoundError
from dpkit.product.document import NO_FILE, FileReference, id_of_bytes
from dpkit.schema.dictionary import ProductEntry, Storage
from dpkit.schema.upgrade.change import Change

if TYPE_CHECKING:
    from astropy.io.fits import HDUList
    from astropy.table import Table

__all__ = ["Product"]

T = TypeVar("T")


class Product(Generic[T]):
    """A product in memory: typed content, and files opened when they are asked for.

    Parameters
    ----------
    content : T
        Object of the generated class.
    entry : ProductEntry
        What the data dictionary says of the product.
    source : Path, optional
        Where the document lies; none for a product that was not written yet.
    payloads : mapping of str to HDUList or Path, optional
        Files that are still to be written, by storage.
    changes : tuple of Change, optional
        What reading changed in the document: upgrades of an older one, and what lenient reading
        left out. Empty for a document of the newest version, and after writing.
    unversioned : bool
        Whether the document was read without saying its schema version, and is of the default one,
        so that it stays what it is when it is written without one again.
    """

    def __init__(
        self,
        content: T,
        entry: ProductEntry,
        *,
        source: Path | None = None,
        payloads: Mapping[str, HDUList | Path] | None = None,
        changes: tuple[Change, ...] = (),
        unversioned: bool = False,
    ) -> None:
        self.content = content
        self.entry = entry
        self.source = source
        self.payloads: dict[str, HDUList | Path] = dict(payloads or {})
        self.changes = changes
        self.unversioned = unversioned

    def __repr__(self) -> str:
        """Return type, id and place."""
        where = "" if self.source is None else f" in {self.source.parent}"
        return f"<{self.entry.name} {self.id}{where}>"

    def values(self, path: str) -> list[Any]:
        """Return the values at a path of the schema, such as ``Data/Filter/Name``."""
        return fetch(self.content, path)

    def value(self, path: str) -> Any:
        """Return the first value at a path of the schema, or None."""
        return next(iter(self.values(path)), None)

    def role(self, name: str) -> Any:
        """Return the value of the element with a role, such as ``created``, or None."""
        path = self.entry.roles.get(name)
        return None if path is None else self.value(path)

    @property
    def id(self) -> str:
        """Id of the product; without one, that of the bytes of its document."""
        if "id" in self.entry.roles:
            return str(self.role("id") or "")
        if self.source is not None and self.source.exists():
            return id_of_bytes(self.entry.name, self.source.read_bytes())
        return id_of_bytes(self.entry.name, serialize(self.content))

    @property
    def keys(self) -> dict[str, list[Any]]:
        """Values of the keys of the product, by name; enumerated values as text."""
        found: dict[str, list[Any]] = {}
        for key in self.entry.keys:
            plain = [getattr(value, "value", value) for value in self.values(key.path)]
            found.setdefault(key.name, []).extend(plain)
        return {name: values for name, values in found.items() if values}

    @property
    def files(self) -> dict[str, FileReference]:
        """Files that the document names, by storage; an absent file is left out."""
        found = {}
        for storage in self.entry.storages:
            for value in self.values(storage.path):
                reference = self._reference(storage, value)
                if reference is not None:
                    found[storage.name] = reference
        return found

    def _reference(self, storage: Storage, value: Any) -> FileReference | None:
        said = {
            part: getattr(found[0], "value", found[0])
            for part, path in storage.parts.items()
            if (found := fetch(value, path))
        }
        name = said.get("name")
        if name in {None, "", NO_FILE}:
            return None
        folder = Path("data") if self.source is None else self.source.parent / "data"
        return FileReference(
            storage=storage.name,
            name=str(name),
            location=folder / str(name),
            format=said.get("format"),
            format_version=said.get("format-version"),
            checksum_method=said.get("checksum-method"),
            checksum=said.get("checksum"),
            size=said.get("size"),
        )

    def open(self, storage: str) -> HDUList:
        """Open a file of the product; images are mapped, not loaded.

        Parameters
        ----------
        storage : str
            Name of the element that names the file, such as ``DataStorage``.

        Returns
        -------
        astropy.io.fits.HDUList
            To be closed by the caller; use it in a ``with`` block.

        Raises
        ------
        NotFoundError
            The product has no such storage, or the document names no file there.
        FileFormatError
            The file is missing or damaged.
        """
        from dpkit.formats.fits import open_fits

        self.entry.storage(storage)
        payload = self.payloads.get(storage)
        if payload is not None and not isinstance(payload, Path):
            return payload
        if payload is None:
            payload = self._location(storage)
        return open_fits(payload)

    def _location(self, storage: str) -> Path:
        reference = self.files.get(storage)
        if reference is None:
            raise NotFoundError(
                f"the document names no file in {storage}", place=self.source or self.id
            )
        return reference.location

    def table(self, storage: str) -> Table:
        """Read the first table of a file of the product, with units.

        Raises
        ------
        NotFoundError, FileFormatError
            As `open`; also when the file has no table.
        """
        from astropy.table import Table
        from astropy.units import Unit

        with self.open(storage) as hdus:
            for hdu in hdus:
                if getattr(hdu, "columns", None) is None:
                    continue
                table = Table.read(hdu, unit_parse_strict="silent")
                for column in table.itercols():
                    # The FITS standard does not know all our units, such as electron.
                    if column.unit is not None:
                        column.unit = Unit(str(column.unit), parse_strict="silent")
                return table
        raise FileFormatError(f"{storage} has no table", place=self.source or self.id)
