"""What the bytes of a document tell of values that no class can hold."""

from __future__ import annotations

import itertools

import pytest
from lxml import etree
from xsdata.exceptions import ConverterError
from xsdata.formats.converter import converter
from xsdata.models.enums import DataType

from dpkit.binding.unheld import may_be_unheld

FRACTIONS = ["", *("." + "1" * count for count in (1, 9, 10, 13, 30))]
ZONES = ["", "Z", "+14:00", "-00:00"]
YEARS = ["0001", "2026", "9999", "10000", "123456789", "-0044", "-12345"]
DATES = [f"{year}-{day}" for year in YEARS for day in ("01-01", "12-31")]
CLOCKS = ["".join(parts) for parts in itertools.product(["00:00:00", "24:00:00"], FRACTIONS, ZONES)]
NUMBERS = [
    written
    for count in (1, 20, 300, 4299, 4300, 4301, 9000, 20_000)
    for digits in ("9" * count, "0" * count + "1")
    for written in (digits, f"-{digits}", f"+{digits}", f"0.{digits}", f"{digits}.5")
]
OTHERS = ["1e400", "-INF", "NaN", ".5", "1.", "true", "00ff", "--12", "---31", "--02-29", "2026Z"]
TEXTS = [
    *OTHERS,
    *NUMBERS,
    *CLOCKS,
    *DATES,
    *(f"{date}T{clock}" for date in DATES for clock in CLOCKS),
]
TYPES = {
    kind.code: kind
    for kind in DataType
    if kind.code not in {"anyType", "anySimpleType", "error", "duration", "base64Binary"}
}


def judge(code: str) -> etree.XMLSchema | None:
    """Return a schema with an element of a built-in type; none where libxml2 knows no such type."""
    body = f'<xs:element name="a" type="xs:{code}"/>'
    root = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{body}</xs:schema>'
    try:
        return etree.XMLSchema(etree.fromstring(root))
    except etree.XMLSchemaParseError:
        return None


@pytest.mark.parametrize("code", TYPES)
def test_every_value_that_cannot_be_converted_is_suspect(code: str) -> None:
    schema, kind = judge(code), TYPES[code]
    if schema is None:
        assert code in {"anyAtomicType", "dateTimeStamp", "dayTimeDuration", "yearMonthDuration"}
        return
    for text in TEXTS:
        element = etree.Element("a")
        element.text = text
        if not schema.validate(element) or may_be_unheld(etree.tostring(element)):
            continue
        try:
            converter.deserialize(text, [kind.type], format=kind.format)
        except ConverterError as error:
            raise AssertionError(f"{text[:60]} was not suspect") from error


@pytest.mark.parametrize("before", [0, 1, 1000, 4299, 4300, 8600, 10_000])
@pytest.mark.parametrize(("digits", "suspect"), [(4300, False), (4301, True), (9000, True)])
def test_a_long_number_is_seen_wherever_it_stands(before: int, digits: int, suspect: bool) -> None:
    data = b"<a>" + b"x" * before + b"<b>" + b"1" * digits + b"</b>" + b"y" * 5000 + b"</a>"
    assert may_be_unheld(data) is suspect


@pytest.mark.parametrize(
    "data",
    [b"<a>1&#50;</a>", b"<a>1<!-- -->2</a>", b"<a><![CDATA[1]]></a>", "<a/>".encode("utf-16")],
)
def test_what_may_hide_a_value_is_suspect(data: bytes) -> None:
    assert may_be_unheld(data)


def test_plain_documents_are_not_suspect() -> None:
    data = b"<a>a # and ! and 12:00:00.123456789Z and 0.1234567890123</a>"
    assert not may_be_unheld(data)
