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
    "types that stand for abstract ones": {
        "a.xsd": (
            'targetNamespace="urn:corner" xmlns="urn:corner" elementFormDefault="qualified"',
            '<xs:complexType name="node" abstract="true"><xs:sequence>'
            '<xs:element name="name" type="xs:string"/></xs:sequence></xs:complexType>'
            '<xs:complexType name="group"><xs:complexContent><xs:extension base="node">'
            '<xs:sequence><xs:element name="child" type="node" minOccurs="0" maxOccurs="9"/>'
            "</xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
            '<xs:complexType name="tip"><xs:complexContent><xs:extension base="node"><xs:sequence>'
            '<xs:element name="size" type="xs:int" default="5"/>'
            '<xs:element name="extra" type="xs:double" minOccurs="0" maxOccurs="3"/>'
            "</xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
            '<xs:complexType name="value" abstract="true"><xs:simpleContent>'
            '<xs:extension base="xs:double"><xs:attribute name="unit"/></xs:extension>'
            "</xs:simpleContent></xs:complexType>"
            '<xs:complexType name="flux"><xs:simpleContent><xs:extension base="value">'
            '<xs:attribute name="band" use="required"/></xs:extension></xs:simpleContent>'
            '</xs:complexType><xs:complexType name="faint"><xs:simpleContent>'
            '<xs:restriction base="flux"><xs:minInclusive value="1"/><xs:maxInclusive value="3"/>'
            "</xs:restriction></xs:simpleContent></xs:complexType>"
            '<xs:element name="leaf"><xs:complexType><xs:sequence>'
            '<xs:element name="tree" type="node" maxOccurs="unbounded"/>'
            '<xs:element name="flux" type="value" minOccurs="0" maxOccurs="unbounded"/>'
            "</xs:sequence></xs:complexType></xs:element>",
        )
    },
    "types of another namespace, and of local elements": {
        "a.xsd": (
            'targetNamespace="urn:corner" xmlns:b="urn:b"',
            '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>'
            '<xs:complexType name="mine"><xs:complexContent><xs:extension base="b:base">'
            '<xs:sequence><xs:element name="own" type="xs:date"/></xs:sequence></xs:extension>'
            '</xs:complexContent></xs:complexType><xs:element name="leaf"><xs:complexType>'
            '<xs:sequence><xs:element name="part" type="b:base" maxOccurs="unbounded"/>'
            '<xs:element name="only" type="b:open" block="extension" minOccurs="0"/>'
            '<xs:element name="open" type="b:open" minOccurs="0" maxOccurs="unbounded"/>'
            "</xs:sequence></xs:complexType></xs:element>",
        ),
        "b.xsd": (
            'targetNamespace="urn:b" xmlns="urn:b" elementFormDefault="qualified"',
            '<xs:complexType name="base" abstract="true"><xs:sequence>'
            '<xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>'
            '<xs:complexType name="theirs"><xs:complexContent><xs:extension base="base">'
            '<xs:sequence><xs:element name="y" type="xs:string"/></xs:sequence></xs:extension>'
            '</xs:complexContent></xs:complexType><xs:complexType name="open"><xs:sequence>'
            '<xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>'
            '<xs:complexType name="more"><xs:complexContent><xs:extension base="open">'
            '<xs:sequence><xs:element name="z" type="xs:boolean"/></xs:sequence></xs:extension>'
            "</xs:complexContent></xs:complexType>",
        ),
    },
    "no namespace, and names with dots": {
        "a.xsd": (
            "",
            '<xs:complexType name="base" abstract="true"><xs:sequence>'
            '<xs:element name="x.y" type="xs:int"/></xs:sequence></xs:complexType>'
            '<xs:complexType name="one"><xs:complexContent><xs:extension base="base">'
            '<xs:sequence><xs:element name="y" type="xs:int" maxOccurs="2"/></xs:sequence>'
            "</xs:extension></xs:complexContent></xs:complexType>"
            '<xs:complexType name="two"><xs:complexContent><xs:restriction base="base">'
            '<xs:sequence><xs:element name="x.y" type="xs:byte"/></xs:sequence></xs:restriction>'
            "</xs:complexContent></xs:complexType>"
            '<xs:element name="leaf"><xs:complexType><xs:sequence>'
            '<xs:element name="a.b" type="base" maxOccurs="unbounded"/>'
            '<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="c" type="xs:int"/>'
            "</xs:sequence></xs:complexType></xs:element>"
            "</xs:sequence></xs:complexType></xs:element>",
        )
    },
    "elements that stand for others": {
        "a.xsd": (
            'targetNamespace="urn:corner" xmlns="urn:corner" elementFormDefault="qualified"',
            '<xs:complexType name="small"><xs:sequence><xs:element name="x" type="xs:int"/>'
            '</xs:sequence></xs:complexType><xs:complexType name="large"><xs:complexContent>'
            '<xs:extension base="small"><xs:sequence><xs:element name="y" type="xs:int"/>'
            "</xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
            '<xs:element name="head" type="small" abstract="true"/>'
            '<xs:element name="a" type="small" substitutionGroup="head"/>'
            '<xs:element name="b" type="large" substitutionGroup="head"/>'
            '<xs:element name="between" type="large" abstract="true" substitutionGroup="b"/>'
            '<xs:element name="c" type="large" substitutionGroup="between"/>'
            '<xs:element name="plain" type="small"/>'
            '<xs:element name="other" type="large" substitutionGroup="plain"/>'
            '<xs:element name="alone" type="small" block="substitution"/>'
            '<xs:element name="never" type="large" substitutionGroup="alone"/>'
            '<xs:element name="leaf"><xs:complexType><xs:sequence>'
            '<xs:element ref="head" maxOccurs="unbounded"/>'
            '<xs:element ref="plain" maxOccurs="4"/><xs:element ref="alone"/>'
            "</xs:sequence></xs:complexType></xs:element>",
        )
    },
    "local elements of one choice with one type": {
        "a.xsd": (
            'targetNamespace="urn:corner" xmlns="urn:corner"',
            '<xs:complexType name="part"><xs:sequence><xs:element name="x" type="xs:int"/>'
            '</xs:sequence></xs:complexType><xs:element name="leaf"><xs:complexType><xs:sequence>'
            '<xs:choice maxOccurs="unbounded"><xs:element name="a" type="part"/>'
            '<xs:element name="b" type="part"/><xs:element name="i" type="xs:int"/>'
            '<xs:element name="j" type="xs:int"/></xs:choice></xs:sequence></xs:complexType>'
            "</xs:element>",
        )
    },
    "a union with marks of XML in an attribute": {
        "a.xsd": (
            'targetNamespace="urn:corner" xmlns="urn:corner"',
            '<xs:simpleType name="marks"><xs:restriction base="xs:string">'
            '<xs:pattern value="[&lt;&gt;&amp;]{3}"/></xs:restriction></xs:simpleType>'
            '<xs:simpleType name="either"><xs:union memberTypes="xs:date marks"/></xs:simpleType>'
            '<xs:element name="leaf"><xs:complexType><xs:sequence>'
            '<xs:element name="x" type="either" maxOccurs="9"/></xs:sequence>'
            '<xs:attribute name="o" type="either" use="required"/></xs:complexType></xs:element>',
        )
    },
    "a file that is part of two namespaces": {
        **{
            f"{name}.xsd": (
                f'targetNamespace="urn:corner:{name}" xmlns="urn:corner:{name}"',
                '<xs:include schemaLocation="middle.xsd"/><xs:element name="leaf" type="whole"/>',
            )
            for name in ("one", "two")
        },
        "middle.xsd": (
            'elementFormDefault="qualified"',
            '<xs:include schemaLocation="inner.xsd"/><xs:complexType name="whole"><xs:sequence>'
            '<xs:element name="p" type="part" maxOccurs="unbounded"/></xs:sequence>'
            "</xs:complexType>",
        ),
        "inner.xsd": (
            "",
            '<xs:complexType name="part" abstract="true"><xs:sequence>'
            '<xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>'
            '<xs:complexType name="more"><xs:complexContent><xs:extension base="part">'
            '<xs:sequence><xs:element name="y" type="xs:int"/></xs:sequence></xs:extension>'
            "</xs:complexContent></xs:complexType>",
        ),
    },
}
XSDATA = {
    # A global element of one type that names another in xsi:type; writing it has its own reason.
    "elements that stand for others": {"order of elements", "choice"},
}
"""What of a corner goes to xsdata, by the reason that is counted."""
LOOK = """
import dataclasses, gc, json, sys
import dpkit
from dpkit.binding.access import fetch
from dpkit.binding.codec import FALLBACKS
from dpkit.product.document import read_document
from dpkit.product.partial import read_part, stream_records
from dpkit.schema.paths import places_at, product_paths
from dpkit_archive.documentjson import document_json
from lxml import etree
from xsdata.formats.dataclass.parsers import XmlParser


def parts_are_those_of_the_whole(name, whole):
    '''Compare the records at each path with what the whole holds, and count them by XPath.'''
    root = etree.parse(name).getroot()
    for place in product_paths(whole.entry):
        if place.field.get("attribute"):
            continue
        records = list(stream_records(name, place.path))
        # The path of an element that others stand for is that of these, too.
        ways = {one.steps for one in places_at(whole.entry, place.path)}
        xpaths = ["/".join(f"*[local-name()='{step}']" for step in way) for way in ways]
        if len(records) != sum(len(root.xpath(xpath)) for xpath in xpaths):
            return place.path
        held = fetch(whole.content, "/".join(place.steps))
        if len(ways) == 1 and repr(records) != repr(held):
            return place.path
        if repr(read_part(name, place.path)) != repr(records[0] if records else None):
            return place.path
    for head in whole.entry.types[whole.entry.root_type].get("heads", ()):
        fields = [field.name for field in dataclasses.fields(whole.content)]
        (held,) = [field for field in fields if head in field.split("_or_")]
        if repr(list(stream_records(name, head))) != repr(getattr(whole.content, held)):
            return head
    for node in root.iterdescendants():
        above = [etree.QName(one).localname for one in (node, *node.iterancestors())]
        if not places_at(whole.entry, ".".join(reversed(above[:-1]))):
            return above
    return True


def leaves(value):
    if isinstance(value, list):
        return sum(map(leaves, value))
    if not isinstance(value, dict):
        return 1
    return sum(leaves(one) for name, one in value.items() if not name.startswith("@")) or 1


def json_has_every_leaf(name):
    elements = etree.parse(name).getroot().iter()
    return leaves(document_json(read_document(name))) == sum(not len(node) for node in elements)


said = []
for number, name in enumerate(sys.argv[1:]):
    one, two = dpkit.read(name), dpkit.read(name)
    written = dpkit.write(one, f"again-{number}")
    gc.collect()  # of a dataclass with slots xsdata may find the class that it was made from
    judge = XmlParser().parse(name, type(one.content))
    said.append([
        one.content == two.content == judge == dpkit.read(written).content,
        repr(one.content) == repr(judge),
        parts_are_those_of_the_whole(name, one),
        json_has_every_leaf(name),
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
    products = [row["name"] for row in listed if row["name"].endswith("leaf")]
    assert len(products) == sum('name="leaf"' in body for _, body in CORNERS[corner].values())
    for product in products:
        for how in ("--minimal", "--full", "--seed=1", "--seed=2", "--seed=3"):
            out = f"{how.strip('-')}-{product}"
            run("-m", "dpkit", "schema", "sample", product, how, "--out", out)
    documents = sorted(str(path) for path in tmp_path.glob("*-*/*.xml"))
    assert len(documents) == 5 * len(products)
    run("-m", "dpkit", "validate", "--level", "schema", *documents)
    said, counted = json.loads(run("-c", LOOK, *documents))
    assert said == [[True] * 4] * len(documents)
    assert counted.keys() == XSDATA.get(corner, set())


CONFUSED = (
    'targetNamespace="urn:corner" xmlns="urn:corner"',
    '<xs:complexType name="small"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence>'
    '</xs:complexType><xs:complexType name="large"><xs:complexContent><xs:extension base="small">'
    '<xs:sequence><xs:element name="y" type="xs:int"/></xs:sequence></xs:extension>'
    '</xs:complexContent></xs:complexType><xs:element name="leaf"><xs:complexType><xs:sequence>'
    '<xs:choice maxOccurs="9"><xs:element name="a" type="small"/>'
    '<xs:element name="b" type="large"/></xs:choice>'
    '<xs:any namespace="##other" processContents="skip" minOccurs="0"/>'
    "</xs:sequence></xs:complexType></xs:element>",
)
TYPED = '<a xsi:type="p:large" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'


@pytest.mark.parametrize("other", ["", '<other xmlns="urn:other"/>'])
def test_an_element_that_would_become_another_is_refused(
    tmp_path: Path, python: Shell, other: str
) -> None:
    schemas = tmp_path / "corner_xsd"
    schemas.mkdir()
    (schemas / "__init__.py").touch()
    head, body = CONFUSED
    (schemas / "a.xsd").write_text(f"{HEAD.format(head)}{body}</xs:schema>")
    (tmp_path / "d.xml").write_text(
        '<p:leaf xmlns:p="urn:corner">\n<b><x>1</x><y>2</y></b>\n'
        f"{TYPED}<x>1</x><y>2</y></a>{other}</p:leaf>"
    )
    known = {"PYTHONPATH": str(tmp_path), "DPKIT_SCHEMAS": "corner_dm=corner_xsd"}
    words = ("schema", "generate", "--source", "corner_xsd", "--package", "corner_dm")
    python("-m", "dpkit", *words, cwd=tmp_path, **known)
    python("-m", "dpkit", "validate", "--level", "schema", "d.xml", cwd=tmp_path, **known)
    read = "import dpkit\ntry: dpkit.read('d.xml')\nexcept dpkit.DpkitError as e: print(e)"
    said = python("-c", read, cwd=tmp_path, **known).stdout
    assert said.startswith("d.xml:3: the element a ")
    assert "objects do not keep the names" in said
