"""What can be wrong with thresholds."""

from __future__ import annotations

from dpkit.errors import DpkitError

__all__ = ["ThresholdError"]


class ThresholdError(DpkitError, ValueError):
    """A threshold cannot judge anything."""

    code = "threshold"
