from __future__ import annotations

from dataclasses import dataclass, field

from ..sys.dss import DataContainer

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/fit"


@dataclass(slots=True, kw_only=True)
class FitsFile:
    """
    A FITS file of a declared format.
    """

    class Meta:
        name = "fitsFile"

    data_container: DataContainer = field(
        metadata={
            "name": "DataContainer",
            "type": "Element",
            "namespace": "",
            "doc": "The file.",
        }
    )
    format: str = field(
        metadata={
            "type": "Attribute",
            "doc": "Id of the format of the file.",
        }
    )
    version: str = field(
        metadata={
            "type": "Attribute",
            "doc": "Version of the format.",
        }
    )
