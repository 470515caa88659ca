"""Read the facets of simple types."""

from __future__ import annotations

from lxml import etree

from dpkit.schema.xsd.declaration import XS
from dpkit.schema.xsd.documentation import documentation_of

__all__ = ["read_facets"]


def read_facets(node: etree._Element) -> tuple[dict[str, str], dict[str, str]]:
    """Return the values of an enumeration with their documentation, and the other facets.

    Several patterns of one restriction are alternatives, so they are one pattern of branches.
    """
    enumeration: dict[str, str] = {}
    facets: dict[str, str] = {}
    for facet in node.iterchildren(f"{{{XS}}}*"):
        name, value = str(etree.QName(facet).localname), facet.get("value")
        if name == "enumeration":
            enumeration[value or ""] = documentation_of(facet)
        elif value is not None:
            before = f"{facets[name]}|" if name == "pattern" and name in facets else ""
            facets[name] = before + value
    return enumeration, facets
