"""Settings of the documentation."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sphinx.application import Sphinx

import dpkit
from dpkit.validation.code import CODES
from dpkit_archive.health.code import FAULTS

project = "dpkit"
author = "the dpkit developers"
release = version = dpkit.__version__
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "sphinx_click",
    "dpkit.dpdd",
]
dpdd_pages = "reference/generated/products"
html_theme = "pydata_sphinx_theme"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_title = f"dpkit {release}"
html_theme_options = {"show_prev_next": False, "navigation_with_keys": False}
exclude_patterns = ["_build"]
nitpicky = False
autodoc_typehints = "none"
numpydoc_show_class_members = False
suppress_warnings = ["config.cache"]


HERE = Path(__file__).parent


def _write_table(name: str, rows: Iterable[Sequence[str]]) -> None:
    """Write a table for the reference; the first row has the titles."""
    folder = HERE / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)


def _validation_codes() -> Iterator[Sequence[str]]:
    """Yield the codes from their registry."""
    yield "level", "code", "severity", "meaning", "what to do"
    for name, code in CODES.items():
        texts = [text.replace("*", r"\*") for text in (code.meaning, code.remedy)]
        yield code.level, f"``{name}``", code.severity, *texts


def _archive_faults() -> Iterator[Sequence[str]]:
    """Yield the codes of faults of an archive from their registry."""
    yield "about", "code", "found", "meaning", "a repair", "else"
    for name, code in FAULTS.items():
        found = "deep" if code.deep else ""
        yield code.about, f"``{name}``", found, code.meaning, code.mend, code.remedy


def _mutations() -> Iterator[Sequence[str]]:
    """Yield the mutations from the manifest of the tests."""
    manifest = HERE.parent / "tests" / "unit" / "validation" / "mutation" / "manifest.toml"
    yield "level", "what is broken", "code", "place", "also"
    for said in tomllib.loads(manifest.read_text(encoding="utf-8"))["mutation"]:
        also = ", ".join(f"``{code}``" for code in said.get("also", ()))
        yield said["level"], said["breaks"], f"``{said['code']}``", said["place"], also


_write_table("validation-codes", _validation_codes())
_write_table("archive-faults", _archive_faults())
_write_table("mutations", _mutations())


def _escape_stars(_app: object, _context: object, lines: list[str]) -> None:
    """Keep the stars of file patterns in help texts from becoming emphasis."""
    lines[:] = [line.replace("*", r"\*") for line in lines]


def setup(app: Sphinx) -> None:
    """Connect to the rendering of commands."""
    app.connect("sphinx-click-process-description", _escape_stars)
