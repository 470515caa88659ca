from __future__ import annotations

from dataclasses import dataclass, field

from ..pro.qc import CertificationRecord
from ..sys.lean.sys import LeanHeader

__NAMESPACE__ = "urn:dpkit:dpd:qc:certificationrecord"


@dataclass(slots=True, kw_only=True)
class DpdQcCertificationRecord:
    """
    What was decided on a block, and on what the decision stood.
    """

    class Meta:
        namespace = "urn:dpkit:dpd:qc:certificationrecord"

    header: LeanHeader = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
            "doc": "Who made the product, when and with what.",
        }
    )
    data: CertificationRecord = field(
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
