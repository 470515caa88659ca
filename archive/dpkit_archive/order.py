"""How products are to be registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpkit.errors import ArchiveError

if TYPE_CHECKING:
    from dpkit.workflow.record import CallEntry

__all__ = ["BATCH", "COPY", "HARDLINK", "IN_PLACE", "MODES", "MOVE", "SYMLINK", "Order"]

COPY, MOVE, HARDLINK, SYMLINK, IN_PLACE = "copy", "move", "hardlink", "symlink", "in-place"
MODES = (COPY, MOVE, HARDLINK, SYMLINK, IN_PLACE)
"""How files are kept: copied, moved or linked into the archive's folder, or left in place.

With ``symlink`` files are left in place, too, but the archive keeps the document, beside links.
"""

BATCH = 1000
"""So many products of a stream make a batch, and a transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to register: who acts, where files go, or only as a rehearsal.

    Calls that made the products, which come call by call, are entered in the same transaction.
    """

    actor: str
    mode: str = COPY
    rehearsal: bool = False
    calls: Sequence[CallEntry] = ()

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            known = ", ".join(MODES)
            raise ArchiveError(f"no mode is named {self.mode!r}", remedy=f"known are {known}")

    @property
    def places(self) -> bool:
        """Whether files are put into the archive's folder."""
        return self.mode != IN_PLACE and not self.rehearsal
