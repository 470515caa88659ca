"""Pictures: what their pixels and labels say."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.plot import plot_map
from dpkit.processing.vmpz.region import region_from_cells
from dpkit.processing.vmpz.skymap import Column, make_map

ORDER = 12


@pytest.fixture(scope="module")
def patch(sky):
    found = footprint([sky.square(0.05, -30.0, 0.4, 20.0)], ORDER)
    size = len(found)
    columns = {
        "depth": Column(np.linspace(24.0, 25.0, size), np.arange(size) % 2 == 0, "mag"),
        "BIT_3": found.cells % 5 == 0,
    }
    return make_map(ORDER, found.cells, found.fraction, columns)


def picture(figure):
    figure.draw_without_rendering()
    return figure.axes[0].images[0].get_array()


def test_pixels_show_the_covered_fraction(patch, sky):
    figure = plot_map(patch, title="a patch")
    shown = picture(figure)
    axes = figure.axes[0]
    scale = abs(axes.wcs.wcs.cdelt[0])
    # Border cells are drawn whole: their pixels have the fraction as value.
    assert float(shown.filled(0.0).sum()) * scale**2 == pytest.approx(0.16, rel=5e-3)
    x, y = axes.wcs.all_world2pix([[0.05, -30.0], [0.05, -29.5]], 0)[0]
    assert shown[round(y), round(x)] == 1.0
    assert shown.mask[0, 0]
    assert axes.get_title() == "a patch"
    assert figure.axes[1].get_ylabel() == "covered fraction"


def test_values_that_are_not_valid_stay_white(patch):
    figure = plot_map(patch, "depth")
    shown = picture(figure)
    assert 0.3 < np.mean(shown.mask) < 0.9
    assert 24.0 <= shown.min() <= shown.max() <= 25.0
    assert figure.axes[1].get_ylabel() == "depth [mag]"


def test_bits_have_two_colours(patch):
    figure = plot_map(patch, "BIT_3")
    assert set(np.unique(picture(figure).compressed())) == {False, True}
    labels = [tick.get_text() for tick in figure.axes[1].get_yticklabels()]
    assert labels == ["not set", "set"]


@pytest.mark.parametrize(("largest", "top"), [(0.02, 0.02), (0.6, 1.0), (0.0, 1.0)])
def test_the_scale_of_small_shares_ends_at_the_largest(largest, top):
    cells = np.arange(40)
    shares = np.where(cells % 4 == 0, largest, 0.0)
    found = make_map(9, cells, None, {"BIT_18": shares})
    (image,) = plot_map(found, "BIT_18").axes[0].images
    assert image.get_clim() == (0.0, top)


def test_small_cells_do_not_fall_between_pixels():
    cells = np.arange(7, 12 * 4**9, 4096)
    shown = picture(plot_map(make_map(9, cells)))
    # A pixel is 0.4 deg: cells are drawn at order 7, one in 256, each with 1 of its 16 children.
    assert np.mean(~shown.mask) == pytest.approx(np.pi / 4 / 256, rel=0.1)
    assert np.unique(shown.compressed()).tolist() == [1 / 16]


def test_a_wide_map_shows_the_whole_sky(sky):
    found = make_map(3, np.arange(0, 12 * 4**3, 3))
    figure = plot_map(found)
    shown = picture(figure)
    assert shown.shape[1] == 2 * shown.shape[0]
    assert figure.axes[0].wcs.wcs.ctype[0] == "RA---MOL"
    assert np.mean(~shown.mask) == pytest.approx(np.pi / 4 / 3, rel=0.03)


def test_projections_can_be_chosen(patch):
    assert plot_map(patch, projection="sky").axes[0].wcs.wcs.ctype[0] == "RA---MOL"
    assert plot_map(patch, projection="zoom").axes[0].wcs.wcs.ctype[0] == "RA---TAN"


def test_tiles_and_outlines_are_drawn_with_their_names(patch):
    half = len(patch) // 2
    tiles = {"T1": region_from_cells(patch.cells[:half], ORDER),
             "T2": region_from_cells(patch.cells[half:], ORDER)}  # fmt: skip
    bare = plot_map(patch)
    full = plot_map(patch, tiles=tiles, outline=region_from_cells(patch.cells, ORDER))
    assert {"T1", "T2"} <= {text.get_text() for text in full.axes[0].texts}
    assert len(full.axes[0].collections) == len(bare.axes[0].collections) + 3
    assert not any(isinstance(c, LineCollection) for c in bare.axes[0].collections)


def test_what_cannot_be_drawn_is_refused(patch):
    with pytest.raises(SkyMapError, match="without cells"):
        plot_map(make_map(3, []))
    with pytest.raises(SkyMapError, match="no column x"):
        plot_map(patch, "x")
    with pytest.raises(SkyMapError, match="whole sky"):
        plot_map(make_map(0, np.arange(12)), projection="zoom")
