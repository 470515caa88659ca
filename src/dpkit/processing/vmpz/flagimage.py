"""Flag images: their flags counted by HEALPix cell, in chunks of rows, for any projection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import Cells, cell_area, check_order
from dpkit.processing.vmpz.error import FlagImageError
from dpkit.processing.vmpz.flagcount import FlagCounts, Table, count_pixels, reduce_table
from dpkit.processing.vmpz.kernel import COMPILED
from dpkit.processing.vmpz.outline import sky_at
from dpkit.processing.vmpz.raster import BLOCK, CHECKS, count_blocks, fit_blocks
from dpkit.processing.vmpz.worldcoordinates import check_celestial

if TYPE_CHECKING:
    from astropy.wcs import WCS

__all__ = ["RowImage", "count_flags"]

# Pixels that are in memory at once, in whole rows of blocks.
_CHUNK = 1 << 22
# Pixels too near to the border of a cell that may be left over from one chunk.
_PENDING = 1 << 16
# Pixels that are projected one by one at once.
_PIXELS = 1 << 16
# Fewer pixels than this in a cell are no measure of an area.
_FEWEST_PIXELS = 16


class RowImage(Protocol):
    """An image of which rows can be read: an array, a memory map, a section of a FITS image."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns."""

    def __getitem__(self, rows: Any) -> NDArray[Any]:
        """Read rows."""


def count_flags(
    image: RowImage,
    wcs: WCS,
    order: int,
    *,
    bits: Sequence[int],
    masks: Sequence[int] = (),
    place: str = "",
) -> FlagCounts:
    """Count the flags of an image in each cell.

    A pixel belongs to the cell that holds its centre. All counts are exact, as if each pixel had
    been projected by itself.

    Parameters
    ----------
    image : RowImage, shape (N, M)
        Flags, whole numbers of at most 32 bits; rows are read in chunks of about 4 million pixels.
    wcs : astropy.wcs.WCS
        World coordinates of the image, any celestial projection in ICRS or FK5 J2000.
    order : int
        HEALPix order; its cells must be at least 16 pixels in area.
    bits : sequence of int
        Bits that flags may have.
    masks : sequence of int
        Sets of bits; for each the pixels without any of them are counted.
    place : str, optional
        Name of the image, for messages.

    Returns
    -------
    FlagCounts
        The counts of all cells with a pixel.

    Raises
    ------
    FlagImageError
        The image is no plane of such numbers, has a bit that is not in `bits`, its size is not
        that of the WCS, the WCS is not celestial, or cells are too small for its pixels.
    """
    check_order(order, place=place)
    rows, columns = _check_image(image, wcs, place)
    _check_scale(wcs, order, place)
    known = _known_bits(bits, masks, place)
    parts: list[tuple[Cells, Table]] = []
    step = max(1, _CHUNK // (columns * BLOCK)) * BLOCK
    for first in range(0, rows, step):
        flags = _read_rows(image, first, min(first + step, rows), place)
        parts.append(_count_rows(flags, first, wcs, order, bits, masks))
        _check_bits(parts[-1][1], known, place)
        if len(parts) > 64:
            parts = [_join(parts)]
    cells, table = _join(parts)
    return FlagCounts(order, cells, tuple(bits), tuple(masks), table)


def _join(parts: list[tuple[Cells, Table]]) -> tuple[Cells, Table]:
    return reduce_table(
        np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    )


def _count_rows(
    flags: NDArray[Any], first: int, wcs: WCS, order: int, bits: Sequence[int], masks: Sequence[int]
) -> tuple[Cells, Table]:
    """Count some rows: block by block when kernels are compiled, else pixel by pixel."""
    if COMPILED:
        return _count_blocks(flags, first, wcs, order, bits, masks)
    return _count_exactly(flags, np.arange(flags.size), first, wcs, order, bits, masks)


def _count_blocks(
    flags: NDArray[Any], first: int, wcs: WCS, order: int, bits: Sequence[int], masks: Sequence[int]
) -> tuple[Cells, Table]:
    """Count some rows by the kernel, and what it leaves pixel by pixel."""
    fit = _fit(flags.shape, first, wcs, order)
    faces, windows = fit[0], fit[3]
    kinds = np.array(bits, dtype=np.int64), np.array(masks, dtype=np.int64)
    room = int(np.sum(np.prod(windows[..., 2:], axis=-1)[faces >= 0]))
    records = np.empty((room, 3 + len(bits) + len(masks)), dtype=np.int64)
    cells = np.empty(room, dtype=np.int64)
    pending = np.empty(_PENDING, dtype=np.int64)
    found, waiting = count_blocks(flags, *fit, 1 << order, *kinds, records, cells, pending)
    left = np.concatenate([pending[:waiting], _pixels_of(faces < 0, flags.shape)])
    exact = _count_exactly(flags, left, first, wcs, order, bits, masks)
    return _join([reduce_table(cells[:found], records[:found]), exact])


def _pixels_of(blocks: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return the pixels of some blocks, row times columns plus column."""
    if not blocks.any():
        return np.empty(0, dtype=np.int64)
    chosen = np.repeat(np.repeat(blocks, BLOCK, axis=0), BLOCK, axis=1)
    return np.flatnonzero(chosen[: shape[0], : shape[1]])


def _count_exactly(
    flags: NDArray[Any],
    pixels: NDArray[np.int64],
    first: int,
    wcs: WCS,
    order: int,
    bits: Sequence[int],
    masks: Sequence[int],
) -> tuple[Cells, Table]:
    """Count some pixels of some rows by projecting each."""
    nothing = np.empty((0, 3 + len(bits) + len(masks)), dtype=np.int64)
    found = [(np.empty(0, dtype=np.int64), nothing)]
    for start in range(0, len(pixels), _PIXELS):
        y, x = np.divmod(pixels[start : start + _PIXELS], flags.shape[1])
        cells = _cells_at(wcs, x, y + first, order)
        on_sky = cells >= 0
        found.append(count_pixels(cells[on_sky], flags[y, x][on_sky], bits, masks))
    return _join(found)


def _cells_at(wcs: WCS, x: NDArray[Any], y: NDArray[Any], order: int) -> Cells:
    """Return the cells of pixels, -1 where there is no sky."""
    from astropy.coordinates import Latitude, Longitude
    from cdshealpix.nested import lonlat_to_healpix

    sky = sky_at(wcs, x, y)
    on_sky = np.isfinite(sky).all(axis=-1)
    cells = np.full(len(sky), -1, dtype=np.int64)
    if on_sky.any():
        lon, lat = Longitude(sky[on_sky, 0], "rad"), Latitude(sky[on_sky, 1], "rad")
        cells[on_sky] = lonlat_to_healpix(lon, lat, order, num_threads=1).astype(np.int64)
    return cells


def _fit(
    shape: tuple[int, ...], first: int, wcs: WCS, order: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Interpolate the places of all blocks of some rows."""
    blocks = tuple(math.ceil(length / BLOCK) for length in shape)
    half = [np.arange(2 * count + 1) * (BLOCK / 2) for count in blocks]
    inner = [(np.arange(count)[:, None] * BLOCK + CHECKS).ravel() for count in blocks]
    nodes, checks = (
        sky_at(wcs, *np.meshgrid(columns, rows + first)) for rows, columns in (half, inner)
    )
    faces = np.empty(blocks, dtype=np.int64)
    places, margins = np.empty((*blocks, 2, 3, 3)), np.empty(blocks)
    windows = np.zeros((*blocks, 4), dtype=np.int64)
    fit_blocks(nodes, checks, 1 << order, faces, places, margins, windows)
    return faces, places, margins, windows


def _read_rows(image: RowImage, first: int, stop: int, place: str) -> NDArray[Any]:
    """Read rows as unsigned numbers of 16 or 32 bits."""
    rows = np.asarray(image[first:stop])
    if rows.dtype.kind not in "iu" or rows.dtype.itemsize > 4:
        raise FlagImageError(
            f"has flags of type {rows.dtype}", place=place, remedy="give integers of 8 to 32 bits"
        )
    narrow = rows.dtype.itemsize <= 2
    # The sign of a signed number is its highest bit, and nothing else.
    same = np.dtype(f"u{rows.dtype.itemsize}")
    native = np.ascontiguousarray(rows, dtype=rows.dtype.newbyteorder("="))
    return native.view(same).astype(np.uint16 if narrow else np.uint32, copy=False)


def _check_image(image: RowImage, wcs: WCS, place: str) -> tuple[int, int]:
    """Refuse an image that is no plane, or world coordinates that do not belong to it."""
    if len(image.shape) != 2 or 0 in image.shape:
        raise FlagImageError(f"has the shape {image.shape}", place=place, remedy="give one plane")
    rows, columns = image.shape
    check_celestial(wcs, place)
    if wcs.array_shape not in (None, (rows, columns)):
        raise FlagImageError(
            f"has {rows} x {columns} pixels, its world coordinates are for "
            f"{wcs.array_shape[0]} x {wcs.array_shape[1]}",
            place=place,
            remedy="give those of this image",
        )
    return rows, columns


def _check_scale(wcs: WCS, order: int, place: str) -> None:
    """Refuse cells that are too small for the pixels."""
    from astropy.wcs.utils import proj_plane_pixel_area

    pixels = cell_area(order) / proj_plane_pixel_area(wcs.celestial)
    if not pixels >= _FEWEST_PIXELS:
        raise FlagImageError(
            f"a cell of order {order} has {pixels:.2g} pixels of the image, fewer than "
            f"{_FEWEST_PIXELS}",
            place=place,
            remedy="take a lower order",
        )


def _known_bits(bits: Sequence[int], masks: Sequence[int], place: str) -> int:
    """Return all bits as one number."""
    if len(set(bits)) != len(bits) or not all(0 <= bit < 32 for bit in bits):
        raise FlagImageError(
            f"bits {list(bits)} are not different numbers of 0 ... 31",
            place=place,
            remedy="give each bit once",
        )
    known = sum(1 << bit for bit in bits)
    for mask in masks:
        if mask & ~known:
            unknown = [bit for bit in range(64) if (mask & ~known) >> bit & 1]
            raise FlagImageError(
                f"bits {unknown} are selected but not known",
                place=place,
                remedy="select some of the known bits",
            )
    return known


def _check_bits(table: Table, known: int, place: str) -> None:
    """Refuse flags that nobody declared."""
    found = int(np.bitwise_or.reduce(table[:, 1])) if len(table) else 0
    if unknown := [bit for bit in range(32) if (found & ~known) >> bit & 1]:
        raise FlagImageError(
            f"has pixels with the bits {unknown}, which are not known",
            place=place,
            remedy="name them among the bits, or use the list of bits of its version",
        )
