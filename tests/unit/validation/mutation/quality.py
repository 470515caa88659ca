"""Mutations of quality flags."""

from __future__ import annotations

from lxml import etree

from .case import Case, Place, breaks


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
def flag_of_nothing(case: Case) -> Place | None:
    return open_flag(case, "/*/Data/NothingIsThere")


@breaks
def flag_of_a_word(case: Case) -> Place | None:
    return open_flag(case, "/*/Header/ProductType")
