"""Values are judged alike in blocks of any size, and compared without holding them all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.formats.value import ValueCheck, check_repeated, find_repeated, pixel_limits

RULES = {
    "minimum": -5,
    "maximum": 5,
    "missing": False,
    "sorted": True,
    "unique": True,
}


def spot(index: int) -> str:
    return f"row {index + 1}"


def blocks_of(values: np.ndarray, size: int):
    return [(first, values[first : first + size], None) for first in range(0, len(values), size)]


def judged(values: np.ndarray, size: int, rules=RULES) -> dict[str, tuple[str, int]]:
    check = ValueCheck(rules)
    blocks = blocks_of(values, size)
    for block in blocks:
        check.feed(*block)
    found = list(check.deviations("column X", spot))
    found += check_repeated(check, lambda: blocks, len(values), "column X", spot)
    return {d.code: (d.place, d.value) for d in found}


def expected(values: list[float]) -> dict[str, int]:
    """Find the first row that breaks each rule, one value after the other."""
    first: dict[str, int] = {}
    before = None
    seen: list[float] = []
    for row, value in enumerate(values, 1):
        if np.isnan(value):
            first.setdefault("format-value-missing", row)
            continue
        if not -5 <= value <= 5:
            first.setdefault("format-value-range", row)
        if before is not None and value < before:
            first.setdefault("format-value-unsorted", row)
        if value in seen:
            first.setdefault("format-value-repeated", row)
        seen.append(value)
        before = value
    return first


numbers = st.lists(st.sampled_from([-6.0, -1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 7.0, np.nan]), max_size=9)


@given(values=numbers, size=st.integers(1, 10))
def test_each_rule_names_its_first_row_whatever_the_blocks(values, size: int) -> None:
    found = judged(np.array(values, float), size)
    rows = {code: int(place.rpartition(" ")[2]) for code, (place, _) in found.items()}
    wanted = expected(values)
    below = [row for row, value in enumerate(values, 1) if value < -5]
    above = [row for row, value in enumerate(values, 1) if value > 5]
    if below and above:  # two findings of one code; the dictionary keeps the later one
        wanted["format-value-range"] = above[0]
    assert rows == wanted


@given(
    values=st.lists(st.integers(-(2**63), 2**63 - 1), unique=True, min_size=2, max_size=40),
    data=st.data(),
    per_pass=st.integers(1, 50),
    size=st.integers(1, 50),
)
def test_a_repetition_is_found_in_any_number_of_passes(values, data, per_pass, size) -> None:
    unique = np.array(values, "int64")
    assert find_repeated(lambda: blocks_of(unique, size), len(unique), per_pass) is None
    source = data.draw(st.integers(0, len(values) - 1))
    place = data.draw(st.integers(source + 1, len(values)))
    spoiled = np.insert(unique, place, unique[source])
    found = find_repeated(lambda: blocks_of(spoiled, size), len(spoiled), per_pass)
    assert found == (place, str(unique[source]))


@pytest.mark.parametrize("kind", ["S9", "U9", "float32", "uint8"])
def test_values_of_all_kinds_are_compared(kind: str) -> None:
    values = np.array([3, 1, 4, 15, 92, 65, 35, 89, 79], "int64").astype(kind)
    spoiled = np.append(values, values[2])
    for per_pass in (1, 3, 100):
        assert find_repeated(lambda: blocks_of(values, 2), 9, per_pass) is None
        found = find_repeated(lambda: blocks_of(spoiled, 2), 10, per_pass)
        assert found is not None
        assert found[0] == 9


def test_words_of_different_width_in_different_blocks_are_equal() -> None:
    parts = [(0, np.array(["long word", "a"]), None), (2, np.array(["b", "a"]), None)]
    for per_pass in (1, 100):
        assert find_repeated(lambda: parts, 4, per_pass) == (3, "a")


def test_what_is_missing_repeats_nothing() -> None:
    values = np.array([np.nan, np.nan, 1.0])
    assert find_repeated(lambda: blocks_of(values, 3), 3) is None
    marked = [(0, np.array([0, 0, 1]), np.array([True, True, False]))]
    assert find_repeated(lambda: marked, 3) is None


def test_the_number_of_further_breaches_is_told() -> None:
    check = ValueCheck({"maximum": 1})
    for block in blocks_of(np.arange(10), 3):
        check.feed(*block)
    (deviation,) = check.deviations("column X", spot)
    assert deviation.place == "column X row 3"
    assert deviation.message == "is 2, above the maximum 1, and 7 more"


@pytest.mark.parametrize("order", [0, 1, 5, 29])
def test_the_pixels_of_an_order_are_those_of_its_nside(order: int) -> None:
    count = 12 * (2**order) ** 2
    assert pixel_limits("order", order) == pixel_limits("nside", 2**order) == (0, count - 1)
    # NUNIQ is 4 * 4^k + pixel for pixels of order k: those of all orders follow each other.
    assert pixel_limits("nuniq", order) == (4, 4 * 4**order + count - 1)


@pytest.mark.parametrize(
    ("numbering", "said"),
    [("nside", 0), ("nside", 2**30), ("order", -1), ("order", 30), ("nuniq", 1.0), ("order", True)],
)
def test_other_values_give_no_pixels(numbering: str, said: object) -> None:
    assert pixel_limits(numbering, said) is None
