"""Two years with two events: scores find both, and chance alone explains the other red ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from scipy.stats import binom, t

from dpkit.processing.crires.history import HistorySimulation, simulate_history
from dpkit_archive import Archive

from .conftest import Flats

Run = Callable[..., Result]
Value = tuple[str, str, str]
"""Setting, name of the first raw file, and parameter."""

BEGIN = 55_927  # modified Julian date of 2012-01-01
SLIT_CHANGE, LAMP_DROP = (200.0, 245.0), (480.0, 510.0)  # [d]
CHECKED = ("1090.400_25.000_Halogen", "3218.600_25.000_Halogen", "4092.900_25.000_Halogen")
SETTINGS = (*CHECKED, "2199.100_15.000_Emitter")

_RULE = """<Threshold><Parameter>{parameter}</Parameter>
<Where><Column>detector</Column><Value>3</Value></Where>
<Method>SIGMA</Method><HalfWidth>{width}</HalfWidth>
<HealthCheck>false</HealthCheck></Threshold>"""
_CONFIGURATION = """<p:DpdQcScoreConfiguration
xmlns:p="urn:dpkit:dpd:qc:scoreconfiguration" version="1.0"><Header>
<ProductId>SIGMA_{width}</ProductId><ProductType>DpdQcScoreConfiguration</ProductType><SoftwareName>t</SoftwareName>
<SoftwareRelease>1.0</SoftwareRelease><DataSetRelease>main</DataSetRelease>
<CreationDate>2014-01-01T00:00:00Z</CreationDate><Status>UNKNOWN</Status></Header>
<Data><ConfigurationName>sigma</ConfigurationName><MetricTable>crires_flat</MetricTable>
<Automatic>false</Automatic>{rules}</Data></p:DpdQcScoreConfiguration>"""


@pytest.fixture
def days(archive: Archive, flats: Flats) -> dict[tuple[str, str], float]:
    """Register two years of flats; return days after the begin by setting and raw file."""
    # Lamps that do not drift: what is outside of an event is there by chance alone.
    rows = simulate_history(HistorySimulation(seed=7, drift=0.0))
    found, documents = {}, []
    for (mjd, setting), some in groupby(rows, key=lambda row: (row.mjd_obs, row.setting)):
        detectors = {
            int(row.detector): {
                "MeanFlux": row.mean_flux,
                "RmsMaster": row.rms_master,
                "BadPixels": row.badpix,
            }
            for row in some
        }
        day = mjd - BEGIN
        documents.append(flats.quality(day, setting=setting, detectors=detectors))
        found[setting, flats.raw(day, setting)] = day
    archive.register_all(documents)
    assert len(documents) == len(found) == 4 * 360
    return found


def scores(archive: Archive) -> dict[Value, int]:
    """Return the scores of detector 3 as they stand."""
    return {
        (setting, one.product.removeprefix("QC_"), one.parameter): one.score
        for setting in SETTINGS
        for one in archive.score_trend("crires_flat", {"setting": setting, "detector": 3})
        if one.score is not None
    }


def in_event(days: Mapping[tuple[str, str], float], value: Value) -> bool:
    setting, raw, parameter = value
    begin, end = SLIT_CHANGE if parameter == "rms_master" else LAMP_DROP
    hit = begin <= days[setting, raw] < end
    return hit and (parameter == "rms_master" or setting.endswith("Halogen"))


def test_fixed_thresholds_find_the_events_and_nothing_else(
    archive: Archive, qc: Run, days: dict[tuple[str, str], float]
) -> None:
    done = qc("score", "--all", "crires_flat", "--configuration", "crires_flat")
    assert done.exit_code == 0, done.output
    found = {value: score for value, score in scores(archive).items() if value[2] != "badpix"}
    # An emitter has no limits.
    every = {
        (setting, raw, parameter)
        for setting, raw in days
        for parameter in ("mean_flux", "rms_master")
        if setting in CHECKED
    }
    assert found == {value: int(in_event(days, value)) for value in every}
    assert sum(found.values()) == pytest.approx(3 * (45 + 30) * 360 / 730.5, abs=6)


def of_series(
    found: Mapping[Value, int], days: Mapping[tuple[str, str], float], setting: str, parameter: str
) -> list[tuple[Value, int]]:
    """Return the scores of a parameter of a setting in order of time."""
    some = [one for one in found.items() if one[0][0] == setting and one[0][2] == parameter]
    return sorted(some, key=lambda one: days[one[0][0], one[0][1]])


def false_reds(archive: Archive, days: dict[tuple[str, str], float]) -> tuple[int, int]:
    """Return how many red scores there are outside of events, and how many chance allows.

    A new value is within 3 standard deviations of n earlier ones as Student's t with n - 1 degrees
    says it. That many trials of different chances spread less around their sum than as many of
    their mean (Hoeffding 1956), so the binomial distribution of it is a bound; one in a
    thousand is allowed.
    """
    found, red, chances = scores(archive), 0, []
    for setting in SETTINGS:
        for parameter in ("mean_flux", "rms_master"):
            series = of_series(found, days, setting, parameter)
            for n, (value, score) in enumerate(series, 5):  # the first is the sixth value
                if in_event(days, value):
                    continue
                red += score
                # The median scatters by pi / 2 more than the mean, whose error is s / sqrt(n).
                width = 3 * np.sqrt((n - 1) / n) / np.sqrt(1 + np.pi / 2 / n)
                chances.append(2 * t.sf(width, n - 1))
    return red, int(binom.ppf(0.999, len(chances), np.mean(chances)))


def score_by_sigma(qc: Run, folder: Path, width: float) -> None:
    rules = "".join(_RULE.format(parameter=p, width=width) for p in ("mean_flux", "rms_master"))
    file = folder / f"sigma-{width}.xml"
    file.write_text(_CONFIGURATION.format(width=width, rules=rules))
    words = ("--all", "crires_flat", "--configuration", str(file), "--format", "json")
    done = qc("score", *words)
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)) == 4 * 360


def test_statistical_thresholds_find_the_events_and_few_others(
    archive: Archive, qc: Run, tmp_path: Path, days: dict[tuple[str, str], float]
) -> None:
    score_by_sigma(qc, tmp_path, 3)
    found = scores(archive)
    for setting in SETTINGS:
        for parameter in ("mean_flux", "rms_master"):
            series = of_series(found, days, setting, parameter)
            of_event = [score for value, score in series if in_event(days, value)]
            expected = parameter == "rms_master" or setting in CHECKED
            assert bool(of_event) == expected
            # An event that lasts widens the limits itself, until somebody hides its rows; seven of
            # about 100 rows that are 24 standard deviations away do not yet, whatever the noise.
            assert of_event[:7] == [1] * len(of_event[:7])
    red, allowed = false_reds(archive, days)
    assert 0 < red <= allowed
    # The bound can tell: narrower limits break it.
    score_by_sigma(qc, tmp_path, 2)
    assert false_reds(archive, days)[0] > allowed
