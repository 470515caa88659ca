"""What the vocabulary says is checked: every mistake is refused with file and line."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from dpkit.errors import SchemaError
from dpkit.schema.annotation.formatlist import compile_formats
from dpkit.schema.xsd.reader import read_schemas

XSD = Path(__file__).parents[2] / "xsd" / "dpkit_xsd"

SETTING = '<m:key name="setting"/>'
TILE = '<m:key name="tile"/>'
PRODUCT = '<m:product title="T" custodian="T" level="t" version="1" unique="" fileName="T"/>'
ROW = "<m:volatile/>"
LEVEL_UNIT = '<m:unit name="electron/s"/>'
LEVEL_UCD = '<m:ucd name="phot.count;stat.mean"/>'
NOISE = '<m:metric name="noise" scope="local" filter="true"/>'
LEVEL_HEADER = '<m:header file="Storage" hdu="DET{detector}" key="LEVEL"/>'
TIME_HEADER = '<m:header file="Storage" key="DATE"/>'
COLUMN = '<m:column name="time" plot="x"/>'
METRIC = '<m:metric name="level" plot="y" scope="table"/>'
CONVENTION = '<m:convention name="OBSERVED_FRACTION" beside="Meaning"/>'
RULE = 'id="toy" test="Data/Limit &gt; 0"'
ROW_RULE = 'test="Level &gt; 0 and ../Limit &gt;= Level"'
ROW_RULE_START = '<m:rule id="row"'
FLAG = 'fixed="/*/Data/Row/Level"'

MISTAKES = {
    "unknown entry": (SETTING, '<m:kee name="setting"/>', "kee"),
    "entry of another place": (SETTING, "<m:symbol/>", "symbol"),
    "undeclared key": (SETTING, '<m:key name="settings"/>', "'settings' is not declared"),
    "unknown unit": (LEVEL_UNIT, '<m:unit name="furlong"/>', "'furlong' is not VOUnit"),
    "unit with two slashes": (LEVEL_UNIT, '<m:unit name="J/K/kg"/>', "an alias"),
    "unit that is not VOUnit syntax": (LEVEL_UNIT, '<m:unit name="km/"/>', "is not VOUnit"),
    "empty unit": (LEVEL_UNIT, '<m:unit name=""/>', "unit '' is not VOUnit"),
    "unit of others": (LEVEL_UNIT, '<m:unit name="ADU"/>', "an alias"),
    "unknown UCD": (LEVEL_UCD, '<m:ucd name="phot.colour"/>', "is not UCD1"),
    "UCD in the wrong order": (LEVEL_UCD, '<m:ucd name="stat.mean;phot.count"/>', "is not UCD1"),
    "key without text": (ROW, '<m:key name="detector"/>', "'detector' is on an element without"),
    "role without text": (ROW, '<m:role name="id"/>', "role 'id' is on an element without"),
    "unit without text": (ROW, '<m:unit name="s"/>', "unit 's' is on an element without text"),
    "reference without text": (ROW, "<m:reference/>", "reference is on an element without text"),
    "time without text": (ROW, '<m:time bound="begin"/>', "time is on an element without text"),
    "initial without text": (ROW, '<m:initial value="1"/>', "initial is on an element without"),
    "column without text": (ROW, '<m:column name="c"/>', "column 'c' is on an element without"),
    "column of a path that is not there": (
        COLUMN,
        '<m:column name="time" plot="x" path="Zone"/>',
        "column path 'Data/Time/Zone' does not exist",
    ),
    "header without text": (
        ROW,
        '<m:header file="Storage" key="K"/>',
        "header 'K' is on an element without text",
    ),
    "metric without text": (ROW, '<m:metric name="n"/>', "metric 'n' is no number"),
    "metric that is no number": (COLUMN, '<m:metric name="time" plot="x"/>', "is no number"),
    "rule that does not compile": (RULE, 'id="toy" test="Data/("', "not XPath"),
    "rule with an unknown function": (RULE, 'id="toy" test="dp:no(Data)"', "not XPath"),
    "rule over nothing": (RULE, 'id="toy" test="Data/Limt"', "names 'Limt'.*Limit"),
    "rule over no attribute": (RULE, 'id="toy" test="Data/@mod"', "names 'mod'.*mode"),
    "rule over an element as attribute": (RULE, 'id="toy" test="Data/@Limit"', "names 'Limit'"),
    "rule with a wrong predicate": (
        RULE,
        'id="toy" test="Data/Row[Detctor=1]/Level"',
        "names 'Detctor'",
    ),
    "rule with a wrong step after a predicate": (
        RULE,
        'id="toy" test="count(Data/Row[1]/Levels)"',
        "names 'Levels'",
    ),
    "rule with a wrong argument": (RULE, 'id="toy" test="not(dp:unique(Data/Rows))"', "'Rows'"),
    "rule with a wrong operand": (RULE, 'id="toy" test="Data/Limit * Data/div &gt; 1"', "'div'"),
    "rule with a wrong part of a union": (RULE, 'id="toy" test="Data/Limit | Dato"', "'Dato'"),
    "rule with a wrong step after a union": (
        RULE,
        'id="toy" test="(Data/Row | Data/Storage)/Name"',
        "names 'Name'",
    ),
    "rule with a wrong name anywhere": (RULE, 'id="toy" test="count(//Levl) = 0"', "names 'Levl'"),
    "rule by the name of the root": (RULE, 'id="toy" test="/DpdToy/Data"', "names 'DpdToy'"),
    "rule above the document": (RULE, 'id="toy" test="../../Data"', "names 'node"),
    "rule over the text of elements": (RULE, 'id="toy" test="Data/text()"', "names 'text"),
    "rule of a type with a wrong step up": (ROW_RULE, 'test="Level &gt; ../Limt"', "'Limt'"),
    "rule of a type from the root": (ROW_RULE, 'test="Data/Limit &gt; Level"', "names 'Data'"),
    "flag over nothing": (FLAG, 'fixed="/*/Data/Row/Lvel"', "names 'Lvel'"),
    "flag that does not compile": (FLAG, 'fixed="/*/Data/Row["', "xpath of Flag is not XPath"),
    "file part outside a storage": (
        SETTING,
        f'{SETTING}<m:file part="checksum"/>',
        "'checksum' at Data/Setting stands outside",
    ),
    "storage without a name": (
        ROW,
        '<m:file part="storage"/>',
        "storage 'Row' has no part that names the file",
    ),
    "area of a file on no storage": (ROW, '<m:region kind="wcs"/>', "is no storage"),
    "header of no storage": (TIME_HEADER, '<m:header file="Store" key="DATE"/>', "is no storage"),
    "header of a path that is not there": (
        TIME_HEADER,
        '<m:header file="Storage" path="Zone" key="ZONE"/>',
        "header path 'Data/Time/Zone' does not exist",
    ),
    "header of rows without a key": (
        LEVEL_HEADER,
        '<m:header file="Storage" key="LEVEL"/>',
        "needs a key of its row",
    ),
    "header of rows by a key of another": (
        LEVEL_HEADER,
        '<m:header file="Storage" key="L{setting}"/>',
        "needs a key of its row",
    ),
    "header of one value by a key": (
        TIME_HEADER,
        '<m:header file="Storage" key="D{detector}"/>',
        "is not repeated",
    ),
    "convention of nowhere": (
        CONVENTION,
        '<m:convention name="OBSERVED_FRACTION" beside="Sense"/>',
        "no 'Sense' beside Data/Storage",
    ),
    "convention that cannot be said": (
        CONVENTION,
        '<m:convention name="UNOBSERVED_FRACTION" beside="Meaning"/>',
        "cannot say 'UNOBSERVED_FRACTION'",
    ),
    "begin that is no time": (
        SETTING,
        '<m:time bound="begin"/>',
        "'begin' is no time: Data/Setting",
    ),
    "validity that is no time": (
        LEVEL_UNIT,
        '<m:validity bound="end"/>',
        "validity 'end' is no time",
    ),
    "instant that is a list": (TILE, '<m:time bound="instant"/>', "time 'instant' is no time"),
    "creation that is no time": (SETTING, '<m:role name="created"/>', "role 'created' is no time"),
    "duration that is no number": (SETTING, '<m:time bound="duration"/>', "is no number"),
    "begin and end of one element": (
        COLUMN,
        f'{COLUMN}<m:time bound="begin"/><m:time bound="end"/>',
        "Data/Time is both begin and end of one time",
    ),
    "footprint that is a number": (
        LEVEL_UNIT,
        '<m:region kind="footprint"/>',
        "Data/Row/Level has a value only",
    ),
    "cells that are no integers": (
        LEVEL_UNIT,
        '<m:region kind="nuniq"/>',
        "Level is no list of integers",
    ),
    "cells that are no list": (SETTING, '<m:region kind="nuniq"/>', "no list of integers"),
    "cells without text": (ROW, '<m:region kind="nuniq"/>', "Data/Row is no list of integers"),
    "unit of a text": (SETTING, '<m:unit name="s"/>', "unit 's' is of no number: Data/Setting"),
    "unit of a time": (
        COLUMN,
        f'{COLUMN}<m:unit name="s"/>',
        "unit 's' is of no number: Data/Time",
    ),
    "reference to no product": (
        SETTING,
        '<m:reference product="DpdNope"/>',
        "'DpdNope', which no schema declares as a product",
    ),
    "integer key of a text": (
        SETTING,
        '<m:key name="pointing"/>',
        "'pointing' is declared as integer, and Data/Setting is none",
    ),
    "integer key of a number": (
        LEVEL_UNIT,
        '<m:key name="order"/>',
        "'order' is declared as integer",
    ),
    "two rules of one id": ('id="row"', 'id="toy"', "have the id 'toy'"),
    "product on an element": (SETTING, PRODUCT, "m:product says nothing here"),
    "key on a type": (
        ROW_RULE_START,
        f'<m:key name="setting"/>{ROW_RULE_START}',
        "m:key says nothing here",
    ),
    "blank version": ('version="1.0" unique', 'version=" " unique', "'version'.*minLength"),
    "blank file name": ('fileName="T"', 'fileName=""', "'fileName'.*minLength"),
    "variable in a rule": (RULE, 'id="toy" test="Data[$x=1]"', r"the variable \$x"),
    "unknown function within a rule": (
        RULE,
        'id="toy" test="Data[dp:unqiue(Row)]"',
        "calls 'dp:unqiue'.*did you mean dp:unique",
    ),
    "unknown convention": (CONVENTION, '<m:convention name="GOOD"/>', "GOOD"),
}


def test_the_toy_product_is_right(toy) -> None:
    compiled = toy.compile()
    assert compiled["listKeys"] == ["Data/Tiles"]
    assert {key["name"]: key["repeated"] for key in compiled["keys"]} == {
        "detector": True,
        "setting": False,
        "tile": True,
    }
    assert (compiled["flags"], compiled["openFlags"]) == (["Data/Flag"], ["Data/OpenFlag"])
    assert compiled["validity"]["maximumDistance"] == "P7D"
    assert compiled["conventions"] == [
        {"path": "Data/Storage", "name": "OBSERVED_FRACTION", "stated": "Data/Meaning"}
    ]


def test_metrics_say_where_and_how_they_are_shown(toy) -> None:
    compiled = toy.compile()
    shown = {m["name"]: (m["local"], m["plot"], m["filter"]) for m in compiled["metrics"]}
    assert shown == {"level": (False, "y", False), "noise": (True, "axis", True)}
    assert {m["row"] for m in compiled["metrics"]} == {"Data/Row"}
    (column,) = compiled["columns"]
    assert column == {
        "name": "time",
        "path": "Data/Time",
        "row": "",
        "number": False,
        "unit": None,
        "plot": "x",
        "filter": False,
    }


def test_headers_of_rows_name_the_keys_of_the_row(toy) -> None:
    compiled = toy.compile()
    assert [(h["path"], h["hdu"]) for h in compiled["headers"]] == [("Data/Time", "0")]
    (header,) = compiled["rowHeaders"]
    assert header["hdu"] == "DET{detector}"
    assert (header["row"], header["scope"]) == ("Data/Row", {"detector": "Detector"})


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_refused_with_file_and_line(toy, mistake: str) -> None:
    old, new, message = MISTAKES[mistake]
    place = toy.edit(old, new)
    with pytest.raises(SchemaError) as caught:
        toy.compile()
    assert caught.value.place == place
    assert str(caught.value).startswith(place)
    assert re.search(message, str(caught.value))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (SETTING, '<m:key name="visit"/>', "'visit', which names an observation"),
        (SETTING, '<m:key name="raw"/>', "'raw', which names an observation"),
        (COLUMN, f'{COLUMN}<m:key name="area"/>', "'area', which is a date"),
    ],
)
def test_no_calibration_is_selected_by_an_observation_or_a_date(
    toy, old: str, new: str, message: str
) -> None:
    (name,) = re.findall('<m:key name="(.*?)"', new)
    toy.edit(old, new)
    # The same key may identify the product.
    toy.edit('unique="setting"', f'unique="{name}"')
    toy.compile()
    place = toy.edit(f'unique="{name}"', f'unique="{name}" select="{name}"')
    with pytest.raises(SchemaError, match=message) as caught:
        toy.compile()
    assert caught.value.place == place


def test_a_role_is_at_one_place(toy) -> None:
    first = '<m:role name="status"/>'
    toy.edit(SETTING, f"{SETTING}{first}")
    toy.compile()
    toy.edit(COLUMN, f"{COLUMN}{first}")
    with pytest.raises(SchemaError, match="'status' is at Data/Setting and at Data/Time") as caught:
        toy.compile()
    assert caught.value.place == toy.edit(f"{COLUMN}{first}", f"{COLUMN}{first}")


def test_references_to_products_of_installed_packages_pass(toy) -> None:
    toy.edit(SETTING, f'{SETTING}<m:reference product="DpdRomanFlat"/>')
    assert toy.compile()["references"] == [{"path": "Data/Setting", "product": "DpdRomanFlat"}]


def test_a_product_may_say_that_it_has_no_unique_keys(toy) -> None:
    toy.edit('unique="setting"', 'unique=""')
    assert toy.compile()["product"]["unique"] == []
    place = toy.edit('unique="" ', "")
    with pytest.raises(SchemaError, match="'unique' is required") as caught:
        toy.compile()
    assert caught.value.place == place


RIGHT = [
    ".",
    "/",
    "/*",
    "//Level",
    "//*",
    "Data/*",
    "Data/Row/*",
    "Data/@mode = 'Limt'",
    "Data/@*",
    "Data//Detector/..",
    "Data/Row[last()]/Level &lt;= -Data/Limit",
    "Data/Row[position() = 1 and Detector = 'div']/Level * 2 &gt; 4 div 3 mod 2",
    "count(Data/Row/Level[. &gt; ../Noise]) = 0",
    "(Data/Row | Data/Storage)/node()",
    "Data/Row/Level/text()",
    "child::Data/self::node()/attribute::* or true()",
    "Data/child::Row/descendant-or-self::node()/self::Level",
    "Data/Row/following-sibling::Row/Level",
    "Data/Row/ancestor::Data/Limit",
    "Data/Limit/preceding::Tiles",
    "string-length(normalize-space(Data/Setting)) &gt; 0 or not(Data/comment())",
    "dp:unique(Data/Row/Detector) and dp:before(Data/Time, Data/Time)",
    "id('x')/Anything",
]


@pytest.mark.parametrize("test", RIGHT)
def test_right_paths_pass(toy, test: str) -> None:
    toy.edit(RULE, f'id="toy" test="{test}"')
    (compiled,) = [rule for rule in toy.compile()["rules"] if rule["id"] == "toy"]
    assert compiled["test"] == html.unescape(test)
    assert compiled["context"] == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (METRIC, METRIC.replace(' plot="y"', ""), "0 columns for the y axis"),
        (COLUMN, "", "0 columns for the x axis"),
        (METRIC, METRIC.replace('"y"', '"x"'), "2 columns for the x axis"),
        (COLUMN, COLUMN.replace('"time"', '"level"'), "two columns 'level'"),
        (' metricTable="toy"', "", "column 'time' belongs to no metric table"),
    ],
)
def test_a_metric_table_needs_its_axes(toy, old: str, new: str, message: str) -> None:
    place = toy.edit('<m:product title="Toy"', '<m:product title="Toy"')
    toy.edit(old, new)
    with pytest.raises(SchemaError, match=message) as caught:
        toy.compile()
    assert caught.value.place == place


VALIDITY = 'policy="closest" maximumDistance="P7D"'


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ('policy="closest"', "closest needs a maximumDistance"),
        ('policy="latest-before" maximumDistance="P7D"', "the others have none"),
        ('policy="closest" maximumDistance="P1M"', "P1M"),
        ('policy="valid-at"', "no element holds its begin and end"),
    ],
)
def test_validity_and_distance_go_together(toy, new: str, message: str) -> None:
    place = toy.edit(VALIDITY, new)
    with pytest.raises(SchemaError, match=message) as caught:
        toy.compile()
    file, _, line = caught.value.place.rpartition(":")
    assert place in {f"{file}:{line}", f"{file}:{int(line) + 1}"}


def test_an_initial_value_is_for_one_element(toy) -> None:
    place = toy.edit('<m:key name="tile"/>', '<m:key name="tile"/><m:initial value="1"/>')
    toy.compile()
    toy.edit('name="Tiles"', 'name="Tiles" maxOccurs="2"')
    with pytest.raises(SchemaError, match="several times: Data/Tiles") as caught:
        toy.compile()
    assert caught.value.place == place


def test_key_with_several_values_is_declared_so(toy) -> None:
    toy.edit(
        'name="tile" type="integer" list="true"', 'name="tile" type="integer"', file="keys.xml"
    )
    place = toy.edit('<m:key name="tile"/>', '<m:key name="tile"/>')
    with pytest.raises(SchemaError, match="'tile' has several values at Data/Tiles") as caught:
        toy.compile()
    assert caught.value.place == place


SYMBOL = '<m:symbol name="electron">'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (SYMBOL, SYMBOL.replace("electron", "DN"), "'DN' is declared twice"),
        (SYMBOL, SYMBOL.replace("electron", "adu"), "'adu' is VOUnit already"),
        ('unit="adu"', 'unit="furlong"', "'furlong' is not VOUnit"),
        (' unit="adu"', "", "'unit' is required"),
        (SYMBOL, "<m:symbol>", "'name' is required"),
    ],
)
def test_a_wrong_list_of_units_is_refused(toy, old: str, new: str, message: str) -> None:
    place = toy.edit(old, new, file="units.xml")
    if "twice" in message:  # named where it is declared again
        place = f"{place.rpartition(':')[0]}:{int(place.rpartition(':')[2]) + 1}"
    with pytest.raises(SchemaError, match=message) as caught:
        toy.compile()
    assert caught.value.place == place


def test_a_schema_set_needs_no_list_of_units(toy) -> None:
    (toy.folder / "units.xml").unlink()
    place = toy.edit(LEVEL_UNIT, LEVEL_UNIT)
    with pytest.raises(SchemaError, match="'electron/s' is not VOUnit") as caught:
        toy.compile()
    assert caught.value.place == place


FORMATS = """<f:FormatList xmlns:f="urn:dpkit:format">
  <AsdfFormat id="toy.tree" version="1.0">
    <Description>A tree.</Description>
    <Value path="roman.meta.time" type="time">Time</Value>
    <Array path="roman.data" type="float16" dimensions="2" unit="DN/s">Data</Array>
  </AsdfFormat>
  <FitsFormat id="toy.table" version="1.0">
    <Description>A table.</Description>
    <TableHDU name="T">
      <Description>Rows.</Description>
      <ColumnList>
        <Column name="C" format="D" unit="s" ucd="time.duration">Time</Column>
      </ColumnList>
    </TableHDU>
  </FitsFormat>
</f:FormatList>
"""


def formats(toy, old: str = "", new: str = "") -> dict:
    """Compile a list of formats in which a text is replaced; FITS formats come first there."""
    shutil.copy(XSD / "bas/format.xsd", toy.folder)
    (toy.folder / "formats").mkdir()
    head, asdf, fits = re.split("(?=  <(?:Asdf|Fits)Format)", FORMATS)
    text = head + fits.replace("</f:FormatList>\n", "") + asdf + "</f:FormatList>\n"
    assert old in text
    (toy.folder / "formats/toy.xml").write_text(text.replace(old, new))
    return compile_formats(read_schemas(toy.folder))


def test_formats_are_of_two_kinds(toy) -> None:
    compiled = formats(toy)
    assert {name: format_["kind"] for name, format_ in compiled.items()} == {
        "toy.table": "fits",
        "toy.tree": "asdf",
    }
    tree = compiled["toy.tree"]
    assert [v["path"] for v in tree["values"]] == ["roman.meta.time"]
    assert [(a["type"], a["dimensions"], a["required"]) for a in tree["arrays"]] == [
        ("float16", 2, True)
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('unit="DN/s"', 'unit="DN/fortnight"', "is not VOUnit"),
        ('unit="s"', 'unit="e-"', "write 'electron'"),
        ('ucd="time.duration"', 'ucd="time.length"', "is not UCD1"),
        ('path="roman.data"', 'path="roman/data"', "roman/data"),
        ('type="time"', 'type="date"', "date"),
    ],
)
def test_a_wrong_format_is_refused_with_its_line(toy, old: str, new: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message) as caught:
        formats(toy, old, new)
    file, _, line = caught.value.place.rpartition(":")
    assert new in (toy.folder / "formats/toy.xml").read_text().splitlines()[int(line) - 1]
    assert file == str(toy.folder / "formats/toy.xml")
