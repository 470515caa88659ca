"""Restores the line breaks of a page template that has lost them."""

from __future__ import annotations

import re

UNDERLINE = re.compile(r"(?<=\s)([=_~])\1{3,}(?=\s)")
_COMMENT = r"\.\. \w+(?:Start|End)\b"
_LABEL = r"\.\. _\w+:"
_MACRO = r"\$SetSchemaPath \S+|\$Print\w+"
_ITEM = r"\* \*\*"
_MARK = re.compile(f"({_COMMENT}|{_LABEL}|{_MACRO})")


def restore(text: str) -> str:
    """Give each title, comment, label, macro, paragraph and list item lines of its own.

    An underline ends a title, which begins after the last mark or full stop; one that is shorter
    than its title is lengthened.
    """
    blocks: list[str] = []
    rest = " ".join(text.split())
    while found := UNDERLINE.search(rest):
        before, title = _split_title(rest[: found.start()].strip())
        blocks += [*_blocks(before), f"{title}\n{found[1] * max(len(found[0]), len(title))}"]
        rest = rest[found.end() :].strip()
    return "\n\n".join([*blocks, *_blocks(rest)]) + "\n"


def _split_title(text: str) -> tuple[str, str]:
    ends = [mark.end() for mark in _MARK.finditer(text)]
    ends += [stop.end() for stop in re.finditer(r"\.(?=\s)(?!\. )", text)]
    start = max(ends, default=0)
    return text[:start], text[start:].strip()


def _blocks(text: str) -> list[str]:
    parts = [part.strip() for part in _MARK.split(text)]
    return [block for part in parts if part for block in _paragraphs(part)]


def _paragraphs(text: str) -> list[str]:
    first, *items = re.split(f"(?={_ITEM})", text)
    listed = "\n".join(item.strip() for item in items)
    return [block for block in (first.strip(), listed) if block]


def words(text: str) -> list[str]:
    """Return the words of a page, each underline shortened to one of its characters."""
    return [re.sub(r"^([=_~])\1{3,}$", r"\1", word) for word in text.split()]
