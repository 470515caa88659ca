"""Pages of plots as data: what is drawn where, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

__all__ = ["Axis", "Image", "Level", "Line", "Page", "Palette", "Panel", "Steps"]


class Palette(StrEnum):
    """Colours of an image.

    Attributes
    ----------
    GREY
        Dark to bright.
    BALANCE
        Blue below, red above the middle of the limits.
    MARK
        White for 0, black for 1.
    CHANGE
        Blue for -1, white for 0, red for 1.
    """

    GREY = "grey"
    BALANCE = "balance"
    MARK = "mark"
    CHANGE = "change"


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """What an axis or a scale of colours says.

    Parameters
    ----------
    label, unit : str
        Quantity and unit; a unit of ``1`` is not written.
    limits : tuple of float
        First and last value shown.
    """

    label: str
    unit: str
    limits: tuple[float, float]

    @property
    def text(self) -> str:
        """Label with unit."""
        return self.label if self.unit == "1" else f"{self.label} [{self.unit}]"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Image:
    """An image.

    Parameters
    ----------
    name : str
        What it is.
    pixels : ndarray, shape (rows, columns)
    corner : tuple of int
        Column and row of the first pixel.
    scale : Axis
        What the colours mean.
    palette : Palette
        Which colours.
    """

    name: str
    pixels: NDArray[np.generic]
    corner: tuple[int, int]
    scale: Axis
    palette: Palette


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Line:
    """A curve; `x` and `y` have one shape."""

    name: str
    x: NDArray[np.integer]
    y: NDArray[np.floating]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Steps:
    """A histogram: `edges` has one element more than `counts`."""

    name: str
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """A limit, drawn across."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Panel:
    """One panel of a page.

    Parameters
    ----------
    row, column : int
        Place on the page, from 0.
    title : str
        What it shows.
    x, y : Axis
        Its axes.
    drawn : tuple
        What is drawn, in this order.
    shaded : tuple of tuple of int
        First and last column of each range that is shaded.
    note : str, optional
        Why there is nothing to see.
    """

    row: int
    column: int
    title: str
    x: Axis
    y: Axis
    drawn: tuple[Image | Line | Steps | Level, ...]
    shaded: tuple[tuple[int, int], ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Page:
    """A page of plots.

    Parameters
    ----------
    name : str
        Its name, which the file has too.
    title : str
        Title over all panels.
    panels : tuple of Panel
    panel_size : tuple of float
        Width and height of a panel [inch].
    """

    name: str
    title: str
    panels: tuple[Panel, ...]
    panel_size: tuple[float, float]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns of panels."""
        rows = 1 + max(panel.row for panel in self.panels)
        return rows, 1 + max(panel.column for panel in self.panels)
