"""What the archive says of a product now, or as of the event that a query names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, case, false, select, true

from dpkit_archive import tables
from dpkit_archive.asof import stands_as_of, status_as_of
from dpkit_archive.query.field import TRUTH, DocumentField
from dpkit_archive.release.table import release, release_member
from dpkit_archive.status import STATUSES, header_word

__all__ = ["AS_OF", "happened", "published", "standing_then", "state_column", "status_column"]

AS_OF = "as_of"
"""Name of the parameter with the number of the event."""

_PRODUCT = tables.product


def happened(event: ColumnElement[int], *, as_of: bool) -> ColumnElement[bool]:
    """Return the condition that an event had happened; now, that it is one at all."""
    if not as_of:
        return event.is_not(None)
    return event <= bindparam(AS_OF, type_=BigInteger())


def standing_then(
    begun: ColumnElement[int], ended: ColumnElement[int], *, as_of: bool
) -> ColumnElement[bool]:
    """Return the condition that something had begun and was not ended."""
    return stands_as_of(begun, ended, _event(as_of=as_of))


def status_column(product: Any, *, as_of: bool) -> ColumnElement[str]:
    """Return the status of a product; null as of an event before it was registered."""
    return status_as_of(product, _event(as_of=as_of))


def _event(*, as_of: bool) -> ColumnElement[int] | None:
    return bindparam(AS_OF, type_=BigInteger()) if as_of else None


def published(*, as_of: bool) -> ColumnElement[bool]:
    """Return the condition that a product is a member of a release that is frozen."""
    member = release_member.c
    held = (
        select(1)
        .select_from(release_member.join(release))
        .where(
            member.product == _PRODUCT.c.number,
            happened(release.c.frozen_event, as_of=as_of),
            standing_then(member.added_event, member.removed_event, as_of=as_of),
        )
    )
    return held.correlate(_PRODUCT).exists()


def state_column(field: DocumentField, *, as_of: bool) -> ColumnElement[Any]:
    """Return what answers instead of an element that is marked as a state."""
    if field.state == "status":
        said = {status: header_word(status) for status in STATUSES}
        return case(said, value=status_column(_PRODUCT, as_of=as_of))
    yes, no = (true(), false()) if field.kind == TRUTH else (1, 0)
    return case((published(as_of=as_of), yes), else_=no)
