"""Parts of documents: one element, or record after record."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

import dpkit
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.partial import read_part, stream_records

RECORD = "Data/CorrectionFactorList/CorrectionFactor"


@pytest.fixture
def document(make, tmp_path: Path) -> Path:
    return dpkit.write(make.calibration(), tmp_path)


def test_a_part_is_what_the_whole_has(document: Path) -> None:
    whole = dpkit.read(document).content
    assert read_part(document, "Header") == whole.header
    assert read_part(document, "Data/ValidityRange") == whole.data.validity_range
    assert read_part(document, "Parameters") is None


def test_a_part_that_is_none_is_refused_with_the_nearest(document: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean Header"):
        read_part(document, "Heder")
    with pytest.raises(NotFoundError, match="no parts"):
        read_part(document, "Data/Filter")


def test_records_come_one_by_one_and_equal_the_whole(document: Path) -> None:
    whole = dpkit.read(document).content.data.correction_factor_list.correction_factor
    assert list(stream_records(document, RECORD)) == whole


def enlarged(document: Path, records: int, record: str) -> Path:
    text = document.read_text()
    start = text.index("<CorrectionFactor>")
    target = document.with_name("large.xml")
    target.write_text(text[:start] + record * records + text[start:])
    return target


def test_streaming_a_large_document_takes_little_memory(document: Path) -> None:
    record = "<CorrectionFactor><Value>1</Value><Exposure>7</Exposure></CorrectionFactor>\n"
    large = enlarged(document, 200_000, record)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in stream_records(large, RECORD)) == 200_000 + len(
        dpkit.read(document).content.data.correction_factor_list.correction_factor
    )
    # A tree of 600 000 elements would take over 100 MB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_a_violation_ends_the_stream(document: Path) -> None:
    bad = enlarged(document, 3, "<CorrectionFactor><Value>x</Value></CorrectionFactor>")
    with pytest.raises(ProductError, match=r"`x`|'x' is not a valid value"):
        list(stream_records(bad, RECORD))


@pytest.mark.parametrize("text", ["", "no xml", "<!DOCTYPE a><a/>", "<a/>"])
def test_what_is_no_product_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text)
    with pytest.raises(ProductError):
        list(stream_records(path, RECORD))
    with pytest.raises(NotFoundError):
        list(stream_records(tmp_path / "none.xml", RECORD))
