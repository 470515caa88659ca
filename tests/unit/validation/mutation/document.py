"""Mutations of the document: what is no XML, breaks the schema or its rules, and wrong flags."""

from __future__ import annotations

import copy
import re

from lxml import etree

from dpkit.product.document import select_nodes
from dpkit.simulate.model import Part, model_of
from dpkit.simulate.number import INTEGERS
from dpkit.simulate.spot import path_of

from .case import Case, Place, breaks

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def put(case: Case, old: str, new: str) -> Place | None:
    """Replace one of the places with a text; the line is that of the first wrong character."""
    text = case.text
    found = case.pick([match.start() for match in re.finditer(old, text)])
    if found is None:
        return None
    case.write(text[:found] + re.sub(old, new, text[found:], count=1))
    return Place(lines=(line_of(text, found),))


# Well-formed.


@breaks
def cut_off(case: Case) -> Place:
    text = case.text
    end = len(text) * (case.site % 3 + 1) // 4
    case.write(text[:end])
    return Place(lines=(line_of(text, end),))


@breaks
def empty_document(case: Case) -> Place:
    case.write("")
    return Place(lines=(1,))


@breaks
def document_gone(case: Case) -> Place:
    case.document.unlink()
    return Place(lines=(0,))


@breaks
def document_type(case: Case) -> Place:
    case.write(case.text.replace("?>\n", f"?>\n<!DOCTYPE {case.entry.root}>\n", 1))
    return Place(lines=(2,))


@breaks
def unknown_entity(case: Case) -> Place | None:
    return put(case, r"</\w+>\n", r"&nothing;\g<0>")


@breaks
def open_bracket(case: Case) -> Place | None:
    return put(case, r"</\w+>\n", r"< \g<0>")


@breaks
def end_tag_misspelled(case: Case) -> Place | None:
    return put(case, r"</(\w+)>\n", r"</\1x>\n")


@breaks
def attribute_twice(case: Case) -> Place | None:
    return put(case, r'<([\w:]+)((?: [\w:]+="[^"]*")*)>', r'<\1 a="1" a="2"\2>')


@breaks
def attribute_without_quotes(case: Case) -> Place | None:
    return put(case, r"<(\w+)>", r"<\1 a=1>")


@breaks
def control_character(case: Case) -> Place | None:
    return put(case, r"</\w+>\n", "\x01\\g<0>")


@breaks
def wrong_bytes(case: Case) -> Place | None:
    place = put(case, r"</\w+>\n", "\ue123\\g<0>")
    case.write(case.text.replace("\ue123", "\udcff").encode("utf-8", "surrogateescape"))
    return place


@breaks
def second_root(case: Case) -> Place:
    text = case.text
    case.write(text + "<more/>\n")
    return Place(lines=(line_of(text, len(text)),))


@breaks
def prefix_undeclared(case: Case) -> Place:
    text = case.text
    case.write(re.sub(r' xmlns:p="[^"]*"', "", text, count=1))
    return Place(lines=(2,))


# Schema.


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


def set_leaf(case: Case, primitives: set[str], text: str) -> Place | None:
    node = case.leaf(lambda simple: simple.primitive in primitives and simple.item is None)
    if node is None:
        return None
    node.text = text
    return case.at(node)


@breaks
def number_is_a_word(case: Case) -> Place | None:
    return set_leaf(case, {"double", "float"}, "high")


@breaks
def number_with_a_comma(case: Case) -> Place | None:
    return set_leaf(case, {"double", "float"}, "1,5")


@breaks
def number_is_empty(case: Case) -> Place | None:
    return set_leaf(case, {"double", "float", *INTEGERS}, "")


@breaks
def integer_with_a_fraction(case: Case) -> Place | None:
    return set_leaf(case, set(INTEGERS), "1.5")


@breaks
def integer_too_large(case: Case) -> Place | None:
    return set_leaf(case, {"int", "long", "short"}, "9" * 30)


@breaks
def truth_is_a_word(case: Case) -> Place | None:
    flagged = {*case.entry.flags, *case.entry.open_flags}
    node = case.pick(
        [
            node
            for node, _, simple in case.leaves()
            if simple.primitive == "boolean" and path_of(node) not in flagged
        ]
    )
    if node is None:
        return None
    node.text = "maybe"
    return case.at(node)


@breaks
def time_on_no_day(case: Case) -> Place | None:
    return set_leaf(case, {"dateTime"}, "2026-02-30T00:00:00Z")


@breaks
def time_without_its_t(case: Case) -> Place | None:
    return set_leaf(case, {"dateTime"}, "2026-02-03 00:00:00Z")


@breaks
def word_unknown(case: Case) -> Place | None:
    node = case.leaf(lambda simple: bool(simple.enumeration))
    if node is None:
        return None
    node.text = "nobody says so"
    return case.at(node)


@breaks
def word_in_another_case(case: Case) -> Place | None:
    def swapped(text: str) -> str:
        return text.lower() if text != text.lower() else text.upper()

    found = [
        node
        for node, _, simple in case.leaves()
        if simple.enumeration and swapped(node.text or "") not in simple.enumeration
    ]
    node = case.pick(found)
    if node is None:
        return None
    node.text = swapped(node.text or "")
    return case.at(node)


@breaks
def beyond_its_bound(case: Case) -> Place | None:
    found = []
    for node, _, simple in case.leaves():
        if "maxInclusive" in simple.facets and simple.primitive in {"double", *INTEGERS}:
            found.append((node, str(int(float(simple.facets["maxInclusive"])) + 1)))
        elif "minInclusive" in simple.facets and simple.primitive in {"double", *INTEGERS}:
            found.append((node, str(int(float(simple.facets["minInclusive"])) - 1)))
    chosen = case.pick(found)
    if chosen is None:
        return None
    chosen[0].text = chosen[1]
    return case.at(chosen[0])


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


# Rules.


def broken_rule(case: Case, identifier: str, node: etree._Element | None) -> Place | None:
    """Return the place of the context of a rule."""
    if node is None:
        return None
    place = case.at(node)
    return Place(path=place.path, lines=place.lines, says=f"rule {identifier}:")


def contexts(case: Case, identifier: str) -> list[etree._Element]:
    return [
        node
        for rule in case.entry.rules
        if rule.id == identifier
        for node in case.select(rule.context)
    ]


@breaks
def other_product_type(case: Case) -> Place | None:
    node = next(iter(case.select(case.entry.roles.get("type", "*[0]"))), None)
    if node is None:
        return None
    node.text = "DpdNirRelPhotoParams" if "Params" not in case.entry.name else "DpdNirMasterDark"
    return case.at(node, case.entry.roles["type"])


@breaks
def time_without_zone(case: Case) -> Place | None:
    entry = case.entry
    bounds = (
        ()
        if entry.validity is None
        else (entry.validity.begin, entry.validity.end, entry.validity.instant)
    )
    wanted = {entry.roles.get("created"), *entry.time.values(), *bounds}
    found = [
        node
        for node, _, simple in case.leaves()
        if path_of(node) in wanted
        and simple.primitive == "dateTime"
        and not simple.patterns
        and re.search(r"(Z|[+-]\d\d:\d\d)$", node.text or "")
    ]
    node = case.pick(found)
    if node is None:
        return None
    node.text = re.sub(r"(Z|[+-]\d\d:\d\d)$", "", node.text or "")
    return case.at(node, path_of(node))


@breaks
def listed_twice(case: Case) -> Place | None:
    found = []
    for rule in case.entry.rules:
        path = rule.test.removeprefix("dp:unique(").removesuffix(")")
        if rule.test.startswith("dp:unique(") and "(" not in path:
            row = path.rpartition("/")[0]
            found += [
                (rule.id, node, row)
                for node in case.select(rule.context)
                if select_nodes(node, row)
            ]
    chosen = case.pick(found)
    if chosen is None:
        return None
    identifier, node, row = chosen
    last = select_nodes(node, row)[-1]
    last.addnext(copy.deepcopy(last))
    return broken_rule(case, identifier, node)


@breaks
def ends_before_it_starts(case: Case) -> Place | None:
    found = []
    for rule in case.entry.rules:
        match = re.fullmatch(r"(?:not\()?dp:before\((\w+), (\w+)\)\)?", rule.test)
        for node in case.select(rule.context) if match else ():
            first, second = (node.findtext(match[i]) for i in (1, 2))
            if first is not None and second is not None and first != second:
                found.append((rule.id, node, match))
    chosen = case.pick(found)
    if chosen is None:
        return None
    identifier, node, match = chosen
    first, second = node.find(match[1]), node.find(match[2])
    first.text, second.text = second.text, first.text
    return broken_rule(case, identifier, node)


def set_below(case: Case, identifier: str, path: str, text: str) -> Place | None:
    """Set a text below the context of a rule, where both are there."""
    node = case.pick([node for node in contexts(case, identifier) if select_nodes(node, path)])
    if node is not None:
        select_nodes(node, path)[0].text = text
    return broken_rule(case, identifier, node)


@breaks
def polygon_of_two_corners(case: Case) -> Place | None:
    node = case.pick(contexts(case, "polygon-has-area"))
    for vertex in [] if node is None else node.findall("Vertex")[2:]:
        node.remove(vertex)
    return broken_rule(case, "polygon-has-area", node)


@breaks
def exposure_time_below_zero(case: Case) -> Place | None:
    return set_below(case, "exposure-time-not-negative", "Value", "-1.0")


@breaks
def exposure_time_in_minutes(case: Case) -> Place | None:
    return set_below(case, "exposure-time-in-seconds", "Unit", "min")


@breaks
def exposure_beyond_its_total(case: Case) -> Place | None:
    path = "ObservationSequence"
    node = case.pick(contexts(case, "exposure-within-total"))
    if node is None:
        return None
    node.find(f"{path}/Exposure").text = str(int(node.findtext(f"{path}/TotalExposure")) + 1)
    return broken_rule(case, "exposure-within-total", node)


@breaks
def moc_order_of_thirty(case: Case) -> Place | None:
    return set_below(case, "moc-order-range", "MOCOrder", "30")


@breaks
def more_failed_than_validated(case: Case) -> Place | None:
    node = case.pick(contexts(case, "failed-within-documents"))
    if node is None:
        return None
    node.find("Failed").text = str(int(node.findtext("Documents")) + 1)
    return broken_rule(case, "failed-within-documents", node)


@breaks
def pair_of_one(case: Case) -> Place | None:
    node = case.pick(contexts(case, "pair-of-two"))
    if node is None:
        return None
    node.find("Second").text = node.findtext("First")
    return broken_rule(case, "pair-of-two", node)


@breaks
def two_frames_with_a_ratio(case: Case) -> Place | None:
    node = case.pick(contexts(case, "snr-needs-three-frames"))
    if node is None:
        return None
    node.find("FrameNumber").text = "2"
    for raw in node.findall("DetectorList/Detector/MedianSNRRaw"):
        if raw.getparent().find("MedianSNR") is None:
            raw.addnext(etree.Element("MedianSNR"))
            raw.getnext().text = "1.5"
    return broken_rule(case, "snr-needs-three-frames", node)


# Quality.


def flags(case: Case) -> list[tuple[str, etree._Element]]:
    paths = (*case.entry.flags, *case.entry.open_flags)
    return [(path, node) for path in paths for node in case.select(path)]


def other_truth(text: str | None) -> str:
    return "false" if (text or "").strip() in {"true", "1"} else "true"


@breaks
def flag_text_turned(case: Case) -> Place | None:
    chosen = case.pick(flags(case))
    if chosen is None:
        return None
    path, node = chosen
    node.text = other_truth(node.text)
    return case.at(node, path)


@breaks
def flag_attribute_turned(case: Case) -> Place | None:
    chosen = case.pick([(p, n) for p, n in flags(case) if n.get("flagged") is not None])
    if chosen is None:
        return None
    path, node = chosen
    node.set("flagged", other_truth(node.get("flagged")))
    return case.at(node, path)


@breaks
def flag_turned_whole(case: Case) -> Place | None:
    chosen = case.pick([(p, n) for p, n in flags(case) if n.get("flagged") is not None])
    if chosen is None:
        return None
    path, node = chosen
    node.text = other_truth(node.text)
    node.set("flagged", node.text)
    return case.at(node, path)


def open_flag(case: Case, xpath: str) -> Place | None:
    found = [(path, node) for path in case.entry.open_flags for node in case.select(path)]
    chosen = case.pick(found)
    if chosen is None:
        return None
    path, node = chosen
    node.set("xpath", xpath)
    return case.at(node, path)


@breaks
def flag_without_an_xpath(case: Case) -> Place | None:
    return open_flag(case, "/*/Data[")


@breaks
def flag_of_anything(case: Case) -> Place | None:
    return open_flag(case, "/*/Data[count(//*) > 3]//*")


@breaks
def flag_of_a_word(case: Case) -> Place | None:
    return open_flag(case, "/*/Header/ProductType")
