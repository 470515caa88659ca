from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/sys/dss"


class ChecksumMethod(Enum):
    """
    How a checksum is computed.
    """

    MD5 = "MD5"
    ADLER32 = "Adler32"
    SHA_256 = "SHA-256"


class FileStatus(Enum):
    """
    Where a file stands between proposal and deletion.
    """

    PROPOSED = "PROPOSED"
    PROCESSING = "PROCESSING"
    COMMITTED = "COMMITTED"
    VALIDATED = "VALIDATED"
    ARCHIVED = "ARCHIVED"
    ARCHIVED_ONLINE = "ARCHIVED_ONLINE"
    ARCHIVED_OFFLINE = "ARCHIVED_OFFLINE"
    ARCHIVED_CERNVMFS = "ARCHIVED_CERNVMFS"
    PROCESSED_LINEAGE = "PROCESSED_LINEAGE"
    DELETED = "DELETED"


@dataclass(slots=True, kw_only=True)
class DataContainer:
    """
    One file of the product.
    """

    class Meta:
        name = "dataContainer"

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
    filestatus: FileStatus = field(
        metadata={
            "type": "Attribute",
            "doc": "Where the file stands.",
        }
    )
    checksum_method: None | ChecksumMethod = field(
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
class StoredFile:
    """
    A file without a declared format.
    """

    class Meta:
        name = "storedFile"

    data_container: DataContainer = field(
        metadata={
            "name": "DataContainer",
            "type": "Element",
            "namespace": "",
            "doc": "The file.",
        }
    )
