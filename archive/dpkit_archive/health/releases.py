"""Frozen releases that are not what their manifests say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from dpkit_archive.health.fault import Fault
from dpkit_archive.release.manifest import manifest_sha256, manifest_text, read_manifest
from dpkit_archive.release.member import members_of
from dpkit_archive.release.table import release

__all__ = ["check_releases"]

_CHANGING = ("content", "status")
"""What is said of a member may become otherwise: a reference of it resolves, or it is judged."""


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
    said = _members(text)
    held = _members(manifest_text(members_of(connection, row.number)))
    if said != held:
        return (
            f"{len(said - held)} members of its manifest are not in it, {len(held - said)} others"
        )
    return None


def _members(text: str) -> set[str]:
    return {
        json.dumps({k: v for k, v in one.items() if k not in _CHANGING}, sort_keys=True)
        for one in read_manifest(text)
    }
