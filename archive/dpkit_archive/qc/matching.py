"""Values that rows are wanted with: one, one of several, any, or none at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dpkit_archive.qc.column import QcColumn
from dpkit_archive.qc.error import QualityError

__all__ = ["ANY", "NONE", "matcher"]

ANY, NONE = "any", "na"
"""Words for no condition, and for rows without a value."""


def matcher(column: QcColumn, wanted: Any) -> Callable[[Any], bool] | None:
    """Return a function that tells whether a value is wanted; None when each is.

    Parameters
    ----------
    column : QcColumn
        The column of the value.
    wanted : object
        A value, a sequence of values, or the words ``any`` and ``na``.

    Raises
    ------
    QualityError
        A number is wanted, and this is none.
    """
    values = wanted if isinstance(wanted, (list, tuple, set)) else [wanted]
    if ANY in values:
        return None
    none = NONE in values or None in values
    known = _known(column, [value for value in values if value not in (NONE, None)])

    def matches(value: Any) -> bool:
        if value is None or value != value:
            return none
        return (float(value) if column.number else str(value)) in known

    return matches


def _known(column: QcColumn, values: Sequence[Any]) -> set[Any]:
    if not column.number:
        return {str(value) for value in values}
    try:
        return {float(value) for value in values}
    except (TypeError, ValueError):
        raise QualityError(
            f"{column.name} is a number, not {', '.join(map(repr, values))}",
            remedy=f"give a number, {ANY}, or {NONE} for rows without one",
        ) from None
