"""Numbers as text: integers, decimals and floats, drawn within bounds and read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from dpkit.simulate.chooser import Chooser, chance, pick

__all__ = ["INTEGERS", "draw_decimal", "draw_float", "parse_decimal", "parse_float"]

_SPECIAL = {"INF": float("inf"), "+INF": float("inf"), "-INF": float("-inf"), "NaN": float("nan")}
_EDGE = ("-0.0", "5e-324", "1.7976931348623157e+308", "1E5", ".5", "+2.", "INF", "-INF", "NaN")
_FINITE_EDGE = 6
_USUAL = 10**6
_STEPS = 10**6


def _signed(bits: int) -> tuple[int, int]:
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": _signed(64),
    "int": _signed(32),
    "short": _signed(16),
    "byte": _signed(8),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""Smallest and largest value of each integer type; None where it has no limit."""


def parse_decimal(text: str) -> Decimal:
    """Read a decimal or integer.

    Raises
    ------
    ValueError
        The text is none.
    """
    try:
        if not set(text) <= set("+-.0123456789"):
            raise ValueError(f"{text!r} is no decimal number")
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no decimal number") from None


def parse_float(text: str) -> float:
    """Read a double or float of XML Schema.

    Raises
    ------
    ValueError
        The text is none.
    """
    if text in _SPECIAL:
        return _SPECIAL[text]
    if not set(text) <= set("+-.0123456789eE"):
        raise ValueError(f"{text!r} is no number")
    return float(text)


def draw_decimal(
    chooser: Chooser,
    bounds: tuple[Decimal | None, Decimal | None],
    *,
    scale: int,
    digits: int | None = None,
    plain: bool = False,
) -> str:
    """Draw a decimal number.

    Parameters
    ----------
    chooser : Chooser
        Who chooses.
    bounds : tuple of Decimal or None
        Smallest and largest number allowed.
    scale : int
        Number of decimals; 0 for integers.
    digits : int, optional
        Largest number of digits in all.
    plain : bool
        Whether to keep to small positive numbers, where the bounds allow.
    """
    unit = Decimal(1).scaleb(-scale)
    most = 10**digits - 1 if digits is not None else None
    low, high = _grid(bounds, unit, most)
    usual = 99_999 if plain else _USUAL
    start, stop = _window(low, high, 1 if plain else -usual, usual)
    if not plain and chance(chooser, 16):
        start = stop = pick(chooser, [n for n in (low, high) if n is not None] or [start])
    number = Decimal(chooser.integer(start, stop)) * unit
    return format(number, "f")


def _grid(
    bounds: tuple[Decimal | None, Decimal | None], unit: Decimal, most: int | None
) -> tuple[int | None, int | None]:
    """Return the bounds in units, as far as so many digits reach."""
    low = None if bounds[0] is None else -int(-bounds[0] // unit)
    high = None if bounds[1] is None else int(bounds[1] // unit)
    # The quotient of decimals is rounded towards zero: mend it where that is the wrong way.
    if low is not None and bounds[0] is not None:
        low += low * unit < bounds[0]
    if high is not None and bounds[1] is not None:
        high -= high * unit > bounds[1]
    if most is not None:
        low = -most if low is None else max(low, -most)
        high = most if high is None else min(high, most)
    return low, high


def _window(low: int | None, high: int | None, usual_low: int, usual_high: int) -> tuple[int, int]:
    """Return a finite range inside the bounds, the usual one where it lies inside."""
    start = usual_low if low is None else max(low, usual_low)
    stop = usual_high if high is None else min(high, usual_high)
    if start <= stop:
        return start, stop
    if low is not None:
        return low, min(low + _USUAL, high if high is not None else low + _USUAL)
    return (high or 0) - _USUAL, high or 0


def draw_float(
    chooser: Chooser, low: float | None, high: float | None, *, plain: bool = False
) -> str:
    """Draw a floating point number between two bounds, which belong to the range.

    Numbers without bounds are rarely INF, NaN or written oddly, unless they must be plain.
    """
    if low is None and high is None:
        if not plain and chance(chooser, 24):
            return pick(chooser, _EDGE[: _FINITE_EDGE if chance(chooser, 2) else None])
        mantissa = chooser.integer(-_USUAL, _USUAL)
        return repr(float(f"{mantissa}e{chooser.integer(-8, 2 if plain else 8)}"))
    start = low if low is not None else min(-1e3, (high or 0.0) - 1e3)
    stop = high if high is not None else max(1e3, start + 1e3)
    drawn = start + (stop - start) * (chooser.integer(0, _STEPS) / _STEPS)
    return repr(min(max(drawn, start), stop))
