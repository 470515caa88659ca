"""Combinations: what one execution of a task or pipeline gets, and how that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Combination", "Source", "combination_from", "combination_to_dict"]

KeyValue = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How an input was found.

    Attributes
    ----------
    id : str
        The product.
    why : str
        How it was found, or that it was given.
    choice : mapping or None
        For a calibration that was chosen by time: the answer of the archive.
    """

    id: str
    why: str
    choice: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """What a task or pipeline gets.

    Attributes
    ----------
    inputs : mapping of str to tuple of Path
        Documents by port.
    keys : mapping of str to int or str
        The values of keys that it is about.
    sources : mapping of Path to Source
        How these documents were found.
    """

    inputs: Mapping[str, tuple[Path, ...]]
    keys: Mapping[str, KeyValue] = field(default_factory=dict)
    sources: Mapping[Path, Source] = field(default_factory=dict)

    def ids(self) -> dict[str, list[str]]:
        """Return the ids of the inputs, by port, as far as they are known."""
        return {
            port: [self.sources[path].id for path in paths if path in self.sources]
            for port, paths in self.inputs.items()
        }


def combination_to_dict(combination: Combination) -> dict[str, Any]:
    """Return a combination ready for JSON."""
    return {
        "inputs": {port: list(map(str, paths)) for port, paths in combination.inputs.items()},
        "keys": dict(combination.keys),
        "sources": {str(path): asdict(one) for path, one in combination.sources.items()},
    }


def combination_from(said: Mapping[str, Any]) -> Combination:
    """Return the combination that `combination_to_dict` wrote."""
    return Combination(
        inputs={port: tuple(map(Path, paths)) for port, paths in said["inputs"].items()},
        keys=said["keys"],
        sources={Path(path): Source(**one) for path, one in said["sources"].items()},
    )
