"""The ledger of a run: what its calls made is published, registered and written down."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dpkit.errors import DpkitError
from dpkit.workflow.call import Call, Failure, Outcome
from dpkit.workflow.combination import Combination
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.moment import moment
from dpkit.workflow.publication import complete, moves_of, publish
from dpkit.workflow.recipe import RecipeBook
from dpkit.workflow.record import CallEntry, RunHead, RunRecord, read_record, write_record
from dpkit.workflow.runfolder import RunFolder
from dpkit.workflow.schedule import Job
from dpkit.workflow.scribe import Scribe
from dpkit.workflow.store import ProductStore, RegisteredProduct

__all__ = ["Documents", "Ledger", "earlier_calls"]

Documents = dict[str, tuple[Path, ...]]


class Ledger:
    """Writes down what happens in a run.

    Parameters
    ----------
    run : RunFolder
        The run; its journal must be open.
    engine : str
        Where calls are executed.
    store : ProductStore or None
        Where products are registered.
    earlier : mapping of str to mapping
        Lines of the journal on calls that were done before the run was resumed.
    combinations : sequence of Combination
        What the run gets.
    actor : str or None
        Who runs it, as the archive is told.
    """

    def __init__(
        self,
        run: RunFolder,
        engine: str,
        store: ProductStore | None,
        earlier: Mapping[str, dict[str, Any]],
        combinations: Sequence[Combination],
        actor: str | None = None,
    ) -> None:
        self.run = run
        self.store = store
        self._actor = actor
        self._earlier = dict(earlier)
        # Of calls that are done, until the archive has taken or refused them.
        self._records: dict[str, RunRecord] = {}
        self._recipes = RecipeBook(store, combinations)
        archive = None if store is None else store.uuid
        self._scribe = Scribe(run, engine, archive, combinations, self._recipes)

    def begin(self, head: RunHead) -> None:
        """Enter the run into the archive."""
        if self.store is not None:
            self.store.begin_run(head, actor=self._actor)

    def end(self, exit: str, jobs: Sequence[Job]) -> None:
        """Note the end of the run, and the calls that did not come about."""
        end = moment()
        self.run.note("end", exit=exit, end=end)
        if self.store is not None:
            calls = [*map(self._scribe.skipped, jobs)]
            self.store.end_run(self.run.id, exit=exit, end=end, calls=calls, actor=self._actor)

    def start(self, job: Job) -> None:
        """Note that a call is handed over."""
        self.run.note("start", call=job.id, attempt=job.attempts)

    def accept(self, job: Job, call: Call, outcome: Outcome) -> Documents:
        """Publish what a call made, and return the documents in their place, by port.

        Raises
        ------
        TaskError
            A file of that name is there already; nothing is published then.
        """
        products = self.run.products
        made = [one for port in outcome.outputs.values() for one in port]
        moves = moves_of(made, call.folder, products)
        documents = {
            name: tuple(products / one.document.relative_to(call.folder) for one in port)
            for name, port in outcome.outputs.items()
        }
        said: dict[str, Any] = {
            "call": job.id,
            "key": key_of(call, job.declaration),
            "inputs": outcome.inputs,
            "outputs": {name: [str(path) for path in paths] for name, paths in documents.items()},
        }
        record = self._scribe.record(job, call, outcome, documents)
        # First: a publication that is finished when the run is resumed needs it.
        write_record(record, self.run.record(job.id))
        self.run.note("publish", moves=[[str(a), str(b)] for a, b in moves], **said)
        publish(moves)
        shutil.rmtree(call.folder, ignore_errors=True)
        self.run.note("done", **said)
        self._records[job.id] = record
        return documents

    def recall(self, job: Job, call: Call, *, reuse: bool) -> Documents | None:
        """Find out the recipe of a call, and return what it made before in another run.

        None when it is to be repeated: nothing is known, it may not be used, or it is not wanted.
        """
        if self.store is None:
            return None
        recipe = self._recipes.find(job, call)
        made = self.store.recall(recipe) if reuse and recipe else None
        if made is None:
            return None
        documents = {port: tuple(Path(one.document) for one in some) for port, some in made.items()}
        ids = {port: tuple(one.id for one in some) for port, some in made.items()}
        inputs = self._recipes.ids(call)
        now = moment()
        outcome = Outcome(id=job.id, start=now, end=now, host=platform.node(), inputs=inputs)
        record = replace(self._scribe.record(job, call, outcome, {}), exit="reused", outputs=ids)
        write_record(record, self.run.record(job.id))
        self._records[job.id] = record
        self.run.note(
            "done",
            call=job.id,
            key=key_of(call, job.declaration),
            inputs=inputs,
            outputs={name: [str(path) for path in paths] for name, paths in documents.items()},
        )
        return documents

    def reuse(self, job: Job, call: Call) -> Documents | None:
        """Return what a call made before the run was resumed; None when it is to be repeated."""
        line = self._earlier.pop(job.id, None)
        if line is None or line["key"] != key_of(call, job.declaration):
            return None
        documents = {name: tuple(map(Path, paths)) for name, paths in line["outputs"].items()}
        needed = [self.run.record(job.id), *(path for some in documents.values() for path in some)]
        if not all(path.exists() for path in needed):
            return None
        if (ids := line.get("registered")) is not None:
            self._recipes.learn(documents, ids)
        elif self.store is not None:
            self._records[job.id] = read_record(self.run.record(job.id))
        return documents

    def entry(self, job: Job, documents: Documents) -> CallEntry | None:
        """Return what the archive is to know of a call that is done; None when it knows."""
        if self.store is None:
            self._records.pop(job.id, None)
        record = self._records.get(job.id)
        if record is None:
            return None
        if record.exit == "reused":
            return CallEntry(record=record, outputs=record.outputs)
        # It may say that the archive refused it before.
        return CallEntry(
            record=replace(record, exit="done", error=None),
            documents=tuple(path for port in documents.values() for path in port),
        )

    def enter(
        self, entries: Sequence[CallEntry]
    ) -> Sequence[Sequence[RegisteredProduct] | DpkitError]:
        """Enter calls into the archive, each whole or not at all, and return what it says."""
        assert self.store is not None
        return self.store.enter_calls(entries, actor=self._actor)

    def note_entered(
        self,
        job: Job,
        documents: Documents,
        entry: CallEntry,
        registered: Sequence[RegisteredProduct],
    ) -> None:
        """Note that the archive has a call, and as which products it knows the documents."""
        kept = self._records.pop(job.id)
        if entry.record != kept:
            write_record(entry.record, self.run.record(job.id))
        ids = [one.id for one in registered] or [i for one in entry.outputs.values() for i in one]
        self.run.note("registered", call=job.id, ids=ids)
        self._recipes.learn(documents, ids)

    def refuse(self, job: Job, call: Call, outcome: Outcome, failure: Failure) -> CallEntry:
        """Note that a call failed; nothing of it stays but its log and record.

        Returns what the archive is to know of it.
        """
        shutil.rmtree(call.folder, ignore_errors=True)
        done = self._records.pop(job.id, None)
        if done is not None:  # it did its work, and the archive refused what it made
            record = replace(done, exit=failure.exit, error=str(failure))
        else:
            record = self._scribe.record(job, call, outcome, {}, failure)
        write_record(record, self.run.record(job.id))
        self.run.note("failed", call=job.id, exit=failure.exit, error=str(failure))
        return CallEntry(record=record, inputs=self._recipes.ids(call))

    def enter_failed(self, entries: Sequence[CallEntry]) -> None:
        """Enter calls that failed into the archive."""
        if self.store is None or not entries:
            return
        for entry, answer in zip(entries, self.enter(entries), strict=True):
            if isinstance(answer, DpkitError):  # the failure of the call is the one to tell
                self.run.note("unrecorded", call=entry.record.call, error=str(answer))


def key_of(call: Call, declaration: Declaration[..., Any]) -> str:
    """Return what two calls have in common that make the same."""
    said = [
        declaration.name,
        declaration.version,
        {name: [str(path) for path in paths] for name, paths in call.inputs.items()},
        {name: setting.value for name, setting in call.settings.items()},
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def earlier_calls(run: RunFolder) -> dict[str, dict[str, Any]]:
    """Return the lines of the journal on the calls that are done.

    What was being published when the run was interrupted is published now; the journal must be
    open, it is told.
    """
    found: dict[str, dict[str, Any]] = {}
    started: dict[str, dict[str, Any]] = {}
    for line in run.journal():
        event = line["event"]
        if event == "publish":
            started[line["call"]] = line
        elif event == "done":
            started.pop(line["call"], None)
            found[line["call"]] = line
        elif event == "failed":
            started.pop(line["call"], None)
        elif event == "registered":
            found[line["call"]]["registered"] = line["ids"]
    for call, line in started.items():
        if complete([(Path(a), Path(b)) for a, b in line["moves"]]):
            said = {name: value for name, value in line.items() if name not in {"event", "moves"}}
            run.note("done", **said)
            found[call] = said
    return found
