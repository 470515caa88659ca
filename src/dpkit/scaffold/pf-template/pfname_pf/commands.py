"""The command that simulates readings."""

from __future__ import annotations

import json
import random
from pathlib import Path

import click

__all__ = ["readings"]


@click.command("pfname-readings")
@click.option("--nights", default=2, show_default=True, help="Number of nights.")
@click.option("--number", default=3, show_default=True, help="Readings of each night and filter.")
@click.option("--seed", default=0, show_default=True, help="Everything random follows from it.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("readings"),
    show_default=True,
    help="Folder for the readings and their list.",
)
def readings(nights: int, number: int, seed: int, out: Path) -> None:
    """Simulate readings in two filters: 100 V in the first night, 1 V more in each later one."""
    import dpkit
    from pfname_dm import PfNameReading, Reading

    chance = random.Random(seed)
    documents = []
    for night in range(1, nights + 1):
        for name in ("blue", "red"):
            for count in range(1, number + 1):
                values = [99.0 + night + chance.gauss(0.0, 0.1) for _ in range(20)]
                data = Reading(night=night, filter=name, number=count, value=values)
                product = dpkit.new(PfNameReading, data=data, software=("PFNAME_Simulator", "1.0"))
                documents.append(dpkit.write(product, out))
    names = [document.name for document in documents]
    (out / "list.json").write_text(json.dumps(names, indent=1) + "\n")
    for document in documents:
        click.echo(document)
