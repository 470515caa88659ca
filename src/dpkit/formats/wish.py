"""What a file that is made is to have, beyond what its format says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from dpkit.errors import FileFormatError, NotFoundError
from dpkit.schema.dictionary import near_names

__all__ = ["HeaderValue", "Wish", "WishedHeaders", "refuse_wish"]

HeaderValue = str | int | float | bool | complex | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a file that is made is to have.

    Attributes
    ----------
    headers : mapping of (str, str) to value
        Values of keywords, by HDU (name or number) and keyword; by an empty HDU and the dotted
        path for ASDF; of a keyword alone where the HDU is empty. None leaves a keyword out.
    seed : int
        The same seed, the same file.
    rows : int, optional
        Rows of each table.
    shape : sequence of int, optional
        Lengths of the axes whose length is free, the slowest first.
    members : int or sequence of str, optional
        How many groups of HDUs, or their keys.
    empty : bool
        Only what is required: no rows, zeros for pixels, and plain values for keywords.
    """

    headers: Mapping[tuple[str, str], HeaderValue] = field(default_factory=dict)
    seed: int = 0
    rows: int | None = None
    shape: Sequence[int] | None = None
    members: int | Sequence[str] | None = None
    empty: bool = False

    def random(self, *place: str) -> np.random.Generator:
        """Return the random numbers of a place; adding a place changes no other."""
        return np.random.default_rng([self.seed, crc32("\0".join(place).encode())])


class WishedHeaders:
    """The wished values of keywords, and which of them were granted."""

    def __init__(self, wish: Wish) -> None:
        self.values = dict(wish.headers)
        self.known: list[str] = []

    def take(self, homes: Sequence[str], key: str) -> tuple[bool, HeaderValue]:
        """Return whether a keyword is wished, and its value.

        Parameters
        ----------
        homes : sequence of str
            Names of the HDU, such as ``PRIMARY`` and ``0``.
        key : str
            The keyword.
        """
        self.known.append(key)
        for home in (*homes, ""):
            if (home, key) in self.values:
                return True, self.values.pop((home, key))
        return False, None

    def refuse_rest(self) -> None:
        """Refuse wishes that nothing in the format answers.

        Raises
        ------
        NotFoundError
            Names the nearest keyword.
        """
        for hdu, key in (place for place, value in self.values.items() if value is not None):
            where = f" in HDU {hdu}" if hdu else ""
            raise NotFoundError(
                f"the format has no keyword {key!r}{where}",
                remedy=near_names(key, set(self.known), "keyword"),
            )


def refuse_wish(message: str) -> FileFormatError:
    """Return the error of a wish that the format does not allow."""
    return FileFormatError(message, remedy="ask for what the format allows")
