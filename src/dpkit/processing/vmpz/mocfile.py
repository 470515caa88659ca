"""Files of regions: MOC 2.0 as FITS (NUNIQ or RANGE), ASCII and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError
from dpkit.formats.fits import open_fits
from dpkit.processing.vmpz.cell import LARGEST_ORDER, check_order, from_nuniq
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.fitstable import column_values, table_header, whole_file, write_table
from dpkit.processing.vmpz.region import (
    Region,
    region_from_cells,
    region_from_nuniq,
    region_from_ranges,
    region_nuniq,
)

if TYPE_CHECKING:
    from astropy.io.fits import BinTableHDU, Header

__all__ = ["MocFormat", "moc_from_text", "moc_to_text", "read_moc", "write_moc"]

MocFormat = Literal["nuniq", "range", "ascii", "json"]

# `12`, `12-14`, or `8/` for the cells of order 8 from here on.
_ITEM = re.compile(r"(\d+)/|(\d+)-(\d+)|(\d+)")


def read_moc(path: str | Path) -> Region:
    """Read a MOC; a file that begins as FITS is FITS, else JSON or ASCII.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Region
        The region that it covers.

    Raises
    ------
    FileFormatError
        It is no MOC of space in equatorial coordinates, or its cells are out of range, doubled,
        overlapping or unsorted.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            start = file.read(9)
    except OSError as error:
        raise FileFormatError(f"cannot be read: {error.strerror}", place=path) from None
    if start == b"SIMPLE  =":
        return _read_fits(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise FileFormatError(
            "is no MOC: neither FITS nor text",
            place=path,
            remedy="give a MOC as FITS, ASCII or JSON",
        ) from None
    return moc_from_text(text, place=str(path))


def moc_from_text(text: str, *, place: str = "MOC") -> Region:
    """Read a MOC from its JSON or ASCII form.

    Parameters
    ----------
    text : str
        ``{"1": [1, 2, 4], "8": []}`` or ``1/1 2 4 8/``.
    place : str
        Where it is from, for messages.

    Returns
    -------
    Region
        The region that it covers.

    Raises
    ------
    FileFormatError
        The text is neither, or has cells that are out of range, doubled or overlapping.

    Examples
    --------
    >>> moc_from_text("1/1-2 4 8/").order
    8
    """
    try:
        levels = _from_json(text) if text.lstrip().startswith("{") else _from_ascii(text)
        orders = [check_order(order) for order, _ in levels]
        cells = [np.array(numbers, dtype=np.int64) for _, numbers in levels]
        flat = np.concatenate(cells) if cells else np.empty(0, dtype=np.int64)
        depth = np.repeat(np.array(orders, dtype=np.int64), [len(c) for c in cells])
        _check_numbers(flat, depth)
        region = region_from_cells(flat, depth)
    except (SkyMapError, OverflowError) as error:
        raise FileFormatError(f"is no MOC: {error}", place=place) from None
    return Region(max(orders, default=0), region.ranges)


def _check_numbers(cells: NDArray[np.int64], order: NDArray[np.int64]) -> None:
    for row in np.flatnonzero((cells < 0) | (cells >= np.int64(12) << (2 * order)))[:1]:
        raise SkyMapError(
            f"cell {cells[row]} does not exist at order {order[row]}",
            remedy="correct cell or order",
        )


def _from_json(text: str) -> list[tuple[int, list[int]]]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise SkyMapError(
            f"broken JSON, {error.msg} in line {error.lineno}", remedy='write {"3": [1, 2]}'
        ) from None
    levels = []
    for order, cells in content.items():
        whole = isinstance(cells, list) and all(type(cell) is int for cell in cells)
        if not order.isdigit() or not whole:
            raise SkyMapError(
                f"{order!r} is no order with a list of cells", remedy='write {"3": [1, 2]}'
            )
        levels.append((int(order), cells))
    return levels


def _from_ascii(text: str) -> list[tuple[int, list[int]]]:
    levels: list[tuple[int, list[int]]] = []
    for word in re.sub(r"/", "/ ", text).replace(",", " ").split():
        found = _ITEM.fullmatch(word)
        order, first, last, single = found.groups() if found else (None,) * 4
        if order is not None:
            levels.append((int(order), []))
        elif single is not None and levels:
            levels[-1][1].append(int(single))
        elif first is not None and last is not None and levels and int(first) <= int(last):
            check_order(levels[-1][0])
            if int(last) >= 12 << (2 * levels[-1][0]):
                raise SkyMapError(
                    f"cell {last} does not exist at order {levels[-1][0]}",
                    remedy="correct cell or order",
                )
            levels[-1][1].extend(range(int(first), int(last) + 1))
        else:
            raise SkyMapError(
                f"{word!r} is no order, cell or range of cells", remedy="write 3/1 2 4-7"
            )
    if not levels:
        raise SkyMapError("there is no order", remedy="begin with an order and a slash: 3/1")
    return levels


def moc_to_text(region: Region, form: Literal["ascii", "json"] = "ascii") -> str:
    """Write a region as text.

    Parameters
    ----------
    region : Region
        A region.
    form : {"ascii", "json"}
        Form of the text.

    Returns
    -------
    str
        The MOC, with the order of the region at its end.

    Examples
    --------
    >>> moc_to_text(moc_from_text("1/1-2 4 8/"))
    '1/1-2 4 8/'
    """
    order, cells = from_nuniq(region_nuniq(region))
    levels = {int(level): cells[order == level] for level in np.unique(order)}
    levels.setdefault(region.order, np.empty(0, dtype=np.int64))
    if form == "json":
        return json.dumps({str(level): numbers.tolist() for level, numbers in levels.items()})
    return " ".join(f"{level}/{_runs(numbers)}" for level, numbers in levels.items())


def _runs(cells: NDArray[np.int64]) -> str:
    starts = np.flatnonzero(np.diff(cells, prepend=-2) != 1)
    ends = np.append(starts[1:], len(cells)) - 1
    pairs = zip(cells[starts], cells[ends[: len(starts)]], strict=True)
    return " ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in pairs)


def write_moc(
    region: Region, path: str | Path, form: MocFormat = "nuniq", *, overwrite: bool = False
) -> None:
    """Write a region as a MOC.

    Parameters
    ----------
    region : Region
        A region.
    path : str or Path
        The file, which appears whole or not at all.
    form : {"nuniq", "range", "ascii", "json"}
        FITS with single cells, which the standard recommends, FITS with ranges, or text.
    overwrite : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    FileFormatError
        The file is there already.
    """
    with whole_file(path, overwrite=overwrite) as file:
        if form in {"ascii", "json"}:
            text = moc_to_text(region, "json" if form == "json" else "ascii")
            file.write((text + "\n").encode())
            return
        values = region_nuniq(region) if form == "nuniq" else region.ranges.ravel()
        name = "UNIQ" if form == "nuniq" else "RANGE"
        dtype = np.dtype([(name, ">i8")])
        header = table_header(dtype, len(values), "MOC")
        header.extend(_keywords(region, form), end=True)
        write_table(file, None, header, iter([values.astype(">i8").view(dtype)]))


def _keywords(region: Region, form: str) -> Iterable[tuple[str, Any, str]]:
    old = [("MOCORDER", region.order, "order, for older readers")] if form == "nuniq" else []
    return [
        ("MOCVERS", "2.0", "version of the MOC standard"),
        ("MOCDIM", "SPACE", "physical dimension"),
        ("ORDERING", form.upper(), "coding"),
        ("COORDSYS", "C", "equatorial coordinates, ICRS"),
        ("MOCORD_S", region.order, "order"),
        *old,
        ("MOCTOOL", "dpkit", "software"),
    ]


def _read_fits(path: Path) -> Region:
    from astropy.io import fits

    with open_fits(path) as hdus:
        table = next((hdu for hdu in hdus if isinstance(hdu, fits.BinTableHDU)), None)
        if table is None:
            raise FileFormatError("has no table", place=path, remedy="give a MOC as a table")
        return _from_table(table, str(path))


def _from_table(table: BinTableHDU, place: str) -> Region:
    header = table.header
    _check_kind(header, place)
    values = column_values(table, 0, place)
    try:
        if header["ORDERING"] == "RANGE":
            return _from_ranges(values, header, place)
        steps = np.flatnonzero(np.diff(values) <= 0)
        if len(steps):
            raise SkyMapError(
                f"cell of row {steps[0] + 1} does not come after the one before",
                remedy="sort its rows, each cell once",
            )
        return region_from_nuniq(values)
    except SkyMapError as error:
        raise FileFormatError(f"is no MOC: {error}", place=place) from None


def _from_ranges(values: NDArray[np.int64], header: Header, place: str) -> Region:
    if len(values) % 2:
        raise FileFormatError(
            "has a range without an end", place=place, remedy="give ranges as pairs of rows"
        )
    return region_from_ranges(values.reshape(-1, 2), int(header.get("MOCORD_S", LARGEST_ORDER)))


def _check_kind(header: Header, place: str) -> None:
    """Refuse what is no MOC of space in equatorial coordinates."""
    kind = header.get("MOCDIM", "TIME" if "TIMESYS" in header else "SPACE")
    if kind != "SPACE":
        raise FileFormatError(f"is a MOC of {kind}", place=place, remedy="give one of SPACE")
    if header.get("ORDERING") not in {"NUNIQ", "RANGE"}:
        raise FileFormatError(
            f"is no MOC: ORDERING = {header.get('ORDERING')!r}",
            place=place,
            remedy="give one of NUNIQ or RANGE",
        )
    if header.get("COORDSYS", "C") not in {"C", "ICRS"}:
        raise FileFormatError(
            f"has coordinates {header['COORDSYS']!r}",
            place=place,
            remedy="give a MOC in equatorial coordinates, COORDSYS = 'C'",
        )
