"""Archives are made, opened and refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import dpkit_archive
from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive import Archive
from dpkit_archive.database import create_database
from dpkit_archive.location import database_path
from dpkit_archive.tables import REVISION, metadata


def test_create_then_open_finds_nothing(tmp_path: Path) -> None:
    dpkit_archive.create(tmp_path / "deep" / "a.sqlite").close()
    with dpkit_archive.open(f"sqlite:///{tmp_path}/deep/a.sqlite") as archive:
        assert archive.find() == []
        assert archive.files == tmp_path / "deep" / "a.files"
        assert archive.files.is_dir()


def test_open_may_create_once(tmp_path: Path, make) -> None:
    with dpkit_archive.open(tmp_path / "a.sqlite", create=True) as archive:
        archive.register(make.parameters())
    with dpkit_archive.open(tmp_path / "a.sqlite", create=True) as archive:
        assert len(archive.find()) == 1


def test_missing_archive_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="dpkit archive init"):
        dpkit_archive.open(tmp_path / "none.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql://host/db", "https://host/x", "mysql+x:///db"])
def test_other_schemes_are_not_supported_yet(url: str) -> None:
    with pytest.raises(ArchiveError, match="only SQLite"):
        dpkit_archive.open(url)


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///", ":memory:", "sqlite:///:memory:"])
def test_url_must_name_a_file(url: str) -> None:
    with pytest.raises(ArchiveError, match="names no file"):
        database_path(url)


def test_url_may_be_absolute_or_relative(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert database_path("sqlite:///a.sqlite") == tmp_path / "a.sqlite"
    assert database_path("sqlite:////x/a%20b.sqlite") == Path("/x/a b.sqlite")
    assert database_path("a.sqlite") == tmp_path / "a.sqlite"


def test_create_refuses_what_is_there(archive: Archive, tmp_path: Path, make) -> None:
    archive.register(make.parameters())
    with pytest.raises(ArchiveError, match="an archive with 1 product exists already") as caught:
        dpkit_archive.create(archive.path)
    assert caught.value.place == str(archive.path)
    assert "move it away" not in str(caught.value)
    # The folder of files would be shared with the other archive.
    with pytest.raises(ArchiveError, match="folder of files exists"):
        dpkit_archive.create(tmp_path / "archive.db")


def test_create_refuses_another_database(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(ArchiveError, match="no dpkit archive exists already"):
        dpkit_archive.create(path)
    with pytest.raises(ArchiveError, match="is no dpkit archive"):
        dpkit_archive.open(path)


def test_create_refuses_what_is_no_database(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "notes.txt"):
        if path != tmp_path:
            path.write_text("notes " * 100)
        with pytest.raises(ArchiveError, match="is no dpkit archive"):
            dpkit_archive.create(path)
    assert (tmp_path / "notes.txt").read_text() == "notes " * 100


def test_create_that_fails_leaves_no_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(metadata, "create_all", _fail)
        with pytest.raises(RuntimeError, match="injected"):
            create_database(path)
    with pytest.raises(ArchiveError, match="is no dpkit archive"):
        dpkit_archive.open(path)
    create_database(path).close()


def _fail(*_args: object) -> None:
    raise RuntimeError("injected")


@pytest.mark.parametrize("data", [b"<xml/>" * 200, b""])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="is no dpkit archive"):
        dpkit_archive.open(path)


def test_newer_revision_is_refused(archive: Archive) -> None:
    with closing(sqlite3.connect(archive.path)) as connection:
        connection.execute(
            "UPDATE archive_meta SET value = ? WHERE key = 'revision'", (str(REVISION + 1),)
        )
        connection.commit()
    with pytest.raises(ArchiveError, match=f"revision {REVISION + 1}.*newer dpkit"):
        dpkit_archive.open(archive.path)


def test_older_revision_is_refused(archive: Archive) -> None:
    with closing(sqlite3.connect(archive.path)) as connection:
        connection.execute("UPDATE archive_meta SET value = '1' WHERE key = 'revision'")
        connection.commit()
    with pytest.raises(ArchiveError, match=r"revision 1.*register its products there"):
        dpkit_archive.open(archive.path)


def test_durability_and_integrity_are_on(archive: Archive) -> None:
    with archive._database.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_archive_may_move_with_its_files(archive: Archive, tmp_path: Path, make) -> None:
    made = archive.register(make.dark())
    archive.close()
    (tmp_path / "moved").mkdir()
    archive.path.rename(tmp_path / "moved" / "renamed.sqlite")
    archive.files.rename(tmp_path / "moved" / "archive.files")
    with dpkit_archive.open(tmp_path / "moved" / "renamed.sqlite") as moved:
        assert moved.get(made.id, tmp_path / "out").exists()


def test_import_is_cheap() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import dpkit_archive, dpkit_archive.cli, sys; print(*sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    heavy = {"sqlalchemy", "lxml", "astropy", "numpy", "rich", "xsdata", "dpkit.schema.dictionary"}
    assert heavy.isdisjoint(said)


def test_public_names_are_there() -> None:
    for name in dpkit_archive.__all__:
        assert getattr(dpkit_archive, name) is not None
    with pytest.raises(AttributeError):
        _ = dpkit_archive.nothing
