"""Copies of a schema set in which every location is relative: they need no catalog to be used."""

from __future__ import annotations

import copy
import os
import re
from pathlib import Path
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.xsd.declaration import XS
from dpkit.schema.xsd.source import SourceFile, SourceSet

__all__ = ["ALL", "check_copies", "write_copies"]

ALL = "schemas.xsd"
"""Name of the schema that brings all others, by which documents are validated."""

_DRIVER = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by `dpkit schema generate`: brings what the schemas of the package declare. -->
<xs:schema xmlns:xs="{xs}"{target}>
{references}
</xs:schema>
"""


class _Copies:
    """Where each file of a set is copied to, below a folder."""

    def __init__(self, sources: SourceSet, folder: Path) -> None:
        self.sources = sources
        self.folder = folder
        self.heads = sources.heads()
        self.targets = self._targets()
        self.drivers = {
            namespace: self.targets[files[0].path, namespace]
            if len(files) == 1
            else folder / f"namespace-{number}.xsd"
            for number, (namespace, files) in enumerate(self.heads.items(), 1)
        }

    def _targets(self) -> dict[tuple[Path, str], Path]:
        base = self.sources.folder.resolve()
        found: dict[tuple[Path, str], Path] = {}
        for path, namespace in sorted(self.sources.files):
            inside = path.is_relative_to(base)
            target = self.folder / "files" / (path.relative_to(base) if inside else path.name)
            # A file without namespace is copied for each one that includes it.
            stem, number = target.stem, 2
            while target in found.values():
                target, number = target.with_name(f"{stem}-{number}.xsd"), number + 1
            found[path, namespace] = target
        return found

    def write(self) -> None:
        for key, target in self.targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            root = self._copied(self.sources.files[key], target.parent)
            target.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n")
        for namespace, files in self.heads.items():
            if len(files) > 1:
                self._write_driver(namespace, files)
        lines = [
            f"  <xs:import{_attribute('namespace', namespace)}"
            f"{_attribute('schemaLocation', _relative(driver, self.folder))}/>"
            for namespace, driver in self.drivers.items()
        ]
        self._write_schema(self.folder / ALL, "urn:dpkit:all", lines)

    def _write_driver(self, namespace: str, files: list[SourceFile]) -> None:
        lines = [
            f"  <xs:include{_attribute('schemaLocation', _relative(target, self.folder))}/>"
            for target in (self.targets[file.path, namespace] for file in files)
        ]
        self._write_schema(self.drivers[namespace], namespace, lines)

    def _write_schema(self, file: Path, namespace: str, lines: list[str]) -> None:
        target = _attribute("targetNamespace", namespace)
        file.write_text(_DRIVER.format(xs=XS, target=target, references="\n".join(lines)))

    def _copied(self, file: SourceFile, folder: Path) -> etree._Element:
        root = copy.deepcopy(file.root)
        nodes = root.iterchildren(f"{{{XS}}}include", f"{{{XS}}}import")
        for node, reference in zip(nodes, file.references, strict=True):
            if not reference.includes:
                target = self.drivers[reference.namespace]
            elif reference.file is not None:
                target = self.targets[reference.file, file.namespace]
            node.set("schemaLocation", _relative(target, folder))
        return _adopt(root, file.namespace) if file.adopted else root


def write_copies(sources: SourceSet, folder: Path) -> list[Path]:
    """Copy a schema set, with all locations relative and every namespace in one file.

    Parameters
    ----------
    sources : SourceSet
        The files.
    folder : Path
        Where to write them; the file `ALL` in it brings them all.

    Returns
    -------
    list of Path
        The file of each namespace.
    """
    folder.mkdir(parents=True)
    copies = _Copies(sources, folder)
    copies.write()
    return list(copies.drivers.values())


def check_copies(sources: SourceSet, folder: Path) -> None:
    """Check copies that `write_copies` made.

    Raises
    ------
    SchemaError
        They are no valid schema; names file and line of the original.
    """
    try:
        etree.XMLSchema(file=str(folder / ALL))
    except etree.XMLSchemaParseError as error:
        raise SchemaError(
            f"not a valid schema: {re.sub(', line [0-9]+$', '', str(error))}",
            place=_original_place(sources, folder, error),
        ) from None


def _original_place(sources: SourceSet, folder: Path, error: etree.XMLSchemaParseError) -> str:
    """Return the place in the original of what is wrong in a copy, whose lines are others."""
    targets = {target: key for key, target in _Copies(sources, folder).targets.items()}
    for entry in error.error_log:
        name = Path(unquote(entry.filename.removeprefix("file://")))
        if name in targets:
            file = sources.files[targets[name]]
            lines = [node.sourceline for node in etree.parse(name).getroot().iter()]
            index = next((i for i, line in enumerate(lines) if line == entry.line), 0)
            return file.place(list(file.root.iter())[index])
    return str(sources.folder)


def _adopt(root: etree._Element, namespace: str) -> etree._Element:
    """Give a schema without namespace that of the file which includes it."""
    names = dict(root.nsmap)
    names.setdefault(None, namespace)
    adopted = etree.Element(root.tag, attrib=dict(root.attrib), nsmap=names)
    adopted.set("targetNamespace", namespace)
    adopted.text = root.text
    adopted.extend(list(root))
    return adopted


def _relative(target: Path, folder: Path) -> str:
    return Path(os.path.relpath(target, folder)).as_posix()


def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}" if value else ""
