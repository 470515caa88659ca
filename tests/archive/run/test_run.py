"""Runs in an archive: what is entered with the products, what is reused, and what is replayed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from dpkit.errors import ArchiveError, NotFoundError, TaskError
from dpkit.workflow.launch import resume
from dpkit.workflow.record import CallEntry, RunHead, RunRecord, read_record
from dpkit.workflow.replay import replay_run

pytestmark = pytest.mark.alternating

ONE = {"observation": 5, "exposure": 1}


def run_of(archive) -> dict[str, Any]:
    """Return the last run."""
    return archive.run(archive.runs()[-1]["id"])


class TestRecord:
    """What is entered."""

    def test_a_run_is_entered_with_its_call_and_what_it_made(self, night, pf, go) -> None:
        result = go(pf.subtract, **ONE, parameters={"level": 2.0})
        (head,) = night.runs()
        assert (head["id"], head["name"], head["exit"]) == (result.run.id, "OBS_subtract", "done")
        assert (head["done"], head["failed"]) == (1, 0)
        (call,) = night.run(head["id"])["calls"]
        assert call["inputs"] == {"frame": ["F1"], "dark": ["D1"]}
        assert call["parameters"]["level"] == {"value": 2.0, "origin": "test"}
        assert (call["task"], call["version"], call["keys"]) == ("OBS_subtract", "1.0", ONE)
        assert call["archive"] == night.uuid
        assert {"dpkit", "python", "numpy", "astropy", "lxml"} <= set(call["versions"])
        assert call["schemas"]["DpdNirMasterDark"] == "1.0"
        assert Path(call["log"]).is_file()
        assert call["start"] <= call["end"]
        file = json.loads(result.run.record("subtract").read_text())
        assert {k: v for k, v in file.items() if k != "record"} == call

    def test_the_calibration_is_recorded_with_what_was_not_chosen(
        self, night, make, pf, go
    ) -> None:
        day = ("2026-03-01T10:00:00Z", "2026-03-01T13:00:00Z")
        night.set_status("D1", "invalid", reason="saturated")
        night.register(make.dark(*day, calibration="D3", id="D3"))
        go(pf.subtract, **ONE)
        (chosen,) = run_of(night)["calls"][0]["calibrations"]
        assert (chosen["port"], chosen["id"], chosen["policy"]) == ("dark", "D3", "valid-at")
        assert (chosen["valid_from"], chosen["valid_until"]) == day
        assert [(one["id"], "invalid" in one["reason"]) for one in chosen["rejected"]] == [
            ("D1", True)
        ]

    def test_lineage_is_by_id_and_port(self, night, pf, go) -> None:
        (made,) = go(pf.subtract, **ONE).outputs["output"]
        product = night.find("DpdNirRelPhotoParams")[0]
        assert made.name.endswith(f"{product.id}.xml")
        inputs = night.show(product.id).inputs
        assert [(one["port"], one["id"]) for one in inputs] == [("dark", "D1"), ("frame", "F1")]

    def test_the_files_of_the_archive_are_read_where_they_are(self, night, pf, go) -> None:
        def content() -> dict[Path, str]:
            files = (one for one in night.files.rglob("*") if one.is_file())
            return {one: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}

        before = content()
        result = go(pf.subtract, **ONE)
        assert before.items() <= content().items()
        (record,) = map(read_record, result.run.records())
        assert all(Path(one).is_relative_to(night.files) for one in record.given["frame"])

    def test_a_failed_call_and_what_was_to_follow_are_entered(self, night, pf, go) -> None:
        result = go(pf.broken, each=("observation", "exposure"), options={"keep_going": True})
        assert set(result.failures) == {"2.refuse"}
        exits = {call["call"]: call["exit"] for call in run_of(night)["calls"]}
        assert exits == {
            **{f"{n}.{step}": "done" for n in (1, 3, 4) for step in ("refuse", "note")},
            "2.refuse": "failed",
            "2.note": "skipped",
        }
        (failed,) = [call for call in run_of(night)["calls"] if call["exit"] == "failed"]
        assert "cannot do this" in failed["error"]
        assert failed["inputs"] == {}
        assert failed["given"]["frame"] == [str(night.product("F2").document)]
        assert night.runs()[-1]["exit"] == "failed"

    def test_what_is_missing_names_the_run_that_was_to_make_it(self, night, pf, go) -> None:
        result = go(pf.broken, each=("observation", "exposure"), options={"keep_going": True})
        found = night.expected_by("DpdNirRelPhotoParams", {"observation": 5, "exposure": 2})
        assert found is not None
        assert (found.run, found.call, found.exit) == (result.run.id, "2.note", "skipped")
        done = night.expected_by("DpdNirRelPhotoParams", {"observation": 5, "exposure": 3})
        assert done is not None
        assert (done.call, done.exit) == ("3.note", "done")
        assert night.expected_by("DpdNirRelPhotoParams", {"observation": 6}) is None
        assert night.expected_by("DpdNirExposureCatalog", {"observation": 5}) is None
        assert night.expected_by("DpdNirRelPhotoParams", {"tile": 3}) is None

    def test_what_is_refused_leaves_no_product_and_no_call_that_is_done(
        self, night, pf, go, monkeypatch
    ) -> None:
        from dpkit_archive.run import entry

        def fail(*_given: object) -> None:
            raise ArchiveError("injected")

        products = night.query().count()
        with monkeypatch.context() as patch:
            patch.setattr(entry, "_output_rows", fail)
            result = go(pf.pair, **ONE)
        assert "injected" in str(result.failures["pair"])
        assert night.query().count() == products
        assert [call["exit"] for call in run_of(night)["calls"]] == []
        again = resume(result.run, store=night)
        assert again.failures == {}
        assert [call["exit"] for call in run_of(night)["calls"]] == ["done"]
        (call,) = run_of(night)["calls"]
        assert (call["error"], call["inputs"]) == (None, {"frame": ["F1"]})
        assert set(call["outputs"]) == {"first", "second"}
        assert len(night.runs()) == 1
        assert night.query().count() == products + 2

    def test_calls_need_a_run(self, night) -> None:
        time = "2026-03-01T00:00:00Z"
        said: dict[str, Any] = {"run": "none", "call": "c", "task": "T", "version": "1"}
        said |= {"start": time, "end": time, "host": "", "engine": "", "exit": "done", "log": ""}
        (refused,) = night.enter_calls([CallEntry(record=RunRecord(**said))])
        assert isinstance(refused, NotFoundError)
        assert refused.message == "no run has the id 'none'"
        night.begin_run(RunHead(id="one", name="T", version="1", start=time, detail={}))
        record = RunRecord(**said | {"run": "one"})
        (refused,) = night.enter_calls([CallEntry(record=record, outputs={"output": ("X",)})])
        assert isinstance(refused, NotFoundError)
        assert refused.message == "no product has the id 'X'"
        assert night.run("one")["calls"] == []
        with pytest.raises(NotFoundError, match="no run has the id 'oen'") as caught:
            night.run("oen")
        assert "one" in caught.value.remedy


class TestReuse:
    """What was made before with the same content is taken from the archive."""

    def test_the_same_again_is_not_called(self, night, pf, go, told) -> None:
        first = go(pf.subtract, **ONE)
        second = go(pf.subtract, **ONE)
        assert pf.CALLS == ["F1 | D1"]
        assert told(second) == told(first)
        (document,) = second.outputs["output"]
        assert document.is_relative_to(night.files)
        (call,) = run_of(night)["calls"]
        assert (call["exit"], call["inputs"]) == ("reused", {"frame": ["F1"], "dark": ["D1"]})
        assert [run["done"] for run in night.runs()] == [1, 1]
        ((made,),) = night.made_by(second.run.id)["subtract"].values()
        assert [(one["run"], one["port"], one["exit"]) for one in night.show(made.id).calls] == [
            (first.run.id, "output", "done"),
            (second.run.id, "output", "reused"),
        ]

    @pytest.mark.parametrize("change", ["parameter", "version", "input", "force", "invalid"])
    def test_but_not_when_something_is_different(self, night, make, pf, go, change: str) -> None:
        go(pf.subtract, **ONE)
        options, parameters = {}, {}
        if change == "parameter":
            parameters = {"level": 1.5}
        elif change == "version":
            object.__setattr__(pf.subtract, "version", "1.1")
        elif change == "input":
            night.register(make.frame(5, 1, at="2026-03-01T11:00:00Z", id="F1b", ratio=1.01))
        elif change == "force":
            options = {"reuse": False}
        else:
            (made,) = night.find("DpdNirRelPhotoParams")
            night.set_status(made.id, "invalid", reason="test")
        try:
            go(pf.subtract, **ONE, options=options, parameters=parameters)
        finally:
            object.__setattr__(pf.subtract, "version", "1.0")
        assert len(pf.CALLS) == 2

    def test_the_same_content_under_another_id_is_the_same(self, night, make, pf, go) -> None:
        go(pf.optional, observation=5, exposure=1)
        path = make.frame(5, 1, at="2026-03-01T11:00:00Z", id="F1 again")
        assert not night.register(path).created
        go(pf.optional, given={"frame": [path], "settings": []})
        assert len(pf.CALLS) == 1

    def test_all_outputs_of_a_call_or_none(self, night, pf, go) -> None:
        go(pf.pair, **ONE)
        assert len(night.made_by(night.runs()[0]["id"])["pair"]) == 2
        (bad,) = [row.id for row in night.find("DpdNirRelPhotoParams") if "again" in row.id]
        night.set_status(bad, "rejected", reason="test")
        go(pf.pair, **ONE)
        assert len(pf.CALLS) == 2

    def test_in_a_pipeline_only_what_changed_is_repeated(self, night, make, pf, go, told) -> None:
        first = go(pf.observing, **ONE)
        again = go(pf.observing, **ONE)
        assert pf.CALLS == ["F1 | D1", "note F1 | D1"]
        assert told(again) == told(first)
        (noted,) = [row.id for row in night.find("DpdNirRelPhotoParams") if "noted" in row.id]
        night.set_status(noted, "invalid", reason="test")
        go(pf.observing, **ONE)
        assert pf.CALLS[2:] == ["note F1 | D1"]


class TestReplay:
    """A run is repeated as of then."""

    def test_although_its_calibration_was_superseded(
        self, night, make, pf, go, plan, tmp_path: Path
    ) -> None:
        result = go(pf.observing, **ONE)
        day = ("2026-03-01T10:00:00Z", "2026-03-01T13:00:00Z")
        night.register(make.dark(*day, calibration="D1", level=0.02, id="D1b"))
        assert plan(pf.observing, **ONE).calls[0].ports[1].inputs[0].id == "D1b"
        before = night.last_event()
        replay = replay_run(night, result.run.id, out=tmp_path / "again")
        assert [(one.call, one.result) for one in replay.comparisons] == [
            ("subtract", "equal"),
            ("note", "equal"),
        ]
        assert replay.warnings == ()
        assert pf.CALLS[2:] == ["F1 | D1", "note F1 | D1"]
        assert night.last_event() == before
        assert all(Path(one.document).is_relative_to(tmp_path) for one in replay.comparisons)

    def test_what_differs_is_told(self, night, pf, go, tmp_path: Path, monkeypatch) -> None:
        result = go(pf.observing, **ONE)
        monkeypatch.setattr(pf, "params", lambda name, made=pf.params: made(f"other {name}"))
        object.__setattr__(pf.subtract, "version", "1.1")
        try:
            replay = replay_run(night, result.run.id, out=tmp_path / "again")
        finally:
            object.__setattr__(pf.subtract, "version", "1.0")
        assert [one.result for one in replay.comparisons] == ["different", "different"]
        assert replay.warnings == ("OBS_subtract had version 1.0, and has 1.1",)

    def test_what_fails_now_is_missing(self, night, pf, go, tmp_path: Path, monkeypatch) -> None:
        result = go(pf.observing, **ONE)

        def fail(name: str) -> None:
            raise ValueError("not any more")

        monkeypatch.setattr(pf, "params", fail)
        replay = replay_run(night, result.run.id, out=tmp_path / "again")
        assert [one.result for one in replay.comparisons] == ["missing", "missing"]
        assert "not any more" in replay.warnings[0]

    def test_a_reused_call_is_really_repeated(self, night, pf, go, tmp_path: Path) -> None:
        go(pf.subtract, **ONE)
        second = go(pf.subtract, **ONE)
        replay = replay_run(night, second.run.id, out=tmp_path / "again")
        assert [one.result for one in replay.comparisons] == ["equal"]
        assert len(pf.CALLS) == 2

    def test_without_its_inputs_it_cannot_be(
        self, night, pf, go, tmp_path: Path, monkeypatch
    ) -> None:
        result = go(pf.subtract, **ONE)
        with pytest.raises(NotFoundError, match="no run has the id"):
            replay_run(night, "unknown", out=tmp_path / "again")
        document = Path(night.product("F1").document)
        document.rename(document.with_suffix(".away"))
        with pytest.raises(NotFoundError, match="there is no such file"):
            replay_run(night, result.run.id, out=tmp_path / "again")


def test_a_given_file_that_is_an_input_must_be_registered_before_it_runs(
    night, make, pf, go
) -> None:
    with pytest.raises(TaskError, match="is not in the archive"):
        go(pf.subtract, given={"frame": [make.frame(5, 9, id="new")]})
    assert pf.CALLS == []
    assert night.runs() == []
