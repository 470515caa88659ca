"""The picture of a column of a QC1 table against another one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import ArchiveError
from dpkit.product.writing import write_whole
from dpkit_archive.qc.column import QcColumn
from dpkit_archive.qc.error import QualityError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_columns", "save_columns"]

_DPI = 120


def save_columns(figure: Figure, target: Path) -> None:
    """Write a picture into a new file.

    Raises
    ------
    ArchiveError
        The file is there already, or its name ends as no picture's does.
    """
    if target.exists():
        raise ArchiveError("exists already", place=target, remedy="give another name")
    kind = target.suffix.removeprefix(".")
    if kind not in figure.canvas.get_supported_filetypes():
        raise ArchiveError(
            f"pictures of kind {kind!r} are not known", place=target, remedy="name a file *.png"
        )
    image = io.BytesIO()
    figure.savefig(image, format=kind, dpi=_DPI)
    write_whole(target, image.getvalue())


def draw_columns(
    arrays: Mapping[str, NDArray[Any]], x: QcColumn, y: QcColumn, title: str
) -> Figure:
    """Draw the points of two columns.

    Parameters
    ----------
    arrays : mapping of str to numpy.ndarray
        The columns x and y, and ``detector`` when points shall differ by it.
    x, y : QcColumn
        What they are.
    title : str
        What stands above.

    Returns
    -------
    matplotlib.figure.Figure
        With a canvas of its own: nothing is registered with pyplot.

    Raises
    ------
    QualityError
        A column is no axis.
    ArchiveError
        Matplotlib is not installed.
    """
    for column in (x, y):
        if not column.number:
            raise QualityError(f"{column.name} is no number, and no axis of a plot")
    if find_spec("matplotlib") is None:
        raise ArchiveError("matplotlib is not installed", remedy="pip install 'dpkit[plot]'")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 5.0), layout="constrained")
    axes = figure.add_subplot()
    groups = arrays.get("detector", np.full(len(arrays[x.name]), None))
    names = sorted({str(one) for one in groups if one is not None})
    for group in names or (None,):
        chosen = np.array([str(value) == str(group) for value in groups], dtype=bool)
        label = None if group is None else f"detector {group}"
        axes.plot(arrays[x.name][chosen], arrays[y.name][chosen], ".", label=label)
    axes.set_xlabel(_label(x))
    axes.set_ylabel(_label(y))
    axes.set_title(title)
    axes.ticklabel_format(useOffset=False)
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
    return figure


def _label(column: QcColumn) -> str:
    return f"{column.name} [{column.unit}]" if column.unit and column.unit != "1" else column.name
