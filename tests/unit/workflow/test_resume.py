"""A run that was interrupted at any moment goes on where it was, and only where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dpkit
from dpkit.errors import NotFoundError, TaskError
from dpkit.workflow.launch import resume
from dpkit.workflow.record import read_record
from dpkit.workflow.runfolder import RunFolder, find_run, list_runs, summary_of

RUN = """
import sys
from pathlib import Path
import toy_pf
from dpkit.workflow.launch import run
from dpkit.workflow.options import RunOptions
from dpkit.workflow.setting import Setting
if __name__ == "__main__":
    run(
        toy_pf.waiting,
        {"items": [Path(one) for one in sys.argv[2:]]},
        {"seconds": Setting(value=0.7, origin="test")},
        out=Path("out"),
        options=RunOptions(engine=sys.argv[1]),
        report=lambda event: print(event.kind, flush=True),
    )
"""


def hear_interrupts() -> None:
    """Let a process hear interrupts though a shell had the tests ignore them in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(folder: Path, path: list[str], given: list[Path], engine: str, number: int) -> str:
    """Start a run in a process of its own, and send it a signal when two calls are done."""
    (folder / "start.py").write_text(RUN)
    child = subprocess.Popen(
        [sys.executable, "start.py", engine, *map(str, given)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*path, *sys.path])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    )
    assert child.stdout is not None
    done = 0
    for line in child.stdout:
        done += line == "done\n"
        if done == 2:
            break
    os.kill(child.pid, number)
    _, said = child.communicate(timeout=60)
    return said


def ends(run: RunFolder) -> list[str]:
    return [line["call"] for line in run.journal() if line["event"] == "done"]


@pytest.mark.parametrize(
    ("engine", "number"),
    [("processes:2", signal.SIGINT), ("serial", signal.SIGINT), ("processes:2", signal.SIGKILL)],
)
def test_an_interrupted_run_goes_on(
    toy, toy_path, items, names, tmp_path: Path, engine: str, number: int
) -> None:
    given = items("a", "b", "c", "d", "e")
    interrupted(tmp_path, toy_path, given, engine, number)
    (run,) = list_runs(tmp_path / "out")
    before = ends(run)
    assert 2 <= len(before) < 6
    assert summary_of(run).exit == ("interrupted" if number == signal.SIGINT else "running or lost")
    documents = sorted((tmp_path / "out").glob("*.xml"))
    assert len(documents) == len(before)
    assert all(dpkit.validate(document).ok for document in documents)
    if number == signal.SIGKILL:
        _wait_until_free(run)
    kinds: list[tuple[str, str]] = []
    result = resume(
        run, options={"engine": "serial"}, report=lambda e: kinds.append((e.kind, e.call))
    )
    assert names(result.outputs["output"]) == ["a!+b!+c!+d!+e!"]
    assert sorted(call for kind, call in kinds if kind == "reused") == sorted(before)
    assert len(list((tmp_path / "out").glob("*.xml"))) == 6
    assert summary_of(run).exit == "done"
    assert not (run.path / "work").exists()
    # Once more: nothing is repeated.
    kinds.clear()
    resume(run, options={"engine": "serial"}, report=lambda e: kinds.append((e.kind, e.call)))
    assert {kind for kind, _ in kinds} == {"begun", "reused"}


def _wait_until_free(run: RunFolder) -> None:
    """Wait until the workers of a killed driver, which hold its journal open, have ended."""
    for _ in range(100):
        try:
            with run:
                return
        except TaskError:
            time.sleep(0.1)
    raise AssertionError("the journal is still held")


def test_a_publication_that_was_cut_off_is_finished(toy, items, start, names) -> None:
    result = start(toy.chain, {"items": items("a", "b")})
    journal = result.run.path / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    last = next(line for line in lines if line["event"] == "publish" and line["call"] == "join")
    kept = lines[: lines.index(last) + 1]
    for source, target in last["moves"]:
        Path(source).parent.mkdir(parents=True, exist_ok=True)
        Path(target).rename(source)
    cut = '{"event": "do'
    journal.write_text("".join(json.dumps(line) + "\n" for line in kept) + cut)
    kinds = []
    again = resume(result.run, report=lambda event: kinds.append(event.kind))
    assert again.outputs == result.outputs
    assert names(again.outputs["output"]) == ["ay+by"]
    assert kinds == ["begun", "reused", "reused", "reused"]
    # The journal is whole again, and knows what was finished.
    assert (summary_of(result.run).exit, summary_of(result.run).done) == ("done", 3)
    assert resume(result.run).outputs == result.outputs


def test_what_is_gone_is_made_again_and_what_follows_from_it(toy, items, start, names) -> None:
    result = start(toy.chain, {"items": items("a", "b")})
    (record,) = [one for one in map(read_record, result.run.records()) if one.call == "append[1]"]
    (result.run.products / record.documents["output"][0]).unlink()
    kinds = []
    again = resume(result.run, report=lambda event: kinds.append((event.kind, event.call)))
    assert [pair for pair in kinds if pair[0] == "done"] == [
        ("done", "append[1]"),
        ("done", "join"),
    ]
    assert names(again.outputs["output"]) == ["ay+by"]


def test_inputs_that_changed_are_refused(toy, items, start) -> None:
    given = items("a", "b")
    result = start(toy.chain, {"items": given})
    given[1].write_text(given[1].read_text().replace(">b<", ">B<"))
    with pytest.raises(TaskError, match="has changed since the run") as caught:
        resume(result.run)
    assert caught.value.place == str(given[1])


def test_a_run_that_is_going_on_is_not_resumed(toy, items, start) -> None:
    result = start(toy.chain, {"items": items("a")})
    with RunFolder(result.run.path), pytest.raises(TaskError, match="is running"):
        resume(result.run)


def test_two_runs_of_the_same_at_once_do_not_meet(toy, toy_path, items, tmp_path: Path) -> None:
    given = [str(one) for one in items("a", "b")]
    (tmp_path / "start.py").write_text(RUN)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*toy_path, *sys.path])}
    command = [sys.executable, "start.py", "processes:1", *given]
    children = [subprocess.Popen(command, cwd=tmp_path, env=environment) for _ in range(2)]
    assert [child.wait(timeout=120) for child in children] == [0, 0]
    runs = list_runs(tmp_path / "out")
    assert [summary_of(run).exit for run in runs] == ["done", "done"]
    documents = list((tmp_path / "out").glob("*.xml"))
    assert len(documents) == 6
    assert all(dpkit.validate(document).ok for document in documents)


def test_damaged_journals_and_unknown_runs_are_named(toy, items, start, tmp_path: Path) -> None:
    result = start(toy.chain, {"items": items("a")})
    with pytest.raises(NotFoundError, match="no run is named 'nothing'"):
        find_run("nothing", tmp_path / "out")
    assert find_run(result.run.id, tmp_path / "out").path == result.run.path
    assert find_run(str(result.run.path), Path()).path == result.run.path
    journal = result.run.path / "journal.jsonl"
    text = journal.read_text()
    journal.write_text("{\n" + text)
    with pytest.raises(TaskError, match="journal is damaged") as caught:
        resume(result.run)
    assert caught.value.place == f"{journal}:1"
    journal.write_text("")
    with pytest.raises(TaskError, match="journal is empty"):
        resume(result.run)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"record": 2}', '{"record": 1, "run": "a"}'])
def test_what_is_no_record_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "record.json"
    file.write_text(text)
    with pytest.raises(TaskError, match=r"is (no|a) record of") as caught:
        read_record(file)
    assert caught.value.place == str(file)
