"""Write the generated package of a set of schemas: classes, data dictionary and catalog."""

from __future__ import annotations

import filecmp
import keyword
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from dpkit.errors import SchemaError
from dpkit.schema.annotation.compilation import compile_product, product_entry
from dpkit.schema.annotation.formatlist import compile_formats
from dpkit.schema.annotation.vocabulary import check_entries, read_keys
from dpkit.schema.foreign.generation import write_foreign
from dpkit.schema.generation.bindings import write_bindings
from dpkit.schema.generation.dictionaryfile import assemble, name_class, write_dictionary
from dpkit.schema.xsd.declaration import SchemaSet
from dpkit.schema.xsd.reader import is_strict, read_schemas

__all__ = ["check_generated", "generate"]

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_CATALOG = """<?xml version="1.0" encoding="UTF-8"?>
<!-- OASIS catalog: namespace to schema file. Written by `dpkit schema generate`. -->
<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
{entries}
</catalog>
"""


def generate(source: Path, package: str, target: Path) -> list[str]:
    """Write the generated package of a folder of schemas, replacing the one that is there.

    Parameters
    ----------
    source : Path
        Folder of the XSDs, with ``meta.xsd``, ``keys.xml`` and ``formats``, or any XSDs, with or
        without a ``keys.toml``.
    package : str
        Name of the generated package.
    target : Path
        Folder in which the package lies.

    Returns
    -------
    list of str
        Names of the products.

    Raises
    ------
    SchemaError
        A schema or annotation is wrong, or the folder of the package holds anything else; nothing
        is replaced then.
    """
    _check_name(package)
    _refuse_other(target / package)
    target.mkdir(parents=True, exist_ok=True)
    # Written outside the project first: its formatter settings must not reach generated code.
    with (
        tempfile.TemporaryDirectory(prefix="dpkit-generate-") as scratch,
        tempfile.TemporaryDirectory(dir=target, prefix=".generate-") as beside,
    ):
        products, catalog = _write(source, package, Path(scratch))
        shutil.copytree(Path(scratch) / package, Path(beside) / package)
        if catalog is not None:
            (source / "catalog.xml").write_text(catalog)
        _replace(target / package, Path(beside))
    return products


def _check_name(package: str) -> None:
    if not _NAME.fullmatch(package) or keyword.iskeyword(package):
        raise SchemaError(
            f"{package!r} cannot be the name of a package",
            remedy="use lower-case letters, digits and _, as in survey_dm",
        )


def _refuse_other(folder: Path) -> None:
    """Refuse to replace a folder that was not generated, such as that of the schemas."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "dictionary").is_dir():
        raise SchemaError(
            "is there already and was not generated",
            place=folder,
            remedy="choose another name of the package or another target",
        )


def _replace(old: Path, beside: Path) -> None:
    """Put the package of a folder in the place of the old one, which comes back on failure."""
    replaced = beside / "replaced"
    if old.exists():
        old.rename(replaced)
    try:
        (beside / old.name).rename(old)
    except BaseException:
        if replaced.exists():
            replaced.rename(old)
        raise


def check_generated(source: Path, package: str, target: Path) -> None:
    """Check that the generated package is what the schemas would give now.

    Raises
    ------
    SchemaError
        A file is stale, missing or left over.
    """
    with tempfile.TemporaryDirectory(prefix="dpkit-generate-") as scratch:
        _, catalog = _write(source, package, Path(scratch))
        stale = _differences(Path(scratch) / package, target / package)
    file = source / "catalog.xml"
    if catalog is not None and (not file.exists() or file.read_text() != catalog):
        stale.append("catalog.xml")
    if stale:
        shown = ", ".join(stale[:3]) + (f" and {len(stale) - 3} more" if len(stale) > 3 else "")
        raise SchemaError(
            f"the generated code is stale: {shown}",
            place=target / package,
            remedy="run `dpkit schema generate` and commit what it writes",
        )


def _write(source: Path, package: str, folder: Path) -> tuple[list[str], str | None]:
    """Write a package; return its products, and the catalog where that is made from schemas."""
    if not is_strict(source):
        return write_foreign(source, package, folder), None
    schemas = read_schemas(source)
    meta = source / "meta.xsd"
    check_entries(meta, (schema.file for schema in schemas.schemas.values()))
    compiled = _compile(schemas, meta, package)
    modules = {schema.namespace: schema.module for schema in schemas.schemas.values()}
    files = [schema.file for schema in schemas.schemas.values()]
    roots = write_bindings(modules, files, package, folder)
    for name in compiled["index"]["products"]:
        name_class(compiled[name], roots)
    write_dictionary(compiled, folder / package)
    return sorted(compiled["index"]["products"]), _catalog(schemas)


def _compile(schemas: SchemaSet, meta: Path, package: str) -> dict[str, Any]:
    keys = read_keys(meta, schemas.folder / "keys.xml")
    formats = compile_formats(schemas)
    products: dict[str, Any] = {}
    names = {r.name for s in schemas.schemas.values() for r in s.roots if product_entry(r)}
    for schema in schemas.schemas.values():
        for root in schema.roots:
            if product_entry(root) is None:
                continue
            if root.name in products:
                raise SchemaError(f"product {root.name!r} is declared twice", place=root.place)
            products[root.name] = compile_product(
                schemas, keys, schema, root, products=names, package=package
            )
            _check_formats(products[root.name], formats, root.place)
    return assemble(products, keys, formats)


def _check_formats(product: dict[str, Any], formats: dict[str, Any], place: str) -> None:
    for storage in product["files"]:
        wanted, version = storage["format"], storage["formatVersion"]
        if wanted is not None and (wanted not in formats or formats[wanted]["version"] != version):
            raise SchemaError(
                f"{storage['name']} has format {wanted} {version}, which no format list describes",
                place=place,
            )


def _catalog(schemas: SchemaSet) -> str:
    entries = [
        f"  <uri name={quoteattr(schema.namespace)} "
        f"uri={quoteattr(schema.file.relative_to(schemas.folder).as_posix())}/>"
        for schema in sorted(schemas.schemas.values(), key=lambda s: s.namespace)
    ]
    return _CATALOG.format(entries="\n".join(entries))


def _differences(fresh: Path, committed: Path) -> list[str]:
    names = {p.relative_to(root) for root in (fresh, committed) for p in _generated_files(root)}
    return sorted(
        str(name)
        for name in names
        if not (fresh / name).exists()
        or not (committed / name).exists()
        or not filecmp.cmp(fresh / name, committed / name, shallow=False)
    )


def _generated_files(root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
