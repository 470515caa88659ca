"""The table of reviews: products to look at again, because something they came from is bad."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from dpkit_archive.tables import metadata

__all__ = ["review"]

_Number = BigInteger().with_variant(Integer(), "sqlite")
_OPEN = text("cleared_event IS NULL")

review = Table(
    "review",
    metadata,
    Column("product", _Number, ForeignKey("product.number"), primary_key=True),
    Column("event", _Number, ForeignKey("event.seq"), primary_key=True),
    # The product that turned out bad.
    Column("cause", _Number, ForeignKey("product.number"), nullable=False),
    Column("reason", Text(), nullable=False),
    # Null while it is to be done.
    Column("cleared_event", _Number, ForeignKey("event.seq")),
    Index("ix_review_open", "product", sqlite_where=_OPEN, postgresql_where=_OPEN),
)
