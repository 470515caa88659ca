"""The data dictionary agrees with itself, the classes, the schemas and the formats."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from lxml import etree

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import (
    declared_keys,
    file_format,
    near_names,
    product_entry,
    product_for_root,
    product_names,
    product_summaries,
)
from dpkit.schema.package import find_packages, package_folder
from dpkit.schema.paths import product_paths

every_product = pytest.mark.parametrize("name", product_names())
XS = {"xs": "http://www.w3.org/2001/XMLSchema"}


def paths(name: str) -> set[str]:
    return {place.path.replace(".", "/") for place in product_paths(product_entry(name))}


@every_product
def test_class_can_be_loaded_and_is_of_the_namespace(name: str) -> None:
    entry = product_entry(name)
    cls = entry.load_class()
    assert (cls.__name__, cls.Meta.namespace) == (name, entry.namespace)
    assert dataclasses.is_dataclass(cls)


@every_product
def test_schema_declares_the_root_element(name: str) -> None:
    entry = product_entry(name)
    root = etree.parse(entry.schema).getroot()
    assert root.get("targetNamespace") == entry.namespace
    assert root.xpath("string(xs:element/@name)", namespaces=XS) == name


@every_product
def test_every_path_that_is_named_exists(name: str) -> None:
    entry = product_entry(name)
    named = {
        *(key.path for key in entry.keys),
        *entry.roles.values(),
        *entry.initial,
        *(storage.path for storage in entry.storages),
        *(f"{s.path}/{part}" for s in entry.storages for part in s.parts.values()),
        *(header.path for header in entry.headers),
        *(metric.path for metric in entry.metrics),
        *(metric.row for metric in entry.metrics if metric.row),
        *(f"{m.row}/{path}" for m in entry.metrics for _, path in m.scope),
        *(rule.context for rule in entry.rules if rule.context),
        *entry.flags,
        *entry.volatile,
        *entry.states.values(),
        *entry.time.values(),
        *(region["path"] for region in entry.regions),
        *(reference["path"] for reference in entry.references),
    }
    if entry.validity is not None:
        validity = entry.validity
        named |= {p for p in (validity.begin, validity.end, validity.instant) if p is not None}
    assert named - paths(name) == set()


@every_product
def test_paths_are_those_of_the_class(name: str) -> None:
    """Walk the generated class by its own metadata and compare."""
    from typing import get_args, get_type_hints

    def inside(cls: type) -> bool:
        """Tell whether a class has elements; a local one of an alternative holds its text."""
        kinds = {field.metadata.get("type") for field in dataclasses.fields(cls)}
        return bool(kinds & {"Element", "Elements"})

    def walk(cls: type, steps: tuple[str, ...]) -> set[str]:
        found = set()
        hints = get_type_hints(cls)
        for field in dataclasses.fields(cls):
            for choice in field.metadata.get("choices", ()):
                chosen = (*steps, choice["name"])
                found.add("/".join(chosen))
                if dataclasses.is_dataclass(choice["type"]) and inside(choice["type"]):
                    found |= walk(choice["type"], chosen)
            if field.metadata.get("type") not in {"Element", "Attribute"}:
                continue
            name = field.metadata.get("name", field.name)
            here = (*steps, f"@{name}" if field.metadata["type"] == "Attribute" else name)
            found.add("/".join(here))
            for inner in (hints[field.name], *get_args(hints[field.name])):
                if dataclasses.is_dataclass(inner):
                    found |= walk(inner, here)
        return found

    assert paths(name) == walk(product_entry(name).load_class(), ())


@every_product
def test_identity_is_by_single_valued_declared_keys(name: str) -> None:
    entry = product_entry(name)
    single = {key.name for key in entry.keys if not key.repeated}
    assert {*entry.unique, *entry.select} <= single
    assert {key.name for key in entry.keys} <= set(declared_keys())
    assert not {"observation", "exposure", "pointing"} & set(entry.select)


@every_product
def test_formats_describe_the_storages(name: str) -> None:
    for storage in product_entry(name).storages:
        assert "name" in storage.parts
        if storage.format is None:
            continue
        described = file_format(storage.format)
        assert described["version"] == storage.format_version
        if described["kind"] != "fits":
            continue
        fixed = {k["name"]: k.get("fixed") for k in described["hdus"][0]["keywords"]}
        assert (fixed["FITS_DEF"], fixed["FITS_VER"]) == (storage.format, storage.format_version)
        assert {"checksum", "checksum-method"} <= set(storage.parts)


@every_product
def test_header_keywords_are_in_the_format_with_their_type(name: str) -> None:
    entry = product_entry(name)
    kinds = {
        "xs:double": {"Double"},
        "xs:int": {"Integer"},
        "xs:long": {"Integer"},
        "xs:token": {"String"},
        "xs:string": {"String"},
        "xs:dateTime": {"Time"},
    }
    for header in entry.headers:
        described = file_format(str(entry.storage(header.file).format))
        assert header.tolerance >= 0
        # NAXIS2 is not described: every table has it.
        if described["kind"] != "fits" or header.key == "NAXIS2":
            continue
        hdus = described["hdus"]
        named = {hdu["name"]: hdu for hdu in hdus if "name" in hdu}
        hdu = hdus[int(header.hdu)] if header.hdu.isdigit() else named[header.hdu]
        keywords = {k["name"]: k for k in hdu["keywords"]}
        assert keywords[header.key]["type"] in kinds[header.type]


@every_product
def test_required_keywords_come_from_the_document_or_from_writing(name: str) -> None:
    entry = product_entry(name)
    written = {"FITS_DEF", "FITS_VER", "DATE", "ORIGIN", "SOFTVERS"}
    for storage in entry.storages:
        if storage.format is None or file_format(storage.format)["kind"] != "fits":
            continue
        needed = {
            keyword["name"]
            for keyword in file_format(storage.format)["hdus"][0]["keywords"]
            if keyword["required"]
        }
        tied = {header.key for header in entry.headers if header.file == storage.name}
        untied = needed - tied - written
        # Master calibrations do not hold these in the document: who makes the file sets them.
        allowed = {"TELESCOP", "INSTRUME", "FILTER"} if "NirMaster" in name else set()
        assert untied == allowed


@every_product
def test_roles_that_the_toolkit_needs_are_there(name: str) -> None:
    entry = product_entry(name)
    assert {"id", "type", "created", "software", "release", "dataset"} <= set(entry.roles)
    assert {entry.roles["id"], entry.roles["created"]} <= set(entry.volatile)
    for storage in entry.storages:
        parts = [f"{storage.path}/{path}" for path in storage.parts.values()]
        assert {p for p in parts if p.endswith(("FileName", "checksumValue", "fileSize"))} <= set(
            entry.volatile
        )


@every_product
def test_summary_says_what_the_schema_says(name: str) -> None:
    entry = product_entry(name)
    meta = {"m": "urn:dpkit:meta", **XS}
    said = etree.parse(entry.schema).find("xs:element/xs:annotation/xs:appinfo/m:product", meta)
    assert said is not None
    summary = product_summaries()[name]
    for attribute in ("title", "custodian", "level", "version", "fileName"):
        assert summary[attribute] == said.get(attribute)
    assert summary["unique"] == said.get("unique", "").split()


def test_index_and_files_name_the_same_products() -> None:
    for package in find_packages():
        files = {file.stem for file in package.dictionary_folder.glob("*.json")}
        index = json.loads((package.dictionary_folder / "index.json").read_text())
        assert files - {"index", "formats"} == set(index["products"])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("DpdNirRelPhotoExpCalibraton", "DpdNirRelPhotoExpCalibration"),
        ("dpdnirmasterdark", "DpdNirMasterDark"),
        ("NirCalibratedFrame", "DpdNirCalibratedFrame"),
    ],
)
def test_wrong_product_names_the_nearest(wrong: str, right: str) -> None:
    with pytest.raises(NotFoundError, match=f"no product is named '{wrong}'") as caught:
        product_entry(wrong)
    assert right in caught.value.remedy


def test_right_product_in_the_wrong_namespace_is_refused() -> None:
    with pytest.raises(NotFoundError, match="not 'urn:wrong'"):
        product_for_root("urn:wrong", "DpdNirMasterDark")


def test_wrong_format_names_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        file_format("nir.exposurecatalogue")
    assert "nir.exposureCatalog" in caught.value.remedy


def test_wrong_storage_names_those_that_are_there() -> None:
    with pytest.raises(NotFoundError) as caught:
        product_entry("DpdNirMasterDark").storage("datastorage")
    assert "DataStorage" in caught.value.remedy
    with pytest.raises(NotFoundError, match="no file") as caught:
        product_entry("DpdNirRelPhotoParams").storage("DataStorage")
    assert caught.value.remedy == "it has no files"


@pytest.mark.parametrize(
    ("wanted", "known", "answer"),
    [
        ("aple", ["apple", "kiwi"], "did you mean apple?"),
        ("zzz", ["b", "a"], "the fruits are a, b"),
        ("zzz", ["b", "a", "b"], "the fruits are a, b"),
        ("zzz", [], "there is no fruit"),
    ],
)
def test_near_names(wanted: str, known: list[str], answer: str) -> None:
    assert near_names(wanted, known, "fruit") == answer


def test_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(NotFoundError, match="no_such_package"):
        package_folder("no_such_package")
    assert package_folder("dpkit_xsd") == Path(__file__).parents[3] / "xsd/dpkit_xsd"


@pytest.mark.parametrize(
    ("product", "path", "occurs"),
    [
        ("DpdNirCalibratedFrame", "Data.DetectorList.Detector", "1..16"),
        ("DpdNirCalibratedFrame", "Data.ObservationSequence.PatchId", "0..1"),
        ("DpdNirRelPhotoExpCalibration", "Data.CorrectionFactorList.CorrectionFactor", "1..*"),
        ("DpdNirRelPhotoExpCalibration", "Data.Filter", "1"),
    ],
)
def test_multiplicity_is_written_as_in_the_schema(product: str, path: str, occurs: str) -> None:
    places = {place.path: place for place in product_paths(product_entry(product))}
    assert places[path].occurs == occurs
