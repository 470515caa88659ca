"""A table of a TOML file, whose errors name the file, the table and what was expected."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import SchemaError
from dpkit.schema.dictionary import near_names
from dpkit.schema.xsd.declaration import Entry

__all__ = ["Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its file, its dotted path within, and what it says."""

    file: Path
    path: str
    said: dict[str, Any]

    def __post_init__(self) -> None:
        if not isinstance(self.said, dict):
            raise self.error("is no table", "write [" + self.path + "]")

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def place(self) -> str:
        """File and table, for messages."""
        return f"{self.file}: [{self.path}]" if self.path else str(self.file)

    def error(self, message: str, remedy: str) -> SchemaError:
        """Return an error about this table."""
        return SchemaError(message, place=self.place, remedy=remedy)

    def entry(self, kind: str, **attributes: str) -> Entry:
        """Return an entry of the vocabulary that stands for something in this table."""
        return Entry(name=kind, attributes=attributes, place=self.place)

    def check(self, known: Collection[str]) -> None:
        """Refuse entries that are not known.

        Raises
        ------
        SchemaError
            There is such an entry; names the nearest known ones.
        """
        for name in self.said:
            if name not in known:
                raise self.error(
                    f"{name!r} is unknown here",
                    f"{near_names(name, known, 'entry')}; known are {', '.join(known)}",
                )

    def optional(self, name: str) -> Iterator[Table]:
        """Yield the table of a name, if there is one."""
        if name in self.said:
            yield Table(self.file, f"{self.path}.{name}" if self.path else name, self.said[name])

    def tables(self, name: str) -> Iterator[tuple[str, Table]]:
        """Yield the tables within the table of a name."""
        for inner in self.optional(name):
            for key, said in inner.said.items():
                yield key, Table(self.file, f"{inner.path}.{key}", said)

    def text(self, name: str) -> str | None:
        """Return a text; None when it is not given.

        Raises
        ------
        SchemaError
            It is no text, or empty.
        """
        value = self.said.get(name)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.error(f"{name} = {value!r} is no text", f'write {name} = "..."')
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, which a single text may stand for.

        Raises
        ------
        SchemaError
            It is something else.
        """
        value = self.said.get(name, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise self.error(f"{name} = {value!r} is no list of texts", f'write {name} = ["..."]')
        return values

    def choice(self, name: str, known: Collection[str]) -> str:
        """Return a text that must be one of some.

        Raises
        ------
        SchemaError
            It is not, or is not given.
        """
        value = self.said.get(name)
        if value not in known:
            said = "is missing" if value is None else f"= {value!r} is unknown"
            raise self.error(f"{name} {said}", f"it is one of {', '.join(known)}")
        return str(value)

    def truth(self, name: str, *, absent: bool = False) -> bool:
        """Return a truth value, or what it is when it is not given."""
        value = self.said.get(name, absent)
        if not isinstance(value, bool):
            raise self.error(f"{name} = {value!r} is no truth value", f"write {name} = true")
        return value

    def paths(
        self, name: str, known: Collection[str] | None = None
    ) -> Iterator[tuple[Table, str, list[str]]]:
        """Yield names with their paths from the table of a name."""
        for inner in self.optional(name):
            if known is not None:
                inner.check(known)
            for key in inner.said:
                paths = inner.texts(key)
                if not paths:
                    raise inner.error(f"{key} has no path", f'write {key} = "..."')
                yield inner, key, paths

    def pairs(self, name: str) -> Iterator[tuple[Table, str, str]]:
        """Yield paths with their texts from the table of a name."""
        for inner in self.optional(name):
            for path in inner.said:
                value = inner.said[path]
                if not isinstance(value, str):
                    raise inner.error(f"{path} = {value!r} is no text", f'write "{path}" = "..."')
                yield inner, path, value
