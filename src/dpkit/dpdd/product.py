"""The directive for the whole page of a product."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from dpkit.dpdd.dependency import note_product, note_tasks
from dpkit.dpdd.directive import PageDirective
from dpkit.dpdd.doctree import paragraph, section
from dpkit.dpdd.elementtable import element_tables
from dpkit.dpdd.fact import product_facts
from dpkit.dpdd.filetable import file_table, keyword_table
from dpkit.dpdd.qualitytable import column_table, flag_table, metric_table, rule_table
from dpkit.dpdd.said import said_of
from dpkit.dpdd.sample import product_samples
from dpkit.schema.dictionary import ProductEntry, product_entry

__all__ = ["ProductDirective"]


class ProductDirective(PageDirective):
    """Everything that the data dictionary says of a product: ``.. dpkit-product:: NAME``.

    Raises
    ------
    PageError
        No schema declares such a product.
    """

    required_arguments = 1

    def render(self) -> list[nodes.Node]:
        """Make the facts of the product, then a section per subject that it has."""
        entry = product_entry(self.arguments[0])
        note_product(self.env, entry)
        note_tasks(self.env)
        head = [paragraph(line) for line in entry.documentation.splitlines() if line]
        document = self.state.document
        sections = [section(document, title, *made) for title, made in _subjects(entry)]
        return [*head, product_facts(entry, self.env.srcdir), *sections]


def _subjects(entry: ProductEntry) -> Iterator[tuple[str, list[nodes.Node]]]:
    yield "Find and read it", product_samples(entry)
    yield "Elements", element_tables(entry)
    if entry.storages:
        yield "Files", [file_table(entry)]
    if entry.headers or said_of(entry, "rowHeaders"):
        yield "Header keywords", [_KEYWORDS.deepcopy(), keyword_table(entry)]
    if entry.metrics:
        yield "Metrics", [metric_table(entry)]
    if said_of(entry, "columns"):
        yield "Columns of the metric table", [column_table(entry)]
    if entry.rules:
        yield "Rules", [rule_table(entry)]
    if entry.flags or said_of(entry, "openFlags"):
        yield "Quality flags", [flag_table(entry)]


_KEYWORDS = paragraph("The headers of the files must agree with the document:")
