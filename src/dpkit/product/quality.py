"""Quality flags: computed from the values, the xpath and the limits that they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from dpkit.errors import ProductError

__all__ = ["Judgement", "judge", "select_flagged"]

_NUMBER = re.compile(r"\s*([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN)\s*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a flag's own rule says.

    Attributes
    ----------
    flagged : bool
        Whether a selected value lies outside the limits.
    values : tuple of float
        The values selected.
    limits : tuple of float
        Smallest and largest good value; infinite where the flag has none.
    """

    flagged: bool
    values: tuple[float, ...]
    limits: tuple[float, float]


def judge(flag: etree._Element, root: etree._Element) -> Judgement:
    """Judge a document by one of its quality flags.

    Parameters
    ----------
    flag : lxml.etree._Element
        The flag, with attributes ``xpath``, ``minLimit`` and ``maxLimit``.
    root : lxml.etree._Element
        Root of the document.

    Raises
    ------
    ProductError
        The xpath is not XPath 1.0 or selects what is no number.
    """
    texts = select_flagged(flag, root)
    for text in texts:
        if _NUMBER.fullmatch(text) is None:
            raise _refusal(flag, f"selects no numbers: {text!r}")
    values = tuple(map(float, texts))
    low = float(flag.get("minLimit", "-inf"))
    high = float(flag.get("maxLimit", "inf"))
    flagged = not all(low <= value <= high for value in values)  # what is no number is flagged
    return Judgement(flagged=flagged, values=values, limits=(low, high))


def select_flagged(flag: etree._Element, root: etree._Element) -> list[str]:
    """Return the texts that the xpath of a quality flag selects.

    Raises
    ------
    ProductError
        The xpath is not XPath 1.0, or selects neither elements nor attributes.
    """
    try:
        selected = _compile(flag.get("xpath", ""))(root)
    except etree.XPathError as error:
        raise _refusal(flag, f"is no XPath 1.0: {error}") from None
    if not isinstance(selected, list):
        raise _refusal(flag, "selects neither elements nor attributes")
    return [node if isinstance(node, str) else node.text or "" for node in selected]


@lru_cache(maxsize=1024)
def _compile(xpath: str) -> etree.XPath:
    return etree.XPath(xpath)


def _refusal(flag: etree._Element, reason: str) -> ProductError:
    name, xpath = etree.QName(flag).localname, flag.get("xpath", "")
    return ProductError(
        f"quality flag {name}: xpath {xpath!r} {reason}", place=f"line {flag.sourceline}"
    )
