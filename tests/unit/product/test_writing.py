"""Products appear whole, under their names, or not at all."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

import dpkit
from dpkit.errors import FileFormatError, ProductError
from dpkit.product import writing
from dpkit.product.writing import write_whole
from dpkit.schema.dictionary import product_entry, product_names
from dpkit_dm import nir, pro


def files_in(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("name", product_names())
def test_written_products_are_valid_and_read_back_equal(name: str, make, tmp_path: Path) -> None:
    product = make.product(name)
    document = dpkit.write(product, tmp_path)
    assert document == tmp_path / f"{name}__{product.id}.xml"
    assert product.source == document
    expected = [document.name, *(f"data/{ref.name}" for ref in product.files.values())]
    assert files_in(tmp_path) == sorted(expected)
    described = all(storage.format for storage in product_entry(name).storages)
    found = {f.code for f in dpkit.validate(document).findings}
    assert found <= (set() if described else {"format-unknown"})
    again = dpkit.read(document, product_entry(name).load_class())
    assert again.content == product.content
    assert again.id == product.id


def test_checksum_and_size_are_those_of_the_file(make, tmp_path: Path) -> None:
    document = dpkit.write(make.frame(), tmp_path)
    (file,) = (tmp_path / "data").iterdir()
    data = file.read_bytes()
    text = document.read_text()
    assert f'checksumValue="{hashlib.sha256(data).hexdigest()}"' in text
    assert 'checksumMethod="SHA-256"' in text
    assert f'fileSize="{len(data)}"' in text
    assert len(data) % 2880 == 0


def test_keywords_are_stamped_with_their_comments(make, tmp_path: Path) -> None:
    quality = pro.NirRelPhotoFrameQuality(qprelex=1.0123456789012345, qprelexe=0.001)
    product = make.frame(data=make.frame_data(quality_params=quality))
    dpkit.write(product, tmp_path)
    header = fits.getheader(product.files["DataStorage"].location, 0)
    expected = {
        "FITS_DEF": "nir.calibratedScienceFrame",
        "FITS_VER": "0.3",
        "ORIGIN": "TEST_Software",
        "SOFTVERS": "1.2",
        "TELESCOP": "Euclid",
        "INSTRUME": "NISPsim",
        "FILTER": "NIR_J",
        "OBS_ID": 12,
        "EXPNUM": 3,
        "TOTEXP": 4,
        "PTGID": 1203,
        "EXPTIME": 87.2,
        "DATE-OBS": "2026-03-01T12:00:00.250",
        "MJD-OBS": 61100.50000289352,
        "RA": 10.05,
        "IMG_CAT": "SCIENCE",
        "QPRELEX": pytest.approx(1.0123456789012345, abs=1e-15),
    }
    found = {key: header[key] for key in expected}
    found["DATE-OBS"] = found["DATE-OBS"].ljust(23, "0")
    assert found == expected
    assert header.comments["EXPTIME"] == "[s] Exposure time"
    assert header.comments["OBS_ID"] == "Observation"
    assert header.comments["QPRELEX"] == "Median flux ratio to the other exposures"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", header["DATE"])


def test_checksums_in_the_file_are_right(make, tmp_path: Path) -> None:
    product = make.frame()
    dpkit.write(product, tmp_path)
    # A wrong sum is a warning of astropy, which is an error here.
    with fits.open(product.files["DataStorage"].location, checksum=True) as hdus:
        assert all({"CHECKSUM", "DATASUM"} <= set(hdu.header) for hdu in hdus)


@pytest.mark.parametrize("length", [1, 40, 45, 60, 66, 68, 69, 200])
def test_a_long_name_of_software_fits_into_the_header(make, tmp_path: Path, length: int) -> None:
    product = make.frame(software=("'" * 2 + "x" * (length - 1), "1.0"))
    document = dpkit.write(product, tmp_path)
    header = fits.getheader(product.files["DataStorage"].location, 0)
    assert header["ORIGIN"] == "'" * 2 + "x" * (length - 1)
    assert dpkit.validate(document).ok


@pytest.mark.parametrize(
    ("quality", "software"),
    [
        ({"qprelex": float("nan")}, ("a", "1.0")),
        ({"qprelex": float("inf")}, ("a", "1.0")),
        ({}, ("\u00c9clair", "1.0")),
        ({}, ("two\nlines", "1.0")),
    ],
)
def test_what_no_header_can_hold_is_refused(
    make, tmp_path: Path, quality: dict[str, float], software: tuple[str, str]
) -> None:
    data = make.frame_data(quality_params=pro.NirRelPhotoFrameQuality(**quality))
    with pytest.raises(ProductError, match=r"keyword .* cannot hold"):
        dpkit.write(make.frame(data=data, software=software), tmp_path)
    assert files_in(tmp_path) == []


def test_nothing_is_overwritten(make, tmp_path: Path) -> None:
    product = make.frame()
    document = dpkit.write(product, tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}
    with pytest.raises(ProductError, match="is there already") as caught:
        dpkit.write(product, tmp_path)
    assert caught.value.place == str(document)
    document.rename(tmp_path / "renamed.xml")
    product.source = tmp_path / "renamed.xml"
    with pytest.raises(ProductError, match="is there already"):
        dpkit.write(product, tmp_path)
    after = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}
    assert sorted(after.values()) == sorted(before.values())


def test_a_product_that_was_read_can_be_written_elsewhere(make, tmp_path: Path) -> None:
    first = dpkit.write(make.frame(), tmp_path / "a")
    second = dpkit.write(dpkit.read(first), tmp_path / "b")
    assert second.read_bytes() == first.read_bytes()
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")
    assert dpkit.validate(second).ok


def test_a_file_given_by_its_path_gets_the_keywords_and_keeps_its_pixels(
    make, tmp_path: Path
) -> None:
    images = make.frame_images()
    images[1].data = np.arange(64, dtype="uint16").reshape(8, 8) + 40_000
    images.writeto(tmp_path / "given.fits")
    before = (tmp_path / "given.fits").read_bytes()
    product = make.frame(files=tmp_path / "given.fits")
    dpkit.write(product, tmp_path / "out")
    assert (tmp_path / "given.fits").read_bytes() == before
    with fits.open(product.files["DataStorage"].location) as hdus:
        assert hdus[0].header["OBS_ID"] == 12
        assert hdus[1].data.dtype == np.dtype("uint16")
        assert (hdus[1].data == images[1].data).all()


def test_a_given_file_that_is_missing_is_named(make, tmp_path: Path) -> None:
    product = make.frame(files=tmp_path / "missing.fits")
    with pytest.raises(FileFormatError, match=r"missing\.fits"):
        dpkit.write(product, tmp_path / "out")
    assert files_in(tmp_path) == []


def test_a_lost_file_of_a_product_that_was_read_is_named(make, tmp_path: Path) -> None:
    product = dpkit.read(dpkit.write(make.frame(), tmp_path / "a"))
    location = product.files["DataStorage"].location
    location.unlink()
    with pytest.raises(FileFormatError, match="No such file") as caught:
        dpkit.write(product, tmp_path / "b")
    assert caught.value.place == str(location)
    assert files_in(tmp_path / "b") == []


class Disaster(BaseException):
    """Something that no code expects."""


def fail(*_args: object, **_more: object) -> None:
    raise Disaster


def nth(function, number: int):
    """Return a function that fails when it is called for the n-th time."""
    calls = []

    def call(*args: object, **more: object):
        calls.append(args)
        if len(calls) == number:
            raise Disaster
        return function(*args, **more)

    return call


FAULTS = {
    "stamping": ("stamp_keywords", None),
    "checksum": ("file_checksum", None),
    "serializing": ("serialize", None),
    "validating": ("parse_valid", None),
    "syncing the file": ("_sync", 1),
    "syncing the document": ("_sync", 2),
    "syncing a folder": ("_sync", 3),
    "syncing the other folder": ("_sync", 4),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_leaves_nothing_behind(
    make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    name, number = FAULTS[fault]
    product = make.frame()
    broken = fail if number is None else nth(getattr(writing, name), number)
    monkeypatch.setattr(writing, name, broken)
    with pytest.raises(Disaster):
        dpkit.write(product, tmp_path)
    assert files_in(tmp_path) == []
    assert product.source is None
    monkeypatch.undo()
    assert dpkit.validate(dpkit.write(product, tmp_path)).ok


@pytest.mark.parametrize("number", [1, 2])
def test_a_failed_renaming_leaves_nothing_behind(
    make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    product = make.frame()
    monkeypatch.setattr(Path, "rename", nth(Path.rename, number))
    with pytest.raises(Disaster):
        dpkit.write(product, tmp_path)
    monkeypatch.undo()
    assert files_in(tmp_path) == []


def test_a_full_disk_leaves_nothing_behind(
    make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    product = dpkit.read(dpkit.write(make.frame(), tmp_path / "a"))
    monkeypatch.setattr(shutil, "copyfile", half)
    with pytest.raises(OSError, match="No space left"):
        dpkit.write(product, tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_failure_leaves_the_folders_that_were_there(make, tmp_path: Path) -> None:
    product = make.frame()
    product.content.header.product_id = None
    (tmp_path / "out").mkdir()
    with pytest.raises(ProductError):
        dpkit.write(product, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_document_appears_last(make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    rename = Path.rename

    def watch(self: Path, target: Path) -> Path:
        seen.append(Path(target).suffix)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", watch)
    dpkit.write(make.frame(), tmp_path)
    assert seen == [".fits", ".xml"]


def test_content_that_was_spoiled_after_its_making_is_refused(make, tmp_path: Path) -> None:
    product = make.parameters()
    product.content.data.match_radius = -1.0
    with pytest.raises(ProductError, match="MatchRadius"):
        dpkit.write(product, tmp_path)
    assert files_in(tmp_path) == []


def test_write_whole_replaces_a_file_or_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new" / "a.json"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    for number in (1, 2):
        monkeypatch.setattr(writing, "_sync", nth(writing._sync, number))
        with pytest.raises(Disaster):
            write_whole(file, b"two")
        monkeypatch.undo()
        assert files_in(tmp_path) == ["new/a.json"]
        assert file.read_bytes() == b"two"


def test_parameters_are_written_too(make, tmp_path: Path) -> None:
    from dpkit_dm.bas import GenericKeyValueParameter, GenericKeyValueParameters

    said = GenericKeyValueParameters(
        parameter=[
            GenericKeyValueParameter(key="clip", description="Clipping.", choice=value)
            for value in (3, 2.5, True)
        ]
    )
    product = make.calibration(parameters=said)
    again = dpkit.read(dpkit.write(product, tmp_path), nir.DpdNirRelPhotoExpCalibration)
    assert again.content.parameters == said
    text = (again.source or tmp_path).read_text()
    for element in ("<IntValue>3<", "<DoubleValue>2.5<", "<BooleanValue>true<"):
        assert element in text
