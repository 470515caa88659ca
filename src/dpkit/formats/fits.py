"""FITS files: open them safely, and check them against the description of a format."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpkit.errors import FileFormatError
from dpkit.formats.deviation import Deviation

if TYPE_CHECKING:
    from astropy.io.fits import HDUList

__all__ = ["check_fits", "find_hdu", "open_fits"]

_BITPIX = {
    8: "uint8",
    16: "int16",
    32: "int32",
    64: "int64",
    -32: "float32",
    -64: "float64",
}
_VALUE_TYPES: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Logical": (bool,),
    "Integer": (int,),
    "Double": (float, int),
}


_DAMAGE = (ArithmeticError, LookupError, MemoryError, OSError, TypeError, ValueError)
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
        except (fits.VerifyError, *_DAMAGE) as error:
            # Only the words are kept: the error would keep a file open that failed to open.
            reason = _reason(error)
    if not reason and not warned:
        return hdus
    if hdus is not None:
        hdus.close()
    raise FileFormatError(
        f"cannot be read as FITS: {reason or _reason(warned[0].message)}",
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


def _reason(error: Any) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(words).strip().rstrip(".")


def check_fits(path: Path, description: dict[str, Any]) -> list[Deviation]:
    """Check a FITS file against the description of its format.

    Parameters
    ----------
    path : Path
        The file.
    description : dict
        The format, from the data dictionary.

    Returns
    -------
    list of Deviation
        In the order of the file; empty when it conforms.
    """
    try:
        hdus = open_fits(path, strict=True)
    except FileFormatError as error:
        return [
            Deviation(
                code="file-unreadable", place="file", message=error.message, remedy=error.remedy
            )
        ]
    with hdus:
        return list(_Walk(list(hdus)).check(description["hdus"]))


class _Walk:
    """Goes through the HDUs of a file in order, held against the parts of a description."""

    def __init__(self, hdus: list[Any]) -> None:
        self.hdus = hdus
        self.next = 0

    def check(self, parts: list[dict[str, Any]]) -> Iterator[Deviation]:
        for part in parts:
            yield from self._group(part) if part["kind"] == "group" else self._single(part)
        for hdu in self.hdus[self.next :]:
            yield Deviation(
                code="format-hdu-unexpected",
                place=_name(hdu, self.hdus),
                message="the format has no such HDU here",
            )

    def _single(self, part: dict[str, Any]) -> Iterator[Deviation]:
        count = 0
        while self._at(part["name"]) and (part["maximum"] is None or count < part["maximum"]):
            yield from _check_hdu(self.hdus[self.next], part, part["name"])
            self.next += 1
            count += 1
        if count < part["minimum"]:
            yield self._missing(part["name"])

    def _group(self, part: dict[str, Any]) -> Iterator[Deviation]:
        first = part["hdus"][0]["name"]
        pattern = re.compile(re.escape(first).replace(r"\{key\}", f"(?P<key>{part['key']})"))
        seen: set[str] = set()
        while self.next < len(self.hdus):
            match = pattern.fullmatch(_name(self.hdus[self.next], self.hdus))
            if match is None or len(seen) == part["maximum"]:
                break
            if match["key"] in seen:
                yield Deviation(
                    code="format-hdu-unexpected",
                    place=match[0],
                    message=f"{match['key']} occurs twice",
                )
            seen.add(match["key"])
            yield from self._members(part, match["key"])
        if len(seen) < part["minimum"]:
            yield self._missing(first.replace("{key}", part["key"]))

    def _members(self, part: dict[str, Any], key: str) -> Iterator[Deviation]:
        first = self.hdus[self.next]
        for hdu in part["hdus"]:
            name = hdu["name"].replace("{key}", key)
            if not self._at(name):
                yield self._missing(name)
                continue
            yield from _check_hdu(self.hdus[self.next], hdu, name)
            yield from self._same_shape(first, self.hdus[self.next], name)
            self.next += 1

    def _same_shape(self, first: Any, other: Any, name: str) -> Iterator[Deviation]:
        """Compare images that belong together; another kind or number of axes is told before."""
        if not (first.is_image and other.is_image) or len(first.shape) != len(other.shape):
            return
        if first.shape != other.shape:
            yield Deviation(
                code="format-array-shape",
                place=name,
                message=f"has shape {other.shape}, not {first.shape} like "
                f"{_name(first, self.hdus)}",
            )

    def _at(self, name: str) -> bool:
        return self.next < len(self.hdus) and _name(self.hdus[self.next], self.hdus) == name

    def _missing(self, name: str) -> Deviation:
        found = _name(self.hdus[self.next], self.hdus) if self.next < len(self.hdus) else "the end"
        return Deviation(
            code="format-hdu-missing", place=name, message=f"missing; found {found} instead"
        )


def _name(hdu: Any, hdus: list[Any]) -> str:
    return "PRIMARY" if hdu is hdus[0] else str(hdu.header.get("EXTNAME", "(no EXTNAME)"))


def _check_hdu(hdu: Any, part: dict[str, Any], name: str) -> Iterator[Deviation]:
    for keyword in part["keywords"]:
        yield from _check_keyword(hdu.header, keyword, name)
    if part["kind"] == "table":
        yield from _check_columns(hdu, part["columns"], name)
    if part["kind"] == "array":
        yield from _check_array(hdu, part, name)


def _check_keyword(header: Any, keyword: dict[str, Any], name: str) -> Iterator[Deviation]:
    key = keyword["name"]
    place = f"{name} {key}"
    if key not in header:
        if keyword["required"]:
            yield Deviation(code="format-keyword-missing", place=place, message="is missing")
        return
    value = header[key]
    allowed = _VALUE_TYPES[keyword["type"]]
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        yield Deviation(
            code="format-keyword-type",
            place=place,
            message=f"is {value!r}, which is no {keyword['type']}",
        )
    elif "fixed" in keyword and str(value) != keyword["fixed"]:
        yield Deviation(
            code="format-keyword-value",
            place=place,
            message=f"is {value!r} but the format has {keyword['fixed']!r}",
        )


def _check_columns(hdu: Any, columns: list[dict[str, Any]], name: str) -> Iterator[Deviation]:
    if getattr(hdu, "columns", None) is None:
        yield Deviation(code="format-hdu-kind", place=name, message="is no table")
        return
    for column in columns:
        place = f"{name} column {column['name']}"
        if column["name"] not in hdu.columns.names:
            yield Deviation(code="format-column-missing", place=place, message="is missing")
            continue
        found = hdu.columns[column["name"]]
        if _tform(found.format) != _tform(column["format"]):
            yield Deviation(
                code="format-column-type",
                place=place,
                message=f"has TFORM {found.format} but the format has {column['format']}",
            )
        if (found.unit or None) != column.get("unit"):
            yield Deviation(
                code="format-column-unit",
                place=place,
                message=f"has unit {found.unit} but the format has {column.get('unit')}",
            )


def _tform(text: Any) -> str:
    """Return a TFORM without the repeat count of one."""
    return re.sub(r"^1(?=[A-Z])", "", str(text).strip().upper())


def _check_array(hdu: Any, part: dict[str, Any], name: str) -> Iterator[Deviation]:
    array, header = part["array"], hdu.header
    if not hdu.is_image:
        yield Deviation(code="format-hdu-kind", place=name, message="is no image")
        return
    found = _BITPIX.get(header["BITPIX"])
    if found != array["type"]:
        yield Deviation(
            code="format-array-type",
            place=name,
            message=f"has pixels of {found} but the format has {array['type']}",
        )
    if header["NAXIS"] != array["dimensions"]:
        yield Deviation(
            code="format-array-axes",
            place=name,
            message=f"has {header['NAXIS']} axes but the format has {array['dimensions']}",
        )
    if header.get("BUNIT") != array["unit"]:
        yield Deviation(
            code="format-array-unit",
            place=name,
            message=f"has BUNIT {header.get('BUNIT')} but the format has {array['unit']}",
        )
    if part["wcs"]:
        yield from _check_wcs(header, part["wcs"], name)


def _check_wcs(header: Any, axes: int, name: str) -> Iterator[Deviation]:
    from astropy.wcs import WCS

    keys = [f"{key}{axis}" for axis in range(1, axes + 1) for key in ("CTYPE", "CRVAL", "CRPIX")]
    missing = [key for key in keys if key not in header]
    for key in missing:
        yield Deviation(code="format-wcs-missing", place=f"{name} {key}", message="is missing")
    if missing:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            celestial = WCS(header).has_celestial
        except _DAMAGE as error:
            celestial = False
            reason = str(error).strip().partition("\n")[0]
        else:
            reason = f"CTYPE1 is {header['CTYPE1']!r} and CTYPE2 is {header['CTYPE2']!r}"
    if not celestial:
        yield Deviation(
            code="format-wcs-wrong", place=name, message=f"has no celestial coordinates: {reason}"
        )
