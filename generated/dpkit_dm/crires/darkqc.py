from __future__ import annotations

from dataclasses import dataclass, field

from ..bas.ppr import GenericKeyValueParameters
from ..pro.criresdark import CriresDarkQc
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:crires:darkqc"


@dataclass(slots=True, kw_only=True)
class DpdCriresDarkQc:
    """
    Level and read noise of a set of CRIRES dark exposures, per detector.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:crires:darkqc"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CriresDarkQc = field(
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
