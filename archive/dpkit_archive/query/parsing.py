"""Read expressions: text to tree, by the two grammars beside this module."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from dpkit.errors import ArchiveError
from dpkit_archive.key import check_text
from dpkit_archive.query.pattern import ANY, ESCAPE, ONE
from dpkit_archive.query.syntax import (
    Choice,
    Comparison,
    Condition,
    Junction,
    Literal,
    Match,
    Negation,
    Operand,
    Presence,
)

__all__ = ["parse_expression"]

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_REMEDY = "write it as in: Data.TileIndex > 3 and filter in ('NIR_J', 'NIR_H')"
_MOST = 10_000
_DEEPEST = 50


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Condition:
    """Parse an expression, in the syntax of dpkit or in the operational one of Euclid.

    Raises
    ------
    ArchiveError
        The text is no expression; names the column at which it stops being one.
    """
    if len(text) > _MOST:
        raise ArchiveError(f"an expression has at most {_MOST} characters, not {len(text)}")
    check_text("the expression", text)
    _check_depth(text)
    try:
        return _tree(_Native(), "grammar.lark", text)
    except UnexpectedInput as error:
        native = error
    try:
        return _tree(_Operational(), "operational.lark", text)
    except UnexpectedInput as error:
        # The user meant the syntax in which more of the text makes sense.
        further = native if _position(native, text) >= _position(error, text) else error
    raise _refuse(further, text)


def _tree(transformer: Transformer[Token, Condition], grammar: str, text: str) -> Condition:
    return transformer.transform(_parser(grammar).parse(text))


@cache
def _parser(grammar: str) -> Lark:
    text = files("dpkit_archive.query").joinpath(grammar).read_text("utf-8")
    return Lark(text, start="expression", parser="lalr", propagate_positions=False)


def _check_depth(text: str) -> None:
    """Refuse what is nested deeper than anybody writes; the walk down the tree recurses."""
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or text.lower().count("not") > _DEEPEST:
        raise ArchiveError(f"the expression is nested more than {_DEEPEST} deep")


def _position(error: UnexpectedInput, text: str) -> int:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    return len(text) if at_end else int(error.pos_in_stream or 0)


def _refuse(error: UnexpectedInput, text: str) -> ArchiveError:
    position = _position(error, text)
    rest = text[position:].split()
    found = f"cannot read {rest[0][:40]!r}" if rest else "the expression is not complete"
    return ArchiveError(found, place=f"expression, column {position + 1}", remedy=_REMEDY)


def _unquoted(token: Token) -> str:
    quote = token[0]
    return token[1:-1].replace(quote * 2, quote)


def _column(token: Token) -> int:
    return int(token.start_pos or 0) + 1


def _joined(conditions: Sequence[Condition], *, either: bool) -> Condition:
    return conditions[0] if len(conditions) == 1 else Junction(tuple(conditions), either)


class _Native(Transformer[Token, Any]):
    """Makes the tree of an expression of dpkit."""

    def disjunction(self, found: list[Condition]) -> Condition:
        return _joined(found, either=True)

    def conjunction(self, found: list[Condition]) -> Condition:
        return _joined(found, either=False)

    def inversion(self, found: list[Condition]) -> Negation:
        return Negation(found[0])

    def operand(self, found: list[Token]) -> Operand:
        every = found[0].lower() == "all" if len(found) == 2 else None
        path = str(found[-1])
        return Operand(path, every, _column(found[-1]), lenient=_is_of_database(path))

    def comparison(self, found: list[Any]) -> Comparison:
        operand, operator, value = found
        return Comparison(operand, str(operator), value)

    def flipped(self, found: list[Any]) -> Comparison:
        value, operator, operand = found
        return Comparison(operand, _FLIPPED[operator], value)

    def match(self, found: list[Any]) -> Match:
        return Match(found[0], self.text(found[1:]), negated=False)

    def mismatch(self, found: list[Any]) -> Match:
        return Match(found[0], self.text(found[1:]), negated=True)

    def membership(self, found: list[Any]) -> Choice:
        return Choice(found[0], tuple(found[1:]), negated=False)

    def absence(self, found: list[Any]) -> Choice:
        return Choice(found[0], tuple(found[1:]), negated=True)

    def missing(self, found: list[Operand]) -> Presence:
        return Presence(found[0], negated=True)

    def present(self, found: list[Operand]) -> Presence:
        return Presence(found[0], negated=False)

    def presence(self, found: list[Any]) -> Presence:
        return Presence(found[0], negated=found[1] == "==")

    def text(self, found: list[Token]) -> Literal:
        return Literal("text", _unquoted(found[0]), _column(found[0]))

    def time(self, found: list[Token]) -> Literal:
        return Literal("time", str(found[0]), _column(found[0]))

    def number(self, found: list[Token]) -> Literal:
        return Literal("number", str(found[0]), _column(found[0]))

    def truth(self, found: list[Token]) -> Literal:
        return Literal("truth", found[0].lower(), _column(found[0]))


class _Operational(Transformer[Token, Any]):
    """Makes the same tree of conditions in the syntax of Euclid's archive."""

    def expression(self, found: list[Condition]) -> Condition:
        return _joined(found, either=False)

    def text(self, found: list[Token]) -> Literal:
        return Literal("text", _unquoted(found[0]), _column(found[0]))

    def word(self, found: list[Token]) -> Literal:
        return Literal("word", found[0].strip(), _column(found[0]))

    def match(self, found: list[Token]) -> Match:
        pattern = Literal("text", _starred(found[1].strip()), _column(found[1]))
        return Match(self._operand(found[0]), pattern, negated=False)

    def equal(self, found: list[Any]) -> Comparison | Match:
        path, value = found
        if value.kind == "word" and ANY in value.text:
            return Match(self._operand(path), _pattern_of(value), negated=False)
        return Comparison(self._operand(path), "==", value)

    def comparison(self, found: list[Any]) -> Comparison | Match:
        path, operator, value = found
        if operator == "!=" and value.kind == "word" and ANY in value.text:
            return Match(self._operand(path), _pattern_of(value), negated=True)
        return Comparison(self._operand(path), str(operator), value)

    def _operand(self, path: Token) -> Operand:
        return Operand(str(path), None, _column(path), lenient=True)


def _is_of_database(path: str) -> bool:
    """Tell whether the last step is one that the database of Euclid's archive has below a value.

    A condition alone, ``Header.ManualValidationStatus.ManualValidationStatus != "INVALID"``, is one
    of both grammars.
    """
    *_, above, step = ["", *path.split(".")]
    return step in {above, "ObjectId", "LimitedString"}


def _pattern_of(word: Literal) -> Literal:
    return Literal("text", _starred(word.text), word.column)


def _starred(text: str) -> str:
    """Return a pattern in which only the star is special, as one of ours."""
    return text.replace(ESCAPE, ESCAPE * 2).replace(ONE, ESCAPE + ONE)
