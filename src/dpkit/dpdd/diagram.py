"""The directive for the diagram of a family, and how builders write it."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from dpkit.dpdd.dependency import note_index, note_product, note_tasks
from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import Part, code, paragraph, table
from dpkit.dpdd.drawing import draw
from dpkit.dpdd.family import check_family
from dpkit.dpdd.figure import Item, family_items
from dpkit.dpdd.label import product_label, product_link
from dpkit.dpdd.markup import folded
from dpkit.dpdd.relation import Relation, family_relations
from dpkit.schema.dictionary import product_entry

__all__ = ["DiagramDirective", "add_diagram"]

_LEGEND = {
    "goes into": "an arrow leads from a product into the task that reads it",
    "makes": "an arrow leads from a task to the product that it makes",
    "refers to": "a dashed arrow leads from a product to the one whose id it holds",
    "holds": "a dotted line leads to a type of the family that several products have",
}


class diagram(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The drawing of a family."""


class DiagramDirective(PageDirective):
    """The relations of the products of a family: ``.. dpkit-family-diagram:: NAME``.

    A drawing, what its signs mean, and the same in words.

    Raises
    ------
    PageError
        No product belongs to the family.
    """

    required_arguments = 1

    def render(self) -> list[nodes.Node]:
        """Make the drawing and its table."""
        family = self.arguments[0]
        for name in check_family(family):
            note_product(self.env, product_entry(name))
        note_index(self.env, "index")
        note_tasks(self.env)
        relations = family_relations(family)
        items = family_items(family, relations)
        drawing = diagram("", family=family)
        if not relations:
            return [drawing]
        kinds = {relation.kind for relation in relations}
        legend = "; ".join(text for kind, text in _LEGEND.items() if kind in kinds)
        words = _in_words(items, relations)
        return [
            drawing,
            paragraph(f"{legend[0].upper()}{legend[1:]}."),
            folded("The same in words", words),
        ]


def _in_words(items: Iterable[Item], relations: Iterable[Relation]) -> nodes.table:
    kinds = {item.name: item.kind for item in items}

    def shown(name: str) -> Part:
        return product_link(name) if kinds[name] in {"product", "foreign"} else code(name)

    columns = (("What", 34), ("Relation", 12), ("To what", 34), ("Note", 20))
    rows = [[shown(r.source), r.kind, shown(r.target), r.note] for r in relations]
    return table(columns, rows)


def _write(writer: HTML5Translator, node: diagram) -> None:
    builder, family = writer.builder, node["family"]
    labels = builder.env.domains.standard_domain.anonlabels

    def address(product: str) -> str | None:
        page, anchor = labels.get(product_label(product).lower(), ("", ""))
        if not page:
            return None
        return f"{builder.get_relative_uri(builder.current_docname, page)}#{anchor}"

    relations = family_relations(family)
    drawing = draw(family, family_items(family, relations), relations, address)
    writer.body.append(f'<div class="dpdd-scroll" tabindex="0">{drawing}</div>\n')
    raise nodes.SkipNode


def _leave_out(_writer: nodes.NodeVisitor, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def add_diagram(app: Sphinx) -> None:
    """Tell Sphinx of the drawing; other builders than HTML show the table alone."""
    out = (_leave_out, None)
    app.add_node(diagram, html=(_write, None), latex=out, text=out, man=out, texinfo=out)
