"""Times as nanoseconds of TAI, held against astropy."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from astropy.time import Time
from hypothesis import given
from hypothesis import strategies as st

from dpkit.tai import FOREVER, NEVER, format_utc, from_time, parse_utc, to_time

pytestmark = pytest.mark.filterwarnings("ignore:.*dubious year")

SECOND = 10**9
FIRST = parse_utc("1972-01-01T00:00:00Z")
LAST = parse_utc("2261-12-31T23:59:59Z")


def astropy_nanoseconds(text: str) -> int:
    since = Time(text, scale="utc").tai - Time("1970-01-01", scale="tai")
    return round((Decimal(since.jd1) + Decimal(since.jd2)) * 86_400 * SECOND)


def random_texts(count: int) -> list[str]:
    draw = random.Random(20260301)
    texts = []
    for _ in range(count):
        day = date(1972, 1, 1) + timedelta(days=draw.randrange(366 * 58))
        clock = f"{draw.randrange(24):02d}:{draw.randrange(60):02d}:{draw.randrange(60):02d}"
        texts.append(f"{day}T{clock}.{draw.randrange(10**9):09d}")
    return texts


def leap_days() -> list[date]:
    """Return the days that end with a leap second, found by asking ERFA for each midnight."""
    import erfa

    table = erfa.leap_seconds.get()
    starts = [date(int(y), int(m), 1) for y, m, offset in table if offset > 10 and y >= 1972]
    return [day - timedelta(days=1) for day in starts]


def test_erfa_knows_the_27_leap_seconds() -> None:
    assert len(leap_days()) == 27


def test_random_instants_agree_with_astropy() -> None:
    texts = random_texts(2000)
    assert [parse_utc(f"{text}Z") for text in texts] == [astropy_nanoseconds(t) for t in texts]


@pytest.mark.parametrize("day", leap_days(), ids=str)
def test_leap_second_lies_between_its_neighbours(day: date) -> None:
    before = parse_utc(f"{day}T23:59:59Z")
    leap = parse_utc(f"{day}T23:59:60Z")
    after = parse_utc(f"{day + timedelta(days=1)}T00:00:00Z")
    assert (leap - before, after - leap) == (SECOND, SECOND)
    assert leap == astropy_nanoseconds(f"{day}T23:59:60")
    assert format_utc(leap + 5) == f"{day}T23:59:60.000000005Z"
    assert format_utc(leap - 1) == f"{day}T23:59:59.999999999Z"
    assert format_utc(after) == f"{day + timedelta(days=1)}T00:00:00Z"


def test_leap_second_in_a_zone_is_the_same_instant() -> None:
    assert parse_utc("2017-01-01T00:59:60+01:00") == parse_utc("2016-12-31T23:59:60Z")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:60Z",
        "2026-03-01T23:59:60Z",
        "2016-12-31T22:59:60Z",
        "1971-12-31T23:59:60Z",
    ],
)
def test_second_60_without_a_leap_second_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no leap second"):
        parse_utc(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-03-01T14:30:00+02:30", "2026-03-01T12:00:00Z"),
        ("2026-02-28T22:00:00-14:00", "2026-03-01T12:00:00Z"),
        ("2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00Z"),
        ("2016-12-31T23:00:00-01:00", "2017-01-01T00:00:00Z"),
        ("2026-02-28T24:00:00Z", "2026-03-01T00:00:00Z"),
        ("2016-12-31T24:00:00Z", "2017-01-01T00:00:00Z"),
        ("2026-03-01Z", "2026-03-01T00:00:00Z"),
        ("2026-03-01T12:00Z", "2026-03-01T12:00:00Z"),
        (" 2026-03-01 12:00:00Z\n", "2026-03-01T12:00:00Z"),
        ("2026-03-01T12:00:00.1234567899Z", "2026-03-01T12:00:00.123456789Z"),
    ],
)
def test_spellings_of_one_instant(text: str, same: str) -> None:
    assert parse_utc(text) == parse_utc(same)


@pytest.mark.parametrize(
    "text", ["2026-03-01T12:00:00", "2026-03-01", "2026-03-01 12:00", "9999-01-01T00:00:00"]
)
def test_naive_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="zone"):
        parse_utc(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T24:00:01Z",
        "2026-03-01T12:60:00Z",
        "2026-03-01T12:00:61Z",
        "2026-03-01T12:00:00+15:00",
        "2026-03-01T12:00:00+01:60",
        "9999-99-99T99:99:99Z",
        "0001-02-30T00:00:00Z",
        "-0001-00-01T00:00:00Z",
        "\uff12\uff10\uff12\uff16-03-01T12:00:00Z",
        "2026-03-01T12:00:00Z2026",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no time"):
        parse_utc(text)


@pytest.mark.parametrize("year", ["-99999", "-0001", "0000", "0001", "1677"])
def test_early_years_are_never(year: str) -> None:
    assert parse_utc(f"{year}-06-01T00:00:00Z") == NEVER


@pytest.mark.parametrize("year", ["2262", "9999", "12345", "99999"])
def test_late_years_are_forever(year: str) -> None:
    assert parse_utc(f"{year}-06-01T00:00:00Z") == FOREVER


def test_a_leap_day_outside_the_range_exists_only_in_leap_years() -> None:
    assert parse_utc("2400-02-29T00:00:00Z") == FOREVER
    with pytest.raises(ValueError, match="no such day"):
        parse_utc("2300-02-29T00:00:00Z")


@pytest.mark.parametrize("year", ["1678", "2261"])
def test_the_years_at_the_edge_fit_into_64_bits(year: str) -> None:
    assert NEVER < parse_utc(f"{year}-01-01T00:00:00Z") < FOREVER
    assert NEVER < parse_utc(f"{year}-12-31T23:59:59.999999999Z") < FOREVER


@pytest.mark.parametrize("bound", [NEVER, FOREVER])
def test_unbounded_times_survive_text(bound: int) -> None:
    assert parse_utc(format_utc(bound)) == bound


@given(st.integers(FIRST, LAST))
def test_text_and_back_is_the_identity(instant: int) -> None:
    assert parse_utc(format_utc(instant)) == instant


@given(st.integers(FIRST, LAST), st.integers(1, 10**18))
def test_text_sorts_as_time_does(instant: int, later: int) -> None:
    # A longer fraction is a later one, so drop the Z that would sort after the dot.
    earlier, after = (
        format_utc(i).removesuffix("Z") for i in (instant, min(instant + later, LAST))
    )
    assert earlier <= after


@given(st.integers(FIRST, parse_utc("2035-01-01T00:00:00Z")))
def test_astropy_and_back_is_exact_to_the_nanosecond(instant: int) -> None:
    assert from_time(to_time(instant)) == instant


def test_to_time_is_utc_and_names_the_same_instant() -> None:
    time = to_time(parse_utc("2016-12-31T23:59:60.5Z"))
    assert time.scale == "utc"
    assert time.isot == "2016-12-31T23:59:60.500"


def test_from_time_takes_any_scale() -> None:
    time = Time("2026-03-01T12:00:00", scale="utc")
    assert from_time(time.tdb) == pytest.approx(parse_utc("2026-03-01T12:00:00Z"), abs=1)
    assert from_time(time.tai) == parse_utc("2026-03-01T12:00:00Z")


def test_format_writes_no_needless_digits() -> None:
    assert format_utc(parse_utc("2026-03-01T12:00:00.250000000Z")) == "2026-03-01T12:00:00.25Z"
    assert format_utc(parse_utc("2026-03-01T12:00:00.000Z")) == "2026-03-01T12:00:00Z"
