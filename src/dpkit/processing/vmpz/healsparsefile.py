"""Maps of healsparse, in memory and as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dpkit.errors import FileFormatError
from dpkit.formats.fits import open_fits
from dpkit.processing.vmpz.error import SkyMapError
from dpkit.processing.vmpz.skymap import Column, SkyMap, Values, make_map

if TYPE_CHECKING:
    from healsparse import HealSparseMap

__all__ = ["from_healsparse", "read_healsparse", "to_healsparse", "write_healsparse"]


def to_healsparse(
    sky_map: SkyMap, column: str | None = None, *, order_coverage: int = 5
) -> HealSparseMap:
    """Convert a column of a map, or its fraction.

    healsparse marks cells without a value by a number, the sentinel: the smallest of a signed
    type, 255 of bytes, -1.6375e30 of floats. A map that has it as a value is refused.

    Parameters
    ----------
    sky_map : SkyMap
        A map.
    column : str, optional
        Name of a column; the covered fraction when not given.
    order_coverage : int
        Order of the blocks of healsparse, at most that of the map.

    Returns
    -------
    healsparse.HealSparseMap
        The valid values.

    Raises
    ------
    SkyMapError
        There is no such column, or healsparse cannot hold it.
    """
    import healsparse

    if column is None:
        chosen = Column(sky_map.fraction, np.ones(len(sky_map), bool))
    elif column in sky_map.columns:
        chosen = sky_map.columns[column]
    else:
        raise SkyMapError(f"has no column {column}", remedy=f"use one of {list(sky_map.columns)}")
    values = _signed(chosen.values[chosen.valid])
    found = healsparse.HealSparseMap.make_empty(
        1 << min(order_coverage, sky_map.order),
        1 << sky_map.order,
        values.dtype.type,
        sentinel=_sentinel(values),
    )
    found.update_values_pix(sky_map.cells[chosen.valid], values)
    return found


def _signed(values: Values) -> Values:
    """Convert unsigned numbers to the next larger signed ones: healsparse cannot read its own."""
    wide = {"u2": np.int32, "u4": np.int64}.get(values.dtype.str[1:])
    return values if wide is None else values.astype(wide)


def _sentinel(values: Any) -> Any:
    """Choose the number for no value; healsparse allows only False for booleans."""
    dtype = values.dtype
    if dtype.kind == "b":
        if not values.all():
            raise SkyMapError(
                "healsparse cannot tell a false bit from none", remedy="convert it to integers"
            )
        return False
    sentinel = dtype.type(-1.6375e30 if dtype.kind == "f" else np.iinfo(dtype).min)
    if dtype.kind == "u":
        sentinel = np.iinfo(dtype).max
    if np.any(values == sentinel):
        raise SkyMapError(
            f"has {sentinel}, which healsparse takes for no value",
            remedy="give another type of column",
        )
    return dtype.type(sentinel)


def from_healsparse(found: HealSparseMap, column: str = "value") -> SkyMap:
    """Convert a healsparse map.

    Parameters
    ----------
    found : healsparse.HealSparseMap
        A map of one number a cell.
    column : str
        Name that its values get.

    Returns
    -------
    SkyMap
        Its valid cells, fully covered.

    Raises
    ------
    SkyMapError
        It is a map of records or of wide masks.
    """
    if found.is_rec_array or found.is_wide_mask_map:
        raise SkyMapError(
            "is a healsparse map of records or wide masks", remedy="convert its fields one by one"
        )
    cells = np.sort(found.valid_pixels)
    values = found.get_values_pix(cells)
    values = values.astype(values.dtype.newbyteorder("="))
    return make_map(int(found.nside_sparse).bit_length() - 1, cells, None, {column: values})


def write_healsparse(
    sky_map: SkyMap, path: str | Path, column: str | None = None, *, overwrite: bool = False
) -> None:
    """Write a column of a map, or its fraction, as a healsparse file.

    Parameters
    ----------
    sky_map : SkyMap
        A map.
    path : str or Path
        The file.
    column : str, optional
        Name of a column; the covered fraction when not given.
    overwrite : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    FileFormatError
        The file is there already.
    SkyMapError
        See `to_healsparse`.
    """
    path = Path(path)
    if path.exists() and not overwrite:
        raise FileFormatError("is there already", place=path, remedy="remove it, or overwrite it")
    draft = path.with_name(f".{path.name}")
    try:
        to_healsparse(sky_map, column).write(str(draft), clobber=True)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def read_healsparse(path: str | Path, column: str = "value") -> SkyMap:
    """Read a healsparse file.

    Parameters
    ----------
    path : str or Path
        The file.
    column : str
        Name that its values get.

    Returns
    -------
    SkyMap
        Its valid cells, fully covered.

    Raises
    ------
    FileFormatError
        It is no such file, or one of records or wide masks.
    """
    import healsparse

    open_fits(Path(path)).close()
    try:
        return from_healsparse(healsparse.HealSparseMap.read(str(path)), column)
    except (OSError, RuntimeError, NotImplementedError, KeyError, SkyMapError) as error:
        raise FileFormatError(
            f"is no healsparse map that can be read: {error}",
            place=path,
            remedy="write it with healsparse",
        ) from None
