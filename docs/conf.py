"""Settings of the documentation."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
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


Rows = Iterator[tuple[str, Sequence[str]]]
"""The level that a row of a table belongs to, and its cells."""


def _write_tables(name: str, titles: Sequence[str], widths: str, rows: Rows) -> None:
    """Write a section with a table for each level of validation, for a page of the reference."""
    lines: list[str] = []
    for level, found in groupby(rows, key=itemgetter(0)):
        lines += [level, "-" * len(level), "", ".. list-table::", "   :header-rows: 1"]
        lines += [f"   :widths: {widths}", "   :width: 100%", ""]
        for cells in (titles, *(cells for _, cells in found)):
            lines += [f"   {'  ' if at else '* '}- {cell}" for at, cell in enumerate(cells)]
        lines.append("")
    folder = HERE / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.inc").write_text("\n".join(lines), encoding="utf-8")


def _validation_codes() -> Rows:
    """Yield the codes from their registry."""
    for name, code in CODES.items():
        severity = "" if code.severity == "error" else f" ({code.severity})"
        texts = [text.replace("*", r"\*") for text in (code.meaning, code.remedy)]
        yield code.level, (f"``{name}``{severity}", *texts)


def _archive_faults() -> Rows:
    """Yield the codes of faults of an archive from their registry."""
    for name, code in FAULTS.items():
        found = " (deep)" if code.deep else ""
        yield code.about, (f"``{name}``{found}", code.meaning, code.mend, code.remedy)


def _mutations() -> Rows:
    """Yield the mutations from the manifest of the tests."""
    manifest = HERE.parent / "tests" / "unit" / "validation" / "mutation" / "manifest.toml"
    for said in tomllib.loads(manifest.read_text(encoding="utf-8"))["mutation"]:
        also = ", ".join(f"``{code}``" for code in said.get("also", ()))
        told = f"``{said['code']}``" + (f"; also {also}" if also else "")
        yield said["level"], (said["breaks"], told, said["place"])


_write_tables(
    "validation-codes", ("code", "what it means", "what to do"), "34 36 30", _validation_codes()
)
_write_tables("mutations", ("what is broken", "code", "place"), "46 42 12", _mutations())
_write_tables(
    "archive-faults",
    ("code", "what it means", "a repair", "else"),
    "25 30 22 23",
    _archive_faults(),
)


def _draw_flats() -> None:
    """Run what the page of flats shows, and keep its plots; again when a source has changed."""
    page = HERE / "howto" / "check-crires-flats.rst"
    folder = HERE / "reference" / "generated" / "flats"
    code = HERE.parent / "src" / "dpkit" / "processing" / "crires"
    sources = hashlib.sha256()
    for file in (page, *sorted(code.rglob("*.py"))):
        sources.update(file.read_bytes())
    drawn_of = folder / "sources.sha256"
    if drawn_of.is_file() and drawn_of.read_text() == sources.hexdigest():
        return
    lines = [line.strip()[2:] for line in page.read_text().splitlines() if " $ dpkit" in line]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as work:
        script = "\n".join(["set -e", *lines])
        environment = {**os.environ, "PATH": path}
        command = ["bash", "-c", script]
        subprocess.run(command, cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for plot in Path(work).glob("made/*/flat*.png"):
            shutil.copy(plot, folder)
    drawn_of.write_text(sources.hexdigest())


_draw_flats()


def _escape_stars(_app: object, _context: object, lines: list[str]) -> None:
    """Keep the stars of file patterns in help texts from becoming emphasis."""
    lines[:] = [line.replace("*", r"\*") for line in lines]


def setup(app: Sphinx) -> None:
    """Connect to the rendering of commands."""
    app.connect("sphinx-click-process-description", _escape_stars)
