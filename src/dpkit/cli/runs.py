"""Commands about runs: what ran, how it ended, and going on with one that was interrupted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import format_option, print_rows

__all__ = ["runs"]

_OUT = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="Folder of the products of the runs.",
)


@click.group()
def runs() -> None:
    """List, show and resume runs of tasks and pipelines.

    A run leaves a folder with its journal, the record of each call and the logs, in the folder
    "runs" beside its products.
    """


@runs.command("list")
@_OUT
@format_option
def list_all(out: Path, output_format: str) -> None:
    """List the runs whose products are in a folder, the oldest first."""
    from dpkit.workflow.runfolder import list_runs, summary_of

    rows = [asdict(summary_of(run)) for run in list_runs(out)]
    print_rows([{**row, "folder": str(row["folder"])} for row in rows], output_format)


@runs.command()
@click.argument("run")
@_OUT
@format_option
def show(run: str, out: Path, output_format: str) -> None:
    """Show the calls of a run; as JSON with all that is recorded of each.

    \b
    Example:
      dpkit runs show 20261120T101500-3fa2c1 --out made --format json
    """
    from dpkit.workflow.record import read_record
    from dpkit.workflow.runfolder import find_run

    records = [asdict(read_record(file)) for file in find_run(run, out).records()]
    short = ("call", "task", "version", "exit", "start", "end", "attempts", "error", "log")
    rows: list[dict[str, Any]] = sorted(records, key=lambda one: (one["start"], one["call"]))
    if output_format != "json":
        rows = [{name: row[name] for name in short} for row in rows]
    print_rows(rows, output_format)


def resume(run: str, out: Path, register: bool, archive: str, **given: Any) -> None:
    """Go on with a run that was interrupted or failed.

    What is done is not repeated, unless the version of its task has changed. The options of the
    run hold again, unless one is given here.

    \b
    Example:
      dpkit runs resume made/runs/20261120T101500-3fa2c1
    """
    from contextlib import nullcontext

    from dpkit.cli.progress import progress
    from dpkit.cli.taskrun import show_result
    from dpkit.workflow.launch import resume
    from dpkit.workflow.registry import find_declaration
    from dpkit.workflow.runfolder import RUNS, find_run, summary_of
    from dpkit.workflow.store import open_store

    folder = find_run(run, out)
    with nullcontext() if not register else open_store(archive) as store:
        with progress(quiet=False) as report:
            result = resume(folder, options=given, store=store, report=report)
        declaration = find_declaration(summary_of(folder).name)
        products = out if (out / RUNS / run).is_dir() else Path(run).parent.parent
        show_result(declaration, result, products, {})


def _resume_command() -> click.Command:
    from dpkit.cli.taskcommand import archive_options, run_options

    argument = click.Argument(["run"])
    out = click.Option(
        ["--out"],
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        show_default="the current folder",
        help="Folder of the products of the run.",
    )
    parameters = [argument, out, *archive_options(), *run_options()]
    return click.Command("resume", callback=resume, params=parameters, help=resume.__doc__)


runs.add_command(_resume_command())
