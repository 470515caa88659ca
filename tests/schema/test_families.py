"""One product of every family, so that the vocabulary says what each of them needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

import dpkit
from dpkit.binding.door import serialize
from dpkit.schema.dictionary import ProductEntry, file_format, product_entry

DOCUMENTS = Path(__file__).parent / "documents"
NAMES = sorted(file.stem for file in DOCUMENTS.glob("*.xml"))
LEAN = ["DpdCriresFlatQc", "DpdRomanFlat", "DpdRomanImage", "DpdSpirouBlaze"]
ROLES = {"id", "type", "schema-version", "software", "release", "dataset", "created", "status"}

every_document = pytest.mark.parametrize("name", NAMES)


def compiled(name: str) -> dict:
    """Return what the dictionary holds, with what `ProductEntry` does not show yet."""
    folder = product_entry(name).package.dictionary_folder
    return json.loads((folder / f"{name}.json").read_text())


def broken(name: str, tmp_path: Path, old: str, new: str) -> list[str]:
    text = (DOCUMENTS / f"{name}.xml").read_text()
    assert old in text
    file = tmp_path / "broken.xml"
    file.write_text(text.replace(old, new, 1))
    report = dpkit.validate(file, level="quality")
    return [finding.message for finding in report.findings]


def test_every_family_has_a_document() -> None:
    assert {*LEAN, "DpdMOCFootprintMaskVMPZ"} == {*NAMES}


@every_document
def test_document_is_valid_with_its_rules_and_flags(name: str) -> None:
    report = dpkit.validate(DOCUMENTS / f"{name}.xml", level="quality")
    assert [str(finding) for finding in report.findings] == []


@pytest.mark.parametrize("name", LEAN)
def test_document_is_bound_and_written_with_equal_content(name: str) -> None:
    file = DOCUMENTS / f"{name}.xml"
    product = dpkit.read(file)
    written = etree.fromstring(serialize(product.content))
    tags = [node.tag for node in written.iter("*")]
    assert tags == [node.tag for node in etree.parse(file).getroot().iter("*")]
    assert product.id == f"{name}-1"
    assert set(product.entry.unique) <= set(product.keys)


@every_document
def test_header_has_the_roles(name: str) -> None:
    entry = product_entry(name)
    assert set(entry.roles) >= ROLES
    assert entry.roles["schema-version"] == "@version"


@pytest.mark.parametrize("name", LEAN)
def test_header_is_not_that_of_euclid(name: str) -> None:
    root = etree.parse(DOCUMENTS / f"{name}.xml").getroot()
    assert (root.tag.startswith("{urn:dpkit:dpd:"), len(root.find("Header"))) == (True, 7)


def scopes(entry: ProductEntry) -> dict[str, tuple[str, ...]]:
    return {m.name: tuple(key for key, _ in m.scope) for m in entry.metrics}


def test_crires_metrics_are_per_detector_and_in_the_table_or_local() -> None:
    entry = product_entry("DpdCriresFlatQc")
    assert entry.metric_table == "crires_flat"
    assert set(scopes(entry).values()) == {("detector",)}
    local = {m["name"]: m["local"] for m in compiled("DpdCriresFlatQc")["metrics"]}
    table = ["mean_level", "mean_flux", "rms_master", "badpix", "num_overexp", "level_overexp"]
    assert [name for name, away in local.items() if not away] == table
    assert {"median_snr", "median_snr_raw"} <= {name for name, away in local.items() if away}


def test_crires_table_is_plotted_over_time() -> None:
    said = compiled("DpdCriresFlatQc")
    axes = {c["plot"]: c["name"] for c in said["columns"] + said["metrics"]}
    assert (axes["x"], axes["y"]) == ("mjd_obs", "mean_level")
    assert {c["name"] for c in said["columns"] if c["filter"]} == {"lamp", "dit"}
    assert {c["name"]: c["path"] for c in said["columns"]}["lamp"] == "Data/Exposure/Setting/Lamp"


@pytest.mark.parametrize("name", ["DpdCriresMasterFlat", "DpdCriresBadPixelMap"])
def test_crires_masters_are_chosen_by_setting_once_they_are_certified(name: str) -> None:
    entry = product_entry(name)
    assert entry.validity is not None
    assert (entry.validity.policy, entry.validity.certify) == ("closest", "manual")
    assert entry.validity.maximum_distance == "P10D"
    assert entry.select == ("setting",)


def test_crires_metrics_explain_themselves() -> None:
    entry = product_entry("DpdCriresFlatQc")
    units = {m.name: m.unit for m in entry.metrics}
    assert (units["mean_level"], units["mean_flux"], units["rms_master"]) == ("adu", "adu/s", "1")
    assert (units["level_p999"], units["badpix"]) == ("adu", None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<Lamp>Emitter", "<Lamp>Halogen", "not that of its lamp"),
        ("<FrameNumber>3", "<FrameNumber>2", "needs three frames"),
        ("<ReferenceOutcome>compared", "<ReferenceOutcome>none", "if and only if"),
        ("<LowBadPixelLimit>0.1", "<LowBadPixelLimit>11", "reversed"),
        ("<DetectorId>2", "<DetectorId>1", "listed twice"),
        ("<NumberOverexposed>0", "<NumberOverexposed>5", "give true"),
        ("<DetectorId>4", "<DetectorId>5", "'5'"),
    ],
)
def test_crires_mistake_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert any(message in found for found in broken("DpdCriresFlatQc", tmp_path, old, new))


def test_spirou_blaze_is_the_closest_within_a_week() -> None:
    entry = product_entry("DpdSpirouBlaze")
    assert entry.validity is not None
    assert (entry.validity.policy, entry.validity.maximum_distance) == ("closest", "P7D")
    assert entry.validity.instant == "Data/MidTime"
    assert entry.select == ("fiber",)


def test_spirou_orders_have_a_header_each() -> None:
    (header,) = compiled("DpdSpirouBlaze")["rowHeaders"]
    assert header["key"] == "EXTSN{order:03}"
    keywords = {k["name"] for k in file_format("spirou.blaze")["hdus"][0]["keywords"]}
    assert {header["key"].format(order=order) for order in range(49)} <= keywords


def test_roman_flat_is_the_latest_before() -> None:
    entry = product_entry("DpdRomanFlat")
    assert entry.validity is not None
    assert (entry.validity.policy, entry.validity.instant) == ("latest-before", "Data/UseAfter")
    assert entry.validity.certify == "manual"
    assert set(entry.select) == {"detector", "filter"}


@pytest.mark.parametrize("name", ["DpdRomanFlat", "DpdRomanImage"])
def test_roman_files_are_trees_whose_paths_the_headers_name(name: str) -> None:
    entry = product_entry(name)
    (storage,) = entry.storages
    described = file_format(str(storage.format))
    values = {value["path"]: value["type"] for value in described["values"]}
    assert (described["kind"], described["version"]) == ("asdf", storage.format_version)
    assert {header.key for header in entry.headers} <= set(values)
    times = {header.key for header in entry.headers if header.type == "xs:dateTime"}
    assert {path for path, kind in values.items() if kind == "time"} == times
    assert "roman.data" in {array["path"] for array in described["arrays"]}


def test_roman_image_refers_to_its_flat() -> None:
    references = product_entry("DpdRomanImage").references
    assert [dict(r) for r in references] == [
        {"path": "Data/RefFile/Flat", "product": "DpdRomanFlat"}
    ]


def test_roman_spectrum_has_no_flat(tmp_path: Path) -> None:
    found = broken("DpdRomanImage", tmp_path, "<Type>WFI_IMAGE", "<Type>WFI_SPECTRAL")
    assert any("an exposure that is no image" in message for message in found)


def test_vmpz_weights_say_what_they_mean() -> None:
    (convention,) = compiled("DpdMOCFootprintMaskVMPZ")["conventions"]
    assert convention == {
        "path": "Data/FootprintMaskMOC",
        "name": "UNOBSERVED_FRACTION",
        "stated": "Data/WeightConvention",
    }
    entry = product_entry("DpdMOCFootprintMaskVMPZ")
    assert entry.initial["Data/WeightConvention"] == "UNOBSERVED_FRACTION"
    assert {r["kind"] for r in entry.regions} == {"nuniq"}


def test_vmpz_tiles_are_a_list() -> None:
    said = compiled("DpdMOCFootprintMaskVMPZ")
    assert said["listKeys"] == ["Data/TileIndexList"]
    assert {k["path"]: k["repeated"] for k in said["keys"] if k["name"] == "tile"} == {
        "Data/TileIndexList": True
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<MOCOrder>14", "<MOCOrder>30", "from 0 to 29"),
        ("<MerTileListID>patch-7</MerTileListID>", "<TileIndex>101</TileIndex>", "covers one tile"),
        ("<MerTileListID>patch-7", "<MerTileListID>patch-8", "named after the tile"),
        ("<Stage>PATCH", "<Stage>TILE", "of the first stage (TILE) has a tile"),
        ("<PresentMasks>2", "<PresentMasks>3", "do not add up"),
        ('<MissingMasks flagged="true">1', '<MissingMasks flagged="true">0', "give false"),
        ("<TileIndexList>", "<TileIndex>101</TileIndex><TileIndexList>", "'TileIndex'"),
        ("UNOBSERVED_FRACTION", "GOOD", "'GOOD'"),
        ('<ObservedArea flagged="false">1.02', "<ObservedArea>-1", "give true"),
    ],
)
def test_vmpz_mistake_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = broken("DpdMOCFootprintMaskVMPZ", tmp_path, old, new)
    assert any(message in text for text in found)
