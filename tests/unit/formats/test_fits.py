"""Each departure of a FITS file from its format is found by its code, at its place."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

import dpkit
from dpkit.errors import FileFormatError, NotFoundError
from dpkit.formats import check
from dpkit.formats.check import check_file
from dpkit.formats.fits import open_fits

FRAME = "nir.calibratedScienceFrame"
CATALOG = "nir.exposureCatalog"


@pytest.fixture(scope="module")
def conforming(make, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write one conforming file of each format."""
    folder = tmp_path_factory.mktemp("conforming")
    files = {}
    for identifier, product, storage in (
        (FRAME, make.frame(), "DataStorage"),
        (CATALOG, make.catalog(), "CatalogStorage"),
        ("nir.masterDark", make.product("DpdNirMasterDark"), "DataStorage"),
        ("nir.masterFlat", make.product("DpdNirMasterFlat"), "DataStorage"),
    ):
        dpkit.write(product, folder / identifier)
        files[identifier] = product.files[storage].location
    return files


@pytest.fixture
def checked(conforming: dict[str, Path], tmp_path: Path):
    """Change one thing in a conforming file and check it."""

    def run(identifier: str, change) -> list[tuple[str, str]]:
        with fits.open(conforming[identifier], memmap=False) as hdus:
            held = fits.HDUList([hdu.copy() for hdu in hdus])
        held = change(held) or held
        held.writeto(tmp_path / "changed.fits", overwrite=True, checksum=True)
        return [(d.code, d.place) for d in check_file(tmp_path / "changed.fits", identifier)]

    return run


@pytest.mark.parametrize("identifier", [FRAME, CATALOG, "nir.masterDark", "nir.masterFlat"])
def test_conforming_file_has_no_deviation(conforming, identifier: str) -> None:
    assert check_file(conforming[identifier], identifier) == []


def header(hdu: int, key: str, value):
    def change(hdus) -> None:
        if value is None:
            del hdus[hdu].header[key]
        else:
            hdus[hdu].header[key] = value

    return change


def drop(hdu: int):
    def change(hdus) -> None:
        del hdus[hdu]

    return change


def insert(position: int, name: str):
    def change(hdus) -> None:
        hdus.insert(position, fits.ImageHDU(np.zeros((8, 8), "float32"), name=name))

    return change


def pixels(dtype: str, shape=(8, 8)):
    def change(hdus) -> None:
        hdus[1].data = np.zeros(shape, dtype)

    return change


def reorder(*order: int):
    def change(hdus):
        return fits.HDUList([hdus[i] for i in order])

    return change


def columns(function):
    def change(hdus) -> None:
        old = hdus[1]
        hdus[1] = fits.BinTableHDU.from_columns(function(list(old.columns)), name="CATALOG")

    return change


def replaced(name: str, **parts):
    """Replace one column by another of the same name."""

    def function(old):
        made = []
        for column in old:
            if column.name != name:
                made.append(column)
                continue
            said = {"format": column.format, "unit": column.unit} | parts
            kind = "U5" if "A" in said["format"] else float
            made.append(fits.Column(name, array=np.zeros(3, kind), **said))
        return made

    return columns(function)


def table_for_image(hdus) -> None:
    hdus[1] = fits.BinTableHDU.from_columns([fits.Column("A", "J", array=[1])], name="DET11.SCI")


def image_for_table(hdus) -> None:
    hdus[1] = fits.ImageHDU(np.zeros((2, 2), "float32"), name="CATALOG")


PLANES = ("SCI", "RMS", "DQ")


def other_shape(hdus) -> None:
    hdus[2].data = np.ones((8, 9), "float32")


DEVIATIONS = {
    "other shape": (FRAME, other_shape, [("format-array-shape", "DET11.RMS")]),
    "no such projection": (
        FRAME,
        header(4, "CTYPE1", "BOGUS"),
        [("format-wcs-wrong", "DET23.SCI")],
    ),
    "keyword missing": (
        FRAME,
        header(0, "OBS_ID", None),
        [("format-keyword-missing", "PRIMARY OBS_ID")],
    ),
    "text for integer": (
        FRAME,
        header(0, "OBS_ID", "12"),
        [("format-keyword-type", "PRIMARY OBS_ID")],
    ),
    "real for integer": (
        FRAME,
        header(0, "OBS_ID", 12.5),
        [("format-keyword-type", "PRIMARY OBS_ID")],
    ),
    "logical for integer": (
        FRAME,
        header(0, "OBS_ID", True),
        [("format-keyword-type", "PRIMARY OBS_ID")],
    ),
    "logical for real": (
        FRAME,
        header(0, "EXPTIME", True),
        [("format-keyword-type", "PRIMARY EXPTIME")],
    ),
    "number for text": (FRAME, header(0, "FILTER", 3), [("format-keyword-type", "PRIMARY FILTER")]),
    "optional of a wrong type": (
        FRAME,
        header(0, "QPRELEX", "x"),
        [("format-keyword-type", "PRIMARY QPRELEX")],
    ),
    "other than fixed": (
        FRAME,
        header(0, "TELESCOP", "Hubble"),
        [("format-keyword-value", "PRIMARY TELESCOP")],
    ),
    "fixed version": (
        FRAME,
        header(0, "FITS_VER", "0.2"),
        [("format-keyword-value", "PRIMARY FITS_VER")],
    ),
    "pixel type": (FRAME, pixels("float64"), [("format-array-type", "DET11.SCI")]),
    "integer pixels": (FRAME, pixels("int16"), [("format-array-type", "DET11.SCI")]),
    "axes": (FRAME, pixels("float32", (1, 8, 8)), [("format-array-axes", "DET11.SCI")]),
    "other unit": (FRAME, header(1, "BUNIT", "adu"), [("format-array-unit", "DET11.SCI")]),
    "no unit": (FRAME, header(1, "BUNIT", None), [("format-array-unit", "DET11.SCI")]),
    "needless unit": (FRAME, header(3, "BUNIT", "electron"), [("format-array-unit", "DET11.DQ")]),
    "no projection": (
        FRAME,
        header(4, "CTYPE2", None),
        [("format-wcs-missing", "DET23.SCI CTYPE2")],
    ),
    "no reference": (
        FRAME,
        header(5, "CRVAL1", None),
        [("format-wcs-missing", "DET23.RMS CRVAL1")],
    ),
    "table for image": (FRAME, table_for_image, [("format-hdu-kind", "DET11.SCI")]),
    "plane missing": (FRAME, drop(2), [("format-hdu-missing", "DET11.RMS")]),
    "last plane missing": (FRAME, drop(6), [("format-hdu-missing", "DET23.DQ")]),
    "first plane missing": (FRAME, drop(4), [("format-hdu-missing", "DET23.SCI")]),
    "no detector": (FRAME, reorder(0), [("format-hdu-missing", "DET[1-4][1-4].SCI")]),
    "planes out of order": (
        FRAME,
        reorder(0, 1, 3, 2, 4, 5, 6),
        [("format-hdu-order", "DET11.RMS")],
    ),
    "detectors mixed": (
        FRAME,
        reorder(0, 1, 4, 2, 3, 5, 6),
        [("format-hdu-order", "DET11.RMS"), ("format-hdu-order", "DET11.DQ")],
    ),
    "unknown detector": (FRAME, insert(7, "DET51.SCI"), [("format-hdu-unexpected", "DET51.SCI")]),
    "more at the end": (FRAME, insert(7, "EXTRA"), [("format-hdu-unexpected", "EXTRA")]),
    "detector twice": (
        FRAME,
        reorder(0, 1, 2, 3, 4, 5, 6, 1, 2, 3),
        [("format-hdu-unexpected", f"DET11.{plane}") for plane in PLANES],
    ),
    "no table": (CATALOG, drop(1), [("format-hdu-missing", "CATALOG")]),
    "image for table": (CATALOG, image_for_table, [("format-hdu-kind", "CATALOG")]),
    "table of another name": (
        CATALOG,
        header(1, "EXTNAME", "SOURCES"),
        [("format-hdu-unexpected", "SOURCES"), ("format-hdu-missing", "CATALOG")],
    ),
    "column missing": (
        CATALOG,
        columns(lambda old: [c for c in old if c.name != "FLUX"]),
        [("format-column-missing", "CATALOG column FLUX")],
    ),
    "column type": (
        CATALOG,
        replaced("FLUX", format="E"),
        [("format-column-type", "CATALOG column FLUX")],
    ),
    "text width": (
        CATALOG,
        replaced("DETECTOR", format="6A"),
        [("format-column-type", "CATALOG column DETECTOR")],
    ),
    "column unit": (
        CATALOG,
        replaced("FLUX", unit="adu"),
        [("format-column-unit", "CATALOG column FLUX")],
    ),
    "column without unit": (
        CATALOG,
        replaced("X", unit=None),
        [("format-column-unit", "CATALOG column X")],
    ),
    "needless column unit": (
        CATALOG,
        replaced("FLAGS", unit="s"),
        [("format-column-unit", "CATALOG column FLAGS")],
    ),
}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_deviation_is_found_at_its_place_and_alone(checked, name: str) -> None:
    identifier, change, expected = DEVIATIONS[name]
    assert checked(identifier, change) == expected


def test_all_deviations_are_reported_in_the_order_of_the_file(checked) -> None:
    def change(hdus) -> None:
        del hdus[0].header["FILTER"]
        hdus[1].header["BUNIT"] = "adu"
        del hdus[6].header["CRPIX2"]

    assert checked(FRAME, change) == [
        ("format-keyword-missing", "PRIMARY FILTER"),
        ("format-array-unit", "DET11.SCI"),
        ("format-wcs-missing", "DET23.DQ CRPIX2"),
    ]


@pytest.mark.parametrize("count", [1, 2, 15, 16])
def test_any_subset_of_detectors_in_any_order_conforms(checked, make, count: int) -> None:
    names = [f"DET{x}{y}" for x, y in itertools.product("4231", "1324")][:count]

    def change(hdus):
        return fits.HDUList([hdus[0], *make.frame_images(detectors=names)[1:]])

    assert checked(FRAME, change) == []


def test_unparsable_card_is_a_deviation(conforming, tmp_path: Path) -> None:
    data = conforming[FRAME].read_bytes()
    start = data.index(b"FILTER  = 'NIR_J")
    card = b"FILTER  = 'NIR_J".ljust(80)
    (tmp_path / "bad.fits").write_bytes(data[:start] + card + data[start + 80 :])
    found = check_file(tmp_path / "bad.fits", FRAME)
    assert [(d.code, d.place) for d in found] == [
        ("format-card", "PRIMARY FILTER"),
        ("format-checksum-wrong", "PRIMARY CHECKSUM"),
    ]
    assert "Unparsable card" in found[0].message
    # It is refused by validation only: who opens the file may not need the card.
    with open_fits(tmp_path / "bad.fits") as hdus:
        assert hdus[0].header["OBS_ID"] == 12


DAMAGE = {
    "empty": (lambda data: data[:0], "file"),
    "half a card": (lambda data: data[:40], "HDU 0"),
    "no end": (lambda data: data[:2000], "HDU 0"),
    "half the pixels": (lambda data: data[:-2880], "HDU 6"),
    "one byte less": (lambda data: data[:-1], "HDU 6"),
    "text": (lambda data: b"this is no FITS file" + data[:0], "file"),
    "zeros": (lambda data: bytes(len(data)), "file"),
    "more bytes": (lambda data: data + b"and more", "HDU 7"),
    "NAXIS1 is text": (
        lambda data: data.replace(
            b"NAXIS1  =                    8", b"NAXIS1  = '8'                 ", 1
        ),
        "HDU 1 NAXIS1",
    ),
    "NAXIS1 is huge": (
        lambda data: data.replace(
            b"NAXIS1  =                    8", b"NAXIS1  =      999999999999999", 1
        ),
        "HDU 1",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_file_is_unreadable_at_its_place(conforming, tmp_path: Path, name: str) -> None:
    damage, place = DAMAGE[name]
    file = tmp_path / "damaged.fits"
    file.write_bytes(damage(conforming[FRAME].read_bytes()))
    (deviation,) = check_file(file, FRAME)
    assert (deviation.code, deviation.place) == ("file-unreadable", place)
    assert deviation.remedy
    with pytest.raises(FileFormatError) as caught:
        open_fits(file)
    assert caught.value.place == str(file)


def test_missing_file_and_folder_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match="there is no such file"):
        open_fits(tmp_path / "missing.fits")
    with pytest.raises(FileFormatError, match="cannot be read"):
        open_fits(tmp_path)


def test_headers_are_read_without_loading_images(conforming) -> None:
    with open_fits(conforming[FRAME]) as hdus:
        assert len(hdus) == 7
        assert not any(hdu._data_loaded for hdu in hdus)


def test_unknown_format_and_kind_are_errors(conforming, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFoundError, match="no file format"):
        check_file(conforming[FRAME], "nir.nothing")
    monkeypatch.setattr(check, "file_format", lambda _id: {"kind": "papyrus"})
    with pytest.raises(FileFormatError, match="papyrus"):
        check_file(conforming[FRAME], FRAME)
