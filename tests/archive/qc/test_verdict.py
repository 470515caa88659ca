"""Decisions on blocks: who may decide what, what becomes valid, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import dpkit_archive
from dpkit.errors import ArchiveError
from dpkit_archive import Archive
from dpkit_archive.qc.configuration import shipped_configuration
from dpkit_archive.qc.error import QualityError

from .conftest import Flats

Run = Callable[..., Result]
BLOCK, MASTER, BAD = "AB_R0_1090", "MASTER_R0_1090", "BPM_R0_1090"


@pytest.fixture
def judge(archive: Archive, flats: Flats) -> Callable[..., Archive]:
    """Return a function that registers a block with its products, and scores it."""

    def make(*, day: float = 0.0, score: bool = True, **values: Any) -> Archive:
        documents = [flats.block(day), flats.quality(day, **values), flats.master(day)]
        archive.register_all(documents)
        if score:
            archive.register(shipped_configuration("crires_flat"))
            archive.score(archive.score_configuration("crires_flat"))
        return archive

    return make


def ranges(archive: Archive, product: str = MASTER) -> list[str]:
    """Return the states of the ranges of a product, but for what it proposes."""
    return [one["state"] for one in archive.show(product).validity if one["state"] != "proposed"]


def outcomes(archive: Archive, purpose: str | None = None) -> dict[str, tuple[str, Any, Any]]:
    found = archive.block_quality(BLOCK, purpose=purpose).reasons
    return {one.name: (one.outcome, one.value, one.beside) for one in found}


def test_the_states_of_a_block(archive: Archive, flats: Flats) -> None:
    archive.register(flats.block())
    assert archive.block_quality(BLOCK).state == "new"
    archive.register_all([flats.quality(), flats.master()])
    found = archive.block_quality(BLOCK)
    assert (found.state, [one.id for one in found.block.calibrations]) == ("measured", [MASTER])
    archive.register(shipped_configuration("crires_flat"))
    archive.score(archive.score_configuration("crires_flat"))
    found = archive.block_quality(BLOCK)
    assert (found.state, found.total.red, found.total.scored) == ("scored", 0, 2)
    assert found.totals()[2] == {"detector": "3", "red": 0, "scored": 2}


def test_only_a_certified_flat_has_a_range(judge: Callable[..., Archive]) -> None:
    archive = judge()
    assert ranges(archive) == []
    made = archive.decide(BLOCK, "certified", reason="looked at", actor="NB")
    assert (made.state, made.actor, made.mode) == ("certified", "NB", "manual")
    assert ranges(archive) == ["granted"]
    assert archive.product(MASTER).status == "valid"
    archive.decide(BLOCK, "rejected", reason="lamp", actor="XY")
    assert ranges(archive) == ["retired"]
    assert archive.product(MASTER).status == "rejected"
    archive.decide(BLOCK, "certified", reason="it was fine", actor="NB")
    assert ranges(archive) == ["retired", "granted"]
    history = archive.block_quality(BLOCK).history
    assert [(one.state, one.actor, one.reason) for one in history] == [
        ("certified", "NB", "looked at"),
        ("rejected", "XY", "lamp"),
        ("certified", "NB", "it was fine"),
    ]
    assert [len(one.snapshot["scores"]) for one in history] == [12] * 3
    # The row stays in the table: what was rejected is the calibration, not its measure.
    assert len(archive.qc_table("crires_flat").rows()["row"]) == 4


def test_what_was_measured_with_the_master_is_of_the_block_too(
    judge: Callable[..., Archive], flats: Flats
) -> None:
    archive = judge()
    # A map that no measure of the block names is of something else, whatever its master.
    other = flats.bad_pixels(1.0, master=MASTER)
    archive.register_all([flats.bad_pixels(), other])
    archive.decide(BLOCK, "certified", reason="looked at")
    assert [ranges(archive, name) for name in (MASTER, BAD)] == [["granted"], ["granted"]]
    assert ranges(archive, other.stem.partition("__")[2]) == []
    archive.decide(BLOCK, "rejected", reason="lamp")
    assert [ranges(archive, name) for name in (MASTER, BAD)] == [["retired"], ["retired"]]


def test_rejecting_closes_the_range_of_an_earlier_version_too(
    judge: Callable[..., Archive], flats: Flats
) -> None:
    archive = judge()
    archive.decide(BLOCK, "certified", reason="looked at")
    archive.register(flats.master(combination="median", id="MASTER_2"))
    assert archive.block_quality(BLOCK).state == "scored"
    archive.decide(BLOCK, "rejected", reason="lamp")
    assert (ranges(archive), ranges(archive, "MASTER_2")) == (["retired"], [])
    assert [archive.product(one).status for one in (MASTER, "MASTER_2")] == ["rejected"] * 2


def test_a_block_that_was_made_anew_is_certified_anew(
    judge: Callable[..., Archive], flats: Flats
) -> None:
    archive = judge()
    archive.decide(BLOCK, "certified", reason="looked at")
    archive.register(flats.master(combination="median", id="MASTER_2"))
    archive.decide(BLOCK, "certified", reason="better")
    assert (ranges(archive), ranges(archive, "MASTER_2")) == (["retired"], ["granted"])
    found = archive.block_quality(BLOCK)
    assert (found.state, [one.reason for one in found.history]) == (
        "certified",
        ["looked at", "better"],
    )


def test_a_superseded_flat_keeps_its_range_and_a_retired_one_does_not(
    judge: Callable[..., Archive],
) -> None:
    archive = judge()
    archive.decide(BLOCK, "certified", reason="a")
    archive.decide(BLOCK, "superseded", reason="b")
    assert ranges(archive) == ["granted"]
    archive.decide(BLOCK, "retired", reason="c")
    assert ranges(archive) == ["retired"]


def test_what_cannot_be_decided(
    judge: Callable[..., Archive], state: Callable[..., Any], flats: Flats
) -> None:
    archive = judge(score=False)
    before = state(archive)
    for decision, reason, message in (
        ("certified", "x", r"is measured, and cannot become certified \(score it first"),
        ("retired", "x", "cannot become retired"),
        ("rejected", " ", "a decision has a reason"),
    ):
        with pytest.raises(QualityError, match=message):
            archive.decide(BLOCK, decision, reason=reason)
    with pytest.raises(QualityError, match="is a DpdCriresMasterFlat, not a block"):
        archive.decide(MASTER, "rejected", reason="x")
    assert state(archive) == before


def test_a_block_with_all_scores_green_is_certified_without_being_looked_at(
    judge: Callable[..., Archive],
) -> None:
    archive = judge()
    made = archive.decide(BLOCK, "certified", automatic=True, actor="cron")
    assert (made.mode, made.reason) == ("automatic", "all scores are 0")
    assert ranges(archive) == ["granted"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"MeanFlux": 1000.0}, "1 of 2 scores are red"),
        ({"MeanFlux": None}, "mean_flux is not scored: not measured"),
        ({"setting": "1500.000_25.000_Halogen"}, "nothing is scored"),
        ({"HighLevel": 10001.0}, "maximum-flux"),
    ],
)
def test_a_block_that_somebody_must_look_at(
    archive: Archive, flats: Flats, state: Callable[..., Any], values: Any, message: str
) -> None:
    given = {name: values[name] for name in values if name == "setting"}
    archive.register_all([flats.block(**given), flats.quality(**values), flats.master(**given)])
    archive.register(shipped_configuration("crires_flat"))
    archive.score(archive.score_configuration("crires_flat"))
    block = f"AB_{flats.raw(0.0, values.get('setting', '1090.4'))}"
    before = state(archive)
    with pytest.raises(QualityError, match=f"is to be looked at: .*{message}"):
        archive.decide(block, "certified", automatic=True)
    assert state(archive) == before
    archive.decide(block, "certified", reason="a person may")


def test_a_hidden_row_is_looked_at(judge: Callable[..., Archive]) -> None:
    archive = judge(score=False)
    (row,) = archive.qc_table("crires_flat").rows({"detector": 1}, ["row"])["row"]
    archive.hide_rows([int(row)], reason="stray light")
    archive.register(shipped_configuration("crires_flat"))
    archive.score(archive.score_configuration("crires_flat"))
    with pytest.raises(QualityError, match="a row is hidden: stray light"):
        archive.decide(BLOCK, "certified", automatic=True)
    archive.decide(BLOCK, "certified", reason="a person may")


def test_what_was_measured_later_is_looked_at(judge: Callable[..., Archive], flats: Flats) -> None:
    archive = judge()
    archive.register(flats.quality(id="QC_2", MeanFlux=510.0))
    with pytest.raises(QualityError, match=r"is measured, and cannot become certified"):
        archive.decide(BLOCK, "certified", automatic=True)


def test_reasons_to_reject(judge: Callable[..., Archive]) -> None:
    archive = judge(detectors={1: {}, 2: {"HighLevel": 10000.0, "MaximumLevel": 12000.0}})
    assert outcomes(archive)["maximum-flux"] == ("fine", 10000.0, 12000.0)
    assert outcomes(archive)["snr"][0] == "not-applicable"
    assert outcomes(archive, "science")["snr"] == ("fine", 400.0, None)


def test_too_low_a_ratio_is_a_reason_for_science_alone(judge: Callable[..., Archive]) -> None:
    archive = judge(detectors={3: {"MedianSNR": 249.0}, 4: {"HighLevel": 10000.5}})
    assert outcomes(archive)["snr"][0] == "not-applicable"
    assert outcomes(archive, "science")["snr"] == ("rejects", 249.0, None)
    assert outcomes(archive)["maximum-flux"] == ("rejects", 10000.5, 9000.0)
    # A reason is never a score.
    assert archive.block_quality(BLOCK, purpose="science").total.red == 0


def test_two_frames_have_no_ratio(judge: Callable[..., Archive]) -> None:
    nothing = dict.fromkeys(("MedianSNRRaw", "MedianSNR", "MedianSNRSingle"))
    archive = judge(frames=2, **nothing)
    assert outcomes(archive, "science")["snr"] == ("not-evaluable", None, None)
    made = archive.decide(BLOCK, "certified", automatic=True, purpose="science")
    assert made.snapshot["reasons"][0]["outcome"] == "not-evaluable"


def test_nothing_is_kept_when_a_range_cannot_be_granted(
    judge: Callable[..., Archive], state: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = judge()
    before = state(archive)

    def refuse(*_: object) -> None:
        raise ArchiveError("injected")

    monkeypatch.setattr("dpkit_archive.qc.verdict.certify_within", refuse)
    with pytest.raises(ArchiveError, match="injected"):
        archive.decide(BLOCK, "certified", reason="x")
    assert state(archive) == before


def test_scores_of_what_a_newer_schema_renamed_stand(
    judge: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = judge()

    def refuse(*_: object) -> None:
        raise ArchiveError("the table has no parameter 'mean_flux'")

    monkeypatch.setattr("dpkit_archive.qc.configuration.check_configuration", refuse)
    with pytest.raises(ArchiveError, match="has no parameter"):
        archive.score_configuration("crires_flat")
    archive.decide(BLOCK, "certified", reason="looked at")
    archive.decide(BLOCK, "rejected", reason="lamp")
    assert ranges(archive) == ["retired"]


def test_the_commands(judge: Callable[..., Archive], qc: Run, tmp_path: Path) -> None:
    archive = judge()
    options = ("--reason", "fine", "--actor", "NB", "--record", str(tmp_path))
    made = qc("certify", BLOCK, *options, "--purpose", "science", "--format", "json")
    assert made.exit_code == 0, made.output
    (row,) = json.loads(made.stdout)
    assert (row["state"], row["actor"], row["snr"]) == ("certified", "NB", "fine")
    (record,) = tmp_path.glob("DpdQcCertificationRecord__*.xml")
    assert archive.register(record).created
    assert qc("reject", BLOCK).exit_code == 1
    assert qc("reject", BLOCK, "--reason", "lamp").exit_code == 0
    shown = qc("show", BLOCK)
    assert shown.stdout.startswith(f"{BLOCK} is rejected: 0 of 2 scores red")
    whole = json.loads(qc("show", BLOCK, "--format", "json").stdout)
    assert [one["state"] for one in whole["history"]] == ["certified", "rejected"]
    assert whole["automatic"] == "yes"
    assert qc("retire", BLOCK, "--reason", "x").exit_code == 1
    assert qc("supersede", BLOCK, "--reason", "x").exit_code == 1


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_copy_has_rows_scores_and_decisions(
    judge: Callable[..., Archive], url: str, tmp_path: Path
) -> None:
    archive = judge()
    archive.decide(BLOCK, "certified", reason="fine")
    archive.ingest_rows("crires_flat", [{"mjd_obs": 54321.5, "mean_flux": 1.5}])
    target = str(tmp_path / "copy.sqlite")
    dpkit_archive.copy(url, target)
    with dpkit_archive.open(target) as copied:
        assert copied.block_quality(BLOCK) == archive.block_quality(BLOCK)
        here, there = (one.qc_table("crires_flat").rows() for one in (copied, archive))
        assert {n: [str(v) for v in a] for n, a in here.items()} == {
            n: [str(v) for v in a] for n, a in there.items()
        }
        assert len(here["row"]) == 5


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_package_has_rows_and_no_scores_or_decisions(
    judge: Callable[..., Archive], tmp_path: Path
) -> None:
    archive = judge()
    archive.decide(BLOCK, "certified", reason="fine")
    archive.ingest_rows("crires_flat", [{"mjd_obs": 54321.5, "mean_flux": 1.5}])
    rows = archive.qc_table("crires_flat").rows({"detector": 1}, ["row", "product"])
    archive.hide_rows([int(rows["row"][0])], reason="stray light")
    package = archive.export(tmp_path / "package", [BLOCK, MASTER, *rows["product"]]).path
    with dpkit_archive.create(str(tmp_path / "other.sqlite")) as other:
        other.import_package(package)
        assert len(other.qc_table("crires_flat").rows()["row"]) == 4
        found = other.block_quality(BLOCK)
        assert (found.state, found.scores, found.history) == ("measured", (), ())
        assert ranges(other) == ["granted"]
