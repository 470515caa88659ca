"""Reading is typed, validated, and says where what is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from astropy import units

import dpkit
from dpkit.errors import FileFormatError, NotFoundError, ProductError
from dpkit_dm.nir import DpdNirMasterDark, DpdNirRelPhotoExpCalibration


@pytest.fixture
def document(make, tmp_path: Path) -> Path:
    return make.written(make.calibration(), tmp_path)


def edited(document: Path, old: str, new: str) -> int:
    """Replace a text and return the line on which it stands."""
    text = document.read_text()
    assert old in text
    document.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_content_is_of_the_class_of_the_root(document: Path) -> None:
    assert isinstance(dpkit.read(document).content, DpdNirRelPhotoExpCalibration)
    assert isinstance(dpkit.read(str(document)).content, DpdNirRelPhotoExpCalibration)
    product = dpkit.read(document, DpdNirRelPhotoExpCalibration)
    assert product.content.data.correction_factor_list.correction_factor[0].value == 1.01


def test_another_product_than_expected_is_refused(document: Path) -> None:
    with pytest.raises(
        ProductError, match="is a DpdNirRelPhotoExpCalibration, not a DpdNirMasterDark"
    ) as caught:
        dpkit.read(document, DpdNirMasterDark)
    assert caught.value.place == str(document)


def test_schema_violation_names_file_line_and_product(document: Path) -> None:
    line = edited(document, "<Value>1.01<", "<Value>high<")
    with pytest.raises(ProductError, match=r"DpdNirRelPhotoExpCalibration: .*'high'") as caught:
        dpkit.read(document)
    assert caught.value.place == f"{document}:{line}"


def test_several_violations_are_counted(document: Path) -> None:
    edited(document, "<Value>1.01<", "<Value>high<")
    edited(document, "<Value>0.99<", "<Value>low<")
    with pytest.raises(ProductError, match="and 1 more"):
        dpkit.read(document)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("relphotoexpcalibration", "masterdark", "namespace"),
        ("p:DpdNirRelPhotoExpCalibration", "p:DpdNirRelPhotoExpCalibratio", "did you mean"),
    ],
)
def test_root_that_is_no_product_is_refused(
    document: Path, old: str, new: str, message: str
) -> None:
    text = document.read_text().replace(old, new)
    document.write_text(text)
    with pytest.raises(ProductError, match="the root element is no product") as caught:
        dpkit.read(document)
    assert caught.value.place == f"{document}:2"
    assert message in str(caught.value)


def test_missing_document_and_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file") as caught:
        dpkit.read(tmp_path / "missing.xml")
    assert caught.value.place == str(tmp_path / "missing.xml")
    with pytest.raises(ProductError, match="is a folder"):
        dpkit.read(tmp_path)


def test_cut_off_document(document: Path) -> None:
    document.write_bytes(document.read_bytes()[:-30])
    with pytest.raises(ProductError, match="not well-formed") as caught:
        dpkit.read(document)
    assert caught.value.place.startswith(f"{document}:")


def test_hints_about_the_place_of_the_schema_are_accepted(document: Path) -> None:
    hint = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a b.xsd"'
    before = dpkit.read(document).content
    edited(document, ' version="1.0">', f'{hint} version="1.0">')
    assert dpkit.read(document).content == before


def test_files_lie_in_data_beside_the_document(make, tmp_path: Path) -> None:
    document = make.written(make.frame(), tmp_path)
    reference = dpkit.read(document).files["DataStorage"]
    assert reference.location == document.parent / "data" / reference.name
    assert reference.size == reference.location.stat().st_size
    assert dpkit.read(make.written(make.parameters(), tmp_path)).files == {}


def test_images_are_opened_with_their_pixels(make, tmp_path: Path) -> None:
    product = dpkit.read(make.written(make.frame(), tmp_path))
    with product.open("DataStorage") as hdus:
        assert [hdu.name for hdu in hdus][:3] == ["PRIMARY", "DET11.SCI", "DET11.RMS"]
        assert (hdus["DET11.SCI"].data == np.arange(64).reshape(8, 8)).all()


def test_scaled_images_have_their_physical_values(make, tmp_path: Path) -> None:
    images = make.frame_images()
    images["DET11.DQ"].data = np.full((8, 8), 40_000, "uint16")
    product = dpkit.read(make.written(make.frame(files=images), tmp_path))
    with product.open("DataStorage") as hdus:
        assert hdus["DET11.DQ"].data[0, 0] == 40_000


def test_table_has_units_also_those_that_fits_does_not_know(make, tmp_path: Path) -> None:
    product = dpkit.read(make.written(make.catalog(), tmp_path))
    table = product.table("CatalogStorage")
    assert table["FLUX"].unit == units.electron
    assert table["RIGHT_ASCENSION"].unit == units.deg
    assert table["FLAGS"].unit is None
    assert list(table["SOURCE_ID"]) == [0, 1, 2]
    assert list(table["DETECTOR"]) == ["DET11"] * 3
    assert (table["FLUX"].quantity == 1000 * units.electron).all()


def test_a_file_without_a_table_is_refused(make, tmp_path: Path) -> None:
    product = dpkit.read(make.written(make.frame(), tmp_path))
    with pytest.raises(FileFormatError, match="has no table"):
        product.table("DataStorage")


def test_files_of_a_product_that_was_not_written_are_at_hand(make) -> None:
    with make.frame().open("DataStorage") as hdus:
        assert hdus["DET23.SCI"].data.shape == (8, 8)


def test_unknown_storage_and_missing_file_are_named(make, tmp_path: Path) -> None:
    product = dpkit.read(make.written(make.frame(), tmp_path))
    with pytest.raises(NotFoundError, match="no file 'Storage'"):
        product.open("Storage")
    product.files["DataStorage"].location.unlink()
    with pytest.raises(FileFormatError, match="no such file") as caught:
        product.open("DataStorage")
    assert caught.value.place == str(product.files["DataStorage"].location)


def test_a_document_may_say_that_there_is_no_file(make, tmp_path: Path) -> None:
    document = make.written(make.frame(), tmp_path)
    name = dpkit.read(document).files["DataStorage"].name
    edited(document, name, "None")
    product = dpkit.read(document)
    assert product.files == {}
    with pytest.raises(NotFoundError, match="names no file"):
        product.open("DataStorage")


@pytest.mark.parametrize("keep", [0, 9, 80, 2879, 2880, 5000, 11_520, -2880, -1])
def test_truncated_file_is_refused(make, tmp_path: Path, keep: int) -> None:
    product = dpkit.read(make.written(make.frame(), tmp_path))
    location = product.files["DataStorage"].location
    location.write_bytes(location.read_bytes()[:keep])
    if keep == 2880:  # a whole primary header: a file of its own, which only the format refuses
        product.open("DataStorage").close()
        return
    with pytest.raises(FileFormatError, match="cannot be read as FITS") as caught:
        product.open("DataStorage")
    assert caught.value.place == str(location)
