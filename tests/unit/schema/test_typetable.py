"""The types of the data dictionary tell groups, members, bases, items and patterns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from dpkit.schema.alternative import alternatives
from dpkit.schema.annotation.typetable import compile_types
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.schema.xsd.declaration import QName
from dpkit.schema.xsd.reader import read_schemas

XS = "{http://www.w3.org/2001/XMLSchema}"
Types = dict[str, Any]


def compiled(folder: Path, body: str, root: str = "t") -> Types:
    text = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" '
        f'xmlns="urn:a">{body}</xs:schema>'
    )
    (folder / "a.xsd").write_text(text)
    return compile_types(read_schemas(folder), QName("urn:a", root))


def leaf(name: str, occurs: str = "") -> str:
    return f'<xs:element name="{name}" type="xs:int" {occurs}/>'


def group(kind: str, *parts: str, occurs: str = "") -> str:
    return f"<xs:{kind} {occurs}>{''.join(parts)}</xs:{kind}>"


OPTIONAL = 'minOccurs="0"'
MANY = 'maxOccurs="unbounded"'

PLAIN = {
    "a sequence": group("sequence", leaf("A"), leaf("B", OPTIONAL)),
    "sequences in sequences": group("sequence", leaf("A"), group("sequence", leaf("B"))),
    "a choice of one": group("sequence", leaf("A"), group("choice", leaf("B"), occurs=MANY)),
    "a repeated sequence of one": group("sequence", leaf("A"), occurs=f"{OPTIONAL} {MANY}"),
    "attributes alone": '<xs:attribute name="A"/>',
    "nothing": "",
    "what may not occur": group("sequence", leaf("A"), leaf("B", f'{OPTIONAL} maxOccurs="0"')),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_sequence_of_the_fields_says_nothing_more(tmp_path: Path, name: str) -> None:
    types = compiled(tmp_path, f'<xs:complexType name="t">{PLAIN[name]}</xs:complexType>')
    assert "content" not in types["a:t"]


CONTENT = {
    "a choice": (
        group("choice", leaf("A"), leaf("B", MANY)),
        {"kind": "choice", "parts": [0, {"field": 1, "maximum": None}]},
        {"A": "A | B+", "B": "A | B+"},
    ),
    "a choice in a choice": (
        group("choice", leaf("A"), group("choice", leaf("B"), leaf("C"))),
        {"kind": "choice", "parts": [0, 1, 2]},
        dict.fromkeys("ABC", "A | B | C"),
    ),
    "a branch of nothing": (
        group("choice", leaf("A"), leaf("B"), group("sequence")),
        {"kind": "choice", "minimum": 0, "parts": [0, 1]},
        dict.fromkeys("AB", "(A | B)?"),
    ),
    "elements that come together": (
        group("sequence", leaf("A"), leaf("B"), occurs='minOccurs="2" maxOccurs="4"'),
        {"kind": "sequence", "minimum": 2, "maximum": 4, "parts": [0, 1]},
        {},
    ),
    "a choice of sequences": (
        group(
            "sequence",
            leaf("A"),
            group("choice", leaf("B"), group("sequence", leaf("C"), leaf("D", OPTIONAL))),
        ),
        {
            "kind": "sequence",
            "parts": [
                0,
                {
                    "kind": "choice",
                    "parts": [
                        1,
                        {"kind": "sequence", "parts": [2, {"field": 3, "minimum": 0}]},
                    ],
                },
            ],
        },
        dict.fromkeys("BCD", "B | C D?"),
    ),
    "choices within branches": (
        group(
            "choice", leaf("A"), group("sequence", leaf("B"), group("choice", leaf("C"), leaf("D")))
        ),
        {
            "kind": "choice",
            "parts": [0, {"kind": "sequence", "parts": [1, {"kind": "choice", "parts": [2, 3]}]}],
        },
        {"A": "A | B (C | D)", "B": "A | B (C | D)", "C": "C | D", "D": "C | D"},
    ),
    "a group first in a choice": (
        group(
            "sequence",
            group("choice", group("sequence", leaf("A"), leaf("B"), occurs=OPTIONAL), leaf("C")),
            leaf("D"),
        ),
        {
            "kind": "sequence",
            "parts": [
                {
                    "kind": "choice",
                    "parts": [{"kind": "sequence", "minimum": 0, "parts": [0, 1]}, 2],
                },
                3,
            ],
        },
        dict.fromkeys("ABC", "(A B)? | C"),
    ),
    "a choice in a branch, beginning with a group": (
        group(
            "choice",
            leaf("A"),
            group(
                "sequence",
                group("choice", group("sequence", leaf("B"), leaf("C"), occurs=MANY), leaf("D")),
                leaf("E"),
            ),
        ),
        {
            "kind": "choice",
            "parts": [
                0,
                {
                    "kind": "sequence",
                    "parts": [
                        {
                            "kind": "choice",
                            "parts": [{"kind": "sequence", "maximum": None, "parts": [1, 2]}, 3],
                        },
                        4,
                    ],
                },
            ],
        },
        dict.fromkeys("AE", "A | ((B C)+ | D) E") | dict.fromkeys("BCD", "(B C)+ | D"),
    ),
    "one name twice": (
        group("sequence", leaf("A"), leaf("B"), leaf("A")),
        {"kind": "sequence", "parts": [0, 1, 0]},
        {},
    ),
    "any order": (
        group("all", leaf("A"), leaf("B", OPTIONAL)),
        {"kind": "all", "parts": [0, {"field": 1, "minimum": 0}]},
        {},
    ),
    "a wildcard is no branch": (
        group("choice", leaf("A"), leaf("B"), "<xs:any namespace='##other'/>"),
        {"kind": "choice", "parts": [0, 1]},
        dict.fromkeys("AB", "A | B"),
    ),
    "many": (
        group("choice", *(leaf(f"E{n}") for n in range(20))),
        {"kind": "choice", "parts": list(range(20))},
        {f"E{n}": " | ".join(f"E{m}" for m in range(12)) + " | ..." for n in range(20)},
    ),
}


@pytest.mark.parametrize("name", CONTENT)
def test_groups_of_the_content(tmp_path: Path, name: str) -> None:
    body, content, one_of = CONTENT[name]
    types = compiled(tmp_path, f'<xs:complexType name="t">{body}</xs:complexType>')
    assert types["a:t"]["content"] == content
    assert alternatives(types["a:t"]) == one_of


def test_the_content_of_an_extension_begins_with_that_of_its_base(tmp_path: Path) -> None:
    base = f'<xs:complexType name="b">{group("choice", leaf("A"), leaf("B"))}</xs:complexType>'
    types = compiled(
        tmp_path,
        f'{base}<xs:complexType name="t"><xs:complexContent><xs:extension base="b">'
        f"{group('sequence', leaf('A'), leaf('C'))}</xs:extension></xs:complexContent>"
        "</xs:complexType>",
    )
    described = types["a:t"]
    occurs = {f["name"]: (f["minimum"], f["maximum"]) for f in described["fields"]}
    assert occurs == {"A": (1, 2), "B": (0, 1), "C": (1, 1)}
    parts = [{"kind": "choice", "parts": [0, 1]}, 0, 2]
    assert described["content"] == {"kind": "sequence", "parts": parts}


def test_what_stands_for_another_is_a_choice(tmp_path: Path) -> None:
    types = compiled(
        tmp_path,
        '<xs:element name="head" type="xs:int"/>'
        '<xs:element name="one" type="xs:int" substitutionGroup="head"/>'
        '<xs:complexType name="t"><xs:sequence><xs:element ref="head" maxOccurs="3"/>'
        "</xs:sequence></xs:complexType>",
    )
    assert types["a:t"]["content"] == {"kind": "choice", "maximum": 3, "parts": [0, 1]}


def simple(folder: Path, body: str) -> Types:
    types = compiled(
        folder,
        f'{body}<xs:complexType name="t"><xs:attribute name="x" type="s"/></xs:complexType>',
    )
    del types["a:t"]
    return types


def told(described: Types, *keys: str) -> Types:
    return {key: described[key] for key in keys if key in described}


def test_members_of_a_union(tmp_path: Path) -> None:
    inner = '<xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType>'
    types = simple(
        tmp_path,
        f'<xs:simpleType name="s"><xs:union memberTypes="xs:date">{inner}</xs:union>'
        "</xs:simpleType>",
    )
    assert told(types["a:s"], "members", "base", "item") == {"members": ["xs:date", "a:s/1"]}
    assert types["a:s/1"]["primitive"] == "xs:int"


def test_bases_and_items(tmp_path: Path) -> None:
    types = simple(
        tmp_path,
        '<xs:simpleType name="word"><xs:restriction base="xs:token"/></xs:simpleType>'
        '<xs:simpleType name="words"><xs:list itemType="word"/></xs:simpleType>'
        '<xs:simpleType name="s"><xs:restriction base="words"><xs:maxLength value="3"/>'
        "</xs:restriction></xs:simpleType>",
    )
    keys = ("base", "item", "list", "facets")
    assert told(types["a:s"], *keys) == {
        "base": "a:words",
        "list": True,
        "facets": {"maxLength": "3"},
    }
    assert told(types["a:words"], *keys) == {"item": "a:word", "list": True, "facets": {}}
    # What the primitive tells already is not said again.
    assert told(types["a:word"], *keys) == {"list": False, "facets": {}}


def test_patterns_of_one_step_are_alternatives_and_steps_add_up(tmp_path: Path) -> None:
    types = simple(
        tmp_path,
        '<xs:simpleType name="wide"><xs:restriction base="xs:token"><xs:pattern value="a+"/>'
        '<xs:pattern value="b+"/></xs:restriction></xs:simpleType>'
        '<xs:simpleType name="s"><xs:restriction base="wide"><xs:pattern value="..?"/>'
        "</xs:restriction></xs:simpleType>",
    )
    assert types["a:wide"]["facets"] == {"pattern": "a+|b+"}
    assert types["a:s"]["facets"] == {"pattern": "..?"}


def test_narrowed_text_of_an_element(tmp_path: Path) -> None:
    types = compiled(
        tmp_path,
        '<xs:complexType name="m"><xs:simpleContent><xs:extension base="xs:int">'
        '<xs:attribute name="unit"/></xs:extension></xs:simpleContent></xs:complexType>'
        '<xs:complexType name="t"><xs:simpleContent><xs:restriction base="m">'
        '<xs:maxInclusive value="3"/></xs:restriction></xs:simpleContent></xs:complexType>',
    )
    assert types["a:t"]["text"] == "a:t/text"
    assert types["a:t/text"]["base"] == "a:m"
    assert types["a:t/text"]["facets"] == {"maxInclusive": "3"}
    assert "text" not in types["a:m"]


def test_nillable_elements(tmp_path: Path) -> None:
    body = group("sequence", leaf("A", 'nillable="true"'), leaf("B"))
    types = compiled(tmp_path, f'<xs:complexType name="t">{body}</xs:complexType>')
    assert [field.get("nillable") for field in types["a:t"]["fields"]] == [True, None]


def choices_declared(folder: Path) -> set[frozenset[str]]:
    """Return the names in each choice of our schemas, read from the XSDs alone."""
    return {
        frozenset(node.get("name") for node in choice.iter(f"{XS}element"))
        for file in folder.rglob("*.xsd")
        for choice in etree.parse(file).iter(f"{XS}choice")
    }


def choices_told(part: Any, fields: list[Types]) -> Iterator[frozenset[str]]:
    if isinstance(part, int) or "field" in part:
        return
    if part["kind"] == "choice":
        assert all(isinstance(below, int) for below in part["parts"])
        yield frozenset(fields[below]["name"] for below in part["parts"])
    for below in part["parts"]:
        yield from choices_told(below, fields)


def test_the_choices_of_our_products_are_told() -> None:
    found = set()
    for name in product_names():
        for described in product_entry(name).types.values():
            if "content" in described:
                found |= set(choices_told(described["content"], described["fields"]))
    folder = product_entry(product_names()[0]).package.schema_folder
    # Choices of the file formats and of the vocabulary are in no product.
    assert found
    assert found < choices_declared(folder)
    assert all("TileIndex" not in names for names in choices_declared(folder) - found)


def test_what_is_told_is_json() -> None:
    """The types as they are compiled are those in the file of the product, and of a round trip."""
    package = product_entry(product_names()[0]).package
    schemas = read_schemas(package.schema_folder)
    declared = {root.name: root for one in schemas.schemas.values() for root in one.roots}
    for name in product_names():
        types = compile_types(schemas, declared[product_entry(name).root].type)
        written = json.loads((package.dictionary_folder / f"{name}.json").read_bytes())
        assert json.loads(json.dumps(types)) == types == written["types"]
