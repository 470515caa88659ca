"""The record of a call: all that is needed to know how a product came about, as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError

__all__ = [
    "CallEntry",
    "RunHead",
    "RunRecord",
    "library_versions",
    "read_record",
    "record_to_dict",
    "write_record",
]

_FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHead:
    """What a run is about, as it is known when it begins.

    Attributes
    ----------
    id, name, version : str
        The run, and the task or pipeline that it runs.
    start : str
        When it began, UTC.
    detail : mapping
        Folder, host, parameters, options, and for each combination its keys and the ids of its
        inputs by port; ready for JSON.
    """

    id: str
    name: str
    version: str
    start: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """How products came about.

    Attributes
    ----------
    run, call : str
        Name of the run, and of the call within it.
    task, version : str
        What ran.
    parameters : mapping of str to mapping
        ``value`` and ``origin`` of each parameter.
    inputs, outputs : mapping of str to tuple of str
        Ids of the products, by port.
    expected : mapping of str to str
        Products that it was to make, by port.
    given : mapping of str to tuple of str
        Documents that went in, by port.
    sources : mapping of str to str
        How each of these was found, for those that come from outside the run.
    documents : mapping of str to tuple of str
        Documents of the outputs, by port, relative to the folder of the products.
    calibrations : tuple of mapping
        Port, id, reason, validity, policy and rejected candidates of what was chosen by time.
    keys : mapping of str to int or str
        Values of keys that the call is about.
    recipe : str or None
        Digest of task, version, parameters and the content of the inputs; None when it was not
        run with an archive.
    archive : str or None
        Identifier of the archive that the inputs come from.
    versions : mapping of str to str
        Of dpkit, Python and the libraries that were loaded.
    schemas : mapping of str to str
        Version of the schema of each product.
    host, engine : str
        Where it ran.
    start, end : str
        When, UTC.
    attempts : int
        How often it was tried.
    exit : str
        ``done``, ``reused``, ``failed``, ``time-limit``, ``killed``, or ``skipped`` when something
        that it needs failed.
    error : str or None
        Why it failed.
    log : str
        File of the log.
    """

    run: str
    call: str
    task: str
    version: str
    start: str
    end: str
    host: str
    engine: str
    exit: str
    log: str
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    documents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    calibrations: tuple[Mapping[str, Any], ...] = ()
    keys: Mapping[str, Any] = field(default_factory=dict)
    recipe: str | None = None
    archive: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 1
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    """A call that is to be entered into an archive.

    Attributes
    ----------
    record : RunRecord
        Its record; `outputs` says how many products each port has.
    documents : tuple of Path
        What it made and is to be registered with it, port by port; nothing when it failed.
    outputs : mapping of str to tuple of str
        Else the ids of what it has made, by port, which the archive has already.
    inputs : mapping of str to tuple of str
        Ids of what was to go into a call that failed, by port: what it was about.
    """

    record: RunRecord
    documents: tuple[Path, ...] = ()
    outputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def record_to_dict(record: RunRecord) -> dict[str, Any]:
    """Return a record ready for JSON; nothing of it is copied."""
    return {name: getattr(record, name) for name in RunRecord.__slots__}


def write_record(record: RunRecord, file: Path) -> None:
    """Write a record; it appears complete or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}")
    draft.write_text(json.dumps({"record": _FORM, **record_to_dict(record)}, indent=1) + "\n")
    draft.rename(file)


def read_record(file: Path) -> RunRecord:
    """Read a record.

    Raises
    ------
    TaskError
        The file is no record, or of a form that is not known.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if said.pop("record") != _FORM:
            raise TaskError("is a record of an unknown form", place=file, remedy="update dpkit")
        for name in ("inputs", "outputs", "given", "documents"):
            said[name] = {port: tuple(ids) for port, ids in said[name].items()}
        return RunRecord(**said | {"calibrations": tuple(said["calibrations"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TaskError(
            f"is no record of a run: {error}", place=file, remedy="give a file of a run's folder"
        ) from None


def library_versions() -> dict[str, str]:
    """Return the versions of dpkit, Python and all libraries that are loaded, by name."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name, module in tuple(sys.modules.items()):
        if "." in name or name.startswith("_") or name in sys.stdlib_module_names:
            continue
        version = vars(module).get("__version__") if hasattr(module, "__dict__") else None
        if isinstance(version, str):
            found[name] = version
    return dict(sorted(found.items()))
