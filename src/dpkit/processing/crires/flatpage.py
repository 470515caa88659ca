"""The pages of a flat that show images: master, its centre and its bad pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.comparison import Comparison
from dpkit.processing.crires.detectorquality import DetectorFlat
from dpkit.processing.crires.page import Axis, Image, Page, Palette, Panel
from dpkit.processing.crires.statistic import percentile
from dpkit.processing.crires.window import Window, cut_to_window

__all__ = [
    "NO_VALUES",
    "FlatView",
    "centre_page",
    "map_page",
    "master_page",
    "panel_size",
    "pixel_axes",
    "shown_limits",
]

_CENTRE = 128, 64  # columns and rows of the central region
_FAINT_AND_BRIGHT = 1.0, 99.0  # [percent]
_PANEL_WIDTH = 5.2
_PANEL_HEIGHTS = 1.6, 2.6

NO_VALUES = "no finite value"
"""What stands in a panel that has nothing to show."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class FlatView:
    """What the pages of a flat show.

    Parameters
    ----------
    setting : str
        Name of the setting.
    raw : str
        Name of the first raw file.
    frames : int
        Number of raw frames.
    window : Window
        What is read of each detector.
    measured : mapping of int to DetectorFlat
        What was measured, by detector.
    brightest : mapping of int to ndarray, shape (rows, columns)
        Brightest raw frame of each detector [adu].
    comparisons : mapping of int to Comparison, optional
        With the reference; None without one.
    """

    setting: str
    raw: str
    frames: int
    window: Window
    measured: Mapping[int, DetectorFlat]
    brightest: Mapping[int, NDArray[np.floating]]
    comparisons: Mapping[int, Comparison] | None = None

    def title(self, what: str) -> str:
        """Title of a page."""
        number = f"{self.frames} raw frame{'s' if self.frames > 1 else ''}"
        return f"{what}\n{self.setting}, {number}\n{self.raw}, window {self.window}"


def master_page(view: FlatView) -> Page:
    """Show the master, and its ratio to the reference where there is one (flat1)."""
    return _image_page(view, "flat1", "Master flat", view.window)


def centre_page(view: FlatView) -> Page:
    """Show the same of the central region of each detector (flat2)."""
    whole = view.window
    columns, rows = min(whole.columns, _CENTRE[0]), min(whole.rows, _CENTRE[1])
    part = Window(
        x=whole.x + (whole.columns - columns) // 2,
        y=whole.y + (whole.rows - rows) // 2,
        columns=columns,
        rows=rows,
    )
    return _image_page(view, "flat2", "Centre of the master flat", part)


def map_page(view: FlatView) -> Page:
    """Show bad pixels, and their change from the reference where there is one (flat3)."""
    panels = []
    for row, (number, flat) in enumerate(view.measured.items()):
        bad = int(np.count_nonzero(flat.bad_pixels))
        pixels = flat.bad_pixels.astype(np.int8)
        image = _map_image(view, "bad pixels", pixels, Palette.MARK)
        panels.append(_panel(view.window, (row, 0), f"detector {number}: {bad} bad", image))
        if view.comparisons is not None:
            change = view.comparisons[number].map_difference
            new, healed = int(np.sum(change == 1)), int(np.sum(change == -1))
            title = f"detector {number} - reference: {new} new, {healed} healed"
            image = _map_image(view, "current - reference", change, Palette.CHANGE)
            panels.append(_panel(view.window, (row, 1), title, image))
    return Page(
        name="flat3",
        title=view.title("Bad pixels"),
        panels=tuple(panels),
        panel_size=panel_size(view.window),
    )


def _map_image(view: FlatView, name: str, pixels: NDArray[np.int8], palette: Palette) -> Image:
    low = 0 if palette is Palette.MARK else -1
    return Image(
        name=name,
        pixels=pixels,
        corner=(view.window.x, view.window.y),
        scale=Axis(label=name, unit="1", limits=(low - 0.5, 1.5)),
        palette=palette,
    )


def _image_page(view: FlatView, name: str, what: str, part: Window) -> Page:
    """Show a part of the master, and of its ratio to the reference."""
    masters = {n: _cut(flat.master, view, part) for n, flat in view.measured.items()}
    scale = Axis(label="master flat", unit="1", limits=shown_limits(masters.values()))
    panels = [
        _flat_panel(part, (row, 0), f"detector {n}", "master", master, scale, Palette.GREY)
        for row, (n, master) in enumerate(masters.items())
    ]
    if view.comparisons is not None:
        ratios = {n: _cut(one.ratio, view, part) for n, one in view.comparisons.items()}
        scale = Axis(label="master / reference", unit="1", limits=_about_one(ratios.values()))
        panels += [
            _flat_panel(
                part, (row, 1), f"detector {n} / reference", "ratio", ratio, scale, Palette.BALANCE
            )
            for row, (n, ratio) in enumerate(ratios.items())
        ]
    return Page(
        name=name, title=view.title(what), panels=tuple(panels), panel_size=panel_size(part)
    )


def _flat_panel(
    part: Window,
    place: tuple[int, int],
    title: str,
    name: str,
    pixels: NDArray[np.floating],
    scale: Axis,
    palette: Palette,
) -> Panel:
    image = Image(name=name, pixels=pixels, corner=(part.x, part.y), scale=scale, palette=palette)
    return _panel(part, place, title, image)


def _panel(part: Window, place: tuple[int, int], title: str, image: Image) -> Panel:
    x, y = pixel_axes(part)
    empty = None if np.isfinite(image.pixels).any() else NO_VALUES
    return Panel(row=place[0], column=place[1], title=title, x=x, y=y, drawn=(image,), note=empty)


def pixel_axes(part: Window) -> tuple[Axis, Axis]:
    """Return the axes of a part of a detector; pixels are counted on the whole detector, from 1."""
    return (
        Axis(label="x", unit="pixel", limits=(part.x - 0.5, part.x + part.columns - 0.5)),
        Axis(label="y", unit="pixel", limits=(part.y - 0.5, part.y + part.rows - 0.5)),
    )


def shown_limits(images: Iterable[NDArray[np.floating]]) -> tuple[float, float]:
    """Return the limits within which the images have all but their faintest and brightest pixels.

    The lowest and highest of the limits of each; 0 and 1 when no pixel has a value.
    """
    found = [[percentile(image[::2, ::2], p) for p in _FAINT_AND_BRIGHT] for image in images]
    ends = np.array(found)[np.isfinite(found).all(axis=1)]
    if not ends.size:
        return 0.0, 1.0
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _about_one(images: Iterable[NDArray[np.floating]]) -> tuple[float, float]:
    low, high = shown_limits(images)
    half = max(1.0 - low, high - 1.0, 1e-3)
    return 1.0 - half, 1.0 + half


def panel_size(part: Window) -> tuple[float, float]:
    """Return width and height [inch] of a panel that shows a part of a detector."""
    lowest, highest = _PANEL_HEIGHTS
    height = _PANEL_WIDTH * part.rows / part.columns
    return _PANEL_WIDTH, min(max(height, lowest), highest)


def _cut(image: NDArray[np.floating], view: FlatView, part: Window) -> NDArray[np.floating]:
    return cut_to_window(image, view.window, part)
