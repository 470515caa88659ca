"""Patterns of XML Schema, against the ones of libxml2."""

from __future__ import annotations

import random
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

from dpkit.simulate import RandomChooser, SampleError
from dpkit.simulate.pattern import parse_pattern

PATTERNS = [
    r"",
    r"abc",
    r"[A-Za-z0-9_.+\-]+",
    r"\*|[0-9]+(\.\.([0-9]+|\*))?",
    r"[a-z-[aeiou]]{3,5}",
    r"\i\c*",
    r"(ab|c){2}x?",
    r"[^ -~]+",
    r"\p{Lu}\p{Nd}{2}\P{L}",
    r"\p{IsGreek}+",
    r"[A-Z]*",
    r"\d{4}-\d{2}-\d{2}T\d{2}",
    r"(a|b)*c",
    r".+",
    r"[+\-]?\d{1,3}",
    r"[a-]+",
    r"[\^\]\\]{2}",
    r"(a*)*b",
    r"\S\s?\W\D",
    r"x{0}y{2,}",
    r"EUC_(NIR|VIS)_[A-Z0-9\-]{1,20}_\d{8}T\d{6}\.\dZ",
    r"((\d+)(,\d+)*)?",
]
DECLARED = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType>'
    '<xs:restriction base="xs:string"><xs:pattern value={}/></xs:restriction>'
    "</xs:simpleType></xs:element></xs:schema>"
)


@pytest.mark.parametrize("source", PATTERNS)
def test_what_is_drawn_matches(source: str) -> None:
    schema = etree.XMLSchema(etree.fromstring(DECLARED.format(quoteattr(source))))
    chooser, parsed = RandomChooser(random.Random(source)), parse_pattern(source)
    for _ in range(200):
        text = parsed.draw(chooser, 0, 1000)
        node = etree.Element("a")
        node.text = text
        assert schema.validate(node), text
        assert len(text) in parsed.ends(text, 0)


@pytest.mark.parametrize(
    ("source", "length"),
    [
        (r"[A-Z]*", 12),
        (r"(ab|c)*", 7),
        (r"\d{1,64}", 50),
        (r"a?b?c{3}", 4),
        (r"\*|[0-9]+(\.\.([0-9]+|\*))?", 12),
        (r"[a-z]+_[0-9]+", 30),
    ],
)
def test_drawing_to_a_length(source: str, length: int) -> None:
    chooser, parsed = RandomChooser(random.Random(1)), parse_pattern(source)
    drawn = [parsed.draw(chooser, length, length) for _ in range(100)]
    assert sum(len(text) == length for text in drawn) > 50
    assert all(len(text) in parsed.ends(text, 0) for text in drawn)


@pytest.mark.parametrize(
    ("source", "text"),
    [(r"[a-c]+", "abd"), (r"a{2}", "a"), (r"a{2}", "aaa"), (r"[^a]", "a"), (r"(ab)+", "aba")],
)
def test_what_does_not_match(source: str, text: str) -> None:
    assert len(text) not in parse_pattern(source).ends(text, 0)


def test_matching_takes_no_endless_time() -> None:
    assert 60 not in parse_pattern("(a|a)*b").ends("a" * 60, 0)


@pytest.mark.parametrize(
    "source", ["[a", "(a", "a)", "*a", r"\y", "a{x}", "a{2", r"\p{IsKlingon}", "[z-a]"]
)
def test_wrong_patterns(source: str) -> None:
    with pytest.raises(SampleError, match="pattern") as caught:
        parse_pattern(source)
    assert "character" in caught.value.place
