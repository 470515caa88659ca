"""Expansion of the macros of a page, once it is parsed."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from dpkit.dpdd.dependency import note_index, note_product
from dpkit.dpdd.doctree import paragraph
from dpkit.dpdd.error import PageError, placed
from dpkit.dpdd.formatprinting import print_format
from dpkit.dpdd.macro import (
    FORMAT_PRINTERS,
    SETTER,
    MacroCall,
    check_macro,
    find_calls,
    macro_lines,
)
from dpkit.dpdd.printing import print_elements, print_inline
from dpkit.dpdd.schemafile import product_of_schema
from dpkit.dpdd.text import place_of, prose
from dpkit.schema.dictionary import ProductEntry

__all__ = ["MacroExpansion"]


class MacroExpansion(SphinxTransform):
    """Replaces each macro by what it prints; code is left alone.

    The parsed page is worked on, not its source: line numbers stay right, and a page can show a
    macro as code.

    Raises
    ------
    PageError
        A macro does not exist, is used wrongly, or its schema file is missing.
    """

    default_priority = 210
    _entry: ProductEntry | None = None

    def apply(self, **kwargs: Any) -> None:
        """Replace the macros in document order."""
        for block in list(self.document.findall(nodes.TextElement)):
            if isinstance(block, nodes.Inline | nodes.FixedTextElement | nodes.Invisible):
                continue
            calls = self._calls(block)
            if calls is None:
                self._replace_within(block)
            else:
                block.replace_self([made for call in calls for made in self._blocks(call, block)])

    def _calls(self, block: nodes.TextElement) -> list[MacroCall] | None:
        """Return the macros of a paragraph that holds nothing else."""
        plain = all(isinstance(child, nodes.Text) for child in block.children)
        return macro_lines(block.astext()) if plain and _is_paragraph(block) else None

    def _blocks(self, call: MacroCall, block: nodes.TextElement) -> list[nodes.Node]:
        with placed(place_of(block, call.start)):
            check_macro(call)
            if call.name == SETTER:
                self._entry = product_of_schema(*call.arguments)
                note_product(self.env, self._entry)
                return []
            if call.name in FORMAT_PRINTERS:
                note_index(self.env, "formats")
                return print_format(call.name, call.arguments)
            if call.name == "$PrintDataProductElements":
                return [print_elements(self._current(call))]
            return [paragraph(self._inline(call))]

    def _replace_within(self, block: nodes.TextElement) -> None:
        for text in list(prose(block)):
            parts: list[nodes.Node] = []
            done = 0
            for call in find_calls(text):
                with placed(place_of(text, call.start)):
                    check_macro(call)
                    parts += [nodes.Text(text[done : call.start]), self._inline(call)]
                done = call.end
            if parts:
                parts.append(nodes.Text(text[done:]))
                text.parent.replace(text, [part for part in parts if part.astext()])

    def _inline(self, call: MacroCall) -> nodes.Node:
        made = None
        if call.name != SETTER and call.name not in FORMAT_PRINTERS:
            made = print_inline(call.name, self._current(call), self.env.srcdir)
        if made is None:
            raise PageError(
                f"{call.name} stands within text", remedy="give it a paragraph of its own"
            )
        return made

    def _current(self, call: MacroCall) -> ProductEntry:
        if self._entry is None:
            raise PageError(
                f"{call.name} stands before {SETTER}",
                remedy=f"begin the page with {SETTER} and the path of the schema file",
            )
        return self._entry


def _is_paragraph(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph)
