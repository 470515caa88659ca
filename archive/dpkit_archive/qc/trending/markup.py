"""What the pages of a site share: head, navigation, age and signs of scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree, html
from lxml.html.builder import E

from dpkit.qc.score import Colour, TotalScore

__all__ = ["Cell", "Link", "cells", "colour_of", "page", "sign"]

Content: TypeAlias = "Iterable[etree._Element | str]"
Cell: TypeAlias = "etree._Element | str | int | float | list[etree._Element | str]"

_SIGNS = {
    Colour.GREEN: ("\N{CHECK MARK}", "green: inside the thresholds"),
    Colour.RED: ("\N{HEAVY ASTERISK}", "red: outlier"),
    Colour.GREY: ("\N{EN DASH}", "grey: not scored"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation; without a target it is this page."""

    text: str
    target: str | None


def page(title: str, built: str, links: Sequence[Link], content: Content) -> bytes:
    """Return a page.

    Parameters
    ----------
    title : str
        Its title.
    built : str
        UTC text of when it is made.
    links : sequence of Link
        Navigation.
    content : iterable of element or str
        Its main part.
    """
    root = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(title),
            E.link(rel="stylesheet", href="report.css"),
            E.script(src="report.js", defer="defer"),
        ),
        E.body(
            E.header(
                E.h1(title), E.nav({"aria-label": "Pages"}, E.ul(*map(_entry, links))), _age(built)
            ),
            E.main(*content),
        ),
        lang="en",
    )
    text: bytes = html.tostring(
        root, doctype="<!DOCTYPE html>", encoding="utf-8", pretty_print=True
    )
    return text


def _entry(link: Link) -> etree._Element:
    if link.target is None:
        return E.li(E.a({"aria-current": "page"}, link.text))
    return E.li(E.a(link.text, href=link.target))


def _age(built: str) -> etree._Element:
    shown = built[:16].replace("T", " ")
    return E.p({"class": "age"}, "Made ", E.time(f"{shown} UTC", datetime=built), E.span())


def sign(colour: Colour) -> etree._Element:
    """Return the large symbol of a score, which differs in form and in colour."""
    symbol, said = _SIGNS[colour]
    return E.b({"class": colour.value, "role": "img", "aria-label": said, "title": said}, symbol)


def colour_of(total: TotalScore) -> Colour:
    """Return how many scores together are shown: red when one of them is."""
    if total.red:
        return Colour.RED
    return Colour.GREEN if total.scored else Colour.GREY


def cells(titles: Sequence[str], rows: Iterable[Sequence[Cell]], caption: str) -> etree._Element:
    """Return a table; numbers stand at the right, signs in the middle, all else at the left."""
    head = E.tr(*(E.th(title, scope="col") for title in titles))
    body = (E.tr(*map(_cell, row)) for row in rows)
    table = E.table({"aria-label": caption}, E.thead(head), E.tbody(*body))
    return E.div({"class": "wide"}, table)


def _cell(value: Cell) -> etree._Element:
    if isinstance(value, float):
        return E.td({"class": "number"}, f"{value:.5g}")
    if isinstance(value, int):
        return E.td({"class": "number"}, str(value))
    if isinstance(value, list):
        return E.td(*value)
    return E.td(value) if isinstance(value, str) else E.td({"class": "sign"}, value)
