"""What a document records of itself and of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dpkit import tai
from dpkit.adoption.source import ABSENT, BLANK, SourceFile
from dpkit.adoption.tree import GrowingDocument
from dpkit.errors import FileFormatError, NotFoundError
from dpkit.product.checksum import METHODS, file_checksum
from dpkit.schema.dictionary import ProductEntry, Storage, file_format
from dpkit.schema.paths import choice_at

__all__ = ["check_kinds", "fill_files", "fill_initial", "fill_roles", "put_once"]

Files = Mapping[str, Sequence[SourceFile]]


def check_kinds(entry: ProductEntry, files: Files) -> None:
    """Refuse files that cannot be of the format that their storage must have."""
    for name, sources in files.items():
        wanted = entry.storage(name).format
        try:
            kind = None if wanted is None else file_format(wanted)["kind"]
        except NotFoundError:
            continue  # nobody describes the format; the validator warns of it
        for source in sources:
            if kind not in {None, source.kind}:
                raise FileFormatError(
                    f"is no {str(kind).upper()} file, which {name} of {entry.name} must have",
                    place=source.path,
                    remedy="leave it out, or say in [files] of the mapping which files are meant",
                )


def fill_files(document: GrowingDocument, files: Files) -> None:
    """Enter name, format, size and checksum of each file."""
    for name, sources in files.items():
        storage = document.entry.storage(name)
        for number, source in enumerate(sources):
            row = number if storage.repeated else None
            for part, text in _file_facts(document, storage, source).items():
                if part in storage.parts:
                    path = f"{storage.path}/{storage.parts[part]}"
                    put_once(document, path, text, row)


def _file_facts(document: GrowingDocument, storage: Storage, source: SourceFile) -> dict[str, str]:
    method = _method(document, storage)
    said = {
        "format": storage.format or _said(source, "FITS_DEF"),
        "format-version": storage.format_version or _said(source, "FITS_VER"),
        "name": source.path.name,
        "checksum-method": method,
        "checksum": file_checksum(source.path, method),
        "size": str(source.path.stat().st_size),
    }
    return {part: text for part, text in said.items() if text}


def _method(document: GrowingDocument, storage: Storage) -> str:
    """Return the best checksum that the schema knows."""
    path = storage.parts.get("checksum-method")
    kind = "" if path is None else document.field(f"{storage.path}/{path}")["type"]
    known = document.entry.types.get(kind, {}).get("enumeration") or METHODS
    return next((method for method in METHODS if method in known), METHODS[0])


def _said(source: SourceFile, key: str) -> str:
    """Return what a FITS file says of itself in its primary header, or nothing."""
    value = source.value("0", key) if source.is_fits else ABSENT
    return "" if value is ABSENT or value is BLANK else str(value).strip()


def put_once(document: GrowingDocument, path: str, text: str, row: int | None = None) -> None:
    """Put a text where the mapping has none."""
    known = list(document.texts(path))
    if len(known) <= (row or 0) or known[row or 0] is None:
        document.put(path, text, row)


def fill_roles(
    document: GrowingDocument,
    files: Files,
    dataset: str | None,
    created: int,
) -> None:
    """Enter what the header of a document says of the product as a whole."""
    entry = document.entry
    first = next((source for sources in files.values() for source in sources), None)
    release = "" if first is None else _said(first, "SOFTVERS")
    said = {
        "type": entry.name,
        "schema-version": entry.version,
        "curator": entry.custodian,
        "created": tai.format_utc(created),
        # ORIGIN is an institute in files of others; ours say the version of the software, too.
        "software": _said(first, "ORIGIN") if first is not None and release else "",
        "release": release,
    }
    for role, text in said.items():
        if role in entry.roles and text:
            put_once(document, entry.roles[role], text)
    if dataset is not None and "dataset" in entry.roles:
        document.put(entry.roles["dataset"], dataset)


def fill_initial(document: GrowingDocument) -> None:
    """Set what the schema says initially, in the header and in what else is there."""
    entry = document.entry
    header = entry.roles["id"].partition("/")[0] if "id" in entry.roles else ""
    for path, text in entry.initial.items():
        above = path.rpartition("/")[0]
        if path.partition("/")[0] == header:
            put_once(document, path, text)
        elif choice_at(entry, path) is None:
            for row in range(document.count(above) if above else 1):
                put_once(document, path, text, row)
