"""The command that draws products; what can be drawn, families of products say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import say

if TYPE_CHECKING:
    from dpkit.product.product import Product

__all__ = ["plot"]


@click.command("plot")
@click.argument("document", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--what", help="What of it to draw, such as a column or a flag.")
@click.option(
    "--projection",
    type=click.Choice(["zoom", "sky"]),
    help="A map of the sky around what it shows, or of all of it.  [default: by its size]",
)
@click.option(
    "--beside",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Another product to draw into it, such as a tile, for its border; may be repeated.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The picture: PNG, PDF or SVG by its name.  [default: DOCUMENT with .png, here]",
)
@click.option("--overwrite", is_flag=True, help="Replace a picture that is there already.")
def plot(
    document: Path,
    what: str | None,
    projection: str | None,
    beside: tuple[Path, ...],
    out: Path | None,
    overwrite: bool,
) -> None:
    """Draw a product into a picture.

    \b
    Examples:
      dpkit plot mask.xml --out mask.png
      dpkit plot bits.xml --what NO_DATA --beside tile.xml --out no-data.png
    """
    from dpkit.errors import ProductError
    from dpkit.product.reading import read
    from dpkit.product.writing import write_whole

    target = out or Path(f"{document.stem}.png")
    if target.exists() and not overwrite:
        raise ProductError("is there already", place=target, remedy="name another, or --overwrite")
    figure = _draw(read(document), what, projection, [read(other) for other in beside])
    write_whole(target, _picture(figure, target))
    say(f"drew {document.name}")
    click.echo(target)


def _draw(
    product: Product[Any],
    what: str | None,
    projection: str | None,
    beside: list[Product[Any]],
) -> Any:
    """Ask the families in turn; the first that knows the product draws it."""
    from dpkit.entrypoint import entry_points
    from dpkit.errors import NotFoundError

    for point in sorted(entry_points(group="dpkit.plots"), key=lambda one: one.name):
        figure = point.load()(product, what=what, projection=projection, beside=beside)
        if figure is not None:
            return figure
    raise NotFoundError(
        f"nobody draws a {product.entry.name}",
        place=product.source or product.id,
        remedy="a package draws products through the entry point group dpkit.plots",
    )


def _picture(figure: Any, target: Path) -> bytes:
    import io

    from dpkit.errors import ProductError

    image = io.BytesIO()
    kind = target.suffix.removeprefix(".") or "png"
    if kind not in figure.canvas.get_supported_filetypes():
        raise ProductError(f"pictures of kind {kind!r} are not known", place=target)
    figure.savefig(image, format=kind, dpi=150)
    return image.getvalue()
