"""Scores and their totals."""

import pytest

from dpkit.qc.error import ThresholdError
from dpkit.qc.score import Colour, TotalScore, score_parameters, total
from dpkit.qc.threshold import Threshold

LIMITS = [
    Threshold(parameter="flux", lower=1.0, upper=2.0, where={"detector": "3"}),
    Threshold(parameter="rms", lower=0.0, upper=0.1),
    Threshold(parameter="snr", lower=250.0, upper=1e9),
]


def test_total_counts_what_is_scored():
    values = {"flux": 9.0, "rms": 0.2, "snr": None}
    scores = score_parameters(values, {"detector": "2"}, LIMITS)
    assert [one.colour for one in scores] == [Colour.GREY, Colour.RED, Colour.GREY]
    assert total(scores) == TotalScore(red=1, scored=1)


def test_renamed_metric_is_named():
    with pytest.raises(ThresholdError, match=r"^flux: no such parameter .*mean_flux, rms, snr"):
        score_parameters({"mean_flux": 1.0, "rms": 0.0, "snr": 300.0}, {}, LIMITS)


def test_two_thresholds_for_one_value_are_refused():
    twice = [*LIMITS, Threshold(parameter="flux", lower=0.0, upper=5.0)]
    values = {"flux": 1.0, "rms": 0.0, "snr": 300.0}
    with pytest.raises(ThresholdError, match="2 thresholds judge one value"):
        score_parameters(values, {"detector": "3"}, twice)
