"""Draw a plot of a trend as SVG: crisp at any size, and nothing but text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from lxml import etree
from lxml.builder import ElementMaker

from dpkit.qc.trend import Arrow
from dpkit.qc.trendaxis import time_ticks, value_ticks
from dpkit.qc.trenddescription import TrendDescription
from dpkit.tai import format_utc

__all__ = ["draw_trend"]

_SVG = "http://www.w3.org/2000/svg"
_E = ElementMaker(namespace=_SVG, nsmap={None: _SVG})

_WIDTH, _HEIGHT = 760, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 692, 16, 258
_EDGE = 9
"""Distance of markers from the edges of the frame."""
_NOTE = 84
"""Letters on a line within the frame."""

_STYLE = """
text{font:12px sans-serif;fill:#333}
.frame{fill:#fff;stroke:#555}
.grid{stroke:#e4e4e4}
.points{stroke:#2b5f8a;stroke-width:4.6;stroke-linecap:round;fill:none}
.latest{fill:#ffb000;stroke:#3a2a00;stroke-width:1.2}
.bad{stroke:#c1121f;stroke-width:1.8;fill:none}
.average{stroke:#1a1a1a;stroke-width:1.6}
.threshold{stroke:#8a2be2;stroke-width:1.4;stroke-dasharray:7 4}
.note{fill:#666}
"""
_ASTERISK = "M-5 0H5M0 -5V5M-3.6 -3.6L3.6 3.6M-3.6 3.6L3.6 -3.6"
_ARROWS = {Arrow.UP: "M0 8V-7M-4.5 -2L0 -7L4.5 -2", Arrow.DOWN: "M0 -8V7M-4.5 2L0 7L4.5 2"}


@dataclass(frozen=True, slots=True)
class _Scale:
    """Places times and values on the drawing."""

    begin: int
    end: int
    lower: float
    upper: float

    def x(self, time: int) -> float:
        width = _RIGHT - _LEFT - 2 * _EDGE
        return _LEFT + _EDGE + width * (time - self.begin) / max(self.end - self.begin, 1)

    def y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.lower) / (self.upper - self.lower)

    def holds(self, value: float) -> bool:
        return self.lower <= value <= self.upper


def draw_trend(trend: TrendDescription, title: str) -> bytes:
    """Draw a plot.

    Points within the thresholds are dots, outliers red asterisks, aliens red arrows at the edge
    that they lie beyond, points of the latest date diamonds; the average is a line, thresholds
    are dashed. Dots that would cover each other wholly are drawn once.

    Parameters
    ----------
    trend : TrendDescription
        The plot.
    title : str
        What it shows, for those who cannot see it.

    Returns
    -------
    bytes
        An SVG document.
    """
    scale = _Scale(trend.begin, trend.end, *trend.shown)
    root = _E.svg(viewBox=f"0 0 {_WIDTH} {_HEIGHT}", role="img")
    root.append(_E.title(title))
    root.append(_E.style(_STYLE))
    root.append(
        _E.rect(
            {"class": "frame"}, x=f"{_LEFT}", y=f"{_TOP}", **_size(_RIGHT - _LEFT, _BOTTOM - _TOP)
        )
    )
    root.extend(_axes(trend, scale))
    root.extend(_levels(trend, scale))
    root.extend(_points(trend, scale))
    if not trend.points:
        root.extend(_note(trend.outcome))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _note(text: str) -> Iterable[etree._Element]:
    """Write in the middle of the frame, on as many lines as it needs."""
    lines = wrap(text, _NOTE)
    for number, line in enumerate(lines):
        y = (_TOP + _BOTTOM) / 2 + 16 * (number - (len(lines) - 1) / 2)
        yield _text((_LEFT + _RIGHT) / 2, y, line, "note", "middle")


def _size(width: float, height: float) -> dict[str, str]:
    return {"width": f"{width}", "height": f"{height}"}


def _axes(trend: TrendDescription, scale: _Scale) -> Iterable[etree._Element]:
    for value, text in value_ticks(*trend.shown):
        y = scale.y(value)
        yield _line((_LEFT, y), (_RIGHT, y), "grid")
        yield _text(_LEFT - 6, y + 4, text, "", "end")
    for time, text in time_ticks(trend.begin, trend.end):
        x = scale.x(time)
        yield _line((x, _TOP), (x, _BOTTOM), "grid")
        yield _text(x, _BOTTOM + 16, text, "", "middle")
    unit = f" [{trend.unit}]" if trend.unit not in (None, "1") else ""
    label = _text(0, 0, f"{trend.request.metric}{unit}", "", "middle")
    label.set("transform", f"translate(13 {(_TOP + _BOTTOM) / 2}) rotate(-90)")
    yield label
    yield _text((_LEFT + _RIGHT) / 2, _HEIGHT - 6, "time (UTC)", "", "middle")


def _levels(trend: TrendDescription, scale: _Scale) -> Iterable[etree._Element]:
    """Draw average and thresholds, as far as they are shown, with their values."""
    limits = trend.threshold
    levels = [(trend.average, "average")]
    levels += [(limits.lower, "threshold"), (limits.upper, "threshold")] if limits else []
    for value, name in levels:
        if value is not None and math.isfinite(value) and scale.holds(value):
            y = scale.y(value)
            yield _line((_LEFT, y), (_RIGHT, y), name)
            yield _text(_RIGHT + 5, y + 4, f"{value:.4g}", "", "start")


def _points(trend: TrendDescription, scale: _Scale) -> Iterable[etree._Element]:
    # Dictionaries, since they keep the order, and each place once.
    usual: dict[str, None] = {}
    latest: dict[str, None] = {}
    bad = []
    for index, (point, mark) in enumerate(zip(trend.points, trend.marks, strict=True)):
        x = scale.x(point.time)
        if mark.alien is not None:
            y = _TOP + _EDGE if mark.alien is Arrow.UP else _BOTTOM - _EDGE
            bad.append(_marker(trend, index, (x, y), _ARROWS[mark.alien]))
        elif mark.outlier:
            bad.append(_marker(trend, index, (x, scale.y(point.value)), _ASTERISK))
        place = f"{x:.1f} {_clip(scale.y(point.value)):.1f}"
        if index >= trend.latest:
            latest[place] = None
        elif mark.alien is None and not mark.outlier:
            usual[place] = None
    if usual:
        yield _path("".join(f"M{place}h0" for place in usual), "points")
    if latest:
        yield _path("".join(f"M{place}m0 -6l6 6l-6 6l-6 -6z" for place in latest), "latest")
    yield from bad


def _clip(y: float) -> float:
    """Keep the diamond of an alien within the frame, behind its arrow."""
    return min(max(y, _TOP + _EDGE), _BOTTOM - _EDGE)


def _marker(
    trend: TrendDescription, index: int, place: tuple[float, float], path: str
) -> etree._Element:
    point = trend.points[index]
    said = f"{format_utc(point.time)}: {point.value:.6g} {trend.unit or ''} {point.id}".rstrip()
    made = _path(path, "bad")
    made.set("transform", f"translate({place[0]:.1f} {place[1]:.1f})")
    made.append(_E.title(said))
    return made


def _path(path: str, name: str) -> etree._Element:
    return _E.path({"class": name}, d=path)


def _line(start: tuple[float, float], end: tuple[float, float], name: str) -> etree._Element:
    (x1, y1), (x2, y2) = start, end
    return _path(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", name)


def _text(x: float, y: float, text: str, name: str, anchor: str) -> etree._Element:
    return _E.text({"class": name, "text-anchor": anchor}, text, x=f"{x:.1f}", y=f"{y:.1f}")
