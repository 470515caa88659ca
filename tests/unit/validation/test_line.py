"""Lines are right however long a document is."""

from __future__ import annotations

import io
import xml.sax
from pathlib import Path
from xml.sax.handler import ContentHandler

import pytest
from lxml import etree

import dpkit
from dpkit.validation.line import LAST_LINE, ElementLines

FAR = 70_000


class _Expat(ContentHandler):
    """Another parser, which tells on which line a start tag begins."""

    def __init__(self) -> None:
        self.lines: list[int] = []

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
        self.lines.append(self._locator.getLineNumber())


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_those_of_another_parser(encoding: str, end: str) -> None:
    body = ["<b/>", "<b><c>1</c></b>", "<b>\u00e4</b><!-- x\n\n -->", "\n<b><c/>", "</b>"] * 20_000
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>{end.join(body)}</a>'
    data = text.encode(encoding)
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True))
    handler = _Expat()
    xml.sax.parse(io.BytesIO(data), handler)
    lines = ElementLines(root, data)
    assert handler.lines[-1] > 2 * LAST_LINE
    assert [lines.of(node) for node in root.iter("*")] == handler.lines


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<Value>1.01</Value>", "<Value>high</Value>", "schema-violation"),
        ("<Filter>NIR_J</Filter>", "<Filter><x/></Filter>", "schema-violation"),
        ("<Exposure>2<", "<Exposure>1<", "rule-broken"),
        ("<First>1</First>", "<First>2</First>", "rule-broken"),
        ('flagged="false">false<', 'flagged="false">true<', "flag-wrong"),
        ("T13:00:00Z</TimestampEnd>", "T13:00:00</TimestampEnd>", "time-without-zone"),
    ],
)
def test_findings_of_long_documents_are_where_those_of_short_ones_are(
    calibration, old: str, new: str, code: str
) -> None:
    calibration.replace(old, new)
    short = dpkit.validate(calibration.document).findings
    assert code in [finding.code for finding in short]
    # Blank lines behind the root's start tag: everything below is so much further down.
    text = calibration.document.read_text()
    at = text.index("<Header>")
    calibration.document.write_text(text[:at] + "\n" * FAR + text[at:])
    long = dpkit.validate(calibration.document).findings
    assert [f.code for f in long] == [f.code for f in short]
    assert [f.line for f in long] == [f.line + FAR * (f.line > 2) for f in short]


def test_a_file_of_a_long_document_is_named_at_its_line(frame) -> None:
    frame.replace(f"<FileName>{frame.file.name}<", "<FileName>..<")
    (short,) = dpkit.validate(frame.document).findings
    text = frame.document.read_text()
    at = text.index("<Header>")
    frame.document.write_text(text[:at] + "\n" * FAR + text[at:])
    (long,) = dpkit.validate(frame.document).findings
    assert (short.code, long.code) == ("file-name-path", "file-name-path")
    assert long.line == short.line + FAR


def test_a_large_document_has_its_own_findings_with_lines(calibration, frame) -> None:
    frame.replace("<RA>", "<RA>x")
    assert not dpkit.validate(frame.document).ok  # what was wrong with it is not told again
    line = calibration.replace("<Value>1.01</Value>", "<Value>high</Value>")
    text = calibration.document.read_text()
    at = text.index("<Header>")
    for blank in ("\n" * 200_000, " " * 200_000):
        calibration.document.write_text(text[:at] + blank + text[at:])
        (finding,) = dpkit.validate(calibration.document).findings
        assert (finding.code, finding.line) == ("schema-violation", line + blank.count("\n"))


def test_attributes_are_where_their_element_is(calibration, subject_of, tmp_path: Path) -> None:
    subject = subject_of(calibration.document)
    (node,) = subject.root.xpath("QualityFlags/ExposureFactorOutOfRange")
    (text,) = subject.root.xpath("QualityFlags/ExposureFactorOutOfRange/@flagged")
    assert subject.line_of(text) == subject.line_of(node) > 0
    assert subject.line_of("no node") == 0
