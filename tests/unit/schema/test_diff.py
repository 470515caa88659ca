"""What differs between two versions of schemas, with libxml2 as the judge of the verdict."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner
from lxml import etree

from dpkit.cli.schema_versions import diff as command
from dpkit.errors import NotFoundError, SchemaError
from dpkit.schema.diff.difference import Difference, diff_schemas
from dpkit.schema.diff.source import open_schemas
from dpkit.schema.package import package_folder

TOP = Path(__file__).parents[3]
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


def noted(entries: str, documentation: str = "Said.") -> str:
    annotation = f"<xs:documentation>{documentation}</xs:documentation>"
    annotation += f"<xs:appinfo>{entries}</xs:appinfo>" if entries else ""
    element = f'<xs:element name="A" type="xs:int"><xs:annotation>{annotation}</xs:annotation>'
    return data(f"{element}</xs:element>")


HEADER = '<m:header file="F" key="K" tolerance="{}"/>'
ANNOTATIONS = [
    ('<m:unit name="s"/>', '<m:unit name="ms"/>', True),
    ('<m:unit name="s"/>', "", True),
    ("", '<m:unit name="s"/>', False),
    ('<m:ucd name="time"/>', '<m:ucd name="time.start"/>', True),
    ("", '<m:key name="exposure"/>', False),
    ('<m:key name="exposure"/>', "", False),
    ('<m:convention name="good is 1"/>', '<m:convention name="good is 0"/>', True),
    ("", '<m:header file="F" key="K"/>', True),
    ('<m:header file="F" key="K"/>', "", False),
    ("", '<m:rule id="r" test="1">No.</m:rule>', True),
    ("", '<m:rule id="r" severity="warning" test="1">No.</m:rule>', False),
    ('<m:rule id="r" test="1">No.</m:rule>', "", False),
    ('<m:rule id="r" test="1">No.</m:rule>', '<m:rule id="r" test="2">No.</m:rule>', True),
    (
        '<m:rule id="r" severity="error" test="1">No.</m:rule>',
        '<m:rule id="r" severity="warning" test="1">No.</m:rule>',
        False,
    ),
    (
        '<m:rule id="r" severity="warning" test="1">No.</m:rule>',
        '<m:rule id="r" test="1">No.</m:rule>',
        True,
    ),
    (HEADER.format("0.1"), HEADER.format("0.2"), False),
    (HEADER.format("0.2"), HEADER.format("0.1"), True),
    (HEADER.format("0.2"), HEADER.format("wide"), True),
    (HEADER.format("0.1").replace("F", "G"), HEADER.format("0.2"), True),
    ('<m:unheard of="1"/>', '<m:unheard of="2"/>', True),
]


@pytest.mark.parametrize(("old", "new", "breaking"), ANNOTATIONS)
def test_annotations_have_a_verdict(tmp_path: Path, old: str, new: str, breaking: bool) -> None:
    (one,) = compare(tmp_path, noted(old), noted(new))
    assert (one.kind, one.path, one.breaking) == ("annotation", "A", breaking)
    assert lost(tmp_path, DOCS) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            '<m:rule id="r" test="1">No.</m:rule>',
            '<m:rule id="r" severity="error" test="1">No.</m:rule>',
        ),
        ('<m:header file="F" key="K"/>', HEADER.format("0")),
        ('<m:header file="F" key="K"/>', '<m:header file=" F" hdu="0" key="K"/>'),
    ],
)
def test_a_default_that_is_spelt_out_is_no_difference(tmp_path: Path, old: str, new: str) -> None:
    assert compare(tmp_path, noted(old), noted(new)) == []
    assert compare(tmp_path / "back", noted(new), noted(old)) == []


def test_the_message_of_a_rule_is_prose(tmp_path: Path) -> None:
    old, new = (f'<m:rule id="r" test="1">{said}</m:rule>' for said in ("No.", "Not so."))
    (one,) = compare(tmp_path, noted(old), noted(new))
    assert one.documentation_only
    assert not one.breaking


@pytest.mark.parametrize(
    ("old", "new", "breaking"),
    [
        ('unique=" exposure  filter "', 'unique="exposure filter"', None),
        ('unique="exposure"', 'unique="exposure filter"', True),
        ('title="A"', 'title="B"', False),
        ('version="1.0"', 'version="1.1"', None),
    ],
)
def test_product_has_a_verdict(tmp_path: Path, old: str, new: str, breaking: bool | None) -> None:
    def product(said: str) -> str:
        annotation = f"<xs:annotation><xs:appinfo><m:product {said}/></xs:appinfo></xs:annotation>"
        return data(A, root=f'<xs:element name="Dpd" type="t:data">{annotation}</xs:element>')

    found = compare(tmp_path, product(old), product(new))
    assert [one.breaking for one in found] == ([] if breaking is None else [breaking])


PRODUCT = """<xs:element name="Dpd" type="t:data"><xs:annotation><xs:appinfo>
<m:product {}/></xs:appinfo></xs:annotation></xs:element>"""
KEY = '<m:key name="{}"/>'


def keyed(*keys: str, said: str = 'unique="exposure"') -> str:
    """Return a product whose elements A, B, ... hold entries."""
    elements = "".join(
        f'<xs:element name="{name}" type="xs:int" minOccurs="0"><xs:annotation><xs:appinfo>{key}'
        "</xs:appinfo></xs:annotation></xs:element>"
        for name, key in zip("ABC", keys, strict=False)
    )
    return data(elements, root=PRODUCT.format(said))


@pytest.mark.parametrize("said", ['unique="exposure"', 'select="exposure"', 'unique="filter"'])
@pytest.mark.parametrize(
    ("old", "new", "breaking"),
    [
        (("exposure",), ("",), True),
        (("exposure", ""), ("", "exposure"), True),
        (("exposure", ""), ("exposure", "exposure"), True),
        (("exposure",), ("exposure", "exposure"), False),  # no old document has the second
        (("exposure", ""), ("exposure", "filter"), False),
    ],
)
def test_a_key_that_moves_breaks_the_products_that_use_it(
    tmp_path: Path, said: str, old: tuple[str, ...], new: tuple[str, ...], breaking: bool
) -> None:
    sides = [keyed(*(KEY.format(k) if k else "" for k in keys), said=said) for keys in (old, new)]
    found = compare(tmp_path, *sides)
    if "filter" not in said:
        assert any(one.breaking for one in found) == breaking
    elif "filter" in new:  # no product of old had it, and it is the identity from now on
        assert [one.kind for one in found if one.breaking] == ["key"]
    else:
        assert not any(one.breaking for one in found)


DECLARED = '<m:keys xmlns:m="urn:dpkit:meta">{}</m:keys>'
EXPOSURE = '<m:declare name="exposure" type="integer">{}</m:declare>'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (EXPOSURE, EXPOSURE.replace("integer", "string"), ("key", True)),
        (EXPOSURE, EXPOSURE.replace("exposure", "visit"), ("key", True)),
        (EXPOSURE, EXPOSURE.replace("type", 'list="true" type'), ("key", False)),
        (EXPOSURE.replace("type", 'list="true" type'), EXPOSURE, ("key", True)),
        (EXPOSURE, EXPOSURE.format("The exposure."), ("documentation", False)),
    ],
)
def test_declared_keys_are_compared(
    tmp_path: Path, old: str, new: str, expected: tuple[str, bool]
) -> None:
    meta = package_folder("dpkit_xsd") / "meta.xsd"
    for side, declared in (("old", old), ("new", new)):
        schema(tmp_path / side, keyed(KEY.format("exposure")))
        copyfile(meta, tmp_path / side / "meta.xsd")
        (tmp_path / side / "keys.xml").write_text(DECLARED.format(declared))
    found = diff_schemas(tmp_path / "old", tmp_path / "new")
    first = next(one for one in found if one.path == "exposure")
    assert (first.type, first.kind, first.breaking) == ("keys.xml", *expected)
    assert first.products == ("Dpd",)
    assert not any(one.breaking for one in found if one is not first)


def test_documentation_is_compatible(tmp_path: Path) -> None:
    (one,) = compare(tmp_path, noted(""), noted("", "Said  better."))
    assert (one.kind, one.old, one.new) == ("documentation", "Said.", "Said better.")
    assert one.documentation_only
    assert not one.breaking


def test_a_difference_names_the_products_that_it_concerns(tmp_path: Path) -> None:
    roots = '<xs:element name="One" type="t:data"/><xs:element name="Two" type="t:other"/>'
    other = '<xs:complexType name="other"/>'
    found = compare(tmp_path, data(A, root=roots) + other, data(A + B, root=roots) + other)
    assert [one.products for one in found] == [("One",)]


def test_a_product_that_is_gone_breaks_and_a_new_one_does_not(tmp_path: Path) -> None:
    old = data(A, root='<xs:element name="Alpha" type="t:data"/>')
    found = compare(tmp_path, old, data(A, root='<xs:element name="Omega" type="t:data"/>'))
    assert [(one.kind, one.breaking, one.products) for one in found] == [
        ("removed", True, ("Alpha",)),
        ("added", False, ("Omega",)),
    ]


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


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_command_says_when_nothing_breaks(tmp_path: Path) -> None:
    compare(tmp_path, noted(""), noted("", "Better.").replace("xs:int", "xs:long"))
    old, new = str(tmp_path / "old"), str(tmp_path / "new")
    status, printed, said = run(old, new, "--format", "json")
    assert (status, said) == (0, "0 breaking, 2 compatible\n")
    (row,) = json.loads(printed)
    assert row == {
        "verdict": "compatible",
        "kind": "type",
        "type": "t:data",
        "path": "A",
        "old": "xs:int",
        "new": "xs:long",
        "reason": "",
        "products": ["Dpd"],
    }
    _, printed, _ = run(old, new, "--all", "--format", "json")
    assert {row["kind"] for row in json.loads(printed)} == {"type", "documentation"}


def test_command_fails_when_something_breaks(tmp_path: Path) -> None:
    compare(tmp_path, data(A), data(A + B))
    status, printed, said = run(str(tmp_path / "old"), str(tmp_path / "new"))
    assert (status, said) == (1, "1 breaking, 0 compatible\n")
    assert "old documents lack it" in printed


@pytest.mark.parametrize("source", ["nowhere", "-x", "HEAD:nowhere", ":", "HEAD"])
def test_what_is_neither_folder_nor_revision_is_wrong_usage(
    repository: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    status, _, said = run(source, "xsd")
    assert status == 2
    assert source in said


def git(folder: Path, *words: str) -> None:
    me = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *me, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository whose last commit adds a required element."""
    folder = tmp_path / "repository"
    schema(folder / "xsd", data(A))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    schema(folder / "xsd", data(A + B))
    git(folder, "commit", "-qam", "two")
    return folder


def test_revisions_are_compared(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {file: file.stat().st_mtime_ns for file in repository.rglob("*") if file.is_file()}
    monkeypatch.chdir(repository / "xsd")
    status, printed, _ = run("HEAD~1:xsd", "HEAD:xsd/", "--format", "json")
    assert status == 1
    assert [row["path"] for row in json.loads(printed)] == ["B"]
    assert run("HEAD:xsd", ".")[0] == 0
    after = {file: file.stat().st_mtime_ns for file in repository.rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="this is no checkout")
def test_a_revision_alone_means_the_installed_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP / "docs")
    with open_schemas("HEAD") as folder:
        assert (folder / "sys" / "sys.xsd").exists()
    assert not folder.exists()


def test_a_folder_without_schemas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no schemas"), open_schemas(str(tmp_path)):
        pass
