"""Documents are written into a folder, each whole and with its files, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dpkit.adoption import record
from dpkit.adoption.grouping import group_files
from dpkit.adoption.making import write_documents
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.adoption.outcome import Adoption
from dpkit.schema.dictionary import product_entry
from dpkit.validation import validate

from .conftest import CATALOG

ENTRY = product_entry("DpdMerFinalCatalog")
Frame = Callable[..., Path]


def write(paths: Sequence[Path], out: Path, **options: object) -> list[Adoption]:
    rules = parse_mapping(CATALOG, ENTRY)
    groups = group_files(paths, ENTRY, rules)
    return list(write_documents(groups, ENTRY, rules, out, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["in-place", "copy", "move", "hardlink"])
def test_files_come_to_their_documents(mode: str, frame: Frame, tmp_path: Path) -> None:
    path, out = frame("raw/a.fits", TILE=7), tmp_path / "out"
    before = path.read_bytes()
    (made,) = write([path], out, mode=mode)
    assert made.result == "adopted"
    assert made.document == out / f"DpdMerFinalCatalog__{made.id}.xml"
    assert validate(made.document).ok
    file = out / "data/a.fits"
    assert file.read_bytes() == before
    assert file.is_symlink() == (mode == "in-place")
    assert path.exists() == (mode != "move")
    assert (path.exists() and path.samefile(file)) == (mode in {"in-place", "hardlink"})


def test_files_that_lie_there_stay(frame: Frame, tmp_path: Path) -> None:
    path = frame("out/data/a.fits", TILE=7)
    (made,) = write([path], tmp_path / "out", mode="move")
    assert made.ok
    assert path.is_file()
    assert not path.is_symlink()


def test_the_same_again_is_there_already(frame: Frame, tmp_path: Path) -> None:
    path, out = frame(TILE=7), tmp_path / "out"
    (first,), (again,) = write([path], out), write([path], out)
    assert (first.result, again.result) == ("adopted", "there already")
    assert again.document == first.document
    assert len(list(out.glob("*.xml"))) == 1


def test_one_that_cannot_be_made_does_not_keep_others_out(frame: Frame, tmp_path: Path) -> None:
    (tmp_path / "c.fits").write_text("no FITS")
    paths = [frame("a.fits", TILE=7), frame("b.fits"), tmp_path / "c.fits"]
    good, lacking, bad = write(paths, tmp_path / "out")
    assert [one.result for one in (good, lacking, bad)] == ["adopted", "incomplete", "refused"]
    assert lacking.gaps[0].path == "Data.TileIndex"
    assert "c.fits" in str(bad.error)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [good.document.name, "data"]
    assert [p.name for p in (tmp_path / "out/data").iterdir()] == ["a.fits"]


def test_two_files_of_one_name_do_not_overwrite(frame: Frame, tmp_path: Path) -> None:
    paths = [frame("1/a.fits", TILE=7), frame("2/a.fits", TILE=8)]
    first, second = write(paths, tmp_path / "out")
    assert first.ok
    assert "is there already" in str(second.error)
    assert (tmp_path / "out/data/a.fits").samefile(paths[0])


def test_a_file_that_vanishes_does_not_keep_others_out(
    frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [frame("a.fits", TILE=7), frame("b.fits", TILE=8)]
    checksum = record.file_checksum

    def vanish(path: Path, method: str) -> str:
        paths[0].unlink(missing_ok=True)
        return checksum(path, method)

    monkeypatch.setattr(record, "file_checksum", vanish)
    gone, good = write(paths, tmp_path / "out")
    assert "a.fits: cannot be read: No such file" in str(gone.error)
    assert good.ok


def test_a_rehearsal_writes_nothing(frame: Frame, tmp_path: Path) -> None:
    (made,) = write([frame(TILE=7)], tmp_path / "out", rehearse=True)
    assert made.result == "adopted"
    assert not (tmp_path / "out").exists()


def test_an_invalid_product_is_not_written(frame: Frame, tmp_path: Path) -> None:
    path = frame(TILE=7)
    path.write_bytes(path.read_bytes()[:-100])
    (made,) = write([path], tmp_path / "out")
    assert made.result == "refused"
    assert "a.fits" in str(made.error)
    assert not (tmp_path / "out").exists()


def test_outcomes_are_ready_for_json(frame: Frame, tmp_path: Path) -> None:
    (made,) = write([frame("b.fits")], tmp_path / "out")
    said = made.to_dict()
    assert list(said)[:5] == ["id", "product", "version", "dataset", "document"]
    assert said["gaps"][0]["message"] == "TILE is missing"
    assert said["files"] == [str(tmp_path / "b.fits")]
