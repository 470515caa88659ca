"""Take tests of rules apart: their operators, comparisons and calls."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["call", "comparison", "locations", "split"]

_TOKEN = re.compile(
    r"""'[^']*'|"[^"]*"|\d+(?:\.\d*)?|[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?|::|//|\.\.|<=|>=|!=|\S"""
)
_OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
_WORDS = {"and", "or", "div", "mod"}
_CLOSING = {"(": ")", "[": "]"}


def _tokens(test: str) -> list[tuple[str, int, int, int]]:
    """Return each token with its start, its end, and how many brackets are open around it."""
    found, depth = [], 0
    for match in _TOKEN.finditer(test):
        token = match[0]
        depth -= token in {")", "]"}
        found.append((token, match.start(), match.end(), depth))
        depth += token in {"(", "["}
    return found


@lru_cache(maxsize=4096)
def split(test: str, separator: str) -> tuple[str, ...]:
    """Split a test at an operator outside all brackets; one around the whole is left out."""
    test = _bare(test)
    parts, start = [], 0
    for token, begin, end, depth in _tokens(test):
        if depth == 0 and token == separator:
            parts.append(test[start:begin].strip())
            start = end
    return (*parts, test[start:].strip())


@lru_cache(maxsize=4096)
def comparison(test: str) -> tuple[str, str, str] | None:
    """Return the two sides of a comparison and its operator in the middle; None for others."""
    test = _bare(test)
    for token, begin, end, depth in _tokens(test):
        if depth == 0 and token in _OPERATORS:
            return test[:begin].strip(), token, test[end:].strip()
    return None


@lru_cache(maxsize=4096)
def call(test: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the name and arguments of a test that is one call of a function; None for others."""
    test = _bare(test)
    match = re.match(r"[\w:\-]+\s*(?=\()", test)
    if match is None or not _enclosed(test[match.end() :]):
        return None
    return match[0].strip(), split(test[match.end() + 1 : -1], ",")


@lru_cache(maxsize=4096)
def locations(test: str) -> tuple[str, ...]:
    """Return the location paths that a test names outside of predicates, without these."""
    found: list[str] = []
    current = ""
    tokens = [t[0] for t in _tokens(test) if not _in_predicate(test, t[1])]
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        called = following == "("
        joined = current.endswith(("/", "@", "::")) or (token in {"/", "//", "::"} and current)
        if joined and not called:
            current += token
            continue
        found.append(current)
        starts = token in {"@", ".", "..", "/", "//"} or token[0].isalpha() or token[0] == "_"
        current = token if starts and not called and token not in _WORDS else ""
    return tuple(dict.fromkeys(path for path in [*found, current] if path and path != "/"))


def _in_predicate(test: str, place: int) -> bool:
    return test.count("[", 0, place + 1) > test.count("]", 0, place)


def _bare(test: str) -> str:
    test = test.strip()
    while _enclosed(test):
        test = test[1:-1].strip()
    return test


def _enclosed(test: str) -> bool:
    """Tell whether one pair of round brackets encloses the whole."""
    if not (test.startswith("(") and test.endswith(")")):
        return False
    return all(depth > 0 for token, _, end, depth in _tokens(test)[1:] if end < len(test))
