"""The door for XML refuses what is dangerous or damaged, with its place, and loses nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import dpkit
from dpkit.binding import parsing
from dpkit.binding.door import bind, line_of, parse, serialize, validate
from dpkit.errors import ProductError
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document

every_product = pytest.mark.parametrize("name", product_names())

BOMB = (
    b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">'
    + b"".join(
        b'<!ENTITY b%d "%s">' % (i, b"&b%d;" % (i - 1) * 10 if i else b"&b;") for i in range(9)
    )
    + b"]>\n<a>&b8;</a>"
)
REFUSED = {
    "doctype": (b"<!DOCTYPE a>\n<a/>", 1),
    "inner subset": (b'<!DOCTYPE a [<!ENTITY e "1">]>\n<a>12&e;5</a>', 1),
    "default by doctype": (b'<!DOCTYPE a [<!ATTLIST a b CDATA "c">]>\n<a/>', 1),
    "entity bomb": (BOMB, None),
    "unknown entity": (b"<a>\n&e;</a>", 2),
    "truncated": (b"<a>\n<b>text</b>\n<c>", 3),
    "truncated in a name": (b"<a>\n<b", 2),
    "two roots": (b"<a/>\n<b/>", 2),
    "empty": (b"", 1),
    "blanks": (b" \n \n", None),
    "nul": (b"\x00\x00\x00", 1),
    "text": (b"no XML", 1),
    "wrong encoding": (b'<?xml version="1.0" encoding="UTF-8"?>\n<a>\xe9</a>', 2),
    "unknown encoding": (b'<?xml version="1.0" encoding="nope"?><a/>', 1),
    "said UTF-16": (b'<?xml version="1.0" encoding="UTF-16"?><a/>', 1),
    "control character": (b"<a>\n\n\x01</a>", 3),
    "control character reference": (b"<a>\n&#1;</a>", 2),
    "forbidden character reference": (b"<a>\n&#xFFFE;</a>", 2),
    "unbound prefix": (b"<a>\n<p:b/></a>", 2),
    "attribute twice": (b'<a>\n<b c="1" c="2"/></a>', 2),
    "deep": (b"<a>" * 10_000 + b"</a>" * 10_000, 1),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_document_is_refused_with_its_line(case: str) -> None:
    data, line = REFUSED[case]
    with pytest.raises(ProductError) as caught:
        parse(data, place="some.xml")
    file, _, said = caught.value.place.rpartition(":")
    assert file == "some.xml"
    assert int(said) == line if line is not None else said.isdigit()
    assert caught.value.remedy


def test_external_entity_is_neither_read_nor_accepted(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    data = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'.encode()
    with pytest.raises(ProductError) as caught:
        parse(data)
    assert "the secret" not in str(caught.value)


def test_parameter_entity_is_not_read(tmp_path: Path) -> None:
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY e "the secret">')
    with pytest.raises(ProductError, match=r"DOCTYPE|Entity 'e' not defined"):
        parse(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a>&e;</a>'.encode())


def test_size_limit_holds_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SIZE_LIMIT", 100)
    fits = b"<a>" + b"x" * 93 + b"</a>"
    assert parse(fits).tag == "a"
    with pytest.raises(ProductError, match="101 bytes, more than 100") as caught:
        parse(fits + b"\n")
    assert caught.value.place == "document"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_are_understood(encoding: str) -> None:
    said = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{said}"?><a>\xe9t\xe9</a>'.encode(encoding)
    assert parse(data).text == "\xe9t\xe9"


@given(st.binary(max_size=200))
def test_any_bytes_parse_or_are_refused(data: bytes) -> None:
    try:
        root = parse(data)
    except ProductError:
        return
    assert etree.fromstring(data).tag == root.tag


def test_lines_beyond_65535_are_right() -> None:
    data = b"<a>" + b"\n" * 100_000 + b"<b/></a>"
    assert line_of(parse(data)[0]) == 100_001


@every_product
def test_smallest_document_is_valid_and_binds(name: str) -> None:
    entry = product_entry(name)
    data = sample_document(name, minimal=True)
    root = parse(data)
    assert validate(root, entry.schema) == []
    content = bind(root, entry.load_class())
    assert bind(parse(serialize(content)), entry.load_class()) == content


def leaves(root: etree._Element) -> list[tuple[str, str]]:
    """Return every text and attribute of a document with its path."""
    tree = root.getroottree()
    found = []
    for node in root.iter():
        path = tree.getpath(node)
        found += [(f"{path}/@{name}", value) for name, value in node.attrib.items()]
        if len(node) == 0:
            found.append((path, " ".join((node.text or "").split())))
    return sorted(found)


@every_product
def test_writing_and_reading_keeps_content_and_every_leaf(name: str, make) -> None:
    entry, content = product_entry(name), make.product(name).content
    data = serialize(content)
    root = parse(data)
    assert validate(root, entry.schema) == []
    again = bind(root, entry.load_class())
    assert again == content
    assert type(again) is type(content)
    assert serialize(again) == data
    # Without indentation xsdata writes, which leaves out an element that holds an empty list.
    written = [leaf for leaf in leaves(parse(serialize(again, indent=""))) if leaf[1]]
    assert written == [leaf for leaf in leaves(root) if leaf[1]]


@every_product
def test_binding_leaves_the_tree_as_it_is(name: str, make) -> None:
    root = parse(serialize(make.product(name).content))
    before = etree.tostring(root)
    bind(root, product_entry(name).load_class())
    assert etree.tostring(root) == before


def test_prefixes_layout_and_comments_do_not_matter_for_the_content(make) -> None:
    content = make.calibration().content
    data = serialize(content, indent="").decode()
    odd = data.replace("p:", "euclid:").replace("xmlns:p=", "xmlns:euclid=")
    odd = odd.replace("<Value>1.01</Value>", "<Value><!-- c -->1.0<!-- -->1</Value><?pi?>\n\n\t")
    assert bind(parse(odd.encode()), type(content)) == content


@pytest.mark.parametrize(
    "text", ["a\rb", "a\nb", "a\tb", " a ", "<&>\"'", "\u00e9\u4e2d\U0001f600", "]]>", "\u2028", ""]
)
def test_odd_but_legal_text_survives(make, text: str) -> None:
    content = make.calibration(software=(text, "1.0")).content
    again = bind(parse(serialize(content)), type(content))
    assert again.header.software_name == text


@pytest.mark.parametrize(
    "character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"]
)
def test_characters_that_xml_cannot_hold_are_refused_on_write(make, character: str) -> None:
    content = make.calibration().content
    content.header.software_name = f"a{character}b"
    with pytest.raises(ProductError, match="cannot be written"):
        serialize(content)


@pytest.mark.parametrize("character", ["\x01", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_refused_in_attributes(make, character: str) -> None:
    content = make.calibration().content
    content.version = f"1{character}"
    with pytest.raises(ProductError, match="cannot be written"):
        serialize(content)


@pytest.mark.parametrize(
    "value", [float("inf"), float("-inf"), float("nan"), 1e-300, 0.1 + 0.2, -0.0]
)
def test_numbers_survive_to_the_last_bit(make, value: float) -> None:
    content = make.calibration().content
    content.data.correction_factor_list.correction_factor[0].value = value
    root = parse(serialize(content))
    assert validate(root, product_entry(type(content).__name__).schema) == []
    again = bind(root, type(content)).data.correction_factor_list.correction_factor[0].value
    assert again.hex() == value.hex()


def test_number_of_another_type_is_written_as_what_it_stands_for(make) -> None:
    import numpy as np

    content = make.calibration().content
    factors = content.data.correction_factor_list.correction_factor
    factors[0].value = np.float32(1.1)
    written = parse(serialize(content))
    (first, *_) = written.iter("Value")
    assert float(first.text) == float(np.float32(1.1))


def test_text_in_a_field_of_numbers_is_refused_by_the_schema(make) -> None:
    content = make.calibration().content
    content.data.correction_factor_list.correction_factor[0].value = "bright"
    root = parse(serialize(content))
    entry = product_entry(type(content).__name__)
    assert "bright" in validate(root, entry.schema)[0].message


def test_violations_carry_line_path_and_plain_names(make) -> None:
    content = make.calibration().content
    data = serialize(content).replace(b"<ObservationId>12<", b"<ObservationId>twelve<")
    (violation,) = validate(parse(data), product_entry(type(content).__name__).schema)
    line = data[: data.index(b"twelve")].count(b"\n") + 1
    assert violation.line == line
    assert violation.path.endswith("/Data/ObservationId")
    assert "'twelve'" in violation.message
    assert "{" not in violation.message


def test_all_violations_are_reported_in_order(make) -> None:
    content = make.calibration().content
    data = serialize(content).replace(b"<Exposure>", b"<Exposure>x")
    violations = validate(parse(data), product_entry(type(content).__name__).schema)
    assert len(violations) == 2
    assert violations[0].line < violations[1].line


def test_violations_of_a_large_document_are_its_own(make) -> None:
    """Not those of documents before it, which the parser's log of this thread still has."""
    content = make.calibration().content
    schema = product_entry(type(content).__name__).schema
    good = serialize(content).replace(b"<Header>", b" " * 200_000 + b"<Header>")
    for value in (b"one", b"two", b"three"):
        bad = good.replace(b"<ObservationId>12<", b"<ObservationId>" + value + b"<")
        line = bad[: bad.index(value + b"<")].count(b"\n") + 1
        (violation,) = validate(parse(bad), schema, bad)
        assert violation.line == line
        assert f"'{value.decode()}'" in violation.message


def test_attributes_that_are_left_out_get_the_default_of_the_schema(make) -> None:
    content = make.calibration().content
    data = serialize(content).replace(b' minLimit="0.98" maxLimit="1.02"', b"")
    root = parse(data)
    assert validate(root, product_entry(type(content).__name__).schema) == []
    flag = root.find("QualityFlags/ExposureFactorOutOfRange")
    assert flag is not None
    assert (flag.get("minLimit"), flag.get("maxLimit")) == ("0.98", "1.02")
    assert bind(root, type(content)) == content


def test_a_valid_value_that_cannot_be_converted_is_refused_with_its_place(
    make, tmp_path: Path
) -> None:
    # Python converts no integer of more than 4300 digits.
    document = make.written(make.calibration(), tmp_path)
    digits = "0" * 5000 + "12"
    text = document.read_text()
    document.write_text(text.replace("Id>12<", f"Id>{digits}<"))
    with pytest.raises(ProductError, match=r"Data/ObservationId: '0+\.\.\.' is valid") as caught:
        dpkit.read(document)
    line = text[: text.index("Id>12<")].count("\n") + 1
    assert caught.value.place == f"{document}:{line}"


def test_threads_get_their_own_errors(make) -> None:
    entry = product_entry("DpdNirRelPhotoExpCalibration")
    good = serialize(make.calibration().content)
    results: dict[int, set[tuple[str, ...]]] = {}

    def work(number: int) -> None:
        bad = good.replace(b"<ObservationId>12<", b"<ObservationId>x%d<" % number)
        seen = set()
        for _ in range(50):
            seen.add(tuple(v.message.split("'")[3] for v in validate(parse(bad), entry.schema)))
        results[number] = seen

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {number: {(f"x{number}",)} for number in range(4)}
