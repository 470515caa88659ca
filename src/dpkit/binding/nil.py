"""Elements that say that they have no value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["XSI", "Nil", "is_nil", "nil", "no_value"]

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NIL = f"{{{XSI}}}nil"


@dataclass(frozen=True, slots=True, eq=False)
class Nil:
    """What an element with ``xsi:nil="true"`` is read as: there, but without a value.

    None stands for an element that is left out, and has no place for the attributes that an
    element without a value may have. As xsdata reads None for both, this equals None, and is as
    false.

    Attributes
    ----------
    attributes : dict of str to str
        The attributes of the element besides ``xsi:nil``, by qualified name.
    tag : str
        Its qualified name, which says what it is where one of several elements may stand.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    tag: str = ""

    def __bool__(self) -> bool:
        """Tell that there is no value."""
        return False

    def __eq__(self, other: object) -> bool:
        """Compare the attributes with those of another; None may have any."""
        if isinstance(other, Nil):
            return self.attributes == other.attributes
        return True if other is None else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # its attributes may change


def is_nil(node: Any) -> bool:
    """Tell whether an element says that it has no value."""
    return node.get(_NIL) in {"true", "1"}


def nil(node: Any) -> Nil:
    """Return what an element without a value is read as."""
    steering = f"{{{XSI}}}"
    kept = {str(k): str(v) for k, v in node.attrib.items() if not str(k).startswith(steering)}
    return Nil(kept, str(node.tag))


def no_value(value: Any) -> bool:
    """Tell whether a value stands for an element that has none, or is not there."""
    return value is None or value.__class__ is Nil
