"""Write maps as files: weighted MOC and partial HEALPix, in pieces."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from dpkit.processing.vmpz.cell import Cells, whole_cells
from dpkit.processing.vmpz.convention import Convention, weight_of
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.fitstable import table_header, whole_file, write_table
from dpkit.processing.vmpz.mapheader import MapHeader, primary_header
from dpkit.processing.vmpz.skymap import SkyMap
from dpkit.processing.vmpz.storedcolumn import column_keywords, encode_column, stored_column

if TYPE_CHECKING:
    from astropy.io.fits import HDUList, Header

__all__ = ["healpix_hdus", "moc_hdus", "write_partial_healpix", "write_weighted_moc"]

_ROWS = 1 << 16  # of a piece


def write_partial_healpix(
    path: str | Path,
    maps: Mapping[str, SkyMap],
    header: MapHeader | None = None,
    *,
    convention: Convention = Convention.UNOBSERVED_FRACTION,
    overwrite: bool = False,
) -> None:
    """Write maps as partial HEALPix tables: explicit NESTED cells, one extension for each band.

    Rows are made and written in pieces, so that no more memory is taken than the maps have.

    Parameters
    ----------
    path : str or Path
        The file, which appears whole or not at all.
    maps : mapping of str to SkyMap
        Maps of one order, by band.
    header : MapHeader, optional
        Keywords of the primary header.
    convention : Convention
        What the column ``WEIGHT`` means, which holds the fractions: 1 = not observed by default.
    overwrite : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    FileFormatError
        The file is there already, or a column cannot be stored.
    SkyMapError
        There are no maps, or they have different orders.
    """
    with whole_file(path, overwrite=overwrite) as file:
        _stream_healpix(file, maps, header or MapHeader(), convention, str(path))


def healpix_hdus(
    maps: Mapping[str, SkyMap],
    header: MapHeader,
    convention: Convention = Convention.UNOBSERVED_FRACTION,
) -> HDUList:
    """Return what `write_partial_healpix` writes as a file in memory."""
    return _in_memory(lambda file: _stream_healpix(file, maps, header, convention, ""))


def _stream_healpix(
    file: BinaryIO,
    maps: Mapping[str, SkyMap],
    header: MapHeader,
    convention: Convention,
    place: str,
) -> None:
    if len({sky_map.order for sky_map in maps.values()}) != 1:
        raise SkyMapError(
            "maps of one file need one order", place=place, remedy="degrade them to the coarsest"
        )
    for band, sky_map in maps.items():
        layout = _Layout("PIXEL", sky_map, place)
        table = table_header(layout.dtype, len(sky_map), band)
        table.extend(_healpix_keywords(sky_map, convention), end=True)
        layout.add_keywords(table)
        pieces = (
            layout.rows(sky_map.cells[rows], rows, convention) for rows in _slices(len(sky_map))
        )
        write_table(file, primary_header(header, convention), table, pieces)


def write_weighted_moc(
    path: str | Path,
    sky_map: SkyMap,
    header: MapHeader | None = None,
    *,
    convention: Convention = Convention.UNOBSERVED_FRACTION,
    overwrite: bool = False,
) -> None:
    """Write a map as a weighted MOC: NUNIQ cells of several orders with their values.

    Neighbours with equal values become one larger cell where they can.

    Parameters
    ----------
    path : str or Path
        The file, which appears whole or not at all.
    sky_map : SkyMap
        A map.
    header : MapHeader, optional
        Keywords of the primary header.
    convention : Convention
        What the column ``WEIGHT`` means, which holds the fractions: 1 = not observed by default.
    overwrite : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    FileFormatError
        The file is there already, or a column cannot be stored.
    """
    with whole_file(path, overwrite=overwrite) as file:
        _stream_moc(file, sky_map, header or MapHeader(), convention, str(path))


def moc_hdus(
    sky_map: SkyMap,
    header: MapHeader,
    convention: Convention = Convention.UNOBSERVED_FRACTION,
) -> HDUList:
    """Return what `write_weighted_moc` writes as a file in memory."""
    return _in_memory(lambda file: _stream_moc(file, sky_map, header, convention, ""))


def _stream_moc(
    file: BinaryIO, sky_map: SkyMap, header: MapHeader, convention: Convention, place: str
) -> None:
    layout = _Layout("UNIQ", sky_map, place)
    nuniq, chosen = _largest_cells(sky_map)
    table = table_header(layout.dtype, len(nuniq), "MOC")
    table.extend(_moc_keywords(sky_map, convention), end=True)
    layout.add_keywords(table)
    pieces = (layout.rows(nuniq[rows], chosen[rows], convention) for rows in _slices(len(nuniq)))
    write_table(file, primary_header(header, convention), table, pieces)


def _in_memory(write: Callable[[BinaryIO], None]) -> HDUList:
    from astropy.io import fits

    file = io.BytesIO()
    write(file)
    file.seek(0)
    return fits.open(file, lazy_load_hdus=False)


def _slices(length: int) -> Iterator[slice]:
    return (slice(start, min(start + _ROWS, length)) for start in range(0, length, _ROWS))


class _Layout:
    """The fields of a table of a map."""

    def __init__(self, index: str, sky_map: SkyMap, place: str) -> None:
        self.sky_map = sky_map
        self.index = index
        self.stored = [stored_column(n, c, place=place) for n, c in sky_map.columns.items()]
        named = [(stored.name, stored.kind) for stored in self.stored]
        self.dtype = np.dtype([(index, ">i8"), ("WEIGHT", ">f8"), *named])

    def add_keywords(self, header: Header) -> None:
        for number, stored in enumerate(self.stored, 3):
            header.update(column_keywords(stored, number))

    def rows(
        self, index: Cells, chosen: slice | NDArray[np.intp], convention: Convention
    ) -> NDArray[Any]:
        """Make some rows of the table."""
        piece = np.empty(len(index), dtype=self.dtype)
        piece[self.index] = index
        piece["WEIGHT"] = weight_of(self.sky_map.fraction[chosen], convention)
        for stored in self.stored:
            column = self.sky_map.columns[stored.name]
            values, valid = column.values[chosen], column.valid[chosen]
            piece[stored.name] = encode_column(stored, values, valid)
        return piece


def _healpix_keywords(sky_map: SkyMap, convention: Convention) -> list[tuple[str, Any, str]]:
    return [
        ("PIXTYPE", "HEALPIX", "HEALPix"),
        ("ORDERING", "NESTED", "numbering of the cells"),
        ("NSIDE", 1 << sky_map.order, "resolution"),
        ("INDXSCHM", "EXPLICIT", "cells are listed"),
        ("OBJECT", "PARTIAL", "part of the sky"),
        ("COORDSYS", "C", "equatorial coordinates, ICRS"),
        ("OBS_NPIX", len(sky_map), "number of cells"),
        ("WGTCONV", convention.value, "what a weight means"),
    ]


def _moc_keywords(sky_map: SkyMap, convention: Convention) -> list[tuple[str, Any, str]]:
    return [
        ("PIXTYPE", "HEALPIX", "HEALPix"),
        ("MOCVERS", "2.0", "version of the MOC standard"),
        ("MOCDIM", "SPACE", "physical dimension"),
        ("ORDERING", "NUNIQ", "coding of the cells"),
        ("INDXSCHM", "EXPLICIT", "cells are listed"),
        ("COORDSYS", "C", "equatorial coordinates, ICRS"),
        ("MOCORD_S", sky_map.order, "order"),
        ("MOCORDER", sky_map.order, "order, for older readers"),
        ("WGTCONV", convention.value, "what a weight means"),
    ]


def _largest_cells(sky_map: SkyMap) -> tuple[Cells, NDArray[np.intp]]:
    """Unite equal cells; return NUNIQ numbers, ascending, and a row with the values of each."""
    if not len(sky_map):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.intp)
    changes = (np.diff(sky_map.cells) != 1) | (np.diff(sky_map.fraction) != 0.0)
    for column in sky_map.columns.values():
        same = column.values[1:] == column.values[:-1]
        both = column.valid[1:] & column.valid[:-1]
        neither = ~(column.valid[1:] | column.valid[:-1])
        changes |= ~((same & both) | neither)
    starts = np.flatnonzero(np.concatenate([[True], changes]))
    last = np.append(starts[1:], len(sky_map)) - 1
    ranges = np.stack([sky_map.cells[starts], sky_map.cells[last] + 1], axis=1)
    nuniq, row = whole_cells(ranges, sky_map.order)
    return nuniq, starts[row]
