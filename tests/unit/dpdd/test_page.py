"""The pages that are written when a build begins."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpkit.dpdd.family import families
from dpkit.dpdd.page import product_pages
from dpkit.schema.dictionary import product_names


def test_every_product_and_family_has_a_page(reference) -> None:
    for family, products in families().items():
        assert (reference.out / f"made/{family}/index.html").is_file()
        for name in products:
            assert (reference.out / f"made/{family}/{name}.html").is_file()
    assert sorted(name for products in families().values() for name in products) == sorted(
        product_names()
    )


def test_the_index_leads_to_every_product(reference) -> None:
    links = set(reference.page("products").xpath("//a/@href"))
    for family, products in families().items():
        assert f"made/{family}/index.html#products-{family}" in links
        for name in products:
            assert f"made/{family}/{name}.html#product-{name.lower()}" in links


def test_building_twice_gives_the_same(build, reference, tmp_path: Path) -> None:
    sources = {
        str(file.relative_to(reference.source)): file.read_text()
        for file in reference.source.glob("*.rst")
    }
    other = build(tmp_path, sources, "-W", written="made")
    assert other.status == 0
    files = [file.relative_to(reference.out) for file in reference.out.rglob("*.html")]
    assert len(files) > len(product_names())
    for file in files:
        assert (other.out / file).read_bytes() == (reference.out / file).read_bytes()


def test_a_second_build_writes_what_changed_only(build, tmp_path: Path) -> None:
    site = build(tmp_path, {}, "-W", written="made")
    before = {file: file.stat().st_mtime_ns for file in site.source.rglob("made/**/*.rst")}
    assert len(before) == len(product_pages())
    some = next(iter(product_pages()))
    stale = site.source / "made/old/DpdOld.rst"
    stale.parent.mkdir()
    shutil.copy(site.source / "made" / some, stale)
    assert build(tmp_path, {}, written="made").status == 0
    assert not stale.exists()
    assert {file: file.stat().st_mtime_ns for file in before} == before


@pytest.mark.parametrize("name", ["mine.rst", next(iter(product_pages()))])
def test_a_page_by_hand_is_never_replaced(build, capsys, tmp_path: Path, name: str) -> None:
    pages = {f"made/{name}": "Mine\n====\n"}
    site = build(tmp_path, pages, written="made")
    assert site.status != 0
    assert (site.source / "made" / name).read_text() == "Mine\n====\n"
    assert "a page by hand lies in the folder of written pages" in capsys.readouterr().err


def test_no_page_is_written_unless_asked(build, tmp_path: Path) -> None:
    site = build(tmp_path, {}, "-W")
    assert {file.name for file in site.source.iterdir()} == {"conf.py", "index.rst"}
