"""Paths of types that contain themselves and each other: bounded, and deeper on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from dpkit.errors import NotFoundError
from dpkit.schema.annotation.typetable import compile_types
from dpkit.schema.dictionary import ProductEntry, product_entry, product_names
from dpkit.schema.paths import Place, places_at, product_paths
from dpkit.schema.recursion import recursive_homes
from dpkit.schema.xsd.declaration import QName
from dpkit.schema.xsd.reader import read_schemas

Make = Callable[[str], ProductEntry]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Give the function that makes a product of the types of a schema; its root type is t."""

    def run(body: str) -> ProductEntry:
        head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" '
        (tmp_path / "a.xsd").write_text(f'{head} xmlns="urn:a">{body}</xs:schema>')
        types = compile_types(read_schemas(tmp_path), QName("urn:a", "t"))
        known = product_entry(product_names()[0])
        return replace(known, name="Toy", root_type="a:t", types=types, keys=())

    return run


def tangle(count: int) -> str:
    """Declare elements that all contain each other, as those of MathML do."""
    refs = "".join(f'<xs:element ref="e{n}"/>' for n in range(count))
    group = f'<xs:group name="any"><xs:choice>{refs}</xs:choice></xs:group>'
    use = '<xs:group ref="any" minOccurs="0" maxOccurs="unbounded"/>'
    elements = "".join(
        f'<xs:element name="e{n}"><xs:complexType>{use}</xs:complexType></xs:element>'
        for n in range(count)
    )
    return f'{group}{elements}<xs:complexType name="t">{use}</xs:complexType>'


TREE = """<xs:complexType name="tree"><xs:sequence><xs:element name="Name" type="xs:token"/>
  <xs:element name="Left" type="tree" minOccurs="0"/></xs:sequence></xs:complexType>
<xs:complexType name="box"><xs:sequence><xs:element name="Inner" type="tree"/></xs:sequence>
</xs:complexType>
<xs:complexType name="t"><xs:sequence><xs:element name="Box" type="box"/>
  <xs:element name="Other" type="box"/><xs:element name="Tree" type="tree"/>
</xs:sequence></xs:complexType>"""


@pytest.mark.parametrize("count", [40, 200])
def test_elements_that_all_contain_each_other(make: Make, count: int) -> None:
    entry = make(tangle(count))
    places = list(product_paths(entry))
    # Each element below the root, and in each of them each other one.
    assert len(places) == count + count**2
    assert sum(place.unlisted for place in places) == count**2
    assert {place.like for place in places if place.path.startswith("e0.")} == {
        f"e{n}" for n in range(count)
    }


def test_paths_are_made_when_they_are_asked_for(make: Make) -> None:
    entry = make(tangle(40))
    deep = list(islice(product_paths(entry, depth=30), 1000))
    assert len(deep) == 1000
    assert deep[29].path == ".".join(["e0"] * 30)


def test_a_depth_follows_recursion_to_its_end(make: Make) -> None:
    places = list(product_paths(make(tangle(3)), depth=3))
    assert len(places) == 3 + 3**2 + 3**3
    assert {p.path for p in places if p.unlisted} == {
        p.path for p in places if p.path.count(".") == 2
    }
    assert {p.like for p in places} == {None}


def test_any_depth_is_a_path(make: Make) -> None:
    entry = make(tangle(40))
    steps = ".".join(f"e{n % 40}" for n in range(500))
    assert places_at(entry, steps)[0].path == steps
    with pytest.raises(NotFoundError) as caught:
        places_at(entry, f"{steps}.e40")
    # The nearest names at the place where the path ends, not all paths of the product.
    assert str(caught.value.remedy).count("did you mean") == 1
    assert str(caught.value.remedy).count(" or ") <= 2


def test_a_type_is_listed_nearest_to_the_root(make: Make) -> None:
    places: dict[str, Place] = {place.path: place for place in product_paths(make(TREE))}
    assert list(places) == [
        "Box",
        "Box.Inner",
        "Other",
        "Other.Inner",
        "Tree",
        "Tree.Name",
        "Tree.Left",
    ]
    likes = {path: place.like for path, place in places.items() if place.like is not None}
    assert likes == dict.fromkeys(("Box.Inner", "Other.Inner", "Tree.Left"), "Tree")
    assert all(places[path].unlisted for path in likes)


def test_a_root_that_contains_itself(make: Make) -> None:
    entry = make(
        '<xs:complexType name="t"><xs:sequence><xs:element name="In" type="t" minOccurs="0"/>'
        '<xs:element name="N" type="xs:int"/></xs:sequence></xs:complexType>'
    )
    assert [(p.path, p.like) for p in product_paths(entry)] == [("In", ""), ("N", None)]


@pytest.mark.parametrize("name", product_names())
def test_our_products_are_listed_whole(name: str) -> None:
    entry = product_entry(name)
    places = list(product_paths(entry))
    assert recursive_homes(entry.types, entry.root_type) == {}
    assert not any(place.unlisted or place.like for place in places)
    assert places == list(product_paths(entry, depth=99))


def test_alternatives_are_marked() -> None:
    entry = product_entry("DpdMOCFootprintMaskVMPZ")
    assert places_at(entry, "Data.TileIndex")[0].one_of == "TileIndex | MerTileListID"
    assert places_at(entry, "Data.TileIndexList")[0].one_of is None


SHAPES = """<xs:complexType name="shape" abstract="true"><xs:sequence>
  <xs:element name="Name" type="xs:token"/></xs:sequence></xs:complexType>
<xs:complexType name="round" abstract="true"><xs:complexContent><xs:extension base="shape">
  <xs:sequence><xs:element name="Radius" type="xs:double"/></xs:sequence>
</xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="circle"><xs:complexContent><xs:extension base="round"/></xs:complexContent>
</xs:complexType>
<xs:complexType name="ring"><xs:complexContent><xs:extension base="round"><xs:sequence>
  <xs:element name="Size" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent>
</xs:complexType>
<xs:complexType name="box"><xs:complexContent><xs:extension base="shape"><xs:sequence>
  <xs:element name="Size" type="xs:token"/></xs:sequence><xs:attribute name="w" type="xs:int"/>
</xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="open"><xs:sequence><xs:element name="A" type="xs:int"/></xs:sequence>
</xs:complexType>
<xs:complexType name="more"><xs:complexContent><xs:extension base="open"><xs:sequence>
  <xs:element name="B" type="open" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent>
</xs:complexType>
<xs:element name="Head" type="open" abstract="true"/>
<xs:element name="One" type="open" substitutionGroup="Head"/>
<xs:element name="Two" type="more" substitutionGroup="Head"/>
<xs:complexType name="t"><xs:sequence><xs:element name="Shape" type="shape"/>
  <xs:element name="Shut" type="shape" block="extension"/>
  <xs:element ref="Head" maxOccurs="unbounded"/>
</xs:sequence></xs:complexType>"""


def test_what_only_derived_types_have_is_listed_with_their_names(make: Make) -> None:
    places = list(product_paths(make(SHAPES)))
    assert [(p.path, p.primitive, p.only_in) for p in places if p.path.startswith("Sh")] == [
        ("Shape", "", None),
        ("Shape.Name", "xs:token", None),
        ("Shape.Radius", "xs:double", "circle | ring"),
        ("Shape.Size", "xs:double", "ring"),
        ("Shape.Size", "xs:token", "box"),
        ("Shape.@w", "xs:int", "box"),
        ("Shut", "", None),
        ("Shut.Name", "xs:token", None),
    ]


def test_a_type_that_stands_for_one_it_contains_is_listed_once(make: Make) -> None:
    places = {p.path: p for p in product_paths(make(SHAPES)) if p.path.startswith("One")}
    assert list(places) == ["One", "One.A", "One.B"]
    assert (places["One.B"].only_in, places["One.B"].like) == ("more", "One")
    deeper = {p.path for p in product_paths(make(SHAPES), depth=3)}
    assert {"One.B.A", "One.B.B"} <= deeper


def test_every_listed_path_is_found_as_it_is_listed(make: Make) -> None:
    entry = make(SHAPES)
    for place in product_paths(entry):
        found = places_at(entry, place.path)
        assert replace(place, like=None, unlisted=False) in found
    assert [p.only_in for p in places_at(entry, "Shape.Size")] == ["ring", "box"]


def test_the_path_of_a_head_is_that_of_what_stands_for_it(make: Make) -> None:
    entry = make(SHAPES)
    assert [p.path for p in places_at(entry, "Head")] == ["One", "Two"]
    assert [p.path for p in places_at(entry, "Head.B")] == ["One.B", "Two.B"]
    with pytest.raises(NotFoundError, match="did you mean"):
        places_at(entry, "Heads")


def test_a_name_may_have_dots(make: Make) -> None:
    entry = make(
        '<xs:complexType name="a"><xs:sequence><xs:element name="b" type="xs:int"/>'
        '<xs:element name="b.c" type="xs:int"/></xs:sequence></xs:complexType>'
        '<xs:complexType name="t"><xs:sequence><xs:element name="a" type="a"/>'
        '<xs:element name="a.b" type="a"/></xs:sequence></xs:complexType>'
    )
    paths = [place.path for place in product_paths(entry)]
    assert paths == ["a", "a.b", "a.b.c", "a.b", "a.b.b", "a.b.b.c"]
    assert [p.steps for p in places_at(entry, "a.b.b.c")] == [("a.b", "b.c")]
    assert [p.steps for p in places_at(entry, "a.b.c")] == [("a", "b.c")]
