"""Annotations that make no sense are refused, each with the line on which it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpkit.errors import SchemaError
from dpkit.schema.generation.package import generate

PRODUCT = "dpd/nir/euc-test-nir-RelPhotoExpCalibration.xsd"
DATA = "pro/nirrelphoto.xsd"
IDENTITY = '<m:product title="Relative photometry among exposures"'
HEADER = '<m:header file="DataStorage" hdu="0" key="QPRELEX"/>'
UNIQUE = 'unique="observation filter"'
EXPOSURE = '<m:key name="exposure"/>'
METRIC = '<m:metric name="maxDetectorDeviation"/>'

# What is wrong: the file, the text replaced, its replacement, and the message. The first column of
# a replacement stands on the line of the entry that the message must name.
MISTAKES = {
    "unknown entry": (DATA, EXPOSURE, '<m:kee name="exposure"/>', "kee"),
    "unknown attribute": (DATA, EXPOSURE, '<m:key name="exposure" list="true"/>', "list"),
    "missing attribute": (DATA, EXPOSURE, "<m:key/>", "'name' is required"),
    "wrong attribute value": (DATA, METRIC, '<m:metric name="9 a"/>', "9 a"),
    "second key": (DATA, EXPOSURE, f'{EXPOSURE}<m:key name="pointing"/>', "a second m:key"),
    "undeclared key": (DATA, EXPOSURE, '<m:key name="settings"/>', "'settings' is not declared"),
    "entry of the list of keys": (DATA, EXPOSURE, "<m:declare/>", "declare"),
    "product without a title": (PRODUCT, IDENTITY, "<m:product", "'title' is required"),
    "unique names a missing key": (PRODUCT, UNIQUE, 'unique="tile filter"', "unique names 'tile'"),
    "unique names a repeated key": (
        PRODUCT,
        UNIQUE,
        'unique="exposure"',
        "unique names 'exposure'",
    ),
    "select names a missing key": (PRODUCT, 'select="filter"', 'select="tile"', "select names"),
    "file name of a missing key": (PRODUCT, "{observation}", "{orbit}", "fileName names 'orbit'"),
    "rule that does not compile": (PRODUCT, 'test="dp:unique(', 'test="dp:unique((', "XPath"),
    "rule with an unknown function": (PRODUCT, 'test="dp:unique(', 'test="dp:uniq(', "XPath"),
    "rule with an unknown prefix": (PRODUCT, 'test="dp:unique(', 'test="dq:unique(', "XPath"),
    "rule that tests a number": (PRODUCT, 'test="dp:unique(', 'test="dp:unique(1 + ', "XPath"),
    "rule on an element": (DATA, EXPOSURE, '<m:rule id="r" test="1">No.</m:rule>', "on an element"),
    "unknown policy": (PRODUCT, 'policy="valid-at"', 'policy="whenever"', "whenever"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_refused_with_file_and_line(copy, tmp_path: Path, mistake: str) -> None:
    file, old, new, message = MISTAKES[mistake]
    place = copy.edit(file, old, new)
    if "policy" in mistake:
        place = f"{place.rpartition(':')[0]}:{int(place.rpartition(':')[2]) - 1}"
    with pytest.raises(SchemaError, match=message) as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place
    assert list((tmp_path / "out").glob("*/*")) == []


def test_key_on_an_element_without_text_is_refused(copy, tmp_path: Path) -> None:
    marker = "<xs:documentation>Photometric offset of each exposure.</xs:documentation>"
    entry = '<xs:appinfo><m:key name="setting"/></xs:appinfo>'
    place = copy.edit(DATA, marker, f"{marker}{entry}")
    with pytest.raises(SchemaError, match="without text") as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('<m:header file="DataStorage" key="K" path="Nowhere"/>', "header path .*Nowhere"),
        ('<m:header file="DataStorage" key="K"/>', "'DataStorage' is no storage"),
    ],
)
def test_header_that_leads_nowhere_is_refused(
    copy, tmp_path: Path, entry: str, message: str
) -> None:
    place = copy.edit(DATA, EXPOSURE, entry)
    with pytest.raises(SchemaError, match=message) as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place


@pytest.mark.parametrize("bound", ["begin", "end"])
def test_validity_without_an_element_for_it_is_refused(copy, tmp_path: Path, bound: str) -> None:
    copy.edit("ins/ins.xsd", f'<m:validity bound="{bound}"/>', "")
    place = copy.edit(PRODUCT, '<m:validity policy="valid-at"', '<m:validity policy="valid-at"')
    with pytest.raises(SchemaError, match=f"no element holds its {bound}") as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place


def test_an_instant_is_needed_by_the_other_policies(copy, tmp_path: Path) -> None:
    place = copy.edit(PRODUCT, 'policy="valid-at"', 'policy="closest"')
    with pytest.raises(SchemaError, match="no element holds its instant") as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place


KEYS = '<m:declare name="exposure" type="integer" list="true" selection="false">'


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (KEYS.replace("integer", "float"), "float"),
        (KEYS.replace('"exposure"', '"pointing"'), "declared twice"),
        ("<m:declare", "not well-formed"),
    ],
)
def test_a_wrong_list_of_keys_is_refused(copy, tmp_path: Path, new: str, message: str) -> None:
    place = copy.edit("keys.xml", KEYS, new)
    if "twice" in message:  # named where it is declared again
        place = f"{place.rpartition(':')[0]}:{int(place.rpartition(':')[2]) + 1}"
    with pytest.raises(SchemaError, match=message) as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place


FORMAT = '<FitsFormat id="nir.exposureCatalog" version="0.1">'


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ('<FitsFormat id="nir.exposureCatalog">', "version"),
        ('<FitsFormat id="nir.calibratedScienceFrame" version="0.1">', "described twice"),
        ('<FitsFormat id="nir.exposureCatalog" version="&x;">', "not well-formed"),
    ],
)
def test_a_wrong_list_of_formats_is_refused(copy, tmp_path: Path, new: str, message: str) -> None:
    place = copy.edit("formats/nir.xml", FORMAT, new)
    with pytest.raises(SchemaError, match=message) as caught:
        generate(copy.folder, "toy_dm", tmp_path / "out")
    assert caught.value.place == place


def test_comments_in_lists_are_left_out(copy, tmp_path: Path) -> None:
    copy.edit("formats/nir.xml", FORMAT, f"{FORMAT}<!-- a comment -->")
    copy.edit(
        "formats/nir.xml",
        '<ArrayHDU name="{key}.SCI" wcs="2">',
        '<!-- c --><ArrayHDU name="{key}.SCI" wcs="2">',
    )
    copy.edit("keys.xml", "Number of the exposure", "Number<!-- c --> of the exposure")
    assert generate(copy.folder, "toy_dm", tmp_path / "out") == ["DpdNirRelPhotoExpCalibration"]
