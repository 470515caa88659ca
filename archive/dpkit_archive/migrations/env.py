"""What alembic runs to apply revisions, within the transaction that it is given."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="archive_revision",
    render_as_batch=True,
)
context.run_migrations()
