"""Areas on the sky, and indexes on paths; areas of what is there come with a rebuild."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _product() -> sa.Column[int]:
    return sa.Column("product", _NUMBER, nullable=False)


def _refers(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_product")
    return sa.ForeignKeyConstraint(["product"], ["product.number"], name=name)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "region_part",
        _product(),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in ("x", "y", "z", "radius", "sine", "cosine")
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _refers("region_part"),
        sa.PrimaryKeyConstraint("product", "ordinal", name=op.f("pk_region_part")),
    )
    op.create_table(
        "region_cell",
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        _product(),
        _refers("region_cell"),
        sa.PrimaryKeyConstraint("cell", "product", name=op.f("pk_region_cell")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_region_cell_product"), "region_cell", ["product"])
    op.create_table(
        "path_index",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_path_index")),
    )
