"""Levels, reports, and that no content makes validation fail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import dpkit
from dpkit.cli.root import root
from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import HeaderMap
from dpkit.validation.code import CODES
from dpkit.validation.headers import agrees
from dpkit.validation.report import Finding, Report
from dpkit.validation.run import LEVELS


@pytest.fixture
def frame(make, tmp_path: Path) -> Path:
    return make.written(make.frame(), tmp_path)


def test_levels_are_those_of_the_codes() -> None:
    xml = ("well-formed", "schema", "rules", "quality")
    assert (*xml, "files", "format", "headers", "references") == LEVELS
    assert {code.level for code in CODES.values()} == set(LEVELS)


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_no_level_beyond_the_one_asked_for_is_run(frame: Path, level: str) -> None:
    text = frame.read_text()
    frame.write_text(text.replace("<TotalExposure>4<", "<TotalExposure>2<"))
    for file in (frame.parent / "data").iterdir():
        file.unlink()
    report = dpkit.validate(frame, level=level)
    assert report.level == level
    reached = LEVELS[: LEVELS.index(level) + 1]
    expected = [
        c for c, at in (("rule-broken", "rules"), ("file-missing", "files")) if at in reached
    ]
    assert [finding.code for finding in report.findings] == expected


@pytest.mark.parametrize(
    ("old", "new", "stop"),
    [("</Data>", "<Data>", "well-formed"), ("<RA>", "<RA>x", "schema")],
)
def test_what_makes_later_levels_senseless_stops(
    frame: Path, old: str, new: str, stop: str
) -> None:
    frame.write_text(frame.read_text().replace(old, new))
    report = dpkit.validate(frame)
    assert (report.level, report.ok) == (stop, False)


def test_unknown_level_names_the_nearest(frame: Path) -> None:
    with pytest.raises(NotFoundError, match="no level is named 'file'") as caught:
        dpkit.validate(frame, level="file")
    assert "files" in caught.value.remedy


def test_references_need_an_archive(frame: Path) -> None:
    with pytest.raises(NotFoundError, match="needs an archive"):
        dpkit.validate(frame, level="references")
    assert dpkit.validate(frame).level == "headers"


def test_a_product_is_validated_where_it_was_written(make, tmp_path: Path) -> None:
    product = make.parameters()
    document = dpkit.write(product, tmp_path)
    report = dpkit.validate(product)
    assert (report.source, report.product, report.id) == (
        document,
        "DpdNirRelPhotoParams",
        product.id,
    )


def test_report_as_json(frame: Path) -> None:
    frame.write_text(frame.read_text().replace("<Exposure>3<", "<Exposure>5<"))
    said = json.loads(json.dumps(dpkit.validate(frame, level="rules").to_dict()))
    columns = ["id", "product", "version", "status", "dataset", "created", "document"]
    assert list(said)[:7] == columns
    assert said["document"] == str(frame)
    assert (said["status"], said["dataset"], said["version"]) == ("UNKNOWN", "main", None)
    assert (said["observation"], said["filter"], said["detector"]) == (
        12,
        "NIR_J",
        ["DET11", "DET23"],
    )
    assert Report.from_dict(said, frame).to_dict() == said
    (finding,) = said["findings"]
    assert (finding["code"], finding["level"], finding["severity"]) == (
        "rule-broken",
        "rules",
        "error",
    )
    assert finding["remedy"] == CODES["rule-broken"].remedy


def test_command_prints_the_same_json(frame: Path) -> None:
    frame.write_text(frame.read_text().replace("<RA>", "<RA>x"))
    run = CliRunner().invoke(root, ["validate", str(frame), "--format", "json"])
    assert run.exit_code == 1
    assert json.loads(run.stdout) == [dpkit.validate(frame).to_dict()]


def test_of_very_many_findings_the_first_are_told(make, tmp_path: Path) -> None:
    factors = (1.0,) * 1500
    document = make.written(make.calibration(factors=factors), tmp_path)
    text = document.read_text()
    document.write_text(text.replace("<Value>1.0<", "<Value>-1.0<"))
    report = dpkit.validate(document, level="rules")
    assert [finding.code for finding in report.findings] == ["rule-broken"] * 1000
    assert report.cut == ["rules"]
    document.write_text(text.replace("<Value>1.0<", "<Value>high<"))
    report = dpkit.validate(document)
    assert {finding.code for finding in report.findings} == {"schema-violation"}
    assert (len(report.findings), report.cut) == (100, ["schema"])
    lines = document.read_text().splitlines()
    assert all("high" in lines[finding.line - 1] for finding in report.findings)


def test_nobody_waits_for_a_pipe_that_nobody_writes_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xml"
    os.mkfifo(pipe)
    (finding,) = dpkit.validate(pipe).findings
    assert (finding.code, "empty" in finding.message) == ("xml-not-well-formed", True)


def test_a_huge_document_is_not_read_whole(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as stream:
        stream.truncate(1 << 40)  # a hole, which takes no room on the disk
    (finding,) = dpkit.validate(huge).findings
    assert (finding.code, "more than" in finding.message) == ("xml-not-well-formed", True)


def test_warnings_do_not_make_a_product_unfit() -> None:
    warning = Finding(code="file-placeholder", message="m", source="s")
    error = Finding(code="file-missing", message="m", source="s")
    assert Report(source=Path(), findings=[warning]).ok
    report = Report(source=Path(), findings=[warning, error])
    assert (report.ok, report.errors, report.warnings) == (False, [error], [warning])


def test_line_of_text_has_place_code_and_remedy() -> None:
    finding = Finding(
        code="rule-broken", message="Odd.", source="a.xml", line=7, path="/a", remedy="fix"
    )
    assert str(finding) == "a.xml:7: /a Odd. [rule-broken] (fix)"


def header(kind: str, tolerance: float = 0.0) -> HeaderMap:
    return HeaderMap(path="A", file="F", hdu="0", key="K", tolerance=tolerance, type=kind)


@pytest.mark.parametrize(
    ("kind", "tolerance", "text", "card", "same"),
    [
        ("xs:double", 0.0, "1.5", 1.5, True),
        ("xs:double", 0.0, "1.5", 1.5000001, False),
        ("xs:double", 1e-6, "1.5", 1.5000001, True),
        ("xs:double", 1e-7, "1.5", 1.5000011, False),
        ("xs:double", 0.0, "1.50E0", 1.5, True),
        ("xs:double", 0.0, "2", 2, True),
        ("xs:double", 0.0, "0.1234567890123456789", 0.12345678901234568, True),
        ("xs:double", 0.0, "1.0", "one", False),
        ("xs:double", 1.0, "NaN", 1.0, False),
        ("xs:double", 0.0, "1.0", None, False),
        ("xs:int", 0.0, "5", 5, True),
        ("xs:int", 0.0, "+05", 5, True),
        ("xs:int", 0.0, "5", 6, False),
        ("xs:int", 0.0, "5", 5.5, False),
        ("xs:long", 0.0, "9007199254740993", 9007199254740993, True),
        ("xs:long", 0.0, "9007199254740993", 9007199254740992, False),
        ("xs:boolean", 0.0, "true", True, True),
        ("xs:boolean", 0.0, "1", True, True),
        ("xs:boolean", 0.0, "0", False, True),
        ("xs:boolean", 0.0, "false", True, False),
        ("xs:token", 0.0, "NIR_J", "NIR_J", True),
        ("xs:token", 0.0, "NIR_J", "nir_j", False),
        ("xs:token", 0.0, "NIR_J", 3, False),
        ("xs:dateTime", 0.0, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00", True),
        ("xs:dateTime", 0.0, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000Z", True),
        ("xs:dateTime", 0.0, "2026-03-01T14:00:00+02:00", "2026-03-01T12:00:00.000", True),
        ("xs:dateTime", 0.0, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001", False),
        ("xs:dateTime", 0.001, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001", True),
        ("xs:dateTime", 0.0, "2026-03-01T12:00:00Z", "yesterday", False),
        ("xs:dateTime", 0.0, "2026-03-01T12:00:00", "2026-03-01T12:00:00", False),
    ],
)
def test_header_agrees_within_the_tolerance(
    kind: str, tolerance: float, text: str, card: object, same: bool
) -> None:
    assert agrees(header(kind, tolerance), text, card) is same


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_agrees_with_the_card_that_astropy_makes_of_it(value: float) -> None:
    from astropy.io.fits import Card

    card = Card.fromstring(Card("VALUE", value).image).value
    assert agrees(header("xs:double"), repr(value), card)
