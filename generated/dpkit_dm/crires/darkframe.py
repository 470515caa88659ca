from __future__ import annotations

from dataclasses import dataclass, field

from ..pro.crires import CriresDarkFrame
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:crires:darkframe"


@dataclass(slots=True, kw_only=True)
class DpdCriresDarkFrame:
    """
    A raw CRIRES dark exposure.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:crires:darkframe"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CriresDarkFrame = field(
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
