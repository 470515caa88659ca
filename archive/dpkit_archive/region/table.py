"""The tables of areas: the parts of each product, and the cells by which they are looked up."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from dpkit_archive.tables import metadata

__all__ = ["region_cell", "region_part"]

_Number = BigInteger().with_variant(Integer(), "sqlite")

region_part = Table(
    "region_part",
    metadata,
    Column("product", _Number, ForeignKey("product.number"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    # Unit vector and radius of the cap around the part. Sine and cosine are those of half of the
    # radius: they let SQL compare chords with sums of radii, precisely for the smallest, too.
    Column("x", Double, nullable=False),
    Column("y", Double, nullable=False),
    Column("z", Double, nullable=False),
    Column("radius", Double, nullable=False),
    Column("sine", Double, nullable=False),
    Column("cosine", Double, nullable=False),
    # As `dpkit_archive.region.part` says.
    Column("data", LargeBinary, nullable=False),
)

region_cell = Table(
    "region_cell",
    metadata,
    # Number of a cell of any order, by `dpkit_archive.region.cover.index_numbers`.
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("product", _Number, ForeignKey("product.number"), primary_key=True),
    Index(None, "product"),
    sqlite_with_rowid=False,
)
