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
from dpkit_archive.creation import create_database
from dpkit_archive.location import locate
from dpkit_archive.tables import metadata


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


@pytest.mark.parametrize("place", ["https://host/x", "mysql+x:///db"])
def test_other_schemes_are_refused(place: str) -> None:
    with pytest.raises(ArchiveError, match=r"no archive is kept in.*postgresql://host/database"):
        dpkit_archive.open(place)


@pytest.mark.parametrize("place", ["", "sqlite://", "sqlite:///", ":memory:", "sqlite:///:memory:"])
def test_url_must_name_a_file(place: str) -> None:
    with pytest.raises(ArchiveError, match="names no file"):
        locate(place)


@pytest.mark.parametrize("scheme", ["sqlite:///a.sqlite", "postgresql://u:secret@host/a"])
def test_options_of_a_url(scheme: str) -> None:
    assert locate(scheme).synchronous == "full"
    assert locate(f"{scheme}?synchronous=NORMAL").synchronous == "normal"
    with pytest.raises(ArchiveError, match=r"cannot be 'off' \(choose full or normal") as caught:
        locate(f"{scheme}?synchronous=off")
    assert "secret" not in str(caught.value)
    assert "secret" not in locate(scheme).text
    with pytest.raises(ArchiveError, match="no option is named 'sync'"):
        locate("sqlite:///a.sqlite?sync=off")


@pytest.mark.parametrize("url", ["postgresql://u:secret@/", "postgresql://u:secret@host:x/a"])
def test_a_wrong_url_of_postgresql_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ArchiveError, match=r"names no database|is no URL") as caught:
        locate(url)
    assert "secret" not in str(caught.value)


def test_url_may_be_absolute_or_relative(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate("sqlite:///a.sqlite").path == tmp_path / "a.sqlite"
    assert locate("sqlite:////x/a%20b.sqlite").path == Path("/x/a b.sqlite")
    assert locate("a.sqlite").path == tmp_path / "a.sqlite"


@pytest.mark.parametrize("engine", ["sqlite"])
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
            create_database(locate(path))
    with pytest.raises(ArchiveError, match="is no dpkit archive"):
        dpkit_archive.open(path)
    create_database(locate(path)).close()


def _fail(*_args: object) -> None:
    raise RuntimeError("injected")


@pytest.mark.parametrize("data", [b"<xml/>" * 200, b""])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="is no dpkit archive"):
        dpkit_archive.open(path)


@pytest.mark.parametrize(
    ("revision", "remedy"), [("9999", "newer dpkit"), ("0001", "dpkit archive upgrade")]
)
def test_another_revision_is_refused(url: str, rows, revision: str, remedy: str) -> None:
    rows("UPDATE archive_revision SET version_num = :revision", revision=revision)
    with pytest.raises(ArchiveError, match=f"revision {revision}.*{remedy}"):
        dpkit_archive.open(url)


@pytest.mark.parametrize("engine", ["postgresql"])
def test_postgresql_needs_a_folder_and_an_empty_database(
    server, archive: Archive, url: str, tmp_path: Path
) -> None:
    with server.empty() as place:
        with pytest.raises(ArchiveError, match=r"in which folder.*--files FOLDER"):
            dpkit_archive.create(place)
        with pytest.raises(ArchiveError, match="is no dpkit archive"):
            dpkit_archive.open(place)
        with dpkit_archive.open(place, create=True, files=tmp_path / "deep" / "x") as made:
            assert (made.files, made.path) == (tmp_path / "deep" / "x", None)
        with dpkit_archive.open(place, create=True) as again:
            assert again.files == tmp_path / "deep" / "x"
    with pytest.raises(ArchiveError, match="an archive with 0 products exists already"):
        dpkit_archive.create(url, files=tmp_path / "other")
    assert not (tmp_path / "other").exists()
    with pytest.raises(NotFoundError, match="there is no database"):
        dpkit_archive.open(url.replace("/archive_", "/nowhere_"))
    with pytest.raises(ArchiveError, match="cannot be reached"):
        dpkit_archive.open("postgresql://127.0.0.1:1/x")


@pytest.mark.parametrize("engine", ["sqlite"])
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


@pytest.mark.parametrize("engine", ["sqlite"])
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
