"""What the commands print and how they end."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import dpkit
from dpkit.cli.output import FORMATS, format_option, print_rows
from dpkit.cli.root import root
from dpkit.cli.taskcommand import parameter_texts
from dpkit.product.product import Product
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.schema.paths import LISTED, product_paths
from dpkit.workflow import registry
from dpkit.workflow.task import task
from dpkit_dm.nir import DpdNirRelPhotoExpCalibration, DpdNirRelPhotoParams

ROOT = Path(__file__).parents[3]
ROWS = [
    {"id": "a", "n": 1, "list": [1, 2], "none": None, "text": "x,y \u00e9 [bold]"},
    {"id": "b" * 300, "n": 2.5, "list": [], "none": None, "text": 'q"'},
]


def invoke(*words: object):
    return CliRunner().invoke(root, [str(word) for word in words])


def printed(rows, output_format: str):
    @click.command()
    @format_option
    def command(output_format: str) -> None:
        print_rows(rows, output_format)

    return CliRunner().invoke(command, ["--format", output_format])


def test_rows_as_json() -> None:
    assert json.loads(printed(ROWS, "json").stdout) == ROWS


def test_rows_as_csv() -> None:
    read = list(csv.DictReader(io.StringIO(printed(ROWS, "csv").stdout)))
    assert read[0] == {"id": "a", "n": "1", "list": "1 2", "none": "", "text": ROWS[0]["text"]}
    assert read[1]["text"] == 'q"'


def test_rows_as_table_are_one_line_each_when_not_on_a_terminal() -> None:
    lines = [line for line in printed(ROWS, "table").stdout.splitlines() if line.strip()]
    assert len([line for line in lines if set(line.strip()) - {"\u2500", "-"}]) == 3
    assert "b" * 300 in lines[-1]
    assert "[bold]" in lines[-2]


@pytest.mark.parametrize(("output_format", "text"), [("json", "[]\n"), ("csv", ""), ("table", "")])
def test_no_rows(output_format: str, text: str) -> None:
    run = printed([], output_format)
    assert (run.exit_code, run.stdout) == (0, text)


@pytest.mark.parametrize("output_format", FORMATS)
def test_list_names_every_product(output_format: str) -> None:
    run = invoke("schema", "list", "--format", output_format)
    assert run.exit_code == 0
    for name in product_names():
        assert name in run.stdout
        assert product_entry(name).title in run.stdout


@pytest.mark.parametrize("name", product_names())
def test_show_has_every_path(name: str) -> None:
    run = invoke("schema", "show", name, "--format", "json")
    rows = json.loads(run.stdout)
    assert [row["path"] for row in rows] == [p.path for p in product_paths(product_entry(name))]
    columns = ["path", "type", "occurs", "one of", "only in", "unit", "key", "documentation"]
    assert list(rows[0]) == [*columns, "goes on as"]
    assert product_entry(name).title in run.stderr


def test_show_marks_alternatives() -> None:
    run = invoke("schema", "show", "DpdMOCFootprintMaskVMPZ")
    (line,) = (line for line in run.stdout.splitlines() if "Data.TileIndex " in line)
    assert "TileIndex | MerTileListID" in line
    # No column for what no element of the product says.
    assert "goes on as" not in run.stdout
    assert "one of" not in invoke("schema", "path", "DpdNirMasterDark", "Data.Detector").stdout


@pytest.fixture
def tangle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the product Tangle: 40 elements that all contain each other."""
    field = {"minimum": 0, "maximum": None, "documentation": ""}
    fields = [{**field, "name": f"e{n}", "type": f"a:e{n}"} for n in range(40)]
    described = {"documentation": "", "primitive": "", "fields": fields}
    content = {"kind": "choice", "minimum": 0, "maximum": None, "parts": list(range(40))}
    types = {f"a:e{n}": described | {"content": content} for n in range(40)}
    known = product_entry(product_names()[0])
    made = replace(known, name="Tangle", root_type="a:e0", types=types, keys=())
    monkeypatch.setattr("dpkit.schema.dictionary.product_entry", lambda _name: made)


@pytest.mark.usefixtures("tangle")
@pytest.mark.parametrize(
    ("words", "count", "said"),
    [
        ((), 40 * 40, "follow them with --depth 3"),
        (("--limit", "1600"), 40 * 40, "follow them with --depth 3"),
        (("--limit", "1599"), 1599, "goes on after 1599 paths: see more with --limit"),
        (("--depth", "1"), 40, "40 of these paths go on below: see more with --depth 2"),
        (("--depth", "30"), LISTED, f"goes on after {LISTED} paths"),
    ],
)
def test_listings_of_what_never_ends(words: tuple[str, ...], count: int, said: str) -> None:
    paths = invoke("schema", "paths", "Tangle", *words)
    assert (paths.exit_code, len(paths.stdout.splitlines())) == (0, count)
    assert said in paths.stderr
    assert len(paths.stderr.splitlines()) == 1
    shown = invoke("schema", "show", "Tangle", *words, "--format", "json")
    assert [row["path"] for row in json.loads(shown.stdout)] == paths.stdout.splitlines()
    assert said in shown.stderr.splitlines()[-1]


@pytest.mark.usefixtures("tangle")
def test_a_wrong_path_of_what_never_ends() -> None:
    run = invoke("schema", "path", "Tangle", "e1.e2.e3.e39.e40")
    assert run.exit_code != 0
    assert len(str(run.exception or run.stderr)) < 300


def test_a_listing_that_is_whole_says_nothing() -> None:
    assert invoke("schema", "paths", "DpdVisCalibratedFrame").stderr == ""


def test_generate_check_passes_on_the_repository() -> None:
    run = invoke("schema", "generate", "--check")
    assert (run.exit_code, run.stdout) == (0, "")
    assert "up to date" in run.stderr


def test_generate_check_fails_on_a_stale_package(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "generated/dpkit_dm", tmp_path / "dpkit_dm")
    (tmp_path / "dpkit_dm/nir/__init__.py").write_text("")
    run = invoke("schema", "generate", "--check", "--target", tmp_path)
    assert run.exit_code == 1
    assert "stale: nir/__init__.py" in run.stderr
    assert "dpkit schema generate" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_generate_writes_a_package_elsewhere(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "xsd/dpkit_xsd", tmp_path / "xsd")
    for file in (tmp_path / "xsd/dpd/nir").iterdir():
        if "Params" not in file.name:
            file.unlink()
    words = ("schema", "generate", "--source", tmp_path / "xsd", "--package", "toy_dm")
    run = invoke(*words, "--target", tmp_path / "out")
    assert (run.exit_code, run.stdout) == (0, "")
    products = len([*(tmp_path / "xsd/dpd").rglob("*.xsd")])
    assert run.stderr.startswith(f"{products} products written")
    assert (tmp_path / "out/toy_dm/nir/relphotoparams.py").is_file()
    assert invoke(*words, "--target", tmp_path / "out", "--check").exit_code == 0


@pytest.fixture
def documents(make, tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    dpkit.write(make.parameters(), folder)
    bad = dpkit.write(make.calibration(), folder)
    bad.write_text(bad.read_text().replace("<Exposure>2<", "<Exposure>1<"))
    return folder


def test_validate_takes_documents_and_folders(documents: Path) -> None:
    good, bad = sorted(documents.glob("*.xml"), key=lambda path: "Params" not in path.name)
    run = invoke("validate", good)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "1 validated, 0 failed\n")
    run = invoke("validate", documents)
    assert run.exit_code == 1
    document, line, *summary = run.stdout.splitlines()
    assert document.startswith(f"{bad} DpdNirRelPhotoExpCalibration ")
    assert line.startswith(f"  error: {bad}:")
    assert "[rule-broken]" in line
    assert summary[-1].split()[:3] == ["1", "error", "rule-broken"]
    assert run.stderr == "2 validated, 1 failed\n"
    assert invoke("validate", documents, "--level", "schema").exit_code == 0


def test_validate_as_json(documents: Path) -> None:
    run = invoke("validate", documents, "--format", "json")
    assert run.exit_code == 1
    reports = json.loads(run.stdout)
    assert [report["ok"] for report in reports].count(False) == 1
    assert [f["code"] for report in reports for f in report["findings"]] == ["rule-broken"]


def test_validate_of_a_missing_document_and_an_empty_folder(tmp_path: Path) -> None:
    run = invoke("validate", tmp_path / "missing.xml")
    assert (run.exit_code, "[xml-unreadable]" in run.stdout) == (1, True)
    run = invoke("validate", tmp_path)
    assert run.exit_code == 2
    assert "no documents" in run.stderr


@task("TEST_count", version="1.0")
def count(
    calibrations: list[Product[DpdNirRelPhotoExpCalibration]],
    settings: Product[DpdNirRelPhotoParams] | None = None,
    match_radius: float = 0.5,
    fast: bool = False,
) -> Product[DpdNirRelPhotoParams]:
    """Count the calibrations.

    Parameters
    ----------
    calibrations : list of Product
        What to count.
    match_radius : float
        How far to look
        [arcsec].

    Returns
    -------
    Product
        The number.
    """
    from dpkit_dm.pro import NirRelPhotoParams

    said = f"{len(calibrations)} {settings is not None} {fast}"
    data = NirRelPhotoParams(parameter_set_name=said, match_radius=match_radius)
    return dpkit.new(DpdNirRelPhotoParams, data=data, software=count.software)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "find_declaration", {"TEST_count": count}.__getitem__)


@pytest.mark.usefixtures("counting")
class TestRun:
    """The command of a task."""

    def test_ports_and_parameters_are_options(self, make, tmp_path: Path) -> None:
        one, two = (make.written(make.calibration(), tmp_path) for _ in range(2))
        settings = make.written(make.parameters(), tmp_path)
        words = ["run", "TEST_count", "--calibrations", one, "--calibrations", two]
        words += ["--settings", settings, "--match-radius", "0.25", "--fast", "true"]
        run = invoke(*words, "--out", tmp_path / "out")
        assert run.exit_code == 0, run.output
        data = dpkit.read(run.stdout.strip(), DpdNirRelPhotoParams).content.data
        assert (data.parameter_set_name, data.match_radius) == ("2 True True", 0.25)

    def test_a_list_file_names_documents_beside_it(self, make, tmp_path: Path) -> None:
        paths = [dpkit.write(make.calibration(), tmp_path / "in") for _ in range(3)]
        (tmp_path / "in/list.json").write_text(json.dumps([path.name for path in paths[:2]]))
        words = ["--calibrations", tmp_path / "in/list.json", "--calibrations", paths[2]]
        run = invoke("run", "TEST_count", *words, "--out", tmp_path)
        data = dpkit.read(run.stdout.strip(), DpdNirRelPhotoParams).content.data
        assert data.parameter_set_name == "3 False False"

    @pytest.mark.parametrize("text", ["", "[", '{"a": 1}', "[1]", '"a.xml"', "null", "\xff"])
    def test_a_wrong_list_file_is_one_line(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "list.json").write_bytes(text.encode("latin-1"))
        run = invoke("run", "TEST_count", "--calibrations", tmp_path / "list.json")
        assert run.exit_code == 1
        assert run.stderr.startswith(f"dpkit: {tmp_path / 'list.json'}: is no JSON list")
        assert len(run.stderr.splitlines()) == 1

    def test_a_list_of_nothing_is_a_port_without_product(self, tmp_path: Path) -> None:
        (tmp_path / "list.json").write_text("[]")
        run = invoke("run", "TEST_count", "--calibrations", tmp_path / "list.json")
        assert run.exit_code == 1
        assert "'calibrations' has no product" in run.stderr

    def test_missing_list_and_document_are_one_line(self, tmp_path: Path) -> None:
        for name in ("missing.json", "missing.xml"):
            run = invoke("run", "TEST_count", "--calibrations", tmp_path / name)
            assert run.exit_code == 1
            assert name in run.stderr
            assert len(run.stderr.splitlines()) == 1

    def test_wrong_usage(self) -> None:
        assert invoke("run", "TEST_count").exit_code == 2
        wrong = invoke("run", "TEST_count", "--calibrations", "a", "--match-radius", "far")
        assert wrong.exit_code == 2

    def test_help_says_what_the_docstring_says(self) -> None:
        text = " ".join(invoke("run", "TEST_count", "--help").stdout.split())
        assert "Count the calibrations." in text
        assert "How far to look [arcsec]." in text
        assert "JSON list or documents of DpdNirRelPhotoExpCalibration" in text
        assert "Makes DpdNirRelPhotoParams. Version 1.0." in text
        assert "The number." not in text

    def test_products_are_registered_with_their_inputs(
        self, make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls, ended = [], []

        class Store:
            url, uuid = "sqlite:///x", "its uuid"

            def __enter__(self):
                return self

            def begin_run(self, head, *, actor):
                calls.append(f"begun {head.name} by {actor}")

            def content_digests(self, ids):
                return {}

            def end_run(self, run, *, exit, end, calls, actor):
                assert calls == []
                ended.append(exit)

            def __exit__(self, *_: object) -> None:
                calls.append("closed")

            def enter_calls(self, entries, *, actor):
                (entry,) = entries
                assert (entry.record.task, actor) == ("TEST_count", "me")
                calls.extend((document, entry.record.inputs) for document in entry.documents)
                said = {"id": "the-id", "version": 4, "created": True, "current_version": 4}
                return [[type("R", (), said) for _ in entry.documents]]

        from dpkit.cli import taskrun

        monkeypatch.setattr(taskrun, "open_store", lambda url: calls.append(url) or Store())
        one = make.written(make.calibration(), tmp_path)
        words = ["run", "TEST_count", "--calibrations", one, "--out", tmp_path / "out"]
        run = invoke(*words, "--register", "--archive", "sqlite:///x", "--actor", "me")
        assert run.exit_code == 0, run.output
        document = Path(run.stdout.strip())
        expected = (document, {"calibrations": (dpkit.read(one).id,)})
        assert calls == ["sqlite:///x", "begun TEST_count by me", expected, "closed"]
        assert ended == ["done"]
        assert "registered the-id version 4" in run.stderr


def test_parameter_texts_come_from_the_docstring_only() -> None:
    assert parameter_texts("No sections.") == {}
    texts = parameter_texts(count.documentation)
    assert texts == {"calibrations": "What to count.", "match_radius": "How far to look [arcsec]."}
