"""Many documents are validated in processes, in their order."""

from __future__ import annotations

import os
import signal
from itertools import count
from pathlib import Path

import pytest

import dpkit
from dpkit.errors import NotFoundError
from dpkit.validation import batch
from dpkit.validation.batch import Settings, validate_all
from dpkit.validation.report import Finding, Report

QUICK = Settings(level="quality")


@pytest.fixture
def documents(make, tmp_path: Path) -> list[Path]:
    text = make.written(make.calibration(), tmp_path).read_text()
    spoiled = [text, text.replace("<Exposure>2<", "<Exposure>1<"), text.replace("</Data>", "")]
    found = []
    for n in range(300):
        found.append(tmp_path / f"{n}.xml")
        found[-1].write_text(spoiled[n % 3])
    return found


@pytest.mark.parametrize("jobs", [1, 3])
def test_reports_are_those_of_each_document_in_order(documents: list[Path], jobs: int) -> None:
    expected = [dpkit.validate(path, level="quality") for path in documents]
    assert list(validate_all(documents, QUICK, jobs=jobs)) == expected
    assert [report.ok for report in expected[:3]] == [True, False, False]


@pytest.mark.parametrize("jobs", [1, 2])
def test_reports_that_are_there_keep_their_place(documents: list[Path], jobs: int) -> None:
    finding = Finding(code="folder-loop", message="m", source="s")
    report = Report(source=Path("s"), findings=[finding])
    mixed = [report, *documents[:100], report, *documents[100:], report]
    found = list(validate_all(mixed, QUICK, jobs=jobs))
    assert [one.source for one in found] == [
        one.source if isinstance(one, Report) else one for one in mixed
    ]


def test_what_is_known_is_not_validated_again(documents: list[Path]) -> None:
    known = {path: Report(source=path, level="known") for path in documents[::2]}
    found = list(validate_all(documents, QUICK, jobs=2, recall=known.get))
    assert [one.level == "known" for one in found] == [path in known for path in documents]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_is_read_than_is_at_work(documents: list[Path], jobs: int) -> None:
    read = count()
    taken = -1

    def endless():
        nonlocal taken
        for taken in read:
            yield documents[taken % len(documents)]

    reports = validate_all(endless(), QUICK, jobs=jobs)
    for _ in range(1000):
        next(reports)
    reports.close()
    assert taken < 1000 + 10 * 64


def test_facts_of_documents_without_findings_are_left_out_when_nobody_asks(
    documents: list[Path],
) -> None:
    clean, broken, _ = validate_all(documents[:3], Settings(level="quality", facts=False))
    assert (clean.product, clean.keys) == ("", {})
    assert (broken.product, broken.keys["observation"]) == ("DpdNirRelPhotoExpCalibration", 12)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_with_one_document_does_not_cost_the_others(
    documents: list[Path], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_passes = batch.run_passes

    def faulty(subject, level, **rest):
        if subject.source == documents[70]:
            raise RecursionError("too deep")
        return run_passes(subject, level, **rest)

    monkeypatch.setattr(batch, "run_passes", faulty)  # processes are forked after this
    found = list(validate_all(documents, QUICK, jobs=jobs))
    assert [one.source for one in found] == documents
    assert [one.failure for one in found if one.failure] == ["RecursionError: too deep"]
    assert not found[70].ok


def test_a_process_that_ends_is_told_with_the_documents(
    documents: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "run_passes", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(RuntimeError, match=r"a process ended .* from .*\.xml to .*\.xml"):
        list(validate_all(documents, QUICK, jobs=2))


def test_an_archive_that_is_not_there_is_told_before_any_process_starts(
    documents: list[Path], tmp_path: Path
) -> None:
    settings = Settings(level="references", archive=str(tmp_path / "nothing.sqlite"))
    with pytest.raises(NotFoundError):
        list(validate_all(documents, settings, jobs=2))


def test_references_are_looked_up_in_every_process(make, tmp_path: Path) -> None:
    import dpkit_archive

    place = tmp_path / "archive.sqlite"
    frame = make.frame()
    with dpkit_archive.create(place) as archive:
        archive.register(dpkit.write(frame, tmp_path / "frame"))
    good = make.written(make.catalog(input_frame=frame.id), tmp_path)
    bad = make.written(make.catalog(), tmp_path)
    settings = Settings(level="references", archive=str(place))
    found = list(validate_all([good, bad] * 10, settings, jobs=2))
    codes = [[finding.code for finding in report.findings] for report in found]
    assert codes == [[], ["reference-missing"]] * 10
