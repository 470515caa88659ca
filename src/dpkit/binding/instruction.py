"""Processing instructions: dropped between elements, refused inside of a text.

A text with one in it is a text in two parts: some readers take the first part for the whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from dpkit.errors import ProductError

__all__ = ["Watched", "refuse_instructions"]

_BEGIN = b"<?"
_DECLARATION = (b"<?xml ", b"\xef\xbb\xbf<?xml ")
_WIDE = (b"<\0?\0", b"\0<\0?")
"""How one begins in UTF-16."""
_AFTER_DECLARATION = 4
"""Bytes after which what begins is not the XML declaration, with a byte order mark or without."""
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_PIECE = 65_536


def refuse_instructions(data: bytes, place: str) -> None:
    """Refuse a well-formed document that has a processing instruction inside of a text.

    Raises
    ------
    ProductError
        Names the line.
    """
    wide = 0 in data[:_AFTER_DECLARATION]
    declared = data.find(b"?>") + 2 if data.startswith(_DECLARATION) else 0
    if data.find(b"?", declared) < 0:  # one byte is found ten times faster than two
        return
    prolog = _PROLOG.match(data)
    found = data.find(_BEGIN, prolog.end() if prolog else 0) >= 0
    if found or (wide and any(data.find(one, _AFTER_DECLARATION) >= 0 for one in _WIDE)):
        _look_closer(io.BytesIO(data), place)


def _look_closer(lines: Iterable[bytes], place: str) -> None:
    """Read a document by its lines until an instruction and a text are in one element."""
    found = _Reader()
    parser = etree.XMLParser(  # type: ignore[call-overload, unused-ignore]
        target=found, resolve_entities=False, no_network=True, load_dtd=False
    )
    ended = True
    for line in lines:
        found.line += ended
        ended = line.endswith(b"\n")  # a very long one comes in pieces
        parser.feed(line)
        if found.refused:
            raise ProductError(
                f"the processing instruction {found.refused[1]!r} stands inside of a text",
                place=f"{place}:{found.refused[0]}",
                remedy="take it out of the text",
            )


class _Reader:
    """What a parser tells while it is fed: line and name of an instruction in each open element."""

    def __init__(self) -> None:
        self.line = 0
        self.instructions: list[tuple[int, str] | None] = []
        self.texts: list[bool] = []
        self.refused: tuple[int, str] | None = None

    def start(self, _tag: str, _attributes: object) -> None:
        self.instructions.append(None)
        self.texts.append(False)

    def end(self, _tag: str) -> None:
        self.instructions.pop()
        self.texts.pop()

    def data(self, text: str) -> None:
        if text.strip():
            self.texts[-1] = True
            self.refused = self.refused or self.instructions[-1]

    def pi(self, name: str, _content: str | None = None) -> None:
        if self.texts:  # outside of the root element there is no text
            self.instructions[-1] = self.instructions[-1] or (self.line, name)
            if self.texts[-1]:
                self.refused = self.refused or self.instructions[-1]

    def close(self) -> None:
        """End the document."""


class Watched:
    """A document that is read piece by piece, refused as `refuse_instructions` does.

    Parameters
    ----------
    stream : binary stream
        The document; it must have a file.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.begins = _WIDE if 0 in stream.read(_AFTER_DECLARATION) else (_BEGIN,)
        stream.seek(0)
        self.skip, self.end, self.known = _AFTER_DECLARATION, b"", False

    def read(self, size: int = -1) -> bytes:
        """Return the next piece.

        Raises
        ------
        ProductError
            An instruction begins in it, and one stands inside of a text.
        """
        piece = self.stream.read(size)
        seen = (self.end + piece)[self.skip :]
        if not self.known and b"?" in seen and any(one in seen for one in self.begins):
            self.known = True
            with Path(self.stream.name).open("rb") as again:
                _look_closer(iter(lambda: again.readline(_PIECE), b""), self.stream.name)
        self.skip, self.end = 0, piece[-3:]
        return piece
