"""Certifying and taking back: what is refused, what changes nothing, and what is kept of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading

import pytest
from tests.archive.validity.ledger import BLAZE, FACTORS, FLAT, T1, T2, T3, T4, T5, J

import dpkit_archive
from dpkit.errors import ArchiveError, NotFoundError, ValidityError
from dpkit.tai import FOREVER
from dpkit_archive import Archive, Claim

H = {"filter": "NIR_H"}
FLAT_KEYS = {"detector": "WFI01", "filter": "F158", "calibration": "c"}
BLAZE_KEYS = {"fiber": "AB", "instrument": "SPIRou", "raw": "r", "order": (1, 2)}


# The findings of others, X1 to X8


def test_x1_an_overlap_inside_one_batch_is_refused(archive: Archive, enter, state) -> None:
    enter("A")
    enter("B", (T3, T5))
    before = state(archive)
    with pytest.raises(ValidityError, match=r"overlaps .* of A"):
        archive.certify(["A", "B"])
    with pytest.raises(ValidityError, match=r"overlaps .* of A"):
        archive.certify([Claim(id="A"), Claim(id="A", begin=T1, end=T3)])
    assert state(archive) == before


def test_x1_the_same_product_twice_in_one_batch_is_one_range(
    archive: Archive, enter, ranges
) -> None:
    enter("A")
    assert [one.created for one in archive.certify(["A", "A"])] == [True, False]
    assert ranges() == [("A", T2, T4)]


def test_x4_taking_back_what_never_was_certified_changes_nothing(
    archive: Archive, enter, state
) -> None:
    enter("A")
    before = state(archive)
    assert archive.decertify(FACTORS) == archive.decertify("A", begin=T1) == []
    assert state(archive) == before
    archive.certify("A")
    before = state(archive)
    assert archive.decertify(FACTORS, begin=T4) == archive.decertify(FACTORS, keys=H) == []
    assert state(archive) == before


def test_x5_certifying_what_stands_changes_nothing(archive: Archive, enter, state, ask) -> None:
    enter("A")
    archive.certify("A")
    archive.certify("A", begin=T4, end=T5)
    before = state(archive)
    made = archive.certify([Claim(id="A"), Claim(id="A", begin=T4, end=T5)])
    assert [one.created for one in made] == [False, False]
    assert state(archive) == before
    # Ranges that touch are not merged, and yet are one product.
    assert ask(between=(T3, T5)) == "A"


@pytest.mark.parametrize(
    ("begin", "end", "said"), [(T2, T2, "is empty"), (T3, T2, "ends before it begins")]
)
def test_x6_an_empty_or_reversed_range_is_refused(
    archive: Archive, enter, state, begin: int, end: int, said: str
) -> None:
    enter("A")
    before = state(archive)
    with pytest.raises(ValidityError, match=f"A: .*{said}"):
        archive.certify("A", begin=begin, end=end)
    with pytest.raises(ValidityError, match=said):
        archive.decertify(FACTORS, begin=begin, end=end)
    assert state(archive) == before


def test_x8_a_batch_with_one_conflict_is_refused_whole(
    archive: Archive, enter, state, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dpkit_archive.certification._CHUNK", 2)
    enter("A")
    archive.certify("A")
    others = [enter(f"N{number}", (T1 + number, T1 + number + 1)) for number in range(5)]
    enter("B", (T3, T5))
    before = state(archive)
    with pytest.raises(ValidityError, match=r"B: .*overlaps .* of A"):
        archive.certify([*others, "B"])
    assert state(archive) == before


# What else is refused


@pytest.mark.parametrize("status", ["invalid", "rejected", "trashed", "retired"])
def test_what_is_known_to_be_bad_is_never_certified(
    archive: Archive, enter, state, status: str
) -> None:
    enter("A", status=status)
    before = state(archive)
    with pytest.raises(ValidityError, match=f"A: its status is {status}, and what is so is never"):
        archive.certify("A")
    assert state(archive) == before


def test_unknown_names_are_refused(archive: Archive, enter) -> None:
    enter("A")
    with pytest.raises(NotFoundError, match="no product has the id 'B'"):
        archive.certify(["A", "B"])
    with pytest.raises(NotFoundError, match="no product has the id 'B'"):
        archive.decertify(["A", "B"])
    with pytest.raises(NotFoundError, match="did you mean DpdNirRelPhotoDetCalibration"):
        archive.decertify("DpdNirRelPhotoDetCalibratoin")
    with pytest.raises(NotFoundError, match="no calibration set named 'x'"):
        archive.decertify("A", calibration_set="x")
    with pytest.raises(NotFoundError, match="no calibration set named 'x'"):
        archive.decertify(FACTORS, calibration_set="x")
    with pytest.raises(NotFoundError, match="no key is named 'fliter'"):
        archive.decertify(FACTORS, keys={"fliter": "NIR_J"})
    with pytest.raises(ArchiveError, match="not chosen by observation"):
        archive.decertify(FACTORS, keys={"observation": 3})
    with pytest.raises(ArchiveError, match="keys narrow a type, but ids were given: filter"):
        archive.decertify("A", keys=J)
    with pytest.raises(ValidityError, match="has no validity"):
        archive.decertify("DpdNirRelPhotoParams")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
def test_a_new_set_needs_a_name(archive: Archive, enter, state, name: str) -> None:
    enter("A")
    before = state(archive)
    with pytest.raises(ValidityError, match=r"no name of a calibration set .*such as 'nightly'"):
        archive.certify("A", calibration_set=name, create_set=True)
    with pytest.raises(NotFoundError, match="no calibration set named"):
        archive.certify("A", calibration_set=name)
    assert state(archive) == before
    for blanks in (" nightly", "nightly "):
        (made,) = archive.certify("A", calibration_set=blanks, create_set=True)
        assert made.calibration_set == "nightly"


def test_a_type_is_taken_back_alone(archive: Archive, enter, state) -> None:
    enter("A")
    archive.certify("A")
    before = state(archive)
    for names in (["A", FACTORS], [FACTORS, "A"], [FACTORS, "DpdNirMasterDark"]):
        with pytest.raises(NotFoundError, match=r"\(give the name of one type alone, or ids\)"):
            archive.decertify(names)
    assert state(archive) == before


def test_a_time_without_zone_is_refused(archive: Archive, enter) -> None:
    enter("A")
    with pytest.raises(ValidityError, match="has no zone"):
        archive.certify("A", begin="2026-03-01T00:00:00")


def test_an_instant_has_no_end_and_is_bounded(archive: Archive, enter, ranges) -> None:
    enter("R", (T2, T2 + 1), product=FLAT, keys=FLAT_KEYS)
    with pytest.raises(ValidityError, match=r"chosen by an instant, which has no end"):
        archive.certify("R", begin=T1, end=T2)
    for begin in ("always", "forever"):
        with pytest.raises(ValidityError, match="an instant has bounds"):
            archive.certify("R", begin=begin)
    (made,) = archive.certify("R", begin=T3)
    assert (made.begin, made.end) == (T3, T3 + 1)
    assert ranges(FLAT) == [("R", T3, FOREVER)]


def test_instants_are_unique_in_a_set(archive: Archive, enter, ranges) -> None:
    for name in ("S", "T"):
        enter(name, (T2, T2 + 1), product=BLAZE, keys=BLAZE_KEYS)
    archive.certify("S")
    with pytest.raises(ValidityError, match=r"overlaps .* of S"):
        archive.certify("T")
    archive.certify("T", begin=T2 + 1)
    assert [name for name, *_ in ranges(BLAZE)] == ["S", "T"]


# Sets


def test_a_set_is_made_when_the_dataset_is_named_so_or_it_is_wanted(
    archive: Archive, enter, rows
) -> None:
    enter("A", dataset="test")
    assert archive.certify("A")[0].calibration_set == "test"
    with pytest.raises(NotFoundError, match="--create-set makes a new one"):
        archive.certify("A", calibration_set="nightly")
    archive.certify("A", calibration_set="nightly", create_set=True)
    assert rows("SELECT name FROM calibration_set ORDER BY name") == [
        ("main",),
        ("nightly",),
        ("test",),
    ]


def test_ids_are_taken_back_in_the_set_of_their_dataset(archive: Archive, enter, ranges) -> None:
    enter("A", dataset="test")
    enter("B")
    archive.certify(["A", "B"])
    archive.certify("A", calibration_set="main", begin=T4, end=T5)
    assert [one.calibration_set for one in archive.decertify(["A", "B"])] == ["test", "main"]
    assert ranges(calibration_set=["test", "main"]) == [("A", T4, T5)]


# Versions


def test_a_new_version_takes_over_wholly(archive: Archive, enter, ranges) -> None:
    enter("V1", (T1, T5), identity="V")
    archive.certify("V1")
    enter("V2", (T2, T3), identity="V")
    assert ranges() == [("V1", T1, T5)]
    (made,) = archive.certify("V2")
    assert made.retired == ("V1",)
    # What only the earlier version covered is free, as after a registration.
    assert ranges() == [("V2", T2, T3)]
    last = archive.show("V1").validity[-1]
    assert (last["state"], last["retired_event"]) == ("retired", 4)


def test_an_earlier_version_may_stand_beside_a_new_one_but_not_in_its_place(
    archive: Archive, enter, ranges
) -> None:
    enter("V1", (T1, T5), identity="V")
    enter("V2", (T2, T3), identity="V")
    archive.certify("V2")
    with pytest.raises(ValidityError, match=r"V1: .*overlaps .* of V2"):
        archive.certify("V1")
    archive.certify("V1", begin=T3, end=T5)
    assert ranges() == [("V2", T2, T3), ("V1", T3, T5)]
    archive.decertify("V2")
    archive.certify("V1", begin=T2, end=T3)
    assert ranges() == [("V1", T2, T3), ("V1", T3, T5)]


def test_two_versions_are_not_certified_at_once(archive: Archive, enter, state) -> None:
    for number in (1, 2):
        enter(f"V{number}", (T1 * number, T1 * number + 1), identity="V")
    before = state(archive)
    with pytest.raises(ValidityError, match="V1 and V2 are versions of one product"):
        archive.certify(["V1", "V2"])
    assert state(archive) == before


def test_versions_of_other_datasets_and_sets_are_left(archive: Archive, enter, ranges) -> None:
    enter("V1", (T1, T2), identity="V")
    enter("V2", (T3, T4), identity="V", dataset="test")
    archive.certify("V1")
    archive.certify("V2", calibration_set="main")
    assert ranges() == [("V1", T1, T2), ("V2", T3, T4)]


def test_an_invalid_product_loses_its_range_and_its_predecessor_does_not_return(
    archive: Archive, enter, ask, ranges
) -> None:
    for number in (1, 2):
        enter(f"V{number}", identity="V")
        archive.certify(f"V{number}")
    archive.set_status("V2", "invalid", reason="light leak")
    assert (ask(T2), ranges()) == (None, [])
    archive.set_status("V2", "registered")
    assert ask(T2) is None
    archive.certify("V1")
    assert ask(T2) == "V1"


# What is kept of it


def test_reason_and_actor_are_kept(archive: Archive, enter) -> None:
    enter("A")
    archive.certify("A", reason="looked at", actor="nb")
    archive.decertify("A", begin=T3, reason="leak", actor="jr")
    _, granted, taken = archive.show("A").events
    assert (granted["verb"], granted["actor"], granted["detail"]["reason"]) == (
        "certify",
        "nb",
        "looked at",
    )
    assert (taken["verb"], taken["actor"], taken["detail"]["reason"]) == (
        "decertify",
        "jr",
        "leak",
    )
    assert taken["detail"]["ranges"] == 1
    assert json.dumps(taken["detail"])


def test_a_rehearsal_keeps_nothing_and_refuses_all(archive: Archive, enter, state) -> None:
    enter("A")
    before = state(archive)
    assert archive.certify("A", rehearse=True)[0].created
    assert state(archive) == before
    archive.certify("A")
    before = state(archive)
    assert len(archive.decertify("A", rehearse=True)) == 1
    with pytest.raises(ValidityError):
        archive.certify("A", begin=T1, end=T3, rehearse=True)
    assert state(archive) == before


def test_other_ids_of_a_product_will_do(archive: Archive, make, ranges) -> None:
    for name in ("P1", "P2"):
        archive.register(make.detector_factors(id=name))
    assert [one.id for one in archive.decertify("P2")] == ["P1"]
    assert [one.id for one in archive.certify("P2")] == ["P1"]
    assert [name for name, *_ in ranges()] == ["P1"]


def test_many_are_certified_in_any_order(archive: Archive, enter, ranges) -> None:
    names = [enter(f"N{number:04}", (T1 + number, T1 + number + 1)) for number in range(30)]
    claims = [
        Claim(id=name, begin=T5 + part * 1000 + number, end=T5 + part * 1000 + number + 1)
        for number, name in enumerate(names)
        for part in range(40)
    ]
    made = archive.certify(claims[::-1])
    assert [(one.id, one.begin) for one in made] == [(one.id, one.begin) for one in claims[::-1]]
    assert sorted(ranges()) == sorted((one.id, one.begin, one.end) for one in claims)


# Several writers, and the second line


def test_of_two_writers_of_one_range_one_wins(archive: Archive, url: str, enter, ranges) -> None:
    enter("A")
    enter("B", (T3, T5))
    barrier = threading.Barrier(2)
    outcomes: dict[str, object] = {}

    def certify(name: str) -> None:
        with dpkit_archive.open(url) as other:
            barrier.wait()
            try:
                outcomes[name] = other.certify(name)
            except ValidityError as error:
                outcomes[name] = error

    threads = [threading.Thread(target=certify, args=(name,)) for name in ("A", "B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = [name for name, said in outcomes.items() if isinstance(said, ValidityError)]
    assert len(lost) == 1
    (won,) = {"A", "B"} - set(lost)
    assert f"of {won}" in str(outcomes[lost[0]])
    assert [name for name, *_ in ranges()] == [won]


@pytest.mark.parametrize("begin", [T2, T3])
def test_the_database_itself_refuses_what_slips_through(
    archive: Archive, enter, state, monkeypatch: pytest.MonkeyPatch, begin: int
) -> None:
    enter("A")
    enter("B", (begin, T5))
    archive.certify("A")
    before = state(archive)
    monkeypatch.setattr("dpkit_archive.validity.Validities.check", lambda *_args: None)
    with pytest.raises(ValidityError, match="validity ranges overlap"):
        archive.certify("B")
    assert state(archive) == before


_KILLED = """
import os, signal, sys, dpkit_archive
with dpkit_archive.open(sys.argv[1]) as archive:
    dialect = archive._database.engine.dialect
    dialect.do_commit = lambda *_args: os.kill(os.getpid(), signal.SIGKILL)
    archive.certify("A")
"""


def test_a_kill_before_the_commit_leaves_a_proposal(
    archive: Archive, url: str, enter, state
) -> None:
    enter("A")
    before = state(archive)
    done = subprocess.run([sys.executable, "-c", _KILLED, url], check=False)
    assert done.returncode == -signal.SIGKILL
    assert state(archive) == before
    assert [one.id for one in archive.validity_report(FACTORS).those("never certified")] == ["A"]
    archive.certify("A")
    assert archive.validity_report(FACTORS).those("never certified") == []


def test_an_error_in_the_middle_undoes_all(
    archive: Archive, enter, state, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter("A")
    enter("B")
    archive.certify("A")
    before = state(archive)
    calls = []

    def fail(*args: object) -> None:
        calls.append(args)
        raise OSError("no more")

    with monkeypatch.context() as patched:
        patched.setattr("dpkit_archive.pending.insert_rows", fail)
        for work in (
            lambda: archive.certify("B", begin=T4, end=T5),
            lambda: archive.decertify("A"),
        ):
            with pytest.raises(OSError, match="no more"):
                work()
    assert len(calls) == 2
    assert state(archive) == before
