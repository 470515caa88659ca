"""Reports of trends: which plots, of which metrics, with which averages and thresholds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dpkit.qc.earlier import EarlierValues
from dpkit.qc.error import TrendError
from dpkit.qc.threshold import Threshold, around_median

__all__ = ["Average", "TrendLimits", "TrendReport", "TrendRequest", "parse_threshold"]

_NUMBER = r"[+-]?(?:inf|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
_VALUE = re.compile(rf"VAL\s+(?P<lower>{_NUMBER})\s*,\s*(?P<upper>{_NUMBER})")
_SIGMA = re.compile(r"(?P<sigmas>\d+\.?\d*)\s*SIG")


class Average(StrEnum):
    """How the line in the middle of a plot is found."""

    MEAN = "mean"
    MEDIAN = "median"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendLimits:
    """How the thresholds of a plot are found.

    Attributes
    ----------
    text : str
        As it was declared: ``VAL 200,950``, ``3SIG``, ``SCORE`` or ``none``.
    lower, upper : float
        Fixed limits; infinite for none.
    sigmas : float or None
        Half width in standard deviations around the median of the values of the plot.
    """

    text: str
    lower: float = -math.inf
    upper: float = math.inf
    sigmas: float | None = None

    @property
    def stored(self) -> bool:
        """Whether scores and limits are those that were stored with each value."""
        return self.text == "SCORE"

    def threshold(
        self, metric: str, values: list[float], where: Mapping[str, str]
    ) -> Threshold | None:
        """Return the threshold of values; None when there is none, or too few values for one."""
        if self.sigmas is not None:
            return around_median(metric, EarlierValues(values), self.sigmas, where)
        if self.text == "none" or self.stored:
            return None
        return Threshold(parameter=metric, lower=self.lower, upper=self.upper, where=where)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendRequest:
    """One plot of a report.

    Attributes
    ----------
    metric : str
        What is plotted against time.
    where : mapping of str to str
        Keys that a value must have, such as its setting and detector.
    remark : str
        What it shows, in a few words.
    average : Average
        Line in the middle.
    rule : TrendLimits
        Thresholds.
    shown : tuple of float or None
        Lowest and highest value of the plot; None to take them from thresholds and values.
    failed : float or None
        Value that says that a measurement failed, such as -1.
    """

    metric: str
    where: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    average: Average = Average.MEDIAN
    rule: TrendLimits = field(default_factory=lambda: TrendLimits(text="none"))
    shown: tuple[float, float] | None = None
    failed: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendReport:
    """A report: plots of the metrics of one table.

    Attributes
    ----------
    name : str
        Name of its pages, such as trend_report_FLATSTAB_HC.
    title : str
        What it is about.
    instrument, group : str
        Where the overview lists it.
    table : str
        Metric table that it plots from, such as crires_flat.
    plots : tuple of TrendRequest
        Its plots, in order.
    months : int
        How far the recent past goes back.
    day_begins : str
        Time of the day, in UTC, at which one date ends and the next begins.
    """

    name: str
    title: str
    instrument: str
    group: str
    table: str
    plots: tuple[TrendRequest, ...]
    months: int = 6
    day_begins: str = "00:00:00"


def parse_threshold(text: str) -> TrendLimits:
    """Read thresholds as reports show them.

    Parameters
    ----------
    text : str
        ``VAL lower,upper`` in the unit of the metric, both included, ``inf`` and ``-inf`` for
        none; ``nSIG``: n standard deviations around the median of the values of the plot;
        ``SCORE``: those that were stored with the score of each value; or ``none``.

    Raises
    ------
    TrendError
        It is none of these.
    ThresholdError
        The limits are reversed.

    Examples
    --------
    >>> parse_threshold("VAL 200,950").upper
    950.0
    >>> parse_threshold("3SIG").sigmas
    3.0
    """
    if text in ("none", "SCORE"):
        return TrendLimits(text=text)
    if (match := _VALUE.fullmatch(text)) is not None:
        lower, upper = float(match["lower"]), float(match["upper"])
        Threshold(parameter="threshold", lower=lower, upper=upper)
        return TrendLimits(text=text, lower=lower, upper=upper)
    if (match := _SIGMA.fullmatch(text)) is not None and float(match["sigmas"]) > 0:
        return TrendLimits(text=text, sigmas=float(match["sigmas"]))
    raise TrendError(f"{text!r} is no threshold", remedy="use VAL lower,upper, nSIG, SCORE or none")
