"""Only the driver registers: what a call made in one go, or the call has failed."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

import dpkit
from dpkit.cli.progress import progress
from dpkit.errors import ArchiveError
from dpkit.workflow import registrar
from dpkit.workflow.launch import resume
from dpkit.workflow.runfolder import list_runs


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
    store, begun = SlowStore(), []

    def watch(event) -> None:
        begun.append(event.call)
        if event.kind == "started" and event.call == "append[6]":
            store.may_go_on.set()

    result = start(toy.appending, {"items": items(*"abcdefg")}, store=store, report=watch)
    assert result.failures == {}
    # Six calls were executed while the first waited: nobody waited for it.
    assert (store.groups[0], sum(store.groups)) == (1, 7)
    assert len(store.groups) <= 3
    assert len(store.told) == 7


def test_when_many_wait_no_more_are_started(toy, items, start, monkeypatch) -> None:
    monkeypatch.setattr(registrar, "_MOST", 2)
    store = SlowStore()
    started: list[str] = []

    def watch(event) -> None:
        if event.kind == "started":
            started.append(event.call)
            if len(started) == 3:  # one is being entered, two will wait
                threading.Timer(0.5, release).start()

    counts: list[int] = []

    def release() -> None:
        counts.append(len(started))
        store.may_go_on.set()

    result = start(toy.appending, {"items": items(*"abcdefg")}, store=store, report=watch)
    assert result.failures == {}
    assert counts == [3]
    assert max(store.groups) <= 2
    assert len(store.told) == 7


def test_what_is_being_entered_when_the_run_is_interrupted_is_known_to_it(
    toy, items, start, tmp_path: Path
) -> None:
    store = SlowStore()

    def interrupt(event) -> None:
        if event.kind == "started" and event.call == "append[2]":
            store.may_go_on.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start(toy.appending, {"items": items(*"abcd")}, store=store, report=interrupt)
    assert [names for names, _ in store.told] == [["ax"]]
    (run,) = list_runs(tmp_path / "out")
    noted = [line["call"] for line in run.journal() if line["event"] == "registered"]
    assert noted == ["append[0]"]
    kinds = []
    result = resume(run, store=store, report=lambda event: kinds.append((event.kind, event.call)))
    assert result.failures == {}
    assert [names for names, _ in store.told] == [["ax"], ["bx"], ["cx"], ["dx"]]
    assert [call for kind, call in kinds if kind == "started"] == ["append[2]", "append[3]"]
    assert sorted(call for kind, call in kinds if kind == "reused") == ["append[0]", "append[1]"]


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
