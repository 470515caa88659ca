from __future__ import annotations

from dataclasses import dataclass, field

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/dqc"


@dataclass(slots=True, kw_only=True)
class CountFlag:
    """
    A quality flag that is true when a number of things selected by its xpath lies outside its
    whole-number limits.
    """

    class Meta:
        name = "countFlag"

    value: bool = field()
    xpath: str = field(
        metadata={
            "type": "Attribute",
            "doc": "XPath 1.0 of the values that the flag judges.",
        }
    )
    min_limit: None | int = field(
        default=None,
        metadata={
            "name": "minLimit",
            "type": "Attribute",
            "doc": "Smallest good value.",
        },
    )
    max_limit: None | int = field(
        default=None,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
            "doc": "Largest good value.",
        },
    )
    flagged: bool = field(
        metadata={
            "type": "Attribute",
            "doc": "Same as the content: whether a value is outside the limits.",
        }
    )


@dataclass(slots=True, kw_only=True)
class FlaggedCount:
    """
    A number of things that a quality flag judges.
    """

    class Meta:
        name = "flaggedCount"

    value: int = field()
    flagged: None | bool = field(
        default=None,
        metadata={
            "type": "Attribute",
            "doc": "Whether a flag was raised for the value.",
        },
    )


@dataclass(slots=True, kw_only=True)
class FlaggedNumber:
    """
    A number that a quality flag judges.
    """

    class Meta:
        name = "flaggedNumber"

    value: float = field()
    flagged: None | bool = field(
        default=None,
        metadata={
            "type": "Attribute",
            "doc": "Whether a flag was raised for the value.",
        },
    )


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
        },
    )
    max_limit: None | float = field(
        default=None,
        metadata={
            "name": "maxLimit",
            "type": "Attribute",
            "doc": "Largest good value.",
        },
    )
    flagged: bool = field(
        metadata={
            "type": "Attribute",
            "doc": "Same as the content: whether a value is outside the limits.",
        }
    )


@dataclass(slots=True, kw_only=True)
class AuxiliaryFlag(RangeFlag):
    """
    A quality flag that whoever made the product named.
    """

    class Meta:
        name = "auxiliaryFlag"

    flag_name: str = field(
        metadata={
            "name": "flagName",
            "type": "Attribute",
            "doc": "Name of the flag.",
        }
    )


@dataclass(slots=True, kw_only=True)
class PlaceHolderFlags:
    """
    Quality flags of a product that has no rules of its own yet.
    """

    class Meta:
        name = "placeHolderFlags"

    dummy_flag: None | RangeFlag = field(
        default=None,
        metadata={
            "name": "DummyFlag",
            "type": "Element",
            "namespace": "",
            "doc": "Stands for rules to come; its xpath selects nothing.",
        },
    )
    auxiliary_flags: list[AuxiliaryFlag] = field(
        default_factory=list,
        metadata={
            "name": "AuxiliaryFlags",
            "type": "Element",
            "namespace": "",
            "doc": "Flags that whoever made the product named.",
        },
    )
