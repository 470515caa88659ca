"""The commands about file formats: list and show them, check files, make templates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import format_option, print_rows, say

if TYPE_CHECKING:
    from dpkit.formats.deviation import Deviation

__all__ = ["file_format"]

Json = dict[str, Any]


@click.group("format")
def file_format() -> None:
    """Describe, check and make the files of products.

    \b
    Examples:
      dpkit format list
      dpkit format check frame.fits
      dpkit format template nir.masterDark --out dark.fits
    """


@file_format.command("list")
@format_option
def list_formats(output_format: str) -> None:
    """List the file formats that are described.

    \b
    Examples:
      dpkit format list
      dpkit format list --format json
    """
    from dpkit.schema.dictionary import file_format as described
    from dpkit.schema.dictionary import format_names

    rows = [
        {
            "id": name,
            "kind": (said := described(name))["kind"],
            "version": said["version"],
            "description": said["documentation"],
        }
        for name in format_names()
    ]
    print_rows(rows, output_format)


@file_format.command()
@click.argument("format_id", metavar="ID")
@format_option
def show(format_id: str, output_format: str) -> None:
    """Show all that a file of a format must have, one row each.

    \b
    Examples:
      dpkit format show nir.exposureCatalog
      dpkit format show roman.image --format csv
    """
    from dpkit.schema.dictionary import file_format as described

    print_rows(list(_rows(described(format_id))), output_format)


def _rows(said: Json) -> Iterator[Json]:
    """Yield what a description asks for, item by item."""
    for part in said.get("hdus", []):
        if part["kind"] == "group":
            yield _row(part["key"], "group", {"times": _times(part)})
        for hdu in part.get("hdus", [part]):
            rules = {**hdu.get("array", {}), "documentation": hdu["documentation"]}
            yield _row(hdu["name"], hdu["kind"], {**rules, "times": _times(hdu)})
            yield from _items(hdu, f"{hdu['name']} ")
    yield from _items(said, "")


def _times(said: Json) -> str:
    low, high = said["minimum"], "*" if said["maximum"] is None else said["maximum"]
    return str(low) if low == high else f"{low}..{high}"


def _items(said: Json, before: str) -> Iterator[Json]:
    for noun in ("keywords", "columns", "values", "arrays"):
        for item in said.get(noun, []):
            name = item.get("name") or item["path"]
            yield _row(f"{before}{name}", noun.removesuffix("s"), item)


_RULES = (
    "times",
    "fixed",
    "allowed",
    "minimum",
    "maximum",
    "missing",
    "nullable",
    "unsigned",
    "unique",
    "sorted",
    "pixel",
    "pixelKey",
)


def _row(place: str, noun: str, said: Json) -> Json:
    axes = said.get("lengths", said.get("shape")) or [None] * said.get("dimensions", 0)
    return {
        "place": place,
        "what": noun,
        "type": said.get("type") or said.get("format"),
        "axes": ["*" if length is None else length for length in axes],
        "unit": said.get("unit"),
        "required": said.get("required", True),
        "rules": [f"{name}={said[name]}" for name in _RULES if name in said],
        "description": said.get("documentation", ""),
    }


@file_format.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format-id", help="The format.  [default: the one that the file names]")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print deviations.",
)
def check(file: Path, format_id: str | None, output_format: str) -> None:
    """Check a file against its format: structure, types, units, values and checksums.

    Prints one line per deviation; exit status 1 when there is one. A FITS file names its format
    in the keyword FITS_DEF.

    \b
    Examples:
      dpkit format check frame.fits
      dpkit format check image.asdf --format-id roman.image --format json
    """
    from dpkit.formats.check import check_file
    from dpkit.formats.datafile import DataFile
    from dpkit.formats.identity import said_format

    opened = DataFile(file)
    identifier = format_id or said_format(opened)
    deviations = check_file(opened, identifier)
    if output_format == "json":
        said = [deviation.to_dict() for deviation in deviations]
        report = {"file": str(file), "format": identifier, "ok": not said, "deviations": said}
        click.echo(json.dumps(report, indent=2))
    else:
        for deviation in deviations:
            click.echo(_line(file, deviation))
        say(f"{file}: {len(deviations)} deviations from {identifier}")
    if deviations:
        raise click.exceptions.Exit(1)


def _line(file: Path, deviation: Deviation) -> str:
    from dpkit.validation.code import CODES

    remedy = deviation.remedy or CODES[deviation.code].remedy
    return f"{file}: {deviation.place} {deviation.message} [{deviation.code}] ({remedy})"


@file_format.command()
@click.argument("format_id", metavar="ID")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Value of a keyword; HDU:KEY=VALUE where several HDUs have it. May be given repeatedly.",
)
def template(format_id: str, out: Path, settings: tuple[str, ...]) -> None:
    """Write an empty file that conforms to a format: no rows, zeros for pixels.

    Prints the file. Nothing is overwritten.

    \b
    Examples:
      dpkit format template nir.masterDark --out dark.fits --set FILTER=NIR_J
      dpkit format template roman.flat --out flat.asdf --set roman.meta.author=me
    """
    from dpkit.formats.template import write_template

    headers = dict(_setting(text) for text in settings)
    click.echo(write_template(out, format_id, headers=headers))


def _setting(text: str) -> tuple[tuple[str, str], str]:
    name, equals, value = text.partition("=")
    hdu, _, key = name.rpartition(":")
    if not equals or not key:
        raise click.BadParameter(f"{text!r} is not KEY=VALUE", param_hint="--set")
    return (hdu, key), value
