"""Files that are made of any format are clean, readable by others, and the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table

from dpkit.errors import FileFormatError, NotFoundError
from dpkit.formats.check import check_described, check_file
from dpkit.formats.datafile import DataFile
from dpkit.formats.header import ABSENT, read_header, read_headers
from dpkit.formats.template import make_described, make_file, write_template
from dpkit.formats.wish import Wish
from dpkit.schema.dictionary import file_format, format_names

INSTALLED = format_names()
TOYS = ["toy.fits", "toy.lists", "toy.asdf", "toy.parquet", "toy.ecsv", "toy.ipac", "toy.csv"]
FRAME = "nir.calibratedScienceFrame"


def suffix(description) -> str:
    return {"ascii": description.get("flavour")}.get(description["kind"], description["kind"])


def open_with_another(path: Path, description) -> None:
    """Open a file with the library that knows its kind best."""
    match description["kind"]:
        case "fits":
            with fits.open(path, checksum=True) as hdus:
                hdus.verify("exception")
                assert hdus[0].name == "PRIMARY"
                assert all(hdu.data is None or hdu.data.size >= 0 for hdu in hdus)
        case "asdf":
            import asdf

            with asdf.open(path, validate_checksums=True, ignore_unrecognized_tag=True) as file:
                assert file.tree
        case "parquet":
            from pyarrow import parquet

            assert parquet.read_table(path).column_names[0] == description["columns"][0]["name"]
        case "ascii":
            form = f"ascii.{description['flavour']}"
            assert Table.read(path, format=form, guess=False).colnames


@pytest.mark.parametrize("name", [*INSTALLED, *TOYS])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_random_file_is_clean_and_others_read_it(
    describe, tmp_path: Path, name: str, seed: int
) -> None:
    description = describe(name)
    path = make_described(tmp_path / f"a.{suffix(description)}", description, Wish(seed=seed))
    assert check_described(path, description) == []
    open_with_another(path, description)


@pytest.mark.parametrize("name", [*INSTALLED, *TOYS])
def test_an_empty_file_is_clean(describe, tmp_path: Path, name: str) -> None:
    description = describe(name)
    path = make_described(tmp_path / f"a.{suffix(description)}", description, Wish(empty=True))
    assert check_described(path, description) == []
    if description.get("flavour") != "ipac":  # astropy reads no IPAC table without rows from a file
        open_with_another(path, description)


@pytest.mark.parametrize("name", [*INSTALLED, *TOYS])
def test_the_same_seed_gives_the_same_bytes(describe, tmp_path: Path, name: str) -> None:
    made = [
        make_described(tmp_path / f"{number}", describe(name), Wish(seed=seed)).read_bytes()
        for number, seed in enumerate((3, 3, 4))
    ]
    assert made[0] == made[1] != made[2]


@pytest.mark.parametrize("name", INSTALLED)
def test_rows_and_shape_are_those_wished_for(tmp_path: Path, name: str) -> None:
    description = file_format(name)
    path = make_file(tmp_path / "a.fits", name, rows=11, shape=(3, 7), seed=5)
    assert check_file(path, name) == []
    if description["kind"] != "fits":
        return
    with fits.open(path) as hdus:
        for hdu in hdus[1:]:
            assert hdu.shape == (3, 7) if hdu.is_image else len(hdu.data) == 11


def test_groups_are_those_wished_for(tmp_path: Path) -> None:
    def names(**wishes) -> list[str]:
        path = make_file(tmp_path / str(len(list(tmp_path.iterdir()))), FRAME, **wishes)
        assert check_file(path, FRAME) == []
        with fits.open(path) as hdus:
            return [hdu.name for hdu in hdus[1::3]]

    assert names() == ["DET11.SCI"]
    assert names(members=3) == ["DET11.SCI", "DET12.SCI", "DET13.SCI"]
    assert names(members=["DET42", "DET11"]) == ["DET42.SCI", "DET11.SCI"]
    assert len(names(members=16)) == 16
    with pytest.raises(FileFormatError, match="1 to 16 groups, not 17"):
        names(members=17)
    with pytest.raises(FileFormatError, match="'DET55' is no group"):
        names(members=["DET55"])


def test_headers_are_those_wished_for(tmp_path: Path) -> None:
    wished = {
        ("0", "OBS_ID"): 77,
        ("PRIMARY", "FILTER"): "NIR_H",
        ("0", "DATE-OBS"): "2026-03-01T12:00:00.25Z",
        ("", "EXPTIME"): "87.2",
        ("0", "QPRELEX"): None,
    }
    path = make_file(tmp_path / "a.fits", FRAME, headers=wished)
    assert check_file(path, FRAME) == []
    with fits.open(path) as hdus:
        header = hdus[0].header
        assert (header["OBS_ID"], header["FILTER"]) == (77, "NIR_H")
        assert header["DATE-OBS"] == "2026-03-01T12:00:00.25"
        assert header["EXPTIME"] == 87.2
        assert "QPRELEX" not in header


def test_the_rows_of_a_table_can_be_wished_for_by_its_header(tmp_path: Path) -> None:
    name = "nir.exposureCatalog"
    path = make_file(tmp_path / "a.fits", name, headers={("CATALOG", "NAXIS2"): 7})
    assert read_header(path, "CATALOG", "NAXIS2") == 7
    with pytest.raises(FileFormatError, match="cannot be made with"):
        make_file(tmp_path / "b.fits", name, headers={("CATALOG", "NAXIS2"): 10**12})


@pytest.mark.parametrize(
    ("headers", "error", "message"),
    [
        ({("0", "OBSID"): 1}, NotFoundError, "did you mean OBS_ID"),
        ({("NOWHERE", "OBS_ID"): 1}, NotFoundError, "in HDU NOWHERE"),
        ({("0", "OBS_ID"): "many"}, FileFormatError, "which is no Integer"),
        ({("0", "DATE-OBS"): "yesterday"}, FileFormatError, "which is no Time"),
        ({("0", "TELESCOP"): "Hubble"}, FileFormatError, "the format has 'Euclid'"),
    ],
)
def test_a_wish_that_cannot_be_granted_leaves_nothing(
    tmp_path: Path, headers, error, message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        make_file(tmp_path / "a.fits", FRAME, headers=headers)
    assert caught.value.place == str(tmp_path / "a.fits")
    assert list(tmp_path.iterdir()) == []


def test_more_different_values_than_there_are_is_an_error(describe, tmp_path: Path) -> None:
    wish = Wish(headers={("PRIMARY", "NSIDE"): 1}, rows=13)
    with pytest.raises(FileFormatError, match="no 13 different values from 0 to 11"):
        make_described(tmp_path / "a.fits", describe("toy.fits"), wish)
    wish = Wish(headers={("PRIMARY", "NSIDE"): 1}, rows=12)
    path = make_described(tmp_path / "a.fits", describe("toy.fits"), wish)
    with fits.open(path) as hdus:
        assert hdus["ROWS"].data["PIXEL"].tolist() == list(range(12))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new" / "a.fits", FRAME)
    before = path.read_bytes()
    for make in (write_template, make_file):
        with pytest.raises(FileFormatError, match="is there already"):
            make(path, FRAME)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["a.fits"]


def test_values_are_spread_over_what_is_allowed(describe, tmp_path: Path) -> None:
    path = make_described(tmp_path / "a.fits", describe("toy.fits"), Wish(rows=2000))
    assert check_described(path, describe("toy.fits")) == []
    with fits.open(path) as hdus:
        rows = hdus["ROWS"].data
        level = rows["LEVEL"]
        assert 0 <= level.min() < 0.05
        assert 2.45 < level.max() <= 2.5
        assert len(np.unique(rows["ID"])) == len(np.unique(rows["NAME"])) == 2000
        assert (np.diff(rows["PIXEL"]) > 0).all()
        assert rows["PIXEL"].max() < 12 * hdus[0].header["NSIDE"] ** 2
        assert rows["COUNT"].dtype == np.dtype("uint32")


def test_headers_are_read_from_any_kind_of_file(describe, tmp_path: Path) -> None:
    wished = {("", "NSIDE"): 32}
    for name in ("toy.fits", "toy.parquet", "toy.ecsv", "toy.ipac"):
        description = describe(name)
        path = make_described(
            tmp_path / f"a.{suffix(description)}", description, Wish(headers=wished)
        )
        assert int(read_header(path, "0", "NSIDE")) == 32
        assert read_header(path, "0", "NOTHERE") is ABSENT
    tree = {("", "a.when"): "2026-03-01T00:00:00Z", ("", "a.length"): 4}
    path = make_described(tmp_path / "a.asdf", describe("toy.asdf"), Wish(headers=tree))
    headers = read_headers(path)
    assert headers.kind == "asdf"
    assert headers.value("", "a.when") == "2026-03-01T00:00:00"
    assert headers.value("", "a.length") == 4.0
    assert headers.value("", "a.nothing") is headers.value("", "a.when.deeper") is ABSENT


def test_the_kind_of_a_file_is_told_by_its_beginning(describe, tmp_path: Path) -> None:
    for name in (name for name in TOYS if name != "toy.lists"):
        path = make_described(tmp_path / name.replace(".", "-"), describe(name), Wish())
        assert DataFile(path).kind == name.partition(".")[2]
    with pytest.raises(FileFormatError, match="there is no such file"):
        _ = DataFile(tmp_path / "nothing").kind


def test_an_extra_that_is_not_installed_is_named(
    describe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for name, module in (("toy.asdf", "asdf"), ("toy.parquet", "pyarrow.parquet")):
        path = make_described(tmp_path / name, describe(name), Wish())
        monkeypatch.setitem(sys.modules, module, None)
        monkeypatch.setitem(sys.modules, module.partition(".")[0], None)
        with pytest.raises(FileFormatError, match="is not installed") as caught:
            check_described(path, describe(name))
        assert f"dpkit[{name.partition('.')[2]}]" in caught.value.remedy
        with pytest.raises(FileFormatError, match="is not installed"):
            make_described(tmp_path / "new", describe(name), Wish())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["toy.asdf", "toy.parquet"]
