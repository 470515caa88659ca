"""The manifest of a frozen release: what its members were, as text that can be hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from dpkit_archive.release.member import Member

__all__ = ["manifest_sha256", "manifest_statuses", "manifest_text", "read_manifest"]

_VERSION = 1


def manifest_text(members: Iterable[Member], contents: Mapping[int, str]) -> str:
    """Return the manifest: canonical JSON, equal exactly when the members are.

    It has no name and no time, so that one release has one hash wherever it is.

    Parameters
    ----------
    members : iterable of Member
        The members.
    contents : mapping of int to str
        Their content digests by number, as `own_contents` returns them: what the archive learns
        later of what they refer to must not change what was frozen.
    """
    said = [
        {
            "id": one.id,
            "type": one.product,
            "dataset": one.dataset,
            "identity": one.identity,
            "version": one.version,
            "content": contents[one.number],
            "status": one.status,
        }
        for one in sorted(members, key=lambda one: one.id)
    ]
    return json.dumps(
        {"manifest": _VERSION, "members": said},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def manifest_sha256(text: str) -> str:
    """Return the SHA-256 of a manifest."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(text: str) -> list[Mapping[str, Any]]:
    """Return the members as a manifest says them."""
    members: list[Mapping[str, Any]] = json.loads(text)["members"]
    return members


def manifest_statuses(text: str) -> dict[str, str]:
    """Return what the status of each member was, by id."""
    return {one["id"]: one["status"] for one in read_manifest(text)}
