"""Grant validity, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit_archive.cli.opening import open_archive
from dpkit_archive.option import (
    BoundType,
    KeyCommand,
    actor_option,
    archive_option,
    gather_keys,
    key_option,
    reason_option,
)

__all__ = ["certify", "decertify"]

F = TypeVar("F", bound=Callable[..., Any])


def _grant_options(command: F) -> F:
    """Give a command the options that say for when, in which set, why, and who acts."""
    options = [
        click.option("--set", "calibration_set", metavar="SET", help="Calibration set."),
        click.option("--from", "begin", type=BoundType(), help="Begin, UTC with Z, or 'always'."),
        click.option(
            "--until", "end", type=BoundType(), help="End, exclusive, UTC with Z, or 'forever'."
        ),
        reason_option,
        actor_option,
        click.option("--dry-run", "rehearse", is_flag=True, help="Check all, but keep nothing."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("products", nargs=-1, required=True, metavar="ID...")
@_grant_options
@click.option("--create-set", is_flag=True, help="Make the set when it is not there.")
@format_option
@archive_option
def certify(products: tuple[str, ...], output_format: str, url: str, **options: Any) -> None:
    """Let products be valid: all of them, or none.

    Each gets the range that its document proposes, in the set named like its dataset, unless
    --from, --until and --set say otherwise. Ranges of one selection never overlap in a set. What
    earlier versions of a product hold in the set is retired. What stands already is left as it is.

    \b
    Examples:
      dpkit archive certify EUC_NIR_MASTER-DARK_D1_NIR_J --reason "looked at by NB"
      dpkit archive certify DARK_7 --from 2026-03-01T00:00:00Z --until forever --set nightly
    """
    with open_archive(url) as opened:
        made = opened.certify(products, **options)
    print_rows([one.to_dict() for one in made], output_format)
    for one in made:
        if not one.created:
            say(f"{one.id} stands already in set {one.calibration_set!r}: nothing changed")
        for name in one.retired:
            say(f"{one.id} takes over from {name}, whose ranges in the set are retired")
    if options["rehearse"]:
        say("dry run: nothing was kept")


@click.command(cls=KeyCommand)
@click.argument("products", nargs=-1, required=True, metavar="PRODUCT|ID...")
@_grant_options
@key_option
@format_option
@archive_option
def decertify(
    products: tuple[str, ...],
    calibration_set: str | None,
    begin: int | None,
    end: int | None,
    reason: str | None,
    actor: str | None,
    rehearse: bool,
    named_keys: tuple[str, ...],
    output_format: str,
    url: str,
    **keys: str | None,
) -> None:
    """Take validity back: of a type of product, or of single ones; for all of time or a part.

    Ranges that reach into the part are cut, or split in two. The set is main for a type, and the
    one named like the dataset of each product for ids. With a type, keys narrow what is meant.

    \b
    Examples:
      dpkit archive decertify EUC_NIR_MASTER-DARK_D1_NIR_J --reason "light leak"
      dpkit archive decertify DpdNirMasterDark --filter NIR_J --from 2026-03-01T12:00:00Z
    """
    with open_archive(url) as opened:
        made = opened.decertify(
            products,
            keys=gather_keys(named_keys, keys),
            calibration_set=calibration_set,
            begin=begin,
            end=end,
            reason=reason,
            actor=actor,
            rehearse=rehearse,
        )
    print_rows([one.to_dict() for one in made], output_format)
    if not made:
        named = " ".join(products)
        say(f"nothing of {named} is certified there: nothing changed")
    if rehearse:
        say("dry run: nothing was kept")
