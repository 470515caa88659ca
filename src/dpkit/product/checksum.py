"""Checksums of files, read block by block."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from dpkit.errors import NotFoundError

__all__ = ["METHODS", "file_checksum"]

METHODS = ("SHA-256", "MD5", "Adler32")
_BLOCK = 4 * 1024 * 1024


def file_checksum(path: Path, method: str = "SHA-256") -> str:
    """Return the checksum of a file in lower-case hexadecimal digits.

    Parameters
    ----------
    path : Path
        The file.
    method : {"SHA-256", "MD5", "Adler32"}
        How to compute it.

    Raises
    ------
    NotFoundError
        The method is unknown.
    OSError
        The file cannot be read.
    """
    if method == "Adler32":
        return f"{_adler32(path):08x}"
    if method not in METHODS:
        raise NotFoundError(
            f"no checksum method is named {method!r}", remedy=f"known are {', '.join(METHODS)}"
        )
    digest = hashlib.new(method.replace("-", "").lower(), usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _adler32(path: Path) -> int:
    value = 1
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            value = zlib.adler32(block, value)
    return value
