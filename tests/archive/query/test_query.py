"""Queries are immutable, written one condition after the other, and explain themselves."""

from __future__ import annotations

import numpy as np
import pytest
from astropy.time import Time, TimeDelta
from sqlalchemy import event, inspect

import dpkit
from dpkit.errors import ArchiveError, NotFoundError
from dpkit.tai import parse_utc
from dpkit_archive import Archive
from dpkit_dm.nir import DpdNirExposureCatalog, DpdNirRelPhotoParams

CATALOG = "DpdNirExposureCatalog"


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Register two observations of two exposures, and parameters in two versions."""
    for observation in (5, 6):
        for exposure in (1, 2):
            document = make.catalog(
                observation,
                exposure,
                filter="NIR_J" if observation == 5 else "NIR_H",
                at=f"2026-03-0{observation}T1{exposure}:00:00Z",
                detectors=("DET11", f"DET2{exposure}"),
                id=f"C{observation}{exposure}",
            )
            archive.register(document)
    archive.register(make.parameters(radius=0.1, id="P1"))
    archive.register(make.parameters(radius=0.2, id="P2"))
    return archive


def test_each_method_gives_a_new_query(filled: Archive) -> None:
    query = filled.query(DpdNirExposureCatalog)
    narrower = query.observation(5)
    assert query.count() == 4
    assert narrower.ids() == ["C51", "C52"]
    assert narrower.exposure(2).ids() == ["C52"]
    assert narrower.ids() == ["C51", "C52"]
    assert [row.id for row in narrower] == ["C51", "C52"]
    assert repr(narrower) == f"<Query {CATALOG} and observation 5>"


def test_keys_take_one_value_or_several(filled: Archive) -> None:
    query = filled.query(CATALOG)
    assert query.observation([5, 6]).filter("NIR_H").ids() == ["C61", "C62"]
    assert query.detector(["DET21", "DET44"]).exposure(["1", 2]).ids() == ["C51", "C61"]
    assert query.observation([]).ids() == []
    assert query.keys(observation=6, exposure=[1]).ids() == ["C61"]
    assert query.observation(5).observation(6).ids() == ["C61", "C62"]
    assert query.observation(range(10_000)).count() == 4
    assert filled.query().setting("wide").ids() == ["P2"]
    assert "observation" in dir(query)
    assert query.observation(np.int64(5)).exposure(np.array([1, 2])).ids() == ["C51", "C52"]
    for wrong in (5.5, None, "5_0", "\u0665"):
        with pytest.raises(ArchiveError, match="observation is an integer, not"):
            query.observation(wrong)
    with pytest.raises(ArchiveError, match=r"filter is a text, not 1\.5"):
        query.filter(1.5)
    with pytest.raises(ArchiveError, match="setting has a zero byte"):
        filled.query().setting("a\0b")


def test_limits_and_times_are_whole_numbers(filled: Archive) -> None:
    query = filled.query(CATALOG).order_by("id")
    assert query.limit(np.int64(1)).ids() == ["C51"]
    for wrong, message in ((1.5, "is an integer, not 1.5"), (2**63, "beyond 64 bits")):
        with pytest.raises(ArchiveError, match=f"the limit {message}|the limit is {message}"):
            query.limit(wrong)
    begin = parse_utc("2026-03-05T11:00:00Z")
    assert query.between(np.int64(begin), begin + 1).ids() == ["C51"]
    for wrong, message in ((1.5, "an integer, not 1.5"), (2**64, "beyond 64 bits")):
        with pytest.raises(ArchiveError, match=message):
            query.between(0, wrong)


def test_times(filled: Archive) -> None:
    query = filled.query(CATALOG)
    assert query.between("2026-03-05T11:00:00Z", "2026-03-05T11:00:01Z").ids() == ["C51"]
    begin = Time("2026-03-05T12:00:00", scale="utc")
    assert query.between(begin, begin + TimeDelta(1.5, format="jd")).ids() == ["C52", "C61", "C62"]
    at = parse_utc("2026-03-05T11:01:40Z")
    assert query.between(at, at + 1).ids() == []
    assert query.between(at - 1, at).ids() == ["C51"]
    for bounds, message in (
        (("2026-03-05T11:00:00", "2026-03-06T00:00:00Z"), "no zone"),
        ((at, at), "is empty"),
        ((at, at - 1), "ends before"),
        (("yesterday", at), "is no time"),
    ):
        with pytest.raises(ArchiveError, match=message):
            query.between(*bounds)


def test_versions_datasets_and_statuses(filled: Archive, make) -> None:
    query = filled.query(DpdNirRelPhotoParams)
    assert query.ids() == ["P2"]
    assert query.all_versions().ids() == ["P1", "P2"]
    filled.register(make.parameters(radius=0.3, id="P3", dataset="test", status="INVALID"))
    assert query.dataset("test", "main").ids() == ["P2"]
    assert query.dataset("test").status("INVALID").ids() == ["P3"]
    assert query.dataset().ids() == []
    with pytest.raises(NotFoundError, match=r"no dataset named 'tst'.*test"):
        query.dataset("tst").ids()
    with pytest.raises(NotFoundError, match="no status is named 'good'"):
        query.status("good")


def test_unknown_names_are_errors_at_once(filled: Archive) -> None:
    with pytest.raises(NotFoundError, match=f"did you mean {CATALOG}"):
        filled.query("DpdNirExposureCatalogue")
    with pytest.raises(AttributeError, match=r"no condition 'observatoin'.*observation"):
        _ = filled.query().observatoin
    with pytest.raises(NotFoundError, match="has no key 'tile'"):
        filled.query(CATALOG).tile(5)
    with pytest.raises(NotFoundError, match=r"no filter is named 'NIR_X'.*NIR_Y"):
        filled.query(CATALOG).filter("NIR_X")
    with pytest.raises(ArchiveError, match="observation is an integer"):
        filled.query(CATALOG).observation("five")
    with pytest.raises(ArchiveError, match="negative"):
        filled.query().limit(-1)
    # Filters of some products are free text, such as DECAM_r.
    assert filled.query().filter("DECAM_r").ids() == []


def test_order(filled: Archive) -> None:
    query = filled.query(CATALOG)
    assert query.order_by("-exposure", "observation").ids() == ["C52", "C62", "C51", "C61"]
    assert query.order_by("-Data.ObservationSequence.Exposure", "-id").limit(2).ids() == [
        "C62",
        "C52",
    ]
    assert query.order_by("detector", "id").ids() == ["C51", "C52", "C61", "C62"]
    everything = filled.query().order_by("setting", "-id").ids()
    assert everything == ["C62", "C61", "C52", "C51", "P2"]
    assert filled.query().order_by("-setting", "id").ids()[0] == "P2"
    assert filled.query().order_by("Data.MatchRadius", "id").ids()[-1] == "P2"
    assert query.limit(3).count() == 3
    for name, message in (
        ("observatoin", "cannot order by 'observatoin'.*observation"),
        ("Data.Nothing", "has no path"),
        ("Data.DetectorList.Detector.DetectorId", "several values"),
        ("Data.Filter", "none of its own"),
    ):
        with pytest.raises((NotFoundError, ArchiveError), match=message):
            query.order_by(name).ids()


def test_products_are_read(filled: Archive) -> None:
    (product,) = filled.query(CATALOG).observation(5).exposure(1).products()
    assert isinstance(product, dpkit.Product)
    assert product.content.data.observation_sequence.observation_id == 5


def test_columns_of_rows_and_documents(filled: Archive) -> None:
    rows = filled.query(CATALOG).observation(5).values(
        "id", "filter", "Data.DetectorList.Detector.DetectorId", "Data.CatalogStorage.@format",
        "Data.ExposureTime.Unit",
    )  # fmt: skip
    assert rows[0] == {
        "id": "C51",
        "filter": "NIR_J",
        "Data.DetectorList.Detector.DetectorId": ["DET11", "DET21"],
        "Data.CatalogStorage.@format": "nir.exposureCatalog",
        "Data.ExposureTime.Unit": "s",
    }
    assert list(filled.query().values()[0])[:3] == ["id", "product", "version"]
    with pytest.raises(NotFoundError, match=r"no column is named 'filtre'.*filter"):
        filled.query(CATALOG).values("filtre")
    with pytest.raises(NotFoundError, match=r"no path 'Data\.Filtre'.*Data\.Filter"):
        filled.query(CATALOG).values("Data.Filtre")


def test_columns_are_named_as_in_expressions(filled: Archive, rows) -> None:
    query = filled.query().order_by("id").limit(1)
    assert query.values("begin", "end", "software", "release", "@version") == [
        {
            "begin": "2026-03-05T11:00:00Z",
            "end": "2026-03-05T11:01:40Z",
            "software": "NIR_Test",
            "release": "1.0",
            "@version": "1.0",
        }
    ]
    assert filled.query().order_by("-@version", "-id").ids()[0] == "P2"
    # What the schema marks as the status is what the archive says, as in conditions.
    rows("UPDATE product SET status = 'invalid' WHERE id = 'C51'")
    path = "Header.ManualValidationStatus"
    found = filled.query().status("invalid").where(f"{path} == 'INVALID'").values("id", path)
    assert found == [{"id": "C51", path: "INVALID"}]


def test_table_of_astropy(filled: Archive) -> None:
    table = filled.query().order_by("id").table("id", "created", "observation", "detector")
    assert list(table["id"]) == ["C51", "C52", "C61", "C62", "P2"]
    assert isinstance(table["created"], Time)
    assert table["created"][0].isot == "2026-01-01T00:00:00.000"
    assert list(table["observation"][:4]) == [5, 5, 6, 6]
    assert np.ma.is_masked(table["observation"][4])
    assert table["detector"][0] == "DET11 DET21"
    empty = filled.query().observation(99)
    assert len(empty.table()) == 0
    assert "document" in empty.table().colnames
    assert empty.table("id", "begin", "Data.Mean").colnames == ["id", "begin", "Data.Mean"]
    times = filled.query(CATALOG).table("begin")["begin"]
    assert times[0].isot == "2026-03-05T11:00:00.000"


def test_an_empty_answer_explains_itself(filled: Archive) -> None:
    query = filled.query(CATALOG).observation(5).filter("NIR_Y").where("version > 0")
    told = query.explain()
    assert told.total == 6
    found = {step.condition: (step.left, step.removed, step.alone) for step in told.steps}
    assert found == {
        CATALOG: (4, 2, 4),
        "status not hidden": (4, 0, 6),
        "observation 5": (2, 2, 2),
        "filter NIR_Y": (0, 2, 0),
        "version > 0": (0, 0, 6),
        "current version": (0, 0, 5),
    }
    assert "did you mean NIR_J or NIR_H" in next(s.hint for s in told.steps if s.hint)
    text = str(told)
    assert "0 left by filter NIR_Y, which removes 2 and alone finds 0" in text
    assert "SELECT product.number" in told.sql
    assert told.plan


def test_statements_are_compiled_once(filled: Archive) -> None:
    seen: list[str] = []
    event.listen(
        filled._database.engine,
        "before_cursor_execute",
        lambda _c, _u, sql, _p, _x, _m: seen.append(sql) if "SELECT" in sql else None,
    )
    for observation in (5, 6, 99):
        filled.query(CATALOG).observation(observation).ids()
    assert len(seen) == 3
    assert len(set(seen)) == 1


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("narrow", "way"),
    [
        (lambda q: q.observation(5), "(type=? AND observation=?)"),
        (
            lambda q: q.filter("NIR_J").observation([5, 6]),
            "(type=? AND filter=? AND observation=?)",
        ),
        (lambda q: q.detector("DET11"), "(name=? AND value_text=?)"),
        (lambda q: q.within("cone 1.6 1.5 0.1"), "SEARCH product USING INTEGER PRIMARY KEY"),
    ],
)
def test_the_way_in_is_an_index(filled: Archive, narrow, way: str) -> None:
    for query in (filled.query(CATALOG), filled.query()):
        if way.startswith("(type=? AND filter") and query._wanted.product is None:
            continue  # two lists of all types; either index will do
        plan = narrow(query).explain().plan
        assert any(way in line for line in plan), plan
        assert not any(line.startswith("SCAN product") for line in plan), plan


def test_a_promoted_path_is_looked_up(filled: Archive) -> None:
    queries = [
        filled.query(CATALOG).where("Data.NumberOfSources == 3"),
        filled.query().where("Data.NumberOfSources >= 3 and version == 1"),
        filled.query(CATALOG).where("Data.InputFrame in ('FRAME', 'x')"),
        filled.query(CATALOG).where("Header.CreationDate < 2027-01-01T00:00:00Z"),
    ]
    found = [query.ids() for query in queries]
    paths = ["Data.InputFrame", "Data.NumberOfSources", "Header.CreationDate"]
    for path in paths:
        (made,) = filled.promote(path, CATALOG)
        assert filled.promote(path, CATALOG) == [made]
    assert [one.path for one in filled.promoted()] == paths
    names = {one.path: one.name for one in filled.promoted()}
    with filled._database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
            plans = [_plan(connection, query) for query in queries]
        else:
            plans = ["\n".join(query.explain().plan) for query in queries]
    for plan, path in zip(plans, (paths[1], paths[1], paths[0], paths[2]), strict=True):
        assert names[path] in plan
    assert [query.ids() for query in queries] == found
    assert [one.path for one in filled.demote("Data.InputFrame")] == ["Data.InputFrame"]
    assert [one.path for one in filled.promoted()] == paths[1:]
    with pytest.raises(NotFoundError, match=r"has no index.*Header.CreationDate"):
        filled.demote("Header.CreationDat")


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        (
            "Data.DetectorList.Detector.Background",
            ["{} > 1", "{} != 1", "any({}) <= 1.5", "all({}) < 2", "not ({} > 1)", "{} is null"],
        ),
        (
            "Data.DetectorList.Detector.DetectorId",
            ["{} == 'DET21'", "{} like '*2'", "all({}) != 'DET22'", "{} in ('DET22', 'x')"],
        ),
    ],
)
def test_a_promoted_path_with_several_values_has_a_table(
    filled: Archive, make, path: str, texts: list[str]
) -> None:
    queries = [filled.query().where(text.format(path)) for text in texts]
    found = [query.ids() for query in queries]
    assert any(found)
    (made,) = filled.promote(path)
    assert filled.promote(path) == [made]
    assert [query.ids() for query in queries] == found
    with filled._database.writing() as connection:
        assert made.name in _plan(connection, queries[0])
    more = make.catalog(7, 1, detectors=("DET21", "DET22"), id="C71")
    filled.register(more)
    found = [query.ids() for query in queries]
    assert any("C71" in ids for ids in found)
    assert filled.rebuild()[1] == []
    assert [query.ids() for query in queries] == found
    assert filled.demote(path) == [made]
    assert [query.ids() for query in queries] == found
    with filled._database.reading() as connection:
        assert not inspect(connection).has_table(made.name)


def _plan(connection, query) -> str:
    from dpkit_archive.query.explanation import explain

    return "\n".join(explain(connection, query._wanted).plan)


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("Data.Filter", "no value of its own"),
        ("Data.Filtre", "has no path.*Data.Filter"),
        ("Header.ManualValidationStatus", "answered by the archive"),
        ("x'); DROP TABLE product; --", "has no path"),
    ],
)
def test_what_cannot_be_promoted(filled: Archive, path: str, message: str) -> None:
    with pytest.raises((NotFoundError, ArchiveError), match=message):
        filled.promote(path, CATALOG)
    assert filled.promoted() == []
