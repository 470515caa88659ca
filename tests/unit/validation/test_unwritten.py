"""A product in memory is judged as its document would be, and nothing is left anywhere."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import pytest
from astropy.io import fits

import dpkit
from dpkit.product.product import Product
from dpkit.validation.report import Report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that temporary files go to, and stand in another one."""
    place = tmp_path / "temporary"
    place.mkdir()
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.chdir(desk)
    yield place
    assert [*place.iterdir(), *desk.iterdir()] == []


def cards(product: Product) -> list[str]:
    return [str(hdu.header) for hdu in product.payloads["DataStorage"]]


@pytest.mark.parametrize("name", ["calibration", "parameters", "frame", "catalog"])
def test_a_good_product_has_no_findings(make, folder: Path, name: str) -> None:
    product = getattr(make, name)()
    report = dpkit.validate(product)
    assert [str(finding) for finding in report.findings] == []
    assert (report.product, report.id) == (product.entry.name, product.id)
    assert report.level == "headers"
    assert product.source is None


def test_it_is_left_as_it_was(make, folder: Path) -> None:
    product = make.frame()
    content, headers = copy.deepcopy(product.content), cards(product)
    dpkit.validate(product)
    assert product.content == content
    assert cards(product) == headers
    assert product.files["DataStorage"].checksum is None
    dpkit.write(product, folder.parent / "out")  # it can be written still


def test_findings_are_those_of_the_document_that_it_would_get(
    make, folder: Path, tmp_path: Path
) -> None:
    product = make.calibration()
    product.content.data.correction_factor_list.correction_factor[1].exposure = 1
    (finding,) = dpkit.validate(product).findings
    assert (finding.code, finding.source) == ("rule-broken", f"{finding.source}")
    document = dpkit.write(product, tmp_path / "out")
    (other,) = dpkit.validate(document).findings
    assert finding.source == document.name
    assert (finding.code, finding.line, finding.path) == (other.code, other.line, other.path)


def test_a_broken_schema_is_found_before_any_file_is_written(
    make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = make.frame()
    product.content.data.observation_sequence.exposure = "three"
    monkeypatch.setattr(fits.HDUList, "writeto", None)
    report = dpkit.validate(product)
    assert [finding.code for finding in report.findings] == ["schema-violation"]
    assert report.level == "schema"


def test_what_cannot_be_written_as_xml_is_a_finding(make, folder: Path) -> None:
    product = make.parameters()
    product.content.data.parameter_set_name = "a\x00b"
    report = dpkit.validate(product)
    assert [finding.code for finding in report.findings] == ["schema-violation"]


def test_files_are_checked_where_they_would_be(make, folder: Path) -> None:
    product = make.frame()
    hdus = product.payloads["DataStorage"]
    del hdus[2]
    report = dpkit.validate(product)
    assert "format-hdu-missing" in {finding.code for finding in report.findings}
    name = product.files["DataStorage"].name
    for finding in report.findings:
        assert finding.source == f"data/{name}"
        assert str(folder) not in str(finding)
    assert dpkit.validate(product, level="files").ok


def test_a_file_that_was_not_given_is_missing(make, folder: Path) -> None:
    product = make.frame()
    product.payloads.clear()
    report = dpkit.validate(product)
    assert [(f.code, f.path) for f in report.findings] == [("file-missing", "DataStorage")]
    assert dpkit.validate(product, level="quality").ok


def test_a_name_that_leads_elsewhere_is_not_written(
    make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dpkit.validation import unwritten

    product = make.frame()
    product.content.data.data_storage.data_container.file_name = "../away.fits"
    # Our schemas know such names; those of others may not.
    monkeypatch.setattr(
        unwritten, "run_passes", lambda s, level: Report(source=s.source, level=level)
    )
    report = dpkit.validate(product)
    assert [(f.code, f.value) for f in report.findings] == [("file-name-path", "../away.fits")]


@pytest.mark.parametrize(
    ("card", "codes"),
    [
        ("FOO     = 'a\x07b'", ["file-unreadable"]),
        ("FOO     = 'unclosed and mended by writing", []),
    ],
)
def test_cards_that_fits_forbids(make, folder: Path, card: str, codes: list[str]) -> None:
    product = make.frame()
    product.payloads["DataStorage"][0].header.append(fits.Card.fromstring(card.ljust(80)))
    assert [finding.code for finding in dpkit.validate(product).findings] == codes


def test_a_file_that_is_not_there_cannot_be_copied(make, folder: Path) -> None:
    product = make.frame()
    product.payloads["DataStorage"] = folder / "nothing.fits"
    report = dpkit.validate(product)
    assert [finding.code for finding in report.findings] == ["file-access"]


def test_a_value_that_no_keyword_holds(make, folder: Path) -> None:
    product = make.frame(software=("Software of M\u00fcnchen", "1"))
    report = dpkit.validate(product)
    assert [finding.code for finding in report.findings] == ["header-missing"]


def test_references_of_a_product_in_memory(make, folder: Path) -> None:
    class Nothing:
        def product(self, identifier: str) -> object:
            raise dpkit.errors.NotFoundError("no")

        def close(self) -> None:
            raise AssertionError("not ours to close")

    report = dpkit.validate(make.catalog(), archive=Nothing())
    assert [finding.code for finding in report.findings] == ["reference-missing"]


def test_what_was_changed_since_it_was_read_is_judged(frame) -> None:
    product = dpkit.read(frame.document)
    assert dpkit.validate(product) == dpkit.validate(frame.document)
    product.content.data.exposure_time.value = -1.0
    report = dpkit.validate(product)
    assert [f.code for f in report.findings] == ["rule-broken", "header-differs"]
    assert {f.source for f in report.findings} == {str(frame.document), str(frame.file)}
    assert dpkit.validate(frame.document).findings == []
    product.content.data.exposure_time = "\x00"
    report = dpkit.validate(product)
    assert (report.level, [f.code for f in report.findings]) == ("schema", ["schema-violation"])


def test_a_product_whose_document_is_gone_or_spoilt(frame) -> None:
    product = dpkit.read(frame.document)
    frame.document.write_text("<a>")
    assert [f.code for f in dpkit.validate(product).findings] == ["xml-not-well-formed"]
    frame.document.unlink()
    assert [f.code for f in dpkit.validate(product).findings] == ["xml-unreadable"]
