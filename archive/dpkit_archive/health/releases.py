"""Frozen releases that are not what their manifests say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from dpkit_archive.health.fault import Fault
from dpkit_archive.release.manifest import manifest_sha256, read_manifest
from dpkit_archive.release.member import Member, members_of
from dpkit_archive.release.table import release

__all__ = ["check_releases"]


def check_releases(connection: Connection) -> Iterator[Fault]:
    """Yield a fault for each frozen release whose manifest was changed, or has other members."""
    frozen = select(release).where(release.c.frozen_event.is_not(None)).order_by(release.c.number)
    for row in connection.execute(frozen).all():
        message = _difference(connection, row)
        if message is not None:
            yield Fault(
                code="release-differs",
                place=f"release {row.name}",
                message=message,
                subject=row.name,
            )


def _difference(connection: Connection, row: Any) -> str | None:
    text = row.manifest or ""
    if manifest_sha256(text) != row.manifest_sha256:
        return "its manifest has not the SHA-256 with which it was frozen"
    said = {_version(one) for one in read_manifest(text)}
    held = {_held(one) for one in members_of(connection, row.number)}
    if said != held:
        return (
            f"{len(said - held)} members of its manifest are not in it, {len(held - said)} others"
        )
    return None


def _version(said: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return which version of which product a manifest says that a member is.

    Its status may have changed. Its content is that of its bytes, which a deep check reads, by the
    schema with which it was registered.
    """
    return said["id"], said["type"], said["dataset"], said["identity"], said["version"]


def _held(member: Member) -> tuple[Any, ...]:
    return member.id, member.product, member.dataset, member.identity, member.version
