"""Codecs read and write what xsdata reads and writes, and lose nothing."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lxml import etree
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

from dpkit.binding import codec as runtime
from dpkit.binding.door import bind, parse, serialize
from dpkit.errors import SchemaError
from dpkit.schema.generation.bindings import write_bindings

FEATURES = Path(__file__).with_name("features.xsd")
HEAD = (
    '<All xmlns="urn:features" xmlns:f="urn:features" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="a &quot;b&quot; &lt;">'
    "<Flag>1</Flag><Colour>red</Colour><Size>20</Size><Time>2026-03-01T12:00:00.25Z</Time>"
    '<Measure unit="m">1.5</Measure>'
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Return the generated module of the features schema."""
    folder = tmp_path_factory.mktemp("features")
    shutil.copy(FEATURES, folder / "features.xsd")
    write_bindings(
        {"urn:features": "toy.features"}, [folder / "features.xsd"], "features_dm", folder
    )
    sys.path.insert(0, str(folder))
    yield importlib.import_module("features_dm.toy.features")
    sys.path.remove(str(folder))


@pytest.fixture(autouse=True)
def no_fallbacks() -> Counter[str]:
    runtime.FALLBACKS.clear()
    return runtime.FALLBACKS


def by_xsdata(data: bytes, cls: type[Any]) -> Any:
    return XmlParser(context=XmlContext(), handler=XmlEventHandler).from_bytes(data, cls)


def census(root: etree._Element) -> Counter[tuple[str, str]]:
    """Count every text and attribute of a document, without those that steer the reading."""
    found: Counter[tuple[str, str]] = Counter()
    for node in root.iter():
        found[(str(node.tag), (node.text or "").strip())] += 1
        for name, value in node.attrib.items():
            if not str(name).startswith("{http://www.w3.org/2001/XMLSchema-instance}"):
                found[(f"{node.tag}/@{name}", str(value))] += 1
    return found


COVERED = {
    "least": "",
    "lists": "<Numbers>1 -INF NaN 2e-3</Numbers><Colours>red red</Colours>",
    "empty list": "<Numbers></Numbers>",
    "unions": "<Either>5</Either><Either>2026-03-01</Either><Either>five</Either>",
    "defaults said": "<Default>x</Default><DefaultColour>deep &amp; blue</DefaultColour>",
    "default empty": "<Default/>",
    "nil": '<Nil xsi:nil="true"/><Nils>1</Nils><Nils xsi:nil="1"/><Nils>INF</Nils>',
    "not nil": "<Nil>7</Nil>",
    "other types": "<Date>2026-03-01</Date><Binary>00FF</Binary>",
    "class": '<Base rank="5"><Name>n</Name></Base><Base><Name> spaced  text </Name></Base>',
    "derived": '<Base xsi:type="f:derivedType" mark="m"><Name>n</Name><Extra>1.50</Extra></Base>',
    "substitution": "<Circle><Name>c</Name></Circle>"
    "<Square mark='q'><Name>s</Name><Extra>2</Extra></Square>",
    "choice": '<B>b</B><A>1</A><C unit="m">2</C><A>2</A>',
    "any attribute": '<Open one="1" two="2"><Text>t</Text></Open>',
    "recursion": "<Self><All><Flag>0</Flag><Colour>deep &amp; blue</Colour><Size>1</Size>"
    "<Time>2026-03-01T24:00:00Z</Time><Measure unit=''>0</Measure></All></Self>",
}
UNCOVERED = {
    "mixed": "<Mixed>one <Bold>two</Bold> three</Mixed>",
    "wildcard": "<Wild><anything xmlns=''>x</anything></Wild>",
    "empty enumeration": "<DefaultColour/>",
    "type of a leaf": '<Nil xsi:type="xs:int" xmlns:xs="http://www.w3.org/2001/XMLSchema">7</Nil>',
}


def document(body: str) -> bytes:
    return (HEAD + body + "</All>").encode()


@pytest.mark.parametrize("name", [*COVERED, *UNCOVERED])
def test_reading_equals_xsdata(package: ModuleType, name: str) -> None:
    data = document({**COVERED, **UNCOVERED}[name])
    root = parse(data)
    etree.XMLSchema(file=str(FEATURES)).assertValid(root)
    # repr, too: equality alone takes a time without zone for one in UTC.
    ours, theirs = bind(root, package.All), by_xsdata(data, package.All)
    assert repr(ours) == repr(theirs)
    if "NaN" not in data.decode():
        assert ours == theirs


@pytest.mark.parametrize("name", COVERED)
def test_covered_documents_never_go_to_xsdata(
    package: ModuleType, name: str, no_fallbacks: Counter[str]
) -> None:
    content = bind(parse(document(COVERED[name])), package.All)
    serialize(content)
    assert no_fallbacks == {}


@pytest.mark.parametrize("name", UNCOVERED)
def test_what_goes_to_xsdata_is_counted_with_its_reason(
    package: ModuleType, name: str, no_fallbacks: Counter[str]
) -> None:
    bind(parse(document(UNCOVERED[name])), package.All)
    assert sum(no_fallbacks.values()) == 1


@pytest.mark.parametrize("name", [*COVERED, "mixed", "wildcard"])
def test_writing_is_valid_and_loses_nothing(package: ModuleType, name: str) -> None:
    data = document({**COVERED, **UNCOVERED}[name])
    root = parse(data)
    content = bind(root, package.All)
    written = parse(serialize(content))
    etree.XMLSchema(file=str(FEATURES)).assertValid(written)
    assert repr(bind(written, package.All)) == repr(content)
    if name not in {"default empty", "class", "substitution", "nil", "lists", "derived"}:
        before, after = census(root), census(written)
        for (place, text), count in before.items():
            if text and not place.endswith(("Measure", "Flag", "}C", "Time", "Nil")):
                assert after[(place, text)] == count, (place, text)


def test_a_stale_codec_is_an_error(package: ModuleType, tmp_path: Path) -> None:
    changed = tmp_path / "features.py"
    changed.write_text(Path(str(package.__file__)).read_text() + "\n# changed\n")
    other = ModuleType("changed")
    other.__file__ = str(changed)
    with pytest.raises(SchemaError, match=r"codecs were written for other classes.*generate"):
        runtime.check_bindings(other, "0" * 64)


def test_every_assignment_of_a_reader_matters(package: ModuleType) -> None:
    """Drop one assignment after the other: each time a document must read differently."""
    codec = importlib.import_module("features_dm.codec.toy.features")
    source = Path(str(codec.__file__)).read_text()
    lines = source.splitlines(keepends=True)
    documents = [parse(document(body)) for body in COVERED.values()]
    expected = [repr(bind(root, package.All)) for root in documents]
    dropped = _assignments(lines)
    assert len(dropped) > 20
    survivors = [i for i in dropped if _reads_the_same(lines, i, documents, expected)]
    assert [lines[i].strip() for i in survivors] == []


def _assignments(lines: list[str]) -> list[int]:
    """Return the lines that set an attribute from the document, where a document can reach them."""
    found, function = [], ""
    for i, line in enumerate(lines):
        function = line if line.startswith("def ") else function
        unreachable = "read_Shape(" in function or "read_MixedType(" in line or "read_WildT" in line
        stores = line.strip().startswith("made.") and " = " in line
        if stores and not unreachable and "else:" not in lines[i - 1]:
            found.append(i)
    return found


def _reads_the_same(
    lines: list[str], dropped: int, documents: list[etree._Element], expected: list[str]
) -> bool:
    indent = lines[dropped][: len(lines[dropped]) - len(lines[dropped].lstrip())]
    changed = [*lines[:dropped], f"{indent}pass\n", *lines[dropped + 1 :]]
    name = "features_dm.codec.toy.features"
    mutant, original = ModuleType(name), sys.modules[name]
    exec(compile("".join(changed), name, "exec"), mutant.__dict__)
    sys.modules[name] = mutant  # derived types are looked up there
    try:
        found = [repr(mutant.READERS["All"](root)) for root in documents]
    except (AttributeError, NameError, TypeError):
        return False
    finally:
        sys.modules[name] = original
    return found == expected


@pytest.mark.parametrize("bad", ["\x00", "\x1f", "￾", "\ud800"])
@pytest.mark.parametrize("place", ["id", "either"])
def test_characters_that_xml_cannot_hold_are_refused(
    package: ModuleType, bad: str, place: str
) -> None:
    content = bind(parse(document("")), package.All)
    if place == "id":
        content.id = f"a{bad}b"
    else:
        content.either = [f"a{bad}b"]
    with pytest.raises(ValueError, match=r"cannot|U\+"):
        serialize(content)


@pytest.mark.parametrize("value", ["a\r\nb", "tab\there", " both ", "<&>\"'", "\U0001f600", "]]>"])
def test_odd_characters_survive(package: ModuleType, value: str) -> None:
    content = bind(parse(document("")), package.All)
    content.id, content.default = value, value
    again = bind(parse(serialize(content)), package.All)
    assert (again.id, again.default) == (value, value)
