"""How the rows of a QC1 table are scored: rules for limits, and reasons to reject."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dpkit.qc.earlier import EarlierValues
from dpkit.qc.error import ThresholdError
from dpkit.qc.score import Score, refuse_several, score_parameters
from dpkit.qc.threshold import LEAST_ROWS, Threshold, around_mean, around_median

__all__ = [
    "Judgement",
    "Method",
    "RejectionReason",
    "ScoreConfiguration",
    "ThresholdRule",
    "judge",
]

Earlier = Callable[[str], EarlierValues]
"""Returns the earlier values of a parameter with the same keys."""


class Method(StrEnum):
    """Where the limits of a threshold come from.

    Attributes
    ----------
    VAL
        They are given.
    SIGMA
        Median of earlier values, and so many of their standard deviations to either side.
    PERCENT
        Mean of earlier values, and so many percent of it to either side.
    """

    VAL = "VAL"
    SIGMA = "SIGMA"
    PERCENT = "PERCENT"


@dataclass(frozen=True, kw_only=True, slots=True)
class ThresholdRule:
    """How the limits of a parameter come about.

    Parameters
    ----------
    parameter : str
        Column of the QC1 table.
    where : mapping of str to str
        Keys that a row must have to be judged by it; empty for all rows.
    method : Method
        Where the limits come from.
    lower, upper : float
        Given limits; infinite for none.
    half_width : float
        Number of standard deviations, or percent, of statistical limits.
    reports : tuple of str
        Trending reports that show it.
    hc : bool
        Whether the parameter is one of the health check.

    Raises
    ------
    ThresholdError
        Limits are reversed or no numbers, or a width is not above 0.
    """

    parameter: str
    where: Mapping[str, str] = field(default_factory=dict)
    method: Method = Method.VAL
    lower: float = -math.inf
    upper: float = math.inf
    half_width: float = 0.0
    reports: tuple[str, ...] = ()
    hc: bool = False

    def __post_init__(self) -> None:
        if self.method is Method.VAL:
            self.threshold(EarlierValues())
        elif not 0.0 < self.half_width < math.inf:
            raise ThresholdError(
                f"half width {self.half_width} of a statistical threshold",
                place=self.parameter,
                remedy="give a number above 0",
            )

    def threshold(self, earlier: EarlierValues) -> Threshold | None:
        """Return the limits, given earlier values; None when these are too few."""
        if self.method is Method.SIGMA:
            return around_median(self.parameter, earlier, self.half_width, self.where)
        if self.method is Method.PERCENT:
            return around_mean(self.parameter, earlier, self.half_width / 100, self.where)
        return Threshold(
            parameter=self.parameter, lower=self.lower, upper=self.upper, where=self.where
        )

    def concerns(self, keys: Mapping[str, str]) -> bool:
        """Say whether rows with these keys are judged by it."""
        return all(keys.get(name) == wanted for name, wanted in self.where.items())


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectionReason:
    """What is looked at before a block is certified; a reason to reject, and never a score.

    Parameters
    ----------
    name, text : str
        What it is called, and what is demanded.
    metric : str
        Metric that is judged; the worst of its rows counts.
    above : bool
        Whether values above the limit are a reason; else those below. The limit itself is none.
    limit : float
        The limit.
    beside : str, optional
        Metric that is shown beside it.
    purpose : str, optional
        Use for which it is demanded; all uses by default.
    counted : str, optional
        Column that says of how many exposures the metric is.
    at_least : int
        With fewer of them it cannot be evaluated.
    """

    name: str
    text: str
    metric: str
    above: bool
    limit: float
    beside: str | None = None
    purpose: str | None = None
    counted: str | None = None
    at_least: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreConfiguration:
    """How the rows of a QC1 table are scored.

    Parameters
    ----------
    id, name : str
        Id of the product that it is, and its name, which its versions have in common.
    table : str
        The QC1 table.
    automatic : bool
        Whether blocks without a red score are certified without being looked at.
    rules : tuple of ThresholdRule
        The thresholds.
    reasons : tuple of RejectionReason
        What else is looked at.
    """

    id: str
    name: str
    table: str
    automatic: bool
    rules: tuple[ThresholdRule, ...]
    reasons: tuple[RejectionReason, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that are judged, each once."""
        return tuple(dict.fromkeys(rule.parameter for rule in self.rules))


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A score, the rule that it comes from, and why there is none.

    Attributes
    ----------
    score : Score
        The score.
    rule : ThresholdRule or None
        What it was judged by; None when no rule concerns the row.
    not_scored : str or None
        Why it is grey.
    """

    score: Score
    rule: ThresholdRule | None
    not_scored: str | None


def judge(
    values: Mapping[str, float | None],
    keys: Mapping[str, str],
    rules: Sequence[ThresholdRule],
    earlier: Earlier,
) -> list[Judgement]:
    """Judge the parameters of one row.

    Parameters
    ----------
    values : mapping of str to float or None
        Parameters by name; None for one that was not measured.
    keys : mapping of str to str
        What the row measures, such as setting and detector.
    rules : sequence of ThresholdRule
        The configuration.
    earlier : callable
        Returns the earlier values of a parameter with the same keys.

    Returns
    -------
    list of Judgement
        One per parameter of the configuration, in its order.

    Raises
    ------
    ThresholdError
        The values have no such parameter, or two rules judge one value.

    Examples
    --------
    >>> rule = ThresholdRule(parameter="flux", method=Method.SIGMA, half_width=3.0)
    >>> judge({"flux": 9.0}, {}, [rule], lambda name: EarlierValues([1.0, 2.0]))[0].not_scored
    '2 earlier values, of which 5 are needed'
    """
    return [
        _judge(name, values, keys, [rule for rule in rules if rule.parameter == name], earlier)
        for name in dict.fromkeys(rule.parameter for rule in rules)
    ]


def _judge(
    name: str,
    values: Mapping[str, float | None],
    keys: Mapping[str, str],
    rules: Sequence[ThresholdRule],
    earlier: Earlier,
) -> Judgement:
    chosen = [rule for rule in rules if rule.concerns(keys)]
    if len(chosen) > 1:
        refuse_several(name, len(chosen))
    limits = [rule.threshold(earlier(name)) for rule in chosen]
    known = [one for one in limits if one is not None]
    if not known and name in values:
        score = Score(parameter=name, value=values[name], threshold=None, score=None)
    else:
        # Without limits the parameter must be there all the same.
        (score,) = score_parameters(values, keys, known or [_unlimited(name)])
    rule = chosen[0] if chosen else None
    return Judgement(score=score, rule=rule, not_scored=_why(score, rule, earlier))


def _unlimited(name: str) -> Threshold:
    return Threshold(parameter=name, lower=-math.inf, upper=math.inf)


def _why(score: Score, rule: ThresholdRule | None, earlier: Earlier) -> str | None:
    if score.score is not None:
        return None
    if rule is None:
        return "nothing is configured"
    if score.value is None:
        return "not measured"
    return f"{len(earlier(score.parameter))} earlier values, of which {LEAST_ROWS} are needed"
