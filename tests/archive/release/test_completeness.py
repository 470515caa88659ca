"""What a release or dataset has, and lacks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dpkit.cli.root import root
from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive import Archive
from dpkit_archive.release.completeness import Completeness
from dpkit_archive.release.picture import picture, save_picture

FRAME, CATALOG = "DpdNirCalibratedFrame", "DpdNirExposureCatalog"
FACTORS, DARK = "DpdNirRelPhotoExpCalibration", "DpdNirMasterDark"
TWO = {"expect": [CATALOG, FACTORS]}


@pytest.fixture
def filled(archive: Archive, make, spoil) -> Archive:
    """Return an archive: catalogues of observations 5, 6 and 7, factors of 5 and bad ones of 6."""
    for observation, filter, exposure in (
        (5, "NIR_J", 1),
        (5, "NIR_J", 2),
        (6, "NIR_J", 1),
        (7, "NIR_H", 1),
    ):
        id = f"C{observation}{filter[-1]}{exposure}"
        archive.register(make.catalog(observation, exposure, filter=filter, id=id))
    archive.register(make.factors(observation=5, id="F5"))
    bad = {"begin": "2026-04-01T00:00:00Z", "end": "2026-04-02T00:00:00Z"}
    archive.register(make.factors(**bad, observation=6, id="F6"))
    spoil(archive, "F6")
    return archive


def test_the_matrix_of_a_dataset(filled: Archive) -> None:
    found = filled.completeness("main", by=["observation", "filter"], **TWO)
    assert found.rows == (
        ((5, "NIR_J"), ("present", "present")),
        ((6, "NIR_J"), ("present", "INVALID")),
        ((7, "NIR_H"), ("present", "missing")),
    )
    assert found.counts == {"present": 4, "missing": 1, "INVALID": 1}
    assert not found.is_complete
    assert found.to_rows(lacking=True)[0] == {
        "observation": 6,
        "filter": "NIR_J",
        CATALOG: "present",
        FACTORS: "INVALID",
        "lacking": [
            {"product": FACTORS, **dict.fromkeys(("run", "call", "task", "exit", "error"))}
        ],
    }


def test_a_good_version_counts_whatever_the_others_are(filled: Archive, make) -> None:
    filled.register(
        make.factors(
            observation=6,
            id="F6b",
            values=(1.0, 1.1),
            begin="2026-04-01T00:00:00Z",
            end="2026-04-02T00:00:00Z",
        )
    )
    found = filled.completeness(["main"], by=["observation"], **TWO)
    assert dict(found.rows)[(6,)] == ("present", "present")


def test_a_release_has_what_its_members_are(filled: Archive, spoil) -> None:
    made = filled.create_release("DR1", ["C5J1", "F5", "C7H1"])
    found = made.completeness(by=["observation"], **TWO)
    assert found.rows == (((5,), ("present", "present")), ((7,), ("present", "missing")))
    # What there should be is said by all the archive.
    found = made.completeness(by=["observation"], **TWO, over=CATALOG)
    assert dict(found.rows)[(6,)] == ("missing", "missing")
    spoil(filled, "F5")
    assert made.completeness(by=["observation"], **TWO).rows[0] == ((5,), ("present", "INVALID"))
    made.remove(["C7H1"])
    assert len(made.completeness(by=["observation"], **TWO).rows) == 1


def test_a_key_with_several_values_counts_for_each(archive: Archive, make) -> None:
    archive.register(make.frame(5, 1, detectors=["DET11", "DET12"]))
    archive.register(make.catalog(5, 1, detectors=["DET12"]))
    found = archive.completeness("main", by=["observation", "detector"], expect=[FRAME, CATALOG])
    assert found.rows == (
        ((5, "DET11"), ("present", "missing")),
        ((5, "DET12"), ("present", "present")),
    )


def test_a_product_without_a_key_counts_for_all_its_values(filled: Archive, make) -> None:
    filled.register(make.dark(filter="NIR_J"))
    found = filled.completeness("main", by=["observation", "filter"], expect=[CATALOG, DARK])
    assert [states[1] for _, states in found.rows] == ["present", "present", "missing"]
    with pytest.raises(
        ArchiveError, match=r"no expected product has observation and filter.*--over"
    ):
        filled.completeness("main", by=["observation", "filter"], expect=[DARK])
    found = filled.completeness("main", by=["observation", "filter"], expect=[DARK], over=CATALOG)
    assert [values for values, _ in found.rows] == [(5, "NIR_J"), (6, "NIR_J"), (7, "NIR_H")]


def test_keys_that_the_defining_product_lacks_come_from_the_expected_ones(
    filled: Archive, make
) -> None:
    filled.register(make.dark(filter="NIR_Y"))
    found = filled.completeness("main", by=["filter", "observation"], expect=[FACTORS], over=DARK)
    # Filters of the darks, each with the observations of the factors.
    assert [values for values, _ in found.rows] == [("NIR_Y", 5), ("NIR_Y", 6)]


def test_bad_products_define_nothing(filled: Archive, spoil) -> None:
    spoil(filled, "C7H1")
    found = filled.completeness("main", by=["observation"], expect=[FACTORS], over=CATALOG)
    assert [values for values, _ in found.rows] == [(5,), (6,)]


def test_datasets_are_told_apart(filled: Archive, make) -> None:
    filled.register(make.catalog(9, 1, dataset="test"))
    assert [v for v, _ in filled.completeness("test", by=["observation"], **TWO).rows] == [(9,)]
    both = filled.completeness(["main", "test"], by=["observation"], **TWO)
    assert [values for (values,), _ in both.rows] == [5, 6, 7, 9]
    made = filled.create_release("DR1", ["C5J1"])
    found = made.completeness(by=["observation"], **TWO, over=CATALOG, dataset=["test"])
    assert [values for values, _ in found.rows] == [(9,)]


def test_what_is_unknown_is_named(filled: Archive) -> None:
    for asked, message in (
        (
            {"by": ["observatoin"], "expect": [CATALOG]},
            "no key is named 'observatoin'.*observation",
        ),
        ({"by": ["observation"], "expect": ["DpdNirExposureCatalogue"]}, "DpdNirExposureCatalog"),
        ({"by": ["observation"], "expect": [CATALOG], "over": "Dpd"}, "'Dpd'"),
    ):
        with pytest.raises(NotFoundError, match=message):
            filled.completeness("main", **asked)
    with pytest.raises(NotFoundError, match="no dataset named"):
        filled.completeness("mian", by=["observation"], **TWO)
    with pytest.raises(ArchiveError, match="has none of the keys tile"):
        filled.completeness("main", by=["tile"], expect=[CATALOG])


def run(url: str, *words: object, status: int = 0) -> tuple[str, str]:
    command = ["archive", "release", "completeness", "--archive", url, *map(str, words)]
    result = CliRunner().invoke(root, command)
    assert result.exit_code == status, result.output
    return result.stdout, result.stderr


def test_the_command_prints_and_draws(filled: Archive, url: str, tmp_path: Path) -> None:
    drawn = tmp_path / "matrix.png"
    words = (
        "--dataset",
        "main",
        "--by",
        "observation,filter",
        "--expect",
        CATALOG,
        "--expect",
        FACTORS,
    )
    out, err = run(url, *words, "--format", "json", "--plot", drawn)
    assert [row[FACTORS] for row in json.loads(out)] == ["present", "INVALID", "missing"]
    assert err == "3 combinations of observation, filter: 4 present, 1 missing, 1 INVALID\n"
    assert drawn.read_bytes().startswith(b"\x89PNG")
    out, _ = run(url, *words, "--format", "csv", "--lacking", "--strict", status=1)
    assert out.splitlines()[0] == f"observation,filter,{CATALOG},{FACTORS},lacking"
    assert len(out.splitlines()) == 3
    before = drawn.read_bytes()
    assert "exists already" in run(url, *words, "--plot", drawn, status=1)[1]
    assert drawn.read_bytes() == before
    filled.create_release("DR1", ["C5J1", "F5"])
    run(url, "DR1", *words[2:], "--strict")
    run(url, *words[2:], status=2)
    run(url, "DR1", *words, status=2)
    run(url, "DR1", "--by", ",", "--expect", CATALOG, status=2)


@pytest.mark.parametrize("tiles", [1, 3, 401, 1000])
def test_the_picture_shows_the_worst_of_the_tiles_that_share_a_line(tiles: int) -> None:
    rows = tuple(
        ((tile, band), ("missing" if (tile, band) == (tiles - 1, "H") else "present", "INVALID"))
        for tile in range(tiles)
        for band in ("H", "J")
    )
    found = Completeness(by=("tile", "filter"), expected=("DpdA", "DpdB"), rows=rows)
    panels = picture(found).axes
    assert [axes.get_title(loc="left") or axes.get_title() for axes in panels] == ["DpdA", "DpdB"]
    first, second = (np.asarray(axes.images[0].get_array()) for axes in panels)
    assert len(first) <= 400
    assert (np.argwhere(first == 2) == [[len(first) - 1, 0]]).all()
    assert (first == 0).sum() == first.size - 1
    assert (second == 1).all()
    assert [label.get_text() for label in panels[0].get_xticklabels()] == ["H", "J"]


def test_the_picture_says_what_its_blanks_are() -> None:
    rows = tuple(((tile, band), ("present",)) for tile in (1, 2) for band in ("NIR_J", "NIR_H"))

    def labels(rows) -> list[str]:
        found = Completeness(by=("tile", "filter"), expected=("DpdA",), rows=rows)
        (legend,) = picture(found).legends
        return [one.get_text() for one in legend.get_texts()]

    assert labels(rows) == ["present (4)", "INVALID (0)", "missing (0)"]
    assert labels(rows[1:])[-1] == "no such combination"


def test_an_empty_matrix_can_be_drawn(tmp_path: Path) -> None:
    save_picture(Completeness(by=("tile",), expected=("DpdA",), rows=()), tmp_path / "empty.png")
    assert (tmp_path / "empty.png").stat().st_size


def test_a_picture_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    found = Completeness(by=("tile",), expected=("DpdA",), rows=(((1,), ("present",)),))
    with pytest.raises(ArchiveError, match="cannot be written"):
        save_picture(found, tmp_path / "matrix.nothing")
    assert list(tmp_path.iterdir()) == []
