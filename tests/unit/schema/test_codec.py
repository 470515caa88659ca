"""Codecs read and write what xsdata reads and writes, and lose nothing."""

from __future__ import annotations

import copy
import gc
import importlib
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

from dpkit.binding import codec as runtime
from dpkit.binding.door import bind, parse, serialize
from dpkit.binding.nil import Nil
from dpkit.binding.unheld import unheld_values
from dpkit.errors import ProductError, SchemaError
from dpkit.schema.generation.bindings import write_bindings
from dpkit.tai import parse_utc

from .mutation import Document, survivors

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
    module = importlib.import_module("features_dm.toy.features")
    gc.collect()  # of the classes that those with slots were made from, which xsdata would find
    yield module
    sys.path.remove(str(folder))


@pytest.fixture(autouse=True)
def no_fallbacks() -> Counter[str]:
    runtime.FALLBACKS.clear()
    return runtime.FALLBACKS


def by_xsdata(data: bytes, cls: type[Any]) -> Any:
    return XmlParser(context=XmlContext(), handler=XmlEventHandler).from_bytes(data, cls)


XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
# What a document may leave out and stands for: attributes, and the text of an empty element.
DEFAULTS = {"rank": "3", "fixed": "yes", "default": "1 2", "{urn:features}NeededDefault": "3 4"}


def value(text: str | None) -> object:
    """Return what a text stands for, so that 2 and 2.0 are one value, and true and 1."""
    plain = (text or "").strip()
    if plain in {"true", "false"}:
        return repr(float(plain == "true"))
    for convert in (float, parse_utc, lambda text: [float(word) for word in text.split()]):
        try:
            return repr(convert(plain)) if plain else ""
        except ValueError:
            continue
    return text or ""


def census(root: etree._Element) -> list[tuple[str, object, dict[str, object]]]:
    """Return name, text and attributes of every element, but for what its type is called."""
    return [
        (
            str(node.tag),
            value(node.text or DEFAULTS.get(str(node.tag))),
            {str(n): value(str(v)) for n, v in node.attrib.items() if steers_nothing(n, v)},
        )
        for node in root.iter()
    ]


def steers_nothing(name: object, text: object) -> bool:
    return name != f"{XSI}type" and (name != f"{XSI}nil" or text in {"true", "1"})


def assert_all_is_there(before: etree._Element, after: etree._Element) -> None:
    """Compare two documents element by element; attributes may have been given their default."""
    for one, other in zip(census(before), census(after), strict=True):
        assert other[:2] == one[:2]
        added = {name: DEFAULTS.get(name) for name in set(other[2]) - set(one[2])}
        assert other[2] == one[2] | {name: value(text) for name, text in added.items()}


COVERED = {
    "least": "",
    "lists": "<Numbers>1 -INF NaN 2e-3</Numbers><Colours>red red</Colours>",
    "empty list": "<Numbers></Numbers>",
    "unions": "<Either>5</Either><Either>2026-03-01</Either><Either>five</Either>",
    "defaults said": "<Default>x</Default><DefaultColour>deep &amp; blue</DefaultColour>",
    "default empty": "<Default/>",
    "empty enumeration": "<DefaultColour/>",
    "empty numbers": "<DefaultSize/><DefaultSize>1</DefaultSize><DefaultNumber/><DefaultTime/>",
    "defaults of numbers said": "<DefaultSize>1</DefaultSize><DefaultNumber>2</DefaultNumber>"
    "<DefaultTime>2026-03-01T12:00:00Z</DefaultTime>",
    "lists in a class": "<Lists marks='1' needed='red' default='3'><Numbers>1</Numbers>"
    "<DefaultNumbers>2</DefaultNumbers><NeededDefault>5</NeededDefault>"
    "<Many>1 2</Many><Many/><Many>3</Many></Lists>",
    "empty lists in a class": "<Lists marks='' needed='' default=''><Numbers/><DefaultNumbers/>"
    "<NeededDefault/></Lists>",
    "no lists in a class": "<Lists needed=''><Numbers/><NeededDefault/></Lists>"
    "<Lists needed=''><Numbers/><DefaultNumbers/><NeededDefault/></Lists>",
    "nil": '<Nil xsi:nil="true"/><Nils>1</Nils><Nils xsi:nil="1"/><Nils>INF</Nils>',
    "not nil": '<Nil>7</Nil><Nils xsi:nil="false">7</Nils>',
    "nil classes": '<Nilled><Needed xsi:nil="true"/><Maybe xsi:nil="1" one="1" two="a:b"/>'
    '<Ranked xsi:nil="true" rank="4"/><Ranked><Name>n</Name></Ranked><Ranked xsi:nil="true"/>'
    '<Measured xsi:nil="true" unit="m"/><Empty xsi:nil="true"/><NeededItems>1</NeededItems>'
    "</Nilled>",
    "classes that might be nil": "<Nilled><Needed xsi:nil='false'><Text>t</Text></Needed><Empty/>"
    "<Items/><NeededItems/></Nilled><Nilled><Needed><Text>t</Text></Needed><NeededItems/>"
    "<D>1</D><F/><E><Text>t</Text></E></Nilled>"
    "<Nilled><Needed><Text>t</Text></Needed><Empty><Name>n</Name></Empty><NeededItems/></Nilled>",
    "other types": "<Date>2026-03-01</Date><Binary>00FF</Binary>",
    "class": '<Base rank="5"><Name>n</Name></Base><Base><Name> spaced  text </Name></Base>',
    "derived": '<Base xsi:type="f:derivedType" mark="m"><Name>n</Name><Extra>1.50</Extra></Base>',
    "substitution": "<Circle><Name>c</Name></Circle>"
    "<Square mark='q'><Name>s</Name><Extra>2</Extra></Square>",
    "derived, least": '<Base xsi:type="f:derivedType"><Name>n</Name></Base>'
    "<Square><Name>s</Name></Square>",
    "choice": '<B>b</B><A>1</A><C unit="m">2</C><A>2</A>',
    "any attribute": '<Open one="1" two="2"><Text>t</Text></Open>',
    "any attribute with a prefix": '<Open one="f:x" two="xsi:y"><Text>t</Text></Open>',
    "recursion": "<Self><All><Flag>0</Flag><Colour>deep &amp; blue</Colour><Size>1</Size>"
    "<Time>2026-03-01T24:00:00Z</Time><Measure unit=''>0</Measure></All></Self>",
}
WILD = "<Wild><anything xmlns=''>x</anything></Wild>"
UNCOVERED = {
    "mixed": "<Mixed>one <Bold>two</Bold> three</Mixed>",
    "wildcard": WILD,
    "wildcard without a value": "<Wild><anything xmlns='' a='1' xsi:nil='true'/></Wild>",
    "any attribute of a namespace": '<Open f:one="f:x"><Text>t</Text></Open>',
    "nil lists": '<Nilled><Needed xsi:nil="true"/><Items xsi:nil="true"/>'
    '<NeededItems xsi:nil="true"/></Nilled><Nilled><Needed xsi:nil="true"/><Items/>'
    "<NeededItems/></Nilled>",
    "nil choice": '<Nilled><Needed xsi:nil="true"/><NeededItems/><D xsi:nil="true"/><F>f</F>'
    '<E xsi:nil="true" a="f:x"/><F xsi:nil="true"/><D>1</D><F/></Nilled>',
    "type of a leaf": '<Nil xsi:type="xs:int" xmlns:xs="http://www.w3.org/2001/XMLSchema">7</Nil>',
}


def document(body: str) -> bytes:
    return (HEAD + body + "</All>").encode()


EVERY = {**COVERED, **UNCOVERED}
# xsdata expands prefixes in their texts, refuses what says that it is not nil, and takes an empty
# text for none.
READ_OTHERWISE = {
    "any attribute with a prefix",
    "any attribute of a namespace",
    "not nil",
    "nil classes",
    "classes that might be nil",
    "nil choice",
    "nil lists",
}


@pytest.mark.parametrize("name", [name for name in EVERY if name not in READ_OTHERWISE])
def test_reading_equals_xsdata(package: ModuleType, name: str) -> None:
    data = document(EVERY[name])
    root = parse(data)
    etree.XMLSchema(file=str(FEATURES)).assertValid(root)
    # repr, too: equality alone takes a time without zone for one in UTC.
    ours, theirs = bind(root, package.All), by_xsdata(data, package.All)
    if "nil=" not in EVERY[name]:  # where xsdata has None
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
    serialize(bind(parse(document(UNCOVERED[name])), package.All))
    assert sum(no_fallbacks.values()) in {1, 2}


def beside_a_wildcard(body: str) -> str:
    """Return a body with an element more that sends the document to xsdata."""
    before, self_, after = body.partition("<Self>")
    return body if "<Wild" in body else before + WILD + self_ + after


@pytest.mark.parametrize("change", [str, beside_a_wildcard], ids=["alone", "beside a wildcard"])
@pytest.mark.parametrize("name", EVERY)
def test_writing_is_valid_and_loses_nothing(
    package: ModuleType, name: str, change: Callable[[str], str]
) -> None:
    root = parse(document(change(EVERY[name])))
    content = bind(root, package.All)
    written = parse(serialize(content))
    etree.XMLSchema(file=str(FEATURES)).assertValid(written)
    assert repr(bind(written, package.All)) == repr(content)
    assert_all_is_there(root, written)


@pytest.mark.parametrize("name", COVERED)
def test_both_ways_of_reading_give_the_same(package: ModuleType, name: str) -> None:
    """Compared as texts: `Nil` equals None, and NaN nothing."""
    alone = bind(parse(document(COVERED[name])), package.All)
    beside = bind(parse(document(beside_a_wildcard(COVERED[name]))), package.All)
    beside.wild = None
    assert repr(alone) == repr(beside)


def test_what_is_nil_is_there_without_a_value(package: ModuleType) -> None:
    content = bind(parse(document(COVERED["nil classes"] + COVERED["nil"])), package.All)
    (nilled,) = content.nilled
    assert content.nil is not None
    assert not content.nil
    assert content.nil == None  # noqa: E711  # as xsdata reads it
    assert content.nil == Nil()
    assert (nilled.maybe == Nil({"one": "1"}), nilled.maybe == 0) == (False, False)
    assert nilled.maybe.attributes == {"one": "1", "two": "a:b"}
    copied = pickle.loads(pickle.dumps(content))
    assert serialize(copied) == serialize(content)


def test_none_and_nil_are_written_as_what_they_are(package: ModuleType) -> None:
    content = bind(parse(document("")), package.All)
    content.nilled = [package.AllNilled(needed=None, maybe=Nil({"a": "b"}), needed_items=[1.0])]
    content.nil, content.nils = Nil(), [1.0, None]
    root = parse(serialize(content))
    etree.XMLSchema(file=str(FEATURES)).assertValid(root)
    found = root.xpath("//*[@*[local-name() = 'nil']]")
    names = [etree.QName(node).localname for node in found]
    assert names == ["Nil", "Nils", "Needed", "Maybe"]
    content.wild = package.WildType()
    assert census(parse(serialize(content)))[:-1] == census(root)


@pytest.mark.parametrize("said", ["true", "1"])
def test_a_document_without_a_value_is_refused(package: ModuleType, said: str) -> None:
    data = document("").replace(b' id="', f'\nxsi:nil="{said}" id="'.encode())
    with pytest.raises(ProductError, match="root element says that it has no value") as caught:
        bind(parse(data), package.All, place="a.xml")
    assert caught.value.place == "a.xml:2"


def test_a_part_without_a_value_is_nil(package: ModuleType) -> None:
    root = parse(document(COVERED["nil classes"]))
    (maybe,) = root.iter("{urn:features}Maybe")
    assert bind(maybe, package.OpenType) == Nil({"one": "1", "two": "a:b"})


def test_values_that_no_class_can_hold_are_told_with_their_places(package: ModuleType) -> None:
    long = "0" * 4301
    body = (
        f'<Either>{long}</Either><Base rank="{long}"><Name>n</Name></Base>'
        f'<Base xsi:type="f:derivedType" rank="{long}"><Name>n</Name></Base>'
        f"<A>1</A>\n<A>{long}</A>"
    )
    root = parse(document(body).replace(b".25Z", b".2500000000Z"))
    etree.XMLSchema(file=str(FEATURES)).assertValid(root)
    found = list(unheld_values(root, package.All))
    assert [one.path.replace("*", "") for one in found] == [
        "//[4]",
        "//[7]/@rank",
        "//[8]/@rank",
        "//[10]",
    ]
    assert [one.line for one in found] == [1, 1, 1, 2]
    assert [one.kind for one in found] == ["XmlDateTime", "int", "int", "int"]
    with pytest.raises(ProductError, match="no XmlDateTime can hold it"):
        bind(root, package.All)


def test_an_object_that_holds_itself_is_refused_with_what_to_do(package: ModuleType) -> None:
    content = bind(parse(document("")), package.All)
    content.self_value = package.AllSelf(all=content)
    with pytest.raises(ProductError, match="nested without end") as caught:
        serialize(content)
    assert "hold itself" in caught.value.remedy


DOUBLES = st.sampled_from(["INF", "-INF", "NaN", "-0"]) | st.floats().map(
    lambda number: repr(number).replace("inf", "INF").replace("nan", "NaN")
)
INTEGERS = st.integers(-(2**31), 2**31 - 1).map(str)
COLOURS = st.sampled_from(["red", "deep &amp; blue"])
SIZES = st.sampled_from(["1", "20"])
TIMES = st.datetimes(min_value=datetime(1000, 1, 1)).map(
    lambda time: f"{time.isoformat(timespec='microseconds')}Z"
)
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])).map(escape)
NUMBERS = st.lists(DOUBLES, max_size=4).map(" ".join)


def element(name: str, *contents: st.SearchStrategy[str], most: int = 1) -> st.SearchStrategy[str]:
    """Draw an element none to `most` times, with one of some contents."""
    one = st.one_of(*contents).map(lambda text: f"<{name}>{text}</{name}>")
    return st.lists(one, max_size=most).map("".join)


def lists(name: str) -> st.SearchStrategy[str]:
    """Draw an element of the type with lists as elements and as attributes."""
    optional = st.just("") | NUMBERS.map(lambda text: f" marks='{text}'")
    given = st.just("") | NUMBERS.map(lambda text: f" default='{text}'")
    needed = st.lists(st.just("red"), max_size=2).map(lambda all_: f" needed='{' '.join(all_)}'")
    inside = st.tuples(
        NUMBERS.map(lambda text: f"<Numbers>{text}</Numbers>"),
        element("DefaultNumbers", NUMBERS),
        NUMBERS.map(lambda text: f"<NeededDefault>{text}</NeededDefault>"),
        element("Many", NUMBERS, most=3),
    ).map("".join)
    return st.lists(
        st.tuples(optional, needed, given, inside).map(
            lambda parts: f"<{name}{''.join(parts[:3])}>{parts[3]}</{name}>"
        ),
        max_size=2,
    ).map("".join)


EMPTY = st.just("")
BODIES = st.tuples(
    element("Numbers", NUMBERS),
    element("Colours", st.lists(st.just("red"), max_size=3).map(" ".join)),
    element("Either", INTEGERS, TEXTS, st.dates().map(str), most=3),
    element("Default", TEXTS, EMPTY),
    element("DefaultColour", COLOURS, EMPTY),
    element("DefaultSize", SIZES, EMPTY, most=2),
    element("DefaultNumber", DOUBLES, EMPTY),
    element("DefaultTime", TIMES, EMPTY),
    lists("Lists"),
    element("Nils", DOUBLES, most=3),
    element("Date", st.dates(min_value=date(1000, 1, 1)).map(str)),
    element("Binary", st.binary().map(lambda octets: octets.hex().upper())),
    st.lists(element("A", INTEGERS) | element("B", TEXTS), max_size=3).map("".join),
).map("".join)


@given(body=BODIES)
def test_any_document_is_read_as_by_xsdata_and_written_whole(
    package: ModuleType, body: str
) -> None:
    data = document(body)
    root, schema = parse(data), etree.XMLSchema(file=str(FEATURES))
    schema.assertValid(root)
    runtime.FALLBACKS.clear()
    content = bind(root, package.All)
    assert repr(content) == repr(by_xsdata(data, package.All))
    written = parse(serialize(content))
    assert runtime.FALLBACKS == {}
    schema.assertValid(written)
    assert_all_is_there(root, written)
    assert repr(bind(written, package.All)) == repr(content)


ONE_CLASS = """
import gc
gc.disable()
import sys
from dpkit.binding.codec import FALLBACKS
from dpkit.binding.door import bind, parse
from features_dm.toy import features
content = bind(parse(sys.stdin.buffer.read()), features.All)
assert FALLBACKS == {"wildcard": 1}, FALLBACKS
print(type(content.base[0]) is features.DerivedType)
"""


def test_xsdata_takes_no_class_that_slots_have_replaced(package: ModuleType) -> None:
    data = document(COVERED["derived"] + UNCOVERED["wildcard"])
    done = subprocess.run(
        [sys.executable, "-c", ONE_CLASS],
        input=data,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(Path(str(package.__file__)).parents[2])},
        check=False,
    )
    assert done.stdout == b"True\n", done.stderr.decode()


def test_an_empty_list_is_none_that_is_left_out(package: ModuleType) -> None:
    there = bind(parse(document("<Numbers/>")), package.All)
    absent = bind(parse(document("")), package.All)
    assert there == absent
    assert b"Numbers" in serialize(there)
    assert b"Numbers" not in serialize(absent)
    for copied in (copy.deepcopy(there), pickle.loads(pickle.dumps(there))):
        assert serialize(copied) == serialize(there)
    # Who fills it, or takes another empty one, gets what was asked for.
    there.numbers.append(1.0)
    assert b"Numbers>1.0<" in serialize(there)
    there.numbers = []
    assert b"Numbers" not in serialize(there)


def test_a_list_that_must_be_there_is_written_without_items(package: ModuleType) -> None:
    lists = package.AllLists(numbers=[], needed=[], needed_default=[1.0])
    content = bind(parse(document("")), package.All)
    content.lists = [lists]
    written = parse(serialize(content))
    etree.XMLSchema(file=str(FEATURES)).assertValid(written)
    (found,) = written.iter("{urn:features}Lists")
    assert [etree.QName(child).localname for child in found] == ["Numbers", "NeededDefault"]
    assert dict(found.items()) == {"needed": "", "default": "1.0 2.0"}


def test_an_empty_element_with_a_default_gets_it_by_validating(package: ModuleType) -> None:
    root = parse(document("<DefaultColour/><DefaultSize/>"))
    etree.XMLSchema(file=str(FEATURES), attribute_defaults=True).assertValid(root)
    content = bind(root, package.All)
    assert content.default_colour is package.Colour.RED
    assert content.default_size == [package.Size.VALUE_20]
    assert b"DefaultColour>red<" in serialize(content)


def test_a_stale_codec_is_an_error(package: ModuleType, tmp_path: Path) -> None:
    changed = tmp_path / "features.py"
    changed.write_text(Path(str(package.__file__)).read_text() + "\n# changed\n")
    other = ModuleType("changed")
    other.__file__ = str(changed)
    with pytest.raises(SchemaError, match=r"codecs were written for other classes.*generate"):
        runtime.check_bindings(other, "0" * 64)


def test_every_statement_of_the_codec_matters(package: ModuleType) -> None:
    codec = importlib.import_module("features_dm.codec.toy.features")
    documents = [Document(package.All, parse(document(body))) for body in COVERED.values()]
    dropped, left = 0, []
    # No document has a Shape itself: it is abstract.
    for name in sorted(set(codec.READERS) - {"Shape"}):
        for function in (codec.READERS[name], codec.WRITERS[name]):
            count, kept = survivors(function, documents)
            dropped, left = dropped + count, left + kept
    assert dropped > 100
    # What leads to the classes that are left to xsdata is never reached here.
    assert left == [
        "read_All: made.mixed = read_MixedType(child)",
        "read_All: made.wild = read_WildType(child)",
        "write_All: write_MixedType(value, 'features:Mixed', add, j)",
        "write_All: write_WildType(value, 'features:Wild', add, j)",
    ]


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
