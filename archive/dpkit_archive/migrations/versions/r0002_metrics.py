"""Metrics have a time to be plotted against; indexes leave out rows that have no value."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_TIMES = """
UPDATE metric SET time_ns = coalesce(
    (SELECT begin_ns FROM product WHERE product.number = metric.product),
    (SELECT nullif(begin_ns, -9223372036854775807 - 1) FROM proposed_validity
     WHERE proposed_validity.product = metric.product),
    (SELECT created_ns FROM product WHERE product.number = metric.product))
"""

_KEYS = {
    "observation": ("type", "observation", "exposure", "detector"),
    "tile": ("type", "tile", "filter"),
    "filter": ("type", "filter", "observation"),
    "pointing": ("type", "pointing"),
    "patch": ("type", "patch"),
    "begin_ns": ("type", "begin_ns", "end_ns"),
}


def upgrade() -> None:
    """Change metrics and indexes."""
    with op.batch_alter_table("metric") as metric:
        metric.add_column(sa.Column("time_ns", sa.BigInteger()))
        metric.add_column(sa.Column("hidden_reason", _TEXT))
        metric.drop_index("ix_metric_name_product")
        metric.create_index("ix_metric_name_time_ns_product", ["name", "time_ns", "product"])
    op.execute(_TIMES)
    op.drop_index("ix_product_content_sha256", "product")
    op.drop_index("ix_product_type_identity_dataset_content_sha256", "product")
    for given, names in _KEYS.items():
        index, there = f"ix_product_{'_'.join(names)}", sa.text(f"{given} IS NOT NULL")
        op.drop_index(index, "product")
        op.create_index(index, "product", list(names), sqlite_where=there, postgresql_where=there)
