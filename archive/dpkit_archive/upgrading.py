"""Bring the tables of an older archive up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from dpkit.errors import ArchiveError
from dpkit_archive.creation import read_revision
from dpkit_archive.database import Database
from dpkit_archive.tables import REVISION

__all__ = ["apply_revisions", "upgrade_database"]


def upgrade_database(database: Database) -> tuple[str, str]:
    """Apply the revisions that an archive lacks, in one transaction.

    Returns
    -------
    tuple of str
        The revisions before and after, equal when nothing was to be done.

    Raises
    ------
    ArchiveError
        The archive is newer than this dpkit, or has no revision, or rows break it.
    """
    with database.writing(enforce=False) as connection:
        before = read_revision(connection)
        if not before.isdigit() or before > REVISION:
            raise ArchiveError(
                f"the archive has revision {before}, this dpkit knows {REVISION}",
                place=database.location.text,
                remedy="install a newer dpkit",
            )
        if before < REVISION:
            apply_revisions(connection, REVISION)
            _check_references(connection, database)
    return before, REVISION


def apply_revisions(connection: Connection, target: str) -> None:
    """Apply the revisions up to one, within the transaction of a connection."""
    # Dear to import, and of no use to whoever opens an archive that is up to date.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, target)


def _check_references(connection: Connection, database: Database) -> None:
    """Refuse rows that refer to nothing; SQLite does not look while tables are made anew."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise ArchiveError(
            f"a row of {broken[0]} refers to no row of {broken[2]}",
            place=database.location.text,
            remedy="the archive was left as it was; restore it from a copy",
        )
