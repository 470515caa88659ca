"""The codecs of every product: equal to xsdata, valid, whole, and never short of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

from dpkit import tai
from dpkit.binding.codec import FALLBACKS
from dpkit.binding.door import bind, parse, serialize, validate
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document

CONTEXT = XmlContext()
KINDS: list[dict[str, Any]] = [{"minimal": True}, {"full": True}, *({"seed": n} for n in range(6))]


def leaves(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield path and text of every attribute and of every element without children."""
    tree = root.getroottree()
    for node in root.iter():
        path = tree.getpath(node)
        yield from ((f"{path}/@{name}", str(value)) for name, value in node.attrib.items())
        if len(node) == 0:
            yield path, node.text or ""


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same value."""
    if one.split() == other.split():
        return True
    for convert in (float, tai.parse_utc, {"true": 1, "1": 1, "false": 0, "0": 0}.__getitem__):
        try:
            return convert(one.strip()) == convert(other.strip())
        except (KeyError, ValueError):
            continue
    return all(same(a, b) for a, b in zip(one.split(), other.split(), strict=True))


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("name", product_names())
def test_codecs_read_and_write_all_of_a_sample(name: str, kind: dict[str, Any]) -> None:
    assert_read_and_written_whole(name, sample_document(name, **kind))


@pytest.mark.parametrize("name", product_names())
def test_codecs_keep_whatever_may_be_empty(name: str) -> None:
    """Lists without items, and texts without characters, are not left out."""
    root = parse(sample_document(name, full=True))
    schema = etree.XMLSchema(file=str(product_entry(name).schema))
    emptied = 0
    for node in [node for node in root.iter() if len(node) == 0 and node.text]:
        text, node.text = node.text, None
        if schema.validate(root):
            emptied += 1
        else:
            node.text = text
    assert emptied
    assert_read_and_written_whole(name, etree.tostring(root))


def assert_read_and_written_whole(name: str, data: bytes) -> None:
    """Compare with xsdata and, leaf by leaf, with what is written."""
    entry = product_entry(name)
    cls, root = entry.load_class(), parse(data)
    assert validate(root, entry.schema) == []
    FALLBACKS.clear()
    content = bind(root, cls)
    written = serialize(content)
    assert FALLBACKS == {}

    theirs = XmlParser(context=CONTEXT, handler=XmlEventHandler).from_bytes(data, cls)
    assert repr(content) == repr(theirs)

    again = parse(written)
    assert validate(again, entry.schema) == []
    assert repr(bind(again, cls)) == repr(content)
    # The document, with the defaults that validating has filled in, against what was written.
    before = [(path.rpartition("}")[2], text) for path, text in leaves(root)]
    after = [(path.rpartition("}")[2], text) for path, text in leaves(again)]
    assert sorted(p.split(":")[-1] for p, _ in before) == sorted(p.split(":")[-1] for p, _ in after)
    values = dict(leaves(again))
    prefix = f"/{again.prefix}:"
    for path, text in leaves(root):
        where = prefix + path.split(":", 1)[1] if root.prefix else path
        assert same(values[where], text), path
