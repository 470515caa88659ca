"""Folders of files on their way into the archive, and whether anybody is still at work on one.

The name of such a folder says which process made it, so that what an interrupted registration
left is told from what a running one needs.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from pathlib import Path

__all__ = ["INCOMING", "arrival_name", "is_at_work"]

INCOMING = ".incoming"
"""Folder below the archive's folder of files where files arrive."""

_PATIENCE_S = 86_400
"""How long a folder may be that of a process that cannot be asked; numbers come again, too."""


def arrival_name() -> str:
    """Return a new name for a folder that this process fills."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex}"


def is_at_work(folder: Path) -> bool:
    """Tell whether the process that made a folder may still be at work on it.

    Raises
    ------
    OSError
        The folder is gone.
    """
    age = time.time() - folder.stat().st_mtime
    host, _, number = folder.name.rpartition("-")[0].rpartition("-")
    if age > _PATIENCE_S:
        return False
    return host != socket.gethostname() or not number.isdigit() or _is_alive(int(number))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
