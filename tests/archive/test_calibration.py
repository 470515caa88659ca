"""The calibration that holds at a time is chosen, explained, and compared with a plain model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

import dpkit_archive
from dpkit.errors import ArchiveError, NotFoundError, ValidityError
from dpkit.tai import FOREVER, NEVER, parse_utc
from dpkit_archive import Archive, tables
from dpkit_archive.database import Database
from dpkit_archive.duration import format_duration
from dpkit_archive.event import add_event
from dpkit_archive.pending import NameBook, Pending
from dpkit_archive.trigger import OVERLAP
from dpkit_archive.validity import Range, load_validities, propose

TYPE = "DpdNirRelPhotoDetCalibration"
NOON = parse_utc("2026-03-01T12:00:00Z")
HOUR = 3_600_000_000_000


def ask(archive: Archive, at: str | int, **options: object) -> dpkit_archive.CalibrationChoice:
    instant = at if isinstance(at, int) else parse_utc(at)
    return archive.calib(TYPE, at=instant, **({"keys": {"filter": "NIR_J"}} | options))


def test_choice_explains_itself(archive: Archive, make) -> None:
    made = archive.register(make.detector_factors())
    choice = ask(archive, NOON)
    assert choice.chosen is not None
    assert choice.chosen.id == made.id
    assert (choice.begin, choice.end) == (NOON - 12 * HOUR, NOON + 12 * HOUR)
    assert choice.calibration_set == "main"
    assert choice.reason == (
        "valid-at: 2026-03-01T12:00:00Z is in "
        "[2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z) of set 'main'"
    )
    assert choice.near_misses == choice.rejected == ()


def test_nothing_registered(archive: Archive) -> None:
    assert ask(archive, NOON).reason == f"no {TYPE} is registered"


def test_nothing_with_these_keys_says_which_there_are(archive: Archive, make) -> None:
    archive.register(make.detector_factors(filter="NIR_Y"))
    archive.register(make.detector_factors(filter="NIR_H", calibration="C2"))
    reason = ask(archive, NOON).reason
    assert "no DpdNirRelPhotoDetCalibration for filter=NIR_J in set main" in reason
    assert "there are ranges for filter=NIR_H; filter=NIR_Y" in reason


def test_nothing_in_this_set_says_where_there_is(archive: Archive, make) -> None:
    made = archive.register(make.detector_factors(), calibration_set="nightly")
    choice = ask(archive, NOON)
    assert choice.reason.endswith("has a range in set main; there are ranges in set nightly")
    (rejected,) = choice.rejected
    assert (rejected.id, rejected.reason) == (made.id, "it is in set nightly")


@pytest.mark.parametrize(
    ("at", "where", "said"),
    [
        ("2026-02-28T21:00:00Z", "before the first range", ["the next range starts 3 h later"]),
        (
            "2026-03-02T06:30:00Z",
            "in a gap",
            ["the previous range ended 6 h 30 min earlier", "the next range starts 17 h 30 min"],
        ),
        ("2026-03-09T00:00:00Z", "after the last range", ["the previous range ended 5 d earlier"]),
        ("2026-03-04T00:00:00Z", "after the last range", ["ended then (its end is exclusive)"]),
    ],
)
def test_gap_is_explained(archive: Archive, make, at: str, where: str, said: list[str]) -> None:
    archive.register(make.detector_factors(id="ONE"))
    archive.register(
        make.detector_factors(
            "2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z", calibration="C2", id="TWO"
        )
    )
    choice = ask(archive, at)
    assert choice.chosen is None
    assert where in choice.reason
    for text in said:
        assert text in choice.reason
    assert len(choice.near_misses) == (2 if where == "in a gap" else 1)
    for miss in choice.near_misses:
        assert miss.id in choice.reason


def test_rejected_ones_are_named_with_reasons(archive: Archive, make) -> None:
    archive.register(make.detector_factors(values=(1, 1), id="V1"))
    archive.register(make.detector_factors(values=(1, 2), id="V2"))
    archive.register(make.detector_factors(values=(1, 3), id="V3", status="INVALID"))
    archive.register(make.detector_factors(calibration="C9", id="N"), calibration_set="nightly")
    choice = ask(archive, NOON, calibration_set=["main", "nightly"])
    assert choice.chosen is not None
    assert choice.chosen.id == "V2"
    assert {one.id: one.reason for one in choice.rejected} == {
        "V1": "its range was retired by event 2",
        "V3": "its status is invalid",
        "N": "set 'nightly' is asked after the one that answered",
    }


def test_sets_are_asked_in_order(archive: Archive, make) -> None:
    main = archive.register(make.detector_factors())
    nightly = archive.register(
        make.detector_factors("2026-03-01T06:00:00Z", "2026-03-05T00:00:00Z", calibration="C2"),
        calibration_set="nightly",
    )
    sets = ["nightly", "main"]
    first = ask(archive, NOON, calibration_set=sets)
    assert first.chosen is not None
    assert (first.chosen.id, first.calibration_set) == (nightly.id, "nightly")
    second = ask(archive, NOON - 8 * HOUR, calibration_set=sets)
    assert second.chosen is not None
    assert (second.chosen.id, second.calibration_set) == (main.id, "main")
    assert ask(archive, NOON, calibration_set="main").calibration_set == "main"


def test_invalid_is_never_chosen_even_with_a_range(archive: Archive, make, rows) -> None:
    made = archive.register(make.detector_factors())
    rows("UPDATE product SET status = 'invalid'")
    choice = ask(archive, NOON)
    assert choice.chosen is None
    assert [(one.id, one.reason) for one in choice.rejected] == [(made.id, "its status is invalid")]


def test_keys_that_select_nothing_are_refused_and_missing_ones_named(
    archive: Archive, make
) -> None:
    archive.register(make.detector_factors())
    with pytest.raises(ArchiveError, match=r"not chosen by observation.*selection keys: filter"):
        ask(archive, NOON, keys={"filter": "NIR_J", "observation": 99})
    with pytest.raises(ArchiveError, match="missing: filter"):
        ask(archive, NOON, keys={"detector": "DET11"})
    with pytest.raises(ArchiveError, match="missing: filter"):
        archive.calib(TYPE, at=NOON)


def test_unknown_names_are_errors(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match="did you mean DpdNirRelPhotoDetCalibration"):
        archive.calib("DpdNirRelPhotoDetCalibratoin", at=NOON)
    with pytest.raises(NotFoundError, match="did you mean filter"):
        ask(archive, NOON, keys={"fliter": "NIR_J", "filter": "NIR_J"})
    with pytest.raises(NotFoundError, match=r"no calibration set named 'mian'.*main"):
        ask(archive, NOON, calibration_set=["mian"])


def test_product_without_validity_is_an_error(archive: Archive) -> None:
    with pytest.raises(ValidityError, match="has no validity"):
        archive.calib("DpdNirRelPhotoParams", at=NOON)


def test_two_ranges_at_once_are_an_error_not_a_choice(
    archive: Archive, engine: str, make, rows
) -> None:
    archive.register(make.detector_factors(calibration="C1"))
    archive.register(make.detector_factors(calibration="C2"), calibration_set="x")
    if engine == "sqlite":
        rows("DROP TRIGGER validity_overlap_update")
    else:
        rows(f'ALTER TABLE validity DROP CONSTRAINT "{OVERLAP}"')
    rows("UPDATE validity SET calibration_set = 1, begin_ns = begin_ns + 1 WHERE number = 2")
    with pytest.raises(ValidityError, match="both valid"):
        ask(archive, NOON)


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0 ns"),
        (999, "999 ns"),
        (1_500_000_000, "1 s 500 ms"),
        (59_000_000_000, "59 s"),
        (3 * HOUR, "3 h"),
        (24 * HOUR + 1, "1 d"),
        (26 * HOUR, "1 d 2 h"),
        (FOREVER - NEVER, "213503 d 23 h"),
    ],
)
def test_durations_are_for_people(nanoseconds: int, text: str) -> None:
    assert format_duration(nanoseconds) == text


# A plain model: per filter a list of [begin, end, product, identity]; no ranges overlap.

_INSTANTS = st.integers(0, 12)
_BOUNDS = {0: NEVER, 12: FOREVER}
_STEPS = st.tuples(
    st.integers(0, 3), st.sampled_from(["NIR_J", "NIR_H"]), _INSTANTS, _INSTANTS, st.booleans()
)


def _time(instant: int) -> int:
    return _BOUNDS.get(instant, NOON + instant * HOUR)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("model")
    if request.param == "sqlite":
        with dpkit_archive.create(folder / "a.sqlite") as made:
            yield made
    else:
        with (
            request.getfixturevalue("server").archive(folder / "files") as url,
            dpkit_archive.open(url) as made,
        ):
            yield made


@given(steps=st.lists(_STEPS, max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_choice_agrees_with_a_plain_model(empty: Archive, steps: list[tuple]) -> None:
    database = empty._database
    _clear(database)
    model: dict[str, list[tuple[int, int, str, str]]] = {"NIR_J": [], "NIR_H": []}
    for number, (identity, filter, begin, end, _same) in enumerate(steps):
        name, identifier = f"{identity}{filter}", f"X{number}"
        first, last = _time(begin), _time(end)
        free = [one for one in model[filter] if one[3] != name]
        fits = first < last and not any(b < last and e > first for b, e, *_ in free)
        try:
            with database.writing() as connection:
                _register(connection, identifier, name, filter, first, last)
        except (ValidityError, ArchiveError):
            assert not fits
        else:
            assert fits
            model[filter] = [*free, (first, last, identifier, name)]
    for filter, ranges in model.items():
        for at in [_time(i) + d for i in range(1, 12) for d in (-1, 0, 1)] + [NEVER, FOREVER]:
            holds = [i for b, e, i, _ in ranges if b <= at and (at < e or e == FOREVER)]
            choice = empty.calib(TYPE, at=at, keys={"filter": filter})
            assert [choice.chosen.id] == holds if choice.chosen else not holds
            if not choice.chosen:
                before = max((e for b, e, *_ in ranges if e <= at), default=None)
                after = min((b for b, e, *_ in ranges if b > at), default=None)
                near = [one.end for one in choice.near_misses if one.end <= at]
                near += [one.begin for one in choice.near_misses if one.begin > at]
                assert near == [one for one in (before, after) if one is not None]


def _clear(database: Database) -> None:
    with database.writing() as connection:
        for name in ("proposed_validity", "validity", "document", "product", "event"):
            connection.execute(delete(tables.metadata.tables[name]))


def _register(
    connection, identifier: str, identity: str, filter: str, begin: int, end: int
) -> None:
    """Write the rows that validity needs, as a registration does."""
    pending = Pending(connection)
    product, selection = tables.product.c, f'{{"filter":"{filter}"}}'
    before = connection.execute(select(product.number).where(product.identity == identity))
    versions = list(before.scalars())
    number, kind = pending.number(tables.product), NameBook(connection, pending)
    wanted = Range(
        type=kind.number(tables.product_type, TYPE),
        product=number,
        selection=selection,
        begin=begin,
        end=end,
    )
    validities = load_validities(connection, [(1, wanted)], versions)
    validities.check(wanted, 1, versions)
    event = add_event(pending, "register", identifier, "test", {})
    row = {
        "number": number,
        "id": identifier,
        "type": wanted.type,
        "dataset": 1,
        "identity": identity,
        "version": len(versions) + 1,
        "status": "registered",
        "content_sha256": identifier,
        "body_sha256": identifier,
        "schema_version": "1.0",
        "registered_event": event,
        "filter": filter,
    }
    pending.add(tables.product, dict.fromkeys(product.keys()) | row)
    document = {"product": number, "name": "x", "path": identifier, "mode": "copy", "sha256": ""}
    pending.add(tables.document, document | {"size": 0, "original": b"", "content": "{}"})
    propose(pending, wanted)
    validities.retire(versions, 1, event, pending)
    validities.grant(wanted, 1, event, pending, identifier)
    pending.flush()
