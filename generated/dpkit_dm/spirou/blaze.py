from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.ppr import GenericKeyValueParameters
from ..pro.spirou import (
    SpirouBlaze,
    SqfSpirouBlaze,
)
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:spirou:blaze"


@dataclass(slots=True, kw_only=True)
class DpdSpirouBlaze:
    """
    Blaze of each order of one fibre of SPIRou, chosen by the closest time within seven days.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:spirou:blaze"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: SpirouBlaze = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
            "doc": "What the product says.",
        }
    )
    quality_flags: None | SqfSpirouBlaze = field(
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
