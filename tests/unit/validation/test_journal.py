"""An interrupted run continues; what has changed is validated again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dpkit.errors import ProductError
from dpkit.validation.batch import Settings, validate_all
from dpkit.validation.journal import Journal
from dpkit.validation.report import Report

SETTINGS = Settings(level="headers")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "run.journal"


def run(
    place: Path, documents: list[Path], settings: Settings = SETTINGS, version: str = "1"
) -> tuple[list[Report], list[Path]]:
    """Return the reports of a run, and the documents that it did not know."""
    asked = []
    with Journal(place, settings, version) as journal:

        def recall(path: Path) -> Report | None:
            known = journal.recall(path)
            if known is None:
                asked.append(path)
            return known

        reports = []
        for report in validate_all(documents, settings, recall=recall):
            journal.record(report)
            reports.append(report)
    return reports, asked


def said(reports: list[Report]) -> list[dict]:
    return [report.to_dict() for report in reports]


def test_a_second_run_tells_the_same_and_validates_nothing(place: Path, calibration, frame) -> None:
    calibration.replace("<Exposure>2<", "<Exposure>1<")
    documents = [calibration.document, frame.document, Path("/nowhere.xml")]
    first, asked = run(place, documents)
    assert asked == documents
    second, asked = run(place, documents)
    assert asked == [Path("/nowhere.xml")]
    assert said(first) == said(second)
    assert [report.ok for report in second] == [False, True, False]


def touch(sample) -> None:
    status = sample.document.stat()
    os.utime(sample.document, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


def rewrite(sample) -> None:
    sample.replace("<RA>", "<RA>0")


def change_file(sample) -> None:
    sample.file.write_bytes(sample.file.read_bytes() + b"\0")


def remove_file(sample) -> None:
    sample.file.unlink()


@pytest.mark.parametrize("change", [touch, rewrite, change_file, remove_file])
def test_what_has_changed_is_validated_again(place: Path, frame, calibration, change) -> None:
    documents = [frame.document, calibration.document]
    run(place, documents)
    change(frame)
    _, asked = run(place, documents)
    assert asked == [frame.document]
    _, asked = run(place, documents)
    assert asked == []


def test_a_file_that_comes_is_seen(place: Path, frame) -> None:
    data = frame.file.read_bytes()
    file = frame.file
    file.unlink()
    first, _ = run(place, [frame.document])
    file.write_bytes(data)
    second, asked = run(place, [frame.document])
    assert ([first[0].ok, second[0].ok], asked) == ([False, True], [frame.document])


@pytest.mark.parametrize(
    ("settings", "version"),
    [
        (Settings(level="schema"), "1"),
        (Settings(level="headers", lenient=True), "1"),
        (SETTINGS, "2"),
    ],
)
def test_other_settings_know_nothing(
    place: Path, calibration, settings: Settings, version: str
) -> None:
    run(place, [calibration.document])
    _, asked = run(place, [calibration.document], settings, version)
    assert asked == [calibration.document]


def test_references_that_did_not_resolve_are_looked_up_again(
    place: Path, make, tmp_path: Path
) -> None:
    import dpkit
    import dpkit_archive

    archive = tmp_path / "archive.sqlite"
    frame = make.frame()
    document = make.written(make.catalog(input_frame=frame.id), tmp_path)
    dpkit_archive.create(archive).close()
    settings = Settings(level="references", archive=str(archive))
    assert not run(place, [document], settings)[0][0].ok
    with dpkit_archive.open(archive) as opened:
        opened.register(dpkit.write(frame, tmp_path / "frame"))
    assert run(place, [document], settings)[0][0].ok
    assert run(place, [document], settings)[1] == []


@pytest.mark.parametrize("cut", [1, 20, 500])
def test_a_line_that_was_cut_off_is_dropped(place: Path, frame, calibration, cut: int) -> None:
    documents = [frame.document, calibration.document]
    first, _ = run(place, documents)
    data = place.read_bytes()
    place.write_bytes(data[:-cut])
    second, asked = run(place, documents)
    assert asked == [calibration.document]
    assert said(first) == said(second)
    assert place.read_bytes() == data


def test_a_damaged_line_is_validated_again(place: Path, frame, calibration) -> None:
    documents = [frame.document, calibration.document]
    run(place, documents)
    lines = place.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1][:60] + b"{" + lines[1][60:]
    place.write_bytes(b"".join(lines))
    _, asked = run(place, documents)
    assert asked == [frame.document]


def test_another_file_is_not_touched(place: Path) -> None:
    for content in (b"my notes\n", b"my notes", b'{"journal": "other"}\n'):
        place.write_bytes(content)
        with pytest.raises(ProductError, match="is no journal"):
            Journal(place, SETTINGS, "1")
        assert place.read_bytes() == content


def test_a_fault_of_the_validator_is_not_kept(place: Path, calibration) -> None:
    with Journal(place, SETTINGS, "1") as journal:
        assert journal.recall(calibration.document) is None
        journal.record(Report(source=calibration.document, failure="RecursionError"))
        assert journal.recall(calibration.document) is None


def test_every_line_is_json(place: Path, frame, calibration) -> None:
    reports, _ = run(place, [frame.document, calibration.document])
    _, *lines = [json.loads(line) for line in place.read_text().splitlines()]
    assert [set(line) for line in lines] == [{"key", "files", "report"}] * 2
    assert [line["report"] for line in lines] == said(reports)
    assert len({line["key"] for line in lines}) == 2
    status = frame.file.stat()
    assert [line["files"] for line in lines] == [
        [[str(frame.file), status.st_mtime_ns, status.st_size]],
        [],
    ]
