"""Import a package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import actor_option, archive_option

if TYPE_CHECKING:
    from dpkit_archive.transfer.importing import Imported

__all__ = ["import_"]


@click.command("import")
@click.argument("package", type=click.Path(path_type=Path), metavar="FOLDER|FILE.tar")
@click.option("--dataset", help="Dataset of all products; their own by default.")
@click.option("--set", "calibration_set", help="Set of all ranges; their own by default.")
@click.option("--as-release", "release", metavar="NAME", help="Release that the products make.")
@click.option(
    "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read."
)
@actor_option
@format_option
@archive_option
def import_(
    package: Path,
    dataset: str | None,
    calibration_set: str | None,
    release: str | None,
    jobs: int,
    actor: str | None,
    output_format: str,
    url: str,
) -> None:
    """Import what `dpkit archive export` wrote: all of it, verified, or nothing.

    Every file and every content digest is verified before anything is written. Versions, status,
    validity, inputs and other ids come along; what is here already stays as it is, so that the
    same package again changes nothing.

    \b
    Examples:
      dpkit archive import DR1.tar
      dpkit archive import darks --set site-b --as-release darks-of-march
    """
    with open_archive(url) as opened:
        made = opened.import_package(
            package,
            dataset=dataset,
            calibration_set=calibration_set,
            release=release,
            jobs=jobs,
            actor=actor,
        )
    print_rows([made.to_dict()], output_format)
    for line in _told(made):
        say(line)


def _told(made: Imported) -> list[str]:
    said = [f"{made.proved} of {made.products} content digests computed anew: all equal"]
    if made.by_bytes:
        said.append(f"{made.by_bytes} of older schema versions: their bytes are equal")
    if made.outside:
        said.append(f"{made.outside} inputs are not here, and not in the lineage")
    if made.gone:
        said.append(f"warning: {made.gone} that were chosen had been purged, and are not in it")
    if made.retired:
        said.append(f"{made.retired} validity ranges of earlier versions are retired")
    if made.withheld:
        said.append(
            f"{made.withheld} validity ranges of what was there already do not stand here, and "
            "were not granted: `dpkit archive certify` grants them"
        )
    if made.manifest_sha256 is not None:
        word = "the manifest it had" if made.same_manifest else "a manifest of its own"
        said.append(f"the release {made.release!r} is frozen with {word}")
    if made.changed:
        return said
    there = "all products were" if made.withheld else "all of it was"
    return [*said, f"{there} there already: nothing changed"]
