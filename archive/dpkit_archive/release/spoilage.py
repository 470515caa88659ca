"""Members of a release that were good when it was frozen, and are not any more."""

from __future__ import annotations

import warnings
from collections.abc import Collection

from sqlalchemy import Connection, select

from dpkit.errors import InvalidMemberWarning
from dpkit_archive import tables
from dpkit_archive.release.manifest import manifest_statuses
from dpkit_archive.release.table import release, release_member
from dpkit_archive.status import HIDDEN

__all__ = ["spoiled", "warn_of_spoiled"]

_MOST = 10


def warn_of_spoiled(connection: Connection, name: str, found: Collection[str]) -> None:
    """Warn of those products among some that turned out bad after a release was frozen.

    Warns
    -----
    InvalidMemberWarning
        Names them.
    """
    among = set(found)
    bad = [f"{one} ({status})" for one, status in spoiled(connection, name) if one in among]
    if bad:
        more = f" and {len(bad) - _MOST} more" if len(bad) > _MOST else ""
        warnings.warn(
            f"of release {name!r}, bad since it was frozen: {', '.join(bad[:_MOST])}{more}",
            InvalidMemberWarning,
            stacklevel=3,
        )


def spoiled(connection: Connection, name: str) -> list[tuple[str, str]]:
    """Return id and status of the members that turned out bad since a release was frozen.

    Empty for a release that is open.
    """
    product, member, one = tables.product, release_member.c, release.c
    found = connection.execute(
        select(product.c.id, product.c.status)
        .join_from(product, release_member, member.product == product.c.number)
        .join(release, member.release == one.number)
        .where(one.name == name, one.frozen_event.is_not(None), member.removed_event.is_(None))
        .where(product.c.status.in_(HIDDEN))
        .order_by(product.c.id)
    ).all()
    if not found:
        return []
    text = connection.scalar(select(one.manifest).where(one.name == name))
    then = manifest_statuses(text or "")
    return [(id, status) for id, status in found if then.get(id) not in HIDDEN]
