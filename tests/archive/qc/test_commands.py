"""Commands that print, draw, fill and hide rows of QC1 tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from PIL import Image

from dpkit.tai import parse_utc
from dpkit_archive import Archive
from dpkit_archive.qc.error import QualityError
from dpkit_archive.qc.period import since_ns

from .conftest import EPOCH, HALOGEN, Flats

Run = Callable[..., Result]
HISTORY = "mjd_obs,setting,detector,lamp,mean_flux,badpix\n"


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def filled(archive: Archive, flats: Flats) -> Archive:
    archive.register_all(flats.quality(day, MeanFlux=100.0 * (day + 1)) for day in range(4))
    return archive


@pytest.mark.usefixtures("filled")
def test_a_table_is_printed(qc: Run) -> None:
    rows = said(
        qc(
            *("table", "crires_flat", "--detector", "3", "--where", "lamp=Halogen"),
            *("--columns", "time,mean_flux", "--since", "2026-01-02", "--format", "json"),
        )
    )
    assert rows == [
        {"time": f"2026-01-0{day}T00:00:00Z", "mean_flux": 100.0 * day} for day in (2, 3, 4)
    ]
    csv = qc("table", "crires_flat", "--detector", "2", "--columns", "badpix", "--format", "csv")
    assert csv.stdout == "badpix\n20.0\n20.0\n20.0\n20.0\n"
    empty = qc("table", "crires_flat", "--detector", "9", "--format", "json")
    assert (empty.exit_code, empty.stdout) == (0, "[]\n")
    assert "mean_flux" in qc("table", "crires_flat", "--detector", "1").stdout


@pytest.mark.usefixtures("filled")
def test_columns_are_summed_up(qc: Run) -> None:
    names = "mean,sigma,number,sum"
    rows = said(
        qc(
            *("table", "crires_flat", "--detector", "3", "--aggregate", names),
            *("--columns", "mean_flux,setting", "--format", "json"),
        )
    )
    # Of 100, 200, 300, 400: the variance is (150² + 50² + 50² + 150²) / 4.
    expected = [250.0, pytest.approx(12_500**0.5), 4.0, 1000.0]
    assert [row["mean_flux"] for row in rows] == expected
    assert [row["aggregate"] for row in rows] == names.split(",")
    wrong = qc("table", "crires_flat", "--aggregate", "mode")
    assert wrong.exit_code == 1
    assert "no aggregate is named 'mode'" in wrong.stderr


@pytest.mark.usefixtures("filled")
def test_a_wrong_word_is_one_line(qc: Run) -> None:
    for arguments, message in (
        (("--columns", "mean_flx"), "no column 'mean_flx' (did you mean mean_flux"),
        (("--since", "soon"), "'soon' is no time"),
        (("--filter", "J"), "no column 'filter'"),
    ):
        result = qc("table", "crires_flat", *arguments)
        assert result.exit_code == 1
        assert message in result.stderr
        assert result.stderr.count("\n") == 1


def test_times_ago() -> None:
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    for text, expected in (
        ("1month", "2026-02-28T12:00:00Z"),
        ("3months", "2025-12-31T12:00:00Z"),
        ("2 weeks", "2026-03-17T12:00:00Z"),
        ("1year", "2025-03-31T12:00:00Z"),
        ("2026-03-01", "2026-03-01T00:00:00Z"),
        ("2026-03-01T06:00:00Z", "2026-03-01T06:00:00Z"),
    ):
        assert since_ns(text, now) == parse_utc(expected)
    for text in ("2026-02-30", "9999 years", "months", "2026-03-01T06:00:00"):
        with pytest.raises(QualityError, match="is no time"):
            since_ns(text, now)


@pytest.mark.usefixtures("filled")
def test_a_plot_has_the_axes_of_the_schema(qc: Run, tmp_path: Path) -> None:
    target = tmp_path / "flux.png"
    drawn = qc("plot", "crires_flat", "--detector", "3", "-o", str(target))
    assert drawn.exit_code == 0, drawn.output
    assert "drew 4 rows" in drawn.stderr
    with Image.open(target) as image:
        assert image.size == (1080, 600)
    again = qc("plot", "crires_flat", "-o", str(target))
    assert (again.exit_code, "exists already" in again.stderr) == (1, True)
    axis = qc("plot", "crires_flat", "--y", "setting", "-o", str(tmp_path / "b.png"))
    assert (axis.exit_code, "setting is no number" in axis.stderr) == (1, True)
    assert not (tmp_path / "b.png").exists()


def test_the_points_of_a_plot(filled: Archive) -> None:
    from dpkit_archive.qc.picture import draw_columns

    table = filled.qc_table("crires_flat")
    arrays = table.rows({"detector": [2, 3]}, ["mjd_obs", "mean_flux", "detector"])
    columns = table.columns
    (axes,) = draw_columns(arrays, columns["mjd_obs"], columns["mean_flux"], "t").axes
    assert [line.get_label() for line in axes.lines] == ["detector 2", "detector 3"]
    assert [list(line.get_ydata()) for line in axes.lines] == [[100.0, 200.0, 300.0, 400.0]] * 2
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("mjd_obs [d]", "mean_flux [adu/s]")


def test_rows_of_earlier_times_are_entered(
    qc: Run, archive: Archive, tmp_path: Path, state: Callable[..., Any]
) -> None:
    file = tmp_path / "history.csv"
    file.write_text(
        f"{HISTORY}54321.123456789012,{HALOGEN},3,Halogen,512.5,17\n54322.5,{HALOGEN},3,Halogen,,\n"
    )
    made = said(qc("ingest", "crires_flat", str(file), "--actor", "NB", "--format", "json"))
    assert [one["outcome"] for one in made] == ["new", "new"]
    table = archive.qc_table("crires_flat")
    found = table.rows({"detector": 3}, ["mjd_obs", "mean_flux", "time", "product", "rms_master"])
    assert found["mjd_obs"].tolist() == [54321.123456789012, 54322.5]
    assert found["mean_flux"].tolist()[0] == 512.5
    assert found["mean_flux"][1] != found["mean_flux"][1]
    assert found["time"][1] == parse_utc("2007-08-10T12:00:00Z")
    assert found["product"].tolist() == [None, None]
    event = archive.events(verb="qc-ingest")[-1]
    assert (event.actor, event.subject, event.detail) == ("NB", "crires_flat", {"new": 2})
    before = state(archive)
    again = said(qc("ingest", "crires_flat", str(file), "--format", "json"))
    assert [one["outcome"] for one in again] == ["same", "same"]
    assert state(archive) == before


def test_a_row_with_other_values_takes_the_place(
    qc: Run, archive: Archive, rows: Callable[..., Any]
) -> None:
    def enter(flux: float) -> str:
        values = ("mjd_obs=54321.5", "detector=3", f"mean_flux={flux}")
        arguments = [word for value in values for word in ("--set", value)]
        return said(qc("ingest", "crires_flat", *arguments, "--format", "json"))[0]["outcome"]

    assert [enter(1.5), enter(2.5), enter(2.5)] == ["new", "replaced", "same"]
    assert archive.qc_table("crires_flat").rows()["mean_flux"].tolist() == [2.5]
    assert rows("SELECT count(*) FROM qc_row") == [(2,)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mjd_obs,mean_flx\n54321,1\n", "no column 'mean_flx' to fill (did you mean mean_flux"),
        ("mjd_obs,mean_flux\n54321,1\n54322,bright\n", ":3: mean_flux is not a number: 'bright'"),
        ("mjd_obs,mean_flux\n54321,INF\n", "mean_flux is not a number: 'INF'"),
        ("mean_flux\n1\n", ":2: the row has no time (give mjd_obs or time)"),
        ("mjd_obs\n54321\n54321\n", ":3: the row of"),
        ("mjd_obs,detector\n54321\n", ":2: 1 values for 2 columns"),
        ("mjd_obs,mjd_obs\n1,2\n", "names no columns, or one twice"),
        ("", "names no columns"),
        ("mjd_obs\n1e300\n", "is no modified Julian date"),
        ("mjd_obs,product\n54321,x\n", "no column 'product' to fill"),
    ],
)
def test_wrong_rows_are_refused_whole(
    qc: Run, archive: Archive, tmp_path: Path, state: Callable[..., Any], text: str, message: str
) -> None:
    before = state(archive)
    file = tmp_path / "history.csv"
    file.write_text(text)
    result = qc("ingest", "crires_flat", str(file))
    assert result.exit_code == 1
    assert message in result.stderr
    assert state(archive) == before


def test_a_row_of_a_product_is_not_entered_again(qc: Run, filled: Archive) -> None:
    row = {n: v[0] for n, v in filled.qc_table("crires_flat").rows({"detector": 1}).items()}
    names = ("time", "instrument", "setting", "detector", "lamp", "dit")
    given = {name: str(row[name]) for name in names} | {"time": "2026-01-01T00:00:00Z"}
    assert row["time"] == EPOCH
    with pytest.raises(QualityError, match="the product QC_R0_1090 measures this already"):
        filled.ingest_rows("crires_flat", [given])


def test_rows_are_hidden_and_shown(qc: Run, filled: Archive) -> None:
    table = filled.qc_table("crires_flat")
    number = int(table.rows({"detector": 3}, ["row"])["row"][0])
    made = said(qc("hide", str(number), "--reason", "warm", "--actor", "NB", "--format", "json"))
    assert (made[0]["hidden"], made[0]["product"]) == ("warm", "QC_R0_1090")
    assert len(table.rows({"detector": 3})["row"]) == 3
    both = table.rows({"detector": 3}, ["row", "hidden"], hidden=True)
    assert both["hidden"].tolist() == ["warm", None, None, None]
    event = filled.history("QC_R0_1090")[-1]
    assert (event.verb, event.actor) == ("qc-hide", "NB")
    assert said(qc("hide", str(number), "--reason", "x", "--format", "json"))[0]["event"] is None
    assert filled.rebuild() == (4, [])
    assert said(qc("unhide", str(number), "--reason", "fine", "--format", "json"))[0]["event"]
    assert len(table.rows({"detector": 3})["row"]) == 4


def test_hiding_needs_a_row_and_a_reason(
    qc: Run, filled: Archive, state: Callable[..., Any]
) -> None:
    before = state(filled)
    for arguments, message in (
        (("1", "999", "--reason", "x"), "no QC1 table has a row 999"),
        (("1",), "for a reason (say it with --reason)"),
    ):
        result = qc("hide", *arguments)
        assert (result.exit_code, message in result.stderr) == (1, True)
    assert state(filled) == before
