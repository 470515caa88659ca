from __future__ import annotations
from dataclasses import dataclass, field
from enum import Enum
from xsdata.models.datatype import XmlDateTime

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/sys"


class CheckNotice(Enum):
    """
    Whether somebody was asked to check a product.
    """
    UNKNOWN = 'UNKNOWN'
    TOBECHECKED = 'TOBECHECKED'
    NOTTOBECHECKED = 'NOTTOBECHECKED'
class Purpose(Enum):
    """
    Why a product was made.
    """
    UNKNOWN = 'UNKNOWN'
    TEST = 'TEST'
    VALIDATION = 'VALIDATION'
    PRODUCTION = 'PRODUCTION'
    REPROCESSING = 'REPROCESSING'
    ON_THE_FLY = 'ON_THE_FLY'
    QUICK_RELEASE = 'QUICK_RELEASE'
    INTERMEDIATE_DATA_RELEASE = 'INTERMEDIATE_DATA_RELEASE'
    DATA_RELEASE = 'DATA_RELEASE'
class ValidationStatus(Enum):
    """
    Verdict on a product.
    """
    UNKNOWN = 'UNKNOWN'
    VALID = 'VALID'
    INVALID = 'INVALID'
@dataclass(slots=True, kw_only=True)
class GenericHeader:
    """
    Who made a product, when, with what, and how it was judged.
    """
    class Meta:
        name = "genericHeader"

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
    euclid_pipeline_software_release: str = field(
        metadata={
            "name": "EuclidPipelineSoftwareRelease",
            "type": "Element",
            "namespace": "",
            "doc": "Release of the pipeline.",
        }
    )
    prod_sdc: str = field(
        metadata={
            "name": "ProdSDC",
            "type": "Element",
            "namespace": "",
            "doc": "Data centre that made the product.",
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
    purpose: Purpose = field(
        metadata={
            "name": "Purpose",
            "type": "Element",
            "namespace": "",
            "doc": "Why the product was made.",
        }
    )
    plan_id: str = field(
        metadata={
            "name": "PlanId",
            "type": "Element",
            "namespace": "",
            "doc": "Processing plan.",
        }
    )
    ppoid: str = field(
        metadata={
            "name": "PPOId",
            "type": "Element",
            "namespace": "",
            "doc": "Pipeline processing order.",
        }
    )
    pipeline_definition_id: str = field(
        metadata={
            "name": "PipelineDefinitionId",
            "type": "Element",
            "namespace": "",
            "doc": "Definition of the pipeline.",
        }
    )
    ppo_status: str = field(
        metadata={
            "name": "PpoStatus",
            "type": "Element",
            "namespace": "",
            "doc": "Status of the pipeline processing order.",
        }
    )
    manual_validation_status: ValidationStatus = field(
        metadata={
            "name": "ManualValidationStatus",
            "type": "Element",
            "namespace": "",
            "doc": "Verdict of a person.",
        }
    )
    product_notified_to_be_checked: CheckNotice = field(
        metadata={
            "name": "ProductNotifiedToBeChecked",
            "type": "Element",
            "namespace": "",
            "doc": "Whether somebody was asked to check the product.",
        }
    )
    automated_validation_status: ValidationStatus = field(
        metadata={
            "name": "AutomatedValidationStatus",
            "type": "Element",
            "namespace": "",
            "doc": "Verdict of the validation software.",
        }
    )
    expiration_date: XmlDateTime = field(
        metadata={
            "name": "ExpirationDate",
            "type": "Element",
            "namespace": "",
            "doc": "When the product may be deleted, UTC.",
        }
    )
    to_be_published: int = field(
        metadata={
            "name": "ToBePublished",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the product is to be published.",
        }
    )
    published: int = field(
        metadata={
            "name": "Published",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the product is published.",
        }
    )
    curator: str = field(
        metadata={
            "name": "Curator",
            "type": "Element",
            "namespace": "",
            "doc": "Who takes care of the product.",
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
    data_model_version: None | str = field(
        default=None,
        metadata={
            "name": "DataModelVersion",
            "type": "Element",
            "namespace": "",
            "doc": "Release of the data model.",
        }
    )