"""Values that a schema allows and no class can hold, such as a time of thirteen decimals."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dpkit.binding.parsing import line_of

__all__ = ["REMEDY", "Unheld", "may_be_unheld", "unheld_values"]

REMEDY = "write fewer digits: nine decimals of a second, 4300 of an integer"

_FRACTION = re.compile(rb":\d\d\.\d{10}")
"""What is in times of more than nine decimals."""
_LONGEST = 4300
"""Digits of an integer that Python reads: more would take quadratic time."""
_SHOWN = 60
_DIGITS = b"0123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheld:
    """A value that cannot be held.

    Attributes
    ----------
    path : str
        Where it is in the document.
    line : int
        Line of its element.
    value : str
        The value, as it stands there.
    kind : str
        The class that it does not fit into.
    """

    path: str
    line: int
    value: str
    kind: str

    def __str__(self) -> str:
        """Say what is wrong on one line."""
        shown = self.value if len(self.value) <= _SHOWN else f"{self.value[:_SHOWN]}..."
        return f"{shown!r} is valid, but no {self.kind} can hold it"


def may_be_unheld(data: bytes) -> bool:
    """Tell whether a valid document may have a time or number that no class can hold.

    It is told from the bytes, so as to be much faster than binding; where references, comments
    or an encoding of two bytes may hide one, it may be there. Durations and octets are not looked
    at.
    """
    return (
        (b"#" in data and b"&#" in data)
        or (b"!" in data and b"<!" in data)  # one byte is found ten times faster than two
        or 0 in data[:4]
        or _FRACTION.search(data) is not None
        or (len(data) > _LONGEST and _has_long_number(data))
    )


def _has_long_number(data: bytes) -> bool:
    return any(_digits_around(data, place) > _LONGEST for place in range(0, len(data), _LONGEST))


def _digits_around(data: bytes, place: int) -> int:
    """Return how many digits stand together at a place, not looking further than needed."""
    if data[place] not in _DIGITS:
        return 0
    before, after = data[max(place - _LONGEST, 0) : place], data[place : place + _LONGEST]
    return len(before) - len(before.rstrip(_DIGITS)) + len(after) - len(after.lstrip(_DIGITS))


def unheld_values(root: etree._Element, cls: type[Any]) -> Iterator[Unheld]:
    """Yield the values of a valid document that its class cannot hold, in its order.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element, or that of a part.
    cls : type
        Its generated class.
    """
    from xsdata.formats.dataclass.context import XmlContext

    context = XmlContext()
    yield from _below(root, context.build(cls), context)


def _below(node: etree._Element, meta: Any, context: Any) -> Iterator[Unheld]:
    for name, text in node.attrib.items():
        var = meta.find_attribute(str(name))
        if var is not None:
            yield from _judge(node, str(text), var, f"/@{etree.QName(name).localname}")
    if meta.text is not None:
        yield from _judge(node, node.text or "", meta.text)
    for child in node:
        var = next(iter(meta.find_children(str(child.tag))), None)
        if var is None or var.is_wildcard or var.is_clazz_union:
            continue
        if var.clazz is None:
            yield from _judge(child, child.text or "", var)
        else:
            yield from _below(child, _meta(child, var.clazz, meta, context), context)


def _meta(node: etree._Element, cls: type[Any], above: Any, context: Any) -> Any:
    from xsdata.formats.dataclass.parsers.utils import ParserUtils

    named = ParserUtils.xsi_type({str(k): v for k, v in node.attrib.items()}, node.nsmap)
    return context.fetch(cls, above.namespace, named)


def _judge(node: etree._Element, text: str, var: Any, step: str = "") -> Iterator[Unheld]:
    """Yield a value that xsdata cannot convert; an empty one may stand for a default."""
    from xsdata.exceptions import ConverterError
    from xsdata.formats.converter import converter

    for one in text.split() if var.tokens else [text] if text else []:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                converter.deserialize(one, var.types, ns_map=node.nsmap, format=var.format)
            except (ConverterError, Warning):
                yield Unheld(
                    path=node.getroottree().getpath(node) + step,
                    line=line_of(node),
                    value=one.strip(),
                    kind=" or ".join(kind.__name__ for kind in var.types),
                )
