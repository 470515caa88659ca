"""Blocks of a date, each through its procedure: measured, registered, drawn, scored and covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dpkit.errors import DpkitError, NotFoundError, TaskError
from dpkit.product.reading import read
from dpkit.workflow.combination import Combination
from dpkit.workflow.launch import run_combinations
from dpkit.workflow.options import RunOptions
from dpkit.workflow.procedure import procedure_of, quality_entry
from dpkit.workflow.resolution import Request, resolve
from dpkit.workflow.task import Task
from dpkit_archive.row import ProductRow

if TYPE_CHECKING:
    from dpkit.qc.configuration import ScoreConfiguration
    from dpkit.workflow.store import ProductStore
    from dpkit_archive.archive import Archive

__all__ = ["BlockProcessor", "ProcessedBlock", "blocks_of_date"]

FAILED, MEASURED, SCORED = "failed", "measured", "scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessedBlock:
    """What became of a block.

    Attributes
    ----------
    block : str
        Its id.
    outcome : {"scored", "measured", "failed"}
        Scored and ready for a decision; measured, without a score configuration; or failed.
    quality : str or None
        Id of what was measured.
    red, scored : int or None
        Scores that are 1, and all.
    cover : Path or None
        The cover sheet.
    why : str or None
        Why it failed.
    """

    block: str
    outcome: str
    quality: str | None = None
    red: int | None = None
    scored: int | None = None
    cover: Path | None = None
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return said | {"cover": None if self.cover is None else str(self.cover)}


def blocks_of_date(
    archive: Archive, task: Task[..., Any], night: date, *, again: bool = False
) -> list[ProductRow]:
    """Find the blocks of a date.

    Parameters
    ----------
    archive : Archive
        Where they are registered.
    task : Task
        The procedure that they are for.
    night : date
        Their date.
    again : bool
        Whether those are found, too, of which something was measured before.
    """
    procedure, entry = procedure_of(task), quality_entry(task)
    rows = archive.query(procedure.block).where(f"{procedure.night} == '{night}'").rows()
    if again:
        return rows
    return [
        row for row in rows if not archive.find(entry.name, keys=_single_keys(row, entry.unique))
    ]


def _single_keys(row: ProductRow, names: Sequence[str]) -> dict[str, int | str]:
    """Return the keys by which what is measured of a block is known, as the block has them."""
    found = {name: row.keys.get(name) for name in names}
    return {name: value for name, value in found.items() if isinstance(value, int | str)}


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockProcessor:
    """Takes blocks through a procedure.

    Parameters
    ----------
    archive : Archive
        Inputs come from it, and products are registered in it.
    task : Task
        The procedure.
    out : Path
        Folder of products, plots and cover sheets.
    configuration : ScoreConfiguration or None
        What is scored by; None for no scores.
    actor : str or None
        Who does it.
    factsheet, reports : str
        Where cover sheets lead to.
    """

    archive: Archive
    task: Task[..., Any]
    out: Path
    configuration: ScoreConfiguration | None = None
    actor: str | None = None
    factsheet: str = ""
    reports: str = ""

    def process(self, row: ProductRow) -> ProcessedBlock:
        """Take one block through; what goes wrong is told, and hinders no other."""
        try:
            block = read(self._document(row.id))
            found = self._inputs(block)
            outputs = self._run(found)
        except (DpkitError, OSError) as error:
            return ProcessedBlock(block=row.id, outcome=FAILED, why=str(error))
        quality = read(outputs[self._quality_port][0])
        try:
            return self._judge(block, quality, found.inputs, outputs)
        except (DpkitError, OSError) as error:
            # It is registered by now, and the next call would pass over it.
            why = f"{error}; it was measured: --again draws and scores it"
            return ProcessedBlock(block=row.id, outcome=FAILED, quality=quality.id, why=why)

    @property
    def _quality_port(self) -> str:
        wanted = quality_entry(self.task).name
        return next(one.name for one in self.task.outputs if one.product_name == wanted)

    def _judge(
        self,
        block: Any,
        quality: Any,
        inputs: Mapping[str, tuple[Path, ...]],
        outputs: Mapping[str, Sequence[Path]],
    ) -> ProcessedBlock:
        """Draw, score and cover what was measured of a block."""
        place = self.out / quality.id
        plots = self._draw(inputs, outputs, place)
        scores = self._score(quality.id)
        cover = self._cover(quality, block, plots, scores, place)
        known = [one.score for one in scores if one.score is not None]
        told = self.configuration is not None
        return ProcessedBlock(
            block=block.id,
            outcome=SCORED if told else MEASURED,
            quality=quality.id,
            red=sum(known) if told else None,
            scored=len(known) if told else None,
            cover=cover,
        )

    def _document(self, identifier: str) -> Path:
        document = self.archive.product(identifier).document
        if not isinstance(document, Path):
            raise NotFoundError("has no document here", place=identifier, remedy="restore it")
        return document

    def _inputs(self, block: Any) -> Combination:
        """Return what the block names, and for other ports what the archive has for its time."""
        ids = procedure_of(self.task).function("inputs")(block)
        (call,) = resolve(self.task, self._store, Request(given=ids)).calls
        for port in (*call.troubles("problem"), *call.troubles("skip")):
            raise TaskError(port.reason, place=f"{block.id}: {port.port}", remedy=port.remedy)
        return call.combination()

    def _run(self, found: Combination) -> dict[str, Sequence[Path]]:
        result = run_combinations(
            self.task,
            [found],
            out=self.out,
            options=RunOptions(engine="serial", actor=self.actor),
            store=self._store,
        )
        for failure in result.failures.values():
            raise failure.error()
        return {name: paths for name, paths in result.outputs.items() if paths}

    @property
    def _store(self) -> ProductStore:
        return cast("ProductStore", self.archive)  # as `open_store` returns it

    def _draw(
        self,
        inputs: Mapping[str, tuple[Path, ...]],
        outputs: Mapping[str, Sequence[Path]],
        place: Path,
    ) -> list[Path]:
        procedure = procedure_of(self.task)
        if not procedure.drawing:
            return []
        many = {port.name for port in self.task.inputs if port.many}
        taken = {
            name: [read(path) for path in paths] if name in many else read(paths[0])
            for name, paths in inputs.items()
            if paths
        }
        made = {name: read(paths[0]) for name, paths in outputs.items()}
        plots: list[Path] = procedure.function("drawing")(taken, made, place)
        return plots

    def _score(self, quality: str) -> list[Any]:
        if self.configuration is None:
            return []
        self.archive.score(self.configuration, [quality], actor=self.actor)
        return list(self.archive.scores([quality]))

    def _cover(
        self, quality: Any, block: Any, plots: list[Path], scores: list[Any], place: Path
    ) -> Path | None:
        procedure = procedure_of(self.task)
        if not procedure.cover:
            return None
        cover: Path = procedure.function("cover")(
            self.task,
            quality,
            place / "cover.html",
            block=block,
            plots=plots,
            scores=scores,
            factsheet=self.factsheet,
            reports=self.reports,
        )
        return cover
