from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.fit import FitsFile
from ..bas.img import (
    BaseFrame,
    ObservationDateTime,
    ObservationSequence,
    WorldCoordinates,
    ZeroPoint,
)
from ..bas.stc import SpatialFootprint
from ..ins.ins import (
    FilterDescription,
    ObservingInstrument,
)

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/pro/ext"


@dataclass(slots=True, kw_only=True)
class ExtCalibratedFrame(BaseFrame):
    """
    A calibrated exposure of a ground-based camera.
    """

    class Meta:
        name = "extCalibratedFrame"

    instrument: None | ObservingInstrument = field(
        default=None,
        metadata={
            "name": "Instrument",
            "type": "Element",
            "namespace": "",
            "doc": "What observed.",
        },
    )
    filter: FilterDescription = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
            "doc": "Filter of the exposure.",
        }
    )
    wcs: None | WorldCoordinates = field(
        default=None,
        metadata={
            "name": "WCS",
            "type": "Element",
            "namespace": "",
            "doc": "Celestial coordinates of the pixels.",
        },
    )
    zero_point: None | ZeroPoint = field(
        default=None,
        metadata={
            "name": "ZeroPoint",
            "type": "Element",
            "namespace": "",
            "doc": "Photometric zero point.",
        },
    )
    img_spatial_footprint: SpatialFootprint = field(
        metadata={
            "name": "ImgSpatialFootprint",
            "type": "Element",
            "namespace": "",
            "doc": "Area on the sky that the detectors cover: one polygon, or several.",
        }
    )
    observation_date_time: ObservationDateTime = field(
        metadata={
            "name": "ObservationDateTime",
            "type": "Element",
            "namespace": "",
            "doc": "When the exposure began.",
        }
    )
    observation_sequence: ObservationSequence = field(
        metadata={
            "name": "ObservationSequence",
            "type": "Element",
            "namespace": "",
            "doc": "Where the exposure stands in the survey.",
        }
    )
    data_storage: None | FitsFile = field(
        default=None,
        metadata={
            "name": "DataStorage",
            "type": "Element",
            "namespace": "",
            "doc": "The images.",
        },
    )
