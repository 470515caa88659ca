"""Calls that are entered together: one transaction, and each of them whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dpkit.errors import ArchiveError, DpkitError
from dpkit.workflow.record import CallEntry, RunHead, RunRecord
from dpkit_archive import Archive
from dpkit_archive.contention import ContentionError

pytestmark = pytest.mark.alternating

TIME = "2026-03-01T00:00:00Z"


def entry(number: int, *documents: Path, inputs: tuple[str, ...] = ()) -> CallEntry:
    """Return a call that made documents on one port."""
    record = RunRecord(
        run="one",
        call=f"c{number}",
        task="T",
        version="1",
        start=TIME,
        end=TIME,
        host="here",
        engine="serial",
        exit="done",
        log="",
        inputs={"frame": inputs} if inputs else {},
        outputs={"output": tuple(one.name for one in documents)},
        expected={"output": "DpdNirRelPhotoExpCalibration"},
    )
    return CallEntry(record=record, documents=documents)


@pytest.fixture
def begun(archive: Archive) -> Archive:
    """Give an archive in which a run was begun."""
    archive.begin_run(RunHead(id="one", name="T", version="1", start=TIME, detail={}), actor="me")
    return archive


@pytest.fixture
def commits(begun: Archive, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Count what is kept."""
    counted: list[None] = []
    dialect = begun._database.engine.dialect
    keep = dialect.do_commit

    def count(connection: Any) -> None:
        counted.append(None)
        keep(connection)

    monkeypatch.setattr(dialect, "do_commit", count)
    return counted


def ids(archive: Archive) -> list[str]:
    return sorted(row.id for row in archive.find(current=False))


def calls(archive: Archive) -> dict[str, dict[str, list[str]]]:
    """Return what each call made, by port."""
    made = archive.made_by("one")
    return {c: {p: [one.id for one in some] for p, some in made[c].items()} for c in sorted(made)}


def test_a_group_is_one_transaction(begun, commits, make) -> None:
    begun.register(make.frame(5, 1, id="F"))
    commits.clear()
    entries = [
        entry(1, make.parameters("a", id="A"), make.parameters("b", id="B"), inputs=("F",)),
        entry(2, make.parameters("c", id="C"), inputs=("F",)),
        entry(3),
    ]
    answers = begun.enter_calls(entries, actor="me")
    assert [[one.id for one in some] for some in answers] == [["A", "B"], ["C"], []]
    assert len(commits) == 1
    assert calls(begun) == {"c1": {"output": ["A", "B"]}, "c2": {"output": ["C"]}}
    assert [one["call"] for one in begun.run("one")["calls"]] == ["c1", "c2", "c3"]
    assert begun.show("B").inputs == ({"port": "frame", "id": "F"},)
    assert {one.actor for one in begun.events() if one.subject in {"one", "A", "C"}} == {"me"}
    assert list(begun.check(deep=True)) == []


def refused(make: Any) -> dict[str, tuple[Path, ...]]:
    """Return products of a call of which the last is refused, by why."""
    good = make.parameters("good", id="GOOD")
    taken = make.folder / "taken"
    taken.mkdir()
    other = type(make)(taken).parameters("other", id="TAKEN")
    broken = make.parameters("broken", id="BROKEN")
    broken.write_text(broken.read_text().replace("<Purpose>TEST</Purpose>", ""))
    gone = make.parameters("gone", id="GONE")
    gone.unlink()
    return {
        "its id is taken": (good, other),
        "it overlaps another calibration": (good, make.factors(observation=8, id="OVERLAP")),
        "it is not valid": (good, broken),
        "it is gone": (good, gone),
    }


@pytest.mark.parametrize(
    "why",
    [
        "its id is taken",
        "it overlaps another calibration",
        "it is not valid",
        "it is gone",
        "its input is unknown",
    ],
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_bad_call_takes_no_other_one_with_it(begun, make, state, why: str, place: int) -> None:
    begun.register(make.parameters("taken", id="TAKEN"))
    begun.register(make.factors(id="HOLDS"))
    inputs = ("NOWHERE",) if why == "its input is unknown" else ()
    documents = refused(make).get(why, (make.parameters("x", id="X"),))
    entries = [entry(n, make.parameters(f"p{n}", id=f"P{n}")) for n in range(5)]
    entries[place] = entry(place, *documents, inputs=inputs)
    answers = begun.enter_calls(entries)
    assert [isinstance(one, DpkitError) for one in answers] == [n == place for n in range(5)]
    assert "\n" not in str(answers[place])
    kept = [n for n in range(5) if n != place]
    assert ids(begun) == sorted(["HOLDS", "TAKEN", *(f"P{n}" for n in kept)])
    assert [one["call"] for one in begun.run("one")["calls"]] == [f"c{n}" for n in kept]
    assert list(begun.check(deep=True)) == []


def test_two_calls_of_a_group_that_exclude_each_other(begun, make) -> None:
    entries = [entry(n, make.factors(observation=n, id=f"R{n}")) for n in (1, 2)]
    first, second = begun.enter_calls(entries)
    assert [one.id for one in first] == ["R1"]
    assert isinstance(second, DpkitError)
    assert second.code == "validity"
    assert ids(begun) == ["R1"]
    assert calls(begun) == {"c1": {"output": ["R1"]}}


def test_two_calls_of_a_group_with_the_same_content_are_one_product(begun, make) -> None:
    given = {"observation": 5, "begin": TIME, "end": "2026-03-02T00:00:00Z"}
    entries = [entry(n, make.factors(**given, id=f"S{n}")) for n in (1, 2)]
    first, second = begun.enter_calls(entries)
    assert [(one.id, one.created) for one in (*first, *second)] == [("S1", True), ("S1", False)]
    assert calls(begun) == {"c1": {"output": ["S1"]}, "c2": {"output": ["S1"]}}


def test_a_call_that_is_entered_again_takes_its_own_place(begun, make) -> None:
    made = [make.parameters(f"p{n}", id=f"P{n}") for n in range(3)]
    begun.enter_calls([entry(n, one) for n, one in enumerate(made)])
    begun.enter_calls([entry(1, made[1]), entry(3, make.parameters("p3", id="P3"))])
    assert calls(begun) == {f"c{n}": {"output": [f"P{n}"]} for n in range(4)}
    assert len(begun.run("one")["calls"]) == 4


@pytest.mark.parametrize("step", ["publish", "_enter_calls", "flush_published"])
def test_a_full_disk_leaves_nothing_of_the_group(
    begun, make, state, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = state(begun)

    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    entries = [entry(n, make.parameters(f"p{n}", id=f"P{n}")) for n in range(3)]
    with monkeypatch.context() as patch:
        patch.setattr(f"dpkit_archive.registration.{step}", fail)
        answers = begun.enter_calls(entries)
    assert [type(one) for one in answers] == [ArchiveError] * 3
    assert state(begun) == before
    assert [[one.id for one in some] for some in begun.enter_calls(entries)] == [
        ["P0"],
        ["P1"],
        ["P2"],
    ]
    assert list(begun.check(deep=True)) == []


def test_a_writer_that_does_not_end_refuses_all_and_is_asked_once(
    begun, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def busy(_database: object, submissions: list[Any], _order: object) -> None:
        asked.append(len(submissions))
        raise ContentionError("another process is writing to the archive")

    entries = [entry(n, make.parameters(f"p{n}", id=f"P{n}")) for n in range(4)]
    with monkeypatch.context() as patch:
        patch.setattr("dpkit_archive.run.group.register_submissions", busy)
        answers = begun.enter_calls(entries)
    assert [type(one) for one in answers] == [ContentionError] * 4
    assert asked == [4]
