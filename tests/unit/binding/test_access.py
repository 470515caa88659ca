"""Values are reached by the paths of the schema, also before a part is filled."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest
from xsdata.formats.dataclass.context import XmlContext

import dpkit_dm
from dpkit.binding.access import assign, blank, children, fetch
from dpkit.schema.dictionary import product_entry, product_names
from dpkit_dm import bas, ins, nir


@pytest.mark.parametrize("name", product_names())
def test_every_role_that_a_new_product_has_is_found(name: str, make) -> None:
    product = make.product(name)
    entry = product_entry(name)
    assert fetch(product.content, entry.roles["type"]) == [name]
    assert fetch(product.content, entry.roles["id"]) == [product.id]


def test_repeated_values_come_in_document_order(make) -> None:
    content = make.calibration(factors=(1.1, 1.2, 1.3)).content
    path = "Data/CorrectionFactorList/CorrectionFactor/Value"
    assert fetch(content, path) == [1.1, 1.2, 1.3]


def test_absent_and_unknown_places_are_empty(make) -> None:
    content = make.frame().content
    assert fetch(content, "Data/QualityParams/QPRELEX") == []
    assert fetch(content, "Data/Nowhere/@at") == []


def test_text_and_attributes_are_reached(make) -> None:
    content = make.calibration().content
    flag = "QualityFlags/ExposureFactorOutOfRange"
    assert fetch(content, f"{flag}/@minLimit") == [0.98]
    assert fetch(content, f"{flag}/text()") == [False]


def test_assigning_makes_what_is_on_the_way_and_converts() -> None:
    content = blank(nir.DpdNirCalibratedFrame)
    assign(content, "Data/Filter/Name", "NIR_H")
    assign(content, "Data/DataStorage/DataContainer/@fileSize", "2880")
    assign(content, "Data/ExposureTime/Value", "87.2")
    assert content.data.filter.name is ins.FilterName.NIR_H
    assert content.data.data_storage.data_container.file_size == 2880
    assert content.data.exposure_time.value == 87.2


def test_blank_has_defaults_and_nones() -> None:
    made = blank(bas.FitsFile)
    assert (made.data_container, made.format, made.version) == (None, None, None)
    assert blank(bas.Polygon).vertex == []
    assert blank(bas.Polygon).vertex is not blank(bas.Polygon).vertex


def test_children_have_the_names_and_classes_that_xsdata_gives_them() -> None:
    context, seen = XmlContext(), 0
    for module in pkgutil.walk_packages(dpkit_dm.__path__, "dpkit_dm."):
        if module.ispkg or ".codec." in module.name:
            continue
        for cls in vars(importlib.import_module(module.name)).values():
            if dataclasses.is_dataclass(cls) and cls.__module__ == module.name:
                variables = context.build(cls).get_all_vars()
                elements = [v for v in variables if v.is_element]
                elements += [one for v in variables for one in v.elements.values()]
                expected = {v.qname: v.clazz or v.types[0] for v in elements}
                assert children(cls) == expected
                seen += len(expected)
    assert seen > 500


def test_a_plain_value_has_no_children() -> None:
    assert children(str) == {}
