"""The first walk through the whole toolkit: from simulated sky to queried archive."""

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
    from dpkit.processing.nir.relative import RelativeFactors
    from dpkit.product.product import Product
    from dpkit.workflow.store import ProductStore
    from dpkit.workflow.task import Task

__all__ = ["demo"]

_CALIBRATION = "DpdNirRelPhotoExpCalibration"


@click.command("nir")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps everything.  [default: a temporary one, removed at the end]",
)
@click.option("--observation", default=42, show_default=True, help="Observation id.")
@click.option("--filter", "filter_name", default="NIR_J", show_default=True, help="Filter.")
@click.option("--seed", default=0, show_default=True, help="Seed of the simulation.")
@click.option("--wrong-flat", metavar="DETECTOR", help="Give a detector a wrong flat: DET11.")
def demo(
    out: Path | None, observation: int, filter_name: str, seed: int, wrong_flat: str | None
) -> None:
    """NIR relative photometry among the exposures of one observation.

    Simulates four dithered exposures, extracts their sources, compares them, writes the factors
    into the frames, validates and registers every product, and asks the archive for them.

    \b
    Examples:
      dpkit demo nir --out demo-out
      dpkit demo nir --out demo-out --wrong-flat DET11
    """
    from dpkit.processing.nir.focalplane import DETECTORS
    from dpkit.processing.nir.observation import ObservationSettings

    try:
        settings = ObservationSettings(
            filter=filter_name,
            observation_id=observation,
            detectors=DETECTORS[:2],
            shape=(768, 768),
            seed=seed,
            wrong_flat=wrong_flat,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with _folder(out) as folder:
        _walk(settings, folder)


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


def _walk(settings: Any, folder: Path) -> None:
    from dpkit.processing.nir import tasks
    from dpkit.processing.nir.simulation import write_observation
    from dpkit.workflow.store import open_store

    with open_store(folder / "archive.sqlite", create=True) as store:
        say("1. Simulate four exposures")
        frames = write_observation(settings, folder / "frames")
        for frame in frames:
            store.register(frame)

        say("2. Extract the sources of each exposure")
        catalogs = [
            document
            for frame in frames
            for document in _run(tasks.extract_exposure_catalog, {"frame": [frame]}, folder, store)
        ]
        say("3. Compare every pair of exposures")
        (calibration,) = _run(
            tasks.calculate_relative_exposures, {"catalogs": catalogs}, folder, store
        )
        say("4. Write the factors into the frames")
        applied = _run(
            tasks.apply_relative_calibrations,
            {"frames": frames, "calibration": [calibration]},
            folder,
            store,
        )
        say("5. What came out")
        _show(folder, catalogs, calibration, applied, store)


def _run(
    task: Task[..., Any], inputs: dict[str, list[Path]], folder: Path, store: ProductStore
) -> list[Path]:
    """Run a task and register what it made, with what it was made of."""
    from dpkit.workflow.runner import run_task

    made = run_task(task, inputs, {}, folder / "products")
    store.register_all(made.documents, inputs=made.inputs)
    return list(made.documents)


def _show(
    folder: Path,
    catalogs: Sequence[Path],
    calibration: Path,
    applied: Sequence[Path],
    store: ProductStore,
) -> None:
    from dpkit.processing.nir.catalog import read_sources
    from dpkit.processing.nir.relative import relative_factors
    from dpkit.processing.nir.truth import expected_factors
    from dpkit.product.reading import read
    from dpkit_dm.nir import DpdNirExposureCatalog, DpdNirRelPhotoExpCalibration

    truth = (folder / "frames" / "truth.json").rename(folder / "truth.json")
    offsets = {int(n): a for n, a in json.loads(truth.read_text())["exposure_offsets"].items()}
    expected = expected_factors(offsets)
    product = read(calibration, DpdNirRelPhotoExpCalibration)
    _show_factors(product, expected)
    _show_queries(product, store)
    _show_choices(product, read(applied[0]).id, store)
    _show_impact(read(catalogs[0], DpdNirExposureCatalog), store)
    _show_header(applied[0])
    tables = {
        catalog.content.data.observation_sequence.exposure: read_sources(catalog)
        for catalog in (read(path, DpdNirExposureCatalog) for path in catalogs)
    }
    _draw(relative_factors(tables), offsets, folder / "flux-ratios.png")


def _show_factors(product: Product[Any], expected: dict[int, float]) -> None:
    factors = product.content.data.correction_factor_list.correction_factor
    say("\nFactor of each exposure, beside the same statistic of the offsets put in:")
    print_rows(
        [
            {
                "exposure": one.exposure,
                "factor": f"{one.value:.5f}",
                "error": f"{one.error:.5f}",
                "expected": f"{expected[one.exposure]:.5f}",
                "difference / error": f"{(one.value - expected[one.exposure]) / one.error:+.2f}",
            }
            for one in factors
        ],
        "table",
    )
    flags = product.content.quality_flags
    say(f"Quality flag ExposureFactorOutOfRange: {flags.exposure_factor_out_of_range.value}")
    say(f"Quality flag DetectorDeviationOutOfRange: {flags.detector_deviation_out_of_range.value}")


def _show_queries(product: Product[Any], store: ProductStore) -> None:
    observation, band = product.keys["observation"][0], product.keys["filter"][0]
    say(f"\ndpkit archive find {_CALIBRATION} --observation {observation} --filter {band}")
    rows = store.find(_CALIBRATION, keys={"observation": observation, "filter": band})
    shown = ("product", "version", "status", "observation", "filter", "id")
    print_rows([{name: row.to_dict()[name] for name in shown} for row in rows], "table")


def _show_choices(product: Product[Any], frame: str, store: ProductStore) -> None:
    """Show which calibration is chosen for a frame, and why none is an hour before the first."""
    from dpkit import tai
    from dpkit.product.times import instant_of

    band = product.keys["filter"][0]
    say(f"dpkit archive calib {_CALIBRATION} --for {frame}")
    choice = store.calib(_CALIBRATION, exposure=frame)
    say(f"  {choice.reason}")
    start = instant_of(product.content.data.validity_range.timestamp_start)
    instant = start - 3600 * 10**9
    say(f"dpkit archive calib {_CALIBRATION} --filter {band} --at {tai.format_utc(instant)}")
    choice = store.calib(_CALIBRATION, at=instant, keys={"filter": band})
    say(f"  {choice.reason}")


def _show_impact(catalog: Product[Any], store: ProductStore) -> None:
    frame = str(catalog.content.data.input_frame)
    say(f"\nWere the first exposure bad, what would it have touched?\ndpkit archive impact {frame}")
    names, touched = ("product", "version", "id"), [row.to_dict() for row in store.impact(frame)]
    print_rows([{name: row[name] for name in names} for row in touched], "table")


def _show_header(document: Path) -> None:
    from dpkit.product.reading import read

    frame = read(document)
    say(f"\nMain header of {frame.files['DataStorage'].name}:")
    with frame.open("DataStorage") as hdus:
        for key in ("OBS_ID", "EXPNUM", "FILTER", "QPRELEX", "QPRELEXE"):
            click.echo(str(hdus[0].header.cards[key]).rstrip())


def _draw(result: RelativeFactors, offsets: dict[int, float], file: Path) -> None:
    import io

    from dpkit.processing.nir.plot import plot_pair_ratios
    from dpkit.product.writing import write_whole

    image = io.BytesIO()
    plot_pair_ratios(result, offsets).savefig(image, dpi=150)
    write_whole(file, image.getvalue())
    say(f"\nFlux ratios of each pair of exposures: {file}")
