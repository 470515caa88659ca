"""What goes wrong in a run leaves the archive as it was, or complete."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import dpkit
from dpkit.errors import DpkitError, ProductError, TaskError
from dpkit.workflow import engine as engine_module
from dpkit.workflow import launch
from dpkit.workflow.launch import RunResult, resume, run
from dpkit.workflow.options import RunOptions
from dpkit.workflow.runfolder import list_runs
from dpkit.workflow.setting import Setting
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

TOY = Path(__file__).parents[2] / "unit" / "workflow" / "toy"
PARAMS = "DpdNirRelPhotoParams"


@pytest.fixture
def installed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the folders of the toy tasks and of their entry point."""
    info = tmp_path_factory.mktemp("installed") / "toy-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[dpkit.tasks]\ntoy = toy_pf\n")
    return [str(TOY), str(info.parent)]


@pytest.fixture
def toy(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module of the toy tasks."""
    for folder in installed:
        monkeypatch.syspath_prepend(folder)
    return import_module("toy_pf")


@pytest.fixture
def items(toy: ModuleType, archive: Archive, tmp_path: Path) -> Callable[..., list[Path]]:
    """Give a function that registers products with names."""

    def write(*names: str) -> list[Path]:
        made = [dpkit.write(toy.params(name), tmp_path / "in") for name in names]
        for path in made:
            archive.register(path)
        return made

    return write


@pytest.fixture
def go(archive: Archive, tmp_path: Path) -> Callable[..., RunResult]:
    """Give a function that runs a task and registers what it makes."""

    def start(declaration: Any, inputs: Any, report: Any = repr, **options: Any) -> RunResult:
        given = options.pop("parameters", {})
        return run(
            declaration,
            inputs,
            {k: Setting(value=v, origin="test") for k, v in given.items()},
            out=tmp_path / "out",
            options=RunOptions(**{"engine": "serial"} | options),
            store=archive,
            report=report,
        )

    return start


def names(archive: Archive) -> list[str]:
    """Return the names that the products hold."""
    assert list(archive.check(deep=True)) == []
    rows = archive.find(PARAMS, current=False)
    return sorted(dpkit.read(r.document).content.data.parameter_set_name for r in rows)


def exits(archive: Archive) -> dict[str, str]:
    """Return how the calls of the last run ended."""
    return {one["call"]: one["exit"] for one in archive.run(archive.runs()[-1]["id"])["calls"]}


@pytest.mark.parametrize("wrong", ["another product", "a list file", "no document", "not there"])
def test_a_wrong_input_leaves_no_run(archive, toy, items, go, make, state, wrong: str) -> None:
    items("a")
    listed, text = make.folder / "list.json", make.folder / "text.xml"
    listed.write_text('["a.xml"]')
    text.write_text("nothing")
    given = {
        "another product": make.factors(),
        "a list file": listed,
        "no document": text,
        "not there": make.folder / "none.xml",
    }[wrong]
    before = state(archive)
    with pytest.raises(DpkitError) as caught:
        go(toy.append, {"item": [given]})
    assert "\n" not in str(caught.value)
    assert str(given) in str(caught.value)
    assert caught.value.remedy
    assert state(archive) == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("invalid", "period-start-before-end"),
        ("nothing", "made nothing for 'output'"),
        ("outside", "a task must not write there"),
        ("sleep", "ran longer than 3 s"),
        ("kill", "its process ended with signal 9"),
    ],
)
def test_a_call_that_fails_leaves_its_record_only(
    archive, toy, items, go, name: str, message: str
) -> None:
    parameters = {"outside": {"path": "/var/tmp/dpkit-not-here"}, "sleep": {"seconds": 60.0}}
    apart = {"sleep": 3.0, "kill": 60.0}.get(name)
    given = items("deadly")
    result = go(
        getattr(toy, name),
        {"item": given},
        parameters=parameters.get(name, {}),
        time_limit=apart,
    )
    (failure,) = result.failures.values()
    assert message in failure.message
    assert "\n" not in str(failure)
    assert failure.inputs == (str(given[0]),)
    assert names(archive) == ["deadly"]
    assert archive.find("DpdNirRelPhotoExpCalibration", current=False) == []
    (call,) = archive.run(result.run.id)["calls"]
    assert call["exit"] == failure.exit
    assert message in call["error"]
    assert archive.runs()[-1]["exit"] == "failed"


def test_a_killed_worker_takes_nothing_else_with_it(archive, toy, items, go) -> None:
    given = {"items": items("a", "b", "deadly", "c")}
    result = go(toy.killing, given, engine="processes:2", keep_going=True)
    assert list(result.failures) == ["kill[2]"]
    assert names(archive) == sorted(["a", "b", "c", "deadly", "a!", "b!", "c!"])
    assert exits(archive) == {
        "kill[0]": "done",
        "kill[1]": "done",
        "kill[2]": "killed",
        "kill[3]": "done",
    }


@pytest.mark.parametrize("engine", ["serial", "processes:2", "dask"])
def test_an_exception_in_the_middle_of_a_split(archive, toy, items, go, engine: str) -> None:
    given = {"items": items("a", "bad", "c")}
    result = go(toy.faults, given, engine=engine, keep_going=True)
    assert list(result.failures) == ["fail[1]"]
    made = ["a!", "c!", "a!f", "c!f", "as", "bads", "cs"]
    assert names(archive) == sorted(["a", "bad", "c", *made])
    told = exits(archive)
    assert (told.pop("fail[1]"), told.pop("append[1]")) == ("failed", "skipped")
    assert set(told.values()) == {"done"}
    assert len(told) == 7


def test_an_engine_that_is_lost_for_good_leaves_what_was_done(
    archive, toy, items, go, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Dying:
        """An engine that executes two calls, and is broken from then on."""

        name, capacity, apart = "dying", 1, True

        def __init__(self) -> None:
            self.left = 2

        def executor(self) -> Any:
            executor = engine_module.SerialExecutor()
            submit = executor.submit

            def fewer(*given: Any) -> Any:
                self.left -= 1
                if self.left < 0:
                    raise BrokenExecutor("gone")
                return submit(*given)

            executor.submit = fewer  # type: ignore[method-assign]
            return executor

        def close(self, *, now: bool = False) -> None: ...

    given = {"items": items("a", "b", "c", "d")}
    with monkeypatch.context() as patch:
        patch.setattr(launch, "open_engine", lambda *_: Dying())
        with pytest.raises(TaskError, match="lost again and again"):
            go(toy.appending, given)
    assert archive.runs()[-1]["exit"] == "interrupted"
    assert set(names(archive)) <= {"a", "b", "c", "d", "ax", "bx"}
    (folder,) = list_runs(tmp_path / "out")
    assert resume(folder, store=archive).failures == {}
    assert names(archive) == ["a", "ax", "b", "bx", "c", "cx", "d", "dx"]
    assert archive.runs()[-1]["exit"] == "done"
    assert set(exits(archive).values()) == {"done"}


RUN = """
import sys
from pathlib import Path
import dpkit_archive
import toy_pf
from dpkit.workflow.launch import run
from dpkit.workflow.options import RunOptions
from dpkit.workflow.setting import Setting
if __name__ == "__main__":
    with dpkit_archive.open(sys.argv[1]) as archive:
        run(
            toy_pf.waiting,
            {"items": [Path(one) for one in sys.argv[2:]]},
            {"seconds": Setting(value=0.1, origin="test")},
            out=Path("out"),
            options=RunOptions(engine="processes:2"),
            store=archive,
            report=lambda event: print(event.kind, flush=True),
        )
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("after", ["started", "done"])
def test_a_run_that_is_ended_at_any_moment_is_completed_by_resuming_it(
    archive, url, toy, installed, items, mend, tmp_path: Path, number: int, after: str
) -> None:
    letters = list("abcdefghijklmnopqrst")
    given = items(*letters)
    (tmp_path / "start.py").write_text(RUN)
    child = subprocess.Popen(
        [sys.executable, "start.py", url, *map(str, given)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*installed, *sys.path])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stdout is not None
    seen = 0
    for line in child.stdout:
        seen += line.strip() == after
        if seen == 6:
            break
    child.send_signal(number)
    child.communicate(timeout=60)
    assert child.returncode != 0
    assert mend(archive) <= {"leftover"}
    (folder,) = list_runs(tmp_path / "out")
    _wait_until_free(folder)
    made = names(archive)
    assert len(letters) <= len(made) < 2 * len(letters)
    done = [call for call, exit in exits(archive).items() if exit == "done"]
    assert len(done) == len(made) - len(letters)
    assert resume(folder, options={"engine": "serial"}, store=archive).failures == {}
    waited = [f"{one}!" for one in letters]
    assert names(archive) == sorted([*letters, *waited, "+".join(waited)])
    assert len(archive.runs()) == 1
    assert set(exits(archive).values()) == {"done"}
    assert len(exits(archive)) == len(letters) + 1
    inputs = [archive.show(row.id).inputs for row in archive.find(PARAMS, current=False)]
    assert sorted(map(len, inputs)) == [0] * len(letters) + [1] * len(letters) + [len(letters)]


def _wait_until_free(folder: Any) -> None:
    """Wait until the workers of a killed driver, which hold its journal open, have ended."""
    import time

    for _ in range(100):
        try:
            with folder:
                return
        except TaskError:
            time.sleep(0.1)
    raise AssertionError("the journal is still held")


def test_an_input_that_is_not_valid_any_more_fails_its_call(archive, toy, items, go) -> None:
    (path,) = items("a")
    path.write_text(path.read_text().replace("<Purpose>", "<Porpoise>", 1))
    with pytest.raises(ProductError) as caught:
        go(toy.append, {"item": [path]})
    assert str(path) in str(caught.value)
    assert archive.runs() == []
