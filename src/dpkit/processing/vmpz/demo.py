"""The walk from a simulated survey to the masks of a patch, through an archive."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpkit.cli.output import print_rows, say

if TYPE_CHECKING:
    from dpkit.product.product import Product
    from dpkit.workflow.declaration import Declaration
    from dpkit.workflow.store import ProductStore

__all__ = ["demo"]

_BANDS = ("VIS", "NIR_H")
_ASKED = "VIS NIR_H NIR_Y"
_SHAPE = (1024, 1024)
_ORDER, _NSIDE = 13, 4096


@click.command("vmpz")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps everything.  [default: a temporary one, removed at the end]",
)
@click.option("--seed", default=1, show_default=True, help="Seed of the simulation.")
@click.option("--jobs", default=2, show_default=True, help="Processes at a time.")
def demo(out: Path | None, seed: int, jobs: int) -> None:
    """VMPZ-ID footprint, bit masks and coverage of four tiles in two filters, and of their patch.

    Simulates the survey, registers it, makes the masks of each tile from what the archive finds
    over it, puts them together, compares their areas with the truth, and draws them. A third
    filter is asked for that nobody observed: the collection of the patch says so.

    \b
    Example:
      dpkit demo vmpz --out demo-vmpz
    """
    with _folder(out) as folder:
        _walk(folder, seed, f"processes:{jobs}" if jobs > 1 else "serial")


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is None:
        with tempfile.TemporaryDirectory(prefix="dpkit-demo-") as scratch:
            yield Path(scratch)
        return
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty; give another folder, or remove it")
    out.mkdir(parents=True, exist_ok=True)
    yield out
    say(f"everything is kept in {out}")


def _walk(folder: Path, seed: int, engine: str) -> None:
    from dpkit.processing.vmpz.patchpipeline import patch
    from dpkit.processing.vmpz.pipelines import main
    from dpkit.processing.vmpz.simulation import write_survey
    from dpkit.processing.vmpz.survey import SurveySettings
    from dpkit.workflow.resolution import Request
    from dpkit.workflow.store import open_store

    settings = SurveySettings(seed=seed, shape=_SHAPE, bands=_BANDS)
    with open_store(folder / "archive.sqlite", create=True) as store:
        say(f"1. Simulate four tiles and the exposures over them in {' and '.join(_BANDS)}")
        store.register_all(write_survey(settings, folder / "survey", conditions=False))
        say("2. Make the masks of each tile: dpkit run VMPZ_Main --each tile")
        how = {"moc_order": _ORDER, "bands": _ASKED}
        _run(main, Request(each=("tile",)), how, folder / "tiles", engine, store)
        say("3. Put them together: dpkit run VMPZ_Patch_Pipeline --area SIMULATED")
        how = {"form": "healpix", "nside_out": _NSIDE, "bands": _ASKED}
        request = Request(keys={"area": "SIMULATED"})
        made = _run(patch, request, how, folder / "patch", engine, store)
        say("4. What came out")
        _show(folder, made, store)


def _run(
    declaration: Declaration[..., Any],
    request: Any,
    parameters: dict[str, Any],
    out: Path,
    engine: str,
    store: ProductStore,
) -> list[Product[Any]]:
    """Run a pipeline on what the archive finds, and register what it makes."""
    from dpkit.product.reading import read
    from dpkit.workflow.launch import run_combinations
    from dpkit.workflow.options import RunOptions
    from dpkit.workflow.resolution import resolve
    from dpkit.workflow.setting import Setting

    calls = resolve(declaration, store, request).of("run")
    result = run_combinations(
        declaration,
        [call.combination() for call in calls],
        {name: Setting(value=value, origin="demo") for name, value in parameters.items()},
        out=out,
        options=RunOptions(engine=engine),
        store=store,
    )
    for failure in result.failures.values():
        raise failure.error()
    return [read(path) for paths in result.outputs.values() for path in paths]


def _show(folder: Path, made: Sequence[Product[Any]], store: ProductStore) -> None:
    truth_file = folder / "survey" / "truth.json"
    truth = json.loads(truth_file.read_text())["footprint_area_deg2"]
    by_kind = {(one.entry.name, one.keys["filter"][0]): one for one in made if "filter" in one.keys}
    rows = []
    for band, expected in truth.items():
        seen = _area(by_kind["DpdHealpixFootprintMaskVMPZ", band])
        clean = _area(by_kind["DpdHealpixCoverageVMPZ", band])
        rows.append(
            {
                "filter": band,
                "footprint [deg2]": f"{seen:.6f}",
                "truth [deg2]": f"{expected:.6f}",
                "difference": f"{seen / expected - 1.0:+.1e}",
                "coverage [deg2]": f"{clean:.6f}",
            }
        )
    say("\nAreas of the patch, beside those of the simulation, measured by counting places:")
    print_rows(rows, "table")
    _show_missing(made)
    _show_queries(made, store)
    _draw(folder, made)


def _area(mask: Product[Any]) -> float:
    return float(mask.content.data.quality_params.observed_area.value)


def _show_missing(made: Sequence[Product[Any]]) -> None:
    (collection,) = [one for one in made if one.entry.name == "DpdMaskCollectionVMPZ"]
    said = collection.content.data.completeness
    filters = sorted({one.filter for one in said.missing})
    say(
        f"\nOf {said.expected_masks} masks that were asked for {said.present_masks} are there; "
        f"missing are all of {', '.join(filters)}."
    )


def _show_queries(made: Sequence[Product[Any]], store: ProductStore) -> None:
    tile = made[0].keys["tile"][0]
    say(f"\ndpkit archive find DpdHealpixCoverageVMPZ --tile {tile}")
    rows = store.find("DpdHealpixCoverageVMPZ", keys={"tile": tile})
    shown = ("product", "version", "status", "area", "filter", "id")
    print_rows([{name: row.to_dict()[name] for name in shown} for row in rows], "table")


def _draw(folder: Path, made: Sequence[Product[Any]]) -> None:
    import io

    from dpkit.processing.vmpz.productplot import draw_product
    from dpkit.product.reading import read
    from dpkit.product.writing import write_whole

    tiles = [read(path) for path in sorted((folder / "survey").glob("DpdMerTile__*.xml"))]
    say("\nPictures:")
    for mask in made:
        what = "STARSIGNAL" if mask.entry.name == "DpdHealpixBitMaskVMPZ" else None
        figure = draw_product(mask, what=what, beside=tiles)
        if figure is None:
            continue
        image = io.BytesIO()
        figure.savefig(image, dpi=100)
        kind = mask.entry.name.removeprefix("DpdHealpix").removesuffix("VMPZ").lower()
        file = folder / f"{kind}-{mask.keys['filter'][0]}.png"
        write_whole(file, image.getvalue())
        say(f"  {file}")
