"""What may be said of a product: one list of statuses, and the words of headers for them."""

from __future__ import annotations

from dpkit.errors import NotFoundError

__all__ = ["HIDDEN", "STATUSES", "header_word", "parse_status", "status_of_header"]

STATUSES = ("registered", "valid", "invalid", "rejected", "superseded", "retired", "trashed")
"""All statuses; a product begins as ``registered`` unless its document says more."""

HIDDEN = ("invalid", "rejected", "trashed")
"""Statuses that searches leave out unless they are asked for, and that are never current."""

_HEADER_WORDS = {"UNKNOWN": "registered", "VALID": "valid", "INVALID": "invalid"}


def status_of_header(word: str | None) -> str:
    """Return the status that a document gives its product when it is registered."""
    return _HEADER_WORDS.get((word or "").strip(), "registered")


def parse_status(word: str) -> str:
    """Return the status for a word of a user; the words of headers are understood too.

    Raises
    ------
    NotFoundError
        There is no such status.
    """
    status = _HEADER_WORDS.get(word, word.lower())
    if status not in STATUSES:
        raise NotFoundError(
            f"no status is named {word!r}", remedy=f"the statuses are {', '.join(STATUSES)}"
        )
    return status


def header_word(status: str) -> str:
    """Return what the header of a document would say of a status of the archive."""
    if status in HIDDEN:
        return "INVALID"
    return "VALID" if status == "valid" else "UNKNOWN"
