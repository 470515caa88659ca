"""Register products."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import archive_option

if TYPE_CHECKING:
    from dpkit_archive import Archive

__all__ = ["register"]


@click.command()
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dataset", help="Dataset to register into; by default that of the document.")
@click.option(
    "--set", "calibration_set", help="Set in which calibrations become valid; like the dataset."
)
@click.option("--in-place", is_flag=True, help="Leave the files where they are.")
@click.option("--dry-run", is_flag=True, help="Do all the checks, but keep nothing.")
@format_option
@archive_option
def register(
    documents: tuple[Path, ...],
    dataset: str | None,
    calibration_set: str | None,
    in_place: bool,
    dry_run: bool,
    output_format: str,
    url: str,
) -> None:
    """Register documents with their files, each whole or not at all.

    A document that is refused does not keep the others out; exit status 1 tells of it. The same
    content again changes nothing and answers with the product that stands.

    \b
    Examples:
      dpkit archive register out/*.xml
      dpkit archive register cal.xml --dataset test --dry-run
    """
    options = {
        "dataset": dataset,
        "calibration_set": calibration_set,
        "mode": "in-place" if in_place else "copy",
        "rehearse": dry_run,
    }
    with open_archive(url) as opened:
        rows = [_register(opened, document, options) for document in documents]
    print_rows(rows, output_format)
    failed = sum(row["result"] == "refused" for row in rows)
    say(f"{len(rows) - failed} of {len(rows)} accepted{' (dry run)' if dry_run else ''}")
    if failed:
        raise click.exceptions.Exit(1)


def _register(opened: Archive, document: Path, options: dict[str, Any]) -> dict[str, Any]:
    from dpkit.errors import DpkitError

    columns = ("id", "product", "version", "dataset", "current_version")
    try:
        made = opened.register(document, **options)
    except DpkitError as error:
        place = "" if str(document) in error.place else f"{document}: "
        say(f"refused {place}{error} [{error.code}]")
        said = dict.fromkeys(columns)
        return {**said, "document": str(document), "result": "refused", "error": str(error)}
    said = {name: getattr(made, name) for name in columns}
    result = "registered" if made.created else "there already"
    if not made.created and made.current_version != made.version:
        current = "none" if made.current_version is None else f"version {made.current_version}"
        say(f"{document} is there already, as version {made.version}; current is {current}")
    return {**said, "document": str(made.document), "result": result, "error": None}
