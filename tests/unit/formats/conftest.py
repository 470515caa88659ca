"""Formats to test with: a small one of each kind, that has all that a description can say."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dpkit.schema.annotation.formatlist import compile_formats
from dpkit.schema.dictionary import file_format
from dpkit.schema.xsd.reader import read_schemas

XSD = Path(__file__).parents[3] / "xsd" / "dpkit_xsd"
RULED = """
    <Column name="ID" {int64} unique="true" minimum="1">Numbers.</Column>
    <Column name="PIXEL" {int64} pixel="nside" pixelKey="NSIDE" unique="true" sorted="true"/>
    <Column name="LEVEL" {float64} unit="electron" minimum="0" maximum="2.5" missing="false"/>
    <Column name="NAME" {string} unique="true"/>
"""
KEYWORDS = """
  <KeywordList>
    <Keyword name="NSIDE" type="Integer">Resolution</Keyword>
    <Keyword name="BAND" type="String" allowed="Y|J|H band">Filter</Keyword>
    <Keyword name="DATE" type="Time">Time</Keyword>
    <Keyword name="GAIN" type="Double" minimum="0.5" maximum="4">Gain</Keyword>
    <Keyword name="GOOD" type="Logical" fixed="true">Whether it is good</Keyword>
    <Keyword name="NOTE" type="String" required="false">A note</Keyword>
  </KeywordList>
"""
TOYS = {
    "toy.fits": f"""
<FitsFormat id="toy.fits" version="1.0" ordered="false" checksum="true">
  <Description>A FITS file.</Description>
  <GenericHDU name="PRIMARY"><Description>Header.</Description>
    {
        KEYWORDS.replace(
            "</KeywordList>",
            '''
    <Keyword name="NOTHING" type="Undefined"/>
    <Keyword name="GAUSS" type="ComplexInteger"/>
    <Keyword name="PHASE" type="ComplexDouble"/></KeywordList>''',
        )
    }
  </GenericHDU>
  <ArrayHDU name="CUBE"><Description>Counts.</Description>
    <ArrayInfo type="uint16" dimensions="3" lengths="side 3 *" maximum="60000"/></ArrayHDU>
  <ArrayHDU name="MAP"><Description>Map.</Description>
    <ArrayInfo type="float64" dimensions="2" lengths="side side" missing="false"/></ArrayHDU>
  <ArrayHDU name="BYTES" multiplicity="0..1"><Description>Signed bytes.</Description>
    <ArrayInfo type="int8" dimensions="1"/></ArrayHDU>
  <TableHDU name="ROWS"><Description>Rows.</Description><ColumnList>
    {RULED.format(int64='format="K"', float64='format="D"', string='format="4A"')}
    <Column name="COUNT" format="J" unsigned="true"/>
    <Column name="PAIR" format="2E" minimum="-1"/>
    <Column name="BITS" format="12X"/>
    <Column name="FLAG" format="L"/>
    <Column name="WAVE" format="C"/>
    <Column name="EXTRA" format="I" required="false"/>
  </ColumnList></TableHDU>
</FitsFormat>""",
    "toy.lists": """
<FitsFormat id="toy.lists" version="1.0">
  <Description>A table with rows of several lengths, and no header.</Description>
  <TableHDU name="LISTS"><Description>Lists.</Description><ColumnList>
    <Column name="LIST" format="PE()"/>
    <Column name="LONG" format="QJ(3)"/>
    <Column name="WORDS" format="PA"/>
    <Column name="NUMBER" format="K" sorted="true"/>
  </ColumnList></TableHDU>
</FitsFormat>""",
    "toy.asdf": """
<AsdfFormat id="toy.asdf" version="1.0">
  <Description>A tree.</Description>
  <Value path="a.text" type="string" fixed="x y"/>
  <Value path="a.word" type="string" allowed="on|off"/>
  <Value path="a.count" type="integer" minimum="1" maximum="9"/>
  <Value path="a.size" type="number"/>
  <Value path="a.good" type="boolean"/>
  <Value path="a.when" type="time"/>
  <Value path="a.length" type="quantity" unit="m"/>
  <Value path="a.steps" type="list"/>
  <Value path="a.wcs" type="object"/>
  <Value path="a.note" type="string" required="false"/>
  <Array path="b.flag" type="bool" dimensions="1"/>
  <Array path="b.data" type="float16" dimensions="2" shape="rows 3"/>
  <Array path="b.error" type="complex64" dimensions="2" shape="rows *"/>
  <Array path="b.mask" type="uint32" dimensions="1" required="false"/>
</AsdfFormat>""",
    "toy.parquet": f"""
<ParquetFormat id="toy.parquet" version="1.0">
  <Description>Columns.</Description>{KEYWORDS}<ColumnList>
    {RULED.format(int64='type="int64"', float64='type="float64"', string='type="string"')}
    <Column name="COUNT" type="uint32" nullable="false"/>
    <Column name="FLAG" type="bool"/>
    <Column name="EXTRA" type="int16" required="false"/>
  </ColumnList></ParquetFormat>""",
    "toy.ecsv": f"""
<AsciiFormat id="toy.ecsv" version="1.0" flavour="ecsv">
  <Description>A text table.</Description>{KEYWORDS}<ColumnList>
    {RULED.format(int64='type="int64"', float64='type="float64"', string='type="string"')}
    <Column name="FLAG" type="bool"/>
    <Column name="EXTRA" type="int16" required="false"/>
  </ColumnList></AsciiFormat>""",
    "toy.ipac": f"""
<AsciiFormat id="toy.ipac" version="1.0" flavour="ipac">
  <Description>A text table.</Description>
  <KeywordList><Keyword name="NSIDE" type="Integer">Resolution</Keyword></KeywordList>
  <ColumnList>
    {RULED.format(int64='type="int64"', float64='type="float64"', string='type="string"')}
  </ColumnList></AsciiFormat>""",
    "toy.csv": """
<AsciiFormat id="toy.csv" version="1.0" flavour="csv">
  <Description>A text table.</Description><ColumnList>
    <Column name="ID" type="int64" unique="true" minimum="1"/>
    <Column name="LEVEL" type="float64" minimum="0" maximum="2.5" missing="false"/>
    <Column name="NAME" type="string" unique="true"/>
  </ColumnList></AsciiFormat>""",
}
_ORDER = ("FitsFormat", "AsdfFormat", "ParquetFormat", "AsciiFormat")


def compile_xml(folder: Path, *formats: str) -> dict[str, Any]:
    """Compile formats as a schema package would have them."""
    for name in ("bas/format.xsd", "meta.xsd", "units.xml"):
        shutil.copy(XSD / name, folder)
    (folder / "formats").mkdir()
    lists = '<f:FormatList xmlns:f="urn:dpkit:format">{}</f:FormatList>\n'
    ordered = sorted(formats, key=lambda text: _ORDER.index(text.strip()[1:].split()[0]))
    (folder / "formats/toy.xml").write_text(lists.format("\n".join(ordered)))
    return compile_formats(read_schemas(folder))


@pytest.fixture(scope="session")
def toys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the descriptions of the small formats, by id."""
    return compile_xml(tmp_path_factory.mktemp("toys"), *TOYS.values())


@pytest.fixture(scope="session")
def describe(toys: dict[str, Any]) -> Callable[[str], Any]:
    """Give the function that returns the description of a format, installed or small."""
    return lambda name: toys[name] if name in toys else file_format(name)


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[..., Any]:
    """Give the function that compiles formats from their text."""
    (tmp_path / "package").mkdir()
    return lambda *formats: compile_xml(tmp_path / "package", *formats)


@pytest.fixture(scope="session")
def toy_text() -> dict[str, str]:
    """Return the text of the small formats, by id."""
    return TOYS
