"""What a file has that its format does not allow, or lacks that it demands."""

from __future__ import annotations

from dataclasses import asdict, dataclass

__all__ = ["Deviation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One departure of a file from its format.

    Attributes
    ----------
    code : str
        Stable name of the kind of deviation.
    place : str
        Where in the file: HDU and keyword, column and row, path in the tree; rows and pixels
        are counted from 1. ``file`` is the whole of it.
    message : str
        What is wrong.
    value : str
        The value that is wrong; empty when there is none.
    remedy : str
        What to do; empty where the code says enough.
    """

    code: str
    place: str
    message: str
    value: str = ""
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the deviation ready for JSON."""
        return asdict(self)
