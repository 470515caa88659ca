"""Reports from archives, by the command."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.archive.qc.conftest import DAY, EPOCH, Flats

from dpkit.processing.crires.threshold import HEALTH_CHECK
from dpkit.qc.configuration import ScoreConfiguration, ThresholdRule
from dpkit.qc.error import TrendError
from dpkit.tai import format_utc
from dpkit_archive import Archive
from dpkit_archive.qc.column import table_columns
from dpkit_archive.qc.configuration import read_configuration, shipped_configuration
from dpkit_archive.qc.trending.known import choose_reports, declared_reports

from .browser import broken_links

OTHER = "3218.600_25.000_Halogen"
AT = format_utc(EPOCH + 30 * DAY)


@pytest.fixture
def report(qc: Callable[..., Result], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Return a function that makes the site of reports, and returns its rows by report."""

    def run(*arguments: str, status: int = 0) -> dict[str, Any]:
        out = str(tmp_path / "site")
        done = qc("report", *arguments, "--out", out, "--at", AT, "--format", "json")
        assert done.exit_code == status, done.output
        return {one["report"]: one for one in json.loads(done.stdout)}

    return run


def plot(tmp_path: Path, stem: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tmp_path / f"site/plots/{stem}.json").read_text())
    return found


def test_rows_of_an_archive_become_points(
    archive: Archive, flats: Flats, report: Callable[..., Any], tmp_path: Path
) -> None:
    fluxes = [500.0 + day for day in range(8)] + [951.0]
    for day, flux in enumerate(fluxes):
        archive.register(flats.quality(day, detectors={3: {"MeanFlux": flux}, 1: {}}))
        archive.register(flats.quality(day, setting=OTHER, detectors=[3], MeanFlux=250.0))
    made = report()
    assert set(made) >= {
        "trend_report_FLATSTAB_HC",
        "trend_report_FLAT_IRHa_HC",
        "trend_report_BADPIX_HC",
        "trend_report_NIR_RELPHOTO_HC",
    }
    said = plot(tmp_path, "trend_report_FLATSTAB_HC-1")
    assert said["points"] == [
        [format_utc(EPOCH + day * DAY), flux, f"QC_R{day}_1090"] for day, flux in enumerate(fluxes)
    ]
    assert (said["unit"], said["outliers"], said["score"]) == ("adu/s", [8], 1)
    other = plot(tmp_path, "trend_report_FLATSTAB_HC-2")
    assert [value for _, value, _ in other["points"]] == [250.0] * 9
    assert other["score"] == 0
    bad = made["trend_report_FLATSTAB_HC"]
    # Both settings are plotted by flux and rms; of the third there is nothing.
    assert (bad["colour"], bad["red"], bad["scored"], bad["plots"]) == ("red", 1, 4, 6)
    assert bad["page"] == str(tmp_path / "site/trend_report_FLATSTAB_HC.html")
    assert broken_links(tmp_path / "site") == []


def test_hidden_and_missing_values_and_later_rows_are_no_points(
    archive: Archive,
    flats: Flats,
    report: Callable[..., Any],
    force: Callable[..., None],
    tmp_path: Path,
) -> None:
    for day, flux in ((0, 500.0), (1, None), (2, 510.0), (31, 520.0)):
        archive.register(flats.quality(day, detectors=[3], MeanFlux=flux))
    force(
        "UPDATE qc_row SET hidden_reason = 'a cloud' WHERE product = "
        "(SELECT number FROM product WHERE id = 'QC_R2_1090')",
    )
    report("trend_report_FLATSTAB_HC")
    said = plot(tmp_path, "trend_report_FLATSTAB_HC-1")
    assert [value for _, value, _ in said["points"]] == [500.0]
    assert (said["unmeasured"], said["hidden"], said["score"]) == (1, 1, None)


def test_an_empty_archive_has_grey_pages(report: Callable[..., Any], tmp_path: Path) -> None:
    made = report()
    assert {one["colour"] for one in made.values()} == {"grey"}
    assert plot(tmp_path, "trend_report_BADPIX_HC_FULL-4")["outcome"] == "no rows"
    assert broken_links(tmp_path / "site") == []


def test_metrics_of_any_product_are_plotted(
    archive: Archive, make: Any, report: Callable[..., Any], tmp_path: Path
) -> None:
    ratios = [1.001, 0.999, 1.0, 1.002, 0.998]
    for exposure, ratio in enumerate(ratios, 1):
        at = format_utc(EPOCH + exposure * DAY)
        archive.register(make.frame(exposure, 1, ratio=ratio, at=at))
    report("trend_report_NIR_RELPHOTO_HC")
    said = plot(tmp_path, "trend_report_NIR_RELPHOTO_HC-2")
    assert said["metric"] == "qprelex"
    assert said["where"] == {"filter": "NIR_J"}
    # Each frame has a row for each of its detectors, but one factor.
    assert len(archive.qc_table("nir_calibrated_frame").rows()["qprelex"]) == 2 * len(ratios)
    assert [value for _, value, _ in said["points"]] == ratios
    # The standard deviation of the population: sqrt(2 * (1 + 4) / 5) thousandths.
    assert said["threshold"]["upper"] == pytest.approx(1.0 + 3e-3 * math.sqrt(2))
    assert said["score"] == 0


def test_what_a_report_asks_for_in_vain_does_not_stop_the_others(
    archive: Archive, flats: Flats, report: Callable[..., Any], tmp_path: Path
) -> None:
    archive.register(flats.quality(1, detectors=[3]))
    file = tmp_path / "mine.toml"
    file.write_text(
        'name = "mine"\ntitle = "Mine"\ninstrument = "CRIRES"\ngroup = "FLAT"\n'
        'table = "crires_flat"\n'
        '[[plot]]\nmetric = "mean_flux"\n[[plot]]\nmetric = "mean_flx"\n[[plot]]\nmetric = "lamp"\n'
        '[[plot]]\nmetric = "badpix"\nwhere = { detectr = 3 }\n'
    )
    other = tmp_path / "other.toml"
    other.write_text(
        file.read_text().replace('"mine"', '"other"').replace("crires_flat", "nowhere")
    )
    report(str(file), str(other), "trend_report_FLATSTAB_HC", status=1)
    outcomes = [plot(tmp_path, f"mine-{number}")["outcome"] for number in (1, 2, 3, 4)]
    assert outcomes[0] == "drawn"
    assert "no column 'mean_flx'" in outcomes[1]
    assert "mean_flux" in outcomes[1]
    assert outcomes[2].startswith("crires_flat: lamp is no number")
    assert "no column 'detectr'" in outcomes[3]
    assert "no QC1 table is named 'nowhere'" in plot(tmp_path, "other-1")["outcome"]
    assert len(plot(tmp_path, "trend_report_FLATSTAB_HC-1")["points"]) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "nothing: no package declares such a report (use trend_report"),
        ("nothing.toml", "nothing.toml: cannot be read: No such file or directory (name a file"),
    ],
)
def test_a_report_that_is_not_known_is_one_line(
    qc: Callable[..., Result], tmp_path: Path, name: str, said: str
) -> None:
    done = qc("report", name, "--out", str(tmp_path / "site"))
    assert done.exit_code == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "at", ["1799-12-31T00:00:00Z", "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]
)
def test_a_time_without_calendar_is_refused(
    qc: Callable[..., Result], tmp_path: Path, at: str
) -> None:
    done = qc("report", "--out", str(tmp_path / "site"), "--at", at)
    assert done.exit_code == 1
    assert "the recent past cannot end then (give a time between 1800 and 2261)" in done.stderr
    assert not (tmp_path / "site").exists()


def test_two_reports_of_one_name_are_refused(tmp_path: Path) -> None:
    (one, *_) = declared_reports()
    file = tmp_path / "mine.toml"
    head = f'name = "{one.lower()}"\ntitle = "M"\ninstrument = "X"\ngroup = "G"\ntable = "t"\n'
    file.write_text(head + '[[plot]]\nmetric = "flux"\n')
    with pytest.raises(ValueError, match=f"another report is named {one.lower()}"):
        choose_reports([one, str(file)])


def declare(folder: Path, package: str) -> Path:
    """Make an installed package that declares a folder of reports, which is or is not there."""
    reports = folder / package / "reports"
    reports.mkdir(parents=True)
    (reports.parent / "__init__.py").touch()
    (reports / "__init__.py").touch()
    (reports / "notes.txt").write_text("no report")
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[dpkit.reports]\n{package} = {package}.reports\n")
    return reports


def test_another_package_declares_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = declare(tmp_path, "camera_reports_pf")
    head = 'name = "camera"\ntitle = "C"\ninstrument = "X"\ngroup = "G"\ntable = "t"\n'
    (reports / "camera.toml").write_text(head + '[[plot]]\nmetric = "flux"\n')
    monkeypatch.syspath_prepend(tmp_path)
    found = declared_reports()
    assert found["camera"].plots[0].metric == "flux"
    assert len(found) == 5
    assert [one.name for one in choose_reports(["camera"])] == ["camera"]


def test_a_package_without_its_folder_of_reports_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(declare(tmp_path, "hollow_reports_pf"))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TrendError, match="entry point hollow_reports_pf: hollow_reports_pf"):
        declared_reports()


def test_declared_reports_plot_what_schemas_declare() -> None:
    for report in declared_reports().values():
        columns = table_columns(report.table)
        for wanted in report.plots:
            assert columns[wanted.metric].role == "metric"
            assert all(columns[name].filter for name in wanted.where)


def test_reports_show_the_limits_that_values_are_scored_by() -> None:
    configuration = read_configuration(shipped_configuration("crires_flat"))
    reports = declared_reports()
    scored = {
        (
            name,
            one.parameter,
            tuple(sorted(one.where.items())),
            one.lower,
            one.upper,
            one.half_width,
        )
        for one in configuration.rules
        for name in one.reports
    }
    plotted = {
        (name, one.metric, tuple(sorted(one.where.items())), one.rule.lower, one.rule.upper, sigmas)
        for name in {one[0] for one in scored}
        for one in reports[name].plots
        for sigmas in [one.rule.sigmas or 0.0]
    }
    assert plotted == scored
    published = {(one.parameter, one.lower, one.upper) for one in HEALTH_CHECK}
    assert {(one[1], *one[3:5]) for one in plotted if "FLATSTAB" in one[0]} == published


def test_stored_scores_are_shown_as_they_were_made(
    archive: Archive, flats: Flats, report: Callable[..., Any], tmp_path: Path
) -> None:
    def limited(upper: float) -> ScoreConfiguration:
        rule = ThresholdRule(parameter="mean_flux", where={"detector": "3"}, lower=0.0, upper=upper)
        return ScoreConfiguration(
            id=f"C{upper:g}", name="mine", table="crires_flat", automatic=False, rules=(rule,)
        )

    for day, flux in enumerate((500.0, 600.0, 700.0)):
        archive.register(flats.quality(day, detectors={1: {}, 3: {"MeanFlux": flux}}))
    archive.score(limited(550.0), ["QC_R0_1090", "QC_R1_1090"])
    archive.score(limited(999.0), ["QC_R2_1090"])
    file = tmp_path / "mine.toml"
    file.write_text(
        'name = "mine"\ntitle = "Mine"\ninstrument = "CRIRES"\ngroup = "FLAT"\n'
        'table = "crires_flat"\n[[plot]]\nmetric = "mean_flux"\nthreshold = "SCORE"\n'
        'where = { detector = 3 }\n[[plot]]\nmetric = "mean_flux"\nthreshold = "SCORE"\n'
    )
    report(str(file))
    said = plot(tmp_path, "mine-1")
    assert (said["outliers"], said["score"]) == ([1], 0)
    assert said["threshold"] == {"method": "SCORE", "lower": 0.0, "upper": 999.0}
    both = plot(tmp_path, "mine-2")
    # Rows of a product are told apart by what they measure.
    assert [both["points"][index][1] for index in both["outliers"]] == [600.0]
    assert len(both["points"]) == 6
