"""Report on validity."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import KeyCommand, archive_option, gather_keys, key_option

if TYPE_CHECKING:
    from dpkit_archive import ValidityReport

__all__ = ["validity"]


@click.group()
def validity() -> None:
    """Look at when calibrations are valid.

    \b
    Example:
      dpkit archive validity report DpdNirMasterDark
    """


@validity.command(cls=KeyCommand)
@click.argument("product")
@click.option(
    "--set",
    "calibration_set",
    multiple=True,
    metavar="SET",
    help="Calibration set; repeat for an ordered list.  [default: main]",
)
@click.option(
    "--as-of", metavar="TIME|EVENT", help="Report as the archive would have reported then."
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw it into a new file (.png, .svg or .pdf), too.",
)
@key_option
@format_option
@archive_option
def report(
    product: str,
    calibration_set: tuple[str, ...],
    as_of: str | None,
    plot: Path | None,
    named_keys: tuple[str, ...],
    output_format: str,
    url: str,
    **keys: str | None,
) -> None:
    """List ranges, gaps and overlaps, and products that were never certified or have no range.

    Of several sets, what an earlier one hides of a later one is told, too.

    \b
    Examples:
      dpkit archive validity report DpdNirMasterDark --set nightly --set main
      dpkit archive validity report DpdSpirouBlaze --fiber AB --plot blaze.png
    """
    with open_archive(url) as opened:
        found = opened.validity_report(
            product,
            keys=gather_keys(named_keys, keys),
            calibration_set=calibration_set,
            as_of=as_of,
        )
    if plot is not None:
        _draw(found, plot)
    print_rows([one.to_dict() for one in found.stretches], output_format)
    counts = {
        kind: len(found.those(kind)) for kind in dict.fromkeys(o.what for o in found.stretches)
    }
    say(", ".join(f"{kind}: {count}" for kind, count in counts.items()) or "nothing to report")


def _draw(found: ValidityReport, file: Path) -> None:
    import io

    from dpkit.errors import ArchiveError
    from dpkit.product.writing import write_whole
    from dpkit_archive.coverageplot import plot_validity

    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("png", "svg", "pdf"):
        raise ArchiveError(
            "is no picture", place=file, remedy="end its name with .png, .svg or .pdf"
        )
    if file.exists():
        raise ArchiveError("exists already", place=file, remedy="give another name")
    image = io.BytesIO()
    plot_validity(found).savefig(image, format=kind, dpi=150)
    write_whole(file, image.getvalue())
    say(f"drawn into {file}")
