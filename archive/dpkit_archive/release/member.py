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

__all__ = ["Member", "identified", "members_of"]


@dataclass(frozen=True, slots=True)
class Member:
    """A product that is, or shall be, a member of a release.

    Attributes
    ----------
    number : int
        Its number in the archive.
    id, product, dataset, identity, version
        What it is: one version of an identity.
    content_sha256, status : str
        What it says, and what is said of it, now.
    """

    number: int
    id: str
    product: str
    dataset: str
    identity: str
    version: int
    content_sha256: str
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
        product.content_sha256,
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
