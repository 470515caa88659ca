"""Damaged files of all kinds are deviations, in bounded time and memory."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpkit.errors import FileFormatError
from dpkit.formats.check import check_described, check_file
from dpkit.formats.fits.checksum import check_sums
from dpkit.formats.fits.scan import scan_fits
from dpkit.formats.header import ABSENT, read_headers
from dpkit.formats.template import make_described
from dpkit.formats.wish import Wish
from dpkit.validation.code import CODES

KINDS = ["toy.fits", "toy.lists", "toy.asdf", "toy.parquet", "toy.ecsv", "toy.ipac", "toy.csv"]

COMPRESSED = "toy.fits compressed"


@pytest.fixture(scope="module")
def made(describe, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("made")
    for name in KINDS:
        make_described(folder / name, describe(name), Wish(seed=1))
    with fits.open(folder / "toy.fits") as hdus:
        for name, method in (("CUBE", "RICE_1"), ("MAP", "GZIP_2")):
            number = hdus.index_of(name)
            hdus[number] = fits.CompImageHDU(hdus[number].data, compression_type=method, name=name)
        hdus.writeto(folder / COMPRESSED, checksum=True)
    return {name: (folder / name).read_bytes() for name in (*KINDS, COMPRESSED)}


def card(text: str) -> bytes:
    return text.ljust(80).encode("latin-1")


def spoiled(data: bytes, keyword: str, new: bytes) -> bytes:
    """Replace a card of a FITS file, the first of its name."""
    at = data.index(keyword.ljust(8).encode() + b"=")
    return data[:at] + new + data[at + 80 :]


HEADERS = {
    "NAXIS absurd": ("NAXIS", card("NAXIS   =           1000000000"), "HDU 1 NAXIS"),
    "NAXIS negative": ("NAXIS", card("NAXIS   =                   -1"), "HDU 1 NAXIS"),
    "NAXIS gone": ("NAXIS", card("COMMENT"), "HDU 1 NAXIS"),
    "NAXIS1 of text": ("NAXIS1", card("NAXIS1  = 'four'"), "HDU 1 NAXIS1"),
    "NAXIS1 huge": ("NAXIS1", card("NAXIS1  =  9223372036854775807"), "HDU 1"),
    "BITPIX odd": ("BITPIX", card("BITPIX  =                   17"), "HDU 1 BITPIX"),
    "BITPIX logical": ("BITPIX", card("BITPIX  =                    T"), "HDU 1 BITPIX"),
    "PCOUNT huge": ("PCOUNT", card("PCOUNT  =        1000000000000"), "HDU 1"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_an_absurd_header_is_found_at_its_keyword(
    describe, made, tmp_path: Path, name: str
) -> None:
    keyword, new, place = HEADERS[name]
    data = made["toy.fits"]
    start = data.index(b"XTENSION")
    file = tmp_path / "a.fits"
    file.write_bytes(data[:start] + spoiled(data[start:], keyword, new))
    (deviation,) = check_described(file, describe("toy.fits"))
    assert (deviation.code, deviation.place) == ("file-unreadable", place)


TABLES = {
    "TFIELDS absurd": ("TFIELDS", card("TFIELDS =            999999999"), "file-unreadable"),
    "TFIELDS too many": ("TFIELDS", card("TFIELDS =                  900"), "format-table-layout"),
    "TFIELDS too few": ("TFIELDS", card("TFIELDS =                    2"), "format-table-layout"),
    "TFORM odd": ("TFORM1", card("TFORM1  = 'Z'"), "format-table-layout"),
    "TFORM huge": ("TFORM1", card("TFORM1  = '99999999999K'"), "format-table-layout"),
    "TFORM of a number": ("TFORM1", card("TFORM1  = 3"), "format-table-layout"),
}


@pytest.mark.parametrize("name", TABLES)
def test_an_absurd_table_is_a_deviation(describe, made, tmp_path: Path, name: str) -> None:
    keyword, new, code = TABLES[name]
    data = made["toy.fits"]
    start = data.index(b"BINTABLE") - 10
    file = tmp_path / "a.fits"
    file.write_bytes(data[:start] + spoiled(data[start:], keyword, new))
    found = check_described(file, describe("toy.fits"))
    assert code in {d.code for d in found}


ODD = {
    "BZERO": ("CUBE", "BZERO", "1E400", "format-array-type"),
    "BSCALE": ("CUBE", "BSCALE", "'one'", None),
    "TNULL": ("ROWS", "TNULL1", "'none'", None),
    "TZERO": ("ROWS", "TZERO5", "'zero'", "format-column-type"),
    "TSCAL": ("ROWS", "TSCAL3", "1E400", "format-value-range"),
    "EXTNAME": ("ROWS", "EXTNAME", "3", "format-hdu-unexpected"),
    "CHECKSUM": ("ROWS", "CHECKSUM", "3", "format-checksum-wrong"),
    "BUNIT": ("CUBE", "BUNIT", "3", "format-array-unit"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_value_of_a_keyword_is_no_failure(describe, made, tmp_path: Path, name: str) -> None:
    hdu, key, text, code = ODD[name]
    file = tmp_path / "a.fits"
    data = made["toy.fits"]
    start = data.index(f"EXTNAME = '{hdu:8}'".encode()) // 2880 * 2880
    end = data.index(card("END"), start)
    new = card(f"{key:8}= {text:>20}")
    if key.ljust(8).encode() + b"=" in data[start:end]:
        file.write_bytes(data[:start] + spoiled(data[start:], key, new))
    else:  # the blanks after END have room for a card
        assert not data[end + 80 : end + 160].strip()
        file.write_bytes(data[:end] + new + card("END") + data[end + 160 :])
    found = {d.code for d in check_described(file, describe("toy.fits"))}
    assert code is None or code in found


def test_what_a_file_says_is_put_on_one_line(describe, tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    field = pyarrow.field("A\nB", "int64", metadata={"unit": "m\ns"})
    schema = pyarrow.schema([field, pyarrow.field("ID", "int64", metadata={"unit": "m\ns"})])
    parquet.write_table(pyarrow.table([[1], [2]], schema=schema), tmp_path / "a")
    found = check_described(tmp_path / "a", describe("toy.parquet"))
    assert ("column A B", "the format has no such column") in [(d.place, d.message) for d in found]
    assert not any("\n" in d.place + d.message for d in found)


def test_bytes_beyond_ascii_are_found_in_their_card(describe, made, tmp_path: Path) -> None:
    file = tmp_path / "a.fits"
    file.write_bytes(spoiled(made["toy.fits"], "BAND", card("BAND    = 'Y'     / f\xfcr")))
    found = check_described(file, describe("toy.fits"))
    assert ("format-card", "PRIMARY BAND", "\\xfc") in [(d.code, d.place, d.value) for d in found]


def test_a_header_without_end_is_not_read_for_ever(describe, tmp_path: Path) -> None:
    file = tmp_path / "endless.fits"
    with file.open("wb") as stream:
        stream.write(card("SIMPLE  =                    T"))
        for _ in range(600):
            stream.write(card("COMMENT nothing") * 1000)
    (deviation,) = check_described(file, describe("toy.fits"))
    assert deviation.code == "file-unreadable"
    assert "without an END" in deviation.message


def test_a_checksum_is_that_of_astropy(tmp_path: Path) -> None:
    """The sums of blocks that are larger than one read agree with astropy's own."""
    numbers = np.random.default_rng(3)
    file = tmp_path / "a.fits"
    images = [fits.ImageHDU(numbers.integers(256, size=n, dtype="uint8")) for n in (1, 5_000_001)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto(file, checksum=True)
    for hdu in scan_fits(file):
        assert list(check_sums(file, hdu, demanded=True)) == []


LIMIT = 220 * 1024 * 1024
SCRIPT = r"""
import json, re, sys
from pathlib import Path
from dpkit.formats.check import check_described
found = check_described(Path(sys.argv[1]), json.loads(sys.argv[2]))
for deviation in found:
    print(deviation.code, deviation.place)
print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""
BIG = {
    "kind": "fits",
    "version": "1",
    "ordered": True,
    "checksum": False,
    "hdus": [
        {"kind": "generic", "name": "PRIMARY", "minimum": 1, "maximum": 1, "keywords": []},
        {
            "kind": "array",
            "name": "IMAGE",
            "minimum": 1,
            "maximum": 1,
            "keywords": [],
            "wcs": 0,
            "array": {"type": "float32", "dimensions": 2, "unit": None, "maximum": 1},
        },
        {
            "kind": "table",
            "name": "ROWS",
            "minimum": 1,
            "maximum": 1,
            "keywords": [],
            "columns": [
                {"name": "ID", "format": "K", "sorted": True},
                {"name": "VALUE", "format": "D", "missing": False, "maximum": 1},
            ],
        },
    ],
}


def write_sparse(path: Path, side: int, rows: int) -> None:
    """Write an image and a table of zeros that take no room, but for a last value of each."""
    image = fits.ImageHDU(np.zeros((1, 1), "float32"), name="IMAGE").header
    image["NAXIS1"] = image["NAXIS2"] = side
    columns = [fits.Column("ID", "K"), fits.Column("VALUE", "D")]
    table = fits.BinTableHDU.from_columns(columns, name="ROWS").header
    table["NAXIS2"] = rows
    with path.open("wb") as stream:
        stream.write(fits.PrimaryHDU().header.tostring().encode())
        for header, size, last in ((image, side * side * 4, ">f4"), (table, rows * 16, ">f8")):
            stream.write(header.tostring().encode())
            stream.seek(size - np.dtype(last).itemsize, 1)
            stream.write(np.array(2, last).tobytes())
            stream.truncate(stream.seek(0, 1) + -size % 2880)
            stream.seek(0, 2)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_a_large_file_is_read_by_block(tmp_path: Path) -> None:
    """Half a gigabyte is checked to the last value in less than half of that memory."""
    file = tmp_path / "big.fits"
    write_sparse(file, side=9_000, rows=12_000_000)
    assert file.stat().st_size > 2 * LIMIT
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(file), json.dumps(BIG)],
        capture_output=True,
        text=True,
        check=True,
    )
    *found, peak = run.stdout.splitlines()
    assert found == [
        "format-value-range IMAGE pixel (9000, 9000)",
        "format-value-range ROWS column VALUE row 12000000",
    ]
    assert int(peak) * 1024 < LIMIT


def test_rows_that_are_too_long_to_be_read_are_a_deviation(tmp_path: Path) -> None:
    file = tmp_path / "wide.fits"
    width = 65 * 1024 * 1024
    header = fits.BinTableHDU.from_columns([fits.Column("VALUE", "D")], name="ROWS").header
    header["NAXIS1"], header["NAXIS2"] = width, 1
    header["TFORM1"] = f"{width // 8}D"
    with file.open("wb") as stream:
        stream.write(fits.PrimaryHDU().header.tostring().encode())
        stream.write(header.tostring().encode())
        stream.truncate(stream.seek(0, 1) + -(-width // 2880) * 2880)
    said = BIG["hdus"][2] | {
        "columns": [{"name": "VALUE", "format": f"{width // 8}D", "maximum": 1}]
    }
    description = BIG | {"hdus": [BIG["hdus"][0], said]}
    (deviation,) = check_described(file, description)
    assert deviation.code == "format-table-layout"
    assert "too long to be read" in deviation.message


def test_a_tile_that_would_fill_the_memory_is_a_deviation(tmp_path: Path) -> None:
    file = tmp_path / "tile.fits"
    made = fits.CompImageHDU(np.zeros((4, 4), "float32"), name="IMAGE", compression_type="GZIP_1")
    fits.HDUList([fits.PrimaryHDU(), made]).writeto(file)
    data = file.read_bytes()
    for key in ("ZNAXIS1", "ZNAXIS2", "ZTILE1", "ZTILE2"):
        data = spoiled(data, key, card(f"{key:8}=              1000000"))
    file.write_bytes(data)
    (deviation,) = check_described(file, BIG | {"hdus": BIG["hdus"][:2]})
    assert (deviation.code, deviation.place) == ("format-array-damaged", "IMAGE")


ABSURD_TREES = {
    "deep flow": b"a: " + b"[" * 200_000,
    "deep block": b"a:\n" + b"- " * 200_000 + b"1",
    "aliases": b"a0: &a0 [1, 1]\n"
    + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 30)
    ),
    "a list": b"[1, 2]",
    "not YAML": b"a: [1",
    "a tag of Python": b"a: !!python/object/apply:os.system ['touch PWNED']",
    "keys that are lists": b"? [1]\n: 2",
    "binary": b"a: \x00\x01",
}


@pytest.mark.parametrize("name", ABSURD_TREES)
def test_an_absurd_tree_is_a_deviation(
    describe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.asdf"
    head = b"#ASDF 1.0.0\n#ASDF_STANDARD 1.6.0\n%YAML 1.1\n--- !core/asdf-1.1.0\n"
    file.write_bytes(head + ABSURD_TREES[name] + b"\n...\n")
    found = check_described(file, describe("toy.asdf"))
    assert found
    assert all(d.code in CODES for d in found)
    assert [p.name for p in tmp_path.iterdir()] == ["a.asdf"]


@pytest.mark.parametrize("name", KINDS)
def test_what_cannot_be_opened_is_a_deviation(describe, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "empty"):
        (deviation,) = check_described(path, describe(name))
        assert (deviation.code, deviation.place) == ("file-unreadable", "file")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    ("magic", "said"),
    [(gzip.compress(b"-"), "gzip"), (bz2.compress(b"-"), "bzip2"), (lzma.compress(b"-"), "xz")],
    ids=lambda said: said if isinstance(said, str) else "",
)
def test_a_file_compressed_as_a_whole_is_named_so(
    describe, tmp_path: Path, name: str, magic: bytes, said: str
) -> None:
    (tmp_path / "a").write_bytes(magic)
    (deviation,) = check_described(tmp_path / "a", describe(name))
    assert (deviation.code, deviation.place) == ("file-unreadable", "file")
    assert deviation.message == f"is compressed by {said}"
    assert deviation.remedy == "decompress it"
    with pytest.raises(FileFormatError, match=f"compressed by {said}"):
        read_headers(tmp_path / "a")


def test_a_fault_of_a_library_is_none_of_the_file(
    describe, made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(name: str) -> None:
        raise PermissionError(13, "Permission denied", f"/root/.{name}")

    (tmp_path / "a").write_bytes(made["toy.fits"])
    monkeypatch.setattr("dpkit.formats.fits.scan.import_module", forbidden)
    with pytest.raises(PermissionError, match=r"/root/\.astropy"):
        check_described(tmp_path / "a", describe("toy.fits"))


@pytest.mark.parametrize("name", [*KINDS, COMPRESSED])
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_make_a_check_fail(describe, made, tmp_path: Path, name: str, data) -> None:
    """Bytes are changed, removed and repeated at random: the answer is always a list."""
    spoilt = bytearray(made[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(spoilt)))
        if "fits" in name and data.draw(st.booleans()):
            at = at // 80 * 80 + data.draw(st.sampled_from([0, 8, 10, 29]))
        length = data.draw(st.sampled_from([0, 1, 1, 8, 80, 2880]))
        spoilt[at : at + length] = data.draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"", b"9" * 12, bytes(8), b"'", b"NAXIS1  =", card("END")]),
            )
        )
    file = tmp_path / "spoilt"
    file.write_bytes(spoilt)
    found = check_described(file, describe(name.partition(" ")[0]))
    assert all(d.code in CODES and d.place and "\n" not in d.message for d in found)


@pytest.mark.parametrize("suffix", ["fits", "asdf", "parquet", "ecsv", "csv"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=4000))
def test_headers_of_junk_are_read_or_an_error_of_ours(
    tmp_path: Path, suffix: str, junk: bytes
) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(junk)
    with suppress(FileFormatError):
        assert read_headers(file).value("0", "KEY") is ABSENT


def test_a_check_changes_nothing(describe, made, tmp_path: Path) -> None:
    for name, data in made.items():
        file = tmp_path / name
        file.write_bytes(data)
        file.chmod(0o444)
        check_described(file, describe(name.partition(" ")[0]))
        assert file.read_bytes() == data
    assert len(list(tmp_path.iterdir())) == len(made)


def test_a_fits_file_of_a_format_is_checked_by_its_id(tmp_path: Path, made) -> None:
    (tmp_path / "a.fits").write_bytes(made["toy.fits"])
    found = check_file(tmp_path / "a.fits", "nir.masterDark")
    assert ("format-hdu-unexpected", "CUBE") in [(d.code, d.place) for d in found]
