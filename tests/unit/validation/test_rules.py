"""One XPath tells that no rule is broken; it never says so wrongly."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dpkit.binding.xpath import compile_test
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document
from dpkit.tai import parse_utc
from dpkit.validation import rules
from dpkit.validation.rules import RulesPass
from dpkit.validation.subject import Subject

VALUES = (
    *("", " ", "0", "-1", "1e300", "NaN", "INF", "x", "s", "true", "2026-03-01T00:00:00Z"),
    *("2026-03-01T00:00:00", " 2026-03-01T00:00:00Z ", "2026-03-01T00:00:00+01:00", "2026"),
)


def subject(product: str, root: etree._Element) -> Subject:
    return Subject(source="doc.xml", data=b"", root=root, entry=product_entry(product))


def spoil(root: etree._Element, chosen: random.Random) -> None:
    """Change a few elements: their text, their number, or whether they are there."""
    for _ in range(chosen.randint(1, 4)):
        leaves = [node for node in root.iter("*") if len(node) == 0 and node is not root]
        node = chosen.choice(leaves)
        kind = chosen.choice(["value", "copy", "remove", "repeat"])
        if kind == "value":
            node.text = chosen.choice(VALUES)
        elif kind == "copy":
            node.text = chosen.choice(leaves).text
        elif kind == "remove":
            node.getparent().remove(node)
        else:
            parent = node.getparent()
            parent.addnext(etree.fromstring(etree.tostring(parent))) if parent is not root else None


@pytest.mark.parametrize("product", product_names())
def test_the_quick_look_misses_nothing(product: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(product)
    broken = 0
    for seed in range(400):
        if seed >= 40 and broken:
            break
        root = etree.fromstring(sample_document(product, seed=seed % 4, full=seed % 2 == 0))
        spoil(root, chosen)
        found = list(RulesPass().findings(subject(product, root)))
        with monkeypatch.context() as patch:
            patch.setattr(rules, "_is_suspect", lambda *_: True)
            assert list(RulesPass().findings(subject(product, root))) == found
        broken += bool(found)
    assert broken, "no document was spoiled enough"


@pytest.mark.parametrize("product", product_names())
def test_the_quick_look_finds_samples_clean(product: str) -> None:
    root = etree.fromstring(sample_document(product, seed=1))
    assert rules._guard(product) is not None
    assert not rules._is_suspect(product_entry(product), root)


def test_names_in_a_namespace_are_looked_at_closely() -> None:
    product = "DpdNirRelPhotoExpCalibration"
    root = etree.fromstring(sample_document(product, seed=1))
    assert not rules._is_suspect(product_entry(product), root)
    root.find("Data").find("Filter").tag = "{urn:other}Filter"
    assert rules._is_suspect(product_entry(product), root)


INSTANTS = st.datetimes(datetime(1600, 1, 1), datetime(2300, 1, 1))
ZONES = st.sampled_from(["Z", "+00:00", "-05:30", "+14:00"])


@st.composite
def times(draw: st.DrawFn) -> str:
    digits = draw(st.sampled_from([0, 1, 3, 6]))
    instant = draw(INSTANTS)
    text = instant.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return text + (f".{instant.microsecond:06d}"[: digits + 1] if digits else "") + draw(ZONES)


@given(first=times(), second=times())
def test_times_are_compared_as_instants(first: str, second: str) -> None:
    root = etree.fromstring(f"<a><t>{first}</t><t>{second}</t></a>")
    for one, other, x, y in ((1, 2, first, second), (2, 1, second, first), (1, 1, first, first)):
        before = compile_test(f"dp:before(t[{one}], t[{other}])")(root)
        assert bool(before) is (parse_utc(x) < parse_utc(y))


@given(instant=st.datetimes(datetime(1700, 1, 1), datetime(2199, 1, 1)), step=st.integers(1, 9))
def test_a_microsecond_makes_a_difference(instant: datetime, step: int) -> None:
    later = instant + timedelta(microseconds=step)
    first, second = (
        f"{one.replace(tzinfo=UTC).isoformat(timespec='microseconds')[:26]}Z"
        for one in (instant, later)
    )
    root = etree.fromstring(f"<a><t>{first}</t><t>{second}</t></a>")
    assert compile_test("dp:before(t[1], t[2])")(root) is True
    assert compile_test("dp:before(t[2], t[1])")(root) is False


@pytest.mark.parametrize("text", ["2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "yesterday!!!"])
def test_what_is_no_time_is_an_error_beside_a_time_of_its_length(text: str) -> None:
    other = "2026-03-01T00:00:00Z"[: len(text)].ljust(len(text), "Z")
    root = etree.fromstring(f"<a><t>{text}</t><t>{other}</t></a>")
    with pytest.raises(ValueError, match="no time"):
        compile_test("dp:before(t[1], t[2])")(root)
