"""A small schema set, to be broken in one place at a time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dpkit.schema.annotation.compilation import compile_product
from dpkit.schema.annotation.vocabulary import check_entries, read_keys
from dpkit.schema.xsd.reader import read_schemas

XSD = Path(__file__).parents[2] / "xsd" / "dpkit_xsd"

TOY = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="urn:dpkit:meta"
           xmlns:toy="urn:test:toy" targetNamespace="urn:test:toy" version="1.0">
  <xs:simpleType name="tiles"><xs:list itemType="xs:long"/></xs:simpleType>
  <xs:simpleType name="meaning">
    <xs:restriction base="xs:token"><xs:enumeration value="OBSERVED_FRACTION"/></xs:restriction>
  </xs:simpleType>
  <xs:complexType name="flag">
    <xs:simpleContent>
      <xs:extension base="xs:boolean">
        <xs:attribute name="xpath" type="xs:string" fixed="/*/Data/Row/Level"/>
        <xs:attribute name="flagged" type="xs:boolean"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="openFlag">
    <xs:simpleContent>
      <xs:extension base="xs:boolean">
        <xs:attribute name="xpath" type="xs:string"/>
        <xs:attribute name="flagged" type="xs:boolean"/>
      </xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="row">
    <xs:annotation>
      <xs:appinfo>
        <m:rule id="row" test="Level &gt; 0 and ../Limit &gt;= Level">A level is out of range.</m:rule>
      </xs:appinfo>
    </xs:annotation>
    <xs:sequence>
      <xs:element name="Detector" type="xs:token">
        <xs:annotation><xs:appinfo>
          <m:key name="detector"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Level" type="xs:double">
        <xs:annotation><xs:appinfo>
          <m:unit name="electron/s"/>
          <m:ucd name="phot.count;stat.mean"/>
          <m:metric name="level" plot="y" scope="table"/>
          <m:header file="Storage" hdu="DET{detector}" key="LEVEL"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Noise" type="xs:double">
        <xs:annotation><xs:appinfo>
          <m:metric name="noise" scope="local" filter="true"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="storage">
    <xs:sequence>
      <xs:element name="FileName" type="xs:token">
        <xs:annotation><xs:appinfo>
          <m:file part="name"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="data">
    <xs:sequence>
      <xs:element name="Setting" type="xs:token">
        <xs:annotation><xs:appinfo>
          <m:key name="setting"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Tiles" type="toy:tiles">
        <xs:annotation><xs:appinfo>
          <m:key name="tile"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Time" type="xs:dateTime">
        <xs:annotation><xs:appinfo>
          <m:validity bound="instant"/>
          <m:column name="time" plot="x"/>
          <m:header file="Storage" key="DATE"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Limit" type="xs:double"/>
      <xs:element name="Row" type="toy:row" maxOccurs="unbounded">
        <xs:annotation><xs:appinfo>
          <m:volatile/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Meaning" type="toy:meaning"/>
      <xs:element name="Storage" type="toy:storage">
        <xs:annotation><xs:appinfo>
          <m:file part="storage"/>
          <m:convention name="OBSERVED_FRACTION" beside="Meaning"/>
        </xs:appinfo></xs:annotation>
      </xs:element>
      <xs:element name="Flag" type="toy:flag"/>
      <xs:element name="OpenFlag" type="toy:openFlag"/>
    </xs:sequence>
    <xs:attribute name="mode" type="xs:token"/>
  </xs:complexType>
  <xs:element name="DpdToy">
    <xs:annotation>
      <xs:appinfo>
        <m:product title="Toy" custodian="T" level="toy" version="1.0" unique="setting" fileName="T" metricTable="toy">
          <m:validity policy="closest" maximumDistance="P7D"/>
        </m:product>
        <m:rule id="toy" test="Data/Limit &gt; 0">The limit is not positive.</m:rule>
      </xs:appinfo>
    </xs:annotation>
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Data" type="toy:data"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""  # noqa: E501


class Toy:
    """The schema set of a toy product in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "toy.xsd"
        self.file.write_text(TOY)

    def edit(self, old: str, new: str, file: str = "toy.xsd") -> str:
        """Replace one text and return the place where it stands."""
        path = self.folder / file
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} is not once in {file}"
        path.write_text(text.replace(old, new))
        return f"{path}:{text[: text.index(old)].count(chr(10)) + 1}"

    def compile(self) -> dict[str, Any]:
        """Check and compile the product."""
        meta = self.folder / "meta.xsd"
        schemas = read_schemas(self.folder)
        check_entries(meta, (schema.file for schema in schemas.schemas.values()))
        keys = read_keys(meta, self.folder / "keys.xml")
        (schema,) = schemas.schemas.values()
        names = {root.name for root in schema.roots}
        return compile_product(
            schemas, keys, schema, schema.roots[0], products=names, package="toy_dm"
        )


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    """Write the toy product."""
    for name in ("meta.xsd", "keys.xml", "units.xml"):
        shutil.copy(XSD / name, tmp_path)
    return Toy(tmp_path)
