"""Copies of schema files that resolve among each other: what is shared is copied once."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.release.manifest import sha256
from dpkit.schema.xsd.declaration import XS

__all__ = ["Copies", "files_of", "imported_files"]

_SHARED = PurePosixPath("shared")
_REFERENCES = tuple(f"{{{XS}}}{name}" for name in ("import", "include", "redefine"))
_LOCATION = re.compile(rb"""(schemaLocation\s*=\s*)(["'])(.*?)\2""", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Copies:
    """Copies of schema files, to be written below one folder.

    A file that others import is named by its content and so copied once however many products
    use it; a copy differs from its original in the locations of its imports only.

    Attributes
    ----------
    source : Path
        Folder of the originals.
    contents : dict of PurePosixPath to bytes
        What is to be written, by path below the folder of copies.
    """

    source: Path
    contents: dict[PurePosixPath, bytes] = field(default_factory=dict)
    _shared: dict[Path, PurePosixPath] = field(default_factory=dict)

    def add(self, file: Path, target: PurePosixPath) -> None:
        """Copy a schema file to a path below the folder, and all that it imports.

        Raises
        ------
        SchemaError
            A file is no XML, imports what is not in the folder, or imports itself in a circle.
        """
        self.contents[target] = self._content(file.resolve(), target.parent, ())

    def _share(self, file: Path, above: tuple[Path, ...]) -> PurePosixPath:
        if file not in self._shared:
            folder = _SHARED / self._inside(file).parent
            content = self._content(file, folder, above)
            target = folder / f"{file.stem}-{sha256(content)[:12]}{file.suffix}"
            self._shared[file] = target
            self.contents[target] = content
        return self._shared[file]

    def _content(self, file: Path, folder: PurePosixPath, above: tuple[Path, ...]) -> bytes:
        """Return the bytes of a file with the imports as seen from a folder of copies."""
        if file in above:
            raise SchemaError(
                "schema files import each other in a circle",
                place=file,
                remedy="move what both need into a third file",
            )
        places = {
            location: os.path.relpath(self._share(found, (*above, file)), folder)
            for location, found in imported_files(file).items()
        }

        def moved(match: re.Match[bytes]) -> bytes:
            place = places.get(match[3].decode())
            return (
                match[0]
                if place is None
                else b"".join((match[1], match[2], _posix(place), match[2]))
            )

        return _LOCATION.sub(moved, file.read_bytes())

    def _inside(self, file: Path) -> PurePosixPath:
        source = self.source.resolve()
        if not file.is_relative_to(source):
            raise SchemaError(
                f"is imported, but lies outside {source}",
                place=file,
                remedy="a released schema resolves from its own folder; copy the file into it",
            )
        return PurePosixPath(file.relative_to(source).as_posix())


def imported_files(file: Path) -> dict[str, Path]:
    """Return the files that a schema file imports or includes, by the location it gives.

    Raises
    ------
    SchemaError
        The file is no XML, or a location does not exist.
    """
    try:
        root = etree.parse(file).getroot()
    except etree.XMLSyntaxError as error:
        raise SchemaError(f"not well-formed: {error.msg}", place=f"{file}:{error.lineno}") from None
    found = {}
    for node in root.iterchildren(*_REFERENCES):
        location = node.get("schemaLocation")
        if location is None:
            continue
        target = (file.parent / location).resolve()
        if not target.is_file():
            raise SchemaError(
                f"imports {location!r}, which is no file",
                place=f"{file}:{node.sourceline}",
                remedy="schemas are frozen with all that they import, from local files",
            )
        found[location] = target
    return found


def files_of(file: Path) -> list[Path]:
    """Return a schema file and all that it imports, at any depth; raises as `imported_files`."""
    found: dict[Path, None] = {}
    waiting = [file.resolve()]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found[here] = None
            waiting += imported_files(here).values()
    return list(found)


def _posix(path: str) -> bytes:
    return path.replace(os.sep, "/").encode()
