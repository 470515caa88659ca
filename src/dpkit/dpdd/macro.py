"""The product macros that page sources may hold, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.dpdd.error import PageError
from dpkit.schema.dictionary import near_names

__all__ = ["LATER", "PRINTERS", "SETTER", "MacroCall", "check_macro", "find_calls", "macro_lines"]

SETTER = "$SetSchemaPath"
PRINTERS = (
    "$PrintDataProductName",
    "$PrintDataProductCustodian",
    "$PrintSchemaFilename",
    "$PrintDataProductElements",
)
LATER = (
    "$PrintCatalog",
    "$PrintPrimaryHeader",
    "$PrintExtensionHeader",
    "$PrintHDUTableContents",
)
# A misspelled macro must not pass as text, so the case does not matter here.
_CALL = re.compile(r"\$(?:print|set)\w*", re.IGNORECASE)
_SETTING = re.compile(re.escape(SETTER) + r"[ \t]+(\S+)[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroCall:
    """A macro in a text: its name, what follows it, and where it stands.

    Attributes
    ----------
    name : str
        The macro as written, with its dollar sign.
    argument : str or None
        The path that `SETTER` was given.
    start, end : int
        Where the call begins and ends in the text.
    """

    name: str
    argument: str | None
    start: int
    end: int


def find_calls(text: str) -> Iterator[MacroCall]:
    """Yield the macros of a text in order, also those that do not exist.

    Examples
    --------
    >>> [call.name for call in find_calls("costs $5, of $PrintDataProductName")]
    ['$PrintDataProductName']
    """
    for found in _CALL.finditer(text):
        setting = _SETTING.match(text, found.start())
        whole = setting or found
        argument = setting[1] if setting else None
        yield MacroCall(name=found[0], argument=argument, start=whole.start(), end=whole.end())


def macro_lines(text: str) -> list[MacroCall] | None:
    """Return the macros of a text that consists of nothing else; None of any other text."""
    calls = list(find_calls(text))
    rest = text
    for call in reversed(calls):
        rest = rest[: call.start] + rest[call.end :]
    return calls if calls and not rest.strip() else None


def check_macro(call: MacroCall) -> None:
    """Check that a macro exists and has what it needs.

    Raises
    ------
    PageError
        It does not exist, comes with a later release, or lacks its path.
    """
    if call.name in LATER:
        raise PageError(
            f"macro {call.name} is not there yet: it comes with the file formats",
            remedy="leave it out, or link to the page of file formats",
        )
    if call.name not in (SETTER, *PRINTERS):
        raise PageError(
            f"unknown macro {call.name}",
            remedy=near_names(call.name, (SETTER, *PRINTERS), "macro")
            + "; text that is no macro is written ``as code``",
        )
    if call.name == SETTER and call.argument is None:
        raise PageError(f"{SETTER} has no path", remedy="give the schema file, from dpd/ on")
