"""Pages of plots described in JSON: what tests and other programs read instead of pixels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.crires.page import Axis, Image, Level, Line, Page, Panel, Steps

__all__ = ["describe"]


def describe(page: Page) -> dict[str, Any]:
    """Describe a page: its panels, titles, axes, limits and statistics of what is drawn.

    Parameters
    ----------
    page : Page
        The page.

    Returns
    -------
    dict
        As JSON holds it. Statistics are of the finite values; null when there is none.
    """
    return {
        "name": page.name,
        "title": page.title,
        "rows": page.shape[0],
        "columns": page.shape[1],
        "panels": [_panel(panel) for panel in page.panels],
    }


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "row": panel.row,
        "column": panel.column,
        "title": panel.title,
        "x": _axis(panel.x),
        "y": _axis(panel.y),
        "drawn": [_drawn(one) for one in panel.drawn],
        "shaded": [list(one) for one in panel.shaded],
        "note": panel.note,
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {"label": axis.label, "unit": axis.unit, "limits": list(axis.limits)}


def _drawn(one: Image | Line | Steps | Level) -> dict[str, Any]:
    if isinstance(one, Image):
        said = {"corner": list(one.corner), "scale": _axis(one.scale), "palette": str(one.palette)}
        return {"kind": "image", "name": one.name, **said, **_statistics(one.pixels)}
    if isinstance(one, Line):
        ends = [float(one.x[0]), float(one.x[-1])] if one.x.size else []
        return {"kind": "line", "name": one.name, "between": ends, **_statistics(one.y)}
    if isinstance(one, Steps):
        ends = [float(one.edges[0]), float(one.edges[-1])]
        counted = {"bins": one.counts.size, "counted": int(one.counts.sum())}
        return {"kind": "histogram", "name": one.name, "between": ends, **counted}
    return {"kind": "level", "name": one.name, "value": one.value}


def _statistics(values: NDArray[Any]) -> dict[str, Any]:
    finite = values[np.isfinite(values)]
    functions = {
        "minimum": np.min,
        "maximum": np.max,
        "mean": np.mean,
        "median": np.median,
        "deviation": np.std,
    }
    wide = finite.astype(np.float64)
    found = {name: _number(function, wide) for name, function in functions.items()}
    return {"shape": list(values.shape), "finite": int(finite.size), **found}


def _number(function: Any, values: NDArray[np.float64]) -> float | None:
    value = float(function(values)) if values.size else math.nan
    return value if math.isfinite(value) else None
