"""Read the tree and the blocks of an ASDF file, believing neither.

The tree is read as plain values with their tags; no code that a tag names is run, and no array
is loaded. Layout of a block (ASDF standard 1.6): magic, size of the header, flags, compression,
allocated, used and data size, MD5 of the used bytes, all numbers with the highest byte first.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dpkit.formats.damage import DamagedError, reason
from dpkit.formats.extra import import_extra

__all__ = ["Block", "block_digest", "read_asdf"]

_MAGIC = b"\xd3BLK"
_HEADER = struct.Struct(">I4sQQQ16s")
_INDEX = b"#ASDF BLOCK INDEX"
_END = b"\n..."
_READ = 4 * 1024 * 1024
_MOST_TREE = 64 * 1024 * 1024
_MOST_BLOCKS = 1_000_000
_MOST_DEPTH = 100
_STREAMED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of the file.

    Attributes
    ----------
    number : int
        The first is 0.
    data : int
        Where its data begin [byte].
    used : int
        How much of the file they take [byte].
    size : int
        Size of the data once they are decompressed [byte].
    checksum : bytes
        MD5 of the bytes used; empty when the file has none.
    """

    number: int
    data: int
    used: int
    size: int
    checksum: bytes


def read_asdf(path: Path) -> tuple[Mapping[str, Any], list[Block]]:
    """Read the tree of a file, and where its blocks lie.

    Returns
    -------
    tree : mapping
        Plain values; what has a tag is an object of `asdf.tagged`.
    blocks : list of Block
        In the order of the file.

    Raises
    ------
    DamagedError
        The file is missing, no ASDF, or damaged.
    FileFormatError
        The extra ``asdf`` is not installed.
    """
    import_extra("asdf", "asdf", path)
    try:
        with path.open("rb") as stream:
            text, start = _read_text(stream)
            blocks = list(_blocks(stream, start))
    except OSError as error:
        raise DamagedError("file", f"cannot be read: {reason(error)}") from None
    return _tree(text), blocks


def _read_text(stream: BinaryIO) -> tuple[bytes, int]:
    """Return what stands before the first block, and where that begins."""
    text = bytearray()
    while len(text) <= _MOST_TREE:
        piece = stream.read(_READ)
        seen = max(0, len(text) - len(_MAGIC))
        text += piece
        if not text.startswith(b"#ASDF"):
            raise DamagedError("file", "is no ASDF: it does not begin with #ASDF")
        if (at := text.find(_MAGIC, seen)) >= 0:
            return bytes(text[:at]), at
        if not piece:
            return bytes(text), len(text)
    raise DamagedError("file", f"the tree takes more than {_MOST_TREE} bytes")


def _blocks(stream: BinaryIO, start: int) -> Iterator[Block]:
    length = stream.seek(0, io.SEEK_END)
    for number in range(_MOST_BLOCKS):
        stream.seek(start)
        magic = stream.read(len(_INDEX))
        if magic == _INDEX:
            _check_index(stream, length)
        if not magic or magic == _INDEX:
            return
        if not magic.startswith(_MAGIC):
            raise DamagedError(f"block {number}", f"byte {start}: no block begins here")
        stream.seek(start + len(_MAGIC))
        block, start = _block(stream, number, start + len(_MAGIC), length)
        yield block
    raise DamagedError("file", f"has more than {_MOST_BLOCKS} blocks")


def _check_index(stream: BinaryIO, length: int) -> None:
    """Refuse a file that is cut off in its last part; nothing else reads the index."""
    stream.seek(max(0, length - len(_END) - 2))
    if not stream.read().rstrip(b"\r\n").endswith(_END):
        raise DamagedError("block index", "the file ends within it")


def _block(stream: BinaryIO, number: int, at: int, length: int) -> tuple[Block, int]:
    """Return a block, and where the next begins."""
    head = stream.read(2 + _HEADER.size)
    if len(head) < 2 + _HEADER.size:
        raise DamagedError(f"block {number}", "the file ends within the header")
    data = at + 2 + int.from_bytes(head[:2], "big")
    flags, _, allocated, used, size, checksum = _HEADER.unpack(head[2:])
    if flags & _STREAMED:
        allocated = used = size = length - data
    if used > allocated or data + allocated > length:
        raise DamagedError(
            f"block {number}", f"is to end at byte {data + allocated}, but the file has {length}"
        )
    digest = checksum if any(checksum) and not flags & _STREAMED else b""
    block = Block(number=number, data=data, used=used, size=size, checksum=digest)
    return block, data + allocated


def block_digest(path: Path, block: Block) -> bytes:
    """Return the MD5 of the bytes that a block uses; never more than a part is in memory."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        stream.seek(block.data)
        left = block.used
        while left > 0 and (piece := stream.read(min(_READ, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.digest()


def _tree(text: bytes) -> Mapping[str, Any]:
    import yaml
    from asdf.util import load_yaml

    _, marker, _ = text.partition(b"\n---")
    if not marker:
        return {}
    try:
        _check_depth(text)
        tree = load_yaml(io.BytesIO(text), tagged=True)
    except (yaml.YAMLError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise DamagedError("tree", f"cannot be read: {reason(error)}") from None
    if not isinstance(tree, Mapping):
        raise DamagedError("tree", "is no mapping")
    return tree


def _check_depth(text: bytes) -> None:
    """Refuse a tree that is nested so deep that the parser would exhaust its stack."""
    import yaml

    depth = 0
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(text.partition(b"\n...")[0] + b"\n", Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_DEPTH:
            raise DamagedError("tree", f"is nested more than {_MOST_DEPTH} deep")
