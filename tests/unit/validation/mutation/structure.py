"""Mutations of elements and attributes that the schema refuses."""

from __future__ import annotations

import copy
import re

from lxml import etree

from dpkit.simulate.model import Part, model_of
from dpkit.simulate.spot import path_of

from .case import Case, Place, breaks

XSI = "http://www.w3.org/2001/XMLSchema-instance"


@breaks
def root_unknown(case: Case) -> Place:
    case.root.tag = re.sub(r"\w+$", "DpdNothing", str(case.root.tag))
    case.save()
    return Place(lines=(2,))


@breaks
def namespace_unknown(case: Case) -> Place:
    case.write(case.text.replace(f'"{case.entry.namespace}"', '"urn:nobody"', 1))
    return Place(lines=(2,))


@breaks
def version_unknown(case: Case) -> Place:
    case.root.set("version", "77.0")
    case.save()
    return Place(lines=(2,))


def complex_nodes(case: Case) -> list[etree._Element]:
    return [node for node in case.root.iter(etree.Element) if len(node)]


@breaks
def element_unknown(case: Case) -> Place | None:
    node = case.pick(complex_nodes(case))
    return None if node is None else case.at(etree.SubElement(node, "Novelty"))


def parts(case: Case) -> list[tuple[etree._Element, Part]]:
    """Return the elements that stand in a plain sequence, with their place in it."""
    model = model_of(case.entry)
    found = []
    for node in case.root.iterdescendants(etree.Element):
        above = model.field_at(path_of(node.getparent()))
        owner = None if above is None else model.complex(above.type)
        if owner is None or (owner.content.kind, owner.content.maximum) != ("sequence", 1):
            continue
        same = [p for p in owner.content.parts if isinstance(p, Part) and p.field.tag == node.tag]
        if len(same) == 1:
            found.append((node, same[0]))
    return found


@breaks
def element_missing(case: Case) -> Place | None:
    def alone(node: etree._Element) -> bool:
        return len(node.getparent().findall(str(node.tag))) == 1

    one = case.pick([node for node, part in parts(case) if part.minimum == 1 and alone(node)])
    if one is None:
        return None
    after, parent = one.getnext(), one.getparent()
    parent.remove(one)
    return case.at(parent if after is None else after)


@breaks
def element_twice(case: Case) -> Place | None:
    one = case.pick([node for node, part in parts(case) if part.maximum == 1])
    if one is None:
        return None
    again = copy.deepcopy(one)
    one.addnext(again)
    return case.at(again)


@breaks
def elements_swapped(case: Case) -> Place | None:
    """The second of two required elements comes first, where the other must be."""
    found = parts(case)
    required = {node for node, part in found if part.minimum == part.maximum == 1}
    second = case.pick(required_after(required))
    if second is None:
        return None
    second.getprevious().addprevious(second)
    return case.at(second)


def required_after(required: set[etree._Element]) -> list[etree._Element]:
    found = [node for node in required if node.getprevious() in required]
    return sorted(found, key=lambda node: node.getroottree().getpath(node))


@breaks
def attribute_unknown(case: Case) -> Place | None:
    node = case.pick(list(case.root.iterdescendants(etree.Element)))
    if node is None:
        return None
    node.set("novelty", "1")
    return case.at(node)


@breaks
def attribute_missing(case: Case) -> Place | None:
    model = model_of(case.entry)
    found = []
    for node in case.root.iterdescendants(etree.Element):
        declared = model.field_at(path_of(node))
        owner = None if declared is None else model.complex(declared.type)
        for attribute in owner.attributes if owner is not None else ():
            if attribute.minimum and node.get(attribute.tag) is not None:
                found.append((node, attribute.tag))
    chosen = case.pick(found)
    if chosen is None:
        return None
    del chosen[0].attrib[chosen[1]]
    return case.at(chosen[0])


@breaks
def text_between_elements(case: Case) -> Place | None:
    node = case.pick(complex_nodes(case))
    if node is None:
        return None
    node[0].tail = "stray words"
    return case.at(node)


@breaks
def element_in_another_namespace(case: Case) -> Place | None:
    node = case.pick([node for node, part in parts(case) if part.minimum == 1])
    if node is None:
        return None
    # A prefix of the element alone: told by its path there, which this cannot spell.
    node.tag = f"{{urn:nobody}}{node.tag}"
    case.save()
    line = next(n for n in etree.parse(case.document).iter() if n.tag == node.tag).sourceline
    return Place(lines=(line,))


@breaks
def nil_where_a_value_must_be(case: Case) -> Place | None:
    node = case.pick([node for node, declared, _ in case.leaves() if not declared.nillable])
    if node is None:
        return None
    node.set(f"{{{XSI}}}nil", "true")
    node.text = None
    return case.at(node)


@breaks
def elements_in_a_text(case: Case) -> Place | None:
    node = case.pick([node for node, _, _ in case.leaves()])
    if node is None:
        return None
    etree.SubElement(node, "b").text = "bold"
    return case.at(node)
