"""The tables of releases: each by its name, and the products that it holds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from dpkit_archive.tables import metadata

__all__ = ["release", "release_member"]

_Number = BigInteger().with_variant(Integer(), "sqlite")
# Text in the order of its code points, as SQLite has it.
_Text = Text().with_variant(Text(collation="C"), "postgresql")

release = Table(
    "release",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("name", _Text, nullable=False, unique=True),
    # The release that it was made from.
    Column("parent", _Number, ForeignKey("release.number")),
    Column("created_event", _Number, ForeignKey("event.seq"), nullable=False),
    # Null while it is open.
    Column("frozen_event", _Number, ForeignKey("event.seq")),
    # Canonical JSON of the members as they were then, and its SHA-256.
    Column("manifest", _Text),
    Column("manifest_sha256", _Text),
)

release_member = Table(
    "release_member",
    metadata,
    Column("release", _Number, ForeignKey("release.number"), primary_key=True),
    Column("product", _Number, ForeignKey("product.number"), primary_key=True),
    Column("added_event", _Number, ForeignKey("event.seq"), primary_key=True),
    # Null while it is a member.
    Column("removed_event", _Number, ForeignKey("event.seq")),
    Index(None, "product"),
)
