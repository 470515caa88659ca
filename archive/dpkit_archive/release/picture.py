"""The picture of what a release has and lacks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dpkit.errors import ArchiveError
from dpkit_archive.release.completeness import INVALID, MISSING, PRESENT, Completeness, Values

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["picture", "save_picture"]

_STATES = (PRESENT, INVALID, MISSING)  # from the best to the worst
_COLORS = ("#7fb07f", "#e8a33d", "#b2182b")
_UNASKED, _UNASKED_COLOR = -1, "white"
_UNASKED_LABEL = "no such combination"
_MOST_LINES = 400
"""Rows of the picture; more values share rows, of which the worst is shown."""
_MOST_LABELS = 30
_CHARACTER = 0.065
"""Width of a character above a panel, inches."""
_DPI = 120


def save_picture(found: Completeness, target: Path) -> None:
    """Draw a matrix into a new file.

    Raises
    ------
    ArchiveError
        The file is there already or cannot be written, or matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise ArchiveError("matplotlib is not installed", remedy="pip install 'dpkit[plot]'")
    if target.exists():
        raise ArchiveError("exists already", place=target, remedy="give another name")
    aside = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        picture(found).savefig(aside, dpi=_DPI)
        aside.rename(target)
    except (OSError, ValueError) as error:
        aside.unlink(missing_ok=True)
        raise ArchiveError(
            f"the picture cannot be written: {error}", place=target, remedy="name a file *.png"
        ) from None


def picture(found: Completeness) -> Figure:
    """Draw a matrix: lines are values of the first key, columns the rest, a panel for each product.

    Parameters
    ----------
    found : Completeness
        The matrix.

    Returns
    -------
    matplotlib.figure.Figure
        With a canvas of its own: nothing is registered with pyplot.
    """
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    lines = sorted({values[:1] for values, _ in found.rows})
    columns = sorted({values[1:] for values, _ in found.rows})
    cube = _cube(found, lines, columns)
    longest = max(map(len, found.expected), default=0)
    panel = max(1.2, 0.28 * len(columns), _CHARACTER * longest)
    width = max(6.0, 1.5 + len(found.expected) * panel)
    height = float(np.clip(0.2 * len(lines), 1.2, 8.0)) + 2.6
    figure = Figure(figsize=(width, height), layout="constrained")
    panels = figure.subplots(1, len(found.expected), sharey=True, squeeze=False)[0]
    share = max(1, -(-len(lines) // _MOST_LINES))
    for number, axes in enumerate(panels):
        _draw(axes, _worst(cube[:, :, number], share), found.expected[number], columns)
    _label_lines(panels[0], lines, share, found.by[0])
    figure.supxlabel(", ".join(found.by[1:]), fontsize=9)
    counts = found.counts
    said = [
        Patch(color=color, label=f"{state} ({counts[state]})")
        for state, color in zip(_STATES, _COLORS, strict=True)
    ]
    if (cube == _UNASKED).any():
        said.append(Patch(facecolor=_UNASKED_COLOR, edgecolor="0.5", label=_UNASKED_LABEL))
    figure.legend(handles=said, loc="outside upper center", ncols=4, frameon=False, fontsize=9)
    return figure


def _cube(found: Completeness, lines: Sequence[Values], columns: Sequence[Values]) -> Any:
    """Return the numbers of the states by line, column and product."""
    line = {values: number for number, values in enumerate(lines)}
    column = {values: number for number, values in enumerate(columns)}
    code = {state: number for number, state in enumerate(_STATES)}
    cube = np.full((len(lines), len(columns), len(found.expected)), _UNASKED, np.int8)
    for values, states in found.rows:
        cube[line[values[:1]], column[values[1:]]] = [code[state] for state in states]
    return cube


def _worst(panel: Any, share: int) -> Any:
    """Let so many lines share one, which shows the worst of them."""
    starts = np.arange(0, len(panel), share)
    return np.maximum.reduceat(panel, starts, axis=0) if len(panel) else panel


def _draw(axes: Axes, panel: Any, product: str, columns: Sequence[Values]) -> None:
    from matplotlib.colors import ListedColormap

    colors = ListedColormap([_UNASKED_COLOR, *_COLORS])
    if panel.size:
        axes.imshow(
            panel, cmap=colors, vmin=_UNASKED, vmax=2, aspect="auto", interpolation="nearest"
        )
    axes.set_title(product, fontsize=8, rotation=20, ha="left", x=0.0)
    step = -(-len(columns) // _MOST_LABELS) or 1
    places = list(range(0, len(columns), step))
    labels = [" ".join(map(str, columns[place])) for place in places]
    axes.set_xticks(places, labels, rotation=90, fontsize=7)
    for place in range(1, len(columns)):
        axes.axvline(place - 0.5, color="white", linewidth=0.6)
    if len(panel) <= _MOST_LABELS:
        for place in range(1, len(panel)):
            axes.axhline(place - 0.5, color="white", linewidth=0.6)
    axes.tick_params(length=0)


def _label_lines(axes: Axes, lines: Sequence[Values], share: int, key: str) -> None:
    shown = -(-len(lines) // share) if lines else 0
    step = -(-shown // _MOST_LABELS) or 1
    places = list(range(0, shown, step))
    axes.set_yticks(places, [str(lines[place * share][0]) for place in places], fontsize=7)
    note = f" (each line is {share} of {len(lines)}, the worst is shown)" if share > 1 else ""
    axes.set_ylabel(f"{key}{note}", fontsize=9)
