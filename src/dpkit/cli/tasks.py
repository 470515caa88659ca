"""Commands that list and show tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say

if TYPE_CHECKING:
    from dpkit.workflow.declaration import Declaration

__all__ = ["drawing", "tasks"]


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def tasks(ctx: click.Context, output_format: str) -> None:
    """List the tasks and pipelines that are installed, or show one.

    The list is read from their source; nothing of them is imported.

    \b
    Examples:
      dpkit tasks --format json
      dpkit tasks show NIR_calculate_relative_exposures
    """
    if ctx.invoked_subcommand is not None:
        return
    from dpkit.workflow.listing import list_declarations

    listing = list_declarations()
    names = ["name", "kind", "version", "project", "title"]
    if output_format != "table":
        names += ["script", "module", "inputs", "outputs"]
    found = listing.found.values()
    print_rows([{name: getattr(one, name) for name in names} for one in found], output_format)
    for module, why in listing.problems.items():
        say(f"dpkit: {module} cannot be read: {why}")


@tasks.command()
@click.argument("name")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "dot", "mermaid"]),
    default="text",
    show_default=True,
    help="Words, an object, or a drawing for Graphviz or Mermaid.",
)
def show(name: str, output_format: str) -> None:
    """Show a task or pipeline: ports, parameters, products, documentation and schematic.

    \b
    Example:
      dpkit tasks show NIR_extract_exposure_catalog
    """
    import json

    from dpkit.workflow.registry import find_declaration

    found = find_declaration(name)
    if output_format == "json":
        click.echo(json.dumps(_described(found), indent=2, default=str))
    elif output_format == "text":
        _print(found)
    else:
        click.echo(drawing(found, output_format))


def drawing(declaration: Declaration[..., Any], form: str) -> str:
    """Return the drawing of a task or pipeline with all ports given."""
    from dpkit.workflow.schematic import draw
    from dpkit.workflow.trace import trace_pipeline, trace_task

    names = [port.name for port in declaration.inputs]
    if not declaration.has_steps:
        return draw(trace_task(declaration, names), form)
    parameters = {one.name: one.default for one in declaration.parameters if not one.required}
    return draw(trace_pipeline(declaration, names, parameters), form)


def _described(found: Declaration[..., Any]) -> dict[str, Any]:
    from dpkit.cli.taskcommand import parameter_texts

    texts = parameter_texts(found.documentation)
    return {
        "name": found.name,
        "kind": "pipeline" if found.has_steps else "task",
        "version": found.version,
        "versions": dict(found.versions),
        "project": found.project,
        "script": found.frontend.script if found.frontend else None,
        "inputs": [_port(port, texts) for port in found.inputs],
        "parameters": [_parameter(one, texts) for one in found.parameters],
        "outputs": [_port(port, texts) for port in found.outputs],
        "documentation": found.documentation,
    }


def _port(port: Any, texts: dict[str, str]) -> dict[str, Any]:
    query = port.query
    return {
        "name": port.name,
        "product": port.product_name,
        "many": port.many,
        "optional": port.optional,
        "match": list(query.match),
        "at": query.at,
        "policy": query.policy,
        "overlaps": query.overlaps,
        "where": dict(query.where),
        "unless": dict(query.unless),
        "count": query.count,
        "missing": port.missing,
        "sets": query.sets,
        "text": texts.get(port.name, ""),
    }


def _found_by(query: Any) -> str:
    """Say how an archive finds the products of a port."""
    said = {
        "found by": " ".join(query.match),
        "valid at the time of": query.at,
        "chosen by": query.policy,
        "overlaps": query.overlaps,
        "where": " ".join(f"{name} {value}" for name, value in query.where),
        "unless": " ".join(f"{name} {value}" for name, value in query.unless),
        "as many as": query.count,
    }
    return ", ".join(f"{words} {value}" for words, value in said.items() if value)


def _parameter(parameter: Any, texts: dict[str, str]) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type.__name__,
        "unit": parameter.facts.unit,
        "range": parameter.facts.range or None,
        "choices": list(parameter.choices),
        "required": parameter.required,
        "default": None if parameter.required else parameter.default,
        "text": texts.get(parameter.name, ""),
    }


def _print(found: Declaration[..., Any]) -> None:
    said = _described(found)
    project = f", project {found.project}" if found.project else ""
    click.echo(f"{found.name}: {said['kind']}, version {found.version}{project}\n")
    click.echo(found.documentation)
    for title, ports in (("Products in", found.inputs), ("Products out", found.outputs)):
        click.echo(f"\n{title}")
        for port in ports:
            way = _found_by(port.query)
            click.echo(f"  {port.name}: {port}" + (f" ({way})" if way else ""))
    if found.parameters:
        click.echo("\nParameters")
    for one in found.parameters:
        default = "required" if one.required else f"{one.default} by default"
        click.echo(f"  {one.name}: {one}; {default}")
    if found.versions:
        click.echo("\nVersions")
    for version, change in found.versions.items():
        click.echo(f"  {version}: {change}")
    click.echo(f"\nSchematic\n{drawing(found, 'text')}")
