"""Scores of quality parameters: 0 inside the thresholds, 1 outside, or not scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from dpkit.qc.error import ThresholdError
from dpkit.qc.threshold import Threshold

__all__ = ["Colour", "Score", "TotalScore", "refuse_several", "score_parameters", "total"]


class Colour(StrEnum):
    """How a score is shown.

    Attributes
    ----------
    GREEN
        0, inside the thresholds.
    RED
        1, an outlier.
    GREY
        Not scored: nothing is configured for such a value, or there is none.
    """

    GREEN = "green"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """The judgement of one value, with the threshold that was applied.

    Attributes
    ----------
    parameter : str
        Name of the metric.
    value : float or None
        What was judged.
    threshold : Threshold or None
        What it was judged by.
    score : int or None
        0, 1, or None for not scored.
    """

    parameter: str
    value: float | None
    threshold: Threshold | None
    score: int | None

    @property
    def colour(self) -> Colour:
        """How it is shown."""
        return {0: Colour.GREEN, 1: Colour.RED}.get(
            -1 if self.score is None else self.score, Colour.GREY
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalScore:
    """How many values were scored, and how many of them are outliers."""

    red: int
    scored: int


def score_parameters(
    values: Mapping[str, float | None], keys: Mapping[str, str], thresholds: Sequence[Threshold]
) -> list[Score]:
    """Score the parameters of one product or detector.

    Parameters
    ----------
    values : mapping of str to float or None
        Metrics by name; None for one that could not be measured.
    keys : mapping of str to str
        Keys of the values, such as setting and detector.
    thresholds : sequence of Threshold
        The configuration.

    Returns
    -------
    list of Score
        One per parameter of the configuration, in its order.

    Raises
    ------
    ThresholdError
        The values have no such parameter, or two thresholds judge one value.

    Examples
    --------
    >>> limits = [Threshold(parameter="badpix", lower=0, upper=99, where={"detector": "3"})]
    >>> [one.colour.value for one in score_parameters({"badpix": 120}, {"detector": "3"}, limits)]
    ['red']
    """
    return [
        _score(name, values, _threshold(name, keys, thresholds))
        for name in dict.fromkeys(one.parameter for one in thresholds)
    ]


def _threshold(
    name: str, keys: Mapping[str, str], thresholds: Sequence[Threshold]
) -> Threshold | None:
    found = [one for one in thresholds if one.parameter == name and one.concerns(keys)]
    if len(found) > 1:
        refuse_several(name, len(found))
    return found[0] if found else None


def refuse_several(name: str, count: int) -> NoReturn:
    """Refuse that several thresholds judge one value of a parameter.

    Raises
    ------
    ThresholdError
        Always.
    """
    raise ThresholdError(
        f"{count} thresholds judge one value",
        place=name,
        remedy="make the keys of each more special, or remove one",
    )


def _score(name: str, values: Mapping[str, float | None], threshold: Threshold | None) -> Score:
    if name not in values:
        raise ThresholdError(
            "no such parameter is measured",
            place=name,
            remedy=f"use one of {', '.join(sorted(values))}; a newer schema may have renamed it",
        )
    value = values[name]
    score = None if threshold is None or value is None else int(not threshold.holds(value))
    return Score(parameter=name, value=value, threshold=threshold, score=score)


def total(scores: Iterable[Score]) -> TotalScore:
    """Count the red scores and all scores; what is not scored does not count."""
    known = [one.score for one in scores if one.score is not None]
    return TotalScore(red=sum(known), scored=len(known))
