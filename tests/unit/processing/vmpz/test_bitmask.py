"""Bit masks and coverage masks."""

from __future__ import annotations

import numpy as np
import pytest

from dpkit.processing.vmpz.bitmask import (
    VIS_BITS,
    bit_column,
    coverage_mask,
    flag_fractions,
    selection_mask,
    threshold_bits,
)
from dpkit.processing.vmpz.combine import degrade
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.flagcount import (
    coarsen_counts,
    count_pixels,
    merge_counts,
    select_counts,
)
from dpkit.processing.vmpz.flagimage import count_flags
from dpkit.processing.vmpz.footprint import footprint
from dpkit.processing.vmpz.outline import image_outline
from dpkit.processing.vmpz.skymap import covered_area

ORDER, PIXELS, SCALE = 13, 800, 0.3
NO_DATA, HALO = 22, 18
MASK = selection_mask([NO_DATA, HALO])


@pytest.fixture(scope="module")
def image(sky):
    """A halo that straddles the border of the data."""
    wcs = sky.tan_wcs(150.0, 2.0, PIXELS, scale=SCALE, angle=0.0)
    y, x = np.mgrid[:PIXELS, :PIXELS]
    flags = np.zeros((PIXELS, PIXELS), np.uint32)
    flags[np.hypot(x - 500, y - 400) < 150] |= 1 << HALO
    flags[:, 550:] = 1 << NO_DATA
    return flags, wcs


@pytest.fixture(scope="module")
def counted(image):
    flags, wcs = image
    counts = count_flags(flags, wcs, ORDER, bits=list(VIS_BITS.values()), masks=[MASK, 0])
    return counts, footprint([image_outline(wcs, flags.shape, ORDER)], ORDER)


def test_the_bits_are_those_of_vis():
    assert len(VIS_BITS) == 22
    assert sorted(set(range(25)) - set(VIS_BITS.values())) == [10, 11, 16]
    assert selection_mask(VIS_BITS.values()) == 0x1FEF3FF


def test_covered_area_is_that_of_the_clean_pixels(image, counted, sky):
    flags, _ = image
    counts, covered = counted
    mask = coverage_mask(counts, covered, MASK)
    # Pixels of a gnomonic image shrink by (1 + r^2)^(-3/2), 1e-6 here.
    clean = np.count_nonzero(flags & MASK == 0) * (SCALE / 3600.0) ** 2
    assert covered_area(mask) == pytest.approx(clean, rel=3e-4)
    assert covered_area(covered) == pytest.approx((PIXELS * SCALE / 3600.0) ** 2, rel=1e-5)


def test_flags_at_the_border_of_data_are_measured_jointly(image, counted):
    counts, covered = counted
    mask = coverage_mask(counts, covered, MASK)
    fractions = flag_fractions(counts, covered)
    observed = 1.0 - fractions.columns[bit_column(NO_DATA)].values
    product = fractions.fraction * observed * (1.0 - fractions.columns[bit_column(HALO)].values)
    # Part of a cell without data and the rest in a halo: 0, where a product says up to 1/4.
    worst = np.argmax(product - mask.fraction)
    assert product[worst] > 0.1
    assert mask.fraction[worst] == 0.0


def test_fractions_are_counts_of_pixels(counted):
    counts, covered = counted
    fractions = flag_fractions(counts, covered)
    bit = fractions.columns[bit_column(HALO)].values
    assert np.array_equal(np.rint(bit * counts.pixels), counts.flagged(HALO))
    some, most = threshold_bits(fractions), threshold_bits(fractions, 0.5)
    assert np.array_equal(some.columns["BIT_18"].values, (counts.some >> HALO & 1) == 1)
    assert np.array_equal(most.columns["BIT_18"].values, counts.flagged(HALO) * 2 > counts.pixels)
    every = threshold_bits(fractions, np.nextafter(1.0, 0.0))
    assert np.array_equal(every.columns["BIT_18"].values, (counts.every >> HALO & 1) == 1)


def test_the_footprint_bounds_the_coverage(counted, sky):
    counts, covered = counted
    small = footprint([sky.square(150.0, 2.0, 0.03)], ORDER)
    mask = coverage_mask(counts, covered, MASK, small)
    assert np.array_equal(mask.cells, small.cells)
    assert np.all(mask.fraction <= small.fraction)
    everything = coverage_mask(counts, covered, 0, small)
    assert np.abs(everything.fraction - small.fraction).max() < 1e-9


def test_a_footprint_beyond_the_image_is_not_covered(counted, sky):
    counts, covered = counted
    mask = coverage_mask(counts, covered, MASK, footprint([sky.square(150.5, 2.0, 0.1)], ORDER))
    assert len(mask) > 0
    assert np.all(mask.fraction == 0.0)


def test_coarser_counts_are_counts_of_coarser_cells(image, counted):
    flags, wcs = image
    counts, _ = counted
    coarse = coarsen_counts(counts, ORDER - 2)
    direct = count_flags(flags, wcs, ORDER - 2, bits=list(VIS_BITS.values()), masks=[MASK, 0])
    assert np.array_equal(coarse.cells, direct.cells)
    assert np.array_equal(coarse.table, direct.table)


def test_counts_of_parts_merge_to_those_of_the_whole(image, counted):
    flags, wcs = image
    counts, _ = counted
    parts = []
    for first in (500, 0, 250):
        rows = slice(first, first + 250 if first < 500 else PIXELS)
        piece = wcs.slice((rows, slice(None)))
        parts.append(
            count_flags(flags[rows], piece, ORDER, bits=list(VIS_BITS.values()), masks=[MASK, 0])
        )
    for order in ([0, 1, 2], [2, 0, 1]):
        merged = merge_counts([merge_counts([parts[i] for i in order[:2]]), parts[order[2]]])
        assert np.array_equal(merged.cells, counts.cells)
        assert np.array_equal(merged.table, counts.table)


def test_the_coverage_of_a_coarse_cell_is_the_mean_of_its_children(counted):
    counts, covered = counted
    fine = degrade(coverage_mask(counts, covered, MASK), ORDER - 1)
    whole = np.flatnonzero(degrade(covered, ORDER - 1).fraction == 1.0)
    direct = coverage_mask(coarsen_counts(counts, ORDER - 1), degrade(covered, ORDER - 1), MASK)
    # Children have slightly different numbers of pixels, 1860 of them.
    assert np.abs(fine.fraction - direct.fraction)[whole].max() < 3e-3


def test_what_does_not_fit_is_refused(counted):
    counts, covered = counted
    with pytest.raises(SkyMapError, match="were not counted"):
        coverage_mask(counts, covered, 1)
    with pytest.raises(SkyMapError, match="order"):
        flag_fractions(counts, degrade(covered, ORDER - 1))
    with pytest.raises(SkyMapError, match="order"):
        coarsen_counts(counts, ORDER + 1)
    with pytest.raises(SkyMapError, match="kinds"):
        merge_counts([counts, coarsen_counts(counts, ORDER - 1)])
    with pytest.raises(SkyMapError, match="kinds"):
        merge_counts([])


def test_selected_cells_keep_their_counts(counted):
    counts, _ = counted
    chosen = counts.cells % 3 == 0
    few = select_counts(counts, chosen)
    assert np.array_equal(few.pixels, counts.pixels[chosen])


def test_pixels_of_known_cells_are_counted():
    cells, table = count_pixels(np.array([7, 3, 7]), np.array([1, 2, 3], np.uint16), [0, 1], [1])
    assert cells.tolist() == [3, 7]
    assert table.tolist() == [[1, 2, 2, 0, 1, 1], [2, 3, 1, 2, 1, 0]]
