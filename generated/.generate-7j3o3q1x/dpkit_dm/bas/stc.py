from __future__ import annotations
from dataclasses import dataclass, field

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/stc"


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
@dataclass(slots=True, kw_only=True)
class Polygon:
    """
    A polygon whose sides are great circles.
    """
    class Meta:
        name = "polygon"

    vertex: list[SkyPosition] = field(
        default_factory=list,
        metadata={
            "name": "Vertex",
            "type": "Element",
            "namespace": "",
            "min_occurs": 3,
            "doc": "A corner; the last one joins the first.",
        }
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