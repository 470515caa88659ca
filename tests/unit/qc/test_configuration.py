"""Rules for limits, and what they make of a row."""

from __future__ import annotations

from statistics import median, pstdev

import pytest

from dpkit.qc.configuration import Method, ThresholdRule, judge
from dpkit.qc.earlier import EarlierValues
from dpkit.qc.error import ThresholdError

EARLIER = [10.0, 11.0, 12.0, 13.0, 24.0]
KNOWN, NOTHING = EarlierValues(EARLIER), EarlierValues()


def _rule(**changes: object) -> ThresholdRule:
    return ThresholdRule(**{"parameter": "flux", "where": {"detector": "3"}, **changes})


@pytest.mark.parametrize(
    ("rule", "lower", "upper"),
    [
        (_rule(lower=1.0, upper=2.0), 1.0, 2.0),
        (_rule(method=Method.PERCENT, half_width=10.0), 12.6, 15.4),
        (
            _rule(method=Method.SIGMA, half_width=3.0),
            median(EARLIER) - 3 * pstdev(EARLIER),
            median(EARLIER) + 3 * pstdev(EARLIER),
        ),
    ],
)
def test_limits(rule: ThresholdRule, lower: float, upper: float) -> None:
    threshold = rule.threshold(KNOWN)
    assert threshold is not None
    assert (threshold.lower, threshold.upper) == pytest.approx((lower, upper), rel=1e-15)
    for value, score in (
        (threshold.lower, 0),
        (threshold.upper, 0),
        (threshold.lower - 1e-6, 1),
        (threshold.upper + 1e-6, 1),
    ):
        (made,) = judge({"flux": value}, {"detector": "3"}, [rule], lambda _: KNOWN)
        assert (made.score.score, made.not_scored, made.rule) == (score, None, rule)
        assert made.score.threshold == threshold


def test_why_a_value_is_grey() -> None:
    statistical = _rule(method=Method.SIGMA, half_width=3.0)

    def why(value: float | None, detector: str, rule: ThresholdRule, count: int = 5) -> str | None:
        keys = {"detector": detector}
        (made,) = judge({"flux": value}, keys, [rule], lambda _: EarlierValues(EARLIER[:count]))
        assert made.score.score is None
        return made.not_scored

    assert why(1.0, "1", _rule(lower=0.0)) == "nothing is configured"
    assert why(None, "3", _rule(lower=0.0)) == "not measured"
    assert why(1.0, "3", statistical, 4) == "4 earlier values, of which 5 are needed"
    assert why(1.0, "3", statistical, 0) == "0 earlier values, of which 5 are needed"


def test_wrong_rules() -> None:
    with pytest.raises(ThresholdError, match=r"lower limit 2\.0 above upper limit 1\.0"):
        _rule(lower=2.0, upper=1.0)
    for width in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ThresholdError, match="half width"):
            _rule(method=Method.SIGMA, half_width=width)
    with pytest.raises(ThresholdError, match="2 thresholds judge one value"):
        judge({"flux": 1.0}, {"detector": "3"}, [_rule(), _rule(where={})], lambda _: NOTHING)
    with pytest.raises(ThresholdError, match="no such parameter is measured"):
        judge({"flx": 1.0}, {"detector": "1"}, [_rule()], lambda _: NOTHING)
