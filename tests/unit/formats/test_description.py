"""What a description cannot ask for is refused with its file and line; the rest is compiled."""

from __future__ import annotations

import pytest

from dpkit.errors import SchemaError

FITS, ASDF, PARQUET, ECSV, CSV = "toy.fits", "toy.asdf", "toy.parquet", "toy.ecsv", "toy.csv"
GROUP = (
    '<HDUGroup key="D[1-2]" multiplicity="1..2"><GenericHDU name="{key}.A">'
    "<Description>A.</Description></GenericHDU></HDUGroup>"
)
HERE = '<TableHDU name="ROWS">'

REFUSED = {
    "unknown type of a keyword": (FITS, 'type="Logical"', 'type="Bool"', "Bool"),
    "unknown unit": (FITS, 'unit="electron"', 'unit="furlong"', "is not VOUnit"),
    "unknown UCD": (FITS, 'name="EXTRA"', 'name="EXTRA" ucd="colour"', "is not UCD1"),
    "keyword too long": (FITS, 'name="GAIN"', 'name="GAINFACTOR"', "is no keyword"),
    "keyword in small letters": (FITS, 'name="GAIN"', 'name="gain"', "is no keyword"),
    "keyword of words": (FITS, 'name="GAIN"', 'name="ESO DET DIT"', "is no keyword"),
    "hierarchy without words": (FITS, 'name="GAIN"', 'name="HIERARCH "', "is no keyword"),
    "keyword of the structure": (FITS, 'name="GAIN"', 'name="NAXIS1"', "follows from the rest"),
    "keyword twice": (FITS, 'name="GAIN"', 'name="BAND"', "'BAND' is described twice"),
    "column twice": (FITS, 'name="FLAG"', 'name="ID"', "'ID' is described twice"),
    "HDU twice": (FITS, 'name="MAP"', 'name="CUBE"', "'CUBE' is described twice"),
    "fixed of another type": (FITS, 'fixed="true"', 'fixed="maybe"', "'maybe' is no Logical"),
    "fixed and limits": (
        FITS,
        'minimum="0.5" maximum="4"',
        'fixed="1" maximum="4"',
        "either fixed",
    ),
    "allowed of another type": (
        FITS,
        'type="Integer">Resolution',
        'type="Integer" allowed="1|two">Resolution',
        "'two' is no Integer",
    ),
    "limits of a text": (FITS, 'allowed="Y|J|H band"', 'minimum="1"', "only numbers have limits"),
    "limits upside down": (FITS, 'minimum="0.5"', 'minimum="5"', "minimum is above maximum"),
    "limit beyond all numbers": (FITS, 'maximum="4"', 'maximum="INF"', "which no value can reach"),
    "a time that is none": (
        FITS,
        'type="Time">Time',
        'type="Time" fixed="noon">Time',
        "'noon' is no Time",
    ),
    "TFORM": (FITS, 'format="12X"', 'format="12Z"', "is no TFORM"),
    "unsigned reals": (FITS, 'format="L"', 'format="D" unsigned="true"', "only columns of I, J"),
    "missing flags": (FITS, 'format="L"', 'format="L" missing="false"', "never missing"),
    "unique pairs": (FITS, 'minimum="-1"', 'unique="true"', "only columns of single values"),
    "limits of bits": (FITS, 'format="12X"', 'format="12X" minimum="0"', "only numbers"),
    "rules of lists": (FITS, 'format="12X"', 'format="PD()" sorted="true"', "single values"),
    "pixel of text": (
        FITS,
        'format="L"',
        'format="4A" pixel="nside" pixelKey="NSIDE"',
        "single integers",
    ),
    "pixel without key": (FITS, ' pixelKey="NSIDE"', "", "belong together"),
    "pixel by an unknown keyword": (FITS, 'pixelKey="NSIDE"', 'pixelKey="SIDE"', "no keyword SIDE"),
    "pixel by a text": (FITS, 'pixelKey="NSIDE"', 'pixelKey="BAND"', "no keyword BAND"),
    "image that FITS has not": (FITS, 'type="uint16"', 'type="float16"', "no images of float16"),
    "lengths of another number": (FITS, 'lengths="side side"', 'lengths="side"', "1 lengths for 2"),
    "length of nothing": (FITS, 'lengths="side side"', 'lengths="0 side"', "0 side"),
    "no dimensions": (FITS, 'type="int8" dimensions="1"', 'type="int8" dimensions="0"', "1 to 999"),
    "WCS of one axis": (FITS, 'name="MAP"', 'name="MAP" wcs="1"', "wcs is the number of axes"),
    "WCS of more axes": (FITS, 'name="MAP"', 'name="MAP" wcs="3"', "wcs is the number of axes"),
    "second primary HDU": (FITS, 'name="MAP"', 'name="PRIMARY"', "PRIMARY"),
    "several primary HDUs": (
        FITS,
        '<GenericHDU name="PRIMARY">',
        '<GenericHDU name="PRIMARY" multiplicity="2">',
        "PRIMARY is the first HDU",
    ),
    "multiplicity": (FITS, 'multiplicity="0..1"', 'multiplicity="3..1"', "ends before it begins"),
    "name with a key": (FITS, 'name="MAP"', 'name="{key}.MAP"', "only the names of a group"),
    "group without key": (FITS, HERE, GROUP.replace("{key}", "X") + HERE, "have {key} in them"),
    "group of an expression": (FITS, HERE, GROUP.replace("[1-2]", ".*") + HERE, "not understood"),
    "group without members": (FITS, HERE, GROUP.replace("[1-2]", "[]") + HERE, "not understood"),
    "group of too few": (FITS, HERE, GROUP.replace("1..2", "3") + HERE, "2 keys, fewer than 3"),
    "group of too many": (
        FITS,
        HERE,
        GROUP.replace("[1-2]", "[0-9][0-9][0-9][0-9][0-9]") + HERE,
        "more than 10000 keys",
    ),
    "path twice": (ASDF, 'path="a.word"', 'path="a.text"', "'a.text' is described twice"),
    "path below a value": (ASDF, 'path="a.word"', 'path="a.text.word"', "lies below a value"),
    "path below an array": (ASDF, 'path="a.word"', 'path="b.data.word"', "lies below a value"),
    "quantity without unit": (ASDF, 'type="quantity" unit="m"', 'type="quantity"', "has a unit"),
    "fixed list": (ASDF, 'type="list"', 'type="list" fixed="1"', "cannot be fixed"),
    "array of text": (ASDF, 'type="complex64"', 'type="string"', "string"),
    "shape of another number": (ASDF, 'shape="rows *"', 'shape="rows"', "1 lengths for 2"),
    "complex keyword": (
        PARQUET,
        'type="Logical" fixed="true"',
        'type="ComplexDouble"',
        "only FITS",
    ),
    "type of a column": (PARQUET, 'type="uint32"', 'type="uint12"', "uint12"),
    "limits of words": (PARQUET, 'type="bool"', 'type="bool" minimum="0"', "only numbers"),
    "keywords of CSV": (
        CSV,
        "<ColumnList>",
        '<KeywordList><Keyword name="A" type="String"/></KeywordList><ColumnList>',
        "CSV has no keywords",
    ),
    "type of IPAC": (ECSV, 'flavour="ecsv"', 'flavour="ipac"', "has no columns of bool"),
    "unknown flavour": (ECSV, 'flavour="ecsv"', 'flavour="html"', "html"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_file_cannot_have_is_refused(compiled, toy_text, tmp_path, name: str) -> None:
    identifier, old, new, message = REFUSED[name]
    assert old in toy_text[identifier]
    with pytest.raises(SchemaError, match=message.replace("(", r"\(")) as caught:
        compiled(toy_text[identifier].replace(old, new, 1))
    file, _, line = caught.value.place.rpartition(":")
    assert file == str(tmp_path / "package/formats/toy.xml")
    assert int(line) > 0
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(name, *REFUSED[name][1:3]) for name in ("keyword too long", "TFORM", "unknown unit")],
)
def test_the_line_is_that_of_the_entry(compiled, toy_text, tmp_path, name, old, new) -> None:
    with pytest.raises(SchemaError) as caught:
        compiled(toy_text[FITS].replace(old, new, 1))
    line = int(caught.value.place.rpartition(":")[2])
    assert new in (tmp_path / "package/formats/toy.xml").read_text().splitlines()[line - 1]


def test_a_format_described_twice_is_refused(compiled, toy_text) -> None:
    with pytest.raises(SchemaError, match=r"'toy\.fits' is described twice"):
        compiled(toy_text[FITS], toy_text[FITS])


def test_a_format_without_a_primary_hdu_gets_an_empty_one(toys) -> None:
    first = toys["toy.lists"]["hdus"][0]
    assert (first["name"], first["kind"], first["keywords"]) == ("PRIMARY", "generic", [])


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        ("D[1-2][1-2]", ["D11", "D12", "D21", "D22"]),
        ("A|B[xy]", ["A", "Bx", "By"]),
        ("CHIP[13]", ["CHIP1", "CHIP3"]),
        ("AA|AA", ["AA"]),
    ],
)
def test_the_keys_of_a_group_are_those_of_its_pattern(compiled, toy_text, pattern, keys) -> None:
    group = GROUP.replace("D[1-2]", pattern).replace("1..2", "*")
    said = compiled(toy_text[FITS].replace(HERE, group + HERE))[FITS]
    (found,) = [part for part in said["hdus"] if part["kind"] == "group"]
    assert (found["keys"], found["minimum"], found["maximum"]) == (keys, 0, None)


def test_values_have_their_types(toys) -> None:
    said = {k["name"]: k for k in toys[FITS]["hdus"][0]["keywords"]}
    assert said["GOOD"]["fixed"] is True
    assert said["BAND"]["allowed"] == ["Y", "J", "H band"]
    assert (said["GAIN"]["minimum"], said["GAIN"]["maximum"]) == (0.5, 4)
    # A keyword that numbers pixels has the limits of the numbering.
    assert (said["NSIDE"]["minimum"], said["NSIDE"]["maximum"]) == (1, 2**29)


def test_a_keyword_of_several_words_is_described(compiled, toy_text) -> None:
    key = "HIERARCH ESO DET OUT1 GAIN"
    said = compiled(toy_text[FITS].replace('name="GAIN"', f'name="{key}"', 1))[FITS]
    keywords = [keyword["name"] for hdu in said["hdus"] for keyword in hdu.get("keywords", ())]
    assert key in keywords
