"""How a value is marked in a plot of a trend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dpkit.qc.threshold import Threshold

__all__ = ["Arrow", "TrendMark", "trend_mark"]


class Arrow(StrEnum):
    """Direction in which an alien lies outside the plot."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendMark:
    """What is special about a value.

    Attributes
    ----------
    outlier : bool
        It is outside the thresholds: an asterisk.
    alien : Arrow or None
        It is outside the range of the plot: an arrow at that edge.
    """

    outlier: bool
    alien: Arrow | None


def trend_mark(value: float, threshold: Threshold | None, shown: tuple[float, float]) -> TrendMark:
    """Mark a value of a trend.

    Parameters
    ----------
    value : float
        The value; a failed measurement is often coded -1.
    threshold : Threshold, optional
        What it is judged by.
    shown : tuple of float
        Lowest and highest value of the plot.

    Examples
    --------
    >>> trend_mark(7.0, None, (0.0, 5.0)).alien.value
    'up'
    """
    arrow = Arrow.DOWN if value < shown[0] else Arrow.UP if value > shown[1] else None
    return TrendMark(outlier=threshold is not None and not threshold.holds(value), alien=arrow)
