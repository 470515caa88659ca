"""Values of headers become the texts of documents."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from astropy.time import Time

from dpkit.adoption.value import convert_time, convert_unit, unit_factor, value_text
from dpkit.errors import SchemaError


@pytest.mark.parametrize(
    ("value", "primitive", "text"),
    [
        (7, "xs:int", "7"),
        (7.0, "xs:long", "7"),
        (" 0017", "xs:int", "17"),
        (7, "xs:double", "7.0"),
        ("1e3", "xs:double", "1000.0"),
        (87.2, "xs:double", "87.2"),
        (1e-7, "xs:decimal", "0.0000001"),
        (True, "xs:boolean", "true"),
        (0, "xs:boolean", "false"),
        ("F", "xs:boolean", "false"),
        (" NIR_J ", "xs:token", "NIR_J"),
        (5, "xs:string", "5"),
        (True, "xs:string", "true"),
        ([1, 2], "xs:long", "1 2"),
        ("2026-03-01T12:00:00.5", "xs:dateTime", "2026-03-01T12:00:00.5Z"),
        ("2026-03-01 12:00:00.", "xs:dateTime", "2026-03-01T12:00:00Z"),
        ("2026-03-01", "xs:dateTime", "2026-03-01T00:00:00Z"),
        ("31/12/98", "xs:dateTime", "1998-12-31T00:00:00Z"),
        ("2026-03-01T12:00:00", "xs:date", "2026-03-01"),
        (datetime.date(2026, 3, 1), "xs:dateTime", "2026-03-01T00:00:00Z"),
    ],
)
def test_values_of_every_kind(value: Any, primitive: str, text: str) -> None:
    assert value_text(value, primitive) == text


@pytest.mark.parametrize(
    ("value", "primitive", "message"),
    [
        (True, "xs:int", "no whole number"),
        (1.5, "xs:int", "no whole number"),
        ("many", "xs:int", "no whole number"),
        (True, "xs:double", "no number"),
        (float("nan"), "xs:double", "is nan, which is no value"),
        (float("inf"), "xs:double", "is inf, which is no value"),
        ("maybe", "xs:boolean", "neither true nor false"),
        ("2026-02-30", "xs:dateTime", "is '2026-02-30', which is no time"),
        (61100.0, "xs:dateTime", 'time = "mjd"'),
        (datetime.datetime(2026, 3, 1), "xs:dateTime", "has no zone"),
        ({"a": 1}, "xs:string", "is a dict"),
    ],
)
def test_values_of_another_kind_are_refused(value: Any, primitive: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        value_text(value, primitive)


@pytest.mark.parametrize("scale", ["utc", "tai", "tt"])
@pytest.mark.parametrize("counted", ["mjd", "jd"])
def test_times_in_days_are_those_of_astropy(counted: str, scale: str) -> None:
    time = Time("2026-03-01T12:34:56.789", scale=scale)
    text = convert_time(float(getattr(time, counted)), counted, scale)
    # A day counted in double precision: half a microsecond for MJD, 20 of them for JD.
    assert abs((Time(text.removesuffix("Z"), scale="utc") - time).sec) < 5e-5


def test_a_time_in_another_scale_is_shifted() -> None:
    assert convert_time("2026-03-01T00:00:37", "", "tai") == "2026-03-01T00:00:00Z"


@pytest.mark.parametrize("value", ["noon", True, None])
def test_what_counts_no_days_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="no number of days"):
        convert_time(value, "mjd", "")


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "found"),
    [
        (87200, "ms", "s", 87.2),
        (1.5, "h", "s", 5400.0),
        (30, "arcmin", "deg", 0.5),
        (3, "s", "s", 3),
    ],
)
def test_units_are_converted(value: float, unit: str, wanted: str, found: float) -> None:
    assert convert_unit(value, unit, wanted) == found


@pytest.mark.parametrize("unit", ["parsec", "no unit"])
def test_a_unit_of_another_kind_is_refused(unit: str) -> None:
    with pytest.raises(SchemaError, match="does not convert to 's'"):
        unit_factor(unit, "s")
