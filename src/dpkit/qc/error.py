"""What can be wrong with thresholds and with reports of trends."""

from __future__ import annotations

from dpkit.errors import DpkitError

__all__ = ["ThresholdError", "TrendError"]


class ThresholdError(DpkitError, ValueError):
    """A threshold cannot judge anything."""

    code = "threshold"


class TrendError(DpkitError, ValueError):
    """A report of trends asks for what makes no sense."""

    code = "trend"
