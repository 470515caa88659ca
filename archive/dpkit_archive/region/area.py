"""Areas to ask for: written as text, or made by functions, or named by a key of products."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import declared_keys, near_names
from dpkit_archive.key import KeyValue, convert

__all__ = [
    "CONTAINS",
    "OVERLAPS",
    "PRODUCT",
    "RELATIONS",
    "Area",
    "area_of",
    "box",
    "cone",
    "moc",
    "of_key",
    "of_product",
    "parse_area",
    "polygon",
]

PRODUCT = "product"
OVERLAPS, CONTAINS = "overlaps", "contains"
RELATIONS = (OVERLAPS, CONTAINS)
"""How the area of a product can stand to the one asked for."""


@dataclass(frozen=True)
class Area:
    """An area on the sky that can be asked for.

    Attributes
    ----------
    text : str
        The area in words, as `parse_area` reads it.
    numbers : tuple of float
        What its kind needs, in degrees.
    kind : str
        ``cone``, ``polygon``, ``box``, ``moc``, ``product``, or the name of a key.
    value : int or str or None
        The file of a MOC, the id of a product, or the value of a key: the area is that of the
        products that have it.
    ranges : bytes
        What a MOC file held when it was read.
    """

    kind: str
    numbers: tuple[float, ...] = ()
    value: KeyValue | None = None
    ranges: bytes = field(default=b"", repr=False)

    def __str__(self) -> str:
        said = [f"{number:.12g}" for number in self.numbers]
        return " ".join([self.kind, *said, *([] if self.value is None else [str(self.value)])])


def cone(ra: float, dec: float, radius: float) -> Area:
    """Return the area around a position, all in degrees.

    Raises
    ------
    ArchiveError
        There is no such position or radius.
    """
    return _checked(Area("cone", (float(ra), float(dec), float(radius))))


def polygon(corners: Sequence[tuple[float, float]]) -> Area:
    """Return the area between great circles that join corners, in degrees.

    Raises
    ------
    ArchiveError
        It has no area, or is no smaller than a hemisphere.
    """
    return _checked(Area("polygon", tuple(float(one) for corner in corners for one in corner)))


def box(ra_begin: float, ra_end: float, dec_begin: float, dec_end: float) -> Area:
    """Return the area between limits in degrees, eastward from the first right ascension.

    Raises
    ------
    ArchiveError
        It has no area.
    """
    numbers = (float(ra_begin), float(ra_end), float(dec_begin), float(dec_end))
    return _checked(Area("box", numbers))


def moc(path: str | Path) -> Area:
    """Return the area of a MOC in a FITS, JSON or text file.

    Raises
    ------
    NotFoundError
        There is no such file, or the extra ``sky`` is not installed.
    ArchiveError
        The file holds no MOC of positions, or an empty one.
    """
    from dpkit_archive.region.mocfile import read_moc

    ranges = read_moc(Path(path)).astype("<i8").tobytes()
    return _checked(Area("moc", value=str(path), ranges=ranges))


def of_key(name: str, value: KeyValue) -> Area:
    """Return the area of the products with a value of a key, such as tile 7.

    Raises
    ------
    NotFoundError
        No key has this name.
    ArchiveError
        The value is not of the key's type.
    """
    if name not in declared_keys():
        known = [*_KINDS, PRODUCT, *declared_keys()]
        raise NotFoundError(f"no area is named {name!r}", remedy=near_names(name, known, "area"))
    return Area(name, value=convert(name, value))


def of_product(identifier: str) -> Area:
    """Return the area of one product, by its id.

    Raises
    ------
    ArchiveError
        No id is given.
    """
    if not identifier:
        raise ArchiveError("name the product whose area is meant", remedy="product ID")
    return Area(PRODUCT, value=identifier)


def parse_area(text: str) -> Area:
    """Read an area from text, such as ``cone 150.1 2.2 0.5``, ``tile 7`` or ``product ID``.

    Raises
    ------
    NotFoundError
        The first word is no kind of area and no key.
    ArchiveError
        The rest does not describe one.
    """
    kind, _, rest = text.strip().partition(" ")
    if kind == "moc":
        if not rest.strip():
            raise ArchiveError("name the file of the MOC", remedy="moc FILE")
        return moc(rest.strip())
    if kind == PRODUCT:
        return of_product(rest.strip())
    if kind not in _KINDS:
        return of_key(kind, rest.strip())
    try:
        numbers = tuple(float(word) for word in rest.replace(",", " ").split())
    except ValueError:
        raise ArchiveError(f"{text!r} is no area", remedy=_USAGE[kind]) from None
    if len(numbers) < _LEAST[kind] or (
        len(numbers) % 2 if kind == "polygon" else len(numbers) != _LEAST[kind]
    ):
        raise ArchiveError(f"{text!r} has {len(numbers)} numbers", remedy=_USAGE[kind])
    return _checked(Area(kind, numbers))


def area_of(given: Area | str) -> Area:
    """Return an area that was given as such, or as text."""
    return given if isinstance(given, Area) else parse_area(given)


def _checked(area: Area) -> Area:
    """Return an area that can be asked for; making its parts tells."""
    from dpkit_archive.region.asked import area_parts

    area_parts(area)
    return area


_USAGE = {
    "cone": "cone RA DEC RADIUS, in degrees",
    "polygon": "polygon RA DEC RA DEC RA DEC ..., in degrees",
    "box": "box RA_BEGIN RA_END DEC_BEGIN DEC_END, in degrees",
}
_LEAST = {"cone": 3, "polygon": 6, "box": 4}
_KINDS: dict[str, Callable[..., Area]] = {"cone": cone, "polygon": polygon, "box": box, "moc": moc}
