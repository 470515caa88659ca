"""Values of data classes from JSON: what they say, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit_archive.transfer.shape import shaped


@dataclass(frozen=True)
class Inner:
    name: str


@dataclass(frozen=True)
class Outer:
    number: int
    reason: str | None
    inner: Inner | None
    several: tuple[Inner, ...]
    row: tuple[str, int]
    named: Mapping[str, str]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NUMBER = st.integers(-(2**63), 2**63 - 1)
INNER = st.builds(Inner, TEXT)
OUTER = st.builds(
    Outer,
    NUMBER,
    st.none() | TEXT,
    st.none() | INNER,
    st.lists(INNER).map(tuple),
    st.tuples(TEXT, NUMBER),
    st.dictionaries(TEXT, TEXT),
)
GOOD = {
    "number": 1,
    "reason": None,
    "inner": {"name": "a"},
    "several": [],
    "row": ["x", 2],
    "named": {},
}


def plain(value: object) -> object:
    """Return what JSON would give for a value: lists instead of tuples."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


@given(OUTER)
def test_what_was_written_is_read(value: Outer) -> None:
    assert shaped(Outer, plain(asdict(value))) == value


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        *(("number", wrong) for wrong in ("1", 1.0, True, None, 2**63, -(2**63) - 1)),
        *(("reason", wrong) for wrong in (1, [], "a\0b", "\ud800")),
        *(("inner", wrong) for wrong in ({}, {"name": 1}, {"name": "a", "more": 1}, [], "a")),
        *(("several", wrong) for wrong in (None, {}, ["a"], [None])),
        *(("row", wrong) for wrong in ([], ["x"], ["x", 2, 3], [2, "x"], "xy")),
        *(("named", wrong) for wrong in (None, [], {"a": 1}, [["a", "b"]])),
    ],
)
def test_what_is_of_another_type_is_refused(part: str, wrong: object) -> None:
    assert shaped(Outer, GOOD).number == 1
    with pytest.raises(ValueError, match=r"."):
        shaped(Outer, GOOD | {part: wrong})


def test_what_lacks_or_is_too_much_is_refused() -> None:
    for wrong in ({**GOOD, "more": 1}, {k: v for k, v in GOOD.items() if k != "row"}):
        with pytest.raises(ValueError, match="has other parts"):
            shaped(Outer, wrong)
