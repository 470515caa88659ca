"""Rules are made to hold, by their form, by their hint, or by growing anew; or refused loudly."""

from __future__ import annotations

import random

import pytest

from dpkit.binding.xpath import compile_test
from dpkit.simulate import RandomChooser, SampleError, sample_tree
from dpkit.simulate.xpath import call, comparison, locations, split

ROW = """<xs:sequence>
  <xs:element name="A" type="xs:int"/>
  <xs:element name="B" type="xs:int"/>
  <xs:element name="Begin" type="xs:dateTime"/>
  <xs:element name="End" type="xs:dateTime"/>
  <xs:element name="Word" type="word"/>
  <xs:element name="Text" type="xs:token"/>
  <xs:element name="C" type="xs:int" minOccurs="0"/>
  <xs:element name="D" type="xs:int" minOccurs="0"/>
  <xs:element name="Item" type="xs:int" minOccurs="0" maxOccurs="9"/>
  <xs:element name="Letter" type="word" minOccurs="0" maxOccurs="unbounded"/>
  <xs:element name="Value" type="xs:double" maxOccurs="unbounded"/>
</xs:sequence><xs:attribute name="n" type="xs:int" use="required"/>"""


@pytest.fixture
def ruled(toy):
    toy.simple("word", "xs:token", enumeration=("a", "b", "c"))
    toy.complex("root", ROW)
    return toy


class CountingChooser(RandomChooser):
    """Counts the choices, and so bounds the work."""

    count = 0

    def integer(self, low: int, high: int) -> int:
        self.count += 1
        return super().integer(low, high)


TESTS = [
    "A < B",
    "A >= B",
    "A = B",
    "A != B",
    "A = 17",
    "17 < A and A < 20",
    "@n = count(Item)",
    "count(Item) = 7",
    "count(Item) > 3",
    "3 <= count(Item)",
    "count(Item) = count(Value)",
    "count(Letter) < 2",
    "A = sum(Item)",
    "number(Text) = 5",
    "normalize-space(Text) = string(Word)",
    "Text = concat('x', A)",
    "contains(Text, concat('_', Word)) or starts-with(Text, Word)",
    "dp:before(Begin, End)",
    "not(dp:before(Begin, End))",
    "dp:unique(Item)",
    "dp:unique(Letter)",
    "dp:unique(Letter) and dp:unique(Item) and A < B and B < @n",
    "boolean(C) != boolean(D)",
    "boolean(C) = boolean(D)",
    "C or D",
    "C",
    "not(C)",
    "not(C) or A > B",
    "not(C and D)",
    "not(Item[. < 0])",
    "not(Letter = 'a')",
    "Word = 'b'",
    "Word = 'a' or (A = 1 and B = 2)",
    "(A < B)",
    "not(A < B)",
    "Item[1] = A",
    "Value[1] > 0 and Value[1] <= 1",
    "B mod 3 = 0",
]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("mode", [{}, {"minimal": True}, {"full": True}], ids=str)
def test_rules_are_made_to_hold(ruled, test: str, mode) -> None:
    ruled.rule(test)
    for seed in range(12):
        root = sample_tree(ruled.entry, random.Random(seed), **mode)
        assert compile_test(test)(root)


@pytest.mark.parametrize(
    ("hint", "test"),
    [
        ("distinct Item", "count(Item) = count(Item[not(. = preceding-sibling::Item)])"),
        ("ascend Begin End", "translate(Begin, '-T:Z', '') < translate(End, '-T:Z', '')"),
        ("ascend Value", "not(Value[. <= preceding-sibling::Value])"),
        ("number Item", "not(Item[. != count(preceding-sibling::Item) + 1])"),
        ("copy B = A + 3", "B - A = 3"),
        ("copy Text = concat(A, '-', B)", "substring-before(Text, '-') = A"),
        ("one-of C D", "count(C | D) = 1"),
        ("redraw Word", "string-length(translate(Word, 'ab', '')) = 1"),
    ],
)
def test_hints(ruled, hint: str, test: str) -> None:
    ruled.rule(test, repair=hint)
    for seed in range(12):
        root = sample_tree(ruled.entry, random.Random(seed), full=seed % 2 == 0)
        assert compile_test(test)(root)


def test_alternatives_by_rule_are_shown_in_turn(ruled) -> None:
    ruled.declared[1] = ruled.declared[1].replace('name="root"', 'name="row"')
    rows = '<xs:sequence><xs:element name="Row" type="row" maxOccurs="unbounded"/></xs:sequence>'
    ruled.complex("root", rows)
    ruled.rule("boolean(C) != boolean(D)", context="Row")
    root = sample_tree(ruled.entry, random.Random(2), full=True)
    assert root.find("Row/C") is not None
    assert root.find("Row/D") is not None


@pytest.mark.parametrize("test", ["1 = 2", "A < B and B < A", "count(Item) = 10", "Word = 'z'"])
def test_rules_that_cannot_hold(ruled, test: str) -> None:
    ruled.rule(test)
    chooser = CountingChooser(random.Random(1))
    with pytest.raises(SampleError, match="rule-0") as caught:
        sample_tree(ruled.entry, chooser)
    assert chooser.count < 200_000
    assert test in str(caught.value)
    assert "repair=" in caught.value.remedy


@pytest.mark.parametrize("hint", ["polish A", "distinct", "distinct "])
def test_wrong_hints(ruled, hint: str) -> None:
    ruled.rule("1 = 2", repair=hint)
    with pytest.raises(SampleError, match="no hint") as caught:
        sample_tree(ruled.entry, random.Random(1))
    assert "rule-0" in str(caught.value)


def test_a_rule_that_cannot_be_evaluated(ruled) -> None:
    ruled.rule("dp:before(Text, End)")
    with pytest.raises(SampleError, match="rule-0"):
        sample_tree(ruled.entry, random.Random(1))


def test_splitting() -> None:
    assert split("a and (b and c) or d[e or f]", "or") == ("a and (b and c)", "d[e or f]")
    assert split("(a and b)", "and") == ("a", "b")
    assert split("'x and y' = z", "and") == ("'x and y' = z",)
    assert comparison("count(a[b = 1]) <= 3") == ("count(a[b = 1])", "<=", "3")
    assert comparison("not(a = b)") is None
    assert call("not(a = b)") == ("not", ("a = b",))
    assert call("dp:before(a, concat(b, ','))") == ("dp:before", ("a", "concat(b, ',')"))
    assert call("count(a) = count(b)") is None
    assert call("(a) or (b)") is None


def test_locations() -> None:
    assert locations("count(A/B[C = 1]) = D/@e + 2") == ("A/B", "D/@e")
    assert locations("/*/Data/X != '../Y'") == ("/*/Data/X",)
    assert locations("not(A and B or ../C mod 2)") == ("A", "B", "../C")
    assert locations(".//Value > 1") == (".//Value",)
