"""The XPath functions that rules may use, and how rules are compiled."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from lxml import etree

from dpkit.tai import parse_utc

__all__ = ["FUNCTIONS", "compile_test"]

NAMESPACE = "urn:dpkit:xpath"

_ORDERED = re.compile(
    r"(1[7-9]|2[01])\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T"
    r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z",
    re.ASCII,
)
"""Times that are surely right; of the same length, they are in the order of their texts."""


def _text(value: Any) -> str | None:
    """Return the text of a node set's first node, or of a string; None when there is none."""
    if isinstance(value, list):
        if not value:
            return None
        value = value[0]
    return (value.text or "") if isinstance(value, etree._Element) else str(value)


def _unique(_context: Any, nodes: Any) -> bool:
    """Tell whether no two nodes have the same text."""
    texts = [(_text([node]) or "").strip() for node in nodes]
    return len(texts) == len(set(texts))


def _before(_context: Any, earlier: Any, later: Any) -> bool:
    """Tell whether the first time lies before the second; true when one is absent."""
    first, second = _text(earlier), _text(later)
    if first is None or second is None:
        return True
    if len(first) == len(second) and _ORDERED.fullmatch(first) and _ORDERED.fullmatch(second):
        return first < second
    return parse_utc(first) < parse_utc(second)


FUNCTIONS: dict[tuple[str, str], Callable[..., Any]] = {
    (NAMESPACE, "unique"): _unique,
    (NAMESPACE, "before"): _before,
}


@lru_cache(maxsize=1024)
def compile_test(test: str) -> etree.XPath:
    """Compile the test of a rule; its own functions have the prefix ``dp``.

    Raises
    ------
    lxml.etree.XPathError
        The test is not XPath 1.0.
    """
    # `extensions=` and `namespaces=`: a function namespace with a prefix of its own makes lxml
    # fail on every second document.
    return etree.XPath(test, namespaces={"dp": NAMESPACE}, extensions=FUNCTIONS)  # type: ignore[call-arg, unused-ignore]
