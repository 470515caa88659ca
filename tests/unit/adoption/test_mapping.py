"""What a mapping says is checked before any file is opened, and told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpkit.adoption.mappingfile import parse_mapping, read_mapping
from dpkit.errors import DpkitError
from dpkit.schema.dictionary import product_entry

ENTRY = product_entry("DpdNirCalibratedFrame")


def test_dotted_keys_are_paths_quoted_or_not() -> None:
    bare = parse_mapping('[values]\nData.Filter.Name = "NIR_J"\n', ENTRY)
    quoted = parse_mapping('[values]\n"Data.Filter.Name" = "NIR_J"\n', ENTRY)
    tables = parse_mapping('[values.Data.Filter]\nName = "NIR_J"\n', ENTRY)
    assert bare.origins[0].path == "Data/Filter/Name"
    assert {one.origins[0].texts for one in (bare, quoted, tables)} == {("NIR_J",)}


def test_an_origin_has_all_that_is_said() -> None:
    text = """
[values.Data.ObservationDateTime.UTC]
key = "MJD-OBS"
hdu = "SCI"
file = "DataStorage"
time = "mjd"
scale = "tai"
"""
    (origin,) = parse_mapping(text, ENTRY, "m.toml").origins
    assert (origin.key, origin.hdu, origin.storage) == ("MJD-OBS", "SCI", "DataStorage")
    assert (origin.time, origin.scale, origin.place) == ("mjd", "tai", "m.toml:2")


ROWS = '[rows."Data.DetectorList.Detector"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = [", "m.toml:1: is no TOML"),
        ("\na = 1 b\n", "m.toml:2: is no TOML"),
        ("[value]\nx = 1\n", "m.toml:1: no table or key is named 'value' (did you mean values?)"),
        ("values = 3\n", "m.toml:1: values is no table"),
        ('product = "DpdNirMasterDark"\n', "m.toml:1: is for DpdNirMasterDark, not for"),
        (
            '\n[values]\n"Data.Nope" = 1\n',
            "m.toml:3: DpdNirCalibratedFrame has no path 'Data.Nope'",
        ),
        ("[values]\nData.ImgType = 1\n", "m.toml:2: Data.ImgType has no text"),
        (
            '[values]\nData.ImgType.Technique = "IMAG"\n',
            "m.toml:2: Data.ImgType.Technique cannot be 'IMAG' (did you mean IMAGE",
        ),
        ('[values]\nData.ImgType.Technique = ["IMAGE", "OTHER"]\n', "but is not repeated"),
        ("[values]\nData.ImgType.Technique = []\n", "is an empty list"),
        ('[values]\nData.ExposureTime.Value = "x"\n', "is 'x', which is no number"),
        ("[values]\nData.ExposureTime.Value = nan\n", "is nan, which is no value"),
        (
            "[values]\nData.ExposureTime.Value = { keyy = 1 }\n",
            "is named 'keyy' (did you mean key?)",
        ),
        ('[values]\nData.ExposureTime.Value = { key = "E", units = "s" }\n', "did you mean unit?"),
        ("[values]\nData.ExposureTime.Value = { key = 3 }\n", "has 3 as key"),
        ('[values]\nData.ExposureTime.Value = { key = "E", name = "e" }\n', "one of key, name and"),
        (
            '[values]\nData.ExposureTime.Value = { key = "E", unit = "pc" }\n',
            "the unit 'pc', which",
        ),
        ('[values]\nData.Filter.Name = { key = "F", unit = "s" }\n', "has no unit in the schema"),
        ('[values]\nData.Filter.Name = { key = "F", map = 1 }\n', "has no table as map"),
        ('[values]\nData.Filter.Name = { key = "F", map = { J = "J" } }\n', "cannot be 'J'"),
        ('[values]\nData.Filter.Name = { key = "F", default = "J" }\n', "cannot be 'J'"),
        ('[values]\nData.Filter.Name = { key = "F", file = "Data" }\n', "m.toml:2: DpdNirCal"),
        ('[values]\nData.Filter.Name = { name = "f" }\n', "takes {f}, which stands in no pattern"),
        ('[values]\nData.ObservationDateTime.UTC = { key = "F", time = "s" }\n', '"mjd" or "jd"'),
        ('[values]\nData.ObservationDateTime.UTC = { key = "F", scale = "tia" }\n', "mean tai?"),
        ("[values]\nData.ObservationDateTime.UTC = 2026-01-01T00:00:00\n", "has no zone"),
        ('[values]\nData.ImgSpatialFootprint = { wcs = "*" }\n', "has no corners"),
        ('[values]\nData.ImgSpatialFootprint.Polygon = { wcs = "{a b}" }\n', "is no word"),
        ('[files]\nScience = "*"\n', "m.toml:2: DpdNirCalibratedFrame has no file 'Science'"),
        ("[files]\nDataStorage = 3\n", "is no pattern of names"),
        ('[files]\nDataStorage = "{a b}.fits"\n', "m.toml:2: {a b} in the pattern"),
        ("[files]\nDataStorage = { where = 3 }\n", "has no table as where"),
        ("[files]\nDataStorage = { where = { A = [1] } }\n", "has [1] in where"),
        ('[files]\nDataStorage = { names = "*" }\n', "did you mean name?"),
        ('group_by = "A"\n', "m.toml:1: group_by is no list of keywords"),
        ('[rows."Data.Filter"]\nhdus = "*"\n', "m.toml:1: Data.Filter is not repeated"),
        ("rows.Data.DetectorList.Detector = 3\n", "is no table"),
        (ROWS + 'DetectorId = { name = "d" }\n', "is no pattern of names"),
        (ROWS + 'hdus = "{d}.SCI"\nDetectorId = { name = "e" }\n', "stands in no pattern"),
        (ROWS + 'hdus = "{d}.SCI"\nDetector = { name = "d" }\n', "has no path"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(text: str, said: str) -> None:
    with pytest.raises(DpkitError) as caught:
        parse_mapping(text, ENTRY, "m.toml")
    line = str(caught.value)
    assert said in line
    assert line.startswith("m.toml")
    assert "\n" not in line
    assert caught.value.remedy


def test_a_mapping_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(DpkitError, match=r"no such mapping.*--draft"):
        read_mapping(tmp_path / "m.toml", ENTRY)
    (tmp_path / "m.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(DpkitError, match="no text in UTF-8"):
        read_mapping(tmp_path / "m.toml", ENTRY)
