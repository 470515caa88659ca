"""Other ids of products: made anew with the same content, registered, and found to be there.

The product that was first stands; the id of the one that was made anew is another name of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from dpkit_archive import tables

if TYPE_CHECKING:
    from dpkit.product.digest import Content

__all__ = ["aliases_of", "digest_again", "standing_digest", "standing_id", "standing_number"]


def standing_number(
    connection: Connection, identifier: str, event: int | None = None
) -> int | None:
    """Return the number of the product that an id names, its own or another one; else None.

    As of an event, an id that came later names nothing.
    """
    product, alias = tables.product.c, tables.product_alias.c
    own = select(product.number).where(product.id == identifier)
    other = select(alias.product).where(alias.id == identifier)
    if event is not None:
        own = own.where(product.registered_event <= event)
        other = other.where(alias.event <= event)
    number = connection.scalar(own)
    return connection.scalar(other) if number is None else number


def standing_id(connection: Connection, identifier: str) -> str:
    """Return the id of the product that stands for an id; the id itself when none does."""
    product, alias = tables.product, tables.product_alias
    named = select(product.c.id).join(alias, alias.c.product == product.c.number)
    return connection.scalar(named.where(alias.c.id == identifier)) or identifier


def standing_digest(connection: Connection, content: Content) -> str:
    """Return the content digest, each reference counted as the product that stands for it."""
    return content.digest(lambda identifier: standing_id(connection, identifier))


def aliases_of(connection: Connection, product: int, event: int) -> Sequence[str]:
    """Return the other ids of a product up to an event, in the order in which they came."""
    alias = tables.product_alias.c
    named = select(alias.id).where(alias.product == product, alias.event <= event)
    return connection.scalars(named.order_by(alias.event)).all()


def digest_again(connection: Connection, number: int) -> str:
    """Digest a product anew, after one that it refers to got another id; return the digest."""
    product, reference = tables.product, tables.product_reference
    body = select(product.c.body_sha256).where(product.c.number == number)
    identifiers = (
        select(reference.c.identifier)
        .where(reference.c.product == number)
        .order_by(reference.c.ordinal)
    )
    from dpkit.product.digest import Content  # reads documents, which searches do not

    content = Content(
        body_sha256=connection.execute(body).scalar_one(),
        references=tuple(connection.scalars(identifiers)),
    )
    digest = standing_digest(connection, content)
    change = update(product).where(product.c.number == number)
    connection.execute(change.values(content_sha256=digest))
    return digest
