"""What an upgrade changed in a document."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KINDS", "Change"]

KINDS = frozenset({"renamed", "moved", "added", "removed", "changed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that an upgrade changed in a document.

    Attributes
    ----------
    kind : {"renamed", "moved", "added", "removed", "changed"}
        What was done.
    path : str
        XPath below the root element: of the new element when it was added, else of the old one;
        ``.`` is the root itself.
    old, new : str
        Names when renamed, paths when moved, else texts; empty where there was or is nothing.
    step : str
        What changed it: the file of a step, or a part of the reader.
    """

    kind: str
    path: str
    old: str
    new: str
    step: str

    def __str__(self) -> str:
        """Return the change as one line."""
        said = " -> ".join(repr(text) for text in (self.old, self.new) if text)
        return f"{self.kind} {self.path}" + (f": {said}" if said else "")
