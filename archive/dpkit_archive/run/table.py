"""The tables of runs: each run, its calls, what they made and what they were to make."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from dpkit_archive.tables import metadata

__all__ = ["run", "run_call", "run_call_key", "run_call_output", "run_call_port"]

_Number = BigInteger().with_variant(Integer(), "sqlite")
# Text in the order of its code points, as SQLite has it.
_Text = Text().with_variant(Text(collation="C"), "postgresql")

run = Table(
    "run",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("id", _Text, nullable=False, unique=True),
    # The task or pipeline.
    Column("name", _Text, nullable=False),
    Column("version", _Text, nullable=False),
    Column("start_ns", BigInteger, nullable=False),
    # Null while it goes on.
    Column("end_ns", BigInteger),
    Column("exit", _Text),
    # Combinations of keys with their inputs, parameters, options.
    Column("detail", JSON, nullable=False),
    Column("begun_event", _Number, ForeignKey("event.seq"), nullable=False),
    Column("ended_event", _Number, ForeignKey("event.seq")),
)

run_call = Table(
    "run_call",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("run", _Number, ForeignKey("run.number"), nullable=False),
    Column("name", _Text, nullable=False),
    Column("task", _Text, nullable=False),
    Column("version", _Text, nullable=False),
    Column("exit", _Text, nullable=False),
    # Digest of task, version, parameters and the content of the inputs; null when not known.
    Column("recipe", _Text, index=True),
    Column("start_ns", BigInteger, nullable=False),
    Column("end_ns", BigInteger, nullable=False),
    Column("record", JSON, nullable=False),
    UniqueConstraint("run", "name"),
)

# The values of keys that all inputs of a call have in common.
run_call_key = Table(
    "run_call_key",
    metadata,
    Column("call", _Number, ForeignKey("run_call.number"), primary_key=True),
    Column("name", _Text, primary_key=True),
    Column("value", _Text, nullable=False),
    Index(None, "name", "value", "call"),
    sqlite_with_rowid=False,
)

# What a call was to make, whether or not it did.
run_call_port = Table(
    "run_call_port",
    metadata,
    Column("call", _Number, ForeignKey("run_call.number"), primary_key=True),
    Column("port", _Text, primary_key=True),
    Column("product", _Text, nullable=False, index=True),
    sqlite_with_rowid=False,
)

run_call_output = Table(
    "run_call_output",
    metadata,
    Column("call", _Number, ForeignKey("run_call.number"), primary_key=True),
    Column("port", _Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("product", _Number, ForeignKey("product.number"), nullable=False),
    Index(None, "product"),
    sqlite_with_rowid=False,
)
