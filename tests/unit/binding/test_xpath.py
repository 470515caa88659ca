"""The functions that rules may use."""

from __future__ import annotations

import pytest
from lxml import etree

from dpkit.binding.xpath import compile_test

DOCUMENT = etree.fromstring(
    "<a><n>1</n><n> 2 </n><n>2</n><d i='x'/><d i='x'/><e i='x'/><e i='y'/>"
    "<t>2026-03-01T12:00:00Z</t><t>2026-03-01T14:30:00+02:30</t><t>2026-03-01T12:00:01Z</t>"
    "<bad>yesterday</bad></a>"
)


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        ("dp:unique(n)", False),
        ("dp:unique(n[position() < 3])", True),
        ("dp:unique(nothing)", True),
        ("dp:unique(d/@i)", False),
        ("dp:unique(e/@i)", True),
        ("dp:before(t[1], t[3])", True),
        ("dp:before(t[3], t[1])", False),
        ("dp:before(t[1], t[2])", False),
        ("dp:before(t[1], nothing)", True),
        ("dp:before(nothing, t[1])", True),
        ("dp:before('2026-03-01T11:59:59Z', t)", True),
        ("not(dp:unique(n)) and dp:before(t[1], t[3])", True),
    ],
)
def test_function(test: str, holds: bool) -> None:
    assert bool(compile_test(test)(DOCUMENT)) is holds


def test_every_document_gives_the_same_answer() -> None:
    # A function namespace with a prefix of its own fails on every second document.
    documents = [etree.fromstring("<a><n>1</n><n>1</n></a>") for _ in range(6)]
    assert [compile_test("dp:unique(n)")(document) for document in documents] == [False] * 6


def test_what_is_no_time_is_an_error_not_a_verdict() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        compile_test("dp:before(bad, t[1])")(DOCUMENT)


@pytest.mark.parametrize("test", ["dp:unique((", "a[", "1 +", ""])
def test_what_is_no_xpath_does_not_compile(test: str) -> None:
    with pytest.raises(etree.XPathError):
        compile_test(test)
