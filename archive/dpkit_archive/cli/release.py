"""Make, change, freeze and compare releases."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit.errors import ArchiveError
from dpkit_archive.cli.completeness import completeness
from dpkit_archive.cli.find import condition_options, query_of
from dpkit_archive.cli.opening import open_archive, said_warnings
from dpkit_archive.option import KeysCommand, actor_option, archive_option, key_option

if TYPE_CHECKING:
    from dpkit_archive import Archive
    from dpkit_archive.query.query import Query
    from dpkit_archive.release.change import MemberChange

__all__ = ["choosing", "chosen_by", "release"]

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def release() -> None:
    """Make releases: named sets of versions that never change once they are frozen.

    \b
    Examples:
      dpkit archive release create DR1 --dataset main --where "filter = 'NIR_J'"
      dpkit archive release completeness DR1 --by observation,filter --expect DpdNirCalibratedFrame
      dpkit archive release freeze DR1
      dpkit archive find --release DR1
    """


release.add_command(completeness)


def choosing(command: F) -> F:
    """Give a command the options by which members are chosen."""
    for option in (
        click.option("--product", "products", multiple=True, help="Product; repeatable."),
        key_option,
        condition_options,
        click.option(
            "--ids",
            type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
            metavar="FILE",
            help="Ids, one per line; - for the standard input.",
        ),
    )[::-1]:
        command = option(command)
    return command


@release.command(cls=KeysCommand)
@click.argument("name")
@click.argument("members", metavar="[ID]...", nargs=-1)
@click.option("--from", "parent", metavar="RELEASE", help="Begin with the members of a release.")
@choosing
@actor_option
@format_option
@archive_option
def create(
    name: str,
    members: tuple[str, ...],
    parent: str | None,
    actor: str | None,
    output_format: str,
    url: str,
    **choice: Any,
) -> None:
    """Make an open release of what is chosen, by ids or as find chooses; else of nothing.

    It holds versions, one of each identity. What is bad may come in, and is refused when the
    release is frozen.

    \b
    Examples:
      dpkit archive release create DR1 --dataset main --product DpdNirCalibratedFrame
      dpkit archive release create DR2 --from DR1
      dpkit archive release create best --ids best.txt
    """
    with said_warnings(), open_archive(url) as opened:
        chosen = [*members, *chosen_by(opened, **choice)]
        made = opened.create_release(name, chosen, parent=parent, actor=actor)
        print_rows([made.record.to_dict()], output_format)


@release.command(cls=KeysCommand)
@click.argument("name")
@click.argument("members", metavar="[ID]...", nargs=-1)
@click.option("--replace", is_flag=True, help="Take the place of another version of an identity.")
@choosing
@actor_option
@format_option
@archive_option
def add(
    name: str,
    members: tuple[str, ...],
    replace: bool,
    actor: str | None,
    output_format: str,
    url: str,
    **choice: Any,
) -> None:
    """Add products to an open release: by their ids, or as find chooses.

    \b
    Examples:
      dpkit archive release add DR1 EUC_NIR_MASTER-DARK_D1_NIR_J_20260301T000000.000000Z-1a2b3c4d
      dpkit archive release add DR1 --product DpdNirMasterDark --filter NIR_J --replace
    """
    with said_warnings(), open_archive(url) as opened:
        chosen = [*members, *_some(opened, members, choice)]
        changed = opened.release(name).add(chosen, replace=replace, actor=actor)
    _report(changed, output_format)


@release.command(cls=KeysCommand)
@click.argument("name")
@click.argument("members", metavar="[ID]...", nargs=-1)
@choosing
@actor_option
@format_option
@archive_option
def remove(
    name: str,
    members: tuple[str, ...],
    actor: str | None,
    output_format: str,
    url: str,
    **choice: Any,
) -> None:
    """Remove products from an open release; the products stay in the archive.

    \b
    Example:
      dpkit archive release remove DR1 --product DpdNirMasterDark --filter NIR_Y
    """
    with said_warnings(), open_archive(url) as opened:
        chosen = [*members, *_some(opened, members, choice)]
        changed = opened.release(name).remove(chosen, actor=actor)
    _report(changed, output_format)


@release.command()
@click.argument("name")
@click.option("--allow-invalid", is_flag=True, help="Although members are invalid; recorded.")
@actor_option
@format_option
@archive_option
def freeze(name: str, allow_invalid: bool, actor: str | None, output_format: str, url: str) -> None:
    """Freeze a release: its members never change again, and its manifest is hashed.

    \b
    Example:
      dpkit archive release freeze DR1
    """
    with open_archive(url) as opened:
        frozen = opened.release(name).freeze(allow_invalid=allow_invalid, actor=actor)
    print_rows([frozen.to_dict()], output_format)


@release.command("list")
@format_option
@archive_option
def list_(output_format: str, url: str) -> None:
    """List the releases of an archive.

    \b
    Example:
      dpkit archive release list --format json
    """
    with open_archive(url) as opened:
        rows = [one.to_dict() for one in opened.releases()]
    print_rows(rows, output_format)


@release.command()
@click.argument("name")
@click.option("--manifest", is_flag=True, help="Print the manifest of a frozen release instead.")
@format_option
@archive_option
def show(name: str, manifest: bool, output_format: str, url: str) -> None:
    """Show what there is to say of a release, and how many members it has of each product.

    The SHA-256 of the manifest as it is printed is that of the release.

    \b
    Examples:
      dpkit archive release show DR1
      dpkit archive release show DR1 --manifest | sha256sum
    """
    with open_archive(url) as opened:
        found = opened.release(name)
        if manifest:
            click.echo(found.manifest(), nl=False)
            return
        print_rows(_facts(found.record.to_dict(), found.amounts(), output_format), output_format)
        for identifier, status in found.spoiled():
            say(f"warning: {identifier} is {status} since the release was frozen")


@release.command()
@click.argument("first")
@click.argument("second")
@format_option
@archive_option
def diff(first: str, second: str, output_format: str, url: str) -> None:
    """Say how the second release differs from the first.

    \b
    Example:
      dpkit archive release diff DR1 DR2 --format json
    """
    with open_archive(url) as opened:
        found = opened.release(first).diff(second)
    print_rows([one.to_dict() for one in found], output_format)
    counts = {kind: sum(one.change == kind for one in found) for kind in _CHANGES}
    say(", ".join(f"{count} {kind}" for kind, count in counts.items()))


@release.command()
@click.argument("name", required=False)
@click.option("--dataset", multiple=True, help="Look at a dataset instead of a release.")
@format_option
@archive_option
def duplicates(name: str | None, dataset: tuple[str, ...], output_format: str, url: str) -> None:
    """Say which products were made twice: of the same inputs, for the same keys.

    Keys that only tell products of a type apart are not compared, and products of which no inputs
    are recorded are not judged.

    \b
    Examples:
      dpkit archive release duplicates DR1
      dpkit archive release duplicates --dataset main
    """
    if (name is None) == (not dataset):
        raise click.UsageError("name a release, or give --dataset")
    with open_archive(url) as opened:
        found = opened.release(name).duplicates() if name else opened.duplicates(dataset)
    print_rows([one.to_dict() for one in found], output_format)
    say(f"{len({one.group for one in found})} groups of duplicates")


_CHANGES = ("added", "removed", "changed")


def chosen_by(
    opened: Archive, *, products: tuple[str, ...], ids: Path | None, **conditions: Any
) -> list[Query | str]:
    """Return the queries and ids for the options of a command line; none when none was given."""
    given = any(v for k, v in conditions.items() if k != "relation")
    if ids is not None:
        if given or products:
            raise click.UsageError("give --ids or conditions, not both")
        return [*_read_ids(ids)]
    if not given and not products:
        return []
    return [query_of(opened, product, **conditions) for product in products or (None,)]


def _some(
    opened: Archive, members: tuple[str, ...], choice: dict[str, Any]
) -> Sequence[Query | str]:
    found = chosen_by(opened, **choice)
    if not found and not members:
        raise click.UsageError("say which products: by ids, --ids or conditions")
    return found


def _read_ids(source: Path) -> list[str]:
    try:
        text = sys.stdin.read() if str(source) == "-" else source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}",
            place=source,
            remedy="give a file of ids, one per line",
        ) from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _report(changed: MemberChange, output_format: str) -> None:
    print_rows([changed.release.to_dict()], output_format)
    say(
        f"{len(changed.added)} added, {len(changed.removed)} removed, {changed.unchanged} unchanged"
    )


def _facts(
    record: dict[str, Any], amounts: list[dict[str, Any]], output_format: str
) -> list[dict[str, Any]]:
    if output_format == "json":
        return [record | {"products": amounts}]
    rows = [{"what": name, "value": value} for name, value in record.items()]
    return rows + [
        {"what": one["product"], "value": f"{one['count']} in {one['dataset']}"} for one in amounts
    ]
