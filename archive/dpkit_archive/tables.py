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
    Table,
    Text,
    UniqueConstraint,
    text,
)

__all__ = [
    "REVISION",
    "archive_meta",
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

REVISION = 3
"""Revision of these tables; an archive with another one is refused."""

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

# SQLite numbers rows by itself only in a column of type INTEGER.
_Number = BigInteger().with_variant(Integer(), "sqlite")


def _number() -> Column[int]:
    return Column("number", _Number, primary_key=True)


def _refer(name: str, target: str, *, null: bool = False, key: bool = False) -> Column[int]:
    return Column(name, _Number, ForeignKey(target), nullable=null, primary_key=key)


archive_meta = Table(
    "archive_meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("seq", _Number, primary_key=True),
    Column("time_ns", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", JSON, nullable=False),
    sqlite_autoincrement=True,
)

dataset = Table("dataset", metadata, _number(), Column("name", Text, nullable=False, unique=True))

calibration_set = Table(
    "calibration_set", metadata, _number(), Column("name", Text, nullable=False, unique=True)
)

product_type = Table(
    "product_type", metadata, _number(), Column("name", Text, nullable=False, unique=True)
)

product = Table(
    "product",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    _refer("type", "product_type.number"),
    _refer("dataset", "dataset.number"),
    # Canonical JSON of the `unique` keys; readable, and equal exactly when the keys are.
    Column("identity", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    # Of the content, references included; of the content but for them (`dpkit.product.digest`).
    Column("content_sha256", Text, nullable=False, index=True),
    Column("body_sha256", Text, nullable=False),
    Column("schema_version", Text, nullable=False),
    Column("software", Text),
    Column("software_release", Text),
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
    Column("instrument", Text),
    Column("detector", Text),
    Column("filter", Text),
    UniqueConstraint("type", "identity", "dataset", "version"),
    # Not unique: two versions may turn out to be one when what they refer to arrives.
    Index(None, "type", "identity", "dataset", "content_sha256"),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("begin_ns <= end_ns", name="time"),
    Index(None, "type", "observation", "exposure", "detector"),
    Index(None, "type", "tile", "filter"),
    Index(None, "type", "filter", "observation"),
    Index(None, "type", "pointing"),
    Index(None, "type", "patch"),
    Index(None, "type", "begin_ns", "end_ns"),
)

# Ids of products that were made anew with the same content.
product_alias = Table(
    "product_alias",
    metadata,
    Column("id", Text, primary_key=True),
    _refer("product", "product.number"),
    Column("document_sha256", Text, nullable=False),
    _refer("event", "event.seq"),
    Index(None, "product"),
)

# What a document refers to, by the id that it says; the product need not be here.
product_reference = Table(
    "product_reference",
    metadata,
    _refer("product", "product.number", key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("identifier", Text, nullable=False, index=True),
)

document = Table(
    "document",
    metadata,
    _refer("product", "product.number", key=True),
    Column("name", Text, nullable=False),
    # Below the archive's folder of files when copied, absolute when left in place.
    Column("path", Text, nullable=False, unique=True),
    Column("mode", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("original", LargeBinary, nullable=False),
    Column("content", JSON, nullable=False),
)

product_key = Table(
    "product_key",
    metadata,
    _refer("product", "product.number", key=True),
    Column("name", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("value_integer", BigInteger),
    Column("value_text", Text),
    CheckConstraint("(value_integer IS NULL) != (value_text IS NULL)", name="one_value"),
    Index(None, "name", "value_integer", "product"),
    Index(None, "name", "value_text", "product"),
)

file = Table(
    "file",
    metadata,
    _number(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
)

file_location = Table(
    "file_location",
    metadata,
    _number(),
    _refer("file", "file.number"),
    Column("path", Text, nullable=False, unique=True),
    Column("mode", Text, nullable=False),
    _refer("registered_event", "event.seq"),
    Index(None, "file"),
)

product_file = Table(
    "product_file",
    metadata,
    _refer("product", "product.number", key=True),
    Column("storage", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    _refer("location", "file_location.number"),
    Column("format", Text),
    Column("format_version", Text),
    Index(None, "location"),
)

metric = Table(
    "metric",
    metadata,
    _refer("product", "product.number", key=True),
    Column("name", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("scope", JSON, nullable=False),
    # Neither SQLite nor JSON has NaN: a value that is not finite is null, its text says which.
    Column("value", Double),
    Column("text", Text, nullable=False),
    Column("unit", Text),
    Index(None, "name", "product"),
)

product_status = Table(
    "product_status",
    metadata,
    _refer("product", "product.number", key=True),
    _refer("event", "event.seq", key=True),
    Column("status", Text, nullable=False),
    Column("reason", Text),
)

lineage = Table(
    "lineage",
    metadata,
    _refer("product", "product.number", key=True),
    Column("port", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    _refer("input", "product.number"),
    Index(None, "input"),
)

proposed_validity = Table(
    "proposed_validity",
    metadata,
    _refer("product", "product.number", key=True),
    _refer("type", "product_type.number"),
    Column("selection", Text, nullable=False),
    Column("begin_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    CheckConstraint("begin_ns < end_ns", name="order"),
    Index(None, "type", "selection", "begin_ns"),
)

_STANDS = text("retired_event IS NULL")

validity = Table(
    "validity",
    metadata,
    _number(),
    _refer("calibration_set", "calibration_set.number"),
    _refer("type", "product_type.number"),
    # Canonical JSON of the `select` keys.
    Column("selection", Text, nullable=False),
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
)
