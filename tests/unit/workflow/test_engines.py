"""The same run on every engine; what goes wrong in a worker fails one branch and leaves nothing."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

import dpkit
from dpkit.cli.progress import progress
from dpkit.errors import TaskError
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document
from dpkit.workflow import engine as engine_module
from dpkit.workflow.engine import open_engine
from dpkit.workflow.record import read_record
from dpkit.workflow.runfolder import summary_of

ENGINES = ["serial", "processes:2", "dask"]
APART = ["processes:2", "dask"]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_makes_the_same(toy, items, start, names, engine: str) -> None:
    given = {"items": items("a", "b", "c")}
    result = start(toy.chain, given, {"text": "z"}, engine=engine)
    assert result.failures == {}
    assert names(result.outputs["output"]) == ["az+bz+cz"]
    assert len(result.documents) == 4
    assert all(dpkit.validate(path).ok for path in result.documents)
    records = {one.call: one for one in map(read_record, result.run.records())}
    assert sorted(records) == ["append[0]", "append[1]", "append[2]", "join"]
    assert {one.engine for one in records.values()} == {engine}


def test_content_is_equal_whatever_the_engine(toy, items, start) -> None:
    given = {"items": items("a", "b")}
    digests = []
    for engine in ("serial", "processes:2"):
        (document,) = start(toy.chain, given, engine=engine).outputs["output"]
        digests.append(content_digest(read_document(document)))
    assert digests[0] == digests[1]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_failure_fails_its_branch_and_the_rest_goes_on(
    toy, items, start, names, engine: str
) -> None:
    given = items("a", "bad", "c")
    result = start(toy.faults, {"items": given}, engine=engine, keep_going=True)
    assert list(result.failures) == ["fail[1]"]
    failure = result.failures["fail[1]"]
    assert failure.message == "ValueError: cannot do this"
    assert failure.inputs == (str(given[1]),)
    assert str(given[1]) in str(failure)
    made = names(result.documents)
    assert sorted(made) == sorted(["a!", "c!", "a!f", "c!f", "as", "bads", "cs"])
    log = Path(read_record(result.run.record("fail[1]")).log).read_text()
    assert 'raise ValueError("cannot do this")' in log
    assert summary(result)["append[1]"] == "waiting"


def summary(result) -> dict[str, str]:
    """Return how each call of the journal ended; those never started are waiting."""
    states: dict[str, str] = {"append[1]": "waiting"}
    for line in result.run.journal():
        if line["event"] in {"done", "failed"}:
            states[line["call"]] = line["event"]
    return states


def test_without_keep_going_nothing_new_starts_after_a_failure(toy, items, start, names) -> None:
    result = start(toy.faults, {"items": items("bad", "b", "c")})
    assert list(result.failures) == ["fail[0]"]
    assert result.documents == ()


@pytest.mark.parametrize("engine", APART)
def test_a_killed_worker_fails_the_call_that_did_it(
    toy, items, start, names, products_in, engine: str
) -> None:
    given = {"items": items("a", "b", "deadly", "c", "d")}
    result = start(toy.killing, given, engine=engine, keep_going=True)
    assert list(result.failures) == ["kill[2]"]
    assert result.failures["kill[2]"].exit == "killed"
    assert "was killed" in result.failures["kill[2]"].message
    assert sorted(names(result.documents)) == ["a!", "b!", "c!", "d!"]
    assert products_in(result.run.products) == sorted(result.documents)
    assert read_record(result.run.record("kill[2]")).exit == "killed"


def test_many_that_kill_their_workers_fail_one_by_one(toy, items, start, names) -> None:
    deadly = [f"deadly{number}" for number in range(5)]
    given = {"items": items("a", *deadly, "b")}
    result = start(toy.killing, given, engine="processes:2", keep_going=True)
    assert sorted(result.failures) == [f"kill[{number}]" for number in range(1, 6)]
    assert {one.exit for one in result.failures.values()} == {"killed"}
    assert sorted(names(result.documents)) == ["a!", "b!"]


@pytest.mark.parametrize("engine", ["serial", "processes:1"])
@pytest.mark.parametrize("limit", [None, 60.0])
@pytest.mark.parametrize("status", [0, 3])
def test_a_task_that_leaves_fails_and_does_not_end_the_run(
    toy, items, start, engine: str, limit: float | None, status: int
) -> None:
    given, options = {"item": items("a")}, {"engine": engine, "time_limit": limit}
    result = start(toy.leave, given, {"status": status}, **options)
    (failure,) = result.failures.values()
    assert failure.message == f"left with SystemExit: {status}"
    assert summary_of(result.run).exit == "failed"


@pytest.mark.parametrize("engine", ["serial", "processes:1"])
def test_an_odd_error_fails_its_call_only_and_the_folder_stays(
    toy, items, start, names, engine: str
) -> None:
    before = Path.cwd()
    result = start(toy.odd, {"item": items("bad")}, engine=engine)
    (failure,) = result.failures.values()
    assert failure.message == "OddError: odd"
    assert names(start(toy.odd, {"item": items("a")}, engine=engine).documents) == ["a!"]
    assert Path.cwd() == before


def test_a_thread_that_a_task_leaves_does_not_hold_up_the_run(
    toy, items, start, names, monkeypatch
) -> None:
    monkeypatch.setattr(engine_module, "_GRACE", 1.0)
    begin = time.monotonic()
    result = start(toy.thread, {"item": items("a")}, engine="processes:1")
    assert time.monotonic() - begin < 30  # the thread takes a minute
    assert names(result.documents) == ["a!"]
    assert summary_of(result.run).exit == "done"


def test_programs_that_a_task_started_end_at_its_time_limit(toy, items, start) -> None:
    result = start(toy.program, {"item": items("a")}, time_limit=4.0)
    (failure,) = result.failures.values()
    assert failure.exit == "time-limit"
    pid = int(result.run.log("program").read_text().split()[0])
    for _ in range(100):  # until whoever inherits it has noticed
        if not _is_running(pid):
            return
        time.sleep(0.1)
    raise AssertionError("the program is still running")


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("engine", ["serial", "processes:2"])
def test_a_call_is_stopped_at_its_time_limit(
    toy, items, start, names, products_in, engine: str
) -> None:
    begin = time.monotonic()
    result = start(
        toy.sleep, {"item": items("a")}, {"seconds": 60.0}, engine=engine, time_limit=4.0
    )
    assert time.monotonic() - begin < 40
    (failure,) = result.failures.values()
    assert failure.exit == "time-limit"
    assert "ran longer than 4 s" in failure.message
    assert products_in(result.run.products) == []
    done = start(toy.sleep, {"item": items("b")}, {"seconds": 0.0}, time_limit=60.0)
    assert names(done.documents) == ["b!"]


def test_a_death_within_a_time_limit_is_told(toy, items, start) -> None:
    result = start(toy.kill, {"item": items("deadly")}, time_limit=60.0)
    (failure,) = result.failures.values()
    assert (failure.exit, failure.message) == ("killed", "its process ended with signal 9")


def test_a_call_is_tried_again(toy, items, start, names, tmp_path: Path) -> None:
    kinds = []
    result = start(
        toy.fail_once,
        {"item": items("a")},
        {"marker": str(tmp_path / "marker")},
        retries=1,
        report=lambda event: kinds.append(event.kind),
    )
    assert names(result.documents) == ["a!"]
    assert kinds == ["begun", "started", "repeated", "started", "done"]
    assert read_record(result.run.records()[0]).attempts == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_writing_outside_is_refused_before_it_happens(
    toy, items, start, products_in, engine: str
) -> None:
    # Not below tmp_path: tasks may write into the folder of temporary files.
    target = Path(f"/var/tmp/dpkit-elsewhere-{os.getpid()}.txt")
    result = start(toy.outside, {"item": items("a")}, {"path": str(target)}, engine=engine)
    written = target.exists()
    target.unlink(missing_ok=True)
    (failure,) = result.failures.values()
    assert failure.message == "a task must not write there"
    assert failure.place == str(target)
    assert not written
    assert products_in(result.run.products) == []


@pytest.mark.parametrize(
    ("name", "message"), [("invalid", "period-start-before-end"), ("nothing", "made nothing for")]
)
def test_wrong_outputs_leave_nothing(
    toy, items, start, products_in, name: str, message: str
) -> None:
    result = start(getattr(toy, name), {"item": items("a")})
    (failure,) = result.failures.values()
    assert message in str(failure)
    assert products_in(result.run.products) == []
    assert not (result.run.path / "work").exists()


def test_an_output_that_is_there_already_is_not_replaced(toy, items, start) -> None:
    (given,) = items("a")
    first = start(toy.perhaps, {"item": [given]})
    again = [path for path in first.documents if path.exists()]
    before = [path.read_bytes() for path in again]
    (failure,) = start(toy.outside, {"item": again[:1]}, {"path": "/dev/null"}).failures.values()
    assert failure.message == "is there already"
    assert [path.read_bytes() for path in again] == before


def test_what_a_task_says_goes_into_its_log(toy, items, start, capsys, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    result = start(toy.talk, {"item": items("a")}, logdir=logs, engine="processes:1")
    assert capsys.readouterr().out == ""
    (log,) = logs.iterdir()
    assert log.name == f"{result.run.id}_talk.log"
    text = log.read_text()
    assert "printed\n" in text
    assert "Z INFO toy: logged\n" in text
    assert "UserWarning: warned" in text
    assert read_record(result.run.records()[0]).log == str(log)


@pytest.mark.parametrize("time_limit", [None, 60.0])
@pytest.mark.parametrize("quiet", [False, True])
def test_warnings_of_a_task_are_said_once(toy, items, start, capsys, time_limit, quiet) -> None:
    with progress(quiet=quiet) as report:
        options = {"engine": "processes:1", "time_limit": time_limit}
        start(toy.talk, {"item": items("a")}, report=report, **options)
    said = capsys.readouterr().err.splitlines()
    assert said == ["talk warns: look out"] + ([] if quiet else ["1 of 1 talk done"])


class Lost:
    """An engine whose executors are broken from the start."""

    name, capacity, apart = "lost", 1, False

    def __init__(self) -> None:
        self.opened = 0

    def executor(self):
        self.opened += 1
        executor = engine_module.SerialExecutor()
        executor.submit = self.refuse  # type: ignore[method-assign]
        return executor

    def refuse(self, *_: object):
        raise BrokenExecutor("gone")

    def close(self, *, now: bool = False) -> None: ...


def test_an_engine_that_stays_lost_ends_the_run_which_can_be_resumed(
    toy, items, start, names, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dpkit.workflow import launch

    lost = Lost()
    monkeypatch.setattr(launch, "open_engine", lambda *_: lost)
    with pytest.raises(TaskError, match="lost again and again"):
        start(toy.chain, {"items": items("a", "b")})
    assert lost.opened == 4
    monkeypatch.undo()
    (folder,) = (tmp_path / "out" / "runs").iterdir()
    last = json.loads((folder / "journal.jsonl").read_text().splitlines()[-1])
    assert (last["event"], last["exit"]) == ("end", "interrupted")


def test_an_unknown_engine_leaves_no_run(toy, items, start, tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="there is no engine 'threads'"):
        start(toy.chain, {"items": items("a")}, engine="threads")
    assert not (tmp_path / "out").exists()


def test_unknown_engines_are_refused() -> None:
    for text in ("", "threads", "processes:0", "processes:two", "serial:2"):
        with pytest.raises(TaskError, match="there is no engine"):
            open_engine(text)


def test_a_scheduler_that_is_not_there_is_named(toy, items, start) -> None:
    with pytest.raises(TaskError, match="cannot be reached") as caught:
        start(toy.chain, {"items": items("a")}, engine="dask:tcp://127.0.0.1:1")
    assert caught.value.place == "tcp://127.0.0.1:1"


def test_a_cluster_that_is_lost_in_the_middle_is_told_and_the_run_goes_on(
    toy, items, start, names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler of a cluster of somebody else ends when the first call is done."""
    import dask
    from distributed import LocalCluster

    from dpkit.workflow.launch import resume
    from dpkit.workflow.runfolder import list_runs

    quick = {"distributed.comm.timeouts.connect": "2s", "distributed.comm.retry.count": 0}
    with dask.config.set(quick):
        cluster = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0")
        engine = f"dask:{cluster.scheduler_address}"

        def stop(event) -> None:
            if event.kind == "done":
                cluster.close()

        with pytest.raises(TaskError, match="cannot be reached") as caught:
            start(
                toy.waiting,
                {"items": items("a", "b", "c", "d")},
                {"seconds": 0.5},
                engine=engine,
                report=stop,
            )
    assert caught.value.place == cluster.scheduler_address
    (run,) = list_runs(tmp_path / "out")
    result = resume(run, options={"engine": "serial"})
    assert names(result.outputs["output"]) == ["a!+b!+c!+d!"]
