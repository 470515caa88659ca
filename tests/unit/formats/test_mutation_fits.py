"""Each item that a FITS format declares, spoiled one at a time, is found by its code and place.

The mutations are derived from the descriptions, so a new format is tested the day it appears.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from astropy.io import fits

from dpkit.formats.check import check_described
from dpkit.formats.template import make_described
from dpkit.formats.wish import Wish
from dpkit.schema.dictionary import file_format, format_names

FORMATS = [name for name in format_names() if file_format(name)["kind"] == "fits"] + ["toy.fits"]
ROWS = 6
Change = Callable[[fits.HDUList], Any]
Expected = list[tuple[str, str]]
Mutation = tuple[str, Change, Expected]


@pytest.fixture(scope="module")
def conforming(describe, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("conforming")
    return {
        name: make_described(
            folder / f"{name}.fits", describe(name), Wish(rows=ROWS, shape=(4, 5), seed=8)
        )
        for name in FORMATS
    }


def planned(description: Any) -> list[tuple[str, Any]]:
    """Return the HDUs of the file that is mutated: one group each, and all optional ones."""
    found = []
    for part in description["hdus"]:
        for hdu in part.get("hdus", [part]):
            key = part["keys"][0] if "keys" in part else ""
            found.append((hdu["name"].replace("{key}", key), hdu))
    return found


def mutations(description: Any) -> Iterator[Mutation]:
    for number, (name, said) in enumerate(planned(description)):
        for keyword in said["keywords"]:
            yield from of_keyword(number, name, keyword)
        for column in said.get("columns", []):
            yield from of_column(number, name, column, description)
        if "array" in said:
            yield from of_array(number, name, said)
        if number:
            yield from of_hdu(number, name, said, description)


def of_keyword(number: int, name: str, said: Any) -> Iterator[Mutation]:
    place, key = f"{name} {said['name']}", said["name"]

    def put(value: Any) -> Change:
        return lambda hdus: hdus[number].header.set(key, value)

    if said["required"]:
        yield (
            f"{place} gone",
            lambda hdus: hdus[number].header.remove(key),
            [("format-keyword-missing", place)],
        )
    wrong: Any = 3 if said["type"] in {"String", "Time", "Undefined"} else "text"
    yield f"{place} of another type", put(wrong), [("format-keyword-type", place)]
    if said["type"] == "Time":
        yield f"{place} no time", put("2026-02-30T00:00:00"), [("format-keyword-type", place)]
    if said["type"] == "ComplexInteger":
        yield f"{place} no integer", put(1.5 + 2j), [("format-keyword-type", place)]
    other = [("format-keyword-value", place)]
    if "fixed" in said:
        fixed = said["fixed"]
        yield f"{place} not fixed", put("x" if isinstance(fixed, str) else not fixed), other
    if "allowed" in said:
        yield f"{place} not allowed", put("other"), other
    if "minimum" in said:
        yield f"{place} too small", put(said["minimum"] - 1), other
    if "maximum" in said:
        yield f"{place} too large", put(said["maximum"] + 1), other


def rebuilt(number: int, change: Callable[[list[fits.Column]], list[fits.Column]]) -> Change:
    """Make a table anew from changed columns, and keep its other keywords."""

    def run(hdus: fits.HDUList) -> None:
        old = hdus[number]
        hdus[number] = fits.BinTableHDU.from_columns(change(list(old.columns)), name=old.name)
        structure = re.compile(
            "XTENSION|BITPIX|NAXIS|[PG]COUNT|EXTNAME|CHECKSUM|DATASUM|T[A-Z]+[0-9]*$"
        )
        kept = [c for c in old.header.cards if not structure.match(c.keyword)]
        hdus[number].header.extend(kept)

    return run


def replaced(number: int, name: str, **parts: Any) -> Change:
    """Replace a column by one without content."""

    def change(old: list[fits.Column]) -> list[fits.Column]:
        return [
            fits.Column(name, **{"format": c.format, "unit": c.unit, **parts})
            if c.name == name
            else c
            for c in old
        ]

    return rebuilt(number, change)


OTHER_FORM = {"K": "J", "J": "K", "I": "J", "D": "E", "E": "D", "A": "7A", "L": "J", "C": "M"}


def of_column(number: int, table: str, said: Any, description: Any) -> Iterator[Mutation]:
    name, form = said["name"], said["format"]
    place = f"{table} column {name}"
    if said.get("required", True):
        yield (
            f"{place} gone",
            rebuilt(number, lambda c: [x for x in c if x.name != name]),
            [("format-column-missing", place)],
        )
    unit = "mag" if "unit" not in said else None
    yield f"{place} in another unit", units(number, name, unit), [("format-column-unit", place)]
    letter = form.strip("0123456789()")[:1]
    if letter in OTHER_FORM:
        other = replaced(number, name, format=OTHER_FORM[letter])
        yield f"{place} of another type", other, [("format-column-type", place)]
    if letter in "IJK":
        zero = None if said.get("unsigned") else {"I": 2**15, "J": 2**31, "K": 2**63}[letter]
        if not {"minimum", "maximum", "unique", "pixel"} & said.keys():
            shifted = replaced(number, name, bzero=zero)
            yield f"{place} with another sign", shifted, [("format-column-type", place)]
    yield from of_values(number, place, said, description)


def units(number: int, name: str, unit: str | None) -> Change:
    def run(hdus: fits.HDUList) -> None:
        index = hdus[number].columns.names.index(name) + 1
        if unit is None:
            hdus[number].header.remove(f"TUNIT{index}")
        else:
            hdus[number].header[f"TUNIT{index}"] = unit

    return run


def cell(number: int, name: str, row: int, value: Any) -> Change:
    """Set one value; a callable gets the column."""

    def run(hdus: fits.HDUList) -> None:
        column = hdus[number].data[name]
        column[row] = value(column) if callable(value) else value

    return run


def of_values(number: int, place: str, said: Any, description: Any) -> Iterator[Mutation]:
    name = said["name"]
    at = f"{place} row 4" + (" element 1" if said["format"][0] == "2" else "")

    def broken(rule: str, row: int, value: Any, code: str, where: str = at) -> Mutation:
        return f"{place} {rule}", cell(number, name, row, value), [(code, where)]

    if "minimum" in said:
        yield broken("too small", 3, said["minimum"] - 1, "format-value-range")
    if "maximum" in said:
        yield broken("too large", 3, said["maximum"] + 1, "format-value-range")
    if not said.get("missing", True):
        yield broken("without a value", 3, np.nan, "format-value-missing")
    if said.get("unique"):
        source = 2 if said.get("sorted") else 0
        yield broken("repeated", 3, lambda c: c[source], "format-value-repeated")
    if said.get("sorted"):
        yield broken("not sorted", 3, lambda c: c[2] - 1, "format-value-unsorted")
    if "pixel" in said:
        last = f"{place} row {ROWS}"
        most = {"nside": lambda n: 12 * n * n, "nuniq": lambda n: 16 * 4**n}[said["pixel"]]

        def beyond(hdus: fits.HDUList) -> None:
            headers = (hdus[number].header, hdus[0].header)
            said_there = next(h[said["pixelKey"]] for h in headers if said["pixelKey"] in h)
            hdus[number].data[name][-1] = most(said_there)

        yield f"{place} beyond the sphere", beyond, [("format-value-pixel", last)]


OTHER_TYPE = {
    "float32": "float64",
    "float64": "float32",
    "int32": "int16",
    "uint16": "int16",
    "uint32": "int32",
    "int8": "uint8",
    "uint8": "int16",
}


def of_array(number: int, name: str, said: Any) -> Iterator[Mutation]:
    array = said["array"]

    def pixels(change: Callable[[np.ndarray], np.ndarray]) -> Change:
        def run(hdus: fits.HDUList) -> None:
            header = hdus[number].header.copy()
            for key in ("BZERO", "BSCALE"):
                header.remove(key, ignore_missing=True)
            made = fits.ImageHDU(change(hdus[number].data))
            kept = {"EXTNAME", "BUNIT"} | {k for k in header if k[:2] in {"CT", "CR", "CD"}}
            made.header.extend([c for c in header.cards if c.keyword in kept])
            hdus[number] = made

        return run

    def spot(value: Any) -> Change:
        def change(data: np.ndarray) -> np.ndarray:
            data = data.copy()
            data[(0,) * (data.ndim - 1) + (1,)] = value
            return data

        return pixels(change)

    other = OTHER_TYPE[array["type"]]
    yield (
        f"{name} of another type",
        pixels(lambda d: (d % 100).astype(other)),
        [("format-array-type", name)],
    )
    yield (
        f"{name} with another axis",
        pixels(lambda d: d[np.newaxis]),
        [("format-array-axes", name)],
    )
    if array["unit"] is not None:
        yield (
            f"{name} without unit",
            lambda hdus: hdus[number].header.remove("BUNIT"),
            [("format-array-unit", name)],
        )
    yield (
        f"{name} in another unit",
        lambda hdus: hdus[number].header.set("BUNIT", "mag"),
        [("format-array-unit", name)],
    )
    place = f"{name} pixel ({', '.join(['2'] + ['1'] * (array['dimensions'] - 1))})"
    if "minimum" in array:
        yield f"{name} too small", spot(array["minimum"] - 1), [("format-value-range", place)]
    if "maximum" in array:
        yield f"{name} too large", spot(array["maximum"] + 1), [("format-value-range", place)]
    if not array.get("missing", True):
        yield f"{name} without a value", spot(np.nan), [("format-value-missing", place)]
    if "lengths" in array and any(array["lengths"]):
        # A named length is that of the first array that has it, so a number is changed first.
        fixed = [isinstance(length, int) for length in array["lengths"]]
        axis = len(fixed) - 1 - (fixed.index(True) if any(fixed) else 0)
        longer = pixels(lambda data: np.concatenate([data, data], axis=axis))
        # Of the first array with named lengths only, the mistake would be that of all others.
        if any(fixed) or number > 1:
            yield f"{name} longer", longer, [("format-array-shape", name)]
    if said["wcs"]:
        yield (
            f"{name} without CTYPE2",
            lambda hdus: hdus[number].header.remove("CTYPE2"),
            [("format-wcs-missing", f"{name} CTYPE2")],
        )
        yield (
            f"{name} without a sky",
            lambda hdus: hdus[number].header.set("CTYPE1", "X"),
            [("format-wcs-wrong", name)],
        )


def of_hdu(number: int, name: str, said: Any, description: Any) -> Iterator[Mutation]:
    grouped = any(part["kind"] == "group" for part in description["hdus"])
    alone = grouped and len(planned(description)) == 2
    if said["minimum"] and not alone:
        yield f"{name} gone", lambda hdus: hdus.pop(number), [("format-hdu-missing", name)]
    yield (
        f"{name} twice",
        lambda hdus: hdus.append(hdus[number].copy()),
        [("format-hdu-unexpected", name)],
    )
    if number > 1:
        before = planned(description)[number - 1][0]

        def swap(hdus: fits.HDUList) -> None:
            hdus.insert(number - 1, hdus.pop(number))

        wrong = [("format-hdu-order", before)] if description["ordered"] else []
        yield f"{name} before {before}", swap, wrong
    if said["kind"] == "table":
        image = fits.ImageHDU(np.zeros((2, 2)), name=name)
        yield (
            f"{name} an image",
            lambda hdus: hdus.__setitem__(number, image),
            [
                *missing_keywords(said, name),
                ("format-hdu-kind", name),
            ],
        )
    if said["kind"] == "array":
        table = fits.BinTableHDU.from_columns([fits.Column("A", "J", array=[1])], name=name)
        yield (
            f"{name} a table",
            lambda hdus: hdus.__setitem__(number, table),
            [("format-hdu-kind", name)],
        )


def missing_keywords(said: Any, name: str) -> Expected:
    return [
        ("format-keyword-missing", f"{name} {keyword['name']}")
        for keyword in said["keywords"]
        if keyword["required"]
    ]


def test_every_mutation_is_found_alone_at_its_place(describe, conforming, tmp_path: Path) -> None:
    """Count recall and false alarms over all formats, and name each miss."""
    tried, missed = 0, []
    for identifier in FORMATS:
        description = describe(identifier)
        for label, change, expected in mutations(description):
            found = run(conforming[identifier], change, description, tmp_path / "mutated.fits")
            tried += 1
            if sorted(found) != sorted(expected):
                missed.append(f"{identifier}: {label}: {found} instead of {expected}")
    assert missed == []
    assert tried > 400


def run(source: Path, change: Change, description: Any, target: Path) -> Expected:
    with fits.open(source, memmap=False) as hdus:
        change(hdus)
        hdus.writeto(target, overwrite=True, checksum=True)
    return [(d.code, d.place) for d in check_described(target, description)]


@pytest.mark.parametrize("identifier", FORMATS)
def test_an_hdu_too_many_is_found(describe, conforming, tmp_path: Path, identifier: str) -> None:
    def change(hdus: fits.HDUList) -> None:
        hdus.insert(1, fits.ImageHDU(np.zeros((2, 2)), name="SURPLUS"))

    found = run(conforming[identifier], change, describe(identifier), tmp_path / "a.fits")
    assert found == [("format-hdu-unexpected", "SURPLUS")]


@pytest.mark.parametrize("identifier", FORMATS)
def test_columns_stand_in_the_order_of_the_format(
    describe, conforming, tmp_path: Path, identifier: str
) -> None:
    for number, (name, said) in enumerate(planned(describe(identifier))):
        if "columns" not in said:
            continue
        wanted = [column["name"] for column in said["columns"]]
        change = rebuilt(number, lambda columns: columns[::-1])
        found = run(conforming[identifier], change, describe(identifier), tmp_path / "a.fits")
        late = [("format-column-order", f"{name} column {other}") for other in wanted[-2::-1]]
        assert [one for one in found if one[0] == "format-column-order"] == late


@pytest.mark.parametrize("identifier", FORMATS)
def test_a_column_too_many_is_found(describe, conforming, tmp_path: Path, identifier: str) -> None:
    tables = [n for n, (_, said) in enumerate(planned(describe(identifier))) if "columns" in said]
    for number in tables:
        change = rebuilt(number, lambda old: [*old, fits.Column("MORE", "J")])
        name = planned(describe(identifier))[number][0]
        found = run(conforming[identifier], change, describe(identifier), tmp_path / "a.fits")
        assert found == [("format-column-unexpected", f"{name} column MORE")]


@pytest.mark.parametrize("identifier", FORMATS)
def test_a_changed_byte_breaks_the_checksum(
    describe, conforming, tmp_path: Path, identifier: str
) -> None:
    data = conforming[identifier].read_bytes()
    with fits.open(conforming[identifier]) as hdus:
        places = [(hdu.name, hdu.fileinfo()) for hdu in hdus]
    for name, place in places:
        comment = data.index(b"/ ", place["hdrLoc"]) + 2
        spots = {f"{name} CHECKSUM": comment}
        if place["datSpan"]:
            spots[f"{name} DATASUM"] = place["datLoc"] + 1
        for where, spot in spots.items():
            changed = data[:spot] + bytes([data[spot] ^ 1]) + data[spot + 1 :]
            (tmp_path / "a.fits").write_bytes(changed)
            found = check_described(tmp_path / "a.fits", describe(identifier))
            assert ("format-checksum-wrong", where) in [(d.code, d.place) for d in found]


@pytest.mark.parametrize("identifier", FORMATS)
def test_a_file_that_is_cut_off_anywhere_is_unreadable(
    describe, conforming, tmp_path: Path, identifier: str
) -> None:
    data = conforming[identifier].read_bytes()
    with fits.open(conforming[identifier]) as hdus:
        ends = {hdu.fileinfo()["datLoc"] + hdu.fileinfo()["datSpan"] for hdu in hdus}
    for length in range(0, len(data), 1440):
        if length in ends:
            continue  # what is left is a whole file with fewer HDUs
        (tmp_path / "a.fits").write_bytes(data[:length])
        (deviation,) = check_described(tmp_path / "a.fits", describe(identifier))
        assert deviation.code == "file-unreadable"


def test_sums_that_are_demanded_and_absent_are_found(describe, conforming, tmp_path: Path) -> None:
    with fits.open(conforming["toy.fits"], memmap=False) as hdus:
        for hdu in hdus:
            hdu.header.remove("CHECKSUM")
        del hdus["MAP"].header["DATASUM"]
        hdus.writeto(tmp_path / "a.fits")
        names = [hdu.name for hdu in hdus]
    found = check_described(tmp_path / "a.fits", describe("toy.fits"))
    assert {(d.code, d.place) for d in found} == {
        ("format-checksum-missing", "MAP DATASUM"),
        *(("format-checksum-missing", f"{name} CHECKSUM") for name in names),
    }
    # Where the format demands nothing, nothing is said.
    assert check_described(tmp_path / "a.fits", describe("toy.fits") | {"checksum": False}) == []


def test_a_compressed_image_counts_as_the_image_inside(
    describe, conforming, tmp_path: Path
) -> None:
    def compress(hdus: fits.HDUList, change=lambda data: data) -> None:
        for name in ("CUBE", "MAP"):
            number = hdus.index_of(name)
            data = change(hdus[number].data)
            made = fits.CompImageHDU(data, compression_type="GZIP_2", name=name)
            hdus[number] = made

    description = describe("toy.fits")
    assert run(conforming["toy.fits"], compress, description, tmp_path / "a.fits") == []
    with fits.open(tmp_path / "a.fits", disable_image_compression=True) as hdus:
        assert hdus["CUBE"].header["ZIMAGE"]

    def spoil(data: np.ndarray) -> np.ndarray:
        data = data.copy()
        data[(0,) * (data.ndim - 1) + (2,)] = np.nan if data.dtype.kind == "f" else 65_000
        return data

    found = run(
        conforming["toy.fits"], lambda h: compress(h, spoil), description, tmp_path / "b.fits"
    )
    assert found == [
        ("format-value-range", "CUBE pixel (3, 1, 1)"),
        ("format-value-missing", "MAP pixel (3, 1)"),
    ]
    found = run(
        conforming["toy.fits"],
        lambda h: compress(h, lambda data: data.astype("int32")),
        description,
        tmp_path / "c.fits",
    )
    assert found == [("format-array-type", "CUBE"), ("format-array-type", "MAP")]


def test_scaled_pixels_are_of_no_integer_type(describe, conforming, tmp_path: Path) -> None:
    def scale(hdus: fits.HDUList) -> None:
        hdus["CUBE"].header["BSCALE"] = 0.5

    source = tmp_path / "source.fits"
    with fits.open(conforming["toy.fits"], memmap=False, do_not_scale_image_data=True) as hdus:
        scale(hdus)
        hdus.writeto(source, checksum=True)
    (deviation,) = check_described(source, describe("toy.fits"))
    assert (deviation.code, deviation.place) == ("format-array-type", "CUBE")
    assert "scaled by BSCALE 0.5 and BZERO 32768" in deviation.message


def test_a_keyword_that_is_there_twice_is_found(describe, conforming, tmp_path: Path) -> None:
    found = run(
        conforming["toy.fits"],
        lambda hdus: hdus[0].header.append(("BAND", "Y"), end=True),
        describe("toy.fits"),
        tmp_path / "a.fits",
    )
    assert found == [("format-keyword-repeated", "PRIMARY BAND")]


def test_marked_integers_are_missing(describe, conforming, tmp_path: Path) -> None:
    description = describe("toy.fits")
    columns = description["hdus"][-1]["columns"]
    spoiled = [c | {"missing": False} if c["name"] == "ID" else c for c in columns]
    hdus_said = [*description["hdus"][:-1], description["hdus"][-1] | {"columns": spoiled}]

    def mark(hdus: fits.HDUList) -> None:
        hdus["ROWS"].header["TNULL1"] = int(hdus["ROWS"].data["ID"][4])

    found = run(
        conforming["toy.fits"], mark, description | {"hdus": hdus_said}, tmp_path / "a.fits"
    )
    assert found == [("format-value-missing", "ROWS column ID row 5")]
    assert run(conforming["toy.fits"], mark, description, tmp_path / "b.fits") == []
