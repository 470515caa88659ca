"""Places in documents, as errors name them."""

from __future__ import annotations

from lxml import etree

from dpkit.binding.door import line_of
from dpkit.product.document import Document, select_nodes

__all__ = ["place_of"]


def place_of(document: Document, path: str, node: etree._Element | None = None) -> str:
    """Return file, line and path of the first element at a path, below a node or the root."""
    start = document.root if node is None else node
    if "@" in path:
        path, attribute = path.rpartition("/@")[0], path.rpartition("/")[2]
    else:
        attribute = ""
    found = select_nodes(start, path)
    line = f":{line_of(found[0])}" if found else ""
    return f"{document.source}{line}: {'/'.join(part for part in (path, attribute) if part)}"
