"""What became of files that were to be adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpkit.adoption.origin import Gap
from dpkit.errors import DpkitError

__all__ = ["Adoption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What became of the files of one product.

    Attributes
    ----------
    product : str
        Type of the product.
    files : sequence of Path
        Its files.
    result : {"adopted", "there already", "incomplete", "refused"}
        Whether it has a document now.
    id, document, version, dataset
        What it is known by; None where it is not.
    gaps : sequence of Gap
        What is missing when it is incomplete.
    error : DpkitError or None
        Why it is refused.
    """

    product: str
    files: Sequence[Path]
    result: str
    id: str | None = None
    document: Path | str | None = None
    version: int | None = None
    dataset: str | None = None
    gaps: Sequence[Gap] = ()
    error: DpkitError | None = None

    @property
    def ok(self) -> bool:
        """Whether the product has a document."""
        return self.result in {"adopted", "there already"}

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome ready for JSON."""
        return {
            "id": self.id,
            "product": self.product,
            "version": self.version,
            "dataset": self.dataset,
            "document": None if self.document is None else str(self.document),
            "files": [str(path) for path in self.files],
            "result": self.result,
            "gaps": [gap.to_dict() for gap in self.gaps],
            "error": None if self.error is None else str(self.error),
        }
