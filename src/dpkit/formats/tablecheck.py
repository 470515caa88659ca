"""What the checks of tables of all kinds share: which columns there are, units, pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dpkit.errors import FileFormatError
from dpkit.formats.deviation import Deviation
from dpkit.formats.keyword import check_keyword
from dpkit.formats.literal import as_typed
from dpkit.formats.value import ValueCheck, pixel_limits

__all__ = ["check_presence", "check_text_keywords", "check_unit", "start_check"]

Json = dict[str, Any]


def check_presence(
    described: Sequence[Json], found: Sequence[str], table: str = ""
) -> Iterable[Deviation]:
    """Yield columns that are missing, that the format does not have, or that are there twice."""
    head = f"{table} column" if table else "column"
    for said in described:
        if said["name"] not in found and said.get("required", True):
            yield Deviation(
                code="format-column-missing", place=f"{head} {said['name']}", message="is missing"
            )
    known = {said["name"] for said in described}
    for name, count in Counter(found).items():
        if name not in known or count > 1:
            reason = "is there twice" if name in known else "the format has no such column"
            yield Deviation(code="format-column-unexpected", place=f"{head} {name}", message=reason)


def check_unit(found: str | None, said: Json, place: str) -> Iterable[Deviation]:
    """Yield a unit that differs; one that is absent differs from any."""
    if (found or None) != said.get("unit"):
        yield Deviation(
            code="format-column-unit",
            place=place,
            message=f"has {_unit(found)} but the format has {_unit(said.get('unit'))}",
            value=found or "",
        )


def _unit(unit: str | None) -> str:
    return f"unit {unit}" if unit else "no unit"


def start_check(said: Json, value: object) -> ValueCheck:
    """Return the check of a column.

    Parameters
    ----------
    said : dict
        Description of the column.
    value : object
        Value of the keyword of ``pixelKey``, which gives pixels their limits; a value that gives
        none departs from the description of the keyword.
    """
    return ValueCheck(said, limits=pixel_limits(said["pixel"], value) if "pixel" in said else None)


def check_text_keywords(described: Sequence[Json], found: Json) -> Iterable[Deviation]:
    """Yield departures of keywords whose values are text, as those of parquet files are.

    Parameters
    ----------
    described : sequence of dict
        The keywords that there must be.
    found : dict
        The values; text is turned into the type of the keyword where it can.
    """
    for said in described:
        name = said["name"]
        if name not in found:
            if said["required"]:
                yield Deviation(code="format-keyword-missing", place=name, message="is missing")
            continue
        yield from check_keyword(said, _typed(said, found[name]), name)


def _typed(said: Json, value: object) -> object:
    if not isinstance(value, str) or said["type"] in {"String", "Time"}:
        return value
    try:
        return as_typed(said, value)
    except FileFormatError:
        return value
