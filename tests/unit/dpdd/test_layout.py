"""Where boxes and arrows of a diagram go."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.dpdd.arrangement import arrange
from dpkit.dpdd.layout import Box, layer_boxes
from dpkit.dpdd.way import Way, way_around, way_through

NAMES = "abcdefgh"


@st.composite
def graphs(draw):
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    sizes = st.floats(10, 300)
    boxes = [Box(name=name, width=draw(sizes), height=draw(sizes)) for name in names]
    arrows = st.tuples(st.sampled_from(names), st.sampled_from(names))
    return boxes, draw(st.lists(arrows, max_size=14, unique=True))


def boxes(names: str) -> list[Box]:
    return [Box(name=name, width=100, height=30) for name in names]


def apart(one, other) -> bool:
    return (
        one.right <= other.x
        or other.right <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )


def points(way: Way):
    return [point for _, points in way.strokes for point in points]


@given(graphs(), st.floats(100, 2000))
def test_boxes_keep_their_size_and_never_overlap(graph, room: float) -> None:
    made = arrange(*graph, room)
    sizes = {box.name: (box.width, box.height) for box in graph[0]}
    assert {n: (spot.width, spot.height) for n, spot in made.spots.items()} == sizes
    for one, other in combinations(made.spots.values(), 2):
        assert apart(one, other)


@given(graphs(), st.floats(100, 2000))
def test_everything_lies_within_the_diagram(graph, room: float) -> None:
    made = arrange(*graph, room)
    slack = 1e-6
    for spot in made.spots.values():
        assert spot.x >= -slack
        assert spot.y >= -slack
        assert spot.right <= made.width + slack
        assert spot.bottom <= made.height + slack
    for x, y in (point for way in made.ways.values() for point in points(way)):
        assert -slack <= x <= made.width + slack
        assert -slack <= y <= made.height + slack


@given(graphs(), st.floats(100, 2000))
def test_every_arrow_begins_and_ends_at_its_boxes(graph, room: float) -> None:
    made = arrange(*graph, room)
    assert set(made.ways) == set(graph[1])
    for (source, target), way in made.ways.items():
        for name, (x, y) in ((source, points(way)[0]), (target, points(way)[-1])):
            spot = made.spots[name]
            assert spot.x - 1e-6 <= x <= spot.right + 1e-6
            assert spot.y - 1e-6 <= y <= spot.bottom + 1e-6


@given(graphs())
def test_the_same_graph_gives_the_same_diagram(graph) -> None:
    assert arrange(*graph, 720.0) == arrange(*graph, 720.0)


def test_a_chain_goes_from_left_to_right_where_there_is_room() -> None:
    made = arrange(boxes("abc"), [("a", "b"), ("b", "c")], 1000.0)
    assert made.spots["a"].right < made.spots["b"].x < made.spots["c"].x
    assert made.spots["a"].y == made.spots["c"].y


def test_a_chain_goes_down_where_there_is_not() -> None:
    made = arrange(boxes("abc"), [("a", "b"), ("b", "c")], 200.0)
    assert made.spots["a"].bottom < made.spots["b"].y < made.spots["c"].y
    assert made.width == 100


def test_boxes_without_arrows_make_rows() -> None:
    made = arrange(boxes("abc"), [], 250.0)
    corners = [(spot.x, spot.y) for spot in made.spots.values()]
    assert corners == [(0, 0), (122, 0), (0, 52)]


def test_the_arrow_that_closes_a_cycle_leads_back_around_the_boxes() -> None:
    arrows = [("a", "b"), ("b", "c"), ("c", "a")]
    layers = layer_boxes(boxes("abc"), arrows)
    made = arrange(boxes("abc"), arrows, 1000.0)
    assert layers.backward == [("c", "a")]
    assert max(y for _, y in points(made.ways["c", "a"])) > max(
        spot.bottom for spot in made.spots.values()
    )


def test_a_long_arrow_passes_beside_the_boxes_between() -> None:
    layers = layer_boxes(boxes("abc"), [("a", "b"), ("b", "c"), ("a", "c")])
    (gap,) = layers.gaps["a", "c"]
    assert apart(gap, layers.spots["b"])
    assert gap.x == layers.spots["b"].x


def test_crossings_are_avoided() -> None:
    arrows = [("a", "d"), ("b", "c")]
    layers = layer_boxes(boxes("abcd"), arrows)
    order = sorted("ab", key=lambda name: layers.spots[name].y)
    assert [dict(arrows)[name] for name in order] == sorted(
        "cd", key=lambda name: layers.spots[name].y
    )


def test_two_arrows_of_one_box_start_apart() -> None:
    made = arrange(boxes("abc"), [("a", "b"), ("a", "c")], 1000.0)
    starts = [points(way)[0][1] for way in made.ways.values()]
    assert sorted(starts) == pytest.approx([made.spots["a"].y + 10, made.spots["a"].y + 20])


def test_a_way_is_written_in_the_path_language() -> None:
    way = way_through((0.0, 1.0), [], (10.0, 5.0))
    assert str(way) == "M0.0 1.0C5.0 1.0 5.0 5.0 10.0 5.0"
    assert str(way.turn()) == "M1.0 0.0C1.0 5.0 5.0 5.0 5.0 10.0"
    around = str(way_around((0.0, 0.0), 5.0, 30.0, -60.0, (-50.0, 0.0)))
    assert around == "M0.0 0.0L5.0 0.0L5.0 30.0L-60.0 30.0L-60.0 0.0L-50.0 0.0"
