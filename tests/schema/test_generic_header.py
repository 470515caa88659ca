"""The header of real Euclid products is the header of our schemas."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

import dpkit

ROOT = Path(__file__).parents[2] / "xsd" / "dpkit_xsd"
X = "{http://www.w3.org/2001/XMLSchema}"
NAMESPACE = "http://ecdm.euclid-ec.org/schema/dpd/nir/relphotoparams"
SAMPLES = (
    "mer_final_catalog",
    "mer_segmentation_map",
    "phz_pf_output_catalog",
    "vis_calibrated_frame",
    "vis_stacked_frame",
)

pytestmark = pytest.mark.shared
every_sample = pytest.mark.parametrize("name", SAMPLES)


def header(folder: Path, name: str) -> etree._Element:
    file = folder / "data" / "euclid_samples" / f"sample_{name}.xml"
    found = etree.parse(file).getroot().find("Header")
    assert found is not None
    return found


def test_every_sample_is_tested(shared_folder: Path) -> None:
    files = (shared_folder / "data" / "euclid_samples").glob("*.xml")
    assert {file.stem.removeprefix("sample_") for file in files} == set(SAMPLES)


@every_sample
def test_header_has_our_elements_in_our_order(shared_folder: Path, name: str) -> None:
    type_ = etree.parse(ROOT / "sys" / "sys.xsd").find(f"{X}complexType[@name='genericHeader']")
    declared = list(type_.iter(X + "element"))
    ours = [n.get("name") for n in declared if n.get("minOccurs") != "0"]
    later = {n.get("name") for n in declared if n.get("minOccurs") == "0"}
    theirs = [child.tag for child in header(shared_folder, name)]
    assert [tag for tag in theirs if tag not in later] == ours


@every_sample
def test_document_with_a_real_header_is_valid(
    shared_folder: Path, tmp_path: Path, name: str
) -> None:
    root = etree.Element(f"{{{NAMESPACE}}}DpdNirRelPhotoParams")
    copy = header(shared_folder, name)
    for said in copy.iter("ProductType"):
        said.text = "DpdNirRelPhotoParams"
    root.append(copy)
    data = etree.SubElement(root, "Data")
    etree.SubElement(data, "ParameterSetName").text = "standard"
    document = tmp_path / "params.xml"
    document.write_bytes(etree.tostring(root))
    assert [str(finding) for finding in dpkit.validate(document).findings] == []
    product = dpkit.read(document)
    assert product.id == root.findtext("Header/ProductId")
