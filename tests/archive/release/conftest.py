"""What tests of releases share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert, update

from dpkit_archive import Archive, tables
from dpkit_archive.event import add_event
from dpkit_archive.pending import Pending


@pytest.fixture
def spoil() -> Callable[..., None]:
    """Return a function that gives a product another status, with an entry in its history."""

    def change(archive: Archive, identifier: str, status: str = "invalid") -> None:
        product, history = tables.product, tables.product_status
        with archive._database.writing() as connection:
            pending = Pending(connection)
            event = add_event(pending, "status", identifier, "test", {"status": status})
            pending.flush()
            mine = product.c.id == identifier
            number = connection.scalar(
                product.select().with_only_columns(product.c.number).where(mine)
            )
            connection.execute(update(product).where(mine).values(status=status))
            row = {"product": number, "event": event, "status": status, "reason": "because"}
            connection.execute(insert(history).values(row))

    return change
