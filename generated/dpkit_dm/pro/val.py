from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

__NAMESPACE__ = "urn:dpkit:pro:val"


class FindingSeverity(Enum):
    """
    How bad a finding is.
    """

    ERROR = "error"
    WARNING = "warning"


class ValidationVerdict(Enum):
    """
    Whether all products pass.
    """

    PASSED = "PASSED"
    FAILED = "FAILED"


@dataclass(slots=True, kw_only=True)
class ValidationCodeCount:
    """
    How often a kind of finding was found.
    """

    class Meta:
        name = "validationCodeCount"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Stable name of the kind of finding.",
        }
    )
    severity: FindingSeverity = field(
        metadata={
            "name": "Severity",
            "type": "Element",
            "namespace": "",
            "doc": "How bad it was.",
        }
    )
    count: int = field(
        metadata={
            "name": "Count",
            "type": "Element",
            "namespace": "",
            "doc": "Number of such findings.",
        }
    )


@dataclass(slots=True, kw_only=True)
class ValidationFinding:
    """
    One thing that is wrong.
    """

    class Meta:
        name = "validationFinding"

    code: str = field(
        metadata={
            "name": "Code",
            "type": "Element",
            "namespace": "",
            "doc": "Stable name of the kind of finding.",
        }
    )
    severity: FindingSeverity = field(
        metadata={
            "name": "Severity",
            "type": "Element",
            "namespace": "",
            "doc": "How bad it is.",
        }
    )
    document: str = field(
        metadata={
            "name": "Document",
            "type": "Element",
            "namespace": "",
            "doc": "Document of the product, as it was named to the validator.",
        }
    )
    product_id: None | str = field(
        default=None,
        metadata={
            "name": "ProductId",
            "type": "Element",
            "namespace": "",
            "doc": "Identifier of the product, where it could be read.",
        },
    )
    product_type: None | str = field(
        default=None,
        metadata={
            "name": "ProductType",
            "type": "Element",
            "namespace": "",
            "doc": "Type of the product, where it could be read.",
        },
    )
    source: str = field(
        metadata={
            "name": "Source",
            "type": "Element",
            "namespace": "",
            "doc": "Document or file in which the finding is.",
        }
    )
    line: None | int = field(
        default=None,
        metadata={
            "name": "Line",
            "type": "Element",
            "namespace": "",
            "doc": "Line of the document.",
        },
    )
    path: None | str = field(
        default=None,
        metadata={
            "name": "Path",
            "type": "Element",
            "namespace": "",
            "doc": "Path in the document, or place in the file.",
        },
    )
    value: None | str = field(
        default=None,
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": "The value that is wrong, shortened where it is long.",
        },
    )
    message: str = field(
        metadata={
            "name": "Message",
            "type": "Element",
            "namespace": "",
            "doc": "What is wrong.",
        }
    )
    remedy: str = field(
        metadata={
            "name": "Remedy",
            "type": "Element",
            "namespace": "",
            "doc": "What to do.",
        }
    )


@dataclass(slots=True, kw_only=True)
class ValidationCodeList:
    """
    How often each kind of finding was found.
    """

    class Meta:
        name = "validationCodeList"

    code: list[ValidationCodeCount] = field(
        default_factory=list,
        metadata={
            "name": "Code",
            "type": "Element",
            "namespace": "",
            "doc": "One kind of finding.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ValidationFindingList:
    """
    The findings, in the order of the products.
    """

    class Meta:
        name = "validationFindingList"

    finding: list[ValidationFinding] = field(
        default_factory=list,
        metadata={
            "name": "Finding",
            "type": "Element",
            "namespace": "",
            "doc": "One thing that is wrong.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ValidationResult:
    """
    What a run of validation found.
    """

    class Meta:
        name = "validationResult"

    result: ValidationVerdict = field(
        metadata={
            "name": "Result",
            "type": "Element",
            "namespace": "",
            "doc": "Whether all products pass.",
        }
    )
    level: str = field(
        metadata={
            "name": "Level",
            "type": "Element",
            "namespace": "",
            "doc": "Last level of validation that was run.",
        }
    )
    fail_on: FindingSeverity = field(
        metadata={
            "name": "FailOn",
            "type": "Element",
            "namespace": "",
            "doc": "The least severe finding that makes a product fail.",
        }
    )
    documents: int = field(
        metadata={
            "name": "Documents",
            "type": "Element",
            "namespace": "",
            "doc": "Number of products validated.",
        }
    )
    failed: int = field(
        metadata={
            "name": "Failed",
            "type": "Element",
            "namespace": "",
            "doc": "Number of products that fail.",
        }
    )
    found: int = field(
        metadata={
            "name": "Found",
            "type": "Element",
            "namespace": "",
            "doc": "Number of findings.",
        }
    )
    listed: int = field(
        metadata={
            "name": "Listed",
            "type": "Element",
            "namespace": "",
            "doc": "Number of findings that are listed; only the first ones of many are.",
        }
    )
    code_list: ValidationCodeList = field(
        metadata={
            "name": "CodeList",
            "type": "Element",
            "namespace": "",
            "doc": "How often each kind of finding was found.",
        }
    )
    finding_list: ValidationFindingList = field(
        metadata={
            "name": "FindingList",
            "type": "Element",
            "namespace": "",
            "doc": "The findings.",
        }
    )
