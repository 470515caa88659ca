"""Nodes of our own, and how builders write them."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

__all__ = ["add_markup", "details", "element_path", "folded"]


class details(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Content under a heading that opens and closes."""


class element_path(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A dotted path, which may break after its dots; what is above the element is dimmed."""


def folded(summary: str, *content: nodes.Node, unfolded: bool = False) -> details:
    """Make content that opens and closes."""
    return details("", *content, summary=summary, unfolded=unfolded)


def _open_details(writer: HTML5Translator, node: details) -> None:
    state = " open" if node["unfolded"] else ""
    writer.body.append(f'<details class="dpdd"{state}><summary>{escape(node["summary"])}</summary>')


def _close_details(writer: HTML5Translator, _node: details) -> None:
    writer.body.append("</details>\n")


def _write_path(writer: HTML5Translator, node: element_path) -> None:
    above, dot, name = node.astext().rpartition(".")
    dimmed = escape(above + dot).replace(".", ".<wbr>")
    writer.body.append(f'<code class="dpdd-path"><span>{dimmed}</span>{escape(name)}</code>')
    raise nodes.SkipNode


def _pass(_writer: nodes.NodeVisitor, _node: nodes.Element) -> None:
    """Write the content and nothing around it."""


def add_markup(app: Sphinx) -> None:
    """Tell Sphinx of the nodes."""
    open_close = (_open_details, _close_details)
    plain = (_pass, _pass)
    app.add_node(details, html=open_close, latex=plain, text=plain, man=plain, texinfo=plain)
    path = (_write_path, None)
    app.add_node(element_path, html=path, latex=plain, text=plain, man=plain, texinfo=plain)
