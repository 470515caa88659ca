"""How the products of a family hang together, in words and as a drawing."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import etree

from dpkit.dpdd.drawing import draw, sentence
from dpkit.dpdd.family import families
from dpkit.dpdd.figure import family_items
from dpkit.dpdd.port import tasks_making, tasks_using
from dpkit.dpdd.relation import Relation, family_relations
from dpkit.schema.dictionary import product_entry
from dpkit.workflow.registry import find_tasks

SVG = "{http://www.w3.org/2000/svg}"
every_family = pytest.mark.parametrize("family", families())


def drawn(family: str) -> etree._Element:
    relations = family_relations(family)
    items = family_items(family, relations)
    return etree.fromstring(draw(family, items, relations, lambda name: f"{name}.html"))


def test_the_relations_of_nir_are_what_its_tasks_and_schemas_say() -> None:
    found = {(r.source, r.kind, r.target) for r in family_relations("nir")}
    assert {
        ("DpdNirCalibratedFrame", "goes into", "NIR_extract_exposure_catalog"),
        ("NIR_extract_exposure_catalog", "makes", "DpdNirExposureCatalog"),
        ("DpdNirExposureCatalog", "goes into", "NIR_calculate_relative_exposures"),
        ("NIR_calculate_relative_exposures", "makes", "DpdNirRelPhotoExpCalibration"),
        ("NIR_apply_relative_calibrations", "makes", "DpdNirCalibratedFrame"),
    } <= found


@every_family
def test_every_port_and_reference_is_a_relation(family: str) -> None:
    found = {(r.source, r.kind, r.target) for r in family_relations(family)}
    for name in families()[family]:
        for task in tasks_making(name):
            assert (task, "makes", name) in found
        for task in tasks_using(name):
            assert (name, "goes into", task) in found
        for said in product_entry(name).references:
            assert said["product"] is None or (name, "refers to", said["product"]) in found


@every_family
def test_a_shared_type_is_held_by_several(family: str) -> None:
    held = Counter(r.target for r in family_relations(family) if r.kind == "holds")
    assert all(count > 1 for count in held.values())


def test_an_optional_port_says_so() -> None:
    (port,) = [r for r in family_relations("nir") if r.source == "DpdNirRelPhotoParams"]
    assert port.note == "optional"


@every_family
def test_the_drawing_has_every_box_and_arrow(family: str) -> None:
    relations = family_relations(family)
    items = family_items(family, relations)
    svg = drawn(family)
    texts = {text.text for text in svg.iter(f"{SVG}text")}
    assert {item.name for item in items} <= texts
    assert set(families()[family]) <= texts
    assert len(list(svg.iter(f"{SVG}rect"))) == len(items)
    paths = [p for p in svg.iter(f"{SVG}path") if p.get("class")]
    assert len(paths) == len({frozenset((r.source, r.target, r.kind)) for r in relations})


@every_family
def test_the_drawing_says_in_words_what_it_shows(family: str) -> None:
    svg = drawn(family)
    told = svg.findtext(f"{SVG}desc")
    assert svg.findtext(f"{SVG}title")
    for relation in family_relations(family):
        assert sentence(relation) in told
    labelled = svg.get("aria-labelledby").split()
    assert labelled == [svg.find(SVG + part).get("id") for part in ("title", "desc")]


@every_family
def test_the_drawing_takes_its_colours_from_the_page(family: str) -> None:
    colours = {node.get(name) for node in drawn(family).iter() for name in ("fill", "stroke")}
    assert colours <= {None, "none", "currentColor"}


@every_family
def test_the_drawing_and_its_words_are_on_the_page(reference, family: str) -> None:
    body = reference.page(f"made/{family}/index")
    assert len(list(body.iter("svg"))) == 1
    links = set(body.xpath("//svg//a/@href"))
    assert {f"{name}.html#product-{name.lower()}" for name in families()[family]} <= links
    cells = [" ".join(td.text_content().split()) for td in body.xpath("//details//tbody/tr/td")]
    rows = [tuple(cells[i : i + 4]) for i in range(0, len(cells), 4)]
    assert rows == [(r.source, r.kind, r.target, r.note) for r in family_relations(family)]


def test_a_product_that_nobody_declares_is_drawn_as_such() -> None:
    relation = Relation(source="DpdNirMasterDark", target="DpdNirNothing", kind="refers to")
    (foreign,) = [i for i in family_items("nir", [relation]) if i.kind == "foreign"]
    assert (foreign.name, foreign.lines) == ("DpdNirNothing", ("not installed",))


def test_every_task_is_in_some_diagram() -> None:
    ends = {end for f in families() for r in family_relations(f) for end in (r.source, r.target)}
    assert set(find_tasks()) <= ends
