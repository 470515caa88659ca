"""House rules that every XSD file keeps."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from dpkit.schema.annotation.unit import read_units

ROOT = Path(__file__).parents[2] / "xsd" / "dpkit_xsd"
# Released copies are frozen, and what upgrades read is of others; both have tests of their own.
APART = {"released", "upgrades"}
FILES = sorted(f for f in ROOT.rglob("*.xsd") if not APART & {*f.relative_to(ROOT).parts})
MODEL = [file for file in FILES if file.name not in {"meta.xsd", "format.xsd"}]
XS = "http://www.w3.org/2001/XMLSchema"
X = f"{{{XS}}}"
M = "{urn:dpkit:meta}"

# Attributes of vocabulary and format lists are explained by the documentation of their element;
# a restricted attribute keeps the documentation of the attribute that it restricts.
UNDOCUMENTED_FILES = {"meta.xsd", "format.xsd"}

# Numbers that have no unit, by the type that holds them: counts, numbers of things, ids and flags.
COUNTS = {
    "baseFrame": "ImgNumber AxisNumber DataSize",
    "bitMaskHealpixVMPZ": "BitList NsideOut",
    "bitMaskMOCVMPZ": "BitList MOCOrder",
    "bitParamsVMPZ": "BitList",
    "blazeOrder": "OrderNumber FitPixels",
    "catalogDescription": "CatalogFormatHDU",
    "chargeInjectionParameters": "InjectedLinesCount NonInjectedLinesCount",
    "coverageMaskHealpixVMPZ": "BitList NsideOut",
    "coverageMaskMOCVMPZ": "BitList MOCOrder",
    "criresAssociationBlock": "FrameNumber",
    "criresDarkExposure": "NDIT",
    "criresDarkQc": "FrameNumber",
    "criresExposure": "NDIT",
    "criresFlatDetector": "BadPixels NumberOverexposed BadPixelsIlluminated NanPixels"
    " NewBadPixels HealedPixels",
    "criresFlatQc": "FrameNumber",
    "criresMasterFlat": "FrameNumber",
    "criresSnrMap": "FrameNumber",
    "filterDescription": "HasFringes",
    "footprintMaskHealpixVMPZ": "NsideOut",
    "footprintMaskMOCVMPZ": "MOCOrder",
    "genericHeader": "ToBePublished Published",
    "imageStatistics": "NPix",
    "maskCollectionVMPZ": "TileIndex TileIndexList AreaOrder InnerNUNIQIndex",
    "maskCompleteness": "RequestedTileList ExpectedMasks PresentMasks",
    "merFinalCatalog": "MocOrder InnerNUNIQIndex",
    "merMosaic": "TileIndex PatchIdList ObservationIdList",
    "merSegmentationMap": "TileIndex ObservationIdList PatchIdList",
    "merTile": "TileIndex MocOrder OuterNUNIQIndex InnerNUNIQIndex",
    "merTileList": "TileIndexList MocOrder InnerNUNIQIndex",
    "missingMask": "TileIndex",
    "mocParams": "MOCOrder",
    "nirExposureCatalog": "NumberOfSources",
    "nirMasterDark": "FrameNumbers",
    "nirMasterFlat": "LedId FluxId",
    "nirRelPhotoExpCal": "ObservationId",
    "nirRelPhotoExpFactor": "Exposure",
    "nirRelPhotoExpPair": "First Second Matches Used",
    "nirRelPhotoExpQuality": "FailedPairs MissingExposures",
    "nirRelPhotoParams": "MinimumMatches",
    "observationSequence": "FieldId PatchId IslandId ObservationId DitherObservation PointingId "
    "Exposure TotalExposure",
    "partialHealpixParams": "NsideOut",
    "readout": "ROEConfigurationTableId",
    "romanObservation": "Program Exposure",
    "shutterUnit": "ConfigSINETableId ConfigFreqTableId ConfigShortFreqTableId",
    "skyMask": "TileIndex TileIndexList NsideWork AreaOrder InnerNUNIQIndex",
    "tileCatalogHead": "TileIndex ObservationIdList PatchIdList",
    "tpvCoefficients": " ".join(f"PV{axis}_{n}" for axis in (1, 2) for n in range(11)),
    "validationCodeCount": "Count",
    "validationFinding": "Line",
    "validationResult": "Documents Failed Found Listed",
    "visCalibratedFrame": "FrameChecksum",
    "visDetector": "InvalidPixelsCount TXErrorPixelCount",
    "visStackedFrame": "ObservationId PatchId",
    "weightMaskGenericParamsVMPZ": "TileIndex NsideWork",
    "wfiExposure": "MaTableNumber NResultants",
}
# The unit is said elsewhere: beside the number, by what a flag selects, or by the image.
UNIT_ELSEWHERE = {
    "calibrationLed": "RawValue",
    "countFlag": "@minLimit @maxLimit",
    "genericKeyValueParameter": "IntValue DoubleValue",
    "imageStatistics": "Min Max Mean Stdev Median",
    "rangeFlag": "@minLimit @maxLimit",
    "telemetryValue": "RawValue Value",
}
# What others measure and do not publish the unit of.
UNIT_NOT_PUBLIC = {
    "calibratedFrameQuality": "OBS_astro_internal_error_rms OBS_astro_internal_error_mean "
    "OBS_astro_internal_error_stdev FPA_expcat_to_extcat_exterr_mean_residual "
    "FPA_expcat_to_extcat_exterr_stdev FPA_expcat_to_stackcat_interr_rms FPA_pointing_jitter "
    "FPA_cr_pixel_density FPA_avg_bkg",
    "calibrationLed": "NominalFluence RedundantFluence",
    "criresSetting": "BafflePosition",
    "finalCatalogQuality": "ObjectDensity",
    "orbit": "Position Velocity",
    "stackedFrameQuality": "Mean Median Mode StDev Min Max Level StDevDiff SubWinFlatness "
    "FourierFreq FourierFreqPower PercentileLevel Temperature",
    "visDetector": "Background",
}
NO_UNIT = {
    f"{owner}/{name}"
    for exceptions in (COUNTS, UNIT_ELSEWHERE, UNIT_NOT_PUBLIC)
    for owner, names in exceptions.items()
    for name in names.split()
}
COUNT_TYPES = {"flaggedCount"}
NUMBERS = {
    *(f"{{{XS}}}{name}" for name in ("double", "float", "decimal", "int", "long", "integer")),
    *(f"{{{XS}}}{name}" for name in ("short", "byte", "positiveInteger", "nonNegativeInteger")),
    *(f"{{{XS}}}unsigned{name}" for name in ("Long", "Int", "Short", "Byte")),
}

ids = [str(file.relative_to(ROOT)) for file in FILES]
every_file = pytest.mark.parametrize("file", FILES, ids=ids)
every_model_file = pytest.mark.parametrize(
    "file", MODEL, ids=[str(file.relative_to(ROOT)) for file in MODEL]
)


def tree(file: Path) -> etree._Element:
    return etree.parse(file).getroot()


def documentation(node: etree._Element) -> str:
    return " ".join(
        node.xpath("string(xs:annotation/xs:documentation)", namespaces={"xs": XS}).split()
    )


def declarations(file: Path, *kinds: str) -> list[etree._Element]:
    return [node for node in tree(file).iter(*(X + kind for kind in kinds)) if node.get("name")]


def qualified(node: etree._Element, name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{node.nsmap.get(prefix or None, '')}}}{local}"


def simple_bases() -> dict[str, str]:
    """Return the type that each named type with text restricts or extends."""
    bases = {}
    for file in FILES:
        space = tree(file).get("targetNamespace")
        for node in declarations(file, "simpleType", "complexType"):
            simple = node.tag == X + "simpleType"
            derived = node.find(X + "restriction" if simple else f"{X}simpleContent/*")
            if derived is not None:
                bases[f"{{{space}}}{node.get('name')}"] = qualified(derived, derived.get("base"))
    return bases


def builtin(name: str, bases: dict[str, str]) -> str:
    while name in bases:
        name = bases[name]
    return name


def test_there_are_schemas() -> None:
    assert len(FILES) > 15


@every_file
def test_file_is_a_valid_schema_with_documentation_and_version(file: Path) -> None:
    etree.XMLSchema(file=str(file))
    assert documentation(tree(file))
    assert re.fullmatch(r"\d+\.\d+", tree(file).get("version"))


@every_file
def test_types_are_documented(file: Path) -> None:
    assert [
        n.get("name")
        for n in declarations(file, "complexType", "simpleType")
        if not documentation(n)
    ] == []


@every_model_file
def test_elements_and_attributes_are_documented(file: Path) -> None:
    bare = [
        node.get("name")
        for node in declarations(file, "element", "attribute")
        if not documentation(node) and node.getparent().tag != X + "restriction"
    ]
    assert bare == []


def test_restricted_attributes_are_documented_where_they_come_from() -> None:
    documented = {
        node.get("name")
        for file in MODEL
        for node in declarations(file, "attribute")
        if documentation(node)
    }
    restricted = {
        node.get("name")
        for file in MODEL
        for node in tree(file).iterfind(f".//{X}restriction/{X}attribute")
    }
    assert restricted
    assert restricted <= documented


@pytest.mark.parametrize("name", sorted(UNDOCUMENTED_FILES))
def test_the_exceptions_from_documentation_are_still_needed(name: str) -> None:
    file = next(f for f in FILES if f.name == name)
    assert any(not documentation(n) for n in declarations(file, "element", "attribute"))


def test_no_type_has_the_name_of_a_root_element() -> None:
    # As Python classes: these differ from the names in case only.
    roots = {n.get("name").lower() for f in MODEL for n in tree(f).findall(X + "element")}
    types = {
        n.get("name").lower() for f in MODEL for n in declarations(f, "complexType", "simpleType")
    }
    assert roots & types == set()


def test_no_two_root_elements_have_one_name() -> None:
    roots = Counter(n.get("name").lower() for f in MODEL for n in tree(f).findall(X + "element"))
    assert [name for name, count in roots.items() if count > 1] == []


def test_no_two_types_of_one_generated_package_differ_only_in_case() -> None:
    seen = Counter(
        (file.parent, node.get("name").lower())
        for file in MODEL
        for node in declarations(file, "complexType", "simpleType")
    )
    assert [name for name, count in seen.items() if count > 1] == []


@every_file
def test_patterns_stand_on_string_types_only(file: Path) -> None:
    bases = simple_bases()
    for pattern in tree(file).iter(X + "pattern"):
        restriction = pattern.getparent()
        base = builtin(qualified(restriction, restriction.get("base")), bases)
        assert base in {X + "string", X + "token", X + "normalizedString"}


@every_file
def test_local_elements_and_attributes_are_unqualified(file: Path) -> None:
    root = tree(file)
    assert root.get("elementFormDefault", "unqualified") == (
        "qualified" if file.name == "meta.xsd" else "unqualified"
    )
    assert root.get("attributeFormDefault", "unqualified") == "unqualified"
    assert root.xpath("//@form") == []


def test_the_exception_for_the_vocabulary_is_still_needed() -> None:
    # Entries stand in xs:appinfo, where children of m:product are written with their prefix.
    assert tree(ROOT / "meta.xsd").find(f".//{X}element[@name='product']//{X}element") is not None


def test_every_file_has_a_namespace_of_its_own() -> None:
    spaces = Counter(tree(file).get("targetNamespace") for file in FILES)
    assert None not in spaces
    assert [space for space, count in spaces.items() if count > 1] == []


def test_imports_name_a_file_of_that_namespace_and_make_no_cycle() -> None:
    arrows: dict[Path, list[Path]] = {}
    for file in FILES:
        arrows[file] = []
        for node in tree(file).iter(X + "import"):
            target = (file.parent / node.get("schemaLocation")).resolve()
            assert tree(target).get("targetNamespace") == node.get("namespace")
            arrows[file].append(next(f for f in FILES if f.resolve() == target))
        assert tree(file).findall(X + "include") == []
    while leaves := [file for file, targets in arrows.items() if not targets]:
        for leaf in leaves:
            del arrows[leaf]
        arrows = {f: [t for t in targets if t not in leaves] for f, targets in arrows.items()}
    assert sorted(arrows) == []


@every_file
def test_constructs_that_lose_content_are_not_used(file: Path) -> None:
    root = tree(file)
    for kind in ("any", "anyAttribute", "group", "attributeGroup", "redefine", "notation", "union"):
        assert root.findall(f".//{X}{kind}") == []
    assert root.xpath("//@mixed | //@nillable | //@substitutionGroup | //@abstract") == []
    assert root.xpath("//xs:*[@type='xs:anyType' or @type='xs:QName']", namespaces={"xs": XS}) == []


def repeated_groups(file: Path) -> list[etree._Element]:
    groups = tree(file).iter(X + "choice", X + "sequence", X + "all")
    return [group for group in groups if group.get("maxOccurs", "1") != "1"]


@every_model_file
def test_groups_are_not_repeated(file: Path) -> None:
    # Repeated choices and interleaved sequences come back in another order.
    assert repeated_groups(file) == []


def test_the_exception_from_repeated_groups_is_still_needed() -> None:
    # HDUs of several kinds follow each other in the lists of formats, which are never bound.
    assert {group.tag for group in repeated_groups(ROOT / "bas/format.xsd")} == {X + "choice"}


@every_model_file
def test_no_element_is_declared_twice_in_one_type(file: Path) -> None:
    twice = [
        (type_.get("name"), name)
        for type_ in tree(file).iter(X + "complexType")
        for name, count in Counter(n.get("name") for n in type_.iter(X + "element")).items()
        if count > 1
    ]
    assert twice == []


@every_model_file
def test_fixed_values_hold_no_prefix(file: Path) -> None:
    # What looks like a qualified name gets another prefix when it is written.
    fixed = [str(value) for value in tree(file).xpath("//@fixed | //@default")]
    assert [value for value in fixed if re.search(r"\w:\w", value)] == []


@every_model_file
def test_lists_are_not_lists_of_lists_or_of_enumerations(file: Path) -> None:
    items = [node.get("itemType") for node in tree(file).iter(X + "list")]
    assert {qualified(tree(file), item).startswith(X) for item in items} <= {True}


@every_model_file
def test_a_restricted_text_is_not_an_enumeration(file: Path) -> None:
    # xsdata loses the text of a simple content that restricts another by enumeration.
    assert tree(file).findall(f".//{X}simpleContent/{X}restriction/{X}enumeration") == []


def owner(node: etree._Element) -> str:
    """Return the name of the type, or the root element, that holds a declaration."""
    named = [n for n in node.iterancestors(X + "complexType", X + "element") if n.get("name")]
    return named[0].get("name")


def item_types() -> dict[str, str]:
    """Return the type of the items of each named list type, where it has a name."""
    return {
        f"{{{tree(file).get('targetNamespace')}}}{node.get('name')}": qualified(
            said, said.get("itemType")
        )
        for file in FILES
        for node in declarations(file, "simpleType")
        if (said := node.find(X + "list")) is not None and said.get("itemType")
    }


def text_type(node: etree._Element) -> str:
    """Return the type of the text of a declaration, or of its items; empty without text.

    It stands beside the name, or in a type within the declaration, as deep as these are.
    """
    for attribute in ("type", "base", "itemType"):
        if node.get(attribute):
            return qualified(node, node.get(attribute))
    for path in ("simpleType", "restriction", "list", f"complexType/{X}simpleContent/*"):
        if (inner := node.find(X + path)) is not None:
            return text_type(inner)
    return ""


def numbers(counts: set[str] = COUNT_TYPES) -> dict[str, bool]:
    """Return every numeric element and attribute of the data model, and whether it has a unit.

    Those of the types of counts are left out.
    """
    bases = simple_bases() | item_types()
    found: dict[str, bool] = {}
    for file in MODEL:
        for node in declarations(file, "element", "attribute"):
            type_ = text_type(node)
            if not type_ or node.getparent().tag == X + "restriction":
                continue
            if etree.QName(type_).localname in counts or builtin(type_, bases) not in NUMBERS:
                continue
            name = node.get("name") if node.tag == X + "element" else f"@{node.get('name')}"
            found[f"{owner(node)}/{name}"] = node.find(f".//{M}unit") is not None
    return found


WITHIN = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t"
  targetNamespace="urn:t">
  <xs:simpleType name="days"><xs:list itemType="xs:int"/></xs:simpleType>
  <xs:complexType name="owner">
    <xs:sequence>
      <xs:element name="Named" type="xs:double"/>
      <xs:element name="Listed" type="days"/>
      <xs:element name="Text" type="xs:string"/>
      <xs:element name="Inner"><xs:simpleType><xs:restriction base="xs:float">
        <xs:minInclusive value="0"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="InnerList"><xs:simpleType><xs:list><xs:simpleType>
        <xs:restriction base="xs:long"/></xs:simpleType></xs:list></xs:simpleType></xs:element>
      <xs:element name="Held"><xs:complexType><xs:simpleContent><xs:extension base="xs:decimal">
        <xs:attribute name="rate" type="xs:short"/>
      </xs:extension></xs:simpleContent></xs:complexType></xs:element>
      <xs:element name="Word"><xs:simpleType><xs:list itemType="xs:token"/></xs:simpleType>
      </xs:element>
      <xs:element name="Group"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
    </xs:sequence>
  </xs:complexType>
</xs:schema>
"""


def test_numbers_are_found_wherever_their_type_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.xsd").write_text(WITHIN)
    for name in ("FILES", "MODEL"):
        monkeypatch.setitem(globals(), name, [tmp_path / "t.xsd"])
    assert set(numbers()) == {
        *(f"owner/{name}" for name in ("Named", "Listed", "Inner", "InnerList", "Held")),
        "Held/@rate",
    }


def test_numbers_have_a_unit() -> None:
    assert {name for name, unit in numbers().items() if not unit} - NO_UNIT == set()


@pytest.mark.parametrize("name", sorted(NO_UNIT))
def test_the_exceptions_from_units_are_still_needed(name: str) -> None:
    assert numbers()[name] is False


def units_in_use() -> set[str]:
    return {node.get("name") for file in MODEL for node in tree(file).iter(M + "unit")}


# Symbols that stand in documents of Euclid only (test_real_products looks for them there).
UNITS_OF_DOCUMENTS = {"CelsiusDeg", "ppm"}
UNITS = read_units(ROOT / "meta.xsd", ROOT / "units.xml")


@pytest.mark.parametrize("name", sorted(units_in_use()))
def test_units_are_vounit_or_declared(name: str) -> None:
    UNITS.check(name, "here")


@pytest.mark.parametrize("name", sorted({*UNITS.symbols} - UNITS_OF_DOCUMENTS))
def test_declared_units_are_still_needed(name: str) -> None:
    used = {*units_in_use(), *UNITS.aliases.values()}
    assert any(name in re.findall("[A-Za-z]+", unit) for unit in used)


@pytest.mark.parametrize("name", sorted(COUNT_TYPES))
def test_count_types_are_still_needed(name: str) -> None:
    counted = numbers(COUNT_TYPES - {name}).items() - numbers().items()
    assert {place for place, unit in counted if not unit} - NO_UNIT != set()


# What a weight of others means is not published.
NO_CONVENTION = {"WeightStorage"}


def weights() -> dict[str, bool]:
    """Return every file of weights, masks or coverages, and whether it says what they mean."""
    return {
        node.get("name"): node.find(f".//{M}convention") is not None
        for file in MODEL
        for node in declarations(file, "element")
        if re.search("Weight|Mask|Coverage", node.get("name"))
        and node.find(f"{X}annotation/{X}appinfo/{M}file[@part='storage']") is not None
    }


def test_weights_have_a_convention() -> None:
    assert "FootprintMaskMOC" in weights()
    assert {name for name, said in weights().items() if not said} == NO_CONVENTION


def test_catalog_names_every_schema_file() -> None:
    entries = tree(ROOT / "catalog.xml")
    said = {node.get("name"): node.get("uri") for node in entries}
    assert said == {
        tree(file).get("targetNamespace"): file.relative_to(ROOT).as_posix()
        for file in FILES
        if file.name != "meta.xsd"
    }
