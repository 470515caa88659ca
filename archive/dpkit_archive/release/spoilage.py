"""Members of a release that were good when it was frozen, and are not any more."""

from __future__ import annotations

import warnings
from collections.abc import Collection

from sqlalchemy import Connection, select

from dpkit.errors import InvalidMemberWarning
from dpkit_archive import tables
from dpkit_archive.asof import AsOf, event_at
from dpkit_archive.query.moment import AS_OF, happened, status_column
from dpkit_archive.release.manifest import manifest_statuses
from dpkit_archive.release.table import release, release_member
from dpkit_archive.status import HIDDEN

__all__ = ["spoiled", "warn_of_spoiled"]

_MOST = 10


def warn_of_spoiled(
    connection: Connection, name: str, found: Collection[str], as_of: AsOf | None = None
) -> None:
    """Warn of those products among some that turned out bad after a release was frozen.

    As of an event, of those that had turned out bad by then.

    Warns
    -----
    InvalidMemberWarning
        Names them.
    """
    among = set(found)
    bad = [f"{one} ({status})" for one, status in spoiled(connection, name, as_of) if one in among]
    if bad:
        more = f" and {len(bad) - _MOST} more" if len(bad) > _MOST else ""
        warnings.warn(
            f"of release {name!r}, bad since it was frozen: {', '.join(bad[:_MOST])}{more}",
            InvalidMemberWarning,
            stacklevel=3,
        )


def spoiled(connection: Connection, name: str, as_of: AsOf | None = None) -> list[tuple[str, str]]:
    """Return id and status of the members that turned out bad since a release was frozen.

    Empty for a release that is open, or was so as of an event.
    """
    product, member, one, past = tables.product, release_member.c, release.c, as_of is not None
    status = status_column(product, as_of=past)
    found = connection.execute(
        select(product.c.id, status.label("status"))
        .join_from(product, release_member, member.product == product.c.number)
        .join(release, member.release == one.number)
        .where(one.name == name, happened(one.frozen_event, as_of=past))
        .where(member.removed_event.is_(None), status.in_(HIDDEN))
        .order_by(product.c.id),
        {} if as_of is None else {AS_OF: event_at(connection, as_of)},
    ).all()
    if not found:
        return []
    text = connection.scalar(select(one.manifest).where(one.name == name))
    then = manifest_statuses(text or "")
    return [(id, status) for id, status in found if then.get(id) not in HIDDEN]
