"""The pipelines of masks make the same on every engine and in any order, and through archives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import dpkit
from dpkit.cli.root import root
from dpkit.errors import TaskError
from dpkit.processing.vmpz.bandpipelines import ext_band, nir_band, vis_band
from dpkit.processing.vmpz.maskproduct import read_masks
from dpkit.processing.vmpz.patchpipeline import patch
from dpkit.processing.vmpz.pipelines import ext_bands, main, nir_bands
from dpkit.processing.vmpz.simulation import write_survey
from dpkit.processing.vmpz.survey import SurveySettings
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document
from dpkit.workflow.launch import RunResult, run
from dpkit.workflow.options import RunOptions
from dpkit.workflow.setting import Setting, read_settings
from dpkit_dm import pro
from dpkit_dm.vmpz import (
    DpdBitMaskParamsVMPZ,
    DpdCoverageMaskParamsVMPZ,
    DpdFootprintMaskParamsVMPZ,
)

BANDS = ("VIS", "NIR_H", "DECAM_g")
ORDER = {"moc_order": Setting(value=12, origin="test")}
KINDS = {
    "observations": "DpdVisObsFrame",
    "nir_frames": "DpdNirCalibratedFrame",
    "ext_frames": "DpdExtCalibratedFrame",
    "mosaics": "DpdMerMosaic",
}


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small survey: two tiles, three bands."""
    folder = tmp_path_factory.mktemp("survey")
    settings = SurveySettings(columns=2, rows=1, shape=(480, 480), bands=BANDS)
    write_survey(settings, folder, conditions=False)
    return folder


def of(folder: Path, name: str, *, part: str = "") -> list[Path]:
    return sorted(path for path in folder.glob(f"{name}__*.xml") if part in path.name)


def inputs_of(survey: Path, tile: int, *, backwards: bool = False) -> dict[str, list[Path]]:
    """Return what the pipeline of a tile takes, forwards or backwards."""
    found = {port: of(survey, name) for port, name in KINDS.items()}
    found["mosaics"] = of(survey, "DpdMerMosaic", part=f"_{tile}_")
    found = {port: paths[::-1] if backwards else paths for port, paths in found.items()}
    return found | {"mer_tile": of(survey, "DpdMerTile", part=f"_{tile}_")}


def contents(result: RunResult) -> dict[str, list[str]]:
    """Return the digests of what a run made, by port; collections differ by ids alone."""
    assert result.failures == {}
    return {
        name: sorted(content_digest(read_document(path)) for path in paths)
        for name, paths in result.outputs.items()
        if name != "collection"
    }


def tiles_of(survey: Path) -> list[int]:
    return json.loads((survey / "truth.json").read_text())["tiles"]


def make_tile(survey: Path, tile: int, out: Path, engine: str, *, backwards: bool) -> RunResult:
    return run(
        main,
        inputs_of(survey, tile, backwards=backwards),
        ORDER,
        out=out,
        options=RunOptions(engine=engine),
    )


def make_patch(survey: Path, tiles: list[RunResult], out: Path, engine: str) -> RunResult:
    inputs = {
        name: [path for one in tiles for path in one.outputs[name]]
        for name in ("footprints", "bit_masks", "coverages")
    }
    return run(
        patch,
        inputs | {"tile_list": of(survey, "DpdMerTileList")},
        {"form": Setting(value="healpix", origin="test")},
        out=out,
        options=RunOptions(engine=engine),
    )


def test_every_engine_and_order_makes_the_same(survey: Path, tmp_path: Path) -> None:
    first, second = tiles_of(survey)
    made = {}
    for engine, backwards in (("serial", False), ("processes:2", True), ("dask", False)):
        out = tmp_path / engine.partition(":")[0]
        order = (second, first) if backwards else (first, second)
        tiles = [make_tile(survey, t, out, engine, backwards=backwards) for t in order]
        whole = make_patch(survey, tiles, out, engine)
        by_tile = dict(zip(order, map(contents, tiles), strict=True))
        made[engine] = [by_tile[first], by_tile[second], contents(whole)]
    assert {name: len(d) for name, d in made["serial"][0].items()} == {
        "footprints": 3,
        "bit_masks": 3,
        "coverages": 3,
    }
    assert {len(d) for name, d in made["serial"][2].items() if "healpix" in name} == {3}
    assert made["processes:2"] == made["serial"]
    assert made["dask"] == made["serial"]


def test_pipelines_of_bands_make_what_that_of_all_makes(survey: Path, tmp_path: Path) -> None:
    tile = tiles_of(survey)[0]
    given = inputs_of(survey, tile)
    everything = contents(make_tile(survey, tile, tmp_path / "all", "serial", backwards=False))
    found: list[str] = []
    for band, pipeline, port, frames in (
        ("VIS", vis_band, "observations", "observations"),
        ("NIR_H", nir_band, "frames", "nir_frames"),
        ("DECAM_g", ext_band, "frames", "ext_frames"),
    ):
        mosaic = [path for path in given["mosaics"] if band in path.name]
        inputs = {"mer_tile": given["mer_tile"], port: given[frames], "mosaic": mosaic}
        one = contents(run(pipeline, inputs, ORDER, out=tmp_path / band, options=RunOptions()))
        found += [*one["footprint"], *one["bit_mask"], *one["coverage"]]
    assert sorted(found) == sorted(d for digests in everything.values() for d in digests)
    for pipeline, frames, band in (
        (nir_bands, "nir_frames", "NIR_H"),
        (ext_bands, "ext_frames", "DECAM_g"),
    ):
        mosaics = [path for path in given["mosaics"] if band in path.name]
        inputs = {"mer_tile": given["mer_tile"], "frames": given[frames], "mosaics": mosaics}
        several = contents(
            run(pipeline, inputs, ORDER, out=tmp_path / f"{band}s", options=RunOptions())
        )
        assert {d for digests in several.values() for d in digests} <= set(found)


@pytest.mark.parametrize(
    ("bands", "made"), [("VIS", ["VIS"]), ("DECAM_g, VIS", ["DECAM_g", "VIS"]), ("NIR_Y", [])]
)
def test_only_the_bands_asked_for_are_made(
    survey: Path, tmp_path: Path, bands: str, made: list[str]
) -> None:
    """Exposures and mosaics in others are there, and nothing is made of them."""
    asked = {"bands": Setting(value=bands, origin="test")}
    tile = tiles_of(survey)[0]
    options = RunOptions(engine="serial")
    first = run(main, inputs_of(survey, tile), ORDER | asked, out=tmp_path, options=options)
    assert first.failures == {}
    for port in ("footprints", "bit_masks", "coverages"):
        found = sorted(dpkit.read(path).content.data.filter for path in first.outputs[port])
        assert found == made
    missing = data_of(first, "collection").completeness.missing
    assert {one.filter for one in missing} == set(bands.replace(",", " ").split()) - set(made)
    # Masks of all bands are there for the patch, too.
    everything = make_tile(survey, tile, tmp_path, "serial", backwards=False)
    inputs = {
        name: list(everything.outputs[name]) for name in ("footprints", "bit_masks", "coverages")
    } | {"tile_list": of(survey, "DpdMerTileList")}
    whole = run(patch, inputs, asked, out=tmp_path, options=options)
    found = sorted(dpkit.read(p).content.data.filter for p in whole.outputs["moc_footprints"])
    assert found == made
    stated = data_of(whole, "collection").completeness
    assert stated.present_masks == 3 * len(made)


def test_a_pipeline_without_exposures_is_refused(survey: Path, tmp_path: Path) -> None:
    inputs = {"mer_tile": of(survey, "DpdMerTile")[:1]}
    with pytest.raises(TaskError, match="there are no exposures over the tile"):
        run(main, inputs, ORDER, out=tmp_path, options=RunOptions())


def written(product: type, data: object, folder: Path) -> list[Path]:
    """Write a product of parameters."""
    return [dpkit.write(dpkit.new(product, data=data, software=("test", "1")), folder)]


def moc(order: int) -> pro.OutputFormat:
    return pro.OutputFormat(mocparams_or_partial_healpix_params=pro.MocParams(mocorder=order))


def healpix(nside: int) -> pro.OutputFormat:
    chosen = pro.PartialHealpixParams(nside_out=nside)
    return pro.OutputFormat(mocparams_or_partial_healpix_params=chosen)


def filed(folder: Path, text: str) -> dict[str, Setting]:
    (folder / "settings.toml").write_text(text)
    return read_settings(folder / "settings.toml")


def data_of(result: RunResult, port: str) -> Any:
    assert result.failures == {}
    (path,) = result.outputs[port]
    return dpkit.read(path).content.data


def test_parameters_go_before_files_and_calls_before_parameters(
    survey: Path, tmp_path: Path
) -> None:
    """Each kind of mask has parameters of its own; a pipeline hands them on to its tasks."""
    tile = tiles_of(survey)[0]
    seen = pro.WeightMaskGenericParamsVMPZ(
        parameter_set_name="a", output_format=moc(13), nside_work=1 << 14
    )
    flags = {"parameter_set_name": "a", "weight_convention": pro.WeightConvention.OBSERVED_FRACTION}
    inputs = {
        "mer_tile": of(survey, "DpdMerTile", part=f"_{tile}_"),
        "frames": of(survey, "DpdNirCalibratedFrame"),
        "mosaic": of(survey, "DpdMerMosaic", part=f"_{tile}_NIR_H"),
        "footprint_parameters": written(DpdFootprintMaskParamsVMPZ, seen, tmp_path),
        "bit_mask_parameters": written(
            DpdBitMaskParamsVMPZ, pro.BitParamsVMPZ(bit_list=[22, 7], **flags), tmp_path
        ),
        "coverage_parameters": written(
            DpdCoverageMaskParamsVMPZ, pro.BitParamsVMPZ(bit_list=[18], **flags), tmp_path
        ),
    }
    file = filed(
        tmp_path, 'moc_order = 12\nbits = "HOT"\nweight_convention = "UNOBSERVED_FRACTION"'
    )
    made = run(nir_band, inputs, file, out=tmp_path / "a", options=RunOptions(engine="serial"))
    footprint, bits, covered = (data_of(made, p) for p in ("footprint", "bit_mask", "coverage"))
    assert (footprint.mocorder, footprint.nside_work) == (13, 1 << 14)
    assert footprint.weight_convention.value == "UNOBSERVED_FRACTION"
    assert (bits.mocorder, bits.bit_list) == (12, [7, 22])
    assert (covered.mocorder, covered.bit_list) == (12, [18])
    assert {bits.weight_convention.value, covered.weight_convention.value} == {"OBSERVED_FRACTION"}
    called = {
        "moc_order": Setting(value=12, origin="call"),
        "bits": Setting(value="COLD", origin="call"),
        "weight_convention": Setting(value="UNOBSERVED_FRACTION", origin="call"),
    }
    again = run(nir_band, inputs, called, out=tmp_path / "b", options=RunOptions(engine="serial"))
    footprint, bits, covered = (data_of(again, p) for p in ("footprint", "bit_mask", "coverage"))
    assert (footprint.mocorder, bits.bit_list, covered.bit_list) == (12, [7, 22], [2])
    assert covered.weight_convention.value == "UNOBSERVED_FRACTION"


def test_parameters_of_a_patch_say_which_file(survey: Path, tmp_path: Path) -> None:
    tiles = [make_tile(survey, t, tmp_path, "serial", backwards=False) for t in tiles_of(survey)]
    vis = {
        name: [path for one in tiles for path in one.outputs[name] if "_VIS_" in path.name]
        for name in ("footprints",)
    }
    coarse = pro.WeightMaskGenericParamsVMPZ(parameter_set_name="a", output_format=healpix(512))
    inputs = vis | {
        "tile_list": of(survey, "DpdMerTileList"),
        "footprint_parameters": written(DpdFootprintMaskParamsVMPZ, coarse, tmp_path),
    }
    # The format of the parameters goes before all that a file says of form and resolution.
    for number, text in enumerate(("nside_out = 1024\n", 'form = "moc"\nmoc_order = 10\n')):
        file = filed(tmp_path, text)
        out = tmp_path / f"a{number}"
        made = run(patch, inputs, file, out=out, options=RunOptions(engine="serial"))
        assert data_of(made, "healpix_footprints").nside_out == 512
        assert made.outputs["moc_footprints"] == ()
    # A file that says nothing else than the form is heeded where there are no such parameters.
    alone = {name: paths for name, paths in inputs.items() if name != "footprint_parameters"}
    file = filed(tmp_path, 'form = "healpix"\nnside_out = 1024\n')
    made = run(patch, alone, file, out=tmp_path / "file", options=RunOptions(engine="serial"))
    assert data_of(made, "healpix_footprints").nside_out == 1024
    called = {"form": Setting(value="moc", origin="call")}
    again = run(patch, inputs, called, out=tmp_path / "b", options=RunOptions(engine="serial"))
    assert data_of(again, "moc_footprints").mocorder == 9
    called |= {"moc_order": Setting(value=11, origin="call")}
    fine = run(patch, inputs, called, out=tmp_path / "c", options=RunOptions(engine="serial"))
    assert data_of(fine, "moc_footprints").mocorder == 11


def dpkit_command(*words: object, status: int = 0) -> str:
    done = CliRunner().invoke(root, [str(word) for word in words])
    assert done.exit_code == status, done.output
    return done.output


def test_both_stages_through_an_archive(
    survey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bands = "VIS NIR_H DECAM_g NIR_Y"
    monkeypatch.chdir(tmp_path)
    dpkit_command("archive", "init")
    dpkit_command("archive", "register", *sorted(survey.glob("*.xml")))
    tiles = tiles_of(survey)
    # Frames are found over the tile: that of the west is not under the fields of the east.
    plan = dpkit_command("run", "VMPZ_footprint_VIS", "--tile", tiles[0], "--plan", "--format=json")
    ports = {p["port"]: p for p in json.loads(plan)["calls"][0]["ports"]}
    assert 0 < len(ports["observations"]["inputs"]) < len(of(survey, "DpdVisObsFrame"))
    common = ("--moc-order", 12, "--bands", bands, "--engine", "serial", "--out", "made")
    dpkit_command("run", "VMPZ_Main", "--each", "tile", *common)
    dpkit_command(
        "run", "VMPZ_Patch_Pipeline", "--area", "SIMULATED", "--bands", bands, "--form", "healpix",
        "--nside-out", 1024, "--engine", "serial", "--out", "patch",
    )  # fmt: skip
    rows = json.loads(
        dpkit_command("archive", "find", "DpdHealpixFootprintMaskVMPZ", "--tile", tiles[1],
                      "--format", "json")
    )  # fmt: skip
    assert sorted(row["filter"] for row in rows) == sorted(BANDS)
    (collection,) = of(Path("patch"), "DpdMaskCollectionVMPZ")
    said = dpkit.read(collection).content.data
    assert {m.filter for m in said.completeness.missing} == {"NIR_Y"}
    assert len(said.completeness.missing) == 2 * 3
    truth = json.loads((survey / "truth.json").read_text())["footprint_area_deg2"]
    for document in of(Path("patch"), "DpdHealpixFootprintMaskVMPZ"):
        data = dpkit.read(document).content.data
        assert data.quality_params.observed_area.value == pytest.approx(
            truth[data.filter], rel=1e-4
        )
    # All filters in one file; made again, it is not made of itself.
    combine = ("run", "VMPZ_combine_patch", "--area", "SIMULATED", "--engine", "serial")
    dpkit_command(*combine, "--bands", bands, "--out", "combined")
    (document,) = of(Path("combined"), "DpdHealpixBitMaskVMPZ")
    assert list(read_masks(dpkit.read(document))) == sorted(BANDS)
    said = dpkit.read(document).content.data.completeness
    assert {m.filter for m in said.missing} == {"NIR_Y"}
    again = dpkit_command(*combine, "--bands", bands, "--out", "combined-again")
    assert "registered" not in again
    assert not of(Path("combined-again"), "DpdHealpixBitMaskVMPZ")
    # A patch that is made again finds the masks of tiles, not those of the patch.
    text = dpkit_command(
        "run",
        "VMPZ_merge_footprint",
        "--area",
        "SIMULATED",
        "--filter",
        "VIS",
        "--plan",
        "--format",
        "json",
    )
    inputs = next(p for p in json.loads(text)["calls"][0]["ports"] if p["port"] == "masks")[
        "inputs"
    ]
    assert len(inputs) == 2
    # One band alone, made again: nothing has changed, so nothing is made.
    again = dpkit_command("run", "VMPZ_NIR_Pipeline", "--tile", tiles[0], "--filter", "NIR_H",
                          "--moc-order", 12, "--engine", "serial", "--out", "again")  # fmt: skip
    assert "registered" not in again
    # A band that nobody observed: named, with what to do.
    missing = dpkit_command(
        "run", "VMPZ_NIR_Pipeline", "--tile", tiles[0], "--filter", "NIR_Y", status=1
    )
    assert "'frames'" in missing
