"""Make a FITS file of a format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpkit.formats.drawing import draw_keyword, draw_pixel_key, plain_keyword
from dpkit.formats.fits.filling import make_column, make_pixels
from dpkit.formats.keyword import check_keyword
from dpkit.formats.length import choose_shape
from dpkit.formats.literal import as_typed
from dpkit.formats.wish import Wish, WishedHeaders, refuse_wish

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = ["make_fits"]

Json = dict[str, Any]

_ROWS = 5
_MOST_ROWS = 10_000_000


def make_fits(path: Path, description: Json, wish: Wish) -> None:
    """Write a FITS file that conforms to a format, with checksums.

    Raises
    ------
    FileFormatError, NotFoundError
        A wish cannot be granted.
    """
    from astropy.io import fits

    maker = _Maker(wish)
    hdus = fits.HDUList([maker.make(said, name) for said, name in _plan(description, wish)])
    maker.headers.refuse_rest()
    draft = BytesIO()
    hdus.writeto(draft)
    draft.seek(0)
    # What writing adds to the headers is there now, and counts.
    with fits.open(draft) as written:
        for hdu in written:
            hdu.add_checksum(when="")  # the same file whenever it is made
        written.writeto(path)


def _plan(description: Json, wish: Wish) -> Iterator[tuple[Json, str]]:
    """Yield the HDUs to make, with their names."""
    for part in description["hdus"]:
        if part["kind"] != "group":
            for _ in range(_number(part, wish, [part["name"]])):
                yield part, part["name"]
            continue
        for key in _keys(part, wish):
            for hdu in part["hdus"]:
                name = hdu["name"].replace("{key}", key)
                for _ in range(_number(hdu, wish, [name])):
                    yield hdu, name


def _number(part: Json, wish: Wish, names: Sequence[str]) -> int:
    """Return how many of a part: as few as possible when empty, but one that is wished for."""
    wanted = not wish.empty or any(hdu in names for hdu, _ in wish.headers)
    least = max(int(part["minimum"]), 1 if wanted else 0)
    return least if part["maximum"] is None else min(least, int(part["maximum"]))


def _keys(part: Json, wish: Wish) -> list[str]:
    """Return the keys of the groups to make: those wished for, or the first ones."""
    keys = _wished_keys(part, wish)
    if isinstance(wish.members, int):
        count = wish.members
    else:
        count = len(keys) or max(_number(part, wish, []), part["minimum"])
    keys += [key for key in part["keys"] if key not in keys][: max(count - len(keys), 0)]
    most = len(part["keys"]) if part["maximum"] is None else part["maximum"]
    if not part["minimum"] <= max(count, len(keys)) <= most:
        raise refuse_wish(f"there are {part['minimum']} to {most} groups, not {count}")
    return keys


def _wished_keys(part: Json, wish: Wish) -> list[str]:
    if wish.members is not None and not isinstance(wish.members, int):
        wrong = [key for key in wish.members if key not in part["keys"]]
        if wrong:
            raise refuse_wish(f"{wrong[0]!r} is no group; groups are {part['key']}")
        return list(dict.fromkeys(wish.members))
    wished = {hdu for hdu, _ in wish.headers}
    members = [hdu["name"] for hdu in part["hdus"]]
    return [
        key for key in part["keys"] if any(name.replace("{key}", key) in wished for name in members)
    ]


class _Maker:
    """Makes HDUs one after the other; later ones know what the first headers say."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.headers = WishedHeaders(wish)
        self.primary: Header | None = None
        self.made = 0
        self.named: dict[str, int] = {}

    def make(self, said: Json, name: str) -> Any:
        """Make one HDU."""
        from astropy.io import fits

        homes = [name, str(self.made)]
        first = self.made == 0
        self.made += 1
        header = self._header(said, homes)
        if said["kind"] == "table":
            hdu: Any = self._table(said, header, homes)
        elif said["kind"] == "array":
            pixels = make_pixels(said["array"], self._shape(said["array"]), name, self.wish)
            hdu = fits.PrimaryHDU(pixels) if first else fits.ImageHDU(pixels)
            _add_image_cards(hdu.header, said)
        else:
            hdu = fits.PrimaryHDU() if first else fits.ImageHDU()
        if not first:
            hdu.header["EXTNAME"] = name
        hdu.header.extend(header.cards)
        if first:
            self.primary = header
        return hdu

    def _header(self, said: Json, homes: list[str]) -> Header:
        from astropy.io.fits import Header

        header = Header()
        for keyword in said["keywords"]:
            wished, value = self.headers.take(homes, keyword["name"])
            if wished and value is not None:
                value = as_typed(keyword, value)
                for deviation in check_keyword(keyword, value, keyword["name"]):
                    raise refuse_wish(f"{deviation.place} {deviation.message}")
            elif wished or (self.wish.empty and not keyword["required"]):
                continue
            else:
                value = self._value(said, keyword, homes[0])
            header[keyword["name"]] = (value, _comment(keyword, value))
        return header

    def _value(self, said: Json, keyword: Json, name: str) -> Any:
        for column in said.get("columns", []):
            if column.get("pixelKey") == keyword["name"]:
                return draw_pixel_key(column["pixel"], keyword)
        if self.wish.empty:
            return plain_keyword(keyword)
        return draw_keyword(keyword, self.wish.random(name, keyword["name"]))

    def _table(self, said: Json, header: Header, homes: list[str]) -> Any:
        from astropy.io import fits

        wished, rows = self.headers.take(homes, "NAXIS2")
        if not wished:
            rows = self.wish.rows if self.wish.rows is not None else 0 if self.wish.empty else _ROWS
        count = int(str(rows))
        if not 0 <= count <= _MOST_ROWS:
            raise refuse_wish(f"a table cannot be made with {count} rows")
        columns = []
        for column in said["columns"]:
            key = column.get("pixelKey", "")
            limit = header.get(key, None if self.primary is None else self.primary.get(key))
            columns.append(make_column(column, count, limit, homes[0], self.wish))
        return fits.BinTableHDU.from_columns(columns)

    def _shape(self, array: Json) -> tuple[int, ...]:
        said = array.get("lengths", [None] * array["dimensions"])
        return choose_shape(said[::-1], self.wish.shape, self.named)


def _comment(keyword: Json, value: Any) -> str:
    """Return the comment of a keyword with its unit, cut where the card ends."""
    unit = f"[{keyword['unit']}] " if "unit" in keyword else ""
    room = 45 if not isinstance(value, str) else 67 - max(20, len(value.replace("'", "''")) + 2)
    room -= max(len(keyword["name"]) - 8, 0)  # HIERARCH and its words
    return (unit + str(keyword["documentation"]))[: max(room, 0)]


def _add_image_cards(header: Header, said: Json) -> None:
    if said["array"]["unit"] is not None:
        header["BUNIT"] = said["array"]["unit"]
    kinds = ["RA---TAN", "DEC--TAN", *["LINEAR"] * said["wcs"]][: said["wcs"]]
    for axis, kind in enumerate(kinds, 1):
        header[f"CTYPE{axis}"] = kind
        header[f"CRVAL{axis}"] = 0.0
        header[f"CRPIX{axis}"] = 1.0
        header[f"CDELT{axis}"] = 1e-4
