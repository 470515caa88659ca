from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.ppr import GenericKeyValueParameters
from ..pro.vmpz import (
    FootprintMaskHealpixVMPZ,
    SqfMask,
)
from ..sys.sys import GenericHeader

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/dpd/le3/id/vmpz/out/healpixfootprintmask"


@dataclass(slots=True, kw_only=True)
class DpdHealpixFootprintMaskVMPZ:
    """
    How much of each cell was observed, as a partial HEALPix map.
    """

    class Meta:
        namespace = "http://ecdm.euclid-ec.org/schema/dpd/le3/id/vmpz/out/healpixfootprintmask"

    header: GenericHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: FootprintMaskHealpixVMPZ = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
            "doc": "What the product says.",
        }
    )
    quality_flags: None | SqfMask = field(
        default=None,
        metadata={
            "name": "QualityFlags",
            "type": "Element",
            "namespace": "",
            "doc": "Flags that say whether the quality is as expected.",
        },
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
