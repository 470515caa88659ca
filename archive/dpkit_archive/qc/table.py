"""The tables of quality control: rows of QC1 tables, scores, and decisions on blocks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from dpkit_archive.tables import metadata

__all__ = ["qc_layout", "qc_row", "qc_score", "qc_series", "qc_verdict"]

_Number = BigInteger().with_variant(Integer(), "sqlite")
# Text in the order of its code points, as SQLite has it.
_Text = Text().with_variant(Text(collation="C"), "postgresql")
_OF_PRODUCT = text("product IS NOT NULL")

# The values that rows of a QC1 table are filtered by, as canonical JSON: rows of one series are
# measures of the same thing, which a trend shows.
qc_series = Table(
    "qc_series",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("qc_table", _Text, nullable=False),
    Column("keys", _Text, nullable=False),
    UniqueConstraint("qc_table", "keys"),
)

# Names of the values of a row, in their order; schemas change, and rows stay as they are.
qc_layout = Table(
    "qc_layout",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("qc_table", _Text, nullable=False),
    Column("names", _Text, nullable=False),
    UniqueConstraint("qc_table", "names"),
)

qc_row = Table(
    "qc_row",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("series", _Number, ForeignKey("qc_series.number"), nullable=False),
    Column("time_ns", BigInteger, nullable=False),
    Column("layout", _Number, ForeignKey("qc_layout.number"), nullable=False),
    # Null for a row of earlier times, of which no product is here.
    Column("product", _Number, ForeignKey("product.number")),
    Column("ordinal", Integer, nullable=False),
    # Numbers as doubles, the lowest byte first; NaN for none. Other values as a JSON list.
    Column("numbers", LargeBinary, nullable=False),
    Column("texts", _Text, nullable=False),
    Column("event", _Number, ForeignKey("event.seq"), nullable=False),
    # Why it is left out; null when it counts.
    Column("hidden_reason", _Text),
    # A row of earlier times that was given again with other values.
    Column("replaced_event", _Number, ForeignKey("event.seq")),
    Index(None, "series", "time_ns"),
    Index(None, "product", sqlite_where=_OF_PRODUCT, postgresql_where=_OF_PRODUCT),
)

qc_score = Table(
    "qc_score",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("product", _Number, ForeignKey("product.number"), nullable=False),
    Column("series", _Number, ForeignKey("qc_series.number"), nullable=False),
    Column("time_ns", BigInteger, nullable=False),
    Column("parameter", _Text, nullable=False),
    Column("value", Double),
    Column("lower", Double),
    Column("upper", Double),
    # 0 inside, 1 outside, null when not scored.
    Column("score", Integer),
    # Method, reports, health check, and why nothing was scored.
    Column("detail", JSON, nullable=False),
    # The product that is the configuration.
    Column("configuration", _Text, nullable=False),
    Column("event", _Number, ForeignKey("event.seq"), nullable=False),
    # When it was scored again.
    Column("replaced_event", _Number, ForeignKey("event.seq")),
    CheckConstraint("score IS NULL OR score IN (0, 1)", name="score"),
    Index(None, "product"),
    Index(None, "series", "time_ns"),
)

# What was decided on a block, one row after the other.
qc_verdict = Table(
    "qc_verdict",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("block", _Number, ForeignKey("product.number"), nullable=False),
    Column("state", _Text, nullable=False),
    Column("reason", _Text),
    Column("mode", _Text, nullable=False),
    # Scores and reasons as they were shown.
    Column("snapshot", JSON, nullable=False),
    Column("event", _Number, ForeignKey("event.seq"), nullable=False),
    Index(None, "block"),
)
