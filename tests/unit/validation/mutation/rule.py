"""Mutations that break the rules of the schemas."""

from __future__ import annotations

import copy
import re

from lxml import etree

from dpkit.product.document import select_nodes
from dpkit.simulate.spot import path_of

from .case import Case, Place, breaks


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
            row = path.rpartition("/")[0] or path
            found += [
                (rule.id, node, row, row == path)
                for node in case.select(rule.context)
                if len(select_nodes(node, row)) > (row == path)
            ]
    chosen = case.pick(found)
    if chosen is None:
        return None
    identifier, node, row, alone = chosen
    rows = select_nodes(node, row)
    if alone:  # rows that are nothing but their value may be counted by another rule
        rows[-1].text = rows[0].text
    else:
        rows[-1].addnext(copy.deepcopy(rows[-1]))
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
