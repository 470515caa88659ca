"""The plan of a run by archive: which products each port gets, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from dpkit.workflow.combination import Combination, KeyValue, Source

__all__ = ["Outcome", "Plan", "PlannedCall", "PlannedInput", "PlannedPort"]

Outcome = Literal["given", "found", "nothing", "skip", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInput:
    """A product for a port.

    Attributes
    ----------
    id : str
        The product.
    version : int
        Its version.
    document : Path
        Its document.
    why : str
        How it was found.
    choice : mapping or None
        For a calibration chosen by time: question and answer.
    """

    id: str
    version: int
    document: Path
    why: str
    choice: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPort:
    """What a port gets.

    Attributes
    ----------
    port, product : str
        The port, and the name of its product.
    outcome : {"given", "found", "nothing", "skip", "problem"}
        What came of looking: given by the user, found, nothing for an optional port, nothing so
        that there is nothing to do, or something that must not be.
    inputs : tuple of PlannedInput
        What it gets.
    reason : str
        Why it gets nothing.
    remedy : str
        What to do about a problem.
    """

    port: str
    product: str
    outcome: Outcome
    inputs: tuple[PlannedInput, ...] = ()
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCall:
    """One execution of the task or pipeline: values of keys, and what each port gets."""

    keys: Mapping[str, KeyValue] = field(default_factory=dict)
    ports: tuple[PlannedPort, ...]

    @property
    def label(self) -> str:
        """The values of the keys in words."""
        return ", ".join(f"{name} {value}" for name, value in self.keys.items())

    def troubles(self, outcome: Outcome) -> list[PlannedPort]:
        """Return the ports with an outcome."""
        return [one for one in self.ports if one.outcome == outcome]

    @property
    def outcome(self) -> Literal["run", "skip", "problem"]:
        """What becomes of it."""
        for one in ("problem", "skip"):
            if self.troubles(one):
                return one
        return "run"

    def combination(self) -> Combination:
        """Return what is run."""
        return Combination(
            inputs={p.port: tuple(one.document for one in p.inputs) for p in self.ports},
            keys=self.keys,
            sources={
                one.document: Source(id=one.id, why=one.why, choice=one.choice)
                for port in self.ports
                for one in port.inputs
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run.

    Attributes
    ----------
    name, version : str
        The task or pipeline.
    archive : str
        Identifier of the archive.
    calls : tuple of PlannedCall
        One for each combination of keys.
    """

    name: str
    version: str
    archive: str
    calls: tuple[PlannedCall, ...]

    def of(self, outcome: Literal["run", "skip", "problem"]) -> list[PlannedCall]:
        """Return the calls with an outcome."""
        return [one for one in self.calls if one.outcome == outcome]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield a row for every input, and one for every port that gets nothing."""
        for call in self.calls:
            for port in call.ports:
                said = {"for": call.label, "port": port.port, "outcome": port.outcome}
                for one in port.inputs:
                    yield {**said, "id": one.id, "version": one.version, "why": one.why}
                if not port.inputs:
                    yield {**said, "id": None, "version": None, "why": port.reason}

    def to_dict(self) -> dict[str, Any]:
        """Return the plan ready for JSON."""
        said = asdict(self)
        for call, planned in zip(said["calls"], self.calls, strict=True):
            call["outcome"] = planned.outcome
        return said
