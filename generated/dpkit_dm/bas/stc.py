from __future__ import annotations

from dataclasses import dataclass, field

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/stc"


@dataclass(slots=True, kw_only=True)
class BoundingBox:
    """
    A box on the sky, along right ascension and declination.
    """

    class Meta:
        name = "boundingBox"

    ra_center: float = field(
        metadata={
            "name": "RaCenter",
            "type": "Element",
            "namespace": "",
            "doc": "Right ascension of the centre.",
        }
    )
    dec_center: float = field(
        metadata={
            "name": "DecCenter",
            "type": "Element",
            "namespace": "",
            "doc": "Declination of the centre.",
        }
    )
    ra_half_width: float = field(
        metadata={
            "name": "RaHalfWidth",
            "type": "Element",
            "namespace": "",
            "doc": "Half of the width in right ascension.",
        }
    )
    dec_half_width: float = field(
        metadata={
            "name": "DecHalfWidth",
            "type": "Element",
            "namespace": "",
            "doc": "Half of the width in declination.",
        }
    )


@dataclass(slots=True, kw_only=True)
class Coordinate:
    """
    A coordinate or angle with a unit of its own.
    """

    class Meta:
        name = "coordinate"

    value: float = field()
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of the value.",
        },
    )


@dataclass(slots=True, kw_only=True)
class UnitPosition:
    """
    A position on the sky whose coordinates have units of their own.
    """

    class Meta:
        name = "unitPosition"

    c1: Coordinate = field(
        metadata={
            "name": "C1",
            "type": "Element",
            "namespace": "",
            "doc": "First coordinate, such as right ascension.",
        }
    )
    c2: Coordinate = field(
        metadata={
            "name": "C2",
            "type": "Element",
            "namespace": "",
            "doc": "Second coordinate, such as declination.",
        }
    )
    coord_unit: None | str = field(
        default=None,
        metadata={
            "name": "coordUnit",
            "type": "Attribute",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of both coordinates.",
        },
    )


@dataclass(slots=True, kw_only=True)
class Circle:
    """
    A circle on the sky.
    """

    class Meta:
        name = "circle"

    center: UnitPosition = field(
        metadata={
            "name": "Center",
            "type": "Element",
            "namespace": "",
            "doc": "Centre of the circle.",
        }
    )
    radius: Coordinate = field(
        metadata={
            "name": "Radius",
            "type": "Element",
            "namespace": "",
            "doc": "Radius of the circle.",
        }
    )


@dataclass(slots=True, kw_only=True)
class SmallCircle:
    """
    A circle on the sky that makes a side of a polygon.
    """

    class Meta:
        name = "smallCircle"

    pole: UnitPosition = field(
        metadata={
            "name": "Pole",
            "type": "Element",
            "namespace": "",
            "doc": "Pole of the circle.",
        }
    )


@dataclass(slots=True, kw_only=True)
class SkyPosition:
    """
    A position on the sky, in ICRS.
    """

    class Meta:
        name = "skyPosition"

    c1: float = field(
        metadata={
            "name": "C1",
            "type": "Element",
            "namespace": "",
            "doc": "Right ascension.",
        }
    )
    c2: float = field(
        metadata={
            "name": "C2",
            "type": "Element",
            "namespace": "",
            "doc": "Declination.",
        }
    )
    small_circle: None | SmallCircle = field(
        default=None,
        metadata={
            "name": "SmallCircle",
            "type": "Element",
            "namespace": "",
            "doc": (
                "The circle that the side to the next corner follows; a great circle when absent."
            ),
        },
    )


@dataclass(slots=True, kw_only=True)
class Polygon:
    """
    A polygon; its sides are great circles unless a corner says otherwise.
    """

    class Meta:
        name = "polygon"

    vertex: list[SkyPosition] = field(
        default_factory=list,
        metadata={
            "name": "Vertex",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "A corner; the last one joins the first.",
        },
    )


@dataclass(slots=True, kw_only=True)
class SpatialFootprint:
    """
    The area on the sky that the data cover.
    """

    class Meta:
        name = "spatialFootprint"

    polygon: Polygon = field(
        metadata={
            "name": "Polygon",
            "type": "Element",
            "namespace": "",
            "doc": "The area as a polygon.",
        }
    )
    multi_polygon: list[Polygon] = field(
        default_factory=list,
        metadata={
            "name": "MultiPolygon",
            "type": "Element",
            "namespace": "",
            "doc": "Further parts of the area.",
        },
    )
    circle: None | Circle = field(
        default=None,
        metadata={
            "name": "Circle",
            "type": "Element",
            "namespace": "",
            "doc": "A circle around the area.",
        },
    )
    bbox: None | BoundingBox = field(
        default=None,
        metadata={
            "name": "BBox",
            "type": "Element",
            "namespace": "",
            "doc": "A box around the area.",
        },
    )
    unit: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of the coordinates; degrees when absent.",
        },
    )
