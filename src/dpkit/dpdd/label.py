"""Labels of the reference pages, by which pages link to each other."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref

__all__ = [
    "KEYS",
    "family_label",
    "format_label",
    "link_to",
    "product_label",
    "product_link",
]

KEYS = "dpkit-keys"


def product_label(name: str) -> str:
    """Return the label of the page that describes a product."""
    return f"product-{name}"


def family_label(family: str) -> str:
    """Return the label of the page of a family of products."""
    return f"products-{family}"


def format_label(identifier: str) -> str:
    """Return the label of the description of a file format."""
    return f"format-{identifier}"


def link_to(label: str, shown: nodes.Node) -> pending_xref:
    """Make a link to a label of any page; what is shown alone where no page has the label."""
    return pending_xref(
        "",
        shown,
        refdomain="std",
        reftype="ref",
        reftarget=label.lower(),
        refexplicit=True,
        refwarn=False,
    )


def product_link(name: str) -> pending_xref:
    """Make the name of a product, linked to its page where there is one."""
    return link_to(product_label(name), nodes.literal(name, name))
