"""A package of somebody else joins with its schemas, tasks and pipeline; dpkit is not touched."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "tests/external_pf"


class Desk:
    """A folder to work in, with the package installed in a folder of its own."""

    def __init__(self, folder: Path, project: Path, name: str) -> None:
        self.folder = folder / "desk"
        self.folder.mkdir()
        self.installed = folder / "installed"
        for package in (f"{name}_dm", f"{name}_pf", f"{name}_xsd"):
            shutil.copytree(
                project / package,
                self.installed / package,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        said = tomllib.loads((project / "pyproject.toml").read_text())["project"]
        info = self.installed / f"{said['name'].replace('-', '_')}-{said['version']}.dist-info"
        info.mkdir()
        lines = [
            line
            for group, points in said["entry-points"].items()
            for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join([*lines, ""]))

    def run(self, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k != "DPKIT_ARCHIVE"}
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(self.installed)},
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return done

    def dpkit(self, *words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "dpkit", *words, check=check)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("external"), PROJECT, "dome")


def test_its_own_tests_pass(desk: Desk) -> None:
    done = desk.run("-m", "pytest", "-q", "-p", "no:cacheprovider", PROJECT / "tests")
    assert "5 passed" in done.stdout


def test_its_products_tasks_and_pipeline_appear(desk: Desk) -> None:
    products = json.loads(desk.dpkit("schema", "list", "--format", "json").stdout)
    assert {"DomeLevel", "DomeReading"} <= {one["name"] for one in products}
    tasks = json.loads(desk.dpkit("tasks", "--format", "json").stdout)
    ours = {one["name"]: one for one in tasks if one["project"] == "DOME_Levels"}
    assert set(ours) == {"DOME_Pipeline", "DOME_join_levels", "DOME_measure_level"}
    assert ours["DOME_measure_level"]["outputs"] == ["DomeLevel"]
    shown = desk.dpkit("pipeline", "show", "DOME_Pipeline").stdout
    assert "levels=each of measure_level by domenight domefilter" in shown
    desk.dpkit("schema", "sample", "DomeReading", "--out", "sample")
    assert "1 validated, 0 failed" in desk.dpkit("validate", "sample").stderr


def test_it_goes_from_simulation_to_archive(desk: Desk) -> None:
    desk.dpkit("simulate", "dome-readings", "--out", "readings")
    assert "12 validated, 0 failed" in desk.dpkit("validate", "readings").stderr
    desk.dpkit("archive", "init")
    desk.dpkit("archive", "register", *sorted((desk.folder / "readings").glob("*.xml")))
    words = ("--readings", "readings/list.json", "--out", "made", "--register")
    made = desk.dpkit("run", "DOME_Pipeline", *words).stdout.split()
    code = (
        "import sys, dpkit\n"
        "for path in sys.argv[1:]:\n"
        "    data = dpkit.read(path).content.data\n"
        "    print(data.night, data.filter, round(data.mean), data.values)"
    )
    lines = desk.run("-c", code, *made).stdout.splitlines()
    assert lines == ["1 blue 100 60", "1 red 100 60", "2 blue 101 60", "2 red 101 60"]
    found = desk.dpkit("archive", "find", "DomeLevel", "--domenight", "2", "--format", "json")
    rows = json.loads(found.stdout)
    assert {row["domefilter"] for row in rows} == {"blue", "red"}
    shown = json.loads(
        desk.dpkit("archive", "show", Path(made[0]).stem.split("__")[1], "--format", "json").stdout
    )
    assert len(shown[0]["inputs"]) == 3


def test_the_package_is_what_new_pf_writes(tmp_path: Path, desk: Desk) -> None:
    desk.dpkit("new-pf", "dome", "--out", tmp_path / "dome")
    assert _differences(filecmp.dircmp(PROJECT, tmp_path / "dome", ignore=["__pycache__"])) == []


def _differences(compared: filecmp.dircmp[str]) -> list[str]:
    found = [*compared.left_only, *compared.right_only]
    _, wrong, odd = filecmp.cmpfiles(
        compared.left, compared.right, compared.common_files, shallow=False
    )
    found += [*wrong, *odd]
    for below in compared.subdirs.values():
        found += _differences(below)
    return found


def test_a_new_package_of_any_name_passes_its_tests(tmp_path: Path, desk: Desk) -> None:
    desk.dpkit("new-pf", "zodiac", "--out", tmp_path / "zodiac")
    other = Desk(tmp_path, tmp_path / "zodiac", "zodiac")
    tests = tmp_path / "zodiac/tests"
    assert "5 passed" in other.run("-m", "pytest", "-q", "-p", "no:cacheprovider", tests).stdout
    check = ("--source", "zodiac_xsd", "--package", "zodiac_dm", "--target", ".", "--check")
    done = subprocess.run(
        [sys.executable, "-m", "dpkit", "schema", "generate", *check],
        cwd=tmp_path / "zodiac",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["Dome", "2dome", "dome_pf", "class", "", "../dome", "dpkit"])
def test_names_that_are_no_packages_are_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    done = desk.dpkit("new-pf", name, "--out", tmp_path / "out", check=False)
    assert done.returncode == 1
    assert "cannot be the name of a package" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_not_touched(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = desk.dpkit("new-pf", "dome", "--out", tmp_path, check=False)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
