"""One report in four forms: text, JSON, JUnit, and a product."""

from __future__ import annotations

import json
import os
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

import dpkit
from dpkit.schema.dictionary import product_entry
from dpkit.validation.code import CODES
from dpkit.validation.level import LEVELS
from dpkit.validation.policy import Policy
from dpkit.validation.report import Finding, Report
from dpkit.validation.writing import result
from dpkit.validation.writing.jsonlist import JsonWriter
from dpkit.validation.writing.junit import JunitWriter
from dpkit.validation.writing.result import PRODUCT, ResultWriter
from dpkit.validation.writing.text import TextWriter

DATA = Path(__file__).parents[2] / "data"
SCHEMA = json.loads((files("dpkit.validation") / "report.schema.json").read_text())
ODD = "<&>\"' \u00e4 \x01 \ufffe \udcff\n\t]]>"


@pytest.fixture
def reports(calibration, frame) -> list[Report]:
    """Return a clean report, one with errors, one with a warning only, and a failure."""
    calibration.replace("<Exposure>2<", "<Exposure>1<")
    warning = Finding(code="file-placeholder", message=ODD, source=os.fsdecode(b"/x/\xff.xml"))
    odd = Report(source=Path(os.fsdecode(b"/x/\xff.xml")), findings=[warning], level="files")
    failed = Report(source=Path("f.xml"), level="schema", failure=f"RecursionError: {ODD}")
    return [dpkit.validate(frame.document), dpkit.validate(calibration.document), odd, failed]


def write(writer, reports: list[Report]) -> None:
    for report in reports:
        writer.write(report)
    writer.close()


def text_of(writer_class, reports: list[Report], *arguments) -> str:
    pieces: list[str] = []
    write(writer_class(*arguments, echo=pieces.append), reports)
    joined = ("\n" if writer_class is TextWriter else "").join(pieces)
    joined.encode()  # whatever a name is made of, it can be printed
    return re.sub("\x1b\\[[0-9;]*m", "", joined)


def test_text_is_grouped_by_document_with_a_summary(reports: list[Report]) -> None:
    lines = text_of(TextWriter, reports).splitlines()
    bad = reports[1]
    assert lines[0] == f"{bad.source} DpdNirRelPhotoExpCalibration {bad.id}"
    (finding,) = bad.findings
    assert lines[1] == f"  error: {finding}"
    assert f"{bad.source}:{finding.line}: " in lines[1]
    assert "[rule-broken]" in lines[1]
    assert lines[2] == "/x/\\udcff.xml"
    assert lines[3].startswith("  warning: /x/\\udcff.xml: <&>")
    assert lines[4] == "f.xml"
    assert lines[5].startswith("  failure: RecursionError: <&>")
    assert lines[6:8] == ["", "findings by code"]
    assert [line.split()[:3] for line in lines[8:]] == [
        ["1", "warning", "file-placeholder"],
        ["1", "error", "rule-broken"],
    ]


def test_text_of_clean_reports_is_empty(reports: list[Report]) -> None:
    assert text_of(TextWriter, reports[:1]) == ""


def test_text_of_an_odd_name_is_one_line_each() -> None:
    finding = Finding(code="rule-broken", message="m", source="a\nb.xml")
    report = Report(source=Path("a\nb.xml"), findings=[finding])
    first, second, *_ = text_of(TextWriter, [report]).splitlines()
    assert (first, second) == ("a b.xml", f"  error: {finding}")


def test_text_says_that_there_is_more() -> None:
    finding = Finding(code="rule-broken", message="m", source="s")
    report = Report(source=Path("s"), findings=[finding], cut=["rules"])
    assert "  and more, of level rules" in text_of(TextWriter, [report]).splitlines()


def test_junit_says_that_there_is_more() -> None:
    finding = Finding(code="rule-broken", message="m", source="s")
    report = Report(source=Path("s"), findings=[finding], cut=["rules"])
    (failure,) = etree.fromstring(text_of(JunitWriter, [report], Policy()).encode()).iter("failure")
    assert failure.text.splitlines() == [f"error: {finding}", "and more, of level rules"]


@pytest.mark.parametrize("number", [0, 1, 4])
def test_json_follows_its_schema(reports: list[Report], number: int) -> None:
    text = text_of(JsonWriter, reports[:number])
    said = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    assert said == [report.to_dict() for report in reports[:number]]
    assert text == json.dumps(said, indent=2) + "\n"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda report: report.pop("ok"),
        lambda report: report.update(level="nothing"),
        lambda report: report.update(version=1),
        lambda report: report.update(document=""),
        lambda report: report.update(observation={"a": 1}),
        lambda report: report["findings"][0].pop("remedy"),
        lambda report: report["findings"][0].update(severity="bad"),
        lambda report: report["findings"][0].update(line=-1),
        lambda report: report["findings"][0].update(more=1),
    ],
)
def test_the_schema_refuses_other_things(reports: list[Report], spoil) -> None:
    said = reports[1].to_dict()
    spoil(said)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([said], SCHEMA, jsonschema.Draft202012Validator)


def test_the_schema_knows_the_levels_and_the_form_of_codes() -> None:
    definitions = SCHEMA["$defs"]
    assert tuple(definitions["level"]["enum"]) == LEVELS
    pattern = definitions["finding"]["properties"]["code"]["pattern"]
    assert [code for code in CODES if not re.search(pattern, code)] == []


@pytest.mark.parametrize(
    ("fail_on", "failures"), [("error", [False, True, False]), ("warning", [False, True, True])]
)
def test_junit_is_valid_and_counts(
    reports: list[Report], fail_on: str, failures: list[bool]
) -> None:
    text = text_of(JunitWriter, reports, Policy(fail_on=fail_on))
    root = etree.fromstring(text.encode())
    schema = etree.XMLSchema(file=str(DATA / "junit.xsd"))
    assert schema.validate(root), schema.error_log
    cases = root.findall("testsuite/testcase")
    assert [case.find("failure") is not None for case in cases] == [*failures, False]
    assert [case.find("error") is not None for case in cases] == [False] * 3 + [True]
    for one in (root, root[0]):
        assert (one.get("tests"), one.get("errors")) == ("4", "1")
        assert one.get("failures") == str(failures.count(True))
    failure = cases[1].find("failure")
    assert failure.get("type") == "rule-broken"
    assert failure.text == f"error: {reports[1].findings[0]}"
    assert cases[0].get("classname") == "DpdNirCalibratedFrame"
    assert "file-placeholder" in "".join(cases[2].itertext())


def test_junit_of_nothing_is_valid() -> None:
    root = etree.fromstring(text_of(JunitWriter, [], Policy()).encode())
    assert etree.XMLSchema(file=str(DATA / "junit.xsd")).validate(root)


def test_the_result_is_a_product(reports: list[Report], tmp_path: Path) -> None:
    writer = ResultWriter(tmp_path, "headers", Policy(), ("test", "1"))
    write(writer, reports)
    assert dpkit.validate(writer.document).findings == []
    made = dpkit.read(writer.document, product_entry(PRODUCT).load_class())
    data = made.content.data
    assert (data.result.value, data.level, data.fail_on.value) == ("FAILED", "headers", "error")
    assert (data.documents, data.failed, data.found, data.listed) == (4, 2, 2, 2)
    counts = [(one.name, one.severity.value, one.count) for one in data.code_list.code]
    assert counts == [("file-placeholder", "warning", 1), ("rule-broken", "error", 1)]
    first, second = data.finding_list.finding
    finding = reports[1].findings[0]
    assert (first.document, first.product_id) == (str(reports[1].source), reports[1].id)
    assert (first.code, first.line, first.path) == (finding.code, finding.line, finding.path)
    assert (first.message, first.remedy) == (finding.message, finding.remedy)
    assert (second.line, second.product_id, second.value) == (None, None, None)


def test_a_good_result_passes_and_its_content_is_the_same(
    reports: list[Report], tmp_path: Path
) -> None:
    writer = ResultWriter(tmp_path, "headers", Policy(), ("test", "1"))
    write(writer, reports[:1])
    data = dpkit.read(writer.document).content.data
    assert (data.result.value, data.documents, data.failed) == ("PASSED", 1, 0)


def test_the_result_counts_all_and_lists_the_first(
    reports: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result, "MOST", 3)
    writer = ResultWriter(tmp_path, "headers", Policy(), ("test", "1"))
    write(writer, reports * 5)
    assert dpkit.validate(writer.document).findings == []
    data = dpkit.read(writer.document).content.data
    assert (data.found, data.listed, len(data.finding_list.finding)) == (10, 3, 3)
