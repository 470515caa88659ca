"""Commands that list and show pipelines."""

from __future__ import annotations

import click

from dpkit.cli.output import format_option, print_rows

__all__ = ["pipeline"]


@click.group()
def pipeline() -> None:
    """List pipelines, and show what their steps are."""


@pipeline.command("list")
@format_option
def list_pipelines(output_format: str) -> None:
    """List the pipelines that are installed."""
    from dpkit.workflow.listing import list_declarations

    names = ("name", "version", "project", "inputs", "outputs", "title")
    found = [one for one in list_declarations().found.values() if one.kind == "pipeline"]
    print_rows([{name: getattr(one, name) for name in names} for one in found], output_format)


@pipeline.command()
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "dot", "mermaid"]),
    default="text",
    show_default=True,
    help="Lines, or a drawing for Graphviz or Mermaid.",
)
def show(name: str, form: str) -> None:
    """Show the steps of a pipeline; what goes from one to the next is checked on the way.

    \b
    Examples:
      dpkit pipeline show NIR_ProcessField_Pipeline
      dpkit pipeline show NIR_ProcessField_Pipeline --format dot
    """
    from dpkit.cli.tasks import drawing
    from dpkit.workflow.registry import find_declaration

    click.echo(drawing(find_declaration(name), form))
