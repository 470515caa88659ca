"""Random histories of calibrations, beside a plain model that remembers every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete
from tests.archive.validity.ledger import FACTORS, Ledger, hour

import dpkit_archive
from dpkit.errors import ArchiveError, ValidityError
from dpkit.tai import FOREVER, NEVER
from dpkit_archive import Archive, Claim, tables
from dpkit_archive.pending import NameBook, Pending

SETS = ("main", "nightly")
FILTERS = ("NIR_J", "NIR_H")
BAD = ("invalid", "rejected", "retired", "trashed")
STATUSES = ("registered", "valid", "superseded", *BAD)
REFUSED = {
    *((bad, "superseded") for bad in BAD),
    *((bad, "retired") for bad in ("invalid", "rejected")),
    *(("trashed", status) for status in STATUSES),
}
"""Changes of status that are not allowed, but for those to what is already."""
LAST = 12

Range = tuple[str, int, int]
"""Id, begin and end."""


@dataclass
class State:
    """What stands at one moment: ranges by set and filter, and the status of each product."""

    ranges: dict[tuple[str, str], list[Range]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)

    def copy(self) -> State:
        return State({key: list(some) for key, some in self.ranges.items()}, {**self.statuses})

    def of(self, calibration_set: str, filter: str) -> list[Range]:
        return self.ranges.setdefault((calibration_set, filter), [])


@dataclass
class Model:
    """Products with what they propose, what stands, and what stood after every event."""

    products: dict[str, tuple[str, str, int, int, int]] = field(default_factory=dict)
    """By id: filter, identity, version, and the proposed range."""
    now: State = field(default_factory=State)
    states: list[State] = field(default_factory=lambda: [State()])
    untrashed: dict[str, str] = field(default_factory=dict)
    """By id: the status before the product went to the trash."""

    def happened(self) -> None:
        """Remember what is after an event."""
        self.states.append(self.now.copy())

    def enter(self, id: str, filter: str, identity: str, begin: int, end: int) -> None:
        versions = [one for one in self.products.values() if one[1] == identity]
        self.products[id] = (filter, identity, len(versions) + 1, begin, end)
        self.now.statuses[id] = "registered"
        self.happened()

    def certify(self, claims: list[Range], calibration_set: str) -> list[bool] | None:
        """Certify, and tell which ranges are new; None when all are refused."""
        before, made = self.now.copy(), []
        identities = {self.products[id][1]: id for id, *_ in claims}
        good = all(identities[self.products[id][1]] == id for id, *_ in claims)
        count = len(self.states)
        for id, begin, end in claims:
            good = good and begin < end and self.now.statuses[id] not in BAD
            good = good and self._grant(id, begin, end, calibration_set, made)
        if not good:
            self.now = before
            del self.states[count:]
            return None
        return made

    def _grant(self, id: str, begin: int, end: int, calibration_set: str, made: list[bool]) -> bool:
        filter, identity, version, *_ = self.products[id]
        standing = self.now.of(calibration_set, filter)
        made.append((id, begin, end) not in standing)
        if not made[-1]:
            return True
        earlier = {
            name
            for name, (_, same, number, *_) in self.products.items()
            if same == identity and number < version
        }
        kept = [one for one in standing if one[0] not in earlier]
        if any(first < end and last > begin for _, first, last in kept):
            return False
        standing[:] = [*kept, (id, begin, end)]
        self.happened()
        return True

    def decertify(self, wanted: set[str], calibration_set: str, begin: int, end: int) -> int:
        """Take back, and tell how many ranges were touched."""
        touched = 0
        for (name, _), standing in self.now.ranges.items():
            if name == calibration_set:
                left: list[Range] = []
                for id, first, last in standing:
                    if id in wanted and first < end and last > begin:
                        touched += 1
                        pieces = ((first, min(begin, last)), (max(end, first), last))
                        left += [(id, a, b) for a, b in pieces if a < b]
                    else:
                        left.append((id, first, last))
                standing[:] = left
        if touched:
            self.happened()
        return touched

    def set_status(self, id: str, status: str) -> None:
        if self.now.statuses[id] == status:
            return
        if status == "trashed":
            self.untrashed[id] = self.now.statuses[id]
        self.now.statuses[id] = status
        if status in BAD:
            for standing in self.now.ranges.values():
                standing[:] = [one for one in standing if one[0] != id]
        self.happened()

    def holding(
        self, event: int, sets: tuple[str, ...], filter: str, begin: int, end: int
    ) -> tuple[str, set[str]]:
        """Return the first set that answers for a span, and the ids that do."""
        for name in sets:
            found = {
                id
                for id, first, last in self.states[event].of(name, filter)
                if first < end and (last > begin or last == FOREVER)
            }
            if found:
                return name, found
        return "", set()


def time(instant: int) -> int:
    return {0: NEVER, LAST: FOREVER}.get(instant, hour(instant))


INSTANTS = st.integers(0, LAST)
SET = st.sampled_from(SETS)
FILTER = st.sampled_from(FILTERS)
ORDERS = st.sampled_from([("main",), ("nightly",), SETS, SETS[::-1]])
NUMBER = st.integers(0, 10**6)
PRODUCT = st.tuples(st.integers(0, 3), FILTER, INSTANTS, st.integers(1, 6))


class Histories(RuleBasedStateMachine):
    """What is done to an archive, and to the model."""

    archive: Archive
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        empty(self.archive)
        self.model = Model()
        self.enter_into = Ledger(self.archive)

    def some(self, number: int) -> str:
        """Return one of the products."""
        return list(self.model.products)[number % len(self.model.products)]

    def known(self) -> bool:
        """Tell whether there is a product."""
        return bool(self.model.products)

    @initialize(products=st.lists(PRODUCT, min_size=4, max_size=8))
    def begin(self, products: list[tuple[int, str, int, int]]) -> None:
        """Let there be something: rules may be left out of a history."""
        for one in products:
            self.enter_one(*one)
            self.certify([(len(self.model.products) - 1, None)], "main")

    @rule(product=PRODUCT)
    def enter(self, product: tuple[int, str, int, int]) -> None:
        type(self).steps += 1
        self.enter_one(*product)

    def enter_one(self, kind: int, filter: str, begin: int, length: int) -> None:
        """Enter a product, which may be a version of another one."""
        first, last = time(min(begin, LAST - 1)), time(min(begin + length, LAST))
        id, identity = f"P{len(self.model.products)}", f"{kind}{filter}"
        self.enter_into(id, (first, last), keys={"filter": filter}, identity=identity)
        self.model.enter(id, filter, identity, first, last)

    @precondition(known)
    @rule(
        claims=st.lists(
            st.tuples(NUMBER, st.none() | st.tuples(INSTANTS, INSTANTS)), min_size=1, max_size=3
        ),
        calibration_set=SET,
    )
    def certify(
        self, claims: list[tuple[int, tuple[int, int] | None]], calibration_set: str
    ) -> None:
        type(self).steps += 1
        wanted, plain = [], []
        for number, bounds in claims:
            id = self.some(number)
            begin, end = (bounds and (time(bounds[0]), time(bounds[1]))) or (None, None)
            wanted.append(Claim(id=id, begin=begin, end=end))
            proposed = self.model.products[id][3:]
            plain.append((id, *((begin, end) if bounds else proposed)))
        expected = self.model.certify(plain, calibration_set)
        try:
            made = self.archive.certify(wanted, calibration_set=calibration_set)
        except ValidityError:
            assert expected is None
        else:
            assert [one.created for one in made] == expected

    @rule(
        filter=st.none() | FILTER,
        calibration_set=SET,
        begin=st.integers(0, LAST - 1),
        length=st.integers(1, LAST),
    )
    def decertify_type(
        self, filter: str | None, calibration_set: str, begin: int, length: int
    ) -> None:
        type(self).steps += 1
        first, last = time(begin), time(min(begin + length, LAST))
        keys = {} if filter is None else {"filter": filter}
        done = self.archive.decertify(
            FACTORS, keys=keys, calibration_set=calibration_set, begin=first, end=last
        )
        wanted = {id for id, (one, *_) in self.model.products.items() if filter in (None, one)}
        assert len(done) == self.model.decertify(wanted, calibration_set, first, last)

    @precondition(known)
    @rule(number=NUMBER, calibration_set=SET, begin=INSTANTS)
    def decertify_one(self, number: int, calibration_set: str, begin: int) -> None:
        type(self).steps += 1
        id, first = self.some(number), time(min(begin, LAST - 1))
        done = self.archive.decertify(id, calibration_set=calibration_set, begin=first)
        assert len(done) == self.model.decertify({id}, calibration_set, first, FOREVER)

    @precondition(known)
    @rule(number=NUMBER, status=st.sampled_from(STATUSES))
    def set_status(self, number: int, status: str) -> None:
        type(self).steps += 1
        id = self.some(number)
        before = self.model.now.statuses[id]
        if before != status and (before, status) in REFUSED:
            with pytest.raises(ArchiveError, match=f"is {before}, and cannot become {status}"):
                self.archive.set_status(id, status, reason="drawn")
            return
        self.archive.set_status(id, status, reason="drawn")
        self.model.set_status(id, status)

    @precondition(known)
    @rule(number=NUMBER)
    def restore(self, number: int) -> None:
        type(self).steps += 1
        id = self.some(number)
        if self.model.now.statuses[id] != "trashed":
            with pytest.raises(ArchiveError, match="trash"):
                self.archive.restore(id)
            return
        self.archive.restore(id)
        self.model.set_status(id, self.model.untrashed[id])

    @rule(filter=FILTER, sets=ORDERS, at=INSTANTS, off=st.integers(-1, 1), event=NUMBER)
    def look_up(self, filter: str, sets: tuple[str, ...], at: int, off: int, event: int) -> None:
        type(self).steps += 1
        instant = min(max(time(at) + off, NEVER), FOREVER)
        asked = {"at": instant, "keys": {"filter": filter}, "calibration_set": sets}
        last = len(self.model.states) - 1
        for then in (last, event % (last + 1)):
            name, found = self.model.holding(then, sets, filter, instant, instant + 1)
            choice = self.archive.calib(FACTORS, as_of=then, **asked)
            self.check(choice, name, found, then)
        choice = self.archive.calib(FACTORS, **asked)
        name, found = self.model.holding(last, sets, filter, instant, instant + 1)
        self.check(choice, name, found, last)
        with self.archive.calibrations(FACTORS, sets) as fast:
            one = fast.at(instant, filter=filter)
            assert fast.at_each([(instant, {"filter": filter})]) == [one]
            assert ((one.calibration_set, {one.id}) if one else ("", set())) == (name, found)

    @rule(filter=FILTER, sets=ORDERS, begin=INSTANTS, length=st.integers(1, 5), event=NUMBER)
    def look_up_span(
        self, filter: str, sets: tuple[str, ...], begin: int, length: int, event: int
    ) -> None:
        type(self).steps += 1
        self.compare_span(filter, sets, (begin, begin + length), event % len(self.model.states))

    def compare_span(
        self, filter: str, sets: tuple[str, ...], span: tuple[int, int], then: int
    ) -> None:
        """Look up a span as of an event: no answer, one, or two, which is an error."""
        begin, end = time(min(span[0], LAST - 1)), time(min(span[1], LAST))
        name, found = self.model.holding(then, sets, filter, begin, end)
        asked = {"between": (begin, end), "keys": {"filter": filter}, "calibration_set": sets}
        try:
            choice = self.archive.calib(FACTORS, as_of=then, **asked)
        except ValidityError:
            assert len(found) > 1
        else:
            self.check(choice, name, found, then)

    def compare_all(self) -> None:
        """Look up all times at once, in every order of the sets."""
        times = [time(n) + off for n in range(1, LAST) for off in (-1, 0, 1)]
        asked = [(at, {"filter": one}) for at in (NEVER, *times, FOREVER) for one in FILTERS]
        last = len(self.model.states) - 1
        for sets in (("main",), SETS, SETS[::-1]):
            with self.archive.calibrations(FACTORS, sets) as fast:
                found = fast.at_each(asked)
            for one, (at, keys) in zip(found, asked, strict=True):
                name, ids = self.model.holding(last, sets, keys["filter"], at, at + 1)
                assert ((one.calibration_set, {one.id}) if one else ("", set())) == (name, ids)

    def check(self, choice, name: str, found: set[str], then: int) -> None:
        assert choice.event == then
        assert ({choice.chosen.id} if choice.chosen else set()) == found
        if choice.chosen:
            assert choice.calibration_set == name
            assert choice.chosen.status == self.model.states[then].statuses[choice.chosen.id]
        else:
            assert choice.reason

    def teardown(self) -> None:
        """Compare all that stands, and something of all that stood after each event."""
        self.compare_all()
        for then in range(len(self.model.states)):
            for number, filter in enumerate(FILTERS):
                at, sets = time((then * 5 + number) % (LAST + 1)), (SETS, SETS[::-1])[then % 2]
                asked = {"at": at, "keys": {"filter": filter}, "calibration_set": sets}
                choice = self.archive.calib(FACTORS, as_of=then, **asked)
                name, found = self.model.holding(then, sets, filter, at, at + 1)
                self.check(choice, name, found, then)
        for number, span in enumerate(combinations(range(0, LAST + 1, 3), 2)):
            for filter in FILTERS:
                sets = (("main",), SETS)[number % 2]
                self.compare_span(filter, sets, span, len(self.model.states) - 1)
        report = self.archive.validity_report(FACTORS, calibration_set=SETS)
        told = sorted(
            (one.calibration_set, one.selection, one.id, one.begin, one.end)
            for one in report.those("range")
        )
        expected = sorted(
            (name, f"filter={filter}", *one)
            for (name, filter), some in self.model.now.ranges.items()
            for one in some
        )
        assert told == expected
        assert report.those("overlap") == []
        assert not [one for one in self.archive.check() if one.code.startswith("validity")]


def empty(archive: Archive) -> None:
    """Remove everything but the sets."""
    kept = {"archive_meta", "archive_revision", "calibration_set", "dataset"}
    with archive._database.writing() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            if table.name not in kept:
                connection.execute(delete(table))
        pending = Pending(connection)
        names = NameBook(connection, pending)
        names.number(tables.calibration_set, "nightly")
        names.number(tables.product_type, FACTORS)
        pending.flush()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """Return one archive for all histories, which empty it."""
    folder = tmp_path_factory.mktemp("histories")
    if request.param == "sqlite":
        dpkit_archive.create(folder / "a.sqlite").close()
        with dpkit_archive.open(f"sqlite:///{folder / 'a.sqlite'}?synchronous=normal") as made:
            yield made
    else:
        with (
            request.getfixturevalue("server").archive(folder / "files") as url,
            dpkit_archive.open(url) as made,
        ):
            yield made


def play(archive: Archive, histories: int, steps: int) -> int:
    """Play as many histories of so many steps, and return how many steps were done."""
    machine = type("Machine", (Histories,), {"archive": archive, "steps": 0})
    wanted = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=wanted)
    return machine.steps


def test_histories_agree_with_a_plain_model(shared: Archive) -> None:
    assert play(shared, 12, 20) > 150


@pytest.mark.slow
def test_long_histories_agree_with_a_plain_model(shared: Archive) -> None:
    assert play(shared, 100, 40) >= 2000
