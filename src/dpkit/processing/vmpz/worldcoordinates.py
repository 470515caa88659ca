"""World coordinates of an image, read from its header and checked."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

from dpkit.processing.vmpz.error import FlagImageError

if TYPE_CHECKING:
    from astropy.io.fits import Header
    from astropy.wcs import WCS

__all__ = ["check_celestial", "world_coordinates"]

_REMEDY = "set CTYPE, CRVAL, CRPIX and CD or CDELT of both axes"


def world_coordinates(header: Header, *, place: str = "") -> WCS:
    """Read the world coordinates of an image.

    Parameters
    ----------
    header : astropy.io.fits.Header
        Header of the image.
    place : str, optional
        Name of the image, for messages.

    Returns
    -------
    astropy.wcs.WCS
        Its world coordinates, of any projection.

    Raises
    ------
    FlagImageError
        A reference value is no number, there is no scale, they cannot be computed, or are no
        right ascension and declination. Where a header says nothing, wcslib would take 0 and
        1 deg per pixel without a word.
    """
    from astropy.wcs import WCS, FITSFixedWarning, WcsError

    _check_keywords(header, place)
    try:
        with warnings.catch_warnings():
            # What wcslib cannot mend is refused by `set`, with the reason.
            warnings.simplefilter("ignore", FITSFixedWarning)
            wcs = WCS(header)
        wcs.wcs.set()
    except WcsError as error:
        said = str(error).strip().splitlines()[-1].rstrip(".")
        raise FlagImageError(
            f"has world coordinates that cannot be computed: {said}",
            place=place,
            remedy=_REMEDY,
        ) from None
    check_celestial(wcs, place)
    return wcs


def _check_keywords(header: Header, place: str) -> None:
    """Refuse a header without numbers for the reference point, or without a scale."""
    for name in ("CRVAL1", "CRVAL2", "CRPIX1", "CRPIX2"):
        value = header.get(name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value):
            said = f"no {name}" if value is None else f"{name} = {value!r}, which is no number"
            raise FlagImageError(f"has {said}", place=place, remedy=_REMEDY)
    for axis in "12":
        if not any(name in header for name in (f"CD{axis}_1", f"CD{axis}_2", f"CDELT{axis}")):
            raise FlagImageError(f"has no scale along axis {axis}", place=place, remedy=_REMEDY)


def check_celestial(wcs: WCS, place: str) -> None:
    """Refuse world coordinates that are no right ascension and declination.

    Parameters
    ----------
    wcs : astropy.wcs.WCS
        World coordinates.
    place : str
        Name of the image, for messages.

    Raises
    ------
    FlagImageError
        They are others, or those of another frame than ICRS.
    """
    if wcs.naxis != 2:
        raise FlagImageError(f"has {wcs.naxis} axes", place=place, remedy="give one plane")
    if not wcs.has_celestial:
        raise FlagImageError(
            f"has no celestial world coordinates (axes {list(wcs.wcs.ctype)})",
            place=place,
            remedy=_REMEDY,
        )
    names = wcs.wcs.lngtyp.strip(), wcs.wcs.lattyp.strip()
    frame, equinox = wcs.wcs.radesys or "ICRS", wcs.wcs.equinox
    known = frame == "ICRS" or (frame == "FK5" and (math.isnan(equinox) or equinox == 2000.0))
    if names != ("RA", "DEC") or not known:
        raise FlagImageError(
            f"has world coordinates {'/'.join(names)} in {frame} of {equinox}",
            place=place,
            remedy="give right ascension and declination in ICRS, or FK5 of 2000",
        )
