"""The page of a flat that shows its ratio of signal to noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.detectorquality import DetectorFlat
from dpkit.processing.crires.flatpage import (
    NO_VALUES,
    FlatView,
    panel_size,
    pixel_axes,
)
from dpkit.processing.crires.noise import LEAST_FRAMES, small_sample_factor
from dpkit.processing.crires.page import Axis, Image, Level, Line, Page, Palette, Panel
from dpkit.processing.crires.statistic import line_medians, median

__all__ = ["LEAST_SNR", "column_ranges", "snr_page"]

LEAST_SNR = 250.0
"""Ratio that a flat used for science should have in the unvignetted area."""


def snr_page(view: FlatView) -> Page | None:
    """Show signal to noise per pixel, and the median of each column (flat4).

    Columns whose light may be cut off are shaded. The ratios are corrected for the small number
    of frames, as the median that is scored.

    Returns
    -------
    Page or None
        None with fewer than three frames.
    """
    if view.frames < LEAST_FRAMES:
        return None
    factor = np.float32(small_sample_factor(view.frames))
    ratios = {n: _corrected(flat, factor) for n, flat in view.measured.items()}
    limits = (0.0, 2.0 * max(LEAST_SNR, _typical(view, ratios)))
    panels: list[Panel] = []
    for row, (number, flat) in enumerate(view.measured.items()):
        shaded = column_ranges(flat.vignetted, view.window.x)
        panels += _panels(view, row, number, ratios[number], flat.lit, shaded, limits)
    return Page(
        name="flat4",
        title=view.title("Signal to noise of the master, per pixel"),
        panels=tuple(panels),
        panel_size=panel_size(view.window),
    )


def _corrected(flat: DetectorFlat, factor: np.float32) -> NDArray[np.floating]:
    return np.full_like(flat.master, np.nan) if flat.snr is None else flat.snr * factor


def _typical(view: FlatView, ratios: Mapping[int, NDArray[np.floating]]) -> float:
    """Return the highest median of the lit rows of a detector."""
    medians = [median(ratio[view.measured[n].lit]) for n, ratio in ratios.items()]
    return max((one for one in medians if np.isfinite(one)), default=0.0)


def _panels(
    view: FlatView,
    row: int,
    number: int,
    ratio: NDArray[np.floating],
    lit: NDArray[np.bool_],
    shaded: tuple[tuple[int, int], ...],
    limits: tuple[float, float],
) -> tuple[Panel, Panel]:
    x, y = pixel_axes(view.window)
    scale = Axis(label="signal / noise", unit="1", limits=limits)
    corner = view.window.x, view.window.y
    image = Image(name="S/N", pixels=ratio, corner=corner, scale=scale, palette=Palette.GREY)
    columns = view.window.x + np.arange(view.window.columns)
    medians = Line(name="median of column", x=columns, y=line_medians(ratio[lit], axis=0))
    least = Level(name=f"{LEAST_SNR:.0f}, for science", value=LEAST_SNR)
    note = None if np.isfinite(ratio).any() else NO_VALUES
    title = f"detector {number}"
    return (
        Panel(row=row, column=0, title=title, x=x, y=y, drawn=(image,), shaded=shaded, note=note),
        Panel(
            row=row,
            column=1,
            title=title,
            x=x,
            y=scale,
            drawn=(medians, least),
            shaded=shaded,
            note=note,
        ),
    )


def column_ranges(marked: NDArray[np.bool_], first: int) -> tuple[tuple[int, int], ...]:
    """Return the ranges of marked columns, first and last of each.

    Parameters
    ----------
    marked : ndarray of bool, shape (columns,)
    first : int
        Number of the first column.

    Examples
    --------
    >>> column_ranges(np.array([True, True, False, True]), 1)
    ((1, 2), (4, 4))
    """
    steps = np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8))
    begins, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    pairs = zip(begins.tolist(), ends.tolist(), strict=True)
    return tuple((first + begin, first + end - 1) for begin, end in pairs)
