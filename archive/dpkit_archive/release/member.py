"""The members of releases: which products, and what stands of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, select

from dpkit.errors import NotFoundError
from dpkit_archive import tables
from dpkit_archive.release.table import release_member
from dpkit_archive.statement import Among, select_rows

__all__ = ["Member", "identified", "members_of", "own_contents"]


@dataclass(frozen=True, slots=True)
class Member:
    """A product that is, or shall be, a member of a release.

    Attributes
    ----------
    number : int
        Its number in the archive.
    id, product, dataset, identity, version
        What it is: one version of an identity.
    status : str
        What is said of it now.
    """

    number: int
    id: str
    product: str
    dataset: str
    identity: str
    version: int
    status: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return the identity; a release has one version of each."""
        return self.product, self.dataset, self.identity


def members_of(connection: Connection, release: int) -> list[Member]:
    """Return the members of a release, by the number of the release, in the order of their ids."""
    found = select_rows(connection, _of_release, release=release)
    return sorted((Member(*row) for row in found), key=lambda one: one.id)


def identified(connection: Connection, ids: Iterable[str]) -> list[Member]:
    """Return what products are, by ids of theirs, each product once.

    Raises
    ------
    NotFoundError
        Some ids are of no product.
    """
    wanted = list(dict.fromkeys(ids))
    named = {row[0]: Member(*row[1:]) for row in select_rows(connection, _by_id, ids=wanted)}
    others = [one for one in wanted if one not in named]
    named |= {row[0]: Member(*row[1:]) for row in select_rows(connection, _by_alias, ids=others)}
    _refuse_unknown([one for one in wanted if one not in named])
    return list({named[one].number: named[one] for one in wanted}.values())


def own_contents(connection: Connection, members: Sequence[Member]) -> dict[int, str]:
    """Return the content digest of products as their documents and files alone tell it, by number.

    Each reference counts as the id that the document has. So it never changes, while the digest
    that the archive goes by does when what is referred to gets another id.
    """
    # It reads documents, which searches do not.
    from dpkit.product.digest import Content

    numbers = [one.number for one in members]
    named: dict[int, list[str]] = {number: [] for number in numbers}
    for number, identifier in select_rows(connection, _references, products=numbers):
        named[number].append(identifier)
    return {
        number: Content(body_sha256=body, references=tuple(named[number])).digest()
        for number, body in select_rows(connection, _bodies, products=numbers)
    }


def _refuse_unknown(unknown: Sequence[str]) -> None:
    if unknown:
        more = f", nor {len(unknown) - 1} other ids" if len(unknown) > 1 else ""
        raise NotFoundError(
            f"no product has the id {unknown[0]!r}{more}",
            remedy="`dpkit archive find` lists the products",
        )


def _columns() -> tuple[Any, ...]:
    product = tables.product.c
    return (
        product.number,
        product.id,
        tables.product_type.c.name.label("type_name"),
        tables.dataset.c.name.label("dataset_name"),
        product.identity,
        product.version,
        product.status,
    )


def _joined() -> Any:
    return tables.product.join(tables.product_type).join(tables.dataset)


def _of_release(_among: Among) -> Select[Any]:
    member = release_member
    joined = _joined().join(member, member.c.product == tables.product.c.number)
    held = member.c.release == bindparam("release", type_=BigInteger)
    return select(*_columns()).select_from(joined).where(held, member.c.removed_event.is_(None))


def _by_id(among: Among) -> Select[Any]:
    product = tables.product.c
    selected = select(product.id.label("asked"), *_columns()).select_from(_joined())
    return selected.where(among(product.id, "ids"))


def _by_alias(among: Among) -> Select[Any]:
    alias = tables.product_alias
    joined = _joined().join(alias, alias.c.product == tables.product.c.number)
    selected = select(alias.c.id.label("asked"), *_columns()).select_from(joined)
    return selected.where(among(alias.c.id, "ids"))


def _bodies(among: Among) -> Select[Any]:
    product = tables.product.c
    return select(product.number, product.body_sha256).where(among(product.number, "products"))


def _references(among: Among) -> Select[Any]:
    reference = tables.product_reference.c
    named = select(reference.product, reference.identifier)
    ordered = named.order_by(reference.product, reference.ordinal)
    return ordered.where(among(reference.product, "products"))
