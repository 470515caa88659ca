"""The page of the original flat procedure is made again from what ours declares."""

from __future__ import annotations

import pytest

from dpkit.dpdd.factsheet import factsheet, procedure_names
from dpkit.errors import NotFoundError, TaskError

FIELDS = [
    "NAME",
    "VERSION",
    "SYNTAX",
    "CALL",
    "INSTRUMENT",
    "RAWTYPE",
    "PURPOSE",
    "PROCINPUT",
    "QC1TABLE",
    "TRENDPLOT",
    "QC1PAGE",
    "QC1PLOTS",
    "QC1PARAM",
    "ALGORITHM",
    "CERTIF",
    "COMMENTS",
]

# What the documentation page of crires_flat.py said in 2015, field by field.
ORIGINAL = {
    "NAME": ["crires_flat.py"],
    "VERSION": [
        "1.0 -- July 2008",
        "1.0.1 -- logging, option parsing, and module import changed (2009-03-20)",
        "1.0.2 -- call of crires_snflat changed (2009-06-30)",
        "1.0.3 -- support of numpy V1.3 and matplotlib V0.99 (2009-10-29)",
        "1.0.4 -- median S/N as local QC parameter (2009-11-05)",
        "1.1 -- support for windowed read-out mode (2010-04-27)",
        "1.1.1 -- create cover sheet (2011-05-19)",
        "1.1.2 -- skip call of scoreQC (2011-05-31)",
        "1.1.3 -- make_cover adapted for FLT_WIN (2012-03-09)",
        "1.1.4 -- new QC parameters: num_overexp, level_overexp (2012-06-20)",
        "1.1.5 -- changes needed for migration to muc (2013-02-06)",
    ],
    "SYNTAX": ["PYTHON"],
    "INSTRUMENT": ["CRIRES"],
    "RAWTYPE": ["FLAT"],
    "PURPOSE": ["QC check of raw and product flat field exposures"],
    "QC1TABLE": ["crires_flat"],
    "TRENDPLOT": [
        "trend_report_FLATSTAB_HC.html",
        "trend_report_FLAT_IRHa_HC.html",
        "trend_report_BADPIX_HC.html",
    ],
    "QC1PAGE": ["flat_qc1.html"],
    "QC1PLOTS": [
        "flat1.png",
        "left: current master flat",
        "right: current flat / reference flat",
        "flat2.png",
        "as first image, central regions per detector",
        "flat3.png",
        "left: current bad pixel map",
        "right: current map - reference map",
        "flat4.png",
        "S/N per pixel, only available if there are at least 3 flats per set of frames;",
        "area on detectors 1 and 4 that can be vignetted or contaminated by adjacent orders is "
        "shaded in grey",
        "flat5.png",
        "cuts through raw and reference, histograms, comparison to reference",
    ],
    "CERTIF": [
        "for flats that are used for science, S/N should be above 250 in the unvignetted area",
        "maximum flux should not exceed 10000 ADU",
    ],
    "COMMENTS": [
        "Reference frames are only available for (ref. wavelength, baffle position, lamp name): "
        "2199.100_15.000_Emitter, 2199.100_15.000_Halogen, 1090.400_25.000_Halogen, "
        "3218.600_25.000_Halogen, and 4092.900_25.000_Halogen"
    ],
}


@pytest.fixture(scope="module")
def flat():
    return {field.name: field for field in factsheet("crires_flat")}


def test_fields_are_those_of_the_page_in_its_order():
    for name in procedure_names():
        assert [field.name for field in factsheet(name)] == FIELDS


@pytest.mark.parametrize("name", sorted(set(ORIGINAL) - {"VERSION"}))
def test_field_is_the_original_one(flat, name):
    assert list(flat[name].lines) == ORIGINAL[name]


def test_history_goes_on_where_the_original_ends(flat):
    lines = list(flat["VERSION"].lines)
    assert lines[: len(ORIGINAL["VERSION"])] == ORIGINAL["VERSION"]
    assert len(lines) > len(ORIGINAL["VERSION"])


def test_call_has_the_options_of_the_original(flat):
    wrapper, folder, call = flat["CALL"].lines
    assert wrapper.split()[:3] == ["dpkit", "qc", "process"]
    assert folder == "from $DFS_PRODUCT/FLAT/$DATE"
    assert call.endswith("crires_flat -i -a $AB")


def test_inputs_are_raw_product_and_reference(flat):
    roles = [line.partition(":")[0] for line in flat["PROCINPUT"].lines]
    assert roles == ["raw", "product", "reference"]


def test_parameters_of_the_original_are_ours_and_defined(flat):
    ours = list(flat["QC1PARAM"].lines)
    assert {"badpix", "mean_level", "mean_flux", "rms_master"} <= set(ours)
    # Added by version 1.1.4; the page of the original forgot them.
    assert set(ours) - {"badpix", "mean_level", "mean_flux", "rms_master"} == {
        "num_overexp",
        "level_overexp",
    }
    said = dict(line.split(": ", 1) for line in flat["ALGORITHM"].lines)
    assert list(said) == ours
    # What the original said of each: the words that make the definition.
    for name, words in {
        "mean_level": ("verage", "median", "raw frames"),
        "mean_flux": ("divided by NDIT times DIT",),
        "rms_master": ("tandard deviation", "master"),
        "badpix": ("umber of pixels", "normalised master", "LowBadPixelLimit", "HighBadPixelLimit"),
    }.items():
        for word in words:
            assert word in said[name], name


def test_what_only_keepers_need_is_technical(flat):
    technical = {name for name, field in flat.items() if field.technical}
    assert technical == {"VERSION", "SYNTAX", "CALL", "PROCINPUT"}


def test_dark_has_a_factsheet_too():
    said = {field.name: list(field.lines) for field in factsheet("crires_dark")}
    assert said["QC1TABLE"] == ["crires_dark"]
    assert said["QC1PARAM"] == ["median_level", "std_medians", "ron12", "ron23"]
    assert said["PROCINPUT"] == ["raw: one or more DpdCriresDarkFrame"]
    assert said["TRENDPLOT"] == said["QC1PLOTS"] == []


def test_other_tasks_have_none():
    with pytest.raises(TaskError, match="no procedure of quality control"):
        factsheet("crires_flat_reference")
    with pytest.raises(NotFoundError, match="crires_flatt"):
        factsheet("crires_flatt")


def test_pages_of_procedures_are_built(reference):
    page = reference.page("made/procedures/crires_flat")
    names = [cell.text_content().rstrip(":") for cell in page.xpath("//dl/dt")]
    assert names == FIELDS
    grey = page.xpath("//*[contains(@class, 'dpdd-technical')]")
    assert any("1.1.3 -- make_cover adapted" in one.text_content() for one in grey)
    assert not any("maximum flux" in one.text_content() for one in grey)
    assert "flat_qc1.html" in {link.partition("#")[0] for link in page.xpath("//a/@href")}


def test_page_of_parameters_defines_all_of_them(reference):
    table = reference.page("made/procedures/flat_qc1").xpath("//tbody/tr")
    rows = {row[0].text_content(): [cell.text_content() for cell in row] for row in table}
    assert rows["mean_flux"][2:] == ["adu/s", "crires_flat"]
    assert rows["median_snr"][3] == "in the document only"
    assert "chi-square" in rows["median_snr"][1]
