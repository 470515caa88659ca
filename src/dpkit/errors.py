"""The errors that dpkit raises: one base, each child also the builtin it resembles."""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "ArchiveError",
    "DpkitError",
    "FileFormatError",
    "IdentityError",
    "InvalidMemberWarning",
    "NotFoundError",
    "ProductError",
    "ReleaseError",
    "SchemaError",
    "TaskError",
    "UnknownElementWarning",
    "ValidityError",
]


_READABLE = 4000
"""Characters of a place, message or remedy that are shown: names may be listed, texts not."""


class DpkitError(Exception):
    """Base of all errors that a user can act on.

    Parameters
    ----------
    message : str
        What is wrong, where, and what to do.
    place : str, optional
        File, line, path or product that the message is about; printed first.
    remedy : str, optional
        What to do about it; printed last.

    Attributes
    ----------
    code : str
        Stable name of the kind of error.
    """

    code = "error"

    def __init__(self, message: str, *, place: str | Path = "", remedy: str = "") -> None:
        self.message = message
        self.place = str(place)
        self.remedy = remedy
        super().__init__(message)

    def __str__(self) -> str:
        """Return place, message and remedy on one line, without the middle of what is very long."""
        place = f"{_clip(self.place)}: " if self.place else ""
        remedy = f" ({_clip(self.remedy)})" if self.remedy else ""
        return " ".join(f"{place}{_clip(self.message)}{remedy}".split())


def _clip(text: str) -> str:
    """Leave out the middle of what may come from a document and be of any length."""
    half = _READABLE // 2
    return text if len(text) <= _READABLE else f"{text[:half]} ... {text[-half:]}"


class SchemaError(DpkitError, ValueError):
    """A schema, its annotations or the generated code are not as they must be."""

    code = "schema"


class ProductError(DpkitError, ValueError):
    """A document or product is not what it should be."""

    code = "product"


class FileFormatError(DpkitError, ValueError):
    """A data file cannot be read or does not follow its format."""

    code = "file-format"


class NotFoundError(DpkitError, LookupError):
    """A name, product, file or schema is not there."""

    code = "not-found"


class TaskError(DpkitError, RuntimeError):
    """A task was called wrongly or could not do its work."""

    code = "task"


class ArchiveError(DpkitError, RuntimeError):
    """The archive cannot be opened or cannot do what was asked."""

    code = "archive"


class IdentityError(ArchiveError, ValueError):
    """A product id is taken by other content."""

    code = "identity"


class ValidityError(ArchiveError, ValueError):
    """A validity range is wrong or in conflict with one that stands."""

    code = "validity"


class ReleaseError(ArchiveError, ValueError):
    """A release cannot be changed, frozen or asked as was wanted."""

    code = "release"


class InvalidMemberWarning(UserWarning):
    """A member of a frozen release turned out bad since; it is still a member."""


class UnknownElementWarning(UserWarning):
    """A document has an element that its schema does not know; it was left out."""
