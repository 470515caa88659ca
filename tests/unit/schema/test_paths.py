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
from dpkit.schema.paths import Place, place_at, product_paths
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
    assert place_at(entry, steps).path == steps
    with pytest.raises(NotFoundError) as caught:
        place_at(entry, f"{steps}.e40")
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
    assert place_at(entry, "Data.TileIndex").one_of == "TileIndex | MerTileListID"
    assert place_at(entry, "Data.TileIndexList").one_of is None
