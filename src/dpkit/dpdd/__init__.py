"""A Sphinx extension: documentation pages of data products, from the data dictionary.

Product macros such as ``$PrintDataProductName`` work in any page; the directives
``dpkit-product``, ``dpkit-products``, ``dpkit-family``, ``dpkit-family-diagram``, ``dpkit-keys``,
``dpkit-formats``, ``dpkit-vocabulary``, ``dpkit-factsheet`` and ``dpkit-qc1-parameters`` make whole
parts of pages. With ``dpdd_pages`` set to a folder, the pages of all products and of all procedures
of quality control are written into it when a build begins.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from dpkit.dpdd.building import guard_build
from dpkit.dpdd.diagram import DiagramDirective, add_diagram
from dpkit.dpdd.expansion import MacroExpansion
from dpkit.dpdd.factsheet import FactsheetDirective, ParametersDirective
from dpkit.dpdd.family import FamilyDirective, IndexDirective
from dpkit.dpdd.fileformat import FormatsDirective
from dpkit.dpdd.key import KeysDirective
from dpkit.dpdd.leftover import refuse_leftovers
from dpkit.dpdd.markup import add_markup
from dpkit.dpdd.product import ProductDirective
from dpkit.dpdd.vocabulary import VocabularyDirective

__all__ = ["setup"]

_DIRECTIVES = {
    "dpkit-product": ProductDirective,
    "dpkit-products": IndexDirective,
    "dpkit-factsheet": FactsheetDirective,
    "dpkit-family": FamilyDirective,
    "dpkit-family-diagram": DiagramDirective,
    "dpkit-keys": KeysDirective,
    "dpkit-formats": FormatsDirective,
    "dpkit-qc1-parameters": ParametersDirective,
    "dpkit-vocabulary": VocabularyDirective,
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Join a Sphinx build."""
    app.add_config_value("dpdd_pages", "", "env", types=frozenset({str}))
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)
    add_markup(app)
    add_diagram(app)
    app.add_transform(MacroExpansion)
    app.connect("builder-inited", _add_style)
    app.connect("doctree-resolved", refuse_leftovers)
    guard_build(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _add_style(app: Sphinx) -> None:
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
    app.add_css_file("dpdd.css")
