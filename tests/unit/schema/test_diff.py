"""What differs between two versions of schemas, with libxml2 as the judge of the verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from tests.unit.schema.toyschema import (
    ANY,
    ANY_ATTRIBUTE,
    DOCS,
    MANY,
    MIXED,
    MORE,
    NEEDED,
    OPTIONAL,
    A,
    B,
    X,
    compare,
    data,
    element,
    inner,
    lost,
    schema,
)

from dpkit.errors import SchemaError
from dpkit.schema.diff.difference import diff_schemas

STRUCTURE = {
    # name: (old, new, kind and place of each difference but of documentation)
    "nothing": (data(A), data(A), []),
    "optional added": (data(A), data(A + element("C", "xs:string", OPTIONAL)), ["added C"]),
    "required added": (data(A), data(A + B), ["added B"]),
    "removed": (data(A + B), data(A), ["removed B"]),
    "optional removed": (data(A + element("C", "xs:string", OPTIONAL)), data(A), ["removed C"]),
    "renamed": (data(A), data(element("AA")), ["renamed A"]),
    "order": (data(A + B), data(B + A), ["order "]),
    "to any order": (
        data(A + B),
        data(A + B).replace("xs:sequence", "xs:all"),
        ["order "],
    ),
    "made optional": (data(A), data(element("A", more=OPTIONAL)), ["multiplicity A"]),
    "made required": (data(element("A", more=OPTIONAL)), data(A), ["multiplicity A"]),
    "made many": (data(A), data(element("A", more=MANY)), ["multiplicity A"]),
    "made one": (data(element("A", more=MANY)), data(A), ["multiplicity A"]),
    "to a choice": (data(A), data(f"<xs:choice>{A}{B}</xs:choice>"), ["multiplicity A", "added B"]),
    "from a choice": (
        data(f"<xs:choice>{A}{B}</xs:choice>"),
        data(element("A", more=OPTIONAL) + element("B", "xs:string", OPTIONAL)),
        ["order "],
    ),
    "into a choice": (
        data(element("A", more=OPTIONAL) + element("B", "xs:string", OPTIONAL)),
        data(f"<xs:choice>{A}{B}</xs:choice>"),
        ["order "],
    ),
    "wider type": (data(A), data(element("A", "xs:long")), ["type A"]),
    "narrower type": (data(A), data(element("A", "xs:byte")), ["type A"]),
    "text to elements": (
        data(A) + inner(element("Inner")),
        data(element("A", "t:inner")) + inner(element("Inner")),
        ["type A", "content A"],
    ),
    "inner widened": (
        data(element("A", "t:inner")) + inner(element("Inner")),
        data(element("A", "t:inner")) + inner(element("Inner", more=MANY)),
        ["multiplicity Inner"],
    ),
    "inner narrowed": (
        data(element("A", "t:inner")) + inner(element("Inner", more=MANY)),
        data(element("A", "t:inner")) + inner(element("Inner")),
        ["multiplicity Inner"],
    ),
    "abstract": (
        data(element("A", "t:inner")) + inner(element("Inner")),
        data(element("A", "t:inner")) + inner(element("Inner"), 'abstract="true"'),
        ["abstract "],
    ),
    "subtype gone": (
        data(element("A", "t:inner")) + inner(element("Inner")),
        data(element("A", "t:inner")) + inner(element("Inner")).partition(MORE)[0],
        ["type removed "],
    ),
    "type renamed": (
        data(element("A", "t:inner")) + inner(element("Inner")),
        (data(element("A", "t:inner")) + inner(element("Inner"))).replace("inner", "inside"),
        ["type renamed ", "type A"],
    ),
    "wildcard strict": (data(ANY.format("lax")), data(ANY.format("strict")), ["order "]),
    "wildcard added": (data(A), data(A + ANY.format("lax")), ["order "]),
    "nillable": (data(A), data(element("A", more='nillable="true"')), ["nillable A"]),
    "not nillable": (data(element("A", more='nillable="true"')), data(A), ["nillable A"]),
    "fixed": (data(A), data(element("A", more='fixed="7"')), ["fixed A"]),
    "not fixed": (data(element("A", more='fixed="1"')), data(A), ["fixed A"]),
    "attribute added": (data(A), data(A, X.format("")), ["added @x"]),
    "attribute required": (data(A, X.format("")), data(A, X.format(NEEDED)), ["multiplicity @x"]),
    "attribute needed": (data(A), data(A, X.format(NEEDED)), ["added @x"]),
    "attribute free": (data(A, X.format(NEEDED)), data(A, X.format("")), ["multiplicity @x"]),
    "attribute removed": (data(A, X.format("")), data(A), ["removed @x"]),
    "attribute renamed": (
        data(A, X.format("")),
        data(A, X.format("").replace('"x"', '"xx"')),
        ["renamed @x"],
    ),
    "attribute fixed": (data(A, X.format("")), data(A, X.format('fixed="1"')), ["fixed @x"]),
    "mixed": (data(A), data(A).replace("<xs:complexType", MIXED), ["content "]),
    "not mixed": (data(A).replace("<xs:complexType", MIXED), data(A), ["content "]),
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_verdict_on_structure_is_that_of_libxml2(tmp_path: Path, name: str) -> None:
    old, new, expected = STRUCTURE[name]
    found = compare(tmp_path, old, new)
    assert any(one.breaking for one in found) == bool(lost(tmp_path, DOCS)), found
    assert sorted(f"{one.kind} {one.path}" for one in found) == sorted(expected)


@pytest.mark.parametrize("wildcard", [("{}", ""), ("", ANY_ATTRIBUTE)])
def test_a_wildcard_may_become_lax_but_not_strict(
    tmp_path: Path, wildcard: tuple[str, str]
) -> None:
    # What is declared at the top may stand there strictly; anything may stand there laxly.
    top = '<xs:attribute name="x" type="xs:int"/>'
    inside, attributes = wildcard[0] and ANY, wildcard[1]
    strict, lax = (
        schema_without_namespace(inside.format(word), attributes.format(word), top)
        for word in ("strict", "lax")
    )
    folders = []
    for name, text in (("strict", strict), ("lax", lax)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "t.xsd").write_text(text)
        folders.append(folder)
    documents = [etree.fromstring(f"<Dpd{said}") for said in WILD]
    valid = [
        {i for i, one in enumerate(documents) if schema.validate(one)}
        for schema in (etree.XMLSchema(file=str(folder / "t.xsd")) for folder in folders)
    ]
    assert valid[0] < valid[1]
    (one,) = diff_schemas(*folders)
    assert (one.kind, one.breaking) == ("content", False)
    assert any(one.breaking for one in diff_schemas(*reversed(folders)))


WILD = ["/>", ' x="1"/>', ' z="1"/>', "><E>1</E></Dpd>", "><F>1</F></Dpd>"]


def schema_without_namespace(inside: str, attributes: str, top: str) -> str:
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Dpd">'
        f"<xs:complexType><xs:sequence>{inside}</xs:sequence>{attributes}</xs:complexType>"
        f'</xs:element><xs:element name="E" type="xs:int"/>{top}</xs:schema>'
    )


def test_what_an_old_document_would_lose_is_told(tmp_path: Path) -> None:
    (one,) = compare(tmp_path, data(A + B), data(B + A))
    assert one.reason == "the content 'A B' is no longer valid"
    assert str(one) == f"t:data order: nothing -> nothing ({one.reason})"


@pytest.mark.parametrize(
    ("old", "new"),
    [("", 'default="1"'), ('default="1"', ""), ('default="1"', 'default="2"')],
)
def test_a_default_changes_the_meaning(tmp_path: Path, old: str, new: str) -> None:
    (one,) = compare(tmp_path, data(A, X.format(old)), data(A, X.format(new)))
    assert (one.kind, one.path, one.breaking) == ("default", "@x", True)
    assert lost(tmp_path, DOCS) == []


@pytest.mark.parametrize(
    ("old", "new", "breaking"),
    [
        (NEEDED, 'default="1"', False),  # no old document left it out
        ('default="1"', NEEDED, True),
        ('fixed="1"', 'default="1"', False),
        ('fixed="1"', 'default="2"', True),
        ('fixed="1"', "", True),
        ('use="required" fixed="1"', NEEDED, False),
        ('default="1"', 'fixed="1"', True),
    ],
)
def test_what_is_filled_in_breaks_where_something_may_be_missing(
    tmp_path: Path, old: str, new: str, breaking: bool
) -> None:
    found = compare(tmp_path, data(A, X.format(old)), data(A, X.format(new)))
    assert any(one.breaking for one in found) == breaking
    assert breaking or (found and not lost(tmp_path, DOCS))


def test_an_empty_element_has_the_default_although_it_is_required(tmp_path: Path) -> None:
    found = compare(tmp_path, data(B), data(B.replace("/>", ' default="x"/>')))
    assert [one.kind for one in found if one.breaking] == ["default"]


def test_a_type_that_contains_itself_is_compared(tmp_path: Path) -> None:
    old = data(A + element("Child", "t:data", OPTIONAL))
    new = data(element("A", "xs:long") + element("Child", "t:data", OPTIONAL))
    assert [one.kind for one in compare(tmp_path, old, new)] == ["type"]


def test_a_recursive_type_that_was_renamed_is_compared(tmp_path: Path) -> None:
    old = data(A + element("Child", "t:data", OPTIONAL))
    found = compare(tmp_path, old, old.replace("data", "datum"))
    assert not any(one.breaking for one in found)
    assert next(one.kind for one in found) == "type renamed"


def test_a_difference_of_a_base_is_told_once(tmp_path: Path) -> None:
    types = inner(element("Inner"))
    old = data(element("A", "t:inner")) + types
    found = compare(tmp_path, old, old.replace(element("Inner"), element("Inner", "xs:byte")))
    assert [(one.type, one.kind, one.path) for one in found] == [("t:inner", "type", "Inner")]


def test_types_that_stand_where_they_are_used_are_compared(tmp_path: Path) -> None:
    def nested(name: str) -> str:
        inside = f"<xs:complexType><xs:sequence>{element(name)}</xs:sequence></xs:complexType>"
        return data(f'<xs:element name="A">{inside}</xs:element>')

    (one,) = compare(tmp_path, nested("Inner"), nested("Innermost"))
    assert (one.type, one.path, one.kind) == ("t:data", "A/Inner", "renamed")


def test_groups_and_references_are_followed(tmp_path: Path) -> None:
    group = '<xs:group name="g"><xs:sequence>{}</xs:sequence></xs:group>'
    shared = '<xs:attributeGroup name="ag">{}</xs:attributeGroup>'
    use = data('<xs:group ref="t:g"/>', '<xs:attributeGroup ref="t:ag"/>')
    old = use + group.format(A) + shared.format(X.format(""))
    new = use + group.format(A + B) + shared.format("")
    found = compare(tmp_path, old, new)
    assert {(one.kind, one.path) for one in found} == {("added", "B"), ("removed", "@x")}


def test_substitutes_are_part_of_the_content(tmp_path: Path) -> None:
    head = '<xs:element name="H" type="xs:int"/>'
    member = '<xs:element name="M" type="xs:int" substitutionGroup="t:H"/>'
    old = data('<xs:element ref="t:H"/>') + head + member
    found = compare(tmp_path, old, data('<xs:element ref="t:H"/>') + head)
    assert ("removed", "M", True) in {(one.kind, one.path, one.breaking) for one in found}


def test_identity_constraints_have_a_verdict(tmp_path: Path) -> None:
    unique = '<xs:unique name="u"><xs:selector xpath="A"/><xs:field xpath="."/></xs:unique>'
    root = '<xs:element name="Dpd" type="t:data">{}</xs:element>'
    many = element("A", more=MANY)
    old, new = (data(many, root=root.format(inside)) for inside in ("", unique))
    (one,) = compare(tmp_path, old, new)
    assert (one.kind, one.breaking) == ("identity", True)
    assert not compare(tmp_path / "back", new, old)[0].breaking


KEYED = """<xs:element name="Dpd"><xs:complexType><xs:sequence>
<xs:element name="A" maxOccurs="9" type="xs:int"/></xs:sequence></xs:complexType>
<xs:{0} name="u"><xs:selector xpath="A"/><xs:field xpath="."/></xs:{0}></xs:element>"""


def test_what_is_a_key_is_unique(tmp_path: Path) -> None:
    key, unique = KEYED.format("key"), KEYED.format("unique")
    found = compare(tmp_path, key, unique)
    assert found
    assert not any(one.breaking for one in found)
    assert lost(tmp_path, DOCS) == []
    assert any(one.breaking for one in compare(tmp_path / "back", unique, key))


def test_a_broken_schema_is_named_with_its_line(tmp_path: Path) -> None:
    schema(tmp_path / "old", data(A))
    file = schema(tmp_path / "new", "\n" + data(element("A", "t:nowhere")))
    with pytest.raises(SchemaError, match="not a valid schema") as caught:
        diff_schemas(tmp_path / "old", tmp_path / "new")
    assert caught.value.place == f"{file}:4"


def test_a_type_that_is_declared_twice_is_refused(tmp_path: Path) -> None:
    schema(tmp_path / "old", data(A))
    schema(tmp_path / "old", data(A), "again.xsd")
    with pytest.raises(SchemaError, match=r"declared in .*again\.xsd:.* already") as caught:
        diff_schemas(tmp_path / "old", tmp_path / "old")
    assert "t.xsd" in caught.value.place
