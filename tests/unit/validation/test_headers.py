"""Documents against the headers of their files, of every kind, made from the documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from astropy.io import fits
from lxml import etree

import dpkit
from dpkit.schema.dictionary import HeaderMap, product_entry, product_names
from dpkit.simulate import write_sample
from dpkit.validation.headers import agrees


def with_files() -> list[str]:
    """Return the products whose files have a format that their schema fixes."""
    entries = map(product_entry, product_names())
    return [e.name for e in entries if any(s.format is not None for s in e.storages)]


def texts(node: etree._Element, path: str) -> list[str]:
    return [n if isinstance(n, str) else n.text or "" for n in node.xpath(path)]


class Written:
    """A sample with its files, which say nothing of their sizes and checksums."""

    def __init__(self, product: str, folder: Path, **how: Any) -> None:
        self.document = write_sample(product, folder, **how)
        text = self.document.read_text()
        pattern = r' (checksumMethod|checksumValue|fileSize)="[^"]*"'
        self.document.write_text(re.sub(pattern, "", text))
        root = etree.fromstring(text.encode())
        self.files = [
            folder / "data" / name
            for storage in product_entry(product).storages
            for name in texts(root, f"{storage.path}/{storage.parts['name']}")
        ]

    def found(self) -> list[tuple[str, str]]:
        report = dpkit.validate(self.document)
        return [(f.code, f.path) for f in report.findings if f.level in {"format", "headers"}]

    def replace(self, old: str, new: str) -> None:
        text = self.document.read_text()
        assert old in text
        self.document.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("how", [{"seed": 1}, {"seed": 2, "full": True}, {"minimal": True}])
@pytest.mark.parametrize("product", with_files())
def test_files_made_from_a_document_agree_with_it(product: str, how, tmp_path: Path) -> None:
    written = Written(product, tmp_path, **how)
    assert written.files or "minimal" in how  # all files of a product may be optional
    # Of a file whose format the schema leaves open the sample names one that nobody describes.
    open_ones = {s.name for s in product_entry(product).storages if s.format is None}
    assert {one for one in written.found() if one[1] not in open_ones} == set()
    assert {code for code, place in written.found() if place in open_ones} <= {"format-unknown"}


def first(document: Path, element: str) -> str:
    return re.findall(rf"<{element}>([^<]*)<", document.read_text())[0]


def test_every_keyword_is_compared(tmp_path: Path) -> None:
    """Each value that a header repeats is changed in the document alone."""
    for product in with_files():
        written = Written(product, tmp_path / product, seed=3, full=True)
        root = etree.parse(written.document).getroot()
        for header in product_entry(product).headers:
            node = next(iter(root.xpath(header.path)), None)
            if node is None or isinstance(node, str):
                continue  # the other branch of a choice
            old = node.text
            # To a list an item is added; an empty one has no keyword.
            node.text = f"{old or ''} 31" if header.join else other_than(old, header.type)
            written.document.write_bytes(etree.tostring(root))
            found = {(f.code, f.path) for f in dpkit.validate(written.document).findings}
            key = header.key if header.hdu == "0" else f"{header.hdu} {header.key}"
            codes = {code for code, _ in found}
            # A value that the schema does not allow is told there, and nothing after it.
            code = "header-missing" if header.join and not old else "header-differs"
            assert (code, key) in found or "schema-violation" in codes, header
            node.text = old


def other_than(text: str, kind: str) -> str:
    if kind == "xs:dateTime":
        return "1999-01-01T00:00:00Z" if "1999" not in text else "2001-01-01T00:00:00Z"
    if kind in {"xs:double", "xs:float", "xs:decimal"}:
        return str(float(text) * 0.9 + 0.1)
    if kind == "xs:boolean":
        return "false" if text in {"true", "1"} else "true"
    if text.lstrip("+-").isdecimal():
        return str(int(text) // 2 + 1)
    return text + "x"


def test_rows_are_compared_with_their_keywords(tmp_path: Path) -> None:
    written = Written("DpdSpirouBlaze", tmp_path, seed=1, full=True)
    root = etree.parse(written.document).getroot()
    rows = root.xpath("Data/OrderList/Order")
    numbers = [int(row.findtext("OrderNumber")) for row in rows]
    assert len(rows) > 0
    for row, number in zip(rows, numbers, strict=True):
        node = row.find("SignalToNoise")
        if node is None:
            continue
        old, node.text = node.text, str(float(node.text) + 1)
        written.document.write_bytes(etree.tostring(root))
        assert written.found() == [("header-differs", f"EXTSN{number:03d}")]
        node.text = old


def test_a_row_without_its_keyword_is_found(tmp_path: Path) -> None:
    written = Written("DpdSpirouBlaze", tmp_path, seed=1, full=True)
    key = f"EXTSN{int(first(written.document, 'OrderNumber')):03d}"
    fits.delval(written.files[0], key)
    assert written.found() == [("header-missing", key)]


def test_a_keyword_of_a_row_that_is_not_there_is_found(tmp_path: Path) -> None:
    written = Written("DpdSpirouBlaze", tmp_path, seed=1, full=True)
    for key in ("EXTSN", "EXTSN1", "EXTSN77", "EXTSNABC", "EXTSNR"):
        fits.setval(written.files[0], key, value=1.5)
    assert written.found() == []  # none is written as the keyword of a row is
    fits.setval(written.files[0], "EXTSN777", value=1.5)
    (finding,) = (f for f in dpkit.validate(written.document).findings if f.level == "headers")
    assert (finding.code, finding.path, finding.value) == ("header-surplus", "EXTSN777", "1.5")
    assert "no such row at Data/OrderList/Order" in finding.message


@pytest.mark.parametrize(
    ("product", "reader"),
    [("DpdNirMasterDark", "fits.scan.scan_fits"), ("DpdRomanFlat", "asdf.reading.read_asdf")],
)
def test_a_file_is_read_once_by_all_levels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, product: str, reader: str
) -> None:
    from importlib import import_module

    written = Written(product, tmp_path, seed=1)
    module, _, name = f"dpkit.formats.{reader}".rpartition(".")
    read, calls = getattr(import_module(module), name), []

    def counted(path: Path) -> Any:
        calls.append(path)
        return read(path)

    monkeypatch.setattr(import_module(module), name, counted)
    assert written.found() == []
    assert calls == written.files


def test_a_tree_is_compared_with_its_document(tmp_path: Path) -> None:
    written = Written("DpdRomanImage", tmp_path, seed=1)
    start = first(written.document, "StartTime")
    assert written.found() == []
    written.replace(f"<StartTime>{start}<", "<StartTime>1999-12-31T23:59:59Z<")
    assert ("header-differs", "roman.meta.exposure.start_time") in written.found()


def test_an_extra_that_is_not_installed_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    written = Written("DpdRomanFlat", tmp_path, seed=1)
    monkeypatch.setitem(sys.modules, "asdf", None)
    findings = dpkit.validate(written.document).findings
    found = [(f.code, f.severity) for f in findings if f.level in {"format", "headers"}]
    assert found == [("format-unchecked", "warning"), ("header-unchecked", "warning")]
    assert "dpkit[asdf]" in findings[-1].remedy


def test_a_damaged_tree_is_found_once(tmp_path: Path) -> None:
    written = Written("DpdRomanFlat", tmp_path, seed=1)
    (file,) = written.files
    data = file.read_bytes()
    file.write_bytes(data[: data.index(b"\xd3BLK") + 60])
    assert [code for code, _ in written.found()] == ["file-unreadable"]


HEADER = {"path": "", "file": "", "hdu": "0", "key": "K"}


@pytest.mark.parametrize(
    ("kind", "tolerance", "text", "value", "same"),
    [
        ("xs:token", 0, "NIR_J", "NIR_J  ", True),
        ("xs:token", 0, "NIR_J", "NIR_H", False),
        ("xs:token", 0, "12", "12", True),
        ("xs:dateTime", 0, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000", True),
        ("xs:dateTime", 0, "2026-03-01T12:00:00Z", "2026-03-01 12:00:00", True),
        ("xs:dateTime", 0, "2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00", True),
        ("xs:dateTime", 0, "2026-03-01T00:00:00Z", "2026-03-01", True),
        ("xs:dateTime", 0, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001", False),
        ("xs:dateTime", 0.001, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00.001", True),
        ("xs:dateTime", 0, "2026-03-01T12:00:00Z", "noon", False),
        ("xs:dateTime", 0, "2026-03-01T12:00:00Z", None, False),
        ("xs:double", 0, "1.5", 1.5, True),
        ("xs:double", 0.1, "1.5", 1.59, True),
        ("xs:double", 0.1, "1.5", 1.61, False),
        ("xs:double", 0, "NaN", float("nan"), True),
        ("xs:double", 0, "1.5", "1.5", True),
        ("xs:double", 0, "-1.2345678901234567e-100", -1.234567890123e-100, True),
        ("xs:long", 0, "9007199254740993", 9007199254740992, False),
        ("xs:long", 0, "4", 4.0, True),
        ("xs:boolean", 0, "true", True, True),
        ("xs:boolean", 0, "0", True, False),
    ],
)
def test_what_agrees(kind: str, tolerance: float, text: str, value: object, same: bool) -> None:
    assert agrees(HeaderMap(**HEADER, tolerance=tolerance, type=kind), text, value) is same
