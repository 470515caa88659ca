"""Which elements of a type are alternatives, as its content in the data dictionary tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["alternatives"]

Json = Mapping[str, Any]

_SIGNS = {(1, 1): "", (0, 1): "?", (0, None): "*", (1, None): "+"}


def alternatives(described: Json) -> dict[str, str]:
    """Return the choice that each element of a type is part of, by the name of the element.

    Parameters
    ----------
    described : mapping
        The type, as in the data dictionary.

    Returns
    -------
    dict
        The nearest choice around each element as an expression: ``A | B C? | (D | E)*``.
        Elements that are part of none are left out.

    Examples
    --------
    >>> fields = [{"name": "Box"}, {"name": "Circle"}]
    >>> choice = {"kind": "choice", "parts": [{"field": 0}, {"field": 1}]}
    >>> alternatives({"fields": fields, "content": choice})["Box"]
    'Box | Circle'
    """
    if "content" not in described:
        return {}
    names = [str(field["name"]) for field in described["fields"]]
    return dict(_choices(described["content"], names, ""))


def _choices(part: Json, names: Sequence[str], around: str) -> Iterator[tuple[str, str]]:
    """Yield the elements of a part, each with the nearest choice around it."""
    if "field" in part:
        if around:
            yield names[part["field"]], around
        return
    for below in part["parts"]:
        yield from _choices(below, names, _group(part, names) if _chooses(part) else around)


def _chooses(part: Json) -> bool:
    return part.get("kind") == "choice"


def _expression(part: Json, names: Sequence[str]) -> str:
    """Write a part as an expression that others can stand beside."""
    if "field" in part:
        return names[part["field"]] + _often(part)
    inner = _group(part, names)
    bare = inner.startswith("(") or not (_chooses(part) or _often(part))
    return inner if bare else f"({inner})"


def _group(part: Json, names: Sequence[str]) -> str:
    """Write a group, in brackets only where it does not occur exactly once."""
    inner = (" | " if _chooses(part) else " ").join(_expression(b, names) for b in part["parts"])
    return f"({inner}){_often(part)}" if _often(part) else inner


def _often(part: Json) -> str:
    low, high = part.get("minimum", 1), part.get("maximum", 1)
    counted = f"{{{low},{'' if high is None else high}}}"
    return _SIGNS.get((low, high), counted)
