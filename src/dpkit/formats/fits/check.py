"""Check a FITS file against the description of its format."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpkit.formats.datafile import DataFile
from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.card import card_value, check_cards
from dpkit.formats.fits.checksum import check_sums
from dpkit.formats.fits.column import check_columns
from dpkit.formats.fits.image import (
    ImageError,
    image_axes,
    pixel_spot,
    pixel_type,
    read_pixels,
)
from dpkit.formats.fits.scan import Hdu
from dpkit.formats.fits.walk import Match, match_hdus
from dpkit.formats.fits.wcs import check_wcs
from dpkit.formats.keyword import check_keyword
from dpkit.formats.length import Lengths
from dpkit.formats.value import RULES, ValueCheck

__all__ = ["check_fits"]

Json = dict[str, Any]


def check_fits(file: DataFile, description: Json) -> Iterator[Deviation]:
    """Yield every departure of a FITS file from its format.

    Parameters
    ----------
    file : DataFile
        The file.
    description : dict
        The format, from the data dictionary.
    """
    with warnings.catch_warnings():
        # What astropy warns of is found here anyhow, and with its place.
        warnings.simplefilter("ignore")
        yield from list(_check(file, description))


def _check(file: DataFile, description: Json) -> Iterator[Deviation]:
    hdus, damage = file.hdus
    if damage is not None:
        # Cards that cannot be parsed may be the cause.
        for hdu in hdus:
            yield from check_cards(hdu.header, hdu.raw, hdu.name)
        yield damage.deviation()
        return
    matches, deviations = match_hdus(hdus, description)
    yield from deviations
    described = {match.hdu.number: match for match in matches}
    walk = _Walk(path=file.path, primary=hdus[0])
    for hdu in hdus:
        yield from check_cards(hdu.header, hdu.raw, hdu.name)
        yield from check_sums(file.path, hdu, demanded=description["checksum"])
        if hdu.number in described:
            yield from walk.check(described[hdu.number])


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Goes through the HDUs of a file, and knows what those before had."""

    path: Path
    primary: Hdu
    lengths: Lengths = field(default_factory=Lengths)
    shapes: dict[tuple[int, str], tuple[str, list[int]]] = field(default_factory=dict)

    def check(self, match: Match) -> Iterator[Deviation]:
        hdu, said = match.hdu, match.said
        yield from _keywords(hdu, said["keywords"])
        if said["kind"] == "table":
            if hdu.kind != "table":
                yield _wrong_kind(hdu, "table")
                return
            yield from check_columns(self.path, hdu, said["columns"], self.primary)
        if said["kind"] == "array":
            if hdu.kind not in {"image", "compressed"}:
                yield _wrong_kind(hdu, "image")
                return
            yield from self._array(match)

    def _array(self, match: Match) -> Iterator[Deviation]:
        hdu, said = match.hdu, match.said["array"]
        axes = image_axes(hdu)
        yield from _differs(hdu, "type", "pixels of", pixel_type(hdu), said["type"])
        if len(axes) != said["dimensions"]:
            yield from _differs(hdu, "axes", "number of axes", len(axes), said["dimensions"])
        else:
            lengths = list(self.lengths.check(axes, said.get("lengths"), hdu.name))
            # An axis that breaks its named length differs from its group, too: once is enough.
            yield from lengths or self._same_shape(match, axes)
        unit = card_value(hdu.header, "BUNIT")
        yield from _differs(hdu, "unit", "BUNIT", unit, said["unit"])
        if match.said["wcs"]:
            yield from check_wcs(hdu, match.said["wcs"])
        yield from _pixels(self.path, hdu, said)

    def _same_shape(self, match: Match, axes: list[int]) -> Iterator[Deviation]:
        """Compare the images of a group."""
        if not match.key:
            return
        name, first = self.shapes.setdefault((match.part, match.key), (match.hdu.name, axes))
        if axes != first and len(axes) == len(first):
            yield Deviation(
                code="format-array-shape",
                place=match.hdu.name,
                message=f"has axes of {axes}, not {first} like {name}",
                value=str(axes),
            )


def _wrong_kind(hdu: Hdu, wanted: str) -> Deviation:
    article = "an" if wanted == "image" else "a"
    return Deviation(
        code="format-hdu-kind",
        place=hdu.name,
        message=f"is no {wanted}, and the format has {article} {wanted} here",
    )


def _differs(hdu: Hdu, what: str, noun: str, found: object, wanted: object) -> Iterator[Deviation]:
    if found != wanted:
        yield Deviation(
            code=f"format-array-{what}",
            place=hdu.name,
            message=f"has {noun} {found} but the format has {wanted}",
            value="" if found is None else str(found),
        )


def _keywords(hdu: Hdu, keywords: list[Json]) -> Iterator[Deviation]:
    from astropy.io.fits import VerifyError
    from astropy.io.fits.card import Undefined

    for said in keywords:
        place = f"{hdu.name} {said['name']}"
        if said["name"] not in hdu.header:
            if said["required"]:
                yield Deviation(code="format-keyword-missing", place=place, message="is missing")
            continue
        try:
            value = hdu.header[said["name"]]
        except (VerifyError, ValueError):
            continue  # `check_cards` told of it
        yield from check_keyword(said, None if isinstance(value, Undefined) else value, place)


def _pixels(path: Path, hdu: Hdu, said: Json) -> Iterator[Deviation]:
    if not said.keys() & set(RULES):
        return
    check = ValueCheck(said)
    try:
        for first, values, missing in read_pixels(path, hdu):
            check.feed(first, values, missing)
    except ImageError as error:
        yield error.deviation
        return
    axes = image_axes(hdu)
    yield from check.deviations(hdu.name, lambda index: pixel_spot(axes, index))
