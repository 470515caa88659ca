"""Make files of a format: an empty one to start from, or one with random content."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dpkit.errors import FileFormatError, NotFoundError
from dpkit.formats.wish import HeaderValue, Wish
from dpkit.schema.dictionary import file_format

__all__ = ["make_described", "make_file", "write_template"]

Headers = Mapping[tuple[str, str], HeaderValue]


def write_template(path: str | Path, identifier: str, *, headers: Headers | None = None) -> Path:
    """Write an empty file that conforms to a format: to be filled, or to look at.

    Parameters
    ----------
    path : str or Path
        Where to write; nothing may be there.
    identifier : str
        Id of the format.
    headers : mapping of (str, str) to value, optional
        Values of keywords by HDU and keyword, as in `make_file`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    NotFoundError
        No such format is described, or it has no such keyword.
    FileFormatError
        A file is there already, or a value is not allowed.
    """
    return make_described(
        Path(path), file_format(identifier), Wish(headers=headers or {}, empty=True)
    )


def make_file(
    path: str | Path,
    identifier: str,
    *,
    headers: Headers | None = None,
    seed: int = 0,
    rows: int | None = None,
    shape: Sequence[int] | None = None,
    members: int | Sequence[str] | None = None,
) -> Path:
    """Write a file of a format with random content that obeys all its rules.

    Parameters
    ----------
    path : str or Path
        Where to write; nothing may be there.
    identifier : str
        Id of the format.
    headers : mapping of (str, str) to value, optional
        Values of keywords, by HDU (name or number) and keyword; for ASDF by any HDU and the
        dotted path. None leaves an optional keyword out; ``NAXIS2`` of a table gives its rows.
    seed : int
        The same seed, the same bytes.
    rows : int, optional
        Rows of each table; five by default.
    shape : sequence of int, optional
        Lengths of the axes that are free, the slowest first; four each by default.
    members : int or sequence of str, optional
        How many groups of HDUs, or their keys; by default those that `headers` name.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    NotFoundError
        No such format is described, or it has no such keyword.
    FileFormatError
        A file is there already, or the format does not allow what is wished for.
    """
    wish = Wish(headers=headers or {}, seed=seed, rows=rows, shape=shape, members=members)
    return make_described(Path(path), file_format(identifier), wish)


def make_described(path: Path, description: dict[str, Any], wish: Wish) -> Path:
    """Write a file of a description; it appears whole, or not at all."""
    if path.exists():
        raise FileFormatError(
            "is there already", place=path, remedy="write elsewhere, or remove it first"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with warnings.catch_warnings():
            # The FITS standard does not know all units that a format may have, such as electron.
            warnings.simplefilter("ignore")
            _make(draft, description, wish)
        draft.rename(path)
    except (FileFormatError, NotFoundError) as error:
        error.place = str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)
    return path


def _make(path: Path, description: dict[str, Any], wish: Wish) -> None:
    match description["kind"]:
        case "fits":
            from dpkit.formats.fits.making import make_fits as make
        case "asdf":
            from dpkit.formats.asdf.making import make_asdf as make
        case "parquet":
            from dpkit.formats.parquet.making import make_parquet as make
        case "ascii":
            from dpkit.formats.ascii.making import make_ascii as make
        case kind:
            raise FileFormatError(f"files of kind {kind!r} cannot be made")
    make(path, description, wish)
