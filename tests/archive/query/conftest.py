"""Expressions judged by hand: on the XML of a document, without JSON, SQL or the grammars."""

from __future__ import annotations

import fnmatch
import re
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from dpkit.product.document import Document
from dpkit.tai import parse_utc
from dpkit_archive.query.syntax import (
    Choice,
    Comparison,
    Junction,
    Literal,
    Match,
    Negation,
    Presence,
)

_COMPARED = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def holds(tree: Any, document: Document) -> bool:
    """Tell whether an expression holds for a document."""
    if isinstance(tree, Junction):
        parts = [holds(one, document) for one in tree.conditions]
        return any(parts) if tree.either else all(parts)
    if isinstance(tree, Negation):
        return not holds(tree.condition, document)
    texts = texts_at(document, tree.operand.name)
    if isinstance(tree, Presence):
        return bool(texts) != tree.negated
    if isinstance(tree, Comparison):
        negated = tree.operator == "!="
        test = _COMPARED["==" if negated else tree.operator]
        told = [_told(test, text, tree.value) for text in texts]
    elif isinstance(tree, Match):
        negated = tree.negated
        pattern = re.compile(fnmatch.translate(tree.pattern.text))
        told = [pattern.match(text) is not None for text in texts]
    else:
        assert isinstance(tree, Choice)
        negated = tree.negated
        told = [any(_told(_COMPARED["=="], text, one) for one in tree.values) for text in texts]
    every = tree.operand.every
    if every is None:
        return (bool(told) and not any(told)) if negated else any(told)
    told = [one != negated for one in told]
    return bool(told) and all(told) if every else any(told)


def _told(test: Any, text: str, literal: Literal) -> bool:
    if literal.kind == "number":
        if re.fullmatch(r"[+-]?\d+", text) and re.fullmatch(r"[+-]?\d+", literal.text):
            return test(int(text), int(literal.text))
        return test(float(text), float(literal.text))  # False for NaN
    if literal.kind == "truth":
        return test(text in {"true", "1"}, literal.text == "true")
    if literal.kind == "time":
        return test(parse_utc(text), parse_utc(literal.text))
    return test(text.encode(), literal.text.encode())


def texts_at(document: Document, path: str) -> list[str]:
    """Return the texts at a dotted path, items of lists one by one, elements of parts as such."""
    nodes: list[Any] = [document.root]
    type_name = document.entry.root_type
    for step in path.split("."):
        fields = document.entry.types[type_name]["fields"]
        name = step.removeprefix("@")
        attribute = step.startswith("@")
        field = next(
            f for f in fields if f["name"] == name and bool(f.get("attribute")) == attribute
        )
        type_name = field["type"]
        if attribute:
            nodes = [node.get(name) for node in nodes if node.get(name) is not None]
        else:
            nodes = [c for n in nodes for c in n if etree.QName(c).localname == name]
    described = document.entry.types.get(type_name, {})
    primitive = described.get("primitive", type_name)
    if primitive == "":
        return ["" for _ in nodes]
    texts = [node if isinstance(node, str) else (node.text or "") for node in nodes]
    if described.get("list"):
        return [word for text in texts for word in text.split()]
    verbatim = primitive in {"xs:string", "xs:normalizedString"}
    return [text if verbatim else " ".join(text.split()) for text in texts]


@pytest.fixture(scope="session")
def oracle() -> SimpleNamespace:
    """Return the two functions that judge expressions and find texts."""
    return SimpleNamespace(holds=holds, texts_at=texts_at)
