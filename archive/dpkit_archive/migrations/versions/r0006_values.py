"""A value of a key stands in the index of its kind alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the indexes anew, of the rows that have a value of the kind."""
    for value in ("value_integer", "value_text"):
        name = op.f(f"ix_product_key_name_{value}_product")
        there = sa.text(f"{value} IS NOT NULL")
        op.drop_index(name, "product_key")
        op.create_index(
            name,
            "product_key",
            ["name", value, "product"],
            sqlite_where=there,
            postgresql_where=there,
        )
