"""What a plot of a trend shows."""

import json
import math
from statistics import median, pstdev

import pytest

from dpkit.qc.score import Score
from dpkit.qc.threshold import Threshold
from dpkit.qc.trend import Arrow
from dpkit.qc.trenddescription import TrendPoint, describe_trend
from dpkit.qc.trenddrawing import draw_trend
from dpkit.qc.trendreport import Average, TrendRequest, parse_threshold
from dpkit.tai import parse_utc

DAY = 86_400 * 10**9
BEGIN = parse_utc("2026-01-01T00:00:00Z")
PERIOD = (BEGIN, BEGIN + 100 * DAY)


def rows(*values):
    return [TrendPoint(BEGIN + day * DAY, value, f"P{day}") for day, value in enumerate(values)]


def request(threshold="none", **more):
    return TrendRequest(metric="flux", rule=parse_threshold(threshold), **more)


def test_outliers_are_outside_of_inclusive_thresholds():
    trend = describe_trend(request("VAL 1,3"), rows(1.0, 3.0, 0.999, 3.001, 2.0), PERIOD)
    assert trend.outliers == [2, 3]
    assert trend.aliens == []
    assert trend.score.score == 0


@pytest.mark.parametrize("shown", [None, (0.0, 1.0)])
def test_a_failed_measurement_is_an_alien_below_and_counts_for_nothing_else(shown):
    values = [0.5, 0.4, -1.0, 0.6]
    trend = describe_trend(request("VAL 0,1", failed=-1.0, shown=shown), rows(*values), PERIOD)
    assert trend.outliers == [2]
    assert trend.aliens == [(2, Arrow.DOWN)]
    assert trend.average == 0.5


def test_minus_one_below_the_plot_is_an_alien_without_being_declared_as_failed():
    trend = describe_trend(request("VAL 0,1", shown=(0.0, 1.0)), rows(0.5, -1.0), PERIOD)
    assert trend.outliers == [1]
    assert trend.aliens == [(1, Arrow.DOWN)]


@pytest.mark.parametrize(("method", "average"), [("mean", 4.0), ("median", 2.0), ("none", None)])
def test_averages(method, average):
    trend = describe_trend(request(average=Average(method)), rows(1.0, 2.0, 9.0), PERIOD)
    assert trend.average == average


def test_sigmas_are_around_the_median_of_what_is_plotted():
    values = [5.0, 6.0, 4.0, 5.5, 4.5, 20.0]
    trend = describe_trend(request("2SIG", failed=-1.0), rows(*values, -1.0), PERIOD)
    width = 2 * pstdev(values)
    assert trend.threshold.lower == pytest.approx(median(values) - width)
    assert trend.threshold.upper == pytest.approx(median(values) + width)
    assert trend.outliers == [5, 6]


def test_a_score_is_the_latest_whatever_was_before():
    bad = describe_trend(request("VAL 1,3"), rows(2.0, 9.0), PERIOD)
    mended = describe_trend(request("VAL 1,3"), rows(2.0, 9.0, 2.0), PERIOD)
    assert [bad.score.score, mended.score.score] == [1, 0]


def test_a_failed_latest_row_is_red_and_one_without_value_is_grey():
    failed = describe_trend(request(failed=-1.0), rows(2.0, -1.0), PERIOD)
    missing = describe_trend(request("VAL 1,3"), rows(9.0, math.nan), PERIOD)
    assert failed.score.colour == "red"
    assert missing.score.colour == "grey"
    assert missing.outcome == "drawn; the latest row has no value, not scored"
    assert (len(missing.points), missing.unmeasured) == (1, 1)


@pytest.mark.parametrize(
    ("found", "hidden", "problem", "outcome"),
    [
        ([], 0, "", "no rows"),
        ([], 3, "", "all 3 rows are hidden"),
        ([], 0, "no such metric", "no such metric"),
        ([math.nan, math.inf], 0, "", "none of 2 rows has a value"),
    ],
)
def test_a_plot_without_points_says_why(found, hidden, problem, outcome):
    wanted = request("3SIG")
    trend = describe_trend(wanted, rows(*found), PERIOD, hidden=hidden, problem=problem)
    assert trend.outcome == outcome
    assert trend.score.colour == "grey"
    assert trend.to_json()["points"] == []


def test_few_values_give_no_statistical_threshold_and_no_score():
    trend = describe_trend(request("3SIG"), rows(1.0, 2.0, 3.0, 4.0), PERIOD)
    assert trend.threshold is None
    assert trend.outcome == "drawn; too few values for thresholds, not scored"
    assert trend.score.colour == "grey"


def stored(value, score, upper):
    limits = None if upper is None else Threshold(parameter="flux", lower=0.0, upper=upper)
    return Score(parameter="flux", value=value, threshold=limits, score=score)


def test_stored_scores_stay_whatever_limits_were_applied_later():
    found = rows(4.0, 4.0, 1.0)
    found[0] = found[0]._replace(stored=stored(4.0, 1, 3.0))
    found[1] = found[1]._replace(stored=stored(4.0, 0, 5.0))
    trend = describe_trend(request("SCORE"), found, PERIOD)
    assert trend.outliers == [0]
    assert (trend.threshold.lower, trend.threshold.upper) == (0.0, 5.0)
    assert [trend.score_of(index).score for index in range(3)] == [1, 0, None]
    assert trend.score.colour == "grey"
    assert trend.outcome == "drawn; the latest row has no score"
    assert describe_trend(request("SCORE"), found[:2], PERIOD).score.colour == "green"
    assert describe_trend(request("SCORE"), found[:1], PERIOD).score.colour == "red"


def test_infinite_thresholds_judge_and_are_null_in_json():
    trend = describe_trend(request("VAL -inf,10"), rows(-500.0, 1.0, 11.0), PERIOD)
    assert trend.outliers == [2]
    said = json.loads(json.dumps(trend.to_json(), allow_nan=False))
    assert said["threshold"] == {"method": "VAL -inf,10", "lower": None, "upper": 10.0}


@pytest.mark.parametrize(
    "values",
    [[], [5.0], [0.0], [-2.0], [3.0] * 9, [-1e9, 1e9], [1e308, -1e308] * 3, [1e308] * 6, [5e-324]],
)
@pytest.mark.parametrize(
    "threshold",
    ["none", "3SIG", "VAL 2,2", "VAL -inf,inf", "VAL 7,inf", "VAL -1e308,1e308", "VAL 0,1e-320"],
)
@pytest.mark.parametrize("average", Average)
def test_there_is_always_something_between_the_edges_of_a_plot(values, threshold, average):
    trend = describe_trend(request(threshold, average=average), rows(*values), PERIOD, unit="m")
    lower, upper = trend.shown
    assert -math.inf < lower < upper < math.inf
    json.dumps(trend.to_json(), allow_nan=False)
    assert b"nan" not in draw_trend(trend, "")


def test_what_is_shown_holds_thresholds_and_ends_at_zero_for_what_is_never_negative():
    trend = describe_trend(request("VAL 75,500"), rows(100.0, 400.0, 9000.0), PERIOD)
    assert trend.shown == (0.0, 500 + 0.25 * 425)
    assert trend.aliens == [(2, Arrow.UP)]


def test_most_values_are_shown_when_there_are_no_thresholds():
    values = [10.0 + day % 7 for day in range(70)] + [1e6]
    trend = describe_trend(request(), rows(*values), PERIOD)
    assert trend.aliens == [(70, Arrow.UP)]
    assert trend.shown[0] <= 10.0
    assert 16.0 <= trend.shown[1] < 100.0


def test_the_latest_date_begins_when_the_day_begins():
    times = ("2026-01-01T20:59:59Z", "2026-01-01T21:00:00Z", "2026-01-02T03:00:00Z")
    found = [TrendPoint(parse_utc(time), 1.0, time) for time in times]
    assert describe_trend(request(), found, PERIOD, day_begins="21:00:00").latest == 1
    assert describe_trend(request(), found, PERIOD).latest == 2


def test_the_description_says_all_of_it():
    wanted = request("VAL 1,3", where={"detector": "3"}, remark="a flux", shown=(0.0, 4.0))
    said = describe_trend(wanted, rows(2.0, 5.0), PERIOD, unit="adu").to_json()
    assert said == {
        "metric": "flux",
        "unit": "adu",
        "where": {"detector": "3"},
        "remark": "a flux",
        "begin": "2026-01-01T00:00:00Z",
        "end": "2026-04-11T00:00:00Z",
        "outcome": "drawn",
        "points": [["2026-01-01T00:00:00Z", 2.0, "P0"], ["2026-01-02T00:00:00Z", 5.0, "P1"]],
        "outliers": [1],
        "aliens": [[1, "up"]],
        "latest": [1],
        "unmeasured": 0,
        "hidden": 0,
        "average": {"method": "median", "value": 3.5},
        "threshold": {"method": "VAL 1,3", "lower": 1.0, "upper": 3.0},
        "range": [0.0, 4.0],
        "score": 1,
        "colour": "red",
    }
