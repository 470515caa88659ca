"""Pages of plots drawn with matplotlib."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import ProductError
from dpkit.processing.crires.description import describe
from dpkit.processing.crires.page import Image, Level, Line, Page, Palette, Panel, Steps
from dpkit.product.writing import write_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw", "png", "write_pages"]

_RESOLUTION = 100  # [dot/inch]
# Colour and width: what is drawn first is widest, so that curves that agree are all seen.
_PENS = (("0.75", 3.0), ("#1f4e9c", 1.3), ("#d62728", 0.6))
_ONLY_PEN = ("#1f4e9c", 0.8)
_LEVEL_COLOUR, _SHADE_COLOUR = "#d62728", "0.5"
_BELOW, _ABOVE = "#2b6cb0", "#c53030"
_MARKS = 512  # a map of more columns is drawn in blocks
_TICKS = {
    Palette.MARK: {0: "good", 1: "bad"},
    Palette.CHANGE: {-1: "healed", 0: "same", 1: "new"},
}


def write_pages(pages: Iterable[Page], folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write each page as a picture, with its description beside it.

    Parameters
    ----------
    pages : iterable of Page
        What to draw.
    folder : Path
        Where ``<name>.png`` and ``<name>.json`` go.
    overwrite : bool
        Whether pictures that are there already are replaced.

    Returns
    -------
    list of Path
        The pictures.

    Raises
    ------
    ProductError
        A picture is there already; then none is written.
    """
    todo = list(pages)
    files = [folder / f"{page.name}.png" for page in todo]
    for file in (name for one in files for name in (one, one.with_suffix(".json"))):
        if file.exists() and not overwrite:
            raise ProductError("is there already", place=file, remedy="write into another folder")
    for page, file in zip(todo, files, strict=True):
        write_whole(file, png(page))
        text = json.dumps(describe(page), indent=1) + "\n"
        write_whole(file.with_suffix(".json"), text.encode())
    return files


def png(page: Page) -> bytes:
    """Draw a page and return it as PNG."""
    picture = io.BytesIO()
    # Without the version of matplotlib in it, the same page gives the same bytes.
    draw(page).savefig(picture, format="png", dpi=_RESOLUTION, metadata={"Software": None})
    return picture.getvalue()


def draw(page: Page) -> Figure:
    """Draw a page.

    Returns
    -------
    matplotlib.figure.Figure
        With a canvas of its own: nothing is registered with pyplot.
    """
    from matplotlib.figure import Figure

    rows, columns = page.shape
    width, height = page.panel_size
    figure = Figure(figsize=(columns * width, rows * height + 0.8), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for panel in page.panels:
        _draw_panel(grid[panel.row, panel.column], panel, last=panel.row == rows - 1)
    for column in range(columns):
        _draw_scale(figure, grid[:, column], [one for one in page.panels if one.column == column])
    figure.suptitle(page.title, fontsize=10)
    return figure


def _draw_panel(axes: Axes, panel: Panel, *, last: bool) -> None:
    axes.set_axis_on()
    axes.set_title(panel.title, fontsize=9)
    axes.tick_params(labelsize=7)
    for first, final in panel.shaded:
        axes.axvspan(
            first - 0.5, final + 0.5, color=_SHADE_COLOUR, alpha=0.35, linewidth=0, zorder=3
        )
    curves = [one for one in panel.drawn if not isinstance(one, Image | Level)]
    pens = iter(_PENS if len(curves) > 1 else [_ONLY_PEN])
    for one in panel.drawn:
        if isinstance(one, Image):
            _draw_image(axes, one)
        elif isinstance(one, Level):
            axes.axhline(
                one.value, color=_LEVEL_COLOUR, linestyle="--", linewidth=1, label=one.name
            )
        else:
            _draw_curve(axes, one, *next(pens))
    axes.set_xlim(*panel.x.limits)
    axes.set_ylim(*panel.y.limits)
    axes.set_ylabel(panel.y.text, fontsize=8)
    if last or not any(isinstance(one, Image) for one in panel.drawn):
        axes.set_xlabel(panel.x.text, fontsize=8)
    if len(panel.drawn) > 1:
        axes.legend(fontsize=7, frameon=False, loc="best")
    if panel.note:
        axes.text(0.5, 0.5, panel.note, transform=axes.transAxes, ha="center", fontsize=9)


def _draw_curve(axes: Axes, curve: Line | Steps, colour: str, width: float) -> None:
    if isinstance(curve, Line):
        axes.plot(curve.x, curve.y, color=colour, linewidth=width, label=curve.name)
    else:
        axes.stairs(curve.counts, curve.edges, color=colour, linewidth=width, label=curve.name)


def _draw_image(axes: Axes, image: Image) -> None:
    x, y = image.corner
    rows, columns = image.pixels.shape
    marked = image.palette in _TICKS
    axes.imshow(
        _strongest(image.pixels, -(-columns // _MARKS)) if marked else image.pixels,
        origin="lower",
        extent=(x - 0.5, x + columns - 0.5, y - 0.5, y + rows - 0.5),
        aspect="auto",
        cmap=_colours(image.palette),
        vmin=image.scale.limits[0],
        vmax=image.scale.limits[1],
        interpolation="nearest" if marked else "antialiased",
    )


def _strongest(marks: NDArray[Any], block: int) -> NDArray[Any]:
    """Return the largest mark, by its size, of each block of pixels; single ones would be lost.

    The blocks at the end are filled up, with less than half of a mark's width.
    """
    rows, columns = marks.shape
    wide = np.pad(marks, ((0, -rows % block), (0, -columns % block)))
    blocks = wide.reshape(wide.shape[0] // block, block, wide.shape[1] // block, block)
    high, low = blocks.max(axis=(1, 3)), blocks.min(axis=(1, 3))
    return np.asarray(np.where(high >= -low, high, low))


def _colours(palette: Palette) -> Any:
    from matplotlib.colors import ListedColormap

    if palette is Palette.MARK:
        return ListedColormap(["white", "black"])
    if palette is Palette.CHANGE:
        return ListedColormap([_BELOW, "white", _ABOVE])
    return {Palette.GREY: "gray", Palette.BALANCE: "RdBu_r"}[palette]


def _draw_scale(figure: Figure, column: Any, panels: list[Panel]) -> None:
    """Draw the one scale of colours of a column of images."""
    images = [one for panel in panels for one in panel.drawn if isinstance(one, Image)]
    if not images:
        return
    shown = next(axes for axes in column if axes.images)
    bar = figure.colorbar(shown.images[0], ax=list(column), location="bottom", aspect=40, pad=0.01)
    bar.ax.tick_params(labelsize=7)
    bar.set_label(images[0].scale.text, fontsize=8)
    ticks = _TICKS.get(images[0].palette)
    if ticks is not None:
        bar.set_ticks(list(ticks), labels=list(ticks.values()))
