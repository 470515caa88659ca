"""Quality flags: computed from the values, the xpath and the limits that they carry."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml import etree

from dpkit.errors import ProductError

__all__ = ["Judgement", "judge"]


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
    xpath = flag.get("xpath", "")
    try:
        selected = root.getroottree().xpath(xpath)
        texts = [node if isinstance(node, str) else node.text or "" for node in selected]
        values = tuple(float(text) for text in texts)
    except (etree.XPathError, TypeError, ValueError) as error:
        raise ProductError(
            f"quality flag {etree.QName(flag).localname}: xpath {xpath!r} selects no numbers: "
            f"{error}",
            place=f"line {flag.sourceline}",
        ) from None
    low = float(flag.get("minLimit", "-inf"))
    high = float(flag.get("maxLimit", "inf"))
    flagged = any(math.isnan(value) or not low <= value <= high for value in values)
    return Judgement(flagged=flagged, values=values, limits=(low, high))
