"""Files and their names: each fault has its code, and nothing outside the folder is touched."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

import dpkit
from dpkit.product.document import read_document
from dpkit.simulate import sample_document, write_sample
from dpkit.validation.filename import LONGEST, is_plain, name_faults
from dpkit.validation.files import FilesPass


def codes(subject) -> list[str]:
    return [finding.code for finding in FilesPass().findings(subject)]


@pytest.mark.parametrize(
    "name",
    ["../x.fits", "/etc/passwd", "a/b.fits", "a\\b.fits", "..", ".", "C:x.fits", "a/../b", "/"],
)
def test_a_name_that_leads_elsewhere_is_refused_untouched(
    frame, subject_of, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame.replace(f"<FileName>{frame.file.name}<", f"<FileName>{name}<")
    subject = subject_of(frame.document)
    touched: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda self, **_: touched.append(self))
        assert codes(subject) == ["file-name-path"]
    assert touched == []
    (reference,) = subject.document.files()
    assert subject.unreadable == {reference}
    assert not is_plain(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("STEM_1.fits", []),
        ("STEM_+-.fits", []),
        ("STEM 1.fits", ["file-name-characters"]),
        ("STEM:1.fits", ["file-name-characters"]),
        ("STEM\u00e4.fits", ["file-name-characters"]),
        ("OTHER.fits", ["file-name-pattern"]),
        ("stem_1.fits", ["file-name-pattern"]),
        ("OTHER?.fits", ["file-name-characters", "file-name-pattern"]),
        ("STEM" + "x" * (LONGEST - 4), []),
        ("STEM" + "x" * (LONGEST - 3), ["file-name-length"]),
        ("STEM" + "\u00e4" * 126, ["file-name-length"]),
        ("..STEM", ["file-name-pattern"]),
        ("../STEM", ["file-name-path"]),
    ],
)
def test_faults_of_names(name: str, expected: list[str]) -> None:
    assert [code for code, _ in name_faults(name, "STEM")] == expected
    assert [code for code, _ in name_faults(name, None)] == [
        code for code in expected if code != "file-name-pattern"
    ]


def test_a_file_that_is_named_otherwise_is_a_warning(frame) -> None:
    other = frame.file.with_name("frame.fits")
    frame.replace(f"<FileName>{frame.file.name}<", f"<FileName>{other.name}<")
    frame.file.rename(other)
    report = dpkit.validate(frame.document)
    ((finding),) = report.findings
    assert (finding.code, report.ok) == ("file-name-pattern", True)
    assert "EUC_NIR_CAL-FRAME_12_3_NIR_J" in finding.message
    assert finding.source == str(frame.document)
    assert "<DataStorage" in frame.document.read_text().splitlines()[finding.line - 1]


def test_a_key_that_the_name_is_made_of_may_be_absent(frame, subject_of) -> None:
    other = frame.file.with_name("frame.fits")
    frame.replace(f"<FileName>{frame.file.name}<", f"<FileName>{other.name}<")
    frame.replace("<Name>NIR_J</Name>", "")
    frame.file.rename(other)
    assert codes(subject_of(frame.document)) == []


def test_names_differ_in_case(frame) -> None:
    right = frame.file
    right.rename(right.with_name(right.name.lower()))
    ((finding),) = dpkit.validate(frame.document, level="files").findings
    if right.exists():  # the file system does not tell them apart
        pytest.skip("the file system ignores case")
    assert (finding.code, finding.value) == ("file-case", right.name.lower())
    right.with_name(right.name.lower()).rename(right)
    assert dpkit.validate(frame.document, level="files").findings == []


def test_a_folder_stands_for_a_file(frame) -> None:
    frame.file.rename(frame.document.parent / "away")
    (frame.document.parent / "data" / named(frame)).mkdir()
    ((finding),) = dpkit.validate(frame.document).findings
    assert finding.code == "file-kind"


def named(sample) -> str:
    (reference,) = dpkit.read(sample.document).files.values()
    return reference.name


def test_a_pipe_stands_for_a_file_and_nobody_waits_for_it(frame) -> None:
    file = frame.file
    file.unlink()
    os.mkfifo(file)
    ((finding),) = dpkit.validate(frame.document).findings
    assert finding.code == "file-kind"


def test_links(frame) -> None:
    file = frame.file
    away = frame.document.parent / "away.fits"
    file.rename(away)
    file.symlink_to(away)
    assert dpkit.validate(frame.document).findings == []
    away.unlink()
    ((finding),) = dpkit.validate(frame.document).findings
    assert (finding.code, "link to nothing" in finding.message) == ("file-missing", True)
    file.unlink()
    file.symlink_to(file)
    ((finding),) = dpkit.validate(frame.document).findings
    assert finding.code == "file-loop"


def test_two_storages_name_one_file(tmp_path: Path, subject_of) -> None:
    text = sample_document("DpdVisStackedFrame", seed=1, full=True).decode()
    document = tmp_path / "doc.xml"
    document.write_text(text)
    first, second, *_ = subject_of(document).document.files()
    document.write_text(text.replace(f">{second.name}<", f">{first.name}<"))
    shared = [f for f in FilesPass().findings(subject_of(document)) if f.code == "file-shared"]
    assert [(f.path, f.value) for f in shared] == [(second.storage, first.name)]
    assert first.storage in shared[0].message
    assert shared[0].line == second.line


@pytest.mark.parametrize("name", ["None", "", " "])
def test_an_optional_storage_without_a_file_is_a_warning(
    tmp_path: Path, subject_of, name: str
) -> None:
    text = sample_document("DpdVisStackedFrame", seed=1, full=True).decode()
    document = tmp_path / "doc.xml"
    document.write_text(text)
    file = next(f for f in subject_of(document).document.files() if f.storage == "PsfModelStorage")
    document.write_text(text.replace(f">{file.name}<", f">{name}<"))
    findings = [f for f in FilesPass().findings(subject_of(document)) if f.code != "file-missing"]
    assert [(f.code, f.severity) for f in findings] == [("file-placeholder", "warning")]
    assert findings[0].path.endswith("PsfModelStorage")
    assert findings[0].line == file.line


def test_an_adler_checksum_may_lack_its_zeros(frame) -> None:
    import zlib

    for n in range(4000):  # until the checksum begins with a zero
        data = frame.file.read_bytes() + b"\0" * n
        if f"{zlib.adler32(data):08x}".startswith("0"):
            break
    frame.file.write_bytes(data)
    frame.forget_file()
    short = f"{zlib.adler32(data):x}"
    assert len(short) < 8
    text = frame.document.read_text()
    said = f'<DataContainer checksumMethod="Adler32" checksumValue="{short}"'
    frame.document.write_text(re.sub("<DataContainer", said, text, count=1))
    assert dpkit.validate(frame.document, level="files").findings == []


def test_files_that_were_looked_at_are_told_with_their_state(frame) -> None:
    file = frame.file
    report = dpkit.validate(frame.document, level="files")
    status = file.stat()
    assert report.files == {file: (status.st_mtime_ns, status.st_size)}
    file.unlink()
    assert dpkit.validate(frame.document, level="files").files == {file: None}
    assert dpkit.validate(frame.document, level="quality").files == {}


def test_of_several_files_of_a_storage_one_that_is_missing_hides_no_other(tmp_path: Path) -> None:
    document = write_sample("DpdMerFinalCatalog", tmp_path, seed=1, full=True)
    logs = [f for f in read_document(document).files() if f.storage == "LogFile"]
    assert len(logs) > 1
    logs[0].location.unlink()
    logs[1].location.write_bytes(b"SIMPLE  =".ljust(100))
    text = re.sub(r' (checksumMethod|checksumValue|fileSize)="[^"]*"', "", document.read_text())
    document.write_text(text)
    found = [f for f in dpkit.validate(document).findings if f.severity == "error"]
    assert [(f.code, f.source) for f in found] == [
        ("file-missing", str(logs[0].location)),
        ("file-unreadable", str(logs[1].location)),
    ]


def test_a_file_of_no_format_may_be_compressed(tmp_path: Path) -> None:
    document = write_sample("DpdMerFinalCatalog", tmp_path, seed=1, full=True)
    (log, *_) = (f for f in read_document(document).files() if f.storage == "LogFile")
    packed = log.location.with_suffix(".log.gz")
    packed.write_bytes(gzip.compress(b"all went well"))
    text = re.sub(r' (checksumMethod|checksumValue|fileSize)="[^"]*"', "", document.read_text())
    document.write_text(text.replace(f">{log.name}<", f">{packed.name}<"))
    assert [f for f in dpkit.validate(document).findings if f.severity == "error"] == []
