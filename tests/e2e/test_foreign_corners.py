"""Corners of XML Schema in schemas of others: sampled, validated, read, written and compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Shell

HEAD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" version="1" {}>'
CORNERS = {
    "attributes of other namespaces": {
        "a.xsd": (
            'targetNamespace="urn:corner" elementFormDefault="qualified"',
            '<xs:element name="leaf"><xs:complexType><xs:sequence><xs:element name="x" '
            'type="xs:int"/></xs:sequence><xs:anyAttribute namespace="##other" '
            'processContents="lax"/></xs:complexType></xs:element>',
        )
    },
    "a restriction that leaves out": {
        "a.xsd": (
            'targetNamespace="urn:corner" xmlns="urn:corner"',
            '<xs:complexType name="base"><xs:sequence><xs:element name="x" type="xs:int"/>'
            '<xs:element name="y" type="xs:int" minOccurs="0"/></xs:sequence>'
            '<xs:attribute name="o"/></xs:complexType>'
            '<xs:element name="leaf"><xs:complexType><xs:complexContent>'
            '<xs:restriction base="base"><xs:sequence><xs:element name="x" type="xs:int"/>'
            '</xs:sequence><xs:attribute name="o" use="prohibited"/></xs:restriction>'
            "</xs:complexContent></xs:complexType></xs:element>",
        )
    },
    "two roots of one name": {
        name: (
            f'targetNamespace="urn:corner:{name[0]}"',
            '<xs:element name="leaf"><xs:complexType><xs:sequence><xs:element name="x" '
            'type="xs:int"/></xs:sequence></xs:complexType></xs:element>',
        )
        for name in ("a.xsd", "b.xsd")
    },
}
LOOK = """
import json, sys
import dpkit
from dpkit.binding.codec import FALLBACKS
from dpkit.schema.dictionary import product_entry
from xsdata.formats.dataclass.parsers import XmlParser

said = []
for name in sys.argv[1:]:
    one, two = dpkit.read(name), dpkit.read(name)
    written = dpkit.write(one, "again")
    judge = XmlParser().parse(name, type(one.content))
    said.append([
        one.content == two.content == judge == dpkit.read(written).content,
        repr(one.content) == repr(judge),
    ])
print(json.dumps([said, dict(FALLBACKS)]))
"""


@pytest.mark.parametrize("corner", CORNERS)
def test_a_corner_goes_through(tmp_path: Path, python: Shell, corner: str) -> None:
    schemas = tmp_path / "corner_xsd"
    schemas.mkdir()
    (schemas / "__init__.py").touch()
    for name, (head, body) in CORNERS[corner].items():
        (schemas / name).write_text(f"{HEAD.format(head)}{body}</xs:schema>")

    def run(*words: str) -> str:
        known = {"PYTHONPATH": str(tmp_path), "DPKIT_SCHEMAS": "corner_dm=corner_xsd"}
        said: str = python("-W", "error", *words, cwd=tmp_path, **known).stdout
        return said

    run("-m", "dpkit", "schema", "generate", "--source", "corner_xsd", "--package", "corner_dm")
    listed = json.loads(run("-m", "dpkit", "schema", "list", "--format", "json"))
    products = [row["name"] for row in listed if not row["name"].startswith("Dpd")]
    assert len(products) == len(CORNERS[corner])
    for product in products:
        for how in ("--minimal", "--full"):
            out = f"{how.strip('-')}-{product}"
            run("-m", "dpkit", "schema", "sample", product, how, "--out", out)
    documents = sorted(str(path) for path in tmp_path.glob("*-*/*.xml"))
    assert len(documents) == 2 * len(products)
    run("-m", "dpkit", "validate", "--level", "schema", *documents)
    assert json.loads(run("-c", LOOK, *documents)) == [[[True, True]] * len(documents), {}]
