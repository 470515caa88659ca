"""Libraries that some kinds of file need, and that are installed as extras."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from dpkit.errors import FileFormatError

__all__ = ["import_extra"]


def import_extra(module: str, extra: str, path: Path) -> None:
    """Import a library, or say which extra brings it.

    Raises
    ------
    FileFormatError
        It is not installed.
    """
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if not module.startswith(str(error.name)):
            raise
        raise FileFormatError(
            f"the library {module!r}, which such files need, is not installed",
            place=path,
            remedy=f"pip install 'dpkit[{extra}]'",
        ) from None
