"""Samples come with their files, which agree with them in all that the validator looks at."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from astropy.io import fits
from lxml import etree

import dpkit
from dpkit.errors import ProductError
from dpkit.schema.dictionary import HeaderMap, file_format, product_entry, product_names
from dpkit.simulate import SampleError, sample, write_sample
from dpkit.simulate.payload import draft_files

every_product = pytest.mark.parametrize("name", product_names())


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@every_product
@pytest.mark.parametrize("mode", [{}, {"minimal": True}, {"full": True}], ids=str)
def test_samples_with_their_files_are_clean(name: str, mode, tmp_path: Path) -> None:
    described = all(storage.format for storage in product_entry(name).storages)
    for seed in range(3):
        document = write_sample(name, tmp_path / str(seed), seed=seed, **mode)
        found = {(f.code, f.severity) for f in dpkit.validate(document).findings}
        # Of some formats nobody has a description that could be checked.
        allowed = set() if described else {("format-unknown", "warning")}
        assert found <= allowed, seed


@every_product
def test_the_same_seed_gives_the_same_files(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_sample(name, tmp_path / folder, seed=2)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_values_that_a_format_fixes_are_in_the_document(tmp_path: Path) -> None:
    said = file_format("nir.exposureCatalog")["hdus"][0]["keywords"]
    (fixed,) = (k["fixed"] for k in said if k["name"] == "TELESCOP")
    for seed in range(5):
        document = write_sample("DpdNirExposureCatalog", tmp_path / str(seed), seed=seed)
        root = etree.parse(document).getroot()
        (file,) = (document.parent / "data").iterdir()
        with fits.open(file) as hdus:
            assert root.findtext("Data/Instrument/TelescopeName") == fixed
            assert root.findtext("Data/NumberOfSources") == str(len(hdus["CATALOG"].data))
            assert 0 < len(hdus["CATALOG"].data) < 10


def test_size_and_checksum_are_those_of_the_file(tmp_path: Path) -> None:
    document = write_sample("DpdNirMasterDark", tmp_path, full=True)
    (file,) = (tmp_path / "data").iterdir()
    (container,) = etree.parse(document).iter("DataContainer")
    digest = getattr(hashlib, container.get("checksumMethod").replace("-", "").lower())
    assert container.get("checksumValue") == digest(file.read_bytes()).hexdigest()
    assert container.get("fileSize") == str(file.stat().st_size)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    document = write_sample("DpdNirMasterDark", tmp_path)
    before = files_of(tmp_path)
    document.unlink()
    (file,) = (tmp_path / "data").iterdir()
    with pytest.raises(ProductError, match="is there already"):
        write_sample("DpdNirMasterDark", tmp_path)
    assert files_of(tmp_path) == {f"data/{file.name}": before[f"data/{file.name}"]}


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the files is made, and then something fails."""

    def fail(*words: object) -> None:
        draft_files(*words)
        raise SampleError("not today")

    monkeypatch.setattr(sample, "draft_files", fail)
    with pytest.raises(SampleError, match="not today"):
        write_sample("DpdNirMasterDark", tmp_path)
    assert files_of(tmp_path) == {}


def test_a_format_that_nobody_describes_gets_the_keywords_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = product_entry("DpdVisStackedFrame")
    tied = (
        HeaderMap(path="Header/ProductType", file="DataStorage", hdu="0", key="KIND",
                  tolerance=0, type="xs:token"),
        HeaderMap(path="Header/CreationDate", file="DataStorage", hdu="SCI", key="MADE",
                  tolerance=0, type="xs:dateTime"),
    )  # fmt: skip
    object.__setattr__(entry, "headers", (*entry.headers, *tied))
    monkeypatch.setattr("dpkit.simulate.sample.product_entry", lambda _: entry)
    try:
        document = write_sample(entry.name, tmp_path)
        assert {f.code for f in dpkit.validate(document).findings} == {"format-unknown"}
        (file,) = (tmp_path / "data").glob("*_DATASTORAGE_*")
        assert fits.getval(file, "KIND") == entry.name
        assert fits.getval(file, "MADE", "SCI")
    finally:
        object.__setattr__(entry, "headers", entry.headers[: -len(tied)])
