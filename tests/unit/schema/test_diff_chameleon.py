"""Files without a namespace are compared as part of each one that includes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.diff.difference import Difference, diff_schemas

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
INNER = """<xs:schema {xs} elementFormDefault="{form}">
  <xs:simpleType name="size"><xs:restriction base="xs:int">
    <xs:maxInclusive value="{limit}"/></xs:restriction></xs:simpleType>
</xs:schema>"""
MIDDLE = """<xs:schema {xs} elementFormDefault="{form}"><xs:include schemaLocation="inner.xsd"/>
  <xs:complexType name="part"><xs:sequence><xs:element name="Size" type="size"/></xs:sequence>
    <xs:attribute name="kind" type="size"/></xs:complexType>
  <xs:complexType name="more"><xs:complexContent><xs:extension base="part"><xs:sequence>
    <xs:element name="Extra" type="size"/></xs:sequence></xs:extension></xs:complexContent>
  </xs:complexType>
  <xs:element name="Plain" type="part"/>
</xs:schema>"""
OUTER = """<xs:schema {xs} xmlns:o="urn:{name}" targetNamespace="urn:{name}">
  <xs:include schemaLocation="{included}"/>
  <xs:element name="{name}"><xs:complexType><xs:sequence><xs:element name="Part" type="o:part"/>
    <xs:element ref="o:Plain" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
USED = {"limit": 100, "form": "unqualified"}


def schemas(folder: Path, **said: object) -> Path:
    """Write two namespaces that both include a file without one, which includes another."""
    folder.mkdir()
    for name, text in (("inner", INNER), ("common/middle", MIDDLE)):
        file = folder / f"{name}.xsd"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.format(xs=XS, **USED | said).replace('"inner.', '"../inner.'))
    for name in ("One", "Two"):
        text = OUTER.format(xs=XS, name=name, included="common/middle.xsd")
        (folder / f"{name}.xsd").write_text(text)
    return folder


def document(name: str, size: str, space: str = "") -> etree._Element:
    inner = f'<Size xmlns="{space}">{size}</Size>' if space else f"<Size>{size}</Size>"
    part = f'<Part kind="1">{inner}</Part>'
    return etree.fromstring(f'<o:{name} xmlns:o="urn:{name}">{part}</o:{name}>')


def said(found: list[Difference]) -> list[tuple[str, str, str, bool]]:
    return [(one.type, one.path, one.kind, one.breaking) for one in found]


def test_the_same_is_no_difference(tmp_path: Path) -> None:
    old, new = schemas(tmp_path / "old"), schemas(tmp_path / "new")
    assert diff_schemas(old, new) == []


@pytest.mark.parametrize(("limit", "breaking"), [(50, True), (200, False)])
def test_a_facet_is_compared_in_each_namespace(tmp_path: Path, limit: int, breaking: bool) -> None:
    old, new = schemas(tmp_path / "old"), schemas(tmp_path / "new", limit=limit)
    found = diff_schemas(old, new)
    assert said(found) == [("One:size", "", "facet", breaking), ("Two:size", "", "facet", breaking)]
    assert [one.products for one in found] == [("One", "Plain"), ("Plain", "Two")]
    for name in ("One", "Two"):
        before, after = (etree.XMLSchema(file=str(f / f"{name}.xsd")) for f in (old, new))
        assert before.validate(document(name, "75"))
        assert after.validate(document(name, "75")) is not breaking


def test_elements_are_qualified_by_the_namespace_that_includes_them(tmp_path: Path) -> None:
    old, new = schemas(tmp_path / "old"), schemas(tmp_path / "new", form="qualified")
    found = diff_schemas(old, new)
    assert {(one.type, one.kind) for one in found if one.breaking} == {
        (f"{name}:{type_}", "renamed") for name in ("One", "Two") for type_ in ("part", "more")
    }
    assert {(one.old, one.new) for one in found if one.type == "One:part"} == {("Size", "One:Size")}
    after = etree.XMLSchema(file=str(new / "One.xsd"))
    assert after.validate(document("One", "1", "urn:One"))
    assert not after.validate(document("One", "1"))


def test_where_a_declaration_stands_makes_no_difference(tmp_path: Path) -> None:
    old, new = schemas(tmp_path / "old"), schemas(tmp_path / "new")
    declared = [
        etree.tostring(node).decode()
        for name in ("common/middle", "inner")
        for node in etree.parse(new / f"{name}.xsd").getroot()
        if not str(node.tag).endswith("include")
    ]
    body = re.sub('((?:base|type)=")(part|size)', r"\1o:\2", "".join(declared))
    text = (new / "One.xsd").read_text().replace("</xs:schema>", f"{body}</xs:schema>")
    (new / "One.xsd").write_text(re.sub("<xs:include[^>]*>", "", text))
    assert diff_schemas(old, new) == []


def test_a_file_that_nobody_includes_has_no_namespace(tmp_path: Path) -> None:
    sides = []
    for side, type_ in (("old", "xs:int"), ("new", "xs:date")):
        (tmp_path / side).mkdir()
        text = f'<xs:schema {XS}><xs:element name="Alone" type="{type_}"/></xs:schema>'
        (tmp_path / side / "a.xsd").write_text(text)
        sides.append(tmp_path / side)
    assert ("Alone", "", "type", True) in said(diff_schemas(*sides))


def test_what_is_wrong_in_an_included_file_is_told_there(tmp_path: Path) -> None:
    old, new = schemas(tmp_path / "old"), schemas(tmp_path / "new")
    file = new / "common/middle.xsd"
    file.write_text(file.read_text().replace('name="Extra" type="size"', 'name="E" type="o"'))
    with pytest.raises(SchemaError, match="not a valid schema") as caught:
        diff_schemas(old, new)
    assert caught.value.place == f"{file}:5"
