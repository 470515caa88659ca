from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.ppr import GenericKeyValueParameters
from ..pro.crires import (
    CriresFlat,
    SqfCriresFlat,
)
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:crires:flat"


@dataclass(slots=True, kw_only=True)
class DpdCriresFlat:
    """
    Quality of a set of CRIRES flat exposures, per detector, and the master made of them.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:crires:flat"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CriresFlat = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
            "doc": "What the product says.",
        }
    )
    quality_flags: None | SqfCriresFlat = field(
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
