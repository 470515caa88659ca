"""A schema package of somebody else: its pages need no line of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html

NAME = "SpectrumOfToys"
NASTY = 'Counts *per* |pixel| of `x`_ -- "all" of <them> & more_; ends in a \\ slash.'
CONF = """
extensions = ["dpkit.dpdd"]
html_theme = "basic"
dpdd_pages = "made"
"""
MACROS = """Toy
===

$SetSchemaPath toys/spectrum.xsd

$PrintDataProductName of $PrintDataProductCustodian in $PrintSchemaFilename

$PrintDataProductElements
"""


def field(name: str, type_: str, **more: Any) -> dict[str, Any]:
    base = {"name": name, "type": type_, "minimum": 1, "maximum": 1, "documentation": f"A {name}."}
    return base | more


def dictionary() -> dict[str, Any]:
    """Return the entry of a product that looks like none of Euclid's."""
    product = {
        "name": NAME,
        "namespace": "urn:toys",
        "schema": "toys/spectrum.xsd",
        "module": "toys.spectrum",
        "root": NAME,
        "class": NAME,
        "title": "A *toy* spectrum",
        "custodian": "Toys & Co",
        "level": "play",
        "version": "7",
        "processingFunction": None,
        "unique": ["toy-number"],
        "select": [],
        "fileName": "TOY_{toy-number}",
        "metricTable": None,
        "documentation": NASTY,
        "type": "toys.spectrum:Spectrum",
    }
    parts = (
        "columns",
        "conventions",
        "files",
        "headers",
        "rowHeaders",
        "metrics",
        "flags",
        "regions",
        "references",
        "volatile",
        "listKeys",
    )
    nothing: dict[str, Any] = {part: [] for part in parts}
    types = {
        "toys.spectrum:Spectrum": {
            "documentation": "",
            "primitive": "",
            "fields": [
                field("meta_", "toys.spectrum:Meta", documentation=NASTY),
                field("branch", "toys.spectrum:Branch", maximum=None),
            ],
        },
        "toys.spectrum:Meta": {
            "documentation": "",
            "primitive": "",
            "fields": [field("number", "xs:int", unit="1", attribute=True)],
        },
        "toys.spectrum:Branch": {
            "documentation": "",
            "primitive": "",
            "fields": [
                field("leaf", "toys.spectrum:Leaf", minimum=0, documentation=""),
                field("branch", "toys.spectrum:Branch", minimum=0, maximum=2),
            ],
        },
        "toys.spectrum:Leaf": {
            "documentation": "Said of the *type*.",
            "primitive": "xs:string",
            "list": True,
            "enumeration": {f"v{number}": "" for number in range(40)},
            "facets": {"pattern": '"[a-z]*"--', "maxInclusive": "3"},
        },
    }
    number = {"name": "toy-number", "path": "meta_/@number", "type": "integer", "repeated": False}
    rule = {"context": "branch", "id": "a-rule", "severity": "warning", "repair": None}
    rule |= {"test": "a * b < 'c--d'", "message": "Oh *no*."}
    return {
        "product": product,
        "keys": [number],
        "roles": {},
        "initial": {},
        "rules": [rule],
        "validity": None,
        "time": {},
        "states": {},
        "types": types,
        **nothing,
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install a schema package into a folder, as pip would."""
    root = tmp_path_factory.mktemp("site")
    said = dictionary()
    key = {"name": "toy-number", "type": "integer", "list": False, "documentation": "Number."}
    index = {"keys": {"toy-number": key}, "products": {NAME: said["product"]}}
    files = {
        "toy_dm/__init__.py": "",
        "toy_dm/dictionary/index.json": json.dumps(index),
        "toy_dm/dictionary/formats.json": "{}",
        f"toy_dm/dictionary/{NAME}.json": json.dumps(said),
        "toy_xsd/__init__.py": "",
        "toy_xsd/toys/spectrum.xsd": "<schema/>",
        "toy-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n",
        "toy-1.0.dist-info/entry_points.txt": "[dpkit.schemas]\ntoy_dm = toy_xsd\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def build(package: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    source = folder / "docs"
    source.mkdir()
    (source / "conf.py").write_text(CONF)
    (source / "index.rst").write_text("Toys\n====\n\n.. toctree::\n   :glob:\n\n   **\n")
    (source / "toy.rst").write_text(MACROS)
    (source / "all.rst").write_text("All\n===\n\n.. dpkit-products::\n\n.. dpkit-keys::\n")
    command = [sys.executable, "-m", "sphinx", "-q", *options, "-b", "html"]
    return subprocess.run(
        [*command, str(source), str(folder / "html")],
        env=os.environ | {"PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = build(package, folder, "-W")
    assert done.returncode == 0, done.stderr
    return folder / "html"


def body_of(site: Path, page: str) -> html.HtmlElement:
    (body,) = html.fromstring((site / page).read_bytes()).xpath("//div[@class='body']")
    return body


def text_of(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def test_the_toy_has_a_page_with_every_path(site: Path) -> None:
    cells = [text_of(td) for td in body_of(site, f"made/toys/{NAME}.html").iter("td")]
    paths = ["meta_", "meta_.@number", "branch", "branch.leaf", "branch.branch"]
    assert set(paths) <= set(cells)


def test_a_type_that_contains_itself_is_listed_once(site: Path) -> None:
    rows = [text_of(tr) for tr in body_of(site, f"made/toys/{NAME}.html").iter("tr")]
    assert [row for row in rows if "goes on as: branch" in row and "branch.branch" in row]
    assert sum("goes on as" in row for row in rows) == 1


def test_what_looks_like_markup_is_text(site: Path) -> None:
    body = body_of(site, f"made/toys/{NAME}.html")
    said = text_of(body)
    assert "Counts *per* |pixel| of `x`_" in said
    assert "of <them> & more_; ends in a \\ slash." in said
    assert "A *toy* spectrum" in said
    assert "warning: Oh *no*." in said
    assert not body.xpath(".//em | .//*[contains(@class, 'problematic')]")


def test_expressions_keep_their_quotes_and_dashes(site: Path) -> None:
    codes = {text_of(code) for code in body_of(site, f"made/toys/{NAME}.html").iter("code")}
    assert {'"[a-z]*"--', "a * b < 'c--d'"} <= codes


def test_many_values_are_folded(site: Path) -> None:
    folds = body_of(site, f"made/toys/{NAME}.html").iter("details")
    assert "40 values" in {text_of(fold.find("summary")) for fold in folds}


def test_a_silent_element_says_what_its_type_says(site: Path) -> None:
    assert "Said of the *type*." in text_of(body_of(site, f"made/toys/{NAME}.html"))


def test_macros_know_the_toy(site: Path) -> None:
    body = body_of(site, "toy.html")
    assert f"{NAME} of Toys & Co in spectrum.xsd" in text_of(body)
    assert [text_of(dd) for dd in body.iter("dd")] == [
        "object of type spectrum:Meta",
        "object of type spectrum:Branch",
    ]
    assert body.xpath(f".//a[@href='made/toys/{NAME}.html#product-{NAME.lower()}']")


def test_the_toy_is_in_the_index_and_among_the_keys(site: Path) -> None:
    said = text_of(body_of(site, "all.html"))
    assert "TOYS" in said
    assert "Identity of SpectrumOfToys" in said


def test_a_key_that_is_no_option_is_given_by_name(site: Path) -> None:
    said = text_of(body_of(site, f"made/toys/{NAME}.html"))
    assert f"dpkit archive find {NAME} --key toy-number=1" in said


@pytest.mark.parametrize("options", [["-D", "dpdd_pages="], ["-D", "dpdd_pages=", "-W"]])
def test_a_schema_file_that_is_gone_ends_the_build(
    package: Path, tmp_path: Path, options: list[str]
) -> None:
    file = package / "toy_xsd/toys/spectrum.xsd"
    file.rename(file.with_suffix(".away"))
    try:
        done = build(package, tmp_path, *options)
    finally:
        file.with_suffix(".away").rename(file)
    assert done.returncode != 0
    assert "toy.rst:4:" in done.stderr
    assert "spectrum.xsd is missing" in done.stderr
