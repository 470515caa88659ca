"""Running by archive from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dpkit_archive
from dpkit.cli.root import root
from dpkit.workflow.launch import resume
from dpkit.workflow.runfolder import RunFolder

pytestmark = pytest.mark.alternating

ONE = ("--observation", "5", "--exposure", "1")


@pytest.fixture
def command(
    night: dpkit_archive.Archive, url: str, pf: Any, tmp_path: Path, monkeypatch: Any
) -> Callable[..., Result]:
    """Give a function that calls the command line on the archive."""
    monkeypatch.setenv("DPKIT_ARCHIVE", url)
    monkeypatch.chdir(tmp_path)

    def call(*words: str, status: int = 0) -> Result:
        run = CliRunner().invoke(root, words)
        assert run.exit_code == status, run.output + run.stderr
        return run

    return call


def planned(run: Result) -> list[dict[str, list[str]]]:
    """Return the ids of each call of a plan, by port."""
    calls = json.loads(run.stdout)["calls"]
    return [{p["port"]: [one["id"] for one in p["inputs"]] for p in c["ports"]} for c in calls]


def test_sets_datasets_and_the_past_reach_the_archive(command, night, make) -> None:
    show = ("run", "OBS_subtract", *ONE, "--plan", "--format", "json")
    then = str(night.last_event())
    night.register(make.frame(5, 1, at="2026-03-01T11:00:00Z", id="new", ratio=1.01))
    day = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
    night.register(make.dark(*day, calibration="T", id="T"), calibration_set="test")
    assert planned(command(*show)) == [{"frame": ["new"], "dark": ["D1"]}]
    assert planned(command(*show, "--as-of", then)) == [{"frame": ["F1"], "dark": ["D1"]}]
    ordered = ("--set", "test", "--set", "main")
    assert planned(command(*show, *ordered)) == [{"frame": ["new"], "dark": ["T"]}]
    assert planned(command(*show, "--dark", "D2")) == [{"frame": ["new"], "dark": ["D2"]}]
    assert "no dataset named 'tset'" in command(*show, "--dataset", "tset", status=1).stderr
    assert night.runs() == []


def test_the_products_are_registered_unless_that_is_not_wanted(command, night) -> None:
    run = command("run", "OBS_subtract", *ONE, "--out", "made", "--no-register")
    assert Path(run.stdout.strip()).parent == Path("made")
    assert night.find("DpdNirRelPhotoParams") == []
    assert night.runs() == []
    run = command("run", "OBS_subtract", *ONE, "--out", "made")
    (row,) = night.find("DpdNirRelPhotoParams")
    assert f"registered {row.id} version 1" in run.stderr
    again = command("run", "OBS_subtract", *ONE, "--out", "made")
    assert again.stdout.strip() == str(row.document)
    assert again.stderr == "subtract taken from the archive\n"


def test_an_output_with_a_name_is_made_here(command, night) -> None:
    for name in ("a.xml", "b.xml"):
        run = command("run", "OBS_subtract", *ONE, "--workdir", ".", "--output", name)
        assert run.stdout == f"{name}\n"
        assert Path(name).is_file()
    words = ("--each", "observation,exposure", "--output", "c.xml")
    run = command("run", "OBS_subtract", *words, status=2)
    assert "several combinations" in run.stderr


def test_ids_and_other_ports_tell_enough_without_keys(command, night, url: str) -> None:
    run = command("run", "OBS_subtract", "--frame", "F3", "--out", "here")
    assert run.stderr.startswith("registered ")
    ((call,),) = (night.run(one["id"])["calls"] for one in night.runs())
    assert call["inputs"] == {"frame": ["F3"], "dark": ["D2"]}
    assert set(call["sources"].values()) > {"given by the user"}
    words = ("--frame", "F3", "--dark", "D1")
    run = command("run", "OBS_subtract", *words, "--archive", url, "--plan", "--format", "json")
    assert planned(run) == [{"frame": ["F3"], "dark": ["D1"]}]


def test_nothing_to_do_is_no_failure(command, night, make) -> None:
    night.register(make.catalog(5, 1))
    run = command("run", "OBS_when_complete", "--observation", "5")
    assert run.stdout == ""
    said, last = run.stderr.splitlines()
    assert said.startswith("skipped observation 5: nothing for 'catalogs': ")
    assert "TotalExposure says 4, and 1 are found" in said
    assert last == "nothing to do"
    assert night.runs() == []


def test_what_lacks_something_keeps_the_others_out_unless_they_are_to_go_on(
    command, night, make
) -> None:
    night.register(make.frame(6, 1, at="2026-03-02T11:00:00Z", id="late"))
    each = ("run", "OBS_subtract", "--each", "observation", "--exposure", "1", "--out", "here")
    serial = ("--engine", "serial")
    run = command(*each, *serial, status=1)
    assert "exposure 1, observation 6: port 'dark': for late: " in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not Path("here").exists()
    run = command(*each, *serial, "--keep-going", status=1)
    assert len(run.stdout.splitlines()) == 1
    assert "port 'dark': for late: " in run.stderr
    assert [one["done"] for one in night.runs()] == [1]
    table = command(*each, "--plan", status=1).stdout
    assert table.count(" found ") == 3
    assert table.count("problem") == 1


def test_runs_are_listed_and_shown(command, night, url: str) -> None:
    command("run", "OBS_subtract", *ONE, "--out", "made")
    listed = json.loads(command("runs", "list", "--archive", url, "--format", "json").stdout)
    assert [(one["name"], one["exit"]) for one in listed] == [("OBS_subtract", "done")]
    shown = command("runs", "show", listed[0]["id"], "--archive", url)
    assert "subtract" in shown.stdout
    run = command("runs", "show", "other", "--archive", url, status=1)
    assert "no run has the id 'other'" in run.stderr
    run = command("runs", "replay", listed[0]["id"], "--format", "json")
    (one,) = json.loads(run.stdout)
    assert one["result"] == "equal"
    assert Path(f"replay-{listed[0]['id']}").is_dir()


def test_a_replay_that_differs_is_an_exit_status(command, night, pf, monkeypatch) -> None:
    command("run", "OBS_subtract", *ONE, "--out", "made")
    monkeypatch.setattr(pf, "params", lambda name, made=pf.params: made(f"other {name}"))
    run = command("runs", "replay", night.runs()[0]["id"], "--out", "again", status=1)
    assert "different" in run.stdout
    assert run.stderr.splitlines()[-1] == "0 of 1 equal"


def test_an_interrupted_run_is_known_as_such_and_goes_on(night, pf, go, tmp_path) -> None:
    def interrupt(event: Any) -> None:
        if event.kind == "done":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go(pf.subtract, each=("exposure",), observation=5, report=interrupt)
    (run,) = night.runs()
    assert (run["exit"], run["done"]) == ("interrupted", 1)
    again = resume(RunFolder(tmp_path / "out" / "runs" / run["id"]), store=night)
    assert again.failures == {}
    assert len(pf.CALLS) == 4
    (run,) = night.runs()
    assert (run["exit"], run["done"], run["failed"]) == ("done", 4, 0)
    assert len(night.find("DpdNirRelPhotoParams")) == 4


def test_two_runs_of_the_same_at_once_make_one_product(night, pf, go) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(go, pf.subtract, observation=5, exposure=1) for _ in range(2)]
    assert all(one.result().failures == {} for one in both)
    assert len(night.find("DpdNirRelPhotoParams", current=False)) == 1
    runs = night.runs()
    assert [run["done"] for run in runs] == [1, 1]
    made = [night.made_by(run["id"])["subtract"]["output"][0].id for run in runs]
    assert made[0] == made[1]


def test_who_runs_it_is_in_the_log_of_events(command, night, url: str, monkeypatch) -> None:
    verbs = {"run", "register", "call", "run-end"}
    before = night.last_event()
    command("run", "OBS_pair", *ONE, "--out", "made", "--actor", "night shift")
    events = [one for one in night.events() if one.event > before]
    assert {one.verb for one in events} == verbs
    assert {one.actor for one in events} == {"night shift"}
    before = night.last_event()
    monkeypatch.setenv("DPKIT_ACTOR", "robot")
    command("run", "OBS_optional", "--observation", "5", "--exposure", "2", "--out", "made")
    assert {one.actor for one in night.events() if one.event > before} == {"robot"}
    before = night.last_event()
    (run,) = [one["id"] for one in night.runs() if one["name"] == "OBS_optional"]
    command("runs", "resume", run, "--out", "made", "--actor", "me")
    assert {one.actor for one in night.events() if one.event > before} == {"me"}
