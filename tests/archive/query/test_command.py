"""`find` and `index` from the command line: data to stdout, talk to stderr."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from dpkit.cli.root import root
from dpkit_archive import Archive

CATALOG = "DpdNirExposureCatalog"


def run(*words: object) -> Result:
    result = CliRunner().invoke(root, ["archive", *map(str, words)])
    assert result.exit_code in {0, 1, 2}, result.output
    return result


def found(*words: object) -> list[str]:
    result = run("find", *words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return [row["id"] for row in json.loads(result.stdout)]


@pytest.fixture
def at(archive: Archive, url: str, make, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Fill the archive, and name it by the environment variable."""
    monkeypatch.setenv("DPKIT_ARCHIVE", url)
    for number, filter in enumerate(("NIR_J", "NIR_H", "NIR_Y"), 1):
        archive.register(make.catalog(number, filter=filter, sources=number, id=f"C{number}"))
    archive.register(make.parameters(id="P"))
    return archive


def test_keys_can_be_given_again(at: Archive) -> None:
    assert found("--observation", 1, "--observation", 3) == ["C1", "C3"]
    assert found(CATALOG, "--filter", "NIR_J", "--key", "filter=NIR_H") == ["C1", "C2"]
    assert found("--key", "observation=2", "--exposure", 1) == ["C2"]


def test_regions(at: Archive) -> None:
    assert found(CATALOG, "--region", "cone 1.6 1.5 0.1") == ["C1", "C2", "C3"]
    assert found("--region", "cone 1.7 1.3 0.1", "--relation", "contains") == ["C1", "C2", "C3"]
    assert found("--region", "cone 1.6 1.5 5", "--relation", "contains") == []
    assert found("--region", "polygon 3 3 4 3 4 4") == []
    assert found("--region", "box 0 1.5 0 2", "--region", "box 1.5 2 0 2", "--observation", 2) == [
        "C2"
    ]


def test_expressions_columns_and_order(at: Archive) -> None:
    assert found("--where", "Data.NumberOfSources > 1", "--where", "filter != 'NIR_Y'") == ["C2"]
    words = ("--columns", "id, Data.NumberOfSources,filter", "--order", "-Data.NumberOfSources")
    result = run("find", CATALOG, *words, "--limit", 2, "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows == [
        ["id", "Data.NumberOfSources", "filter"],
        ["C3", "3", "NIR_Y"],
        ["C2", "2", "NIR_H"],
    ]
    assert found("--where", "Data.NumberOfSources==2&&Header.DataSetRelease=ma*") == ["C2"]


def test_an_empty_answer_is_explained_on_the_other_stream(at: Archive) -> None:
    result = run("find", CATALOG, "--observation", 9, "--explain", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "4 products in the archive" in result.stderr
    assert "0 left by observation 9, which removes 3 and alone finds 0" in result.stderr
    assert "the observations are 1, 2, 3" in result.stderr
    assert "SELECT product.number" in result.stderr


def test_indexes_are_made_listed_and_dropped(at: Archive) -> None:
    made = run("index", "Data.NumberOfSources", "--product", CATALOG, "--format", "json")
    (row,) = json.loads(made.stdout)
    assert (row["path"], row["kind"]) == ("Data.NumberOfSources", "integer")
    assert "indexed Data.NumberOfSources" in made.stderr
    assert json.loads(run("index", "--format", "json").stdout) == [row]
    assert "dropped" in run("index", "Data.NumberOfSources", "--drop").stderr
    assert json.loads(run("index", "--format", "json").stdout) == []
    assert run("index", "--drop").exit_code == 2


@pytest.mark.parametrize("engine", ["sqlite"])
def test_an_empty_answer_is_a_csv_with_its_columns(at: Archive) -> None:
    asked = ("find", CATALOG, "--observation", "999", "--format", "csv")
    assert run(*asked, "--columns", "id,filter").stdout == "id,filter\n"
    assert run(*asked).stdout.startswith("id,product,version,")


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("DpdNirExposureCatalogue",), f"did you mean {CATALOG}"),
        ((CATALOG, "--filter", "NIR_X"), "did you mean NIR_Y"),
        (("--filter", "NIR_X"), "did you mean NIR_Y"),
        ((CATALOG, "--where", "Data.Filtre == 1"), "expression, column 1"),
        (("--where", "'; DROP TABLE product; --"), "expression, column 1"),
        (("--region", "cone 1 2"), "cone RA DEC RADIUS"),
        (("--columns", "filtre"), "did you mean filter"),
        (("--order", "Data.Nothing"), "no product has 'Data.Nothing'"),
        (("--between", "2026-01-01T00:00:00", "2026-01-02T00:00:00Z"), "no zone"),
        (("--between", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"), "is empty"),
        (("--key", "observation"), "is not NAME=VALUE"),
        (("--dataset", "' OR 1=1"), "no dataset named"),
        (("--status", "x' --"), "no status is named"),
    ],
)
def test_what_cannot_be_asked_is_one_line(at: Archive, words, message: str) -> None:
    result = run("find", *words)
    assert result.exit_code in {1, 2}
    assert result.stdout == ""
    assert message in result.stderr
    assert len(at.find()) == 4


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_search_by_keys_imports_nothing_dear(at: Archive, url: str) -> None:
    code = (
        "import json, sys, dpkit_archive\n"
        "with dpkit_archive.open(sys.argv[1]) as archive:\n"
        f"    assert archive.query({CATALOG!r}).observation(1).ids() == ['C1']\n"
        "print(json.dumps(list(sys.modules)))"
    )
    words = [sys.executable, "-c", code, url]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    dear = {"numpy", "astropy", "lxml", "lark", "mocpy", "dpkit.validation"}
    assert not dear.intersection(json.loads(done.stdout))
