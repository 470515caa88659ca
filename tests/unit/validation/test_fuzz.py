"""Whatever bytes come: a report, never an error, and nothing is changed or fetched."""

from __future__ import annotations

import hashlib
import re
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dpkit
from dpkit.simulate import sample_document
from dpkit.validation.code import CODES
from dpkit.validation.report import Report

PRODUCTS = ("DpdMerFinalCatalog", "DpdVisCalibratedFrame", "DpdCriresFlatQc", "DpdRomanImage")
SHORT, LONG = 60, 2000

# Bytes and words that mean something to a parser.
WORDS = [
    b"<", b">", b"&", b"\"", b"'", b"/", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x y?>",
    b"<!DOCTYPE a>", b"<!DOCTYPE a [<!ENTITY e SYSTEM 'http://localhost/e'>]>", b"&e;", b"&#0;",
    b"&#xD800;", b"\x00", b"\xff", b"\xef\xbb\xbf", b"xmlns='x'", b" xsi:nil='true'",
    b" xsi:type='x'", b" xsi:schemaLocation='x http://localhost/x.xsd'", b"NaN", b"INF", b"-0",
    b"1e999", b"9" * 400, b"2026-02-30T25:61:61Z", b"None", b"../../etc/passwd", b"//*[//*[//*]]",
]  # fmt: skip
CARDS = [
    b"SIMPLE  =                    F", b"NAXIS   =                  999",
    b"NAXIS1  =           9999999999", b"NAXIS1  =                   -1",
    b"BITPIX  =                   13", b"PCOUNT  =  99999999999999999999",
    b"TFIELDS =                  999", b"TFORM1  = '999999999999E'", b"TDIM1   = '(0,-1)'",
    b"XTENSION= 'NOTHING '", b"END", b"CONTINUE  'x&'", b"\x80\xff", b"HIERARCH A B = 1",
    b"GCOUNT  =                    0", b"BSCALE  = 'x'", b"FITS_DEF= 1",
]  # fmt: skip


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def mutate(content: bytes, data: st.DataObject, words: list[bytes]) -> bytes:
    """Replace, insert, remove and repeat pieces, and cut the end off."""
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        length = data.draw(st.sampled_from([0, 1, 8, 80, 2880]))
        word = data.draw(st.one_of(st.sampled_from(words), st.binary(max_size=4)))
        kind = data.draw(st.sampled_from(["insert", "replace", "remove", "repeat", "cut"]))
        if kind == "insert":
            changed[at:at] = word
        elif kind == "replace":
            changed[at : at + len(word)] = word
        elif kind == "remove":
            del changed[at : at + length]
        elif kind == "repeat":
            changed[at:at] = changed[at : at + length]
        elif data.draw(st.booleans()):
            del changed[at:]
    return bytes(changed)


def state(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def check(document: Path) -> Report:
    """Validate at all levels; nothing may be changed."""
    before = state(document.parent)
    report = dpkit.validate(document)
    assert state(document.parent) == before
    for finding in report.findings:
        assert finding.code in CODES
        assert finding.message
        assert finding.source
        assert len(str(finding).splitlines()) == 1
    report.to_dict()
    return report


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def any_bytes(tmp_path: Path, examples: int) -> None:
    @bounded(examples)
    @given(data=st.binary(max_size=400))
    def run(data: bytes) -> None:
        document = tmp_path / "any.xml"
        document.write_bytes(data)
        assert not check(document).ok

    run()


def damaged_documents(tmp_path: Path, examples: int) -> None:
    samples = [sample_document(name, seed=3) for name in PRODUCTS]

    @bounded(examples)
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        document = tmp_path / "damaged.xml"
        document.write_bytes(mutate(data.draw(st.sampled_from(samples)), data, WORDS))
        check(document)

    run()


def damaged_files(make, tmp_path: Path, examples: int) -> None:
    products = {}
    for product in (make.frame(), make.catalog()):
        document = make.written(product, tmp_path)
        text = re.sub(r' (checksumMethod|checksumValue|fileSize)="[^"]*"', "", document.read_text())
        (file,) = (document.parent / "data").iterdir()
        products[text] = (file.name, file.read_bytes())
    folder = tmp_path / "damaged"
    (folder / "data").mkdir(parents=True)

    @bounded(examples)
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        text, (name, content) = data.draw(st.sampled_from(list(products.items())))
        (folder / "doc.xml").write_text(text)
        file = folder / "data" / name
        file.write_bytes(mutate(content, data, CARDS))
        check(folder / "doc.xml")
        file.unlink()

    run()


def test_any_bytes_give_a_report(tmp_path: Path) -> None:
    any_bytes(tmp_path, SHORT)


def test_damaged_documents_give_a_report(tmp_path: Path) -> None:
    damaged_documents(tmp_path, SHORT)


def test_damaged_files_give_a_report(make, tmp_path: Path) -> None:
    damaged_files(make, tmp_path, SHORT)


@pytest.mark.slow
def test_any_bytes_give_a_report_long(tmp_path: Path) -> None:
    any_bytes(tmp_path, LONG)


@pytest.mark.slow
def test_damaged_documents_give_a_report_long(tmp_path: Path) -> None:
    damaged_documents(tmp_path, LONG)


@pytest.mark.slow
def test_damaged_files_give_a_report_long(make, tmp_path: Path) -> None:
    damaged_files(make, tmp_path, LONG)
