"""The page of every product that is installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes

from dpkit.dpdd.elementtable import element_tables
from dpkit.dpdd.family import families
from dpkit.dpdd.mark import product_marks
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.schema.paths import product_paths

every_product = pytest.mark.parametrize("name", product_names())


def page_of(name: str) -> str:
    (family,) = [family for family, products in families().items() if name in products]
    return f"made/{family}/{name}"


def text_of(node) -> str:
    return " ".join(node.text_content().split())


def rows(body, heading: str):
    """Return the rows of the tables in the section of a heading, as texts."""
    cells = f"//section[*[text()='{heading}']]//tbody/tr"
    return [[text_of(cell) for cell in row.iter("td")] for row in body.xpath(cells)]


@every_product
def test_every_path_is_on_the_page_with_what_it_is(reference, name: str) -> None:
    entry = product_entry(name)
    said = {row[0]: row for row in rows(reference.page(page_of(name)), "Elements")}
    places = list(product_paths(entry))
    assert set(said) == {place.path for place in places}
    for place in places:
        _, type_, occurs, unit, meaning = said[place.path]
        assert occurs == place.occurs
        assert unit == (place.unit or "")
        assert place.primitive in type_
        assert " ".join(place.documentation.split()) in meaning
        assert f"key: {place.key}" in meaning or place.key is None


@every_product
def test_marks_are_at_their_paths(reference, name: str) -> None:
    entry = product_entry(name)
    said = {row[0]: row[4] for row in rows(reference.page(page_of(name)), "Elements")}
    for path, marks in product_marks(entry).items():
        for mark in marks:
            assert " ".join(f"{mark.kind}: {mark.text}".split()) in said[path.replace("/", ".")]


@every_product
def test_the_facts_are_on_the_page(reference, name: str) -> None:
    entry = product_entry(name)
    body = reference.page(page_of(name))
    facts = dict(
        zip(
            (text_of(term).rstrip(":") for term in body.iter("dt")),
            (text_of(said) for said in body.iter("dd")),
            strict=True,
        )
    )
    assert text_of(body.xpath("//h1")[0]) == f"{name}¶"
    assert facts["Title"] == " ".join(entry.title.split())
    assert (facts["Custodian"], facts["Level"]) == (entry.custodian, entry.level)
    assert (facts["Version"], facts["Namespace"]) == (entry.version, entry.namespace)
    assert facts.get("Identity keys", "") == ", ".join(entry.unique)
    assert facts.get("Selection keys", "") == ", ".join(entry.select)
    assert facts.get("Processing function") == entry.processing_function
    assert ("Validity" in facts) == (entry.validity is not None)
    assert entry.validity is None or facts["Validity"].startswith(entry.validity.policy)


@every_product
def test_the_schema_file_is_linked(reference, name: str) -> None:
    entry = product_entry(name)
    (link,) = reference.page(page_of(name)).xpath("//a[contains(@class, 'download')]")
    copied = (reference.out / page_of(name)).parent / link.get("href")
    assert copied.read_bytes() == entry.schema.read_bytes()


@every_product
def test_every_table_is_complete(reference, name: str) -> None:
    entry = product_entry(name)
    body = reference.page(page_of(name))
    rules = rows(body, "Rules")
    assert [(row[0], row[2]) for row in rules] == [
        (rule.id, " ".join(rule.test.split())) for rule in entry.rules
    ]
    assert [rule.message in row[3] for rule, row in zip(entry.rules, rules, strict=True)] == [
        True
    ] * len(rules)
    files = [(s.name, s.path.replace("/", "."), s.format or "any") for s in entry.storages]
    assert [tuple(row[:3]) for row in rows(body, "Files")] == files
    flags = [path.replace("/", ".") for path in entry.flags]
    assert [row[0] for row in rows(body, "Quality flags")][: len(flags)] == flags
    assert [row[0] for row in rows(body, "Metrics")] == [metric.name for metric in entry.metrics]
    keywords = [row[0] for row in rows(body, "Header keywords")]
    assert keywords[: len(entry.headers)] == [header.key for header in entry.headers]


@every_product
def test_links_within_the_page_lead_somewhere(reference, name: str) -> None:
    body = reference.page(page_of(name))
    ids = set(body.xpath("//@id"))
    targets = {href[1:] for href in body.xpath("//a/@href") if href.startswith("#")}
    assert targets <= ids
    assert len(body.xpath("//@id")) == len(ids)


def test_what_stands_apart_is_folded(reference) -> None:
    body = reference.page(page_of("DpdNirRelPhotoExpCalibration"))
    folds = {text_of(fold.find("summary")): fold.get("open") for fold in body.iter("details")}
    assert folds == {
        "Below Header": None,
        "Below Data": "",
        "Below QualityFlags": "",
        "Below Parameters": "",
    }


def test_the_limits_of_a_flag_are_shown(reference) -> None:
    body = reference.page(page_of("DpdNirRelPhotoExpCalibration"))
    assert rows(body, "Quality flags")[0] == [
        "QualityFlags.ExposureFactorOutOfRange",
        "The factor of an exposure lies outside the limits.",
        "Data.CorrectionFactorList.CorrectionFactor.Value",
        "0.98 to 1.02",
    ]


def test_elements_that_are_alternatives_are_marked(reference) -> None:
    said = rows(reference.page(page_of("DpdMOCFootprintMaskVMPZ")), "Elements")
    marked = {row[0] for row in said if "one of: TileIndex | MerTileListID" in row[4]}
    assert marked == {"Data.TileIndex", "Data.MerTileListID"}


def test_very_many_paths_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dpkit.dpdd.elementtable.LISTED", 100)
    made = element_tables(product_entry("DpdVisCalibratedFrame"))
    anchored = [row for node in made for row in node.findall(nodes.row) if row["ids"]]
    assert len(anchored) == 100
    assert "dpkit schema paths DpdVisCalibratedFrame" in made[-1].astext()


def test_choices_and_limits_of_values_are_shown(reference) -> None:
    body = reference.page(page_of("DpdNirRelPhotoExpCalibration"))
    said = {row[0]: row for row in rows(body, "Elements")}
    assert "NIR_Y (Near-infrared Y band)" in said["Data.Filter"][4]
    assert said["Data.CorrectionFactorList.CorrectionFactor.Error"][1].endswith("≥ 0")


def test_a_product_names_the_tasks_that_make_and_use_it(reference) -> None:
    said = reference.text(page_of("DpdNirRelPhotoExpCalibration"))
    assert "Made by: NIR_calculate_relative_exposures" in said
    assert "Used by: NIR_apply_relative_calibrations" in said


@pytest.mark.parametrize("options", [[], ["-W"]])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (".. dpkit-product:: DpdNirMasterDrak", "page.rst:4: no product is named"),
        (".. dpkit-family:: nri", "page.rst:4: no product belongs to the family"),
        (".. dpkit-family-diagram:: nri", "page.rst:4: no product belongs to the family"),
        (".. note::\n\n   .. dpkit-keys::", "page.rst:6: dpkit-keys stands within other content"),
    ],
)
def test_a_wrong_directive_ends_the_build(
    build, capsys, tmp_path: Path, text: str, message: str, options: list[str]
) -> None:
    site = build(tmp_path, {"page.rst": f"Page\n====\n\n{text}\n"}, *options)
    assert site.status != 0
    assert message in capsys.readouterr().err


def test_two_products_fit_on_one_page(build, tmp_path: Path) -> None:
    text = "Two\n===\n\nOne\n---\n\n.. dpkit-product:: DpdNirMasterDark\n\n"
    text += "Other\n-----\n\n.. dpkit-product:: DpdNirMasterFlat\n"
    site = build(tmp_path, {"page.rst": text}, "-W")
    ids = site.page("page").xpath("//@id")
    assert site.status == 0
    assert len(ids) == len(set(ids))
