"""What a file has that its format does not allow, or lacks that it demands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Deviation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One departure of a file from its format: a stable code, the place in the file, the words."""

    code: str
    place: str
    message: str
    remedy: str = ""
