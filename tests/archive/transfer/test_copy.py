"""Copies of whole archives: equal, on either engine, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

import dpkit_archive
from dpkit.cli.root import root
from dpkit.errors import ArchiveError, NotFoundError
from dpkit.workflow.record import CallEntry, RunHead, RunRecord
from dpkit_archive import Archive
from dpkit_archive.tables import metadata
from dpkit_archive.transfer.tablecopy import digest_table

PATH = "Data.ExposureTime.Value"
LISTED = "Data.DetectorList.Detector.DetectorId"


@pytest.fixture
def filled(archive: Archive, make, spoil) -> Archive:
    """Return an archive that has rows in every table."""
    archive.register(make.frame(id="FRAME", ratio=1.01))
    archive.register(make.catalog(id="CAT1"), inputs={"frame": ["FRAME"]})
    archive.register(make.dark(id="DARK1"))
    archive.register(make.dark(id="DARK2", level=-0.0, mean="-0.0"))
    archive.register(make.dark(id="DARK2-again", level=-0.0, mean="-0.0"), calibration_set="x")
    left = make.factors(id="FAC")
    archive.register(left, mode="in-place", inputs={"dark": ["DARK2"]})
    archive.register(make.catalog(exposure=2, id="CAT2"), mode="symlink")
    archive.create_release("DR1", ["DARK2", "CAT1"]).freeze()
    archive.create_release("DR2", parent="DR1")
    spoil(archive, "CAT1")
    enter_run(archive)
    archive.promote(PATH)
    archive.promote(LISTED)
    return archive


def enter_run(archive: Archive) -> None:
    """Enter a run of one call, which made a catalogue of a frame."""
    begin, end = "2026-03-01T00:00:00Z", "2026-03-01T00:01:00Z"
    archive.begin_run(RunHead(id="one", name="T", version="1", start=begin, detail={}))
    call = RunRecord(
        run="one",
        call="c",
        task="T",
        version="1",
        inputs={"frame": ("FRAME",)},
        expected={"output": "DpdNirExposureCatalog"},
        keys={"observation": 1},
        start=begin,
        end=end,
        host="here",
        engine="serial",
        exit="done",
        log="",
    )
    archive.enter_calls([CallEntry(record=call, outputs={"output": ("CAT1",)})])
    archive.end_run("one", exit="done", end=end)


@pytest.fixture
def empty(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of a place on the other engine, where nothing is."""
    if engine == "postgresql":
        yield str(tmp_path / "copy" / "copy.sqlite")
    else:
        with request.getfixturevalue("server").empty() as url:
            yield url


def contents(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows, in an order of their own, without what tells where the archive lies."""
    found = {}
    with archive._database.reading() as connection:
        for table in metadata.sorted_tables:
            rows = [tuple(map(repr, row)) for row in connection.execute(table.select())]
            found[table.name] = sorted(rows)
    found["archive_meta"] = [row for row in found["archive_meta"] if row[0] != "'files'"]
    found.pop("path_index")
    return found


def files_of(archive: Archive) -> dict[str, bytes]:
    return {
        str(path.relative_to(archive.files)): path.read_bytes()
        for path in archive.files.rglob("*")
        if path.is_file() and ".incoming" not in path.parts
    }


def test_a_copy_has_everything(
    filled: Archive, url: str, empty: str, tmp_path: Path, answers
) -> None:
    with filled._database.reading() as connection:
        counts = {
            t.name: connection.execute(text(f"SELECT count(*) FROM {t.name}")).scalar_one()
            for t in metadata.sorted_tables
        }
    made = dpkit_archive.copy(url, empty, files=tmp_path / "copied", actor="me")
    assert {one.table: one.rows for one in made.tables} == {
        n: c - (n == "archive_meta")
        for n, c in counts.items()
        if n not in {"path_index", "archive_revision"}
    }
    without = {"review", "path_index", "archive_revision"}
    # Those of quality control are copied in tests/archive/qc.
    without |= {name for name in counts if name.startswith("qc_")}
    assert all(one.rows for one in made.tables if one.table not in without)
    assert (made.paths, made.lost_paths) == ((LISTED, PATH), ())
    with dpkit_archive.open(empty) as copied:
        there, here = contents(filled), contents(copied)
        (last,) = set(here["event"]) - set(there["event"])
        assert set(here.pop("event")) - {last} == set(there.pop("event"))
        assert "'copy'" in last
        assert "'me'" in last
        assert here == there
        assert files_of(copied) == files_of(filled)
        assert len(files_of(copied)) == made.files + 1  # and the link
        assert answers(copied) == answers(filled)
        assert [one.path for one in copied.promoted()] == [one.path for one in filled.promoted()]
        assert list(copied.check(deep=True)) == []
        links = [p for p in copied.files.rglob("*") if p.is_symlink()]
        assert [p.resolve() for p in links] == [
            p.resolve() for p in filled.files.rglob("*") if p.is_symlink()
        ]


def test_a_copy_goes_on_by_itself(
    filled: Archive, url: str, empty: str, tmp_path: Path, make
) -> None:
    dpkit_archive.copy(url, empty, files=tmp_path / "copied")
    with dpkit_archive.open(empty) as copied:
        assert copied.register(make.dark(id="DARK3", level=0.3)).version == 3
        assert list(copied.check(deep=True)) == []
    with pytest.raises(NotFoundError):
        filled.product("DARK3")


def test_there_and_back_again_is_the_same(
    filled: Archive, url: str, empty: str, tmp_path: Path
) -> None:
    first = dpkit_archive.copy(url, empty, files=tmp_path / "copied")
    second = dpkit_archive.copy(empty, tmp_path / "back.sqlite")
    assert [one for one in second.tables if one.table != "event"] == [
        one for one in first.tables if one.table != "event"
    ]
    with dpkit_archive.open(tmp_path / "back.sqlite") as back:
        assert contents(back)["product"] == contents(filled)["product"]


def test_a_digest_tells_every_change(filled: Archive, rows) -> None:
    changes = {
        "product": "UPDATE product SET version = 7 WHERE id = 'DARK2'",
        "document": "UPDATE document SET original = original || original WHERE product = 1",
        "metric": "UPDATE metric SET value = value + 1e-12",
        "region_part": "UPDATE region_part SET x = x + 1e-15",
        "event": "UPDATE event SET detail = '{}' WHERE seq = 1",
        "product_status": "UPDATE product_status SET reason = NULL WHERE product = 1",
    }
    for name, change in changes.items():
        if filled._database.engine.dialect.name == "sqlite":
            change = change.replace("original || original", "CAST(name AS BLOB)")
        with filled._database.reading() as connection:
            before = digest_table(connection, metadata.tables[name])
        rows(change)
        with filled._database.reading() as connection:
            after = digest_table(connection, metadata.tables[name])
        assert (after.rows, after.sha256 != before.sha256) == (before.rows, True), name


def test_what_exists_is_refused(filled: Archive, url: str, other_url: str, tmp_path: Path) -> None:
    (tmp_path / "taken.files").mkdir()
    (tmp_path / "text").write_text("hello")
    for target in (other_url, url, str(tmp_path / "taken.sqlite"), str(tmp_path / "text")):
        with pytest.raises(ArchiveError, match=r"exists already|is no dpkit archive"):
            dpkit_archive.copy(url, target, files=None if "://" not in target else tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    with pytest.raises(ArchiveError, match="--files FOLDER"):
        dpkit_archive.copy(url, "postgresql://host/none")
    with pytest.raises(NotFoundError, match="there is no archive"):
        dpkit_archive.copy(tmp_path / "none.sqlite", tmp_path / "new.sqlite")


def test_damage_stops_a_copy_and_nothing_is_left(
    filled: Archive, url: str, empty: str, tmp_path: Path, state
) -> None:
    target = tmp_path / "copied"
    path = Path(filled.show("DARK1").files[0]["path"])
    sound, before = path.read_bytes(), state(filled)
    for bad in (sound[:-1] + b"x", None):
        path.unlink()
        if bad is not None:
            path.write_bytes(bad)
        with pytest.raises(ArchiveError, match=r"SHA-256 is .*check --deep"):
            dpkit_archive.copy(url, empty, files=target)
        assert not target.exists()
        assert [
            p for p in tmp_path.rglob("*") if "copied" in p.name or "copy.sqlite" in p.name
        ] == []
        path.write_bytes(sound)
    assert state(filled) == before
    # Nothing is in the way of another try.
    assert dpkit_archive.copy(url, empty, files=target).files


def test_a_copy_that_differs_is_not_kept(
    filled: Archive, url: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(connection, table, **options):
        if table.name == "metric":
            connection.execute(table.delete().where(table.c.product == 1))
        return digest_table(connection, table, **options)

    monkeypatch.setattr("dpkit_archive.transfer.copying.digest_table", lose)
    with pytest.raises(ArchiveError, match=r"table metric: the copy differs: \d+ rows"):
        dpkit_archive.copy(url, empty, files=tmp_path / "copied")
    assert not (tmp_path / "copied").exists()
    monkeypatch.undo()
    dpkit_archive.copy(url, empty, files=tmp_path / "copied")


def test_a_path_that_is_gone_is_told(
    filled: Archive, url: str, empty: str, tmp_path: Path, rows
) -> None:
    rows("INSERT INTO path_index VALUES ('path_x', 'Data.Gone', 'text')")
    made = dpkit_archive.copy(url, empty, files=tmp_path / "copied")
    assert made.lost_paths == ("Data.Gone",)


def test_the_command_prints_the_proof(
    filled: Archive, url: str, empty: str, tmp_path: Path
) -> None:
    words = ["archive", "copy", "--from", url, "--to", empty, "--files", str(tmp_path / "copied")]
    result = CliRunner().invoke(root, [*words, "--format", "json"])
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    assert {"table", "rows", "sha256"} == set(rows[0])
    total = sum(row["rows"] for row in rows)
    assert result.stderr.splitlines()[0] == f"{len(rows)} tables with {total} rows: all equal"
    assert "all SHA-256 as registered" in result.stderr
    assert f"indexed again: {LISTED}, {PATH}" in result.stderr
    again = CliRunner().invoke(root, words)
    assert (again.exit_code, again.stdout, again.stderr.count("\n")) == (1, "", 1)
