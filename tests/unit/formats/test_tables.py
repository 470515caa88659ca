"""Each item of a parquet or text table, spoiled one at a time, is found by its code and place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest
from astropy.table import MaskedColumn, Table
from pyarrow import parquet

from dpkit.formats.ascii.reading import open_table
from dpkit.formats.check import check_described
from dpkit.formats.template import make_described
from dpkit.formats.wish import Wish

ROWS = 12_000
NSIDE = 8192
TEXTS = ["toy.ecsv", "toy.ipac", "toy.csv"]


@pytest.fixture(scope="module")
def conforming(describe, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write files whose rows take several chunks."""
    folder = tmp_path_factory.mktemp("conforming")
    names = ["toy.parquet", *TEXTS]
    wishes = {
        name: Wish(rows=ROWS, headers={} if name == "toy.csv" else {("", "NSIDE"): NSIDE})
        for name in names
    }
    return {name: make_described(folder / name, describe(name), wishes[name]) for name in names}


def codes(path: Path, description: Any) -> list[tuple[str, str]]:
    return [(d.code, d.place) for d in check_described(path, description)]


def spoil(column: np.ndarray, name: str, rule: str) -> np.ndarray:
    """Break a rule in row 10 001."""
    column, row = column.copy(), 10_000
    match rule:
        case "minimum":
            column[row] = {"ID": 0, "LEVEL": -0.5}[name]
        case "maximum":
            column[row] = 3.0
        case "missing":
            column[row] = np.nan
        case "repeated":
            column[row] = column[row - 1]
        case "unsorted":
            column[row] = column[row - 1] - 1
        case "pixel":
            column[-1] = 12 * NSIDE**2
    return column


VALUES = {
    ("ID", "minimum"): "format-value-range",
    ("ID", "repeated"): "format-value-repeated",
    ("LEVEL", "minimum"): "format-value-range",
    ("LEVEL", "maximum"): "format-value-range",
    ("LEVEL", "missing"): "format-value-missing",
    ("NAME", "repeated"): "format-value-repeated",
    ("PIXEL", "repeated"): "format-value-repeated",
    ("PIXEL", "unsorted"): "format-value-unsorted",
    ("PIXEL", "pixel"): "format-value-pixel",
}


def expected(name: str, rule: str) -> list[tuple[str, str]]:
    row = ROWS if rule == "pixel" else 10_001
    return [(VALUES[name, rule], f"column {name} row {row}")]


@pytest.mark.parametrize(("name", "rule"), VALUES)
def test_values_of_parquet_columns(describe, conforming, tmp_path, name: str, rule: str) -> None:
    table = parquet.read_table(conforming["toy.parquet"])
    column = table[name].to_numpy(zero_copy_only=False)
    array = pyarrow.array(spoil(column, name, rule), table[name].type)
    index = table.column_names.index(name)
    table = table.set_column(index, table.schema.field(name), array)
    parquet.write_table(table, tmp_path / "a", row_group_size=7_000)
    assert codes(tmp_path / "a", describe("toy.parquet")) == expected(name, rule)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize(("name", "rule"), VALUES)
def test_values_of_text_columns(
    describe, conforming, tmp_path, kind: str, name: str, rule: str
) -> None:
    form = f"ascii.{kind.partition('.')[2]}"
    table = Table.read(conforming[kind], format=form, guess=False)
    if name not in table.colnames:
        assert (kind, name) == ("toy.csv", "PIXEL")
        return
    table[name] = spoil(np.asarray(table[name]), name, rule)
    if name == "LEVEL" and kind != "toy.csv":
        table[name].unit = "electron"
    table.write(tmp_path / "a", format=form)
    assert codes(tmp_path / "a", describe(kind)) == expected(name, rule)


def with_field(name: str, **parts: Any) -> Callable[[pyarrow.Table], pyarrow.Table]:
    def change(table: pyarrow.Table) -> pyarrow.Table:
        old = table.schema.field(name)
        said = {"type": old.type, "nullable": old.nullable, "metadata": old.metadata} | parts
        field = pyarrow.field(name, **said)
        index = table.column_names.index(name)
        return table.set_column(index, field, table[name].cast(field.type))

    return change


def with_keyword(key: str, value: str | None) -> Callable[[pyarrow.Table], pyarrow.Table]:
    def change(table: pyarrow.Table) -> pyarrow.Table:
        metadata = {k: v for k, v in table.schema.metadata.items() if k != key.encode()}
        return table.replace_schema_metadata(
            metadata if value is None else metadata | {key.encode(): value.encode()}
        )

    return change


PARQUET = {
    "column gone": (lambda t: t.drop_columns(["FLAG"]), "format-column-missing", "column FLAG"),
    "column more": (
        lambda t: t.append_column("MORE", t["FLAG"]),
        "format-column-unexpected",
        "column MORE",
    ),
    "type": (with_field("ID", type=pyarrow.int32()), "format-column-type", "column ID"),
    "type of text": (
        with_field("FLAG", type=pyarrow.string()),
        "format-column-type",
        "column FLAG",
    ),
    "nullable": (with_field("COUNT", nullable=True), "format-column-type", "column COUNT"),
    "unit gone": (with_field("LEVEL", metadata=None), "format-column-unit", "column LEVEL"),
    "unit": (with_field("LEVEL", metadata={"unit": "mag"}), "format-column-unit", "column LEVEL"),
    "keyword gone": (with_keyword("BAND", None), "format-keyword-missing", "BAND"),
    "keyword not allowed": (with_keyword("BAND", "Z"), "format-keyword-value", "BAND"),
    "keyword of text": (with_keyword("GAIN", "high"), "format-keyword-type", "GAIN"),
    "keyword too large": (with_keyword("GAIN", "4.5"), "format-keyword-value", "GAIN"),
    "keyword not fixed": (with_keyword("GOOD", "false"), "format-keyword-value", "GOOD"),
    "keyword no time": (with_keyword("DATE", "now"), "format-keyword-type", "DATE"),
}


@pytest.mark.parametrize("name", PARQUET)
def test_what_a_parquet_format_declares(describe, conforming, tmp_path: Path, name: str) -> None:
    change, code, place = PARQUET[name]
    table = change(parquet.read_table(conforming["toy.parquet"]))
    parquet.write_table(table, tmp_path / "a")
    assert codes(tmp_path / "a", describe("toy.parquet")) == [(code, place)]


def test_a_null_is_a_missing_value(describe, conforming, tmp_path: Path) -> None:
    table = parquet.read_table(conforming["toy.parquet"])
    for name, found in (("LEVEL", [("format-value-missing", "column LEVEL row 7")]), ("ID", [])):
        values = table[name].to_pylist()
        values[6] = None
        index = table.column_names.index(name)
        array = pyarrow.array(values, table[name].type)
        parquet.write_table(
            table.set_column(index, table.schema.field(name), array), tmp_path / name
        )
        assert codes(tmp_path / name, describe("toy.parquet")) == found


def test_a_changed_byte_of_a_page_is_found(describe, conforming, tmp_path: Path) -> None:
    description = describe("toy.parquet")
    data = bytearray(conforming["toy.parquet"].read_bytes())
    column = parquet.ParquetFile(conforming["toy.parquet"]).metadata.row_group(0).column(2)
    data[column.data_page_offset + 100] ^= 255
    (tmp_path / "a").write_bytes(data)
    (deviation,) = check_described(tmp_path / "a", description)
    assert (deviation.code, deviation.place) == ("file-unreadable", "column LEVEL")


LINES = {
    "toy.ecsv": [
        ("unit: electron", "unit: mag", "format-column-unit", "column LEVEL"),
        (", unit: electron", "", "format-column-unit", "column LEVEL"),
        ("ID, datatype: int64", "ID, datatype: int32", "format-column-type", "column ID"),
        ("NSIDE: 8192", "NSIDE: many", "format-keyword-type", "NSIDE"),
        ("NSIDE: 8192", "NS: 8192", "format-keyword-missing", "NSIDE"),
        ("GOOD: true", "GOOD: false", "format-keyword-value", "GOOD"),
        ("%ECSV 1.0", "%CSV 1.0", "file-unreadable", "file"),
        ("# datatype:", "# datatype: [", "file-unreadable", "header"),
    ],
    "toy.ipac": [
        ("electron", "     mag", "format-column-unit", "column LEVEL"),
        ("|double|", "|float |", "format-column-type", "column LEVEL"),
        ("\\NSIDE=8192", "\\NSIDE=0", "format-keyword-value", "NSIDE"),
        ("\\NSIDE=8192", "\\NS=8192", "format-keyword-missing", "NSIDE"),
    ],
    "toy.csv": [
        ("ID,LEVEL", "NUMBER,LEVEL", "format-column-missing", "column ID"),
    ],
}


@pytest.mark.parametrize(
    ("kind", "old", "new", "code", "place"),
    [(kind, *line) for kind, lines in LINES.items() for line in lines],
)
def test_what_a_text_format_declares(
    describe, conforming, tmp_path, kind: str, old: str, new: str, code: str, place: str
) -> None:
    text = conforming[kind].read_text()
    if old.startswith("|"):  # IPAC pads its header to the width of the columns
        old = next(part for part in text.splitlines()[2].split("|") if part.strip() == "double")
        new = "float".rjust(len(old))
        old, new = f"|{old}|", f"|{new}|"
    assert old in text
    (tmp_path / "a").write_text(text.replace(old, new, 1))
    found = codes(tmp_path / "a", describe(kind))
    if kind == "toy.csv":
        assert found.pop() == ("format-column-unexpected", "column NUMBER")
    assert found == [(code, place)]


CELLS = {
    "no number": ("x", "format-column-type", "column ID row 9000"),
    "no whole number": ("1.5", "format-column-type", "column ID row 9000"),
    "a number of Python": ("1_0", "format-column-type", "column ID row 9000"),
    "too large a number": ("99999999999999999999", "format-column-type", "column ID row 9000"),
    "a cell more": ("1,2", "file-unreadable", "row 9000"),
    "an open quote": ('"1', "file-unreadable", None),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_is_none_is_found_in_its_row(
    describe, conforming, tmp_path: Path, name: str
) -> None:
    cell, code, place = CELLS[name]
    lines = conforming["toy.csv"].read_text().splitlines()
    lines[9000] = ",".join([cell, *lines[9000].split(",")[1:]])
    (tmp_path / "a").write_text("\n".join(lines) + "\n")
    ((found, where),) = codes(tmp_path / "a", describe("toy.csv"))
    assert found == code
    assert where == place or place is None


@pytest.mark.parametrize("kind", TEXTS)
def test_rows_are_those_that_astropy_reads(describe, tmp_path: Path, kind: str) -> None:
    """Texts with blanks, delimiters, quotes and line breaks, and cells without a value."""
    form = kind.partition(".")[2]
    words = ["a b", "c", "d'e", "", "g"] if form == "ipac" else ["a b", 'c"d', "e,f", "g\nh", "i"]
    table = Table(
        {"ID": np.arange(5), "LEVEL": MaskedColumn([0.5, 1, 1.5, 2, 2.5], mask=[0, 1, 0, 0, 0])}
    )
    table["NAME"] = words
    table.write(tmp_path / "a", format=f"ascii.{form}")
    known = Table.read(tmp_path / "a", format=f"ascii.{form}", guess=False)
    read = open_table(tmp_path / "a", form)
    rows = list(read.rows())
    assert read.names == known.colnames
    assert [row[2] for row in rows] == [
        "" if value is np.ma.masked else str(value) for value in known["NAME"]
    ]
    assert [row[1] == "" for row in rows] == [False, True, False, False, False]
    assert [int(row[0]) for row in rows] == known["ID"].tolist()


def test_a_line_without_end_is_not_read_for_ever(describe, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("ID,LEVEL,NAME\n" + "1" * 3_000_000)
    (deviation,) = check_described(tmp_path / "a", describe("toy.csv"))
    assert (deviation.code, deviation.place) == ("file-unreadable", "line 2")
