"""A PostgreSQL server for tests, and databases copied from one that has the tables."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

import dpkit_archive

_TEMPLATE = "dpkit_template"


class Server:
    """A running server; databases are copied from one that has the tables of an archive."""

    def __init__(self, uri: str, folder: Path) -> None:
        self.url = make_url(uri).set(drivername="postgresql+psycopg")
        self.engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self.numbers = count(1)
        # What a test writes need not survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.execute(f"ALTER SYSTEM SET {setting} = off")
        self.execute("SELECT pg_reload_conf()")
        self.execute(f"CREATE DATABASE {_TEMPLATE}")
        dpkit_archive.create(self.url_of(_TEMPLATE), files=folder / "template.files").close()

    def execute(self, statement: str, database: str | None = None) -> None:
        engine = self.engine
        if database is not None:
            url = self.url.set(database=database)
            engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))

    def url_of(self, database: str) -> str:
        """Return the URL of a database, as a user gives it."""
        url = self.url.set(drivername="postgresql", database=database)
        return url.render_as_string(hide_password=False)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Give the URL of an empty database."""
        name = f"empty_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.url_of(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def archive(self, files: Path) -> Iterator[str]:
        """Give the URL of a new, empty archive with a folder of files."""
        name = f"archive_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        files.mkdir()
        said = str(files).replace("'", "''")
        self.execute(f"UPDATE archive_meta SET value = '{said}' WHERE key = 'files'", name)
        try:
            yield self.url_of(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running(runtime: Path) -> Iterator[Server]:
    """Start a server in a folder of its own, with locks in another, and stop it at the end."""
    # The path of its socket must be short; a test's own folder is not.
    folder = Path(tempfile.mkdtemp(prefix="dpkit-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pgserver

    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Server(server.get_uri(), folder)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
