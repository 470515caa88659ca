"""Check that an image has celestial coordinates that make sense."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.opening import DAMAGE
from dpkit.formats.fits.scan import Hdu

__all__ = ["check_wcs"]


def check_wcs(hdu: Hdu, axes: int) -> Iterator[Deviation]:
    """Yield coordinates that an image lacks, or that have no celestial meaning.

    Parameters
    ----------
    hdu : Hdu
        The image.
    axes : int
        How many axes have coordinates.
    """
    keys = [f"{key}{axis}" for axis in range(1, axes + 1) for key in ("CTYPE", "CRVAL", "CRPIX")]
    missing = [key for key in keys if key not in hdu.header]
    for key in missing:
        yield Deviation(code="format-wcs-missing", place=f"{hdu.name} {key}", message="is missing")
    if not missing and (reason := _problem(hdu)):
        yield Deviation(
            code="format-wcs-wrong",
            place=hdu.name,
            message=f"has no celestial coordinates: {reason}",
        )


def _problem(hdu: Hdu) -> str:
    from astropy.io.fits import VerifyError
    from astropy.wcs import WCS

    try:
        if WCS(hdu.header).has_celestial:
            return ""
        return f"CTYPE1 is {hdu.header['CTYPE1']!r} and CTYPE2 is {hdu.header['CTYPE2']!r}"
    except (VerifyError, *DAMAGE) as error:
        return str(error).strip().partition("\n")[0]
