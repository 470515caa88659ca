"""keys.toml says what schemas mean; what it gets wrong is refused with what was expected."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from dpkit.errors import SchemaError
from dpkit.schema.annotation.compilation import compile_product
from dpkit.schema.foreign.keyfile import (
    BOUNDS,
    CERTIFICATIONS,
    KEY_TYPES,
    PARTS,
    POLICIES,
    ROLES,
    read_keyfile,
)
from dpkit.schema.foreign.product import foreign_products
from dpkit.schema.package import META
from dpkit.schema.xsd.declaration import ComplexType, QName
from dpkit.schema.xsd.reader import read_schemas

ROOT = Path(__file__).parents[3]
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"
  xmlns="urn:a" elementFormDefault="qualified" version="3">
  <xs:complexType name="Star"><xs:sequence>
    <xs:element name="name" type="xs:string"/><xs:element name="flux" type="xs:double"/>
    <xs:element name="companion" type="Star" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="File"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="sum" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="survey"><xs:complexType><xs:sequence>
    <xs:element name="guide" type="Star"/><xs:element name="target" type="Star"/>
    <xs:element name="other" type="Star" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="image" type="File" minOccurs="0"/><xs:element name="image2" type="File"/>
    <xs:element name="start" type="xs:dateTime"/>
  </xs:sequence><xs:attribute name="id" type="xs:string"/></xs:complexType></xs:element>
  <xs:element name="note" type="xs:string"/>
</xs:schema>
"""
KEYS = """
[keys.star]
type = "string"
"""


def compile_all(folder: Path, text: str | None) -> dict[str, Any]:
    (folder / "a.xsd").write_text(SCHEMA)
    if text is not None:
        (folder / "keys.toml").write_text(text)
    keyfile = read_keyfile(folder)
    return {
        product.name: compile_product(
            product.schemas,
            keyfile.keys,
            product.schema,
            product.skeleton,
            products={"survey"},
            package="survey_dm",
        )
        for product in foreign_products(read_schemas(folder), keyfile, "survey_dm")
    }


def test_without_a_file_roots_are_products(tmp_path: Path) -> None:
    compiled = compile_all(tmp_path, None)
    assert list(compiled) == ["survey"]
    product = compiled["survey"]["product"]
    assert (product["title"], product["custodian"]) == ("survey", "survey_dm")
    assert (product["version"], product["unique"]) == ("3", [])


def test_only_the_products_that_are_named(tmp_path: Path) -> None:
    assert list(compile_all(tmp_path, "[products.note]")) == ["note"]


def test_a_path_is_about_one_place_of_a_type(tmp_path: Path) -> None:
    text = KEYS + '[products.survey]\nunique = ["star"]\n[products.survey.keys]\n'
    compiled = compile_all(tmp_path, text + 'star = "target/name"')["survey"]
    assert compiled["keys"] == [
        {"name": "star", "path": "target/name", "type": "string", "repeated": False}
    ]


def test_everything_else_that_can_be_said(tmp_path: Path) -> None:
    compiled = compile_all(
        tmp_path,
        """
        [products.survey]
        title = "T"
        custodian = "C"
        level = "L"
        version = "9"
        fileName = "F"
        processingFunction = "P"
        volatile = "guide/flux"
        roles.id = "@id"
        roles.created = "start"
        initial."guide/name" = "Vega"
        references.survey = "target/name"
        time.instant = "start"
        validity.policy = "closest"
        validity.maximumDistance = "P1D"
        validity.certify = "manual"
        validity.instant = "start"
        files.First = "image"
        files.Second = { name = "image2", checksum = "image2/@sum" }
        """,
    )["survey"]
    product = compiled["product"]
    names = ("title", "custodian", "level", "version", "fileName", "processingFunction")
    assert [product[name] for name in names] == ["T", "C", "L", "9", "F", "P"]
    assert compiled["roles"] == {"id": "@id", "created": "start"}
    assert compiled["initial"] == {"guide/name": "Vega"}
    assert compiled["references"] == [{"path": "target/name", "product": "survey"}]
    assert compiled["time"] == {"instant": "start"}
    assert compiled["validity"]["policy"] == "closest"
    assert {s["path"]: s["parts"] for s in compiled["files"]} == {
        "image": {"name": "text()"},
        "image2": {"name": "text()", "checksum": "@sum"},
    }
    assert set(compiled["volatile"]) == {
        "guide/flux",
        "@id",
        "start",
        "image",
        "image2",
        "image2/@sum",
    }


PRODUCT = "[products.survey]\n"
WRONG = {
    "no TOML": ("[products", "not TOML", ""),
    "unknown table": ("[product.survey]", "'product' is unknown here", "did you mean products"),
    "unknown entry": (PRODUCT + 'titel = "x"', "'titel' is unknown here", "title"),
    "no text": (PRODUCT + "title = 3", "title = 3 is no text", 'title = "..."'),
    "no table": ("products = 3", "is no table", r"[products]"),
    "no list": (PRODUCT + "unique = 3", "no list of texts", 'unique = ["..."]'),
    "unknown root": ("[products.survy]", "no root element 'survy'", "did you mean survey"),
    "type of a key": ('[keys.a]\ntype = "float"', "type = 'float' is unknown", "integer, string"),
    "no type of a key": ("[keys.a]", "type is missing", "integer, string"),
    "name of a key": ('[keys."a b"]\ntype = "string"', "no name of a key", "letters"),
    "truth": ('[keys.a]\ntype = "string"\nlist = "yes"', "no truth value", "list = true"),
    "undeclared key": (
        PRODUCT + 'keys.stern = "target/name"',
        "key 'stern' is not declared",
        "declared key",
    ),
    "unknown path": (
        KEYS + PRODUCT + 'keys.star = "target/nam"',
        "'target/nam' does not exist: target has no 'nam'",
        "did you mean name",
    ),
    "key without text": (KEYS + PRODUCT + 'keys.star = "target"', "without text", "inside"),
    "key with several values": (
        KEYS + PRODUCT + 'keys.star = "other/name"',
        "has several values",
        "list = true in keys.toml",
    ),
    "no path": (KEYS + PRODUCT + "keys.star = []", "star has no path", 'star = "..."'),
    "unknown role": (PRODUCT + 'roles.idd = "@id"', "'idd' is unknown here", "id"),
    "unique by no key": (KEYS + PRODUCT + 'unique = ["star"]', "unique names 'star'", "none"),
    "file without name": (
        PRODUCT + 'files.A = { checksum = "image/@sum" }',
        "path of the file's name is missing",
        "name",
    ),
    "parts apart": (
        PRODUCT + 'files.A = { name = "image", checksum = "image2/@sum" }',
        "not within one element",
        "Files/Image",
    ),
    "one file twice": (PRODUCT + 'files = { A = "image", B = "image" }', "at one path", "own"),
    "unknown unit": (PRODUCT + 'units."target/flux" = "furlong"', "'furlong' is not VOUnit", ""),
    "unit is a table": (PRODUCT + 'units."target/flux" = 3', "is no text", "target/flux"),
    "two units of one declaration": (
        PRODUCT + 'units = { "target/flux" = "Jy", "guide/flux" = "mJy" }',
        "has unit 'Jy' already",
        "same declaration",
    ),
    "unknown policy": (
        PRODUCT + 'validity = { policy = "newest" }',
        "policy = 'newest' is unknown",
        "valid-at",
    ),
    "validity without bound": (
        PRODUCT + 'validity = { policy = "valid-at", begin = "start" }',
        "no element holds its end",
        "paths of end in this table of keys.toml",
    ),
    "time of no time": (PRODUCT + 'time.begin = "target/name"', "'begin' is no time", "dateTime"),
    "one time twice": (
        PRODUCT + 'time = { begin = "start", end = "start" }',
        "start is both begin and end of one time",
        "of its own",
    ),
    "creation of no time": (
        PRODUCT + 'roles.created = "target/flux"',
        "'created' is no time",
        "dateTime",
    ),
    "validity of no time": (
        PRODUCT + 'validity = { policy = "latest-before", instant = "target/name" }',
        "'instant' is no time",
        "dateTime",
    ),
    "integer key of a text": (
        '[keys.number]\ntype = "integer"\n' + PRODUCT + 'keys.number = "target/name"',
        "'number' is declared as integer, and target/name is none",
        "keys.toml",
    ),
    "selection by an observation": (
        KEYS + "selection = false\n" + PRODUCT + 'keys.star = "target/name"\nselect = "star"',
        "select names 'star', which names an observation",
        "the validity tells the time",
    ),
    "unit of a text": (
        PRODUCT + 'units."target/name" = "Jy"',
        "unit 'Jy' is of no number: target/name",
        "holds the number",
    ),
    "reference to no product": (
        PRODUCT + 'references.surveys = "target/name"',
        "reference to 'surveys'",
        "did you mean survey",
    ),
    "role with two paths": (
        PRODUCT + 'roles.status = ["target/name", "guide/name"]',
        "'status' has 2 paths",
        "give one",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_file_is_refused_with_what_was_expected(tmp_path: Path, name: str) -> None:
    text, message, remedy = WRONG[name]
    with pytest.raises(SchemaError) as caught:
        compile_all(tmp_path, text)
    assert message in caught.value.message
    assert remedy in caught.value.remedy
    assert caught.value.place.startswith(str(tmp_path / "keys.toml"))


def values_of(meta: etree._Element, name: str) -> set[str]:
    """Return the values that the vocabulary enumerates in a type, or at an element's attribute."""
    found = meta.find(f".//*[@name='{name}']")
    assert found is not None
    return {node.get("value", "") for node in found.iter("{*}enumeration")}


def test_words_are_those_of_the_vocabulary() -> None:
    meta = etree.parse(ROOT / "xsd/dpkit_xsd/meta.xsd").getroot()
    assert meta.get("targetNamespace") == META
    assert set(ROLES) == values_of(meta, "role")
    assert {*PARTS, "storage"} == values_of(meta, "file")
    assert set(POLICIES) == values_of(meta, "policy")
    assert set(CERTIFICATIONS) == values_of(meta, "certification")
    assert set(BOUNDS) == values_of(meta, "bound")
    assert set(KEY_TYPES) == values_of(meta, "keyType")


DERIVED = """<xs:complexType name="Wide" abstract="true"><xs:sequence>
  <xs:element name="label" type="xs:string"/></xs:sequence></xs:complexType>
<xs:complexType name="Nova"><xs:complexContent><xs:extension base="Wide"><xs:sequence>
  <xs:element name="day" type="xs:int"/><xs:element name="peak" type="xs:double"/>
</xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="Burst"><xs:complexContent><xs:extension base="Wide"><xs:sequence>
  <xs:element name="day" type="xs:date"/></xs:sequence></xs:extension></xs:complexContent>
</xs:complexType>
<xs:element name="survey"><xs:complexType><xs:sequence><xs:element name="event" type="Wide"/>
"""


def test_a_key_may_be_what_only_derived_types_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = re.sub('<xs:element name="survey">.*?<xs:sequence>', DERIVED, SCHEMA, flags=re.DOTALL)
    monkeypatch.setattr(sys.modules[__name__], "SCHEMA", schema)
    text = KEYS + '[products.survey.keys]\nstar = "event/{}"\n[products.survey.units]\n{}'
    said = compile_all(tmp_path, text.format("peak", '"event/peak" = "Jy"'))["survey"]
    assert [(key["name"], key["path"]) for key in said["keys"]] == [("star", "event/peak")]
    (survey,) = foreign_products(read_schemas(tmp_path), read_keyfile(tmp_path), "survey_dm")
    nova = survey.schemas.types[QName("urn:a", "Nova")]
    assert isinstance(nova, ComplexType)
    units = {field.name: [entry.attributes for entry in field.entries] for field in nova.fields}
    assert units == {"day": [], "peak": [{"name": "Jy"}]}
    for path, why in (("day", "not unique"), ("nothing", "does not exist")):
        with pytest.raises(SchemaError, match=why):
            compile_all(tmp_path, text.format(path, ""))
