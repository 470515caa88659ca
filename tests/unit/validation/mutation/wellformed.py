"""Mutations after which a document is no XML."""

from __future__ import annotations

import re

from .case import Case, Place, breaks
from .text import line_of, put


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
def instruction_in_a_text(case: Case) -> Place | None:
    return put(case, r"([^>\s])(</\w+>\n)", r"\1<?page break?>\2")


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
