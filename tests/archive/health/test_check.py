"""A check goes on where it ended, at the pace it is told; who is at work leaves nothing over."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import fsspec
import pytest
from click.testing import CliRunner, Result

import dpkit_archive
from dpkit.cli.root import root
from dpkit.errors import ArchiveError
from dpkit_archive import Archive, Fault
from dpkit_archive.arrival import arrival_name, is_at_work
from dpkit_archive.health.scrub import Pace


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with two darks and an exposure catalogue."""
    archive.register(make.dark(id="D"))
    archive.register(make.catalog(id="C"))
    archive.register(make.parameters(id="P"))
    return archive


def file_of(archive: Archive, identifier: str) -> Path:
    (file,) = archive.show(identifier).files
    return Path(file["path"])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def size(archive: Archive) -> int:
    files = (path for path in archive.files.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files)


# How far, and how fast


def test_an_interrupted_check_goes_on(filled: Archive, tmp_path: Path, monkeypatch) -> None:
    flip(filled.product("D").document)
    flip(file_of(filled, "C"))
    journal = tmp_path / "check.journal"
    read: list[str] = []
    reading = dpkit_archive.health.scrub.open_bytes

    def note(location: Path) -> Any:
        read.append(location.name)
        return reading(location)

    monkeypatch.setattr("dpkit_archive.health.scrub.open_bytes", note)
    begun = filled.check(deep=True, journal=journal)
    first = list(islice(begun, 1))
    begun.close()
    assert [one.code for one in first] == ["document-damaged"]
    with journal.open("a") as stream:
        stream.write('{"kind": "docu')  # cut off
    told: list[tuple[int, int]] = []
    again = list(filled.check(deep=True, journal=journal, progress=lambda *at: told.append(at)))
    assert [one.code for one in again] == ["document-damaged", "file-damaged"]
    assert again[0] == first[0]
    # Each was read once, and what was read before counts as done.
    assert len(read) == len(set(read)) == 5
    assert told[0] == (filled.product("D").document.stat().st_size, size(filled))
    assert told[-1] == (size(filled), size(filled))
    assert not journal.exists()


def test_a_journal_is_that_of_one_archive(filled: Archive, tmp_path: Path) -> None:
    journal = tmp_path / "check.journal"
    flip(filled.product("D").document)
    next(filled.check(deep=True, journal=journal))
    with (
        dpkit_archive.create(tmp_path / "other.sqlite") as other,
        pytest.raises(ArchiveError, match="no journal of a check of this archive"),
    ):
        list(other.check(deep=True, journal=journal))
    journal.write_text("notes\n")
    with pytest.raises(ArchiveError, match="no journal of a check"):
        list(filled.check(deep=True, journal=journal))
    assert journal.read_text() == "notes\n"
    with pytest.raises(ArchiveError, match="cannot be written to: No such file"):
        list(filled.check(deep=True, journal=tmp_path / "none" / "journal"))


def test_a_rate_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(time, "sleep", sleep)
    pace = Pace(1000.0)
    pace.keep(500)
    clock[0] += 2.0  # the disk was slow: no wait, and nothing is caught up beyond the rate
    pace.keep(1000)
    pace.keep(2000)
    assert slept == pytest.approx([0.5, 1.0])
    assert clock[0] - 100.0 == pytest.approx(3500 / 1000)
    Pace(None).keep(10**12)
    assert len(slept) == 2


def test_a_check_reads_all_bytes_at_its_rate(filled: Archive, monkeypatch) -> None:
    paced: list[int] = []
    monkeypatch.setattr(Pace, "keep", lambda _self, size: paced.append(size))
    assert list(filled.check(deep=True, rate=1e6)) == []
    assert sum(paced) == size(filled)
    paced.clear()
    assert list(filled.check()) == []
    assert paced == []


# Others


def test_a_registration_at_work_is_no_leftover(filled: Archive, make, monkeypatch) -> None:
    seen: list[list[Fault]] = []
    publish = dpkit_archive.registration.publish

    def look(folder: Path, target: Path) -> None:
        with dpkit_archive.open(filled.path or filled._database.location.url) as other:
            monkeypatch.setattr("dpkit_archive.connection._WAIT_MS", 10)
            seen.append([one for one in other.check() if one.code == "leftover"])
        publish(folder, target)

    make_url(filled, monkeypatch)
    monkeypatch.setattr("dpkit_archive.registration.publish", look)
    filled.register(make.parameters("deep", id="Q"))
    assert seen == [[]]
    assert list(filled.check()) == []


def make_url(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an archive on PostgreSQL be opened again by its whole URL."""
    url = archive._database.location.url
    if url is not None:
        text = url.set(drivername="postgresql").render_as_string(hide_password=False)
        open_ = dpkit_archive.open
        monkeypatch.setattr(dpkit_archive, "open", lambda _url: open_(text))


def test_names_of_arriving_folders_tell_who_is_at_work(tmp_path: Path) -> None:
    mine = tmp_path / arrival_name()
    mine.mkdir()
    assert is_at_work(mine)
    other_host = tmp_path / "elsewhere-1-ab"
    other_host.mkdir()
    assert is_at_work(other_host)
    init = tmp_path / f"{socket.gethostname()}-1-ab"
    init.mkdir()
    assert is_at_work(init)
    unnamed = tmp_path / "ab12"
    unnamed.mkdir()
    assert is_at_work(unnamed)
    day_ago = time.time() - 90_000
    for folder in (mine, other_host, init, unnamed):
        os.utime(folder, (day_ago, day_ago))
        assert not is_at_work(folder)


def test_one_who_may_only_read_checks_too(filled: Archive, monkeypatch) -> None:
    ghost = filled.files / "DpdNirMasterDark" / "GHOST"
    ghost.mkdir()

    def refuse(*_args: object, **_options: object) -> None:
        raise ArchiveError("the archive cannot be written to")

    monkeypatch.setattr(type(filled._database), "writing", refuse)
    (found,) = filled.check()
    assert (found.code, found.place) == ("leftover", str(ghost))


def test_what_lies_elsewhere_is_checked(archive: Archive, make, tmp_path: Path) -> None:
    source = make.dark(id="D")
    url = f"memory://{tmp_path.name}"
    system = fsspec.filesystem("memory")
    (file,) = (source.parent / "data").iterdir()
    names = {f"{url}/{source.name}": source, f"{url}/data/{file.name}": file}
    for name, path in names.items():
        with fsspec.open(name, "wb") as stream:
            stream.write(path.read_bytes())
    archive.register(f"{url}/{source.name}", mode="in-place")
    assert list(archive.check(deep=True)) == []
    data = file.read_bytes()
    with fsspec.open(f"{url}/data/{file.name}", "wb") as stream:
        stream.write(data[:-1] + b"x")
    assert list(archive.check()) == []
    (found,) = archive.check(deep=True)
    assert (found.code, found.place) == ("file-damaged", f"{url}/data/{file.name}")
    system.rm(f"{url}/data/{file.name}")
    (found,) = archive.check()
    assert found.code == "file-missing"
    (done,) = archive.repair([found])
    assert (done.result, "lies elsewhere" in done.what) == ("not mended", True)
    system.store.clear()


# Repairs that must not trust what they are told


@pytest.mark.parametrize(
    "subject",
    [
        *("../made", "/etc/passwd", "DpdNirMasterDark/D", "DpdNirMasterDark", "none"),
        *(".", "", ".incoming", ".quarantine", ".quarantine/x"),
    ],
)
def test_only_what_nobody_knows_is_moved(filled: Archive, subject: str, state, make) -> None:
    before = state(filled)
    fault = Fault(code="leftover", place=subject, message="so it is said", subject=subject)
    (done,) = filled.repair([fault])
    assert done.result in {"not mended", "is none any more"}
    assert state(filled) == before
    assert make.folder.is_dir()


def test_what_comes_back_is_left_alone(filled: Archive) -> None:
    file = file_of(filled, "C")
    data = file.read_bytes()
    file.unlink()
    faults = list(filled.check())
    file.write_bytes(data)
    assert [one.result for one in filled.repair(faults)] == ["is none any more"]
    assert not (filled.files / ".quarantine").exists()


def test_a_repair_that_fails_leaves_what_there_is(filled: Archive, state, monkeypatch) -> None:
    filled.product("D").document.unlink()
    before = state(filled)
    faults = list(filled.check())

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        (done,) = filled.repair(faults)
    assert (done.result, "No space left" in done.what) == ("not mended", True)
    assert state(filled) == before
    assert [one.result for one in filled.repair(faults)] == ["mended"]


def test_a_repair_that_is_killed_is_done_by_the_next(filled: Archive, monkeypatch) -> None:
    document = filled.product("D").document
    flip(document)
    faults = list(filled.check(deep=True))

    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    for step in ("filemend.flush_folder", "filemend.place_new", "repair.add_event"):
        with monkeypatch.context() as patch:
            patch.setattr(f"dpkit_archive.health.{step}", die)
            with pytest.raises(KeyboardInterrupt):
                list(filled.repair(faults))
    left = list(filled.check(deep=True))
    assert {one.result for one in filled.repair(left)} <= {"mended"}
    assert list(filled.check(deep=True)) == []
    assert document.is_file()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_came_after_a_copy_of_the_database_is_not_lost(
    filled: Archive, url: str, tmp_path: Path, make
) -> None:
    copy = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(url)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    later = filled.register(make.dark("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z", id="L"))
    filled.close()
    shutil.copy(copy, url)
    for more in ("-wal", "-shm"):
        Path(url + more).unlink(missing_ok=True)
    with dpkit_archive.open(url) as restored:
        (found,) = restored.check()
        assert (found.code, found.place) == ("leftover", str(later.document.parent))
        (done,) = restored.repair([found])
        assert done.result == "mended"
        (document,) = (restored.files / ".quarantine").rglob(later.document.name)
        assert restored.register(document).created
        assert list(restored.check(deep=True)) == []


# The commands


def run(*words: object, say: str = "") -> Result:
    result = CliRunner().invoke(root, ["archive", *map(str, words)], input=say)
    assert result.exit_code in {0, 1, 2}, result.output
    return result


@pytest.fixture
def at(filled: Archive, url: str, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Name the archive by the environment variable."""
    monkeypatch.setenv("DPKIT_ARCHIVE", url)
    return filled


def test_the_commands_on_a_sound_archive(at: Archive) -> None:
    for words in (("check",), ("check", "--deep"), ("repair",), ("repair", "--deep", "--dry-run")):
        result = run(*words)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no faults\n")
        result = run(*words, "--format", "json")
        assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_the_check_command_names_faults(at: Archive, tmp_path: Path) -> None:
    at.product("D").document.unlink()
    flip(file_of(at, "C"))
    shallow = run("check", "--format", "json")
    assert shallow.exit_code == 1
    (row,) = json.loads(shallow.stdout)
    assert list(row) == ["code", "place", "message", "remedy", "repair", "subject"]
    assert row["code"] == "document-missing"
    assert row["place"] == str(at.product("D").document)
    table = run("check", "--deep", "--rate", 1000, "--resume", tmp_path / "journal")
    assert table.exit_code == 1
    assert file_of(at, "C").name in table.stdout
    assert table.stderr == "1 document-missing, 1 file-damaged\n"
    usage = run("check", "--rate", 5)
    assert (usage.exit_code, "--rate and --resume are for --deep" in usage.stderr) == (2, True)


def test_the_repair_command_asks(at: Archive) -> None:
    document = at.product("D").document
    document.unlink()
    rehearsed = run("repair", "--dry-run", "--format", "json")
    assert rehearsed.exit_code == 1
    assert [one["result"] for one in json.loads(rehearsed.stdout)] == ["would be mended"]
    for answer in ("n\n", ""):
        refused = run("repair", say=answer)
        assert refused.exit_code == 1
        assert "write it anew from the database" in refused.stderr
        assert "nothing was done" in refused.stderr
        assert ("--yes" in refused.stderr) == (not answer)
        assert not document.exists()
    mended = run("repair", "--format", "json", say="y\n")
    assert mended.exit_code == 0
    (row,) = json.loads(mended.stdout)
    assert (row["result"], row["what"]) == ("mended", "write it anew from the database")
    assert "0 of 1 faults are left" in mended.stderr
    assert document.is_file()


def test_a_report_of_a_check_is_repaired(at: Archive, tmp_path: Path) -> None:
    flip(at.product("D").document)
    flip(file_of(at, "C"))
    report = tmp_path / "faults.json"
    report.write_text(run("check", "--deep", "--format", "json").stdout)
    done = run("repair", "--report", report, "--yes", "--format", "json")
    assert done.exit_code == 1
    assert {row["code"]: row["result"] for row in json.loads(done.stdout)} == {
        "document-damaged": "mended",
        "file-damaged": "not mended",
    }
    assert "1 of 2 faults are left" in done.stderr
    assert run("repair", "--report", report, "--deep").exit_code == 2
    unknown = json.dumps([{"code": "x", "place": "", "message": "", "subject": ""}])
    for text in ("{}", "[{}]", "no json", "[5]", '[{"code": "leftover"}]', unknown):
        report.write_text(text)
        wrong = run("repair", "--report", report)
        assert (wrong.exit_code, wrong.stderr.count("\n")) == (1, 1)
        assert "is no report of a check" in wrong.stderr
    wrong = run("repair", "--report", tmp_path / "none.json")
    assert "cannot be read: No such file" in wrong.stderr


def test_stats_count_what_there_is(at: Archive, make) -> None:
    at.register(make.dark("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", calibration="D2"))
    at.register(make.parameters("kept", status="VALID", dataset="test"), mode="in-place")
    amounts = {
        (one.what, one.product or one.mode, one.dataset, one.status): one for one in at.stats()
    }
    darks = amounts["products", "DpdNirMasterDark", "main", "registered"]
    assert darks.count == 2
    own = [path for name in ("DpdNirMasterDark",) for path in (at.files / name).rglob("*.*")]
    assert darks.bytes == sum(path.stat().st_size for path in own if path.is_file())
    assert amounts["products", "DpdNirRelPhotoParams", "test", "valid"].count == 1
    assert amounts["documents", "in-place", None, None].count == 1
    assert amounts["documents", "copy", None, None].count == 4
    assert amounts["files", "copy", None, None].count == 3
    # The darks have equal files.
    contents = amounts["contents", None, None, None]
    assert contents.count == 2
    dark = file_of(at, "D").stat().st_size
    assert amounts["files", "copy", None, None].bytes == contents.bytes + dark
    assert amounts["events", None, None, None].count == 5
    assert amounts["ranges", None, None, None].count == 2
    assert amounts["database", None, None, None].bytes > 100_000
    assert amounts["quarantine", None, None, None].count == 0


def test_the_stats_command(at: Archive) -> None:
    said = json.loads(run("stats", "--format", "json").stdout)
    assert [row["what"] for row in said[:3]] == ["products"] * 3
    assert list(said[0]) == ["what", "product", "dataset", "status", "mode", "count", "bytes"]
    (at.files / "stray").write_bytes(b"12345")
    run("repair", "--yes")
    said = json.loads(run("stats", "--format", "json").stdout)
    assert said[-1] == {**said[-1], "what": "quarantine", "count": 1, "bytes": 5}
    assert "DpdNirExposureCatalog" in run("stats").stdout


def test_stats_of_an_empty_archive(archive: Archive) -> None:
    amounts = {one.what: one for one in archive.stats()}
    assert "products" not in amounts
    assert (amounts["contents"].count, amounts["contents"].bytes) == (0, 0)


def test_links_beside_a_document_are_known(archive: Archive, make) -> None:
    archive.register(make.dark(id="D"), mode="symlink")
    archive.register(make.parameters(id="P"), mode="symlink")
    assert list(archive.check(deep=True)) == []
    (file,) = archive.product("D").document.parent.glob("data/*")
    file.with_name("stray").symlink_to("/nowhere")
    assert [Path(one.place).name for one in archive.check()] == ["stray"]


def test_a_table_that_refers_to_itself_is_checked(archive: Archive, make, force) -> None:
    archive.register(make.parameters(id="P"))
    archive.create_release("DR1", ["P"])
    archive.create_release("DR2", parent="DR1")
    assert list(archive.check()) == []
    force("UPDATE release SET parent = 7 WHERE name = 'DR2'")
    assert [(one.code, one.place) for one in archive.check()] == [("row-orphan", "release.parent")]
