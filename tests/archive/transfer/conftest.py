"""Two archives, on different engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import dpkit_archive
from dpkit_archive import Archive


@pytest.fixture
def other_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the URL of a second archive, new and empty, on the other engine."""
    if engine == "postgresql":
        dpkit_archive.create(tmp_path / "other.sqlite").close()
        yield str(tmp_path / "other.sqlite")
    else:
        with request.getfixturevalue("server").archive(tmp_path / "other.files") as made:
            yield made


@pytest.fixture
def other(other_url: str) -> Iterator[Archive]:
    """Return a second archive, new and empty, on the other engine."""
    with dpkit_archive.open(other_url) as opened:
        yield opened


_HERE = {"document", "path", "mode", "events", "event", "granted_event", "retired_event"}
"""What an archive says of itself, not of its products."""


def said_of(value: Any) -> Any:
    """Return what an archive answers, without where things lie and numbers of events."""
    if isinstance(value, dict):
        return {name: said_of(one) for name, one in value.items() if name not in _HERE}
    return [said_of(one) for one in value] if isinstance(value, list) else value


def answers_of(archive: Archive) -> dict[str, Any]:
    """Return what an archive says of all its products that are not hidden, in every version."""
    found = archive.find(current=False, order=["id"], status=None)
    return {
        "find": [said_of(row.to_dict()) for row in found],
        "current": [row.id for row in archive.find(order=["id"])],
        "show": [said_of(archive.show(row.id).to_dict()) for row in found],
    }


@pytest.fixture
def answers() -> Callable[[Archive], dict[str, Any]]:
    """Return a function that tells what an archive answers, but for where things lie."""
    return answers_of
