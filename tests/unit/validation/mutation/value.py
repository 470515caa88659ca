"""Mutations of values that the schema refuses."""

from __future__ import annotations

from dpkit.simulate.number import INTEGERS
from dpkit.simulate.spot import path_of

from .case import Case, Place, breaks


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
def time_of_thirteen_decimals(case: Case) -> Place | None:
    return set_leaf(case, {"dateTime"}, "2026-02-03T00:00:00.1234567890123Z")


@breaks
def integer_of_five_thousand_digits(case: Case) -> Place | None:
    found = [node for node, _, simple in case.leaves() if simple.primitive in INTEGERS]
    node = case.pick([node for node in found if (node.text or "").isdigit()])
    if node is None:
        return None
    node.text = "0" * 5000 + (node.text or "")
    return case.at(node)


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
