"""Shapes are read from elements by what their coordinates mean, whatever they are called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from lxml import etree

from dpkit.errors import ArchiveError
from dpkit.schema.dictionary import ProductEntry, product_entry
from dpkit_archive.region import part as shape
from dpkit_archive.region.element import element_parts
from dpkit_archive.region.part import Part
from dpkit_archive.region.relation import related

RA, DEC, SIZE = "pos.eq.ra;meta.main", "pos.eq.dec", "phys.angSize"


POLE = "<curve><pole><lon>9</lon><lat>10</lat></pole></curve>"


def field(
    name: str, type: str, *, ucd: str = "", unit: str | None = "deg", many: bool = False
) -> dict[str, Any]:
    return {
        "name": name, "type": type, "minimum": 0, "maximum": None if many else 1,
        "ucd": ucd, "unit": unit, "documentation": "",
    }  # fmt: skip


def place(*more: dict[str, Any], unit: str = "deg") -> dict[str, Any]:
    coordinates = [
        field("lon", "xs:double", ucd=RA, unit=unit),
        field("lat", "xs:double", ucd=DEC, unit=unit),
    ]
    return {"primitive": "", "fields": [*coordinates, *more]}


TYPES = {
    "root": {"primitive": "", "fields": [field("area", "area")]},
    "area": {
        "primitive": "",
        "fields": [
            field("ring", "ring", many=True),
            field("disc", "disc", many=True),
            field("frame", "frame"),
            {**field("unit", "xs:token"), "attribute": True},
        ],
    },
    "ring": {"primitive": "", "fields": [field("corner", "corner", many=True)]},
    "corner": place(field("curve", "curve")),
    "curve": {"primitive": "", "fields": [field("pole", "place")]},
    "place": place(),
    "disc": {
        "primitive": "",
        "fields": [field("middle", "place"), field("size", "xs:double", ucd=SIZE, unit="arcmin")],
    },
    "frame": place(
        field("halfWidth", "xs:double", ucd=SIZE), field("halfHeight", "xs:double", ucd=SIZE)
    ),
}


@pytest.fixture(scope="module")
def entry() -> ProductEntry:
    return replace(product_entry("DpdNirMasterDark"), name="Toy", root_type="root", types=TYPES)


def read(entry: ProductEntry, xml: str) -> list[Part]:
    root = etree.fromstring(f"<toy>{xml}</toy>")
    return element_parts(entry, root[0], "area")


def corners(*positions: tuple[float, float], more: str = "") -> str:
    return "".join(f"<corner><lon>{a}</lon><lat>{b}</lat>{more}</corner>" for a, b in positions)


SQUARE = ((10, 0), (11, 0), (11, 1), (10, 1))


def test_polygons_with_circles_and_boxes_around_them(entry) -> None:
    xml = (
        f"<area><ring>{corners(*SQUARE)}</ring><ring>{corners((20, 0), (21, 0), (21, 1))}</ring>"
        "<disc><middle><lon>0</lon><lat>0</lat></middle><size>60</size></disc></area>"
    )
    assert read(entry, xml) == [shape.polygon(SQUARE), shape.polygon([(20, 0), (21, 0), (21, 1)])]


def test_circles_in_the_unit_that_is_declared(entry) -> None:
    xml = "<area><disc><middle><lon>7</lon><lat>8</lat></middle><size>30</size></disc></area>"
    assert read(entry, xml) == [shape.cone(7, 8, 0.5)]


def test_boxes(entry) -> None:
    xml = (
        "<area><frame><lon>0.5</lon><lat>80</lat><halfWidth>2</halfWidth>"
        "<halfHeight>15</halfHeight></frame></area>"
    )
    assert read(entry, xml) == [shape.box(-1.5, 2.5, 65, 90)]


def test_an_instance_has_units_of_its_own(entry) -> None:
    radians = [tuple(np.radians(one)) for one in SQUARE]
    (part,) = read(entry, f'<area unit="rad"><ring>{corners(*radians)}</ring></area>')
    assert np.allclose(part.vectors, shape.polygon(SQUARE).vectors, atol=1e-14)
    xml = (
        '<area unit="rad"><disc>'
        '<middle unit="deg"><lon unit="hourangle">1</lon><lat>8</lat></middle>'
        '<size unit="arcsec">1800</size></disc></area>'
    )
    (part,) = read(entry, xml)
    assert part.centre == pytest.approx(shape.cone(15, 8, 0.5).centre)
    assert part.radius == pytest.approx(np.radians(0.5))


def test_sides_along_circles_of_declination(entry) -> None:
    pole = "<curve><pole><lon>0</lon><lat>90</lat></pole></curve>"
    ring = (
        corners((0, 60), more=pole)
        + corners((60, 60))
        + corners((60, 70), more=pole)
        + corners((0, 70))
    )
    (part,) = read(entry, f"<area><ring>{ring}</ring></area>")
    box = shape.box(0, 60, 60, 70)
    # The great circle between the corners would pass 3.4 degrees further north.
    random = np.random.default_rng(5)
    for ra, dec in zip(random.uniform(-5, 65, 300), random.uniform(58, 72, 300), strict=True):
        if min(abs(dec - 60), abs(dec - 70), abs(ra), abs(ra - 60)) > 1e-4:
            told = [related("overlaps", [one], shape.cone(ra, dec, 0))[0] for one in (part, box)]
            assert told[0] == told[1]


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<area/>", "no polygon, circle or box"),
        (f"<area><ring>{corners((1, 1))}</ring></area>", "no area"),
        (f'<area unit="m"><ring>{corners(*SQUARE)}</ring></area>', "'m', which is no angle.*deg"),
        (f"<area><ring>{corners((1, 1), (2, 'NaN'), (3, 3))}</ring></area>", "not finite"),
        (
            "<area><disc><middle><lon>7</lon><lat>8</lat></middle><size>-30</size></disc></area>",
            "radius",
        ),
        (
            f"<area><ring>{corners((0, 60), more=POLE)}{corners((60, 60), (60, 70))}</ring></area>",
            "not as far from the pole",
        ),
    ],
)
def test_what_is_no_shape_is_refused(entry, xml: str, message: str) -> None:
    with pytest.raises(ArchiveError, match=message):
        read(entry, xml)
