"""What a plot of a trend shows: points, outliers, aliens, average, thresholds and score."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles
from typing import Any, NamedTuple

from dpkit.qc.score import Score
from dpkit.qc.threshold import Threshold
from dpkit.qc.trend import Arrow, TrendMark, trend_mark
from dpkit.qc.trenddate import begin_of_date
from dpkit.qc.trendreport import Average, TrendRequest
from dpkit.tai import format_utc

__all__ = ["TrendDescription", "TrendPoint", "describe_trend"]

_BEYOND = 0.25
"""What is shown beyond thresholds, in units of their distance."""
_SPREADS = 5.0
"""What is shown without thresholds: so many times the distance of the quartiles."""
_LARGEST = 1e300
"""What is beyond is an alien and nothing else: doubles end there, and sums overflow."""


class TrendPoint(NamedTuple):
    """A value of a metric.

    Attributes
    ----------
    time : int
        Nanoseconds of TAI.
    value : float
        The value; NaN when nothing was measured.
    id : str
        The product that says so; empty for rows of before the archive.
    stored : Score or None
        The score that is stored with it.
    """

    time: int
    value: float
    id: str
    stored: Score | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendDescription:
    """A plot, but for its drawing.

    Attributes
    ----------
    request : TrendRequest
        What was asked for.
    unit : str or None
        Unit of the metric.
    begin, end : int
        The time that is shown, nanoseconds of TAI.
    points : tuple of TrendPoint
        What was measured, in the order of time.
    marks : tuple of TrendMark
        What is special about each of the points.
    unmeasured : int
        Number of rows without a finite value; they are no points.
    hidden : int
        Number of rows that were hidden by hand; they are no points.
    average : float or None
        The line in the middle.
    threshold : Threshold or None
        The limits.
    shown : tuple of float
        Lowest and highest value of the plot.
    latest : int
        Index of the first point of the latest date.
    score : Score
        That of the latest row.
    problem : str
        Why there are no rows, when they could not be read.
    """

    request: TrendRequest
    unit: str | None
    begin: int
    end: int
    points: tuple[TrendPoint, ...]
    marks: tuple[TrendMark, ...]
    unmeasured: int
    hidden: int
    average: float | None
    threshold: Threshold | None
    shown: tuple[float, float]
    latest: int
    score: Score
    problem: str = ""

    @property
    def outliers(self) -> list[int]:
        """Indices of points outside of the thresholds, and of failed measurements."""
        return [index for index, mark in enumerate(self.marks) if mark.outlier]

    @property
    def aliens(self) -> list[tuple[int, Arrow]]:
        """Indices of points outside of the plot, with the edge that they lie beyond."""
        return [(i, mark.alien) for i, mark in enumerate(self.marks) if mark.alien is not None]

    def score_of(self, index: int) -> Score:
        """Return the score of a point, by the limits of the plot or as it is stored."""
        point = self.points[index]
        if self.request.rule.stored:
            return point.stored or _not_scored(self.request.metric, point.value)
        return _judge(self.request, point.value, self.threshold)

    @property
    def outcome(self) -> str:
        """What became of the plot, in words."""
        if self.points:
            said = "drawn"
        elif self.unmeasured:
            said = f"none of {self.unmeasured} rows has a value"
        elif self.hidden:
            said = f"all {self.hidden} rows are hidden"
        else:
            said = self.problem or "no rows"
        rule = self.request.rule
        if self.points and self.score.value is None:
            said += "; the latest row has no value, not scored"
        elif self.points and rule.stored and self.score.score is None:
            said += "; the latest row has no score"
        elif self.points and rule.sigmas is not None and self.threshold is None:
            said += "; too few values for thresholds, not scored"
        return said

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON; what is infinite or not there is null."""
        lower, upper = _limits(self.threshold) or (None, None)
        return {
            "metric": self.request.metric,
            "unit": self.unit,
            "where": dict(self.request.where),
            "remark": self.request.remark,
            "begin": format_utc(self.begin),
            "end": format_utc(self.end),
            "outcome": self.outcome,
            "points": [[format_utc(one.time), one.value, one.id] for one in self.points],
            "outliers": self.outliers,
            "aliens": [[index, arrow.value] for index, arrow in self.aliens],
            "latest": list(range(self.latest, len(self.points))),
            "unmeasured": self.unmeasured,
            "hidden": self.hidden,
            "average": {"method": self.request.average.value, "value": self.average},
            "threshold": {
                "method": self.request.rule.text,
                "lower": _finite(lower),
                "upper": _finite(upper),
            },
            "range": list(self.shown),
            "score": self.score.score,
            "colour": self.score.colour.value,
        }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def describe_trend(
    request: TrendRequest,
    rows: Sequence[TrendPoint],
    period: tuple[int, int],
    *,
    unit: str | None = None,
    hidden: int = 0,
    day_begins: str = "00:00:00",
    problem: str = "",
) -> TrendDescription:
    """Describe a plot of rows.

    Average, statistical thresholds and the range that is shown come from the rows that are given,
    without failed measurements. A failed measurement is an outlier, and an alien beyond the lower
    edge.

    Parameters
    ----------
    request : TrendRequest
        What to plot.
    rows : sequence of TrendPoint
        Rows of the metric within the period, in the order of time.
    period : tuple of int
        Begin and end of the time that is shown, nanoseconds of TAI.
    unit : str, optional
        Unit of the metric.
    hidden : int, default 0
        How many rows were hidden by hand.
    day_begins : str, optional
        Time of the day, in UTC, at which a date begins.
    problem : str, optional
        Why no rows could be read.

    Examples
    --------
    >>> rows = [TrendPoint(0, 1.0, "a"), TrendPoint(9, 7.0, "b")]
    >>> describe_trend(TrendRequest(metric="flux"), rows, (0, 10)).average
    4.0
    """
    points = tuple(one for one in rows if math.isfinite(one.value))
    values = [
        one.value for one in points if one.value != request.failed and abs(one.value) < _LARGEST
    ]
    threshold = _threshold(request, rows, values)
    shown = request.shown or _range(values, threshold)
    return TrendDescription(
        request=request,
        unit=unit,
        begin=period[0],
        end=period[1],
        points=points,
        marks=tuple(_mark(request, one, threshold, shown) for one in points),
        unmeasured=len(rows) - len(points),
        hidden=hidden,
        average=_average(request.average, values),
        threshold=threshold,
        shown=shown,
        latest=_latest(points, day_begins),
        score=_score(request, rows, threshold),
        problem=problem,
    )


def _threshold(
    request: TrendRequest, rows: Sequence[TrendPoint], values: list[float]
) -> Threshold | None:
    if not request.rule.stored:
        return request.rule.threshold(request.metric, values, request.where)
    applied = (row.stored.threshold for row in reversed(rows) if row.stored is not None)
    return next((one for one in applied if one is not None), None)


def _mark(
    request: TrendRequest,
    point: TrendPoint,
    threshold: Threshold | None,
    shown: tuple[float, float],
) -> TrendMark:
    if point.value == request.failed:
        return TrendMark(outlier=True, alien=Arrow.DOWN)
    if not request.rule.stored:
        return trend_mark(point.value, threshold, shown)
    red = point.stored is not None and point.stored.score == 1
    return TrendMark(outlier=red, alien=trend_mark(point.value, None, shown).alien)


def _average(method: Average, values: list[float]) -> float | None:
    if not values or method is Average.NONE:
        return None
    return mean(values) if method is Average.MEAN else float(median(values))


def _range(values: list[float], threshold: Threshold | None) -> tuple[float, float]:
    """Return what to show: somewhat more than the thresholds, or than most of the values."""
    limits = [one for one in _limits(threshold) if abs(one) < _LARGEST]
    if len(limits) == 2:
        lower, upper = limits
    elif values:
        lower, middle, upper = quantiles([*values, *values], n=4)
        spread = _SPREADS * (upper - lower)
        lower = min([max(min(values), middle - spread), *limits])
        upper = max([min(max(values), middle + spread), *limits])
    else:
        lower, upper = limits * 2 or [0.0, 1.0]
    margin = _BEYOND * (upper - lower) or 0.1 * abs(upper) or 1.0
    natural = not values or min(values) >= 0
    return max(lower - margin, 0.0) if natural and upper > 0 else lower - margin, upper + margin


def _limits(threshold: Threshold | None) -> tuple[float, ...]:
    return () if threshold is None else (threshold.lower, threshold.upper)


def _latest(points: Sequence[TrendPoint], day_begins: str) -> int:
    """Return the index of the first point of the latest date."""
    if not points:
        return 0
    begin = begin_of_date(points[-1].time, day_begins)
    return bisect_left(points, begin, key=lambda one: one.time)


def _score(request: TrendRequest, rows: Sequence[TrendPoint], threshold: Threshold | None) -> Score:
    """Score the latest row: green or red, whatever was before it."""
    value = rows[-1].value if rows and math.isfinite(rows[-1].value) else None
    if request.rule.stored:
        stored = rows[-1].stored if rows else None
        return stored or _not_scored(request.metric, value)
    return _judge(request, value, threshold)


def _judge(request: TrendRequest, value: float | None, threshold: Threshold | None) -> Score:
    score = None
    if value is not None and value == request.failed:
        score = 1
    elif value is not None and threshold is not None:
        score = int(not threshold.holds(value))
    return Score(parameter=request.metric, value=value, threshold=threshold, score=score)


def _not_scored(metric: str, value: float | None) -> Score:
    return Score(parameter=metric, value=value, threshold=None, score=None)
