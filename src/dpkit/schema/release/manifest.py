"""Released schemas: frozen copies that never change, and the manifest of their hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.package import find_packages, package_folder

__all__ = ["Manifest", "check_frozen", "read_manifest", "released_schema"]

FOLDER = "released"
_NAME = "manifest.json"


@dataclass(slots=True, kw_only=True)
class Manifest:
    """What is frozen in the folder ``released`` of a schema package.

    Attributes
    ----------
    files : dict of str to str
        SHA-256 of each frozen file, by its path below the folder.
    products : dict
        Path of the schema file of each version, by product and version.
    """

    files: dict[str, str] = field(default_factory=dict)
    products: dict[str, dict[str, str]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the manifest as it is written: the same content gives the same bytes."""
        content = {"files": self.files, "products": self.products}
        return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def manifest_file(schemas: Path) -> Path:
    """Return where the manifest of a folder of schemas is."""
    return schemas / FOLDER / _NAME


def read_manifest(schemas: Path) -> Manifest:
    """Read the manifest of a folder of schemas; an empty one when nothing is frozen.

    Raises
    ------
    SchemaError
        The manifest is damaged.
    """
    file = manifest_file(schemas)
    if not file.exists():
        return Manifest()
    try:
        said = json.loads(file.read_bytes())
        return Manifest(files=dict(said["files"]), products=dict(said["products"]))
    except (ValueError, KeyError, TypeError) as error:
        raise SchemaError(
            f"the manifest is damaged: {error!r}",
            place=file,
            remedy="restore it from version control",
        ) from None


@cache
def _manifests() -> tuple[tuple[Path, Manifest], ...]:
    folders = (package_folder(package.schemas) for package in find_packages())
    return tuple((folder, read_manifest(folder)) for folder in folders)


def released_schema(product: str, version: str) -> Path | None:
    """Return the frozen schema file of a version of a product; None when it is not frozen."""
    for folder, manifest in _manifests():
        path = manifest.products.get(product, {}).get(version)
        if path is not None:
            return folder / FOLDER / path
    return None


def check_frozen(schemas: Path) -> None:
    """Check that the frozen files are those of the manifest, unchanged, and that they resolve.

    Parameters
    ----------
    schemas : Path
        Folder of the schema package.

    Raises
    ------
    SchemaError
        A frozen file was changed, is missing, is not in the manifest, or is no valid schema.
    """
    manifest = read_manifest(schemas)
    folder = schemas / FOLDER
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {_NAME}
    for path in sorted(there | set(manifest.files)):
        wrong = _wrong(folder / path, manifest.files.get(path))
        if wrong:
            raise SchemaError(
                f"{wrong}; a released schema never changes",
                place=folder / path,
                remedy="restore it from version control, and give what is new a new version",
            )
    for versions in manifest.products.values():
        for path in versions.values():
            _check_resolves(folder / path)


def sha256(data: bytes) -> str:
    """Return the hash that the manifest holds."""
    return hashlib.sha256(data).hexdigest()


def _wrong(file: Path, expected: str | None) -> str:
    if expected is None:
        return "the frozen file is not in the manifest"
    if not file.exists():
        return "the frozen file is missing"
    return "" if sha256(file.read_bytes()) == expected else "the frozen file was changed"


def _check_resolves(file: Path) -> None:
    try:
        etree.XMLSchema(file=str(file))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError, OSError) as error:
        raise SchemaError(f"the frozen schema does not resolve: {error}", place=file) from None
