"""The text of a parsed page that readers see as text, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

__all__ = ["place_of", "prose"]

# Text in these is shown as it is, or not at all.
_CODE = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.Invisible)


def prose(block: nodes.Element) -> Iterator[nodes.Text]:
    """Yield the texts below a node that are not code."""
    for text in block.findall(nodes.Text):
        above: nodes.Element | None = text.parent
        while above is not None and not isinstance(above, _CODE):
            above = None if above is block else above.parent
        if above is None:
            yield text


def place_of(node: nodes.Node, offset: int = 0) -> str:
    """Return the file and line of a character in the text of a node."""
    lines = node.astext().count("\n", 0, offset)
    while node.line is None and node.parent is not None:
        before = node.parent.children[: node.parent.index(node)]
        lines += sum(part.astext().count("\n") for part in before)
        node = node.parent
    if node.line is None:
        return str(node.source or "")
    return f"{node.source}:{node.line + lines}"
