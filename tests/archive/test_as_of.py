"""Asked as of an event, the archive answers what it answered when that event was the last."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.tai import parse_utc, to_time
from dpkit_archive import Archive
from dpkit_archive.status import STATUSES, TRANSITIONS

STATUS = "Header.ManualValidationStatus"
STEPS = 30


def last_event(archive: Archive) -> int:
    return max((one.event for one in archive.events(limit=1)), key=int, default=0)


def answers(archive: Archive, as_of: int | None) -> dict[str, Any]:
    """Return what an archive answers to many questions, now or as of an event."""

    def rows(query) -> list[Any]:
        query = query if as_of is None else query.as_of(as_of)
        return [(row.id, row.version, row.status, row.dataset) for row in query.rows()]

    all_of_them = archive.query().all_versions().status(*STATUSES)
    counted = archive.query() if as_of is None else archive.query().as_of(as_of)
    return {
        "current": rows(archive.query()),
        "hidden, too": rows(archive.query().status(*STATUSES)),
        "all": rows(all_of_them),
        "count": counted.count(),
        "limited": rows(all_of_them.limit(2)),
        "invalid": rows(archive.query().status("invalid")),
        "of a type": rows(archive.query("DpdNirMasterDark").filter("NIR_J")),
        "of datasets": rows(archive.query().dataset("b", "a")),
        "by expression": rows(all_of_them.where("status in ('valid', 'trashed') or version > 1")),
        "by header": rows(all_of_them.where(f"{STATUS} == 'INVALID' and dataset == 'a'")),
        "by status": rows(all_of_them.order_by("-status", "id")),
        "at a time": rows(archive.query().between("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")),
        "in a cone": rows(all_of_them.within("cone 1.6 1.4 1.0")),
        "to review": rows(all_of_them.to_review()),
        "columns": (all_of_them if as_of is None else all_of_them.as_of(as_of)).values(
            "id", "status", STATUS
        ),
    }


def shown(archive: Archive, identifier: str, as_of: int | None) -> dict[str, Any]:
    return archive.show(identifier, as_of=as_of).to_dict()


class History:
    """Does random things to an archive, and remembers what it answered after each."""

    def __init__(self, archive: Archive, make, seed: int, *, purging: bool = False) -> None:
        self.archive, self.make, self.purging = archive, make, purging
        self.random = random.Random(seed)
        self.ids: list[str] = []
        self.sources: dict[str, Path] = {}
        self.seen: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        for dataset in "ab":
            archive.register(make.parameters(dataset, id=f"first_{dataset}", dataset=dataset))

    def step(self, number: int) -> None:
        act = self.random.choice([self.register, self.register, self.alias, self.judge, self.judge])
        act(f"P{number}")
        named = {one: shown(self.archive, one, None) for one in self.ids}
        self.seen[last_event(self.archive)] = (answers(self.archive, None), named)

    def register(self, identifier: str) -> None:
        choose, dataset = self.random.choice, self.random.choice("ab")
        begin = f"2026-03-{choose([1, 2, 3]):02d}T00:00:00Z"
        make = choose(
            [
                lambda **said: self.make.parameters(choose("xyz"), self.random.random(), **said),
                lambda **said: self.make.dark(
                    begin, begin.replace("T00", "T12"), level=self.random.random(),
                    calibration=choose("CD") + begin[8:10], **said
                ),
                lambda **said: self.make.catalog(
                    exposure=choose([1, 2]), frame=f"F{identifier}", **said
                ),
            ]
        )  # fmt: skip
        inputs = {"from": [choose(self.ids)]} if self.ids and self.random.random() < 0.5 else None
        header = choose(["UNKNOWN", "UNKNOWN", "VALID", "INVALID"])
        source = make(id=identifier, dataset=dataset, status=header)
        made = self.archive.register(source, inputs=inputs, calibration_set=f"s{identifier}")
        assert made.created
        self.ids.append(identifier)
        self.sources[identifier] = source

    def alias(self, identifier: str) -> None:
        if not self.sources:
            return
        first = self.random.choice(list(self.sources))
        text = (
            self.sources[first]
            .read_text()
            .replace(f"<ProductId>{first}<", f"<ProductId>{identifier}<")
        )
        again = self.sources[first].with_name(f"{identifier}.xml")
        again.write_text(text)
        assert not self.archive.register(again).created
        self.ids.append(identifier)

    def is_gone(self, identifier: str) -> bool:
        return self.archive.product(identifier).status == "purged"

    def is_trash(self, identifier: str) -> bool:
        return self.archive.product(identifier).status == "trashed"

    def judge(self, _identifier: str) -> None:
        some = self.random.sample(self.ids, min(len(self.ids), self.random.randint(1, 2)))
        if self.purging:
            some = [one for one in self.ids if self.is_trash(one)] or some
        statuses = {self.archive.product(one).status for one in some}
        if statuses == {"trashed"}:
            if self.purging:
                self.archive.purge(some, force=True)
                self.sources = {n: p for n, p in self.sources.items() if not self.is_gone(n)}
            else:
                self.archive.restore(some)
        elif len(statuses) == 1 and TRANSITIONS[statuses.pop()]:
            word = self.random.choice(TRANSITIONS[self.archive.product(some[0]).status])
            word = "trashed" if self.purging and self.random.random() < 0.5 else word
            if word == "trashed":
                self.archive.trash(some, reason="by chance", force=True)
            else:
                self.archive.set_status(some, word, reason="by chance")
            self.archive.mark_impact(some[0], reason=word)


@pytest.mark.parametrize("seed", range(2))
def test_every_event_is_answered_as_it_was(archive: Archive, make, seed: int) -> None:
    history = History(archive, make, seed)
    for number in range(STEPS):
        history.step(number)
    assert len(history.seen) > STEPS / 2
    statuses = {row[2] for told, _ in history.seen.values() for row in told["all"]}
    assert statuses >= {"registered", "valid", "invalid", "trashed"}
    for event, (told, named) in history.seen.items():
        assert answers(archive, event) == told
        for identifier, record in named.items():
            assert shown(archive, identifier, event) == record
    later = set(history.ids) - {*history.seen[min(history.seen)][1]}
    for identifier in later:
        with pytest.raises(NotFoundError, match="as of event"):
            archive.show(identifier, as_of=min(history.seen))


LOST = ("in a cone",)
"""Questions to which a product that was purged since is no answer any more."""

KEPT = ("id", "version", "status", "aliases", "inputs", "outputs", "statuses", "events")
"""What is known of a product that was purged."""


@pytest.mark.parametrize("seed", [1])
def test_what_was_purged_since_is_answered_as_it_was(archive: Archive, make, seed: int) -> None:
    history = History(archive, make, seed, purging=True)
    for number in range(STEPS):
        history.step(number)
    gone = {one for one in history.ids if history.is_gone(one)}
    assert len(gone) > 2
    for event, (told, named) in history.seen.items():
        again = answers(archive, event)
        for question, was in told.items():
            if question not in LOST:
                assert again[question] == was, question
        for identifier in gone & named.keys():
            record = shown(archive, identifier, event)
            assert {name: record[name] for name in KEPT} == {
                name: named[identifier][name] for name in KEPT
            }
            granted = [one for one in named[identifier]["validity"] if one["state"] != "proposed"]
            assert [one for one in record["validity"] if one["state"] != "proposed"] == granted


def test_a_time_means_the_highest_event_that_is_not_later(archive: Archive, make, rows) -> None:
    for number in (1, 2, 3, 4):
        archive.register(make.parameters(radius=number / 10, id=f"P{number}"))
    first = archive.events(subject="P1")[0].event
    # Whoever registered the third product had a clock that was slow.
    for offset, time in enumerate(("01:00:00", "03:00:00", "02:00:00", "04:00:00")):
        instant = parse_utc(f"2026-01-01T{time}Z")
        rows(f"UPDATE event SET time_ns = {instant} WHERE seq = {first + offset}")

    def current(when) -> list[str]:
        return archive.query("DpdNirRelPhotoParams").as_of(when).ids()

    assert current("2026-01-01T00:59:59Z") == []
    assert current("2026-01-01T01:00:00Z") == ["P1"]
    # The third event was not later than two o'clock, so the second had happened as well.
    assert current("2026-01-01T02:00:00Z") == ["P3"]
    assert current("2026-01-01T03:59:59Z") == ["P3"]
    assert current(to_time(parse_utc("2026-01-01T04:00:00Z"))) == ["P4"]
    assert current(first) == current(str(first)) == ["P1"]
    assert current(0) == []


def test_what_makes_no_sense_is_refused(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    last = last_event(archive)
    for wrong, message in (
        (last + 1, f"no event {last + 1}: the last one is {last}"),
        ("yesterday", "yesterday"),
        ("2026-01-01T00:00:00", "zone|Z"),
        ("-1", "-1"),
    ):
        with pytest.raises(ArchiveError, match=message):
            archive.query().as_of(wrong).ids()
        with pytest.raises(ArchiveError, match=message):
            archive.show("P", as_of=wrong)


def test_it_explains_itself(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P1", radius=0.1))
    event = last_event(archive)
    archive.register(make.parameters(id="P2", radius=0.2))
    archive.set_status("P1", "invalid", reason="x")
    told = archive.query("DpdNirRelPhotoParams").as_of(event).explain()
    left = {step.condition: step.left for step in told.steps}
    assert left[f"registered as of {event}"] == 1
    assert [step.left for step in told.steps][-1] == 1


def test_the_commands(archive: Archive, make, ask) -> None:
    archive.register(make.dark(id="D"))
    event = last_event(archive)
    archive.set_status("D", "invalid", reason="leak")
    assert json.loads(ask("find", "--format", "json").stdout) == []
    (row,) = json.loads(ask("find", "--as-of", str(event), "--format", "json").stdout)
    assert (row["id"], row["status"]) == ("D", "registered")
    (said,) = json.loads(ask("show", "D", "--as-of", str(event), "--format", "json").stdout)
    assert [one["state"] for one in said["validity"]] == ["proposed", "granted"]
    assert [one["status"] for one in said["statuses"]] == ["registered"]
    refused = ask("show", "D", "--as-of", "0")
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
