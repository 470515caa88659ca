"""Lines of elements beyond those that libxml2 can count."""

from __future__ import annotations

import io

from lxml import etree

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
    """The lines of the elements of a long document, counted anew.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element of the document as it was parsed.
    data : bytes
        The document, well-formed.
    """

    def __init__(self, root: etree._Element, data: bytes) -> None:
        self._known = dict(zip(root.iter("*"), _count(data), strict=True))

    def of(self, node: etree._Element) -> int:
        """Return the line on which the start tag of an element ends."""
        return self._known[node]


def _count(data: bytes) -> list[int]:
    """Return the line of each element in the order of the document."""
    reader = _Reader()
    parser = etree.XMLParser(  # type: ignore[call-overload, unused-ignore]
        target=reader, resolve_entities=False, no_network=True, load_dtd=False
    )
    for line in io.BytesIO(data):
        reader.number += 1
        parser.feed(line)
    lines: list[int] = parser.close()
    return lines
