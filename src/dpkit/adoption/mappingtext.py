"""The text of a mapping, to say the line of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dpkit.errors import SchemaError
from dpkit.schema.dictionary import near_names

__all__ = ["MappingText"]


class MappingText:
    """The lines of a mapping.

    Parameters
    ----------
    text : str
        What the file holds.
    file : str
        Its name, for messages.
    """

    def __init__(self, text: str, file: str) -> None:
        self.lines = text.splitlines()
        self.file = file

    def place(self, key: str) -> str:
        """Return the file, and the line that a key or table stands in."""
        within = re.compile(rf"[{{,]\s*{re.escape(key)}\s*=")
        for number, line in enumerate(self.lines, 1):
            left = line if line.lstrip().startswith("[") else line.partition("=")[0]
            plain = re.sub(r"[\"'\s\[\]]", "", left).removeprefix("rows.")
            if key in plain or within.search(line):
                return f"{self.file}:{number}"
        return self.file

    def wrong(self, key: str, message: str, remedy: str) -> SchemaError:
        """Return the error that says what is wrong with a key or table."""
        return SchemaError(f"{key} {message}", place=self.place(key), remedy=remedy)

    def check_names(self, said: Iterable[str], names: Iterable[str], noun: str) -> None:
        """Refuse keys that are not known.

        Raises
        ------
        SchemaError
            Names the nearest one that is.
        """
        known = list(names)
        for name in said:
            if name not in known:
                raise SchemaError(
                    f"no {noun} is named {name!r}",
                    place=self.place(name),
                    remedy=near_names(name, known, "key"),
                )
