from __future__ import annotations

from dataclasses import dataclass, field

from xsdata.models.datatype import XmlDateTime

__NAMESPACE__ = "urn:dome"


@dataclass(slots=True, kw_only=True)
class Header:
    """
    What every product says of itself.
    """

    class Meta:
        name = "header"

    id: str = field(
        metadata={
            "name": "Id",
            "type": "Element",
            "namespace": "",
        }
    )
    created: XmlDateTime = field(
        metadata={
            "name": "Created",
            "type": "Element",
            "namespace": "",
        }
    )
    software: str = field(
        metadata={
            "name": "Software",
            "type": "Element",
            "namespace": "",
        }
    )
    release: str = field(
        metadata={
            "name": "Release",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class Level:
    """
    What one or more readings come to.
    """

    class Meta:
        name = "level"

    night: int = field(
        metadata={
            "name": "Night",
            "type": "Element",
            "namespace": "",
        }
    )
    filter: str = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
        }
    )
    mean: float = field(
        metadata={
            "name": "Mean",
            "type": "Element",
            "namespace": "",
        }
    )
    values: int = field(
        metadata={
            "name": "Values",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class Reading:
    """
    One reading.
    """

    class Meta:
        name = "reading"

    night: int = field(
        metadata={
            "name": "Night",
            "type": "Element",
            "namespace": "",
        }
    )
    filter: str = field(
        metadata={
            "name": "Filter",
            "type": "Element",
            "namespace": "",
        }
    )
    number: int = field(
        metadata={
            "name": "Number",
            "type": "Element",
            "namespace": "",
        }
    )
    value: list[float] = field(
        default_factory=list,
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
        },
    )


@dataclass(slots=True, kw_only=True)
class DomeLevel:
    """
    Level of a lamp in one night, in one filter.
    """

    class Meta:
        namespace = "urn:dome"

    header: Header = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
        }
    )
    data: Level = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class DomeReading:
    """
    Values read from a lamp in one night, in one filter.
    """

    class Meta:
        namespace = "urn:dome"

    header: Header = field(
        metadata={
            "name": "Header",
            "type": "Element",
            "namespace": "",
        }
    )
    data: Reading = field(
        metadata={
            "name": "Data",
            "type": "Element",
            "namespace": "",
        }
    )
