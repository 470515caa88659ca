"""Fill the places of a document from headers, names and constants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dpkit.adoption.origin import Gap, Origin, RowRule, annotated
from dpkit.adoption.source import ABSENT, BLANK, SourceFile, matching_hdus
from dpkit.adoption.tree import GrowingDocument
from dpkit.adoption.value import convert_time, convert_unit, value_text
from dpkit.errors import FileFormatError
from dpkit.formats.damage import DamagedError
from dpkit.schema.dictionary import near_names

__all__ = ["Filling", "correction"]

_TIME_SYSTEM = "TIMESYS"
_UTC = {"", "UTC", "UT", "GMT"}


class Filling:
    """The filling of one document.

    Parameters
    ----------
    document : GrowingDocument
        The document.
    files : mapping of str to sequence of SourceFile
        Its files by storage, the first one first.
    words : mapping of str to str
        What stood in the braces of the names of the files.

    Attributes
    ----------
    gaps : dict
        Why a path that must be filled was not, by XPath.
    reasons : dict
        Why a path that may be left out was not filled.
    origins : dict
        Where the text of each path came from.
    """

    def __init__(
        self,
        document: GrowingDocument,
        files: Mapping[str, Sequence[SourceFile]],
        words: Mapping[str, str],
    ) -> None:
        self.document = document
        self.files = files
        self.words = words
        self.gaps: dict[str, Gap] = {}
        self.reasons: dict[str, Gap] = {}
        self.origins: dict[str, Origin] = {}

    def fill_all(self, origins: Iterable[Origin], rows: Iterable[RowRule]) -> None:
        """Fill what the mapping says, and what the schema ties to headers otherwise."""
        said = {origin.path: origin for origin in origins}
        for header in self.document.entry.headers:
            if header.path not in said and self.files.get(header.file):
                self.fill(annotated(header))
        for origin in said.values():
            self.fill(origin)
        for rule in rows:
            self._fill_rows(rule)

    def fill(self, origin: Origin) -> None:
        """Fill one path, or note why not."""
        if origin.wcs:
            self._fill_polygon(origin)
        elif origin.texts:
            several = len(origin.texts) > 1
            for number, constant in enumerate(origin.texts):
                self.put(origin, constant, number if several else None)
        else:
            self.fill_row(origin, None)

    def fill_row(self, origin: Origin, row: int | None) -> None:
        """Fill one path of one row from a keyword or name."""
        text = self._text(origin, self.source(origin.storage), self.words)
        if text is not None:
            self.put(origin, text, row)

    def put(self, origin: Origin, text: str, row: int | None = None) -> None:
        """Put a text at a path, unless XML cannot hold it."""
        try:
            self.document.put(origin.path, text, row)
        except ValueError:
            message = f"{origin.describe()} is {text!r}, which XML cannot hold"
            self._note(origin, message, correction(origin), self.source(origin.storage))
        else:
            self.origins[origin.path] = origin

    def source(self, storage: str) -> SourceFile | None:
        """Return the first file of a storage, or of the product; None when there is none."""
        names = [storage] if storage else list(self.files)
        return next((self.files[name][0] for name in names if self.files.get(name)), None)

    def _fill_rows(self, rule: RowRule) -> None:
        rows = list(self._rows(rule))
        if not rows:
            what = "no file" if rule.hdus is None else f"no HDU is named like {rule.hdus.text!r}"
            self.gaps[rule.path] = Gap(
                path=rule.path.replace("/", "."),
                message=f"has no rows: {what}",
                remedy=f"correct hdus or file; see {rule.place}",
            )
        for row, (source, hdu, words) in enumerate(rows):
            for origin in rule.origins:
                here = origin.of_hdu(hdu)
                known = {**self.words, **words}
                text = origin.texts[0] if origin.texts else self._text(here, source, known)
                if text is not None:
                    self.put(here, text, row)

    def _rows(self, rule: RowRule) -> Iterator[tuple[SourceFile, str, Mapping[str, str]]]:
        """Yield file, HDU and words of each row."""
        if rule.hdus is None:
            yield from ((source, "0", {}) for source in self.files.get(rule.storage, ()))
        elif (source := self.source(rule.storage)) is not None:
            for hdu, words in matching_hdus(source, rule.hdus):
                yield source, str(hdu.number), words

    def _fill_polygon(self, origin: Origin) -> None:
        from dpkit.adoption.footprint import corners_of, polygon_fields

        source = self.source(origin.storage)
        try:
            corners = [] if source is None else corners_of(source, origin.wcs)
        except FileFormatError:
            raise
        except ValueError as error:
            self._note(origin, f"{origin.describe()} {error}", "correct it", source)
            return
        if not corners:
            message = f"no image is named like {origin.wcs!r}"
            self._note(origin, message, "correct wcs in the mapping", source)
        names = polygon_fields(self.document.entry, origin.path)
        for row, position in enumerate(corners):
            for name, value in zip(names, position, strict=True):
                self.document.put(f"{origin.path}/{name}", repr(value), row)

    def _text(
        self, origin: Origin, source: SourceFile | None, words: Mapping[str, str]
    ) -> str | None:
        """Return the text that an origin gives; None, with a note why, when it gives none."""
        try:
            value = _value(origin, source, words)
            if value is ABSENT or value is BLANK or not str(value).strip():
                return self._without(origin, source, absent=value is ABSENT)
            self._check_scale(origin, source)
            return self._converted(origin, value)
        except DamagedError:
            raise
        except FileFormatError as error:
            self._note(origin, error.message, error.remedy, source)
        except ValueError as error:
            self._note(origin, f"{origin.describe()} {error}", correction(origin), source)
        return None

    def _converted(self, origin: Origin, value: Any) -> str:
        field = self.document.field(origin.path)
        if origin.words:
            return _translated(origin, value)
        if origin.join:
            return " ".join(str(value).split(origin.join))
        if origin.time or origin.scale:
            value = convert_time(value, origin.time, origin.scale)
        if origin.unit:
            value = convert_unit(value, origin.unit, str(field.get("unit") or ""))
        return value_text(value, self.document.primitive(field))

    def _check_scale(self, origin: Origin, source: SourceFile | None) -> None:
        """Refuse a time that the file has in another scale than UTC, unless the mapping says so."""
        is_time = self.document.primitive(self.document.field(origin.path)) == "xs:dateTime"
        if not is_time or origin.scale or origin.name or source is None or not source.is_fits:
            return
        said = source.value(origin.hdu, _TIME_SYSTEM)
        said = source.value("0", _TIME_SYSTEM) if said is ABSENT else said
        scale = "" if said in {ABSENT, BLANK} else str(said).strip().upper()
        if scale.partition("(")[0] not in _UTC:
            raise ValueError(
                f"is no UTC: {_TIME_SYSTEM} is {scale} (scale = {scale.lower()!r} in the mapping)"
            )

    def _without(self, origin: Origin, source: SourceFile | None, *, absent: bool) -> str | None:
        """Return the default of a keyword without a value, or note that it has none."""
        if origin.default is not None:
            return origin.default
        message = f"{origin.describe()} is {'missing' if absent else 'blank'}"
        self._note(origin, message, _remedy(origin, source), source, absent=absent)
        return None

    def _note(
        self,
        origin: Origin,
        message: str,
        remedy: str,
        source: SourceFile | None,
        *,
        absent: bool = False,
    ) -> None:
        place = f"; see {origin.place}" if origin.place else ""
        file = "" if source is None else str(source.path)
        gap = Gap(path=origin.dotted, message=message, remedy=f"{remedy}{place}", file=file)
        notes = self.reasons if origin.optional and absent else self.gaps
        notes.setdefault(origin.path, gap)


def correction(origin: Origin) -> str:
    """Say what to do about a value that is wrong: one that the schema ties to a file is there."""
    if not origin.place:
        return f"correct {origin.key} in the file: the schema ties it to this path"
    return "correct it, or say in the mapping what is meant"


def _value(origin: Origin, source: SourceFile | None, words: Mapping[str, str]) -> Any:
    if origin.name:
        return words.get(origin.name, ABSENT)
    return ABSENT if source is None else source.value(origin.hdu, origin.key)


def _translated(origin: Origin, value: Any) -> str:
    text = value_text(value, "xs:string")
    if text not in origin.words:
        raise ValueError(f"is {text!r}, which the map of the mapping does not have")
    return origin.words[text]


def _remedy(origin: Origin, source: SourceFile | None) -> str:
    """Say what would give a keyword that is missing a value."""
    if not origin.place:
        return f"add the keyword to the file: the schema ties {origin.key} to this path"
    if source is None or origin.name:
        return "give it a default"
    hdus = {origin.hdu, "PRIMARY"} if origin.hdu in {"", "0"} else {origin.hdu}
    keys = {key for hdu, key, *_ in source.keywords() if hdu in hdus or not source.is_fits}
    near = near_names(origin.key, keys, "keyword")
    return near if near.endswith("?") else "correct the keyword, or give it a default"
