"""Walk the location steps of an XPath over the declared types, to find paths that lead nowhere.

A path with a wrong name is silent in XPath: it selects nothing, and a rule over nothing holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dpkit.binding.xpath import FUNCTIONS
from dpkit.errors import SchemaError
from dpkit.schema.annotation.spot import DOCUMENT, Spot, Spots, Tree
from dpkit.schema.dictionary import near_names
from dpkit.schema.xsd.declaration import Field, SchemaSet

__all__ = ["check_locations"]

Token = tuple[str, str]

_TOKEN = re.compile(
    r"\s*(?:(?P<literal>\"[^\"]*\"|'[^']*')"
    r"|(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<mark>::|//|\.\.|!=|<=|>=|[()\[\]@,|+\-=<>/.$*])"
    r"|(?P<name>[^\W\d][\w.\-]*(?::(?!:)(?:[^\W\d][\w.\-]*|\*))?))"
)
_OPERATORS = {"and", "or", "mod", "div", "*", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
_BEFORE_OPERAND = _OPERATORS | {"@", "::", "(", "[", ",", "/", "//"}
_FUNCTIONS = {
    *("last", "position", "count", "id", "local-name", "namespace-uri", "name", "string"),
    *("concat", "starts-with", "contains", "substring-before", "substring-after", "substring"),
    *("string-length", "normalize-space", "translate", "boolean", "not", "true", "false", "lang"),
    *("number", "sum", "floor", "ceiling", "round"),
    *(f"dp:{name}" for _, name in FUNCTIONS),
}
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}


def check_locations(
    schemas: SchemaSet, root: Field, xpath: str, context: tuple[Field, ...], *, place: str
) -> None:
    """Check that every location step of an XPath can select something in some document.

    Parameters
    ----------
    schemas, root : SchemaSet, Field
        The declarations and the root element of the product.
    xpath : str
        An XPath 1.0 expression that compiles.
    context : tuple of Field
        The fields from below the root to where the expression is evaluated.
    place : str
        Where the expression stands, for the message.

    Raises
    ------
    SchemaError
        A step selects nothing in any valid document, or there is a variable or a function that
        does not exist.
    """
    walk = _Walk(_tokens(xpath), Tree(schemas, root), place)
    walk.expression(frozenset({Spot("element", context)}))


def _tokens(xpath: str) -> list[Token]:
    """Split an expression; names and stars that are operators are told from those that are not."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(xpath):
        kind = match.lastgroup or ""
        text = match[kind]
        operand_before = bool(tokens) and tokens[-1][1] not in _BEFORE_OPERAND
        if text in _OPERATORS and kind != "literal" and (operand_before or text == "-"):
            kind = "operator"
        tokens.append((kind, text))
    return tokens


class _Walk:
    """Reads an expression and carries along the places that it can be about.

    The places are None where they are not known, as after a function call.
    """

    def __init__(self, tokens: list[Token], tree: Tree, place: str) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.next = 0
        self.tree = tree
        self.place = place

    @property
    def text(self) -> str:
        kind, text = self.tokens[self.next]
        return "" if kind == "literal" else text

    def take(self) -> str:
        text = self.tokens[self.next][1]
        self.next += 1
        return text

    def skip(self, text: str) -> bool:
        if self.text != text:
            return False
        self.next += 1
        return True

    def expression(self, spots: Spots) -> Spots:
        """Read operands joined by operators; only a union of paths is about places itself."""
        found = self._operand(spots)
        while self.tokens[self.next][0] == "operator":
            union = self.take() == "|"
            other = self._operand(spots)
            found = found | other if union and found is not None and other is not None else None
        return found

    def _operand(self, spots: Spots) -> Spots:
        while self.text == "-":
            self.take()
        kind, text = self.tokens[self.next]
        following = self.tokens[self.next + 1][1] if kind != "end" else ""
        if kind in {"literal", "number"}:
            self.take()
            return None
        if text == "$":
            raise SchemaError(
                f"the path has the variable ${following}, and there are none",
                place=self.place,
                remedy="write the value itself, or the path to it",
            )
        if text == "(":
            return self._path_after(self._grouped(spots), spots)
        if kind == "name" and following == "(" and text not in _NODE_TYPES:
            return self._path_after(self._call(spots), spots)
        return self._location(spots)

    def _grouped(self, spots: Spots) -> Spots:
        self.take()
        found = self.expression(spots)
        self.take()
        return found

    def _call(self, spots: Spots) -> Spots:
        name = self.take()
        if name not in _FUNCTIONS:
            raise SchemaError(
                f"the path calls {name!r}, which is not XPath 1.0 and none of our functions",
                place=self.place,
                remedy=near_names(name, _FUNCTIONS, "function"),
            )
        self.take()
        while not self.skip(")"):
            self.expression(spots)
            self.skip(",")
        return None

    def _path_after(self, found: Spots, spots: Spots) -> Spots:
        found = self._predicates(found)
        if self.text in {"/", "//"}:
            return self._relative(self._separator(found))
        return found

    def _location(self, spots: Spots) -> Spots:
        if self.text not in {"/", "//"}:
            return self._relative(spots)
        absolute = self.text == "/"
        start = self._separator(frozenset({DOCUMENT}))
        kind, text = self.tokens[self.next]
        if absolute and kind != "name" and text not in {"@", ".", "..", "*"}:
            return start
        return self._relative(start)

    def _separator(self, spots: Spots) -> Spots:
        if self.take() == "//" and spots is not None:
            return frozenset(s for spot in spots for s in self.tree.descendants(spot, own=True))
        return spots

    def _relative(self, spots: Spots) -> Spots:
        found = self._step(spots)
        while self.text in {"/", "//"}:
            found = self._step(self._separator(found))
        return found

    def _step(self, spots: Spots) -> Spots:
        if self.text in {".", ".."}:
            axis, test = ("self" if self.take() == "." else "parent"), "node()"
        else:
            axis, test = self._axis(), self._node_test()
        found = self._select(spots, axis, test)
        return self._predicates(found)

    def _axis(self) -> str:
        if self.skip("@"):
            return "attribute"
        if self.tokens[self.next + 1][1] == "::":
            axis = self.take()
            self.take()
            return axis
        return "child"

    def _node_test(self) -> str:
        test = self.take()
        if test in _NODE_TYPES and self.skip("("):
            while not self.skip(")"):
                self.take()
            return f"{test}()"
        return test

    def _select(self, spots: Spots, axis: str, test: str) -> Spots:
        if spots is None or axis == "namespace" or test.startswith(("comment", "processing")):
            return None
        along: Callable[[Spot], Iterable[Spot]] = self.tree.axis(axis)
        reached = [spot for start in sorted(spots, key=str) for spot in along(start)]
        found = frozenset(spot for spot in reached if self.tree.matches(spot, axis, test))
        if not found:
            raise SchemaError(
                f"the path names {test!r}, which does not exist there",
                place=self.place,
                remedy=self.tree.remedy(test, reached),
            )
        return found

    def _predicates(self, spots: Spots) -> Spots:
        while self.skip("["):
            self.expression(spots)
            self.take()
        return spots
