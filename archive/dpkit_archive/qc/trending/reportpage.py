"""The page of a report: its plots, and a table of what they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.html.builder import E

from dpkit.qc.trenddescription import TrendDescription
from dpkit.qc.trendreport import Average
from dpkit.tai import format_utc
from dpkit_archive.qc.trending.kind import FULL, HEALTH, KindPage
from dpkit_archive.qc.trending.markup import Cell, Link, cells, page, sign

__all__ = ["data_file", "describe_plot", "plot_file", "report_page"]

_TITLES = (
    *("No.", "score", "source", "average", "value", "unit", "thresholds", "lower", "upper"),
    *("N_data", "parameter", "latest (UTC)", "data", "remark"),
)
_LEGEND = (
    "Solid line: average. Dashed lines: thresholds, both included. Dots: values; amber diamonds: "
    "those of the latest date; red asterisks: outliers, outside the thresholds; red arrows: "
    "aliens, outside the plot. The score is that of the latest value. A plot is a link to a "
    "larger one."
)


def plot_file(one: KindPage, number: int, suffix: str) -> str:
    """Return where a plot, its description or its data lie in the site."""
    return f"plots/{one.stem}-{number}.{suffix}"


def data_file(name: str, number: int, span: str) -> str:
    """Return where data lie that all pages of a report share."""
    return f"data/{name}-{number}-{span}.csv"


def report_page(one: KindPage, kinds: Sequence[str], built: str) -> bytes:
    """Return the page of a report of one kind.

    Parameters
    ----------
    one : KindPage
        The page.
    kinds : sequence of str
        All kinds of pages of this report.
    built : str
        UTC text of when it is made.
    """
    report = one.report
    title = f"{report.instrument}: {report.title}"
    links = [Link("Overview", "index.html"), Link("QUICK", "quick.html")]
    for kind in kinds:
        stem = KindPage(report=report, kind=kind, plots=()).stem
        links.append(Link(kind, None if kind == one.kind else f"{stem}.html"))
    rows = [_row(one, number, trend) for number, trend in enumerate(one.plots, 1)]
    content = [
        E.h2(f"{report.name}, {_period(one)}"),
        cells(_TITLES, rows, f"Plots of {report.name}"),
        E.p({"class": "legend"}, _LEGEND),
        E.div({"class": "plots"}, *_figures(one)),
    ]
    return page(title, built, links, content)


def _period(one: KindPage) -> str:
    if not one.plots:
        return one.kind
    begin, end = (format_utc(at)[:10] for at in (one.plots[0].begin, one.plots[0].end))
    said = {HEALTH: "recent months", FULL: "all data"}.get(one.kind, one.kind)
    return f"{said}: {begin} to {end}"


def _row(one: KindPage, number: int, trend: TrendDescription) -> tuple[Cell, ...]:
    request, limits = trend.request, trend.threshold
    return (
        E.a(str(number), href=f"#plot-{number}"),
        sign(trend.score.colour),
        f"QC1DB {one.report.table}",
        "none" if request.average is Average.NONE else request.average.name,
        "" if trend.average is None else trend.average,
        trend.unit or "",
        request.rule.text,
        "" if limits is None else limits.lower,
        "" if limits is None else limits.upper,
        len(trend.points),
        request.metric,
        format_utc(trend.points[-1].time)[:16].replace("T", " ") if trend.points else "",
        _data(one, number),
        _remark(trend),
    )


def _remark(trend: TrendDescription) -> str:
    """Return what a plot shows, and what it leaves out."""
    said = [trend.request.remark, *trend.outcome.removeprefix("drawn").split("; ")]
    if trend.points:
        said += [f"{trend.unmeasured} without a value"] * bool(trend.unmeasured)
        said += [f"{trend.hidden} hidden"] * bool(trend.hidden)
    return "; ".join(filter(None, said))


def _data(one: KindPage, number: int) -> list[etree._Element | str]:
    spans = {
        "this": plot_file(one, number, "csv"),
        "last year": data_file(one.report.name, number, "year"),
        "all": data_file(one.report.name, number, "all"),
        "JSON": plot_file(one, number, "json"),
    }
    found: list[etree._Element | str] = []
    for text, target in spans.items():
        said = "description of" if text == "JSON" else f"data, {text}, of"
        label = {"aria-label": f"{said} plot {number}"}
        found += [", "] * bool(found) + [E.a(label, text, href=target)]
    return found


def _figures(one: KindPage) -> Iterator[etree._Element]:
    for number, trend in enumerate(one.plots, 1):
        picture = plot_file(one, number, "svg")
        image = E.img(
            src=picture, alt=describe_plot(trend), width="760", height="300", loading="lazy"
        )
        caption = (f"{number}. ", sign(trend.score.colour), f" {_name(trend)}")
        yield E.figure(
            E.a(image, href=picture), E.figcaption({"class": "sign"}, *caption), id=f"plot-{number}"
        )


def _name(trend: TrendDescription) -> str:
    keys = ", ".join(f"{name} {value}" for name, value in trend.request.where.items())
    return trend.request.remark or f"{trend.request.metric}: {keys}"


def describe_plot(trend: TrendDescription) -> str:
    """Return what a plot shows, for those who cannot see it.

    Examples
    --------
    >>> from dpkit.qc.trenddescription import TrendPoint, describe_trend
    >>> from dpkit.qc.trendreport import TrendRequest
    >>> describe_plot(describe_trend(TrendRequest(metric="flux"), [], (0, 1)))
    'flux against time: no rows.'
    """
    said = f"{trend.request.metric} against time"
    if trend.request.remark:
        said += f" ({trend.request.remark})"
    if not trend.points:
        return f"{said}: {trend.outcome}."
    count, outliers, aliens = len(trend.points), len(trend.outliers), len(trend.aliens)
    last = trend.points[-1]
    unit = f" {trend.unit}" if trend.unit not in (None, "1") else ""
    return (
        f"{said}: {count} values, {outliers} outliers, {aliens} aliens; "
        f"the latest is {last.value:.5g}{unit} at {format_utc(last.time)[:16]}Z, "
        f"{trend.score.colour.value}."
    )
