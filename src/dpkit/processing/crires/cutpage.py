"""The page of a flat that shows cuts and histograms."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.flatpage import NO_VALUES, FlatView, pixel_axes, shown_limits
from dpkit.processing.crires.master import frame_levels
from dpkit.processing.crires.page import Axis, Line, Page, Panel, Steps
from dpkit.processing.crires.statistic import finite_pixels, line_medians

__all__ = ["cut_page"]

_BAND = 11  # rows or columns whose median is a cut
_BINS = 80
_PANEL_SIZE = 3.4, 2.2
_MARGIN = 0.15

Images = Mapping[str, NDArray[np.floating]]
"""By name, what is cut of one detector."""


def cut_page(view: FlatView) -> Page:
    """Show cuts through raw frame, master and reference, and their histograms (flat5).

    The columns are the detectors. The rows are the cut along x, the cut along y and the histogram;
    with a reference, a last row with the cut along x of master - reference. The brightest raw
    frame is divided by its median. A cut is the median of the 11 lines in the middle.
    """
    images = {number: _images(view, number) for number in view.measured}
    shown = [image for one in images.values() for name, image in one.items() if name != "raw"]
    low, high = shown_limits(shown)
    margin = _MARGIN * (high - low)
    value = Axis(label="value", unit="1", limits=(low - margin, high + 2.0 * margin))
    panels = []
    for column, (number, one) in enumerate(images.items()):
        panels += [
            _cut(view, column, number, one, value, axis=0),
            _cut(view, column, number, one, value, axis=1),
            _histogram(column, number, one, value),
        ]
    if view.comparisons is not None:
        panels += _differences(view)
    return Page(
        name="flat5",
        title=view.title("Cuts and histograms"),
        panels=tuple(panels),
        panel_size=_PANEL_SIZE,
    )


def _images(view: FlatView, number: int) -> dict[str, NDArray[np.floating]]:
    flat, raw = view.measured[number], view.brightest[number]
    level = float(frame_levels(raw[None], flat.lit)[0])
    scaled = raw / raw.dtype.type(level) if level > 0.0 else np.full_like(raw, np.nan)
    found = {"raw": scaled, "master": flat.master}
    if view.comparisons is not None:
        found["reference"] = view.comparisons[number].reference
    return found


def _cut(
    view: FlatView, column: int, number: int, images: Images, value: Axis, *, axis: int
) -> Panel:
    """Show a cut along x (axis 0) or y (axis 1)."""
    along = pixel_axes(view.window)[axis]
    lines = tuple(_line(view, name, image, axis) for name, image in images.items())
    return Panel(
        row=axis,
        column=column,
        title=f"detector {number}: cut along {along.label}",
        x=along,
        y=value,
        drawn=lines,
        note=_note(lines),
    )


def _line(view: FlatView, name: str, image: NDArray[np.floating], axis: int) -> Line:
    start = (view.window.x, view.window.y)[axis]
    cut = line_medians(_middle(image, axis), axis=axis)
    return Line(name=name, x=start + np.arange(cut.size), y=cut)


def _middle(image: NDArray[np.floating], axis: int) -> NDArray[np.floating]:
    first = max(0, (image.shape[axis] - _BAND) // 2)
    return image[first : first + _BAND] if axis == 0 else image[:, first : first + _BAND]


def _histogram(column: int, number: int, images: Images, value: Axis) -> Panel:
    edges = np.linspace(*value.limits, _BINS + 1)
    steps = []
    for name, image in images.items():
        # What is beyond the panel is counted in its outer bins.
        inside = np.clip(finite_pixels(image).astype(np.float64), *value.limits)
        steps.append(Steps(name=name, edges=edges, counts=np.histogram(inside, edges)[0]))
    highest = max(int(one.counts.max()) for one in steps)
    return Panel(
        row=2,
        column=column,
        title=f"detector {number}: histogram",
        x=value,
        y=Axis(label="pixels", unit="1", limits=(0.0, 1.1 * max(highest, 1))),
        drawn=tuple(steps),
    )


def _differences(view: FlatView) -> list[Panel]:
    """Show master - reference of each detector on one scale."""
    lines = {}
    for number, one in (view.comparisons or {}).items():
        difference = view.measured[number].master - one.reference
        lines[number] = _line(view, "master - reference", difference, 0)
    low, high = shown_limits(np.asarray(line.y)[None] for line in lines.values())
    half = 1.3 * max(abs(low), abs(high), 1e-3)
    value = Axis(label="difference", unit="1", limits=(-half, half))
    along = pixel_axes(view.window)[0]
    return [
        Panel(
            row=3,
            column=column,
            title=f"detector {number}: master - reference",
            x=along,
            y=value,
            drawn=(line,),
            note=_note((line,)),
        )
        for column, (number, line) in enumerate(lines.items())
    ]


def _note(lines: tuple[Line, ...]) -> str | None:
    return None if any(np.isfinite(line.y).any() for line in lines) else NO_VALUES
