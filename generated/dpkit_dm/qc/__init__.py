"""Classes of the schemas in ``qc``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .certificationrecord import DpdQcCertificationRecord as DpdQcCertificationRecord
    from .scoreconfiguration import DpdQcScoreConfiguration as DpdQcScoreConfiguration
    from .scorereport import DpdQcScoreReport as DpdQcScoreReport

_MODULES = {
    "DpdQcCertificationRecord": "certificationrecord",
    "DpdQcScoreConfiguration": "scoreconfiguration",
    "DpdQcScoreReport": "scorereport",
}

__all__ = [
    "DpdQcCertificationRecord",
    "DpdQcScoreConfiguration",
    "DpdQcScoreReport",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
