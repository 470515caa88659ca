"""The cards of a header: their values, and what is wrong with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dpkit.formats.deviation import Deviation

if TYPE_CHECKING:
    from astropy.io.fits import Header

__all__ = ["ODD_BYTES", "card_value", "check_cards"]

ODD_BYTES = re.compile(rb"[^\x20-\x7e]")
_CARD = 80
_REPEATABLE = {"COMMENT", "HISTORY", "CONTINUE", ""}


def card_value(header: Header, key: str) -> Any:
    """Return the value of a keyword; None when it is absent or its card cannot be parsed."""
    from astropy.io.fits import VerifyError

    try:
        return header.get(key)
    except (VerifyError, ValueError):
        return None


def check_cards(header: Header, raw: bytes, name: str) -> Iterator[Deviation]:
    """Yield cards that cannot be parsed, have bytes beyond ASCII, or repeat a keyword.

    Parameters
    ----------
    header : astropy.io.fits.Header
        The header.
    raw : bytes
        The header as it stands in the file.
    name : str
        Name of the HDU.
    """
    yield from _unparsable(header, name)
    if (found := ODD_BYTES.search(raw)) is not None:
        start = found.start() // _CARD * _CARD
        keyword = raw[start : start + 8].decode("ascii", "replace").strip()
        yield Deviation(
            code="format-card",
            place=f"{name} {keyword}",
            message=f"byte {found.start() - start + 1} of the card is no printable ASCII",
            value=repr(found[0])[2:-1],
        )
    counts = Counter(card.keyword for card in header.cards)
    for keyword in (k for k, count in counts.items() if count > 1 and k not in _REPEATABLE):
        yield Deviation(
            code="format-keyword-repeated",
            place=f"{name} {keyword}",
            message=f"is there {counts[keyword]} times",
        )


def _unparsable(header: Header, name: str) -> Iterator[Deviation]:
    from astropy.io.fits import VerifyError

    for number, card in enumerate(header.cards, 1):
        try:
            _ = card.value, card.comment
        except (VerifyError, ValueError) as error:
            yield Deviation(
                code="format-card",
                place=f"{name} {card.keyword or f'card {number}'}",
                message=str(error).strip().partition("\n")[0],
            )
