"""Match the HDUs of a file with the parts of a format: which are missing, too many, misplaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dpkit.formats.deviation import Deviation
from dpkit.formats.fits.scan import Hdu

__all__ = ["Match", "match_hdus"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An HDU of the file and its description.

    Attributes
    ----------
    hdu : Hdu
        The HDU.
    said : dict
        Its description.
    part, member : int
        Number of the part of the format, and of the member of a group.
    key : str
        What tells its group from the others of that part; empty outside of groups.
    """

    hdu: Hdu
    said: Json
    part: int
    member: int = 0
    key: str = ""


def match_hdus(hdus: Sequence[Hdu], description: Json) -> tuple[list[Match], list[Deviation]]:
    """Find the description of each HDU by its name.

    Returns
    -------
    matches : list of Match
        In the order of the file, those that the format has.
    deviations : list of Deviation
        HDUs that are missing, unexpected, too many, or out of order.
    """
    parts = description["hdus"]
    known = {match[0]: match[1:] for match in _names(parts)}
    found: list[Match] = []
    deviations: list[Deviation] = []
    for hdu in hdus:
        if hdu.name not in known:
            deviations.append(_unexpected(hdu, "the format has no such HDU"))
            continue
        said, part, member, key = known[hdu.name]
        found.append(Match(hdu=hdu, said=said, part=part, member=member, key=key))
    found, surplus = _within_numbers(found, parts)
    deviations += surplus
    if description["ordered"]:
        deviations += _misplaced(found)
    deviations += _missing(found, parts)
    return found, deviations


def _names(parts: list[Json]) -> Iterator[tuple[str, Json, int, int, str]]:
    """Yield the names that a format knows, with what they stand for."""
    for number, part in enumerate(parts):
        if part["kind"] != "group":
            yield part["name"], part, number, 0, ""
            continue
        for key in part["keys"]:
            for member, hdu in enumerate(part["hdus"]):
                yield hdu["name"].replace("{key}", key), hdu, number, member, key


def _unexpected(hdu: Hdu, message: str) -> Deviation:
    return Deviation(code="format-hdu-unexpected", place=hdu.name, message=message)


def _within_numbers(found: list[Match], parts: list[Json]) -> tuple[list[Match], list[Deviation]]:
    """Leave out HDUs and groups beyond the largest number of them."""
    kept: list[Match] = []
    surplus: list[Deviation] = []
    counts: dict[str, int] = {}
    keys: dict[int, dict[str, None]] = {}
    for match in found:
        count = counts[match.hdu.name] = counts.get(match.hdu.name, 0) + 1
        most = match.said["maximum"]
        if most is not None and count > most:
            surplus.append(_unexpected(match.hdu, f"is there more than {_times(most)}"))
            continue
        group = keys.setdefault(match.part, {})
        group[match.key] = None
        limit = parts[match.part]["maximum"] if match.key else None
        if limit is not None and list(group).index(match.key) >= limit:
            surplus.append(_unexpected(match.hdu, f"the format has at most {limit} such groups"))
            continue
        kept.append(match)
    return kept, surplus


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _misplaced(found: list[Match]) -> Iterator[Deviation]:
    """Yield HDUs that stand after one that they must precede.

    The groups of one part may come in any order, but not mixed.
    """
    order = {key: number for number, key in enumerate(dict.fromkeys(m.key for m in found))}
    furthest: tuple[tuple[int, int, int], str] | None = None
    for match in found:
        rank = (match.part, order[match.key], match.member)
        if furthest is not None and rank < furthest[0]:
            yield Deviation(
                code="format-hdu-order",
                place=match.hdu.name,
                message=f"stands after {furthest[1]}, and belongs before it",
            )
        else:
            furthest = (rank, match.hdu.name)


def _missing(found: list[Match], parts: list[Json]) -> Iterator[Deviation]:
    for number, part in enumerate(parts):
        here = [match for match in found if match.part == number]
        if part["kind"] != "group":
            yield from _too_few(part["name"], len(here), part["minimum"])
            continue
        keys = list(dict.fromkeys(match.key for match in here))
        if len(keys) < part["minimum"]:
            name = part["hdus"][0]["name"].replace("{key}", part["key"])
            yield from _too_few(name, len(keys), part["minimum"])
        for key in keys:
            for member, hdu in enumerate(part["hdus"]):
                count = sum(m.key == key and m.member == member for m in here)
                yield from _too_few(hdu["name"].replace("{key}", key), count, hdu["minimum"])


def _too_few(name: str, count: int, least: int) -> Iterator[Deviation]:
    if count < least:
        number = "is missing" if not count else f"is there {_times(count)}, not {_times(least)}"
        yield Deviation(code="format-hdu-missing", place=name, message=number)
