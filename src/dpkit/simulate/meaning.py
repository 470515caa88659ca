"""Give a grown document the values that its product means: ids, roles, times, files, areas."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from dpkit import tai
from dpkit.errors import ProductError
from dpkit.product.checksum import METHODS
from dpkit.product.document import select_nodes, select_texts
from dpkit.product.naming import file_name
from dpkit.product.quality import judge
from dpkit.schema.dictionary import Storage
from dpkit.simulate.chooser import Chooser, pick
from dpkit.simulate.error import SampleError
from dpkit.simulate.formatted import description_of, heed_formats
from dpkit.simulate.model import Model
from dpkit.simulate.simple import fits
from dpkit.simulate.spot import Spot, spots_at

__all__ = ["Meaning"]

_CHECKSUMS = {"md5": 32, "adler32": 8, "sha-1": 40, "sha-256": 64}
_USUAL_CHECKSUM = 64
_SECOND = 10**9
_NUQ_ORDER = 5
_RIGHT_ASCENSION, _DECLINATION = "pos.eq.ra", "pos.eq.dec"


class Meaning:
    """What the parts of one document are to mean.

    Parameters
    ----------
    model : Model
        The types of its product, with what the data dictionary says of it.
    chooser : Chooser
        Who makes the choices.
    """

    def __init__(self, model: Model, chooser: Chooser) -> None:
        self.model = model
        self.entry = model.entry
        self.chooser = chooser

    def settle(self, root: etree._Element) -> None:
        """Set every value that the product gives a meaning; those that fit no type stay.

        Raises
        ------
        SampleError
            A quality flag cannot be judged.
        """
        self._roles(root)
        self._references(root)
        self._times(root)
        self._regions(root)
        self.settle_files(root)
        self.judge_flags(root)

    def settle_files(self, root: etree._Element) -> None:
        """Name the files by the keys of the document, and give it what their formats fix."""
        heed_formats(self, root)
        self._files(root)

    def put(self, spot: Spot, text: str) -> bool:
        """Set a text where its type allows it; tells whether it does."""
        field = self.model.field_of(spot.element, spot.attribute)
        if field is None or (field.fixed is not None and field.fixed != text):
            return False
        if not fits(self.model.simple(field.type), text):
            return False
        spot.write(text)
        return True

    def judge_flags(self, root: etree._Element) -> None:
        """Set every quality flag to what its own xpath and limits give.

        Raises
        ------
        SampleError
            A flag selects no numbers.
        """
        for path, node in self._flags(root):
            try:
                verdict = str(judge(node, root).flagged).lower()
            except ProductError as error:
                raise SampleError(error.message, place=path, remedy="correct its xpath") from None
            node.text = verdict
            node.set("flagged", verdict)

    def _flags(self, root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """Yield every quality flag; one whose xpath is open gets one that selects numbers."""
        for path in dict.fromkeys(self.model.flags):
            for node in select_nodes(root, path):
                xpath = self.model.field_in(node, "@xpath")
                if xpath is not None and xpath.fixed is None:
                    there = [number for number in self.model.numbers if select_nodes(root, number)]
                    node.set("xpath", f"/*/{pick(self.chooser, there or ('*[0]',))}")
                self._order(Spot(node, "minLimit"), Spot(node, "maxLimit"))
                yield path, node

    def _order(self, low: Spot, high: Spot) -> None:
        """Exchange limits that are the wrong way round, unless a default is one of them."""
        texts = low.text, high.text
        fields = [self.model.field_of(s.element, s.attribute) for s in (low, high)]
        free = all(f is not None and f.default is None and f.fixed is None for f in fields)
        if free and all(texts) and float(texts[0]) > float(texts[1]):
            low.write(texts[1])
            high.write(texts[0])

    def _put_all(self, root: etree._Element, path: str, text: str) -> None:
        for spot in spots_at(root, path):
            self.put(spot, text)

    def _identifier(self, product: str) -> str:
        return f"{product}_{self.chooser.integer(0, 16**16 - 1):016x}"

    def _roles(self, root: etree._Element) -> None:
        entry, roles = self.entry, self.entry.roles
        said = {
            "id": self._identifier(entry.name),
            "type": entry.name,
            "curator": entry.custodian,
            "schema-version": entry.version,
            "software": f"{entry.processing_function or entry.custodian}_Sample",
            "release": f"{self.chooser.integer(0, 9)}.{self.chooser.integer(0, 20)}",
        }
        for role, text in said.items():
            if role in roles:
                self._put_all(root, roles[role], text)
        if "schema-version" not in roles and root.get("version") is not None:
            self.put(Spot(root, "version"), entry.version)
        self._status(root)

    def _status(self, root: etree._Element) -> None:
        """Choose a status that does not take the product out of use."""
        path = self.entry.roles.get("status")
        field = None if path is None else self.model.field_at(path)
        if path is None or field is None:
            return
        words = self.model.simple(field.type).enumeration
        good = [word for word in words if word.casefold() not in {"invalid", "rejected", "trashed"}]
        if good:
            self._put_all(root, path, pick(self.chooser, good))

    def _references(self, root: etree._Element) -> None:
        for reference in self.entry.references:
            for spot in spots_at(root, str(reference["path"])):
                self.put(spot, self._identifier(reference["product"] or "Dpd"))

    def _times(self, root: etree._Element) -> None:
        """Put the ends of the validity and of the observation into order."""
        validity = self.entry.validity
        bounds = [] if validity is None else [(validity.begin, validity.end)]
        bounds.append((self.entry.time.get("begin"), self.entry.time.get("end")))
        for begin, end in bounds:
            if begin and end:
                spots = [*spots_at(root, begin)[:1], *spots_at(root, end)[:1]]
                if not ascend(self, spots) and len(spots) > 1:
                    later = tai.parse_utc(spots[0].text) + _SECOND
                    self.put(spots[1], tai.format_utc(later))

    def _keys(self, root: etree._Element) -> dict[str, str]:
        keys = {}
        for key in self.entry.keys:
            texts = [] if key.repeated else select_texts(root, key.path)
            keys[key.name] = texts[0].strip() if texts and texts[0].strip() else "NONE"
        return keys

    def _files(self, root: etree._Element) -> None:
        created = self.chooser.integer(0, 10**9) * 10**9 + tai.parse_utc("2020-01-01T00:00:00Z")
        release = next(iter(self._role_texts(root, "release")), "")
        keys = self._keys(root)
        for storage in self.entry.storages:
            for number, node in enumerate(select_nodes(root, storage.path)):
                suffix = f"{f'-{number}' if number else ''}{_suffix(storage)}"
                name = file_name(self.entry, storage, keys, created, release, suffix)
                self._file(node, storage, name)

    def _role_texts(self, root: etree._Element, role: str) -> list[str]:
        path = self.entry.roles.get(role)
        return [] if path is None else select_texts(root, path)

    def _file(self, node: etree._Element, storage: Storage, name: str) -> None:
        said = {"name": name, "format": storage.format, "format-version": storage.format_version}
        for part, text in said.items():
            if part in storage.parts and text is not None:
                self._put_all(node, storage.parts[part], text)
        spots = spots_at(node, storage.parts["checksum"]) if "checksum" in storage.parts else []
        if spots:
            digits = _CHECKSUMS.get(self._checksum_method(node, storage), _USUAL_CHECKSUM)
            self.put(spots[0], f"{self.chooser.integer(0, 16**digits - 1):0{digits}x}")

    def _checksum_method(self, node: etree._Element, storage: Storage) -> str:
        """Return the method of a checksum; an attribute that tells it is set when it is not."""
        path = storage.parts.get("checksum-method", "")
        above, _, attribute = path.rpartition("@")
        if attribute and not spots_at(node, path):
            for owner in select_nodes(node, above.rstrip("/")):
                next(filter(lambda method: self.put(Spot(owner, attribute), method), METHODS), None)
        return next(iter(select_texts(node, path) if path else ()), "").casefold()

    def _regions(self, root: etree._Element) -> None:
        for region in self.entry.regions:
            for node in select_nodes(root, region["path"]):
                if region["kind"] == "footprint":
                    self._footprint(node)
                elif region["kind"] == "nuniq":
                    self._cells(node)

    def _footprint(self, node: etree._Element) -> None:
        """Make each polygon a small regular one around a place of its own."""
        for corners in self._polygons(node):
            centre = (self.chooser.integer(0, 359), self.chooser.integer(-80, 80))
            for number, (longitude, latitude) in enumerate(corners):
                angle = 2 * math.pi * number / len(corners)
                self.put(longitude, repr(round((centre[0] + 0.5 * math.cos(angle)) % 360, 6)))
                self.put(latitude, repr(round(centre[1] + 0.5 * math.sin(angle), 6)))

    def _polygons(self, node: etree._Element) -> Iterator[list[tuple[Spot, Spot]]]:
        """Yield the corners of each polygon: pairs of coordinates in one element."""
        corners: dict[etree._Element, list[tuple[Spot, Spot]]] = {}
        for corner in node.iter():
            pair = [self._coordinate(corner, ucd) for ucd in (_RIGHT_ASCENSION, _DECLINATION)]
            above = corner.getparent()
            if pair[0] is not None and pair[1] is not None and above is not None:
                corners.setdefault(above, []).append((pair[0], pair[1]))
        yield from corners.values()

    def _coordinate(self, corner: etree._Element, ucd: str) -> Spot | None:
        for child in corner:
            field = self.model.field_of(child)
            if field is not None and field.ucd.startswith(ucd):
                return Spot(child)
        return None

    def _cells(self, node: etree._Element) -> None:
        """Make numbers of a list NUNIQ cells of one order, each another."""
        base, count = 4 * 4**_NUQ_ORDER, 12 * 4**_NUQ_ORDER
        drawn = [self.chooser.integer(0, count - 1) for _ in (node.text or "").split()]
        if drawn:
            self.put(Spot(node), " ".join(str(base + cell) for cell in sorted(set(drawn))))


def ascend(meaning: Meaning, spots: list[Spot]) -> bool:
    """Put the texts of some spots into ascending order; tells whether all are different.

    Texts are compared as times where they are, else as numbers.
    """
    try:
        texts = sorted((spot.text for spot in spots), key=_rank)
    except ValueError:
        return False
    done = all(meaning.put(spot, text) for spot, text in zip(spots, texts, strict=True))
    return done and all(_rank(low) < _rank(high) for low, high in pairwise(texts))


def _rank(text: str) -> float | int:
    try:
        return tai.parse_utc(text)
    except ValueError:
        return float(text)


def _suffix(storage: Storage) -> str:
    description = description_of(storage)
    if description is None:
        return ".fits"
    return f".{description.get('flavour', description['kind'])}"
