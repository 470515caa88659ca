"""Parts of documents: one element, or record after record."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

import dpkit
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.partial import read_part, stream_records

RECORD = "Data.CorrectionFactorList.CorrectionFactor"
PRESENT = "http://ecdm.euclid-ec.org/schema/"
OLD = "http://euclid.esa.org/schema/"


@pytest.fixture
def document(make, tmp_path: Path) -> Path:
    return dpkit.write(make.calibration(), tmp_path)


def edited(document: Path, old: str, new: str) -> Path:
    text = document.read_text()
    assert old in text
    target = document.with_name("edited.xml")
    target.write_text(text.replace(old, new))
    return target


def test_a_part_is_what_the_whole_has(document: Path) -> None:
    whole = dpkit.read(document).content
    assert read_part(document, "Header") == whole.header
    assert read_part(document, "Data.ValidityRange") == whole.data.validity_range
    assert read_part(document, "Parameters") is None


def test_a_part_that_is_none_is_refused_with_the_nearest(document: Path) -> None:
    for read in (read_part, lambda *where: list(stream_records(*where))):
        with pytest.raises(NotFoundError, match="did you mean Header"):
            read(document, "Heder")
        with pytest.raises(NotFoundError, match=r"did you mean Data\.Filter"):
            read(document, "Data.Filtr")
        with pytest.raises(NotFoundError, match="attribute"):
            read(document, "QualityFlags.ExposureFactorOutOfRange.@xpath")
        with pytest.raises(NotFoundError, match="no path 'Data/Filter'"):
            read(document, "Data/Filter")


def test_plain_values_are_what_the_whole_has(document: Path) -> None:
    whole = dpkit.read(document).content
    assert read_part(document, "Data.Filter") == whole.data.filter
    factors = whole.data.correction_factor_list.correction_factor
    assert list(stream_records(document, f"{RECORD}.Value")) == [one.value for one in factors]
    assert read_part(document, f"{RECORD}.Value") == factors[0].value


def test_records_come_one_by_one_and_equal_the_whole(document: Path) -> None:
    whole = dpkit.read(document).content
    assert list(stream_records(document, RECORD)) == (
        whole.data.correction_factor_list.correction_factor
    )
    assert list(stream_records(document, "Header")) == [whole.header]
    pairs = whole.data.quality_params.pair_list.pair
    assert list(stream_records(document, "Data.QualityParams.PairList.Pair")) == pairs


def enlarged(document: Path, records: int, record: str) -> Path:
    text = document.read_text()
    start = text.index("<CorrectionFactor>")
    target = document.with_name("large.xml")
    target.write_text(text[:start] + record * records + text[start:])
    return target


STREAM = """
import json, re, sys
from pathlib import Path
from dpkit.product.partial import stream_records

def peak():
    # In kB, of this program alone: ru_maxrss begins with that of the one that started it.
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

small, large, path = sys.argv[1:]
few = sum(1 for _ in stream_records(small, path))
before = peak()
many = sum(1 for _ in stream_records(large, path))
print(json.dumps({"few": few, "many": many, "grown": peak() - before}))
"""


@pytest.mark.parametrize("path", [RECORD, "Data.QualityParams.PairList.Pair", "Data"])
def test_streaming_a_large_document_takes_flat_memory(document: Path, path: str) -> None:
    """A tree of 300 000 elements takes over 50 MB, whether its records are asked for or not."""
    record = "<CorrectionFactor><Value>1</Value><Exposure>7</Exposure></CorrectionFactor>\n"
    large = enlarged(document, 100_000, record)
    command = [sys.executable, "-c", STREAM, str(document), str(large), path]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["many"] == said["few"] + (100_000 if path == RECORD else 0)
    # The whole of Data is one record, and is held.
    assert (said["grown"] > 50_000) if path == "Data" else (said["grown"] < 8_000)


REFUSED = STREAM.replace(
    "many = sum(1 for _ in stream_records(large, path))",
    """
try:
    many = sum(1 for _ in stream_records(large, path))
except ValueError as error:
    many = str(error)""",
)


@pytest.mark.parametrize(("old", "new"), [(">2<", ">x<"), ("</CorrectionFactorList>", "")])
def test_finding_the_line_of_what_is_wrong_takes_flat_memory(
    document: Path, old: str, new: str
) -> None:
    record = "<CorrectionFactor><Value>1</Value><Exposure>7</Exposure></CorrectionFactor>\n"
    large = enlarged(document, 100_000, record)
    large.write_text(large.read_text().replace(old, new))
    command = [sys.executable, "-c", REFUSED, str(document), str(large), RECORD]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert f"{large}:100" in said["many"]
    assert said["grown"] < 8_000


def test_a_violation_ends_the_stream_with_its_line(document: Path) -> None:
    bad = enlarged(document, 3, "<CorrectionFactor><Value>x</Value></CorrectionFactor>\n")
    line = 1 + next(i for i, text in enumerate(bad.read_text().splitlines()) if ">x<" in text)
    with pytest.raises(ProductError, match="'x' is not a valid value") as caught:
        list(stream_records(bad, RECORD))
    assert caught.value.place == f"{bad}:{line}"
    assert "read whole" in caught.value.remedy
    with pytest.raises(ProductError, match="'x' is not a valid value") as caught:
        read_part(bad, "Header")
    assert caught.value.place == f"{bad}:{line}"


def test_records_well_before_a_violation_were_given_and_none_that_is_wrong(
    document: Path,
) -> None:
    """What Python would take for a number is none by the schema, and is not given as one."""
    good = "<CorrectionFactor><Value>1</Value><Exposure>7</Exposure></CorrectionFactor>\n"
    large = enlarged(document, 2_000, good)
    text = large.read_text()
    large.write_text(text.replace("<Exposure>2<", "<Exposure>1_0<"))
    given = []
    with pytest.raises(ProductError, match="'1_0' is not a valid value"):
        deque(map(given.append, stream_records(large, RECORD)), maxlen=0)
    assert 1_000 < len(given) <= 2_001
    assert {record.exposure for record in given} <= {7, 1}


def test_a_document_that_breaks_off_is_refused_with_its_line(document: Path) -> None:
    text = document.read_text()
    cut = document.with_name("cut.xml")
    cut.write_text(text[: text.index("</CorrectionFactorList>")])
    with pytest.raises(ProductError, match="not well-formed XML") as caught:
        list(stream_records(cut, RECORD))
    assert caught.value.place == f"{cut}:{cut.read_text().count(chr(10)) + 1}"


def test_a_document_of_an_old_namespace_is_to_be_read_whole(document: Path) -> None:
    old = edited(document, PRESENT, OLD)
    whole = dpkit.read(old).content
    with pytest.raises(ProductError, match=f"old namespace {OLD}.*cannot be streamed") as caught:
        list(stream_records(old, RECORD))
    assert caught.value.place == f"{old}:2"
    assert "read the document whole" in caught.value.remedy
    assert read_part(old, "Data.CorrectionFactorList") == whole.data.correction_factor_list


def test_a_document_of_another_version_is_to_be_read_whole(document: Path) -> None:
    other = edited(document, ' version="1.0">', ' version="0.3">')
    with pytest.raises(ProductError, match=r"schema version 0\.3, not 1\.0.*cannot be streamed"):
        list(stream_records(other, RECORD))
    with pytest.raises(ProductError, match=r"no schema version '0\.3'"):
        read_part(other, "Header")


@pytest.mark.parametrize("text", ["", "no xml", "<!DOCTYPE a><a/>", "<a/>"])
def test_what_is_no_product_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text)
    with pytest.raises(ProductError):
        list(stream_records(path, RECORD))
    with pytest.raises(NotFoundError, match="no such file"):
        list(stream_records(tmp_path / "none.xml", RECORD))
    with pytest.raises(ProductError, match="is a folder"):
        list(stream_records(tmp_path, RECORD))
