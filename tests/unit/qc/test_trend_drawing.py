"""Drawings of trends, and their axes."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dpkit.qc.trendaxis import time_ticks, value_ticks
from dpkit.qc.trenddescription import TrendPoint, describe_trend
from dpkit.qc.trenddrawing import draw_trend
from dpkit.qc.trendreport import TrendRequest, parse_threshold
from dpkit.tai import parse_utc

DAY = 86_400 * 10**9
BEGIN = parse_utc("2026-01-01T00:00:00Z")
PERIOD = (BEGIN, BEGIN + 10 * DAY)


def drawn(values, threshold="VAL 1,3", **more):
    rows = [TrendPoint(BEGIN + day * DAY, value, f"P<{day}>") for day, value in enumerate(values)]
    wanted = TrendRequest(metric="flux", rule=parse_threshold(threshold), **more)
    trend = describe_trend(wanted, rows, PERIOD, unit="adu")
    root = etree.fromstring(draw_trend(trend, "a < b"))
    return trend, root


def those(root, name):
    return root.xpath(f"//*[@class='{name}']")


def test_each_kind_of_point_has_its_mark():
    _, root = drawn([2.0, 2.5, 3.1, 99.0, -1.0, 2.0], failed=-1.0)
    (points,) = those(root, "points")
    assert points.get("d").count("M") == 2
    (latest,) = those(root, "latest")
    assert latest.get("d").count("z") == 1
    bad = those(root, "bad")
    titles = [one.findtext("{*}title") for one in bad]
    assert titles == [
        "2026-01-03T00:00:00Z: 3.1 adu P<2>",
        "2026-01-04T00:00:00Z: 99 adu P<3>",
        "2026-01-05T00:00:00Z: -1 adu P<4>",
    ]
    places = [re.match(r"translate\((\S+) (\S+)\)", one.get("transform")) for one in bad]
    (x2, y2), (x3, y3), (x4, y4) = [(float(m[1]), float(m[2])) for m in places]
    assert x2 < x3 < x4
    # Arrows stand at the edges, the asterisk between them.
    assert y3 < y2 < y4


def test_points_lie_where_their_values_say():
    trend, root = drawn([1.0, 2.0, 3.0, 2.0], shown=(0.0, 4.0))
    (points,) = those(root, "points")
    ys = [float(y) for y in re.findall(r"M\S+ (\S+)h0", points.get("d"))]
    levels = [float(one.get("d").split()[1].partition("L")[0]) for one in those(root, "threshold")]
    assert ys[0] == pytest.approx(levels[0], abs=0.1)
    assert ys[2] == pytest.approx(levels[1], abs=0.1)
    assert ys[1] == pytest.approx((ys[0] + ys[2]) / 2, abs=0.1)
    assert trend.aliens == []


def test_only_levels_that_are_shown_are_drawn():
    _, root = drawn([2.0, 2.5], threshold="VAL -inf,3")
    assert len(those(root, "threshold")) == 1
    _, root = drawn([2.0, 2.5], threshold="none")
    assert those(root, "threshold") == []
    assert len(those(root, "average")) == 1


@pytest.mark.parametrize("values", [[], [math.nan], [2.0]])
def test_little_is_drawn_of_little(values):
    trend, root = drawn(values)
    notes = [one.text for one in those(root, "note")]
    assert notes == ([] if trend.points else [trend.outcome])
    assert root.findtext("{*}title") == "a < b"


def test_a_long_reason_takes_several_lines():
    reason = "the table has no column of this name, " * 6
    trend = describe_trend(TrendRequest(metric="flux"), [], PERIOD, problem=reason)
    lines = those(etree.fromstring(draw_trend(trend, "")), "note")
    assert " ".join(one.text for one in lines) == reason.strip()
    assert len({one.get("y") for one in lines}) == len(lines) >= 3


def test_points_at_one_place_are_drawn_once():
    rows = [TrendPoint(BEGIN + i, 2.0, "P") for i in range(1000)]
    rows.append(TrendPoint(BEGIN + DAY, 2.0, "P"))
    picture = draw_trend(describe_trend(TrendRequest(metric="flux"), rows, PERIOD), "")
    assert len(picture) < 10_000


@given(st.floats(-1e12, 1e12).filter(lambda x: x == 0 or abs(x) > 1e-9), st.floats(1e-9, 1e12))
def test_value_ticks_are_few_even_and_inside(lower, width):
    if width < 1e-9 * abs(lower):
        width = 1e-9 * abs(lower) or 1.0
    upper = lower + width
    found = value_ticks(lower, upper)
    values = [value for value, _ in found]
    assert 2 <= len(values) <= 8
    slack = 1e-6 * width
    assert lower - slack <= values[0] < values[-1] <= upper + slack
    steps = [b - a for a, b in pairwise(values)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-3)
    assert len({text for _, text in found}) == len(found)
    for value, text in found:
        assert float(text) == pytest.approx(value, abs=steps[0] / 100)


@given(st.integers(0, 20_000), st.floats(0.1, 30_000))
def test_time_ticks_are_few_in_order_and_inside(start, days):
    begin = start * DAY
    end = begin + int(days * DAY)
    times = [time for time, _ in time_ticks(begin, end)]
    assert len(times) <= 10
    assert times == sorted(set(times))
    assert all(begin - 10**9 <= time <= end for time in times)
    assert len(times) >= 2 or days < 0.5
