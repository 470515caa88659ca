"""The task commands of the tutorial, run twice over: the second time changes nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from .conftest import Shell


@pytest.fixture
def desk(tmp_path: Path, observation: Path, dpkit: Shell) -> Path:
    """Return a folder with frames that are registered in its archive."""
    shutil.copytree(observation / "obs", tmp_path / "obs")
    dpkit("archive", "init", cwd=tmp_path)
    dpkit("archive", "register", *frames(tmp_path), cwd=tmp_path)
    return tmp_path


def frames(desk: Path) -> list[Path]:
    return sorted((desk / "obs").glob("*.xml"))


def given(option: str, documents: list[Path]) -> list[str | Path]:
    return [word for document in documents for word in (option, document)]


def run_tasks(desk: Path, dpkit: Shell, out: str) -> list[str]:
    """Run the three tasks and return what they said of the registration."""
    said = []

    def run(*words: str | Path) -> list[Path]:
        done = dpkit("run", *words, "--out", out, "--register", cwd=desk)
        said.extend(done.stderr.splitlines())
        return [desk / line for line in done.stdout.splitlines()]

    catalogs = [run("NIR_extract_exposure_catalog", "--frame", f)[0] for f in frames(desk)]
    (calibration,) = run("NIR_calculate_relative_exposures", *given("--catalogs", catalogs))
    words = [*given("--frames", frames(desk)), "--calibration", calibration]
    run("NIR_apply_relative_calibrations", *words)
    return said


def products(desk: Path, dpkit: Shell) -> list[dict[str, Any]]:
    words = ("archive", "find", "--all-versions", "--format", "json")
    found: list[dict[str, Any]] = json.loads(dpkit(*words, cwd=desk).stdout)
    return found


def test_a_second_run_is_there_already(desk: Path, dpkit: Shell) -> None:
    first = run_tasks(desk, dpkit, "made")
    assert len(first) == 9
    assert all(line.startswith("registered ") for line in first)
    before = products(desk, dpkit)
    assert len(before) == 13
    again = run_tasks(desk, dpkit, "again")
    assert len(again) == 9
    assert all(line.startswith("there already: ") for line in again)
    assert products(desk, dpkit) == before
    # The documents of the second run say other ids, which the archive knows.
    document = next((desk / "again").glob("DpdNirRelPhotoExpCalibration*.xml"))
    done = dpkit("archive", "register", document, cwd=desk)
    assert "there already" in done.stdout
    identifier = document.stem.partition("__")[2]
    (shown,) = json.loads(dpkit("archive", "show", identifier, "--format", "json", cwd=desk).stdout)
    assert shown["id"] != identifier
    assert shown["aliases"] == [identifier]
    # The lineage of what was made from what was made anew.
    assert len(shown["inputs"]) == 4
    assert len(shown["outputs"]) == 4


def test_a_task_does_not_run_for_an_archive_that_is_not_there(desk: Path, dpkit: Shell) -> None:
    words = ("NIR_extract_exposure_catalog", "--frame", frames(desk)[0], "--out", "made")
    more = ("--register", "--archive", "none.sqlite")
    done = dpkit("run", *words, *more, cwd=desk, check=False)
    assert done.returncode == 1
    assert "none.sqlite: there is no archive (`dpkit archive init" in done.stderr
    assert done.stdout == ""
    assert not (desk / "made").exists()


def test_outputs_are_registered_all_or_none(desk: Path, dpkit: Shell) -> None:
    """The inputs of the last task are not all registered: nothing of what it makes is."""
    out = ("--out", "made")
    for frame in frames(desk):
        dpkit("run", "NIR_extract_exposure_catalog", "--frame", frame, *out, cwd=desk)
    catalogs = sorted((desk / "made").glob("DpdNirExposureCatalog*.xml"))
    words = ("NIR_calculate_relative_exposures", *given("--catalogs", catalogs))
    calibration = dpkit("run", *words, *out, cwd=desk).stdout.strip()
    before = products(desk, dpkit)
    words = ("NIR_apply_relative_calibrations", *given("--frames", frames(desk)))
    more = ("--calibration", calibration, *out, "--register")
    done = dpkit("run", *words, *more, cwd=desk, check=False)
    assert done.returncode == 1
    assert "not in the archive (register the inputs first)" in done.stderr
    assert len(done.stdout.splitlines()) == 4
    assert products(desk, dpkit) == before
