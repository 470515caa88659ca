"""Products say the version of their schema, so that what is written reads as what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

import dpkit
from dpkit.errors import ProductError
from dpkit_dm import nir


def said(document: Path) -> str | None:
    return etree.parse(document).getroot().get("version")


def test_an_absent_version_is_filled_in(make, tmp_path: Path) -> None:
    product = make.parameters()
    product.content.version = None
    document = dpkit.write(product, tmp_path)
    assert said(document) == product.entry.version == product.content.version
    assert dpkit.read(document).content == product.content


@pytest.mark.parametrize("version", ["9.9", "", " 1.0 "])
def test_another_version_is_refused(make, tmp_path: Path, version: str) -> None:
    product = make.parameters()
    product.content.version = version
    with pytest.raises(ProductError, match=re.escape(f"not {version!r}")) as caught:
        dpkit.write(product, tmp_path / "out")
    assert caught.value.place == f"{product.id}: @version"
    assert "None" in caught.value.remedy
    assert not (tmp_path / "out").exists()


def test_new_products_say_it(make) -> None:
    given = make.parameters()
    made = dpkit.new(nir.DpdNirRelPhotoParams, data=given.content.data, software=("S", "1"))
    assert made.content.version == made.entry.version
    with pytest.raises(ProductError, match=r"not '9\.9'"):
        dpkit.new(
            nir.DpdNirRelPhotoParams, data=given.content.data, software=("S", "1"), version="9.9"
        )


@pytest.mark.parametrize("written", [False, True])
def test_validation_in_memory_judges_it(make, tmp_path: Path, written: bool) -> None:
    product = make.parameters()
    if written:
        dpkit.write(product, tmp_path)
    product.content.version = "9.9"
    (finding,) = dpkit.validate(product).findings
    assert (finding.code, finding.level) == ("schema-version", "schema")
    assert "'9.9'" in finding.message
    product.content.version = None
    assert dpkit.validate(product).findings == []
    assert product.content.version is None  # validating changes nothing


def test_a_document_without_version_stays_as_it_is(make, tmp_path: Path) -> None:
    document = dpkit.write(make.parameters(), tmp_path / "one")
    text = document.read_text().replace(' version="1.0">', ">", 1)
    document.write_text(text)
    product = dpkit.read(document)
    assert product.content.version is None
    assert said(dpkit.write(product, tmp_path / "two")) is None
    assert product.source.read_text() == text
