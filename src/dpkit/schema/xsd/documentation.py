"""Read the documentation of schema components."""

from __future__ import annotations

from lxml import etree

from dpkit.schema.xsd.declaration import XS

__all__ = ["documentation_of"]


def documentation_of(node: etree._Element) -> str:
    """Return the documentation of a component, one line for each of its paragraphs."""
    texts = node.iterfind(f"{{{XS}}}annotation/{{{XS}}}documentation")
    return "\n".join(" ".join("".join(map(str, text.itertext())).split()) for text in texts)
