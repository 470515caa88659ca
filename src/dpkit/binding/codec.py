"""What the generated codecs share: conversions of text to values and back.

Reading trusts that libxml2 has validated the document. Whatever a conversion here does not cover
goes to xsdata's converter, so that values never differ from those that xsdata would give.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from xsdata.models.datatype import XmlDateTime

from dpkit.binding.nil import XSI, Nil, is_nil, nil, no_value
from dpkit.errors import SchemaError

__all__ = [
    "FALLBACKS",
    "STATE",
    "XSI",
    "ConfusedError",
    "GivenList",
    "Nil",
    "UncoveredError",
    "XmlDateTime",
    "attribute_text",
    "bindings_digest",
    "boolean",
    "boolean_text",
    "check_bindings",
    "convert",
    "convert_text",
    "decimal_text",
    "empty_list",
    "enumerated",
    "enumerated_text",
    "integer_text",
    "is_nil",
    "moment",
    "moment_text",
    "new",
    "nil",
    "nil_element",
    "no_value",
    "number_text",
    "other_attributes",
    "other_attributes_text",
    "read_typed",
    "text",
    "typed_attribute",
    "write_typed",
]

E = TypeVar("E", bound=Enum)

_TYPE = f"{{{XSI}}}type"

FALLBACKS: Counter[str] = Counter()
"""How often a document went to xsdata, by reason."""

new = object.__new__


class ConfusedError(Exception):
    """An element that its object would not be written as."""

    def __init__(self, node: Any, other: str) -> None:
        self.node = node
        own = str(node.tag).rpartition("}")[2]
        super().__init__(f"the element {own} names the type of {other}, and would become one")


class UncoveredError(Exception):
    """A document or object has what the codecs do not cover; xsdata takes it."""


class GivenList(list[Any]):
    """An empty list that the document has, unlike one that it leaves out.

    It equals any other empty list, and so what xsdata reads, which takes both for the same and
    writes neither. Codecs write this one, so that nothing of the document is lost.
    """

    __slots__ = ()


def empty_list(node: Any) -> GivenList | Nil:
    """Return what an element is read as whose text has no items."""
    return nil(node) if is_nil(node) else GivenList()


class _State(threading.local):
    """Elements of this thread whose ``xsi:type`` a codec has followed."""

    typed = 0


STATE = _State()


def bindings_digest(module: ModuleType) -> str:
    """Return what the source of a module of classes is known by: its length and its CRC-32.

    It tells of a codec that was left behind, not of an attack; a module with better digests takes
    longer to import than to read a document.
    """
    source = Path(str(module.__file__)).read_bytes()
    return f"{len(source)}-{zlib.crc32(source):08x}"


def check_bindings(module: ModuleType, digest: str) -> None:
    """Refuse codecs that were written for other classes.

    Raises
    ------
    SchemaError
        The module of the classes has changed since.
    """
    if bindings_digest(module) != digest:
        raise SchemaError(
            "the codecs were written for other classes than these",
            place=str(module.__file__),
            remedy="run `dpkit schema generate`",
        )


# Reading

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def boolean(value: str) -> bool:
    """Convert text to a truth value."""
    found = _BOOLEANS.get(value)
    return _BOOLEANS[value.strip()] if found is None else found


def moment(value: str) -> XmlDateTime:
    """Convert text to a time; the common form in UTC is taken apart by position."""
    if len(value) >= 20 and value[-1] == "Z" and value[4] == "-" and value[10] == "T":
        fraction = value[20:-1]
        if len(fraction) <= 9 and (value[19] == "." or len(value) == 20):
            hour = int(value[11:13])
            if hour < 24:
                return tuple.__new__(
                    XmlDateTime,
                    (
                        int(value[:4]),
                        int(value[5:7]),
                        int(value[8:10]),
                        hour,
                        int(value[14:16]),
                        int(value[17:19]),
                        int(fraction.ljust(9, "0")) if fraction else 0,
                        0,
                    ),
                )
    converted = convert(value, (XmlDateTime,))
    assert isinstance(converted, XmlDateTime)
    return converted


def enumerated(cls: type[E], value: str | None) -> E:
    """Convert text that is no exact value of an enumeration, such as one with blanks around."""
    found: E = convert(value or "", (cls,))
    return found


def convert(value: str, types: Sequence[type[Any]], format: str | None = None) -> Any:
    """Convert text as xsdata does.

    Raises
    ------
    UncoveredError
        xsdata has no conversion for the text.
    """
    import warnings

    from xsdata.formats.converter import converter

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return converter.deserialize(value, types, format=format)
        except Warning as warning:
            raise UncoveredError(f"no conversion: {warning}") from None


def read_typed(
    node: Any, read: Callable[[Any], Any], others: dict[str, tuple[str, str] | str]
) -> Any:
    """Read an element whose type may be derived from the declared one.

    Parameters
    ----------
    node : lxml.etree._Element
        The element.
    read : callable
        Reads the declared type.
    others : dict of str to tuple of str, or str
        Codec module and class of each type that may stand for it, by qualified name; for a type
        that another element of a choice has: the name of that element.

    Raises
    ------
    UncoveredError
        The element names a type that the codecs do not know.
    ConfusedError
        It names that of another element of a choice, which its object would be written as.
    """
    name = node.get(_TYPE)
    if name is None:
        return read(node)
    prefix, _, local = name.strip().rpartition(":")
    namespace = node.nsmap.get(prefix or None)
    found = others.get(f"{{{namespace}}}{local}" if namespace else local)
    if found is None:
        raise UncoveredError("xsi:type of a type that is not derived here")
    if isinstance(found, str):
        raise ConfusedError(node, found)
    STATE.typed += 1
    module, cls = found
    return import_module(module).READERS[cls](node)


def other_attributes(node: Any, known: set[str]) -> dict[str, str]:
    """Return the attributes of an element that its class does not name.

    Their texts stay as they are: whether ``p:x`` has a prefix, or is a time or a path, only those
    know who write it.
    """
    steering = f"{{{XSI}}}"
    found = {str(k): str(v) for k, v in node.attrib.items() if k not in known}
    return {name: value for name, value in found.items() if not name.startswith(steering)}


# Writing

_UNSAFE = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_ATTRIBUTE = re.compile('[&<>"\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\r": "&#13;",
    "\n": "&#10;",
    "\t": "&#9;",
}


def text(value: str) -> str:
    """Return text as content of an element.

    Raises
    ------
    ValueError
        A character cannot stand in XML.
    """
    return value if _UNSAFE.search(value) is None else _UNSAFE.sub(_escape, value)


def attribute_text(value: str) -> str:
    """Return text as value of an attribute; raises ValueError as `text` does."""
    if _UNSAFE_ATTRIBUTE.search(value) is None:
        return value
    return _UNSAFE_ATTRIBUTE.sub(_escape, value)


def _escape(match: re.Match[str]) -> str:
    found = _ESCAPES.get(match[0])
    if found is None:
        raise ValueError(f"character U+{ord(match[0]):04X} cannot stand in XML")
    return found


def number_text(value: float) -> str:
    """Return a floating-point number as text, exact and with INF and NaN as XML has them."""
    if value.__class__ is not float:
        return _other(value, float)
    written = repr(value)
    if written[-1] in "fn":
        return {"inf": "INF", "-inf": "-INF", "nan": "NaN"}[written]
    return written.upper() if "e" in written else written


def integer_text(value: int) -> str:
    """Return an integer as text."""
    return str(value) if value.__class__ is int else _other(value, int)


def boolean_text(value: bool) -> str:
    """Return a truth value as text."""
    if value is True:
        return "true"
    return "false" if value is False else _other(value, bool)


def decimal_text(value: Decimal) -> str:
    """Return a decimal number as text, without exponent."""
    return convert_text(value) if value.__class__ is Decimal else _other(value, Decimal)


def moment_text(value: XmlDateTime) -> str:
    """Return a time as text."""
    if value.__class__ is XmlDateTime and value[7] == 0 and 999 < value[0] < 10_000:
        year, month, day, hour, minute, second, nanosecond, _ = value
        start = f"{year}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
        if not nanosecond:
            return start + "Z"
        micro, nano = divmod(nanosecond, 1000)
        if nano:
            return f"{start}.{nanosecond:09d}Z"
        milli, micro_rest = divmod(micro, 1000)
        return f"{start}.{micro:06d}Z" if micro_rest else f"{start}.{milli:03d}Z"
    return _other(value, XmlDateTime)


def enumerated_text(value: Enum | str) -> str:
    """Return a value of an enumeration as text; an empty element with a default has none."""
    return "" if value == "" else text(value._value_)  # type: ignore[union-attr]


def convert_text(value: Any, format: str | None = None, escape: Callable[[str], str] = text) -> str:
    """Return a value of any type as xsdata writes it, as content unless escaped otherwise."""
    from xsdata.formats.converter import converter

    return escape(str(converter.serialize(value, format=format)))


def _other(value: Any, wanted: type[Any]) -> str:
    """Write a value of another class than the field's, when it stands for one.

    An empty text is what an empty element with a default is read as.

    Raises
    ------
    TypeError
        It does not: a text in a field of numbers, say.
    """
    if value.__class__ is str and not value:
        return ""
    if wanted is float and hasattr(value, "__float__") and not isinstance(value, (str, bool)):
        return number_text(float(value))
    if wanted is int and hasattr(value, "__index__") and not isinstance(value, bool):
        return str(value.__index__())
    if wanted is bool and value.__class__.__name__ in {"bool", "bool_"} and not value.shape:
        return boolean_text(bool(value))
    if wanted in (XmlDateTime, Decimal) and isinstance(value, wanted):
        return convert_text(value)
    raise TypeError(f"{value!r} is no {wanted.__name__}")


def write_typed(
    made: Any,
    tag: str,
    add: Callable[[str], None],
    indent: str,
    others: dict[tuple[str, str], str],
) -> None:
    """Write an object of a class that is derived from the declared one.

    Parameters
    ----------
    made : object
        The object.
    tag, add, indent
        As for all writers.
    others : dict of tuple of str to str
        Name of the type of each derived class, by its codec module and name.

    Raises
    ------
    UncoveredError
        The class is not derived from it.
    """
    package, _, module = made.__class__.__module__.partition(".")
    place = (f"{package}.codec.{module}", made.__class__.__name__)
    if place not in others:
        raise UncoveredError("object of another class")
    write = import_module(place[0]).WRITERS[place[1]]
    write(made, tag, add, indent, typed_attribute(others[place]))


def nil_element(tag: str, value: Nil | None) -> str:
    """Return an element that says that it has no value, with the attributes that it had."""
    attributes = "" if value is None else other_attributes_text(value.attributes)
    return f'<{tag} xmlns:xsi="{XSI}" xsi:nil="true"{attributes}/>'


def other_attributes_text(attributes: dict[str, str]) -> str:
    """Return attributes that a class does not name, ready to write.

    Raises
    ------
    UncoveredError
        One is in a namespace, which needs a prefix.
    """
    if any(name.startswith("{") for name in attributes):
        raise UncoveredError("attribute in a namespace")
    return "".join(f' {name}="{attribute_text(value)}"' for name, value in attributes.items())


def typed_attribute(prefixed: str) -> str:
    """Return the attribute that names a derived type."""
    return f' xmlns:xsi="{XSI}" xsi:type="{prefixed}"'
