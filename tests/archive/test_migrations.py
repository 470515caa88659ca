"""Archives of every earlier revision become what a new archive is, with all that is in them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, insert, text

import dpkit_archive
from dpkit.errors import ArchiveError
from dpkit_archive import Archive, tables
from dpkit_archive.connection import connect
from dpkit_archive.database import Database
from dpkit_archive.location import locate
from dpkit_archive.upgrading import apply_revisions

DATA = Path(__file__).with_name("data")
SCRIPTS = Path(dpkit_archive.__file__).with_name("migrations")
REVISIONS = [one.revision for one in ScriptDirectory(str(SCRIPTS)).walk_revisions()][::-1]
EARLIER = REVISIONS[:-1]


@pytest.fixture
def empty(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of a database without tables."""
    if engine == "sqlite":
        yield str(tmp_path / "old.sqlite")
    else:
        with request.getfixturevalue("server").empty() as url:
            yield url


def make_old(url: str, revision: str, files: Path) -> None:
    """Make an archive as it was at a revision, and fill it with the rows that were kept."""
    location = locate(url)
    database = Database(location, connect(location), files)
    with database.writing(enforce=False) as connection:
        apply_revisions(connection, revision)
        _fill(connection, DATA / f"revision_{revision}.json", files)
    database.close()


def _fill(connection: Connection, source: Path, files: Path) -> None:
    there = MetaData()
    there.reflect(connection)
    content = json.loads(source.read_text())
    for table in there.sorted_tables:
        rows = content.pop(table.name, [])
        for row in rows:
            if row.get("key") == "files":
                row["value"] = str(files)
        if rows:
            connection.execute(insert(table), [_plain(row, table) for row in rows])
    assert content == {}


def _plain(row: dict[str, Any], table: sqlalchemy.Table) -> dict[str, Any]:
    return {
        name: base64.b64decode(value["base64"]) if _is_bytes(value) else value
        for name, value in row.items()
    }


def _is_bytes(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"base64"}


def structure(archive: Archive) -> Any:
    """Return all that the database says of its tables, indexes, triggers and constraints."""
    with archive._database.reading() as connection:
        if connection.dialect.name == "sqlite":
            # The order of columns may differ; alembic compares them.
            said = text(
                "SELECT type, name, CASE type WHEN 'table' THEN sql LIKE '%WITHOUT ROWID%' "
                "ELSE sql END FROM sqlite_master"
            )
            return set(connection.execute(said).all())
        columns = text(
            "SELECT table_name, column_name, data_type, is_nullable, collation_name "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        )
        indexes = text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
        constraints = text("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint")
        return [set(connection.execute(one).all()) for one in (columns, indexes, constraints)]


def _context(connection: Connection) -> MigrationContext:
    name = tables.archive_revision.name

    def include(_item: object, found: str, *_rest: object) -> bool:
        return found != name  # alembic's own

    return MigrationContext.configure(
        connection, opts={"version_table": name, "include_object": include, "compare_type": True}
    )


@pytest.mark.parametrize("revision", EARLIER)
def test_an_older_archive_becomes_what_a_new_one_is(
    empty: str, archive: Archive, revision: str, tmp_path: Path
) -> None:
    make_old(empty, revision, tmp_path / "old.files")
    with pytest.raises(ArchiveError, match=f"revision {revision}.*`dpkit archive upgrade"):
        dpkit_archive.open(empty)
    assert dpkit_archive.upgrade(empty) == (revision, tables.REVISION)
    assert dpkit_archive.upgrade(empty) == (tables.REVISION, tables.REVISION)
    with dpkit_archive.open(empty) as upgraded:
        assert structure(upgraded) == structure(archive)
        with upgraded._database.reading() as connection:
            assert compare_metadata(_context(connection), tables.metadata) == []


@pytest.mark.parametrize("revision", EARLIER)
def test_what_an_older_archive_held_is_there(empty: str, revision: str, tmp_path: Path) -> None:
    make_old(empty, revision, tmp_path / "old.files")
    dpkit_archive.upgrade(empty)
    with dpkit_archive.open(empty) as upgraded:
        found = upgraded.find(current=False, status=["registered", "invalid"], order=["id"])
        assert [row.id for row in found] == ["C1", "D1", "D2", "F1", "F2", "P1", "P3", "R1"]
        assert upgraded.product("P2").id == "P1"
        record = upgraded.show("F1").to_dict()
        assert [one["id"] for one in record["inputs"]] == ["C1", "P1"]
        assert [one["value"] for one in record["metrics"]] == [1.0, 1.5]
        assert record["validity"][-1]["state"] == "granted"
        assert upgraded.product("F2").keys["observation"] == 2**62
        with upgraded._database.reading() as connection:
            times = text(
                "SELECT p.id, m.time_ns = coalesce(p.begin_ns, v.begin_ns) FROM metric m "
                "JOIN product p ON p.number = m.product "
                "LEFT JOIN proposed_validity v ON v.product = p.number"
            )
            assert all(same for _, same in connection.execute(times))


def test_an_upgrade_that_fails_leaves_the_archive_as_it_was(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_old(empty, "0001", tmp_path / "old.files")

    def fail(*_args: object) -> None:
        raise RuntimeError("injected")

    with monkeypatch.context() as patch:
        patch.setattr("dpkit_archive.upgrading._check_references", fail)
        with pytest.raises(RuntimeError, match="injected"):
            dpkit_archive.upgrade(empty)
    with pytest.raises(ArchiveError, match="revision 0001"):
        dpkit_archive.open(empty)
    assert dpkit_archive.upgrade(empty)[0] == "0001"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_rows_that_refer_to_nothing_stop_an_upgrade(empty: str, tmp_path: Path) -> None:
    make_old(empty, "0001", tmp_path / "old.files")
    location = locate(empty)
    database = Database(location, connect(location), tmp_path)
    with database.writing(enforce=False) as connection:
        connection.execute(text("DELETE FROM file"))
    database.close()
    with pytest.raises(ArchiveError, match="a row of file_location refers to no row of file"):
        dpkit_archive.upgrade(empty)


def test_a_newer_archive_is_not_upgraded(url: str, rows) -> None:
    rows("UPDATE archive_revision SET version_num = '9999'")
    with pytest.raises(ArchiveError, match=r"revision 9999.*newer dpkit"):
        dpkit_archive.upgrade(url)


def test_the_last_revision_is_that_of_the_tables() -> None:
    assert REVISIONS[-1] == tables.REVISION
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
