"""Check the columns of a binary table: which there are, their types, units and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.card import card_value
from dpkit.formats.fits.scan import Hdu
from dpkit.formats.fits.table import Column, TableError, read_blocks, read_columns, same_tform
from dpkit.formats.tablecheck import check_presence, check_unit, start_check
from dpkit.formats.value import RULES, ValueCheck, check_repeated

__all__ = ["check_columns"]

Json = dict[str, Any]


def check_columns(path: Path, hdu: Hdu, described: list[Json], primary: Hdu) -> Iterator[Deviation]:
    """Yield every departure of a table's columns from their description.

    Parameters
    ----------
    path : Path
        The file.
    hdu : Hdu
        The table.
    described : list of dict
        The columns that it must have.
    primary : Hdu
        The first HDU, whose header may say how pixels are numbered.
    """
    try:
        found = read_columns(hdu)
        names = Counter(column.name for column in found)
        yield from check_presence(described, list(names.elements()), hdu.name)
        yield from _misplaced(hdu, list(names), described)
        columns = {column.name: column for column in found if names[column.name] == 1}
        for said in described:
            if (column := columns.get(said["name"])) is not None:
                yield from _check_column(hdu, column, said)
        yield from _check_values(path, hdu, columns, described, primary)
    except TableError as error:
        yield error.deviation


def _misplaced(hdu: Hdu, names: list[str], described: list[Json]) -> Iterator[Deviation]:
    """Yield columns that stand after one that they must precede."""
    ranks = {said["name"]: number for number, said in enumerate(described)}
    furthest = ""
    for name in (name for name in names if name in ranks):
        if furthest and ranks[name] < ranks[furthest]:
            yield Deviation(
                code="format-column-order",
                place=f"{hdu.name} column {name}",
                message=f"stands after {furthest}, and belongs before it",
            )
        else:
            furthest = name


def _check_column(hdu: Hdu, column: Column, said: Json) -> Iterator[Deviation]:
    place = f"{hdu.name} column {column.name}"
    if not same_tform(column.form, said["format"]):
        yield _wrong_type(place, f"TFORM {column.form}", said["format"])
    elif column.unsigned != said.get("unsigned", False):
        yield _wrong_type(
            place,
            "unsigned integers" if column.unsigned else "signed integers",
            "unsigned ones" if said.get("unsigned") else "signed ones",
        )
    yield from check_unit(column.unit, said, place)


def _wrong_type(place: str, found: str, wanted: str) -> Deviation:
    return Deviation(
        code="format-column-type",
        place=place,
        message=f"has {found} but the format has {wanted}",
        value=found,
    )


def _check_values(
    path: Path, hdu: Hdu, columns: dict[str, Column], described: list[Json], primary: Hdu
) -> Iterator[Deviation]:
    checks: list[tuple[Column, ValueCheck]] = []
    for said in described:
        column = columns.get(said["name"])
        if column is None or not said.keys() & set(RULES) or not _fits_rules(column, said):
            continue
        key = said.get("pixelKey", "")
        home = hdu if key in hdu.header else primary
        checks.append((column, start_check(said, card_value(home.header, key))))
    if not checks:
        return
    for first, block in read_blocks(path, hdu, [column for column, _ in checks]):
        for (column, check), (values, missing) in zip(checks, block, strict=True):
            flat = None if missing is None else missing.ravel()
            check.feed(
                first * column.repeat if column.letter != "A" else first, values.ravel(), flat
            )
    for column, check in checks:
        yield from _report(path, hdu, column, check)


def _fits_rules(column: Column, said: Json) -> bool:
    """Tell whether a column has the type that its rules are about; others were told."""
    return same_tform(column.form, said["format"])


def _report(path: Path, hdu: Hdu, column: Column, check: ValueCheck) -> Iterator[Deviation]:
    place = f"{hdu.name} column {column.name}"
    per_row = 1 if column.letter == "A" else column.repeat

    def spot(index: int) -> str:
        row, element = divmod(index, per_row)
        return f"row {row + 1}" + (f" element {element + 1}" if per_row > 1 else "")

    def blocks() -> Iterator[tuple[int, NDArray[Any], NDArray[np.bool_] | None]]:
        for first, [(values, missing)] in read_blocks(path, hdu, [column]):
            yield first, values, missing

    yield from check.deviations(place, spot)
    yield from check_repeated(check, blocks, int(hdu.header["NAXIS2"]), place, spot)
