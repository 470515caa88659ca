"""The scribe of a run: makes the records of its calls."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dpkit.schema.dictionary import product_of_class
from dpkit.workflow.call import Call, Failure, Made, Outcome
from dpkit.workflow.combination import Combination, Source
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.moment import moment
from dpkit.workflow.recipe import RecipeBook
from dpkit.workflow.record import RunRecord
from dpkit.workflow.runfolder import RunFolder
from dpkit.workflow.schedule import Job

__all__ = ["Scribe"]

Documents = Mapping[str, tuple[Path, ...]]


class Scribe:
    """Makes the records of the calls of a run.

    Parameters
    ----------
    run : RunFolder
        The run.
    engine : str
        Where calls are executed.
    archive : str or None
        Identifier of the archive that inputs come from.
    combinations : sequence of Combination
        What the run gets.
    recipes : RecipeBook
        What is known of the content that goes in.
    """

    def __init__(
        self,
        run: RunFolder,
        engine: str,
        archive: str | None,
        combinations: Sequence[Combination],
        recipes: RecipeBook,
    ) -> None:
        self._run = run
        self._engine = engine
        self._archive = archive
        self._combinations = combinations
        self._recipes = recipes

    def record(
        self,
        job: Job,
        call: Call,
        outcome: Outcome,
        documents: Documents,
        failure: Failure | None = None,
    ) -> RunRecord:
        """Return the record of a call that was executed."""
        products = self._run.products
        return RunRecord(
            run=self._run.id,
            call=job.id,
            task=job.declaration.name,
            version=job.declaration.version,
            start=outcome.start,
            end=outcome.end,
            host=outcome.host or platform.node(),
            engine=self._engine,
            exit=failure.exit if failure else "done",
            log=str(call.log),
            parameters={
                name: {"value": one.value, "origin": one.origin}
                for name, one in (outcome.settings or call.settings).items()
            },
            inputs=outcome.inputs,
            outputs={} if failure else _ids(outcome.outputs),
            expected={port.name: port.product_name for port in job.declaration.outputs},
            given={name: tuple(map(str, paths)) for name, paths in call.inputs.items()},
            documents={
                name: tuple(str(path.relative_to(products)) for path in paths)
                for name, paths in documents.items()
            },
            sources={str(path): one.why for path, one in self._sources(job, call).items()},
            calibrations=tuple(self._calibrations(job, call)),
            keys=self._combinations[job.combination].keys,
            recipe=self._recipes.known(job.id),
            archive=self._archive,
            versions=outcome.versions,
            schemas=_schemas(job.declaration),
            attempts=job.attempts,
            error=str(failure) if failure else None,
        )

    def _sources(self, job: Job, call: Call) -> dict[Path, Source]:
        """Return how the inputs of a call that come from outside the run were found."""
        known = self._combinations[job.combination].sources
        given = (path for paths in call.inputs.values() for path in paths)
        return {path: known[path] for path in given if path in known}

    def _calibrations(self, job: Job, call: Call) -> Iterator[dict[str, Any]]:
        sources = self._sources(job, call)
        for port, paths in call.inputs.items():
            for path in paths:
                if path in sources and (choice := sources[path].choice) is not None:
                    yield {"port": port, "id": sources[path].id, **choice}

    def skipped(self, job: Job) -> RunRecord:
        """Return the record of a call that did not come about."""
        now = moment()
        inputs = {name: self._recipes.ids_of(paths) for name, paths in job.documents().items()}
        return RunRecord(
            run=self._run.id,
            call=job.id,
            task=job.declaration.name,
            version=job.declaration.version,
            start=now,
            end=now,
            host=platform.node(),
            engine=self._engine,
            exit="skipped",
            log="",
            inputs=inputs,
            expected={port.name: port.product_name for port in job.declaration.outputs},
            keys=self._combinations[job.combination].keys,
            archive=self._archive,
        )


def _ids(outputs: Mapping[str, Sequence[Made]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(one.id for one in port) for name, port in outputs.items()}


def _schemas(declaration: Declaration[..., Any]) -> dict[str, str]:
    entries = [
        product_of_class(port.product) for port in (*declaration.inputs, *declaration.outputs)
    ]
    return {entry.name: entry.version for entry in entries}
