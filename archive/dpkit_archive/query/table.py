"""The table of promoted paths."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from dpkit_archive.tables import metadata

__all__ = ["path_index"]

path_index = Table(
    "path_index",
    metadata,
    # Of the index in the database.
    Column("name", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("kind", Text, nullable=False),
)
