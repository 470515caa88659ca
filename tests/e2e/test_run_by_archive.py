"""The NIR tasks in all three ways make the same; by archive they are planned, reused, replayed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from dpkit.product.digest import content_digest
from dpkit.product.document import read_document

BOTH = ("--observation", "5", "--filter", "NIR_J")
EXTRACT, CALCULATE, APPLY = (
    "NIR_extract_exposure_catalog",
    "NIR_calculate_relative_exposures",
    "NIR_apply_relative_calibrations",
)


def contents(folder: Path, names: list[str]) -> list[str]:
    """Return the digests of the content of documents, in any order."""
    return sorted(content_digest(read_document(folder / name)) for name in names)


class Desk:
    """A folder with an archive that has the frames of an observation, and a command line in it."""

    def __init__(self, folder: Path, shell: Any) -> None:
        self.folder = folder
        self.shell = shell

    def __call__(self, *words: str, status: int = 0) -> Any:
        done = self.shell(*words, cwd=self.folder, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done

    def documents(self, *words: str) -> list[str]:
        return list(self("run", *words).stdout.splitlines())

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--format", "json").stdout)


@pytest.fixture(scope="module")
def desk(observation: Path, dpkit, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk where the three tasks have run by archive."""
    desk = Desk(tmp_path_factory.mktemp("desk"), dpkit)
    desk("archive", "init")
    desk("archive", "register", *map(str, sorted((observation / "obs").glob("*.xml"))))
    each = ("--each", "observation,exposure,filter", "--engine", "serial")
    desk.catalogs = desk.documents(EXTRACT, *each, "--out", "made")
    desk.calibration = desk.documents(CALCULATE, *BOTH, "--out", "made")
    desk.frames = desk.documents(APPLY, *BOTH, "--out", "made")
    return desk


def test_files_lists_and_the_archive_make_the_same(desk: Desk, observation: Path) -> None:
    made = sorted(str(one) for one in (observation / "made").glob("*.xml"))
    assert contents(desk.folder, desk.catalogs) == contents(desk.folder, made)
    given = [word for name in desk.catalogs for word in ("--catalogs", name)]
    by_files = desk.documents(CALCULATE, *given, "--out", "files")
    (desk.folder / "list.json").write_text(json.dumps(desk.catalogs))
    words = ("--workdir", ".", "--logdir", "logs", "--catalogs", "list.json")
    by_list = desk.documents(CALCULATE, *words, "--output", "calibration.xml")
    assert by_list == ["calibration.xml"]
    for one in (by_files, by_list):
        assert contents(desk.folder, one) == contents(desk.folder, desk.calibration)


def test_a_plan_says_what_would_be_used_and_why(desk: Desk) -> None:
    runs = len(desk.json("runs", "list", "--archive", "archive.sqlite"))
    plan = desk.json("run", APPLY, *BOTH, "--plan")
    (call,) = plan["calls"]
    frames, calibration = call["ports"]
    assert (call["outcome"], len(frames["inputs"])) == ("run", 4)
    assert calibration["inputs"][0]["choice"]["policy"] == "valid-at"
    assert Path(desk.calibration[0]).stem.endswith(calibration["inputs"][0]["id"])
    said = desk("run", APPLY, *BOTH, "--plan", "--format", "csv").stdout
    rows = list(csv.DictReader(said.splitlines()))
    assert [row["port"] for row in rows] == ["frames"] * 4 + ["calibration"]
    assert "valid-at" in rows[-1]["why"]
    assert len(desk.json("runs", "list", "--archive", "archive.sqlite")) == runs


def test_what_is_missing_is_one_line_and_nothing_runs(desk: Desk) -> None:
    for words, message in (
        ((CALCULATE, "--filter", "NIR_J"), "keys are not given: observation"),
        ((CALCULATE, "--observation", "7", "--filter", "NIR_J"), "observations are 5"),
        ((EXTRACT, *BOTH), "keys are not given: exposure"),
        ((CALCULATE, *BOTH, "--catalogs", "nothing"), "no product has the id 'nothing'"),
    ):
        done = desk("run", *words, "--out", "wrong", status=1)
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not (desk.folder / "wrong").exists()
    problem = desk("run", CALCULATE, "--observation", "7", "--filter", "NIR_J", "--plan", status=1)
    assert "problem" in problem.stdout
    assert "Missing option '--catalogs'" in desk("run", CALCULATE, status=2).stderr
    assert "--force" in desk("run", CALCULATE, "--catalogs", "a", "--force", status=2).stderr


def test_a_second_time_everything_is_taken_from_the_archive(desk: Desk) -> None:
    # The frames have new versions, so that the first time is not the same.
    pipeline = ("run", "NIR_RelativePhotometry_Pipeline", *BOTH, "--engine", "serial")
    first = desk(*pipeline, "--out", "first")
    again = desk(*pipeline, "--out", "again")
    assert again.stderr.count("taken from the archive") == 6
    assert len(first.stdout.splitlines()) == len(again.stdout.splitlines()) == 9
    assert all("archive.files" in name for name in again.stdout.splitlines())
    assert contents(desk.folder, again.stdout.splitlines()) == contents(
        desk.folder, first.stdout.splitlines()
    )
    forced = desk(*pipeline, "--out", "forced", "--force")
    assert "taken from the archive" not in forced.stderr
    assert forced.stderr.count("there already") == 9


def test_a_run_is_replayed_after_its_calibration_was_superseded(desk: Desk) -> None:
    runs = desk.json("runs", "list", "--archive", "archive.sqlite")
    (run,) = [one["id"] for one in runs if one["name"] == APPLY]
    words = (CALCULATE, *BOTH, "--clip-sigma", "2.5", "--out", "newer")
    assert "version 2" in desk("run", *words).stderr
    done = desk("runs", "replay", run, "--out", "replayed", "--format", "json")
    compared = json.loads(done.stdout)
    assert [one["result"] for one in compared] == ["equal"] * 4
    assert "4 of 4 equal" in done.stderr
    assert contents(desk.folder, [one["document"] for one in compared]) == contents(
        desk.folder, desk.frames
    )
    (call,) = desk.json("runs", "show", run, "--archive", "archive.sqlite")
    assert call["calibrations"][0]["id"] == call["inputs"]["calibration"][0]


def test_an_interrupted_run_goes_on_where_it_registers(desk: Desk) -> None:
    words = ("--each", "observation,exposure,filter", "--force", "--threshold", "7", "--out", "r")
    desk("run", EXTRACT, *words, "--time-limit", "0.01", "--keep-going", status=1)
    (run,) = (desk.folder / "r" / "runs").iterdir()
    done = desk("runs", "resume", str(run), "--time-limit", "10m")
    assert done.stderr.count("registered") == 4
    (entry,) = [
        one
        for one in desk.json("runs", "list", "--archive", "archive.sqlite")
        if one["id"] == run.name
    ]
    assert (entry["exit"], entry["done"], entry["failed"]) == ("done", 4, 0)
