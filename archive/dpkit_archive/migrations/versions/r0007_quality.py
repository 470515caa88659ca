"""Rows of QC1 tables, scores, decisions; products of which there are later versions are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, nullable=null, autoincrement=False)


def _long(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=null)


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    references = [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]
    return [sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{table}")), *references]


def _index(table: str, *columns: str, there: str) -> None:
    """Make an index of the rows for which a condition holds."""
    name, condition = op.f(f"ix_{table}_{'_'.join(columns)}"), sa.text(there)
    op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    """Make the tables."""
    for table, names in (("qc_series", "keys"), ("qc_layout", "names")):
        unique = sa.UniqueConstraint("qc_table", names, name=op.f(f"uq_{table}_qc_table_{names}"))
        columns = (_number("number"), _text("qc_table"), _text(names))
        op.create_table(table, *columns, *_keys(table), unique)
    _make_rows()
    _make_scores()
    _make_verdicts()
    _index("product", "type", "identity", "version", there="version > 1")


def _make_rows() -> None:
    op.create_table(
        "qc_row",
        _number("number"),
        _number("series"),
        _long("time_ns"),
        _number("layout"),
        _number("product", null=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        _text("texts"),
        _number("event"),
        _text("hidden_reason", null=True),
        _number("replaced_event", null=True),
        *_keys(
            "qc_row",
            series="qc_series.number",
            layout="qc_layout.number",
            product="product.number",
            event="event.seq",
            replaced_event="event.seq",
        ),
    )
    op.create_index(op.f("ix_qc_row_series_time_ns"), "qc_row", ["series", "time_ns"])
    _index("qc_row", "product", there="product IS NOT NULL")


def _make_scores() -> None:
    op.create_table(
        "qc_score",
        _number("number"),
        _number("product"),
        _number("series"),
        _long("time_ns"),
        _text("parameter"),
        *(sa.Column(name, sa.Double()) for name in ("value", "lower", "upper")),
        sa.Column("score", sa.Integer()),
        sa.Column("detail", sa.JSON(), nullable=False),
        _text("configuration"),
        _number("event"),
        _number("replaced_event", null=True),
        *_keys(
            "qc_score",
            product="product.number",
            series="qc_series.number",
            event="event.seq",
            replaced_event="event.seq",
        ),
        sa.CheckConstraint("score IS NULL OR score IN (0, 1)", name=op.f("ck_qc_score_score")),
    )
    op.create_index(op.f("ix_qc_score_product"), "qc_score", ["product"])
    op.create_index(op.f("ix_qc_score_series_time_ns"), "qc_score", ["series", "time_ns"])


def _make_verdicts() -> None:
    op.create_table(
        "qc_verdict",
        _number("number"),
        _number("block"),
        _text("state"),
        _text("reason", null=True),
        _text("mode"),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        _number("event"),
        *_keys("qc_verdict", block="product.number", event="event.seq"),
    )
    op.create_index(op.f("ix_qc_verdict_block"), "qc_verdict", ["block"])
