"""The pages of keys, formats and the vocabulary, and the samples of commands."""

from __future__ import annotations

import ast
import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

import dpkit_archive
from dpkit.cli.root import root
from dpkit.dpdd.dependency import schema_packages
from dpkit.dpdd.sample import product_samples, reading_code
from dpkit.schema.dictionary import declared_keys, product_entry, product_names

X = "{http://www.w3.org/2001/XMLSchema}"
every_product = pytest.mark.parametrize("name", product_names())


def rows(body) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row.iter("td")]
        for row in body.xpath("//tbody/tr")
    ]


def test_every_key_is_listed_with_what_it_is(reference) -> None:
    said = {row[0]: row for row in rows(reference.page("keys"))}
    assert set(said) == set(declared_keys())
    for name, key in declared_keys().items():
        assert said[name][1:4] == [
            key["type"],
            "several" if key["list"] else "one",
            key["documentation"],
        ]


@every_product
def test_every_key_names_the_products_that_hold_it(reference, name: str) -> None:
    said = {row[0]: row[4] for row in rows(reference.page("keys"))}
    for key in product_entry(name).keys:
        assert name in said[key.name]


def test_every_format_is_described_whole(reference) -> None:
    body = reference.page("formats")
    cells = {cell for row in rows(body) for cell in row}
    said = reference.text("formats")
    for package in schema_packages():
        formats = json.loads((package.dictionary_folder / "formats.json").read_bytes())
        for identifier, described in formats.items():
            assert f"format-{identifier.lower().replace('.', '-')}" in body.xpath("//@id")
            assert " ".join(described["documentation"].split()) in said
            assert set(leaves(described)) <= cells | set(said.split())


def leaves(described: object) -> list[str]:
    """Return the names of everything that a format consists of."""
    if isinstance(described, list):
        return [name for part in described for name in leaves(part)]
    if not isinstance(described, dict):
        return []
    own = [str(described[part]) for part in ("name", "key", "path") if described.get(part)]
    return own + [name for part in described.values() for name in leaves(part)]


@every_product
def test_the_format_of_a_file_is_a_link(reference, name: str) -> None:
    (page,) = (reference.out / "made").rglob(f"{name}.html")
    ids = set(reference.page("formats").xpath("//@id"))
    links = reference.page(str(page.relative_to(reference.out).with_suffix(""))).xpath("//a/@href")
    wanted = {s.format for s in product_entry(name).storages} - {None}
    found = {link.partition("#")[2] for link in links if "formats.html#" in link}
    assert len(found) == len(wanted)
    assert found <= ids


def test_every_entry_of_the_vocabulary_is_described(reference) -> None:
    body, said = reference.page("vocabulary"), reference.text("vocabulary")
    headings = {h.text_content().rstrip("¶") for h in body.iter("h2")}
    (meta,) = {package.schema_folder / "meta.xsd" for package in schema_packages()}
    schema = etree.parse(meta).getroot()
    for entry in schema.iterchildren(X + "element"):
        assert f"m:{entry.get('name')}" in headings
    for text in schema.iter(X + "documentation"):
        assert " ".join("".join(text.itertext()).split()).rstrip(".") in said
    attributes = {cell[0] for cell in rows(body)}
    assert {attribute.get("name") for attribute in schema.iter(X + "attribute")} <= attributes


@every_product
def test_the_sample_commands_run(tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    dpkit_archive.create("archive.sqlite").close()
    console, _ = product_samples(product_entry(name))
    for line in console.astext().splitlines():
        program, *arguments = shlex.split(line.removeprefix("$ "))
        done = CliRunner().invoke(root, arguments)
        # Nothing is registered: an empty answer, and for `calib` the exit status that says so.
        assert (program, done.exit_code) == ("dpkit", 1 if "calib" in arguments else 0), done.output


@every_product
def test_the_sample_code_imports_the_class(name: str) -> None:
    entry = product_entry(name)
    lines = reading_code(entry)
    imports = "\n".join(lines.splitlines()[:2])
    space: dict[str, object] = {}
    exec(compile(ast.parse(imports), name, "exec"), space)
    assert space[name] is entry.load_class()
    ast.parse(lines)
