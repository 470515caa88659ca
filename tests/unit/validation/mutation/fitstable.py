"""Mutations of the tables of FITS files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from astropy.io import fits

from dpkit.product.document import FileReference

from .case import Case, Place, breaks
from .fitsfile import edited, fits_file, is_table, write_card
from .inside import anything, inside

Hdu = tuple[int, str, dict[str, Any]]


def with_column(
    case: Case,
    wanted: Callable[[dict[str, Any]], bool],
    change: Callable[[fits.HDUList, int, dict[str, Any]], object],
) -> Place | None:
    """Change one of the columns that are wanted."""
    file = fits_file(case)
    if file is None:
        return None
    found = [
        (number, name, column)
        for number, name, said in case.hdus(file)
        for column in said.get("columns", ())
        if wanted(column)
    ]
    chosen = case.pick(found)
    if chosen is None:
        return None
    number, name, column = chosen
    case.edit(file, lambda hdus: change(hdus, number, column))
    return inside(file, f"{name} column {column['name']}")


def rebuild(hdus: fits.HDUList, number: int, columns: list[fits.Column]) -> None:
    """Make a table anew from other columns; the keywords that describe no column are kept."""
    old = hdus[number]
    made = fits.BinTableHDU.from_columns(columns, name=old.name)
    own = ("XTENSION", "BITPIX", "NAXIS", "PCOUNT", "GCOUNT", "TFIELDS", "EXTNAME")
    described = ("TTYPE", "TFORM", "TUNIT", "TNULL", "TZERO", "TSCAL", "TDISP", "TDIM")
    for card in old.header.cards:
        if not card.keyword.startswith((*own, *described)):
            made.header.append(card)
    hdus[number] = made


@breaks
def column_gone(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        kept = [c for c in hdus[number].columns if c.name != said["name"]]
        rebuild(hdus, number, kept)

    return with_column(case, lambda said: said.get("required", True), change)


@breaks
def column_of_another_name(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, hdu: Hdu) -> None:
        more = fits.Column("NOVELTY", "J", array=np.zeros(len(hdus[hdu[0]].data), int))
        rebuild(hdus, hdu[0], [*hdus[hdu[0]].columns, more])

    return edited(case, is_table, change, "{} column NOVELTY")


def tables(case: Case) -> list[tuple[FileReference, int, str, list[dict[str, Any]]]]:
    """Return file, HDU and columns of the tables with several columns."""
    file = fits_file(case)
    return [
        (file, number, name, said["columns"])
        for number, name, said in ([] if file is None else case.hdus(file))
        if file is not None and len(said.get("columns", ())) > 1
    ]


@breaks
def column_given_twice(case: Case) -> Place | None:
    """Of the columns of another name, which is missing then."""
    chosen = case.pick(tables(case))
    if chosen is None:
        return None
    file, number, name, columns = chosen
    case.forget()
    write_card(file, number, "TTYPE2", f"'{columns[0]['name']}'")
    return inside(file, f"{name} column {columns[0]['name']}")


@breaks
def columns_wider_than_their_rows(case: Case) -> Place | None:
    chosen = case.pick(tables(case))
    if chosen is None:
        return None
    file, number, name, _ = chosen
    case.forget()
    write_card(file, number, "TFORM1", "'77D'")
    return inside(file, f"{name} NAXIS1")


@breaks
def column_after_its_place(case: Case) -> Place | None:
    chosen = case.pick(tables(case))
    if chosen is None:
        return None
    file, number, name, columns = chosen

    def change(hdus: fits.HDUList) -> None:
        first, second, *others = hdus[number].columns
        rebuild(hdus, number, [second, first, *others])

    case.edit(file, change)
    return inside(file, f"{name} column {columns[0]['name']}")


@breaks
def column_of_another_type(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        columns = [
            fits.Column(c.name, "E", unit=c.unit, array=np.zeros(len(hdus[number].data)))
            if c.name == said["name"]
            else c
            for c in hdus[number].columns
        ]
        rebuild(hdus, number, columns)

    return with_column(case, lambda said: said["format"] == "D", change)


@breaks
def column_in_another_unit(case: Case) -> Place | None:
    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        index = hdus[number].columns.names.index(said["name"]) + 1
        hdus[number].header.set(f"TUNIT{index}", "mag")

    return with_column(case, anything, change)


def cell(
    case: Case, rule: Callable[[dict[str, Any]], bool], row: int, value: Callable[[Any, Any], Any]
) -> Place | None:
    """Set one value of a column; the value is made from the column and its description."""

    def change(hdus: fits.HDUList, number: int, said: dict[str, Any]) -> None:
        column = hdus[number].data[said["name"]]
        column[row] = value(column, said)

    place = with_column(case, rule, change)
    if place is None:
        return None
    with fits.open(place.file) as hdus:
        rows = len(hdus[str(place.path).split()[0]].data)
    return inside_row(place, row % rows + 1)


def inside_row(place: Place, row: int) -> Place:
    return Place(path=f"{place.path} row {row}", file=place.file)


@breaks
def value_below_its_range(case: Case) -> Place | None:
    return cell(case, lambda said: "minimum" in said, 0, lambda _, said: said["minimum"] - 1)


@breaks
def value_above_its_range(case: Case) -> Place | None:
    return cell(case, lambda said: "maximum" in said, 0, lambda _, said: said["maximum"] + 1)


@breaks
def value_that_is_no_number(case: Case) -> Place | None:
    return cell(case, lambda said: not said.get("missing", True), 0, lambda *_: np.nan)


def rows(case: Case) -> int:
    """Return the rows of the only table of a file."""
    file = fits_file(case)
    if file is None:
        return 0
    with fits.open(file.location) as hdus:
        return max((len(h.data) for h in hdus if isinstance(h, fits.BinTableHDU)), default=0)


@breaks
def number_given_twice(case: Case) -> Place | None:
    if rows(case) < 2:
        return None
    return cell(
        case,
        lambda said: said.get("unique") and not said.get("sorted"),
        -1,
        lambda column, _: column[0],
    )


@breaks
def cell_out_of_order(case: Case) -> Place | None:
    if rows(case) < 2:
        return None
    return cell(case, lambda said: said.get("sorted"), -1, lambda column, _: column[-2] - 1)


@breaks
def cell_beyond_the_sphere(case: Case) -> Place | None:
    return cell(case, lambda said: "pixel" in said, -1, lambda *_: 16 * 4**29)
