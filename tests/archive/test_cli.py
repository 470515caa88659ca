"""The commands print data to stdout, talk to stderr, and end with the right status."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dpkit.cli.root import root
from dpkit.schema.dictionary import declared_keys
from dpkit_archive import Archive

FACTORS = "DpdNirRelPhotoExpCalibration"


def run(*words: object) -> Result:
    result = CliRunner().invoke(root, ["archive", *map(str, words)])
    assert result.exit_code in {0, 1, 2}, result.output
    return result


@pytest.fixture
def at(archive: Archive, url: str, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Name the archive by the environment variable."""
    monkeypatch.setenv("DPKIT_ARCHIVE", url)
    return archive


def test_init_makes_the_default_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init")
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(tmp_path / "archive.sqlite") in result.stderr
    assert run("find", "--format", "json").stdout.strip() == "[]"
    result = run("init")
    assert result.exit_code == 1
    assert "exists already" in result.stderr


def test_missing_archive_names_the_remedy(tmp_path: Path) -> None:
    result = run("find", "--archive", tmp_path / "none.sqlite")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "dpkit archive init" in result.stderr


def test_register_reports_each_document(at: Archive, make) -> None:
    good, bad = make.factors(), make.parameters()
    bad.write_text("<x/>")
    result = run("register", good, bad, good, "--format", "json")
    assert result.exit_code == 1
    rows = json.loads(result.stdout)
    assert [row["result"] for row in rows] == ["registered", "refused", "there already"]
    assert list(rows[0])[:4] == ["id", "product", "version", "dataset"]
    assert rows[1]["id"] is None
    assert str(bad) in rows[1]["error"]
    assert "2 of 3 accepted" in result.stderr
    assert f"refused {bad}" in result.stderr
    assert len(at.find()) == 1


def test_register_with_all_options(at: Archive, make) -> None:
    source = make.factors()
    options = ("--dataset", "test", "--set", "nightly", "--in-place")
    result = run("register", source, *options, "--dry-run")
    assert (result.exit_code, at.find()) == (0, [])
    assert "dry run" in result.stderr
    assert run("register", source, *options).exit_code == 0
    (row,) = at.find()
    assert (row.dataset, row.document) == ("test", source)
    assert at.show(row.id).validity[1]["set"] == "nightly"


def test_find_by_observation_and_filter(at: Archive, make) -> None:
    at.register(make.factors(observation=7, id="F7"))
    result = run("find", FACTORS, "--observation", 7, "--filter", "NIR_J", "--format", "json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert list(row)[:7] == [
        "id", "product", "version", "status", "dataset", "created", "document",
    ]  # fmt: skip
    assert (row["id"], row["observation"], row["exposure"]) == ("F7", 7, [1, 2])
    assert Path(row["document"]).is_file()
    empty = run("find", FACTORS, "--observation", 8, "--format", "json")
    assert (empty.exit_code, empty.stdout.strip()) == (0, "[]")


def test_find_prints_tables_and_csv(at: Archive, make) -> None:
    at.register(make.factors(id="F"))
    rows = list(csv.DictReader(io.StringIO(run("find", "--format", "csv").stdout)))
    assert (rows[0]["id"], rows[0]["exposure"]) == ("F", "1 2")
    table = run("find").stdout
    assert "observation" in table
    assert "NIR_J" in table


def test_find_takes_keys_versions_status_times_and_limits(at: Archive, make) -> None:
    at.register(make.parameters(radius=0.1, id="P1"))
    at.register(make.parameters(radius=0.2, id="P2"))
    at.register(make.parameters(radius=0.3, id="P3", status="INVALID", dataset="test"))
    at.register(make.catalog(id="C"))

    def found(*words: object) -> list[str]:
        return [row["id"] for row in json.loads(run("find", *words, "--format", "json").stdout)]

    assert found("--key", "setting=wide") == ["P2"]
    assert found("--setting", "wide", "--all-versions") == ["P1", "P2"]
    assert found("--status", "INVALID") == ["P3"]
    assert found("--dataset", "test", "--dataset", "main", "--setting", "wide") == ["P2"]
    assert found("--between", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z") == ["C"]
    assert found("--order", "-registered", "--limit", 1) == ["C"]


def test_find_has_an_option_for_every_key() -> None:
    help_text = run("find", "--help").stdout
    for name in declared_keys():
        assert f"--{name} " in help_text
        assert f"--{name} " in run("calib", "--help").stdout


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("find", "DpdNirMasterDrak"), 1, "did you mean DpdNirMasterDark"),
        (("find", "--observation", "abc"), 1, "observation is an integer, not 'abc'"),
        (("find", "DpdNirMasterDark", "--tile", "3"), 1, "no key 'tile'"),
        (("find", "--key", "observaton=3"), 1, "did you mean observation"),
        (("find", "--key", "observation"), 2, "not NAME=VALUE"),
        (("find", "--between", "2026-03-01T00:00:00", "x"), 2, "no zone"),
        (("find", "--limit", "-1"), 2, "limit"),
        (("find", "--limit", "9" * 20), 1, "limit is beyond 64 bits"),
        (("find", "--observation", "9" * 20), 1, "observation is beyond 64 bits"),
        (("find", "--key", f"tile={'9' * 5000}"), 1, "tile is an integer"),
        (("find", "--dataset", ""), 1, "no dataset named ''"),
        (("init",), 1, "an archive with 0 products exists already"),
        (
            (
                "calib",
                "DpdNirMasterDark",
                "--filter",
                "NIR_J",
                "--observation",
                "99",
                "--at",
                "2026-03-01T00:00:00Z",
            ),
            1,
            "not chosen by observation (its selection keys: filter",
        ),
        (("show", "NONE"), 1, "no product has the id"),
        (("get", "NONE", "--out", "/nonexistent/x"), 1, "no product has the id"),
        (("calib", "DpdNirMasterDark", "--at", "2026-03-01T00:00:00Z"), 1, "missing: filter"),
        (("calib", "DpdNirMasterDark"), 2, "--at"),
        (("find", "--archive", "mysql://x/y"), 1, "no archive is kept in"),
        (("find", "--archive", "postgresql://127.0.0.1:1/y"), 1, "cannot be reached"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_wrong_usage_is_one_clear_error(at: Archive, words, status: int, message: str) -> None:
    result = run(*words)
    assert result.exit_code == status
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_each_refused_document_is_one_line(at: Archive, make, tmp_path: Path) -> None:
    rule = make.factors()
    rule.write_text(rule.read_text().replace("Exposure>2<", "Exposure>1<"))
    gone = make.dark()
    for path in (gone.parent / "data").iterdir():
        path.unlink()
    bad = [rule, gone, tmp_path / "none.xml", tmp_path]
    result = run("register", *bad, "--format", "json")
    assert result.exit_code == 1
    *lines, last = result.stderr.splitlines()
    assert (len(lines), last) == (4, "0 of 4 accepted")
    for line, document in zip(lines, bad, strict=True):
        assert line.startswith(f"refused {document}")
        assert line.count(str(document)) == 1 + (document == tmp_path)
        assert line.count(" (") >= 1


def test_register_says_which_version_is_current(at: Archive, make) -> None:
    for radius in (0.3, 0.4):
        at.register(make.parameters(radius=radius))
    result = run("register", make.parameters(radius=0.3), "--format", "json")
    (row,) = json.loads(result.stdout)
    assert (row["result"], row["version"], row["current_version"]) == ("there already", 1, 2)
    assert "there already, as version 1; current is version 2" in result.stderr


def test_show_and_get_tell_of_another_id(at: Archive, make, tmp_path: Path) -> None:
    for identifier in ("P1", "P2"):
        at.register(make.parameters(id=identifier))
    result = run("show", "P2", "--format", "json")
    assert json.loads(result.stdout)[0]["id"] == "P1"
    assert "P2 was made anew with the content of P1" in result.stderr
    result = run("get", "P2", "--out", tmp_path / "out")
    assert Path(result.stdout.strip()).is_file()
    assert "P2 was made anew" in result.stderr


def test_json_has_no_infinity(at: Archive, make) -> None:
    at.register(make.dark(id="D", mean="INF"))
    said = run("show", "D", "--format", "json").stdout
    assert "Infinity" not in said
    (metric,) = json.loads(said)[0]["metrics"]
    assert (metric["value"], metric["text"]) == (None, "INF")


def test_show_tells_everything(at: Archive, make) -> None:
    at.register(make.dark(id="D"))
    at.register(make.factors(id="F"), inputs={"dark": ["D"]})
    (record,) = json.loads(run("show", "D", "--format", "json").stdout)
    assert record["id"] == "D"
    assert list(record)[:2] == ["id", "product"]
    assert record["files"][0]["size"] > 2880
    assert len(record["files"][0]["sha256"]) == 64
    assert record["outputs"] == [{"port": "dark", "id": "F"}]
    assert [one["state"] for one in record["validity"]] == ["proposed", "granted"]
    table = run("show", "D").stdout
    for text in ("sha256=", "state=granted", "port=dark id=F", "verb=register", "NIR_J"):
        assert text in table
    rows = list(csv.DictReader(io.StringIO(run("show", "F", "--format", "csv").stdout)))
    assert {"what": "observation", "value": "5"} in rows


def test_get_prints_the_document(at: Archive, make, tmp_path: Path) -> None:
    made = at.register(make.dark(id="D"))
    result = run("get", "D", "--out", tmp_path / "out")
    assert Path(result.stdout.strip()).read_bytes() == made.document.read_bytes()
    again = run("get", "D", "--out", tmp_path / "out")
    assert again.exit_code == 1
    assert "exists already" in again.stderr


def test_init_and_get_answer_as_data(at: Archive, make, tmp_path: Path) -> None:
    result = run("init", "--archive", tmp_path / "new.sqlite", "--format", "json")
    (row,) = json.loads(result.stdout)
    assert row == {
        "archive": str(tmp_path / "new.sqlite"),
        "files": str(tmp_path / "new.files"),
    }
    at.register(make.dark(id="D"))
    (row,) = json.loads(run("get", "D", "--out", tmp_path / "out", "--format", "json").stdout)
    assert Path(row.pop("document")).is_relative_to(tmp_path / "out")
    assert row == {"id": "D", "product": "DpdNirMasterDark", "version": 1}


def test_who_acts_is_told_by_the_environment(
    at: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DPKIT_ACTOR", "ann")
    assert run("register", make.dark(id="D")).exit_code == 0
    assert run("register", make.parameters(id="P"), "--input", "dark=D").exit_code == 0
    assert run("register", make.factors(id="F"), "--actor", "bob").exit_code == 0
    assert run("impact", "D").exit_code == 0
    assert run("impact", "D", "--mark", "--reason", "leak").exit_code == 0
    assert "P" in run("reviews").stdout
    at.set_status("D", "valid")
    actors = {(one.verb, one.subject): one.actor for one in at.events()}
    assert actors.pop(("register", "F")) == "bob"
    assert set(actors.values()) == {"ann"}
    assert len(actors) == 4
    assert run("impact", "D", "--reason", "leak").exit_code == 2


def test_calib_prints_the_choice(at: Archive, make) -> None:
    at.register(make.factors(id="F"))
    result = run(
        "calib", FACTORS, "--filter", "NIR_J", "--at", "2026-03-01T12:00:00Z", "--format", "json"
    )
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert row["id"] == "F"
    assert (row["valid_from"], row["valid_until"], row["set"]) == (
        "2026-03-01T00:00:00Z",
        "2026-03-02T00:00:00Z",
        "main",
    )
    assert "valid-at" in result.stderr


def test_calib_explains_the_empty_answer(at: Archive, make) -> None:
    at.register(make.factors(id="F1", values=(1, 1)))
    at.register(make.factors("2026-03-01T06:00:00Z", id="F2"))
    words = ("calib", FACTORS, "--filter", "NIR_J", "--at", "2026-03-01T03:00:00Z")
    result = run(*words, "--format", "json")
    assert result.exit_code == 1
    (row,) = json.loads(result.stdout)
    assert (row["id"], row["set"], row["at"]) == (None, None, "2026-03-01T03:00:00Z")
    assert [one["id"] for one in row["near_misses"]] == ["F2"]
    assert [one["id"] for one in row["rejected"]] == ["F1"]
    assert run(*words).stdout == ""
    assert "the next range starts 3 h later" in result.stderr
    assert "not F1, version 1: its range was retired by event 2" in result.stderr
    result = run(*words, "--set", "main", "--set", "other")
    assert result.exit_code == 1
    assert "no calibration set named 'other'" in result.stderr


def test_from_the_shell(at: Archive, make) -> None:
    at.register(make.factors(id="F"))
    words = [sys.executable, "-m", "dpkit", "archive", "find", "--format", "json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)[0]["id"] == "F"
    assert done.stderr == ""
