"""Outlines of images."""

from __future__ import annotations

import numpy as np
import pytest

from dpkit.processing.vmpz.error import FlagImageError
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.skymap import covered_area


def test_a_gnomonic_image_is_a_quadrilateral(sky):
    wcs = sky.tan_wcs(150.0, 70.0, 400, scale=1.0)
    outline = image_outline(wcs, (400, 400), 14)
    assert outline.shape == (4, 2)
    corners = wcs.all_world2pix(outline, 0)
    assert (
        np.abs(corners - [[-0.5, -0.5], [399.5, -0.5], [399.5, 399.5], [-0.5, 399.5]]).max() < 1e-6
    )


@pytest.mark.parametrize("kind", ["ZEA", "CAR", "STG"])
def test_curved_edges_get_points(sky, kind):
    wcs = sky.tan_wcs(150.0, 0.0, 400, scale=30.0, kind=kind)
    outline = image_outline(wcs, (400, 400), 12)
    assert len(outline) > 4
    # The edge of the image between two vertices, half a pixel outside the first row of centres.
    found = covered_area(footprint([outline], 12))
    x, y = np.meshgrid(np.arange(400), np.arange(400))
    grid = np.stack([x, y], axis=-1).astype(float)
    corner = [
        sky.vectors(wcs.all_pix2world((grid + step).reshape(-1, 2), 0)).reshape(400, 400, 3)
        for step in ([-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5])
    ]
    flat = 0.5 * np.cross(corner[2] - corner[0], corner[3] - corner[1])
    assert found == pytest.approx(
        np.linalg.norm(flat, axis=-1).sum() * np.degrees(1.0) ** 2, rel=1e-5
    )


def test_a_border_off_the_sky_is_refused(sky):
    with pytest.raises(FlagImageError, match="not on the sky"):
        image_outline(sky.tan_wcs(0.0, 0.0, 120, scale=8000.0, kind="AIT"), (120, 120), 5)
