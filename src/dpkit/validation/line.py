"""Lines of elements beyond those that libxml2 can count."""

from __future__ import annotations

import io

from lxml import etree

from dpkit.binding.door import line_of

__all__ = ["LAST_LINE", "ElementLines"]

LAST_LINE = 65535
"""Lines from here on are guesses: libxml2 keeps 16 bits, and asks the text around an element."""


class _Reader:
    """What a parser tells while it is fed line by line."""

    def __init__(self) -> None:
        self.number = 0
        self.lines: list[int] = []

    def start(self, _tag: str, _attributes: object) -> None:
        self.lines.append(self.number)

    def close(self) -> list[int]:
        return self.lines


class ElementLines:
    """The lines of the elements of one document; those of long documents are counted once.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element of the document as it was parsed.
    data : bytes
        The document, well-formed.
    """

    def __init__(self, root: etree._Element, data: bytes) -> None:
        self._root = root
        self._data = data
        self._known: dict[etree._Element, int] | None = None

    def of(self, node: etree._Element) -> int:
        """Return the line on which the start tag of an element ends; 0 when it is not known."""
        line = line_of(node)
        if line < LAST_LINE:
            return line
        if self._known is None:
            self._known = dict(zip(self._root.iter("*"), self._count(), strict=True))
        return self._known.get(node, line)

    def _count(self) -> list[int]:
        reader = _Reader()
        parser = etree.XMLParser(  # type: ignore[call-overload, unused-ignore]
            target=reader, resolve_entities=False, no_network=True, load_dtd=False
        )
        for line in io.BytesIO(self._data):
            reader.number += 1
            parser.feed(line)
        lines: list[int] = parser.close()
        return lines
