"""Documents and objects that the codecs do not cover, read and written by xsdata.

It takes an empty list, an element without a value and one that is left out for the same, and
rewrites texts that look like qualified names; here it is kept from that.
"""

from __future__ import annotations

import copy
import dataclasses
import gc
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from lxml import etree
from xsdata.exceptions import ParserError
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.models.elements import XmlMeta, XmlVar
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.parsers.mixins import XmlNode
from xsdata.formats.dataclass.parsers.nodes import PrimitiveNode, UnionNode, WildcardNode
from xsdata.formats.dataclass.parsers.utils import ParserUtils
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.formats.dataclass.serializers.mixins import EventIterator, XmlWriterEvent
from xsdata.models.enums import QNames

from dpkit.binding.access import has_default, unwrapped
from dpkit.binding.codec import GivenList
from dpkit.binding.nil import XSI, Nil
from dpkit.binding.parsing import line_of
from dpkit.binding.unheld import REMEDY, unheld_values
from dpkit.errors import ProductError

__all__ = ["bind_by_xsdata", "class_of_name", "parser_for", "serialize_by_xsdata"]

T = TypeVar("T")

_STEERING = f"{{{XSI}}}"
_TYPED = "boolean(descendant-or-self::*/@xsi:type)"


def bind_by_xsdata(root: etree._Element, cls: type[T], place: str) -> T:
    """Make an object of an element; see `dpkit.binding.objects.bind`."""
    try:
        # xsdata takes apart the tree that it is given.
        bound: T = parser_for(root).parse(copy.deepcopy(root), cls)
    except (ParserError, TypeError, ValueError) as error:
        raise _unreadable(root, cls, place, error) from None
    if root.getparent() is None and root.xpath(_TYPED, namespaces={"xsi": XSI}):
        _check_elements(root, bound, place)
    return bound


def _check_elements(root: etree._Element, bound: object, place: str) -> None:
    """Refuse an object that would be written with other elements than it was read from.

    In a choice an object is written as the element of its class, and a document may name the type
    of one element in another.
    """
    written = etree.fromstring(serialize_by_xsdata(bound, ""))
    for one, other in zip(root.iter(etree.Element), written.iter(etree.Element), strict=False):
        if one.tag != other.tag:
            own, found = (etree.QName(node).localname for node in (one, other))
            raise ProductError(
                f"the element {own} would become {found}",
                place=f"{place}:{line_of(one)}",
                remedy="objects do not keep the names of elements of a choice: name its own type",
            )


def parser_for(root: etree._Element) -> XmlParser:
    """Return a parser for an element; values that it cannot convert are errors."""
    if root.xpath(_TYPED, namespaces={"xsi": XSI}):
        _forget_first_classes(len(sys.modules))
    config = ParserConfig(fail_on_converter_warnings=True, fail_on_unknown_attributes=True)
    return _Parser(config=config, context=_context())


def class_of_name(declared: type[Any], name: str) -> type[Any]:
    """Return the class that a qualified name in ``xsi:type`` means, instead of a declared one."""
    _forget_first_classes(len(sys.modules))
    found: type[Any] = _context().fetch(declared, xsi_type=name).clazz
    return found


def _unreadable(root: etree._Element, cls: type[Any], place: str, error: Exception) -> ProductError:
    """Return the refusal of a document, with the place of a value that no class can hold."""
    first = next(unheld_values(root, cls), None)
    if first is None:
        message = f"cannot be bound to {cls.__name__}: {error}"
        return ProductError(message, place=f"{place}:{line_of(root)}")
    return ProductError(f"{first.path}: {first}", place=f"{place}:{first.line}", remedy=REMEDY)


def serialize_by_xsdata(content: Any, indent: str) -> bytes:
    """Write an object as a document; see `dpkit.binding.objects.serialize`."""
    serializer = _Serializer(config=SerializerConfig(indent=indent), context=_context())
    plain = unwrapped(content)  # the element of a root whose type the document names
    namespace = (
        type(content).Meta.namespace if plain is content else content.qname.rpartition("}")[0][1:]
    )
    try:
        text: str = serializer.render(content, ns_map={"p": namespace} if namespace else None)
        return text.encode()
    except RecursionError:
        raise ProductError(
            f"{type(content).__name__} cannot be written: it is nested without end",
            remedy="does an object hold itself? A document has at most 256 levels",
        ) from None
    except (AttributeError, TypeError, ValueError) as error:
        raise _unwritable(content, error) from None


@lru_cache(maxsize=1)
def _forget_first_classes(_modules: int) -> None:
    """Collect garbage once after modules were imported.

    A dataclass with slots is a second class made from a first, and until that one is collected
    xsdata, which looks through all classes for the name in an ``xsi:type``, may find it.
    """
    gc.collect()


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
def _context() -> XmlContext:
    return _Context()


class _Context(XmlContext):
    """What xsdata knows of the classes; an empty list in a document is made a `GivenList`."""

    __slots__ = ()

    def build(self, clazz: type, *args: Any, **words: Any) -> XmlMeta:
        new = clazz not in self.cache
        meta = super().build(clazz, *args, **words)
        if new:
            for var in meta.get_all_vars():
                for one in (var, *var.elements.values()):
                    if one.tokens_factory is list:
                        one.tokens_factory = _given
        return meta


def _given(items: Iterable[Any]) -> list[Any]:
    return list(items) or GivenList()


class _Prefixes(dict[str | None, str]):
    """The prefixes of an element, with which xsdata may look names up, but expand no text.

    It looks names up by `get`, and asks by ``in`` whether the text of any attribute has a prefix.
    """

    __slots__ = ()

    def __contains__(self, prefix: object) -> bool:
        return False


class _Parser(XmlParser):
    """Reads an element without a value as `Nil`, and texts of attributes as they are."""

    def start(
        self,
        clazz: type | None,
        queue: list[XmlNode],
        objects: list[tuple[str | None, Any]],
        qname: str,
        attrs: dict[str, str],
        ns_map: dict[str | None, str],
    ) -> None:
        """Queue what reads an element that begins."""
        said = dict(attrs)
        without = said.pop(QNames.XSI_NIL, "") in {"true", "1"}
        named = ParserUtils.xsi_type(attrs, ns_map)
        if named is not None:
            said[QNames.XSI_TYPE] = named
        super().start(clazz, queue, objects, qname, said, _Prefixes(ns_map))
        node = queue[-1]
        if isinstance(node, WildcardNode):  # which keeps all attributes
            node.attrs = {**attrs, **said}
        elif without and not isinstance(node, UnionNode):  # which takes its children as well
            queue[-1] = _NilNode(said)

    def end(
        self,
        queue: list[XmlNode],
        objects: list[tuple[str | None, Any]],
        qname: str,
        text: str | None,
        tail: str | None,
    ) -> bool:
        """Read an element that ends; where no default stands for it, an empty one is empty."""
        node = queue[-1]
        if text is None and isinstance(node, PrimitiveNode):
            var = node.var
            if (var.tokens or var.nillable) and var.default in (None, list):
                text = ""
        return super().end(queue, objects, qname, text, tail)


class _NilNode(XmlNode):
    """Reads an element without a value, in which there can be nothing but attributes."""

    __slots__ = ("attrs",)

    def __init__(self, attrs: dict[str, str]) -> None:
        self.attrs = attrs

    def child(self, qname: str, *_: Any, **__: Any) -> XmlNode:
        raise ParserError(f"{qname} is in an element without a value")

    def bind(
        self, qname: str, text: str | None, tail: str | None, objects: list[tuple[str | None, Any]]
    ) -> bool:
        kept = {name: text for name, text in self.attrs.items() if not name.startswith(_STEERING)}
        objects.append((qname, Nil(kept, qname)))
        if tail and tail.strip():
            objects.append((None, tail))
        return True


class _Serializer(XmlSerializer):
    """Writes what `_Parser` reads: no value where one is said to be missing, and only there."""

    @classmethod
    def next_attribute(
        cls, obj: Any, meta: XmlMeta, _nillable: bool, *others: Any
    ) -> Iterator[tuple[str, Any]]:
        """Yield the attributes of an object, which is a value however empty it is."""
        yield from super().next_attribute(obj, meta, False, *others)
        for var in meta.get_attribute_vars():
            value = getattr(obj, var.name)
            if isinstance(value, GivenList) and not value:
                yield var.qname, ""

    @classmethod
    def next_value(cls, obj: Any, meta: XmlMeta) -> Iterator[tuple[XmlVar, Any]]:
        """Yield the fields that are to be written; None is one that may be left out."""
        for var, value in super().next_value(obj, meta):
            if value is not None or not has_default(type(obj), var.name):
                yield var, value

    def convert_value(self, value: Any, var: XmlVar, namespace: str | None) -> EventIterator:
        """Yield what writes a value."""
        if value is None and var.nillable:
            value = Nil()
        if isinstance(value, Nil):
            yield from _written(value, var)
        else:
            yield from super().convert_value(value, var, namespace)

    def convert_any_type(self, value: Any, var: XmlVar, namespace: str | None) -> EventIterator:
        """Yield what writes a value among others of any type."""
        if isinstance(value, Nil):
            yield from _written(value, var)
        else:
            yield from super().convert_any_type(value, var, namespace)

    def convert_any_element(self, value: Any, var: XmlVar, namespace: str | None) -> EventIterator:
        """Yield what writes an element of any name; an empty text would be a value."""
        if value.attributes.get(QNames.XSI_NIL) in {"true", "1"} and not value.text:
            value = dataclasses.replace(value, text=None)
        yield from super().convert_any_element(value, var, namespace)

    def convert_choice(self, value: Any, var: XmlVar, namespace: str | None) -> EventIterator:
        """Yield what writes one of a choice; without a value it is known by its name only."""
        if isinstance(value, Nil):
            yield from _written(value, var)
        elif isinstance(value, list) and not value:
            yield from _empty(next(one for one in var.elements.values() if one.tokens))
        else:
            yield from super().convert_choice(value, var, namespace)

    def convert_tokens(self, value: Any, var: XmlVar, namespace: str | None) -> EventIterator:
        """Yield what writes a list; one without items, too, that the document had."""
        if value:
            yield from super().convert_tokens(value, var, namespace)
        elif isinstance(value, GivenList):
            yield from _empty(var)


def _empty(var: XmlVar) -> EventIterator:
    yield XmlWriterEvent.START, var.qname
    yield XmlWriterEvent.DATA, ""
    yield XmlWriterEvent.END, var.qname


def _written(value: Nil, var: XmlVar) -> EventIterator:
    tag = value.tag or var.qname
    yield XmlWriterEvent.START, tag
    for name, text in value.attributes.items():
        yield XmlWriterEvent.ATTR, name, text
    yield XmlWriterEvent.ATTR, QNames.XSI_NIL, "true"
    yield XmlWriterEvent.END, tag
