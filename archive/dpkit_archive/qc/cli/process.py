"""Take the blocks of a date through their procedure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option
from dpkit_archive.qc.cli._configuration import chosen_configuration

__all__ = ["process"]


@click.command()
@click.argument("date", type=click.DateTime(["%Y-%m-%d"]))
@click.option(
    "--procedure", default="crires_flat", show_default=True, help="Task that blocks go through."
)
@click.option(
    "--configuration",
    metavar="FILE|ID|NAME",
    help="Score by it; by default the newest of the archive for the table, or that of dpkit.",
)
@click.option("--no-scores", is_flag=True, help="Measure and draw only.")
@click.option("--again", is_flag=True, help="Also blocks of which something was measured before.")
@click.option("--factsheet", default="", help="Address of the factsheet, for cover sheets.")
@click.option("--reports", default="", help="Address of the trending reports, for cover sheets.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("processed"),
    show_default=True,
    help="Folder of products, plots and cover sheets.",
)
@actor_option
@format_option
@archive_option
def process(
    date: datetime,
    procedure: str,
    configuration: str | None,
    no_scores: bool,
    again: bool,
    factsheet: str,
    reports: str,
    out: Path,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Process the blocks of a date: procedure, plots, scores, cover sheet, ready to certify.

    Products are registered. What a block does not name, such as a reference, the archive chooses
    among what is certified. A block that fails is told, and hinders no other; it is tried again the
    next time, or with --again when it was measured already.

    \b
    Examples:
      dpkit qc process 2011-01-05 --out processed
      dpkit qc process 2011-01-05 --again --configuration crires_flat
    """
    from dpkit.workflow.procedure import procedure_of, quality_entry
    from dpkit.workflow.registry import find_task
    from dpkit_archive.qc.processing import BlockProcessor, blocks_of_date

    task = find_task(procedure)
    if not procedure_of(task).block:
        raise click.UsageError(f"the procedure {procedure} has no blocks")
    table = str(quality_entry(task).metric_table)
    with open_archive(url) as opened:
        rows = blocks_of_date(opened, task, date.date(), again=again)
        by = None
        if not no_scores:
            by = chosen_configuration(opened, table, configuration, actor, shipped=True)
        processor = BlockProcessor(
            archive=opened,
            task=task,
            out=out,
            configuration=by,
            actor=actor,
            factsheet=factsheet,
            reports=reports,
        )
        made = []
        for row in rows:
            made.append(processor.process(row))
            say(f"{row.id}: {made[-1].outcome}")
    print_rows([one.to_dict() for one in made], output_format)
    failed = [one for one in made if one.why is not None]
    for one in failed:
        click.echo(f"dpkit: {one.block}: {one.why}", err=True)
    say(f"{len(made)} blocks, {len(failed)} failed")
    if failed:
        raise click.exceptions.Exit(1)
