"""Runs, their calls, what these made and what they were to make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, nullable=null, autoincrement=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=null)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "run",
        _number("number"),
        _text("id"),
        _text("name"),
        _text("version"),
        sa.Column("start_ns", sa.BigInteger(), nullable=False),
        sa.Column("end_ns", sa.BigInteger()),
        _text("exit", null=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        _number("begun_event"),
        _number("ended_event", null=True),
        *_refers("run", begun_event="event.seq", ended_event="event.seq"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_run")),
        sa.UniqueConstraint("id", name=op.f("uq_run_id")),
    )
    op.create_table(
        "run_call",
        _number("number"),
        _number("run"),
        _text("name"),
        _text("task"),
        _text("version"),
        _text("exit"),
        _text("recipe", null=True),
        sa.Column("start_ns", sa.BigInteger(), nullable=False),
        sa.Column("end_ns", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        *_refers("run_call", run="run.number"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_run_call")),
        sa.UniqueConstraint("run", "name", name=op.f("uq_run_call_run_name")),
    )
    op.create_index(op.f("ix_run_call_recipe"), "run_call", ["recipe"])
    op.create_table(
        "run_call_key",
        _number("call"),
        _text("name"),
        _text("value"),
        *_refers("run_call_key", call="run_call.number"),
        sa.PrimaryKeyConstraint("call", "name", name=op.f("pk_run_call_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_run_call_key_name_value_call"), "run_call_key", ["name", "value", "call"]
    )
    op.create_table(
        "run_call_port",
        _number("call"),
        _text("port"),
        _text("product"),
        *_refers("run_call_port", call="run_call.number"),
        sa.PrimaryKeyConstraint("call", "port", name=op.f("pk_run_call_port")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_run_call_port_product"), "run_call_port", ["product"])
    op.create_table(
        "run_call_output",
        _number("call"),
        _text("port"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        _number("product"),
        *_refers("run_call_output", call="run_call.number", product="product.number"),
        sa.PrimaryKeyConstraint("call", "port", "ordinal", name=op.f("pk_run_call_output")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_run_call_output_product"), "run_call_output", ["product"])
