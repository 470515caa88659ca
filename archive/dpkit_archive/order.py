"""How products are to be registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpkit.errors import ArchiveError

if TYPE_CHECKING:
    from dpkit.workflow.record import RunRecord

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
    """How to register: who acts, from which inputs, where files go, or only as a rehearsal.

    A call that made the products is entered in the same transaction.
    """

    actor: str
    mode: str = COPY
    inputs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rehearsal: bool = False
    call: RunRecord | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            known = ", ".join(MODES)
            raise ArchiveError(f"no mode is named {self.mode!r}", remedy=f"known are {known}")

    def names(self, identifier: str) -> bool:
        """Tell whether an id is among the inputs."""
        return any(identifier in some for some in self.inputs.values())

    @property
    def places(self) -> bool:
        """Whether files are put into the archive's folder."""
        return self.mode != IN_PLACE and not self.rehearsal
