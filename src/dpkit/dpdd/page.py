"""The sources of the pages of all products, written when a build begins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

from dpkit.dpdd.error import PageError
from dpkit.dpdd.factsheet import procedure_names
from dpkit.dpdd.family import families, family_title
from dpkit.dpdd.label import family_label, product_label
from dpkit.workflow.procedure import procedure_of
from dpkit.workflow.registry import find_declaration

__all__ = ["product_pages", "write_pages"]

_MARK = ".. Written by dpkit.dpdd from the data dictionary."
_PROCEDURES = "procedures"


def product_pages() -> dict[str, str]:
    """Return the sources of the pages, by path.

    One per family, one per product, and two per procedure of quality control: its factsheet and
    its parameters.
    """
    pages = _procedure_pages()
    for family, products in families().items():
        pages[f"{family}/index.rst"] = _family_page(family, products)
        pages |= {f"{family}/{name}.rst": _product_page(name) for name in products}
    return pages


def write_pages(app: Sphinx) -> None:
    """Write the pages into the folder that ``dpdd_pages`` names, and take away stale ones.

    Raises
    ------
    PageError
        The folder holds other pages.
    """
    if not app.config.dpdd_pages:
        return
    folder = Path(app.srcdir) / app.config.dpdd_pages
    pages = {folder / path: source for path, source in product_pages().items()}
    for stale in set(folder.rglob("*.rst")) - set(pages):
        _check_own(stale)
        stale.unlink()
    for file, source in pages.items():
        if file.exists():
            _check_own(file)
        if not file.exists() or file.read_text() != source:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source)


def _check_own(file: Path) -> None:
    if not file.read_text().startswith(_MARK):
        raise PageError(
            "a page by hand lies in the folder of written pages",
            place=file,
            remedy="move it elsewhere, or set dpdd_pages to another folder",
        )


def _family_page(family: str, products: Iterable[str]) -> str:
    return _page(
        family_label(family),
        family_title(family),
        f".. dpkit-family-diagram:: {family}",
        f".. dpkit-family:: {family}",
        ".. toctree::\n   :hidden:\n\n" + "\n".join(f"   {name}" for name in products),
    )


def _product_page(name: str) -> str:
    return _page(product_label(name), name, f".. dpkit-product:: {name}")


def _procedure_pages() -> dict[str, str]:
    pages: dict[str, str] = {}
    for name in procedure_names():
        page = procedure_of(find_declaration(name)).page
        pages[f"{_PROCEDURES}/{name}.rst"] = _page(
            f"procedure-{name}",
            f"Procedure {name}",
            f".. dpkit-factsheet:: {name}",
            *([f"The parameters are defined on :doc:`{page}`."] if page else []),
        )
        if page:
            title = f"QC1 parameters of {name}"
            directive = f".. dpkit-qc1-parameters:: {name}"
            pages[f"{_PROCEDURES}/{page}.rst"] = _page(f"parameters-{name}", title, directive)
    if pages:
        inner = "\n".join(f"   {Path(path).stem}" for path in sorted(pages))
        tree = f".. toctree::\n   :maxdepth: 1\n\n{inner}"
        title = "Procedures of quality control"
        pages[f"{_PROCEDURES}/index.rst"] = _page("procedures", title, tree)
    return pages


def _page(label: str, title: str, *blocks: str) -> str:
    heading = f"{title}\n{'=' * len(title)}"
    return "\n\n".join([_MARK, f".. _{label}:", heading, *blocks]) + "\n"
