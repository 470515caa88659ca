"""What documents may put in the place of what is declared, with libxml2 as the judge."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from dpkit.schema.diff.difference import diff_schemas

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t"
  targetNamespace="urn:t" {}>{}</xs:schema>"""
A = '<xs:sequence><xs:element name="a" type="xs:int" minOccurs="0"/></xs:sequence>'
ROOT = '<xs:element name="Dpd" type="t:base" {}/>'


def types(more: str = "", *, method: str = "extension", root: str = ROOT.format("")) -> str:
    """Return a root element, its type, and two types that are derived from it, step by step."""
    derived = "".join(
        f'<xs:complexType name="{name}"><xs:complexContent><xs:{how} base="t:{base}">{content}'
        f"</xs:{how}></xs:complexContent></xs:complexType>"
        for name, base, how, content in (
            ("sub", "base", method, A if method == "restriction" else ""),
            ("subsub", "sub", "extension", ""),
        )
    )
    return f'{root}<xs:complexType name="base" {more}>{A}</xs:complexType>{derived}'


def group(
    head: str = "",
    member: str = 'substitutionGroup="t:H"',
    kinds: tuple[str, str] = ("xs:int", "xs:short"),
) -> str:
    """Return a root element that holds a head, or an element in its place."""
    return (
        '<xs:element name="Dpd"><xs:complexType><xs:sequence><xs:element ref="t:H"/>'
        "</xs:sequence></xs:complexType></xs:element>"
        f'<xs:element name="H" type="{kinds[0]}" {head}/>'
        f'<xs:element name="M" type="{kinds[1]}" {member}/>'
    )


COMPLEX = "t:base", "t:sub"
GROUP = group(kinds=COMPLEX)
ALONE = types().replace('<xs:extension base="t:base">', '<xs:extension base="t:other">') + (
    f'<xs:complexType name="other">{A}</xs:complexType>'
)
BY_RESTRICTION = types(method="restriction")
CASES = {
    # name: (old, new, breaking; None for no difference)
    "extension blocked": (types(), types('block="extension"'), True),
    "all blocked": (types(), types('block="#all"'), True),
    "restriction blocked": (types(), types('block="restriction"'), None),
    "restriction blocked in a step": (
        BY_RESTRICTION,
        types('block="restriction"', method="restriction"),
        True,
    ),
    "blocked no more": (types('block="extension"'), types(), False),
    "blocked by an element": (types(), types(root=ROOT.format('block="#all"')), True),
    "by an element no more": (types(root=ROOT.format('block="#all"')), types(), False),
    "blocked on both": (
        types('block="#all"'),
        types('block="#all"', root=ROOT.format('block="#all"')),
        None,
    ),
    "derived from another": (
        types() + f'<xs:complexType name="other">{A}</xs:complexType>',
        ALONE,
        True,
    ),
    "derived at last": (
        ALONE,
        types() + f'<xs:complexType name="other">{A}</xs:complexType>',
        False,
    ),
    "another type": (
        ALONE,
        ALONE.replace('type="t:base"', 'type="t:other"'),
        False,
    ),
    "substitution blocked": (group(), group('block="substitution"'), True),
    "member extended": (
        types(root=GROUP),
        types(root=group('block="extension"', kinds=COMPLEX)),
        True,
    ),
    "member blocked by its type": (types(root=GROUP), types('block="#all"', root=GROUP), True),
    "member not restricted": (types(root=GROUP), types('block="restriction"', root=GROUP), None),
    "member not extended": (group(), group('block="extension"'), None),
    "substitution no more blocked": (group('block="#all"'), group(), False),
    "no member any more": (group(), group(member=""), True),
}
XSI = 'xmlns:t="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
DOCUMENTS = [
    etree.fromstring(f"<t:Dpd {XSI} {said}</t:Dpd>")
    for said in (
        "><a>1</a>",
        'xsi:type="t:sub"><a>1</a>',
        'xsi:type="t:subsub"><a>1</a>',
        "><t:H>1</t:H>",
        "><t:M>1</t:M>",
        "><t:M><a>1</a></t:M>",
    )
]


def judge(
    folder: Path, old: str, new: str, defaults: tuple[str, str] = ("", "")
) -> tuple[bool, bool | None]:
    """Return whether libxml2 takes a document before and not after, and our verdict."""
    for side, body, said in zip(("old", "new"), (old, new), defaults, strict=True):
        (folder / side).mkdir()
        (folder / side / "t.xsd").write_text(SCHEMA.format(said, body))
    before, after = (etree.XMLSchema(file=str(folder / side / "t.xsd")) for side in ("old", "new"))
    assert any(before.validate(one) for one in DOCUMENTS)
    lost = any(before.validate(one) and not after.validate(one) for one in DOCUMENTS)
    found = diff_schemas(folder / "old", folder / "new")
    return lost, any(one.breaking for one in found) if found else None


@pytest.mark.parametrize("name", CASES)
def test_verdict_is_that_of_libxml2(tmp_path: Path, name: str) -> None:
    old, new, breaking = CASES[name]
    assert judge(tmp_path, old, new) == (bool(breaking), breaking)


def test_a_head_that_blocks_restriction_blocks_simple_types(tmp_path: Path) -> None:
    # XML Schema Part 1, 3.3.6, says so of all types; libxml2 looks at complex ones only.
    assert judge(tmp_path, group(), group('block="restriction"')) == (False, True)


@pytest.mark.parametrize("said", ['blockDefault="#all"', 'blockDefault="extension"'])
def test_what_a_file_blocks_counts_for_all_that_say_nothing(tmp_path: Path, said: str) -> None:
    assert judge(tmp_path, types(), types(), ("", said)) == (True, True)


def test_what_a_type_says_goes_before_its_file(tmp_path: Path) -> None:
    open_ = types('block=""', root=ROOT.format('block=""'))
    assert judge(tmp_path, open_, open_, ("", 'blockDefault="#all"'))[0] is False


def test_what_is_final_matters_to_schemas_only(tmp_path: Path) -> None:
    alone = types().partition('<xs:complexType name="sub"')[0]
    final = alone.replace('name="base"', 'name="base" final="#all"')
    assert judge(tmp_path, alone, final) == (False, None)
