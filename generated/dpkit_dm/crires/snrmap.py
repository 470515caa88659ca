from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.ppr import GenericKeyValueParameters
from ..pro.crires import CriresSnrMap
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:crires:snrmap"


@dataclass(slots=True, kw_only=True)
class DpdCriresSnrMap:
    """
    Ratio of signal to noise per pixel of a set of CRIRES flats.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:crires:snrmap"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CriresSnrMap = field(
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
