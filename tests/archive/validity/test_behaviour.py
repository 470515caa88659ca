"""What validity ranges do, number by number as another archive's tests assert it.

Where we differ on purpose the test says so; the page on validity names these places, too.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from tests.archive.validity.ledger import (
    BOUNDS,
    FACTORS,
    FRAME,
    HOUR,
    T1,
    T2,
    T3,
    T4,
    T5,
    J,
    hour,
)

from dpkit.errors import ArchiveError, NotFoundError, ValidityError
from dpkit.tai import FOREVER, NEVER, format_utc, from_time, parse_utc, to_time
from dpkit_archive import Archive, Claim

H = {"filter": "NIR_H"}
EXPOSURES = ((T1, T2), (T2, T3), (T3, T4), (T4, T5))


def test_01_only_calibrations_are_certified_and_only_into_sets_that_there_are(
    archive: Archive, enter
) -> None:
    enter("FRAME", None, product=FRAME)
    with pytest.raises(ValidityError, match="DpdNirCalibratedFrame has no validity in time"):
        archive.certify("FRAME", begin=T1, end=T2)
    enter("A")
    with pytest.raises(NotFoundError, match=r"no calibration set named 'mian'.*did you mean main"):
        archive.certify("A", calibration_set="mian")


def test_01_without_a_range_the_proposed_one_is_granted(archive: Archive, enter, ranges) -> None:
    enter("A", (T2, T4))
    assert ranges() == []
    (made,) = archive.certify("A")
    assert (made.begin, made.end, made.created) == (T2, T4, True)
    assert ranges() == [("A", T2, T4)]


def test_02_what_is_certified_is_found_once(archive: Archive, enter) -> None:
    enter("A")
    for calibration_set in ("main", "nightly"):
        archive.certify("A", calibration_set=calibration_set, create_set=True)
    assert [row.id for row in archive.find(FACTORS)] == ["A"]


def test_03_exposures_find_what_holds_half_open(archive: Archive, enter, ask) -> None:
    enter("A")
    archive.certify("A")
    assert [ask(between=span) for span in EXPOSURES] == [None, "A", "A", None]
    assert [ask(at) for at in (T2 - 1, T2, T4 - 1, T4)] == [None, "A", "A", None]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (NEVER, T3),
        (NEVER, T5),
        (T1, T3),
        (T1, T5),
        (T1, FOREVER),
        (T2, T3),
        (T2, T5),
        (T2, FOREVER),
    ],
)
def test_04_an_overlap_is_refused_and_leaves_nothing(
    archive: Archive, enter, state, begin: int, end: int
) -> None:
    enter("A")
    enter("B")
    archive.certify("A")
    before = state(archive)
    with pytest.raises(ValidityError, match=r"B: .*overlaps .* of A \(certify another range"):
        archive.certify("B", begin=begin, end=end)
    assert state(archive) == before


def test_05_other_keys_may_overlap_and_ranges_may_touch(archive: Archive, enter, ranges) -> None:
    enter("A")
    enter("B")
    enter("C", keys=H)
    enter("D")
    archive.certify(
        ["A", "C", Claim(id="B", begin=T4, end=FOREVER), Claim(id="D", end=T2, begin=T1)]
    )
    assert ranges() == [
        ("C", T2, T4),
        ("D", T1, T2),
        ("A", T2, T4),
        ("B", T4, FOREVER),
    ]


def test_06_ranges_are_listed_with_their_sets(archive: Archive, enter) -> None:
    for name in ("A", "B"):
        enter(name)
    archive.certify("A")
    archive.certify("A", calibration_set="nightly", begin=T1, end=T2, create_set=True)
    report = archive.validity_report(FACTORS, calibration_set=["nightly", "main"])
    listed = [(one.id, one.calibration_set, one.begin, one.end) for one in report.those("range")]
    assert listed == [("A", "nightly", T1, T2), ("A", "main", T2, T4)]
    assert [one.id for one in report.those("never certified")] == ["B"]


def test_07_every_span_finds_none_one_or_is_ambiguous(archive: Archive, enter) -> None:
    held = {"NIR_J": [("A", T2, T4), ("B", T4, FOREVER)], "NIR_H": [("C", NEVER, T3)]}
    for filter, some in held.items():
        for name, begin, end in some:
            enter(name, (begin, end), keys={"filter": filter})
            archive.certify(name)
    spans = list(combinations(BOUNDS, 2))
    assert len(spans) == 21
    for begin, end in spans:
        for filter, some in held.items():
            expected = [name for name, first, last in some if first < end and last > begin]
            asked = {"between": (begin, end), "keys": {"filter": filter}}
            if len(expected) > 1:
                with pytest.raises(ValidityError, match="ambiguous: A and B are both valid in"):
                    archive.calib(FACTORS, **asked)
            else:
                choice = archive.calib(FACTORS, **asked)
                assert ([choice.chosen.id] if choice.chosen else []) == expected


def test_08_decertify_cuts_what_reaches_in(archive: Archive, enter, ask, ranges) -> None:
    for name, begin, end, keys in (
        ("A", T2, T4, J),
        ("B", T4, FOREVER, J),
        ("C", T1, T3, H),
    ):
        enter(name, (begin, end), keys=keys)
        archive.certify(name)
    made = archive.decertify(FACTORS, begin=T3, end=T5)
    assert {one.id: one.kept for one in made} == {"A": ((T2, T3),), "B": ((T5, FOREVER),)}
    assert ranges() == [("C", T1, T3), ("A", T2, T3), ("B", T5, FOREVER)]
    assert ask(between=(T3, T5)) is None


def test_09_decertify_splits_and_both_halves_are_one_product(
    archive: Archive, enter, ask, ranges, rows
) -> None:
    enter("A", (NEVER, FOREVER))
    enter("B", (NEVER, FOREVER), keys=H)
    archive.certify(["A", "B"])
    archive.decertify(FACTORS, begin=T2, end=T3, keys=J)
    assert ranges() == [("B", NEVER, FOREVER), ("A", NEVER, T2), ("A", T3, FOREVER)]
    # The whole row is kept, but for the event that retired it, which granted the pieces.
    kept = "SELECT begin_ns, end_ns, granted_event, retired_event FROM validity ORDER BY number"
    event = rows("SELECT max(seq) FROM event")[0][0]
    assert rows(kept) == [
        (NEVER, FOREVER, 3, event),
        (NEVER, FOREVER, 4, None),
        (NEVER, T2, event, None),
        (T3, FOREVER, event, None),
    ]
    # Here we differ: it is one product, however its range was cut.
    assert ask(between=(T1, T4)) == "A"
    choice = archive.calib(FACTORS, between=(T1, T4), keys=J)
    assert choice.reason.count(" and ") == 1
    assert ask(between=(T2, T3)) is None


def test_10_decertify_for_ever_leaves_nothing(archive: Archive, enter, ask, ranges) -> None:
    enter("A", (NEVER, FOREVER))
    archive.certify("A")
    for at in (NEVER, T1, T3, FOREVER):
        assert ask(at) == "A"
    archive.decertify(FACTORS)
    assert ranges() == []
    for span in combinations(BOUNDS, 2):
        assert ask(between=span) is None


def test_11_sets_are_asked_in_their_order(archive: Archive, enter, ask) -> None:
    enter("A", (T1, T3))
    enter("B", (T2, T5))
    archive.certify("A")
    archive.certify("B", calibration_set="nightly", create_set=True)
    sets = ["nightly", "main"]
    assert [ask(at, calibration_set=sets) for at in (T1, T2, T4, T5)] == ["A", "B", "B", None]
    assert [ask(at, calibration_set=sets[::-1]) for at in (T1, T2, T4)] == ["A", "A", "B"]
    # That a later set has two for a span does not matter when an earlier one answers.
    enter("C", (T3, T4))
    archive.certify("C")
    assert ask(between=(T2, T4), calibration_set=sets) == "B"
    with pytest.raises(ValidityError, match="ambiguous: A and C"):
        ask(between=(T2, T4), calibration_set=sets[::-1])
    # Here we differ: a question about what has no validity is an error, not one without a time.
    with pytest.raises(ValidityError, match="has no validity in time"):
        ask(T1, product=FRAME, keys={})


def test_12_other_keys_of_an_exposure_do_not_matter(archive: Archive, enter, ask) -> None:
    enter("A")
    archive.certify("A")
    keys = J | {"observation": 7, "exposure": 1, "detector": ("DET11", "DET12")}
    enter("FRAME", None, product=FRAME, keys=keys, observed=(T2, T2 + HOUR // 2))
    assert ask(exposure="FRAME", keys={}) == "A"
    # Here we differ: a key that is given, and selects nothing, is an error.
    with pytest.raises(ArchiveError, match="not chosen by observation"):
        ask(T2, keys=J | {"observation": 7})
    with pytest.raises(ArchiveError, match="missing: filter"):
        ask(T2, keys={})
    assert ask(T2, keys={"filter": "NIR_Y"}) is None


def test_13_times_are_whole_nanoseconds_of_tai(archive: Archive, enter, ask) -> None:
    enter("A", (T2, T2 + 1))
    archive.certify("A")
    assert [ask(at) for at in (T2 - 1, T2, T2 + 1)] == [None, "A", None]
    text = format_utc(T2)
    assert parse_utc(text) == T2
    assert ask(text) == ask(to_time(T2)) == ask(to_time(T2).tai) == "A"
    assert from_time(to_time(T2).tai) == T2
    # An instant is a span of no length.
    assert ask(between=(T2, T2)) == "A"
    with pytest.raises(ValidityError, match="ends before it begins"):
        ask(between=(T3, T2))
    with pytest.raises(ValidityError, match="has no zone"):
        ask("2026-03-01T14:00:00")
    for wrong in (1.5, True, b"x"):
        with pytest.raises(ValidityError, match="is no time"):
            ask(wrong)
    with pytest.raises(ValidityError, match="beyond 64 bits"):
        ask(2**63)
    assert ask("0900-01-01T00:00:00Z") is ask("9999-01-01T00:00:00Z") is None


def test_14_an_exposure_is_asked_for_at_its_own_time(archive: Archive, enter, ask) -> None:
    enter("A", (T1, T3))
    enter("B", (T3, T5))
    archive.certify(["A", "B"])
    keys = J | {"observation": 7}
    for name, begin, end in (("F1", hour(2.5), T3), ("F2", T3, T4), ("F3", T2, T4)):
        enter(name, None, product=FRAME, keys=keys, observed=(begin, end))
    assert [ask(exposure=name, keys={}) for name in ("F1", "F2")] == ["A", "B"]
    with pytest.raises(ValidityError, match=r"ambiguous: A and B are both valid in .*--use"):
        ask(exposure="F3", keys={})
    assert ask(T2, exposure="F3", keys={}) == "A"
    assert ask(T4, exposure="F1", keys=J) == "B"
    with pytest.raises(ArchiveError, match="filter NIR_H contradicts F1, which has NIR_J"):
        ask(exposure="F1", keys=H)
    enter("F4", None, product=FRAME, keys=keys)
    with pytest.raises(ArchiveError, match=r"F4 has no time of observation.*--at"):
        ask(exposure="F4", keys={})
    with pytest.raises(NotFoundError, match="no product has the id 'F9'"):
        ask(exposure="F9", keys={})


def test_15_an_answer_has_its_range_and_a_report_has_each(archive: Archive, enter) -> None:
    enter("A", (T1, T5))
    archive.certify("A")
    archive.decertify("A", begin=T2, end=T3)
    choice = archive.calib(FACTORS, at=T4, keys=J)
    assert (choice.begin, choice.end) == (T3, T5)
    report = archive.validity_report(FACTORS)
    assert [(one.what, one.begin, one.end) for one in report.stretches] == [
        ("range", T1, T2),
        ("gap", T2, T3),
        ("range", T3, T5),
    ]
