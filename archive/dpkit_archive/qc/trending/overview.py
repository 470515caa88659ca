"""The pages of all reports: the overview of scores, and those of the last days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from lxml import etree
from lxml.html.builder import E

from dpkit.qc.score import Colour, TotalScore, total
from dpkit.qc.trenddate import begin_of_date, date_of
from dpkit.qc.trenddescription import TrendDescription
from dpkit.tai import format_utc
from dpkit_archive.qc.trending.kind import KindPage
from dpkit_archive.qc.trending.markup import Cell, Link, cells, colour_of, page, sign

__all__ = ["overview_page", "quick_page"]

_DAY = 86_400 * 10**9
_QUICK_DAYS = 7
_TITLES = ("score", "report", "red", "scored", "not scored", "latest data (UTC)")


def overview_page(pages: Sequence[KindPage], built: str) -> bytes:
    """Return the overview: scores of the recent past by instrument, group and report.

    Parameters
    ----------
    pages : sequence of KindPage
        The pages of the recent past, one for each report.
    built : str
        UTC text of when it is made.
    """
    links = [Link("Overview", None), Link("QUICK", "quick.html")]
    content: list[etree._Element] = []
    for instrument, of_instrument in _grouped(pages, lambda one: one.report.instrument):
        content.append(_heading(instrument, of_instrument))
        for group, of_group in _grouped(of_instrument, lambda one: one.report.group):
            rows = [_row(one) for one in of_group]
            content.append(E.h3(sign(_colour(of_group)), f" {group}"))
            content.append(cells(_TITLES, rows, f"Reports of {instrument}, {group}"))
    if not pages:
        content.append(E.p("There are no reports."))
    return page("Health check", built, links, content)


def _grouped(
    pages: Sequence[KindPage], key: Callable[[KindPage], str]
) -> Iterator[tuple[str, list[KindPage]]]:
    for name, found in groupby(sorted(pages, key=key), key):
        yield name, list(found)


def _heading(instrument: str, pages: Sequence[KindPage]) -> etree._Element:
    counts = _total(pages)
    return E.h2(
        sign(colour_of(counts)), f" {instrument}: {counts.red} red of {counts.scored} scored"
    )


def _total(pages: Sequence[KindPage]) -> TotalScore:
    return total(trend.score for one in pages for trend in one.plots)


def _colour(pages: Sequence[KindPage]) -> Colour:
    return colour_of(_total(pages))


def _row(one: KindPage) -> tuple[Cell, ...]:
    counts = _total([one])
    times = [trend.points[-1].time for trend in one.plots if trend.points]
    return (
        sign(colour_of(counts)),
        [E.a(one.report.title, href=f"{one.stem}.html"), f" ({one.report.name})"],
        counts.red,
        counts.scored,
        len(one.plots) - counts.scored,
        format_utc(max(times))[:16].replace("T", " ") if times else "none",
    )


def quick_page(pages: Sequence[KindPage], now: int, built: str) -> bytes:
    """Return the scores of the last seven days, without plots.

    Parameters
    ----------
    pages : sequence of KindPage
        The pages of the recent past, one for each report.
    now : int
        Where the last day ends, nanoseconds of TAI.
    built : str
        UTC text of when it is made.
    """
    links = [Link("Overview", "index.html"), Link("QUICK", None)]
    content: list[etree._Element] = []
    for one in pages:
        begins = one.report.day_begins
        today = begin_of_date(now - 1, begins)
        dates = [date_of(today - back * _DAY + _DAY // 2, begins) for back in range(_QUICK_DAYS)]
        titles = ("No.", "parameter", "remark", *dates)
        rows = [_days(one, number, dates) for number in range(1, len(one.plots) + 1)]
        content.append(
            E.h2(E.a(f"{one.report.instrument}: {one.report.title}", href=f"{one.stem}.html"))
        )
        content.append(cells(titles, rows, f"Scores of {one.report.name}"))
    return page("Health check: scores of the last 7 days", built, links, content)


def _days(one: KindPage, number: int, dates: Sequence[str]) -> tuple[Cell, ...]:
    trend = one.plots[number - 1]
    scores = _daily(trend, one.report.day_begins, dates[-1])
    return (
        number,
        trend.request.metric,
        trend.request.remark,
        *(sign(scores[date]) if date in scores else "" for date in dates),
    )


def _daily(trend: TrendDescription, day_begins: str, first: str) -> dict[str, Colour]:
    """Return the last score of each date, from a first one on."""
    found: dict[str, Colour] = {}
    for index in reversed(range(len(trend.points))):
        date = date_of(trend.points[index].time, day_begins)
        if date < first:
            break
        found.setdefault(date, trend.score_of(index).colour)
    return found
