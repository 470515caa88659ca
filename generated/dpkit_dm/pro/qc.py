from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

__NAMESPACE__ = "urn:dpkit:pro:qc"


@dataclass(slots=True, kw_only=True)
class KeyValue:
    """
    The value of a column of the QC1 table.
    """

    class Meta:
        name = "keyValue"

    column: str = field(
        metadata={
            "name": "Column",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the column.",
        }
    )
    value: str = field(
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Its value.",
        }
    )


class ReasonOutcome(Enum):
    """
    What became of a reason to reject.
    """

    FINE = "fine"
    REJECTS = "rejects"
    NOT_EVALUABLE = "not-evaluable"
    NOT_APPLICABLE = "not-applicable"


ReasonOutcome.FINE.__doc__ = "The value is no reason to reject."
ReasonOutcome.REJECTS.__doc__ = "The value is a reason to reject."
ReasonOutcome.NOT_EVALUABLE.__doc__ = "The value was not measured, or from too little."
ReasonOutcome.NOT_APPLICABLE.__doc__ = "It is not asked for what the block is used for."


class ReasonSide(Enum):
    """
    On which side of its limit a value is a reason to reject.
    """

    BELOW = "below"
    ABOVE = "above"


ReasonSide.BELOW.__doc__ = "Below the limit."
ReasonSide.ABOVE.__doc__ = "Above the limit."


class ThresholdMethod(Enum):
    """
    Where the limits of a threshold come from.
    """

    VAL = "VAL"
    SIGMA = "SIGMA"
    PERCENT = "PERCENT"


ThresholdMethod.VAL.__doc__ = "They are given."
ThresholdMethod.SIGMA.__doc__ = (
    "Median of earlier values, and so many of their standard deviations to either side."
)
ThresholdMethod.PERCENT.__doc__ = (
    "Mean of earlier values, and so many percent of it to either side."
)


class VerdictMode(Enum):
    """
    Who decided.
    """

    MANUAL = "manual"
    AUTOMATIC = "automatic"


VerdictMode.MANUAL.__doc__ = "A person."
VerdictMode.AUTOMATIC.__doc__ = "The configuration, by its scores."


class VerdictState(Enum):
    """
    What was decided on a block.
    """

    CERTIFIED = "certified"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


VerdictState.CERTIFIED.__doc__ = "It is good for use."
VerdictState.REJECTED.__doc__ = "It is not."
VerdictState.SUPERSEDED.__doc__ = "Another one takes its place."
VerdictState.RETIRED.__doc__ = "It was good, and is not to be used any more."


@dataclass(slots=True, kw_only=True)
class EvaluatedReason:
    """
    A reason to reject as it was evaluated.
    """

    class Meta:
        name = "evaluatedReason"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the reason.",
        }
    )
    text: str = field(
        metadata={
            "name": "Text",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "What is demanded, in words.",
        }
    )
    outcome: ReasonOutcome = field(
        metadata={
            "name": "Outcome",
            "type": "Element",
            "namespace": "",
            "doc": "What became of it.",
        }
    )
    value: None | float = field(
        default=None,
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": "The worst value.",
        },
    )
    beside: None | float = field(
        default=None,
        metadata={
            "name": "Beside",
            "type": "Element",
            "namespace": "",
            "doc": "What is shown beside it.",
        },
    )
    limit: float = field(
        metadata={
            "name": "Limit",
            "type": "Element",
            "namespace": "",
            "doc": "The limit.",
        }
    )


@dataclass(slots=True, kw_only=True)
class RejectionReason:
    """
    What is looked at before a block is certified; a reason to reject, and never a score.
    """

    class Meta:
        name = "rejectionReason"

    name: str = field(
        metadata={
            "name": "Name",
            "type": "Element",
            "namespace": "",
            "doc": "Name of the reason.",
        }
    )
    text: str = field(
        metadata={
            "name": "Text",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "What is demanded, in words.",
        }
    )
    metric: str = field(
        metadata={
            "name": "Metric",
            "type": "Element",
            "namespace": "",
            "doc": "Metric of the product that is judged; the worst of its rows counts.",
        }
    )
    side: ReasonSide = field(
        metadata={
            "name": "Side",
            "type": "Element",
            "namespace": "",
            "doc": "On which side of the limit a value is a reason.",
        }
    )
    limit: float = field(
        metadata={
            "name": "Limit",
            "type": "Element",
            "namespace": "",
            "doc": "The limit, in the unit of the metric; the limit itself is no reason.",
        }
    )
    beside: None | str = field(
        default=None,
        metadata={
            "name": "Beside",
            "type": "Element",
            "namespace": "",
            "doc": "Metric that is shown beside it.",
        },
    )
    purpose: None | str = field(
        default=None,
        metadata={
            "name": "Purpose",
            "type": "Element",
            "namespace": "",
            "doc": "Use of the block for which it is demanded; all uses without.",
        },
    )
    counted: None | str = field(
        default=None,
        metadata={
            "name": "Counted",
            "type": "Element",
            "namespace": "",
            "doc": "Column of the QC1 table that says of how many exposures the metric is.",
        },
    )
    at_least: None | int = field(
        default=None,
        metadata={
            "name": "AtLeast",
            "type": "Element",
            "namespace": "",
            "doc": "With fewer of them it cannot be evaluated.",
        },
    )


@dataclass(slots=True, kw_only=True)
class Score:
    """
    The judgement of one value, with the limits that were applied.
    """

    class Meta:
        name = "score"

    product: str = field(
        metadata={
            "name": "Product",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Product that was measured.",
        }
    )
    where: list[KeyValue] = field(
        default_factory=list,
        metadata={
            "name": "Where",
            "type": "Element",
            "namespace": "",
            "doc": "What was measured of it, such as the detector.",
        },
    )
    parameter: str = field(
        metadata={
            "name": "Parameter",
            "type": "Element",
            "namespace": "",
            "doc": "Column of the QC1 table.",
        }
    )
    value: None | float = field(
        default=None,
        metadata={
            "name": "Value",
            "type": "Element",
            "namespace": "",
            "doc": "Its value; none when it was not measured.",
        },
    )
    lower: None | float = field(
        default=None,
        metadata={
            "name": "Lower",
            "type": "Element",
            "namespace": "",
            "doc": "Lower limit that was applied.",
        },
    )
    upper: None | float = field(
        default=None,
        metadata={
            "name": "Upper",
            "type": "Element",
            "namespace": "",
            "doc": "Upper limit that was applied.",
        },
    )
    method: None | ThresholdMethod = field(
        default=None,
        metadata={
            "name": "Method",
            "type": "Element",
            "namespace": "",
            "doc": "Where the limits came from.",
        },
    )
    score: None | int = field(
        default=None,
        metadata={
            "name": "Score",
            "type": "Element",
            "namespace": "",
            "doc": "0 within the limits, 1 outside; none when it was not scored.",
        },
    )
    not_scored: None | str = field(
        default=None,
        metadata={
            "name": "NotScored",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Why it was not scored.",
        },
    )
    health_check: bool = field(
        metadata={
            "name": "HealthCheck",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the parameter is one of the health check.",
        }
    )


@dataclass(slots=True, kw_only=True)
class Threshold:
    """
    What a parameter must be within.

    Both limits are included.
    """

    class Meta:
        name = "threshold"

    parameter: str = field(
        metadata={
            "name": "Parameter",
            "type": "Element",
            "namespace": "",
            "doc": "Column of the QC1 table that is judged.",
        }
    )
    where: list[KeyValue] = field(
        default_factory=list,
        metadata={
            "name": "Where",
            "type": "Element",
            "namespace": "",
            "doc": (
                "What a row must have to be judged by it, such as its setting; all rows without."
            ),
        },
    )
    method: ThresholdMethod = field(
        metadata={
            "name": "Method",
            "type": "Element",
            "namespace": "",
            "doc": "Where the limits come from.",
        }
    )
    lower: None | float = field(
        default=None,
        metadata={
            "name": "Lower",
            "type": "Element",
            "namespace": "",
            "doc": "Lower limit, in the unit of the parameter.",
        },
    )
    upper: None | float = field(
        default=None,
        metadata={
            "name": "Upper",
            "type": "Element",
            "namespace": "",
            "doc": "Upper limit, in the unit of the parameter.",
        },
    )
    half_width: None | float = field(
        default=None,
        metadata={
            "name": "HalfWidth",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Half width of statistical limits: a number of standard deviations, or percent."
            ),
        },
    )
    health_check: bool = field(
        metadata={
            "name": "HealthCheck",
            "type": "Element",
            "namespace": "",
            "doc": "Whether the parameter is one of the health check.",
        }
    )
    report: list[str] = field(
        default_factory=list,
        metadata={
            "name": "Report",
            "type": "Element",
            "namespace": "",
            "doc": "Name of a trending report that shows it.",
        },
    )


@dataclass(slots=True, kw_only=True)
class CertificationRecord:
    """
    What was decided on a block, by whom, why, and on what it stood.
    """

    class Meta:
        name = "certificationRecord"

    block: str = field(
        metadata={
            "name": "Block",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Block that was decided on.",
        }
    )
    state: VerdictState = field(
        metadata={
            "name": "State",
            "type": "Element",
            "namespace": "",
            "doc": "What was decided.",
        }
    )
    mode: VerdictMode = field(
        metadata={
            "name": "Mode",
            "type": "Element",
            "namespace": "",
            "doc": "Who decided.",
        }
    )
    decided_at: XmlDateTime = field(
        metadata={
            "name": "DecidedAt",
            "type": "Element",
            "namespace": "",
            "doc": "When, UTC.",
        }
    )
    actor: str = field(
        metadata={
            "name": "Actor",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Who.",
        }
    )
    comment: str = field(
        metadata={
            "name": "Comment",
            "type": "Element",
            "namespace": "",
            "doc": "Why.",
        }
    )
    event: int = field(
        metadata={
            "name": "Event",
            "type": "Element",
            "namespace": "",
            "doc": "Number of the event in the archive.",
        }
    )
    total_red: int = field(
        metadata={
            "name": "TotalRed",
            "type": "Element",
            "namespace": "",
            "doc": "How many scores were 1.",
        }
    )
    total_scored: int = field(
        metadata={
            "name": "TotalScored",
            "type": "Element",
            "namespace": "",
            "doc": "How many values were scored.",
        }
    )
    reason: list[EvaluatedReason] = field(
        default_factory=list,
        metadata={
            "name": "Reason",
            "type": "Element",
            "namespace": "",
            "doc": "A reason to reject.",
        },
    )
    product: list[str] = field(
        default_factory=list,
        metadata={
            "name": "Product",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "A product that the decision is about.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ScoreConfiguration:
    """
    How the rows of a QC1 table are scored.
    """

    class Meta:
        name = "scoreConfiguration"

    configuration_name: str = field(
        metadata={
            "name": "ConfigurationName",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Name of the configuration, common to its versions.",
        }
    )
    metric_table: str = field(
        metadata={
            "name": "MetricTable",
            "type": "Element",
            "namespace": "",
            "doc": "The QC1 table.",
        }
    )
    automatic: bool = field(
        metadata={
            "name": "Automatic",
            "type": "Element",
            "namespace": "",
            "doc": (
                "Whether it is complete and stable enough that blocks without a red score are "
                "certified without being looked at."
            ),
        }
    )
    threshold: list[Threshold] = field(
        default_factory=list,
        metadata={
            "name": "Threshold",
            "type": "Element",
            "namespace": "",
            "min_occurs": 1,
            "doc": "One threshold.",
        },
    )
    reason: list[RejectionReason] = field(
        default_factory=list,
        metadata={
            "name": "Reason",
            "type": "Element",
            "namespace": "",
            "doc": "One reason to reject.",
        },
    )


@dataclass(slots=True, kw_only=True)
class ScoreReport:
    """
    The scores of a block.
    """

    class Meta:
        name = "scoreReport"

    block: str = field(
        metadata={
            "name": "Block",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Block that was scored: what is processed together.",
        }
    )
    configuration: str = field(
        metadata={
            "name": "Configuration",
            "type": "Element",
            "namespace": "",
            "min_length": 1,
            "max_length": 255,
            "doc": "Configuration by which it was scored.",
        }
    )
    scored_at: XmlDateTime = field(
        metadata={
            "name": "ScoredAt",
            "type": "Element",
            "namespace": "",
            "doc": "When it was scored, UTC.",
        }
    )
    total_red: int = field(
        metadata={
            "name": "TotalRed",
            "type": "Element",
            "namespace": "",
            "doc": "How many scores are 1.",
        }
    )
    total_scored: int = field(
        metadata={
            "name": "TotalScored",
            "type": "Element",
            "namespace": "",
            "doc": "How many values were scored.",
        }
    )
    score: list[Score] = field(
        default_factory=list,
        metadata={
            "name": "Score",
            "type": "Element",
            "namespace": "",
            "doc": "One score.",
        },
    )
