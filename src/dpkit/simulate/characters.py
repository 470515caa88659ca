"""Classes of characters in patterns of XML Schema."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from dpkit.simulate.chooser import Chooser, pick
from dpkit.simulate.error import SampleError

__all__ = ["CharacterReader", "Characters"]

Test = Callable[[str], bool]

_UNIVERSE = [chr(n) for n in (*range(0x20, 0x7F), *range(0xA1, 0x180))] + list(
    "\t\n\r\u03b1\u03a9\u0416\u05d0\u0661\u0905\u3042\u4e2d\U0001f52d"
)
_BLOCKS = {
    "IsBasicLatin": (0x00, 0x7F),
    "IsLatin-1Supplement": (0x80, 0xFF),
    "IsLatinExtended-A": (0x100, 0x17F),
    "IsGreek": (0x370, 0x3FF),
    "IsCyrillic": (0x400, 0x4FF),
}
_LITERAL = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Characters:
    """One character of a class."""

    test: Test
    pool: tuple[str, ...]
    shortest: int = 1
    longest: int = 1

    def ends(self, text: str, start: int) -> set[int]:
        """Return where a match may end; see `Pattern`."""
        return {start + 1} if start < len(text) and self.test(text[start]) else set()

    def draw(self, chooser: Chooser, low: int, high: int) -> str:
        """Draw a character; the length is always one."""
        return pick(chooser, self.pool)


def _characters(test: Test, named: str, place: CharacterReader) -> Characters:
    """Collect what to draw: printable ASCII where there is any, blanks only where named alone."""
    known = [char for char in dict.fromkeys([*named, *_UNIVERSE]) if test(char)]
    plain = [char for char in known if "!" <= char <= "~"]
    pool = sorted(plain, key=lambda char: (not char.isalnum(), char)) or known
    if not pool:
        raise place.error("a class of characters holds none that is known here")
    return Characters(test, tuple(pool))


def _name_start(char: str) -> bool:
    return char.isalpha() or char in "_:"


def _name_part(char: str) -> bool:
    return _name_start(char) or char.isdigit() or char in "-.\u00b7"


def _word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


_MULTIPLE: dict[str, Test] = {
    "s": lambda char: char in " \t\n\r",
    "i": _name_start,
    "c": _name_part,
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": _word,
}


def _inverse(test: Test) -> Test:
    return lambda char: not test(char)


class CharacterReader:
    """Reads one character or class of a pattern at a time."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0

    def peek(self) -> str:
        """Return the next character; empty at the end."""
        return self.source[self.place : self.place + 1]

    def next(self) -> str:
        """Return the next character and pass it."""
        char = self.peek()
        self.place += 1
        return char

    def until(self, end: str) -> str:
        """Return what stands before an end, and pass both."""
        found, sign, _ = self.source[self.place :].partition(end)
        if not sign:
            raise self.error(f"{end!r} is missing")
        self.place += len(found) + 1
        return found

    def error(self, message: str) -> SampleError:
        """Make the error that says what is wrong with the pattern, and where."""
        return SampleError(
            f"pattern {self.source!r}: {message}",
            place=f"character {self.place}",
            remedy="correct the pattern of the schema",
        )

    def characters(self) -> Characters:
        """Read a character, an escape or a class in brackets."""
        char = self.next()
        if char == "[":
            test, named = self._class()
        elif char == "\\":
            test, named = self._escape()
        elif char == ".":
            test, named = (lambda c: c not in "\n\r"), ""
        elif char in "?*+{}])":
            raise self.error(f"{char!r} stands alone")
        else:
            test, named = char.__eq__, char
        return _characters(test, named, self)

    def _escape(self) -> tuple[Test, str]:
        """Read what follows a backslash: its test, and the character when it is one."""
        char = self.next()
        if char.lower() in _MULTIPLE:
            test = _MULTIPLE[char.lower()]
        elif char in {"p", "P"} and self.next() == "{":
            test = self._property(self.until("}"))
        elif char and char in "nrt\\|.?*+(){}-[]^":
            literal = _LITERAL.get(char, char)
            return literal.__eq__, literal
        else:
            raise self.error(f"\\{char} is no escape")
        return (_inverse(test) if char.isupper() else test), ""

    def _property(self, name: str) -> Test:
        if name in _BLOCKS:
            low, high = _BLOCKS[name]
            return lambda char: low <= ord(char) <= high
        if name.startswith("Is"):
            raise self.error(f"block {name} is not known here")
        return lambda char: unicodedata.category(char).startswith(name)

    def _class(self) -> tuple[Test, str]:
        """Read a class in brackets: items, ranges, negation and subtraction."""
        negative = self.peek() == "^"
        if negative:
            self.next()
        tests: list[Test] = []
        named = ""
        without: Test | None = None
        while self.peek() != "]":
            if self.source.startswith("-[", self.place):
                self.place += 2
                without, _ = self._class()
                break
            test, char = self._item()
            tests.append(test)
            named += char
        if self.next() != "]":
            raise self.error("a class is not closed")

        def inside(char: str) -> bool:
            hit = any(test(char) for test in tests) != negative
            return hit and not (without is not None and without(char))

        return inside, named

    def _item(self) -> tuple[Test, str]:
        """Read one item of a class, or a range of two characters."""
        test, low = self._single()
        ahead = self.source[self.place : self.place + 2]
        if not low or not ahead.startswith("-") or ahead in {"-]", "-["}:
            return test, low
        self.next()
        _, high = self._single()
        if not high or high < low:
            raise self.error(f"the range {low}-{high} is empty")
        return (lambda char: low <= char <= high), low + high

    def _single(self) -> tuple[Test, str]:
        char = self.next()
        if not char:
            raise self.error("a class is not closed")
        return self._escape() if char == "\\" else (char.__eq__, char)
