"""Small schemas to compare, and documents that tell what their versions allow."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from dpkit.schema.diff.difference import Difference, diff_schemas

HEAD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:dpkit:meta"
  xmlns:t="urn:t" targetNamespace="urn:t">
"""
ANY = '<xs:any namespace="##local" processContents="{}" minOccurs="0"/>'
ANY_ATTRIBUTE = '<xs:anyAttribute namespace="##local" processContents="{}"/>'
ROOT = '<xs:element name="Dpd" type="t:data"/>'


def schema(folder: Path, body: str, name: str = "t.xsd") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"{HEAD}{body}</xs:schema>")
    return file


def data(inside: str, attributes: str = "", *, root: str = ROOT) -> str:
    sequence = f"<xs:sequence>{inside}</xs:sequence>"
    return f'{root}<xs:complexType name="data">{sequence}{attributes}</xs:complexType>'


def compare(folder: Path, old: str, new: str) -> list[Difference]:
    schema(folder / "old", old)
    schema(folder / "new", new)
    return diff_schemas(folder / "old", folder / "new")


def document(inside: str, attributes: str = "") -> str:
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    return f'<t:Dpd xmlns:t="urn:t" {xsi} {attributes}>{inside}</t:Dpd>'


def lost(folder: Path, documents: list[str]) -> list[str]:
    """Return the documents that are valid before and not after, by libxml2."""
    old, new = (etree.XMLSchema(file=str(folder / side / "t.xsd")) for side in ("old", "new"))
    trees = {text: etree.fromstring(text) for text in documents}
    assert any(old.validate(tree) for tree in trees.values())
    return [text for text, tree in trees.items() if old.validate(tree) and not new.validate(tree)]


A = '<xs:element name="A" type="xs:int"/>'
B = '<xs:element name="B" type="xs:string"/>'
DOCS = [
    document(inside, attributes)
    for inside in (
        "",
        "<A>1</A>",
        "<A>1000</A>",
        "<A>x</A>",
        "<A/>",
        '<A xsi:nil="true"/>',
        "<A>1</A><A>2</A>",
        "<A>1</A><B>x</B>",
        "<B>x</B><A>1</A>",
        "<A>1</A><C>x</C>",
        "<B>x</B>",
        "<A><Inner>1</Inner></A>",
        "<A><Inner>1</Inner><Inner>2</Inner></A>",
        '<A xsi:type="t:more"><Inner>1</Inner><Extra>2</Extra></A>',
        "text<A>1</A>",
    )
    for attributes in ("", 'x="1"', 'x="2"', 'y="1"')
]


def element(name: str, type_: str = "xs:int", more: str = "") -> str:
    return f'<xs:element name="{name}" type="{type_}" {more}/>'


def inner(content: str, more: str = "") -> str:
    """Return a type `t:inner`, and one derived from it."""
    extension = f'<xs:extension base="t:inner"><xs:sequence>{element("Extra")}</xs:sequence>'
    return (
        f'<xs:complexType name="inner" {more}><xs:sequence>{content}</xs:sequence></xs:complexType>'
        f'<xs:complexType name="more"><xs:complexContent>{extension}</xs:extension>'
        "</xs:complexContent></xs:complexType>"
    )


OPTIONAL, MANY = 'minOccurs="0"', 'maxOccurs="unbounded"'
X = '<xs:attribute name="x" type="xs:int" {}/>'
NEEDED, MIXED = 'use="required"', '<xs:complexType mixed="true"'
MORE = '<xs:complexType name="more"'


def noted(entries: str, documentation: str = "Said.") -> str:
    annotation = f"<xs:documentation>{documentation}</xs:documentation>"
    annotation += f"<xs:appinfo>{entries}</xs:appinfo>" if entries else ""
    element = f'<xs:element name="A" type="xs:int"><xs:annotation>{annotation}</xs:annotation>'
    return data(f"{element}</xs:element>")
