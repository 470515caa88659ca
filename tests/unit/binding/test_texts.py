"""Comments in a text are dropped; a processing instruction in one is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

import dpkit
from dpkit.binding.door import parse
from dpkit.errors import ProductError

from .hostile import sample


@pytest.mark.parametrize(
    "text",
    [
        "12<!-- c -->34",
        "<!-- c -->1234",
        "1<![CDATA[23]]>4",
        "&#49;234",
        "<!-- a -->12<!-- d -->3<!-- e -->4",
    ],
)
def test_text_is_whole_around_comments(text: str) -> None:
    root = parse(f"<!-- c --><?pi?><a>{text}</a><!-- d -->".encode())
    assert (root.text, len(root)) == ("1234", 0)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("12<?p x?>34", 2),
        ("<?p x?>1234", 2),
        ("1234<!-- c --><?p?>", 2),
        ("<b/>12<c/><?p?>\n<d/>", 2),
        ("<b/>\n<?p?><c/>12", 3),
        ("<b>\n\n<c>1<?p?></c></b>", 4),
        ("\n<b/><?q?>\n<b>1<?p?></b>", 4),
    ],
)
def test_an_instruction_in_a_text_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ProductError, match="instruction 'p' stands inside of a text") as caught:
        parse(f"<?a?>\n<a>{text}</a>".encode(), place="a.xml")
    assert caught.value.place == f"a.xml:{line}"


@pytest.mark.parametrize(
    "text", ["<?p?>", " <?p?> ", "<b>1</b><?p?><b>2</b>", "<b/><?p?>", "1<!-- <?p?> -->", "1?"]
)
def test_other_instructions_are_dropped(text: str) -> None:
    root = parse(f"<?p?><a>{text}</a><?p?>".encode())
    expected = etree.fromstring(re.sub(r"<\?p\?>|<!--.*-->", "", f"<a>{text}</a>"))
    assert etree.tostring(root) == etree.tostring(expected)


WITHIN = [
    "12<!-- c -->34",
    "<!-- b -->1234<!-- c -->",
    "1<![CDATA[23]]>4",
    "<!-- a -->1<!-- b -->2<!-- c -->3<!-- d e -->4<!-- f -->",
    "&#49;2<!-- --><![CDATA[3]]>4",
]


@pytest.mark.parametrize("text", WITHIN)
def test_texts_are_joined_around_comments(text: str, tmp_path: Path) -> None:
    """As by xsdata's own parser, which is not the one that falls back on lxml."""
    pattern = rb"<(ObservationId|SoftwareName|Exposure|Value)>[^<]*<"
    data = re.sub(pattern, lambda tag: b"<" + tag[1] + b">" + text.encode() + b"<", sample())
    document = tmp_path / "x.xml"
    document.write_bytes(b"<?a?><!-- b -->" + data.partition(b"?>")[2].strip() + b"<!-- c --><?d?>")
    product = dpkit.read(document)
    assert product.content.data.observation_id == 1234
    assert product.content.header.software_name == "1234"
    parser = XmlParser(handler=XmlEventHandler)
    assert product.content == parser.from_bytes(document.read_bytes(), type(product.content))
    assert dpkit.validate(document, level="schema").ok
