"""Two years of quality parameters, with two events that the published thresholds catch."""

import csv
import json
from itertools import pairwise

import numpy as np
import pytest

from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.history import (
    EVENTS,
    HistoryEvent,
    HistorySimulation,
    simulate_history,
)
from dpkit.processing.crires.historyfile import history_truth, write_history

SETTINGS = HistorySimulation().settings
HEALTH = [name for name in SETTINGS if name.endswith("Halogen")]


@pytest.fixture(scope="module")
def rows():
    return simulate_history(HistorySimulation(seed=3))


def test_each_setting_has_ninety_sets_per_half_year(rows):
    for setting in SETTINGS:
        times = [row.mjd_obs for row in rows if row.setting == setting and row.detector == "3"]
        assert len(times) == len(set(times)) == 360
        assert all(early < late for early, late in pairwise(times))
        first_half = sum(time < times[0] + 182.6 for time in times)
        assert abs(first_half - 90) <= 2


def test_seed_decides_everything(rows):
    assert simulate_history(HistorySimulation(seed=3)) == rows
    assert simulate_history(HistorySimulation(seed=4)) != rows


@pytest.mark.parametrize("seed", range(4))
def test_outside_of_the_thresholds_are_the_events_and_nothing_else(seed):
    simulation = HistorySimulation(seed=seed)
    rows = simulate_history(simulation)
    truth = history_truth(simulation, rows)
    judged = {i for i, row in enumerate(rows) if row.detector == "3" and row.setting in HEALTH}
    expected = {
        (i, event["parameter"]) for event in truth["events"] for i in event["rows"] if i in judged
    }
    assert {(one["row"], one["parameter"]) for one in truth["outside"]} == expected
    assert {parameter for _, parameter in expected} == {"mean_flux", "rms_master"}


def test_events_are_where_they_are_said_to_be(rows):
    start = 55927.0  # 2012-01-01
    for event in EVENTS:
        for row in rows:
            inside = event.begin <= row.mjd_obs - start < event.begin + event.days
            inside = inside and event.lamp in (None, row.lamp)
            assert (event.name in row.events) == inside


def test_quiet_values_scatter_about_the_published_medians(rows):
    published = dict(zip(HEALTH, [(517.0, 0.0906), (255.0, 0.125), (400.0, 0.078)], strict=True))
    for setting, (flux, rms) in published.items():
        quiet = [
            row for row in rows if row.setting == setting and row.detector == "3" and not row.events
        ]
        # The lamp is 2 % fainter after a year, the middle of the history.
        assert np.median([row.mean_flux for row in quiet]) == pytest.approx(0.98 * flux, rel=0.015)
        assert np.median([row.rms_master for row in quiet]) == pytest.approx(rms, rel=0.01)
        for row in quiet:
            assert row.mean_level == pytest.approx(row.mean_flux * row.dit * row.ndit, rel=1e-12)


def test_detectors_of_a_set_follow_the_lamp_together(rows):
    flux = {
        number: np.array([row.mean_flux for row in rows if row.detector == number])
        for number in "13"
    }
    # What is common has 4 % of scatter and more, what is not has 2 % for each of the two.
    ratio = flux["1"] / flux["3"]
    assert np.std(ratio) / np.mean(ratio) == pytest.approx(0.02 * 2**0.5, rel=0.1)


def test_table_keeps_every_digit(tmp_path, rows):
    table, truth = write_history(HistorySimulation(seed=3), tmp_path / "out")
    with table.open() as file:
        read = list(csv.DictReader(file))
    assert [float(row["mjd_obs"]) for row in read] == [row.mjd_obs for row in rows]
    assert [row["detector"] for row in read[:4]] == ["1", "2", "3", "4"]
    assert json.loads(truth.read_text())["rows"] == len(rows) == len(read)


def test_nothing_is_overwritten(tmp_path):
    small = HistorySimulation(years=0.1)
    write_history(small, tmp_path)
    with pytest.raises(Exception, match="is there already"):
        write_history(small, tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [{"seed": -1}, {"years": 0.0}, {"points": 0}, {"drift": 0.6}, {"settings": ("1_2_Neon",)}],
)
def test_wrong_history_is_refused(wrong):
    with pytest.raises(FlatError, match=next(iter(wrong)).rstrip("s")):
        HistorySimulation(**wrong)


def test_event_changes_what_thresholds_judge():
    with pytest.raises(FlatError, match="changes badpix"):
        HistoryEvent(name="x", parameter="badpix", factor=2.0, begin=0.0, days=1.0)
