"""Replay a run: repeat it on the same inputs, and compare the content of what it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document
from dpkit.workflow.combination import Combination, Source
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.event import Event
from dpkit.workflow.launch import RunResult, run_combinations
from dpkit.workflow.options import RunOptions
from dpkit.workflow.record import read_record
from dpkit.workflow.registry import find_declaration
from dpkit.workflow.setting import Setting
from dpkit.workflow.store import ProductStore, StoredOutputs

__all__ = ["Comparison", "Replay", "replay_run"]

_OPTIONS = ("engine", "retries", "time_limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A product of the run, and what was made again.

    Attributes
    ----------
    call, port : str
        Where it was made.
    id : str
        The product that is in the archive; empty when there is none.
    document : str
        What was made again; empty when there is none.
    result : {"equal", "different", "missing", "new"}
        Whether the content is the same, nothing was made again, or only now.
    """

    call: str
    port: str
    id: str
    document: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of a replay.

    Attributes
    ----------
    result : RunResult
        The new run.
    comparisons : tuple of Comparison
        Every product, by call and port.
    warnings : tuple of str
        What is not as it was then.
    """

    result: RunResult
    comparisons: tuple[Comparison, ...]
    warnings: tuple[str, ...]


def replay_run(
    store: ProductStore,
    run: str,
    *,
    out: Path,
    engine: str | None = None,
    report: Callable[[Event], object] = repr,
) -> Replay:
    """Repeat a run as of then, and compare what it makes.

    Parameters
    ----------
    store : ProductStore
        The archive that has the run; nothing is written to it.
    run : str
        The run.
    out : Path
        Folder of what is made.
    engine : str, optional
        Where calls are executed; as then by default.
    report : callable, optional
        Told of each event.

    Raises
    ------
    NotFoundError
        There is no such run, or its task is not installed.
    TaskError
        An input is not there any more.
    """
    said = store.run(run)
    declaration = find_declaration(said["name"])
    detail = said["detail"]
    combinations = [_combination(store, one) for one in detail["combinations"]]
    options = {name: detail["options"][name] for name in _OPTIONS}
    result = run_combinations(
        declaration,
        combinations,
        _settings(declaration, detail["parameters"]),
        out=out,
        options=RunOptions(**options | ({"engine": engine} if engine else {}), keep_going=True),
        report=report,
    )
    comparisons = tuple(_compare(store.made_by(run), result))
    return Replay(
        result=result,
        comparisons=comparisons,
        warnings=tuple(_warnings(said, declaration, result)),
    )


def _combination(store: ProductStore, said: Mapping[str, Any]) -> Combination:
    """Return the inputs of then, whatever has become of them."""
    inputs: dict[str, tuple[Path, ...]] = {}
    sources = {}
    for port, ids in said["inputs"].items():
        for identifier in ids:
            row = store.product(identifier)
            if not isinstance(row.document, Path):
                raise TaskError(
                    f"the document of {identifier} is not here any more",
                    place=store.url,
                    remedy="a run can be replayed only with all of its inputs",
                )
            inputs[port] = (*inputs.get(port, ()), row.document)
            sources[row.document] = Source(id=row.id, why="as then")
    return Combination(inputs=inputs, keys=said["keys"], sources=sources)


def _settings(
    declaration: Declaration[..., Any], said: Mapping[str, Mapping[str, Any]]
) -> dict[str, Setting]:
    """Return the parameters of then; numbers that are not finite were kept as text."""
    kinds = {one.name: one.type for one in declaration.parameters}
    names = {one.name for one in fields(Setting)}
    found = {}
    for name, one in said.items():
        setting = Setting(**{k: v for k, v in one.items() if k in names})
        value = setting.value
        if kinds.get(name) is float and isinstance(value, str):
            value = float(value)
        found[name] = Setting(value=value, origin=setting.origin, rank=setting.rank)
    return found


def _compare(then: Mapping[str, StoredOutputs], result: RunResult) -> Iterator[Comparison]:
    """Yield the comparison of every product; references count as the products of then."""
    now = {record.call: record for record in map(read_record, result.run.records())}
    made = {
        (call, port): [result.run.products / one for one in documents]
        for call, record in now.items()
        for port, documents in record.documents.items()
    }
    same = {
        new: one.id
        for call, ports in then.items()
        for port, some in ports.items()
        if call in now
        for new, one in zip(now[call].outputs.get(port, ()), some, strict=False)
    }
    for call, ports in then.items():
        for port, some in ports.items():
            documents = made.pop((call, port), [])
            yield from _compare_port(call, port, some, documents, same)
    for (call, port), documents in made.items():
        yield from _compare_port(call, port, (), documents, same)


def _compare_port(
    call: str,
    port: str,
    then: Sequence[Any],
    documents: Sequence[Path],
    same: Mapping[str, str],
) -> Iterator[Comparison]:
    for number in range(max(len(then), len(documents))):
        old = then[number] if number < len(then) else None
        new = documents[number] if number < len(documents) else None
        result = "missing" if new is None else "new"
        if old is not None and new is not None:
            digest = content_digest(read_document(new), lambda one: same.get(one, one))
            result = "equal" if digest == old.content_sha256 else "different"
        yield Comparison(
            call=call,
            port=port,
            id="" if old is None else old.id,
            document="" if new is None else str(new),
            result=result,
        )


def _warnings(
    said: Mapping[str, Any], declaration: Declaration[..., Any], result: RunResult
) -> Iterator[str]:
    """Yield what is not as it was then."""
    now = {record.call: record for record in map(read_record, result.run.records())}
    if said["version"] != declaration.version:
        yield f"{declaration.name} had version {said['version']}, and has {declaration.version}"
    changed: dict[str, None] = {}
    for call in said["calls"]:
        record = now.get(call["call"])
        if record is None:
            continue
        if record.version != call["version"]:
            changed[f"{record.task} had version {call['version']}, and has {record.version}"] = None
        for name, version in call["versions"].items():
            if record.versions.get(name, version) != version:
                changed[f"{name} had version {version}, and has {record.versions[name]}"] = None
    yield from changed
    for call_name, failure in result.failures.items():
        yield f"{call_name} failed: {failure}"
