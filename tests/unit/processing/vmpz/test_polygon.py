"""Which polygons are refused, and what the others are cut into."""

from __future__ import annotations

import numpy as np
import pytest

from dpkit.errors import DpkitError
from dpkit.processing.vmpz.error import PolygonError
from dpkit.processing.vmpz.polygon import MOST_EDGES, convex_parts

GOOD = [(10.0, 10.0), (11.0, 10.0), (11.0, 11.0)]


@pytest.mark.parametrize(
    ("polygon", "message"),
    [
        ([(1, 1), (2, 2)], "fewer than three"),
        ([(1, 1), (2, 2), (1, 1), (1, 1)], "fewer than three"),
        ([(0, 0), (1, 0), (2, 0)], "no area"),
        ([(10, 10), (11, 11), (11, 10), (10, 11)], "crosses"),
        ([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)], "touches"),
        ([(0, 0), (2, 0), (2, 2), (2, 0), (3, 0), (3, 3), (0, 3)], "touches"),
        ([(0, 0), (90, 0), (180, 0), (270, 0)], "hemisphere"),
        ([(0, 10), (120, -10), (240, 10), (300, -10)], "hemisphere"),
        ([(0, 0), (1, np.nan), (1, 1)], "vertex"),
        ([(0, 0), (1, 91), (1, 1)], "vertex"),
        ([(np.inf, 0), (1, 1), (1, 0)], "vertex"),
        ([1.0, 2.0, 3.0], "shape"),
    ],
)
def test_what_has_no_inside_is_refused_by_its_number(polygon, message):
    with pytest.raises(PolygonError, match=message) as caught:
        convex_parts([GOOD, polygon])
    assert caught.value.place == "polygon 1"
    assert isinstance(caught.value, DpkitError)


def test_a_convex_polygon_is_its_own_part_whichever_way_it_turns(sky):
    ring = sky.square(0.0, 89.9, 1.0)
    for given in (ring, ring[::-1], np.vstack([ring, ring[:1]]), np.repeat(ring, 2, axis=0)):
        parts = convex_parts([given])
        assert parts.owner.tolist() == [0]
        assert len(parts.normals) == 4
        inner = sky.vectors(ring).mean(axis=0)
        assert np.all(parts.normals @ inner > 0.0)


def test_a_concave_polygon_becomes_triangles_with_its_area(sky):
    for polygon in sky.concave.values():
        parts = convex_parts([GOOD, polygon])
        assert parts.owner.tolist() == [0] + [1] * (len(polygon) - 2)
        assert set(np.diff(parts.offsets)) == {3}


def test_many_edges_are_split_and_stay_exact():
    angle = np.linspace(0.0, 2.0 * np.pi, 200, endpoint=False)
    circle = np.stack([30.0 + np.cos(angle), np.sin(angle)], axis=1)
    parts = convex_parts([circle])
    assert np.diff(parts.offsets).max() <= MOST_EDGES
    assert set(parts.owner) == {0}
