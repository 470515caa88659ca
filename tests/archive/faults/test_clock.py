"""Clocks that differ are borne, one that is wrong is refused; its traces are named and mended."""

from __future__ import annotations

import pytest

import dpkit_archive.pending
from dpkit.errors import ArchiveError
from dpkit.tai import format_utc
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

MINUTE = 60 * 10**9


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return what the clock says, to be changed."""
    says = [dpkit_archive.pending.now_ns()]
    for module in ("pending", "health.rows", "health.rowmend"):
        monkeypatch.setattr(f"dpkit_archive.{module}.now_ns", lambda: says[0])
    return says


def times(rows) -> list[int]:
    return [time for (time,) in rows("SELECT time_ns FROM event ORDER BY seq")]


def test_time_stands_still_while_a_clock_is_a_little_behind(
    archive: Archive, make, rows, clock
) -> None:
    now = clock[0]
    archive.register(make.parameters("a"))
    clock[0] = now - 4 * MINUTE
    archive.register(make.parameters("b"))
    clock[0] = now + 5
    archive.register(make.parameters("c"))
    assert times(rows) == [now, now, now + 5]
    assert list(archive.check()) == []


@pytest.mark.parametrize("mode", ["copy", "in-place"])
def test_a_clock_that_goes_backwards_is_refused(
    archive: Archive, make, state, clock, mode: str
) -> None:
    archive.register(make.parameters("a"))
    before, now = state(archive), clock[0]
    clock[0] -= 6 * MINUTE
    source = make.dark()
    with pytest.raises(ArchiveError) as caught:
        archive.register(source, mode=mode)
    said = str(caught.value)
    assert format_utc(now) in said
    assert format_utc(clock[0]) in said
    assert "set the clock" in said
    assert "\n" not in said
    assert state(archive) == before
    assert [one.code for one in archive.check()] == ["event-in-future"]
    clock[0] = now
    assert list(archive.check()) == []
    assert archive.register(source, mode=mode).created


def test_what_a_wrong_clock_wrote_is_named_and_mended(archive: Archive, make, rows, clock) -> None:
    now = clock[0]
    archive.register(make.parameters("a", id="A"))
    clock[0] = wrong = now + 365 * 24 * 60 * MINUTE
    archive.register(make.parameters("b", id="B"))
    clock[0] = now + MINUTE
    with pytest.raises(ArchiveError, match="dpkit archive repair"):
        archive.register(make.parameters("c", id="C"))
    (found,) = archive.check()
    assert (found.code, format_utc(wrong) in found.message) == ("event-in-future", True)
    (done,) = archive.repair([found])
    assert done.result == "mended"
    assert list(archive.check()) == []
    assert times(rows) == [now, now + MINUTE, now + MINUTE]
    # What it was is in the log.
    (event,) = rows("SELECT detail FROM event WHERE verb = 'repair'")
    assert format_utc(wrong) in str(event)
    assert archive.register(make.parameters("c", id="C")).created
