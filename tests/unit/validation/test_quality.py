"""Quality flags whose xpath the document gives, and limits of what is evaluated."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from lxml import etree

import dpkit
from dpkit.product.quality import judge
from dpkit.simulate import sample_document
from dpkit.validation import quality as quality_pass
from dpkit.validation.quality import QualityPass

PATH = "QualityFlags/AuxiliaryFlags"


@pytest.fixture
def flagged(tmp_path: Path):
    """Write a document with one flag of its own, or several."""

    def write(xpath: str, *, text: str = "false", number: int = 1, **limits: str) -> Path:
        root = etree.fromstring(sample_document("DpdMerFinalCatalog", seed=1))
        flags = root.find("QualityFlags")
        for old in flags.findall("AuxiliaryFlags"):
            flags.remove(old)
        for _ in range(number):
            flag = etree.SubElement(flags, "AuxiliaryFlags", xpath=xpath, **limits)
            flag.set("flagged", text)
            flag.set("flagName", "TOO_FEW")
            flag.text = text
        document = tmp_path / "doc.xml"
        document.write_bytes(etree.tostring(root))
        return document

    return write


def found(document: Path) -> list[tuple[str, str]]:
    report = dpkit.validate(document, level="quality")
    assert report.level == "quality", [str(finding) for finding in report.findings]
    assert {finding.path for finding in report.findings} <= {PATH}
    return [(finding.code, finding.severity) for finding in report.findings]


@pytest.mark.parametrize(
    "xpath",
    [
        "/*/Data/TileIndex",
        "//Data/TileIndex",
        "//TileIndex",
        "/*/Data/TileIndex/text()",
        "Data/TileIndex",
        "/*/*[local-name()='Data']/TileIndex",
        "/*/Data[1]/TileIndex",
        " /*/Data/TileIndex ",
    ],
)
def test_an_open_flag_is_judged_by_its_path(flagged, xpath: str) -> None:
    tile = int(etree.parse(flagged(xpath)).findtext("Data/TileIndex"))
    for low, high, verdict in (
        (tile, tile, "false"),
        (tile + 1, tile + 2, "true"),
        (tile - 2, tile - 1, "true"),
    ):
        limits = {"minLimit": str(low), "maxLimit": str(high)}
        assert found(flagged(xpath, text=verdict, **limits)) == []
        wrong = {"true": "false", "false": "true"}[verdict]
        assert found(flagged(xpath, text=wrong, **limits)) == [("flag-wrong", "error")] * 2


def test_a_flag_that_selects_nothing_is_a_warning(flagged) -> None:
    xpath = "//Data/Some/Path/To/Quality/Parameter"
    assert found(flagged(xpath)) == [("flag-selects-nothing", "warning")]
    codes = [code for code, _ in found(flagged(xpath, text="true"))]
    assert codes == ["flag-selects-nothing", "flag-wrong", "flag-wrong"]


@pytest.mark.parametrize("xpath", ["/*/Data/[", "//", "", "1 +", "foo((", "/*/x:Data"])
def test_what_is_no_xpath_is_a_finding(flagged, xpath: str) -> None:
    assert found(flagged(xpath)) == [("flag-xpath-invalid", "error")]


def test_text_is_no_number(flagged) -> None:
    assert found(flagged("/*/Header/ProductId")) == [("flag-no-number", "error")]


@pytest.mark.parametrize("text", ["1_0", "infinity", "nan", "0x1", "\u0661", "1 2", "", "true"])
def test_numbers_are_those_of_xml_schema(text: str) -> None:
    root = etree.fromstring("<a><b/><f xpath='/a/b'/></a>")
    root[0].text = text
    with pytest.raises(dpkit.errors.ProductError, match="selects no numbers"):
        judge(root[1], root)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("INF", True), ("-INF", True), ("NaN", True), (" +.5e1 ", False), ("5.", False)],
)
def test_odd_numbers_of_xml_schema_are_judged(text: str, verdict: bool) -> None:
    root = etree.fromstring("<a><b/><f xpath='/a/b' minLimit='5' maxLimit='6'/></a>")
    root[0].text = text
    assert judge(root[1], root).flagged is verdict


HOSTILE = [
    "//*[//*[//*[//*[//*]]]]",
    "//*//*//*//*",
    "/*/Data | /*/Header",
    "//*[count(preceding::*) > 3]",
    "/*/Data/ancestor::*",
    "/*/Data/../Data",
    "string-length(//*)",
    "/*" + "/*[1]" * 200,
    "//" + "a" * 10_000,
]


@pytest.mark.parametrize("xpath", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_xpath_is_not_evaluated(
    flagged, xpath: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = flagged(xpath)

    def evaluated(*_: object) -> None:
        raise AssertionError("it was evaluated")

    monkeypatch.setattr(quality_pass, "select_flagged", evaluated)
    assert found(document) == [("flag-xpath-costly", "error")]


def test_very_many_flags_of_a_large_document_are_not_all_evaluated(
    flagged, subject_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = subject_of(flagged("//TileIndex", number=30, minLimit="-1e30", maxLimit="1e30"))
    monkeypatch.setattr(quality_pass, "_WORK", 10 * len(subject.data))
    codes = [finding.code for finding in QualityPass().findings(subject)]
    assert codes == ["flag-xpath-costly"] * 20


def test_the_dearest_flags_that_are_evaluated_take_bounded_time(tmp_path: Path, subject_of) -> None:
    """The time that is allowed for is that of looking at every element for every flag."""
    root = etree.fromstring(sample_document("DpdMerFinalCatalog", seed=1))
    flags = root.find("QualityFlags")
    for n in range(3000):
        flag = etree.SubElement(flags, "AuxiliaryFlags", xpath=f"//x{n}", flagName="x")
        flag.set("flagged", "false")
        flag.text = "false"
    document = tmp_path / "doc.xml"
    document.write_bytes(etree.tostring(root))
    before = time.process_time()
    findings = list(QualityPass().findings(subject_of(document)))
    assert [f.code for f in findings].count("flag-selects-nothing") == 3000
    # Not a measurement: without the limit on work the same takes days for larger documents.
    assert time.process_time() - before < 60


def test_values_in_messages_are_few(flagged, subject_of, monkeypatch: pytest.MonkeyPatch) -> None:
    root = etree.fromstring(flagged("/*/Data/TileIndex", text="true").read_bytes())
    data = root.find("Data")
    tile = data.find("TileIndex")
    for _ in range(100):
        tile.addnext(etree.fromstring("<TileIndex>5</TileIndex>"))
    path = flagged("/*/Data/TileIndex")
    path.write_bytes(etree.tostring(root))
    findings = list(QualityPass().findings(subject_of(path)))
    (one, _) = [f for f in findings if f.code == "flag-wrong"]
    assert one.message.count("5.0") <= 5
    assert ", ...]" in one.message
