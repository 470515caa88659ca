"""Write products into a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive, said_warnings
from dpkit_archive.cli.release import choosing, chosen_by
from dpkit_archive.option import KeysCommand, archive_option

__all__ = ["export"]


@click.command(cls=KeysCommand)
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER|FILE.tar",
    help="New folder, or new file that ends with .tar.",
)
@click.option("--set", "calibration_set", help="Products and ranges of a calibration set.")
@choosing
@format_option
@archive_option
def export(
    target: Path, calibration_set: str | None, output_format: str, url: str, **choice: Any
) -> None:
    """Write products into a package, for another archive to import.

    A package has their documents and files, a manifest with the SHA-256 of each and the content
    digest of each product, and what this archive says of them: versions, status, validity, inputs
    and other ids. With --release alone it is that release. Products are chosen as find does.

    \b
    Examples:
      dpkit archive export --release DR1 --to DR1.tar
      dpkit archive export --set main --product DpdNirMasterDark --to darks
    """
    with open_archive(url) as opened:
        members = chosen_by(opened, **choice)
        if not members and calibration_set is None:
            raise click.UsageError("say what to export: --release, --set, --ids or conditions")
        with said_warnings():
            made = opened.export(target, members, calibration_set=calibration_set)
    row = {"package": str(made.path), "products": made.products, "files": made.files}
    print_rows([row | {"bytes": made.bytes}], output_format)
    if made.gone:
        more = f" and {len(made.gone) - 1} more" if len(made.gone) > 1 else ""
        say(f"warning: not in the package, since purged: {made.gone[0]}{more}")
    if made.outside:
        say(f"{len(made.outside)} inputs are not in the package")
