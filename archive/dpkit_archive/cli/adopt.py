"""Adopt files that have no documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say

if TYPE_CHECKING:
    from dpkit.adoption.grouping import FileGroup
    from dpkit.adoption.origin import FileRule, MappingRules
    from dpkit.adoption.outcome import Adoption
    from dpkit.schema.dictionary import ProductEntry

__all__ = ["adopt"]

_VARIABLE = "DPKIT_ARCHIVE"
_COLUMNS = ("id", "product", "version", "dataset", "document", "files", "result", "error")


@click.command(short_help="Register files that have no documents.")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--as", "product", required=True, help="Product that the files are.")
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path),
    help="Mapping: what headers do not say, as TOML.",
)
@click.option("--draft", is_flag=True, help="Print a mapping to start from, and do nothing else.")
@click.option(
    "--archive",
    "url",
    metavar="URL",
    help=f"Archive to register in.  [env var: {_VARIABLE}]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the documents into a folder instead.",
)
@click.option(
    "--mode",
    type=click.Choice(("in-place", "copy", "move", "hardlink")),
    default="in-place",
    show_default=True,
    help="Leave the files where they are, with links to them, or bring them to their documents.",
)
@click.option("--dataset", help="Dataset of the products.")
@click.option(
    "--set", "calibration_set", help="Set in which calibrations become valid; like the dataset."
)
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="So many are registered in one transaction.",
)
@click.option("--dry-run", is_flag=True, help="Do all the checks, but keep nothing.")
@format_option
def adopt(
    sources: tuple[str, ...],
    product: str,
    mapping: Path | None,
    draft: bool,
    output_format: str,
    **options: Any,
) -> None:
    """Make documents for files from their headers, and register them where they lie.

    A folder stands for the files in it to any depth, and - for the paths on the standard input, one
    per line. Each product is validated and gets an answer; what is refused or incomplete does not
    keep the others out, and exit status 1 tells of it. The same files again change nothing.

    The archive keeps the documents, and nothing is written to where the files are.

    \b
    Examples:
      dpkit adopt --as DpdNirCalibratedFrame night/*.fits --draft > frames.toml
      dpkit adopt --as DpdNirCalibratedFrame night --map frames.toml --archive archive.sqlite
      find /data -name "*.fits" | dpkit adopt --as DpdNirMasterDark - --out documents --dry-run
    """
    from dpkit.adoption.grouping import file_rules
    from dpkit.adoption.mappingfile import read_mapping
    from dpkit.adoption.origin import MappingRules
    from dpkit.schema.dictionary import product_entry

    entry = product_entry(product)
    rules = MappingRules() if mapping is None else read_mapping(mapping, entry)
    known = file_rules(entry, rules)
    if draft:
        _print_draft(sources, entry, rules, known)
        return
    place = _place(options.pop("url"), options["out"])
    made = _made(sources, entry, rules, known, place, options)
    _report(list(made), output_format, dry_run=options["dry_run"])


def _place(url: str | None, out: Path | None) -> str | None:
    """Return the archive to register in; None when documents are written into a folder."""
    if url is not None and out is not None:
        raise click.UsageError("documents go into --archive or --out, not both")
    if out is not None:
        return None
    url = url or os.environ.get(_VARIABLE)
    if url is None:
        raise click.UsageError("give --archive to register, --out to write, or --draft")
    return url


def _print_draft(
    sources: Sequence[str], entry: ProductEntry, rules: MappingRules, known: Sequence[FileRule]
) -> None:
    from dpkit.adoption.drafting import draft_mapping
    from dpkit.adoption.finding import find_files
    from dpkit.adoption.grouping import group_files

    found = find_files(sources, known, sys.stdin.buffer)
    first = next(group_files(found, entry, rules), None)
    if first is None:
        raise click.UsageError("the list names no file to draft from")
    click.echo(draft_mapping(first, entry, rules), nl=False)


def _made(
    sources: Sequence[str],
    entry: ProductEntry,
    rules: MappingRules,
    known: Sequence[FileRule],
    url: str | None,
    options: dict[str, Any],
) -> Iterator[Adoption]:
    from dpkit.adoption.finding import find_files
    from dpkit.adoption.grouping import group_files
    from dpkit.adoption.making import write_documents

    found = find_files(sources, known, sys.stdin.buffer)
    groups = _watched(group_files(found, entry, rules))
    said = {"dataset": options["dataset"], "rehearse": options["dry_run"]}
    if url is None:
        yield from write_documents(
            groups, entry, rules, options["out"], mode=options["mode"], **said
        )
        return
    from dpkit_archive.adopt.stream import adopt_groups
    from dpkit_archive.cli.opening import open_archive
    from dpkit_archive.order import SYMLINK

    mode = SYMLINK if options["mode"] == "in-place" else options["mode"]
    said |= {name: options[name] for name in ("calibration_set", "batch")}
    with open_archive(url) as archive:
        yield from adopt_groups(archive, groups, entry, rules, mode=mode, **said)


def _watched(groups: Iterable[FileGroup]) -> Iterator[FileGroup]:
    """Yield groups, with a bar on a terminal that tells how far they are."""
    if not sys.stderr.isatty():
        yield from groups
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("adopting"), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(groups, total=None)


def _report(made: Sequence[Adoption], output_format: str, *, dry_run: bool) -> None:
    rows = [one.to_dict() for one in made]
    if output_format != "json":
        rows = [{name: row[name] for name in _COLUMNS} for row in rows]
    print_rows(rows, output_format)
    for one in made:
        if one.error is not None:
            first = str(one.files[0])
            place = "" if first in one.error.place else f"{first}: "
            say(f"refused {place}{one.error} [{one.error.code}]")
    for line in _gap_lines(made):
        say(line)
    done = sum(one.ok for one in made)
    say(f"{done} of {len(made)} adopted{' (dry run)' if dry_run else ''}")
    if done < len(made):
        raise click.exceptions.Exit(1)


def _gap_lines(made: Iterable[Adoption]) -> Iterator[str]:
    """Say once what many products lack."""
    lacking: dict[str, list[Path]] = {}
    for one in made:
        for gap in one.gaps:
            lacking.setdefault(str(gap), []).append(one.files[0])
    for text, files in lacking.items():
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        yield f"incomplete {files[0]}{more}: {text}"
