"""Classes of the schemas in ``sys``.

Written by ``dpkit schema generate``. Classes are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dss import ChecksumMethod as ChecksumMethod
    from .dss import DataContainer as DataContainer
    from .dss import FileStatus as FileStatus
    from .dss import StoredFile as StoredFile
    from .sys import CheckNotice as CheckNotice
    from .sys import GenericHeader as GenericHeader
    from .sys import Purpose as Purpose
    from .sys import ValidationStatus as ValidationStatus

_MODULES = {
    "CheckNotice": "sys",
    "ChecksumMethod": "dss",
    "DataContainer": "dss",
    "FileStatus": "dss",
    "GenericHeader": "sys",
    "Purpose": "sys",
    "StoredFile": "dss",
    "ValidationStatus": "sys",
}

__all__ = [
    "CheckNotice",
    "ChecksumMethod",
    "DataContainer",
    "FileStatus",
    "GenericHeader",
    "Purpose",
    "StoredFile",
    "ValidationStatus",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
