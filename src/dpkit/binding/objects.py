"""Documents to objects of generated classes and back.

The codecs do it; xsdata takes what they do not cover.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar, cast

from lxml import etree

from dpkit.binding.loading import load_module
from dpkit.binding.nil import is_nil, nil
from dpkit.binding.parsing import line_of
from dpkit.errors import ProductError

__all__ = ["bind", "bind_by_codec", "codec_of", "serialize"]

T = TypeVar("T")

_TYPED = etree.XPath(
    "count(descendant-or-self::*/@xsi:type)",
    namespaces={"xsi": "http://www.w3.org/2001/XMLSchema-instance"},
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
# What a codec raises when a value is not what the schema says; xsdata then has the last word.
_UNFIT = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def bind(root: etree._Element, cls: type[T], *, place: str = "document") -> T:
    """Make an object of a generated class from an element that was validated before.

    The codec of the class reads it; what the codec does not cover is read by xsdata, whole, and
    counted in `dpkit.binding.codec.FALLBACKS`. Both give equal objects.

    Raises
    ------
    ProductError
        A value is valid but cannot be converted, and the message names it; or the document has
        no value at all.
    """
    if is_nil(root):
        return cast("T", _without_value(root, place))
    made = bind_by_codec(root, cls, place=place)
    if made is not None:
        return made
    from dpkit.binding.fallback import bind_by_xsdata

    return bind_by_xsdata(root, cls, place)


def bind_by_codec(
    root: etree._Element, cls: type[T], *, named: bool = False, place: str = "document"
) -> T | None:
    """Make an object by the codec of its class; None, and counted why, where that is not covered.

    The element may be named to be of the class by its ``xsi:type``.

    Raises
    ------
    ProductError
        An element of a choice names the type of another one.
    """
    codec = codec_of(cls)
    if codec is None:
        return None
    from dpkit.binding.codec import FALLBACKS, STATE, ConfusedError, UncoveredError

    try:
        STATE.typed = int(named)
        made: T = codec.READERS[cls.__name__](root)
        if STATE.typed == _TYPED(root):
            return made
        FALLBACKS["xsi:type on an element without derived types"] += 1
    except ConfusedError as error:
        raise ProductError(
            str(error),
            place=f"{place}:{line_of(error.node)}",
            remedy="objects do not keep the names of elements of a choice: name its own type",
        ) from None
    except UncoveredError as reason:
        FALLBACKS[str(reason)] += 1
    except _UNFIT as error:
        FALLBACKS[f"reading raised {type(error).__name__}"] += 1
    return None


def _without_value(root: etree._Element, place: str) -> Any:
    """Return a part that says that it has no value; a document must have one."""
    if root.getparent() is not None:
        return nil(root)
    raise ProductError(
        "the root element says that it has no value (xsi:nil)",
        place=f"{place}:{line_of(root)}",
        remedy="remove xsi:nil, and give its content",
    )


def serialize(content: Any, *, indent: str = "  ") -> bytes:
    """Write an object of a generated class as a document, in UTF-8 with an XML declaration.

    Parameters
    ----------
    content : object
        Of the class of a root element.
    indent : str
        Blanks per level; none for a document on one line.

    Raises
    ------
    ProductError
        A value is of a type, or has a character, that XML cannot hold.
    """
    codec = codec_of(type(content))
    if codec is not None and type(content).__name__ in codec.ROOTS and indent == "  ":
        from dpkit.binding.codec import FALLBACKS, UncoveredError

        tag, declarations = codec.ROOTS[type(content).__name__]
        pieces = [_HEAD]
        try:
            codec.WRITERS[type(content).__name__](content, tag, pieces.append, "\n", declarations)
            return ("".join(pieces) + "\n").encode()
        except UncoveredError as reason:
            FALLBACKS[str(reason)] += 1
        except _UNFIT as error:
            FALLBACKS[f"writing raised {type(error).__name__}"] += 1
    from dpkit.binding.fallback import serialize_by_xsdata

    return serialize_by_xsdata(content, indent)


@cache
def _codec_module(name: str) -> ModuleType | None:
    package, _, module = name.partition(".")
    if find_spec(f"{package}.codec") is None or find_spec(f"{package}.codec.{module}") is None:
        return None
    return load_module(f"{package}.codec.{module}")


def codec_of(cls: type[Any]) -> ModuleType | None:
    """Return the module with the codec of a generated class, or None when it has none.

    Raises
    ------
    SchemaError
        The codec was written for another state of the class.
    """
    codec = _codec_module(cls.__module__)
    return codec if codec is not None and cls.__name__ in codec.READERS else None
