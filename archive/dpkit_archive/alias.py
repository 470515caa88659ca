"""Other ids of products: made anew with the same content, registered, and found to be there.

The product that was first stands; the id of the one that was made anew is another name of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from dpkit.errors import NotFoundError
from dpkit.product.digest import Content
from dpkit_archive import tables
from dpkit_archive.event import record_event

__all__ = ["aliases_of", "record_alias", "standing_digest", "standing_id", "standing_number"]


def standing_number(connection: Connection, identifier: str) -> int | None:
    """Return the number of the product that an id names, its own or another one; else None."""
    product, alias = tables.product, tables.product_alias
    own = select(product.c.number).where(product.c.id == identifier)
    number = connection.scalar(own)
    if number is None:
        number = connection.scalar(select(alias.c.product).where(alias.c.id == identifier))
    return number


def standing_id(connection: Connection, identifier: str) -> str:
    """Return the id of the product that stands for an id; the id itself when none does."""
    product, alias = tables.product, tables.product_alias
    named = select(product.c.id).join(alias, alias.c.product == product.c.number)
    return connection.scalar(named.where(alias.c.id == identifier)) or identifier


def standing_digest(connection: Connection, content: Content) -> str:
    """Return the content digest, each reference counted as the product that stands for it."""
    return content.digest(lambda identifier: standing_id(connection, identifier))


def aliases_of(connection: Connection, product: int) -> Sequence[str]:
    """Return the other ids of a product, in the order in which they came."""
    alias = tables.product_alias.c
    named = select(alias.id).where(alias.product == product).order_by(alias.event)
    return connection.scalars(named).all()


def record_alias(
    connection: Connection, identifier: str, product: int, document_sha256: str, actor: str
) -> None:
    """Record that an id is another one of a product, and count references to it so.

    Raises
    ------
    NotFoundError
        There is no product of this number.
    """
    table = tables.product
    stands = connection.scalar(select(table.c.id).where(table.c.number == product))
    if stands is None:
        raise NotFoundError(f"no product has the number {product}")
    reference = tables.product_reference
    referring = select(reference.c.product).where(reference.c.identifier == identifier)
    numbers = connection.scalars(referring.distinct()).all()
    detail = {"alias": identifier, "document": document_sha256, "digested": list(numbers)}
    row = {
        "id": identifier,
        "product": product,
        "document_sha256": document_sha256,
        "event": record_event(connection, "alias", stands, actor, detail),
    }
    connection.execute(insert(tables.product_alias).values(row))
    for number in numbers:
        _digest_again(connection, number)


def _digest_again(connection: Connection, number: int) -> None:
    product, reference = tables.product, tables.product_reference
    body = select(product.c.body_sha256).where(product.c.number == number)
    identifiers = (
        select(reference.c.identifier)
        .where(reference.c.product == number)
        .order_by(reference.c.ordinal)
    )
    content = Content(
        body_sha256=connection.execute(body).scalar_one(),
        references=tuple(connection.scalars(identifiers)),
    )
    connection.execute(
        update(product)
        .where(product.c.number == number)
        .values(content_sha256=standing_digest(connection, content))
    )
