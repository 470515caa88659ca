"""The fast look-up answers what the explained one does, and needs no look at the history."""

from __future__ import annotations

import random

import pytest
from tests.archive.validity.ledger import BLAZE, FACTORS, FLAT, FRAME, T1, T2, T3, T4, J, hour

from dpkit.errors import ArchiveError, NotFoundError, ValidityError
from dpkit.tai import FOREVER, NEVER, to_time
from dpkit_archive import Archive, Calibrations, Claim, Found
from dpkit_archive.lookupstatement import begun_each, coming_each, for_each
from dpkit_archive.timeline import _begun, _coming, _statement

KEYS = {
    FACTORS: [{"filter": name} for name in ("NIR_J", "NIR_H", "NIR_Y")],
    FLAT: [{"detector": f"WFI0{n}", "filter": "F158"} for n in (1, 2)],
    BLAZE: [{"fiber": name} for name in ("AB", "C")],
}
SETS = ["nightly", "main"]


def fill(archive: Archive, enter, product: str) -> None:
    """Certify some calibrations into two sets, at times that were drawn."""
    chance = random.Random(product)
    for keys in KEYS[product][:2]:
        for calibration_set in SETS:
            times = sorted(chance.sample(range(40), 12))
            for begin, end in zip(times[::2], times[1::2], strict=True):
                name = f"{calibration_set}-{'-'.join(keys.values())}-{begin}"
                enter(name, (hour(begin), hour(begin) + 1), product=product, keys=keys)
                bounds = {} if product != FACTORS else {"begin": hour(begin), "end": hour(end)}
                archive.certify(
                    Claim(id=name, **bounds), calibration_set=calibration_set, create_set=True
                )


@pytest.mark.parametrize("product", KEYS)
def test_it_is_what_calib_answers(archive: Archive, enter, product: str) -> None:
    fill(archive, enter, product)
    edges = [hour(n) + d for n in range(-1, 42) for d in (-1, 0, 1)]
    asked = [(at, keys) for at in (NEVER, *edges, FOREVER) for keys in KEYS[product]]
    far = "90 min" if product == BLAZE else None
    with archive.calibrations(product, SETS, max_distance=far) as fast:
        found = fast.at_each(asked)
        assert found == [fast.at(at, **keys) for at, keys in asked]
    for one, (at, keys) in list(zip(found, asked, strict=True))[::3]:
        choice = archive.calib(product, at=at, keys=keys, calibration_set=SETS, max_distance=far)
        expected = choice.chosen and Found(
            choice.chosen.id,
            choice.chosen.version,
            choice.begin,
            choice.end,
            choice.calibration_set,
        )
        assert one == expected
    assert {one.calibration_set for one in found if one} == set(SETS)
    assert None in found


def test_each_question_sees_what_stands_then(archive: Archive, enter) -> None:
    with archive.calibrations(FACTORS) as fast:
        assert fast.at(T2, **J) is None
        assert fast.at_each([(T2, J)]) == [None]
        enter("A")
        archive.certify("A")
        expected = Found("A", 1, T2, T4, "main")
        assert fast.at(T2, **J) == expected
        assert fast.at_each([(T2, J), (T4, J), (T3, J)]) == [expected, None, expected]
        archive.decertify("A")
        assert fast.at(T2, **J) is None
        assert fast.at_each([]) == []


def test_times_are_taken_as_everywhere(archive: Archive, enter) -> None:
    enter("A")
    archive.certify("A")
    with archive.calibrations(FACTORS) as fast:
        found = fast.at_each([(T2, J), ("2026-03-01T14:00:00Z", J), (to_time(T2), J)])
        assert [one and one.id for one in found] == ["A"] * 3
        with pytest.raises(ValidityError, match="no zone"):
            fast.at("2026-03-01T14:00:00", **J)


def test_wrong_questions_are_refused(archive: Archive) -> None:
    with pytest.raises(ValidityError, match="has no validity"):
        archive.calibrations(FRAME)
    with pytest.raises(NotFoundError, match="no calibration set named 'x'"):
        archive.calibrations(FACTORS, "x")
    with pytest.raises(ArchiveError, match="knows no distance"):
        archive.calibrations(FACTORS, max_distance="1 h")
    with archive.calibrations(FACTORS) as fast:
        with pytest.raises(ArchiveError, match="missing: filter"):
            fast.at(T1)
        with pytest.raises(NotFoundError, match="did you mean filter"):
            fast.at_each([(T1, {"fliter": "NIR_J"})])
        with pytest.raises(ArchiveError, match="not chosen by observation"):
            fast.at(T1, **J, observation=3)


def test_what_is_bad_is_not_found_even_with_a_range(archive: Archive, enter, rows) -> None:
    enter("A")
    archive.certify("A")
    rows("UPDATE product SET status = 'invalid'")
    with archive.calibrations(FACTORS) as fast:
        assert fast.at(T2, **J) is None
        assert fast.at_each([(T2, J)]) == [None]


def test_it_is_closed_with_its_block(archive: Archive) -> None:
    with archive.calibrations(FACTORS) as fast:
        assert isinstance(fast, Calibrations)
        fast.at(T1, **J)
    assert fast._connection.closed


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("build", [_begun, _coming, begun_each, coming_each])
def test_a_look_up_goes_by_the_index_to_the_time(archive: Archive, build) -> None:
    dialect = archive._database.engine.dialect
    each = build in (begun_each, coming_each)
    statement = for_each(build, dialect) if each else _statement(build, False, dialect)
    given = {"set": 1, "type": 1, "selection": "", "at": 0, "asked": '[[0,""]]'}
    with archive._database.reading() as connection:
        plan = [
            row[3]
            for row in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement.sql}", statement.arguments(given)
            )
        ]
    (ranges,) = [one for one in plan if "uq_validity_standing" in one]
    side = "begin_ns<?" if build in (_begun, begun_each) else "begin_ns>?"
    assert f"calibration_set=? AND type=? AND selection=? AND {side}" in ranges
    assert not [one for one in plan if "TEMP B-TREE" in one]
