"""Scores of products: limits, what is not scored, and what stays when they are made again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.errors import NotFoundError
from dpkit.qc.configuration import Method, ScoreConfiguration, ThresholdRule
from dpkit_archive import Archive
from dpkit_archive.qc.configuration import read_configuration, shipped_configuration

from .conftest import Flats

Run = Callable[..., Result]


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def scored(archive: Archive, ids: list[str], parameter: str) -> dict[str, int | None]:
    """Return the scores of a parameter by detector."""
    found = archive.scores(ids)
    return {one.keys["detector"]: one.score for one in found if one.parameter == parameter}


def sigma(id: str = "C", **changes: Any) -> ScoreConfiguration:
    rule = {"parameter": "mean_flux", "method": Method.SIGMA, "half_width": 3.0} | changes
    return ScoreConfiguration(
        id=id, name="c", table="crires_flat", automatic=True, rules=(ThresholdRule(**rule),)
    )


@pytest.fixture
def published() -> ScoreConfiguration:
    return read_configuration(shipped_configuration("crires_flat"))


@pytest.mark.parametrize(("rms", "score"), [(0.131, 1), (0.13, 0), (0.08, 0), (0.0799, 1)])
def test_the_published_limits(
    archive: Archive, flats: Flats, published: ScoreConfiguration, rms: float, score: int
) -> None:
    archive.register(flats.quality(RmsMaster=rms))
    archive.register(flats.quality(setting="1500.000_25.000_Halogen", RmsMaster=rms))
    archive.score(published)
    grey = {"1": None, "2": None, "4": None}
    assert scored(archive, ["QC_R0_1090"], "rms_master") == {**grey, "3": score}
    assert set(scored(archive, ["QC_R0_1500"], "rms_master").values()) == {None}


def test_the_limits_are_kept_with_the_score(
    archive: Archive, flats: Flats, published: ScoreConfiguration
) -> None:
    archive.register(flats.quality(MeanFlux=1000.0))
    (made,) = archive.score(published, ["QC_R0_1090"], actor="NB")
    assert (made.red, made.scored, made.grey) == (1, 2, 10)
    found = [one for one in archive.scores(["QC_R0_1090"]) if one.score is not None]
    flux, rms = found
    assert (flux.value, flux.lower, flux.upper, flux.score) == (1000.0, 200.0, 950.0, 1)
    assert (rms.lower, rms.upper, rms.score, rms.hc) == (0.08, 0.13, 0, True)
    assert flux.reports == ("trend_report_FLATSTAB_HC",)
    assert (flux.actor, flux.configuration, flux.event) == ("NB", published.id, made.event)
    assert archive.history("QC_R0_1090")[-1].verb == "qc-score"


def test_statistical_limits_come_from_earlier_rows(archive: Archive, flats: Flats) -> None:
    values = [100.0, 102.0, 98.0, 101.0, 99.0, 104.5, 90.0]
    for day, value in enumerate(values):
        archive.register(flats.quality(day, MeanFlux=value, detectors=[3]))
    archive.score(sigma())
    found = archive.score_trend("crires_flat", {"detector": 3})
    # Median 100 and variance 2 of the first five: limits 95.757 and 104.243.
    assert [one.score for one in found[:6]] == [None] * 5 + [1]
    assert found[4].why == "4 earlier values, of which 5 are needed"
    assert (found[5].lower, found[5].upper) == pytest.approx((100 - 18**0.5, 100 + 18**0.5))
    assert found[6].score == 1


def test_hidden_rows_and_other_settings_are_no_statistics(archive: Archive, flats: Flats) -> None:
    for day in range(6):
        archive.register(flats.quality(day, detectors=[3, 4]))
        archive.register(flats.quality(day, setting="4092.900_25.000_Halogen", detectors=[3]))
    number = archive.qc_table("crires_flat").rows({"detector": 4}, ["row"])["row"][0]
    archive.hide_rows([int(number)], reason="warm")
    archive.score(sigma(), ["QC_R5_1090"])
    assert scored(archive, ["QC_R5_1090"], "mean_flux") == {"3": 0, "4": None}


def test_scoring_again_keeps_what_stood(archive: Archive, flats: Flats) -> None:
    archive.register(flats.quality(detectors=[3]))
    fixed = {"method": Method.VAL, "half_width": 0.0, "lower": 0.0}
    (first,) = archive.score(sigma("A", upper=400.0, **fixed))
    (again,) = archive.score(sigma("A", upper=400.0, **fixed))
    assert (first.red, again.event) == (1, None)
    (second,) = archive.score(sigma("B", upper=600.0, **fixed))
    assert [one.score for one in archive.scores(["QC_R0_1090"])] == [0]
    before = archive.scores(["QC_R0_1090"], as_of=first.event)
    assert [(one.score, one.upper, one.configuration) for one in before] == [(1, 400.0, "A")]
    every = archive.scores(["QC_R0_1090"], history=True)
    assert [(one.score, one.replaced) for one in every] == [(1, second.event), (0, None)]


def test_a_value_that_was_not_measured_is_grey(
    archive: Archive, flats: Flats, published: ScoreConfiguration
) -> None:
    archive.register(flats.quality(MeanFlux=None))
    archive.score(published)
    why = {
        one.why
        for one in archive.scores(["QC_R0_1090"])
        if one.parameter == "mean_flux" and one.keys["detector"] == "3"
    }
    assert why == {"not measured"}


def _changed(source: Path, target: Path, was: str, now: str) -> Path:
    text = source.read_text()
    assert was in text
    target.write_text(text.replace(was, now, 1))
    return target


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("<Lower>200</Lower>", "<Lower>2000</Lower>", "above upper limit"),
        ("<Parameter>mean_flux", "<Parameter>flux", "no parameter 'flux'.*renamed"),
        ("<Column>setting", "<Column>settin", "no filter 'settin'.*setting"),
        ("<Metric>median_snr", "<Metric>snr_median", "no metric 'snr_median'.*median_snr"),
    ],
)
def test_a_wrong_configuration_scores_nothing(
    archive: Archive,
    flats: Flats,
    qc: Run,
    tmp_path: Path,
    state: Callable[..., Any],
    was: str,
    now: str,
    message: str,
) -> None:
    archive.register(flats.quality())
    before = state(archive)
    shipped = shipped_configuration("crires_flat")
    file = _changed(shipped, tmp_path / "scores.xml", was, now)
    with pytest.raises((NotFoundError, ValueError), match=message):
        read_configuration(file)
    result = qc("score", "QC_R0_1090", "--configuration", str(file))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert state(archive) == before


def test_a_wrong_configuration_of_another_table_hinders_nobody(
    archive: Archive, flats: Flats, tmp_path: Path
) -> None:
    shipped = shipped_configuration("crires_flat")
    archive.register(shipped)
    # Dark frames have no mean_flux.
    of_darks = _changed(
        shipped, tmp_path / "darks.xml", "<MetricTable>crires_flat", "<MetricTable>crires_dark"
    )
    id, name = "QC_SCORES_crires_flat_2014</ProductId", "<ConfigurationName>crires_flat"
    _changed(of_darks, of_darks, id, "QC_SCORES_crires_dark</ProductId")
    archive.register(_changed(of_darks, of_darks, name, "<ConfigurationName>crires_dark"))
    assert archive.score_configuration("crires_flat").id == "QC_SCORES_crires_flat_2014"
    with pytest.raises(NotFoundError, match="QC_SCORES_crires_dark: the table has no parameter"):
        archive.score_configuration("crires_dark")


def test_a_product_without_rows_that_count_is_told(archive: Archive, flats: Flats, qc: Run) -> None:
    archive.register(flats.quality())
    rows = archive.qc_table("crires_flat").rows()["row"].tolist()
    archive.hide_rows(rows, reason="stray light")
    result = qc("score", "QC_R0_1090", "--configuration", "crires_flat")
    assert result.exit_code == 0
    assert "QC_R0_1090: not scored, since its rows are hidden" in result.stderr


def test_the_commands(archive: Archive, flats: Flats, qc: Run, tmp_path: Path) -> None:
    archive.register_all([flats.block(), flats.quality()])
    none = qc("score", "AB_R0_1090")
    assert (none.exit_code, "no score configuration for crires_flat" in none.stderr) == (1, True)
    options = ("--configuration", "crires_flat", "--report", str(tmp_path), "--format", "json")
    (made,) = said(qc("score", "AB_R0_1090", *options))
    assert (made["product"], made["red"], made["scored"]) == ("QC_R0_1090", 0, 2)
    (report,) = tmp_path.glob("DpdQcScoreReport__*.xml")
    assert archive.register(report).created
    # It is registered now, and the newest one.
    assert said(qc("score", "--all", "crires_flat", "--format", "json"))[0]["event"] is None
    found = said(qc("scores", "AB_R0_1090", "--format", "json"))
    assert [one["colour"] for one in found if one["score"] == 0] == ["green", "green"]
    assert {one["colour"] for one in found if one["score"] is None} == {"grey"}
    wrong = qc("score", "AB_R0_1090", "--all", "crires_flat")
    assert wrong.exit_code == 2


def test_shipped_configurations_are_listed_and_written(
    qc: Run, tmp_path: Path, published: ScoreConfiguration
) -> None:
    from click.testing import CliRunner

    from dpkit.cli.root import root

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(root, ["qc", "configuration", *arguments])

    assert {"name": "crires_flat"} in said(run("--format", "json"))
    rules = said(run("crires_flat", "--format", "json"))
    limits = {
        (one["parameter"], one["where"]["setting"].partition("_")[0]): (one["lower"], one["upper"])
        for one in rules
        if one["method"] == "VAL"
    }
    assert limits == {
        ("mean_flux", "1090.400"): (200.0, 950.0),
        ("mean_flux", "3218.600"): (75.0, 500.0),
        ("mean_flux", "4092.900"): (100.0, 800.0),
        ("rms_master", "1090.400"): (0.08, 0.13),
        ("rms_master", "3218.600"): (0.08, 0.145),
        ("rms_master", "4092.900"): (0.05, 0.10),
    }
    target = tmp_path / "scores.xml"
    assert run("crires_flat", "-o", str(target)).exit_code == 0
    assert read_configuration(target) == published
    assert run("crires_flat", "-o", str(target)).exit_code == 1
    assert run("crires_flt").exit_code == 1


def test_what_was_not_measured_cannot_be_scored(archive: Archive, flats: Flats, qc: Run) -> None:
    archive.register(flats.block())
    result = qc("score", "AB_R0_1090")
    assert (result.exit_code, "nothing of it was measured" in result.stderr) == (1, True)
    assert qc("scores", "NO").exit_code == 1
