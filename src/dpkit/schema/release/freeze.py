"""Freeze versions of schemas, and check that nothing changes what was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dpkit.errors import NotFoundError, SchemaError
from dpkit.schema.dictionary import near_names
from dpkit.schema.diff.component import Declarations
from dpkit.schema.diff.difference import Difference, diff_declarations
from dpkit.schema.package import META
from dpkit.schema.release.frozen import Copies
from dpkit.schema.release.manifest import (
    FOLDER,
    Manifest,
    check_frozen,
    manifest_file,
    read_manifest,
    sha256,
)
from dpkit.schema.upgrade.step import load_steps
from dpkit.schema.xsd.declaration import QName

__all__ = ["Frozen", "check_released", "freeze"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What `freeze` did for one product: its file, and whether it is frozen anew."""

    product: str
    version: str
    file: str
    new: bool

    def to_dict(self) -> dict[str, object]:
        """Return it ready to be printed."""
        return {
            "product": self.product,
            "version": self.version,
            "file": self.file,
            "new": self.new,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Current:
    """The version of a product that its schema file declares now."""

    name: str
    version: str
    file: Path
    root: QName


def freeze(schemas: Path, names: Sequence[str] = (), *, dry_run: bool = False) -> list[Frozen]:
    """Copy the current version of products into the folder of released schemas.

    Parameters
    ----------
    schemas : Path
        Folder of the schema package.
    names : sequence of str
        The products; all by default.
    dry_run : bool
        Write nothing.

    Returns
    -------
    list of Frozen
        One per product; a version that is frozen already is left as it is.

    Raises
    ------
    NotFoundError
        There is no such product.
    SchemaError
        A frozen file was changed, or a version that is frozen would now validate or mean
        something else.
    """
    check_frozen(schemas)
    manifest = read_manifest(schemas)
    found, copies = [], Copies(source=schemas)
    for current in _select(_current_products(schemas), names):
        known = manifest.products.get(current.name, {}).get(current.version)
        if known is None:
            path = PurePosixPath(current.name, current.version, current.file.name)
            copies.add(current.file, path)
            manifest.products.setdefault(current.name, {})[current.version] = str(path)
        else:
            _check_same(current, schemas / FOLDER / known)
        file = manifest.products[current.name][current.version]
        found.append(
            Frozen(product=current.name, version=current.version, file=file, new=known is None)
        )
    if not dry_run:
        _write(schemas, manifest, copies)
    return found


def check_released(schemas: Path) -> None:
    """Check the released schemas against the manifest, the current schemas and the upgrade steps.

    Raises
    ------
    SchemaError
        A frozen file was changed; a version was frozen and means something else now; or no chain
        of upgrade steps leads from a released version to the current one.
    """
    check_frozen(schemas)
    manifest = read_manifest(schemas)
    current = _current_products(schemas)
    for name, versions in manifest.products.items():
        for version, path in versions.items():
            if name in current and version == current[name].version:
                _check_same(current[name], schemas / FOLDER / path)
            else:
                _check_chain(name, version, current, schemas)


def _current_products(schemas: Path) -> dict[str, _Current]:
    """Return the products, or all root elements of schemas that declare none."""
    declared = Declarations.of_folder(schemas)
    roots = list(declared.table("element").items())
    products = [(symbol, node) for symbol, node in roots if declared.product_of(node) is not None]
    found = {}
    for symbol, node in products or roots:
        entry = declared.product_of(node)
        schema = node.getroottree().getroot()
        version = schema.get("version") if entry is None else entry.get("version")
        if not version:
            raise SchemaError(
                f"{symbol.name} has no version",
                place=declared.place(node),
                remedy=f"give it one with m:product (xmlns:m={META!r}) or on xs:schema",
            )
        found[symbol.name] = _Current(
            name=symbol.name, version=version, file=declared.file_of(node), root=symbol
        )
    return found


def _select(current: dict[str, _Current], names: Sequence[str]) -> Iterable[_Current]:
    for name in names:
        if name not in current:
            raise NotFoundError(
                f"no product is named {name!r}", remedy=near_names(name, current, "product")
            )
    return [current[name] for name in sorted(set(names) or current)]


def _check_same(current: _Current, frozen: Path) -> None:
    """Check that only the documentation of a frozen version was changed."""
    old, new = Declarations.of_file(frozen), Declarations.of_file(current.file)
    differences = [
        found
        for found in diff_declarations(old, new, roots=[current.root])
        if not found.documentation_only
    ]
    if differences:
        raise SchemaError(
            f"{current.name} {current.version} is released and differs now: "
            f"{_summary(differences)}",
            place=current.file,
            remedy="give it a new version, and an upgrade step from the old one",
        )


def _summary(differences: Sequence[Difference]) -> str:
    more = f", and {len(differences) - 1} more" if len(differences) > 1 else ""
    return f"{differences[0]}{more}"


def _check_chain(name: str, version: str, current: dict[str, _Current], schemas: Path) -> None:
    steps = load_steps().versions
    reached = (name, version)
    while (step := steps.get(reached)) is not None:
        reached = (step.new_product, step.new)
    if reached not in {(one.name, one.version) for one in current.values()}:
        raise SchemaError(
            f"no upgrade step leads on from {' '.join(reached)}, and {name} {version} is released",
            place=schemas / "upgrades",
            remedy="write one file for the step to the next version",
        )


def _write(schemas: Path, manifest: Manifest, copies: Copies) -> None:
    folder = schemas / FOLDER
    for path, content in copies.contents.items():
        file = folder / path
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        manifest.files[str(path)] = sha256(content)
    if copies.contents:
        target = manifest_file(schemas)
        beside = target.with_suffix(".json.new")
        beside.write_bytes(manifest.to_bytes())
        beside.replace(target)
