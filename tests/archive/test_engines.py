"""Both engines give the same answers where they differ by nature: order, nulls, numbers, plans."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import event, select, text

import dpkit_archive
import dpkit_archive.statement
from dpkit.errors import ArchiveError
from dpkit.tai import parse_utc
from dpkit_archive import Archive, tables
from dpkit_archive.statement import insert_rows, select_rows


def test_text_is_ordered_by_code_points(archive: Archive, make) -> None:
    names = ["b", "B", "a", "Z", "ä", "_", "a b", "aB", "\U0001f52d", "\uff5e"]
    for name in names:
        archive.register(make.parameters(name, id=name))
    assert [row.id for row in archive.find(order=["id"])] == sorted(names)
    assert [row.id for row in archive.find(order=["-id"])] == sorted(names, reverse=True)


def test_null_is_the_smallest(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    archive.register(make.factors(id="F7", observation=7))
    archive.register(make.factors(id="F5", observation=5, filter="NIR_H"))
    assert [row.id for row in archive.find(order=["observation"])] == ["P", "F5", "F7"]
    assert [row.id for row in archive.find(order=["-observation"])] == ["F7", "F5", "P"]


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 2**53 + 1])
def test_integers_have_64_bits(archive: Archive, make, rows, number: int) -> None:
    archive.register(make.factors(id="F", observation=number))
    assert [row.id for row in archive.find(keys={"observation": number})] == ["F"]
    assert archive.find(keys={"observation": number - 1 if number > 0 else number + 1}) == []
    with archive._database.reading() as connection:
        content = connection.scalar(select(tables.document.c.content))
    assert content["Data"]["ObservationId"] == number
    assert archive.product("F").keys["observation"] == number


@pytest.mark.parametrize("value", ["1e308", "5e-324", "-0.0", "0.1", "NaN", "INF", "-INF"])
def test_numbers_come_back_as_they_were(archive: Archive, make, value: str) -> None:
    archive.register(make.dark(id="D", mean=value))
    with archive._database.reading() as connection:
        content = connection.scalar(select(tables.document.c.content))
    (metric,) = archive.show("D").metrics
    assert metric["text"] == value
    if value in {"NaN", "INF", "-INF"}:
        assert (content["Data"]["Mean"], metric["value"]) == (value, None)
    else:
        assert repr(content["Data"]["Mean"]) == repr(float(value))
        assert repr(metric["value"]) == repr(float(value) + 0.0)


def test_metrics_have_times_to_be_plotted_against(archive: Archive, make, rows) -> None:
    archive.register(make.factors("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z", id="F"))
    archive.register(make.catalog(id="C", at="2026-03-01T10:00:00Z"))
    times = dict(
        rows(
            "SELECT p.id, max(m.time_ns) FROM metric m "
            "JOIN product p ON p.number = m.product GROUP BY p.id"
        )
    )
    # Of the observation where there is one, else of the validity that is proposed.
    assert times["C"] == parse_utc("2026-03-01T10:00:00Z")
    assert times["F"] == parse_utc("2026-03-05T00:00:00Z")
    assert rows("SELECT count(*) FROM metric WHERE hidden_reason IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_trend_is_read_from_an_index(archive: Archive, rows) -> None:
    plan = rows(
        "EXPLAIN QUERY PLAN SELECT value FROM metric "
        "WHERE name = 'relativeFactor' AND time_ns >= 5 ORDER BY time_ns"
    )
    assert len(plan) == 1
    assert "USING INDEX ix_metric_name_time_ns_product (name=? AND time_ns>?)" in plan[0][3]


def test_lists_of_values_of_any_kind_and_length(archive: Archive, make) -> None:
    names = ["it's", '"q"', "[]", "%s", "?", ":x", "\\", "{}", "a,b", "x\u2028y"]
    for name in names:
        archive.register(make.parameters(name, id=name))

    def by_id(among: Any) -> Any:
        return select(tables.product.c.id).where(among(tables.product.c.id, "ids"))

    with archive._database.reading() as connection:
        wanted = [*names, *(f"none{n}" for n in range(40_000))]
        assert {row[0] for row in select_rows(connection, by_id, ids=wanted)} == set(names)
        assert select_rows(connection, by_id, ids=[]) == []


def test_an_error_of_the_driver_is_told_as_one_of_the_archive(archive: Archive) -> None:
    row = {"number": 1, "name": "main"}
    with pytest.raises(ArchiveError, match=r"(?i)unique"), archive._database.writing() as writing:
        insert_rows(writing, tables.dataset, [row])


def test_the_count_of_statements_does_not_grow_with_the_batch(archive: Archive, make) -> None:
    archive.register(make.parameters("first", id="first"))
    counts = []
    for number in (2, 20):
        sources = [make.parameters(f"{number}-{n}", id=f"{number}-{n}") for n in range(number)]
        said: list[str] = []

        def note(_connection, _cursor, sql, *_rest, said=said) -> None:
            said.append(sql)

        calls: list[int] = []
        cursor = dpkit_archive.statement._cursor

        def counted(connection, cursor=cursor, calls=calls) -> Any:
            calls.append(1)
            return cursor(connection)

        event.listen(archive._database.engine, "before_cursor_execute", note)
        dpkit_archive.statement._cursor = counted
        try:
            archive.register_all(sources, mode="in-place")
        finally:
            dpkit_archive.statement._cursor = cursor
            event.remove(archive._database.engine, "before_cursor_execute", note)
        counts.append((len(said), len(calls)))
    assert counts[0] == counts[1]


def test_opening_needs_no_alembic(url: str) -> None:
    code = (
        "import sys, dpkit_archive\n"
        f"dpkit_archive.open({url!r}).close()\n"
        "print('alembic' in sys.modules, 'fsspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_synchronous_is_chosen_by_the_url(archive: Archive, url: str, engine: str) -> None:
    question = "PRAGMA synchronous" if engine == "sqlite" else "SHOW synchronous_commit"
    place = f"sqlite:///{url}" if engine == "sqlite" else url
    joined = "&" if "?" in place else "?"
    for word, answer in (("full", {"sqlite": 2}), ("normal", {"sqlite": 1})):
        with (
            dpkit_archive.open(f"{place}{joined}synchronous={word}") as opened,
            opened._database.reading() as connection,
        ):
            said = connection.execute(text(question)).scalar()
            other = {"full": "on", "normal": "off"}[word]
            assert said == answer.get(engine, other)
