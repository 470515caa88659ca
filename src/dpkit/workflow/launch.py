"""Start runs of tasks and pipelines, and resume them."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dpkit.errors import TaskError
from dpkit.workflow.call import Failure
from dpkit.workflow.combination import (
    Combination,
    combination_from,
    combination_to_dict,
)
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.driver import Driver
from dpkit.workflow.engine import Engine, open_engine
from dpkit.workflow.event import Event
from dpkit.workflow.ledger import Ledger, earlier_calls
from dpkit.workflow.moment import moment
from dpkit.workflow.options import RunOptions, with_given
from dpkit.workflow.preparation import Part, checked, digests_of, require_same, traced
from dpkit.workflow.record import RunHead
from dpkit.workflow.registry import find_declaration
from dpkit.workflow.runfolder import RunFolder, make_run
from dpkit.workflow.schedule import Schedule
from dpkit.workflow.setting import Setting
from dpkit.workflow.store import ProductStore

__all__ = ["RunResult", "resume", "run", "run_combinations"]

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
    alone : bool
        Whether it was one call of a task.
    """

    run: RunFolder
    outputs: Mapping[str, tuple[Path, ...]]
    documents: tuple[Path, ...]
    failures: Mapping[str, Failure]
    alone: bool = False


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
    return run_combinations(
        declaration,
        [Combination(inputs={name: tuple(paths) for name, paths in inputs.items()})],
        given,
        out=out,
        options=options,
        store=store,
        report=report,
    )


def run_combinations(
    declaration: Declaration[..., Any],
    combinations: Sequence[Combination],
    given: Mapping[str, Setting] | None = None,
    *,
    out: Path,
    options: RunOptions | None = None,
    store: ProductStore | None = None,
    report: Report = repr,
    names: Mapping[str, str] | None = None,
) -> RunResult:
    """Run a task or pipeline once for each combination of inputs, all in one run.

    Parameters
    ----------
    declaration : Task or Pipeline
        What to run.
    combinations : sequence of Combination
        The documents of each; one or more.
    given, out, options, store, report
        As for `run`.
    names : mapping of str to str, optional
        Names that the outputs are to have in the end, by port; the journal keeps them for whoever
        resumes the run.

    Returns
    -------
    RunResult
        The outputs of all, in the order of the combinations.

    Raises
    ------
    DpkitError
        As for `run`.
    """
    options, given = options or RunOptions(), dict(given or {})
    ready = [checked(declaration, one, known=store is not None) for one in combinations]
    parts = traced(declaration, ready, given)
    engine = _engine(declaration, options, len(parts))
    folder = make_run(out.absolute())
    with folder:
        folder.note(
            "run",
            name=declaration.name,
            version=declaration.version,
            start=moment(),
            combinations=[combination_to_dict(one) for one in ready],
            digests=digests_of(ready),
            parameters={name: asdict(setting) for name, setting in given.items()},
            options=asdict(options),
            store=None if store is None else _place(store),
            names=dict(names or {}),
        )
        return _drive(folder, parts, ready, given, options, engine, {}, store, report)


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
        said = map(combination_from, header["combinations"])
        ready = [checked(declaration, one, known=store is not None) for one in said]
        require_same(ready, header["digests"], folder)
        given = {name: Setting(**said) for name, said in header["parameters"].items()}
        parts = traced(declaration, ready, given)
        chosen = with_given(with_given(RunOptions(), header["options"]), options or {})
        engine = _engine(declaration, chosen, len(parts))
        earlier = earlier_calls(folder)
        folder.note("run", name=declaration.name, version=declaration.version, start=moment())
        return _drive(folder, parts, ready, given, chosen, engine, earlier, store, report)


def _place(store: ProductStore) -> str:
    """Return where an archive is, also for who is in another folder."""
    path = Path(store.url)
    return str(path.absolute()) if path.exists() else store.url


def _engine(declaration: Declaration[..., Any], options: RunOptions, number: int) -> Engine:
    """Return the engine; nothing is started yet."""
    return open_engine(options.engine, None if declaration.has_steps else number)


def _drive(
    folder: RunFolder,
    parts: Sequence[Part],
    combinations: Sequence[Combination],
    given: Mapping[str, Setting],
    options: RunOptions,
    engine: Engine,
    earlier: Mapping[str, dict[str, Any]],
    store: ProductStore | None,
    report: Report,
) -> RunResult:
    schedule = Schedule(parts)
    ledger = Ledger(folder, options.engine, store, earlier, combinations, options.actor)
    driver = Driver(
        schedule,
        ledger,
        engine,
        options,
        settings=given,
        unchecked=frozenset(
            path for one in combinations for paths in one.inputs.values() for path in paths
        ),
        report=report,
    )
    ledger.begin(_head(folder, schedule.declaration, combinations, given, options))
    report(Event(kind="begun", call="", done=0, known=0, message=str(folder.path)))
    with _ending(driver):
        driver.drive()
    return RunResult(
        run=folder,
        outputs=schedule.outputs(),
        documents=tuple(driver.documents),
        failures=driver.failures,
        alone=not schedule.declaration.has_steps and len(parts) == 1,
    )


def _head(
    folder: RunFolder,
    declaration: Declaration[..., Any],
    combinations: Sequence[Combination],
    given: Mapping[str, Setting],
    options: RunOptions,
) -> RunHead:
    said = [{"keys": dict(one.keys), "inputs": one.ids()} for one in combinations]
    return RunHead(
        id=folder.id,
        name=declaration.name,
        version=declaration.version,
        start=moment(),
        detail={
            "folder": str(folder.path),
            "host": platform.node(),
            "combinations": said,
            "parameters": {name: asdict(setting) for name, setting in given.items()},
            "options": {**asdict(options), "logdir": str(options.logdir or "")},
        },
    )


@contextlib.contextmanager
def _ending(driver: Driver) -> Iterator[None]:
    """Note the end of a run, however it comes, and end the engine."""
    ended = "interrupted"
    try:
        yield
        ended = "failed" if driver.failures else "done"
    finally:
        driver.engine.close(now=ended == "interrupted")
        driver.ledger.end(ended, driver.schedule.unmade())
