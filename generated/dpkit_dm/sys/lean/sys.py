from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

__NAMESPACE__ = "urn:dpkit:sys"


class ChecksumName(Enum):
    """
    How a checksum is computed.
    """

    SHA_256 = "SHA-256"
    MD5 = "MD5"


class ProductStatus(Enum):
    """
    Verdict on a product.
    """

    UNKNOWN = "UNKNOWN"
    VALID = "VALID"
    INVALID = "INVALID"


@dataclass(slots=True, kw_only=True)
class DataFile:
    """
    A file of a declared format that belongs to a product.
    """

    class Meta:
        name = "dataFile"

    file_name: str = field(
        metadata={
            "name": "FileName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "pattern": r"[A-Za-z0-9_.+\-]+",
            "doc": "Name of the file; it lies in the folder data beside the document.",
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
    checksum_method: None | ChecksumName = field(
        default=None,
        metadata={
            "name": "checksumMethod",
            "type": "Attribute",
            "doc": "How the checksum was computed.",
        },
    )
    checksum_value: None | str = field(
        default=None,
        metadata={
            "name": "checksumValue",
            "type": "Attribute",
            "doc": "Checksum of the file in hexadecimal digits.",
        },
    )
    file_size: None | int = field(
        default=None,
        metadata={
            "name": "fileSize",
            "type": "Attribute",
            "doc": "Size of the file.",
        },
    )


@dataclass(slots=True, kw_only=True)
class LeanHeader:
    """
    Who made a product, when, with what, and how it was judged.
    """

    class Meta:
        name = "leanHeader"

    product_id: str = field(
        metadata={
            "name": "ProductId",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Identifier of the product, unique for ever.",
        }
    )
    product_type: str = field(
        metadata={
            "name": "ProductType",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the root element.",
        }
    )
    software_name: str = field(
        metadata={
            "name": "SoftwareName",
            "type": "Element",
            "namespace": "",
            "doc": "Software that made the product.",
        }
    )
    software_release: str = field(
        metadata={
            "name": "SoftwareRelease",
            "type": "Element",
            "namespace": "",
            "doc": "Version of that software.",
        }
    )
    data_set_release: str = field(
        metadata={
            "name": "DataSetRelease",
            "type": "Element",
            "namespace": "",
            "doc": "Campaign that the product belongs to.",
        }
    )
    creation_date: XmlDateTime = field(
        metadata={
            "name": "CreationDate",
            "type": "Element",
            "namespace": "",
            "doc": "When the product was made, UTC.",
        }
    )
    status: ProductStatus = field(
        metadata={
            "name": "Status",
            "type": "Element",
            "namespace": "",
            "doc": "Verdict on the product.",
        }
    )
    curator: None | str = field(
        default=None,
        metadata={
            "name": "Curator",
            "type": "Element",
            "namespace": "",
            "doc": "Who takes care of the product.",
        },
    )
