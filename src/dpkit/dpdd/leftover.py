"""The check that no macro is left in what is written."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from dpkit.dpdd.error import PageError
from dpkit.dpdd.macro import find_calls
from dpkit.dpdd.text import place_of, prose

__all__ = ["refuse_leftovers"]


def refuse_leftovers(_app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Refuse a page on which a macro is left when it is written.

    Raises
    ------
    PageError
        A macro is left in text, in raw output or in the description of a picture.
    """
    for node, text in _written(doctree):
        for call in find_calls(text):
            raise PageError(
                f"macro {call.name} is left on the page",
                place=place_of(node, call.start) or docname,
                remedy="macros work in the text of a page; show one as ``code``",
            )


def _written(doctree: nodes.document) -> Iterator[tuple[nodes.Node, str]]:
    for text in prose(doctree):
        yield text, str(text)
    for raw in doctree.findall(nodes.raw):
        yield raw, raw.astext()
    for image in doctree.findall(nodes.image):
        yield image, str(image.get("alt", ""))
