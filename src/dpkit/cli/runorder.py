"""Run what a command line asks for, and say what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dpkit.cli.progress import progress
from dpkit.workflow.combination import Combination
from dpkit.workflow.contract import check_names, name_outputs
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.launch import RunResult, run_combinations
from dpkit.workflow.options import RunOptions
from dpkit.workflow.setting import Setting
from dpkit.workflow.store import ProductStore

__all__ = ["RunOrder", "run_order", "show_result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """What a command line asks for.

    Attributes
    ----------
    declaration : Task or Pipeline
        What to run.
    settings : mapping of str to Setting
        Parameters that are given.
    folder : Path
        Folder of the products.
    names : mapping of str to str
        Names that the outputs are to have, by port.
    options : RunOptions
        How it is run.
    """

    declaration: Declaration[..., Any]
    settings: Mapping[str, Setting]
    folder: Path
    names: Mapping[str, str]
    options: RunOptions


def run_order(
    order: RunOrder, combinations: Sequence[Combination], store: ProductStore | None
) -> RunResult:
    """Run it, and print the documents that were made.

    Returns
    -------
    RunResult
        What was made.

    Raises
    ------
    DpkitError
        Something is wrong before anything ran, or the one call of a task failed.
    click.exceptions.Exit
        Calls of a pipeline, or of several combinations, failed.
    """
    alone = not order.declaration.has_steps and len(combinations) == 1
    check_names(order.names, order.folder)
    with progress(quiet=alone) as report:
        result = run_combinations(
            order.declaration,
            combinations,
            order.settings,
            out=order.folder,
            options=order.options,
            store=store,
            report=report,
            names=order.names,
        )
    show_result(order.declaration, result, order.folder, order.names)
    return result


def show_result(
    declaration: Declaration[..., Any],
    result: RunResult,
    folder: Path,
    names: Mapping[str, str],
) -> None:
    """Print the documents that were made, and why calls failed.

    Raises
    ------
    DpkitError
        The one call of a task failed.
    click.exceptions.Exit
        Calls failed.
    """
    documents: Sequence[Path] = result.documents
    if declaration.has_steps:
        documents = [path for port in result.outputs.values() for path in port]
    renamed = {} if result.failures else name_outputs(result.outputs, names, folder)
    for document in documents:
        click.echo(_shown(renamed.get(document, document), folder))
    if result.failures and result.alone:
        raise next(iter(result.failures.values())).error()
    for call, failure in result.failures.items():
        click.echo(f"dpkit: {call}: {failure} [{failure.code}]", err=True)
    if result.failures:
        click.echo(f"dpkit: {len(result.failures)} failed in run {result.run.id}", err=True)
        raise click.exceptions.Exit(1)


def _shown(document: Path, folder: Path) -> Path:
    """Return a document as seen from where the user is; those of the archive as they are."""
    base = folder.absolute()
    return folder / document.relative_to(base) if document.is_relative_to(base) else document
