"""What differs between the annotations of two versions of schemas, and in their keys."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest
from tests.unit.schema.toyschema import (
    DOCS,
    A,
    B,
    compare,
    data,
    lost,
    noted,
    schema,
)

from dpkit.schema.diff.difference import diff_schemas
from dpkit.schema.package import package_folder

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
