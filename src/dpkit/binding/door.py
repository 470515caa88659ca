"""The one door for XML: bytes to a safe, valid tree; tree to objects; objects to bytes."""

from dpkit.binding.conformance import Violation, parse_valid, validate
from dpkit.binding.objects import bind, serialize
from dpkit.binding.parsing import line_of, parse, read_bytes

__all__ = [
    "Violation",
    "bind",
    "line_of",
    "parse",
    "parse_valid",
    "read_bytes",
    "serialize",
    "validate",
]
