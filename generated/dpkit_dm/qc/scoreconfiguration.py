from __future__ import annotations

from dataclasses import dataclass, field

from ..pro.qc import ScoreConfiguration
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:qc:scoreconfiguration"


@dataclass(slots=True, kw_only=True)
class DpdQcScoreConfiguration:
    """
    Thresholds by which the rows of a QC1 table are scored, and reasons to reject.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:qc:scoreconfiguration"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: ScoreConfiguration = field(
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
