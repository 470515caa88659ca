"""Boxes in layers from left to right, ordered so that few of their arrows cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["LANE", "Arrow", "Box", "Layers", "Spot", "layer_boxes"]

LANE = 14.0
_GAP_ALONG, _GAP_ACROSS = 46.0, 22.0
_SWEEPS = 4
Arrow = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box to place: its name and size in pixels."""

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A box in its place, by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where the right side is."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where the lower side is."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Height of the middle."""
        return self.y + self.height / 2


@dataclass(slots=True, kw_only=True)
class Layers:
    """Boxes in their places and what each arrow passes.

    Attributes
    ----------
    spots : dict of str to Spot
        Place of each box.
    gaps : dict of (str, str) to list of Spot
        For each arrow from left to right, the gaps between boxes that it passes.
    backward : list of (str, str)
        Arrows that lead from right to left.
    edges : dict of str to (float, float)
        For each box, where its layer begins and ends.
    width, height : float
        Size of the whole.
    """

    spots: dict[str, Spot] = field(default_factory=dict)
    gaps: dict[Arrow, list[Spot]] = field(default_factory=dict)
    backward: list[Arrow] = field(default_factory=list)
    edges: dict[str, tuple[float, float]] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0


def layer_boxes(boxes: Sequence[Box], arrows: Iterable[Arrow]) -> Layers:
    """Place boxes in layers, each after the last of those that lead to it.

    The order of the boxes decides which arrows of a cycle lead backward.

    Examples
    --------
    >>> pair = [Box(name=name, width=80, height=20) for name in "ab"]
    >>> [round(spot.x) for spot in layer_boxes(pair, [("a", "b")]).spots.values()]
    [0, 126]
    """
    known = list(dict.fromkeys(arrow for arrow in arrows if arrow[0] != arrow[1]))
    names = [box.name for box in boxes]
    backward = _backward(names, known)
    forward = [arrow for arrow in known if arrow not in backward]
    chains, grid = _chains(_layers(names, forward), forward)
    _order(grid, chains)
    layers = Layers(backward=[arrow for arrow in known if arrow in backward])
    _place(layers, {box.name: box for box in boxes}, grid)
    layers.gaps = {arrow: [layers.spots.pop(n) for n in inner] for arrow, inner in chains.items()}
    return layers


def _backward(names: Sequence[str], arrows: Sequence[Arrow]) -> set[Arrow]:
    """Find the arrows that close a cycle when the boxes are walked in order."""
    targets: dict[str, list[str]] = {name: [] for name in names}
    for source, target in arrows:
        targets[source].append(target)
    state: dict[str, bool] = {}
    closing: set[Arrow] = set()

    def walk(name: str) -> None:
        state[name] = True
        for target in targets[name]:
            if target not in state:
                walk(target)
            elif state[target]:
                closing.add((name, target))
        state[name] = False

    for name in names:
        if name not in state:
            walk(name)
    return closing


def _layers(names: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """Give each box the layer after the last of those that lead to it."""
    layers = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in arrows:
            layers[target] = max(layers[target], layers[source] + 1)
    return layers


def _chains(
    layers: Mapping[str, int], arrows: Sequence[Arrow]
) -> tuple[dict[Arrow, list[str]], list[list[str]]]:
    """Put a small gap into every layer that an arrow passes, so that it keeps clear of boxes."""
    grid: list[list[str]] = [[] for _ in range(max(layers.values(), default=-1) + 1)]
    for name, layer in layers.items():
        grid[layer].append(name)
    chains: dict[Arrow, list[str]] = {}
    for source, target in arrows:
        between = range(layers[source] + 1, layers[target])
        chains[source, target] = [f"\0{source}\0{target}\0{layer}" for layer in between]
        for layer, gap in zip(between, chains[source, target], strict=True):
            grid[layer].append(gap)
    return chains, grid


def _order(grid: list[list[str]], chains: Mapping[Arrow, list[str]]) -> None:
    """Sort each layer by the mean position of its neighbours, to and fro."""
    near: dict[str, list[str]] = {name: [] for layer in grid for name in layer}
    for (source, target), gaps in chains.items():
        steps = [source, *gaps, target]
        for one, other in pairwise(steps):
            near[one].append(other)
            near[other].append(one)
    for sweep in range(_SWEEPS):
        for layer in grid if sweep % 2 == 0 else reversed(grid):
            position = {n: i / len(one) for one in grid for i, n in enumerate(one)}
            layer.sort(key=lambda name: _mean([position[n] for n in near[name]], position[name]))


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _place(layers: Layers, boxes: Mapping[str, Box], grid: list[list[str]]) -> None:
    """Stack each layer, centred on the others."""
    sizes = [sum(_height(boxes, name) + _GAP_ACROSS for name in names) for names in grid]
    tallest = max(sizes, default=0.0)
    # Arrows that lead back to the first layer or from the last need room before and after.
    margin = _GAP_ALONG / 2 if layers.backward else 0.0
    x = margin
    for names, size in zip(grid, sizes, strict=True):
        width = max(boxes[name].width for name in names if name in boxes)
        y = (tallest - size) / 2
        for name in names:
            wide = boxes[name].width if name in boxes else width
            tall = _height(boxes, name)
            left = x + (width - wide) / 2
            layers.spots[name] = Spot(x=left, y=y, width=wide, height=tall)
            layers.edges[name] = (x, x + width)
            y += tall + _GAP_ACROSS
        x += width + _GAP_ALONG
    layers.width = max(x - _GAP_ALONG + margin, 0.0)
    layers.height = max(tallest - _GAP_ACROSS, 0.0)


def _height(boxes: Mapping[str, Box], name: str) -> float:
    return boxes[name].height if name in boxes else LANE
