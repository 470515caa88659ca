"""Rows of QC1 tables: what is in them, what is left out, and how they are found."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from dpkit.errors import NotFoundError
from dpkit_archive import Archive
from dpkit_archive.qc.column import axes, table_columns
from dpkit_archive.qc.error import GoneColumnError, QualityError

from .conftest import DAY, EPOCH, HALOGEN, Flats, mjd_of

OTHER = "3218.600_25.000_Halogen"


def test_a_product_has_a_row_per_detector(archive: Archive, flats: Flats) -> None:
    detectors = {n: {"MeanFlux": 500.0 + n} for n in (1, 2, 3, 4)}
    archive.register(flats.quality(0.123456789, detectors=detectors))
    found = archive.qc_table("crires_flat").rows()
    assert found["detector"].tolist() == ["1", "2", "3", "4"]
    assert found["mean_flux"].tolist() == [501.0, 502.0, 503.0, 504.0]
    # All digits of the header: a float of Python is the double of the document.
    assert found["mjd_obs"].tolist() == [mjd_of(EPOCH + int(0.123456789 * DAY))] * 4
    assert set(found["product"]) == {"QC_R0.123457_1090"}
    assert found["setting"].tolist() == [HALOGEN] * 4
    assert found["raw"].tolist() == ["R0.123457_1090"] * 4
    assert found["lamp"].tolist() == ["Halogen"] * 4
    assert found["dit"].tolist() == [2.0] * 4
    assert found["nraw"].tolist() == [3.0] * 4


def test_local_metrics_are_stored_but_are_no_columns(archive: Archive, flats: Flats) -> None:
    archive.register(flats.quality())
    columns = archive.qc_table("crires_flat").columns
    assert "median_snr" not in columns
    stored = {one["name"] for one in archive.show("QC_R0_1090").metrics}
    assert {"median_snr", "mean_flux"} <= stored


def test_a_value_that_was_not_measured_is_none(archive: Archive, flats: Flats) -> None:
    archive.register(flats.quality(detectors={1: {"MeanFlux": None, "RmsMaster": "INF"}}))
    found = archive.qc_table("crires_flat").rows(columns=["mean_flux", "rms_master", "badpix"])
    assert math.isnan(found["mean_flux"][0])
    assert math.isnan(found["rms_master"][0])
    assert found["badpix"].tolist() == [20.0]


def test_rows_are_filtered(archive: Archive, flats: Flats) -> None:
    archive.register_all(
        [flats.quality(day, setting=setting) for day in range(3) for setting in (HALOGEN, OTHER)]
    )
    table = archive.qc_table("crires_flat")

    def count(**asked: Any) -> int:
        return len(table.rows(columns=["row"], **asked)["row"])

    assert count() == 24
    assert count(where={"detector": 3}) == 6
    assert count(where={"detector": ["3", "4"], "setting": OTHER}) == 6
    assert count(where={"detector": "any", "lamp": "Halogen"}) == 24
    assert count(where={"lamp": "na"}) == 0
    assert count(where={"raw": "R1_1090"}) == 4
    assert count(where={"nraw": 3, "dit": "2"}) == 24
    assert count(where={"dit": 5}) == 0
    assert count(since=EPOCH + DAY) == 16
    assert count(until=EPOCH + DAY) == 8
    assert count(since=EPOCH + DAY, until=EPOCH + 2 * DAY, where={"detector": 1}) == 2
    assert count(where={"product": "QC_R2_3218", "version": 1}) == 4


def test_rows_come_in_order_of_time(archive: Archive, flats: Flats) -> None:
    for day in (2, 0, 1):
        archive.register(flats.quality(day, MeanFlux=day, detectors=[1]))
    found = archive.qc_table("crires_flat").rows(columns=["time", "mean_flux", "civil_date"])
    assert found["mean_flux"].tolist() == [0.0, 1.0, 2.0]
    assert found["time"].tolist() == [EPOCH, EPOCH + DAY, EPOCH + 2 * DAY]
    assert found["civil_date"].tolist() == ["2026-01-01", "2026-01-02", "2026-01-03"]


def test_only_the_current_version_counts(archive: Archive, flats: Flats) -> None:
    table = archive.qc_table("crires_flat")

    def fluxes() -> list[float]:
        return table.rows({"detector": 1}, ["mean_flux"])["mean_flux"].tolist()

    archive.register(flats.quality(id="A", MeanFlux=100))
    archive.register(flats.quality(id="B", MeanFlux=200))
    assert fluxes() == [200.0]
    archive.set_status("B", "rejected", reason="lamp")
    assert fluxes() == [100.0]
    archive.set_status("A", "invalid", reason="lamp")
    assert fluxes() == []
    archive.register(flats.quality(id="C", MeanFlux=300, dataset="test"))
    assert table.rows({"dataset": "main"}, ["row"])["row"].size == 0
    assert table.rows({"dataset": "test"}, ["dataset"])["dataset"].tolist() == ["test"] * 4


def test_general_columns_say_more_of_the_product(archive: Archive, flats: Flats) -> None:
    archive.register(flats.quality(detectors=[2]))
    names = ["type", "version", "software", "software_release", "dataset", "file", "hidden"]
    found = archive.qc_table("crires_flat").rows(columns=names)
    said = [found[name][0] for name in names]
    file = "DpdCriresFlatQc__QC_R0_1090.xml"
    assert said == ["DpdCriresFlatQc", 1, "crires_flat", "1.1.5", "main", file, None]


def test_a_wrong_column_names_the_nearest(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match=r"no column 'mean_flx'.*did you mean mean_flux"):
        archive.qc_table("crires_flat").rows(columns=["mean_flx"])
    with pytest.raises(NotFoundError, match=r"no column 'detectr'.*did you mean detector"):
        archive.qc_table("crires_flat").rows({"detectr": 1})
    with pytest.raises(NotFoundError, match=r"no QC1 table is named 'crires_flt'.*crires_flat"):
        archive.qc_table("crires_flt")
    with pytest.raises(QualityError, match="dit is a number, not 'two'"):
        archive.qc_table("crires_flat").rows({"dit": "two"})


def test_a_column_that_a_newer_schema_renamed_is_named(
    archive: Archive, flats: Flats, rows: Callable[..., Any]
) -> None:
    archive.register(flats.quality())
    # As a row of a schema in which the metric had another name.
    rows("UPDATE qc_layout SET names = replace(names, 'mean_flux', 'flux_mean')")
    table = archive.qc_table("crires_flat")
    with pytest.raises(GoneColumnError, match=r"'flux_mean'.*renamed.*mean_flux"):
        table.rows(columns=["flux_mean"])
    assert np.isnan(table.rows(columns=["mean_flux"])["mean_flux"]).all()
    archive.rebuild()
    assert table.rows(columns=["mean_flux"])["mean_flux"].tolist() == [500.0] * 4


def test_rebuilding_finds_and_mends_rows(
    archive: Archive, flats: Flats, rows: Callable[..., Any], state: Callable[..., Any]
) -> None:
    archive.register(flats.quality())
    sound = state(archive)
    assert archive.rebuild() == (1, [])
    assert state(archive) == sound
    rows("UPDATE qc_row SET time_ns = time_ns + 1 WHERE ordinal = 0")
    rows("DELETE FROM qc_row WHERE ordinal = 1")
    count, found = archive.rebuild(keep=False)
    assert (count, [(one.table, one.what) for one in found]) == (
        1,
        [("qc_row", "0"), ("qc_row", "1")],
    )
    archive.rebuild()
    assert archive.rebuild() == (1, [])
    found = archive.qc_table("crires_flat").rows(columns=["detector", "mean_flux"])
    assert sorted(found["detector"]) == ["1", "2", "3", "4"]


def test_an_upgraded_archive_gets_its_rows_by_rebuilding(
    archive: Archive, flats: Flats, rows: Callable[..., Any]
) -> None:
    archive.register(flats.quality())
    rows("DELETE FROM qc_row")
    assert archive.qc_table("crires_flat").rows()["row"].size == 0
    archive.rebuild()
    assert archive.qc_table("crires_flat").rows()["row"].size == 4


def test_the_table_of_another_family(archive: Archive, make: Any) -> None:
    archive.register(make.frame(ratio=1.01))
    found = archive.qc_table("nir_calibrated_frame").rows({"detector": "DET12"})
    assert found["qprelex"].tolist() == [1.01]
    assert found["background"].tolist() == [11.0]
    assert found["observation"].tolist() == [5]
    assert axes("nir_calibrated_frame") == ("mjd_obs", "qprelex")


def test_columns_have_their_roles() -> None:
    columns = table_columns("crires_flat")
    assert [name for name, one in columns.items() if one.filter] == [
        *("dataset", "instrument", "setting", "detector", "lamp", "dit")
    ]
    assert axes("crires_flat") == ("mjd_obs", "mean_level")
    assert (columns["mean_flux"].unit, columns["mjd_obs"].role) == ("adu/s", "column")


def test_questions_use_the_indexes(
    archive: Archive, flats: Flats, engine: str, rows: Callable[..., Any]
) -> None:
    if engine == "postgresql":
        pytest.skip("the planner of PostgreSQL reads small tables as a whole")
    from dpkit_archive.qc import qctable
    from dpkit_archive.statement import _selection

    sql, names = _selection(qctable._shown, "sqlite")
    with archive._database.reading() as connection:
        given = ("[1]", 0, 1)
        assert names == ("series", "since", "until")
        plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()
    said = " ".join(line[-1] for line in plan)
    assert "USING INDEX ix_qc_row_series_time_ns (series=? AND time_ns>? AND time_ns<?)" in said
    sql, _ = _selection(qctable._earlier, "sqlite")
    with archive._database.reading() as connection:
        plan = connection.execute(text("SELECT 1")).all()
        cursor = connection.connection.cursor()
        said = " ".join(line[-1] for line in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", ("[1]",)))
    assert "ix_product_type_identity_version" in said
