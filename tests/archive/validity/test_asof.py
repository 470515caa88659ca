"""Calibrations as of an event: what stood then, with the status and the reasons of then."""

from __future__ import annotations

import json

import pytest
from tests.archive.validity.ledger import FACTORS, T1, T2, T3, T4, T5, J

from dpkit.errors import ArchiveError
from dpkit.tai import format_utc
from dpkit_archive import Archive


@pytest.fixture
def history(archive: Archive, enter) -> dict[str, int]:
    """Let one calibration be granted, cut, replaced and spoilt; return the event of each."""

    def last() -> int:
        return archive.calib(FACTORS, at=T1, keys=J).event

    enter("A", (T1, T5))
    found = {"entered": last()}
    archive.certify("A")
    found["granted"] = last()
    archive.decertify("A", begin=T2, end=T3)
    found["cut"] = last()
    enter("B", (T2, T3))
    archive.certify("B")
    found["filled"] = last()
    archive.set_status("B", "invalid", reason="leak")
    found["spoilt"] = last()
    return found


EXPECTED = {
    "entered": [None, None, None],
    "granted": ["A", "A", "A"],
    "cut": ["A", None, "A"],
    "filled": ["A", "B", "A"],
    "spoilt": ["A", None, "A"],
}


def test_each_event_has_its_answers_for_ever(archive: Archive, history, ask) -> None:
    for name, expected in EXPECTED.items():
        asked = [ask(at, as_of=history[name]) for at in (T1, T2, T3)]
        assert asked == expected, name
        assert [ask(at, as_of=str(history[name])) for at in (T1, T2, T3)] == expected
    assert [ask(at) for at in (T1, T2, T3)] == EXPECTED["spoilt"]
    assert [ask(at, as_of=0) for at in (T1, T2, T3)] == [None] * 3


def test_a_time_is_the_highest_event_not_later(archive: Archive, history, ask, rows) -> None:
    # As if the clock had been set back in between: numbers count, not times.
    for event, time in ((1, 100), (2, 300), (3, 200), (4, 400), (5, 500), (6, 600)):
        rows("UPDATE event SET time_ns = :time WHERE seq = :event", time=T1 + time, event=event)
    asked = [(T1 + 150, "entered"), (T1 + 250, "cut"), (T1 + 350, "cut"), (T1 + 600, "spoilt")]
    for time, name in asked:
        assert [ask(at, as_of=format_utc(time)) for at in (T1, T2, T3)] == EXPECTED[name]
    with pytest.raises(ArchiveError, match="there is no event 99"):
        ask(T1, as_of=99)
    with pytest.raises(ArchiveError, match="no zone"):
        ask(T1, as_of="2026-01-01T00:00:00")


def test_spans_and_sets_are_as_they_were(archive: Archive, history, ask) -> None:
    assert ask(between=(T1, T5), as_of=history["cut"]) == "A"
    archive.certify("A", calibration_set="nightly", create_set=True)
    sets = {"calibration_set": ["nightly", "main"]}
    assert ask(T2, **sets) == "A"
    assert ask(T2, **sets, as_of=history["spoilt"]) is None


def test_reasons_are_those_of_then(archive: Archive, history) -> None:
    def reasons(name: str) -> dict[str, str]:
        choice = archive.calib(FACTORS, at=T2, keys=J, as_of=history[name])
        return {one.id: one.reason for one in choice.rejected}

    assert reasons("entered") == {"A": "its range was never granted"}
    assert reasons("granted") == {}
    assert reasons("cut") == {"A": f"its range was retired by event {history['cut']}"}
    assert reasons("spoilt")["B"] == "its status is invalid"
    nothing = archive.calib(FACTORS, at=T2, keys=J, as_of=0)
    assert (nothing.reason, nothing.rejected) == (f"no {FACTORS} is registered", ())
    none_yet = archive.calib(FACTORS, at=T2, keys=J, as_of=history["entered"])
    assert none_yet.reason == f"none of the 1 {FACTORS} has a range in set main"
    gap = archive.calib(FACTORS, at=T2, keys=J, as_of=history["cut"])
    assert "which lies in a gap; the previous range ended then" in gap.reason


def test_the_status_of_a_choice_is_that_of_then(archive: Archive, history) -> None:
    chosen = archive.calib(FACTORS, at=T2, keys=J, as_of=history["filled"]).chosen
    assert (chosen.id, chosen.status) == ("B", "registered")
    assert archive.product("B").status == "invalid"


def test_a_choice_can_be_asked_again(archive: Archive, history) -> None:
    before = archive.calib(FACTORS, at=T4, keys=J)
    archive.decertify(FACTORS)
    again = archive.calib(FACTORS, at=T4, keys=J, as_of=before.event)
    assert again == before
    assert json.loads(json.dumps(again.to_dict())) == before.to_dict()
    assert archive.calib(FACTORS, at=T4, keys=J).chosen is None


def test_reports_are_as_of_an_event(archive: Archive, history) -> None:
    def stretches(name: str) -> list[tuple[str, str | None]]:
        report = archive.validity_report(FACTORS, as_of=history[name])
        assert report.event == history[name]
        return [(one.what, one.id) for one in report.stretches]

    assert stretches("entered") == [("never certified", "A")]
    assert stretches("granted") == [("range", "A")]
    assert stretches("cut") == [("range", "A"), ("gap", None), ("range", "A")]
    assert stretches("filled") == [("range", "A"), ("range", "B"), ("range", "A")]
    assert stretches("spoilt") == [*stretches("cut"), ("without range", "B")]
