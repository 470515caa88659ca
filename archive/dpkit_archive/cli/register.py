"""Register products."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.jobs import jobs_option
from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option

if TYPE_CHECKING:
    from dpkit_archive import Refusal, Registration

__all__ = ["register"]

_COLUMNS = ("id", "product", "version", "dataset", "current_version")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="DOCUMENT|FOLDER|-...")
@click.option("--dataset", help="Dataset to register into; by default that of the document.")
@click.option(
    "--set", "calibration_set", help="Set in which calibrations become valid; like the dataset."
)
@click.option(
    "--mode",
    type=click.Choice(("copy", "move", "hardlink", "symlink", "in-place")),
    default="copy",
    show_default=True,
    help="Copy, move or link the files into the archive, or leave them where they are.",
)
@click.option("--in-place", is_flag=True, help="The same as --mode in-place.")
@click.option(
    "--input",
    "inputs",
    multiple=True,
    metavar="PORT=ID",
    help="Product that all were made from, and the port that took it; repeatable.",
)
@click.option("--all-or-none", is_flag=True, help="Register none when one is refused.")
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="So many are registered in one transaction.",
)
@jobs_option
@click.option("--dry-run", is_flag=True, help="Do all the checks, but keep nothing.")
@actor_option
@format_option
@archive_option
def register(
    sources: tuple[str, ...],
    mode: str,
    in_place: bool,
    inputs: tuple[str, ...],
    dry_run: bool,
    output_format: str,
    url: str,
    **options: Any,
) -> None:
    """Register documents with their files, each whole or not at all.

    A folder stands for the documents in it (*.xml), and - for the paths on the standard input, one
    per line. Each gets an answer. One that is refused does not keep the others out, unless
    --all-or-none; exit status 1 tells of it. The same content again changes nothing and answers
    with the product that stands, so that a command that was interrupted can be given again.

    \b
    Examples:
      dpkit archive register out/*.xml
      dpkit archive register out --all-or-none
      dpkit archive register cal.xml --dataset test --dry-run
      find /data -name "*.xml" | dpkit archive register - --mode in-place
    """
    options |= {"mode": "in-place" if in_place else mode, "rehearse": dry_run}
    options["inputs"] = _ports(inputs)
    with open_archive(url) as opened:
        documents = list(_documents(sources))
        made = opened.register_stream(_watched(documents), **options)
        rows = [_row(path, one) for path, one in zip(documents, made, strict=True)]
    print_rows(rows, output_format)
    failed = sum(row["result"] == "refused" for row in rows)
    say(f"{len(rows) - failed} of {len(rows)} accepted{' (dry run)' if dry_run else ''}")
    if failed:
        raise click.exceptions.Exit(1)


def _documents(sources: Iterable[str]) -> Iterator[Path]:
    """Yield the documents that the arguments name; a folder without any is one by itself."""
    for source in sources:
        if source == "-":
            yield from (Path(line) for text in sys.stdin if (line := text.rstrip("\r\n")))
        else:
            path = Path(source)
            yield from (sorted(path.glob("*.xml")) if path.is_dir() else []) or [path]


def _watched(documents: Sequence[Path]) -> Iterator[Path]:
    """Yield documents, with a bar on a terminal that tells how far they are."""
    if len(documents) == 1 or not sys.stderr.isatty():
        yield from documents
        return
    with click.progressbar(documents, label="registering", file=sys.stderr) as bar:
        yield from bar


def _ports(inputs: Iterable[str]) -> dict[str, list[str]]:
    ports: dict[str, list[str]] = {}
    for text in inputs:
        port, separator, identifier = text.partition("=")
        if not (port and separator and identifier):
            raise click.BadParameter(f"{text!r} is not PORT=ID", param_hint="--input")
        ports.setdefault(port, []).append(identifier)
    return ports


def _row(document: Path, made: Registration | Refusal) -> dict[str, Any]:
    from dpkit_archive import Refusal

    if isinstance(made, Refusal):
        error = made.error
        place = "" if str(document) in error.place else f"{document}: "
        say(f"refused {place}{error} [{error.code}]")
        said = dict.fromkeys(_COLUMNS)
        return {**said, "document": str(document), "result": "refused", "error": str(error)}
    said = {name: getattr(made, name) for name in _COLUMNS}
    result = "registered" if made.created else "there already"
    if not made.created and made.current_version != made.version:
        current = "none" if made.current_version is None else f"version {made.current_version}"
        say(f"{document} is there already, as version {made.version}; current is {current}")
    return {**said, "document": str(made.document), "result": result, "error": None}
