"""Sets of cells in files: MOCs, and tables of NUNIQ cells with a weight for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive.region.healpix import DEEPEST, Cells

__all__ = ["nuniq_ranges", "read_moc"]

_COLUMNS = ("NUNIQ", "UNIQ")
_SUFFIXES = {".json": "json", ".txt": "ascii", ".ascii": "ascii", ".moc": "ascii"}
_OBSERVED = {
    "UNOBSERVED_FRACTION": lambda weights: weights < 1.0,
    "OBSERVED_FRACTION": lambda weights: weights > 0.0,
}


def nuniq_ranges(numbers: Cells) -> Cells:
    """Return the ranges of cells of order 29 of NUNIQ numbers, ``4 4^order + cell``.

    Raises
    ------
    ArchiveError
        A number is no NUNIQ number.
    """
    numbers = np.asarray(numbers, np.int64)
    if len(numbers) and numbers.min() < 4:
        raise ArchiveError(f"{numbers.min()} is the NUNIQ number of no cell")
    # frexp tells the highest bit exactly up to 2^53; larger numbers lie far from a power of 4.
    order = (np.frexp((numbers >> 1).astype(np.float64) + 0.0)[1] - 2) >> 1
    order = np.where(numbers >> (2 * (order + 1) + 2) > 0, order + 1, order)
    cell = numbers - (np.int64(4) << (2 * order))
    if np.any(cell < 0) or np.any(cell >= np.int64(12) << (2 * order)) or np.any(order > DEEPEST):
        raise ArchiveError("the list has a number that is the NUNIQ number of no cell")
    shift = 2 * (DEEPEST - order)
    return np.stack([cell << shift, (cell + 1) << shift], axis=1)


def read_moc(path: Path, *, observed: str = "") -> Cells:
    """Return the ranges of cells of order 29 in a file.

    Parameters
    ----------
    path : Path
        A MOC as FITS, JSON or text, or a FITS table with a column NUNIQ and perhaps WEIGHT.
    observed : str
        What a weight means; cells of which nothing was observed are left out.

    Raises
    ------
    NotFoundError
        There is no such file, or the extra ``sky`` is not installed.
    ArchiveError
        The file cannot be read as a MOC, or its weights have no known meaning.
    """
    if not path.is_file():
        raise NotFoundError("there is no such file", place=path, remedy="name a MOC")
    kind = _SUFFIXES.get(path.suffix.lower(), "fits")
    if kind == "fits":
        found = _table(path, observed)
        if found is not None:
            return found
    return _by_library(path, kind)


def _table(path: Path, observed: str) -> Cells | None:
    """Return the cells of a table of NUNIQ numbers; None when the file has none."""
    from astropy.io import fits

    try:
        with fits.open(path) as hdus:
            for hdu in hdus[1:]:
                names = (
                    {name.upper(): name for name in getattr(hdu.columns, "names", ())}
                    if isinstance(hdu, fits.BinTableHDU)
                    else {}
                )
                column = next((names[name] for name in _COLUMNS if name in names), None)
                if column is not None and "WEIGHT" in names:
                    weights = np.array(hdu.data[names["WEIGHT"]], np.float64)
                    numbers = np.array(hdu.data[column], np.int64)
                    return nuniq_ranges(numbers[_seen(weights, observed, path)])
    except OSError as error:
        raise ArchiveError(f"is no FITS file: {error}", place=path) from None
    return None


def _seen(weights: Any, observed: str, path: Path) -> Any:
    if observed not in _OBSERVED:
        raise ArchiveError(
            f"what a weight means is not known: {observed or 'nothing says it'}",
            place=path,
            remedy=f"known are {', '.join(_OBSERVED)}",
        )
    return _OBSERVED[observed](weights)


def _by_library(path: Path, kind: str) -> Cells:
    try:
        from mocpy import MOC
    except ImportError:
        raise NotFoundError(
            "reading a MOC needs mocpy", place=path, remedy="pip install 'dpkit[sky]'"
        ) from None
    try:
        loaded = MOC.load(path, kind)
    except Exception as error:  # the library has no error of its own
        raise ArchiveError(f"is no MOC: {error}", place=path) from None
    if not isinstance(loaded, MOC):
        raise ArchiveError("is a MOC, but not of positions", place=path)
    return np.asarray(loaded.to_depth29_ranges, np.int64)
