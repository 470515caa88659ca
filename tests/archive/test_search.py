"""Products are found by type, keys, dataset, status, version and time."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.tai import parse_utc
from dpkit_archive import Archive
from dpkit_archive.row import rows_to_json

CATALOG = "DpdNirExposureCatalog"


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Register two observations of two exposures, factors, parameters and darks."""
    for observation in (5, 6):
        for exposure in (2, 1):
            made = make.catalog(
                observation,
                exposure,
                at=f"2026-03-0{observation}T1{exposure}:00:00Z",
                detectors=("DET11", f"DET2{exposure}"),
                id=f"C{observation}{exposure}",
            )
            archive.register(made)
    archive.register(make.factors(observation=5, id="F5"))
    archive.register(make.parameters(id="P"))
    archive.register(make.dark(calibration="D", id="D"))
    return archive


def ids(archive: Archive, *args: object, **options: object) -> list[str]:
    return [row.id for row in archive.find(*args, **options)]


def test_by_type_in_the_order_of_keys(filled: Archive) -> None:
    assert ids(filled, CATALOG) == ["C51", "C52", "C61", "C62"]
    assert ids(filled) == ["C51", "C52", "C61", "C62", "D", "F5", "P"]


@pytest.mark.parametrize(
    ("product", "keys", "found"),
    [
        (CATALOG, {"observation": 5}, ["C51", "C52"]),
        (CATALOG, {"observation": "5", "exposure": "2"}, ["C52"]),
        (CATALOG, {"detector": "DET21"}, ["C51", "C61"]),
        (CATALOG, {"detector": "DET21", "observation": 6}, ["C61"]),
        (CATALOG, {"instrument": "NISP", "pointing": 7}, ["C51", "C52", "C61", "C62"]),
        (CATALOG, {"filter": "NIR_H"}, []),
        (CATALOG, {"observation": 99}, []),
        (None, {"observation": 5}, ["C51", "C52", "F5"]),
        (None, {"exposure": 2}, ["C52", "C62", "F5"]),
        (None, {"filter": "NIR_J", "exposure": 1, "observation": 5}, ["C51", "F5"]),
        (None, {"calibration": "D"}, ["D"]),
        (None, {"tile": 1}, []),
        ("DpdNirRelPhotoExpCalibration", {"exposure": 2, "filter": "NIR_J"}, ["F5"]),
        ("DpdNirRelPhotoExpCalibration", {"exposure": 3}, []),
        ("DpdNirRelPhotoParams", {"setting": "wide"}, ["P"]),
    ],
)
def test_by_keys(filled: Archive, product: str, keys: dict, found: list[str]) -> None:
    assert ids(filled, product, keys=keys) == found


def test_row_has_the_keys_of_its_type(filled: Archive) -> None:
    (row,) = filled.find(CATALOG, keys={"observation": 5, "exposure": 1})
    assert row.keys == {
        "observation": 5,
        "exposure": 1,
        "pointing": 7,
        "patch": None,
        "instrument": "NISP",
        "detector": ("DET11", "DET21"),
        "filter": "NIR_J",
    }
    assert list(row.to_dict())[:7] == [
        "id", "product", "version", "status", "dataset", "created", "document",
    ]  # fmt: skip
    assert row.to_dict()["created"] == "2026-01-01T00:00:00Z"
    assert row.document.is_file()


def test_rows_of_several_types_have_the_same_columns(filled: Archive) -> None:
    rows = rows_to_json(filled.find())
    assert len({tuple(row) for row in rows}) == 1
    assert list(rows[0])[7:] == [
        "observation", "exposure", "pointing", "patch", "instrument", "detector", "filter",
        "calibration", "setting",
    ]  # fmt: skip
    assert rows_to_json([]) == []


@pytest.mark.parametrize(
    ("product", "keys", "message"),
    [
        ("DpdNirMasterDrak", {}, "did you mean DpdNirMasterDark"),
        (None, {"observaton": 5}, "did you mean observation"),
        (CATALOG, {"tile": 5}, "has no key 'tile'.*observation"),
        (CATALOG, {"'; DROP TABLE product": 5}, "no key is named"),
    ],
)
def test_unknown_names_are_errors(filled: Archive, product, keys, message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        filled.find(product, keys=keys)


@pytest.mark.parametrize("value", ["abc", "", "5.5", str(2**63)])
def test_value_of_the_wrong_type_is_an_error(filled: Archive, value: str) -> None:
    with pytest.raises(ArchiveError, match="observation is"):
        filled.find(keys={"observation": value})


def test_values_are_never_sql(filled: Archive) -> None:
    assert ids(filled, keys={"filter": "NIR_J' OR '1'='1"}) == []
    assert ids(filled, keys={"setting": "%"}) == []


def test_only_the_current_version_unless_asked(filled: Archive, make) -> None:
    filled.register(make.parameters(radius=0.9, id="P2"))
    assert ids(filled, "DpdNirRelPhotoParams") == ["P2"]
    assert ids(filled, "DpdNirRelPhotoParams", current=False) == ["P", "P2"]


def test_invalid_version_is_not_current_and_is_left_out(filled: Archive, make) -> None:
    filled.register(make.parameters(radius=0.9, id="P2", status="INVALID"))
    assert ids(filled, "DpdNirRelPhotoParams") == ["P"]
    assert ids(filled, "DpdNirRelPhotoParams", current=False) == ["P"]
    for word in ("INVALID", "invalid"):
        assert ids(filled, "DpdNirRelPhotoParams", status=[word]) == ["P2"]
    filled.register(make.parameters(radius=1.9, id="P3", status="VALID"))
    assert ids(filled, "DpdNirRelPhotoParams") == ["P3"]
    assert ids(filled, "DpdNirRelPhotoParams", status=["registered", "valid"]) == ["P3"]
    # Among those with the status: the newest that is still only registered.
    assert ids(filled, "DpdNirRelPhotoParams", status="registered") == ["P"]
    with pytest.raises(NotFoundError, match="no status is named 'good'"):
        filled.find(status=["good"])


def test_rejected_and_trashed_are_left_out(filled: Archive, rows) -> None:
    rows("UPDATE product SET status = 'rejected' WHERE id = 'P'")
    rows("UPDATE product SET status = 'trashed' WHERE id = 'D'")
    assert ids(filled) == ["C51", "C52", "C61", "C62", "F5"]
    assert ids(filled, status=["rejected", "trashed"]) == ["D", "P"]


def test_datasets_are_searched_in_order(archive: Archive, make) -> None:
    archive.register(make.parameters("a", radius=0.1, id="A-main"))
    archive.register(make.parameters("b", radius=0.1, id="B-main"))
    archive.register(make.parameters("a", radius=0.2, id="A-test", dataset="test"))
    archive.register(make.parameters("a", radius=0.3, id="A-test2", dataset="test"))
    assert ids(archive, dataset=["main"]) == ["A-main", "B-main"]
    assert ids(archive, dataset="test") == ["A-test2"]
    assert ids(archive, dataset=["test", "main"]) == ["B-main", "A-test2"]
    assert ids(archive, dataset=["main", "test"]) == ["A-main", "B-main"]
    assert len(ids(archive, dataset=["main", "test"], current=False)) == 4
    # Without a list, each dataset speaks for itself.
    assert len(ids(archive)) == 3
    with pytest.raises(NotFoundError, match="did you mean test"):
        archive.find(dataset=["tset"])


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ("2026-03-05T11:00:00Z", "2026-03-05T11:00:01Z", ["C51"]),
        ("2026-03-05T11:01:39Z", "2026-03-05T11:01:41Z", ["C51"]),
        ("2026-03-05T11:01:40Z", "2026-03-05T12:00:00Z", []),
        ("2026-03-05T10:00:00Z", "2026-03-05T11:00:00Z", []),
        ("2026-03-05T00:00:00Z", "2026-03-06T12:00:00Z", ["C51", "C52", "C61"]),
    ],
)
def test_between_is_half_open(filled: Archive, begin: str, end: str, found: list[str]) -> None:
    assert ids(filled, between=(parse_utc(begin), parse_utc(end))) == found


def test_between_finds_an_instant(filled: Archive, rows) -> None:
    rows("UPDATE product SET end_ns = begin_ns WHERE id = 'C51'")
    at = parse_utc("2026-03-05T11:00:00Z")
    assert ids(filled, between=(at, at + 1)) == ["C51"]
    assert ids(filled, between=(at - 1, at)) == []
    with pytest.raises(ArchiveError, match="ends before it begins"):
        filled.find(between=(at, at))


def test_order_and_limit(filled: Archive) -> None:
    assert ids(filled, CATALOG, order=["-exposure", "observation"]) == ["C52", "C62", "C51", "C61"]
    assert ids(filled, CATALOG, limit=2) == ["C51", "C52"]
    assert ids(filled, CATALOG, limit=0) == []
    with pytest.raises(NotFoundError, match=r"cannot order by 'exposur'.*exposure"):
        filled.find(order=["exposur"])
    with pytest.raises(ArchiveError, match="negative"):
        filled.find(limit=-1)


def test_one_product_by_id(filled: Archive) -> None:
    assert filled.product("P").product == "DpdNirRelPhotoParams"
    for call in (filled.product, filled.show):
        with pytest.raises(NotFoundError, match="no product has the id 'NONE'"):
            call("NONE")


def test_many_rows_get_their_listed_keys(filled: Archive) -> None:
    rows = filled.find(CATALOG)
    assert [row.keys["detector"][1] for row in rows] == ["DET21", "DET22", "DET21", "DET22"]


@pytest.mark.parametrize(
    "options",
    [
        {"product": CATALOG, "keys": {"observation": 5, "exposure": 1}},
        {"product": CATALOG, "keys": {"filter": "NIR_J"}},
        {"product": CATALOG, "keys": {"detector": "DET11"}},
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_keys_are_looked_up_by_index(filled: Archive, options: dict) -> None:
    """PostgreSQL reads small tables whole, whatever the indexes."""
    statements: list[tuple[str, object]] = []

    def note(_connection, _cursor, sql, parameters, _context, _many) -> None:
        statements.append((sql, parameters))

    event.listen(filled._database.engine, "before_cursor_execute", note)
    filled.find(**options)
    sql, parameters = next(one for one in statements if "product_type.name AS type_name" in one[0])
    with closing(sqlite3.connect(filled.path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()
    assert not any(row[3].startswith("SCAN product") for row in plan), plan
