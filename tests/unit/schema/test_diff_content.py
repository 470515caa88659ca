"""Inclusion of content models, against what libxml2 says of every short content."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from dpkit.schema.diff.component import Declarations
from dpkit.schema.diff.content import (
    EMPTY,
    Expression,
    all_of,
    alt,
    counterexample,
    name,
    repeat,
    sequence,
)
from dpkit.schema.diff.difference import diff_declarations
from dpkit.schema.diff.shape import shape_of
from dpkit.schema.xsd.declaration import XS, QName

NAMES = "abc"
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r">
<xs:complexType>{}</xs:complexType></xs:element></xs:schema>"""
OCCURS = ((1, 1), (1, 1), (0, 1), (0, None), (1, None), (2, 2), (1, 3))
CONTENTS = [content for length in range(6) for content in itertools.product(NAMES, repeat=length)]


def occurs(bounds: tuple[int, int | None]) -> str:
    low, high = bounds
    return f'minOccurs="{low}" maxOccurs="{"unbounded" if high is None else high}"'


def model(depth: int) -> st.SearchStrategy[str]:
    leaf = st.builds(
        lambda n, o: f'<xs:element name="{n}" type="xs:int" {occurs(o)}/>',
        st.sampled_from(NAMES),
        st.sampled_from(OCCURS),
    )
    if depth == 0:
        return leaf
    group = st.builds(
        lambda kind, parts, o: f"<xs:{kind} {occurs(o)}>{''.join(parts)}</xs:{kind}>",
        st.sampled_from(["sequence", "choice"]),
        st.lists(model(depth - 1), min_size=1, max_size=3),
        st.sampled_from(OCCURS),
    )
    return group if depth == 2 else leaf | group


def all_model() -> st.SearchStrategy[str]:
    names = st.lists(st.sampled_from(NAMES), unique=True, min_size=1)
    bounds = st.lists(st.sampled_from(["0", "1"]), min_size=3, max_size=3)
    return st.builds(
        lambda ns, bs: (
            "<xs:all>"
            + "".join(
                f'<xs:element name="{n}" type="xs:int" minOccurs="{b}"/>'
                for n, b in zip(ns, bs, strict=False)
            )
            + "</xs:all>"
        ),
        names,
        bounds,
    )


models = model(2) | all_model()


def compiled(body: str) -> etree.XMLSchema | None:
    try:
        return etree.XMLSchema(etree.fromstring(SCHEMA.format(body)))
    except etree.XMLSchemaParseError:  # an ambiguous model
        return None


def accepts(schema: etree.XMLSchema, content: tuple[str, ...]) -> bool:
    root = etree.Element("r")
    for one in content:
        etree.SubElement(root, one).text = "1"
    return schema.validate(root)


def matches(model: str, content: tuple[str, ...]) -> bool:
    """Judge a content by a regular expression of the model, one letter per element."""
    (group,) = etree.fromstring(f'<m xmlns:xs="{XS}">{model}</m>')
    return re.fullmatch(pattern_of(group), "".join(content)) is not None


def pattern_of(node: etree._Element) -> str:
    parts = [pattern_of(child) for child in node]
    kind = etree.QName(node).localname
    inner = {
        "element": lambda: node.get("name", ""),
        "sequence": lambda: "".join(parts),
        "choice": lambda: "|".join(parts),
        "all": lambda: "|".join("".join(order) for order in itertools.permutations(parts)),
    }[kind]()
    high = node.get("maxOccurs", "1").replace("unbounded", "")
    return f"(?:{inner}){{{node.get('minOccurs', '1')},{high}}}"


def miscounted(model: str) -> bool:
    """Tell whether libxml2 loses count of a model: counted groups within counted groups.

    It takes five ``b`` for a choice, twice, of a sequence, twice, of an optional ``b``.
    """
    counted = [
        group
        for group in etree.fromstring(f'<m xmlns:xs="{XS}">{model}</m>').iter(
            f"{{{XS}}}sequence", f"{{{XS}}}choice"
        )
        if group.get("maxOccurs", "1") not in {"1", "unbounded"}
    ]
    return any(inner in outer.iterdescendants() for outer in counted for inner in counted)


@settings(max_examples=300, deadline=None)
@given(models, models)
def test_verdict_is_that_of_libxml2(tmp_path_factory, old: str, new: str) -> None:
    before, after = compiled(old), compiled(new)
    assume(before is not None and after is not None)
    judges = [(lambda c: matches(old, c), lambda c: matches(new, c))]
    if not miscounted(old) and not miscounted(new):
        judges.append((lambda c: accepts(before, c), lambda c: accepts(after, c)))
    folder = tmp_path_factory.mktemp("pair")
    sides = []
    for side, body in (("old", old), ("new", new)):
        file = folder / f"{side}.xsd"
        file.write_text(SCHEMA.format(body))
        sides.append(Declarations.of_file(file))
    example = counterexample(*(content_of(side) for side in sides))
    for by_old, by_new in judges:
        if example is None:
            assert [c for c in CONTENTS if by_old(c) and not by_new(c)] == []
        else:  # of any length, and the judge confirms it
            content = tuple(symbol.name for symbol in example)
            assert by_old(content)
            assert not by_new(content)
    breaking = [one for one in diff_declarations(*sides) if one.breaking]
    assert bool(breaking) == (example is not None)


def content_of(declared: Declarations) -> Expression:
    (root,) = declared.table("element").values()
    return shape_of(declared, declared.type_of(root)).content


def q(text: str) -> QName:
    return QName("", text)


A, B, C = name(q("a")), name(q("b")), name(q("c"))


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        (A, A, None),
        (EMPTY, repeat(A, 0, 1), None),
        (repeat(A, 0, 1), A, ""),
        (sequence(A, B), sequence(B, A), "a b"),
        (sequence(A, B), all_of(A, B), None),
        (all_of(A, B), sequence(A, B), "b a"),
        (alt(A, B), sequence(repeat(A, 0, 1), repeat(B, 0, 1)), None),
        (sequence(repeat(A, 0, 1), repeat(B, 0, 1)), alt(A, B), ""),
        (
            repeat(sequence(A, B), 1, None),
            sequence(repeat(A, 1, None), repeat(B, 1, None)),
            "a b a b",
        ),
        (repeat(A, 0, 999), repeat(A, 0, None), None),
        (repeat(A, 0, None), repeat(A, 0, 3), "a a a a"),
        (repeat(A, 2, 3), repeat(A, 1, 2), "a a a"),
        (repeat(A, 2, 2), repeat(A, 1, 3), None),
        (sequence(A, repeat(B, 0, None), C), sequence(A, repeat(alt(B, C), 0, None)), None),
    ],
)
def test_hand_made_pairs(old, new, lost: str | None) -> None:
    found = counterexample(old, new)
    assert (None if found is None else " ".join(s.name for s in found)) == lost


MANY = tuple(name(q(f"e{number}")) for number in range(300))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            sequence(*(repeat(e, 0, 1) for e in MANY)),
            sequence(*(repeat(e, 0, 1) for e in (*MANY, A))),
        ),
        (sequence(*MANY), sequence(*MANY[:9], repeat(A, 0, 1), *MANY[9:])),
        (all_of(*MANY), all_of(*MANY, repeat(A, 0, 1))),
        (sequence(*MANY), sequence(*MANY[:-1], repeat(MANY[-1], 0, None))),
        (repeat(A, 0, 99_999), repeat(A, 0, 100_000)),
        (alt(*MANY), repeat(alt(*MANY, A), 0, None)),
    ],
)
def test_a_large_model_that_only_grows_is_decided_by_its_parts(monkeypatch, old, new) -> None:
    monkeypatch.setattr("dpkit.schema.diff.content.STATE_LIMIT", 0)
    assert counterexample(old, new) is None


def test_models_that_are_too_large_are_not_decided(monkeypatch) -> None:
    monkeypatch.setattr("dpkit.schema.diff.content.STATE_LIMIT", 50)
    with pytest.raises(OverflowError):
        counterexample(repeat(A, 0, 500), repeat(A, 0, 499))
