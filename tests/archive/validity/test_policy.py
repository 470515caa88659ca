"""Use-after and closest in time, spans, nights, what is given by hand, and what is said of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from astropy.time import Time
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.validity.ledger import (
    BLAZE,
    FACTORS,
    FLAT,
    FRAME,
    HOUR,
    NOON,
    T1,
    T2,
    T3,
    T4,
    T5,
    J,
    hour,
)

from dpkit.errors import ArchiveError, NotFoundError, ProductError, ValidityError
from dpkit.tai import FOREVER, NEVER, from_time, parse_utc, to_time
from dpkit_archive import Archive
from dpkit_archive.duration import parse_duration
from dpkit_archive.moment import night_of
from dpkit_archive.period import proposed_range
from dpkit_archive.policy import closest
from dpkit_archive.timeline import Held

FLAT_KEYS = {"detector": "WFI01", "filter": "F158"}
BLAZE_KEYS = {"fiber": "AB"}
DAY = 24 * HOUR


@pytest.fixture
def flats(archive: Archive, enter, ask):
    """Return a function that asks for flats, of which there are some from 1 h and from 3 h on."""
    for name, at in (("F1", T1), ("F3", T3)):
        enter(name, (at, at + 1), product=FLAT, keys=FLAT_KEYS | {"calibration": name})
        archive.certify(name)
    return lambda at, **options: ask(at, **{"product": FLAT, "keys": FLAT_KEYS} | options)


@pytest.fixture
def blazes(archive: Archive, enter, ask):
    """Return a function that asks for blazes, of which there are some at -1 h and 1 h."""
    for name, at in (("B-", hour(-1)), ("B+", T1)):
        enter(name, (at, at + 1), product=BLAZE, keys=BLAZE_KEYS)
        archive.certify(name)
    return lambda at, **options: ask(at, **{"product": BLAZE, "keys": BLAZE_KEYS} | options)


# Use-after


def test_use_after_is_the_greatest_start_that_is_not_later(flats) -> None:
    assert [flats(at) for at in (T1, T3 - 1, T3, FOREVER)] == ["F1", "F1", "F3", "F3"]


def test_use_after_before_the_first_is_none_and_explained(archive: Archive, flats) -> None:
    assert flats(T1 - 1) is flats(NEVER) is None
    choice = archive.calib(FLAT, at=NOON, keys=FLAT_KEYS)
    assert choice.reason == (
        "no DpdRomanFlat for detector=WFI01 filter=F158 not after 2026-03-01T12:00:00Z; the next "
        "one is 1 h later: 2026-03-01T13:00:00Z of F1"
    )
    assert [(one.id, one.begin) for one in choice.near_misses] == [("F1", T1)]


def test_use_after_of_an_empty_table(archive: Archive) -> None:
    choice = archive.calib(FLAT, at=NOON, keys=FLAT_KEYS)
    assert (choice.chosen, choice.reason) == (None, "no DpdRomanFlat is registered")


def test_use_after_says_why(archive: Archive, flats) -> None:
    choice = archive.calib(FLAT, at=T2, keys=FLAT_KEYS)
    assert choice.reason == (
        "latest-before: 2026-03-01T13:00:00Z of set 'main' is 1 h before 2026-03-01T14:00:00Z, "
        "the latest"
    )
    assert [(one.id, one.reason) for one in choice.rejected] == [
        ("F3", "it is 1 h later than the time")
    ]
    answer = choice.answer()
    assert (answer["valid_from"], answer["valid_until"]) == ("2026-03-01T13:00:00Z", None)


def test_a_bad_time_is_an_error_and_no_guess(flats) -> None:
    for text in ("UNDEFINED", "2026-02-30T00:00:00Z", ""):
        with pytest.raises(ValidityError, match="is no time"):
            flats(text)


def test_the_begin_of_an_exposure_counts_for_instants(archive: Archive, enter, flats) -> None:
    keys = {"detector": "WFI01", "filter": "F158", "instrument": "WFI", "visit": "1", "exposure": 1}
    enter("IMAGE", None, product="DpdRomanImage", keys=keys, observed=(T2, T4))
    assert flats(None, exposure="IMAGE", keys={}) == "F1"
    assert flats(None, between=(T2, T4)) == "F1"


def test_use_after_knows_no_distance(flats) -> None:
    with pytest.raises(ArchiveError, match=r"'latest-before', which knows no distance"):
        flats(T2, max_distance="1 h")


def test_a_document_that_says_when_it_is_used_after(archive: Archive, tmp_path) -> None:
    from dpkit.product.document import read_document
    from dpkit.simulate import write_sample

    document = write_sample(FLAT, tmp_path, minimal=True)
    text = document.read_text().replace("INVALID", "VALID")
    document.write_text(text)
    read = read_document(document)
    begin, end = proposed_range(read)
    assert end == begin + 1 == parse_utc(read.text("Data/UseAfter")) + 1
    made = archive.register(document)
    keys = {name: read.text(path) for name, path in _paths(read)}
    # The schema says that it is certified by hand.
    assert archive.calib(FLAT, at=begin, keys=keys, calibration_set="main").chosen is None
    archive.certify(made.id, calibration_set="main")
    chosen = archive.calib(FLAT, at=begin, keys=keys).chosen
    assert (chosen.id, archive.calib(FLAT, at=begin - 1, keys=keys).chosen) == (made.id, None)


def _paths(document) -> list[tuple[str, str]]:
    entry = document.entry
    return [(key.name, key.path) for key in entry.keys if key.name in entry.select]


def test_an_instant_without_bounds_is_no_proposal(make) -> None:
    from dpkit.product.document import parse_document

    source = make.detector_factors("9999-01-01T00:00:00Z", "9999-02-01T00:00:00Z")
    document = parse_document(source.read_bytes(), source)
    changed = replace(document.entry.validity, policy="latest-before")
    document = replace(document, entry=replace(document.entry, validity=changed))
    with pytest.raises(ValidityError, match=r"the instant of validity .* has no bounds"):
        proposed_range(document)


# Closest in time


def test_closest_is_on_either_side_and_ties_go_to_the_later(blazes) -> None:
    asked = (hour(-1), NOON - 1, NOON, NOON + 1, T1)
    assert [blazes(at) for at in asked] == ["B-", "B-", "B+", "B+", "B+"]


def test_closest_has_a_largest_distance(archive: Archive, blazes) -> None:
    assert [blazes(T1 + 7 * DAY + d) for d in (0, 1)] == ["B+", None]
    assert [blazes(hour(-1) - 7 * DAY - d) for d in (0, 1)] == ["B-", None]
    assert [blazes(T3, max_distance=far) for far in ("2 h", "119 min", 2 * HOUR)] == [
        "B+",
        None,
        "B+",
    ]
    assert blazes(T1 + 30 * DAY, max_distance="P30D") == "B+"
    for wrong, said in (("-1 h", "is no duration"), (-1, "is not negative")):
        with pytest.raises(ArchiveError, match=said):
            blazes(T1, max_distance=wrong)


def test_closest_explains_itself(archive: Archive, blazes) -> None:
    choice = archive.calib(BLAZE, at=T2, keys=BLAZE_KEYS)
    assert choice.reason == (
        "closest: 2026-03-01T13:00:00Z of set 'main' is 1 h before 2026-03-01T14:00:00Z, the "
        "closest, and not further than 7 d"
    )
    choice = archive.calib(BLAZE, at=NOON, keys=BLAZE_KEYS)
    assert [(one.id, one.reason) for one in choice.rejected] == [
        ("B-", "it is 1 h earlier, which is further away")
    ]
    choice = archive.calib(BLAZE, at=hour(-24), keys=BLAZE_KEYS, max_distance="3 h")
    assert choice.reason == (
        "no DpdSpirouBlaze for fiber=AB within 3 h of 2026-02-28T12:00:00Z; the next one is 23 h "
        "later: 2026-03-01T11:00:00Z of B-"
    )


def test_a_later_set_answers_what_is_too_far_in_an_earlier_one(archive: Archive, blazes) -> None:
    archive.certify("B+", calibration_set="nightly", begin=T1 + 10 * DAY, create_set=True)
    sets = {"calibration_set": ["main", "nightly"]}
    assert blazes(T1 + 9 * DAY, **sets) == "B+"
    choice = archive.calib(BLAZE, at=T1 + 9 * DAY, keys=BLAZE_KEYS, **sets)
    assert (choice.calibration_set, choice.begin) == ("nightly", T1 + 10 * DAY)


@given(
    instants=st.lists(st.integers(-50, 50), unique=True, max_size=5),
    at=st.integers(-60, 60),
    most=st.none() | st.integers(0, 40),
)
def test_closest_agrees_with_all_candidates(instants: list[int], at: int, most: int | None) -> None:
    held = [Held(str(one), 1, one, one + 1) for one in sorted(instants)]
    begun = [one for one in held if one.begin <= at][-1:]
    coming = [one for one in held if one.begin > at][:1]
    best = sorted(instants, key=lambda one: (abs(one - at), -one))[:1]
    expected = [one for one in best if most is None or abs(one - at) <= most]
    assert [one.begin for one in closest(begun, coming, at, at, most)] == expected


# Nights


SPIROU = 204.5311
"""East longitude of CFHT; west of Greenwich it is -155.4689."""


def test_the_fraction_of_spirou() -> None:
    assert pytest.approx(0.43186, abs=5e-6) == ((360 - SPIROU) / 360) % 1


@given(
    day=st.integers(50_000, 61_500),
    fraction=st.floats(0, 1, exclude_max=True, allow_subnormal=False),
    longitude=st.sampled_from([SPIROU, -155.4689, 0.0, 179.5, -70.4, 289.6]),
)
def test_nights_are_those_of_the_formula(day: int, fraction: float, longitude: float) -> None:
    f = ((360 - longitude) / 360) % 1
    mjd = day + fraction
    midnight = from_time(Time(day, format="mjd", scale="utc"))
    instant = midnight + round(fraction * DAY)
    expected = math.floor(mjd - f + 0.5) + f
    found = to_time(night_of(instant, longitude)).mjd
    if abs((mjd - f) % 1 - 0.5) > 1e-6:  # else a float cannot tell which night it is
        assert found == pytest.approx(expected, abs=2e-5)  # a leap second is 1.2e-5 d
    assert abs(night_of(instant, longitude) - instant) <= DAY / 2 + 10**9


def test_both_ways_to_write_a_longitude_are_the_same() -> None:
    assert night_of(NOON, SPIROU) == night_of(NOON, SPIROU - 360)
    for wrong in (361.0, -361.0, math.nan, math.inf):
        with pytest.raises(ValidityError, match="is no longitude"):
            night_of(NOON, wrong)
    with pytest.raises(ValidityError, match="belongs to no night"):
        night_of(FOREVER, SPIROU)


def test_at_noon_the_night_to_come_counts() -> None:
    first, second = night_of(NOON, 0.0), night_of(NOON - 1, 0.0)
    assert (first - NOON, NOON - second) == (DAY / 2, DAY / 2)


def test_all_files_of_a_night_get_the_same_calibration(archive: Archive, enter, ask) -> None:
    midnight = night_of(parse_utc("2026-03-02T09:00:00Z"), SPIROU)
    for name, at in (("EVENING", midnight - 8 * HOUR), ("MORNING", midnight + 7 * HOUR)):
        enter(name, (at, at + 1), product=BLAZE, keys=BLAZE_KEYS)
        archive.certify(name)
    asked = {"product": BLAZE, "keys": BLAZE_KEYS, "night": SPIROU}
    times = [midnight + h * HOUR for h in (-11, -8, -1, 0, 1, 6, 11)]
    assert {ask(at, **asked) for at in times} == {"MORNING"}
    assert [ask(at, product=BLAZE, keys=BLAZE_KEYS) for at in times[:2]] == ["EVENING"] * 2
    choice = archive.calib(BLAZE, at=times[0], keys=BLAZE_KEYS, night=SPIROU)
    assert (choice.at, choice.night, choice.asked) == (midnight, SPIROU, times[0])
    # The largest distance counts from the time itself, not from its night.
    assert ask(times[0], **asked, max_distance=18 * HOUR) == "MORNING"
    assert ask(times[0], **asked, max_distance=18 * HOUR - 1) is None


# What the user gives


def test_a_calibration_that_is_given_is_a_choice(archive: Archive, enter) -> None:
    enter("A")
    enter("B", (T4, T5))
    archive.certify(["A", "B"])
    usual = archive.calib(FACTORS, at=T2, keys=J)
    choice = archive.calib(FACTORS, at=T2, keys=J, use="B")
    assert (choice.chosen.id, choice.given, choice.reason) == ("B", True, "given by the user")
    assert choice.warnings == (
        "B is given, and would not have been chosen: it is A, " + usual.reason,
    )
    assert [(one.id, one.reason) for one in choice.rejected] == [
        ("A", "another one was given by the user")
    ]
    assert (choice.begin, choice.calibration_set) == (None, None)
    same = archive.calib(FACTORS, at=T2, keys=J, use="A")
    assert (same.given, same.warnings, same.begin) == (True, (), T2)
    said = choice.to_dict()
    assert (said["given"], said["chosen"]["id"], said["event"]) == (True, "B", 4)


def test_what_is_given_though_it_is_bad_is_warned_of(archive: Archive, enter) -> None:
    enter("A")
    archive.certify("A")
    archive.set_status("A", "rejected", reason="leak")
    (warning,) = archive.calib(FACTORS, at=T2, keys=J, use="A").warnings
    assert "would not have been chosen (its status is rejected): it is nothing, none of the 1" in (
        warning
    )
    # It is as bad for a time that it does not claim.
    enter("B", (T4, T5))
    archive.certify("B")
    (warning,) = archive.calib(FACTORS, at=T4, keys=J, use="A").warnings
    assert "would not have been chosen (its status is rejected): it is B, valid-at" in warning


def test_a_given_one_decides_between_two(archive: Archive, enter) -> None:
    for name, begin, end in (("A", T1, T3), ("B", T3, T5)):
        enter(name, (begin, end))
        archive.certify(name)
    span = {"between": (T2, T4), "keys": J}
    with pytest.raises(ValidityError, match="ambiguous"):
        archive.calib(FACTORS, **span)
    choice = archive.calib(FACTORS, **span, use="B")
    assert choice.chosen.id == "B"
    assert "ambiguous: A and B" in choice.warnings[0]


def test_what_is_given_must_fit(archive: Archive, enter, tmp_path) -> None:
    enter("F", product=FLAT, proposed=(T1, T1 + 1), keys=FLAT_KEYS | {"calibration": "c"})
    enter("H", keys={"filter": "NIR_H"})
    with pytest.raises(ValidityError, match=f"F is a {FLAT}, not a {FACTORS}"):
        archive.calib(FACTORS, at=T2, keys=J, use="F")
    with pytest.raises(ValidityError, match="H is for filter NIR_H, which contradicts"):
        archive.calib(FACTORS, at=T2, keys=J, use="H")
    with pytest.raises(NotFoundError, match="'NONE' is neither the id of a product nor a file"):
        archive.calib(FACTORS, at=T2, keys=J, use="NONE")
    (tmp_path / "broken.xml").write_text("<x>")
    with pytest.raises(ProductError):
        archive.calib(FACTORS, at=T2, keys=J, use=tmp_path / "broken.xml")


def test_a_file_is_given(archive: Archive, make, enter) -> None:
    enter("A")
    archive.certify("A")
    document = make.detector_factors(id="OWN")
    choice = archive.calib(FACTORS, at=T2, keys=J, use=document)
    chosen = choice.chosen
    assert (chosen.id, chosen.status, chosen.version) == ("OWN", "unregistered", 0)
    assert (chosen.document, chosen.keys["filter"]) == (document, "NIR_J")
    assert chosen.keys["detector"] == ("DET11", "DET12")
    assert choice.warnings[0].startswith("OWN is given, and would not have been chosen: it is A")
    with pytest.raises(ValidityError, match="contradicts filter NIR_J"):
        archive.calib(FACTORS, at=T2, keys=J, use=make.detector_factors(filter="NIR_Y"))
    assert [row.id for row in archive.find(FACTORS)] == ["A"]


def test_a_file_that_is_registered_is_the_product(archive: Archive, make) -> None:
    document = make.detector_factors(id="OWN")
    made = archive.register(document)
    chosen = archive.calib(FACTORS, at=NOON, keys=J, use=document).chosen
    assert (chosen.id, chosen.version, chosen.document) == ("OWN", 1, made.document)
    other = make.detector_factors(id="OWN", values=(1, 2), name="other.xml")
    with pytest.raises(ValueError, match="the id 'OWN' is that of another document"):
        archive.calib(FACTORS, at=NOON, keys=J, use=other)


# Keys of an exposure


def test_one_of_several_values_of_an_exposure_is_chosen(archive: Archive, enter, ask) -> None:
    for detector in ("WFI01", "WFI02"):
        keys = {"detector": detector, "filter": "F158", "calibration": "c"}
        enter(f"R-{detector}", (T1, T1 + 1), product=FLAT, keys=keys)
        archive.certify(f"R-{detector}")
    keys = {"detector": ("WFI01", "WFI02"), "filter": "F158"}
    enter("MOSAIC", None, product=FRAME, keys=keys, observed=(T2, T3))
    asked = {"product": FLAT, "exposure": "MOSAIC"}
    with pytest.raises(ArchiveError, match=r"several values of detector: WFI01, WFI02.*--detector"):
        ask(**asked, keys={})
    assert ask(**asked, keys={"detector": "WFI02"}) == "R-WFI02"
    with pytest.raises(ArchiveError, match="detector WFI03 contradicts MOSAIC"):
        ask(**asked, keys={"detector": "WFI03"})
    enter("BARE", None, product=FRAME, keys={"filter": "F158"}, observed=(T2, T3))
    with pytest.raises(ArchiveError, match="missing: detector"):
        ask(product=FLAT, exposure="BARE", keys={})
    assert ask(product=FLAT, exposure="BARE", keys={"detector": "WFI01"}) == "R-WFI01"


def test_a_question_has_one_time(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no time is given"):
        archive.calib(FACTORS, keys=J)
    with pytest.raises(ArchiveError, match="both a time and a span"):
        archive.calib(FACTORS, keys=J, at=T1, between=(T1, T2))


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("P7D", 7 * DAY),
        ("7 d", 7 * DAY),
        ("PT12H30M", 12 * HOUR + 30 * 60 * 10**9),
        ("1.5 h", 3 * HOUR // 2),
        ("2 h 3 ns", 2 * HOUR + 3),
        ("P1DT1S", DAY + 10**9),
    ],
)
def test_durations_are_read(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "7", "7 y", "-7 d", "d", "9" * 5000 + " d"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ArchiveError, match="is no duration"):
        parse_duration(text)


# Another policy for one question


def test_policies_of_instants_stand_for_each_other(archive: Archive, flats, blazes) -> None:
    # Flats at T1 and T3, chosen as the latest before; blazes at -1 h and T1, chosen as the closest.
    assert flats(T3 - 1) == "F1"
    assert flats(T3 - 1, policy="closest") == "F3"
    assert flats(T3 + 400 * DAY, policy="closest") == "F3"
    assert flats(T3 - 1, policy="closest", max_distance="1 h") == "F3"
    assert blazes(T1 - 1) == "B+"
    assert blazes(T1 - 1, policy="latest-before") == "B-"
    choice = archive.calib(BLAZE, at=T1 - 1, keys=BLAZE_KEYS, policy="latest-before")
    assert choice.to_dict()["policy"] == "latest-before"


def test_ranges_cannot_be_chosen_by_instants(archive: Archive, flats) -> None:
    with pytest.raises(ValidityError, match="policy 'valid-at', and cannot be chosen by 'closest'"):
        archive.calib("DpdNirMasterDark", at=NOON, keys={"filter": "NIR_J"}, policy="closest")
    for wrong in ("valid-at", "nearest"):
        with pytest.raises(ValidityError, match="closest can stand for each other"):
            flats(T2, policy=wrong)
