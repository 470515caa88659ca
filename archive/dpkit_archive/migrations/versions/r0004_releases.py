"""Releases and their members, products to be reviewed, ranges as they were, smaller tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, nullable=null, autoincrement=False)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]


def _without_rows(table: str) -> None:
    """Keep a table of SQLite in the order of its key, which then needs no index."""
    connection = op.get_bind()
    said = sa.text("SELECT sql FROM sqlite_master WHERE type = :kind AND tbl_name = :table")
    (made,) = connection.scalars(said, {"kind": "table", "table": table}).all()
    indexes = connection.scalars(said, {"kind": "index", "table": table}).all()
    op.rename_table(table, f"{table}_before")
    connection.exec_driver_sql(f"{made} WITHOUT ROWID")
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM {table}_before")
    op.drop_table(f"{table}_before")
    for index in filter(None, indexes):
        connection.exec_driver_sql(index)


def upgrade() -> None:
    """Make the tables, and make some anew."""
    if op.get_context().dialect.name == "sqlite":
        for table in ("product_key", "metric", "product_status"):
            _without_rows(table)
    op.create_table(
        "release",
        _number("number"),
        sa.Column("name", _TEXT, nullable=False),
        _number("parent", null=True),
        _number("created_event"),
        _number("frozen_event", null=True),
        sa.Column("manifest", _TEXT),
        sa.Column("manifest_sha256", _TEXT),
        *_refers(
            "release", parent="release.number", created_event="event.seq", frozen_event="event.seq"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release")),
        sa.UniqueConstraint("name", name=op.f("uq_release_name")),
    )
    op.create_table(
        "release_member",
        _number("release"),
        _number("product"),
        _number("added_event"),
        _number("removed_event", null=True),
        *_refers(
            "release_member",
            release="release.number",
            product="product.number",
            added_event="event.seq",
            removed_event="event.seq",
        ),
        sa.PrimaryKeyConstraint(
            "release", "product", "added_event", name=op.f("pk_release_member")
        ),
    )
    op.create_index(op.f("ix_release_member_product"), "release_member", ["product"])
    op.create_table(
        "review",
        _number("product"),
        _number("event"),
        _number("cause"),
        sa.Column("reason", sa.Text(), nullable=False),
        _number("cleared_event", null=True),
        *_refers(
            "review",
            product="product.number",
            event="event.seq",
            cause="product.number",
            cleared_event="event.seq",
        ),
        sa.PrimaryKeyConstraint("product", "event", name=op.f("pk_review")),
    )
    open_ones = sa.text("cleared_event IS NULL")
    op.create_index(
        op.f("ix_review_open"),
        "review",
        ["product"],
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    retired_ones = sa.text("retired_event IS NOT NULL")
    op.create_index(
        "ix_validity_retired",
        "validity",
        ["calibration_set", "type", "selection", "begin_ns"],
        sqlite_where=retired_ones,
        postgresql_where=retired_ones,
    )
