"""Commands about versions of schemas: freeze them, and compare them."""

from __future__ import annotations

from pathlib import Path

import click

from dpkit.cli.output import format_option, print_rows, say

__all__ = ["diff", "freeze"]


@click.command()
@click.argument("products", nargs=-1, metavar="[PRODUCT]...")
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the XSDs.  [default: that of dpkit]",
)
@click.option("--check", is_flag=True, help="Write nothing; fail when a released schema changed.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be frozen.")
@format_option
def freeze(
    products: tuple[str, ...],
    source: Path | None,
    check: bool,
    dry_run: bool,
    output_format: str,
) -> None:
    """Freeze the current version of products: it can never change afterwards.

    Copies their schemas and all that these import into the folder `released`, and notes the
    hashes. All products, unless some are named.

    \b
    Examples:
      dpkit schema freeze DpdNirMasterDark
      dpkit schema freeze --check
    """
    from dpkit.schema.release.freeze import check_released
    from dpkit.schema.release.freeze import freeze as run

    folder = _default_source() if source is None else source
    if check:
        check_released(folder)
        say(f"the released schemas of {folder} are unchanged")
        return
    frozen = run(folder, products, dry_run=dry_run)
    print_rows([found.to_dict() for found in frozen], output_format)
    done = "to be frozen" if dry_run else "frozen"
    say(f"{sum(found.new for found in frozen)} {done}, {len(frozen)} in all")


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--all", "everything", is_flag=True, help="List changes of documentation, too.")
@format_option
def diff(old: str, new: str, everything: bool, output_format: str) -> None:
    """Compare two versions of schemas, and say what breaks the readers of old documents.

    OLD and NEW are folders, or revisions of the git repository of this folder: REVISION, or
    REVISION:FOLDER. A change is compatible when every old valid document stays valid and means
    the same; else, or when that cannot be shown, it is breaking. That something was renamed is a
    guess. Of the files beside the schemas only keys.xml is compared: not catalog.xml, units.xml
    and formats. Exit status 1 when a change is breaking, 0 when none is.

    \b
    Examples:
      dpkit schema diff v1.0 HEAD
      dpkit schema diff old/xsd new/xsd --format json
    """
    from dpkit.errors import NotFoundError
    from dpkit.schema.diff.difference import diff_schemas
    from dpkit.schema.diff.source import open_schemas

    try:
        with open_schemas(old) as before, open_schemas(new) as after:
            found = diff_schemas(before, after)
    except NotFoundError as error:
        raise click.UsageError(str(error)) from None
    shown = [one for one in found if everything or not one.documentation_only]
    print_rows([one.to_dict() for one in shown], output_format)
    breaking = sum(one.breaking for one in found)
    say(f"{breaking} breaking, {len(found) - breaking} compatible")
    if breaking:
        raise click.exceptions.Exit(1)


def _default_source() -> Path:
    from dpkit.schema.package import find_packages, package_folder

    packages = find_packages()
    if len(packages) != 1:
        names = ", ".join(package.schemas for package in packages) or "none"
        raise click.UsageError(f"the schema packages are {names}; give --source")
    return package_folder(packages[0].schemas)
