"""Patterns of texts: star for any characters, question mark for one, backslash to mean them."""

from __future__ import annotations

__all__ = ["ANY", "ESCAPE", "ONE", "to_glob", "to_like"]

ANY, ONE, ESCAPE = "*", "?", "\\"


def to_glob(pattern: str) -> str:
    """Return a pattern as SQLite's GLOB takes it, which tells capitals from small letters.

    Examples
    --------
    >>> to_glob("NIR_*[1]")
    'NIR_*[[]1]'
    """
    return _translate(pattern, {ANY: "*", ONE: "?"}, {c: f"[{c}]" for c in "*?["})


def to_like(pattern: str) -> str:
    r"""Return a pattern as LIKE takes it, with a backslash before what is meant literally.

    Examples
    --------
    >>> to_like("NIR_*")
    'NIR\\_%'
    """
    return _translate(pattern, {ANY: "%", ONE: "_"}, {c: f"\\{c}" for c in "%_\\"})


def _translate(pattern: str, special: dict[str, str], quoted: dict[str, str]) -> str:
    translated = []
    characters = iter(pattern)
    for character in characters:
        if character == ESCAPE:
            literal = next(characters, ESCAPE)
            if literal not in (ANY, ONE, ESCAPE):
                translated.append(quoted.get(ESCAPE, ESCAPE))
            translated.append(quoted.get(literal, literal))
        else:
            translated.append(special.get(character) or quoted.get(character, character))
    return "".join(translated)
