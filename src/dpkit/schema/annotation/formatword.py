"""One entry of a description of a format: its attributes, its text, and its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dpkit.errors import SchemaError

__all__ = ["Word", "refuse_repeated"]

_WHOLE = re.compile(r"[+-]?\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """An element of a list of formats, and the file that it stands in."""

    node: etree._Element
    file: str

    @property
    def tag(self) -> str:
        """Name of the element."""
        return str(self.node.tag)

    @property
    def text(self) -> str:
        """Text of the element, blanks folded."""
        return " ".join((self.node.text or "").split())

    def get(self, name: str) -> str | None:
        """Return an attribute, or None."""
        return self.node.get(name)

    def need(self, name: str) -> str:
        """Return an attribute that the schema demands."""
        return str(self.node.attrib[name])

    def truth(self, name: str, default: bool) -> bool:
        """Return an attribute of truth."""
        text = self.node.get(name)
        return default if text is None else text in {"true", "1"}

    def number(self, name: str) -> int | float | None:
        """Return an attribute that is a number, whole where it is written so."""
        text = self.node.get(name)
        if text is None:
            return None
        if _WHOLE.fullmatch(text):
            return int(text)
        if not math.isfinite(value := float(text)):
            raise self.refuse(f"{name} is {text}, which no value can reach", "leave it out")
        return value

    def below(self, path: str) -> Iterator[Word]:
        """Yield the elements at a path below this one."""
        for node in self.node.iterfind(path):
            yield Word(node, self.file)

    def head(self, kind: str) -> dict[str, Any]:
        """Return what a description of any kind begins with."""
        documentation = next(self.below("Description")).text
        return {"kind": kind, "version": self.need("version"), "documentation": documentation}

    def refuse(self, message: str, remedy: str = "") -> SchemaError:
        """Return the error that says what is wrong here."""
        return SchemaError(message, place=f"{self.file}:{self.node.sourceline}", remedy=remedy)


def refuse_repeated(words: Iterable[Word], attribute: str, noun: str) -> None:
    """Refuse two entries of the same name.

    Raises
    ------
    SchemaError
        At the second.
    """
    seen: set[str] = set()
    for word in words:
        name = word.need(attribute)
        if name in seen:
            raise word.refuse(f"{noun} {name!r} is described twice")
        seen.add(name)
