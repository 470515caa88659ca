from __future__ import annotations
from dataclasses import dataclass, field

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/ppr"


@dataclass(slots=True, kw_only=True)
class GenericKeyValueParameter:
    """
    One named value.
    """
    class Meta:
        name = "genericKeyValueParameter"

    key: str = field(
        metadata={
            "name": "Key",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the parameter.",
        }
    )
    description: str = field(
        metadata={
            "name": "Description",
            "type": "Element",
            "namespace": "",
            "doc": "What the parameter means.",
        }
    )
    choice: None | str | int | float | bool = field(
        default=None,
        metadata={
            "type": "Elements",
            "choices": (
                {
                    "name": "StringValue",
                    "type": str,
                    "namespace": "",
                    "doc": "The value as text.",
                },
                {
                    "name": "IntValue",
                    "type": int,
                    "namespace": "",
                    "doc": "The value as integer.",
                },
                {
                    "name": "DoubleValue",
                    "type": float,
                    "namespace": "",
                    "doc": "The value as number.",
                },
                {
                    "name": "BooleanValue",
                    "type": bool,
                    "namespace": "",
                    "doc": "The value as truth value.",
                },
            ),
        }
    )
    unit: None | str = field(
        default=None,
        metadata={
            "name": "Unit",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 64,
            "doc": "Unit of the value.",
        }
    )
@dataclass(slots=True, kw_only=True)
class GenericKeyValueParameters:
    """
    A list of named values.
    """
    class Meta:
        name = "genericKeyValueParameters"

    parameter: list[GenericKeyValueParameter] = field(
        default_factory=list,
        metadata={
            "name": "Parameter",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One named value.",
        }
    )