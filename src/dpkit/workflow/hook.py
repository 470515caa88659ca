"""Functions that declarations name instead of importing them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from dpkit.errors import TaskError

__all__ = ["import_hook"]


def import_hook(said: str, place: str) -> Callable[..., Any]:
    """Import a function by its name.

    Parameters
    ----------
    said : str
        Such as ``package.module:function``.
    place : str
        What declares it, for messages.

    Raises
    ------
    TaskError
        There is none.
    """
    module, _, name = said.partition(":")
    try:
        found: Callable[..., Any] = getattr(import_module(module), name)
    except (ImportError, ValueError, AttributeError) as error:
        raise TaskError(
            f"{said!r} cannot be imported: {error}",
            place=place,
            remedy='name a function as "package.module:function"',
        ) from error
    return found
