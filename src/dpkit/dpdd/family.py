"""Families of products, and the directive that lists the products of each."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from dpkit.dpdd.dependency import note_index
from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import paragraph, section, table
from dpkit.dpdd.label import family_label, link_to, product_link
from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names, product_summaries

__all__ = ["FamilyDirective", "IndexDirective", "check_family", "families", "family_title"]


def families() -> dict[str, dict[str, dict[str, Any]]]:
    """Return the summaries of all products by family, then by name.

    A family is the folder under ``dpd/`` that the schema files lie in.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, said in product_summaries().items():
        found.setdefault(said["module"].partition(".")[0], {})[name] = said
    return dict(sorted(found.items()))


def check_family(family: str) -> dict[str, dict[str, Any]]:
    """Return the summaries of the products of a family.

    Raises
    ------
    NotFoundError
        No product belongs to it.
    """
    known = families()
    if family not in known:
        raise NotFoundError(
            f"no product belongs to the family {family!r}",
            remedy=near_names(family, known, "family"),
        )
    return known[family]


def family_title(family: str) -> str:
    """Return how a family is called in headings."""
    return family.upper()


class IndexDirective(PageDirective):
    """The products of all families, a section each: ``.. dpkit-products::``."""

    def render(self) -> list[nodes.Node]:
        """Make a section per family."""
        note_index(self.env, "index")
        return [
            section(self.state.document, family_title(family), _overview(family), _table(products))
            for family, products in families().items()
        ]


class FamilyDirective(PageDirective):
    """The products of one family: ``.. dpkit-family:: NAME``.

    Raises
    ------
    PageError
        No product belongs to the family.
    """

    required_arguments = 1

    def render(self) -> list[nodes.Node]:
        """Make the table of the family."""
        note_index(self.env, "index")
        return [_table(check_family(self.arguments[0]))]


def _overview(family: str) -> nodes.paragraph:
    return paragraph(link_to(family_label(family), nodes.inline("", "How they hang together")))


def _table(products: dict[str, dict[str, Any]]) -> nodes.table:
    columns = (("Product", 36), ("Level", 14), ("Version", 10), ("What it is", 40))
    rows = [
        [
            product_link(name),
            said["level"],
            said["version"],
            [paragraph(nodes.strong("", said["title"])), *_described(said)],
        ]
        for name, said in products.items()
    ]
    return table(columns, rows)


def _described(said: dict[str, Any]) -> list[nodes.Node]:
    return [paragraph(line) for line in said["documentation"].splitlines() if line]
