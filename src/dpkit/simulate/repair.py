"""Repair a document where a rule does not hold, by what the rule's test or its hint says.

A hint (attribute ``repair`` of a rule) is a verb and XPaths from the rule's context:

``distinct PATH``
    Draw texts anew until no two are equal; elements that stay equal are removed.
``ascend PATH...``
    Put the texts into ascending order, as times or numbers.
``number PATH``
    Number the texts from 1 in the order of the document.
``copy PATH = EXPRESSION``
    Set the text to the value of an XPath expression.
``one-of PATH PATH...``
    Keep one of the elements, a different one each time.
``redraw PATH...``
    Draw the elements anew.

Without a hint the test itself is read: most rules are one of a few forms.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from lxml import etree

from dpkit.schema.dictionary import Rule
from dpkit.simulate.chooser import pick
from dpkit.simulate.edit import Editor, evaluate, holds, spots
from dpkit.simulate.error import SampleError
from dpkit.simulate.growth import Growth
from dpkit.simulate.meaning import Meaning, ascend
from dpkit.simulate.spot import path_of, spot_of
from dpkit.simulate.xpath import call, comparison, locations, split

__all__ = ["Repair"]

_TRIES = 8
_COUNTED = 100
_LARGEST = 2**53
_TURNED = str.maketrans("<>", "><")
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_WRAPPERS = {"normalize-space", "string", "number", "boolean", "sum"}
_TEXT_TESTS = {"contains", "starts-with"}


class Repair:
    """Repairs of one document.

    Parameters
    ----------
    growth : Growth
        Grows what is drawn anew.
    meaning : Meaning
        Sets texts where their types allow it.
    """

    def __init__(self, growth: Growth, meaning: Meaning) -> None:
        self.chooser = growth.chooser
        self.model = growth.model
        self.meaning = meaning
        self.editor = Editor(growth, meaning)
        self._kept: Counter[str] = Counter()
        self._verbs: dict[str, Callable[[etree._Element, str], None]] = {
            "distinct": self._distinct,
            "ascend": lambda node, said: self._ascend(node, said.split()),
            "number": self._number,
            "copy": self._copy,
            "one-of": lambda node, said: self._one_of(node, said.split()),
            "redraw": lambda node, said: self._redraw(node, tuple(said.split())),
        }

    def apply(self, rule: Rule, node: etree._Element) -> None:
        """Change a document where a rule does not hold, so that it may hold then.

        Raises
        ------
        SampleError
            The hint of the rule is none.
        """
        if rule.repair is None:
            self._mend(rule.test, node)
            return
        verb, _, said = rule.repair.partition(" ")
        if verb not in self._verbs or not said.strip():
            raise SampleError(
                f"rule {rule.id}: {rule.repair!r} is no hint for a repair",
                place=self.model.entry.name,
                remedy=f"write one of {', '.join(self._verbs)}, and the paths",
            )
        self._verbs[verb](node, said)

    def _mend(self, test: str, node: etree._Element) -> None:
        """Mend a test by its form: any part of an ``or``, each of an ``and``."""
        if holds(test, node):
            return
        if len(parts := split(test, "or")) > 1:
            self._mend(pick(self.chooser, parts), node)
        elif len(parts := split(test, "and")) > 1:
            for part in parts:
                self._mend(part, node)
        elif (sides := comparison(test)) is not None:
            self._compare(node, *sides)
        elif (called := call(test)) is not None:
            self._call(node, *called)
        elif not self.editor.add(node, test):
            self._redraw(node, locations(test))

    def _call(self, node: etree._Element, name: str, arguments: tuple[str, ...]) -> None:
        if name == "dp:unique":
            self._distinct(node, arguments[0])
        elif name == "dp:before":
            self._ascend(node, list(arguments))
        elif name == "not":
            self._deny(node, arguments[0])
        elif name not in _TEXT_TESTS or not self._assign(
            node, arguments[0], self._texts(node, arguments[1]), f"{name}({', '.join(arguments)})"
        ):
            self._redraw(node, tuple(p for argument in arguments for p in locations(argument)))

    def _deny(self, node: etree._Element, test: str) -> None:
        """Make a test fail: turn it round, or remove or redraw what it finds."""
        called, sides = call(test), comparison(test)
        if called is not None and called[0] == "dp:before":
            self._ascend(node, list(reversed(called[1])))
        elif sides is not None and len(split(test, "and")) == len(split(test, "or")) == 1:
            self._compare(node, sides[0], _OPPOSITE[sides[1]], sides[2])
        elif found := list(spots(node, test)):
            for spot in found:
                if not self.editor.remove(spot):
                    self.editor.draw(spot)
        else:
            self._redraw(node, locations(test))

    def _compare(self, node: etree._Element, left: str, operator: str, right: str) -> None:
        presence = [call(side) for side in (left, right)]
        if all(one is not None and one[0] == "boolean" for one in presence):
            paths = [one[1][0] for one in presence if one is not None]
            self._one_of(node, paths if operator == "!=" else paths[:1])
            return
        test = f"{left} {operator} {right}"
        done = (
            (operator[0] in "<>" and self._swap(node, left, right, test))
            or self._assign(node, left, self._texts(node, right), test)
            or self._assign(node, right, self._texts(node, left), test)
            or self._recount(node, left, operator, right)
            or self._recount(node, right, operator.translate(_TURNED), left)
        )
        if not done:
            self._redraw(node, locations(test))

    def _swap(self, node: etree._Element, left: str, right: str, test: str) -> bool:
        first, second = next(spots(node, left), None), next(spots(node, right), None)
        if first is None or second is None or not self.editor.swap(first, second):
            return False
        return holds(test, node) or not self.editor.swap(first, second)

    def _recount(self, node: etree._Element, left: str, operator: str, right: str) -> bool:
        """Grow or remove elements until their number compares as it must; tells whether it does."""
        counted = call(left)
        if counted is None or counted[0] != "count":
            return False
        for _ in range(_COUNTED):
            if holds(f"{left} {operator} {right}", node):
                return True
            few = operator == "!=" or holds(f"{left} < {right}", node)
            change = self.editor.add if few or operator == ">" else self.editor.take
            if not change(node, counted[1][0]):
                return False
        return False

    def _texts(self, node: etree._Element, expression: str) -> list[str]:
        """Return texts near the value of an expression: itself, and numbers beside it."""
        value = evaluate(expression, node)
        if isinstance(value, list):
            found = [spot for result in value if (spot := spot_of(result)) is not None]
            value = found[0].text if found else None
        if value is None or isinstance(value, bool):
            return []
        try:
            number = float(value)
        except ValueError:
            return [str(value)]
        near = [n for n in (number, number + 1, number - 1, number / 2) if math.isfinite(n)]
        whole = [str(int(n)) for n in near if abs(n) < _LARGEST and n == int(n)]
        return [str(value), *whole, *map(repr, near)]

    def _assign(self, node: etree._Element, path: str, texts: list[str], test: str) -> bool:
        """Set the first text at a path to the first of some texts with which a test holds.

        The other values of an enumeration are tried, too.
        """
        while (wrapped := call(path)) is not None and wrapped[0] in _WRAPPERS:
            path = wrapped[1][0]
        spot = next(spots(node, path), None)
        field = None if spot is None else self.model.field_of(spot.element, spot.attribute)
        if spot is None or field is None or not self._has_text(field.type):
            return False
        before = spot.text
        for text in (*texts, *self.model.simple(field.type).enumeration):
            if self.editor.put(spot, text) and holds(test, node):
                return True
        spot.write(before)
        return False

    def _has_text(self, name: str) -> bool:
        found = self.model.complex(name)
        return found is None or found.text is not None

    def _redraw(self, node: etree._Element, paths: tuple[str, ...]) -> None:
        for path in paths:
            for spot in list(spots(node, path)):
                self.editor.draw(spot)

    def _distinct(self, node: etree._Element, path: str) -> None:
        """Draw equal texts anew; what stays equal goes with the nearest element that may."""
        seen: set[str] = set()
        for found in list(spots(node, path.strip())):
            spot = found
            for _ in range(_TRIES):
                if spot.text.strip() not in seen:
                    break
                spot = self.editor.draw(spot)
            if spot.text.strip() in seen:
                self.editor.drop(spot.element, at_least=1)
            seen.add(spot.text.strip())

    def _ascend(self, node: etree._Element, paths: list[str]) -> None:
        found = [list(spots(node, path)) for path in paths]
        ends = found[0] if len(found) == 1 else [one[0] for one in found if one]
        if not ascend(self.meaning, ends):
            for spot in ends[1:]:
                self.editor.draw(spot)
            ascend(self.meaning, ends)

    def _number(self, node: etree._Element, path: str) -> None:
        for number, spot in enumerate(spots(node, path.strip()), 1):
            self.editor.put(spot, str(number))

    def _copy(self, node: etree._Element, said: str) -> None:
        path, _, expression = said.partition("=")
        value = evaluate(f"string({expression})", node)
        for spot in list(spots(node, path.strip())):
            self.editor.put(spot, str(value))

    def _one_of(self, node: etree._Element, paths: list[str]) -> None:
        """Keep the path that was kept least often, and remove the others; grow one if none is."""
        present = [path for path in paths if next(spots(node, path), None) is not None]
        if not present:
            self.editor.add(node, pick(self.chooser, paths))
            return
        context = path_of(node)
        kept = min(present, key=lambda path: self._kept[f"{context} {path}"])
        self._kept[f"{context} {kept}"] += 1
        for path in present:
            for spot in list(spots(node, path)):
                if path != kept or len(paths) == 1:
                    self.editor.remove(spot)
