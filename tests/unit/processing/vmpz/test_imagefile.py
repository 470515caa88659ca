"""Images that are written and read by rows."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from astropy.io import fits

from dpkit.processing.vmpz.imagefile import image_rows, write_rows


def draw(dtype, shape=(37, 23)):
    random = np.random.default_rng(4)
    info = np.iinfo(dtype)
    return random.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "uint32"])
@pytest.mark.parametrize("kind", [fits.ImageHDU, fits.CompImageHDU])
def test_rows_are_those_of_astropy(tmp_path, dtype, kind):
    pixels = draw(np.dtype(dtype))
    path = tmp_path / "a.fits"
    fits.HDUList([fits.PrimaryHDU(), kind(pixels, name="FLAG")]).writeto(path)
    with fits.open(path) as hdus:
        rows = image_rows(hdus["FLAG"])
        assert rows.shape == pixels.shape
        for part in (slice(0, 5), slice(30, 37), slice(7, 7), slice(0, 37)):
            assert np.array_equal(rows[part], pixels[part])
            assert rows[part].dtype.newbyteorder("=") == pixels.dtype


def test_an_image_in_memory_is_read_as_well():
    pixels = draw(np.uint32)
    assert np.array_equal(image_rows(fits.ImageHDU(pixels))[3:9], pixels[3:9])


def test_a_scaled_image_is_left_to_astropy(tmp_path):
    hdu = fits.ImageHDU(np.arange(12, dtype=np.int16).reshape(3, 4))
    hdu.header["BSCALE"], hdu.header["BZERO"] = 2.0, 1.0
    hdu.writeto(tmp_path / "a.fits")
    with fits.open(tmp_path / "a.fits") as hdus:
        expected = np.array(hdus[1].data)
    with fits.open(tmp_path / "a.fits") as hdus:
        assert np.array_equal(image_rows(hdus[1])[1:3], expected[1:3])


def test_reading_takes_the_memory_of_its_rows(tmp_path):
    path, shape = tmp_path / "a.fits", (4000, 1000)
    pieces = (np.full((100, 1000), n, np.uint32) for n in range(40))
    write_rows(path, pieces, shape, np.dtype("uint32"), fits.Header(), "FLAG")
    with fits.open(path) as hdus:
        rows = image_rows(hdus["FLAG"])
        tracemalloc.start()
        total = sum(int(rows[n : n + 100][0, 0]) for n in range(0, 4000, 100))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert total == sum(range(40))
    assert peak < 4 * 100 * 1000 * 4


@pytest.mark.parametrize("dtype", ["uint32", "float32"])
def test_astropy_reads_what_is_written_by_rows(tmp_path, dtype):
    pixels = draw(np.uint32).astype(dtype)
    header = fits.Header([("BUNIT", "uJy")])
    path = tmp_path / "a.fits"
    write_rows(path, iter([pixels[:10], pixels[10:]]), pixels.shape, np.dtype(dtype), header, "X")
    with fits.open(path) as hdus:
        hdus.verify("exception")
        assert np.array_equal(hdus["X"].data, pixels)
        assert hdus["X"].header["BUNIT"] == "uJy"
    with pytest.raises(FileExistsError):
        write_rows(path, iter([pixels]), pixels.shape, np.dtype(dtype), header, "X")
