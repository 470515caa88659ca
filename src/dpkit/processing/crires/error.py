"""What can be wrong with a set of flat exposures."""

from __future__ import annotations

from dpkit.errors import DpkitError

__all__ = ["FlatError"]


class FlatError(DpkitError, ValueError):
    """Flat exposures cannot be measured as one set."""

    code = "crires-flat"
