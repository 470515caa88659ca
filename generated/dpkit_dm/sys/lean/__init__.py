"""Classes of the schemas in ``lean``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .sys import ChecksumName as ChecksumName
    from .sys import DataFile as DataFile
    from .sys import LeanHeader as LeanHeader
    from .sys import ProductStatus as ProductStatus

_MODULES = {
    "ChecksumName": "sys",
    "DataFile": "sys",
    "LeanHeader": "sys",
    "ProductStatus": "sys",
}

__all__ = [
    "ChecksumName",
    "DataFile",
    "LeanHeader",
    "ProductStatus",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
