from __future__ import annotations

from dataclasses import dataclass, field

from ..sys.dss import DataContainer
from .ppr import GenericKeyValueParameters

__NAMESPACE__ = "http://ecdm.euclid-ec.org/schema/bas/spm"


@dataclass(slots=True, kw_only=True)
class ProcessingStep:
    """
    One step of a pipeline.
    """

    class Meta:
        name = "processingStep"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the step.",
        }
    )
    program_name: None | str = field(
        default=None,
        metadata={
            "name": "ProgramName",
            "type": "Element",
            "namespace": "",
            "doc": "Program that ran.",
        },
    )
    software_version: None | str = field(
        default=None,
        metadata={
            "name": "SoftwareVersion",
            "type": "Element",
            "namespace": "",
            "doc": "Version of the program.",
        },
    )
    parameters_list: None | GenericKeyValueParameters = field(
        default=None,
        metadata={
            "name": "ParametersList",
            "type": "Element",
            "namespace": "",
            "doc": "Parameters that it ran with.",
        },
    )
    process_executed: None | bool = field(
        default=None,
        metadata={
            "name": "ProcessExecuted",
            "type": "Element",
            "namespace": "",
            "doc": "Whether it ran.",
        },
    )
    exit_code: None | str = field(
        default=None,
        metadata={
            "name": "ExitCode",
            "type": "Element",
            "namespace": "",
            "doc": "How it ended.",
        },
    )
    log_file: None | DataContainer = field(
        default=None,
        metadata={
            "name": "LogFile",
            "type": "Element",
            "namespace": "",
            "doc": "What it logged.",
        },
    )
    output_data_file_list: list[str] = field(
        default_factory=list,
        metadata={
            "name": "OutputDataFileList",
            "type": "Element",
            "namespace": "",
            "tokens": True,
            "doc": "Files that it wrote.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ProcessingSteps:
    """
    Steps of a pipeline, in order.
    """

    class Meta:
        name = "processingSteps"

    processing_step: list[ProcessingStep] = field(
        default_factory=list,
        metadata={
            "name": "ProcessingStep",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One step.",
        },
    )
