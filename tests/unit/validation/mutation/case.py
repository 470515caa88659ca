"""Copies of samples that are broken in one way, and the places where that must be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from astropy.io import fits
from lxml import etree

from dpkit.product.document import Document, FileReference, select_nodes
from dpkit.schema.dictionary import ProductEntry, Storage, file_format
from dpkit.simulate.model import Field, model_of
from dpkit.simulate.simple import Simple
from dpkit.simulate.spot import path_of

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a finding must be; what is None may be anything."""

    path: str | None = None
    lines: tuple[int, ...] | None = None
    file: Path | None = None
    says: str = ""

    def holds(self, finding: Any, document: Path) -> bool:
        return (
            finding.source == str(self.file or document)
            and (self.path is None or finding.path == self.path)
            and (self.lines is None or finding.line in self.lines)
            and self.says in finding.message
        )


@dataclass
class Case:
    """A copy of a sample."""

    entry: ProductEntry
    document: Path
    site: int
    """Which of the sites where a mutation is possible it takes."""
    store: dict[str, dict[str, str]] | None = None
    """The products of the archive by their ids, where there is one."""

    @cached_property
    def root(self) -> etree._Element:
        return etree.parse(self.document).getroot()

    def pick(self, found: Sequence[T]) -> T | None:
        return found[self.site % len(found)] if found else None

    # The document.

    @property
    def text(self) -> str:
        return self.document.read_text()

    def write(self, data: str | bytes) -> None:
        self.document.write_bytes(data.encode() if isinstance(data, str) else data)

    def save(self) -> None:
        self.write(etree.tostring(self.root, encoding="UTF-8", xml_declaration=True))

    def reread(self) -> etree._Element:
        return etree.parse(self.document).getroot()

    def select(self, path: str) -> list[etree._Element]:
        return select_nodes(self.root, path)

    def at(self, node: etree._Element, path: str | None = None) -> Place:
        """Save the document; return the place of an element, told by a path or by its own."""
        self.save()
        own = self.root.getroottree().getpath(node)
        names = {prefix: uri for prefix, uri in self.root.nsmap.items() if prefix}
        (found,) = self.reread().xpath(own, namespaces=names)
        return Place(path=own if path is None else path, lines=(found.sourceline,))

    def leaves(self) -> Iterator[tuple[etree._Element, Field, Simple]]:
        """Yield every element that holds a text, with its field and type."""
        model = model_of(self.entry)
        for node in self.root.iterdescendants(etree.Element):
            declared = model.field_at(path_of(node))
            if declared is None or len(node):
                continue
            found = model.complex(declared.type)
            if found is None or found.text is not None:
                yield node, declared, model.simple(declared.type)

    def leaf(self, wanted: Callable[[Simple], bool]) -> etree._Element | None:
        return self.pick([node for node, _, simple in self.leaves() if wanted(simple)])

    # The files.

    def files(self) -> list[tuple[Storage, FileReference]]:
        whole = Document(source=self.document, data=b"", root=self.root, entry=self.entry)
        return [(self.entry.storage(file.storage), file) for file in whole.files()]

    def file(self, kind: str | None = None) -> tuple[Storage, FileReference] | None:
        """Return one of the files, of a format that is described where a kind is asked for."""
        found = [
            (storage, file)
            for storage, file in self.files()
            if kind is None or (storage.format and file_format(storage.format)["kind"] == kind)
        ]
        return self.pick(found)

    def container(self, file: FileReference) -> etree._Element:
        """Return the element that tells the name of a file."""
        storage = self.entry.storage(file.storage)
        (node,) = (
            name
            for node in self.select(storage.path)
            for name in select_nodes(node, storage.parts["name"])
            if name.text == file.name
        )
        return node

    def holder(self, file: FileReference) -> etree._Element:
        """Return the element of the storage of a file."""
        storage = self.entry.storage(file.storage)
        name = self.container(file)
        return next(n for n in self.select(storage.path) if n in name.iterancestors())

    def part(self, file: FileReference, part: str) -> tuple[etree._Element, str] | None:
        """Return the element and attribute that tell a part of a file; None where none does."""
        path = self.entry.storage(file.storage).parts.get(part)
        if path is None:
            return None
        above, _, attribute = path.rpartition("@")
        (owner,) = select_nodes(self.holder(file), above.rstrip("/"))
        return owner, attribute

    def rename(self, file: FileReference, name: str) -> None:
        self.container(file).text = name

    def forget(self) -> None:
        """Make the document say nothing of sizes and checksums."""
        for _, file in self.files():
            for part in ("size", "checksum", "checksum-method"):
                found = self.part(file, part)
                if found is not None:
                    found[0].attrib.pop(found[1], None)
        self.save()

    def edit(self, file: FileReference, change: Callable[[fits.HDUList], object]) -> None:
        """Change a FITS file, write its checksums anew, and let the document accept it."""
        with fits.open(file.location, memmap=False) as hdus:
            change(hdus)
            hdus.writeto(file.location, overwrite=True, checksum=True, output_verify="ignore")
        self.forget()

    def hdus(self, file: FileReference) -> list[tuple[int, str, dict[str, Any]]]:
        """Return number, name and description of each HDU of a FITS file."""
        description = file_format(str(file.format))
        named = {}
        for hdu in description["hdus"]:
            named[hdu.get("name", "")] = hdu
            for member in hdu.get("hdus", ()):
                named |= {member["name"].replace("{key}", key): member for key in hdu["keys"]}
        with fits.open(file.location) as hdus:
            names = ["PRIMARY", *(hdu.name for hdu in hdus[1:])]
        return [(number, name, named[name]) for number, name in enumerate(names)]


Break = Callable[[Case], "Place | list[Place] | None"]
BREAKS: dict[str, Break] = {}
"""What breaks a sample, by the id of the mutation; None where it makes no sense."""


def breaks(function: Break) -> Break:
    BREAKS[function.__name__.replace("_", "-")] = function
    return function
