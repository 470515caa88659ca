"""What is missing names the run that was to make it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner

from dpkit.cli.root import root
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

CATALOG, FACTORS = "DpdNirExposureCatalog", "DpdNirRelPhotoExpCalibration"
ASKED: dict[str, Any] = {"by": ["observation", "filter"], "expect": [FACTORS], "over": CATALOG}
NOBODY = dict.fromkeys(("run", "call", "task", "exit", "error"))


@pytest.fixture
def survey(archive: Archive, make: Any) -> Archive:
    """Give an archive with catalogues of two filters of two observations, two exposures each."""
    for observation in (5, 6):
        for filter in ("NIR_H", "NIR_J"):
            for exposure in (1, 2):
                id = f"C{observation}{filter[-1]}{exposure}"
                archive.register(make.catalog(observation, exposure, filter=filter, id=id))
    return archive


def lacks(found: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return what lacks, by observation and filter, without the name of the product."""
    return {
        (row["observation"], row["filter"]): {k: v for k, v in one.items() if k != "product"}
        for row in found.to_rows()
        for one in row["lacking"]
        if one["product"] == FACTORS
    }


def test_the_run_that_failed_for_one_filter_is_named(survey, pf, go) -> None:
    each = {"each": ("observation", "filter"), "options": {"keep_going": True}}
    result = go(pf.factors, observation=5, **each)
    assert set(result.failures) == {"1.factors"}
    found = survey.completeness("main", **ASKED)
    assert found.counts == {"present": 1, "missing": 3, "INVALID": 0}
    told = lacks(found)
    error = told[5, "NIR_H"].pop("error")
    assert "ValueError: no star in NIR_H" in error
    assert told == {
        (5, "NIR_H"): {
            "run": result.run.id,
            "call": "1.factors",
            "task": "OBS_factors",
            "exit": "failed",
        },
        (6, "NIR_H"): NOBODY,
        (6, "NIR_J"): NOBODY,
    }
    one = survey.expected_by(FACTORS, {"observation": 5, "filter": "NIR_H"})
    assert one is not None
    assert (one.run, one.error) == (result.run.id, error)


def test_of_several_runs_the_last_counts(survey, pf, go) -> None:
    each = {"each": ("filter",), "options": {"keep_going": True}}
    first = go(pf.factors, observation=5, **each)
    second = go(pf.factors, observation=5, filter="NIR_H", each=("observation",))
    assert first.run.id != second.run.id
    told = lacks(survey.completeness("main", **ASKED))
    assert told[5, "NIR_H"]["run"] == second.run.id


def test_a_pipeline_that_was_given_no_filter_names_it_all_the_same(survey, pf, go) -> None:
    result = go(pf.fields, observation=6, options={"keep_going": True})
    assert list(result.failures) == ["factors[0]"]
    told = lacks(survey.completeness("main", **ASKED))
    assert set(told) == {(5, "NIR_H"), (5, "NIR_J"), (6, "NIR_H")}
    assert told[6, "NIR_H"]["call"] == "factors[0]"
    assert told[5, "NIR_H"] == told[5, "NIR_J"] == NOBODY


def test_what_is_invalid_names_the_run_that_made_it(survey, pf, go) -> None:
    result = go(pf.factors, observation=5, filter="NIR_J")
    assert result.failures == {}
    (made,) = survey.find(FACTORS)
    release = survey.create_release("DR1", [made.id, "C5J1", "C5H1"])
    assert lacks(release.completeness(**ASKED))[5, "NIR_H"] == NOBODY
    survey.set_status(made.id, "invalid", reason="clouds")
    found = release.completeness(**ASKED)
    assert dict(found.rows)[5, "NIR_J"] == ("INVALID",)
    told = {"run": result.run.id, "call": "factors", "task": "OBS_factors"}
    assert lacks(found)[5, "NIR_J"] == {**told, "exit": "done", "error": None}


def test_a_call_that_is_about_another_thing_is_not_named(survey, pf, go) -> None:
    go(pf.factors, each=("observation", "filter"), options={"keep_going": True})
    survey.set_status(survey.find(FACTORS)[0].id, "invalid", reason="clouds")
    told = lacks(survey.completeness("main", **ASKED))
    assert {key: one["call"] for key, one in told.items()} == {
        (5, "NIR_H"): "1.factors",
        (5, "NIR_J"): "2.factors",
        (6, "NIR_H"): "3.factors",
    }
    assert survey.expected_by(FACTORS, {}) is None
    assert survey.expected_by(FACTORS, {"observation": 5, "filter": "NIR_Y"}) is None
    # The one that shares most, and of these the last.
    of_five = survey.expected_by(FACTORS, {"observation": 5, "tile": 3})
    assert of_five is not None
    assert of_five.call == "2.factors"


def test_the_command_tells_it_in_every_form(survey, url: str, pf, go) -> None:
    each = {"each": ("observation", "filter"), "options": {"keep_going": True}}
    run = go(pf.factors, observation=5, **each).run.id
    survey.create_release("DR1", ["C5H1"])
    asked = ("--by", "observation,filter", "--expect", FACTORS, "--over", CATALOG, "--lacking")

    def told(*words: str) -> str:
        command = ["archive", "release", "completeness", *words, *asked, "--archive", url]
        result = CliRunner().invoke(root, command)
        assert result.exit_code == 0, result.output
        return result.stdout

    rows = json.loads(told("DR1", "--format", "json"))
    assert [row["lacking"][0]["run"] for row in rows] == [run, run, None, None]
    assert rows[0]["lacking"][0]["product"] == FACTORS
    csv_rows = list(csv.DictReader(StringIO(told("--dataset", "main", "--format", "csv"))))
    said = csv_rows[0]["lacking"]
    assert said.startswith(f"{FACTORS}: run {run}, call 1.factors of OBS_factors: failed: ")
    assert "ValueError: no star in NIR_H" in said
    assert [row["lacking"] for row in csv_rows[1:]] == ["", ""]
    assert said in told("--dataset", "main")
