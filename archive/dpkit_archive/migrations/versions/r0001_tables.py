"""The tables as they were first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_TRIGGERS = """
CREATE TRIGGER validity_overlap_insert BEFORE INSERT ON validity
WHEN NEW.retired_event IS NULL AND (
    SELECT end_ns FROM validity
    WHERE calibration_set = NEW.calibration_set AND type = NEW.type
      AND selection = NEW.selection AND retired_event IS NULL AND begin_ns < NEW.end_ns
    ORDER BY begin_ns DESC LIMIT 1) > NEW.begin_ns
BEGIN SELECT RAISE(ABORT, 'validity ranges overlap'); END
--
CREATE TRIGGER validity_overlap_update BEFORE UPDATE ON validity
WHEN NEW.retired_event IS NULL AND (
    SELECT end_ns FROM validity
    WHERE calibration_set = NEW.calibration_set AND type = NEW.type
      AND selection = NEW.selection AND retired_event IS NULL AND begin_ns < NEW.end_ns
      AND number != NEW.number
    ORDER BY begin_ns DESC LIMIT 1) > NEW.begin_ns
BEGIN SELECT RAISE(ABORT, 'validity ranges overlap'); END
"""

_EXCLUSION = """
ALTER TABLE validity ADD CONSTRAINT "validity ranges overlap" EXCLUDE USING gist (
    int8range(calibration_set, calibration_set, '[]') WITH &&,
    int8range(type, type, '[]') WITH &&,
    text_range(selection, selection, '[]') WITH &&,
    int8range(begin_ns, end_ns) WITH &&
) WHERE (retired_event IS NULL)
"""


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "archive_meta",
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("value", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_archive_meta")),
    )
    op.create_table(
        "calibration_set",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calibration_set")),
        sa.UniqueConstraint("name", name=op.f("uq_calibration_set_name")),
    )
    op.create_table(
        "dataset",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dataset")),
        sa.UniqueConstraint("name", name=op.f("uq_dataset_name")),
    )
    op.create_table(
        "event",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("time_ns", sa.BigInteger(), nullable=False),
        sa.Column("actor", _TEXT, nullable=False),
        sa.Column("verb", _TEXT, nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_subject"), "event", ["subject"], unique=False)
    op.create_table(
        "file",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_file_sha256")),
    )
    op.create_table(
        "product_type",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_product_type")),
        sa.UniqueConstraint("name", name=op.f("uq_product_type_name")),
    )
    op.create_table(
        "file_location",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("file", _NUMBER, nullable=False),
        sa.Column("path", _TEXT, nullable=False),
        sa.Column("mode", _TEXT, nullable=False),
        sa.Column("registered_event", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["file"], ["file.number"], name=op.f("fk_file_location_file")),
        sa.ForeignKeyConstraint(
            ["registered_event"], ["event.seq"], name=op.f("fk_file_location_registered_event")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_file_location")),
        sa.UniqueConstraint("path", name=op.f("uq_file_location_path")),
    )
    op.create_index(op.f("ix_file_location_file"), "file_location", ["file"], unique=False)
    op.create_table(
        "product",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("type", _NUMBER, nullable=False),
        sa.Column("dataset", _NUMBER, nullable=False),
        sa.Column("identity", _TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("content_sha256", _TEXT, nullable=False),
        sa.Column("body_sha256", _TEXT, nullable=False),
        sa.Column("schema_version", _TEXT, nullable=False),
        sa.Column("software", _TEXT, nullable=True),
        sa.Column("software_release", _TEXT, nullable=True),
        sa.Column("created_ns", sa.BigInteger(), nullable=True),
        sa.Column("begin_ns", sa.BigInteger(), nullable=True),
        sa.Column("end_ns", sa.BigInteger(), nullable=True),
        sa.Column("registered_event", _NUMBER, nullable=False),
        sa.Column("observation", sa.BigInteger(), nullable=True),
        sa.Column("exposure", sa.BigInteger(), nullable=True),
        sa.Column("pointing", sa.BigInteger(), nullable=True),
        sa.Column("patch", sa.BigInteger(), nullable=True),
        sa.Column("tile", sa.BigInteger(), nullable=True),
        sa.Column("instrument", _TEXT, nullable=True),
        sa.Column("detector", _TEXT, nullable=True),
        sa.Column("filter", _TEXT, nullable=True),
        sa.CheckConstraint("begin_ns <= end_ns", name=op.f("ck_product_time")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_product_version")),
        sa.ForeignKeyConstraint(["dataset"], ["dataset.number"], name=op.f("fk_product_dataset")),
        sa.ForeignKeyConstraint(
            ["registered_event"], ["event.seq"], name=op.f("fk_product_registered_event")
        ),
        sa.ForeignKeyConstraint(["type"], ["product_type.number"], name=op.f("fk_product_type")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_product")),
        sa.UniqueConstraint("id", name=op.f("uq_product_id")),
        sa.UniqueConstraint(
            "type",
            "identity",
            "dataset",
            "version",
            name=op.f("uq_product_type_identity_dataset_version"),
        ),
    )
    op.create_index(op.f("ix_product_content_sha256"), "product", ["content_sha256"], unique=False)
    op.create_index(
        op.f("ix_product_type_begin_ns_end_ns"),
        "product",
        ["type", "begin_ns", "end_ns"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_type_filter_observation"),
        "product",
        ["type", "filter", "observation"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_type_identity_dataset_content_sha256"),
        "product",
        ["type", "identity", "dataset", "content_sha256"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_type_observation_exposure_detector"),
        "product",
        ["type", "observation", "exposure", "detector"],
        unique=False,
    )
    op.create_index(op.f("ix_product_type_patch"), "product", ["type", "patch"], unique=False)
    op.create_index(op.f("ix_product_type_pointing"), "product", ["type", "pointing"], unique=False)
    op.create_index(
        op.f("ix_product_type_tile_filter"), "product", ["type", "tile", "filter"], unique=False
    )
    op.create_table(
        "document",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("path", _TEXT, nullable=False),
        sa.Column("mode", _TEXT, nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["product"], ["product.number"], name=op.f("fk_document_product")),
        sa.PrimaryKeyConstraint("product", name=op.f("pk_document")),
        sa.UniqueConstraint("path", name=op.f("uq_document_path")),
    )
    op.create_table(
        "lineage",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("port", _TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("input", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["input"], ["product.number"], name=op.f("fk_lineage_input")),
        sa.ForeignKeyConstraint(["product"], ["product.number"], name=op.f("fk_lineage_product")),
        sa.PrimaryKeyConstraint("product", "port", "ordinal", name=op.f("pk_lineage")),
    )
    op.create_index(op.f("ix_lineage_input"), "lineage", ["input"], unique=False)
    op.create_table(
        "metric",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("unit", _TEXT, nullable=True),
        sa.ForeignKeyConstraint(["product"], ["product.number"], name=op.f("fk_metric_product")),
        sa.PrimaryKeyConstraint("product", "name", "ordinal", name=op.f("pk_metric")),
    )
    op.create_index(op.f("ix_metric_name_product"), "metric", ["name", "product"], unique=False)
    op.create_table(
        "product_alias",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("document_sha256", _TEXT, nullable=False),
        sa.Column("event", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.seq"], name=op.f("fk_product_alias_event")),
        sa.ForeignKeyConstraint(
            ["product"], ["product.number"], name=op.f("fk_product_alias_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_alias")),
    )
    op.create_index(op.f("ix_product_alias_product"), "product_alias", ["product"], unique=False)
    op.create_table(
        "product_file",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("storage", _TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("location", _NUMBER, nullable=False),
        sa.Column("format", _TEXT, nullable=True),
        sa.Column("format_version", _TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["location"], ["file_location.number"], name=op.f("fk_product_file_location")
        ),
        sa.ForeignKeyConstraint(
            ["product"], ["product.number"], name=op.f("fk_product_file_product")
        ),
        sa.PrimaryKeyConstraint("product", "storage", "ordinal", name=op.f("pk_product_file")),
    )
    op.create_index(op.f("ix_product_file_location"), "product_file", ["location"], unique=False)
    op.create_table(
        "product_key",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value_integer", sa.BigInteger(), nullable=True),
        sa.Column("value_text", _TEXT, nullable=True),
        sa.CheckConstraint(
            "(value_integer IS NULL) != (value_text IS NULL)", name=op.f("ck_product_key_one_value")
        ),
        sa.ForeignKeyConstraint(
            ["product"], ["product.number"], name=op.f("fk_product_key_product")
        ),
        sa.PrimaryKeyConstraint("product", "name", "ordinal", name=op.f("pk_product_key")),
    )
    op.create_index(
        op.f("ix_product_key_name_value_integer_product"),
        "product_key",
        ["name", "value_integer", "product"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_key_name_value_text_product"),
        "product_key",
        ["name", "value_text", "product"],
        unique=False,
    )
    op.create_table(
        "product_reference",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("identifier", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["product"], ["product.number"], name=op.f("fk_product_reference_product")
        ),
        sa.PrimaryKeyConstraint("product", "ordinal", name=op.f("pk_product_reference")),
    )
    op.create_index(
        op.f("ix_product_reference_identifier"), "product_reference", ["identifier"], unique=False
    )
    op.create_table(
        "product_status",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("event", _NUMBER, nullable=False),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("reason", _TEXT, nullable=True),
        sa.ForeignKeyConstraint(["event"], ["event.seq"], name=op.f("fk_product_status_event")),
        sa.ForeignKeyConstraint(
            ["product"], ["product.number"], name=op.f("fk_product_status_product")
        ),
        sa.PrimaryKeyConstraint("product", "event", name=op.f("pk_product_status")),
    )
    op.create_table(
        "proposed_validity",
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("type", _NUMBER, nullable=False),
        sa.Column("selection", _TEXT, nullable=False),
        sa.Column("begin_ns", sa.BigInteger(), nullable=False),
        sa.Column("end_ns", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("begin_ns < end_ns", name=op.f("ck_proposed_validity_order")),
        sa.ForeignKeyConstraint(
            ["product"], ["product.number"], name=op.f("fk_proposed_validity_product")
        ),
        sa.ForeignKeyConstraint(
            ["type"], ["product_type.number"], name=op.f("fk_proposed_validity_type")
        ),
        sa.PrimaryKeyConstraint("product", name=op.f("pk_proposed_validity")),
    )
    op.create_index(
        op.f("ix_proposed_validity_type_selection_begin_ns"),
        "proposed_validity",
        ["type", "selection", "begin_ns"],
        unique=False,
    )
    op.create_table(
        "validity",
        sa.Column("number", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("calibration_set", _NUMBER, nullable=False),
        sa.Column("type", _NUMBER, nullable=False),
        sa.Column("selection", _TEXT, nullable=False),
        sa.Column("begin_ns", sa.BigInteger(), nullable=False),
        sa.Column("end_ns", sa.BigInteger(), nullable=False),
        sa.Column("product", _NUMBER, nullable=False),
        sa.Column("granted_event", _NUMBER, nullable=False),
        sa.Column("retired_event", _NUMBER, nullable=True),
        sa.CheckConstraint("begin_ns < end_ns", name=op.f("ck_validity_order")),
        sa.ForeignKeyConstraint(
            ["calibration_set"],
            ["calibration_set.number"],
            name=op.f("fk_validity_calibration_set"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_event"], ["event.seq"], name=op.f("fk_validity_granted_event")
        ),
        sa.ForeignKeyConstraint(["product"], ["product.number"], name=op.f("fk_validity_product")),
        sa.ForeignKeyConstraint(
            ["retired_event"], ["event.seq"], name=op.f("fk_validity_retired_event")
        ),
        sa.ForeignKeyConstraint(["type"], ["product_type.number"], name=op.f("fk_validity_type")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_validity")),
    )
    op.create_index(op.f("ix_validity_product"), "validity", ["product"], unique=False)
    op.create_index(
        "uq_validity_standing",
        "validity",
        ["calibration_set", "type", "selection", "begin_ns"],
        unique=True,
        sqlite_where=sa.text("retired_event IS NULL"),
        postgresql_where=sa.text("retired_event IS NULL"),
    )

    if op.get_bind().dialect.name == "postgresql":
        op.execute('CREATE TYPE text_range AS RANGE (subtype = text, collation = "C")')
        op.execute(_EXCLUSION)
    else:
        for trigger in _TRIGGERS.split("--"):
            op.execute(trigger)
