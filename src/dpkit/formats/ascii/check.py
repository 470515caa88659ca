"""Check a text table against the description of its format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.ascii.reading import TextTable, open_table
from dpkit.formats.damage import DamagedError
from dpkit.formats.datafile import DataFile
from dpkit.formats.deviation import Deviation
from dpkit.formats.tablecheck import (
    check_presence,
    check_text_keywords,
    check_unit,
    start_check,
)
from dpkit.formats.value import ValueCheck, check_repeated

__all__ = ["check_ascii"]

Json = dict[str, Any]
Block = tuple[int, NDArray[Any], NDArray[np.bool_] | None]

_ROWS = 8192
_TRUTH = {"true": True, "false": False, "t": True, "f": False, "1": True, "0": False}


def check_ascii(file: DataFile, description: Json) -> Iterator[Deviation]:
    """Yield every departure of a text table from its format.

    Parameters
    ----------
    file : DataFile
        The file.
    description : dict
        The format, from the data dictionary.
    """
    try:
        table = open_table(file.path, description["flavour"])
        yield from _check(table, description)
    except DamagedError as damage:
        yield damage.deviation()


def _check(table: TextTable, description: Json) -> Iterator[Deviation]:
    yield from check_text_keywords(description["keywords"], table.keywords)
    yield from check_presence(description["columns"], table.names)
    there = [said for said in description["columns"] if table.names.count(said["name"]) == 1]
    for said in there:
        yield from _check_column(table, said)
    checks = []
    for said in there:
        value = table.keywords.get(said.get("pixelKey", ""))
        checks.append(_Column(table, said, start_check(said, _whole(value))))
    for first, rows in _chunks(table):
        for column in checks:
            column.feed(first, rows)
    for column in checks:
        yield from column.deviations()


def _whole(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _check_column(table: TextTable, said: Json) -> Iterator[Deviation]:
    name, place = said["name"], f"column {said['name']}"
    if table.flavour == "csv":
        return
    if (found := table.types.get(name)) != said["type"]:
        yield Deviation(
            code="format-column-type",
            place=place,
            message=f"has type {found} but the format has {said['type']}",
            value=str(found),
        )
    yield from check_unit(table.units.get(name), said, place)


def _chunks(table: TextTable) -> Iterator[tuple[int, list[list[str]]]]:
    rows, first = table.rows(), 0
    while chunk := list(islice(rows, _ROWS)):
        yield first, chunk
        first += len(chunk)


class _Column:
    """A column whose cells are looked at chunk by chunk."""

    def __init__(self, table: TextTable, said: Json, check: ValueCheck) -> None:
        self.table = table
        self.said = said
        self.check = check
        self.index = table.names.index(said["name"])
        self.place = f"column {said['name']}"
        self.rows = 0
        self.wrong: tuple[int, str] | None = None

    def feed(self, first: int, rows: list[list[str]]) -> None:
        """Look at the next rows."""
        self.rows = first + len(rows)
        if self.wrong is None:
            try:
                self.check.feed(*self._block(first, rows))
            except _CellError as error:
                self.wrong = error.row, error.text

    def _block(self, first: int, rows: list[list[str]]) -> Block:
        cells = [row[self.index] for row in rows]
        missing = np.array([not cell for cell in cells])
        values = _convert(cells, self.said["type"], first)
        return first, values, missing if missing.any() else None

    def _blocks(self) -> Iterator[Block]:
        for first, rows in _chunks(self.table):
            yield self._block(first, rows)

    def deviations(self) -> Iterator[Deviation]:
        """Yield what was found."""
        if self.wrong is not None:
            row, text = self.wrong
            yield Deviation(
                code="format-column-type",
                place=f"{self.place} {_spot(row)}",
                message=f"is {text!r}, which is no {self.said['type']}",
                value=text,
            )
            return
        yield from self.check.deviations(self.place, _spot)
        yield from check_repeated(self.check, self._blocks, self.rows, self.place, _spot)


class _CellError(ValueError):
    """A cell that is not of the type of its column."""

    def __init__(self, row: int, text: str) -> None:
        super().__init__(text)
        self.row, self.text = row, text


def _spot(index: int) -> str:
    return f"row {index + 1}"


def _convert(cells: list[str], kind: str, first: int) -> NDArray[Any]:
    """Return cells as numbers or text; those that are empty as zero."""
    if kind == "string":
        return np.array(cells, str)
    try:
        return np.array([_cell(cell or "0", kind) for cell in cells], kind)
    except (KeyError, OverflowError, ValueError):
        for row, cell in enumerate(cells, first):
            try:
                np.array(_cell(cell or "0", kind), kind)
            except (KeyError, OverflowError, ValueError):
                raise _CellError(row, cell) from None
        raise


def _cell(text: str, kind: str) -> int | float | bool:
    if "_" in text:
        raise ValueError(text)  # Python would read 1_000 as a number
    if kind == "bool":
        return _TRUTH[text.lower()]
    return float(text) if kind.startswith("float") else int(text)
