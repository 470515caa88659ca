"""Which elements of a type are alternatives, as its content in the data dictionary tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["alternatives"]

Json = Mapping[str, Any]
Part = Any
"""A part of a content: the number of a field, or what the data dictionary says of it."""

_SHOWN = 12
"""How many parts of a group are written out."""
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
    >>> choice = {"kind": "choice", "parts": [0, 1]}
    >>> alternatives({"fields": fields, "content": choice})["Box"]
    'Box | Circle'
    """
    if "content" not in described:
        return {}
    names = [str(field["name"]) for field in described["fields"]]
    return dict(_choices(described["content"], names, ""))


def _choices(part: Part, names: Sequence[str], around: str) -> Iterator[tuple[str, str]]:
    """Yield the elements of a part, each with the nearest choice around it."""
    if (number := _field(part)) is not None:
        if around:
            yield names[number], around
        return
    for below in part["parts"]:
        yield from _choices(below, names, _group(part, names) if _chooses(part) else around)


def _field(part: Part) -> int | None:
    """Return the number of the field that a part is; None for a group."""
    return part if isinstance(part, int) else part.get("field")


def _chooses(part: Part) -> bool:
    return not isinstance(part, int) and bool(part.get("kind") == "choice")


def _expression(part: Part, names: Sequence[str]) -> str:
    """Write a part as an expression that others can stand beside."""
    if (number := _field(part)) is not None:
        return names[number] + _often(part)
    inner = _group(part, names)
    return f"({inner})" if _chooses(part) and not _often(part) else inner


def _group(part: Part, names: Sequence[str]) -> str:
    """Write a group, in brackets only where it does not occur exactly once."""
    written = [_expression(below, names) for below in part["parts"][:_SHOWN]]
    more = ["..."] if len(part["parts"]) > _SHOWN else []
    inner = (" | " if _chooses(part) else " ").join([*written, *more])
    return f"({inner}){_often(part)}" if _often(part) else inner


def _often(part: Part) -> str:
    said = {} if isinstance(part, int) else part
    low, high = said.get("minimum", 1), said.get("maximum", 1)
    counted = f"{{{low},{'' if high is None else high}}}"
    return _SIGNS.get((low, high), counted)
