"""Changes of the text of a document."""

from __future__ import annotations

import re

from .case import Case, Place


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def put(case: Case, old: str, new: str) -> Place | None:
    """Replace one of the places with a text; the line is that of the first wrong character."""
    text = case.text
    found = case.pick([match.start() for match in re.finditer(old, text)])
    if found is None:
        return None
    case.write(text[:found] + re.sub(old, new, text[found:], count=1))
    return Place(lines=(line_of(text, found),))
