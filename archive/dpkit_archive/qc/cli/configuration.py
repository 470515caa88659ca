"""List score configurations that come with dpkit, or write one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpkit.cli.output import format_option, print_rows

if TYPE_CHECKING:
    from dpkit.qc.configuration import ThresholdRule

__all__ = ["configuration"]


@click.command()
@click.argument("name", required=False)
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write NAME to this file."
)
@format_option
def configuration(name: str | None, out: Path | None, output_format: str) -> None:
    """List the score configurations that families of products bring, or the limits of one.

    What is written with --out is a product: change it, give it an id of its own, and register it.

    \b
    Examples:
      dpkit qc configuration
      dpkit qc configuration crires_flat
      dpkit qc configuration crires_flat -o scores.xml
    """
    from dpkit.entrypoint import entry_points
    from dpkit.errors import ProductError
    from dpkit.product.writing import write_whole
    from dpkit_archive.qc.configuration import read_configuration, shipped_configuration

    if name is None:
        points = entry_points(group="dpkit.score_configurations")
        print_rows([{"name": one.name} for one in points], output_format, ["name"])
        return
    source = shipped_configuration(name)
    if out is None:
        made = read_configuration(source)
        print_rows([_row(rule) for rule in made.rules], output_format)
        return
    if out.exists():
        raise ProductError("is there already", place=out, remedy="give another name")
    write_whole(out, source.read_bytes())
    click.echo(out)


def _row(rule: ThresholdRule) -> dict[str, object]:
    given = rule.method.value == "VAL"
    return {
        "parameter": rule.parameter,
        "where": dict(rule.where),
        "method": rule.method.value,
        "lower": rule.lower if given and rule.lower > float("-inf") else None,
        "upper": rule.upper if given and rule.upper < float("inf") else None,
        "half_width": rule.half_width or None,
        "hc": rule.hc,
        "reports": list(rule.reports),
    }
