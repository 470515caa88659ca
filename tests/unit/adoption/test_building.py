"""Documents are built from what headers tell; what they do not tell is named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from astropy.io import fits

from dpkit.adoption.building import build_document, fill_document
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.errors import FileFormatError, ProductError
from dpkit.product.document import Document, id_of_bytes
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.validation import validate

from .conftest import CATALOG, card

TOLD = [name for name in product_names() if product_entry(name).headers]
Sample = Callable[..., tuple[Document, dict[str, list[Path]]]]

FRAME = """
[values]
Data.ExposureTime.Unit = "s"
Data.ImgType.Technique = "IMAGE"
"Data.ImgSpatialFootprint.Polygon" = { wcs = "*.SCI" }

[rows."Data.DetectorList.Detector"]
hdus = "{detector}.SCI"
DetectorId = { name = "detector" }
"""


def test_there_are_products_whose_headers_tell_something() -> None:
    kinds = {storage.format for name in TOLD for storage in product_entry(name).storages}
    assert {"nir.calibratedScienceFrame", "roman.image", "spirou.blaze"} <= kinds


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("product", TOLD)
def test_what_headers_tell_is_as_it_was(product: str, seed: int, sample: Sample) -> None:
    original, files = sample(product, seed, full=seed == 2)
    filling = fill_document(original.entry, files)
    for header in original.entry.headers:
        said = [text.strip() for text in original.texts(header.path)]
        found = list(filling.document.texts(header.path))
        if header.join:  # an empty list has no keyword
            said = [" ".join(text.split()) for text in said if text]
            found = [text for text in found if text]
        assert found == said, header.path
    for storage in original.entry.storages:
        for part in ("name", "format", "format-version"):
            path = f"{storage.path}/{storage.parts[part]}"
            assert list(filling.document.texts(path)) == original.texts(path)


@pytest.mark.parametrize("product", TOLD)
def test_every_gap_has_a_remedy_that_the_mapping_takes(product: str, sample: Sample) -> None:
    """What is not told is what the original has beyond headers, files and itself."""
    original, files = sample(product, minimal=True)
    entry = original.entry
    gaps = fill_document(entry, files).gaps
    empty = {h.path for h in entry.headers if h.join and not any(original.texts(h.path))}
    told = {header.path for header in entry.headers} - empty
    assert not told & gaps.keys()
    for path, gap in gaps.items():
        if path in empty:
            continue
        assert original.texts(path) or original.texts(f"{path}/*"), path
        assert gap.path in gap.remedy


def test_rows_that_keywords_tell_of_are_made(sample: Sample) -> None:
    original, files = sample("DpdSpirouBlaze", full=True)
    filling = fill_document(original.entry, files)
    row = "Data/OrderList/Order"
    values = {"OrderNumber": "SignalToNoise"}
    for key, value in values.items():
        said = zip(original.texts(f"{row}/{key}"), original.texts(f"{row}/{value}"), strict=True)
        found = zip(
            filling.document.texts(f"{row}/{key}"),
            filling.document.texts(f"{row}/{value}"),
            strict=True,
        )
        assert {(int(one), float(other)) for one, other in said} <= {
            (int(one or ""), float(other or "")) for one, other in found
        }


def test_a_frame_is_whole_with_a_mapping(frame_files: dict[str, list[Path]]) -> None:
    entry = product_entry("DpdNirCalibratedFrame")
    built = build_document(entry, frame_files, parse_mapping(FRAME, entry))
    assert built.gaps == ()
    document = built.document
    assert document is not None
    assert document.texts("Data/DetectorList/Detector/DetectorId") == ["DET11", "DET12"]
    assert validate(document).ok
    (file,) = document.files()
    assert file.location == frame_files["DataStorage"][0]
    assert file.checksum == hashlib.sha256(file.location.read_bytes()).hexdigest()
    assert document.source.name == f"DpdNirCalibratedFrame__{document.id}.xml"


@pytest.fixture
def frame_files(tmp_path: Path) -> dict[str, list[Path]]:
    """Return the file of a small simulated frame."""
    import dpkit
    from dpkit.processing.nir.observation import ObservationSettings
    from dpkit.processing.nir.simulation import write_observation

    settings = ObservationSettings(detectors=("DET11", "DET12"), shape=(64, 64), exposures=1)
    (path,) = write_observation(settings, tmp_path / "sim")
    file = dpkit.read(path).files["DataStorage"].location
    path.unlink()
    return {"DataStorage": [file]}


def test_the_id_follows_from_the_content(frame_files: dict[str, list[Path]]) -> None:
    entry = product_entry("DpdNirCalibratedFrame")
    rules = parse_mapping(FRAME, entry)
    one, again = (
        build_document(entry, frame_files, rules, created=t).document for t in (1, 10**18)
    )
    assert one is not None
    assert again is not None
    assert one.id == again.id
    assert one.data != again.data
    other = parse_mapping(FRAME.replace('"IMAGE"', '"OTHER"'), entry)
    changed = build_document(entry, frame_files, other).document
    assert changed is not None
    assert changed.id != one.id


def test_an_id_of_the_mapping_is_kept(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = CATALOG + 'Header.ProductId = { key = "PRODID" }\n'
    files = {"DataStorage": [frame(TILE=7, PRODID="MER_7")]}
    document = build_document(entry, files, parse_mapping(text, entry)).document
    assert document is not None
    assert document.id == "MER_7"
    assert document.source.name == "DpdMerFinalCatalog__MER_7.xml"


def test_flags_are_judged(sample: Sample) -> None:
    original, files = sample("DpdSpirouBlaze", minimal=True)
    filling = fill_document(original.entry, files)
    for flag in original.entry.flags:
        assert list(filling.document.texts(flag)) == ["false"]
        assert not any(path.startswith("QualityFlags") for path in filling.gaps)


def test_any_fits_file_becomes_a_product(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    path = frame("cat.fits", TILE=7)
    document = build_document(
        entry, {"DataStorage": [path]}, parse_mapping(CATALOG, entry)
    ).document
    assert document is not None
    assert document.text("Data/TileIndex") == "7"
    assert document.text("Header/DataSetRelease") == "main"
    assert validate(document).ok


def test_software_is_taken_from_our_own_files_only(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    foreign = fill_document(entry, {"DataStorage": [frame("a.fits", ORIGIN="ESO")]})
    own = fill_document(entry, {"DataStorage": [frame("b.fits", ORIGIN="MER", SOFTVERS="2.0")]})
    assert "Header/SoftwareName" in foreign.gaps
    assert list(own.document.texts("Header/SoftwareName")) == ["MER"]
    assert list(own.document.texts("Header/SoftwareRelease")) == ["2.0"]


def test_several_files_of_a_storage_are_rows(frame: Callable[..., Path], tmp_path: Path) -> None:
    logs = [tmp_path / "one.log", tmp_path / "two.log"]
    for log in logs:
        log.write_text("begun\n,,, ended\n")
    entry = product_entry("DpdMerFinalCatalog")
    files = {"DataStorage": [frame(TILE=7)], "LogFile": logs}
    text = CATALOG + 'Data.ProcessingSteps.ProcessingStep.Name = ["first", "second"]\n'
    document = build_document(entry, files, parse_mapping(text, entry)).document
    assert document is not None
    assert [one.name for one in document.files()] == ["one.log", "two.log", "a.fits"]
    assert validate(document).ok


def test_files_can_be_rows(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = (
        CATALOG
        + """[rows."Data.ProcessingSteps.ProcessingStep"]
file = "LogFile"
Name = { key = "STEP" }
"""
    )
    logs = [frame("one.fits", STEP="first"), frame("two.fits", STEP="second")]
    files = {"DataStorage": [frame(TILE=7)], "LogFile": logs}
    document = build_document(entry, files, parse_mapping(text, entry)).document
    assert document is not None
    steps = "Data/ProcessingSteps/ProcessingStep"
    assert document.texts(f"{steps}/Name") == ["first", "second"]
    assert document.texts(f"{steps}/LogFile/FileName") == ["one.fits", "two.fits"]
    alone = fill_document(entry, {"DataStorage": files["DataStorage"]}, parse_mapping(text, entry))
    assert [gap.message for gap in alone.gaps.values()] == ["has no rows: no file"]


def test_what_xml_cannot_hold_is_a_gap(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = CATALOG.replace('"MER_Test"', '"MER\\u0001"')
    gaps = fill_document(entry, {"DataStorage": [frame(TILE=7)]}, parse_mapping(text, entry)).gaps
    assert "which XML cannot hold" in gaps["Header/SoftwareName"].message


def test_a_dataset_is_named(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    filling = fill_document(entry, {"DataStorage": [frame(TILE=7)]}, dataset="DR1")
    assert list(filling.document.texts("Header/DataSetRelease")) == ["DR1"]


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("EXPTIME", "EXPTIME = 'long    '", "EXPTIME is 'long', which is no number"),
        ("EXPTIME", "EXPTIME =                  NaN", "keyword EXPTIME cannot be parsed"),
        ("EXPTIME", "EXPTIME =", "EXPTIME is blank"),
        ("FILTER", "FILTER  = '        '", "FILTER is blank"),
        ("FILTER", "COMMENT no filter", "FILTER is missing"),
        ("IMG_T1", "EXPTIME =                  3.0", "keyword EXPTIME is there 2 times"),
        ("DATE-OBS", "DATE-OBS= 'yesterday'", "DATE-OBS is 'yesterday', which is no time"),
        ("EXPNUM", "EXPNUM  =                  1.5", "EXPNUM is 1.5, which is no whole number"),
    ],
)
def test_a_bad_keyword_is_a_gap(
    key: str, text: str, message: str, frame_files: dict[str, list[Path]]
) -> None:
    (path,) = frame_files["DataStorage"]
    card(path, key, text)
    entry = product_entry("DpdNirCalibratedFrame")
    built = build_document(entry, frame_files, parse_mapping(FRAME, entry))
    assert built.document is None
    gap = built.gaps[0]
    assert gap.message.startswith(message)
    assert gap.remedy
    assert gap.file == str(path)


def test_a_value_that_breaks_the_schema_says_where_it_came_from(
    frame_files: dict[str, list[Path]],
) -> None:
    (path,) = frame_files["DataStorage"]
    card(path, "FILTER", "FILTER  = 'J       '")
    entry = product_entry("DpdNirCalibratedFrame")
    with pytest.raises(ProductError, match=r"Data.Filter.Name breaks .*from FILTER.*'J'") as caught:
        build_document(entry, frame_files, parse_mapping(FRAME, entry))
    assert caught.value.place == str(path)
    assert "correct FILTER in the file" in caught.value.remedy


def test_a_name_that_the_schema_forbids_says_so(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    path = frame("a b.fits", TILE=7)
    with pytest.raises(ProductError) as caught:
        build_document(entry, {"DataStorage": [path]}, parse_mapping(CATALOG, entry))
    assert caught.value.remedy == "rename the file"


def test_nan_in_a_tree_is_no_value(sample: Sample) -> None:
    original, files = sample("DpdRomanImage")
    (path,) = files["DataStorage"]
    data = path.read_bytes()
    path.write_bytes(re.sub(rb"( exposure_time:) [^,]*", rb"\1 .nan", data, count=1))
    gap = fill_document(original.entry, files).gaps["Data/Exposure/ExposureTime"]
    assert gap.message == "roman.meta.exposure.exposure_time is nan, which is no value"


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    entry = product_entry("DpdNirMasterDark")
    with pytest.raises(FileFormatError, match="is no FITS file, which DataStorage of") as caught:
        build_document(entry, {"DataStorage": [path]})
    assert caught.value.place == str(path)


def test_defaults_and_options(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = CATALOG.replace('key = "TILE"', 'key = "TILENR", default = 5')
    document = build_document(
        entry, {"DataStorage": [frame(TILE=7)]}, parse_mapping(text, entry)
    ).document
    assert document is not None
    assert document.text("Data/TileIndex") == "5"
    text = CATALOG + 'Header.DataModelVersion = { key = "DM", optional = true }\n'
    assert (
        fill_document(
            entry, {"DataStorage": [frame("b.fits", TILE=7)]}, parse_mapping(text, entry)
        ).gaps
        == {}
    )


def test_a_keyword_that_is_wanted_and_missing_has_near_names(frame: Callable[..., Path]) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = CATALOG.replace('"TILE"', '"TILENUM"')
    filling = fill_document(
        entry, {"DataStorage": [frame(TILE_NUM=7)]}, parse_mapping(text, entry, "m.toml")
    )
    (gap,) = filling.gaps.values()
    assert str(gap) == ("Data.TileIndex: TILENUM is missing (did you mean TILE_NUM?; see m.toml:5)")


def test_the_same_of_a_product_without_an_id(frame: Callable[..., Path]) -> None:
    """Units, words, times and names, each converted on its way."""
    entry = product_entry("DpdVisStackedFrame")
    text = """
[files]
DataStorage = "{observation}_stack.fits"
[values]
Header.SoftwareName = "VIS"
Header.SoftwareRelease = "1.0"
Data.ExposureTime.Value = { key = "EXPTIME", unit = "ms" }
Data.ExposureTime.Unit = "s"
Data.ImgType.SecondType = "SKY"
"Data.ImgType" = { Category = "SCIENCE", FirstType = "OBJECT", Technique = "IMAGE" }
Data.Filter.Name = { key = "ESO INS FILT1 NAME", map = { r = "VIS" } }
Data.ObservationId = { name = "observation" }
"Data.DataStorage.@format" = "vis.test"
"Data.DataStorage.@version" = "0.1"
Header.CreationDate = { key = "MJD-OBS", time = "mjd", scale = "tai" }
"""
    cards: dict[str, Any] = {"EXPTIME": 87200, "HIERARCH ESO INS FILT1 NAME": "r"}
    path = frame("17_stack.fits", **cards, **{"MJD-OBS": 61100.5})
    rules = parse_mapping(text, entry)
    document = build_document(
        entry, {"DataStorage": [path]}, rules, words={"observation": "17"}
    ).document
    assert document is not None
    assert document.text("Data/ExposureTime/Value") == "87.2"
    assert document.text("Data/Filter/Name") == "VIS"
    assert document.text("Data/ObservationId") == "17"
    # 61100.5 is noon of 1 March 2026, and TAI is 37 s ahead of UTC.
    assert document.text("Header/CreationDate") == "2026-03-01T11:59:23Z"
    assert validate(document).ok
    assert document.id != id_of_bytes(entry.name, document.data)


@pytest.mark.parametrize("system", ["TAI", "TT ", "LOCAL", "TT(TAI)"])
def test_a_time_in_another_scale_is_not_taken_for_utc(
    frame: Callable[..., Path], system: str
) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = CATALOG + '\nHeader.CreationDate = { key = "DATE-OBS"SCALE }\n'
    cards: dict[str, Any] = {"DATE-OBS": "2026-03-01T12:00:37", "TIMESYS": system}
    storages = {"DataStorage": [frame(TILE=7, **cards)]}
    filling = fill_document(entry, storages, parse_mapping(text.replace("SCALE", ""), entry))
    (gap,) = filling.gaps.values()
    assert gap.message.startswith(f"DATE-OBS is no UTC: TIMESYS is {system.strip()} (scale = ")
    said = parse_mapping(text.replace("SCALE", ', scale = "tai"'), entry)
    filling = fill_document(entry, storages, said)
    assert filling.gaps == {}
    assert list(filling.document.texts("Header/CreationDate")) == ["2026-03-01T12:00:00Z"]


@pytest.mark.parametrize("system", ["UTC", "utc", "UTC(NIST)", ""])
def test_utc_is_utc_by_any_name(frame: Callable[..., Path], system: str) -> None:
    entry = product_entry("DpdMerFinalCatalog")
    text = CATALOG + '\nHeader.CreationDate = { key = "DATE-OBS" }\n'
    cards: dict[str, Any] = {"DATE-OBS": "2026-03-01T12:00:00", "TIMESYS": system}
    storages = {"DataStorage": [frame(TILE=7, **cards)]}
    filling = fill_document(entry, storages, parse_mapping(text, entry))
    assert filling.gaps == {}


def test_duplicates_of_one_value_are_no_matter(frame: Callable[..., Path]) -> None:
    path = frame(TILE=7, OTHER=1)
    card(path, "OTHER", "TILE    =                    7")
    assert fits.getheader(path).count("TILE") == 2
    entry = product_entry("DpdMerFinalCatalog")
    filling = fill_document(entry, {"DataStorage": [path]}, parse_mapping(CATALOG, entry))
    assert filling.gaps == {}
