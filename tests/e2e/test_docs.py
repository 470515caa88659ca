"""What the documentation shows works, and what there is appears in it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from lxml import etree

import dpkit_archive
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.formats.check import check_described
from dpkit.formats.template import make_described
from dpkit.formats.wish import Wish
from dpkit.schema.annotation.formatlist import compile_formats
from dpkit.schema.dictionary import product_entry
from dpkit.schema.xsd.reader import read_schemas
from dpkit.validation.code import CODES
from dpkit_archive.health.code import FAULTS

from .conftest import finish

ROOT = Path(__file__).parents[2]


def commands(text: str) -> list[str]:
    """Return the commands of console blocks, without those that set up the environment."""
    found = [line.strip()[2:] for line in text.splitlines() if line.strip().startswith("$ ")]
    return [line for line in found if not line.startswith(". ")]


def shell(line: str, folder: Path) -> str:
    return finish(["bash", "-ec", line], cwd=folder).stdout


def test_the_tutorial_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs/tutorials/first-walk.rst").read_text()
    lines = commands(text)
    assert len(lines) >= 10
    printed = {line: shell(line, tmp_path) for line in lines}
    versions = next(out for line, out in printed.items() if "--all-versions" in line)
    assert len(re.findall(r"DpdNirCalibratedFrame\b", versions)) >= 2
    code = re.search(r"\.\. code-block:: python\n\n((?: {3}.*\n|\n)+)", text)
    assert code is not None
    script = tmp_path / "look.py"
    script.write_text(re.sub(r"(?m)^ {3}", "", code[1]))
    assert len(shell(f"{sys.executable} look.py", tmp_path).splitlines()) == 4


def test_how_to_validate_runs(tmp_path: Path) -> None:
    page = ROOT / "docs/howto/validate-what-arrives.rst"
    lines = commands(page.read_text())
    assert len(lines) >= 12
    for line in lines:
        shell(line, tmp_path)
    reports = json.loads((tmp_path / "report.json").read_text())
    printed = shell(f"{sys.executable} {page.with_name('validate.py')}", tmp_path)
    assert printed.splitlines() == [f"{report['product']} fits" for report in reports]
    assert etree.parse(tmp_path / "report.xml").getroot().get("tests") == str(len(reports))


def test_the_pipeline_how_to_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/write-a-pipeline.rst").read_text())
    assert len(lines) == 9
    printed = {line: shell(line, tmp_path) for line in lines}
    made = next(out for line, out in printed.items() if "--engine" in line)
    resumed = next(out for line, out in printed.items() if "resume" in line)
    assert resumed == made
    assert (tmp_path / "calibration.xml").is_file()
    assert len(list((tmp_path / "logs").iterdir())) == 6


def test_the_how_to_run_by_archive_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/run-tasks-by-archive.rst").read_text())
    assert len(lines) == 19
    printed = [shell(line, tmp_path) for line in lines]
    assert printed[3].count("made/") == 1
    taken, *made = printed[4].splitlines()
    assert "archive.files" in taken
    assert [name.startswith("made/") for name in made] == [True] * 3
    (call,) = json.loads((tmp_path / "plan.json").read_text())["calls"]
    assert call["outcome"] == "run"
    assert printed[12].count(" equal ") == 4
    assert printed[15] == "exit status 1\n"
    (late,) = (tmp_path / "late" / "runs").iterdir()
    assert printed[16].count(f"run {late.name}, call ") == 4
    assert printed[16].count("time-limit: task extract_exposure_catalog: ran longer than") == 4
    assert "missing" not in printed[18]


def test_the_task_how_to_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/write-a-task.rst").read_text())
    assert len(lines) == 3
    for line in lines:
        assert "NIR_extract_exposure_catalog" in shell(line, tmp_path)


def test_the_how_to_of_an_own_package_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = commands((ROOT / "docs/howto/write-a-pf.rst").read_text())
    assert len(lines) == 10
    for line in lines:
        if line.startswith("pip install"):  # without an index: the same by hand
            install(tmp_path / "dome")
            monkeypatch.setenv("PYTHONPATH", str(tmp_path / "dome"))
            continue
        printed = shell(line, tmp_path)
    assert "5 passed" in printed


def install(project: Path) -> None:
    """Make the entry points of a project known where it lies."""
    said = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    info = project / "dome_pf-1.0.dist-info"
    info.mkdir()
    groups = [
        "\n".join([f"[{group}]", *(f"{name} = {value}" for name, value in points.items())])
        for group, points in said["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join([*groups, ""]))


def test_the_how_to_find_products_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs/howto/find-products.rst").read_text()
    printed = {line: shell(line, tmp_path) for line in commands(text)}
    assert len(printed) >= 15
    for line, said in printed.items():
        if " find " in line and "--observation 8" not in line:
            assert "EUC_NIR_CAL-FRAME_7" in said, line
    code = re.search(r"\.\. code-block:: python\n\n((?: {3}.*\n|\n)+)", text)
    assert code is not None
    (tmp_path / "find.py").write_text(re.sub(r"(?m)^ {3}", "", code[1]))
    lines = shell(f"{sys.executable} find.py", tmp_path).splitlines()
    assert lines[0].startswith("EUC_NIR_CAL-FRAME_7_1_NIR_J")
    assert lines[1] == "4"


def test_the_how_to_adopt_runs(tmp_path: Path) -> None:
    page = ROOT / "docs/howto/adopt-existing-files.rst"
    text = page.read_text()
    lines = commands(text)
    assert len(lines) == 10
    shutil.copy(page.with_name("frames.toml"), tmp_path)
    printed = {line: shell(line, tmp_path) for line in lines}
    assert [
        out.count("there already") for line, out in printed.items() if "find night" in line
    ] == [2]
    assert next(out for line, out in printed.items() if "archive find" in line).count(
        "CAL-FRAME_9_2"
    )
    tomllib.loads((tmp_path / "draft.toml").read_text())
    for block in re.findall(r"\.\. code-block:: toml\n\n((?: {3}.*\n|\n)+)", text):
        parse_mapping(re.sub(r"(?m)^ {3}", "", block), product_entry("DpdVisStackedFrame"))


def test_the_how_to_look_after_an_archive_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/look-after-an-archive.rst").read_text())
    assert len(lines) >= 12
    printed = {line: shell(line, tmp_path) for line in lines}
    faults = json.loads((tmp_path / "faults.json").read_text())
    assert [one["code"] for one in faults] == ["file-unknown", "document-missing"]
    rehearsed = next(out for line, out in printed.items() if "--dry-run" in line)
    assert rehearsed.count("would be mended") == 2
    assert printed[lines[-1]].strip().endswith("note.txt")


def test_the_how_to_certify_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs/howto/certify-and-choose-calibrations.rst").read_text()
    lines = commands(text)
    assert len(lines) == 15
    printed = {line: shell(line, tmp_path) for line in lines}
    chosen = [out for line, out in printed.items() if " calib " in line]
    assert ["EUC_NIR_REL-PHOTO-EXP_7" in out for out in chosen] == [True, True, False, True]
    report = json.loads(next(out for line, out in printed.items() if "--format json" in line))
    assert [(one["what"], one["set"], one["valid_until"]) for one in report] == [
        ("range", "main", "2026-03-01T00:05:00Z")
    ]
    assert (tmp_path / "validity.png").is_file()
    code = re.search(r"\.\. code-block:: python\n\n((?: {3}.*\n|\n)+)", text)
    assert code is not None
    (tmp_path / "look.py").write_text(re.sub(r"(?m)^ {3}", "", code[1]))
    found, sets = shell(f"{sys.executable} look.py", tmp_path).splitlines()
    assert found.startswith("EUC_NIR_REL-PHOTO-EXP_7")
    assert sets == "['main', 'test']"


def test_the_how_to_control_quality_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/control-quality.rst").read_text())
    assert len(lines) == 28
    printed = [shell(line, tmp_path) for line in lines]
    assert ["512.5" in out for out in printed[3:5]] == [True, False]
    assert "521.25" in printed[4]
    assert (tmp_path / "flux.png").is_file()
    assert "lamp was warming up" in printed[7]
    assert "crires_flat" in printed[13]
    history = list(csv.DictReader(printed[20].splitlines()))
    flux = [one for one in history if one["parameter"] == "mean_flux" and one["upper"]]
    assert [(one["upper"], one["score"]) for one in flux] == [("950.0", "0"), ("500.0", "1")]
    assert "0 of 2 scores red" in printed[22]
    assert "certified" in printed[23]
    assert ["1090.400_25.000_Halogen" in printed[place] for place in (24, 26)] == [True, False]
    assert [one in printed[27] for one in ("all scores are 0", "lamp was warming up")] == [True] * 2
    assert len(list((tmp_path / "decisions").glob("DpdQc*.xml"))) == 2


def test_the_how_to_trace_a_bad_input_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/trace-a-bad-input.rst").read_text())
    assert len(lines) >= 12
    printed = {line: shell(line, tmp_path) for line in lines}
    bad = (tmp_path / "bad").read_text().strip()
    touched = next(out for line, out in printed.items() if "archive impact" in line)
    # Its catalogue, the factors, and the four frames that have these in their headers.
    assert [touched.count(name) for name in ("EXP-CAT", "REL-PHOTO-EXP_", "CAL-FRAME")] == [1, 1, 4]
    tree = next(out for line, out in printed.items() if "lineage down" in line)
    assert tree.startswith(bad)
    assert bad in (tmp_path / "touched.dot").read_text()
    assert bad in printed[lines[-1]]


def test_the_how_to_delete_products_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/delete-products.rst").read_text())
    assert len(lines) >= 12
    printed = {line: shell(line, tmp_path) for line in lines}
    gone = (tmp_path / "gone").read_text().strip()
    assert gone in printed["dpkit archive find --status purged"]
    assert not list((tmp_path / "archive.files").glob(f"*/{gone}"))


def test_the_how_to_make_a_release_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/make-a-release.rst").read_text())
    assert len(lines) == 21
    printed = {line: shell(line, tmp_path) for line in lines}
    assert (tmp_path / "matrix.png").read_bytes().startswith(b"\x89PNG")
    (digest,) = [out.split()[0] for line, out in printed.items() if "sha256sum" in line]
    assert digest in printed["dpkit archive release list"]
    assert digest in printed[lines[-1]]
    removed = printed["dpkit archive release diff DR1 DR2"]
    darks = (tmp_path / "darks.txt").read_text().split()
    assert darks
    assert all(one in removed for one in darks)


def test_the_how_to_hand_over_calibrations_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/hand-over-calibrations.rst").read_text())
    assert len(lines) == 10
    printed = {line: shell(line, tmp_path) for line in lines}
    assert "DpdNirMasterDark" in printed[lines[-1]]
    with dpkit_archive.open(tmp_path / "site-b.sqlite") as site:
        assert [one.name for one in site.releases()] == ["darks"]


def test_the_how_to_move_an_archive_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/move-an-archive.rst").read_text())
    assert len(lines) == 7
    printed = {line: shell(line, tmp_path) for line in lines}
    found = next(out for line, out in printed.items() if " find " in line)
    assert found.count("DpdNirCalibratedFrame") >= 4


def test_the_how_to_watch_trends_runs(tmp_path: Path) -> None:
    page = ROOT / "docs/howto/watch-trends.rst"
    lines = commands(page.read_text())
    assert len(lines) == 8
    shutil.copy(page.with_name("trend.toml"), tmp_path)
    printed = {line: shell(line, tmp_path) for line in lines}
    truth = json.loads((tmp_path / "history/truth.json").read_text())
    outside = {(one["row"], one["parameter"]) for one in truth["outside"]}
    found = 0
    for number in range(1, 7):
        file = tmp_path / f"site/plots/trend_report_FLATSTAB_HC_FULL-{number}.json"
        found += len(json.loads(file.read_text())["outliers"])
    assert found == len(outside) > 0
    said = next(out for line, out in printed.items() if "--out two" in line)
    assert [one.split(",")[1] for one in said.splitlines()[1:]] == ["red", "green"]
    mine = json.loads((tmp_path / "mine/plots/over_exposure-2.json").read_text())
    assert (mine["range"], mine["where"]["detector"]) == ([2500.0, 3500.0], "1")


def test_the_how_to_check_flats_runs(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/howto/check-crires-flats.rst").read_text())
    assert len(lines) == 11
    for line in lines:
        shell(line, tmp_path)
    (quality,) = (tmp_path / "made").glob("DpdCriresFlatQc*.xml")
    names = {file.name for file in (tmp_path / "made" / quality.stem).iterdir()}
    assert {
        "cover.html",
        *(f"flat{n}.{kind}" for n in range(1, 6) for kind in ("png", "json")),
    } == names
    assert "compared" in quality.read_text()
    assert len(list((tmp_path / "processed").glob("*/cover.html"))) == 1
    assert len(list((tmp_path / "darks").glob("DpdCriresDarkQc*.xml"))) == 1


def test_every_fault_of_an_archive_says_what_to_do() -> None:
    assert all(code.meaning.endswith(".") and code.remedy for code in FAULTS.values())


def test_the_expressions_of_the_reference_are_understood(tmp_path: Path) -> None:
    text = (ROOT / "docs/reference/expressions.rst").read_text()
    blocks = re.findall(r"\.\. code-block:: text\n\n((?: {3}.*\n)+)", text)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    assert len(lines) >= 9
    with dpkit_archive.create(tmp_path / "archive.sqlite") as archive:
        for line in lines:
            assert archive.query("DpdNirCalibratedFrame").where(line).count() == 0


def test_the_first_look_of_the_readme_runs(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text()
    block = text.split("## A first look")[1].split("```console\n")[1].split("```")[0]
    lines = [line for line in block.splitlines() if not line.startswith(". ")]
    assert len(lines) == 5
    for line in lines:
        printed = shell(line, tmp_path)
    assert printed.count("DpdNirCalibratedFrame") >= 4


def test_the_commands_about_formats_run(tmp_path: Path) -> None:
    lines = commands((ROOT / "docs/reference/formats.rst").read_text())
    assert len(lines) == 4
    for line in lines:
        shell(line, tmp_path)


def test_the_formats_that_are_shown_compile_and_make_files(tmp_path: Path) -> None:
    for name in ("bas/format.xsd", "meta.xsd", "units.xml"):
        shutil.copy(ROOT / "xsd/dpkit_xsd" / name, tmp_path)
    (tmp_path / "formats").mkdir()
    shutil.copy(ROOT / "docs/reference/toy-formats.xml", tmp_path / "formats")
    compiled = compile_formats(read_schemas(tmp_path))
    assert {said["kind"] for said in compiled.values()} == {"fits", "asdf", "parquet", "ascii"}
    for name, said in compiled.items():
        made = make_described(tmp_path / name, said, Wish())
        assert check_described(made, said) == []


def test_the_readme_opens_in_five_lines_and_two_commands() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()
    fence = lines.index("```console")
    assert len([line for line in lines[1:fence] if line.strip()]) == 5
    assert lines[fence + 1 : fence + 4] == ["make demo", "make test", "```"]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_says_what_to_do(code: str) -> None:
    assert CODES[code].meaning.endswith(".")
    assert CODES[code].remedy
