"""Compare the lengths of axes with a description: numbers, and names that are equal in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dpkit.formats.deviation import Deviation

__all__ = ["Lengths", "choose_shape"]

_FREE = 4


@dataclass(slots=True)
class Lengths:
    """The named lengths of a file, as far as they are known, and where each was first met."""

    named: dict[str, tuple[int, str]] = field(default_factory=dict)

    def check(
        self, found: Sequence[int], wanted: Sequence[int | str | None] | None, place: str
    ) -> Iterator[Deviation]:
        """Yield axes of another length; both have the same number of axes.

        Parameters
        ----------
        found : sequence of int
            Lengths of the axes.
        wanted : sequence of int, str or None, optional
            Length of each, name of a length, or None for any; any at all without.
        place : str
            Name of the array.
        """
        for number, (length, said) in enumerate(zip(found, wanted or (), strict=False), 1):
            if isinstance(said, str):
                known, where = self.named.setdefault(said, (length, place))
                reason = f"not {known} like {said!r} of {where}"
            else:
                known, reason = length if said is None else said, f"not {said}"
            if length != known:
                yield Deviation(
                    code="format-array-shape",
                    place=place,
                    message=f"axis {number} has length {length}, {reason}",
                    value=str(length),
                )


def choose_shape(
    said: Sequence[int | str | None], wished: Sequence[int] | None, named: dict[str, int]
) -> tuple[int, ...]:
    """Return the shape of an array to make.

    Parameters
    ----------
    said : sequence of int, str or None
        Length of each axis, its name, or None for any.
    wished : sequence of int, optional
        Lengths of the axes that are free or named.
    named : dict of str to int
        The named lengths of the file; those that are new are added.
    """
    shape = []
    for number, length in enumerate(said):
        free = wished[number] if wished is not None and number < len(wished) else _FREE
        if isinstance(length, str):
            free = named.setdefault(length, free)
        shape.append(length if isinstance(length, int) else free)
    return tuple(shape)
