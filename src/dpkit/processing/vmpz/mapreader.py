"""Read maps from files: weighted MOC and partial HEALPix, in pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from dpkit.errors import FileFormatError
from dpkit.formats.fits import open_fits
from dpkit.processing.vmpz.cell import Cells, expand_runs, from_nuniq
from dpkit.processing.vmpz.combine import check_size
from dpkit.processing.vmpz.convention import Convention, fraction_of
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.fitstable import read_pieces
from dpkit.processing.vmpz.region import region_from_cells
from dpkit.processing.vmpz.skymap import Column, SkyMap, make_map
from dpkit.processing.vmpz.storedcolumn import decode_column, stored_in

if TYPE_CHECKING:
    from astropy.io.fits import BinTableHDU, HDUList, Header

__all__ = ["Form", "MapFile", "read_maps", "read_partial_healpix", "read_weighted_moc"]

Form = Literal["moc", "healpix"]


@dataclass(frozen=True, slots=True)
class MapFile:
    """What a file of maps holds.

    Parameters
    ----------
    maps : mapping of str to SkyMap
        The maps by the name of their extension, which is that of the band.
    convention : Convention
        What the weights in the file mean; the fractions of the maps are converted already.
    keywords : mapping of str to object
        Keywords of the primary header.
    """

    maps: Mapping[str, SkyMap]
    convention: Convention
    keywords: Mapping[str, Any]


def read_partial_healpix(path: str | Path, convention: Convention | None = None) -> MapFile:
    """Read the maps of a partial HEALPix file.

    Parameters
    ----------
    path : str or Path
        The file: explicit NESTED cells in the first column, ``WEIGHT`` anywhere after it or
        nowhere, which makes all fractions 1.
    convention : Convention, optional
        What the weights mean, for a file that does not say it.

    Returns
    -------
    MapFile
        The maps.

    Raises
    ------
    FileFormatError
        It is no such file, maps have different orders or conventions, or cells are out of range,
        doubled or unsorted.
    """
    with open_fits(Path(path)) as hdus:
        return read_maps(hdus, "healpix", convention, place=str(path))


def read_weighted_moc(path: str | Path, convention: Convention | None = None) -> MapFile:
    """Read a weighted MOC; cells larger than its order are written out.

    Parameters
    ----------
    path : str or Path
        The file: NUNIQ cells in the first column, ``WEIGHT`` anywhere after it or nowhere, which
        makes all fractions 1.
    convention : Convention, optional
        What the weights mean, for a file that does not say it.

    Returns
    -------
    MapFile
        The map.

    Raises
    ------
    FileFormatError
        It is no such file, or cells are no cells, doubled, overlapping or unsorted.
    """
    with open_fits(Path(path)) as hdus:
        return read_maps(hdus, "moc", convention, place=str(path))


def read_maps(
    hdus: HDUList, form: Form, convention: Convention | None = None, *, place: str
) -> MapFile:
    """Read the maps of an open file.

    Parameters
    ----------
    hdus : astropy.io.fits.HDUList
        The file, which may be in memory.
    form : {"moc", "healpix"}
        What it is.
    convention : Convention, optional
        What the weights mean, for a file that does not say it.
    place : str
        The file, for messages.

    Returns
    -------
    MapFile
        The maps.

    Raises
    ------
    FileFormatError
        As `read_partial_healpix` and `read_weighted_moc`.
    """
    from astropy.io import fits

    to_map = _read_moc if form == "moc" else _read_healpix
    try:
        tables = [hdu for hdu in hdus if isinstance(hdu, fits.BinTableHDU)]
        if not tables:
            raise FileFormatError("has no table", place=place, remedy="give a file of maps")
        said = _convention(hdus[0].header, tables, convention, place)
        maps = {
            hdu.name or str(number): to_map(hdu.header, _read_rows(hdu, said, place), place)
            for number, hdu in enumerate(tables, 1)
        }
    except SkyMapError as error:
        raise FileFormatError(error.message, place=place, remedy=error.remedy) from None
    _check_one_order(maps, place)
    return MapFile(maps, said, dict(hdus[0].header))


def _convention(
    primary: Header, tables: list[BinTableHDU], given: Convention | None, place: str
) -> Convention:
    """Find out what the weights of a file mean."""
    said = {header["WGTCONV"] for header in _headers(primary, tables) if "WGTCONV" in header}
    unknown = sorted(said - {convention.value for convention in Convention})
    if unknown or len(said) > 1:
        raise FileFormatError(
            f"has the weight conventions {sorted(said)}",
            place=place,
            remedy=f"say one of {', '.join(one.value for one in Convention)} throughout",
        )
    weighted = any("WEIGHT" in table.columns.names for table in tables)
    if not said and given is None and weighted:
        raise FileFormatError(
            "does not say what a weight means (keyword WGTCONV)",
            place=place,
            remedy="give the convention",
        )
    if said and given is not None and given.value not in said:
        raise FileFormatError(
            f"has the weight convention {said.pop()}, not {given.value}",
            place=place,
            remedy="give that of the file, or none",
        )
    return Convention(said.pop()) if said else given or Convention.UNOBSERVED_FRACTION


def _headers(primary: Header, tables: list[BinTableHDU]) -> list[Header]:
    return [primary, *(table.header for table in tables)]


def _check_one_order(maps: Mapping[str, SkyMap], place: str) -> None:
    orders = {name: sky_map.order for name, sky_map in maps.items()}
    if len(set(orders.values())) > 1:
        raise FileFormatError(
            f"has maps of different orders: {orders}",
            place=place,
            remedy="degrade them to one before they are written",
        )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table: cells as they are numbered in it, fractions and columns."""

    index: Cells
    fraction: NDArray[np.float64]
    columns: dict[str, Column]


def _read_rows(table: BinTableHDU, convention: Convention, place: str) -> _Rows:
    """Read a table in pieces, into arrays of its length."""
    names = list(table.columns.names)
    if table.header["TFORM1"].strip().removeprefix("1") not in {"I", "J", "K"}:
        raise FileFormatError(
            f"column {names[0]} holds no cells",
            place=place,
            remedy="put the cells into the first column",
        )
    rows = int(table.header["NAXIS2"])
    index, fraction = np.empty(rows, dtype=np.int64), np.ones(rows)
    found: dict[str, list[Column]] = {name: [] for name in names[1:] if name != "WEIGHT"}
    start = 0
    for piece in read_pieces(table, place):
        span = slice(start, start + len(piece))
        index[span] = piece[names[0]]
        if "WEIGHT" in names:
            fraction[span] = fraction_of(piece["WEIGHT"].astype(np.float64), convention)
        for name in found:
            stored = stored_in(table.header, names.index(name) + 1, name, piece.dtype[name].str)
            found[name].append(decode_column(stored, piece[name], place=place))
        start = span.stop
    return _Rows(index, fraction, {name: _join(parts) for name, parts in found.items() if parts})


def _join(parts: list[Column]) -> Column:
    values = np.concatenate([part.values for part in parts])
    return Column(values, np.concatenate([part.valid for part in parts]), parts[0].unit)


def _read_healpix(header: Header, rows: _Rows, place: str) -> SkyMap:
    scheme, ordering = header.get("INDXSCHM"), header.get("ORDERING")
    if scheme != "EXPLICIT" or ordering != "NESTED":
        raise FileFormatError(
            f"is no explicit NESTED HEALPix: INDXSCHM = {scheme!r}, ORDERING = {ordering!r}",
            place=place,
            remedy="write it with explicit NESTED cells",
        )
    nside = header.get("NSIDE", 0)
    if not isinstance(nside, int) or nside < 1 or nside & (nside - 1):
        raise FileFormatError(
            f"has NSIDE = {nside!r}, no power of 2", place=place, remedy="correct NSIDE"
        )
    return make_map(nside.bit_length() - 1, rows.index, rows.fraction, rows.columns)


def _read_moc(header: Header, rows: _Rows, place: str) -> SkyMap:
    if header.get("ORDERING") not in {"NUNIQ", "UNIQ"}:
        raise FileFormatError(
            f"is no weighted MOC: ORDERING = {header.get('ORDERING')!r}",
            place=place,
            remedy="give a table of NUNIQ cells",
        )
    for row in np.flatnonzero(np.diff(rows.index) <= 0)[:1]:
        raise FileFormatError(
            f"cell {rows.index[row + 1]} of row {row + 1} does not come after the one before",
            place=place,
            remedy="sort its rows, each cell once",
        )
    order, cells = from_nuniq(rows.index)
    region_from_cells(cells, order)  # refuses cells within others
    finest = int(order.max(initial=0))
    said = int(header.get("MOCORD_S", header.get("MOCORDER", finest)))
    if said < finest:
        raise FileFormatError(
            f"has cells of order {finest}, its order is {said}",
            place=place,
            remedy="correct MOCORD_S, or take the finer cells out",
        )
    return _write_out(rows, cells, order, said, place)


def _write_out(
    rows: _Rows, cells: Cells, order: NDArray[np.int64], finest: int, place: str
) -> SkyMap:
    """Replace cells by their children of one order."""
    children = np.int64(1) << (2 * (finest - order))
    check_size(int(children.sum()), finest, place=place)
    first = cells * children
    ranked = np.argsort(first, kind="stable")
    row = np.repeat(ranked, children[ranked])
    numbers = expand_runs(first[ranked], children[ranked])
    columns = {
        name: Column(c.values[row], c.valid[row], c.unit) for name, c in rows.columns.items()
    }
    return make_map(finest, numbers, rows.fraction[row], columns)
