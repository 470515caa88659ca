"""Whatever statement a codec loses, a document tells: for every class of every product."""

from __future__ import annotations

import copy
import dataclasses
import importlib
from collections import defaultdict
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

import pytest
from lxml import etree

from dpkit.binding.door import parse, validate
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document

from .mutation import Document, classes_below, survivors

KINDS: list[dict[str, Any]] = [{"full": True}, {"minimal": True}, *({"seed": n} for n in range(6))]


@cache
def documents(name: str) -> list[Document]:
    """Return samples of a product, the one that has everything first."""
    entry = product_entry(name)
    roots = [parse(sample_document(name, **kind)) for kind in KINDS]
    roots += thinned(roots[0], etree.XMLSchema(file=str(entry.schema)))
    assert all(validate(root, entry.schema) == [] for root in roots)
    return [Document(entry.load_class(), root) for root in roots]


def thinned(root: etree._Element, schema: etree.XMLSchema) -> list[etree._Element]:
    """Return a document without each of the elements and attributes that may be left out.

    Samples follow the rules, too, by which some of them are always there.
    """
    seen, found = set(), []
    for number, node in enumerate(root.iter()):
        path = "/".join([*(str(up.tag) for up in node.iterancestors()), str(node.tag)])
        for name in {*node.attrib, None}:
            if (path, name) in seen or (node is root and name is None):
                continue
            seen.add((path, name))
            copied = copy.deepcopy(root)
            other = next(islice(copied.iter(), number, None))
            if name is None:
                other.getparent().remove(other)
            else:
                del other.attrib[name]
            if schema.validate(copied):
                found.append(copied)
    return found


@cache
def users() -> dict[type[Any], list[str]]:
    """Return the products that may have an object of each class."""
    found = defaultdict(list)
    for name in product_names():
        for cls in classes_below(product_entry(name).load_class()):
            found[cls].append(name)
    return found


def modules() -> list[str]:
    return sorted({cls.__module__ for cls in users()})


def some_and_all() -> list[Any]:
    """Return a third of the modules, and all others as a long form.

    Which they are depends on their names only.
    """
    return [
        pytest.param(name, marks=() if crc32(name.encode()) % 3 == 0 else pytest.mark.slow)
        for name in modules()
    ]


@pytest.mark.parametrize("module", some_and_all())
def test_every_statement_of_a_codec_matters(module: str) -> None:
    package, _, below = module.partition(".")
    codec = importlib.import_module(f"{package}.codec.{below}")
    dropped, left = 0, []
    for cls in sorted((c for c in users() if c.__module__ == module), key=lambda c: c.__name__):
        read = [document for name in users()[cls] for document in documents(name)]
        for verb in ("read", "write"):
            count, kept = survivors(getattr(codec, f"{verb}_{cls.__name__}"), read)
            dropped, left = dropped + count, left + kept
    assert dropped > 0
    assert [one for one in left if one not in unmade_choices(module)] == []


def unmade_choices(module: str) -> set[str]:
    """Return what reads a choice that is not made.

    To the classes each may be left out; where one must be made no document shows it, as `thinned`
    has found.
    """
    return {
        f"read_{cls.__name__}: made.{field.name} = None"
        for cls in users()
        if cls.__module__ == module
        for field in dataclasses.fields(cls)
        if "choices" in field.metadata and field.default is None
    }
