from __future__ import annotations
from dataclasses import dataclass, field

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/dqc"


@dataclass(slots=True, kw_only=True)
class RangeFlag:
    """
    A quality flag that is true when a value selected by its xpath lies outside its limits.
    """
    class Meta:
        name = "rangeFlag"

    value: bool = field()
    xpath: str = field(
        metadata={
            "type": "Attribute",
            "doc": "XPath 1.0 of the values that the flag judges.",
        }
    )
    min_limit: None | float = field(
        default=None,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
            "doc": "Smallest good value.",
        }
    )
    max_limit: None | float = field(
        default=None,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
            "doc": "Largest good value.",
        }
    )
    flagged: bool = field(
        metadata={
            "type": "Attribute",
            "doc": "Same as the content: whether a value is outside the limits.",
        }
    )