"""Schemas that the house style leaves out are refused with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpkit.errors import SchemaError
from dpkit.schema.xsd.declaration import ComplexType, QName, SimpleType
from dpkit.schema.xsd.reader import is_strict, module_name, read_schemas

HEAD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:test:toy"
           targetNamespace="urn:test:toy">
"""
SPACE = "urn:test:toy"


def toy(folder: Path, body: str, name: str = "toy.xsd") -> Path:
    file = folder / name
    file.write_text(f"{HEAD}{body}\n</xs:schema>\n")
    return file


def read(folder: Path, body: str):
    toy(folder, body)
    return read_schemas(folder, strict=True)


def line_of(file: Path, text: str) -> int:
    before = file.read_text().partition(text)[0]
    return before.count("\n") + 1


REFUSED = {
    "xs:any": '<xs:complexType name="a"><xs:sequence>\n<xs:any/></xs:sequence></xs:complexType>',
    "xs:anyAttribute": '<xs:complexType name="a">\n<xs:anyAttribute/></xs:complexType>',
    "xs:group": (
        '<xs:group name="g"><xs:sequence><xs:element name="e" type="xs:int"/></xs:sequence>'
        '</xs:group><xs:complexType name="a">\n<xs:group ref="t:g"/></xs:complexType>'
    ),
    "xs:attributeGroup": (
        '<xs:attributeGroup name="g"><xs:attribute name="e"/></xs:attributeGroup>'
        '<xs:complexType name="a">\n<xs:attributeGroup ref="t:g"/></xs:complexType>'
    ),
    "xs:element": (
        '<xs:element name="e" type="xs:int"/><xs:complexType name="a"><xs:sequence>\n'
        '<xs:element ref="t:e"/></xs:sequence></xs:complexType>'
    ),
    "xs:attribute": (
        '<xs:attribute name="e" type="xs:int"/><xs:complexType name="a">\n'
        '<xs:attribute ref="t:e"/></xs:complexType>'
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_construct_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(SchemaError, match=f"{name} is not used") as caught:
        read(tmp_path, REFUSED[name])
    line = 4 + REFUSED[name].partition("\n")[0].count("\n")
    assert caught.value.place == f"{tmp_path / 'toy.xsd'}:{line}"


def test_mixed_content_is_refused(tmp_path: Path) -> None:
    body = '\n<xs:complexType name="a" mixed="true"><xs:sequence/></xs:complexType>'
    with pytest.raises(SchemaError, match="mixed") as caught:
        read(tmp_path, body)
    assert caught.value.place == f"{tmp_path / 'toy.xsd'}:4"


def test_invalid_schema_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"not a valid schema.*missing") as caught:
        read(tmp_path, '\n<xs:element name="e" type="t:missing"/>')
    assert caught.value.place == f"{tmp_path / 'toy.xsd'}:4"


def test_invalid_schema_below_a_folder_with_a_blank_names_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    with pytest.raises(SchemaError) as caught:
        read(folder, '<xs:element name="e" type="t:missing"/>')
    assert caught.value.place == f"{folder / 'toy.xsd'}:3"


def test_what_is_no_xml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="not a valid schema") as caught:
        read(tmp_path, "\n\n<xs:element")
    assert caught.value.place.startswith(f"{tmp_path / 'toy.xsd'}:")
    assert int(caught.value.place.rpartition(":")[2]) in {5, 6}


def test_two_files_of_one_namespace_are_refused(tmp_path: Path) -> None:
    toy(tmp_path, "", "a.xsd")
    toy(tmp_path, "", "b.xsd")
    with pytest.raises(SchemaError, match=r"is declared in .*a\.xsd already") as caught:
        read_schemas(tmp_path, strict=True)
    assert caught.value.place == f"{tmp_path / 'b.xsd'}:2"


def test_released_schemas_and_the_vocabulary_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "released").mkdir()
    toy(tmp_path, "", "a.xsd")
    toy(tmp_path / "released", "", "b.xsd")
    toy(tmp_path, "", "meta.xsd")
    assert is_strict(tmp_path)
    assert [schema.file.name for schema in read_schemas(tmp_path).schemas.values()] == ["a.xsd"]


def test_multiplicity_is_that_of_element_and_groups_together(tmp_path: Path) -> None:
    schemas = read(
        tmp_path,
        """<xs:complexType name="a"><xs:sequence>
             <xs:element name="one" type="xs:int"/>
             <xs:element name="some" type="xs:int" minOccurs="0" maxOccurs="3"/>
             <xs:sequence minOccurs="0" maxOccurs="2">
               <xs:element name="inner" type="xs:int" maxOccurs="4"/>
               <xs:element name="endless" type="xs:int" maxOccurs="unbounded"/>
             </xs:sequence>
             <xs:choice>
               <xs:element name="left" type="xs:int"/>
               <xs:element name="right" type="xs:int" maxOccurs="2"/>
             </xs:choice>
           </xs:sequence>
           <xs:attribute name="must" type="xs:int" use="required"/>
           <xs:attribute name="may" type="xs:int" default="7"/>
        </xs:complexType>""",
    )
    declared = schemas.types[QName(SPACE, "a")]
    assert isinstance(declared, ComplexType)
    assert {field.name: (field.minimum, field.maximum) for field in declared.fields} == {
        "one": (1, 1),
        "some": (0, 3),
        "inner": (0, 8),
        "endless": (0, None),
        "left": (0, 1),
        "right": (0, 2),
        "must": (1, 1),
        "may": (0, 1),
    }
    assert {f.name: f.default for f in declared.fields if f.attribute} == {"must": None, "may": "7"}


def test_simple_content_becomes_the_type_of_the_text(tmp_path: Path) -> None:
    schemas = read(
        tmp_path,
        """<xs:simpleType name="short"><xs:restriction base="xs:token">
             <xs:maxLength value="8"/><xs:enumeration value="A"/></xs:restriction></xs:simpleType>
           <xs:complexType name="a"><xs:simpleContent><xs:extension base="t:short">
             <xs:attribute name="unit" type="xs:string"/></xs:extension></xs:simpleContent>
           </xs:complexType>""",
    )
    declared = schemas.types[QName(SPACE, "a")]
    assert isinstance(declared, ComplexType)
    assert (declared.base, declared.text) == (None, QName(SPACE, "short"))
    short = schemas.types[QName(SPACE, "short")]
    assert isinstance(short, SimpleType)
    assert (short.facets, short.enumeration) == ({"maxLength": "8"}, {"A": ""})


@pytest.mark.parametrize(
    ("file", "namespace", "module"),
    [
        ("dpd/nir/x.xsd", "http://e/schema/dpd/nir/relphotoparams", "nir.relphotoparams"),
        ("bas/utd.xsd", "http://e/schema/bas/utd", "bas.utd"),
        ("dpd/vmpz/y.xsd", "urn:dpkit:dpd:vmpz:Mask", "vmpz.mask"),
        ("top.xsd", "urn:dpkit:top/", "top"),
    ],
)
def test_module_follows_folder_and_namespace(file: str, namespace: str, module: str) -> None:
    assert module_name(Path(file), namespace) == module
