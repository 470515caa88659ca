"""Schemas of any style become declarations: refs, groups, choices, anonymous types."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpkit.schema.annotation.expansion import fields_of, primitive
from dpkit.schema.xsd.declaration import XS, ComplexType, QName, SchemaSet, SimpleType
from dpkit.schema.xsd.reader import read_schemas

HEAD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a" '
    'elementFormDefault="{}">\n'
)


def read(folder: Path, body: str, form: str = "qualified") -> SchemaSet:
    (folder / "a.xsd").write_text(f"{HEAD.format(form)}{body}\n</xs:schema>\n")
    return read_schemas(folder)


def occurs(schemas: SchemaSet, name: str) -> dict[str, tuple[int, int | None]]:
    fields = fields_of(schemas, QName("urn:a", name))
    return {("@" if f.attribute else "") + f.name: (f.minimum, f.maximum) for f in fields}


def complex_type(content: str, name: str = "t") -> str:
    return f'<xs:complexType name="{name}">{content}</xs:complexType>'


CONTENT = {
    "groups are put in": (
        '<xs:group name="g"><xs:sequence><xs:element name="x" type="xs:int" maxOccurs="2"/>'
        "</xs:sequence></xs:group>"
        + complex_type(
            '<xs:sequence><xs:group ref="g" minOccurs="0" maxOccurs="3"/></xs:sequence>'
        ),
        {"x": (0, 6)},
    ),
    "attribute groups are put in": (
        '<xs:attributeGroup name="g"><xs:attribute name="x" use="required"/></xs:attributeGroup>'
        + complex_type('<xs:attributeGroup ref="g"/>'),
        {"@x": (1, 1)},
    ),
    "references": (
        '<xs:element name="e" type="xs:int"/><xs:attribute name="k" type="xs:int"/>'
        + complex_type(
            '<xs:sequence><xs:element ref="e" maxOccurs="unbounded"/></xs:sequence>'
            '<xs:attribute ref="k" use="required"/>'
        ),
        {"e": (1, None), "@k": (1, 1)},
    ),
    "what stands for another": (
        '<xs:element name="head" abstract="true"/>'
        '<xs:element name="one" substitutionGroup="head" type="xs:int"/>'
        '<xs:element name="two" substitutionGroup="one" type="xs:int"/>'
        + complex_type('<xs:sequence><xs:element ref="head"/></xs:sequence>'),
        {"one": (0, 1), "two": (0, 1)},
    ),
    "one name in both branches": (
        complex_type(
            '<xs:choice><xs:sequence><xs:element name="x" type="xs:int"/>'
            '<xs:element name="y" type="xs:int" minOccurs="0"/></xs:sequence>'
            '<xs:sequence><xs:element name="y" type="xs:int"/>'
            '<xs:element name="x" type="xs:int"/></xs:sequence></xs:choice>'
        ),
        {"x": (1, 1), "y": (0, 1)},
    ),
    "one name twice in a sequence": (
        complex_type(
            '<xs:sequence><xs:element name="x" type="xs:int"/>'
            '<xs:element name="y" type="xs:int"/><xs:element name="x" type="xs:int"/>'
            "</xs:sequence>"
        ),
        {"x": (2, 2), "y": (1, 1)},
    ),
    "all": (
        complex_type('<xs:all><xs:element name="x" type="xs:int" minOccurs="0"/></xs:all>'),
        {"x": (0, 1)},
    ),
    "wildcards are no fields": (
        complex_type(
            '<xs:sequence><xs:any processContents="lax"/></xs:sequence>'
            '<xs:attribute name="x" use="prohibited"/><xs:anyAttribute/>'
        ),
        {},
    ),
    "recursion": (
        '<xs:element name="e"><xs:complexType><xs:sequence><xs:element ref="e" minOccurs="0"/>'
        "</xs:sequence></xs:complexType></xs:element>"
        + complex_type('<xs:sequence><xs:element ref="e"/></xs:sequence>'),
        {"e": (1, 1)},
    ),
}


@pytest.mark.parametrize("name", CONTENT)
def test_content_becomes_fields(tmp_path: Path, name: str) -> None:
    body, expected = CONTENT[name]
    assert occurs(read(tmp_path, body), "t") == expected


def test_anonymous_types_are_named_by_where_they_stand(tmp_path: Path) -> None:
    inner = '<xs:complexType><xs:attribute name="k"><xs:simpleType><xs:list itemType="xs:int"/>'
    schemas = read(
        tmp_path,
        f'<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="x">{inner}'
        "</xs:simpleType></xs:attribute></xs:complexType></xs:element></xs:sequence>"
        f"</xs:complexType></xs:element>{complex_type('', 'e')}",
    )
    assert {name.name for name in schemas.types} == {"e", "/e", "/e/x", "/e/x/@k"}


def test_lists_and_unions_of_anonymous_types(tmp_path: Path) -> None:
    word = '<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>'
    schemas = read(
        tmp_path,
        f'<xs:simpleType name="l"><xs:list>{word}</xs:list></xs:simpleType>'
        f'<xs:simpleType name="u"><xs:union memberTypes="xs:date">{word}</xs:union></xs:simpleType>'
        f'<xs:simpleType name="r"><xs:restriction>{word}<xs:maxInclusive value="3"/>'
        "</xs:restriction></xs:simpleType>",
    )
    listed, union = (schemas.types[QName("urn:a", n)] for n in ("l", "u"))
    assert isinstance(listed, SimpleType)
    assert isinstance(union, SimpleType)
    assert listed.item == QName("urn:a", "l/1")
    assert union.members == (QName(XS, "date"), QName("urn:a", "u/1"))
    assert primitive(schemas, QName("urn:a", "l")) == "xs:int"
    assert primitive(schemas, QName("urn:a", "r")) == "xs:int"


@pytest.mark.parametrize(
    ("form", "own", "namespace"),
    [
        ("qualified", "", "urn:a"),
        ("unqualified", "", ""),
        ("qualified", 'form="unqualified"', ""),
        ("unqualified", 'form="qualified"', "urn:a"),
    ],
)
def test_names_are_qualified_as_the_schema_says(
    tmp_path: Path, form: str, own: str, namespace: str
) -> None:
    body = complex_type(f'<xs:sequence><xs:element name="x" type="xs:int" {own}/></xs:sequence>')
    declared = read(tmp_path, body, form).types[QName("urn:a", "t")]
    assert isinstance(declared, ComplexType)
    assert declared.fields[0].namespace == namespace


def test_language_needs_no_schema_of_its_own(tmp_path: Path) -> None:
    space = "http://www.w3.org/XML/1998/namespace"
    schemas = read(
        tmp_path,
        f'<xs:import namespace="{space}" schemaLocation="http://www.w3.org/2001/xml.xsd"/>'
        + complex_type('<xs:attribute ref="xml:lang"/>'),
    )
    (field,) = fields_of(schemas, QName("urn:a", "t"))
    assert (field.name, field.namespace, field.attribute) == ("lang", space, True)
    assert schemas.schemas[space].module == "xml"


@pytest.mark.parametrize(
    ("namespace", "module"),
    [
        ("urn:night:log", "log"),
        ("http://www.ivoa.net/xml/VOTable/v1.3", "votable_v1_3"),
        ("http://pds.nasa.gov/pds4/pds/v1", "pds_v1"),
        ("http://e.org/Class#", "class_"),
        ("urn:2mass", "ns_2mass"),
        ("urn:codec", "codec_"),
    ],
)
def test_module_is_the_end_of_the_namespace(tmp_path: Path, namespace: str, module: str) -> None:
    text = HEAD.format("qualified").replace("urn:a", namespace)
    (tmp_path / "a.xsd").write_text(f"{text}</xs:schema>")
    assert read_schemas(tmp_path).schemas[namespace].module == module
