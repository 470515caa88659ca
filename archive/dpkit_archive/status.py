"""What may be said of a product: one list of statuses, how they follow, and others' words for them.

Headers of documents say UNKNOWN, VALID or INVALID; quality control says measured, scored,
certified, rejected, superseded or retired. Each of these words means one status of the archive.
"""

from __future__ import annotations

from dpkit.errors import ArchiveError, NotFoundError

__all__ = [
    "HIDDEN",
    "PURGED",
    "REASONED",
    "STATUSES",
    "TRANSITIONS",
    "TRASHED",
    "WITHOUT_VALIDITY",
    "check_transition",
    "header_word",
    "parse_status",
    "status_of_header",
]

TRASHED, PURGED = "trashed", "purged"

TRANSITIONS: dict[str, tuple[str, ...]] = {
    "registered": ("valid", "invalid", "rejected", "superseded", "retired", TRASHED),
    "valid": ("registered", "invalid", "rejected", "superseded", "retired", TRASHED),
    "invalid": ("registered", "valid", "rejected", TRASHED),
    "rejected": ("registered", "valid", "invalid", TRASHED),
    "superseded": ("registered", "valid", "invalid", "rejected", "retired", TRASHED),
    "retired": ("registered", "valid", "invalid", "rejected", TRASHED),
    TRASHED: (),
    PURGED: (),
}
"""Which statuses a product can be given, by the one that it has; it begins as ``registered``, or
as its document says. Out of the trash it comes by being restored or purged."""

STATUSES = tuple(TRANSITIONS)
"""All statuses."""

HIDDEN = ("invalid", "rejected", TRASHED, PURGED)
"""Statuses that searches leave out unless they are asked for, and that are never current."""

WITHOUT_VALIDITY = (*HIDDEN, "retired")
"""Statuses with which a product holds no validity range."""

REASONED = ("invalid", "rejected", "superseded", "retired")
"""Statuses that are given for a reason."""

_HEADER_WORDS = {"UNKNOWN": "registered", "VALID": "valid", "INVALID": "invalid"}
_QUALITY_WORDS = {"measured": "registered", "scored": "registered", "certified": "valid"}
_EXITS = {
    TRASHED: "bring it back with `dpkit archive restore ID`, or remove it with `dpkit archive "
    "purge ID`",
    PURGED: "it is gone; register the product anew, with an id of its own",
}


def status_of_header(word: str | None) -> str:
    """Return the status that a document gives its product when it is registered."""
    return _HEADER_WORDS.get((word or "").strip(), "registered")


def parse_status(word: str) -> str:
    """Return the status for a word of a user; those of headers and of quality control will do.

    Raises
    ------
    NotFoundError
        There is no such status.
    """
    lower = word.lower()
    status = _HEADER_WORDS.get(word, _QUALITY_WORDS.get(lower, lower))
    if status not in STATUSES:
        raise NotFoundError(
            f"no status is named {word!r}", remedy=f"the statuses are {', '.join(STATUSES)}"
        )
    return status


def check_transition(identifier: str, before: str, after: str) -> None:
    """Refuse a change of status that the table does not have.

    Raises
    ------
    ArchiveError
        Says what is allowed instead.
    """
    allowed = TRANSITIONS[before]
    if after not in allowed:
        raise ArchiveError(
            f"is {before}, and cannot become {after}",
            place=identifier,
            remedy=_EXITS.get(before) or f"allowed from here are {', '.join(allowed)}",
        )


def header_word(status: str) -> str:
    """Return what the header of a document would say of a status of the archive."""
    if status in HIDDEN:
        return "INVALID"
    return "VALID" if status == "valid" else "UNKNOWN"
