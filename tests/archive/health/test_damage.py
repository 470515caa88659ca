"""Every kind of damage is named by its code; a repair mends what can be mended, and says so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dpkit_archive import Archive
from dpkit_archive.health.code import FAULTS


@dataclass
class Bench:
    """An archive with products of several kinds, and the means to damage it."""

    archive: Archive
    rows: Callable[..., list[Any]]
    force: Callable[..., None]
    dead: int

    def document(self, identifier: str) -> Path:
        document = self.archive.product(identifier).document
        assert isinstance(document, Path)
        return document

    def file(self, identifier: str) -> Path:
        (file,) = self.archive.show(identifier).files
        return Path(file["path"])


@pytest.fixture
def bench(archive: Archive, make, rows, force) -> Bench:
    archive.register(make.parameters(id="P"))
    archive.register(make.catalog(id="C"), inputs={"parameters": ["P"]})
    archive.register(make.frame(id="R", ratio=1.01))
    archive.register(make.dark(id="D"))
    # The same bytes once more.
    archive.register(
        make.dark("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", id="E", calibration="D2")
    )
    archive.register(make.parameters("kept", id="I", name="i.xml"), mode="in-place")
    # Files that stay where they are, and the same bytes in the archive.
    for identifier, mode in (("L", "symlink"), ("M", "copy")):
        dark = make.dark(id=identifier, calibration=f"of_{identifier}", filter="NIR_H", level=0.5)
        archive.register(dark, mode=mode, calibration_set=identifier)
    archive.promote("Data.ExposureTime.Value", "DpdNirExposureCatalog")
    archive.create_release("DR1", ["P", "E"]).freeze()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return Bench(archive, rows, force, gone.pid)


def link(bench: Bench, identifier: str) -> Path:
    """Return the link to the one file of a product."""
    return bench.document(identifier).parent / "data" / bench.file(identifier).name


def lead_elsewhere(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()  # it may be a link to what its owner keeps
    path.write_bytes(data)


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def litter(bench: Bench, name: str) -> None:
    path = bench.archive.files / name.format(host=os.uname().nodename, dead=bench.dead)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")


def sql(*statements: str) -> Callable[[Bench], None]:
    return lambda bench: bench.force(*statements)


def unguard(bench: Bench) -> None:
    for name in ("insert", "update"):
        if bench.archive.path is not None:
            bench.rows(f"DROP TRIGGER validity_overlap_{name}")
    if bench.archive.path is None:
        bench.rows('ALTER TABLE validity DROP CONSTRAINT "validity ranges overlap"')


def overlap(bench: Bench) -> None:
    unguard(bench)
    bench.rows("UPDATE validity SET begin_ns = begin_ns - 8640000000000000 WHERE product = 5")


def drop_path_index(bench: Bench) -> None:
    (one,) = bench.archive.promoted()
    bench.rows(f"DROP INDEX {one.name}")


LISTED = "Data.DetectorList.Detector.DetectorId"


def table_of_path(bench: Bench) -> str:
    """Promote a path with several values, and return the name of its table."""
    (one,) = bench.archive.promote(LISTED, "DpdNirExposureCatalog")
    return one.name


def drop_path_table(bench: Bench) -> None:
    bench.rows(f"DROP TABLE {table_of_path(bench)}")


def drop_path_trigger(bench: Bench) -> None:
    name = table_of_path(bench)
    bench.rows(
        f"DROP TRIGGER {name}_follow ON document"
        if bench.archive.path is None
        else f"DROP TRIGGER {name}_changed"
    )


def lose_value_of_path(bench: Bench) -> None:
    name = table_of_path(bench)
    assert bench.rows(f"SELECT count(*) FROM {name}") > [(0,)]
    bench.rows(f"DELETE FROM {name} WHERE value IS NOT NULL")


def forget_version(bench: Bench) -> None:
    """Let the bytes be those of a version that no schema here knows."""
    ((data,),) = bench.rows("SELECT original FROM document WHERE product = 1")
    bench.rows(
        "UPDATE document SET original = :data WHERE product = 1",
        data=bytes(data).replace(b' version="1.0"', b' version="77.0"'),
    )


METRIC = "INSERT INTO metric SELECT 999, name, ordinal, scope, value, text, unit, time_ns, NULL "

SCORE = (
    "INSERT INTO qc_score SELECT {}, product, series, time_ns, 'mean', 1.5, 1, 2, 0, '{{}}', '{}', "
    "event, NULL FROM qc_row WHERE number = (SELECT min(number) FROM qc_row)"
)


def cut_ingested_row(bench: Bench) -> None:
    bench.archive.ingest_rows("crires_flat", [{"mjd_obs": 54321.5, "mean_flux": 1.5}])
    bench.force("UPDATE qc_row SET numbers = substr(numbers, 1, 9) WHERE product IS NULL")


# What is damaged, how it is named, and whether a repair leaves nothing of it.
SHALLOW = {
    "document gone": (lambda b: b.document("D").unlink(), {"document-missing"}, True),
    "document longer": (lambda b: lengthen(b.document("D")), {"document-size"}, True),
    "own document gone": (lambda b: b.document("I").unlink(), {"document-missing"}, True),
    "own document longer": (lambda b: lengthen(b.document("I")), {"document-size"}, False),
    "file gone, has a copy": (lambda b: b.file("D").unlink(), {"file-missing"}, True),
    "file gone": (lambda b: b.file("C").unlink(), {"file-missing"}, False),
    "file cut, has a copy": (lambda b: os.truncate(b.file("E"), 99), {"file-size"}, True),
    "folder gone": (lambda b: b.file("C").parent.rename(b.archive.files.parent / "x"),
                    {"file-missing"}, False),
    "linked file gone, has a copy": (lambda b: b.file("L").unlink(), {"file-missing"}, True),
    "linked file longer": (lambda b: lengthen(b.file("L")), {"file-size"}, False),
    "link gone": (lambda b: link(b, "L").unlink(), {"link-missing"}, True),
    "link elsewhere": (lambda b: lead_elsewhere(link(b, "L"), b.file("D")),
                       {"link-missing", "file-unknown"}, True),
    "file in place of a link": (lambda b: flip(link(b, "L")),
                                {"link-missing", "file-unknown"}, True),
    "stray file": (lambda b: litter(b, "DpdNirMasterDark/D/data/notes.txt"),
                   {"file-unknown"}, True),
    "stray file on top": (lambda b: litter(b, "notes.txt"), {"file-unknown"}, True),
    "stray link": (lambda b: (b.archive.files / "link").symlink_to(b.archive.files.parent),
                   {"file-unknown"}, True),
    "stray bytes in a name": (lambda b: litter(b, os.fsdecode(b"\xff.txt")),
                              {"file-unknown"}, True),
    "folder without rows": (lambda b: litter(b, "DpdNirMasterDark/GHOST/GHOST.xml"),
                            {"leftover"}, True),
    "empty folder": (lambda b: (b.archive.files / "DpdNirMasterDark/NIL").mkdir(),
                     {"leftover"}, True),
    "arrival of the dead": (lambda b: litter(b, ".incoming/{host}-{dead}-ab12/x.xml"),
                            {"leftover"}, True),
    "derived orphan": (sql(METRIC + "FROM metric WHERE name = 'mean' AND product = 4"),
                       {"row-orphan"}, True),
    "cells of nothing": (sql("UPDATE region_cell SET product = 888 WHERE product = 3"),
                         {"row-orphan", "derived-differs"}, True),
    "file without bytes": (sql("DELETE FROM file WHERE number = 1"), {"row-orphan"}, False),
    "no document": (sql("DELETE FROM document WHERE product = 6"),
                    {"product-incomplete"}, False),
    "no file": (sql("DELETE FROM product_file WHERE product = 2"),
                {"product-incomplete"}, False),
    "no status": (sql("DELETE FROM product_status WHERE product = 1"),
                  {"product-incomplete"}, False),
    "other status": (sql("UPDATE product SET status = 'valid' WHERE product.number = 1"),
                     {"product-incomplete"}, False),
    "other selection": (sql("UPDATE validity SET selection = '{}' WHERE product = 4"),
                        {"validity-differs"}, False),
    "bad, and a range": (sql("UPDATE product SET status = 'invalid' WHERE product.number = 4",
                             "UPDATE product_status SET status = 'invalid' WHERE product = 4"),
                         {"validity-stands"}, False),
    "no member": (sql("DELETE FROM release_member WHERE product = 5"),
                  {"release-differs"}, False),
    "other member": (sql("UPDATE release_member SET product = 4 WHERE product = 5"),
                     {"release-differs"}, False),
    "other manifest": (sql("UPDATE release SET manifest = replace(manifest, 'NIR_J', 'NIR_H')"),
                       {"release-differs"}, False),
    "short row of quality": (cut_ingested_row, {"quality-differs"}, False),
    "two scores of a value": (sql(SCORE.format(1, "P"), SCORE.format(2, "P")),
                              {"quality-differs"}, False),
    "score of no configuration": (sql(SCORE.format(1, "GONE")), {"quality-differs"}, False),
    "event to come": (sql("UPDATE event SET time_ns = time_ns + 4000000000000000000 "
                          "WHERE seq = (SELECT max(seq) FROM event)"),
                      {"event-in-future"}, True),
    "no index": (sql("DROP INDEX ix_metric_name_time_ns_product"), {"index-missing"}, True),
    "no guard": (unguard, {"guard-missing"}, True),
    "path of no schema": (sql("INSERT INTO path_index VALUES ('path_x', 'Data.Gone', 'text')"),
                          {"path-gone"}, True),
    "no index of a path": (drop_path_index, {"path-differs"}, True),
    "no table of a path": (drop_path_table, {"path-differs"}, True),
    "no trigger of a path": (drop_path_trigger, {"path-differs"}, True),
    "no value of a path": (lose_value_of_path, {"path-differs"}, True),
    "path of another kind": (sql("UPDATE path_index SET kind = 'text'"),
                             {"path-differs"}, True),
    "no schema": (sql("UPDATE product_type SET name = 'DpdGone' WHERE number = 3"),
                  {"schema-missing"}, False),
    "no such version": (forget_version, {"document-unreadable"}, False),
    "other unique keys": (sql("UPDATE product SET identity = '{\"filter\" : 1}' WHERE number = 2"),
                          {"identity-differs"}, False),
    "column of a key": (sql("UPDATE product SET filter = 'NIR_H' WHERE number = 2"),
                        {"key-differs"}, True),
    "key of a list": (sql("DELETE FROM product_key WHERE product = 2"), {"key-differs"}, True),
    "metric": (sql("UPDATE metric SET value = 0.5 WHERE product = 4"),
               {"derived-differs"}, True),
    "no cells": (sql("DELETE FROM region_cell WHERE product = 2"), {"derived-differs"}, True),
}  # fmt: skip

DEEP = {
    "bit of a document": (lambda b: flip(b.document("D")), {"document-damaged"}, True),
    "bit of an own document": (lambda b: flip(b.document("I")), {"document-damaged"}, False),
    "bit of a file that has a copy": (lambda b: flip(b.file("D")), {"file-damaged"}, True),
    "bit of a file": (lambda b: flip(b.file("C")), {"file-damaged"}, False),
    "bytes in the database": (forget_version, {"record-damaged"}, True),
    "metric of any product": (sql("INSERT INTO product_reference VALUES (5, 0, 'X')"),
                              {"derived-differs"}, True),
}  # fmt: skip


def codes(archive: Archive, *, deep: bool) -> set[str]:
    return {one.code for one in archive.check(deep=deep)}


@pytest.mark.parametrize("deep", [False, True])
def test_a_sound_archive_has_no_faults(bench: Bench, state, deep: bool) -> None:
    before = state(bench.archive)
    assert list(bench.archive.check(deep=deep)) == []
    assert list(bench.archive.repair([])) == []
    assert state(bench.archive) == before


@pytest.mark.alternating
@pytest.mark.parametrize(
    ("deep", "name"), [*((False, name) for name in SHALLOW), *((True, name) for name in DEEP)]
)
def test_damage_is_named_and_mended(bench: Bench, state, deep: bool, name: str) -> None:
    damage, expected, mended = (DEEP if deep else SHALLOW)[name]
    damage(bench)
    damaged = state(bench.archive)
    faults = list(bench.archive.check(deep=deep))
    assert {one.code for one in faults} == expected
    planned = list(bench.archive.repair(faults, rehearse=True))
    results = {one.result for one in planned}
    assert results == ({"would be mended"} if mended else {"not mended"})
    assert all(one.what for one in planned)
    assert state(bench.archive) == damaged
    done = list(bench.archive.repair(faults, actor="operator"))
    if not mended:
        assert {one.result for one in done} == {"not mended"}
        assert state(bench.archive) == damaged
        return
    assert {one.result for one in done} <= {"mended", "is none any more"}
    assert codes(bench.archive, deep=True) == set()
    events = bench.rows("SELECT actor FROM event WHERE verb = 'repair'")
    assert events == [("operator",)] * sum(one.result == "mended" for one in done)
    # Nothing is lost: what was there is there, or in the quarantine.
    kept = set(state(bench.archive)[1].values())
    assert set(damaged[1].values()) <= kept


def test_every_code_is_tried(engine: str) -> None:
    tried = set().union(*(expected for _, expected, _ in [*SHALLOW.values(), *DEEP.values()]))
    others = {"file-unreadable", "validity-overlap", "index-damaged", "database-damaged"}
    assert tried | others == set(FAULTS)
    deep = set().union(*(expected for _, expected, _ in DEEP.values()))
    assert {name for name, code in FAULTS.items() if code.deep} - others <= deep


def test_ranges_that_overlap_are_named(bench: Bench) -> None:
    overlap(bench)
    faults = list(bench.archive.check())
    assert {one.code for one in faults} == {"validity-overlap", "guard-missing"}
    (found,) = (one for one in faults if one.code == "validity-overlap")
    assert found.place == "D"
    results = {one.fault.code: one.result for one in bench.archive.repair(faults)}
    assert results["validity-overlap"] == "not mended"
    # PostgreSQL takes no constraint that rows break.
    guarded = {"sqlite": "mended", "postgresql": "not mended"}
    assert results["guard-missing"] == guarded[bench.archive._database.engine.dialect.name]


def test_a_range_of_what_is_bad_is_taken_back(bench: Bench) -> None:
    damage, _, _ = SHALLOW["bad, and a range"]
    damage(bench)
    (found,) = bench.archive.check()
    assert found.place == "D"
    assert re.search(r"valid from .* in set main, although it is invalid", found.message)
    (taken,) = bench.archive.decertify("D", calibration_set="main")
    assert taken.id == "D"
    assert codes(bench.archive, deep=False) == set()


def test_a_file_that_cannot_be_looked_at_is_named(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = bench.file("C")
    look = Path.stat

    def fail(path: Path, **options: Any) -> os.stat_result:
        if path == broken:
            raise OSError(5, "Input/output error", str(path))
        return look(path, **options)

    monkeypatch.setattr(Path, "stat", fail)
    (found,) = bench.archive.check()
    assert (found.code, found.place) == ("file-unreadable", str(broken))
    assert "Input/output error" in str(found)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_an_index_that_lacks_a_row_is_filled_anew(bench: Bench) -> None:
    name = "ix_product_reference_identifier"
    with bench.archive._database.writing() as connection:
        ((sql, page),) = connection.exec_driver_sql(
            f"SELECT sql, rootpage FROM sqlite_master WHERE name = '{name}'"
        ).all()
    # The row enters while SQLite does not know of the index.
    change_schema(bench, f"DELETE FROM sqlite_schema WHERE name = '{name}'")
    bench.archive.close()
    bench.rows("INSERT INTO product_alias VALUES ('Z', 1, 'x', 1)")
    bench.rows("INSERT INTO product_reference VALUES (1, 7, 'X')")
    change_schema(
        bench,
        "INSERT INTO sqlite_schema VALUES "
        f"('index', '{name}', 'product_reference', {page}, '{sql}')",
    )
    bench.archive.close()
    faults = [one for one in bench.archive.check(deep=True) if one.code == "index-damaged"]
    assert [one.place for one in faults] == [name]
    assert [one.result for one in bench.archive.repair(faults)] == ["mended"]
    assert "index-damaged" not in codes(bench.archive, deep=True)


def change_schema(bench: Bench, statement: str) -> None:
    with bench.archive._database.engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(statement)
        raw.execute("PRAGMA writable_schema = OFF")
        raw.execute("COMMIT") if connection.connection.in_transaction else None
        connection.detach()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_damaged_database_is_named(bench: Bench) -> None:
    path = bench.archive.path
    assert path is not None
    bench.archive.close()
    data = bytearray(path.read_bytes())
    for page in range(20, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(data)
    faults = list(bench.archive.check(deep=True))
    assert {one.code for one in faults} == {"database-damaged"}
    assert {one.result for one in bench.archive.repair(faults)} == {"not mended"}
