"""Draw random values that obey what a description says of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpkit import tai
from dpkit.errors import FileFormatError
from dpkit.formats.value import pixel_limits

__all__ = [
    "draw_keyword",
    "draw_numbers",
    "draw_pixel_key",
    "draw_texts",
    "plain_keyword",
    "plain_number",
]

Json = Mapping[str, Any]
Array = NDArray[Any]

_SPREAD = 1000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EPOCH = "2000-01-01T00:00:00"
_PERIOD = 10 * 365 * 86_400  # [s]
_PIXEL_KEYS = {"nside": 64, "order": 6, "nuniq": 6}
_TEXT, _TIME = {"String", "string"}, {"Time", "time"}
_WHOLE, _TRUTH = {"Integer", "integer"}, {"Logical", "boolean"}
_COMPLEX = {"ComplexInteger", "ComplexDouble"}


def plain_keyword(said: Json) -> Any:
    """Return the plainest value that a keyword may have."""
    if "fixed" in said or "allowed" in said:
        return said.get("fixed", (said.get("allowed") or [None])[0])
    kind = said["type"]
    if kind in _TEXT | _TIME:
        return _EPOCH if kind in _TIME else ""
    if kind in _TRUTH:
        return False
    if kind == "Undefined":
        return None
    if kind in _COMPLEX:
        return 0j
    value = plain_number(said)
    return int(np.ceil(value)) if kind in _WHOLE else float(value)


def draw_keyword(said: Json, numbers: np.random.Generator) -> Any:
    """Return a random value that a keyword may have."""
    if "fixed" in said:
        return said["fixed"]
    if "allowed" in said:
        return said["allowed"][int(numbers.integers(len(said["allowed"])))]
    kind = said["type"]
    if kind in _TEXT:
        return "".join(numbers.choice(list(_LETTERS), 6))
    if kind in _TIME:
        start = tai.parse_utc(f"{_EPOCH}Z")
        ticks = start + int(numbers.integers(_PERIOD * 1000)) * 1_000_000
        return tai.format_utc(ticks).removesuffix("Z")
    if kind in _TRUTH:
        return bool(numbers.integers(2))
    if kind in _COMPLEX:
        return complex(int(numbers.integers(_SPREAD)), int(numbers.integers(_SPREAD)))
    if kind == "Undefined":
        return None
    (value,) = draw_numbers(said, "int64" if kind in _WHOLE else "float64", 1, numbers)
    return value.item()


def draw_pixel_key(numbering: str, said: Json) -> int:
    """Return a value for the keyword that says which pixels there are, within its limits."""
    value = max(_PIXEL_KEYS[numbering], said.get("minimum", 0))
    return int(said.get("fixed", min(value, said.get("maximum", value))))


def draw_numbers(
    rules: Json,
    dtype: str,
    count: int,
    numbers: np.random.Generator,
    pixels: tuple[str, object] | None = None,
) -> Array:
    """Draw the values of a column or array.

    Parameters
    ----------
    rules : mapping
        Its description.
    dtype : str
        Type of the values, as numpy names it.
    count : int
        How many.
    numbers : numpy.random.Generator
        Where they come from.
    pixels : (str, object), optional
        How pixels are numbered, and what the keyword says.

    Returns
    -------
    ndarray
        Shape (count,).

    Raises
    ------
    FileFormatError
        There are not so many different values.
    """
    kind = np.dtype(dtype).kind
    if kind == "b":
        return numbers.integers(2, size=count).astype(bool)
    low, high = _range(rules, dtype, count, pixels)
    if kind in "fc":
        values = _reals(rules, dtype, count, numbers, low, high)
    else:
        wholes = _wholes(rules, count, numbers, int(np.ceil(low)), int(np.floor(high)))
        values = np.array(wholes, dtype)
    return np.sort(values) if rules.get("sorted") else values


def _range(
    rules: Json, dtype: str, count: int, pixels: tuple[str, object] | None
) -> tuple[float | int, float | int]:
    if pixels is not None and (limits := pixel_limits(*pixels)) is not None:
        # Cells of one order do not overlap.
        low = limits[1] // 4 + 1 if pixels[0] == "nuniq" else 0
        return max(low, rules.get("minimum", low)), min(limits[1], rules.get("maximum", limits[1]))
    spread = max(_SPREAD, 4 * count)
    high = rules.get("maximum", max(rules.get("minimum", 0) + spread, 0))
    low = rules.get("minimum", min(0, high - spread))
    if np.dtype(dtype).kind in "iu":
        held = np.iinfo(dtype)
        return max(low, held.min), min(high, held.max)
    return low, high


def _reals(
    rules: Json,
    dtype: str,
    count: int,
    numbers: np.random.Generator,
    low: float,
    high: float,
) -> Array:
    if not rules.get("unique"):
        return np.clip(numbers.uniform(low, high, count), low, high).astype(dtype)
    values = numbers.permutation(np.linspace(low, high, count)).astype(dtype)
    if len(np.unique(values)) < count:
        raise _too_few(count, low, high)
    return values


def _wholes(
    rules: Json, count: int, numbers: np.random.Generator, low: int, high: int
) -> list[int]:
    choose = random.Random(int(numbers.integers(2**32)))
    if not rules.get("unique"):
        return [choose.randint(low, high) for _ in range(count)]
    if high - low + 1 < count:
        raise _too_few(count, low, high)
    return choose.sample(range(low, high + 1), count)


def _too_few(count: int, low: float, high: float) -> FileFormatError:
    return FileFormatError(
        f"there are no {count} different values from {low} to {high}", remedy="ask for fewer rows"
    )


def draw_texts(rules: Json, width: int, count: int, numbers: np.random.Generator) -> list[str]:
    """Draw words of a column, numbered ones where each must be another.

    Raises
    ------
    FileFormatError
        The column is too narrow for so many different words.
    """
    if rules.get("unique"):
        texts = [f"{number:0{width}d}" for number in range(count)]
        if texts and len(texts[-1]) > width:
            raise FileFormatError(
                f"a column of {width} characters has no {count} different words",
                remedy="ask for fewer rows",
            )
        texts = [texts[i] for i in numbers.permutation(count)]
    else:
        texts = ["".join(numbers.choice(list(_LETTERS), width)) for _ in range(count)]
    return sorted(texts) if rules.get("sorted") else texts


def plain_number(rules: Json) -> int | float:
    """Return the number nearest to zero within the limits."""
    low, high = rules.get("minimum"), rules.get("maximum")
    value = 0 if low is None else max(low, 0)
    return value if high is None else min(value, high)
