"""Documents to objects of generated classes and back.

The codecs do it; xsdata takes what they do not cover.
"""

from __future__ import annotations

import copy
import gc
import sys
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from lxml import etree

from dpkit.binding.access import unwrapped
from dpkit.binding.parsing import line_of
from dpkit.errors import ProductError

if TYPE_CHECKING:
    from xsdata.formats.dataclass.context import XmlContext
    from xsdata.formats.dataclass.parsers import XmlParser

__all__ = [
    "bind",
    "bind_by_codec",
    "codec_of",
    "forget_first_classes",
    "serialize",
    "xsdata_context",
    "xsdata_parser",
]

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
        A value is valid but cannot be converted; the message names it.
    """
    made = bind_by_codec(root, cls)
    return _bind_by_xsdata(root, cls, place) if made is None else made


def bind_by_codec(root: etree._Element, cls: type[T], *, named: bool = False) -> T | None:
    """Make an object by the codec of its class; None, and counted why, where that is not covered.

    The element may be named to be of the class by its ``xsi:type``.
    """
    codec = codec_of(cls)
    if codec is None:
        return None
    from dpkit.binding.codec import FALLBACKS, STATE, UncoveredError

    try:
        STATE.typed = int(named)
        made: T = codec.READERS[cls.__name__](root)
        if STATE.typed == _TYPED(root):
            return made
        FALLBACKS["xsi:type on an element without derived types"] += 1
    except UncoveredError as reason:
        FALLBACKS[str(reason)] += 1
    except _UNFIT as error:
        FALLBACKS[f"reading raised {type(error).__name__}"] += 1
    return None


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
    return _serialize_by_xsdata(content, indent)


@cache
def _codec_module(name: str) -> ModuleType | None:
    package, _, module = name.partition(".")
    if find_spec(f"{package}.codec") is None or find_spec(f"{package}.codec.{module}") is None:
        return None
    return import_module(f"{package}.codec.{module}")


def codec_of(cls: type[Any]) -> ModuleType | None:
    """Return the module with the codec of a generated class, or None when it has none.

    Raises
    ------
    SchemaError
        The codec was written for another state of the class.
    """
    codec = _codec_module(cls.__module__)
    return codec if codec is not None and cls.__name__ in codec.READERS else None


def _bind_by_xsdata(root: etree._Element, cls: type[T], place: str) -> T:
    from xsdata.exceptions import ParserError

    try:
        # xsdata takes apart the tree that it is given.
        bound: T = xsdata_parser(root).parse(copy.deepcopy(root), cls)
    except (ParserError, TypeError, ValueError) as error:
        raise ProductError(
            f"cannot be bound to {cls.__name__}: {error}", place=f"{place}:{line_of(root)}"
        ) from None
    return bound


def xsdata_parser(root: etree._Element) -> XmlParser:
    """Return a parser of xsdata for an element; values that it cannot convert are errors."""
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.parsers.config import ParserConfig

    if _TYPED(root):
        forget_first_classes(len(sys.modules))
    config = ParserConfig(fail_on_converter_warnings=True, fail_on_unknown_attributes=True)
    return XmlParser(config=config, context=xsdata_context())


@lru_cache(maxsize=1)
def forget_first_classes(_modules: int) -> None:
    """Collect garbage once after modules were imported.

    A dataclass with slots is a second class made from a first, and until that one is collected
    xsdata, which looks through all classes for the name in an ``xsi:type``, may find it.
    """
    gc.collect()


def _serialize_by_xsdata(content: Any, indent: str) -> bytes:
    from xsdata.formats.dataclass.serializers import XmlSerializer
    from xsdata.formats.dataclass.serializers.config import SerializerConfig

    serializer = XmlSerializer(config=SerializerConfig(indent=indent), context=xsdata_context())
    plain = unwrapped(content)  # the element of a root whose type the document names
    name = (
        type(content).Meta.namespace if plain is content else content.qname.rpartition("}")[0][1:]
    )
    try:
        text: str = serializer.render(content, ns_map={"p": name} if name else None)
        return text.encode()
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise _unwritable(content, error) from None


def _unwritable(content: Any, error: Exception) -> ProductError:
    """Return the refusal of an object, with the place of a character that XML cannot hold."""
    from dpkit.binding.character import place_of_character

    name, found = type(content).__name__, place_of_character(content)
    if found is None:
        return ProductError(
            f"{name} cannot be written: {error}",
            remedy="is a required part missing, or of another type?",
        )
    path, character = found
    return ProductError(
        f"{name} cannot be written: XML cannot hold the character {character}",
        place=path,
        remedy="take the character out of the text",
    )


@lru_cache(maxsize=1)
def xsdata_context() -> XmlContext:
    """Return what xsdata knows of classes, made once."""
    from xsdata.formats.dataclass.context import XmlContext

    return XmlContext()
