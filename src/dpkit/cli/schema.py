"""Commands about schemas and the products that they declare."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dpkit.cli.output import format_option, print_rows, say
from dpkit.cli.schema_binding import show_binding
from dpkit.cli.schema_sample import sample
from dpkit.cli.schema_versions import diff, freeze
from dpkit.schema.paths import LISTED

if TYPE_CHECKING:
    from dpkit.schema.paths import Place

__all__ = ["schema"]

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def schema() -> None:
    """Generate code from schemas; list and show products."""


@schema.command()
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the XSDs.  [default: that of dpkit]",
)
@click.option("--package", default="dpkit_dm", show_default=True, help="Package to generate.")
@click.option(
    "--target",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds the package.  [default: where it is, or else the current one]",
)
@click.option("--check", is_flag=True, help="Write nothing; fail when the package is stale.")
def generate(source: Path | None, package: str, target: Path | None, check: bool) -> None:
    """Write the classes and the data dictionary of a set of schemas.

    A product is one XSD file; run this after each change, and commit what it writes. Schemas that
    were not written for dpkit may have a file keys.toml beside them that says what they mean.

    \b
    Examples:
      dpkit schema generate
      dpkit schema generate --check
      dpkit schema generate --source night_xsd --package night_dm
    """
    from dpkit.schema.generation.package import check_generated, generate
    from dpkit.schema.package import find_packages, home_folder, package_folder

    if source is None:
        schemas = {found.bindings: found.schemas for found in find_packages()}
        if package not in schemas:
            raise click.UsageError(f"package {package!r} is not installed; give --source")
        source = package_folder(schemas[package])
    target = home_folder(package) if target is None else target
    if check:
        check_generated(source, package, target)
        say(f"{target / package} is up to date")
        return
    products = generate(source, package, target)
    say(f"{len(products)} products written to {target / package}")


schema.add_command(diff)
schema.add_command(freeze)
schema.add_command(sample)


@schema.command("list")
@format_option
def list_products(output_format: str) -> None:
    """List the products that the installed schemas declare."""
    from dpkit.schema.dictionary import product_summaries

    names = ("name", "title", "custodian", "level", "version")
    rows = [{name: product[name] for name in names} for product in product_summaries().values()]
    print_rows(rows, output_format)


def _listing_options(command: F) -> F:
    """Give a command the options that say how many paths it lists."""
    depth = click.option(
        "--depth",
        type=click.IntRange(min=1),
        help="Paths of so many steps at most; types that contain themselves are followed."
        "  [default: all, and such a type once]",
    )
    limit = click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=LISTED,
        show_default=True,
        help="List so many paths at most.",
    )
    return depth(limit(command))


@schema.command()
@click.argument("product")
@click.option("--binding", is_flag=True, help="Show how its documents are read and written.")
@click.option(
    "--document",
    "documents",
    multiple=True,
    type=click.Path(path_type=Path),
    help="With --binding: read and write this document, and count what codecs do not cover.",
)
@_listing_options
@format_option
def show(
    product: str,
    binding: bool,
    documents: tuple[Path, ...],
    depth: int | None,
    limit: int,
    output_format: str,
) -> None:
    """Show a product: what it is, its paths, keys, units and documentation.

    Of elements that are alternatives, "one of" says which they are. "only in" names the types that
    have what the declared type has not: a document names one of them in xsi:type. "goes on as" says
    where the paths below an element are listed, when its type contains itself.

    With --binding: what of it the codecs leave to xsdata, which is slower, and why; or with
    --document, what made them do so for that document.

    \b
    Examples:
      dpkit schema show DpdNirRelPhotoExpCalibration
      dpkit schema show DpdNirRelPhotoExpCalibration --binding
      dpkit schema show nightLog --binding --document night.xml
    """
    from dpkit.schema.dictionary import product_entry
    from dpkit.schema.paths import product_paths

    if documents and not binding:
        raise click.UsageError("--document is for --binding")
    entry = product_entry(product)
    if binding:
        show_binding(entry, documents, output_format)
        return
    say(f"{entry.name} {entry.version}: {entry.title} (custodian {entry.custodian})")
    say(entry.documentation)
    say(f"schema {entry.schema}")
    say(f"unique by {' '.join(entry.unique)}; selected by {' '.join(entry.select) or '-'}")
    listed = list(islice(product_paths(entry, depth), limit + 1))
    print_rows(_rows(listed[:limit], output_format), output_format)
    _say_rest(listed, depth, limit)


@schema.command()
@click.argument("product")
@_listing_options
def paths(product: str, depth: int | None, limit: int) -> None:
    """Print the paths of a product, one per line.

    \b
    Examples:
      dpkit schema paths DpdNirCalibratedFrame | grep Filter
      dpkit schema paths DpdNirCalibratedFrame --depth 2
    """
    from dpkit.schema.dictionary import product_entry
    from dpkit.schema.paths import product_paths

    listed: dict[str, Place] = {}
    for place in product_paths(product_entry(product), depth):
        if place.path in listed:  # of another type that may stand for the declared one
            continue
        listed[place.path] = place
        if len(listed) > limit:
            break
        click.echo(place.path)
    _say_rest(list(listed.values()), depth, limit)


def _say_rest(listed: list[Place], depth: int | None, limit: int) -> None:
    """Say that a listing goes on, and how to see more of it."""
    open_ends = [place for place in listed[:limit] if place.unlisted]
    if len(listed) > limit:
        say(f"the list goes on after {limit} paths: see more with --limit, or fewer with --depth")
    elif open_ends and depth is not None:
        say(f"{len(open_ends)} of these paths go on below: see more with --depth {depth + 1}")
    elif open_ends:
        deeper = max(place.path.count(".") for place in listed) + 2
        say(
            f"{len(open_ends)} of these paths go on as paths that are listed: "
            f"follow them with --depth {deeper}"
        )


@schema.command()
@click.argument("product")
@click.argument("path")
@format_option
def path(product: str, path: str, output_format: str) -> None:
    """Show what is at one path of a product.

    The path of an element that others stand for, the head of a substitution group, shows these.

    \b
    Example:
      dpkit schema path DpdNirCalibratedFrame Data.Filter.Name
    """
    from dpkit.schema.dictionary import product_entry
    from dpkit.schema.paths import places_at

    print_rows(_rows(places_at(product_entry(product), path), output_format), output_format)


@schema.command()
@format_option
def keys(output_format: str) -> None:
    """List the keys by which products are identified, chosen and found."""
    from dpkit.schema.dictionary import declared_keys

    names = ("name", "type", "list", "documentation")
    rows = [{name: key[name] for name in names} for key in declared_keys().values()]
    print_rows(rows, output_format)


def _rows(places: list[Place], output_format: str) -> list[dict[str, object]]:
    """Return a row for each place; a table has no columns for what none of them says."""
    rows = [_row(place) for place in places]
    if output_format != "table":
        return rows
    unused = {
        name for name in ("one of", "only in", "goes on as") if not any(row[name] for row in rows)
    }
    return [{name: said for name, said in row.items() if name not in unused} for row in rows]


def _row(place: Place) -> dict[str, object]:
    return {
        "path": place.path,
        "type": place.primitive,
        "occurs": place.occurs,
        "one of": place.one_of,
        "only in": place.only_in,
        "unit": place.unit,
        "key": place.key,
        "documentation": place.documentation,
        "goes on as": "the root" if place.like == "" else place.like,
    }
