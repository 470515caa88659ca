"""Files of maps: what is written is read, by us, healpy, healsparse and mocpy."""

from __future__ import annotations

import tracemalloc

import healpy
import healsparse
import numpy as np
import pytest
from astropy.io import fits
from astropy.table import QTable
from mocpy import MOC

from dpkit.errors import FileFormatError
from dpkit.processing.vmpz.convention import Convention
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.healsparsefile import (
    from_healsparse,
    read_healsparse,
    to_healsparse,
    write_healsparse,
)
from dpkit.processing.vmpz.mapheader import MapHeader
from dpkit.processing.vmpz.mapreader import read_partial_healpix, read_weighted_moc
from dpkit.processing.vmpz.mapwriter import write_partial_healpix, write_weighted_moc
from dpkit.processing.vmpz.skymap import Column, covered_area, make_map, same_map

ORDER = 6
OBSERVED = Convention.OBSERVED_FRACTION


def draw_map(seed=1, *, count=800, run=200):
    random = np.random.default_rng(seed)
    cells = np.union1d(random.choice(12 * 4**ORDER, count, replace=False), 4096 + np.arange(run))
    size = len(cells)
    fraction = np.rint(random.random(size) * 2.0**32) / 2.0**32
    fraction[(cells >= 4096) & (cells < 4096 + run)] = 1.0
    return make_map(ORDER, cells, fraction)


def with_columns(found, *, holes=True):
    random, size = np.random.default_rng(2), len(found)
    valid = random.random(size) < (0.8 if holes else 2.0)
    columns = {
        "depth": Column(random.normal(25, 0.3, size), valid, "mag"),
        "noise": Column(random.random(size).astype(np.float32), valid),
        "BIT_3": Column(random.random(size) < 0.5, valid),
        "short": Column(random.integers(-9, 9, size).astype(np.int16), valid),
        "int": Column(random.integers(-9, 9, size).astype(np.int32), valid),
        "long": Column(random.integers(-9, 9, size), valid),
        "byte": Column(random.integers(0, 200, size).astype(np.uint8), valid),
    }
    return make_map(found.order, found.cells, found.fraction, columns)


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize("holes", [True, False])
def test_partial_healpix_comes_back(tmp_path, convention, holes):
    first, second = with_columns(draw_map(), holes=holes), draw_map(3)
    path = tmp_path / "a.fits"
    write_partial_healpix(path, {"VIS": first, "NIR_J": second}, convention=convention)
    found = read_partial_healpix(path)
    assert list(found.maps) == ["VIS", "NIR_J"]
    assert same_map(found.maps["VIS"], first)
    assert same_map(found.maps["NIR_J"], second)
    assert found.convention is convention
    with fits.open(path) as hdus:
        hdus.verify("exception")
        weight = hdus["VIS"].data["WEIGHT"]
    expected = first.fraction if convention is OBSERVED else 1.0 - first.fraction
    assert np.array_equal(weight, expected)


@pytest.mark.parametrize("convention", Convention)
def test_weighted_moc_comes_back(tmp_path, convention):
    plain, rich = draw_map(), with_columns(draw_map())
    for found in (plain, rich):
        path = tmp_path / f"{len(found.columns)}.fits"
        write_weighted_moc(path, found, convention=convention)
        again = read_weighted_moc(path)
        assert same_map(again.maps["MOC"], found)
        assert again.convention is convention


def test_equal_neighbours_become_larger_cells(tmp_path):
    cells = np.arange(4096, 4096 + 1024)
    write_weighted_moc(tmp_path / "a.fits", make_map(ORDER, cells, np.full(1024, 0.25)))
    rows = fits.getdata(tmp_path / "a.fits", 1)
    # 1024 cells of order 6 that begin at 4 * 1024 are one cell of order 1.
    assert rows["UNIQ"].tolist() == [4 * 4 + 4]
    assert rows["WEIGHT"].tolist() == [0.75]


def test_mocpy_sums_our_weighted_moc(tmp_path):
    found = draw_map()
    write_weighted_moc(tmp_path / "a.fits", found, convention=OBSERVED)
    everything = MOC.from_string("0/0-11")
    values, areas = everything.values_and_weights_in_multiordermap(
        QTable.read(tmp_path / "a.fits", hdu=1), "WEIGHT"
    )
    area = float(np.sum(np.array(values) * np.array(areas))) * np.degrees(1.0) ** 2
    assert area == pytest.approx(covered_area(found), rel=1e-12)


def test_healpy_reads_every_column(tmp_path):
    found = with_columns(draw_map(), holes=False)
    write_partial_healpix(tmp_path / "a.fits", {"VIS": found}, convention=OBSERVED)
    for field, values in enumerate([found.fraction, *(c.values for c in found.columns.values())]):
        full = healpy.read_map(tmp_path / "a.fits", field=field, nest=True)
        assert healpy.get_nside(full) == 1 << ORDER
        assert np.array_equal(full[found.cells], values)
        assert np.count_nonzero(full != healpy.UNSEEN) == len(found)


def test_healsparse_reads_the_weights(tmp_path):
    found = draw_map()
    write_partial_healpix(tmp_path / "a.fits", {"VIS": found}, convention=OBSERVED)
    theirs = healsparse.HealSparseMap.read(str(tmp_path / "a.fits"), nside_coverage=8)
    assert np.array_equal(np.sort(theirs.valid_pixels), found.cells)
    assert np.array_equal(theirs[found.cells], found.fraction)


def test_we_read_what_healsparse_and_healpy_write(tmp_path):
    found = draw_map()
    to_healsparse(found).write(str(tmp_path / "a.fits"), format="healpix")
    again = read_partial_healpix(tmp_path / "a.fits").maps
    (only,) = again.values()
    assert np.array_equal(only.cells, found.cells)
    assert np.array_equal(next(iter(only.columns.values())).values, found.fraction)
    full = np.full(12 * 4**ORDER, healpy.UNSEEN)
    full[found.cells] = found.fraction
    healpy.write_map(
        tmp_path / "b.fits", full, nest=True, partial=True, dtype=np.float64,
        column_names=["WEIGHT"],
    )  # fmt: skip
    with pytest.raises(FileFormatError, match="WGTCONV"):
        read_partial_healpix(tmp_path / "b.fits")
    (only,) = read_partial_healpix(tmp_path / "b.fits", OBSERVED).maps.values()
    assert same_map(only, found)


def test_keywords_are_those_of_the_interface(tmp_path):
    header = MapHeader(telescope="Euclid", instrument="VIS", filter="VIS", tile=102018211,
                       nside_work=16384, bits=(0, 22), software="VMPZ_Main")  # fmt: skip
    write_partial_healpix(tmp_path / "a.fits", {"VIS": draw_map()}, header)
    said = read_partial_healpix(tmp_path / "a.fits").keywords
    assert {key: said[key] for key in (
        "DATE-OBS", "DATE-END", "TELESCOP", "INSTRUME", "FILTER", "FILTLST", "TILEID", "LISTID",
        "NSIDE_WK", "BITSEL", "SOFTNAME", "SOFTVERS", "WGTCONV",
    )} == {
        "DATE-OBS": "-1", "DATE-END": "-1", "TELESCOP": "Euclid", "INSTRUME": "VIS",
        "FILTER": "VIS", "FILTLST": "-1", "TILEID": 102018211, "LISTID": "-1", "NSIDE_WK": 16384,
        "BITSEL": "0+22", "SOFTNAME": "VMPZ_Main", "SOFTVERS": "-1",
        "WGTCONV": "UNOBSERVED_FRACTION",
    }  # fmt: skip
    table = fits.getheader(tmp_path / "a.fits", "VIS")
    assert (table["ORDERING"], table["INDXSCHM"], table["OBJECT"], table["NSIDE"]) == (
        "NESTED", "EXPLICIT", "PARTIAL", 64,
    )  # fmt: skip


def test_memory_stays_below_three_times_the_rows(tmp_path):
    count = 1_000_000
    found = make_map(14, np.arange(count), np.full(count, 0.5), {"BIT_1": np.ones(count, bool)})
    rows = 17 * count
    tracemalloc.start()
    write_partial_healpix(tmp_path / "a.fits", {"VIS": found})
    written = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    again = read_partial_healpix(tmp_path / "a.fits")
    read = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert written < rows
    assert read < 3 * rows
    assert same_map(again.maps["VIS"], found)


def test_nothing_is_left_of_a_file_that_fails(tmp_path):
    bad = make_map(3, [1, 2], None, {"a": [1.0, np.nan]})
    with pytest.raises(FileFormatError, match="valid NaN"):
        write_partial_healpix(tmp_path / "a.fits", {"VIS": draw_map(), "NIR_J": make_map(
            ORDER, bad.cells, None, dict(bad.columns))})  # fmt: skip
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SkyMapError, match="one order"):
        write_partial_healpix(tmp_path / "a.fits", {"VIS": draw_map(), "NIR_J": bad})
    with pytest.raises(SkyMapError, match="one order"):
        write_partial_healpix(tmp_path / "a.fits", {})
    with pytest.raises(FileFormatError, match="uint64"):
        write_weighted_moc(tmp_path / "a.fits", make_map(3, [1], None, {"a": np.ones(1, "u8")}))
    write_weighted_moc(tmp_path / "a.fits", draw_map())
    with pytest.raises(FileFormatError, match="already"):
        write_weighted_moc(tmp_path / "a.fits", draw_map())


def test_numbers_that_stand_for_none_are_never_those_of_a_value(tmp_path):
    low = np.iinfo(np.int16).min
    values = np.array([low, 5, 7], np.int16)
    valid = np.array([True, True, False])
    found = make_map(3, [1, 2, 3], None, {"a": Column(values, valid), "b": Column(
        np.array([255, 0, 1], np.uint8), valid)})  # fmt: skip
    write_partial_healpix(tmp_path / "a.fits", {"VIS": found})
    again = read_partial_healpix(tmp_path / "a.fits").maps["VIS"]
    for name in "ab":
        column = again.columns[name]
        assert column.valid.tolist() == valid.tolist()
        assert column.values[:2].tolist() == found.columns[name].values[:2].tolist()
    worst = make_map(3, [1, 2], None, {"a": Column(
        np.array([np.iinfo(np.int64).min, 0]), np.array([True, False]))})  # fmt: skip
    with pytest.raises(FileFormatError, match="no number left"):
        write_partial_healpix(tmp_path / "b.fits", {"VIS": worst})


def change(path, **keywords):
    with fits.open(path, mode="update") as hdus:
        hdus[1].header.update(keywords)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"ORDERING": "RING"}, "no explicit NESTED"),
        ({"INDXSCHM": "IMPLICIT"}, "no explicit NESTED"),
        ({"NSIDE": 100}, "NSIDE = 100"),
        ({"NSIDE": 1}, "does not exist"),
        ({"NSIDE": 128}, "different orders"),
        ({"WGTCONV": "OBSERVED_FRACTION"}, "conventions"),
        ({"WGTCONV": "SOMETHING"}, "conventions"),
        ({"TZERO2": 1.0}, "scaled"),
        ({"TFORM1": "D"}, "holds no cells"),
    ],
)
def test_broken_headers_are_refused_by_name(tmp_path, keywords, message):
    path = tmp_path / "a.fits"
    write_partial_healpix(path, {"VIS": draw_map(), "NIR_J": draw_map()})
    change(path, **keywords)
    with pytest.raises(FileFormatError, match=message) as caught:
        read_partial_healpix(path)
    assert "a.fits" in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "weights", "message"),
    [
        ([3, 2], [0, 0], "after a larger one"),
        ([2, 2], [0, 0], "twice"),
        ([2, 768], [0, 0], "cell 768 does not exist"),
        ([2, 3], [0, 1.5], "weight 1.5"),
        ([2, 3], [0, np.nan], "weight nan"),
    ],
)
def test_broken_rows_are_refused_by_name(tmp_path, cells, weights, message):
    table = fits.BinTableHDU.from_columns(
        [fits.Column("PIXEL", "J", array=cells), fits.Column("WEIGHT", "D", array=weights)]
    )
    table.header.update(
        {"ORDERING": "NESTED", "INDXSCHM": "EXPLICIT", "NSIDE": 8, "WGTCONV": OBSERVED.value}
    )
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(tmp_path / "a.fits")
    with pytest.raises(FileFormatError, match=message):
        read_partial_healpix(tmp_path / "a.fits")


@pytest.mark.parametrize(
    ("numbers", "keywords", "message"),
    [
        ([17, 16], {}, "row 1"),
        ([4, 16], {}, "overlaps"),
        ([3], {}, "no cell"),
        ([64], {"MOCORD_S": 1}, "its order is 1"),
        ([64], {"ORDERING": "NESTED"}, "no weighted MOC"),
        ([4, 5, 6], {"MOCORD_S": 20}, "coarser order"),
    ],
)
def test_broken_weighted_mocs_are_refused_by_name(tmp_path, numbers, keywords, message):
    columns = [fits.Column("UNIQ", "K", array=numbers),
               fits.Column("WEIGHT", "D", array=np.zeros(len(numbers)))]  # fmt: skip
    table = fits.BinTableHDU.from_columns(columns)
    table.header.update({"ORDERING": "NUNIQ", "WGTCONV": OBSERVED.value} | keywords)
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(tmp_path / "a.fits")
    with pytest.raises(FileFormatError, match=message):
        read_weighted_moc(tmp_path / "a.fits")


def test_a_convention_against_that_of_the_file_is_refused(tmp_path):
    write_weighted_moc(tmp_path / "a.fits", draw_map())
    with pytest.raises(FileFormatError, match="UNOBSERVED_FRACTION, not OBSERVED_FRACTION"):
        read_weighted_moc(tmp_path / "a.fits", OBSERVED)


def test_what_is_no_file_of_maps_is_refused(tmp_path):
    for path in (tmp_path / "absent.fits", tmp_path / "text.fits", tmp_path / "empty.fits"):
        if path.stem == "text":
            path.write_text("not FITS")
        if path.stem == "empty":
            fits.PrimaryHDU().writeto(path)
        with pytest.raises(FileFormatError):
            read_partial_healpix(path)
    write_partial_healpix(tmp_path / "a.fits", {"VIS": draw_map()})
    whole = (tmp_path / "a.fits").read_bytes()
    (tmp_path / "cut.fits").write_bytes(whole[: len(whole) - 2880 * 3])
    with pytest.raises(FileFormatError):
        read_partial_healpix(tmp_path / "cut.fits")


@pytest.mark.parametrize("dtype", ["f4", "f8", "i2", "i4", "i8", "u1", "u2", "u4"])
def test_healsparse_holds_our_values(tmp_path, dtype):
    valid = np.array([True, False, True])
    values = np.array([1, 2, 200]).astype(dtype)
    found = make_map(ORDER, [1, 2, 4000], None, {"a": Column(values, valid)})
    write_healsparse(found, tmp_path / "a.hsp", "a")
    again = read_healsparse(tmp_path / "a.hsp")
    assert again.cells.tolist() == [1, 4000]
    assert again.columns["value"].values.tolist() == [1, 200]


def test_values_that_healsparse_takes_for_none_are_refused():
    for lowest in (np.float64(healpy.UNSEEN), np.int32(-(2**31)), np.uint8(255)):
        with pytest.raises(SkyMapError, match="takes for no value"):
            to_healsparse(make_map(ORDER, [1], None, {"a": np.array([lowest])}), "a")
    with pytest.raises(SkyMapError, match="false bit"):
        to_healsparse(make_map(ORDER, [1, 2], None, {"a": np.array([True, False])}), "a")
    assert len(from_healsparse(to_healsparse(make_map(ORDER, [7], None, {"a": [True]}), "a"))) == 1
    with pytest.raises(SkyMapError, match="no column"):
        to_healsparse(draw_map(), "b")


def test_healsparse_files_that_hold_no_numbers_are_refused(tmp_path):
    wide = healsparse.HealSparseMap.make_empty(8, 64, healsparse.WIDE_MASK, wide_mask_maxbits=9)
    wide.set_bits_pix(np.array([1, 2]), [3])
    with pytest.raises(SkyMapError, match="wide masks"):
        from_healsparse(wide)
    (tmp_path / "a.hsp").write_text("nothing")
    with pytest.raises(FileFormatError, match="cannot be read as FITS"):
        read_healsparse(tmp_path / "a.hsp")
    write_healsparse(draw_map(), tmp_path / "b.hsp")
    with pytest.raises(FileFormatError, match="already"):
        write_healsparse(draw_map(), tmp_path / "b.hsp")
