"""Patterns of names, with parts in braces that are remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dpkit.errors import SchemaError

__all__ = ["NamePattern"]

_PART = re.compile(r"\{([^{}]*)\}|(\*)|(\?)")


@dataclass(frozen=True)
class NamePattern:
    """A pattern of names: ``*`` is anything, ``?`` one character, ``{word}`` what is remembered.

    Parameters
    ----------
    text : str
        The pattern. One with slashes is compared with as many last steps of a path.

    Examples
    --------
    >>> NamePattern("{exposure}_sci.fits").match("e17_sci.fits")
    {'exposure': 'e17'}
    """

    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands in braces."""
        return frozenset(self._expression.groupindex)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        pieces, last, known = [], 0, set[str]()
        for found in _PART.finditer(self.text):
            pieces.append(re.escape(self.text[last : found.start()]))
            pieces.append(_piece(found, known, self.text))
            last = found.end()
        pieces.append(re.escape(self.text[last:]))
        return re.compile("".join(pieces))

    def match(self, name: str) -> dict[str, str] | None:
        """Return what stands in the braces in a name; None when the name is another one."""
        found = self._expression.fullmatch(name)
        return None if found is None else found.groupdict()

    def match_path(self, path: Path) -> tuple[dict[str, str], str] | None:
        """Return what stands in the braces, and the folder above what was compared."""
        steps = self.text.count("/") + 1
        found = self.match("/".join(path.parts[-steps:]))
        return None if found is None else (found, "/".join(path.parts[:-steps]))


def _piece(found: re.Match[str], known: set[str], text: str) -> str:
    if found[2]:
        return "[^/]*"
    if found[3]:
        return "[^/]"
    word = found[1]
    if not word.isidentifier():
        raise SchemaError(
            f"{{{word}}} in the pattern {text!r} is no word",
            remedy="write letters, digits and _ in braces, such as {exposure}",
        )
    if word in known:
        return f"(?P={word})"
    known.add(word)
    return f"(?P<{word}>[^/]+?)"
