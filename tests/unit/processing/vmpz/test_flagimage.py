"""Flags by cell against a projection of every pixel by astropy and healpy."""

from __future__ import annotations

import math
import tracemalloc

import healpy
import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS, Sip

from dpkit.processing.vmpz.error import FlagImageError
from dpkit.processing.vmpz.flagimage import count_flags

BITS = tuple(range(12))
MASKS = (0b101, 0xFFF, 0)
ORDER = 14


def make_flags(shape, dtype=np.uint16, share=0.05, seed=0):
    random = np.random.default_rng(seed)
    some = random.random(shape) < share
    flags = np.where(some, random.integers(0, 1 << 12, shape), 0)
    flags[shape[0] // 3 : shape[0] // 2, shape[1] // 4 : shape[1] // 2] |= 2
    return flags.astype(dtype)


def brute_force(flags, wcs, order=ORDER):
    """Count pixel by pixel, with no code of ours."""
    y, x = np.mgrid[: flags.shape[0], : flags.shape[1]]
    world = wcs.all_pix2world(np.stack([x.ravel(), y.ravel()], axis=1).astype(float), 0)
    lon, lat = world[:, wcs.wcs.lng], world[:, wcs.wcs.lat]
    there = np.isfinite(lon) & np.isfinite(lat)
    cells = healpy.ang2pix(1 << order, lon[there], lat[there], nest=True, lonlat=True)
    value = flags.ravel()[there].astype(np.int64)
    found = {}
    for cell, flag in zip(cells.tolist(), value.tolist(), strict=True):
        row = found.setdefault(cell, [0, 0, -1, *([0] * (len(BITS) + len(MASKS)))])
        row[0] += 1
        row[1] |= flag
        row[2] &= flag
        for number, bit in enumerate(BITS):
            row[3 + number] += flag >> bit & 1
        for number, mask in enumerate(MASKS):
            row[3 + len(BITS) + number] += not flag & mask
    return found


def check(flags, wcs, order=ORDER):
    counts = count_flags(flags, wcs, order, bits=BITS, masks=MASKS)
    expected = brute_force(flags, wcs, order)
    assert counts.cells.tolist() == sorted(expected)
    assert counts.table.tolist() == [expected[cell] for cell in counts.cells.tolist()]
    return counts


@pytest.mark.parametrize("dec", [0.0, 30.0, 41.81, 60.0, 89.0, 89.99, 90.0, -89.7, -41.8])
@pytest.mark.parametrize("ra", [0.0, 45.0, 200.3])
def test_every_count_is_exact_wherever_the_image_lies(sky, ra, dec):
    # With an even number the reference point, here often a corner of cells, is no pixel centre.
    check(make_flags((230, 300)), sky.tan_wcs(ra, dec, 300, scale=0.5))


@pytest.mark.parametrize("order", [8, 11, 15, 16])
def test_every_count_is_exact_at_any_order(sky, order):
    check(make_flags((200, 257)), sky.tan_wcs(123.0, -20.0, 257, scale=0.4), order)


@pytest.mark.parametrize("kind", ["SIN", "ZEA", "CAR", "STG", "AIT", "ARC"])
def test_any_projection_is_exact(sky, kind):
    wcs = sky.tan_wcs(123.0, 5.0, 220, scale=2.0, kind=kind)
    check(make_flags((220, 220)), wcs, 12)


def test_distortion_is_exact(sky):
    wcs = sky.tan_wcs(10.0, -50.0, 300, scale=0.5)
    wcs.wcs.ctype = ["RA---TAN-SIP", "DEC--TAN-SIP"]
    a, b = np.zeros((4, 4)), np.zeros((4, 4))
    a[2, 0], a[0, 2], a[1, 2], b[1, 1], b[3, 0] = 2e-5, -1e-5, 3e-8, 4e-5, -5e-8
    wcs.sip = Sip(a, b, None, None, wcs.wcs.crpix)
    check(make_flags((300, 300)), wcs)


def test_cdelt_and_pc_and_swapped_axes_are_exact():
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["DEC--TAN", "RA---TAN"]
    wcs.wcs.crval = [33.0, 359.999]
    wcs.wcs.crpix = [80.0, 70.0]
    wcs.wcs.cdelt = [2e-4, -2e-4]
    wcs.wcs.pc = [[0.8, -0.6], [0.6, 0.8]]
    check(make_flags((150, 160)), wcs)


@pytest.mark.parametrize(
    "dtype", ["uint8", "int16", "uint16", ">i2", "int32", "uint32", ">i4", ">u4"]
)
def test_any_integer_will_do(sky, dtype):
    flags = make_flags((90, 100)) & 0x7F
    wcs = sky.tan_wcs(1.0, 2.0, 100, scale=1.0)
    expected = count_flags(flags, wcs, 13, bits=BITS, masks=MASKS)
    found = count_flags(flags.astype(dtype), wcs, 13, bits=BITS, masks=MASKS)
    assert np.array_equal(found.table, expected.table)


def test_the_sign_of_a_number_is_its_highest_bit(sky):
    flags = np.zeros((64, 64), np.int32)
    flags[0, 0] = -(2**31)
    wcs = sky.tan_wcs(1.0, 2.0, 64, scale=1.0)
    counts = count_flags(flags, wcs, 12, bits=[31])
    assert counts.flagged(31).sum() == 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (65, 1), (64, 64), (63, 129)])
def test_odd_shapes_are_exact(sky, shape):
    check(make_flags(shape), sky.tan_wcs(77.0, 12.0, 100, scale=0.5))


def test_pixels_off_the_sky_belong_to_no_cell(sky):
    wcs = sky.tan_wcs(0.0, 0.0, 120, scale=8000.0, kind="AIT")
    flags = make_flags((120, 120))
    counts = check(flags, wcs, 2)
    assert 0 < counts.pixels.sum() < flags.size


def test_all_pixels_are_counted_once(sky):
    flags = make_flags((700, 900))
    counts = count_flags(flags, sky.tan_wcs(45.0, 41.8, 900), ORDER, bits=BITS, masks=MASKS)
    assert counts.pixels.sum() == flags.size
    assert counts.flagged(1).sum() == np.count_nonzero(flags & 2)
    assert counts.clean(0xFFF).sum() == np.count_nonzero(flags == 0)
    assert counts.clean(0).sum() == flags.size


@pytest.mark.parametrize("hdu", [fits.ImageHDU, fits.CompImageHDU])
@pytest.mark.parametrize("dtype", ["uint16", "uint32", "int32"])
def test_rows_are_read_from_files(sky, tmp_path, hdu, dtype):
    flags, wcs = make_flags((300, 200)).astype(dtype), sky.tan_wcs(77.0, 12.0, 300, scale=0.5)
    path = tmp_path / "flags.fits"
    fits.HDUList([fits.PrimaryHDU(), hdu(flags, header=wcs.to_header())]).writeto(path)
    with fits.open(path) as hdus:
        found = count_flags(hdus[1].section, WCS(hdus[1].header), ORDER, bits=BITS, masks=MASKS)
    expected = count_flags(flags, wcs, ORDER, bits=BITS, masks=MASKS)
    assert np.array_equal(found.cells, expected.cells)
    assert np.array_equal(found.table, expected.table)


class Rows:
    """An image that exists only row by row, and remembers how many were asked for."""

    def __init__(self, shape):
        self.shape = shape
        self.most = 0

    def __getitem__(self, rows):
        first, stop, _ = rows.indices(self.shape[0])
        self.most = max(self.most, stop - first)
        flags = np.zeros((stop - first, self.shape[1]), np.uint32)
        flags[(first + np.arange(stop - first)) % 97 == 0] = 8
        return flags


def test_chunks_of_rows_give_what_the_whole_image_gives(sky):
    image = Rows((5000, 1000))
    wcs = sky.tan_wcs(150.0, 2.0, 5000)
    found = count_flags(image, wcs, 13, bits=BITS, masks=MASKS)
    assert image.most < 5000
    whole = count_flags(image[0:5000], wcs, 13, bits=BITS, masks=MASKS)
    assert np.array_equal(found.table, whole.table)


def test_memory_does_not_grow_with_the_image(sky):
    peaks = []
    for rows in (2000, 12000):
        image = Rows((rows, 6000))
        wcs = sky.tan_wcs(150.0, 2.0, 6000)
        count_flags(Rows((64, 64)), wcs, 13, bits=range(25), masks=MASKS)
        tracemalloc.start()
        count_flags(image, wcs, 13, bits=range(25), masks=MASKS)
        peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
    assert max(peaks) < 100.0
    assert peaks[1] < 1.3 * peaks[0]


def bad_wcs(**changes):
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = changes.get("ctype", ["RA---TAN", "DEC--TAN"])
    wcs.wcs.crval = [10.0, 10.0]
    wcs.wcs.cdelt = [-1e-4, 1e-4]
    if "radesys" in changes:
        wcs.wcs.radesys = changes["radesys"]
    if "equinox" in changes:
        wcs.wcs.equinox = changes["equinox"]
    if "shape" in changes:
        wcs.array_shape = changes["shape"]
    return wcs


@pytest.mark.parametrize(
    ("flags", "wcs", "message"),
    [
        (np.zeros((9, 9), np.float32), bad_wcs(), "type float32"),
        (np.zeros((9, 9), np.int64), bad_wcs(), "type int64"),
        (np.zeros((2, 9, 9), np.uint16), bad_wcs(), "shape"),
        (np.zeros((0, 9), np.uint16), bad_wcs(), "shape"),
        (np.zeros((9, 9), np.uint16), bad_wcs(ctype=["", ""]), "no celestial"),
        (np.zeros((9, 9), np.uint16), bad_wcs(ctype=["GLON-TAN", "GLAT-TAN"]), "GLON/GLAT"),
        (np.zeros((9, 9), np.uint16), bad_wcs(radesys="FK4"), "FK4"),
        (np.zeros((9, 9), np.uint16), bad_wcs(radesys="FK5", equinox=1975.0), "FK5 of 1975"),
        (np.zeros((9, 9), np.uint16), bad_wcs(shape=(9, 10)), "9 x 10"),
        (np.full((9, 9), 0x3000, np.uint16), bad_wcs(), r"bits \[12, 13\]"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(flags, wcs, message):
    with pytest.raises(FlagImageError, match=message) as caught:
        count_flags(flags, wcs, 11, bits=BITS, place="flags.fits")
    assert str(caught.value).startswith("flags.fits: ")


def test_wrong_bits_and_small_cells_are_refused(sky):
    flags, wcs = np.zeros((9, 9), np.uint16), sky.tan_wcs(1.0, 2.0, 9)
    with pytest.raises(FlagImageError, match="different numbers"):
        count_flags(flags, wcs, ORDER, bits=[1, 1])
    with pytest.raises(FlagImageError, match="different numbers"):
        count_flags(flags, wcs, ORDER, bits=[32])
    with pytest.raises(FlagImageError, match=r"bits \[5\] are selected"):
        count_flags(flags, wcs, ORDER, bits=[1], masks=[32])
    with pytest.raises(FlagImageError, match="fewer than 16"):
        count_flags(flags, wcs, 20, bits=[1])


def test_the_pixel_scale_of_the_refusal_is_right(sky):
    # A cell of order 14 is 12.88 arcsec wide: 16 pixels are 3.22 arcsec wide.
    flags = np.zeros((9, 9), np.uint16)
    side = math.sqrt(4 * math.pi / (12 * 4**14)) * 206264.806
    count_flags(flags, sky.tan_wcs(1.0, 2.0, 9, scale=side / 4.01), ORDER, bits=[1])
    with pytest.raises(FlagImageError, match="fewer than 16"):
        count_flags(flags, sky.tan_wcs(1.0, 2.0, 9, scale=side / 3.99), ORDER, bits=[1])
