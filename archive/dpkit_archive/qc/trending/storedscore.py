"""The stored scores of the rows of a plot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dpkit.qc.score import Score
    from dpkit_archive.qc.qctable import Arrays
    from dpkit_archive.qc.scorebook import StoredScore

__all__ = ["scores_of_rows"]


def scores_of_rows(
    rows: Arrays, filters: Sequence[str], stored: Iterable[StoredScore], metric: str
) -> list[Score | None]:
    """Return the score of each row, None where there is none.

    Parameters
    ----------
    rows : dict of str to numpy.ndarray
        The rows, with the columns product and time, and the filters.
    filters : sequence of str
        Columns that say what a row measures; scores have them as keys.
    stored : iterable of StoredScore
        The scores that stand.
    metric : str
        What was scored.
    """
    found = {
        _place([one.product, one.time, *(one.keys.get(name) for name in filters)]): one.judged()
        for one in stored
        if one.parameter == metric
    }
    columns = [rows[name].tolist() for name in ("product", "time", *filters)]
    return [found.get(_place(row)) for row in zip(*columns, strict=True)]


def _place(values: Iterable[Any]) -> tuple[str, ...]:
    # Numbers that are missing are None in a score, and NaN in a row.
    return tuple("" if value is None or value != value else str(value) for value in values)
