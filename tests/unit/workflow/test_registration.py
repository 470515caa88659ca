"""Only the driver registers: what a call made in one go, or the call has failed."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

import dpkit
from dpkit.cli.progress import progress
from dpkit.errors import ArchiveError
from dpkit.workflow import registrar
from dpkit.workflow.launch import resume
from dpkit.workflow.runfolder import list_runs, summary_of


class Store:
    """An archive that keeps what it was told, and refuses products with a name."""

    def __init__(self, refused: str = "") -> None:
        self.refused = refused
        self.told: list[tuple[list[str], dict[str, tuple[str, ...]]]] = []
        self.calls: dict[str, str] = {}
        self.ended: list[str] = []
        self.groups: list[int] = []
        self.actors: list[str | None] = []
        self.url = "store"
        self.uuid = "its uuid"

    def begin_run(self, head, *, actor):
        self.head = head
        self.actors.append(actor)

    def end_run(self, run, *, exit, end, calls, actor):
        self.ended.append(exit)
        self.actors.append(actor)
        self.calls |= {one.call: one.exit for one in calls}

    def content_digests(self, ids):
        return {}

    def enter_calls(self, entries, *, actor):
        self.actors.append(actor)
        self.groups.append(len(entries))
        return [self.enter(one) for one in entries]

    def enter(self, entry):
        self.calls[entry.record.call] = entry.record.exit
        names = [dpkit.read(path).content.data.parameter_set_name for path in entry.documents]
        if self.refused in names:
            return ArchiveError("does not want it", place="archive", remedy="ask it")
        if names:
            self.told.append((names, entry.record.inputs))
        said = {"version": 2, "created": len(names) > 1, "current_version": 2}
        return [SimpleNamespace(id=name, **said) for name in names]


@pytest.mark.parametrize("engine", ["serial", "processes:2"])
def test_each_call_is_registered_at_once_with_its_inputs(toy, items, start, engine: str) -> None:
    store, given = Store(), items("a")
    start(toy.dynamic, {"item": given}, engine=engine, store=store)
    by_names = {tuple(names): inputs for names, inputs in store.told}
    assert set(by_names) == {("a0", "a1", "a2"), ("a0d",), ("a1d",), ("a2d",), ("a0d+a1d+a2d",)}
    assert by_names["a0", "a1", "a2"] == {"item": (dpkit.read(given[0]).id,)}
    assert len(by_names[("a0d+a1d+a2d",)]["items"]) == 3
    assert store.told[0][0] == ["a0", "a1", "a2"]
    assert store.told[-1][0] == ["a0d+a1d+a2d"]
    assert set(store.calls.values()) == {"done"}
    assert (store.head.name, store.ended) == ("TOY_Dynamic", ["done"])
    assert store.head.detail["combinations"] == [
        {"keys": {}, "inputs": {"item": [dpkit.read(given[0]).id]}}
    ]


def test_what_the_archive_refuses_fails_its_branch_and_is_registered_on_resuming(
    toy, items, start, names
) -> None:
    store = Store(refused="by")
    result = start(toy.chain, {"items": items("a", "b")}, store=store, keep_going=True)
    (failure,) = result.failures.values()
    assert (failure.message, failure.code) == ("does not want it", "archive")
    assert [told for told, _ in store.told] == [["ay"]]
    assert sorted(names(result.documents)) == ["ay", "by"]
    assert store.calls == {"append[0]": "done", "append[1]": "failed", "join": "skipped"}
    store.refused = ""
    again = resume(result.run, store=store)
    assert [told for told, _ in store.told] == [["ay"], ["by"], ["ay+by"]]
    assert names(again.outputs["output"]) == ["ay+by"]
    assert again.failures == {}


def test_what_is_said_of_registration_and_of_an_interruption(
    toy, items, start, capsys, tmp_path: Path
) -> None:
    with progress(quiet=True) as report:
        start(toy.spread, {"item": items("a")}, {"number": 2}, store=Store(), report=report)
    said = capsys.readouterr().err.splitlines()
    assert said == ["registered a0 version 2", "registered a1 version 2"]

    def interrupted(event) -> None:
        report(event)
        if event.kind == "done":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), progress(quiet=False) as report:
        start(toy.chain, {"items": items("a", "b")}, report=interrupted)
    *_, done, last = capsys.readouterr().err.splitlines()
    assert done == "1 of 3 append[0] done"
    folder = Path(last.removeprefix("go on with: dpkit runs resume "))
    assert (folder / "journal.jsonl").is_file()


class SlowStore(Store):
    """An archive that takes the first group when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()

    def enter_calls(self, entries, *, actor):
        assert self.may_go_on.wait(60)
        return super().enter_calls(entries, actor=actor)


def test_what_is_done_while_a_group_is_entered_makes_the_next_one(toy, items, start) -> None:
    store = SlowStore()

    def watch(event) -> None:
        if event.kind == "started" and event.call == "append[6]":
            store.may_go_on.set()

    given = {"items": items(*"abcdefg")}
    result = start(toy.appending, given, engine="processes:1", store=store, report=watch)
    assert result.failures == {}
    # Nobody waited for the first group: at least five calls were done when the last was started.
    assert len(store.groups) <= 4
    assert max(store.groups) >= 2
    assert sum(store.groups) == len(store.told) == 7


def test_calls_that_the_archive_refuses_together_are_entered_as_failed_together(
    toy, items, start
) -> None:
    store = SlowStore()
    store.refused = "bx"

    def watch(event) -> None:
        if event.kind == "started" and event.call == "append[11]":
            store.may_go_on.set()

    given = {"items": items("a", *11 * "b")}
    options = {"engine": "processes:1", "keep_going": True}
    result = start(toy.appending, given, store=store, report=watch, **options)
    assert len(result.failures) == 11
    assert sorted(store.calls.values()) == ["done", *11 * ["failed"]]
    # One by one, each would wait for an archive that somebody else holds.
    assert sum(store.groups) == 1 + 11 + 11
    assert len(store.groups) <= 8


def test_when_many_wait_no_more_are_started(toy, items, start, monkeypatch) -> None:
    monkeypatch.setattr(registrar, "_MOST", 2)
    store = SlowStore()
    started: list[str] = []
    counts: list[int] = []

    def release() -> None:
        counts.append(len(started))
        store.may_go_on.set()

    def watch(event) -> None:
        if event.kind == "started":
            started.append(event.call)
            if len(started) == 3:
                threading.Timer(1.0, release).start()

    given = {"items": items(*"abcdefghijkl")}
    result = start(toy.appending, given, engine="processes:1", store=store, report=watch)
    assert result.failures == {}
    # Two are being entered, two wait, and the engine was handed two more before that.
    assert 3 <= counts[0] <= 6
    assert max(store.groups) <= 2
    assert len(store.told) == 12


def test_calls_in_this_process_do_not_meet_what_the_archive_does(toy, items, start) -> None:
    store, threads = Store(), []
    enter = store.enter_calls

    def watched(entries, *, actor):
        threads.append(threading.current_thread())
        return enter(entries, actor=actor)

    store.enter_calls = watched
    start(toy.appending, {"items": items(*"abc")}, engine="serial", store=store)
    assert store.groups == [1, 1, 1]
    assert set(threads) == {threading.main_thread()}


def test_what_is_being_entered_when_the_run_is_interrupted_is_known_to_it(
    toy, items, start, tmp_path: Path
) -> None:
    store = SlowStore()

    def interrupt(event) -> None:
        if event.kind == "started" and event.call == "append[3]":
            store.may_go_on.set()
            raise KeyboardInterrupt

    given = {"items": items(*"abcdef")}
    with pytest.raises(KeyboardInterrupt):
        start(toy.appending, given, engine="processes:1", store=store, report=interrupt)
    (run,) = list_runs(tmp_path / "out")
    noted = {line["call"] for line in run.journal() if line["event"] == "registered"}
    made = {line["call"] for line in run.journal() if line["event"] == "done"}
    assert noted == {call for call, exit in store.calls.items() if exit == "done"}
    assert 1 <= len(noted) == len(store.told)
    # What was made is not told as what did not come about.
    assert {call for call, exit in store.calls.items() if exit == "skipped"}.isdisjoint(made)
    kinds = []
    result = resume(run, store=store, report=lambda event: kinds.append((event.kind, event.call)))
    assert result.failures == {}
    assert sorted(names for names, _ in store.told) == [[f"{one}x"] for one in "abcdef"]
    assert {call for kind, call in kinds if kind == "reused"} == made
    assert len([call for kind, call in kinds if kind == "done"]) == 6 - len(made)


def test_who_runs_it_is_told_to_the_archive_and_again_when_it_is_resumed(toy, items, start) -> None:
    store = Store(refused="by")
    options = {"store": store, "actor": "operator", "keep_going": True}
    result = start(toy.chain, {"items": items("a", "b")}, **options)
    assert set(store.actors) == {"operator"}
    store.actors.clear()
    store.refused = ""
    resume(result.run, store=store)
    assert set(store.actors) == {"operator"}
    store.actors.clear()
    resume(result.run, options={"actor": "night shift"}, store=store)
    assert set(store.actors) == {"night shift"}


def test_a_publication_that_was_finished_on_resuming_is_registered_once(
    toy, items, start, tmp_path: Path
) -> None:
    store = Store()
    result = start(toy.append, {"item": items("a")}, store=store)
    journal = result.run.path / "journal.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    (end,) = [n for n, line in enumerate(lines) if json.loads(line)["event"] == "publish"]
    journal.write_text("".join(lines[: end + 1]))  # it was ended before it noted more
    for _ in range(3):
        assert resume(result.run, store=store).failures == {}
        assert summary_of(result.run).done == 1
    # By the run that was cut off, and by the first that resumed it.
    assert [names for names, _ in store.told] == [["ax"], ["ax"]]
