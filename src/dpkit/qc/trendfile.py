"""Read reports of trends from TOML, and say what is wrong with them."""

from __future__ import annotations

import datetime
import math
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from dpkit.errors import DpkitError
from dpkit.qc.error import TrendError
from dpkit.qc.trendreport import Average, TrendReport, TrendRequest, parse_threshold

__all__ = ["parse_report"]

# Pages of a site have such names, and so have those of half years and of all data.
_NAME = re.compile(r"(?!index$|quick$)[A-Za-z][A-Za-z0-9_-]*(?<!_FULL)(?<!_\d{4}H\d)")
_TEXTS = ("name", "title", "instrument", "group", "table")
_REPORT = (*_TEXTS, "months", "day_begins", "failed", "plot")
_PLOT = ("metric", "where", "remark", "average", "threshold", "range", "failed")
_MOST_MONTHS = 1200


def parse_report(text: str, place: str) -> TrendReport:
    """Read a report.

    Parameters
    ----------
    text : str
        TOML: name, title, instrument, group and metric table of the report, its months and the time
        at which its day begins, and a table ``[[plot]]`` for each plot.
    place : str
        Where the text is from, for messages.

    Raises
    ------
    TrendError
        It is no TOML, something is missing, unknown or of the wrong kind; names file and plot.

    Examples
    --------
    >>> head = "name = 'a'\\ntitle = 'A'\\ninstrument = 'X'\\ngroup = 'G'\\ntable = 'x'\\n"
    >>> parse_report(head + "[[plot]]\\nmetric = 'flux'\\n", "a.toml").plots[0].metric
    'flux'
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TrendError(f"is no TOML: {error}", place=place, remedy="correct the line") from None
    _check_names(said, _REPORT, place)
    texts = {name: _text(said, name, place) for name in _TEXTS}
    if _NAME.fullmatch(texts["name"]) is None:
        raise TrendError(
            f"{texts['name']!r} cannot name pages",
            place=place,
            remedy="use letters, digits, _ and -; not index or quick, nor _FULL at the end",
        )
    return TrendReport(
        **texts,
        months=_months(said, place),
        day_begins=_day_begins(said, place),
        plots=tuple(_plots(said, place)),
    )


def _check_names(said: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    for name in said:
        if name not in known:
            raise TrendError(
                f"{name!r} is not known", place=place, remedy=f"use {', '.join(known)}"
            )


def _text(said: Mapping[str, Any], name: str, place: str) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not found.strip():
        raise TrendError(f"{name} is no text", place=place, remedy=f'say {name} = "..."')
    return found


def _months(said: Mapping[str, Any], place: str) -> int:
    found = said.get("months", 6)
    if type(found) is not int or not 1 <= found <= _MOST_MONTHS:
        raise TrendError(
            f"months are a whole number, not {found!r}", place=place, remedy="such as months = 6"
        )
    return found


def _day_begins(said: Mapping[str, Any], place: str) -> str:
    found = said.get("day_begins", datetime.time())
    if not isinstance(found, datetime.time):
        raise TrendError(
            f"day_begins is no time: {found!r}", place=place, remedy="such as day_begins = 21:00:00"
        )
    return found.isoformat("seconds")


def _plots(said: Mapping[str, Any], place: str) -> list[TrendRequest]:
    found = said.get("plot")
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise TrendError("there is no plot", place=place, remedy="begin one with [[plot]]")
    failed = _number(said, "failed", place)
    return [_plot(one, failed, f"{place}: plot {number}") for number, one in enumerate(found, 1)]


def _plot(said: Mapping[str, Any], failed: float | None, place: str) -> TrendRequest:
    _check_names(said, _PLOT, place)
    own = _number(said, "failed", place)
    try:
        rule = parse_threshold(_text({"threshold": "none"} | dict(said), "threshold", place))
    except DpkitError as error:
        error.place = error.place if error.place.startswith(place) else f"{place}: threshold"
        raise
    return TrendRequest(
        metric=_text(said, "metric", place),
        where=_where(said.get("where", {}), place),
        remark=_text(said, "remark", place) if "remark" in said else "",
        average=_average(said.get("average", "median"), place),
        rule=rule,
        shown=_range(said.get("range"), place),
        failed=failed if own is None else own,
    )


def _number(said: Mapping[str, Any], name: str, place: str) -> float | None:
    found = said.get(name)
    if found is None or (_is_number(found) and math.isfinite(found)):
        return None if found is None else float(found)
    raise TrendError(f"{name} is no number: {found!r}", place=place, remedy=f"such as {name} = -1")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _where(said: object, place: str) -> dict[str, str]:
    if not isinstance(said, Mapping):
        raise TrendError("where is no table", place=place, remedy="such as { detector = 3 }")
    for name, value in said.items():
        if type(value) not in (int, str):
            raise TrendError(
                f"the key {name} is neither text nor a whole number: {value!r}",
                place=place,
                remedy="write it as the archive shows it, in quotes",
            )
    return {name: str(value) for name, value in said.items()}


def _average(said: object, place: str) -> Average:
    for one in Average:
        if one.value == said:
            return one
    raise TrendError(
        f"average {said!r} is not known", place=place, remedy=f"use {', '.join(Average)}"
    )


def _range(said: object, place: str) -> tuple[float, float] | None:
    if said is None:
        return None
    if isinstance(said, list) and len(said) == 2 and all(map(_is_number, said)):
        lower, upper = map(float, said)
        if -math.inf < lower < upper < math.inf:
            return lower, upper
    raise TrendError(
        f"range is not two numbers, the lower one first: {said!r}",
        place=place,
        remedy="such as range = [0, 1000]",
    )
