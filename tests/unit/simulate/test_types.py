"""Values and structure of every kind of type, judged by libxml2."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from lxml import etree

from dpkit.binding.door import validate
from dpkit.simulate import SampleError, sample_tree
from dpkit.simulate.chooser import RandomChooser
from dpkit.simulate.model import Model
from dpkit.simulate.simple import fits
from dpkit.simulate.value import Manner, draw_value

NUMBERS = [
    "byte",
    "decimal",
    "int",
    "integer",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "positiveInteger",
    "short",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "double",
    "float",
]
TIMES = [
    "date",
    "dateTime",
    "duration",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "time",
]
TEXTS = [
    "ID",
    "IDREF",
    "IDREFS",
    "NCName",
    "NMTOKEN",
    "NMTOKENS",
    "Name",
    "QName",
    "anyURI",
    "base64Binary",
    "boolean",
    "hexBinary",
    "language",
    "normalizedString",
    "string",
    "token",
    "anySimpleType",
    "anyType",
]
BUILTINS = [f"xs:{name}" for name in (*NUMBERS, *TIMES, *TEXTS)]

FACETS = [
    ("xs:string", {"length": "5"}),
    ("xs:string", {"minLength": "3", "maxLength": "4"}),
    ("xs:string", {"minLength": "400"}),
    ("xs:string", {"maxLength": "0"}),
    ("xs:string", {"pattern": r"[A-Z]{2}\d{3,5}"}),
    ("xs:string", {"pattern": r"[A-Z]*", "length": "12"}),
    ("xs:string", {"pattern": [r"a+", r"b+"], "minLength": "2"}),
    ("xs:token", {"pattern": r"\p{Lu}[\i-[:]]\c*|[^\s]{3}(\.\w)?"}),
    ("xs:token", {"minLength": "1", "maxLength": "64"}),
    ("xs:string", {"whiteSpace": "collapse", "length": "6"}),
    ("xs:normalizedString", {"minLength": "2", "maxLength": "9"}),
    ("xs:NCName", {"length": "30"}),
    ("xs:NMTOKEN", {"length": "1"}),
    ("xs:anyURI", {"minLength": "60"}),
    ("xs:anyURI", {"maxLength": "6"}),
    ("xs:language", {"maxLength": "2"}),
    ("xs:language", {"length": "11"}),
    ("xs:hexBinary", {"length": "4"}),
    ("xs:base64Binary", {"minLength": "3", "maxLength": "7"}),
    ("xs:NMTOKENS", {"length": "3"}),
    ("xs:IDREFS", {"maxLength": "2"}),
    ("xs:int", {"minInclusive": "5", "maxExclusive": "7"}),
    ("xs:int", {"minExclusive": "2147483645"}),
    ("xs:integer", {"maxInclusive": "-100000000000000000000"}),
    ("xs:integer", {"totalDigits": "2"}),
    ("xs:long", {"pattern": r"[1-9]\d{3}"}),
    ("xs:nonNegativeInteger", {"maxInclusive": "1"}),
    ("xs:unsignedByte", {"minInclusive": "250"}),
    ("xs:decimal", {"fractionDigits": "2", "totalDigits": "4"}),
    ("xs:decimal", {"totalDigits": "3"}),
    ("xs:decimal", {"minExclusive": "0", "maxInclusive": "0.00001", "fractionDigits": "7"}),
    ("xs:decimal", {"minInclusive": "-1.5", "maxExclusive": "-1.4"}),
    ("xs:decimal", {"fractionDigits": "0", "minInclusive": "0"}),
    ("xs:double", {"minInclusive": "0"}),
    ("xs:double", {"minExclusive": "0", "maxExclusive": "1e-300"}),
    ("xs:double", {"minExclusive": "-1", "maxInclusive": "360"}),
    ("xs:double", {"maxExclusive": "-1e6"}),
    ("xs:float", {"minExclusive": "0", "maxExclusive": "1"}),
    ("xs:float", {"minInclusive": "16777216"}),
    ("xs:dateTime", {"minInclusive": "2020-01-01T00:00:00Z"}),
    ("xs:dateTime", {"maxExclusive": "1970-01-01T00:00:00Z"}),
    (
        "xs:dateTime",
        {"minExclusive": "2020-01-01T00:00:00Z", "maxExclusive": "2020-01-01T00:00:01Z"},
    ),
    ("xs:dateTime", {"minInclusive": "2020-01-01T00:00:00+02:00"}),
    ("xs:dateTime", {"minInclusive": "2020-01-01T00:00:00", "maxInclusive": "2020-01-05T00:00:00"}),
    ("xs:date", {"minInclusive": "2020-02-28", "maxInclusive": "2020-03-01"}),
    ("xs:time", {"minInclusive": "23:59:59", "maxExclusive": "23:59:59.5"}),
    ("xs:gYear", {"minExclusive": "2019", "maxExclusive": "2021"}),
    ("xs:gYear", {"maxInclusive": "1066"}),
    ("xs:gYearMonth", {"minInclusive": "2020-11", "maxInclusive": "2021-02"}),
    ("xs:gMonth", {"maxInclusive": "--01"}),
    ("xs:gDay", {"minInclusive": "---30"}),
    ("xs:gMonthDay", {"minInclusive": "--02-28", "maxInclusive": "--03-01"}),
    ("xs:duration", {"minInclusive": "P1D", "maxExclusive": "P2D"}),
    ("xs:boolean", {"pattern": "true|false"}),
]


def judged(toy, count: int = 60, **mode: bool) -> list[etree._Element]:
    """Sample a toy and let libxml2 judge every document alone, from its bytes."""
    entry = toy.entry
    found = []
    for seed in range(count):
        data = etree.tostring(sample_tree(entry, random.Random(seed), **mode))
        # Another tree: validation fills in the defaults that the document leaves out.
        found.append(etree.fromstring(data))
        assert validate(etree.fromstring(data), entry.schema) == [], f"seed {seed}: {data!r}"
    return found


def texts(roots: list[etree._Element]) -> list[str]:
    return [node.text or "" for root in roots for node in root]


@pytest.mark.parametrize("mode", [{}, {"minimal": True}, {"full": True}])
def test_every_builtin_type(toy, mode) -> None:
    toy.elements(*BUILTINS)
    roots = judged(toy, 300, **mode)
    if not mode:
        # The odd forms are there, but rare.
        doubles = Counter(root.findtext("e-xs-double") for root in roots)
        assert 0 < doubles["NaN"] + doubles["INF"] + doubles["-INF"] < 30


@pytest.mark.parametrize(("base", "facets"), FACETS, ids=str)
def test_facets(toy, monkeypatch, base: str, facets) -> None:
    toy.elements(toy.simple("restricted", base, **facets))
    # The generator alone: nothing is mended by what libxml2 says.
    monkeypatch.setattr("dpkit.simulate.sample.mend", lambda _growth, _root: False)
    judged(toy)


@pytest.mark.parametrize(("base", "facets"), FACETS, ids=str)
def test_what_is_drawn_fits(toy, base: str, facets) -> None:
    toy.elements(toy.simple("restricted", base, **facets))
    simple = Model(toy.entry).simple("toy:restricted")
    chooser = RandomChooser(random.Random(1))
    assert all(fits(simple, draw_value(chooser, simple, Manner())) for _ in range(50))


@pytest.mark.parametrize(
    ("base", "facets", "wrong"),
    [
        ("xs:string", {"length": "5"}, "four"),
        ("xs:string", {"pattern": "[ab]+"}, "abc"),
        ("xs:int", {"maxInclusive": "7"}, "8"),
        ("xs:int", {}, "1.0"),
        ("xs:int", {}, "2147483648"),
        ("xs:int", {}, "\u0661"),
        ("xs:decimal", {"fractionDigits": "1"}, "1.25"),
        ("xs:decimal", {"totalDigits": "2"}, "123"),
        ("xs:decimal", {}, "1e5"),
        ("xs:double", {"minExclusive": "0"}, "0"),
        ("xs:double", {}, "Infinity"),
        ("xs:double", {}, "1_000"),
        ("xs:dateTime", {"minInclusive": "2020-01-01T00:00:00Z"}, "2019-12-31T23:59:59Z"),
        ("xs:dateTime", {}, "yesterday"),
        ("xs:date", {}, "2021-02-29"),
        ("xs:time", {}, "25:00:00"),
        ("xs:duration", {}, "P"),
        ("xs:gMonth", {}, "--13"),
        ("xs:boolean", {}, "yes"),
        ("xs:hexBinary", {}, "ABC"),
        ("xs:base64Binary", {"length": "2"}, "AAAA"),
        ("xs:NCName", {}, "a:b"),
        ("xs:NMTOKENS", {"maxLength": "2"}, "a b c"),
        ("xs:string", {"enumeration": ("a", "b")}, "c"),
    ],
)
def test_what_does_not_fit(toy, base: str, facets, wrong: str) -> None:
    toy.elements(toy.simple("restricted", base, **facets))
    assert not fits(Model(toy.entry).simple("toy:restricted"), wrong)


def test_inherited_facets(toy) -> None:
    toy.simple("wide", "xs:string", pattern="[A-Z].*", maxLength="20")
    toy.simple("narrow", "wide", pattern=".{2,}[0-9]", maxLength="9")
    toy.simple("positive", "xs:double", minExclusive="0")
    toy.simple("fraction", "positive", maxInclusive="1")
    toy.simple("letters", "xs:token", enumeration=("a", "b", "c"))
    toy.simple("fewer", "letters", enumeration=("a", "b"))
    toy.elements("narrow", "fraction", "fewer")
    assert {root.findtext("e-fewer") for root in judged(toy)} == {"a", "b"}


def test_lists_and_unions(toy) -> None:
    toy.simple("numbers", item="xs:int")
    toy.simple("three", "numbers", length="3")
    toy.simple("word", "xs:token", enumeration=("none", "all"))
    toy.simple("words", item="word")
    toy.simple("either", members=("xs:int", "word"))
    toy.simple("many", item="either")
    toy.elements("numbers", "three", "words", "either", "many")
    found = {root.findtext("e-either") for root in judged(toy)}
    assert {"none", "all"} < found
    assert any(text and text.lstrip("-").isdigit() for text in found)


def test_attributes(toy) -> None:
    xsd = """<xs:simpleContent><xs:extension base="xs:int">
      <xs:attribute name="needed" type="xs:token" use="required"/>
      <xs:attribute name="optional" type="xs:int"/>
      <xs:attribute name="fixed" type="xs:string" fixed="a &lt; b"/>
      <xs:attribute name="default" type="xs:double" default="1.5"/>
    </xs:extension></xs:simpleContent>"""
    toy.complex("leaf", xsd)
    toy.elements("leaf")
    shapes = {tuple(root[0].attrib) for root in judged(toy)}
    assert len(shapes) > 4
    assert all("needed" in shape for shape in shapes)
    entry = toy.entry
    minimal = sample_tree(entry, random.Random(1), minimal=True)
    assert list(minimal[0].attrib) == ["needed"]
    full = sample_tree(entry, random.Random(1), full=True)
    assert list(full[0].attrib) == ["needed", "optional", "fixed", "default"]


def test_rules_see_the_defaults_that_documents_leave_out(toy) -> None:
    xsd = '<xs:attribute name="mode" type="xs:token" default="a"/>'
    toy.complex("root", xsd)
    toy.rule("@mode = 'a'")
    found = [dict(sample_tree(toy.entry, random.Random(seed)).attrib) for seed in range(30)]
    assert {} in found
    assert {"mode": "a"} in found


GROUPS = """<xs:sequence>
  <xs:element name="a" type="xs:int"/>
  <xs:choice>
    <xs:element name="b" type="xs:int"/>
    <xs:sequence>
      <xs:element name="c" type="xs:int"/><xs:element name="d" type="xs:int" minOccurs="0"/>
    </xs:sequence>
    <xs:element name="e" type="xs:int" maxOccurs="3"/>
  </xs:choice>
  <xs:sequence minOccurs="0" maxOccurs="unbounded">
    <xs:element name="f" type="xs:int"/><xs:element name="g" type="xs:int"/>
  </xs:sequence>
  <xs:choice minOccurs="2" maxOccurs="4">
    <xs:element name="h" type="xs:int"/><xs:element name="i" type="xs:int"/>
  </xs:choice>
</xs:sequence>"""


def test_groups(toy, monkeypatch) -> None:
    toy.complex("row", GROUPS)
    rows = '<xs:sequence><xs:element name="Row" type="row" maxOccurs="unbounded"/></xs:sequence>'
    toy.complex("root", rows)
    # The generator alone: nothing is mended by what libxml2 says.
    monkeypatch.setattr("dpkit.simulate.sample.mend", lambda _growth, _root: False)
    seen = {node.tag for root in judged(toy, 40) for row in root for node in row}
    assert seen == set("abcdefghi")
    full = judged(toy, 5, full=True)
    assert all({n.tag for n in root.iter()} >= set("abcdefghi") for root in full)
    smallest = judged(toy, 10, minimal=True)
    assert {len(root) for root in smallest} == {1}
    assert {len(row) for root in smallest for row in root} == {4}


def test_recursion_is_bounded(toy) -> None:
    xsd = """<xs:sequence>
      <xs:element name="Name" type="xs:token"/>
      <xs:element name="Left" type="tree" minOccurs="0"/>
      <xs:element name="Right" type="tree" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>"""
    toy.complex("tree", xsd)
    toy.elements("tree")
    judged(toy, 10)
    for root in judged(toy, 3, full=True):
        assert root.find("e-tree/Left/Right") is not None
        assert len(list(root.iter())) < 1000


def test_endless_recursion_is_refused(toy) -> None:
    xsd = '<xs:sequence><xs:element name="Inner" type="root"/></xs:sequence>'
    toy.complex("root", xsd)
    with pytest.raises(SampleError, match="contains itself"):
        sample_tree(toy.entry, random.Random(1))


def test_nillable_elements(toy) -> None:
    xsd = '<xs:sequence><xs:element name="N" type="xs:int" nillable="true"/></xs:sequence>'
    toy.complex("root", xsd)
    nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    found = Counter(root[0].get(nil) for root in judged(toy, 80))
    assert found["true"] > 0 < found[None]


def test_qualified_elements(toy) -> None:
    xsd = '<xs:sequence><xs:element name="Q" type="xs:int" form="qualified"/></xs:sequence>'
    toy.complex("root", xsd)
    assert {root[0].tag for root in judged(toy, 5)} == {"{urn:toy}Q"}


def test_elements_with_defaults_are_sometimes_empty(toy) -> None:
    xsd = """<xs:sequence><xs:element name="D" type="xs:int" default="3"/>
      <xs:element name="F" type="xs:int" fixed="4"/></xs:sequence>"""
    toy.complex("root", xsd)
    roots = judged(toy)
    assert {root.findtext("F") for root in roots} == {"", "4"}
    assert "" in {root.findtext("D") for root in roots}


def test_identifiers_are_unique(toy) -> None:
    xsd = '<xs:sequence><xs:element name="I" type="xs:ID" maxOccurs="unbounded"/></xs:sequence>'
    toy.complex("root", xsd)
    for root in judged(toy, 40):
        assert len(set(texts([root]))) == len(root)


def test_facets_that_contradict_each_other(toy) -> None:
    toy.elements(toy.simple("impossible", "xs:string", pattern="a{3}", minLength="5"))
    with pytest.raises(SampleError, match="keeps pattern a") as caught:
        sample_tree(toy.entry, random.Random(1))
    assert caught.value.place == "toy:impossible"
    assert caught.value.remedy


def test_types_that_cannot_be_made(toy) -> None:
    toy.elements("xs:ENTITY")
    with pytest.raises(SampleError, match="values of ENTITY"):
        sample_tree(toy.entry, random.Random(1))


def test_plain_values_suit_names_and_headers(toy) -> None:
    toy.elements("xs:string", "xs:double", "xs:int")
    chooser, model = RandomChooser(random.Random(1)), Model(toy.entry)
    for name in ("xs:string", "xs:token"):
        drawn = [draw_value(chooser, model.simple(name), Manner(plain=True)) for _ in range(200)]
        assert all(text.isascii() and text.isalnum() for text in drawn)
    numbers = [draw_value(chooser, model.simple("xs:int"), Manner(plain=True)) for _ in range(200)]
    assert all(0 < int(text) < 100_000 for text in numbers)
