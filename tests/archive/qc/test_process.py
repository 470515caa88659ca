"""The blocks of a date go through their procedure; one that fails hinders no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dpkit.errors import TaskError
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_associate, crires_flat, crires_flat_reference
from dpkit.processing.crires.window import Window
from dpkit.product.reading import read
from dpkit.product.writing import write
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

Run = Callable[..., Result]

PART = Window(x=257, y=129, columns=64, rows=48)
SETTINGS = ("1090.400_25.000_Halogen", "3218.600_25.000_Halogen", "1500.000_25.000_Halogen")


def night(folder: Path, setting: str, minute: int, day: int = 5) -> list[Path]:
    """Write the frames of a setting and their block; the block is last."""
    start = datetime(2011, 1, day, 12, minute, tzinfo=UTC)
    simulation = FlatSimulation(setting=setting, window=PART, frames=1, start=start)
    documents = write_flats(simulation, folder / f"{day}-{minute}")
    (block,) = crires_associate(frames=[read(one) for one in documents])
    return [*documents, write(block, documents[0].parent)]


@pytest.fixture
def blocks(archive: Archive, tmp_path: Path) -> list[str]:
    """Register three blocks of one night and one of the next; return their ids."""
    found = []
    for minute, setting in enumerate(SETTINGS):
        *_, block = (archive.register(one) for one in night(tmp_path, setting, minute))
        found.append(block.id)
    *_, block = (archive.register(one) for one in night(tmp_path, SETTINGS[0], 0, day=6))
    return [*found, block.id]


@pytest.fixture
def process(qc: Run, tmp_path: Path) -> Callable[..., tuple[Result, list[dict[str, Any]]]]:
    """Return a function that processes the night of 2011-01-05."""

    def run(*words: str) -> tuple[Result, list[dict[str, Any]]]:
        options = ("--out", str(tmp_path / "out"), "--format", "json")
        result = qc("process", "2011-01-05", *words, *options)
        return result, json.loads(result.stdout)

    return run


def test_blocks_of_the_date_are_measured_scored_and_covered(
    archive: Archive, blocks: list[str], process: Callable[..., Any]
) -> None:
    # An archive without a configuration gets the published one.
    result, rows = process("--reports", "reports")
    assert result.exit_code == 0, result.output
    assert archive.score_configuration("crires_flat").id == "QC_SCORES_crires_flat_2014"
    assert sorted(row["block"] for row in rows) == sorted(blocks[:3])
    for row in rows:
        assert row["outcome"] == "scored"
        assert len(archive.find("DpdCriresFlatQc")) == 3
        cover = Path(row["cover"]).read_text()
        assert f"{row['red']} red of {row['scored']} scored" in cover
        assert "trend_report_FLATSTAB_HC.html" in cover
        pictures = {file.name for file in Path(row["cover"]).parent.glob("*.png")}
        assert pictures == {"flat1.png", "flat2.png", "flat3.png", "flat5.png"}  # of one frame
    table = archive.qc_table("crires_flat").rows(where={"detector": 3})
    assert sorted(table["product"]) == sorted(row["quality"] for row in rows)
    again, none = process()
    assert (again.exit_code, none) == (0, [])


def test_reference_that_holds_is_chosen_by_the_archive(
    archive: Archive, blocks: list[str], process: Callable[..., Any], tmp_path: Path
) -> None:
    documents = night(tmp_path, SETTINGS[0], 0, day=1)[:-1]
    made = crires_flat(frames=[read(one) for one in documents])
    reference = crires_flat_reference(master=made.master_flat, bad_pixel_map=made.bad_pixel_map)
    identifier = archive.register(write(reference, tmp_path / "reference")).id
    archive.certify([identifier], reason="a good night")
    result, rows = process("--no-scores")
    assert result.exit_code == 0, result.output
    said = {}
    for row in rows:
        quality = read(Path(str(archive.product(row["quality"]).document)))
        said[quality.keys["setting"][0]] = quality.content.data.reference
        pictured = json.loads((Path(row["cover"]).parent / "flat1.json").read_text())
        assert ("reference" in json.dumps(pictured)) == (
            said[quality.keys["setting"][0]] is not None
        )
    assert said == {SETTINGS[0]: identifier, SETTINGS[1]: None, SETTINGS[2]: None}


def test_failing_block_hinders_no_other_and_is_tried_again(
    archive: Archive, blocks: list[str], process: Callable[..., Any]
) -> None:
    (frame, *_) = archive.find("DpdCriresFlatFrame", keys={"setting": SETTINGS[1]})
    file = next(iter(read(Path(str(frame.document))).files.values())).location
    kept = file.read_bytes()
    file.chmod(0o644)
    file.unlink()
    result, rows = process("--no-scores")
    assert result.exit_code == 1
    assert {row["block"]: row["outcome"] for row in rows} == {
        blocks[0]: "measured",
        blocks[1]: "failed",
        blocks[2]: "measured",
    }
    (told,) = [line for line in result.stderr.splitlines() if line.startswith("dpkit: ")]
    assert blocks[1] in told
    assert file.name in told
    assert {row["red"] for row in rows} == {None}
    file.write_bytes(kept)
    again, rows = process("--no-scores")
    assert again.exit_code == 0
    assert [(row["block"], row["outcome"]) for row in rows] == [(blocks[1], "measured")]


def test_block_that_fails_after_it_was_measured_is_drawn_again(
    archive: Archive, blocks: list[str], process: Callable[..., Any], monkeypatch: Any
) -> None:
    def refuse(*_: object) -> None:
        raise TaskError("no room for pictures")

    with monkeypatch.context() as patch:
        patch.setattr("dpkit.processing.crires.flatdrawing.draw_flat", refuse)
        result, rows = process("--configuration", "crires_flat")
    assert result.exit_code == 1
    assert {row["outcome"] for row in rows} == {"failed"}
    for row in rows:
        assert row["why"] == ("no room for pictures; it was measured: --again draws and scores it")
        assert archive.product(row["quality"]).status == "registered"
    result, rows = process("--again")
    assert (result.exit_code, {row["outcome"] for row in rows}) == (0, {"scored"})
    assert all(Path(row["cover"]).is_file() for row in rows)


def test_task_without_blocks_is_wrong_usage(qc: Run) -> None:
    result = qc("process", "2011-01-05", "--procedure", "crires_dark")
    assert result.exit_code == 2
    assert "crires_dark has no blocks" in result.stderr


def test_task_that_is_no_procedure_is_an_error(qc: Run) -> None:
    result = qc("process", "2011-01-05", "--procedure", "crires_associate")
    assert result.exit_code == 1
    assert "no procedure of quality control" in result.stderr
