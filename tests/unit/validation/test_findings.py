"""Each kind of finding is provoked by one mutation of a clean product, at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dpkit
from dpkit.errors import ProductError
from dpkit.validation import files as files_pass
from dpkit.validation.code import CODES
from dpkit.validation.report import Finding
from dpkit.validation.run import LEVELS


def found(sample) -> list[tuple[str, str, int]]:
    findings = dpkit.validate(sample.document).findings
    for finding in findings:
        assert finding.level == CODES[finding.code].level
        assert str(finding).count("\n") == 0
        assert finding.to_dict()["remedy"]
    return [(f.code, Path(f.source).name, f.line) for f in findings]


def test_clean_samples_have_no_findings(calibration, frame) -> None:
    assert found(calibration) == found(frame) == []


FLAG = 'maxLimit="1.02" flagged="false">false<'
FACTOR = "/p:DpdNirRelPhotoExpCalibration/Data/CorrectionFactorList/CorrectionFactor"

# Mutations of the document of the calibration: text, replacement, code, path; the finding must be
# on the line that was changed.
DOCUMENT = {
    "cut off": ("</Data>", "<Data", "xml-not-well-formed", ""),
    "wrong value": ("<Value>1.01<", "<Value>high<", "schema-violation", f"{FACTOR}[1]/Value"),
    "unknown element": (
        "<Filter>NIR_J</Filter>",
        "<Band>J</Band>",
        "schema-violation",
        "/p:DpdNirRelPhotoExpCalibration/Data/Band",
    ),
    "unknown filter": (
        "<Filter>NIR_J<",
        "<Filter>NIR_Z<",
        "schema-violation",
        "/p:DpdNirRelPhotoExpCalibration/Data/Filter",
    ),
    "flag text": (
        FLAG,
        FLAG.replace(">false", ">true"),
        "flag-wrong",
        "QualityFlags/ExposureFactorOutOfRange",
    ),
    "flag attribute": (
        FLAG,
        FLAG.replace('"false"', '"true"'),
        "flag-wrong",
        "QualityFlags/ExposureFactorOutOfRange",
    ),
    "flag spelled otherwise": (
        FLAG,
        FLAG.replace('"false"', '"1"'),
        "flag-wrong",
        "QualityFlags/ExposureFactorOutOfRange",
    ),
}


@pytest.mark.parametrize("name", DOCUMENT)
def test_mutated_document_gives_its_code_and_line(calibration, name: str) -> None:
    old, new, code, path = DOCUMENT[name]
    line = calibration.replace(old, new)
    (finding,) = dpkit.validate(calibration.document).findings
    assert (finding.code, finding.path) == (code, path)
    assert finding.source == str(calibration.document)
    assert finding.line in ({line, line + 1} if code == "xml-not-well-formed" else {line})


def test_limits_beyond_which_a_flag_is_raised_count(calibration) -> None:
    calibration.replace('maxLimit="1.02"', 'maxLimit="1.005"')
    assert [code for code, _, _ in found(calibration)] == ["flag-wrong", "flag-wrong"]


def test_limits_that_are_left_out_are_those_of_the_schema(calibration) -> None:
    calibration.replace(' minLimit="0.98" maxLimit="1.02"', "")
    assert found(calibration) == []
    calibration.replace("<Value>1.01<", "<Value>1.5<")
    assert [code for code, _, _ in found(calibration)] == ["flag-wrong", "flag-wrong"]


@pytest.mark.parametrize("true", ["true", "1"])
def test_a_raised_flag_is_accepted_in_both_spellings(calibration, true: str) -> None:
    calibration.replace("<Value>1.01<", "<Value>1.5<")
    calibration.replace(FLAG, f'maxLimit="1.02" flagged="{true}">{true}<')
    assert found(calibration) == []


RULES = {
    "exposures-unique": ("<Exposure>2<", "<Exposure>1<"),
    "period-start-before-end": ("T13:00:00Z<", "T12:00:00Z<"),
    "pair-ratio-or-failure": ("<Ratio>1.02</Ratio>", ""),
    "pair-of-two": ("<Second>2<", "<Second>1<"),
}


@pytest.mark.parametrize("rule", RULES)
def test_broken_rule_is_named(calibration, rule: str) -> None:
    calibration.replace(*RULES[rule])
    (finding,) = dpkit.validate(calibration.document).findings
    assert finding.code == "rule-broken"
    assert f"rule {rule}:" in finding.message
    lines = calibration.document.read_text().splitlines()
    assert finding.path.rpartition("/")[2].partition("[")[0] in lines[finding.line - 1]


def test_rules_of_the_frame(frame) -> None:
    frame.replace("<DetectorId>DET23<", "<DetectorId>DET11<")
    frame.replace("<TotalExposure>4<", "<TotalExposure>2<")
    rules = [re.search(r"rule (\S+):", f.message) for f in dpkit.validate(frame.document).findings]
    assert {m[1] for m in rules if m} == {"detectors-unique", "exposure-within-total"}


def test_a_rule_that_cannot_be_evaluated_is_a_finding(calibration) -> None:
    line = calibration.replace("T13:00:00Z<", "T13:00:00<")
    (zone_code, _, zone_line), (code, _, at) = found(calibration)
    assert (zone_code, zone_line) == ("time-without-zone", line)
    assert code == "rule-failed"
    assert line - 2 <= at <= line


def test_a_document_that_calls_itself_another_product(calibration) -> None:
    calibration.replace(
        "<ProductType>DpdNirRelPhotoExpCalibration<", "<ProductType>DpdNirMasterDark<"
    )
    ((code, _, _),) = found(calibration)
    assert code == "type-differs"


def test_a_creation_date_without_zone(calibration) -> None:
    text = calibration.document.read_text()
    (date,) = re.findall(r"<CreationDate>(.*?)Z<", text)
    line = calibration.replace(f"<CreationDate>{date}Z<", f"<CreationDate>{date}<")
    assert found(calibration) == [("time-without-zone", calibration.document.name, line)]


def test_a_keyword_that_the_document_leaves_out(frame) -> None:
    frame.card("QPRELEX", 1.0)
    assert [code for code, _, _ in found(frame)] == ["header-surplus"]


def test_a_version_that_leads_nowhere(calibration) -> None:
    calibration.replace('calibration" version="1.0"', 'calibration" version="7.0"')
    assert found(calibration) == [("schema-version", calibration.document.name, 2)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Z<", ".1234567890Z<"),
        ("Z<", "&#46;1234567890123Z<"),
        ("Z<", ".12345<!-- -->67890Z<"),
        ("<ObservationId>", f"<ObservationId>{'0' * 4301}"),
    ],
    ids=["decimals", "reference", "comment", "digits"],
)
def test_values_that_no_class_can_hold(calibration, old: str, new: str) -> None:
    calibration.document.write_text(
        re.sub(r"(:\d\d)\.\d+Z<", r"\1Z<", calibration.document.read_text())
    )
    line = calibration.replace(old, new)
    report = dpkit.validate(calibration.document)
    assert {(finding.code, finding.level) for finding in report.findings} == {
        ("schema-value-unheld", "schema")
    }
    assert report.findings[0].line == line
    with pytest.raises(ProductError, match="is valid, but no ") as caught:
        dpkit.read(calibration.document)
    assert caught.value.place == f"{calibration.document}:{line}"


@pytest.mark.parametrize("text", ["0" * 4298, "T00:00:00.123456789Z", "# ! &#45; -"])
def test_values_that_a_class_just_holds_are_none(calibration, text: str) -> None:
    old = {"0": "<ObservationId>", "T": "T00:00:00Z", "#": "<SoftwareName>"}[text[0]]
    assert old in calibration.document.read_text()
    calibration.replace(old, text if text[0] == "T" else old + text)
    assert found(calibration) == []
    dpkit.read(calibration.document)


def test_roots_that_are_no_product(calibration) -> None:
    text = calibration.document.read_text()
    for old, new in (
        ("p:DpdNirRelPhotoExpCalibration", "p:DpdNothing"),
        ("dpd/nir/relphotoexpcalibration", "dpd/nir/other"),
    ):
        calibration.document.write_text(text.replace(old, new))
        assert found(calibration) == [("schema-root", calibration.document.name, 2)]


def test_unreadable_documents(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.xml", tmp_path):
        (finding,) = dpkit.validate(path).findings
        assert (finding.code, finding.source) == ("xml-unreadable", str(path))


def test_an_unknown_element_is_a_warning_when_lenient(calibration) -> None:
    calibration.replace("</Data>", "<Novelty>1</Novelty></Data>")
    assert [code for code, _, _ in found(calibration)] == ["schema-violation"]
    report = dpkit.validate(calibration.document, lenient=True)
    assert report.ok
    assert [finding.code for finding in report.findings] == ["schema-unknown-element"]


def test_a_file_of_a_kind_that_is_not_checked(frame, monkeypatch) -> None:
    from dpkit.formats import check

    monkeypatch.setattr(check, "file_format", lambda _: {"kind": "papyrus"})
    report = dpkit.validate(frame.document)
    assert [(f.code, f.severity) for f in report.findings] == [("format-unchecked", "warning")]


def missing(sample) -> None:
    sample.file.unlink()


def shorter(sample) -> None:
    sample.file.write_bytes(sample.file.read_bytes()[:-1])


def other_bytes(sample) -> None:
    data = bytearray(sample.file.read_bytes())
    data[-1] ^= 1
    sample.file.write_bytes(bytes(data))


def wrong_sum(sample) -> None:
    sample.replace('checksumValue="', 'checksumValue="0')


def no_method(sample) -> None:
    sample.replace(' checksumMethod="SHA-256"', "")


def truncated(sample) -> None:
    sample.file.write_bytes(sample.file.read_bytes()[:-2880])
    sample.forget_file()


def no_keyword(sample) -> None:
    sample.card("FILTER", None)


def other_keyword(sample) -> None:
    sample.card("FILTER", "NIR_H")


FILES = {
    missing: ["file-missing"],
    shorter: ["file-size"],
    other_bytes: ["file-checksum"],
    wrong_sum: ["file-checksum"],
    no_method: ["file-checksum-method"],
    truncated: ["file-unreadable"],
    no_keyword: ["format-keyword-missing", "header-missing"],
    other_keyword: ["header-differs"],
}


@pytest.mark.parametrize("mutate", FILES, ids=lambda f: f.__name__)
def test_mutated_file_gives_its_codes_with_the_file(frame, mutate) -> None:
    name = frame.file.name
    mutate(frame)
    assert [(code, file) for code, file, _ in found(frame)] == [(c, name) for c in FILES[mutate]]


@pytest.mark.parametrize("method", ["MD5", "Adler32"])
def test_checksums_of_other_methods_are_verified(frame, method: str) -> None:
    import hashlib
    import zlib

    data = frame.file.read_bytes()
    right = hashlib.md5(data).hexdigest() if method == "MD5" else f"{zlib.adler32(data):08x}"
    frame.replace(
        f'"SHA-256" checksumValue="{hashlib.sha256(data).hexdigest()}"',
        f'"{method}" checksumValue="{right.upper()}"',
    )
    assert found(frame) == []
    other_bytes(frame)
    assert [code for code, _, _ in found(frame)] == ["file-checksum"]


def test_a_required_storage_without_a_file_is_an_error(frame) -> None:
    line = frame.replace(f"<FileName>{frame.file.name}<", "<FileName>None<")
    report = dpkit.validate(frame.document)
    ((finding),) = report.findings
    assert (finding.code, finding.severity, finding.path) == (
        "file-unnamed",
        "error",
        "Data/DataStorage",
    )
    assert line - 2 <= finding.line <= line
    assert not report.ok


def test_claims_of_a_wrong_format(frame) -> None:
    line = frame.replace('format="nir.calibratedScienceFrame"', 'format="nir.nothing"')
    assert found(frame) == [
        ("format-wrong", frame.document.name, line),
        ("format-unknown", frame.document.name, line),
        ("header-differs", frame.file.name, 0),
    ]


def test_a_damaged_file_of_an_unknown_format_is_a_finding(frame) -> None:
    frame.replace('format="nir.calibratedScienceFrame"', 'format="nir.nothing"')
    truncated(frame)
    codes = [code for code, _, _ in found(frame)]
    assert codes == ["format-wrong", "format-unknown", "file-unreadable"]


def test_a_file_that_may_not_be_read_is_a_finding(frame, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files_pass, "file_checksum", refuse)
    ((code, file, _),) = found(frame)
    assert (code, file) == ("file-access", frame.file.name)


def test_unparsable_card_is_a_finding(frame) -> None:
    frame.forget_file()
    data = frame.file.read_bytes()
    start = data.index(b"FILTER  = 'NIR_J")
    frame.file.write_bytes(data[:start] + b"FILTER  = 'NIR_J".ljust(80) + data[start + 80 :])
    assert found(frame) == [
        ("format-card", frame.file.name, 0),
        ("format-checksum-wrong", frame.file.name, 0),
        ("header-differs", frame.file.name, 0),
    ]


def test_findings_of_all_levels_come_in_the_order_of_the_levels(frame) -> None:
    frame.replace("<Exposure>3<", "<Exposure>5<")
    frame.replace('version="0.3"', 'version="0.2"')
    other_bytes(frame)
    levels = [CODES[code].level for code, _, _ in found(frame)]
    assert levels == sorted(levels, key=LEVELS.index)
    assert set(levels) == {"rules", "files", "format"}


TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_provoked_by_a_test(code: str) -> None:
    sources = [*(TESTS / "validation").glob("test_*.py"), *(TESTS / "formats").glob("test_*.py")]
    sources.remove(TESTS / "validation" / "test_mutations.py")  # it lists codes that it leaves out
    assert any(f'"{code}"' in source.read_text() for source in sources)


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_finding_is_as_severe_as_its_code_and_has_its_remedy(code: str) -> None:
    finding = Finding(code=code, message="m", source="s")
    said = CODES[code]
    assert (finding.level, finding.severity, finding.remedy) == (
        said.level,
        said.severity,
        said.remedy,
    )


def test_what_a_document_says_is_shortened() -> None:
    finding = Finding(code="schema-violation", message="x" * 10_000, source="s", value="y" * 501)
    assert (len(finding.message), len(finding.value)) == (500, 500)
    assert finding.message.endswith("x...")


def test_a_format_that_is_described_nowhere_is_a_warning(frame) -> None:
    frame.replace('format="nir.calibratedScienceFrame"', 'format="nir.nothing"')
    frame.card("FITS_DEF", "nir.nothing")
    findings = {f.code: f.severity for f in dpkit.validate(frame.document).findings}
    assert findings == {"format-wrong": "error", "format-unknown": "warning"}
