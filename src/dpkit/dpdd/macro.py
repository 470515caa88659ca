"""The macros that page sources may hold, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.dpdd.error import PageError
from dpkit.dpdd.near import suggest

__all__ = [
    "FORMAT_PRINTERS",
    "PRINTERS",
    "SETTER",
    "MacroCall",
    "check_macro",
    "find_calls",
    "macro_lines",
]

SETTER = "$SetSchemaPath"
PRINTERS = (
    "$PrintDataProductName",
    "$PrintDataProductCustodian",
    "$PrintSchemaFilename",
    "$PrintDataProductElements",
)
_FORMAT = ("<file of formats>", "<format id>")
FORMAT_PRINTERS = {
    "$PrintCatalog": _FORMAT,
    "$PrintPrimaryHeader": _FORMAT,
    "$PrintExtensionHeader": (*_FORMAT, "<name of the HDU>"),
    "$PrintHDUTableContents": (*_FORMAT, "<name of the HDU>"),
}
"""Macros of file formats, with what follows each."""
_ARGUMENTS = {SETTER: ("<schema file, from dpd/ on>",), **FORMAT_PRINTERS}
# A misspelled macro must not pass as text, so the case does not matter here.
_CALL = re.compile(r"\$(?:print|set)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroCall:
    """A macro in a text: its name, what follows it, and where it stands.

    Attributes
    ----------
    name : str
        The macro as written, with its dollar sign.
    arguments : tuple of str
        What follows the macro, of those that take something; none when it is not there.
    start, end : int
        Where the call begins and ends in the text.
    """

    name: str
    arguments: tuple[str, ...]
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
        wanted = len(_ARGUMENTS.get(found[0], ()))
        given = re.compile(r"[ \t]+(\S+)" * wanted + r"[ \t]*").match(text, found.end())
        end = given.end() if wanted and given else found.end()
        arguments = given.groups() if wanted and given else ()
        yield MacroCall(name=found[0], arguments=arguments, start=found.start(), end=end)


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
        It does not exist, or lacks what must follow it.
    """
    known = (SETTER, *PRINTERS, *FORMAT_PRINTERS)
    if call.name not in known:
        remedy = suggest(call.name, known, "text that is no macro is written ``as code``")
        raise PageError(f"unknown macro {call.name}", remedy=remedy)
    wanted = _ARGUMENTS.get(call.name, ())
    if len(call.arguments) < len(wanted):
        raise PageError(
            f"{call.name} lacks what follows it", remedy=f"write {' '.join((call.name, *wanted))}"
        )
