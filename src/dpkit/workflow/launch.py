"""Start runs of tasks and pipelines, and resume them."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError
from dpkit.product.reading import read
from dpkit.workflow.call import Failure
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.driver import Driver, Event
from dpkit.workflow.engine import Engine, open_engine
from dpkit.workflow.execution import moment
from dpkit.workflow.graph import Graph
from dpkit.workflow.inputs import check_inputs
from dpkit.workflow.ledger import Ledger, earlier_calls
from dpkit.workflow.options import RunOptions, with_given
from dpkit.workflow.registry import find_declaration
from dpkit.workflow.runfolder import RunFolder, make_run
from dpkit.workflow.schedule import Schedule
from dpkit.workflow.setting import Setting, settle
from dpkit.workflow.store import ProductStore
from dpkit.workflow.trace import trace_pipeline, trace_task

__all__ = ["RunResult", "resume", "run"]

Report = Callable[[Event], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What came of a run.

    Attributes
    ----------
    run : RunFolder
        Its folder, with journal, records and logs.
    outputs : mapping of str to tuple of Path
        Documents by port.
    documents : tuple of Path
        All documents that were made, those between the steps too.
    failures : mapping of str to Failure
        Why calls failed, by call.
    """

    run: RunFolder
    outputs: Mapping[str, tuple[Path, ...]]
    documents: tuple[Path, ...]
    failures: Mapping[str, Failure]


def run(
    declaration: Declaration[..., Any],
    inputs: Mapping[str, Sequence[Path]],
    given: Mapping[str, Setting] | None = None,
    *,
    out: Path,
    options: RunOptions | None = None,
    store: ProductStore | None = None,
    report: Report = repr,
) -> RunResult:
    """Run a task or pipeline on documents.

    Everything is checked before anything runs. The products appear in a folder, each call's
    together, and with them a folder ``runs/<run>`` that holds the journal, a record of every call
    and the logs.

    Parameters
    ----------
    declaration : Task or Pipeline
        What to run.
    inputs : mapping of str to sequence of Path
        Documents by port.
    given : mapping of str to Setting, optional
        Parameters.
    out : Path
        Folder of the products.
    options : RunOptions, optional
        Engine, retries, time limit and the like.
    store : ProductStore, optional
        Archive in which the products of each call are registered, all or none.
    report : callable, optional
        Told of each event.

    Returns
    -------
    RunResult
        With the failures, which do not raise.

    Raises
    ------
    DpkitError
        An input or parameter is wrong; nothing was run then.
    TaskError
        The engine was lost; the run can be resumed.
    """
    options, given = options or RunOptions(), dict(given or {})
    documents = check_inputs(declaration, inputs)
    graph = _graph(declaration, documents, given)
    engine = _engine(graph, options)
    folder = make_run(out.absolute())
    with folder:
        folder.note(
            "run",
            name=declaration.name,
            version=declaration.version,
            start=moment(),
            inputs={name: [str(path) for path in paths] for name, paths in documents.items()},
            digests=_digests(documents),
            parameters={name: asdict(setting) for name, setting in given.items()},
            options=asdict(options),
        )
        return _drive(folder, graph, documents, given, options, engine, {}, store, report)


def resume(
    folder: RunFolder,
    *,
    options: Mapping[str, Any] | None = None,
    store: ProductStore | None = None,
    report: Report = repr,
) -> RunResult:
    """Resume a run: calls that are done are not repeated.

    Parameters
    ----------
    folder : RunFolder
        The run.
    options : mapping of str to value, optional
        What is to differ from the options of the run, see `RunOptions`.
    store, report
        As for `run`.

    Raises
    ------
    TaskError
        The run is going on, its inputs have changed, or its journal is damaged.
    """
    with folder:
        header = next(folder.journal(), None)
        if header is None or header["event"] != "run":
            raise TaskError(
                "the journal is empty", place=f"run {folder.id}", remedy="start a new run"
            )
        declaration = find_declaration(header["name"])
        inputs = {name: [Path(path) for path in paths] for name, paths in header["inputs"].items()}
        documents = check_inputs(declaration, inputs)
        _require_same(documents, header["digests"], folder)
        given = {name: Setting(**said) for name, said in header["parameters"].items()}
        graph = _graph(declaration, documents, given)
        chosen = with_given(with_given(RunOptions(), header["options"]), options or {})
        engine = _engine(graph, chosen)
        earlier = earlier_calls(folder)
        folder.note("run", name=declaration.name, version=declaration.version, start=moment())
        return _drive(folder, graph, documents, given, chosen, engine, earlier, store, report)


def _graph(
    declaration: Declaration[..., Any],
    documents: Mapping[str, Sequence[Path]],
    given: Mapping[str, Setting],
) -> Graph:
    """Return the graph; parameters are checked with the products that set them."""
    products = {
        port.name: read(documents[port.name][0], port.product)
        for port in declaration.inputs
        if port.query.sets is not None and port.name in documents
    }
    settings = settle(declaration, given, products)
    if not declaration.has_steps:
        return trace_task(declaration, documents)
    values = {name: setting.value for name, setting in settings.items()}
    return trace_pipeline(declaration, documents, values)


def _engine(graph: Graph, options: RunOptions) -> Engine:
    """Return the engine; nothing is started yet."""
    return open_engine(options.engine, None if graph.pipeline.has_steps else 1)


def _digests(documents: Mapping[str, Sequence[Path]]) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for paths in documents.values()
        for path in paths
    }


def _require_same(
    documents: Mapping[str, Sequence[Path]], digests: Mapping[str, str], folder: RunFolder
) -> None:
    for path, digest in _digests(documents).items():
        if digests.get(path) != digest:
            raise TaskError(
                f"has changed since the run {folder.id} began", place=path, remedy="start a new run"
            )


def _drive(
    folder: RunFolder,
    graph: Graph,
    documents: Mapping[str, tuple[Path, ...]],
    given: Mapping[str, Setting],
    options: RunOptions,
    engine: Engine,
    earlier: Mapping[str, dict[str, Any]],
    store: ProductStore | None,
    report: Report,
) -> RunResult:
    schedule = Schedule(graph, documents)
    driver = Driver(
        schedule,
        Ledger(folder, options.engine, store, earlier),
        engine,
        options,
        settings=given,
        unchecked=frozenset(path for paths in documents.values() for path in paths),
        report=report,
    )
    report(Event(kind="begun", call="", done=0, known=0, message=str(folder.path)))
    with _ending(folder, driver):
        driver.drive()
    return RunResult(
        run=folder,
        outputs=schedule.outputs(),
        documents=tuple(driver.documents),
        failures=driver.failures,
    )


@contextlib.contextmanager
def _ending(folder: RunFolder, driver: Driver) -> Iterator[None]:
    """Write the end of a run into its journal, however it comes, and end the engine."""
    ended = "interrupted"
    try:
        yield
        ended = "failed" if driver.failures else "done"
    finally:
        driver.engine.close(now=ended == "interrupted")
        folder.note("end", exit=ended, end=moment())
