"""The status of products: one list, a table of what follows what, and a history of all of it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from itertools import product as pairs

import pytest

import dpkit_archive
from dpkit.errors import ArchiveError, NotFoundError
from dpkit.tai import parse_utc
from dpkit_archive import Archive
from dpkit_archive.status import STATUSES, TRANSITIONS, header_word, parse_status

STATUS = "Header.ManualValidationStatus"
AT = parse_utc("2026-03-01T12:00:00Z")

# Written down a second time, by hand: what a product of each status may become.
ALLOWED = {
    "registered": "valid invalid rejected superseded retired trashed",
    "valid": "registered invalid rejected superseded retired trashed",
    "invalid": "registered valid rejected trashed",
    "rejected": "registered valid invalid trashed",
    "superseded": "registered valid invalid rejected retired trashed",
    "retired": "registered valid invalid rejected trashed",
    "trashed": "",
    "purged": "",
}


def word_of(archive: Archive, identifier: str) -> str:
    """Return what a query says that the header says."""
    (row,) = (
        archive.query()
        .where(f"id == '{identifier}'")
        .status(*STATUSES)
        .all_versions()
        .values(STATUS)
    )
    return row[STATUS]


def test_what_is_allowed_is_done_and_the_rest_refused(archive: Archive, make, rows) -> None:
    archive.register(make.parameters(id="P"))
    for before, after in pairs(ALLOWED, ALLOWED):
        rows(f"UPDATE product SET status = '{before}'")
        if after == before or after in ALLOWED[before].split():
            (change,) = archive.set_status("P", after, reason="because")
            assert (change.before, change.status) == (before, after)
            assert (change.event is None) == (after == before)
            assert archive.product("P").status == after
            continue
        with pytest.raises(ArchiveError, match=f"is {before}, and cannot become {after}") as no:
            archive.set_status("P", after, reason="because")
        assert all(word in no.value.remedy for word in ALLOWED[before].split())
        assert ("restore" in no.value.remedy) == (before == "trashed")
        assert archive.product("P").status == before


def test_every_status_is_in_the_table() -> None:
    assert {name: " ".join(to) for name, to in TRANSITIONS.items()} == ALLOWED


@pytest.mark.parametrize(
    ("word", "status"),
    {
        "UNKNOWN": "registered",
        "VALID": "valid",
        "INVALID": "invalid",
        "measured": "registered",
        "scored": "registered",
        "Certified": "valid",
        "rejected": "rejected",
        "superseded": "superseded",
        "RETIRED": "retired",
    }.items(),
)
def test_words_of_headers_and_of_quality_control_are_understood(word: str, status: str) -> None:
    assert parse_status(word) == status


def test_the_archive_answers_for_the_header(archive: Archive, make) -> None:
    source = make.parameters(id="P")
    archive.register(source)
    stored = archive.product("P").document
    for word, header in (
        ("valid", "VALID"),
        ("superseded", "UNKNOWN"),
        ("invalid", "INVALID"),
        ("rejected", "INVALID"),
        ("trashed", "INVALID"),
    ):
        archive.set_status("P", word, reason="because")
        assert word_of(archive, "P") == header == header_word(word)
        query = archive.query("DpdNirRelPhotoParams").status(*STATUSES)
        assert query.where(f"{STATUS} == {header}").ids() == ["P"]
        assert query.where(f"{STATUS} != {header}").ids() == []
    assert stored.read_bytes() == source.read_bytes()


def test_rows_are_ordered_by_what_the_archive_answers(archive: Archive, make) -> None:
    for number, word in enumerate(("INVALID", "VALID", "UNKNOWN")):
        archive.register(make.parameters(f"s{number}", id=f"P{number}", status=word))
    archive.set_status("P1", "invalid", reason="x")
    archive.set_status("P0", "valid")
    query = archive.query("DpdNirRelPhotoParams").status(*STATUSES)
    assert query.order_by(STATUS).ids() == ["P1", "P2", "P0"]
    assert query.order_by("-status").ids() == ["P0", "P2", "P1"]


def test_publication_is_answered_by_frozen_releases(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    archive.register(make.parameters("other", id="Q"))
    release = archive.create_release("DR1", ["P"])
    query = archive.query("DpdNirRelPhotoParams")
    assert query.where("Header.Published == 1").ids() == []
    archive.set_status("Q", "valid")
    frozen = release.freeze().frozen_event
    assert frozen is not None
    assert query.where("Header.Published == 1").ids() == ["P"]
    assert query.order_by("-Header.Published").values("id", "Header.Published") == [
        {"id": "P", "Header.Published": 1},
        {"id": "Q", "Header.Published": 0},
    ]
    # As of an event before it was frozen, it was not published.
    assert query.as_of(frozen - 1).where("Header.Published == 1").ids() == []
    told = query.as_of(frozen - 1).where("id == 'P'").values("Header.Published")
    assert told == [{"Header.Published": 0}]
    assert query.as_of(frozen).where("Header.Published == 1").ids() == ["P"]


@pytest.mark.parametrize("status", ["invalid", "rejected", "retired", "trashed"])
def test_what_is_bad_loses_its_validity_in_all_sets(archive: Archive, make, status: str) -> None:
    dark = {"keys": {"filter": "NIR_J"}, "at": AT}
    archive.register(make.dark(id="OLD", level=0.1))
    archive.register(make.dark(id="NEW", level=0.2))
    assert archive.calib("DpdNirMasterDark", **dark).chosen.id == "NEW"
    (change,) = archive.set_status("NEW", status, reason="light leak")
    assert change.ranges == 1
    # The range of its predecessor comes back only by being certified again.
    choice = archive.calib("DpdNirMasterDark", **dark)
    assert choice.chosen is None
    assert status in choice.rejected[0].reason or "retired by event" in choice.rejected[0].reason
    validity = [one for one in archive.show("NEW").validity if one["state"] != "proposed"]
    assert [(one["state"], one["retired_event"]) for one in validity] == [("retired", change.event)]
    if status != "trashed":
        (back,) = archive.set_status("NEW", "valid")
        assert back.ranges == 0
        assert archive.calib("DpdNirMasterDark", **dark).chosen is None


def test_what_is_superseded_keeps_its_validity(archive: Archive, make) -> None:
    archive.register(make.dark(id="D"))
    (change,) = archive.set_status("D", "superseded", reason="a better one is made")
    assert change.ranges == 0
    assert archive.calib("DpdNirMasterDark", keys={"filter": "NIR_J"}, at=AT).chosen.id == "D"


def test_the_current_version_follows_the_status(archive: Archive, make) -> None:
    for number in (1, 2, 3):
        archive.register(make.parameters(radius=number / 10, id=f"P{number}"))
    assert [row.id for row in archive.find()] == ["P3"]
    archive.set_status(["P3", "P2"], "invalid", reason="wrong radius")
    assert [row.id for row in archive.find()] == ["P1"]
    archive.set_status("P2", "registered")
    assert [row.id for row in archive.find()] == ["P2"]


def test_all_or_none(archive: Archive, make, state) -> None:
    for number in (1, 2, 3):
        archive.register(make.parameters(f"s{number}", id=f"P{number}"))
    archive.set_status("P3", "trashed")
    before = state(archive)
    with pytest.raises(ArchiveError, match="P3: is trashed, and cannot become invalid"):
        archive.set_status(["P1", "P2", "P3"], "invalid", reason="x")
    with pytest.raises(NotFoundError, match="no product has the id 'P4'"):
        archive.set_status(["P1", "P4"], "invalid", reason="x")
    with pytest.raises(NotFoundError, match="no status is named 'good'"):
        archive.set_status("P1", "good")
    for status in ("invalid", "rejected", "superseded", "retired"):
        for reason in (None, " "):
            with pytest.raises(ArchiveError, match=f"{status} needs a reason"):
                archive.set_status("P1", status, reason=reason)
    assert archive.set_status([], "valid") == []
    assert state(archive) == before
    changes = archive.set_status(["P2", "P1", "P2"], "valid")
    assert [one.id for one in changes] == ["P2", "P1"]


def test_the_same_status_again_is_a_no_op_and_said(archive: Archive, make, state, ask) -> None:
    archive.register(make.parameters(id="P"))
    archive.set_status("P", "VALID")
    before = state(archive)
    (change,) = archive.set_status("P", "certified")
    assert (change.before, change.status, change.event) == ("valid", "valid", None)
    done = ask("status", "P", "valid")
    assert done.exit_code == 0
    assert "P is valid already" in done.stderr
    assert state(archive) == before


def test_another_id_names_the_product(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    archive.register(make.parameters(id="AGAIN"))
    (change,) = archive.set_status(["AGAIN", "P"], "valid")
    assert (change.id, archive.product("P").status) == ("P", "valid")


def test_history_tells_everything_in_order(archive: Archive, make, rows, ask) -> None:
    archive.register(make.dark(id="D", level=0.1), actor="ann")
    archive.register(make.dark(id="D_AGAIN", level=0.1), actor="bob")
    archive.set_status("D", "invalid", reason="light leak", actor="cy")
    archive.set_status("D_AGAIN", "valid", actor="di")
    archive.set_status("D", "trashed", actor="ed")
    entries = archive.history("D_AGAIN")
    assert [(one.actor, one.verb, one.reason) for one in entries] == [
        ("ann", "register", None),
        ("bob", "alias", None),
        ("cy", "status", "light leak"),
        ("di", "status", None),
        ("ed", "trash", None),
    ]
    span = "[2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z) of set 'main'"
    assert [one.what for one in entries] == [
        ("registered", f"granted {span}"),
        ("also named D_AGAIN",),
        ("invalid", f"retired {span}"),
        ("valid",),
        ("trashed",),
    ]
    assert [one.event for one in entries] == sorted(one.event for one in entries)
    printed = json.loads(ask("history", "D", "--format", "json").stdout)
    assert printed == [one.to_dict() for one in entries]
    assert list(printed[0]) == ["event", "time", "actor", "verb", "reason", "what"]
    with pytest.raises(NotFoundError):
        archive.history("NONE")


def test_the_range_of_a_predecessor_is_in_its_history(archive: Archive, make) -> None:
    archive.register(make.dark(id="OLD", level=0.1))
    archive.register(make.dark(id="NEW", level=0.2))
    assert [one.what[0].split()[0] for one in archive.history("OLD")] == ["registered", "retired"]


def test_events_are_listed_by_number(archive: Archive, make, ask) -> None:
    archive.register(make.parameters(id="P"), actor="ann")
    archive.register(make.parameters("other", id="Q"), actor="bob")
    archive.set_status(["P", "Q"], "invalid", reason="both", actor="ann")
    found = archive.events()
    numbers = [one.event for one in found]
    assert numbers == list(range(1, len(found) + 1))
    made = numbers[-4:]
    assert [one.event for one in archive.events(actor="ann")] == [made[0], made[2], made[3]]
    assert [one.event for one in archive.events(verb="status", subject="Q")] == [made[3]]
    assert [one.event for one in archive.events(since=made[1], until=made[2])] == made[1:3]
    assert [one.event for one in archive.events(limit=2)] == made[2:]
    assert archive.events(limit=0) == []
    assert archive.events(subject="Q")[-1].reason == "both"
    for wrong in ({"since": 99}, {"until": "yesterday"}, {"until": "2026-01-01T00:00:00"}):
        with pytest.raises(ArchiveError):
            archive.events(**wrong)
    printed = json.loads(ask("events", "--verb", "status", "--format", "json").stdout)
    assert [one["subject"] for one in printed] == ["P", "Q"]


def test_times_of_events_are_read_as_numbers(archive: Archive, make, rows) -> None:
    for number in (1, 2, 3, 4):
        archive.register(make.parameters(f"s{number}", id=f"P{number}"))
    first = archive.events(subject="P1")[0].event
    # A clock that was set back between the second and the third.
    for offset, time in enumerate(("01:00:00", "03:00:00", "02:00:00", "04:00:00")):
        instant = parse_utc(f"2026-01-01T{time}Z")
        rows(f"UPDATE event SET time_ns = {instant} WHERE seq = {first + offset}")
    until = archive.events(until="2026-01-01T02:00:00Z", verb="register")
    # The highest number that is not later, and all before it.
    assert [one.subject for one in until] == ["P1", "P2", "P3"]
    since = archive.events(since="2026-01-01T02:30:00Z", verb="register")
    assert [one.subject for one in since] == ["P4"]


def test_the_command(archive: Archive, make, ask) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.parameters(id="P"))
    refused = ask("status", "D", "P", "invalid")
    assert refused.exit_code == 1
    assert "needs a reason" in refused.output
    arguments = ("--reason", "leak", "--actor", "me", "--format", "json")
    done = ask("status", "D", "P", "INVALID", *arguments)
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert [(one["id"], one["before"], one["status"], one["ranges"]) for one in said] == [
        ("D", "registered", "invalid", 1),
        ("P", "registered", "invalid", 0),
    ]
    assert "D: 1 validity range retired" in done.stderr
    assert archive.events(verb="status")[0].actor == "me"
    assert list(archive.check(deep=True)) == []


def test_writers_take_turns(archive: Archive, url: str, make) -> None:
    """Several set the status of one product at once: each follows what the last one said."""
    archive.register(make.parameters(id="P"))
    words = ("valid", "invalid", "registered", "rejected") * 4

    def judge(word: str) -> None:
        with dpkit_archive.open(url) as own:
            own.set_status("P", word, reason="together")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(judge, words))
    details = [one.detail for one in archive.events(verb="status")]
    assert all(one["from"] == before["to"] for before, one in pairwise(details))
    assert all(one["from"] != one["to"] for one in details)
    told = [one["status"] for one in archive.show("P").statuses]
    assert told == ["registered", *(one["to"] for one in details)]
    assert archive.product("P").status == told[-1]
