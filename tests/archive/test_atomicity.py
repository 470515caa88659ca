"""A registration leaves everything or nothing: at every step, and among many writers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy.event

import dpkit_archive.archive
import dpkit_archive.registration
from dpkit.errors import ArchiveError, ProductError
from dpkit_archive import Archive
from dpkit_archive.order import Order
from dpkit_archive.registration import register_submissions
from dpkit_archive.submission import prepare

STEPS = (
    "dpkit_archive.submission.read_content",
    "dpkit_archive.derivation.metric_rows",
    "dpkit_archive.derivation.document_json",
    "dpkit_archive.placing.copy_verified",
    "dpkit_archive.placing.flush_folder",
    "dpkit_archive.batch.load_standings",
    "dpkit_archive.batch.load_files",
    "dpkit_archive.batch.load_validities",
    "dpkit_archive.batch.lineage_rows",
    "dpkit_archive.batch.add_event",
    "dpkit_archive.batch.add_product",
    "dpkit_archive.fileindex.FileIndex.add",
    "dpkit_archive.batch.propose",
    "dpkit_archive.validity.Validities.retire",
    "dpkit_archive.validity.Validities.grant",
    "dpkit_archive.pending.update_rows",
    "dpkit_archive.pending.insert_rows",
    "dpkit_archive.registration.publish",
)


def no_litter(archive: Archive) -> bool:
    """Tell whether nothing lies in the folder of arriving files."""
    incoming = archive.files / ".incoming"
    return not incoming.exists() or not any(incoming.iterdir())


@pytest.fixture
def before(archive: Archive, make) -> Path:
    """Register a first version and return a document of the second."""
    archive.register(make.dark(level=0.01))
    return make.dark(level=0.02)


@pytest.fixture
def nothing_then_repeat(archive: Archive, before: Path, state) -> Callable[[], None]:
    """Return a function that looks that nothing is left, and registers again."""
    was = state(archive)

    def look() -> None:
        assert state(archive) == was
        assert no_litter(archive)
        assert list(archive.check()) == []
        again = archive.register(before)
        assert (again.version, again.created) == (2, True)
        assert archive.get(again.id, archive.files.parent / "out").exists()

    return look


@pytest.mark.alternating
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_failure_at_a_step_leaves_nothing(
    archive: Archive,
    before: Path,
    nothing_then_repeat,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises((ArchiveError, OSError, KeyboardInterrupt)):
            archive.register(before)
    nothing_then_repeat()


def failing_at(number: int, call: Callable[..., Any]) -> tuple[Callable[..., Any], list[int]]:
    """Return a function that fails at its n-th call, and the list of its calls."""
    calls: list[int] = []

    def wrapped(*args: Any, **options: Any) -> Any:
        calls.append(len(calls))
        if len(calls) == number + 1:
            raise OSError(5, "Input/output error")
        return call(*args, **options)

    return wrapped, calls


@pytest.mark.alternating
@pytest.mark.parametrize("number", range(12))
def test_failure_of_any_flush_leaves_nothing(
    archive: Archive,
    before: Path,
    nothing_then_repeat,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    with monkeypatch.context() as patch:
        fsync, calls = failing_at(number, os.fsync)
        patch.setattr(os, "fsync", fsync)
        try:
            archive.register(before)
        except ArchiveError:
            assert len(calls) > number
        else:
            assert len(calls) <= number
            return
    nothing_then_repeat()


@pytest.mark.alternating
@pytest.mark.parametrize("method", ["rename", "mkdir", "open"])
@pytest.mark.parametrize("number", range(4))
def test_failure_of_any_file_operation_leaves_nothing(
    archive: Archive,
    before: Path,
    nothing_then_repeat,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    number: int,
) -> None:
    submission = prepare(before, dataset=None, calibration_set=None)
    with monkeypatch.context() as patch:
        wrapped, calls = failing_at(number, getattr(Path, method))
        patch.setattr(Path, method, lambda *args, **options: wrapped(*args, **options))
        try:
            order = Order(actor="test")
            register_submissions(archive._database, [submission], order)
        except ArchiveError:
            pass
        else:
            assert len(calls) <= number
            return
    nothing_then_repeat()


def test_failure_of_the_commit_leaves_nothing(
    archive: Archive, before: Path, nothing_then_repeat
) -> None:
    def fail(_connection: object) -> None:
        raise OSError(28, "No space left on device")

    sqlalchemy.event.listen(archive._database.engine, "commit", fail)
    with pytest.raises(ArchiveError, match="No space left"):
        archive.register(before)
    sqlalchemy.event.remove(archive._database.engine, "commit", fail)
    nothing_then_repeat()


def test_interrupt_after_the_commit_loses_nothing(
    archive: Archive, before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing = type(archive._database).writing

    def interrupted(database: Any, *, keep: bool = True) -> Any:
        from contextlib import contextmanager

        @contextmanager
        def then_interrupt() -> Any:
            with writing(database, keep=keep) as connection:
                yield connection
            if keep:
                raise KeyboardInterrupt

        return then_interrupt()

    with monkeypatch.context() as patch:
        patch.setattr(type(archive._database), "writing", interrupted)
        with pytest.raises(KeyboardInterrupt):
            archive.register(before)
    again = archive.register(before)
    assert (again.version, again.created) == (2, False)
    assert archive.get(again.id, archive.files.parent / "out").exists()


def test_folder_that_cannot_be_taken_back_is_named_and_does_no_harm(
    archive: Archive, before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = dpkit_archive.registration.publish

    def publish_then_fail(folder: Path, target: Path) -> None:
        publish(folder, target)
        raise ProductError("injected")

    def fail(*_args: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("dpkit_archive.registration.publish", publish_then_fail)
        patch.setattr("dpkit_archive.placing.withdraw", fail)
        with pytest.raises(ProductError) as caught:
            archive.register(before)
    assert "was left behind" in caught.value.__notes__[0]
    assert archive.register(before).version == 2


WRITER = """
import sys, dpkit_archive
with dpkit_archive.open(sys.argv[1]) as archive:
    for source in sys.argv[2:]:
        made = archive.register(source)
        print(made.id, made.version, int(made.created))
"""


def test_several_processes_register_at_once(archive: Archive, url: str, make) -> None:
    same = [str(make.parameters(radius=0.1 * n, id=f"P{n}")) for n in range(1, 6)]
    own = [[str(make.catalog(w, e, id=f"C{w}{e}")) for e in (1, 2, 3)] for w in (1, 2, 3)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, *mine, *same],
            stdout=subprocess.PIPE,
            text=True,
        )
        for mine in own
    ]
    said = [writer.communicate()[0].split("\n") for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    lines = [line.split() for lines in said for line in lines if line]
    created = [line[0] for line in lines if line[2] == "1"]
    assert sorted(created) == sorted(
        [f"P{n}" for n in range(1, 6)] + [f"C{w}{e}" for w in (1, 2, 3) for e in (1, 2, 3)]
    )
    # All agree on the versions, and these are without gap.
    versions = {line[0]: line[1] for line in lines if line[0].startswith("P")}
    assert all(versions[line[0]] == line[1] for line in lines if line[0] in versions)
    assert sorted(versions.values()) == list("12345")
    assert len(archive.find("DpdNirExposureCatalog")) == 9
    assert no_litter(archive)


def test_overlapping_calibrations_of_two_processes_leave_one(
    archive: Archive, url: str, make
) -> None:
    sources = [str(make.detector_factors(calibration=f"C{n}")) for n in range(2)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, source],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for source in sources
    ]
    errors = [writer.communicate()[1] for writer in writers]
    assert sorted(writer.returncode for writer in writers) == [0, 1]
    assert sum("overlaps" in error for error in errors) == 1
    assert len(archive.find()) == 1


def test_readers_do_not_wait_for_a_writer(archive: Archive, url: str, make) -> None:
    archive.register(make.parameters())
    with archive._database.writing(keep=False), dpkit_archive.open(url) as reader:
        assert len(reader.find()) == 1


def test_locked_database_is_a_clear_error(
    archive: Archive, url: str, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dpkit_archive.connection._WAIT_MS", 50)
    source = make.parameters()
    with dpkit_archive.open(url) as other:
        with archive._database.writing(keep=False), pytest.raises(ArchiveError, match="another"):
            other.register(source)
        assert no_litter(other)
        assert other.register(source).created
