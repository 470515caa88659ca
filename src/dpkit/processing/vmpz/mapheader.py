"""Keywords of the primary header of VMPZ-ID files."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from dpkit.processing.vmpz.convention import Convention

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = ["MapHeader", "primary_header"]

_NOT_APPLICABLE = "-1"

_KEYWORDS = {
    "date_obs": ("DATE-OBS", "start of the observations, UTC"),
    "date_end": ("DATE-END", "end of the observations, UTC"),
    "telescope": ("TELESCOP", "telescope"),
    "instrument": ("INSTRUME", "instrument"),
    "filter": ("FILTER", "filter"),
    "filter_list": ("FILTLST", "filters of an intersection"),
    "tile": ("TILEID", "tile, -1 for several"),
    "tile_list": ("LISTID", "list of tiles, -1 for one tile"),
    "nside_work": ("NSIDE_WK", "NSIDE of the computation"),
    "bits": ("BITSEL", "selected bits, 0 is the least significant"),
    "software": ("SOFTNAME", "software"),
    "software_version": ("SOFTVERS", "version of the software"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapHeader:
    """What a file says of the map in it.

    Parameters
    ----------
    date_obs, date_end : str
        Period of the observations, UTC; -1 when it is not known.
    telescope, instrument, filter, filter_list : str
        What was observed with; -1 where it does not apply.
    tile : int
        Tile, -1 for several.
    tile_list : str
        List of tiles, -1 for one tile.
    nside_work : int
        NSIDE that the map was computed at, -1 when it is not known.
    bits : tuple of int
        Selected bits of a coverage mask.
    software, software_version : str
        What made the map.
    """

    date_obs: str = _NOT_APPLICABLE
    date_end: str = _NOT_APPLICABLE
    telescope: str = _NOT_APPLICABLE
    instrument: str = _NOT_APPLICABLE
    filter: str = _NOT_APPLICABLE
    filter_list: str = _NOT_APPLICABLE
    tile: int = -1
    tile_list: str = _NOT_APPLICABLE
    nside_work: int = -1
    bits: tuple[int, ...] = ()
    software: str = "dpkit"
    software_version: str = _NOT_APPLICABLE


def primary_header(header: MapHeader, convention: Convention) -> Header:
    """Write the keywords.

    Parameters
    ----------
    header : MapHeader
        What to say.
    convention : Convention
        What the weights mean, keyword ``WGTCONV``.

    Returns
    -------
    astropy.io.fits.Header
        The primary header.
    """
    from astropy.io import fits

    found = fits.Header()
    for field in fields(header):
        keyword, comment = _KEYWORDS[field.name]
        value = getattr(header, field.name)
        if isinstance(value, tuple):
            value = "+".join(str(bit) for bit in value) or _NOT_APPLICABLE
        # A long list of bits leaves no room on its card for a comment.
        found[keyword] = (value, comment) if len(str(value)) < 30 else value
    found["WGTCONV"] = (convention.value, "what a weight means")
    return found
