"""House rules that every XSD file keeps."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parents[2] / "xsd" / "dpkit_xsd"
FILES = sorted(ROOT.rglob("*.xsd"))
MODEL = [file for file in FILES if file.name not in {"meta.xsd", "format.xsd"}]
XS = "http://www.w3.org/2001/XMLSchema"
X = f"{{{XS}}}"
M = "{urn:dpkit:meta}"

# Attributes of vocabulary and format lists are explained by the documentation of their element;
# a restricted attribute keeps the documentation of the attribute that it restricts.
UNDOCUMENTED_FILES = {"meta.xsd", "format.xsd"}

# Numbers without a unit: counts, numbers of things, identifiers and flags.
NO_UNIT = {
    "ToBePublished",
    "Published",
    "PatchId",
    "ObservationId",
    "DitherObservation",
    "PointingId",
    "Exposure",
    "TotalExposure",
    "NumberOfSources",
    "MinimumMatches",
    "First",
    "Second",
    "Matches",
    "Used",
    "FailedPairs",
    "FrameNumbers",
    "LedId",
    "FluxId",
    "IntValue",  # the unit stands beside it
    "DoubleValue",
    "@minLimit",  # the unit of what the flag selects
    "@maxLimit",
}
NUMBERS = {
    *(f"{{{XS}}}{name}" for name in ("double", "float", "decimal", "int", "long", "integer")),
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
    """Return the type that each named simple type restricts."""
    bases = {}
    for file in FILES:
        space = tree(file).get("targetNamespace")
        for node in declarations(file, "simpleType"):
            restriction = node.find(X + "restriction")
            if restriction is not None:
                bases[f"{{{space}}}{node.get('name')}"] = qualified(
                    restriction, restriction.get("base")
                )
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
    roots = {n.get("name") for f in FILES for n in tree(f).findall(X + "element")}
    types = {n.get("name") for f in MODEL for n in declarations(f, "complexType", "simpleType")}
    assert roots & types == set()


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


@every_model_file
def test_choices_are_not_repeated(file: Path) -> None:
    for choice in tree(file).iter(X + "choice"):
        assert {choice.get("maxOccurs", "1"), choice.getparent().get("maxOccurs", "1")} == {"1"}


@every_model_file
def test_a_restricted_text_is_not_an_enumeration(file: Path) -> None:
    # xsdata loses the text of a simple content that restricts another by enumeration.
    assert tree(file).findall(f".//{X}simpleContent/{X}restriction/{X}enumeration") == []


def numbers() -> dict[str, bool]:
    """Return every numeric element and attribute of the data model, and whether it has a unit."""
    bases = simple_bases()
    found: dict[str, bool] = {}
    for file in MODEL:
        for node in declarations(file, "element", "attribute"):
            if (
                not node.get("type")
                or builtin(qualified(node, node.get("type")), bases) not in NUMBERS
            ):
                continue
            name = node.get("name") if node.tag == X + "element" else f"@{node.get('name')}"
            found[name] = node.find(f".//{M}unit") is not None and found.get(name, True)
    return found


def test_numbers_have_a_unit() -> None:
    assert {name for name, unit in numbers().items() if not unit} - NO_UNIT == set()


@pytest.mark.parametrize("name", sorted(NO_UNIT))
def test_the_exceptions_from_units_are_still_needed(name: str) -> None:
    assert numbers()[name] is False


# Units that VOUnit does not have; the list is ours.
DECLARED_UNITS = {"electron"}


def units_in_use() -> set[str]:
    return {node.get("name") for file in MODEL for node in tree(file).iter(M + "unit")}


@pytest.mark.parametrize("name", sorted(units_in_use()))
def test_units_are_vounit_or_declared(name: str) -> None:
    from astropy.units import Unit

    syntax = name
    for declared in DECLARED_UNITS:
        syntax = syntax.replace(declared, "count")
    Unit(syntax.removeprefix("1"), format="vounit")
    Unit(name)


def test_the_declared_units_are_still_needed() -> None:
    assert {d for d in DECLARED_UNITS for u in units_in_use() if d in u} == DECLARED_UNITS


def test_catalog_names_every_schema_file() -> None:
    entries = tree(ROOT / "catalog.xml")
    said = {node.get("name"): node.get("uri") for node in entries}
    assert said == {
        tree(file).get("targetNamespace"): file.relative_to(ROOT).as_posix()
        for file in FILES
        if file.name != "meta.xsd"
    }
