"""Checksums are those of the standard library."""

from __future__ import annotations

import hashlib
import random
import zlib
from pathlib import Path

import pytest

from dpkit.errors import NotFoundError
from dpkit.product import checksum
from dpkit.product.checksum import METHODS, file_checksum

EXPECTED = {
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "MD5": lambda data: hashlib.md5(data).hexdigest(),
    "Adler32": lambda data: f"{zlib.adler32(data):08x}",
}


def test_every_method_is_tested() -> None:
    assert set(METHODS) == set(EXPECTED)


@pytest.mark.parametrize("method", EXPECTED)
@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 1000])
def test_checksum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, size: int) -> None:
    monkeypatch.setattr(checksum, "_BLOCK", 100)
    data = random.Random(size).randbytes(size)
    (tmp_path / "file").write_bytes(data)
    assert file_checksum(tmp_path / "file", method) == EXPECTED[method](data)


def test_small_sums_keep_their_leading_zeros(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert file_checksum(tmp_path / "file", "Adler32") == "00000001"


def test_unknown_method_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="CRC"):
        file_checksum(tmp_path, "CRC")


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        file_checksum(tmp_path / "missing")
