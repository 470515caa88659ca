"""Import modules of many classes."""

from __future__ import annotations

import gc
from importlib import import_module
from types import ModuleType

__all__ = ["load_module"]


def load_module(name: str) -> ModuleType:
    """Import a module while the garbage collector rests.

    Making classes sets it off again and again, and it finds nothing: a tenth of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        return import_module(name)
    finally:
        if enabled:
            gc.enable()
