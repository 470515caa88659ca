"""Random shapes on the sphere, and slow judges of them that share nothing with the archive."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest


def unit(ra, dec):
    ra, dec = np.radians(ra), np.radians(dec)
    return np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)


def degrees(vectors):
    ra = np.degrees(np.arctan2(vectors[..., 1], vectors[..., 0])) % 360.0
    return np.stack([ra, np.degrees(np.arcsin(np.clip(vectors[..., 2], -1, 1)))], axis=-1)


def around(centre, distance, angle):
    """Return the positions at distances and angles (radians) from a centre."""
    centre = np.asarray(centre, float)
    axis = np.eye(3)[np.argmin(np.abs(centre))]
    first = np.cross(centre, axis)
    first /= np.linalg.norm(first)
    second = np.cross(centre, first)
    distance, angle = np.asarray(distance)[..., None], np.asarray(angle)[..., None]
    across = np.cos(angle) * first + np.sin(angle) * second
    return np.cos(distance) * centre + np.sin(distance) * across


def centres(random) -> Iterator[np.ndarray]:
    """Yield places: the poles, right ascension zero, and others."""
    while True:
        yield unit(0.0, 90.0)
        yield unit(0.0, -90.0)
        yield unit(random.uniform(-0.5, 0.5), random.uniform(-80, 80))
        yield unit(random.uniform(0, 360), 89.5)
        vector = random.normal(size=3)
        yield vector / np.linalg.norm(vector)


def star(random, centre, size):
    """Return the corners of a polygon around a place, rarely convex, in either sense."""
    count = random.integers(3, 12)
    angles = np.sort(random.uniform(0, 2 * math.pi, count))
    while np.max(np.diff(np.append(angles, angles[0] + 2 * math.pi))) > 0.9 * math.pi:
        angles = np.sort(random.uniform(0, 2 * math.pi, count))
    corners = around(centre, size * random.uniform(0.2, 1.0, count), angles)
    return corners if random.random() < 0.5 else corners[::-1]


def winding(corners, points):
    """Tell which positions a polygon goes around: by the sum of the angles that its sides span."""
    total = np.zeros(len(points))
    for begin, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        a = begin - (points @ begin)[:, None] * points
        b = end - (points @ end)[:, None] * points
        turn = np.einsum("ij,ij->i", np.cross(a, b), points)
        total += np.arctan2(turn, np.einsum("ij,ij->i", a, b))
    middle = corners.sum(axis=0)
    # Seen from the antipode, the polygon goes around, too.
    return (np.abs(total) > math.pi) & (points @ middle > 0)


def along(corners, steps=200):
    """Return positions along the sides of a polygon."""
    found = []
    for begin, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        t = np.linspace(0, 1, steps, endpoint=False)[:, None]
        angle = math.acos(min(float(begin @ end), 1.0))
        found.append((np.sin((1 - t) * angle) * begin + np.sin(t * angle) * end) / math.sin(angle))
    return np.concatenate(found)


def inside(random, corners, count=400):
    """Return positions inside a polygon."""
    middle = corners.sum(axis=0)
    middle /= np.linalg.norm(middle)
    size = np.max(np.arccos(np.clip(corners @ middle, -1, 1)))
    points = around(
        middle, size * np.sqrt(random.random(count)), random.uniform(0, 2 * math.pi, count)
    )
    return points[winding(corners, points)]


@pytest.fixture(scope="session")
def sky() -> SimpleNamespace:
    """Return the makers and judges of shapes."""
    return SimpleNamespace(
        unit=unit,
        degrees=degrees,
        around=around,
        centres=centres,
        star=star,
        winding=winding,
        along=along,
        inside=inside,
    )
