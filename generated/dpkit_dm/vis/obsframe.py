from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.ppr import GenericKeyValueParameters
from ..pro.vis import VisObsFrame
from ..sys.sys import GenericHeader

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/dpd/vis/obsframe"


@dataclass(slots=True, kw_only=True)
class DpdVisObsFrame:
    """
    One exposure of the visible imager: when it was taken and where the telescope pointed.
    """

    class Meta:
        namespace = "http://ecdm.euclid-ec.org/schema/dpd/vis/obsframe"

    header: GenericHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: VisObsFrame = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
            "doc": "What the product says.",
        }
    )
    parameters: None | GenericKeyValueParameters = field(
        default=None,
        metadata={
            "name": "Parameters",
            "type": "Element",
            "namespace": "",
            "doc": "Parameters that the product was made with.",
        },
    )
    version: None | str = field(
        default=None,
        metadata={
            "type": "Attribute",
            "min_length": 1,
            "max_length": 16,
            "doc": "Version of the schema that the document follows.",
        },
    )
