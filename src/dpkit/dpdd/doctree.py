"""Builders of the document nodes that pages are made of."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import download_reference

__all__ = [
    "Cell",
    "Part",
    "code",
    "download",
    "fields",
    "listing",
    "paragraph",
    "section",
    "separated",
    "table",
]

Part = str | nodes.Node
Cell = Part | Sequence[nodes.Node]


def _node(part: Part) -> nodes.Node:
    return nodes.Text(part) if isinstance(part, str) else part


def paragraph(*parts: Part, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Make a paragraph of text and inline nodes."""
    return nodes.paragraph("", "", *map(_node, parts), classes=list(classes))


def code(value: str) -> nodes.literal:
    """Make text that is shown as code."""
    return nodes.literal(value, value)


def separated(parts: Iterable[Part], separator: str = ", ") -> list[Part]:
    """Put a separator between inline parts."""
    joined: list[Part] = []
    for part in parts:
        joined += [separator, part] if joined else [part]
    return joined


def download(file: Path, source_folder: Path, shown: str) -> download_reference:
    """Make a link to a file that is copied into the built pages."""
    target = "/" + Path(os.path.relpath(file, source_folder)).as_posix()
    return download_reference("", "", code(shown), reftarget=target, refdoc="", refwarn=True)


def fields(pairs: Iterable[tuple[str, Sequence[Part]]]) -> nodes.field_list:
    """Make a list of named values."""
    made = nodes.field_list(classes=["dpdd"])
    for name, parts in pairs:
        body = nodes.field_body("", paragraph(*parts))
        made += nodes.field("", nodes.field_name(name, name), body)
    return made


def listing(source: str, language: str) -> nodes.literal_block:
    """Make a block of highlighted code."""
    return nodes.literal_block(source, source, language=language, classes=["dpdd"])


def section(document: nodes.document, title: str, *content: nodes.Node) -> nodes.section:
    """Make a section whose anchor is unique in its document."""
    made = nodes.section("", nodes.title(title, title), *content)
    made["names"].append(nodes.fully_normalize_name(title))
    document.note_implicit_target(made, made)
    return made


def table(
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
    *,
    anchors: Sequence[str] = (),
) -> nodes.table:
    """Make a table.

    Parameters
    ----------
    columns : sequence of (str, int)
        Heading and relative width of each column.
    rows : iterable of sequence
        Cells: text, an inline node, or block nodes.
    anchors : sequence of str
        Ids of the rows, when links go to them.
    """
    group = nodes.tgroup("", cols=len(columns))
    group += [nodes.colspec("", colwidth=width) for _, width in columns]
    group += nodes.thead("", _row([heading for heading, _ in columns]))
    body = nodes.tbody("", *map(_row, rows))
    for row, anchor in zip(body.children, anchors, strict=False):
        if isinstance(row, nodes.Element):
            row["ids"].append(anchor)
    group += body
    return nodes.table("", group, classes=["dpdd", "colwidths-given"])


def _row(cells: Sequence[Cell]) -> nodes.row:
    return nodes.row("", *map(_cell, cells))


def _cell(cell: Cell) -> nodes.entry:
    if isinstance(cell, str | nodes.Node):
        return nodes.entry("", paragraph(cell))
    return nodes.entry("", *cell)
