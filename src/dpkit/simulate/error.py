"""The error of samples that cannot be made."""

from __future__ import annotations

from dpkit.errors import DpkitError

__all__ = ["SampleError"]


class SampleError(DpkitError, RuntimeError):
    """No sample document could be made of a product."""

    code = "sample"
