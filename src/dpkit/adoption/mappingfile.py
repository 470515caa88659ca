"""Read a mapping: a small TOML file that says what headers do not."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dpkit.adoption.footprint import polygon_fields
from dpkit.adoption.mappingtext import MappingText
from dpkit.adoption.origin import FileRule, MappingRules, Origin, RowRule
from dpkit.adoption.pattern import NamePattern
from dpkit.adoption.value import unit_factor, value_text
from dpkit.errors import DpkitError, NotFoundError, SchemaError
from dpkit.schema.dictionary import ProductEntry, near_names
from dpkit.schema.paths import fields_at

__all__ = ["parse_mapping", "read_mapping"]

Json = Mapping[str, Any]

_TOP = ("product", "group_by", "files", "values", "rows")
_ORIGIN = {"key", "name", "wcs"}
_WORDS = (
    "key",
    "name",
    "wcs",
    "hdu",
    "file",
    "map",
    "unit",
    "time",
    "scale",
    "default",
    "optional",
)
_TIMES = ("mjd", "jd")


def read_mapping(path: Path, entry: ProductEntry) -> MappingRules:
    """Read a mapping for a product.

    Raises
    ------
    NotFoundError
        There is no such file, or it names a path, storage or product that is not there.
    SchemaError
        It is no TOML, or says what makes no sense; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        raise NotFoundError(
            "there is no such mapping", place=path, remedy="write one with --draft"
        ) from None
    except UnicodeDecodeError:
        raise SchemaError("is no text in UTF-8", place=path, remedy="save it as UTF-8") from None
    return parse_mapping(text, entry, str(path))


def parse_mapping(text: str, entry: ProductEntry, place: str = "mapping") -> MappingRules:
    """Read a mapping from its text; see `read_mapping`."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = f":{found[1]}" if found else f":{len(text.splitlines())}"
        raise SchemaError(
            f"is no TOML: {error}", place=f"{place}{line}", remedy="correct the line"
        ) from None
    return _Reader(text, entry, place).rules(said)


class _Reader:
    """Reads one mapping, and says the line of what is wrong."""

    def __init__(self, text: str, entry: ProductEntry, place: str) -> None:
        self.entry = entry
        self.text = MappingText(text, place)

    def rules(self, said: Json) -> MappingRules:
        self.text.check_names(said, _TOP, "table or key")
        product = said.get("product", self.entry.name)
        if product != self.entry.name:
            raise SchemaError(
                f"is for {product}, not for {self.entry.name}",
                place=self.text.place("product"),
                remedy="give the mapping of this product",
            )
        found = MappingRules(
            product=self.entry.name,
            files=tuple(self._files(self._table(said, "files"))),
            group_by=tuple(self._group(said.get("group_by", []))),
            origins=tuple(self._origins(self._table(said, "values"), "")),
            rows=tuple(self._rows(self._table(said, "rows"))),
            place=self.text.file,
        )
        words = {word for rule in found.files for word in rule.pattern.words}
        self._check_parts(found.origins, words)
        for row in found.rows:
            self._check_parts(row.origins, words | (row.hdus.words if row.hdus else set()))
        return found

    def _check_parts(self, origins: Iterable[Origin], words: Collection[str]) -> None:
        """Refuse names that stand in the braces of no pattern."""
        for origin in origins:
            if origin.name and origin.name not in words:
                raise SchemaError(
                    f"{origin.dotted} takes {{{origin.name}}}, which stands in no pattern",
                    place=origin.place,
                    remedy=near_names(origin.name, words, "word"),
                )

    def _table(self, said: Json, name: str) -> Json:
        found = said.get(name, {})
        if not isinstance(found, Mapping):
            raise self.text.wrong(name, "is no table", f"begin it with [{name}]")
        return found

    def _group(self, said: Any) -> list[str]:
        if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
            raise self.text.wrong("group_by", "is no list of keywords", 'such as ["OBS_ID"]')
        return said

    def _files(self, said: Json) -> Iterator[FileRule]:
        for name, rule in said.items():
            try:
                self.entry.storage(name)
            except NotFoundError as error:
                error.place = self.text.place(name)
                raise
            rule = {"name": rule} if isinstance(rule, str) else rule
            if not isinstance(rule, Mapping) or not isinstance(rule.get("name", "*"), str):
                raise self.text.wrong(
                    name, "is no pattern of names", 'such as "{exposure}_sci.fits"'
                )
            self.text.check_names(rule, ("name", "where"), f"key of {name}")
            where = rule.get("where", {})
            if not isinstance(where, Mapping):
                raise self.text.wrong(name, "has no table as where", 'such as { IMTYPE = "BKG" }')
            yield FileRule(
                storage=name,
                pattern=self._pattern(rule.get("name", "*"), name),
                where={key: self._word(value, name) for key, value in where.items()},
            )

    def _word(self, value: Any, name: str) -> str:
        if not isinstance(value, str | int | float):
            raise self.text.wrong(name, f"has {value!r} in where", "give a text or number")
        return str(value).strip()

    def _pattern(self, text: Any, name: str) -> NamePattern:
        if not isinstance(text, str) or not text:
            raise self.text.wrong(name, "is no pattern of names", 'such as "{exposure}_sci.fits"')
        pattern = NamePattern(text)
        try:
            _ = pattern.words
        except SchemaError as error:
            error.place = self.text.place(name)
            raise
        return pattern

    def _rows(self, said: Json) -> Iterator[RowRule]:
        for path, rule in self._flat(said, "", rows=True):
            if not isinstance(rule, Mapping):
                raise self.text.wrong(path, "is no table", f'begin it with [rows."{path}"]')
            field = self._fields(path, path)[-1]
            if field["maximum"] == 1:
                raise self.text.wrong(path, "is not repeated", "name an element that is")
            values = {name: value for name, value in rule.items() if name not in {"hdus", "file"}}
            yield RowRule(
                path=path.replace(".", "/"),
                hdus=self._row_pattern(rule, path),
                storage=self._storage(rule.get("file", ""), path),
                origins=tuple(self._origins(values, f"{path}.")),
                place=self.text.place(path),
            )

    def _row_pattern(self, rule: Json, path: str) -> NamePattern | None:
        """Return which HDUs make rows; none where it is the files of a storage."""
        if "hdus" not in rule and "file" in rule:
            return None
        return self._pattern(rule.get("hdus"), path)

    def _storage(self, name: Any, key: str) -> str:
        if name == "":
            return ""
        try:
            return self.entry.storage(str(name)).name
        except NotFoundError as error:
            error.place = self.text.place(key)
            raise

    def _origins(self, said: Json, above: str) -> Iterator[Origin]:
        for path, value in self._flat(said, ""):
            yield self._origin(f"{above}{path}", path, value)

    def _flat(self, said: Json, above: str, *, rows: bool = False) -> Iterator[tuple[str, Any]]:
        """Yield paths with what is said of them; bare keys with dots are tables to TOML."""
        for name, value in said.items():
            path = f"{above}{name}"
            if isinstance(value, Mapping) and not self._is_said(path, value, rows=rows):
                yield from self._flat(value, f"{path}.", rows=rows)
            else:
                yield path, value

    def _is_said(self, path: str, value: Json, *, rows: bool) -> bool:
        """Tell whether a table says something of its path, and is not a part of longer ones."""
        if {*_ORIGIN, "hdus"} & value.keys():
            return True
        try:
            field = fields_at(self.entry, path)[-1]
        except NotFoundError:
            return False
        below = self.entry.types.get(field["type"], {}).get("fields")
        return not below or (rows and field["maximum"] != 1)

    def _origin(self, path: str, key: str, said: Any) -> Origin:
        field = self._fields(path, key)[-1]
        place = self.text.place(key)
        if not isinstance(said, Mapping):
            return Origin(
                path=path.replace(".", "/"), texts=self._texts(path, key, field, said), place=place
            )
        self.text.check_names(said, _WORDS, f"key of {path}")
        self._check_words(key, said)
        origin = Origin(
            path=path.replace(".", "/"),
            key=said.get("key", ""),
            hdu=str(said.get("hdu", "")),
            storage=self._storage(said.get("file", ""), key),
            name=said.get("name", ""),
            wcs=said.get("wcs", ""),
            words={
                word: self._text(path, key, field, value)
                for word, value in said.get("map", {}).items()
            },
            unit=said.get("unit", ""),
            time=said.get("time", ""),
            scale=said.get("scale", ""),
            default=self._text(path, key, field, said["default"]) if "default" in said else None,
            optional=bool(said.get("optional", False)),
            place=place,
        )
        self._check(origin, field, key)
        return origin

    def _check_words(self, key: str, said: Json) -> None:
        if len(_ORIGIN & said.keys()) != 1:
            raise self.text.wrong(key, "must have one of key, name and wcs", "leave the others out")
        for word in ("key", "name", "wcs", "unit", "time", "scale"):
            if word in said and (not isinstance(said[word], str) or not said[word].strip()):
                raise self.text.wrong(key, f"has {said[word]!r} as {word}", "give a text in quotes")
        if not isinstance(said.get("map", {}), Mapping):
            raise self.text.wrong(key, "has no table as map", 'such as { J = "NIR_J" }')
        if said.get("time", _TIMES[0]) not in _TIMES:
            raise self.text.wrong(key, f"has time = {said['time']!r}", 'choose "mjd" or "jd"')

    def _check(self, origin: Origin, field: Json, key: str) -> None:
        """Check what can be told without a file."""
        try:
            if origin.wcs:
                polygon_fields(self.entry, origin.path)
                _ = NamePattern(origin.wcs).words
            elif self._kind(field) is None:
                raise SchemaError("has no text", remedy="name the elements below it")
            if origin.unit:
                if not field.get("unit"):
                    raise SchemaError("has no unit in the schema", remedy="leave the unit out")
                unit_factor(origin.unit, field["unit"])
            if origin.scale:
                from astropy.time import Time

                if origin.scale not in Time.SCALES:
                    remedy = near_names(origin.scale, Time.SCALES, "scale")
                    raise SchemaError(f"has the scale {origin.scale!r}", remedy=remedy)
        except DpkitError as error:
            raise self.text.wrong(key, error.message, error.remedy) from None

    def _texts(self, path: str, key: str, field: Json, said: Any) -> tuple[str, ...]:
        described = self.entry.types.get(field["type"], {})
        if not isinstance(said, list):
            return (self._text(path, key, field, said),)
        if not said:
            raise self.text.wrong(key, "is an empty list", "leave the line out")
        if described.get("list"):
            return (" ".join(self._text(path, key, field, one) for one in said),)
        if all(one["maximum"] == 1 for one in self._fields(path, key)):
            raise self.text.wrong(key, "has several values, but is not repeated", "give one")
        return tuple(self._text(path, key, field, one) for one in said)

    def _text(self, path: str, key: str, field: Json, value: Any) -> str:
        """Return a constant as the text of its element."""
        kind = self._kind(field)
        if kind is None:
            raise self.text.wrong(key, "has no text", "name the elements below it")
        try:
            if not isinstance(value, str | int | float | bool | datetime.date):
                raise ValueError(f"is a {type(value).__name__}, which is no value")
            text = value_text(value, kind)
        except ValueError as error:
            raise self.text.wrong(key, str(error), f"give {path} a value of {kind}") from None
        known = self.entry.types.get(field["type"], {}).get("enumeration", ())
        if known and text not in known:
            raise self.text.wrong(key, f"cannot be {text!r}", near_names(text, known, "value"))
        return text

    def _kind(self, field: Json) -> str | None:
        """Return the built-in type of a field's text; None when it has none."""
        if str(field["type"]).startswith("xs:"):
            return str(field["type"])
        return self.entry.types[field["type"]]["primitive"] or None

    def _fields(self, path: str, key: str) -> list[Json]:
        try:
            return list(fields_at(self.entry, path))
        except NotFoundError as error:
            error.place = self.text.place(key)
            raise
