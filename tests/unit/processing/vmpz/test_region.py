"""Regions, MOC files and inner areas of tiles, against mocpy and real coverage maps."""

from __future__ import annotations

import numpy as np
import pytest
from astropy.io import fits
from hypothesis import given
from hypothesis import strategies as st
from mocpy import MOC

from dpkit.errors import FileFormatError
from dpkit.processing.vmpz.cell import cell_area
from dpkit.processing.vmpz.combine import degrade, intersect
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.mocfile import moc_from_text, moc_to_text, read_moc, write_moc
from dpkit.processing.vmpz.region import (
    finest_order,
    lies_inside,
    region_area,
    region_from_cells,
    region_from_nuniq,
    region_from_ranges,
    region_nuniq,
    region_to_map,
    restrict,
)
from dpkit.processing.vmpz.skymap import covered_area, make_map

FORMS = ["nuniq", "range", "ascii", "json"]
REAL = ["P-SDSS9-r.fits", "P-GALEXGR6-AIS-FUV.fits"]


def draw_region(seed=1, order=7, count=400):
    random = np.random.default_rng(seed)
    cells = random.choice(12 * 4**order, count, replace=False)
    runs = (random.integers(0, 12 * 4**order - 300) + np.arange(300)) % (12 * 4**order)
    return region_from_cells(np.union1d(cells, runs), order)


def of_mocpy(moc):
    return moc.to_depth29_ranges.astype(np.int64)


@pytest.mark.parametrize("form", FORMS)
def test_mocpy_reads_what_we_write_and_we_read_what_it_writes(tmp_path, form):
    region = draw_region()
    path, theirs = tmp_path / "a.moc", tmp_path / "b.moc"
    write_moc(region, path, form)
    kind = {"nuniq": "fits", "range": "fits"}.get(form, form)
    moc = MOC.load(path, kind)
    assert np.array_equal(of_mocpy(moc), region.ranges)
    assert moc.max_order == region.order
    moc.save(theirs, kind, **({"v1_compatible": True} if form == "nuniq" else {}))
    for file in (path, theirs):
        again = read_moc(file)
        assert np.array_equal(again.ranges, region.ranges)
        assert again.order == region.order


def test_the_header_is_that_of_the_standard(tmp_path):
    write_moc(draw_region(), tmp_path / "a.fits")
    header = fits.getheader(tmp_path / "a.fits", 1)
    said = {key: header[key] for key in ("MOCVERS", "MOCDIM", "ORDERING", "COORDSYS", "MOCORD_S")}
    assert said == {
        "MOCVERS": "2.0", "MOCDIM": "SPACE", "ORDERING": "NUNIQ", "COORDSYS": "C", "MOCORD_S": 7,
    }  # fmt: skip
    assert header["TTYPE1"] == "UNIQ"
    with fits.open(tmp_path / "a.fits") as hdus:
        hdus.verify("exception")


def test_a_file_that_is_there_is_kept(tmp_path):
    path = tmp_path / "a.fits"
    write_moc(draw_region(), path)
    before = path.read_bytes()
    with pytest.raises(FileFormatError, match="is there already"):
        write_moc(draw_region(2), path)
    assert path.read_bytes() == before
    write_moc(draw_region(2), path, overwrite=True)
    assert path.read_bytes() != before
    assert [file.name for file in tmp_path.iterdir()] == ["a.fits"]


@pytest.mark.parametrize("text", ["1/1-2 4 8/", "3/", "0/0-11", '{"1": [1, 2, 4], "8": []}'])
def test_texts_come_back(text):
    region = moc_from_text(text)
    form = "json" if text.startswith("{") else "ascii"
    assert moc_to_text(region, form) == text
    assert np.array_equal(of_mocpy(MOC.from_string(text, form)), region.ranges)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1/1 1", "overlaps"),
        ("1/1 2/4", "overlaps"),
        ("1/48", "cell 48 does not exist"),
        ("1/40-48", "cell 48 does not exist"),
        ("30/1", "order 30"),
        ("2/5-3", "'5-3'"),
        ("7 8", "'7'"),
        ("abc", "'abc'"),
        ("", "no order"),
        ("{", "broken JSON"),
        ('{"x": [1]}', "'x'"),
        ('{"1": [99]}', "cell 99"),
        ('{"1": [-3]}', "cell -3"),
        ('{"1": [1.5]}', "'1'"),
        ('{"1": 3}', "'1'"),
        ('{"40": [1]}', "order 40"),
        ('{"2": [3, 3]}', "overlaps"),
        ("29/99999999999999999999", "no MOC"),
    ],
)
def test_broken_texts_are_refused_by_name(text, message):
    with pytest.raises(FileFormatError, match=message) as caught:
        moc_from_text(text, place="a.moc")
    assert str(caught.value).startswith("a.moc: ")


def write_table(path, values, **keywords):
    table = fits.BinTableHDU.from_columns([fits.Column("UNIQ", "K", array=np.array(values))])
    table.header.update({"ORDERING": "NUNIQ", "COORDSYS": "C"} | keywords)
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(path)


@pytest.mark.parametrize(
    ("values", "keywords", "message"),
    [
        ([4, 3], {}, "row 1"),
        ([4, 4], {}, "row 1"),
        ([4, 16], {}, "overlaps"),
        ([3], {}, "no cell"),
        ([4], {"ORDERING": "NESTED"}, "ORDERING"),
        ([4], {"COORDSYS": "G"}, "coordinates 'G'"),
        ([4], {"MOCDIM": "TIME"}, "MOC of TIME"),
        ([0, 10, 11], {"ORDERING": "RANGE"}, "without an end"),
        ([0, 10, 5, 20], {"ORDERING": "RANGE"}, "overlaps"),
        ([10, 20, 0, 5], {"ORDERING": "RANGE"}, "comes after"),
        ([10, 10], {"ORDERING": "RANGE"}, "empty"),
        ([0, 12 * 4**29 + 1], {"ORDERING": "RANGE"}, "outside the sky"),
        ([0, 10], {"ORDERING": "RANGE", "MOCORD_S": 5}, "no whole cells of order 5"),
    ],
)
def test_broken_files_are_refused_by_name(tmp_path, values, keywords, message):
    write_table(tmp_path / "a.fits", values, **keywords)
    with pytest.raises(FileFormatError, match=message) as caught:
        read_moc(tmp_path / "a.fits")
    assert "a.fits" in str(caught.value)


def test_what_is_no_moc_at_all_is_refused(tmp_path):
    with pytest.raises(FileFormatError, match="cannot be read"):
        read_moc(tmp_path / "absent")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileFormatError, match="neither"):
        read_moc(tmp_path / "bytes")
    fits.PrimaryHDU().writeto(tmp_path / "a.fits")
    with pytest.raises(FileFormatError, match="no table"):
        read_moc(tmp_path / "a.fits")
    write_moc(draw_region(), tmp_path / "b.fits")
    whole = (tmp_path / "b.fits").read_bytes()
    (tmp_path / "b.fits").write_bytes(whole[: 2880 * 2 + 100])
    with pytest.raises(FileFormatError):
        read_moc(tmp_path / "b.fits")


@given(st.integers(0, 10**6), st.integers(0, 8))
def test_regions_become_maps_with_their_area(seed, order):
    region = draw_region(seed, order=6, count=50)
    found = region_to_map(region, order)
    assert covered_area(found) == pytest.approx(region_area(region), rel=1e-13)
    if order >= 6:
        assert np.all(found.fraction == 1.0)
    else:
        fine = region_to_map(region, 6)
        assert np.array_equal(degrade(fine, order).fraction, found.fraction)


def test_nuniq_numbers_come_back():
    region = draw_region()
    numbers = region_nuniq(region)
    assert np.all(np.diff(numbers) > 0)
    again = region_from_nuniq(numbers[::-1])
    assert np.array_equal(again.ranges, region.ranges)


def test_inner_areas_keep_what_lies_in_them():
    # Two cells of order 1 and one of order 2, as NUNIQ: 16 + 3, 16 + 5, 64 + 40.
    inner = region_from_nuniq([19, 21, 104], moc_order=3)
    assert inner.order == 3
    cells = np.arange(12 * 4**3)
    kept = restrict(make_map(3, cells, None, {"a": cells}), inner)
    expected = [c for c in cells if c >> 4 in (3, 5) or c >> 2 == 40]
    assert kept.cells.tolist() == kept.columns["a"].values.tolist() == expected
    assert lies_inside(np.array([40]), 2, inner).all()


@pytest.mark.parametrize(
    ("numbers", "order", "message"),
    [
        ([19, 19], None, "overlaps"),
        ([19, 64 + 12], None, "overlaps"),
        ([104], 1, "cells of order 2, its MOC order is 1"),
        ([2], None, "no cell"),
    ],
)
def test_broken_inner_areas_are_refused(numbers, order, message):
    with pytest.raises(SkyMapError, match=message) as caught:
        region_from_nuniq(numbers, order, place="tile 7")
    assert caught.value.place == "tile 7"


def test_inner_areas_that_would_cut_cells_are_refused():
    with pytest.raises(SkyMapError, match="cuts cells of order 1"):
        restrict(make_map(1, [1, 2]), region_from_nuniq([104]))
    assert len(restrict(make_map(1, [1, 2]), region_from_ranges([], 5))) == 0


def test_a_region_too_fine_to_be_written_out_is_refused():
    everything = region_from_nuniq(np.arange(4, 16))
    with pytest.raises(SkyMapError, match="coarser order"):
        region_to_map(everything, 20)
    assert region_area(everything) == pytest.approx(12 * cell_area(0))


@pytest.mark.shared
@pytest.mark.parametrize("name", REAL)
def test_real_coverage_maps_are_those_that_mocpy_reads(shared_folder, tmp_path, name):
    path = shared_folder / "data" / "moc" / name
    region, moc = read_moc(path), MOC.load(path, "fits")
    assert np.array_equal(region.ranges, of_mocpy(moc))
    sky = 12 * cell_area(0)
    assert region_area(region) == pytest.approx(moc.sky_fraction * sky, rel=1e-12)
    for form in FORMS:
        write_moc(region, tmp_path / form, form)
        assert np.array_equal(read_moc(tmp_path / form).ranges, region.ranges)


@pytest.mark.shared
def test_real_coverage_maps_intersect_and_degrade_with_their_areas(shared_folder):
    regions = [read_moc(shared_folder / "data" / "moc" / name) for name in REAL]
    mocs = [MOC.load(shared_folder / "data" / "moc" / name, "fits") for name in REAL]
    order = max(finest_order(region) for region in regions)
    maps = [region_to_map(region, order) for region in regions]
    sky = 12 * cell_area(0)
    common = intersect(maps)
    expected = mocs[0].intersection(mocs[1])
    assert covered_area(common) == pytest.approx(expected.sky_fraction * sky, rel=1e-12)
    assert np.array_equal(region_from_cells(common.cells, order).ranges, of_mocpy(expected))
    for coarse in (order - 1, 6, 2):
        for sky_map, region in zip(maps, regions, strict=True):
            found = degrade(sky_map, coarse)
            assert covered_area(found) == pytest.approx(region_area(region), rel=1e-12)
            assert np.array_equal(found.fraction, region_to_map(region, coarse).fraction)


@pytest.mark.shared
def test_a_moc_of_time_is_refused(shared_folder):
    with pytest.raises(FileFormatError, match="MOC of TIME"):
        read_moc(shared_folder / "data" / "moc" / "HST_SDSSg_TMoc.fits")
