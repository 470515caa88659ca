"""New products are filled, named, judged and checked before anybody relies on them."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
from astropy.io import fits
from lxml import etree

import dpkit
from dpkit.binding.access import attributes, fetch
from dpkit.binding.door import bind, serialize
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.document import select_texts
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document
from dpkit_dm import nir, pro

every_product = pytest.mark.parametrize("name", product_names())
CREATED = "2026-05-06T07:08:09.123456Z"


@every_product
def test_header_says_what_the_schema_says(name: str, make) -> None:
    product, entry = make.product(name), product_entry(name)
    header = product.content.header
    assert header.product_type == name
    assert (header.software_name, header.software_release) == make.software
    assert header.curator == entry.custodian
    assert header.data_set_release == "main"
    assert "Header/ProdSDC" not in entry.initial or header.prod_sdc == "LOCAL"
    assert product.content.version == entry.version
    assert product.source is None


def test_creation_date_and_dataset_are_those_given(make) -> None:
    product = make.calibration(created=CREATED, dataset="DR1")
    assert str(product.content.header.creation_date) == CREATED
    assert product.role("dataset") == "DR1"
    assert product.id.startswith("EUC_NIR_REL-PHOTO-EXP_12_NIR_J_20260506T070809.123456Z-")


def test_creation_date_is_now_by_default(make) -> None:
    from datetime import UTC, datetime, timedelta

    made = dpkit.from_xml_time(make.calibration().content.header.creation_date)
    assert abs(made.to_datetime(UTC) - datetime.now(UTC)) < timedelta(minutes=1)


def test_ids_differ_even_at_one_instant(make) -> None:
    assert make.calibration(created=CREATED).id != make.calibration(created=CREATED).id


def test_files_are_named_by_the_template_of_the_schema(make) -> None:
    product = make.frame(created=CREATED)
    name = "EUC_NIR_CAL-FRAME_12_3_NIR_J_20260506T070809.123456Z_01.02.fits"
    assert product.files["DataStorage"].name == name
    assert product.files["DataStorage"].format == "nir.calibratedScienceFrame"
    assert product.files["DataStorage"].format_version == "0.3"


def test_characters_that_a_file_name_cannot_have_are_replaced(make) -> None:
    product = make.parameters("a/../b c\u00e9")
    assert "/" not in product.id
    assert "a-..-b-c-" in product.id


@pytest.mark.parametrize(
    ("factors", "flagged"),
    [
        ((1.0, 1.0), False),
        ((0.98, 1.02), False),
        ((0.979, 1.0), True),
        ((1.0, 1.0201), True),
        ((float("nan"), 1.0), True),
        ((float("inf"), 1.0), True),
    ],
)
def test_flags_are_judged_by_their_own_limits(make, factors, flagged: bool) -> None:
    flag = make.calibration(factors=factors).content.quality_flags.exposure_factor_out_of_range
    assert (flag.value, flag.flagged) == (flagged, flagged)
    assert (flag.min_limit, flag.max_limit) == (0.98, 1.02)


def test_limits_that_are_given_count_and_verdicts_do_not(make) -> None:
    given = pro.SqfNirRelPhotoExpCal(
        exposure_factor_out_of_range=pro.ExposureFactorFlag(
            value=True, min_limit=0.5, max_limit=2.0, flagged=True
        ),
        detector_deviation_out_of_range=pro.DetectorDeviationFlag(
            value=False, max_limit=0.001, flagged=False
        ),
    )
    before = copy.deepcopy(given)
    flags = make.calibration(quality_flags=given).content.quality_flags
    assert flags.exposure_factor_out_of_range.flagged is False
    assert flags.detector_deviation_out_of_range.flagged is True
    assert given == before


def test_a_header_that_is_given_keeps_its_choices(make) -> None:
    header = make.calibration().content.header
    header.purpose = type(header.purpose).PRODUCTION
    before = copy.deepcopy(header)
    product = make.calibration(header=header)
    assert product.content.header.purpose.value == "PRODUCTION"
    assert header == before
    assert product.id != header.product_id


def remade(name: str, path: str = "", value: object = None, **given: Path) -> etree._Element:
    """Make a product of a full sample that says nothing where the schema has an initial value.

    A header is not given; at a path, a value is. Files of which there may be several are left out,
    unless they are given.
    """
    entry = product_entry(name)
    content = bind(etree.fromstring(sample_document(name, full=True)), entry.load_class())
    for one in entry.initial:
        above, _, last = one.rpartition("/")
        for owner in fetch(content, above):
            setattr(owner, attributes(type(owner))[last], value if one == path else None)
    parts = {part: getattr(content, part) for part in attributes(type(content)).values()}
    del parts["header"], parts["version"]
    for storage in (one for one in entry.storages if one.repeated):
        above, _, last = storage.path.rpartition("/")
        for owner in fetch(content, above):
            setattr(owner, attributes(type(owner))[last], None)
    files = {one.name: Path("data.fits") for one in entry.storages if not one.repeated}
    product = dpkit.new(entry.load_class(), software=("a", "1"), files=files | given, **parts)
    return etree.fromstring(serialize(product.content))


@every_product
def test_initial_values_are_set_where_nothing_is_said(name: str) -> None:
    root = remade(name)
    entry = product_entry(name)
    several = tuple(f"{storage.path}/" for storage in entry.storages if storage.repeated)
    for path, value in entry.initial.items():
        if not path.startswith(several):
            assert set(select_texts(root, path)) == {value}, path


def test_files_of_which_there_may_be_several_are_refused() -> None:
    assert product_entry("DpdMerFinalCatalog").storage("LogFile").repeated
    with pytest.raises(ProductError, match="several files in LogFile") as caught:
        remade("DpdMerFinalCatalog", LogFile=Path("a.log"))
    assert caught.value.remedy


def test_what_is_said_stays() -> None:
    path = "Data/WeightConvention"
    said = pro.WeightConvention.OBSERVED_FRACTION
    assert remade("DpdMOCFootprintMaskVMPZ", path, said).findtext(path) == "OBSERVED_FRACTION"


def test_of_alternatives_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = product_entry("DpdMOCFootprintMaskVMPZ")
    initial = {"Data/TileIndex": "7", "Data/MerTileListID": "seven"}
    said = replace(entry, initial=entry.initial | initial)
    monkeypatch.setattr("dpkit.product.creation.product_of_class", lambda _cls: said)
    root = remade(entry.name)
    assert sum(root.find(path) is not None for path in initial) == 1
    assert not {"7", "seven"} & {root.findtext(path) for path in initial}


def test_parts_that_are_left_out_are_not_made_of_initial_values() -> None:
    """Data is for the maker to give: the schema has an initial value for one element of it."""
    entry = product_entry("DpdCriresFlatQc")
    assert "Data/Exposure/Instrument" in entry.initial
    with pytest.raises(ProductError) as caught:
        dpkit.new(entry.load_class(), software=("a", "1"))
    assert "CRIRES" not in str(caught.value)


def test_parts_of_another_product_are_not_touched(make, tmp_path: Path) -> None:
    first = dpkit.read(make.written(make.frame(), tmp_path))
    before = copy.deepcopy(first.content)
    second = make.frame(data=replace(first.content.data))
    make.written(second, tmp_path)
    assert first.content == before
    assert first.files["DataStorage"].location.is_file()
    assert second.files["DataStorage"].name != first.files["DataStorage"].name


@pytest.mark.parametrize(
    ("parts", "error", "message"),
    [
        ({"data": None}, ProductError, "filter"),
        ({"data": "text"}, ProductError, "'data' .* is a str, not a NirRelPhotoExpCal"),
        ({"datum": 1}, ProductError, "no part 'datum'"),
        ({"factors": ("x",)}, ProductError, "'x'"),
        ({"factors": ()}, ProductError, "CorrectionFactor"),
        ({"observation": True}, ProductError, "ObservationId"),
        ({"observation": 2**70}, ProductError, "ObservationId"),
        ({"created": "2026-03-01T12:00:00"}, ValueError, "no zone"),
        ({"software": ("\x00", "1.0")}, ProductError, "cannot be written"),
        ({"parameters": pro.NirMasterDark}, ProductError, "GenericKeyValueParameters"),
    ],
)
def test_what_is_wrong_is_refused(make, parts, error, message: str) -> None:
    with pytest.raises(error, match=message):
        make.calibration(**parts)


def test_a_missing_element_is_named(make) -> None:
    data = make.frame_data(recons_fpapointing=None)
    with pytest.raises(ProductError, match="ReconsFPAPointing"):
        make.frame(data=data)


def test_a_missing_key_is_named() -> None:
    data = pro.NirRelPhotoParams(parameter_set_name=None)
    with pytest.raises(ProductError, match="setting"):
        dpkit.new(nir.DpdNirRelPhotoParams, data=data, software=("a", "1"))


def test_a_missing_file_is_named(make) -> None:
    with pytest.raises(NotFoundError, match="needs a file in DataStorage"):
        dpkit.new(nir.DpdNirCalibratedFrame, data=make.frame_data(), software=("a", "1"))


def test_a_file_for_an_unknown_storage_is_refused(make) -> None:
    with pytest.raises(NotFoundError, match="no file 'Storage'") as caught:
        dpkit.new(
            nir.DpdNirCalibratedFrame,
            data=make.frame_data(),
            files={"Storage": fits.HDUList()},
            software=("a", "1"),
        )
    assert "DataStorage" in caught.value.remedy


def test_a_class_that_is_no_product_is_refused() -> None:
    with pytest.raises(NotFoundError, match="NirDetector"):
        dpkit.new(pro.NirDetector, software=("a", "1"))


def test_keys_are_plain_values_by_name(make) -> None:
    assert make.frame().keys == {
        "instrument": ["NISPsim"],
        "filter": ["NIR_J"],
        "observation": [12],
        "pointing": [1203],
        "exposure": [3],
        "detector": ["DET11", "DET23"],
    }
