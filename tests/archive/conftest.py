"""Archives to put documents in, on each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, text, update
from tests.archive.maker import Maker
from tests.archive.server import Server, running

import dpkit_archive
from dpkit.cli.root import root
from dpkit_archive import Archive, tables
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Return a maker of documents in a folder of their own."""
    folder = tmp_path / "made"
    folder.mkdir()
    return Maker(folder)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the PostgreSQL server of this session."""
    with running(tmp_path_factory.mktemp("runtime")) as started:
        yield started


ENGINES = ("sqlite", "postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run each case of a test that alternates on one engine, and as a long form on the other.

    Such a test has tens of cases that differ in where they fail, not in what the engine does. Which
    engine it is depends on the name of the case only.
    """
    for item in items:
        mine = getattr(item, "callspec", None) and item.callspec.params.get("engine")
        if mine in ENGINES and item.get_closest_marker("alternating"):
            name = item.location[2].replace(mine, "")
            if ENGINES.index(mine) != crc32(name.encode()) % len(ENGINES):
                item.add_marker(pytest.mark.slow)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of an engine; a test that uses it, or an archive, runs on each."""
    return str(request.param)


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of a new, empty archive."""
    if engine == "sqlite":
        dpkit_archive.create(tmp_path / "archive.sqlite").close()
        yield str(tmp_path / "archive.sqlite")
    else:
        with request.getfixturevalue("server").archive(tmp_path / "archive.files") as made:
            yield made


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    """Return a new, empty archive."""
    with dpkit_archive.open(url) as opened:
        yield opened


@pytest.fixture
def ask(url: str) -> Callable[..., Result]:
    """Return a function that runs a command of the archive."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(root, ["archive", *arguments, "--archive", url])

    return run


@pytest.fixture
def rows(archive: Archive) -> Callable[..., list[Any]]:
    """Return a function that reads and writes the database past the archive."""

    def execute(sql: str, **parameters: Any) -> list[Any]:
        with archive._database.writing() as connection:
            found = connection.execute(text(sql), parameters)
            return [tuple(row) for row in found] if found.returns_rows else []

    return execute


@pytest.fixture
def state() -> Callable[[Archive], tuple[dict[str, Any], dict[str, Any]]]:
    """Return a function that tells every row of every table, and every file with its bytes.

    What arrives is left out, and so are folders without files.
    """
    from dpkit_archive.tables import metadata

    def tell(archive: Archive) -> tuple[dict[str, Any], dict[str, Any]]:
        with archive._database.reading() as connection:
            rows = {t.name: connection.execute(t.select()).all() for t in metadata.sorted_tables}
        files = (path for path in archive.files.rglob("*") if ".incoming" not in path.parts)
        return rows, {str(path): path.read_bytes() for path in files if path.is_file()}

    return tell


@pytest.fixture
def mend() -> Callable[..., set[str]]:
    """Return a function that mends what a crash left, and returns the codes of what it was."""

    def run(archive: Archive, *, deep: bool = True) -> set[str]:
        faults = list(archive.check())
        assert {one.result for one in archive.repair(faults)} <= {"mended"}
        assert list(archive.check(deep=deep)) == []
        return {one.code for one in faults}

    return run


@pytest.fixture
def force(archive: Archive) -> Callable[..., None]:
    """Return a function that writes to the database what its references between rows forbid."""

    def execute(*statements: str) -> None:
        with archive._database.writing(enforce=False) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement))

    return execute


@pytest.fixture
def spoil() -> Callable[..., None]:
    """Return a function that gives a product another status, with an entry in its history."""

    def change(archive: Archive, identifier: str, status: str = "invalid") -> None:
        product, history = tables.product, tables.product_status
        with archive._database.writing() as connection:
            pending = Pending(connection)
            event = add_event(pending, "status", identifier, "test", {"status": status})
            pending.flush()
            mine = product.c.id == identifier
            number = connection.scalar(
                product.select().with_only_columns(product.c.number).where(mine)
            )
            connection.execute(update(product).where(mine).values(status=status))
            row = {"product": number, "event": event, "status": status, "reason": "because"}
            connection.execute(insert(history).values(row))

    return change
