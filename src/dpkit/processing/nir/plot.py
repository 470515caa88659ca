"""Pictures of the relative photometry of an observation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.nir.pair import PairRatio
from dpkit.processing.nir.relative import RelativeFactors

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_pair_ratios"]

_COLUMNS = 3
_HEADROOM = 1.55  # of the panel over the histogram, for the legend
_USED, _CLIPPED, _MEDIAN, _EXPECTED = "#4c78a8", "0.75", "black", "#d62728"


def plot_pair_ratios(
    result: RelativeFactors, expected: Mapping[int, float] | None = None
) -> Figure:
    """Draw the distribution of the flux ratios of every pair of exposures.

    Parameters
    ----------
    result : RelativeFactors
        The measurement.
    expected : mapping of int to float, optional
        Exposure number to its known factor on the flux (the offset of a simulation); the
        expected ratio of a pair is the ratio of its two.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per pair, with a canvas of its own: nothing is registered with pyplot.
    """
    from matplotlib.figure import Figure

    pairs = result.pairs
    columns = min(_COLUMNS, len(pairs))
    rows = -(-len(pairs) // columns)
    figure = Figure(figsize=(4.2 * columns, 3.0 * rows + 0.7), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False)
    limits = _limits(pairs)
    for pair, axes in zip(pairs, panels.flat, strict=False):
        known = _expected_ratio(pair, expected)
        _draw_pair(axes, pair, limits, known)
    for axes in panels.flat[len(pairs) :]:
        axes.set_axis_off()
    factors = ",  ".join(f"{f.exposure}: {f.value:.4f} ± {f.error:.4f}" for f in result.factors)
    figure.suptitle(f"Flux ratios among exposures\nfactor of exposure  {factors}", fontsize=11)
    figure.supxlabel("flux ratio, first over second exposure (dimensionless)", fontsize=10)
    figure.supylabel("sources per bin", fontsize=10)
    return figure


def _expected_ratio(pair: PairRatio, expected: Mapping[int, float] | None) -> float | None:
    """Return the ratio of two known factors, None if one is not known."""
    if not expected or pair.first not in expected or pair.second not in expected:
        return None
    return expected[pair.first] / expected[pair.second]


def _limits(pairs: tuple[PairRatio, ...]) -> tuple[float, float]:
    """Choose one range for all panels: where the used ratios lie, and as much again beside."""
    used = [pair.ratios[pair.kept] for pair in pairs if pair.valid]
    values = np.concatenate(used) if used else np.ones(1)
    low, high = float(values.min()), float(values.max())
    margin = max(0.35 * (high - low), 1e-3)
    return low - margin, high + margin


def _draw_pair(
    axes: Axes, pair: PairRatio, limits: tuple[float, float], known: float | None
) -> None:
    """Draw one panel."""
    axes.set_title(f"exposure {pair.first} / {pair.second}", fontsize=10)
    axes.set_xlim(*limits)
    axes.tick_params(labelsize=8)
    if pair.ratio is None or pair.error is None:
        axes.set_yticks([])
        axes.text(0.5, 0.5, str(pair.reason), transform=axes.transAxes, ha="center", fontsize=9)
        return
    _draw_histogram(axes, pair, limits)
    band = (pair.ratio - pair.error, pair.ratio + pair.error)
    top = 1.0 / _HEADROOM
    axes.axvspan(*band, ymax=top, color=_MEDIAN, alpha=0.25, linewidth=0)
    label = f"median {pair.ratio:.4f} ± {pair.error:.4f}"
    axes.axvline(pair.ratio, ymax=top, color=_MEDIAN, linewidth=1.2, label=label)
    if known is not None:
        label = f"expected {known:.4f}"
        axes.axvline(known, ymax=top, color=_EXPECTED, linestyle="--", linewidth=1.2, label=label)
    axes.set_ylim(0.0, _HEADROOM * axes.get_ylim()[1])
    axes.legend(fontsize=7.5, frameon=False, loc="upper left")


def _draw_histogram(axes: Axes, pair: PairRatio, limits: tuple[float, float]) -> None:
    """Draw used and clipped ratios; those beyond the panel are counted in its outer bins."""
    bins = np.linspace(*limits, int(np.clip(2.5 * np.sqrt(pair.matched), 15, 60)))
    inside: NDArray[np.float64] = np.clip(pair.ratios, *limits)
    axes.hist(
        [inside[pair.kept], inside[~pair.kept]],
        bins=list(bins),
        stacked=True,
        color=[_USED, _CLIPPED],
        label=[f"used {pair.used}", f"clipped {pair.matched - pair.used}"],
    )
