from __future__ import annotations

from dataclasses import dataclass, field

from ..pro.qc import ScoreReport
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:qc:scorereport"


@dataclass(slots=True, kw_only=True)
class DpdQcScoreReport:
    """
    The scores of a block, with the limits that were applied.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:qc:scorereport"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: ScoreReport = field(
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
