"""Reports of trends in TOML."""

import math
import re
from pathlib import Path

import pytest

from dpkit.errors import DpkitError
from dpkit.qc.trendfile import parse_report
from dpkit.qc.trendreport import Average

HEAD = """
name = "trend_report_A"
title = "A"
instrument = "X"
group = "G"
table = "some_table"
"""
PLOT = HEAD + '[[plot]]\nmetric = "flux"\n'


def test_a_report_says_its_plots():
    report = parse_report(
        HEAD
        + """
        months = 3
        day_begins = 21:00:00
        failed = -1
        [[plot]]
        metric = "flux"
        where = { detector = 3, setting = "a" }
        average = "mean"
        threshold = "VAL -inf,9.5e2"
        range = [0, 1000]
        remark = "the flux"
        [[plot]]
        metric = "rms"
        threshold = "2.5SIG"
        failed = -9
        """,
        "a.toml",
    )
    assert (report.months, report.day_begins, report.table) == (3, "21:00:00", "some_table")
    flux, rms = report.plots
    assert flux.where == {"detector": "3", "setting": "a"}
    assert (flux.average, flux.shown, flux.failed) == (Average.MEAN, (0.0, 1000.0), -1.0)
    assert (flux.rule.lower, flux.rule.upper, flux.rule.sigmas) == (-math.inf, 950.0, None)
    assert (rms.average, rms.shown, rms.failed) == (Average.MEDIAN, None, -9.0)
    assert rms.rule.sigmas == 2.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "is no TOML"),
        (HEAD.replace('title = "A"', ""), "title is no text"),
        (HEAD, "there is no plot"),
        (HEAD + "plot = 3", "there is no plot"),
        (HEAD + "colour = 1", "'colour' is not known (use name, title"),
        (PLOT.replace("trend_report_A", "../a"), "cannot name pages"),
        (PLOT.replace("trend_report_A", "index"), "cannot name pages"),
        (PLOT.replace("trend_report_A", "a_FULL"), "cannot name pages"),
        (PLOT.replace("trend_report_A", "a_2026H1"), "cannot name pages"),
        (PLOT.replace("[[", "months = 0\n[["), "months are a whole number, not 0"),
        (PLOT.replace("[[", "months = true\n[["), "months are a whole number, not True"),
        (PLOT.replace("[[", 'day_begins = "21"\n[['), "day_begins is no time"),
        (PLOT + "colour = 1", "a.toml: plot 1: 'colour' is not known"),
        (HEAD + "[[plot]]\nwhere = {}", "plot 1: metric is no text"),
        (PLOT + "where = 3", "plot 1: where is no table"),
        (PLOT + "where = { detector = 3.0 }", "the key detector is neither text nor"),
        (PLOT + "where = { detector = true }", "the key detector is neither text nor"),
        (PLOT + 'average = "mode"', "average 'mode' is not known (use mean, median, none)"),
        (PLOT + 'threshold = "VAL 1"', "plot 1: threshold: 'VAL 1' is no threshold"),
        (PLOT + 'threshold = "VAL nan,1"', "'VAL nan,1' is no threshold"),
        (PLOT + 'threshold = "0SIG"', "'0SIG' is no threshold"),
        (PLOT + 'threshold = "VAL 5,1"', "plot 1: threshold: lower limit 5.0 above upper limit 1"),
        (PLOT + "range = [3, 1]", "range is not two numbers, the lower one first: [3, 1]"),
        (PLOT + "range = [0, inf]", "range is not two numbers"),
        (PLOT + "failed = nan", "failed is no number"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(text, message):
    with pytest.raises(DpkitError) as caught:
        parse_report(text, "a.toml")
    said = str(caught.value)
    assert message in said
    assert said.startswith("a.toml: ")
    assert re.search(r"\(.+\)$", said)
    assert "\n" not in said


@pytest.mark.parametrize(
    "file",
    sorted(Path(__file__).parents[3].glob("src/dpkit/processing/*/reports/*.toml")),
    ids=lambda file: file.stem,
)
def test_reports_of_the_families_can_be_read_and_are_named_as_their_files(file):
    report = parse_report(file.read_text(), str(file))
    assert report.name == file.stem
    assert 1 <= len(report.plots) <= 8
    assert all(plot.remark for plot in report.plots)
