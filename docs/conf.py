"""Settings of the documentation."""

from __future__ import annotations

from sphinx.application import Sphinx

import dpkit

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


def _write_validation_codes() -> None:
    """Write the table of codes from their registry."""
    import csv
    from pathlib import Path

    from dpkit.validation.code import CODES

    folder = Path(__file__).parent / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "validation-codes.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["level", "code", "severity", "meaning", "what to do"])
        for name, code in CODES.items():
            texts = [text.replace("*", r"\*") for text in (code.meaning, code.remedy)]
            writer.writerow([code.level, f"``{name}``", code.severity, *texts])


_write_validation_codes()


def _escape_stars(_app: object, _context: object, lines: list[str]) -> None:
    """Keep the stars of file patterns in help texts from becoming emphasis."""
    lines[:] = [line.replace("*", r"\*") for line in lines]


def setup(app: Sphinx) -> None:
    """Connect to the rendering of commands."""
    app.connect("sphinx-click-process-description", _escape_stars)
