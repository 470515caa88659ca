"""The tables of the archive.

Times are 64-bit nanoseconds of TAI (`dpkit.tai`), ranges are half-open. Whatever changes is kept
with the number of the event that changed it, so that a state can be told for any event.
"""

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
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = [
    "REVISION",
    "archive_meta",
    "archive_revision",
    "calibration_set",
    "dataset",
    "document",
    "event",
    "file",
    "file_location",
    "lineage",
    "metadata",
    "metric",
    "product",
    "product_alias",
    "product_file",
    "product_key",
    "product_reference",
    "product_status",
    "product_type",
    "proposed_validity",
    "validity",
]

REVISION = "0007"
"""Revision of these tables, the last one in `dpkit_archive.migrations`."""

# Names of constraints are needed to change tables on SQLite later.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# In SQLite a key of type INTEGER is the row itself, without an index; tables of many rows with
# other keys are kept in the order of their keys instead.
_Number = BigInteger().with_variant(Integer(), "sqlite")
# Text in the order of its code points, as SQLite has it.
_Text = Text().with_variant(Text(collation="C"), "postgresql")


def _number(name: str = "number") -> Column[int]:
    # The one writer numbers the rows itself, without gaps: the same on every engine.
    return Column(name, _Number, primary_key=True, autoincrement=False)


def _refer(name: str, target: str, *, null: bool = False, key: bool = False) -> Column[int]:
    return Column(name, _Number, ForeignKey(target), nullable=null, primary_key=key)


def _where_given(*names: str, given: str) -> Index:
    """Return an index of the rows that have a value: what has none costs nothing."""
    there = text(f"{given} IS NOT NULL")
    return Index(None, *names, sqlite_where=there, postgresql_where=there)


archive_meta = Table(
    "archive_meta",
    metadata,
    Column("key", _Text, primary_key=True),
    Column("value", _Text, nullable=False),
)

# The names are those of alembic.
archive_revision = Table(
    "archive_revision",
    metadata,
    Column("version_num", String(32)),
    PrimaryKeyConstraint("version_num", name="archive_revision_pkc"),
)

event = Table(
    "event",
    metadata,
    _number("seq"),
    Column("time_ns", BigInteger, nullable=False),
    Column("actor", _Text, nullable=False),
    Column("verb", _Text, nullable=False),
    Column("subject", _Text, nullable=False, index=True),
    Column("detail", JSON, nullable=False),
)

dataset = Table("dataset", metadata, _number(), Column("name", _Text, nullable=False, unique=True))

calibration_set = Table(
    "calibration_set", metadata, _number(), Column("name", _Text, nullable=False, unique=True)
)

product_type = Table(
    "product_type", metadata, _number(), Column("name", _Text, nullable=False, unique=True)
)

product = Table(
    "product",
    metadata,
    _number(),
    Column("id", _Text, nullable=False, unique=True),
    _refer("type", "product_type.number"),
    _refer("dataset", "dataset.number"),
    # Canonical JSON of the `unique` keys; readable, and equal exactly when the keys are.
    Column("identity", _Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", _Text, nullable=False),
    # Of the content, references included; of the content but for them (`dpkit.product.digest`).
    Column("content_sha256", _Text, nullable=False),
    Column("body_sha256", _Text, nullable=False),
    Column("schema_version", _Text, nullable=False),
    Column("software", _Text),
    Column("software_release", _Text),
    Column("created_ns", BigInteger),
    Column("begin_ns", BigInteger),
    Column("end_ns", BigInteger),
    _refer("registered_event", "event.seq"),
    # Frequent keys where a product has one value; the rest are in `product_key`.
    Column("observation", BigInteger),
    Column("exposure", BigInteger),
    Column("pointing", BigInteger),
    Column("patch", BigInteger),
    Column("tile", BigInteger),
    Column("instrument", _Text),
    Column("detector", _Text),
    Column("filter", _Text),
    UniqueConstraint("type", "identity", "dataset", "version"),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("begin_ns <= end_ns", name="time"),
    # The few of which there are earlier versions.
    Index(
        None,
        "type",
        "identity",
        "version",
        sqlite_where=text("version > 1"),
        postgresql_where=text("version > 1"),
    ),
    _where_given("type", "observation", "exposure", "detector", given="observation"),
    _where_given("type", "tile", "filter", given="tile"),
    _where_given("type", "filter", "observation", given="filter"),
    _where_given("type", "pointing", given="pointing"),
    _where_given("type", "patch", given="patch"),
    _where_given("type", "begin_ns", "end_ns", given="begin_ns"),
)

# Ids of products that were made anew with the same content.
product_alias = Table(
    "product_alias",
    metadata,
    Column("id", _Text, primary_key=True),
    _refer("product", "product.number"),
    Column("document_sha256", _Text, nullable=False),
    _refer("event", "event.seq"),
    Index(None, "product"),
)

# What a document refers to, by the id that it says; the product need not be here.
product_reference = Table(
    "product_reference",
    metadata,
    _refer("product", "product.number", key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("identifier", _Text, nullable=False, index=True),
)

document = Table(
    "document",
    metadata,
    _refer("product", "product.number", key=True),
    Column("name", _Text, nullable=False),
    # Below the archive's folder of files when kept there; absolute, or a URL, when in place.
    Column("path", _Text, nullable=False, unique=True),
    Column("mode", _Text, nullable=False),
    Column("sha256", _Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("original", LargeBinary, nullable=False),
    Column("content", JSON, nullable=False),
)

product_key = Table(
    "product_key",
    metadata,
    _refer("product", "product.number", key=True),
    Column("name", _Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("value_integer", BigInteger),
    Column("value_text", _Text),
    CheckConstraint("(value_integer IS NULL) != (value_text IS NULL)", name="one_value"),
    _where_given("name", "value_integer", "product", given="value_integer"),
    _where_given("name", "value_text", "product", given="value_text"),
    sqlite_with_rowid=False,
)

file = Table(
    "file",
    metadata,
    _number(),
    Column("sha256", _Text, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
)

file_location = Table(
    "file_location",
    metadata,
    _number(),
    _refer("file", "file.number"),
    Column("path", _Text, nullable=False, unique=True),
    Column("mode", _Text, nullable=False),
    _refer("registered_event", "event.seq"),
    Index(None, "file"),
)

product_file = Table(
    "product_file",
    metadata,
    _refer("product", "product.number", key=True),
    Column("storage", _Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("name", _Text, nullable=False),
    _refer("location", "file_location.number"),
    Column("format", _Text),
    Column("format_version", _Text),
    Index(None, "location"),
)

metric = Table(
    "metric",
    metadata,
    _refer("product", "product.number", key=True),
    Column("name", _Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("scope", JSON, nullable=False),
    # Neither SQLite nor JSON has NaN: a value that is not finite is null, its text says which.
    Column("value", Double),
    Column("text", _Text, nullable=False),
    Column("unit", _Text),
    # When it was so: of the observation, else of the proposed validity, else of the creation.
    Column("time_ns", BigInteger),
    # Why it is left out of trends; null when it counts.
    Column("hidden_reason", _Text),
    Index(None, "name", "time_ns", "product"),
    sqlite_with_rowid=False,
)

product_status = Table(
    "product_status",
    metadata,
    _refer("product", "product.number", key=True),
    _refer("event", "event.seq", key=True),
    Column("status", _Text, nullable=False),
    Column("reason", _Text),
    sqlite_with_rowid=False,
)

lineage = Table(
    "lineage",
    metadata,
    _refer("product", "product.number", key=True),
    Column("port", _Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    _refer("input", "product.number"),
    Index(None, "input"),
)

proposed_validity = Table(
    "proposed_validity",
    metadata,
    _refer("product", "product.number", key=True),
    _refer("type", "product_type.number"),
    Column("selection", _Text, nullable=False),
    Column("begin_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    CheckConstraint("begin_ns < end_ns", name="order"),
    Index(None, "type", "selection", "begin_ns"),
)

_STANDS = text("retired_event IS NULL")
_STOOD = text("retired_event IS NOT NULL")

validity = Table(
    "validity",
    metadata,
    _number(),
    _refer("calibration_set", "calibration_set.number"),
    _refer("type", "product_type.number"),
    # Canonical JSON of the `select` keys.
    Column("selection", _Text, nullable=False),
    Column("begin_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    _refer("product", "product.number"),
    _refer("granted_event", "event.seq"),
    _refer("retired_event", "event.seq", null=True),
    CheckConstraint("begin_ns < end_ns", name="order"),
    Index(None, "product"),
    Index(
        "uq_validity_standing",
        "calibration_set",
        "type",
        "selection",
        "begin_ns",
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    ),
    # What was so then is asked by the same columns.
    Index(
        "ix_validity_retired",
        "calibration_set",
        "type",
        "selection",
        "begin_ns",
        sqlite_where=_STOOD,
        postgresql_where=_STOOD,
    ),
)
