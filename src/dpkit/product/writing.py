"""Write products: document and files appear whole, under their names, or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpkit.binding.access import assign
from dpkit.binding.door import parse_valid, serialize
from dpkit.errors import FileFormatError, ProductError
from dpkit.formats.fits import open_fits
from dpkit.product.checksum import file_checksum
from dpkit.product.document import FileReference, id_of_bytes
from dpkit.product.keyword import stamp_keywords
from dpkit.product.naming import document_name
from dpkit.product.product import Product
from dpkit.product.version import fill_version

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["Placing", "placing", "refuse_existing", "write", "write_whole"]

CHECKSUM_METHOD = "SHA-256"


def write(product: Product[Any], folder: str | Path) -> Path:
    """Write a product into a folder.

    The document is named ``<product>__<id>.xml``, its files lie in the folder ``data`` below.
    Header keywords that the schema ties to the document are set in the files; checksum and size
    of each file are entered into the document, and so is the version of its schema where it says
    none. All appear by renaming, the document last.

    Parameters
    ----------
    product : Product
        The product; afterwards its `source` is the document written.
    folder : str or Path
        Where to write; made when it is not there.

    Returns
    -------
    Path
        The document.

    Raises
    ------
    ProductError
        A file of that name is there already, the content breaks its schema, or it says another
        schema version than that of its classes. Nothing is left behind then.
    FileFormatError
        A file that is to be copied is missing or damaged.
    """
    folder = Path(folder)
    fill_version(product)
    files = product.files
    targets = {name: folder / "data" / reference.name for name, reference in files.items()}
    # Where a schema names no id, the document is known by its bytes, which are not made yet.
    own = "id" in product.entry.roles
    document = folder / document_name(product.entry.name, product.id) if own else None
    for target in (document, *targets.values()):
        refuse_existing(target)
    with placing() as placed:
        for name, target in targets.items():
            draft = placed.draft(target)
            _write_file(product, files[name], draft)
            _enter_checksum(product, name, draft)
        data = _document_bytes(product)
        if document is None:
            identifier = id_of_bytes(product.entry.name, data)
            document = folder / document_name(product.entry.name, identifier)
            refuse_existing(document)
        placed.draft(document).write_bytes(data)
        placed.publish()
    product.source, product.changes = document, ()
    product.payloads.clear()
    return document


def refuse_existing(target: Path | None) -> None:
    """Refuse to write where something is already.

    Raises
    ------
    ProductError
        Names the file that is there.
    """
    if target is not None and target.exists():
        raise ProductError(
            "is there already", place=target, remedy="write elsewhere, or remove it first"
        )


def write_whole(path: Path, data: bytes) -> None:
    """Write bytes to a file that appears complete or not at all, replacing what is there."""
    with placing() as placed:
        placed.draft(path).write_bytes(data)
        placed.publish()


class Placing:
    """Files under temporary names, renamed together at the end.

    Those that appeared by then are taken back when a later one fails.
    """

    def __init__(self) -> None:
        self.drafts: dict[Path, Path] = {}
        self.fresh: list[Path] = []
        self.folders: list[Path] = []

    def draft(self, target: Path) -> Path:
        """Return where to write what is to appear as a file."""
        self._make(target.parent)
        self.drafts[target] = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        return self.drafts[target]

    def publish(self) -> None:
        """Let all files appear, in the order in which they were named."""
        for draft in self.drafts.values():
            _sync(draft)
        for target, draft in self.drafts.items():
            if not target.exists():
                self.fresh.append(target)
            draft.rename(target)
        for parent in {target.parent for target in self.drafts}:
            _sync(parent)
        self.drafts.clear()
        self.fresh.clear()
        self.folders.clear()

    def _make(self, folder: Path) -> None:
        """Make a folder and those above it, and note which were not there."""
        self.folders += [one for one in (folder, *folder.parents) if not one.exists()][::-1]
        folder.mkdir(parents=True, exist_ok=True)

    def discard(self) -> None:
        """Remove what was not published, and the folders that were made for it."""
        for left in (*self.drafts.values(), *self.fresh):
            left.unlink(missing_ok=True)
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):  # somebody else has put a file there
                folder.rmdir()


@contextlib.contextmanager
def placing() -> Iterator[Placing]:
    """Write several files together: what was not published is gone at the end."""
    placed = Placing()
    try:
        yield placed
    finally:
        placed.discard()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_file(product: Product[Any], reference: FileReference, draft: Path) -> None:
    """Write a file: one that the product had is copied, a new FITS file gets its keywords."""
    payload = product.payloads.get(reference.storage)
    if payload is None:
        _copy(reference.location, draft)
    elif not isinstance(payload, Path):
        _write_fits(product, reference.storage, payload, draft)
    elif payload.suffix == ".fits":
        with open_fits(payload) as hdus:
            _write_fits(product, reference.storage, hdus, draft)
    else:
        _copy(payload, draft)


def _copy(source: Path, draft: Path) -> None:
    try:
        shutil.copyfile(source, draft)
    except OSError as error:
        if error.filename not in {source, str(source)}:
            raise
        raise FileFormatError(f"cannot be read: {error.strerror}", place=source) from None


def _write_fits(product: Product[Any], storage: str, hdus: HDUList, draft: Path) -> None:
    stamp_keywords(product, storage, hdus)
    hdus.writeto(draft, checksum=True)


def _enter_checksum(product: Product[Any], name: str, draft: Path) -> None:
    storage = product.entry.storage(name)
    said = {
        "checksum-method": CHECKSUM_METHOD,
        "checksum": file_checksum(draft, CHECKSUM_METHOD),
        "size": str(draft.stat().st_size),
    }
    for part, text in said.items():
        if part in storage.parts:
            assign(product.content, f"{storage.path}/{storage.parts[part]}", text)


def _document_bytes(product: Product[Any]) -> bytes:
    data = serialize(product.content)
    _, violations = parse_valid(data, product.entry.schema, place=product.id)
    if violations:
        raise ProductError(
            f"breaks the schema of {product.entry.name} at {violations[0].path}: "
            f"{violations[0].message}",
            place=product.id,
        )
    return data
