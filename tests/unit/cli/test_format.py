"""The commands about file formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from astropy.io import fits
from click.testing import CliRunner

from dpkit.cli.root import root
from dpkit.schema.dictionary import file_format, format_names


def run(*words: object):
    return CliRunner().invoke(root, ["format", *map(str, words)])


@pytest.fixture
def dark(tmp_path: Path) -> Path:
    file = tmp_path / "dark.fits"
    assert run("template", "nir.masterDark", "--out", file, "--set", "FILTER=NIR_J").exit_code == 0
    return file


def test_all_formats_are_listed() -> None:
    rows = json.loads(run("list", "--format", "json").stdout)
    assert [row["id"] for row in rows] == format_names()
    assert all(row["description"] for row in rows)


@pytest.mark.parametrize("name", format_names())
def test_every_item_of_a_format_is_shown(name: str) -> None:
    rows = json.loads(run("show", name, "--format", "json").stdout)
    said = file_format(name)
    hdus = [hdu for part in said.get("hdus", []) for hdu in part.get("hdus", [part])]
    items = [
        item
        for part in (said, *hdus)
        for noun in ("keywords", "columns", "values", "arrays")
        for item in part.get(noun, [])
    ]
    groups = [part for part in said.get("hdus", []) if part["kind"] == "group"]
    assert len(rows) == len(items) + len(hdus) + len(groups)
    assert run("show", name).exit_code == 0


def test_the_rules_of_an_item_are_shown() -> None:
    rows = {
        row["place"]: row
        for row in json.loads(run("show", "nir.masterDark", "--format", "json").stdout)
    }
    assert rows["DET[1-4][1-4]"]["rules"] == ["times=1..16"]
    assert rows["{key}.DQ"]["rules"] == ["times=1", "minimum=0"]
    assert rows["{key}.DQ"]["axes"] == ["*", "*"]
    assert rows["PRIMARY TELESCOP"]["rules"] == ["fixed=Euclid"]


def test_a_template_is_clean_and_says_its_format(dark: Path) -> None:
    checked = run("check", dark)
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "0 deviations from nir.masterDark" in checked.stderr
    with fits.open(dark) as hdus:
        assert hdus[0].header["FILTER"] == "NIR_J"


def test_deviations_are_printed_one_per_line_with_their_remedy(dark: Path) -> None:
    fits.setval(dark, "FILTER", value=3)
    fits.delval(dark, "ORIGIN")
    checked = run("check", dark, "--format-id", "nir.masterDark")
    assert checked.exit_code == 1
    lines = checked.stdout.splitlines()
    assert [line.split("[")[1].split("]")[0] for line in lines] == [
        "format-keyword-type",
        "format-keyword-missing",
    ]
    assert all(line.startswith(f"{dark}: PRIMARY ") and line.endswith(")") for line in lines)


def test_the_answer_in_json(dark: Path) -> None:
    fits.delval(dark, "ORIGIN")
    checked = run("check", dark, "--format", "json")
    assert checked.exit_code == 1
    report = json.loads(checked.stdout)
    assert (report["file"], report["format"], report["ok"]) == (str(dark), "nir.masterDark", False)
    assert {"code", "place", "message", "value", "remedy"} == set(report["deviations"][0])
    assert report["deviations"][-1]["place"] == "PRIMARY ORIGIN"


def test_a_tree_needs_the_name_of_its_format(tmp_path: Path) -> None:
    file = tmp_path / "flat.asdf"
    made = run("template", "roman.flat", "--out", file, "--set", "roman.meta.author=me")
    assert made.stdout == f"{file}\n"
    assert run("check", file, "--format-id", "roman.flat").exit_code == 0
    refused = run("check", file)
    assert refused.exit_code == 1
    assert "give the format with --format-id" in refused.stderr


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("template", "nir.masterDrak", "--out", "{out}"), 1, "did you mean nir.masterDark"),
        (("template", "nir.masterDark", "--out", "{dark}"), 1, "is there already"),
        (("template", "nir.masterDark", "--out", "{out}", "--set", "X"), 2, "is not KEY=VALUE"),
        (("template", "nir.masterDark", "--out", "{out}", "--set", "FILTR=J"), 1, "FILTER"),
        (("template", "nir.masterDark", "--out", "{out}", "--set", "NFRAME=x"), 1, "no Integer"),
        (("template", "nir.masterDark"), 2, "--out"),
        (("check", "{out}"), 1, "there is no such file"),
        (("check", "{dark}", "--format-id", "nir.x"), 1, "no file format is named 'nir.x'"),
        (("show", "nir.x"), 1, "no file format is named 'nir.x'"),
    ],
)
def test_wrong_usage_is_one_line(dark: Path, tmp_path: Path, words, status, message) -> None:
    places = {"out": tmp_path / "new.fits", "dark": dark}
    answer = run(*(word.format(**places) for word in words))
    assert answer.exit_code == status
    assert message in answer.stderr
    assert answer.stdout == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dark.fits"]
