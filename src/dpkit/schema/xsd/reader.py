"""Read a folder of XSD files into declarations."""

from __future__ import annotations

import keyword
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.xsd.catalog import Catalog
from dpkit.schema.xsd.component import Components
from dpkit.schema.xsd.copies import check_copies, write_copies
from dpkit.schema.xsd.declaration import XS, ComplexType, Schema, SchemaSet, SimpleType
from dpkit.schema.xsd.documentation import documentation_of
from dpkit.schema.xsd.source import XML, SourceFile, SourceSet, load_sources, schema_files
from dpkit.schema.xsd.typereader import TypeReader

__all__ = [
    "CopiedSchemas",
    "check_file",
    "is_strict",
    "module_name",
    "read_copied",
    "read_schemas",
    "read_sources",
]

_RESERVED = {"codec", "dictionary", "xsd", "classes"}
_VERSION = re.compile(r"v?[\d._-]+")


def is_strict(folder: Path) -> bool:
    """Tell whether a folder keeps the house style: its ``meta.xsd`` says what entries mean."""
    return (folder / "meta.xsd").exists()


def read_schemas(folder: Path, *, strict: bool | None = None) -> SchemaSet:
    """Read every schema file below a folder.

    Parameters
    ----------
    folder : Path
        Folder of the schema package; ``meta.xsd`` and ``released/`` are left out.
    strict : bool, optional
        Whether to refuse what the house style leaves out; by default where there is a
        ``meta.xsd``. Other folders may hold any XSD 1.0, but no ``xs:redefine``.

    Returns
    -------
    SchemaSet
        Schemas by namespace and types by qualified name.

    Raises
    ------
    SchemaError
        A file is not a valid schema or refers to one that is not in the folder. In a strict
        folder also: two files share a namespace, or the house style leaves a construct out.
    """
    if is_strict(folder) if strict is None else strict:
        return _read_strict(folder)
    with tempfile.TemporaryDirectory(prefix="dpkit-schemas-") as scratch:
        return read_copied(folder, Path(scratch) / "xsd").schemas


def _read_strict(folder: Path) -> SchemaSet:
    schemas = SchemaSet(folder)
    if not schema_files(folder):
        return schemas
    # The catalog of a strict folder is made from its schemas, which lead to each other.
    sources = load_sources(folder, Catalog())
    for source in sources.files.values():
        check_file(_shown(folder, source))
    for source in sources.files.values():
        _check_alone(schemas, sources, source)
    components = Components(sources)
    reader = TypeReader(schemas, components)
    for source in sources.files.values():
        _read_types(reader, source)
        file = _shown(folder, source)
        schemas.schemas[source.namespace] = Schema(
            file=file,
            namespace=source.namespace,
            module=module_name(file.relative_to(folder), source.namespace),
            roots=tuple(reader.read_root(c) for c in components.roots_of(source)),
            documentation=documentation_of(source.root),
        )
    _resolve_simple_bases(schemas)
    return schemas


def read_sources(folder: Path) -> SourceSet:
    """Load the schema files below a folder, and check them, as `read_schemas` does.

    Raises
    ------
    SchemaError
        A file is not a valid schema, or refers to one that is not in the folder.
    """
    if is_strict(folder):
        sources = load_sources(folder, Catalog())
        for source in sources.files.values():
            check_file(_shown(folder, source))
        return sources
    with tempfile.TemporaryDirectory(prefix="dpkit-schemas-") as scratch:
        return read_copied(folder, Path(scratch) / "xsd").sources


def check_file(file: Path) -> None:
    """Refuse a file that libxml2 finds to be no schema.

    Raises
    ------
    SchemaError
        It, or one that it brings, is not valid; names file and line.
    """
    try:
        etree.XMLSchema(file=str(file))
    except etree.XMLSchemaParseError as error:
        raise SchemaError(f"not a valid schema: {error}", place=_place_of(error, file)) from None


def _check_alone(schemas: SchemaSet, sources: SourceSet, source: SourceFile) -> None:
    others = [f for f in sources.files.values() if f.namespace == source.namespace]
    if source is not others[0]:
        raise SchemaError(
            f"namespace {source.namespace!r} is declared in "
            f"{_shown(schemas.folder, others[0])} already",
            place=f"{_shown(schemas.folder, source)}:{source.root.sourceline}",
            remedy="give every schema file a namespace of its own",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedSchemas:
    """Schemas of any style: their files, the copy of each namespace, and what they declare."""

    sources: SourceSet
    copies: list[Path]
    schemas: SchemaSet


def read_copied(folder: Path, copies: Path) -> CopiedSchemas:
    """Read a folder of schemas of any style, and copy them with all locations relative.

    Parameters
    ----------
    folder : Path
        The schemas.
    copies : Path
        Where the copies go; must not be there yet.

    Raises
    ------
    SchemaError
        As `read_schemas`.
    """
    sources = load_sources(folder)
    components = Components(sources)
    heads = write_copies(sources, copies)
    check_copies(sources, copies)
    return CopiedSchemas(sources=sources, copies=heads, schemas=_read_any(sources, components))


def _read_any(sources: SourceSet, components: Components) -> SchemaSet:
    schemas = SchemaSet(sources.folder, strict=False)
    reader = TypeReader(schemas, components)
    for source in sources.files.values():
        _read_types(reader, source)
    roots = [(c.name, reader.read_root(c)) for c in components.of_kind("element") if not c.abstract]
    heads = sources.heads()
    for namespace, module in _labels(list(heads)).items():
        first = heads[namespace][0]
        schemas.schemas[namespace] = Schema(
            file=_shown(sources.folder, first),
            namespace=namespace,
            module=module,
            roots=tuple(root for name, root in roots if name.namespace == namespace),
            documentation=documentation_of(first.root),
            version=first.root.get("version"),
        )
    _resolve_simple_bases(schemas)
    return schemas


def _read_types(reader: TypeReader, source: SourceFile) -> None:
    for kind in ("complexType", "simpleType"):
        for node in source.root.iterchildren(f"{{{XS}}}{kind}"):
            reader.read_type(source, node, node.get("name", ""))


def _shown(folder: Path, source: SourceFile) -> Path:
    """Return the path of a file below the folder as it was given."""
    base = folder.resolve()
    inside = source.path.is_relative_to(base)
    return folder / source.path.relative_to(base) if inside else source.path


def _resolve_simple_bases(schemas: SchemaSet) -> None:
    """Turn a base that is a simple type into the type of the text."""
    for name, declared in schemas.types.items():
        if isinstance(declared, ComplexType) and declared.base is not None:
            base = declared.base
            if base.builtin or isinstance(schemas.types.get(base), SimpleType):
                text = declared.text or base
                schemas.types[name] = replace(declared, base=None, text=text)


def module_name(file: Path, namespace: str) -> str:
    """Return the dotted module that a schema's classes are generated into.

    The folder gives the package (``dpd`` is left out, products are what users import) and the
    last part of the namespace gives the module.
    """
    folders = [part for part in file.parent.parts if part != "dpd"]
    last = namespace.replace(":", "/").rstrip("/").rpartition("/")[2]
    return ".".join([*folders, last.lower()])


def _labels(namespaces: list[str]) -> dict[str, str]:
    """Return a module for each namespace: the end of its name, numbered where it is taken."""
    found: dict[str, str] = {}
    for namespace in namespaces:
        # The last part of the namespace of xml:lang and its like would be "namespace".
        parts = ["xml"] if namespace == XML else re.split(r"[/:#]+", namespace.strip("/:#"))
        last = parts.pop() or "local"
        if parts and _VERSION.fullmatch(last):
            last = f"{parts.pop()}_{last}"
        stem = re.sub(r"\W+", "_", last.lower(), flags=re.ASCII).strip("_") or "ns"
        stem = f"ns_{stem}" if stem[0].isdigit() else stem
        stem = f"{stem}_" if keyword.iskeyword(stem) or stem in _RESERVED else stem
        label, number = stem, 2
        while label in found.values():
            label, number = f"{stem}_{number}", number + 1
        found[namespace] = label
    return found


def _place_of(error: etree.XMLSchemaParseError, file: Path) -> str:
    """Return the place of an error, which may lie in an imported file."""
    if len(error.error_log) == 0:
        return str(file)
    first = error.error_log[0]
    return f"{unquote(first.filename.removeprefix('file://'))}:{first.line}"
