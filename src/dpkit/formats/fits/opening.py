"""Open FITS files with astropy, safely."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpkit.errors import FileFormatError
from dpkit.formats.damage import reason as why

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["DAMAGE", "find_hdu", "open_fits"]

DAMAGE = (ArithmeticError, LookupError, MemoryError, OSError, TypeError, ValueError)
"""What reading the headers of a damaged file can raise."""


def open_fits(path: Path, *, strict: bool = False) -> HDUList:
    """Open a FITS file with all its headers read; images are mapped, not loaded.

    Parameters
    ----------
    path : Path
        The file.
    strict : bool
        Whether to refuse a file with a card that cannot be parsed.

    Raises
    ------
    FileFormatError
        The file is missing, no FITS, or shorter than its headers say.
    """
    from astropy.io import fits
    from astropy.utils.exceptions import AstropyUserWarning

    hdus, reason = None, ""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", AstropyUserWarning)
        try:
            # Maps by default; an image that must be scaled is loaded when it is asked for.
            hdus = fits.open(path)
            len(hdus)  # reads every header, and finds a file that is cut off
            if strict:
                _parse_cards(hdus)
        except (fits.VerifyError, *DAMAGE) as error:
            # Only the words are kept: the error would keep a file open that failed to open.
            reason = why(error)
    if not reason and not warned:
        return hdus
    if hdus is not None:
        hdus.close()
    raise FileFormatError(
        f"cannot be read as FITS: {reason or str(warned[0].message).strip().rstrip('.')}",
        place=path,
        remedy="get the file anew from where it came",
    )


def _parse_cards(hdus: HDUList) -> None:
    for hdu in hdus:
        for card in hdu.header.cards:
            _ = card.value, card.comment


def find_hdu(hdus: HDUList, name: str) -> Any:
    """Return the HDU of a number or name, or None when there is none."""
    try:
        return hdus[int(name) if name.isdigit() else name]
    except LookupError:
        return None
