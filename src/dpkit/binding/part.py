"""Objects of elements below the root, each as reading the whole document makes it."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any

from lxml import etree

from dpkit.binding.access import children
from dpkit.binding.codec import XSI, is_nil
from dpkit.binding.objects import bind_by_codec
from dpkit.binding.parsing import line_of
from dpkit.errors import ProductError

__all__ = ["bind_below", "class_below", "class_named"]

_TYPE = f"{{{XSI}}}type"


def class_below(node: etree._Element, owner: type[Any]) -> type[Any]:
    """Return the class of an element, given that of the element above it.

    It is that of the type which the element names in ``xsi:type``, if it names one. That of a plain
    value is no dataclass; ``object`` where only reading tells.
    """
    return class_named(node, children(owner).get(str(node.tag), object))


def class_named(node: etree._Element, declared: type[Any]) -> type[Any]:
    """Return the class of an element whose own would be that of its declared type."""
    said = node.get(_TYPE)
    if said is None or not dataclasses.is_dataclass(declared):
        return declared
    prefix, _, name = said.strip().rpartition(":")
    return _named(declared, f"{{{node.nsmap.get(prefix or None, '')}}}{name}".replace("{}", ""))


@lru_cache(maxsize=1024)
def _named(declared: type[Any], name: str) -> type[Any]:
    from dpkit.binding.fallback import class_of_name  # xsdata is dear to import

    return class_of_name(declared, name)


def bind_below(node: etree._Element, owner: type[Any], *, place: str = "document") -> Any:
    """Make what an element below the root becomes, given the class of the element above it.

    A codec reads an element of a class; xsdata reads a plain value, and what the codec does not
    cover, as it would in the whole document.

    Raises
    ------
    ProductError
        A value is valid but cannot be converted, which the message names; or the class of the
        element above is not known.
    """
    declared = children(owner).get(str(node.tag), object)
    cls = class_named(node, declared)
    if dataclasses.is_dataclass(cls) and issubclass(cls, declared) and not is_nil(node):
        made = bind_by_codec(node, cls, named=_TYPE in node.attrib, place=place)
        if made is not None:
            return made
    return _bind_by_xsdata(node, owner, place)


def _bind_by_xsdata(node: etree._Element, owner: type[Any], place: str) -> Any:
    from xsdata.exceptions import ParserError
    from xsdata.formats.dataclass.parsers.nodes import ElementNode

    from dpkit.binding.fallback import parser_for

    if not dataclasses.is_dataclass(owner):
        raise ProductError(
            f"the element above {etree.QName(node).localname} may be of several classes",
            place=f"{place}:{line_of(node)}",
            remedy="read the document whole",
        )
    parser = parser_for(node)
    context, config = parser.context, parser.config
    meta = context.build(owner)
    above = ElementNode(meta=meta, attrs={}, ns_map={}, config=config, context=context, position=0)
    queue, found = list[Any]([above]), list[Any]()
    try:
        for event, one in etree.iterwalk(node, events=("start", "end")):
            tag = str(one.tag)
            if event == "start":
                parser.start(None, queue, found, tag, dict(one.attrib), dict(one.nsmap))
            else:
                parser.end(queue, found, tag, one.text, one.tail)
    except (ParserError, TypeError, ValueError) as error:
        raise ProductError(f"cannot be bound: {error}", place=f"{place}:{line_of(node)}") from None
    value, name = found[0][1], str(node.tag)
    wild = meta.mixed_content or any(var.is_wildcard for var in meta.find_children(name))
    return above.prepare_generic_value(name, value) if wild else value
