"""Commands about runs: what ran, how it ended, and going on with one that was interrupted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import format_option, print_rows

__all__ = ["runs"]

_ARCHIVE = click.option(
    "--archive", metavar="URL", help="Ask this archive, in place of the folder of products."
)
_OUT = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="Folder of the products of the runs.",
)


@click.group()
def runs() -> None:
    """List, show, resume and replay runs of tasks and pipelines.

    A run leaves a folder with its journal, the record of each call and the logs, in the folder
    "runs" beside its products. When its products are registered, the archive keeps the records,
    too.
    """


@runs.command("list")
@_OUT
@_ARCHIVE
@format_option
def list_all(out: Path, archive: str | None, output_format: str) -> None:
    """List the runs whose products are in a folder or an archive, the oldest first.

    \b
    Examples:
      dpkit runs list --out made
      dpkit runs list --archive archive.sqlite
    """
    if archive is not None:
        from dpkit.workflow.store import open_store

        with open_store(archive) as store:
            print_rows(store.runs(), output_format)
        return
    from dpkit.workflow.runfolder import list_runs, summary_of

    rows = [asdict(summary_of(run)) for run in list_runs(out)]
    print_rows([{**row, "folder": str(row["folder"])} for row in rows], output_format)


@runs.command()
@click.argument("run")
@_OUT
@_ARCHIVE
@format_option
def show(run: str, out: Path, archive: str | None, output_format: str) -> None:
    """Show the calls of a run; as JSON with all that is recorded of each.

    \b
    Examples:
      dpkit runs show 20261120T101500-3fa2c1 --out made --format json
      dpkit runs show 20261120T101500-3fa2c1 --archive archive.sqlite
    """
    records = _records(run, out) if archive is None else _stored_records(run, archive)
    short = ("call", "task", "version", "exit", "start", "end", "attempts", "error", "log")
    rows: list[dict[str, Any]] = sorted(records, key=lambda one: (one["start"], one["call"]))
    if output_format != "json":
        rows = [{name: row[name] for name in short} for row in rows]
    print_rows(rows, output_format)


def _records(run: str, out: Path) -> list[dict[str, Any]]:
    from dpkit.workflow.record import read_record
    from dpkit.workflow.runfolder import find_run

    return [asdict(read_record(file)) for file in find_run(run, out).records()]


def _stored_records(run: str, archive: str) -> list[dict[str, Any]]:
    from dpkit.workflow.store import open_store

    with open_store(archive) as store:
        return list(store.run(run)["calls"])


@runs.command()
@click.argument("run")
@click.option(
    "--archive",
    envvar="DPKIT_ARCHIVE",
    default="archive.sqlite",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="Archive that has the run.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    show_default="replay-RUN",
    help="Folder of what is made again.",
)
@click.option("--engine", help="Engine; that of the run by default.")
@format_option
def replay(
    run: str, archive: str, out: Path | None, engine: str | None, output_format: str
) -> None:
    """Repeat a run on the same inputs, and compare the content of what it makes.

    The inputs are those of then, calibrations too, whatever the archive would choose now. Nothing
    is registered. Exit status 1 when something differs, is missing, or fails.

    \b
    Example:
      dpkit runs replay 20261120T101500-3fa2c1 --archive archive.sqlite
    """
    from dpkit.cli.output import say
    from dpkit.cli.progress import progress
    from dpkit.workflow.replay import replay_run
    from dpkit.workflow.store import open_store

    with open_store(archive) as store, progress(quiet=False) as report:
        folder = out or Path(f"replay-{run}")
        found = replay_run(store, run, out=folder, engine=engine, report=report)
    print_rows([asdict(one) for one in found.comparisons], output_format)
    for warning in found.warnings:
        say(f"warning: {warning}")
    equal = [one for one in found.comparisons if one.result == "equal"]
    say(f"{len(equal)} of {len(found.comparisons)} equal")
    if len(equal) < len(found.comparisons):
        raise click.exceptions.Exit(1)


def resume(run: str, out: Path, register: bool | None, archive: str | None, **given: Any) -> None:
    """Go on with a run that was interrupted or failed.

    What is done is not repeated, unless the version of its task has changed. The options of the
    run hold again, unless one is given here; its products are registered where they were to be,
    and its outputs get the names that were asked for.

    \b
    Example:
      dpkit runs resume made/runs/20261120T101500-3fa2c1
    """
    from contextlib import nullcontext

    from dpkit.cli.progress import progress
    from dpkit.cli.runorder import show_result
    from dpkit.workflow.contract import check_names
    from dpkit.workflow.launch import resume
    from dpkit.workflow.registry import find_declaration
    from dpkit.workflow.runfolder import RUNS, find_run, header_of, summary_of
    from dpkit.workflow.store import open_store

    folder = find_run(run, out)
    products = out if (out / RUNS / run).is_dir() else Path(run).parent.parent
    if products.absolute() != folder.products:  # such as ".", or a name in the folder "runs"
        products = folder.products
    header = header_of(folder)
    before, names = header.get("store"), header.get("names", {})
    check_names(names, products)
    source = click.get_current_context().get_parameter_source("archive")
    if before is not None and source is click.core.ParameterSource.DEFAULT:
        archive = before
    wanted = before is not None if register is None else register
    with nullcontext() if not (wanted and archive) else open_store(archive) as store:
        with progress(quiet=False) as report:
            result = resume(folder, options=given, store=store, report=report)
        declaration = find_declaration(summary_of(folder).name)
        show_result(declaration, result, products, names)


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
