"""Verdicts on simple types, against what libxml2 says of many values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from dpkit.schema.diff.component import Declarations
from dpkit.schema.diff.difference import Difference, diff_declarations

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="r"><xs:simpleType>{}</xs:simpleType></xs:element></xs:schema>"""

WORDS = ["", "A", "B", "AB", "ABC", "ABCD", "a b", "x", "1", "true"]
NUMBERS = [str(n) for n in range(-4, 12)]
EDGES = [
    str(sign * (2**power) + off)
    for power in (7, 8, 15, 16, 31, 32, 63, 64)
    for sign in (1, -1)
    for off in (-1, 0, 1)
]
FRACTIONS = ["0.5", "1.25", "-2.125", "3.0", "1e3", "INF", "NaN"]
OTHERS = ["2026-03-01T12:00:00Z", "2026-03-01", "false", "0", "01", " A "]
POOL = [*WORDS, *NUMBERS, *EDGES, *FRACTIONS, *OTHERS]


def restriction(base: str, *facets: tuple[str, object]) -> str:
    inner = "".join(f'<xs:{name} value="{value}"/>' for name, value in facets)
    return f'<xs:restriction base="xs:{base}">{inner}</xs:restriction>'


def judge(folder: Path, old: str, new: str) -> tuple[list[str], list[Difference]]:
    """Return the values that libxml2 accepts before and not after, and our differences."""
    sides, schemas = [], []
    for side, body in (("old", old), ("new", new)):
        file = folder / f"{side}.xsd"
        file.write_text(SCHEMA.format(body))
        schemas.append(etree.XMLSchema(file=str(file)))
        sides.append(Declarations.of_file(file))
    lost = []
    for value in POOL:
        root = etree.Element("r")
        root.text = value
        if schemas[0].validate(root) and not schemas[1].validate(root):
            lost.append(value)
    return lost, diff_declarations(*sides)


def text_types() -> st.SearchStrategy[str]:
    lengths = st.sampled_from(
        [
            [],
            [("maxLength", 3)],
            [("minLength", 1)],
            [("length", 2)],
            [("minLength", 1), ("maxLength", 2)],
        ]
    )
    words = st.lists(st.sampled_from(["A", "B", "AB", "ABC"]), unique=True, max_size=4)
    return st.builds(
        lambda ls, ws: restriction("string", *ls, *(("enumeration", w) for w in ws)), lengths, words
    )


def number_types() -> st.SearchStrategy[str]:
    low = st.sampled_from(
        [[], [("minInclusive", 0)], [("minExclusive", 0)], [("minInclusive", -3)]]
    )
    high = st.sampled_from(
        [[], [("maxInclusive", 9)], [("maxExclusive", 10)], [("maxInclusive", 5)]]
    )
    base = st.sampled_from(["integer", "int", "long", "short", "byte"])
    listed = st.sampled_from([[], [("enumeration", 1)], [("enumeration", 1), ("enumeration", 4)]])
    return st.builds(lambda b, x, y, z: restriction(b, *x, *y, *z), base, low, high, listed)


def all_listed_are_valid(body: str) -> bool:
    try:
        schema = etree.XMLSchema(etree.fromstring(SCHEMA.format(body)))
    except etree.XMLSchemaParseError:
        return False
    values = re.findall('enumeration value="(.*?)"', body)
    return all(schema.validate(etree.fromstring(f"<r>{value}</r>")) for value in values)


@settings(max_examples=200, deadline=None)
@given(st.tuples(text_types(), text_types()) | st.tuples(number_types(), number_types()))
def test_verdict_is_that_of_libxml2(tmp_path_factory, pair: tuple[str, str]) -> None:
    for body in pair:  # libxml2 takes listed values that break the other facets
        assume(all_listed_are_valid(body))
    lost, found = judge(tmp_path_factory.mktemp("pair"), *pair)
    assert any(one.breaking for one in found) == bool(lost)


BUILTIN = [
    # old, new, breaking: widening keeps the value, everything else does not
    ("int", "long", False),
    ("long", "int", True),
    ("int", "decimal", False),
    ("decimal", "integer", True),
    ("int", "double", False),
    ("long", "double", True),  # digits are lost
    ("float", "double", False),
    ("double", "float", True),
    ("int", "float", True),
    ("short", "float", False),
    ("token", "string", True),  # blanks count from then on
    ("token", "normalizedString", True),
    ("string", "token", True),  # blanks are lost
    ("NCName", "token", False),
    ("int", "string", True),  # a number is no text
    ("boolean", "string", True),
    ("dateTime", "date", True),
    ("unsignedByte", "short", False),
    ("byte", "unsignedByte", True),
    ("nonNegativeInteger", "integer", False),
]


@pytest.mark.parametrize(("old", "new", "breaking"), BUILTIN)
def test_built_in_types(tmp_path: Path, old: str, new: str, breaking: bool) -> None:
    lost, found = judge(tmp_path, restriction(old), restriction(new))
    assert [one.kind for one in found][:1] == ["type"]
    assert any(one.breaking for one in found) == breaking
    assert breaking or not lost


LIST = '<xs:list itemType="xs:{}"/>'
UNION = '<xs:union memberTypes="{}"/>'


def listed(base: str, *values: str) -> str:
    return restriction(base, *(("enumeration", value) for value in values))


def either(*bodies: str) -> str:
    """Return a union of types, in their order."""
    inner = "".join(f"<xs:simpleType>{body}</xs:simpleType>" for body in bodies)
    return f"<xs:union>{inner}</xs:union>"


AUTO, INT = listed("string", "AUTO"), restriction("int")
MADE = [
    (LIST.format("int"), LIST.format("long"), False),
    (LIST.format("long"), LIST.format("int"), True),
    (restriction("int"), LIST.format("int"), True),
    (LIST.format("int"), restriction("int"), True),
    (restriction("int"), UNION.format("xs:int xs:date"), False),
    (UNION.format("xs:int xs:date"), UNION.format("xs:date xs:int xs:time"), False),
    (UNION.format("xs:int xs:date"), UNION.format("xs:int"), True),
    # the first member that takes a text reads it
    (restriction("int"), UNION.format("xs:string xs:int"), True),
    (restriction("int"), UNION.format("xs:int xs:string"), False),
    (restriction("int"), UNION.format("xs:short xs:decimal"), False),
    (restriction("string"), UNION.format("xs:int xs:string"), True),
    (UNION.format("xs:int xs:string"), UNION.format("xs:string xs:int"), True),
    (UNION.format("xs:int xs:string"), UNION.format("xs:int xs:boolean xs:string"), True),
    (UNION.format("xs:int xs:string"), UNION.format("xs:int xs:string xs:date"), False),
    (UNION.format("xs:int xs:string"), UNION.format("xs:int xs:byte xs:string"), False),
    (UNION.format("xs:int xs:boolean"), UNION.format("xs:boolean xs:int"), True),
    (INT, either(AUTO, INT), False),
    (INT, either(listed("string", "1"), INT), True),
    (either(AUTO, INT), either(INT, AUTO), False),
    (either(AUTO, INT), either(listed("string", "NONE"), INT), True),
    # the same values, written otherwise
    (listed("int", "01"), listed("int", "1"), False),
    (listed("int", "01"), listed("int", "10"), True),
    (listed("double", "1.0"), listed("double", "1e0"), False),
    (listed("string", "01"), listed("string", "1"), True),
    (listed("token", "A"), listed("string", "A"), True),
    # white space, said by the type or by the facet
    (restriction("string", ("whiteSpace", "collapse")), restriction("token"), False),
    (restriction("token"), restriction("string", ("whiteSpace", "collapse")), False),
    (UNION.format("xs:int xs:date"), restriction("int"), True),
    (restriction("string", ("pattern", "[A-Z]+")), restriction("string"), False),
    (restriction("string"), restriction("string", ("pattern", "[A-Z]+")), True),
    (
        restriction("string", ("pattern", "A+")),
        restriction("string", ("pattern", "A+"), ("pattern", "B+")),
        False,
    ),
    (
        restriction("string", ("pattern", "A+"), ("pattern", "B+")),
        restriction("string", ("pattern", "A+")),
        True,
    ),
    (restriction("string"), restriction("string", ("whiteSpace", "collapse")), True),
    (restriction("decimal"), restriction("decimal", ("fractionDigits", 2)), True),
    (
        restriction("decimal", ("fractionDigits", 2)),
        restriction("decimal", ("fractionDigits", 3)),
        False,
    ),
    (
        restriction("dateTime"),
        restriction("dateTime", ("minInclusive", "2030-01-01T00:00:00Z")),
        True,
    ),
    (
        restriction("dateTime", ("minInclusive", "2030-01-01T00:00:00Z")),
        restriction("dateTime"),
        False,
    ),
]


@pytest.mark.parametrize(("old", "new", "breaking"), MADE)
def test_made_types(tmp_path: Path, old: str, new: str, breaking: bool) -> None:
    lost, found = judge(tmp_path, old, new)
    assert found
    assert any(one.breaking for one in found) == breaking
    assert breaking or not lost


def test_each_value_of_an_enumeration_has_a_verdict(tmp_path: Path) -> None:
    old = restriction("string", ("enumeration", "A"), ("enumeration", "B"))
    new = restriction("string", ("enumeration", "B"), ("enumeration", "C"))
    _, found = judge(tmp_path, old, new)
    assert [(one.kind, one.old, one.new, one.breaking) for one in found] == [
        ("enumeration", "A", "", True),
        ("enumeration", "", "C", False),
    ]
