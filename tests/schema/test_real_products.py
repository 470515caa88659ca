"""Real Euclid documents validate unchanged, are bound, and come back with equal content."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

import dpkit
from dpkit import tai
from dpkit.binding.door import serialize
from dpkit.errors import SchemaError
from dpkit.schema.annotation.unit import read_units
from dpkit.schema.dictionary import product_entry

ROOT = Path(__file__).parents[2] / "xsd" / "dpkit_xsd"
SAMPLES = {
    "mer_final_catalog": "DpdMerFinalCatalog",
    "mer_segmentation_map": "DpdMerSegmentationMap",
    "phz_pf_output_catalog": "DpdPhzPfOutputCatalog",
    "vis_calibrated_frame": "DpdVisCalibratedFrame",
    "vis_stacked_frame": "DpdVisStackedFrame",
}

pytestmark = pytest.mark.shared
every_sample = pytest.mark.parametrize("name", SAMPLES)


def sample(folder: Path, name: str) -> Path:
    return folder / "data" / "euclid_samples" / f"sample_{name}.xml"


def value(text: str | None) -> object:
    """Return what a text means: two spellings of one number or time are equal."""
    text = (text or "").strip()
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    if re.fullmatch(r"[+-]?(\d+\.\d*|\.\d+)([eE][+-]?\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", text):
        return tai.parse_utc(text)
    return text


def census(root: etree._Element) -> list[tuple[object, ...]]:
    """Return every element in document order with what it says."""
    return [
        (node.tag, value(node.text), sorted((key, value(v)) for key, v in node.attrib.items()))
        for node in root.iter("*")
    ]


@every_sample
def test_document_is_valid_at_level_schema(shared_folder: Path, name: str) -> None:
    report = dpkit.validate(sample(shared_folder, name), level="schema")
    assert [str(finding) for finding in report.findings] == []


@every_sample
def test_document_is_bound_by_its_root_element(shared_folder: Path, name: str) -> None:
    product = dpkit.read(sample(shared_folder, name))
    assert type(product.content) is product_entry(SAMPLES[name]).load_class()
    assert product.id == etree.parse(sample(shared_folder, name)).findtext("Header/ProductId")


@every_sample
def test_bound_document_is_written_with_equal_content(shared_folder: Path, name: str) -> None:
    file = sample(shared_folder, name)
    written = etree.fromstring(serialize(dpkit.read(file).content))
    assert census(written) == census(etree.parse(file).getroot())


@every_sample
def test_later_levels_complain_of_random_values(shared_folder: Path, name: str) -> None:
    codes = Counter(f.code for f in dpkit.validate(sample(shared_folder, name)).findings)
    assert codes["rule-broken"] > 0
    assert codes["file-missing"] > 0


@every_sample
def test_every_key_of_the_schema_has_its_values(shared_folder: Path, name: str) -> None:
    product = dpkit.read(sample(shared_folder, name))
    assert set(product.entry.unique) <= set(product.keys)


def test_list_keys_have_a_value_per_item(shared_folder: Path) -> None:
    keys = dpkit.read(sample(shared_folder, "mer_final_catalog")).keys
    assert (keys["patch"], keys["observation"]) == ([1, 2], [1, 2])


@every_sample
def test_no_element_of_the_document_was_left_to_a_wildcard(shared_folder: Path, name: str) -> None:
    from dpkit.schema.paths import product_paths

    known = {place.path for place in product_paths(product_entry(SAMPLES[name]))}
    tree = etree.parse(sample(shared_folder, name))
    for node in tree.getroot().iterdescendants("*"):
        steps = [str(n.tag) for n in [*reversed([*node.iterancestors()]), node]][1:]
        assert ".".join(steps) in known
        assert {".".join([*steps, f"@{key}"]) for key in node.attrib} <= known


def unit_strings(shared_folder: Path) -> set[str]:
    """Return the unit strings of all documents; those of free parameters are random texts."""
    found = set()
    for name in SAMPLES:
        root = etree.parse(sample(shared_folder, name)).getroot()
        found |= {str(v) for v in root.xpath("//@unit | //@coordUnit")}
        found |= {str(v) for v in root.xpath("//Unit[not(parent::Parameter)]/text()")}
    return found


def test_unit_strings_of_euclid_are_understood(shared_folder: Path) -> None:
    units = read_units(ROOT / "meta.xsd", ROOT / "units.xml")
    strings = unit_strings(shared_folder)
    unknown = set()
    for unit in strings - set(units.aliases):
        try:
            units.check(unit, "here")
        except SchemaError:
            unknown.add(unit)
    assert unknown == set()
    assert {"ADU", "e-"} == set(units.aliases) - strings
    for symbol in ("CelsiusDeg", "ppm"):
        assert any(symbol in unit for unit in strings)
