"""Reports of validity: ranges, gaps, overlaps, who has no range, and the picture of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.validity.ledger import BLAZE, FACTORS, FLAT, HOUR, T1, T2, T3, T4, T5, J

from dpkit.cli.root import root
from dpkit.errors import ArchiveError, NotFoundError
from dpkit.tai import FOREVER, NEVER
from dpkit_archive import Archive, Stretch
from dpkit_archive.coverage import ValidityReport, covered
from dpkit_archive.policy import closest
from dpkit_archive.timeline import Held

H = {"filter": "NIR_H"}


@pytest.fixture
def filled(archive: Archive, enter) -> Archive:
    """Return an archive with everything that a report may tell of."""
    enter("A", (T1, T2))
    enter("B", (T3, T4))
    enter("C", (T4, FOREVER), keys=H)
    enter("D", (T1, T5))
    enter("E", (T1, T5), status="invalid")
    enter("F", (T1, T5))
    archive.certify(["A", "B", "C"])
    archive.certify("D", calibration_set="nightly", begin=T2, end=T5, create_set=True)
    archive.certify("F", begin=T5, end=FOREVER)
    archive.decertify("F")
    return archive


def told(archive: Archive, *sets: str, **options) -> list[tuple]:
    report = archive.validity_report(FACTORS, calibration_set=sets, **options)
    return [
        (one.what, one.calibration_set, one.selection.removeprefix("filter="), one.id)
        for one in report.stretches
    ]


def test_a_report_tells_ranges_gaps_and_who_has_none(filled: Archive) -> None:
    assert told(filled) == [
        ("range", "main", "NIR_H", "C"),
        ("range", "main", "NIR_J", "A"),
        ("gap", "main", "NIR_J", None),
        ("range", "main", "NIR_J", "B"),
        ("never certified", None, "NIR_J", "D"),
        ("without range", None, "NIR_J", "E"),
        ("without range", None, "NIR_J", "F"),
    ]
    (gap,) = filled.validity_report(FACTORS).those("gap")
    assert (gap.begin, gap.end, gap.to_dict()["length"]) == (T2, T3, "1 h")
    reasons = {
        one.id: one.reason for one in filled.validity_report(FACTORS).stretches if one.reason
    }
    assert reasons == {
        "D": "it proposes a range, which was never certified",
        "E": "its status is invalid",
        "F": "its range was retired by event 12",
    }


def test_of_several_sets_it_tells_what_an_earlier_one_hides(filled: Archive) -> None:
    both = [one for one in told(filled, "nightly", "main") if one[2] == "NIR_J"]
    assert both[:5] == [
        ("range", "nightly", "NIR_J", "D"),
        ("range", "main", "NIR_J", "A"),
        ("gap", "main", "NIR_J", None),
        ("range", "main", "NIR_J", "B"),
        ("hidden", "main", "NIR_J", "B"),
    ]
    report = filled.validity_report(FACTORS, calibration_set=["main", "nightly"])
    (hidden,) = report.those("hidden")
    assert (hidden.id, hidden.begin, hidden.end) == ("D", T3, T4)
    assert hidden.reason == "B of set 'main' answers"


def test_keys_narrow_a_report(filled: Archive) -> None:
    assert told(filled, keys=H) == [("range", "main", "NIR_H", "C")]
    with pytest.raises(ArchiveError, match="not chosen by observation"):
        told(filled, keys={"observation": 1})
    with pytest.raises(NotFoundError, match="no calibration set named 'x'"):
        told(filled, "x")


def test_overlaps_in_a_set_are_told(archive: Archive, enter, force, rows, engine: str) -> None:
    from dpkit_archive.trigger import OVERLAP

    for name, begin, end in (("A", T1, T5), ("B", T5, FOREVER), ("C", T1 - 1, T1)):
        enter(name, (begin, end))
        archive.certify(name)
    if engine == "sqlite":
        rows("DROP TRIGGER validity_overlap_update")
    else:
        rows(f'ALTER TABLE validity DROP CONSTRAINT "{OVERLAP}"')
    rows("UPDATE validity SET begin_ns = :begin, end_ns = :end WHERE number = 2", begin=T2, end=T3)
    (overlap,) = archive.validity_report(FACTORS).those("overlap")
    assert (overlap.id, overlap.begin, overlap.end, overlap.reason) == (
        "B",
        T2,
        T3,
        "A holds it, too",
    )


def test_instants_answer_until_the_next_one(archive: Archive, enter) -> None:
    keys = {"detector": "WFI01", "filter": "F158", "calibration": "c"}
    for name, at in (("R1", T1), ("R3", T3)):
        enter(name, (at, at + 1), product=FLAT, keys=keys)
        archive.certify(name)
    report = archive.validity_report(FLAT)
    assert [(one.id, one.begin, one.end) for one in report.stretches] == [
        ("R1", T1, T3),
        ("R3", T3, FOREVER),
    ]


def test_the_closest_answers_from_middle_to_middle(archive: Archive, enter) -> None:
    day = 86_400 * 10**9
    for name, at in (("S1", T1), ("S2", T1 + 2 * day), ("S3", T1 + 30 * day)):
        enter(name, (at, at + 1), product=BLAZE, keys={"fiber": "AB"})
        archive.certify(name)
    report = archive.validity_report(BLAZE)
    assert [(one.what, one.begin, one.end) for one in report.stretches] == [
        ("range", T1 - 7 * day, T1 + day),
        ("range", T1 + day, T1 + 9 * day + 1),
        ("gap", T1 + 9 * day + 1, T1 + 23 * day),
        ("range", T1 + 23 * day, T1 + 37 * day + 1),
    ]


def stretch(at: int) -> Stretch:
    return Stretch(
        what="range", calibration_set="s", selection="", begin=at, end=at + 1, id=str(at), version=1
    )


@given(
    instants=st.lists(st.integers(-30, 30), unique=True, min_size=1, max_size=6),
    most=st.none() | st.integers(0, 20),
)
def test_what_a_report_says_of_the_closest_is_what_is_chosen(
    instants: list[int], most: int | None
) -> None:
    held = [Held(str(one), 1, one, one + 1) for one in sorted(instants)]
    told = covered("closest", [stretch(one) for one in sorted(instants)], most)
    for at in range(-55, 56):
        begun = [one for one in held if one.begin <= at][-1:]
        coming = [one for one in held if one.begin > at][:1]
        chosen = [one.id for one in closest(begun, coming, at, at, most)]
        assert [one.id for one in told if one.begin <= at < one.end] == chosen
    if most is None:
        assert (told[0].begin, told[-1].end) == (NEVER, FOREVER)


# The commands


@pytest.fixture
def run(url: str):
    """Return a function that runs a command of the archive."""

    def command(*words: object):
        return CliRunner().invoke(
            root, ["archive", *map(str, words)], env={"DPKIT_ARCHIVE": url}, catch_exceptions=False
        )

    return command


def test_the_report_is_printed_and_drawn(filled: Archive, run, tmp_path: Path) -> None:
    done = run("validity", "report", FACTORS, "--format", "csv")
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["what"] for row in rows][:3] == ["range", "range", "gap"]
    assert "range: 3, gap: 1, never certified: 1, without range: 2" in done.stderr
    picture = tmp_path / "v.png"
    done = run(
        "validity", "report", FACTORS, "--set", "nightly", "--set", "main", "--plot", picture
    )
    assert done.exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    done = run("validity", "report", FACTORS, "--plot", picture)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "v.png: exists already (give another name)" in done.stderr
    done = run("validity", "report", FACTORS, "--filter", "NIR_H", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert (row["id"], row["valid_until"], row["length"]) == ("C", "9999-12-31T23:59:59Z", None)
    done = run("validity", "report", FACTORS, "--plot", tmp_path / "v.txt")
    assert done.exit_code == 1
    assert "is no picture (end its name with .png, .svg or .pdf)" in done.stderr


def test_the_picture_has_a_line_for_each_set_and_selection(filled: Archive) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import date2num, num2date

    from dpkit_archive.coverageplot import plot_validity

    figure = plot_validity(filled.validity_report(FACTORS, calibration_set=["nightly", "main"]))
    (axes,) = figure.axes
    FigureCanvasAgg(figure).draw()
    assert axes.xaxis.get_major_formatter().get_offset().startswith("2026-")
    labels = [one.get_text() for one in axes.get_yticklabels()]
    assert labels == [
        "nightly  filter=NIR_J",
        "main  filter=NIR_H",
        "main  filter=NIR_J",
    ]
    (legend,) = figure.legends
    names = [one.get_text() for one in legend.get_texts()]
    assert names == ["valid in nightly", "valid in main", "gap", "hidden by an earlier set"]
    first, last = (num2date(one) for one in axes.get_xlim())
    assert date2num(first) < date2num(last)
    assert (first.hour, first.minute, last.hour) == (12, 50, 17)
    empty = plot_validity(filled.validity_report(BLAZE))
    assert empty.axes[0].get_yticklabels() == []
    assert [one.get_text() for one in empty.axes[0].texts] == ["nothing to report"]
    assert empty.axes[0].get_xticklabels() == []


def test_many_ranges_are_seen_in_the_picture() -> None:
    """A range a day for three years, each narrower than an edge would be."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from dpkit_archive.coverageplot import plot_validity

    said = {"what": "range", "calibration_set": "main", "selection": "filter=NIR_J", "id": "A"}
    stretches = tuple(
        Stretch(**said, begin=T1 + day * 24 * HOUR, end=T1 + (day + 1) * 24 * HOUR)
        for day in range(1000)
    )
    report = ValidityReport(
        product=FACTORS, policy="valid-at", event=1, sets=("main",), stretches=stretches
    )
    canvas = FigureCanvasAgg(plot_validity(report))
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].reshape(-1, 3)
    blue = (np.abs(pixels.astype(int) - (0x4C, 0x78, 0xA8)).max(axis=1) < 30).mean()
    assert blue > 0.15


def test_nothing_in_the_picture_is_the_colour_of_its_paper(filled: Archive) -> None:
    from matplotlib.colors import to_rgb

    from dpkit_archive.coverageplot import plot_validity

    figure = plot_validity(filled.validity_report(FACTORS, calibration_set=["nightly", "main"]))
    (legend,) = figure.legends
    for patch in legend.get_patches():
        inked = patch.get_hatch() or to_rgb(patch.get_facecolor()) != (1.0, 1.0, 1.0)
        assert inked, patch.get_label()


def test_certify_and_decertify_from_the_shell(filled: Archive, run) -> None:
    done = run("certify", "D", "A", "--reason", "looked at", "--format", "json")
    assert done.exit_code == 1
    assert "overlaps" in done.stderr
    words = ("certify", "D", "--from", "2026-03-01T20:00:00Z", "--until", "forever")
    done = run(*words, "--dry-run")
    assert (done.exit_code, "nothing was kept" in done.stderr) == (0, True)
    done = run(*words, "--actor", "nb", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert (row["id"], row["set"], row["result"]) == ("D", "main", "certified")
    assert "stands already" in run(*words).stderr
    done = run("decertify", FACTORS, "--filter", "NIR_J", "--from", "2026-03-01T21:00:00Z")
    assert "D" in done.stdout
    done = run("decertify", "D", "--until", "2026-03-01T20:30:00Z", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert row["kept"] == [
        {"valid_from": "2026-03-01T20:30:00Z", "valid_until": "2026-03-01T21:00:00Z"}
    ]
    done = run("decertify", "E")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nothing of E is certified there: nothing changed" in done.stderr
    done = run("certify", "D", "--from", "2026-03-01T20:00:00")
    assert done.exit_code == 2
    assert "no zone" in done.stderr


def test_a_new_version_says_whose_ranges_it_takes(archive: Archive, enter, run) -> None:
    for number in (1, 2):
        enter(f"V{number}", identity="V")
        done = run("certify", f"V{number}")
    assert "V2 takes over from V1, whose ranges in the set are retired" in done.stderr


def test_calib_for_an_exposure_from_the_shell(filled: Archive, enter, run) -> None:
    enter("FRAME", None, product="DpdNirCalibratedFrame", keys=J, observed=(T3, T4))
    done = run("calib", FACTORS, "--for", "FRAME", "--format", "json")
    assert done.exit_code == 0
    (row,) = json.loads(done.stdout)
    assert (row["id"], row["policy"], row["given"], row["asked_keys"]) == (
        "B",
        "valid-at",
        False,
        J,
    )
    assert list(row)[:7] == [
        "id",
        "product",
        "version",
        "status",
        "dataset",
        "created",
        "document",
    ]
    done = run("calib", FACTORS, "--for", "FRAME", "--use", "A")
    assert "warning: A is given, and would not have been chosen: it is B" in done.stderr
    before = run("calib", FACTORS, "--for", "FRAME", "--as-of", "1")
    assert (before.exit_code, before.stdout) == (1, "")
    done = run("calib", FACTORS, "--filter", "NIR_J")
    assert done.exit_code == 2
    assert "give --at, --between or --for" in done.stderr
    done = run("calib", BLAZE, "--fiber", "AB", "--at", "2026-03-01T00:00:00Z", "--night", "204.53")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no DpdSpirouBlaze is registered" in done.stderr
