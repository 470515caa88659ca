"""Small Sphinx projects to build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html
from sphinx.cmd.build import build_main

CONF = """
project = "pages"
extensions = ["dpkit.dpdd"]
html_theme = "basic"
html_copy_source = False
smartquotes = False
dpdd_pages = {pages!r}
"""
INDEX = "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   **\n"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A project that was built."""

    source: Path
    out: Path
    status: int

    def page(self, name: str) -> html.HtmlElement:
        """Return the body of a page, as a document of its own."""
        tree = html.fromstring((self.out / f"{name}.html").read_bytes())
        (body,) = tree.xpath("//div[@class='body']")
        return deepcopy(body)

    def text(self, name: str) -> str:
        """Return the text of a page."""
        return " ".join(self.page(name).text_content().split())


Build = Callable[..., Site]


@pytest.fixture(scope="session")
def build() -> Build:
    """Give the function that builds a project of some pages in a folder."""

    def run(folder: Path, pages: Mapping[str, str], *options: str, written: str = "") -> Site:
        source, out = folder / "docs", folder / "html"
        files = {"conf.py": CONF.format(pages=written), "index.rst": INDEX, **pages}
        for name, text in files.items():
            file = source / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        status = build_main(["-q", *options, "-b", "html", str(source), str(out)])
        return Site(source=source, out=out, status=status)

    return run


@pytest.fixture(scope="session")
def reference(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the reference pages of all that is installed."""
    pages = {
        "products.rst": "Products\n========\n\n.. dpkit-products::\n",
        "keys.rst": ".. _dpkit-keys:\n\nKeys\n====\n\n.. dpkit-keys::\n",
        "formats.rst": "Formats\n=======\n\n.. dpkit-formats::\n",
        "vocabulary.rst": "Vocabulary\n==========\n\n.. dpkit-vocabulary::\n",
    }
    site = build(tmp_path_factory.mktemp("reference"), pages, "-W", written="made")
    assert site.status == 0
    return site
