from __future__ import annotations

from dataclasses import dataclass, field

from ..pro.crires import CriresFlatFrame
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:crires:flatframe"


@dataclass(slots=True, kw_only=True)
class DpdCriresFlatFrame:
    """
    A raw CRIRES flat exposure.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:crires:flatframe"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CriresFlatFrame = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
            "doc": "What the product says.",
        }
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
