"""Dates and periods of trends."""

import pytest

from dpkit.qc.trenddate import date_of, half_years, months_before
from dpkit.tai import format_utc, parse_utc


@pytest.mark.parametrize(
    ("time", "date"),
    [
        ("2026-03-01T20:59:59.9Z", "2026-02-28"),
        ("2026-03-01T21:00:00Z", "2026-03-01"),
        ("2026-03-02T20:59:59Z", "2026-03-01"),
        ("2017-01-01T00:00:00Z", "2016-12-31"),
    ],
)
def test_a_date_begins_at_a_time_of_the_day(time, date):
    assert date_of(parse_utc(time), "21:00:00") == date


@pytest.mark.parametrize(
    ("time", "months", "before"),
    [
        ("2026-08-31T01:02:03Z", 6, "2026-02-28T01:02:03Z"),
        ("2026-01-15T00:00:00Z", 1, "2025-12-15T00:00:00Z"),
        ("2024-02-29T00:00:00Z", 12, "2023-02-28T00:00:00Z"),
        ("2016-12-31T23:59:60Z", 6, "2016-06-30T23:59:59Z"),
    ],
)
def test_months_before(time, months, before):
    assert format_utc(months_before(parse_utc(time), months)) == before


def test_half_years_follow_each_other_without_gap():
    first, last = parse_utc("2012-12-31T23:59:59Z"), parse_utc("2014-07-01T00:00:00Z")
    found = list(half_years(first, last))
    assert [name for name, _, _ in found] == ["2012H2", "2013H1", "2013H2", "2014H1", "2014H2"]
    assert [end for _, _, end in found[:-1]] == [begin for _, begin, _ in found[1:]]
    assert found[0][1] <= first
    assert found[-1][1] == last
