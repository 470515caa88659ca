"""The site of reports: its pages, plots and data."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from dpkit.errors import ArchiveError
from dpkit.qc.score import TotalScore
from dpkit.qc.trenddescription import TrendPoint
from dpkit.tai import format_utc
from dpkit_archive.qc.trending.folder import MANIFEST
from dpkit_archive.qc.trending.series import TrendSeries

from .browser import Browser, broken_links
from .conftest import BEGIN, DAY, NOW, Build, points, report_of

REMARK = "a & <b>; 1 without a value"

Series = Any


def described(site: Path, stem: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "plots" / f"{stem}.json").read_text())
    return found


def table(site: Path, page: str, label: str) -> list[list[str]]:
    root = html.parse(str(site / page)).getroot()
    (found,) = root.xpath("//table[@aria-label=$label]", label=label)
    return [
        [cell.findtext(".//b[@role]") or cell.text_content().strip() for cell in row]
        for row in found.findall("tbody/tr")
    ]


def test_a_report_has_a_page_of_each_kind(build: Build, everything: Series, site: Path) -> None:
    build(everything)
    pages = {one.name for one in site.glob("busy*.html")}
    assert pages == {f"busy{kind}.html" for kind in ("", "_FULL", "_2025H1", "_2025H2", "_2026H1")}
    counts = {
        kind: len(described(site, f"busy{kind}-2")["points"])
        for kind in ("", "_FULL", "_2025H1", "_2025H2", "_2026H1")
    }
    # Noon of 1 January 2025 to noon of 28 February 2026; six months before 1 March 2026.
    assert counts == {"": 181, "_FULL": 424, "_2025H1": 181, "_2025H2": 184, "_2026H1": 59}


def test_a_plot_is_described(build: Build, everything: Series, site: Path) -> None:
    build(everything)
    said = described(site, "busy-1")
    assert (said["report"], said["kind"], said["plot"]) == ("busy", "HEALTH", 1)
    assert (said["begin"], said["end"]) == ("2025-09-01T00:00:00Z", format_utc(NOW))
    values = [value for _, value, _ in said["points"]]
    assert [values[index] for index in said["outliers"]] == [3.5, 99.0, -1.0, 3.2]
    assert [(values[index], arrow) for index, arrow in said["aliens"]] == [
        (99.0, "up"),
        (-1.0, "down"),
    ]
    assert said["unmeasured"] == 1
    assert said["threshold"] == {"method": "VAL 1,3", "lower": 1.0, "upper": 3.0}
    assert (said["score"], said["colour"]) == (1, "red")
    assert said["latest"] == [len(values) - 1]
    full = described(site, "busy_FULL-3")
    assert (full["hidden"], full["threshold"]["lower"], full["average"]["value"]) == (1, None, None)


def test_the_table_says_how_plots_are_made(build: Build, everything: Series, site: Path) -> None:
    build(everything)
    first, second, third = table(site, "busy.html", "Plots of busy")
    said = described(site, "busy-1")
    assert first[:3] == ["1", "\N{HEAVY ASTERISK}", "QC1DB some_table"]
    assert first[3:5] == ["MEDIAN", f"{said['average']['value']:.5g}"]
    assert first[5:11] == ["adu/s", "VAL 1,3", "1", "3", "180", "flux"]
    assert first[11:] == ["2026-02-28 12:00", "this, last year, all, JSON", REMARK]
    assert second[1] == "\N{CHECK MARK}"
    assert second[3] == "MEAN"
    assert third[3:5] == ["none", ""]
    assert third[7:9] == ["-inf", "3"]
    (_, _, third) = table(site, "busy_FULL.html", "Plots of busy")
    assert third[-1] == "1 hidden"


def test_data_can_be_fetched(build: Build, everything: Series, site: Path) -> None:
    build(everything)
    with (site / "data/busy-1-all.csv").open() as file:
        head, *rows = csv.reader(file)
    assert head == ["time", "flux", "product"]
    assert len(rows) == 424
    assert rows[402:404] == [
        [format_utc(BEGIN + 402 * DAY), "-1.0", "P402"],
        [format_utc(BEGIN + 403 * DAY), "", "P403"],
    ]
    year = (site / "data/busy-1-year.csv").read_text().splitlines()
    assert year[1].startswith("2025-03-01T12:00:00Z,")
    assert len(year) == 1 + 365
    this = (site / "plots/busy-2.csv").read_text().splitlines()
    assert len(this) == 1 + 181


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (1, "no rows"),
        (2, "all 2 rows are hidden"),
        (3, "some_table has no column 'c' (did you mean 'b'?)"),
        (4, "none of 3 rows has a value"),
        (5, "drawn; too few values for thresholds, not scored"),
    ],
)
def test_what_cannot_be_plotted_says_why(
    build: Build, everything: Series, site: Path, number: int, outcome: str
) -> None:
    made = {one.name: one for one in build(everything)}
    assert described(site, f"quiet-{number}")["outcome"] == outcome
    assert described(site, f"quiet-{number}")["colour"] == "grey"
    picture = (site / f"plots/quiet-{number}.svg").read_text()
    alternatives = html.parse(str(site / "quiet.html")).xpath("//img/@alt")
    row = table(site, "quiet.html", "Plots of quiet")[number - 1]
    assert row[-1] == outcome.removeprefix("drawn; ")
    if number < 5:
        assert outcome.replace("<", "&lt;") in picture
        assert outcome in alternatives[number - 1]
    assert made["quiet"].scores == TotalScore(red=0, scored=0)
    assert made["quiet"].problems == [f"quiet: plot 3: {described(site, 'quiet-3')['outcome']}"]


def test_the_overview_adds_up(build: Build, everything: Series, site: Path) -> None:
    other = report_of("third", 'metric = "flux"\nthreshold = "VAL 1,3"')
    good = (other, [TrendSeries(points=points([9.0, 2.0], NOW - 3 * DAY))])
    summaries = build([*everything, good])
    assert [one.scores for one in summaries] == [
        TotalScore(red=1, scored=3),
        TotalScore(red=0, scored=0),
        TotalScore(red=0, scored=1),
    ]
    assert [one.to_dict()["colour"] for one in summaries] == ["red", "grey", "green"]
    root = html.parse(str(site / "index.html")).getroot()
    headings = [" ".join(one.text_content().split()) for one in root.findall(".//h2")]
    assert headings == [
        "\N{HEAVY ASTERISK} CAMERA: 1 red of 4 scored",
        "\N{EN DASH} OTHER <camera>: 0 red of 0 scored",
    ]
    rows = table(site, "index.html", "Reports of CAMERA, FLAT")
    assert rows == [
        ["\N{HEAVY ASTERISK}", "Test & <busy> (busy)", "1", "3", "0", "2026-02-28 12:00"],
        ["\N{CHECK MARK}", "Test & <third> (third)", "0", "1", "0", "2026-02-27 00:00"],
    ]


def test_scores_of_the_last_days_are_by_date(build: Build, site: Path) -> None:
    # The day begins at noon: 23 February lasts until noon of the 24th.
    begin = NOW - 5 * DAY  # 24 February, midnight
    values = {0: 9.0, DAY // 4: 2.0, DAY // 2: 2.0, 2 * DAY: -1.0}
    rows = TrendSeries(points=[TrendPoint(begin + at, one, "") for at, one in values.items()])
    build([(report_of("quick-one", 'metric = "flux"\nthreshold = "VAL 1,3"'), [rows])])
    (found,) = table(site, "quick.html", "Scores of quick-one")
    root = html.parse(str(site / "quick.html")).getroot()
    dates = [one.text for one in root.findall(".//thead//th")][3:]
    assert dates == [f"2026-02-{day}" for day in (28, 27, 26, 25, 24, 23, 22)]
    signs = dict(zip(dates, found[3:], strict=True))
    assert {date: one for date, one in signs.items() if one} == {
        "2026-02-23": "\N{CHECK MARK}",
        "2026-02-24": "\N{CHECK MARK}",
        "2026-02-25": "\N{HEAVY ASTERISK}",
    }


def test_a_site_without_reports_is_a_site(build: Build, site: Path) -> None:
    assert build([]) == []
    assert "There are no reports." in (site / "index.html").read_text()
    assert broken_links(site) == []


def test_no_link_is_broken(build: Build, everything: Series, site: Path) -> None:
    build(everything)
    assert broken_links(site) == []
    (site / "plots/busy-1.json").unlink()
    (site / "data/busy-2-all.csv").unlink()
    page = site / "quiet.html"
    page.write_text(page.read_text().replace('"#plot-2"', '"#plot-9"'))
    (site / "plots/quiet-1.svg").write_text('<svg><a href="http://example.org"/></svg>')
    broken = Counter(one.partition(": ")[0] for one in broken_links(site))
    assert broken == {
        f"busy{kind}.html": 1 for kind in ("_FULL", "_2025H1", "_2025H2", "_2026H1")
    } | {
        "busy.html": 2,
        "quiet.html": 1,
        "quiet-1.svg": 1,
    }


def test_pages_can_be_read_by_everybody(build: Build, everything: Series, site: Path) -> None:
    build(everything)
    for page in site.glob("*.html"):
        root = html.parse(str(page)).getroot()
        assert root.get("lang") == "en"
        assert root.findtext("head/title")
        assert len(root.findall(".//h1")) == 1
        assert all(image.get("alt") for image in root.findall(".//img"))
        assert all(cell.get("scope") == "col" for cell in root.findall(".//th"))
        assert all(one.get("aria-label") for one in root.xpath("//*[@role='img']"))
        for link in root.findall(".//a"):
            pictures = "".join(image.get("alt") for image in link.findall(".//img"))
            assert (link.get("aria-label") or link.text_content() or pictures).strip()


def test_a_site_is_replaced_in_what_it_made_itself(
    build: Build, everything: Series, site: Path
) -> None:
    build(everything)
    (site / "notes.txt").write_text("mine")
    (site / "plots/mine.svg").write_text("mine")
    build(everything[1:])
    assert not list(site.glob("**/busy*"))
    assert (site / "notes.txt").read_text() == (site / "plots/mine.svg").read_text() == "mine"
    listed = set(json.loads((site / MANIFEST).read_text())["files"])
    there = {str(one.relative_to(site)) for one in site.glob("**/*") if one.is_file()}
    assert there == listed | {"notes.txt", "plots/mine.svg", MANIFEST}


def test_what_others_made_is_not_replaced(build: Build, everything: Series, site: Path) -> None:
    site.mkdir()
    (site / "index.html").write_text("mine")
    with pytest.raises(ArchiveError, match=r"index.html: is there already, and no report made it"):
        build(everything)
    assert [one.name for one in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text() == "mine"


def test_a_disk_that_is_full_leaves_the_site_as_it_was(
    build: Build, everything: Series, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(everything[:1])
    before = {one: one.read_bytes() for one in site.glob("**/*") if one.is_file()}
    write = Path.write_bytes

    def fail(path: Path, data: bytes) -> int:
        if "quiet-3" in path.name:
            raise OSError(28, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space left"):
        build(everything)
    assert {one: one.read_bytes() for one in site.glob("**/*") if one.is_file()} == before


@pytest.mark.parametrize(
    "said",
    ["{", "[]", '{"files": 3}', '{"files": ["../a"]}', '{"files": ["/a"]}', '{"files": [1]}'],
)
def test_a_list_of_files_that_is_none_is_refused(
    build: Build, everything: Series, site: Path, said: str
) -> None:
    site.mkdir()
    (site / MANIFEST).write_text(said)
    (site.parent / "a").write_text("outside")
    with pytest.raises(ArchiveError, match="is no list of the files of a site"):
        build(everything)
    assert [one.name for one in site.iterdir()] == [MANIFEST]
    assert (site.parent / "a").exists()


def test_a_browser_shows_all_pages_without_an_error(
    build: Build, everything: Series, site: Path, browser: Browser
) -> None:
    build(everything)
    pages = sorted(one.name for one in site.glob("*.html"))
    pictures = sorted(str(one.relative_to(site)) for one in site.glob("plots/*.svg"))
    probe(site / "probe.html", pages, [*pictures, "plots/missing.svg"])
    page, complaints = browser.load(site / "probe.html")
    shown = dict(line.split("=") for line in page.findtext(".//pre").split())
    assert set(shown) == {*pages, *pictures, "plots/missing.svg"}
    assert {name for name, width in shown.items() if int(width) == 0} == {"plots/missing.svg"}
    assert [one for one in complaints if "missing.svg" not in one] == []


def probe(file: Path, pages: list[str], pictures: list[str]) -> None:
    """Write a page that loads pages and pictures, and says which of them came."""
    file.write_text(
        "<!DOCTYPE html><meta charset=utf-8><title>probe</title><pre></pre><script>"
        "const said = document.querySelector('pre');"
        "const tell = (name, width) => { said.textContent += name + '=' + width + '\\n'; };"
        f"for (const name of {json.dumps(pages)}) {{ const one = document.createElement('iframe');"
        "one.onload = () => tell(name, one.width); one.width = 900; one.src = name;"
        "document.body.append(one); }"
        f"for (const name of {json.dumps(pictures)}) {{ const one = new Image();"
        "one.onload = () => tell(name, one.naturalWidth); one.onerror = () => tell(name, 0);"
        "one.src = name; }</script>"
    )


def test_a_browser_tells_the_age_and_what_is_stale(
    build: Build, everything: Series, site: Path, browser: Browser
) -> None:
    build(everything)
    fresh, complaints = browser.load(site / "index.html")
    (line,) = fresh.xpath("//p[contains(@class, 'age')]")
    assert line.text_content().endswith("UTC - 0 h ago")
    assert line.get("class").split() == ["age"]
    assert complaints == []
    build(everything, built=NOW)
    without = html.parse(str(site / "busy.html")).getroot()
    (line,) = without.xpath("//p[contains(@class, 'age')]")
    assert line.text_content() == "Made 2026-03-01 00:00 UTC"
    old, _ = browser.load(site / "busy.html")
    (line,) = old.xpath("//p[contains(@class, 'age')]")
    assert "days ago: STALE" in line.text_content()
    assert line.get("class").split() == ["age", "stale"]


def test_the_browser_would_tell_of_an_error(
    build: Build, everything: Series, site: Path, browser: Browser
) -> None:
    build(everything)
    (site / "report.js").write_text("nothing.there();")
    _, complaints = browser.load(site / "index.html")
    assert ["ReferenceError" in one for one in complaints] == [True]
