"""The arrangement of a diagram: boxes and arrows in a room that is so wide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dpkit.dpdd.layout import LANE, Arrow, Box, Layers, Spot, layer_boxes
from dpkit.dpdd.way import Point, Way, way_around, way_home, way_through

__all__ = ["Arrangement", "arrange"]

_GAP = 22.0


@dataclass(slots=True, kw_only=True)
class Arrangement:
    """Where everything in a diagram is.

    Attributes
    ----------
    spots : dict of str to Spot
        Place of each box.
    ways : dict of (str, str) to Way
        Way of each arrow.
    width, height : float
        Size of the whole.
    """

    spots: dict[str, Spot] = field(default_factory=dict)
    ways: dict[Arrow, Way] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0


def arrange(boxes: Sequence[Box], arrows: Collection[Arrow], room: float) -> Arrangement:
    """Arrange boxes and arrows; the result depends on nothing but the arguments.

    Layers go from left to right, or downward when the room is too narrow for that. Boxes without
    arrows follow below.

    Parameters
    ----------
    boxes : sequence of Box
        What to place.
    arrows : collection of (str, str)
        Pairs of names.
    room : float
        Width that the diagram should keep to [pixel].
    """
    linked = {name for arrow in arrows for name in arrow}
    within = [box for box in boxes if box.name in linked]
    made = _lead(layer_boxes(within, arrows), arrows)
    if made.width > room:
        turned = [replace(box, width=box.height, height=box.width) for box in within]
        down = _turn(_lead(layer_boxes(turned, arrows), arrows))
        made = min(made, down, key=lambda one: one.width)
    _add_grid(made, [box for box in boxes if box.name not in linked], room)
    return made


def _lead(layers: Layers, arrows: Iterable[Arrow]) -> Arrangement:
    """Lead every arrow; those that go backward have a lane each, below the boxes."""
    made = Arrangement(spots=layers.spots, width=layers.width, height=layers.height)
    starts, ends = _ports(layers)
    for arrow in arrows:
        if arrow[0] == arrow[1]:
            spot = layers.spots[arrow[0]]
            made.ways[arrow] = way_home(spot)
            made.width = max(made.width, spot.right + 30)
        elif arrow in layers.gaps:
            made.ways[arrow] = way_through(starts[arrow], layers.gaps[arrow], ends[arrow])
        else:
            made.height += LANE
            aside = 10.0 + 3 * (layers.backward.index(arrow) % 5)
            after, before = layers.edges[arrow[0]][1] + aside, layers.edges[arrow[1]][0] - aside
            made.ways[arrow] = way_around(starts[arrow], after, made.height, before, ends[arrow])
    return made


def _ports(layers: Layers) -> tuple[dict[Arrow, Point], dict[Arrow, Point]]:
    """Spread the starts and ends of arrows along the sides of their boxes, in order."""
    leaving: dict[str, list[tuple[float, Arrow]]] = {name: [] for name in layers.spots}
    coming: dict[str, list[tuple[float, Arrow]]] = {name: [] for name in layers.spots}
    for arrow, gaps in layers.gaps.items():
        source, target = arrow
        steps = [layers.spots[source], *gaps, layers.spots[target]]
        leaving[source].append((steps[1].middle, arrow))
        coming[target].append((steps[-2].middle, arrow))
    for source, target in layers.backward:
        leaving[source].append((layers.height, (source, target)))
        coming[target].append((layers.height, (source, target)))
    starts: dict[Arrow, Point] = {}
    ends: dict[Arrow, Point] = {}
    for name, spot in layers.spots.items():
        starts |= {arrow: (spot.right, y) for arrow, y in _spread(leaving[name], spot)}
        ends |= {arrow: (spot.x, y) for arrow, y in _spread(coming[name], spot)}
    return starts, ends


def _spread(arrows: list[tuple[float, Arrow]], spot: Spot) -> Iterator[tuple[Arrow, float]]:
    for number, (_, arrow) in enumerate(sorted(arrows), 1):
        yield arrow, spot.y + spot.height * number / (len(arrows) + 1)


def _turn(made: Arrangement) -> Arrangement:
    """Exchange the two axes."""
    spots = {
        name: Spot(x=spot.y, y=spot.x, width=spot.height, height=spot.width)
        for name, spot in made.spots.items()
    }
    ways = {arrow: way.turn() for arrow, way in made.ways.items()}
    return Arrangement(spots=spots, ways=ways, width=made.height, height=made.width)


def _add_grid(made: Arrangement, boxes: Sequence[Box], room: float) -> None:
    """Place boxes in rows below the others."""
    if not boxes:
        return
    wide = max(box.width for box in boxes) + _GAP
    columns = max(1, int((max(room, made.width) + _GAP) // wide))
    y = made.height + 2 * _GAP if made.height else 0.0
    for start in range(0, len(boxes), columns):
        row = boxes[start : start + columns]
        for number, box in enumerate(row):
            made.spots[box.name] = Spot(x=number * wide, y=y, width=box.width, height=box.height)
        y += max(box.height for box in row) + _GAP
    made.width = max(made.width, min(columns, len(boxes)) * wide - _GAP)
    made.height = y - _GAP
