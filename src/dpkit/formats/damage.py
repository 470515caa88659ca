"""The error that ends the reading of a damaged file."""

from __future__ import annotations

from dpkit.errors import FileFormatError
from dpkit.formats.deviation import Deviation

__all__ = ["DamagedError", "reason"]


class DamagedError(FileFormatError):
    """A file that cannot be read to its end.

    Parameters
    ----------
    place : str
        Where in the file.
    message : str
        What is wrong there.
    remedy : str
        What to do.

    Attributes
    ----------
    where : str
        Where in the file; `place` also names the file once it is known.
    """

    def __init__(
        self, place: str, message: str, remedy: str = "get the file anew from where it came"
    ) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.where = place

    def deviation(self) -> Deviation:
        """Return what is wrong as a deviation."""
        return Deviation(
            code="file-unreadable", place=self.where, message=self.message, remedy=self.remedy
        )


def reason(error: BaseException) -> str:
    """Return why something failed, in one line."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(words).strip().partition("\n")[0].rstrip(".")
