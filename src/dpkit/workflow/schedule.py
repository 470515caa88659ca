"""The schedule of a run: which calls the steps of a graph become, and which of them can start.

A step becomes one call, or one for each item of the lists that it splits. How long a list is may
be known only when the task that makes it has run, so steps become calls one by one: a step that
needs to know what an outlet holds waits for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError
from dpkit.product.document import read_document
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.graph import (
    Chosen,
    Collected,
    Graph,
    Input,
    Joined,
    Made,
    Step,
    Value,
)
from dpkit.workflow.splitting import check_lengths, choose_by_key, group_by_keys

__all__ = ["Job", "Outlet", "Schedule"]


@dataclass(slots=True, kw_only=True, eq=False)
class Outlet:
    """What a job makes at a port.

    Attributes
    ----------
    job : Job
        Who makes it.
    many : bool
        Whether it is a list.
    documents : tuple of Path or None
        What was made; None until then.
    failed : bool
        Whether nothing will come, because the job or one before it failed.
    """

    job: Job
    many: bool
    documents: tuple[Path, ...] | None = None
    failed: bool = False
    waiting: list[Callable[[], None]] = field(default_factory=list)


Tree = Path | Outlet | list["Tree"] | None
"""Products that are there, that are made, lists of such; None where there is none."""


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """A call that is to be made.

    Attributes
    ----------
    id : str
        Name in the run: the steps that lead to it, with the numbers of items.
    declaration : Declaration
        The task.
    arguments : mapping of str to Tree
        What goes in, by port.
    parameters : mapping of str to value
        Plain arguments that are given.
    combination : int
        Which of the combinations it belongs to.
    outlets : mapping of str to Outlet
        What comes out, by port.
    state : str
        ``waiting``, ``ready``, ``made`` (but not in the archive yet), ``done``, ``failed`` or
        ``skipped``.
    attempts : int
        How often it was started.
    losses : int
        How often its worker was lost.
    """

    id: str
    declaration: Declaration[..., Any]
    arguments: Mapping[str, Tree]
    parameters: Mapping[str, Any]
    combination: int = 0
    outlets: dict[str, Outlet] = field(default_factory=dict)
    missing: int = 0
    state: str = "waiting"
    attempts: int = 0
    losses: int = 0

    def documents(self) -> dict[str, tuple[Path, ...]]:
        """Return the documents that go in, by port, once all are there."""
        return {name: tuple(_paths(tree)) for name, tree in self.arguments.items()}


class _NotYetError(Exception):
    """A step needs to know what is not known yet; `waiting` is called when it is."""

    def __init__(self, waiting: list[Callable[[], None]]) -> None:
        self.waiting = waiting


class _NeverError(Exception):
    """A step needs what will not come."""


class Schedule:
    """The jobs of a run.

    Parameters
    ----------
    parts : sequence of (Graph, mapping of str to tuple of Path)
        The steps of each combination, and its documents by port.

    Attributes
    ----------
    jobs : dict of str to Job
        All jobs known so far, by id.
    ready : deque of Job
        Those that can start.
    problems : dict of str to DpkitError
        Steps that became no jobs, and why.
    declaration : Declaration
        What is run.
    """

    def __init__(self, parts: Sequence[tuple[Graph, Mapping[str, tuple[Path, ...]]]]) -> None:
        self.jobs: dict[str, Job] = {}
        self.ready: deque[Job] = deque()
        self.problems: dict[str, DpkitError] = {}
        self._keys: dict[Path, dict[str, list[str]]] = {}
        self.declaration = parts[0][0].pipeline
        self._scopes = []
        for number, (graph, inputs) in enumerate(parts):
            prefix = f"{number + 1}." if len(parts) > 1 else ""
            scope = _Scope(self, graph, _trees(graph, inputs), prefix, number)
            scope.open()
            self._scopes.append(scope)

    def outputs(self) -> dict[str, tuple[Path, ...]]:
        """Return what the graphs made, by port; what failed is left out."""
        found: dict[str, tuple[Path, ...]] = {}
        for scope in self._scopes:
            for name, value in scope.graph.outputs.items():
                try:
                    made = tuple(_paths(scope.evaluate(value)))
                except (_NotYetError, _NeverError):
                    made = ()
                found[name] = found.get(name, ()) + made
        return found

    def unmade(self) -> list[Job]:
        """Return the jobs that were not executed."""
        executed = {"made", "done", "failed"}
        return [job for job in self.jobs.values() if job.state not in executed]

    def keys_of(self, document: Path, keys: tuple[str, ...]) -> dict[str, list[str]]:
        """Return the values of keys of a document."""
        if document not in self._keys:
            read = read_document(document)
            self._keys[document] = {}
            for key in read.entry.keys:
                self._keys[document].setdefault(key.name, []).extend(read.key_texts(key))
        return {key: self._keys[document].get(key, []) for key in keys}

    def finish(self, job: Job, outputs: Mapping[str, tuple[Path, ...]]) -> None:
        """Note what a job made; jobs that waited for it become ready."""
        job.state = "done"
        for name, outlet in job.outlets.items():
            outlet.documents = outputs.get(name, ())
            _wake(outlet)

    def fail(self, job: Job, state: str = "failed") -> None:
        """Note that a job failed; those that need what it makes are skipped."""
        job.state = state
        for outlet in job.outlets.values():
            outlet.failed = True
            _wake(outlet)

    def add(self, job: Job) -> None:
        """Take a job in; it is ready when all that goes in is there."""
        self.jobs[job.id] = job
        outlets = {id(one): one for tree in job.arguments.values() for one in _open(tree)}
        job.missing = len(outlets) + 1
        for outlet in outlets.values():
            outlet.waiting.append(lambda: self._less(job))
        self._less(job)

    def _less(self, job: Job) -> None:
        job.missing -= 1
        if job.missing or job.state != "waiting":
            return
        if any(_has_failed(tree) for tree in job.arguments.values()):
            self.fail(job, "skipped")
        elif _lacks(job):
            job.state = "skipped"
            for outlet in job.outlets.values():
                outlet.documents = ()
                _wake(outlet)
        else:
            job.state = "ready"
            self.ready.append(job)


def _trees(graph: Graph, inputs: Mapping[str, tuple[Path, ...]]) -> dict[str, Tree]:
    many = {port.name: port.many for port in graph.inputs}
    return {
        name: list(paths) if many[name] else next(iter(paths), None)
        for name, paths in inputs.items()
        if name in many
    }


def _wake(outlet: Outlet) -> None:
    waiting, outlet.waiting = outlet.waiting, []
    _call_all(waiting)


def _call_all(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _lacks(job: Job) -> bool:
    """Tell whether a port that is not optional gets nothing, because a branch was not taken."""
    ports = [port for port in job.declaration.inputs if not port.optional]
    return any(not list(_paths(job.arguments.get(port.name))) for port in ports)


class _Scope:
    """A graph that runs with some inputs; a nested pipeline has one of its own."""

    def __init__(
        self,
        schedule: Schedule,
        graph: Graph,
        inputs: Mapping[str, Tree],
        prefix: str,
        combination: int,
    ) -> None:
        self.combination = combination
        self.schedule = schedule
        self.graph = graph
        self.inputs = inputs
        self.prefix = prefix
        self.made: dict[str, Callable[[str], Tree]] = {}
        self.never: set[str] = set()
        self.waiting: dict[str, list[Callable[[], None]]] = {}

    def open(self) -> None:
        """Turn the steps into jobs, as far as is known."""
        for step in self.graph.steps:
            self._expand(step)

    def _expand(self, step: Step) -> None:
        try:
            arguments = {name: self.evaluate(value) for name, value in step.arguments.items()}
            items = list(_items(step, arguments))
        except _NotYetError as error:
            error.waiting.append(lambda: self._expand(step))
            return
        except _NeverError:
            self.never.add(step.name)
        except DpkitError as error:
            self.never.add(step.name)
            self.schedule.problems[f"{self.prefix}{step.name}"] = error
        else:
            makers = [self._start(step, index, item) for index, item in items]
            self.made[step.name] = _joined(makers) if step.split else makers[0]
        _call_all(self.waiting.pop(step.name, []))

    def _start(
        self, step: Step, index: int | None, arguments: Mapping[str, Tree]
    ) -> Callable[[str], Tree]:
        name = f"{self.prefix}{step.name}" + ("" if index is None else f"[{index}]")
        if step.graph is not None:
            scope = _Scope(self.schedule, step.graph, arguments, f"{name}.", self.combination)
            scope.open()
            graph = step.graph
            return lambda port: (
                scope.evaluate(graph.outputs[port]) if port in graph.outputs else None
            )
        job = Job(
            id=name,
            declaration=step.declaration,
            arguments=arguments,
            parameters=step.parameters,
            combination=self.combination,
        )
        for port in step.declaration.outputs:
            job.outlets[port.name] = Outlet(job=job, many=port.many)
        self.schedule.add(job)
        return lambda port: job.outlets[port]

    def evaluate(self, value: Value) -> Tree:
        """Return what a value stands for, as far as is known."""
        source = value.source
        if isinstance(source, Input):
            return self.inputs.get(source.port)
        if isinstance(source, Made):
            if source.step in self.never:
                raise _NeverError
            if source.step not in self.made:
                raise _NotYetError(self.waiting.setdefault(source.step, []))
            return self.made[source.step](source.port)
        if isinstance(source, Collected):
            return [self.evaluate(one) for one in source.values]
        if isinstance(source, Joined):
            trees = _listed(self.evaluate(source.value))
            return [item for tree in trees for item in _listed(tree)]
        if isinstance(source, Chosen):
            items = self._with_keys(source.value, (source.key,))
            return list[Tree](choose_by_key(items, source.key, source.among))
        groups = group_by_keys(self._with_keys(source.value, source.keys), source.keys)
        return [list(paths) for paths in groups]

    def _with_keys(
        self, value: Value, keys: tuple[str, ...]
    ) -> list[tuple[dict[str, list[str]], Path]]:
        """Return the documents that a value stands for, with the values of their keys."""
        items = []
        for tree in _listed(self.evaluate(value)):
            for outlet in _open(tree):
                raise _NotYetError(outlet.waiting)
            if _has_failed(tree):
                raise _NeverError
            items += [(self.schedule.keys_of(path, keys), path) for path in _paths(tree)]
        return items


def _joined(makers: list[Callable[[str], Tree]]) -> Callable[[str], Tree]:
    return lambda port: [maker(port) for maker in makers]


def _items(
    step: Step, arguments: Mapping[str, Tree]
) -> Iterator[tuple[int | None, Mapping[str, Tree]]]:
    """Yield the arguments of each call of a step."""
    if not step.split:
        yield None, arguments
        return
    lists = {name: _listed(arguments[name]) for name in step.split}
    lengths = {name: len(items) for name, items in lists.items()}
    for index in range(check_lengths(lengths, f"step {step.name}")):
        yield index, {**arguments, **{name: items[index] for name, items in lists.items()}}


def _listed(tree: Tree) -> list[Tree]:
    """Return the items of a list."""
    if isinstance(tree, Outlet):
        if tree.failed:
            raise _NeverError
        if tree.documents is None:
            raise _NotYetError(tree.waiting)
        return list(tree.documents)
    return tree if isinstance(tree, list) else []


def _paths(tree: Tree) -> Iterator[Path]:
    """Yield the documents that are there."""
    if isinstance(tree, Path):
        yield tree
    elif isinstance(tree, Outlet):
        yield from tree.documents or ()
    else:
        for item in tree or ():
            yield from _paths(item)


def _outlets(tree: Tree) -> Iterator[Outlet]:
    if isinstance(tree, Outlet):
        yield tree
    elif isinstance(tree, list):
        for item in tree:
            yield from _outlets(item)


def _open(tree: Tree) -> list[Outlet]:
    return [one for one in _outlets(tree) if one.documents is None and not one.failed]


def _has_failed(tree: Tree) -> bool:
    return any(one.failed for one in _outlets(tree))
