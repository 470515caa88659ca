"""A picture of when the calibrations of a type are valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dpkit.tai import FOREVER, NEVER, format_utc
from dpkit_archive.coverage import GAP, HIDDEN_RANGE, NOT_CERTIFIED, RANGE, Stretch, ValidityReport

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_validity"]

_ROW = 0.42  # inches
_MARGIN = 0.04  # of the time that is shown
_MOST_EDGES = 60
"""Of so many ranges on a line each has an edge; of more there would be little else to see."""
_SETS = ("#4c78a8", "#59a14f", "#b279a2", "#9d755d")
_STYLES: dict[str, dict[str, Any]] = {
    GAP: {"facecolor": "none", "edgecolor": "#d62728", "hatch": "////", "linewidth": 0.6},
    HIDDEN_RANGE: {"facecolor": "#d9d9d9", "edgecolor": "0.35", "hatch": "....", "linewidth": 0.6},
    NOT_CERTIFIED: {"facecolor": "none", "edgecolor": "0.4", "linestyle": "--"},
}
_LABELS = {
    GAP: "gap",
    HIDDEN_RANGE: "hidden by an earlier set",
    NOT_CERTIFIED: "proposed, never certified",
}


def plot_validity(report: ValidityReport) -> Figure:
    """Draw the ranges of each set and selection on a line, with the gaps between them.

    What has no begin or no end goes on to the border of the picture.

    Parameters
    ----------
    report : ValidityReport
        The report.

    Returns
    -------
    matplotlib.figure.Figure
        With a canvas of its own: nothing is registered with pyplot.
    """
    from matplotlib.figure import Figure

    shown = report.those(RANGE, *_STYLES)
    lines = list(dict.fromkeys(_line(one) for one in shown))
    figure = Figure(figsize=(9.0, 1.8 + _ROW * max(len(lines), 1)), layout="constrained")
    axes = figure.subplots()
    if shown:
        _draw(axes, report, shown, lines)
        figure.legend(loc="outside lower center", ncols=4, fontsize=8, frameon=False)
    else:
        axes.text(0.5, 0.5, "nothing to report", transform=axes.transAxes, ha="center", va="center")
        axes.set_xticks([])
    axes.set_yticks(range(len(lines)), ["  ".join(one) for one in lines], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("time (UTC)")
    axes.set_title(f"{report.product}: {report.policy}, as of event {report.event}", fontsize=11)
    return figure


def _line(one: Stretch) -> tuple[str, str]:
    return (one.calibration_set or "in no set", one.selection)


def _draw(
    axes: Axes, report: ValidityReport, shown: Sequence[Stretch], lines: Sequence[tuple[str, str]]
) -> None:
    from matplotlib.dates import ConciseDateFormatter

    first, last = _limits(shown)
    rows = {line: row for row, line in enumerate(lines)}
    bars: dict[str, dict[int, list[Any]]] = {}
    styles: dict[str, dict[str, Any]] = {}
    for one in shown:
        label, style = _style(one, report.sets)
        styles[label] = style
        begin, end = (_date(min(max(time, first), last)) for time in (one.begin, one.end))
        bars.setdefault(label, {}).setdefault(rows[_line(one)], []).append((begin, end - begin))
    for label, of_rows in bars.items():
        for row, some in of_rows.items():
            named = label if row == min(of_rows) else None
            many = len(some) > _MOST_EDGES and styles[label]["edgecolor"] == "white"
            edge = {"linewidth": 0} if many else {}
            axes.broken_barh(some, (row - 0.3, 0.6), label=named, **styles[label] | edge)
    axes.set_xlim(_date(first), _date(last))  # type: ignore[arg-type]
    # Ticks of hours alone do not tell the day: it stands at the end of the axis.
    ticks = ConciseDateFormatter(axes.xaxis.get_major_locator())  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(ticks)


def _style(one: Stretch, sets: Sequence[str]) -> tuple[str, dict[str, Any]]:
    if one.what != RANGE:
        return _LABELS[one.what], _STYLES[one.what]
    place = sets.index(one.calibration_set or "")
    colour = _SETS[place % len(_SETS)]
    return f"valid in {one.calibration_set}", {
        "facecolor": colour,
        "edgecolor": "white",
        "linewidth": 0.8,
    }


def _limits(shown: Sequence[Stretch]) -> tuple[int, int]:
    """Return the times between which something changes, with a margin."""
    times = [t for one in shown for t in (one.begin, one.end) if t not in (NEVER, FOREVER)]
    first, last = (min(times), max(times)) if times else (0, 1)
    margin = max(int((last - first) * _MARGIN), 60 * 10**9)
    return max(first - margin, NEVER), min(last + margin, FOREVER)


def _date(instant: int) -> datetime:
    return datetime.fromisoformat(format_utc(instant))
