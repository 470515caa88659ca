"""Commands of the archive; imported by ``dpkit`` at start-up, so nothing heavy at the top."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.option import KeyCommand, TimeType, archive_option, gather_keys, key_option
from dpkit_archive.query.command import find, index

if TYPE_CHECKING:
    from dpkit_archive import Archive, CalibrationChoice
    from dpkit_archive.record import ProductRecord

__all__ = ["archive"]


def _open(url: str) -> Archive:
    import dpkit_archive

    return dpkit_archive.open(url)


@click.group()
def archive() -> None:
    """Register products, find them, and choose calibrations.

    \b
    Examples:
      dpkit archive init
      dpkit archive register out/*.xml
      dpkit archive find DpdNirRelPhotoExpCalibration --observation 53292 --filter NIR_J
      dpkit archive calib DpdNirMasterDark --filter NIR_J --at 2026-03-01T12:00:00Z
    """


@archive.command()
@archive_option
def init(url: str) -> None:
    """Make a new, empty archive.

    Its files will be kept beside the database, in the folder NAME.files.

    \b
    Example:
      dpkit archive init --archive survey.sqlite
    """
    import dpkit_archive

    with dpkit_archive.create(url) as made:
        say(f"made the archive {made.path}")


@archive.command()
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
    with _open(url) as opened:
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


archive.add_command(find)
archive.add_command(index)


@archive.command()
@click.argument("identifier", metavar="ID")
@format_option
@archive_option
def show(identifier: str, output_format: str, url: str) -> None:
    """Show everything that the archive knows of one product.

    Its keys, files, metrics, validity, lineage and history.

    \b
    Example:
      dpkit archive show EUC_NIR_MASTER-DARK_D1_NIR_J_20260301T000000.000000Z-1a2b3c4d
    """
    with _open(url) as opened:
        record = opened.show(identifier)
    _say_other_id(identifier, record.row.id)
    rows = [record.to_dict()] if output_format == "json" else _facts(record)
    print_rows(rows, output_format)


def _facts(record: ProductRecord) -> list[dict[str, Any]]:
    """Return one row per fact of a record, for people."""
    rows = []
    for name, value in record.to_dict().items():
        parts = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        if not parts:
            rows.append({"what": name, "value": value})
        for part in parts:
            told = " ".join(f"{k}={v}" for k, v in part.items() if v is not None)
            rows.append({"what": name, "value": told})
    return rows


@archive.command()
@click.argument("identifier", metavar="ID")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to copy into.",
)
@archive_option
def get(identifier: str, folder: Path, url: str) -> None:
    """Copy a product, verified, into a folder, and print where.

    Nothing is overwritten. A file whose bytes have changed is refused.

    \b
    Example:
      dpkit archive get EUC_NIR_CAL-FRAME_1_1_NIR_J_20260301T000000.000000Z-1a2b3c4d --out work
    """
    with _open(url) as opened:
        click.echo(opened.get(identifier, folder))
        _say_other_id(identifier, opened.product(identifier).id)


def _say_other_id(given: str, stands: str) -> None:
    if given != stands:
        say(f"{given} was made anew with the content of {stands}, which stands")


@archive.command(cls=KeyCommand)
@click.argument("product")
@click.option("--at", required=True, type=TimeType(), help="Time to be valid at, UTC with Z.")
@key_option
@click.option("--set", "sets", multiple=True, help="Calibration set; repeat for an ordered list.")
@format_option
@archive_option
def calib(
    product: str,
    at: int,
    named_keys: tuple[str, ...],
    sets: tuple[str, ...],
    output_format: str,
    url: str,
    **keys: str | None,
) -> None:
    """Choose the calibration that is valid at a time.

    Says why, or why there is none; exit status 1 then.

    \b
    Example:
      dpkit archive calib DpdNirMasterDark --filter NIR_J --at 2026-03-01T12:00:00Z
    """
    with _open(url) as opened:
        chosen_by = gather_keys(named_keys, keys)
        choice = opened.calib(product, at=at, keys=chosen_by, calibration_set=sets or None)
    print_rows(_choice_rows(choice), output_format)
    say(choice.reason)
    for one in choice.rejected:
        say(f"not {one.id}, version {one.version}: {one.reason}")
    if choice.chosen is None:
        raise click.exceptions.Exit(1)


def _choice_rows(choice: CalibrationChoice) -> list[dict[str, Any]]:
    from dpkit.tai import format_utc

    if choice.chosen is None or choice.begin is None or choice.end is None:
        return []
    granted = {
        "valid_from": format_utc(choice.begin),
        "valid_until": format_utc(choice.end),
        "set": choice.calibration_set,
        "reason": choice.reason,
    }
    return [choice.chosen.to_dict() | granted]
