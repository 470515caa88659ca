from __future__ import annotations

from dataclasses import dataclass, field

from ..pro.crires import CriresFlatReference
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:crires:flatreference"


@dataclass(slots=True, kw_only=True)
class DpdCriresFlatReference:
    """
    What CRIRES flats of a setting are compared with.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:crires:flatreference"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CriresFlatReference = field(
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
