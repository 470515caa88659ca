"""The HEALPix projection against healpy."""

from __future__ import annotations

import math

import healpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.processing.vmpz.projection import (
    deinterleave,
    face_to_sky,
    interleave,
    largest_radius,
    sky_to_face,
)


def cell_at(longitude, latitude, order):
    nside = 1 << order
    face, x, y = sky_to_face(longitude, latitude)
    column, row = min(nside - 1, int(x * nside)), min(nside - 1, int(y * nside))
    return face * nside * nside + interleave(column, row)


@pytest.mark.parametrize("order", [0, 3, 14, 29])
def test_cells_are_those_of_healpy(order):
    random = np.random.default_rng(order)
    longitude = random.uniform(0.0, 2.0 * np.pi, 3000)
    latitude = np.arcsin(random.uniform(-1.0, 1.0, 3000))
    latitude[:300] = np.copysign(np.pi / 2 - 10.0 ** random.uniform(-8, -1, 300), latitude[:300])
    expected = healpy.ang2pix(1 << order, np.pi / 2 - latitude, longitude, nest=True)
    found = [cell_at(*place, order) for place in zip(longitude, latitude, strict=True)]
    # The colatitude that healpy is given has lost digits that cells of order 29 need.
    assert np.mean(np.array(found) == expected) > (0.999 if order == 29 else 0.9999)


@given(
    st.integers(0, 11),
    st.floats(1e-6, 1.0 - 1e-6),
    st.floats(1e-6, 1.0 - 1e-6),
)
def test_places_on_a_face_come_back(face, x, y):
    z, cosine, longitude = face_to_sky(face, x, y)
    again = sky_to_face(longitude, math.atan2(z, cosine))
    assert again[0] == face
    assert again[1:] == pytest.approx((x, y), abs=1e-12)


@given(st.integers(0, 2**29 - 1), st.integers(0, 2**29 - 1))
def test_bits_are_woven_as_in_the_nested_scheme(x, y):
    number = interleave(x, y)
    assert tuple(healpy.pix2xyf(1 << 29, number, nest=True)[:2]) == (x, y)
    assert tuple(deinterleave(number)) == (x, y)


@pytest.mark.parametrize("order", [0, 1, 5, 12])
def test_no_cell_reaches_beyond_the_largest_radius(order):
    assert largest_radius(order) == pytest.approx(healpy.max_pixrad(1 << order), rel=1e-9)
