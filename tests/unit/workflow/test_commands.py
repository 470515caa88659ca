"""The three ways of the command line: ports as options, the contract of workflow managers, and
the front end that users know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import dpkit
from dpkit.cli.root import root
from dpkit.errors import TaskError
from dpkit.workflow.frontend import frontend
from dpkit.workflow.listing import list_declarations
from dpkit.workflow.record import read_record
from dpkit.workflow.registry import find_declaration, find_pipelines, find_task, find_tasks
from dpkit.workflow.task import task
from dpkit_dm.nir import DpdNirRelPhotoParams


def invoke(*words: object, status: int = 0):
    run = CliRunner().invoke(root, [str(word) for word in words])
    assert run.exit_code == status, run.output + run.stderr
    return run


def name_in(path: str | Path) -> str:
    name: str = dpkit.read(path).content.data.parameter_set_name
    return name


@pytest.fixture
def desk(toy, items, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder to work in, with documents a.xml and b.xml."""
    folder = tmp_path / "desk"
    folder.mkdir()
    for name, path in zip("ab", items("a", "b"), strict=True):
        path.rename(folder / f"{name}.xml")
    monkeypatch.chdir(folder)
    return folder


class TestContract:
    """``--workdir --logdir --<port> FILE|LISTFILE``."""

    def test_names_are_relative_to_the_folder(self, desk: Path, monkeypatch) -> None:
        (desk / "list.json").write_text('["b.xml", "a.xml"]')
        monkeypatch.chdir(desk.parent)
        words = ("--workdir", "desk", "--logdir", "logs", "--items", "list.json")
        run = invoke("run", "TOY_join", *words, "--extra", "None", "--output", "joined.xml")
        assert run.stdout == "desk/joined.xml\n"
        assert name_in("desk/joined.xml") == "b+a"
        (log,) = Path("logs").iterdir()
        assert log.name.endswith("_join.log")

    def test_lists_come_out_as_list_files(self, desk: Path) -> None:
        words = ("--workdir", ".", "--item", "a.xml", "--number", 2, "--output", "out.json")
        run = invoke("run", "TOY_spread", *words)
        names = json.loads((desk / "out.json").read_text())
        assert names == run.stdout.splitlines()
        assert [name_in(name) for name in names] == ["a0", "a1"]
        again = invoke("run", "TOY_join", "--workdir", ".", "--items", "out.json")
        assert name_in(again.stdout.strip()) == "a0+a1"

    def test_a_pipeline_is_called_in_the_same_way(self, desk: Path) -> None:
        (desk / "list.json").write_text('["a.xml", "b.xml"]')
        words = ("--items", "list.json", "--output", "chain.xml", "--engine", "serial")
        run = invoke("run", "TOY_Chain", "--workdir", ".", *words)
        assert run.stdout == "chain.xml\n"
        assert name_in("chain.xml") == "ay+by"

    def test_a_run_that_is_resumed_gives_the_names(self, desk: Path) -> None:
        words = ("--item", "a.xml", "--marker", "marker", "--output", "one.xml")
        invoke("run", "TOY_fail_once", "--workdir", ".", *words, status=1)
        (folder,) = Path("runs").iterdir()
        assert invoke("runs", "resume", folder.name).stdout == "one.xml\n"
        assert name_in("one.xml") == "a!"
        before = sorted(desk.rglob("*"))
        again = invoke("runs", "resume", folder.name, status=1)
        assert "one.xml: is there already" in again.stderr
        assert sorted(desk.rglob("*")) == before

    def test_two_outputs_do_not_get_one_name(self, desk: Path) -> None:
        words = ("--item", "a.xml", "--first", "one.xml", "--second", "one.xml")
        run = invoke("run", "TOY_perhaps", "--workdir", ".", *words, status=1)
        assert "one.xml: is the name of two outputs" in run.stderr
        assert sorted(path.name for path in desk.iterdir()) == ["a.xml", "b.xml"]

    def test_an_optional_output_that_is_not_made_has_no_file(self, desk: Path, toy) -> None:
        dpkit.write(toy.params("n"), desk).rename(desk / "n.xml")
        words = ("--first", "one.xml", "--second", "two.xml")
        run = invoke("run", "TOY_perhaps", "--workdir", ".", "--item", "n.xml", *words)
        assert run.stdout == "one.xml\n"
        assert name_in("one.xml") == "n1"
        assert not (desk / "two.xml").exists()

    def test_several_products_that_are_to_have_one_name_stay_as_they_are(self, desk: Path) -> None:
        words = ("--item", "a.xml", "--output", "one.xml")
        run = invoke("run", "TOY_spread", "--workdir", ".", *words, status=1)
        assert "3 products cannot have one name" in run.stderr
        assert len(list(desk.glob("DpdNirRelPhotoParams__*.xml"))) == 3

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--items", "a.xml"), "is no list file, which 'items' takes"),
            (("--items", "missing.json"), "missing.json: there is no such file"),
            (("--items", "wrong.json"), "wrong.json: is no JSON list of documents"),
            (("--items", "list.json", "--extra", "list.json"), "'extra' takes a document here"),
            (("--items", "list.json", "--output", "a.xml"), "a.xml: is there already"),
            (("--items", "list.json", "--output", "x/a.xml"), "not in the folder of the products"),
        ],
    )
    def test_what_is_wrong_is_one_line_and_nothing_ran(
        self, desk: Path, words: tuple[str, ...], message: str
    ) -> None:
        (desk / "list.json").write_text('["a.xml"]')
        (desk / "wrong.json").write_text('{"a": 1}')
        before = sorted(desk.iterdir())
        run = invoke("run", "TOY_join", "--workdir", ".", *words, status=1)
        assert message in run.stderr
        assert len(run.stderr.splitlines()) == 1
        assert sorted(desk.iterdir()) == before

    def test_a_wrong_product_is_one_line(self, desk: Path, make) -> None:
        wrong = make.written(make.calibration(), desk)
        run = invoke("run", "TOY_append", "--item", wrong, status=1)
        assert "is a DpdNirRelPhotoExpCalibration, not a DpdNirRelPhotoParams" in run.stderr
        assert len(run.stderr.splitlines()) == 1

    @pytest.mark.parametrize(
        "words",
        [
            ("TOY_append", "--item", "a.xml", "--item", "b.xml"),
            ("NIR_extract_exposure_catalog", "--filter", "NIR_J", "--filter", "NIR_H"),
        ],
    )
    def test_of_two_values_none_is_dropped_silently(self, desk: Path, words) -> None:
        run = invoke("run", *words, status=2)
        assert f"'{words[1]}' takes one value, and is given 2" in run.stderr
        assert sorted(path.name for path in desk.iterdir()) == ["a.xml", "b.xml"]

    def test_two_names_of_one_folder_are_wrong_usage(self, desk: Path) -> None:
        words = ("--item", "a.xml", "--out", ".", "--workdir", ".")
        run = invoke("run", "TOY_append", *words, status=2)
        assert "--out" in run.stderr
        assert "--workdir" in run.stderr

    def test_a_failure_is_an_exit_status(self, desk: Path, toy) -> None:
        dpkit.write(toy.params("bad"), desk / "in").rename(desk / "bad.xml")
        run = invoke("run", "TOY_fail", "--item", "bad.xml", status=1)
        assert run.stderr.startswith("dpkit: task fail: ValueError: cannot do this (the log ")
        assert len(run.stderr.splitlines()) == 1
        (run,) = json.loads(invoke("runs", "list", "--format", "json").stdout)
        assert (run["name"], run["exit"], run["failed"]) == ("TOY_fail", "failed", 1)


class TestFrontend:
    """``dpkit run toy_front``."""

    @pytest.fixture(autouse=True)
    def _settings(self, desk: Path, toy, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = desk / "instrument"
        dpkit.write(toy.params("s"), folder).rename(folder / "settings.xml")
        monkeypatch.setenv("TOY_DIR", str(folder))

    def test_positionals_options_and_defaults(self, desk: Path) -> None:
        run = invoke("run", "toy_front", "7", "a.xml", "b.xml")
        assert name_in(run.stdout.strip()) == "7 a+b s AB False True"
        run = invoke("run", "toy_front", "-a", "A", "-i", "--no_qc", "8", "b.xml")
        assert name_in(run.stdout.strip()) == "8 b s A True False"
        run = invoke("run", "toy_front", "--association", "B", "9", "b.xml", "-s", "a.xml")
        assert name_in(run.stdout.strip()) == "9 b a B False True"

    def test_the_task_has_its_own_name_and_defaults_too(self, desk: Path) -> None:
        run = invoke("run", "TOY_front", "--items", "a.xml", "--night", "7")
        assert name_in(run.stdout.strip()) == "7 a none ALL False True"

    def test_the_record_says_where_a_value_came_from(self, desk: Path) -> None:
        invoke("run", "toy_front", "7", "a.xml", "--out", "made")
        (file,) = Path("made/runs").glob("*/records/*.json")
        parameters = read_record(file).parameters
        assert parameters["association"] == {"value": "AB", "origin": "the front end"}
        assert parameters["night"] == {"value": "7", "origin": "command line"}
        assert parameters["check"] == {"value": True, "origin": "default"}

    def test_a_variable_that_is_not_set_is_named(self, desk: Path, monkeypatch) -> None:
        monkeypatch.delenv("TOY_DIR")
        run = invoke("run", "toy_front", "7", "a.xml", status=1)
        assert "the environment variable TOY_DIR is not set" in run.stderr
        assert len(run.stderr.splitlines()) == 1
        monkeypatch.setenv("HERE", str(desk))
        words = ("7", "${HERE}/a.xml", "-s", "$HERE/b.xml")
        assert name_in(invoke("run", "toy_front", *words).stdout.strip()).startswith("7 a b ")

    def test_missing_positionals_are_wrong_usage(self, desk: Path) -> None:
        invoke("run", "toy_front", "7", status=2)
        help_text = invoke("run", "toy_front", "--help").stdout
        assert "NIGHT ITEMS..." in help_text
        assert "-a, --association" in help_text


def one(
    item: dpkit.Product[DpdNirRelPhotoParams], n: int = 1
) -> dpkit.Product[DpdNirRelPhotoParams]: ...


@pytest.mark.parametrize(
    "wrong",
    [
        frontend(script="s", positionals=["other"]),
        frontend(script="s", positionals=["item"], options={"x": "n"}),
        frontend(script="s", positionals=["item"], defaults={"m": 1}),
        frontend(script="s", options={"-n": "n"}),
    ],
)
def test_a_wrong_front_end_is_refused_at_import(wrong) -> None:
    with pytest.raises(TaskError, match="the front end s") as caught:
        task("T", version="1.0", frontend=wrong)(one)
    assert caught.value.remedy


class TestListing:
    """``dpkit tasks``."""

    def test_the_source_says_what_the_tasks_are(self, toy) -> None:
        find_tasks.cache_clear()
        find_pipelines.cache_clear()
        listed = list_declarations().found
        loaded = {**find_tasks(), **find_pipelines()}
        find_tasks.cache_clear()
        find_pipelines.cache_clear()
        assert list(listed) == sorted(loaded)
        assert "TOY_Chain" in listed
        for name, said in listed.items():
            found = loaded[name]
            script = found.frontend.script if found.frontend else ""
            assert (said.version, said.script) == (found.version, script)
            assert said.kind == ("pipeline" if found.has_steps else "task")
            assert said.project == (found.project or "")
            if not name.startswith("TOY_"):  # the toy has a short name for its product
                assert list(said.inputs) == [port.product_name for port in found.inputs]
                assert list(said.outputs) == [port.product_name for port in found.outputs]
            assert said.title == found.documentation.partition("\n")[0]

    def test_rows(self, toy) -> None:
        rows = json.loads(invoke("tasks", "--format", "json").stdout)
        (row,) = [row for row in rows if row["name"] == "TOY_front"]
        assert (row["kind"], row["script"], row["module"]) == ("task", "toy_front", "toy_pf")
        pipelines = json.loads(invoke("pipeline", "list", "--format", "json").stdout)
        assert {row["name"] for row in pipelines} == {
            row["name"] for row in rows if row["kind"] == "pipeline"
        }

    def test_show(self, toy) -> None:
        text = invoke("tasks", "show", "TOY_settle").stdout
        assert "TOY_settle: task, version 1.2" in text
        assert "match_radius: float [arcsec], more than 0 and at most 9; 0.5 by default" in text
        assert "1.2: Has a margin." in text
        assert "step settle: TOY_settle(settings=settings)" in text
        said = json.loads(invoke("tasks", "show", "TOY_settle", "--format", "json").stdout)
        assert said["parameters"][0]["unit"] == "arcsec"
        assert said["inputs"][0]["sets"] == "Data"
        assert invoke("tasks", "show", "TOY_Chain", "--format", "dot").stdout.startswith("digraph")
        assert "flowchart" in invoke("pipeline", "show", "TOY_Chain", "--format", "mermaid").stdout

    def test_a_wrong_name_is_told_the_near_ones(self, toy) -> None:
        for words in (("tasks", "show"), ("pipeline", "show"), ("run",)):
            run = invoke(*words, "TOY_settel", status=1)
            assert "did you mean TOY_settle" in run.stderr
        with pytest.raises(dpkit.DpkitError, match="is a pipeline, not a task"):
            find_task("TOY_Chain")

    def test_every_command_has_help(self, toy) -> None:
        overview = invoke("run", "--help").stdout
        assert "toy_front" in overview
        for name in (*list_declarations().found, "toy_front"):
            assert "Makes Dpd" in invoke("run", name, "--help").stdout

    def test_listing_imports_nothing_of_the_tasks(self, toy_path: list[str]) -> None:
        code = (
            "import sys\nfrom dpkit.workflow.listing import list_declarations\n"
            "assert 'TOY_Chain' in list_declarations().found\n"
            "heavy = {'numpy', 'astropy', 'lxml', 'xsdata', 'toy_pf', 'dpkit.processing'}\n"
            "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
        )
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([*toy_path, *sys.path])}
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)


BAD = {
    "syntax": ("def (", "invalid syntax"),
    "name": ('import dpkit\n@dpkit.task("A" + "B", version="1")\ndef f(): ...\n', "cannot be read"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_module_that_cannot_be_read_is_told_and_others_are_listed(
    toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source, message = BAD[name]
    (tmp_path / f"bad_{name}.py").write_text(source)
    info = tmp_path / "bad-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[dpkit.tasks]\nx = bad_{name}\ny = nowhere.tasks\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    run = invoke("tasks", "--format", "json")
    assert "TOY_Chain" in run.stdout
    assert f"dpkit: bad_{name} cannot be read: " in run.stderr
    assert message in run.stderr
    assert "nowhere.tasks" in run.stderr
    assert f"bad_{name}" in invoke("run", "TOY_nothin", status=1).stderr


def test_types_of_ports_that_have_a_name_are_listed(tmp_path: Path, monkeypatch) -> None:
    """They may stand in the module or in one beside it; what lies elsewhere is not looked for."""
    package = tmp_path / "named_pf"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "ports.py").write_text(
        "from dpkit import Product\nFrame = Product[DpdNirCalibratedFrame]\n"
    )
    (package / "tasks.py").write_text(
        "from dpkit import Product, task\nfrom named_pf.ports import Frame\n"
        "from elsewhere.ports import Dark\n"
        "Params = Product[DpdNirRelPhotoParams] | None\n"
        '@task("NAMED", version="1")\n'
        "def f(frame: Frame, dark: Dark, params: Params = None) -> Product[DpdNirMasterFlat]: ...\n"
    )
    info = tmp_path / "named-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[dpkit.tasks]\nx = named_pf.tasks\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    listed = list_declarations().found["NAMED"]
    assert listed.inputs == ("DpdNirCalibratedFrame", "DpdNirRelPhotoParams")
    assert listed.outputs == ("DpdNirMasterFlat",)


def test_one_name_of_two_tasks_is_refused(toy, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "twice_pf.py").write_text(
        'from dpkit import task\n@task("TOY_join", version="1")\ndef f(): ...\n'
    )
    info = tmp_path / "twice-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[dpkit.tasks]\nx = twice_pf\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(TaskError, match="'TOY_join' is declared twice"):
        list_declarations()


def test_runs_are_listed_shown_and_resumed(desk: Path) -> None:
    words = ("--items", "a.xml", "--items", "b.xml", "--engine", "serial", "--out", "made")
    run = invoke("run", "TOY_Chain", *words)
    assert "3 of 3 join done" in run.stderr
    (row,) = json.loads(invoke("runs", "list", "--out", "made", "--format", "json").stdout)
    assert (row["name"], row["version"], row["exit"], row["done"]) == (
        "TOY_Chain",
        "1.0",
        "done",
        3,
    )
    records = json.loads(
        invoke("runs", "show", row["id"], "--out", "made", "--format", "json").stdout
    )
    assert [one["call"] for one in records] == ["append[0]", "append[1]", "join"]
    assert records[0]["parameters"]["text"] == {"value": "y", "origin": "pipeline TOY_Chain"}
    assert records[0]["outputs"]["output"][0] in records[2]["inputs"]["items"]
    assert set(records[0]["versions"]) >= {"dpkit", "python", "lxml"}
    assert records[0]["schemas"] == {"DpdNirRelPhotoParams": "1.0"}
    again = invoke("runs", "resume", row["id"], "--out", "made")
    assert again.stdout == run.stdout
    assert again.stderr.count("done before") == 3


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("1.5s", 1.5), ("15m", 900.0), ("2h", 7200.0), ("1d", 86400.0)],
)
def test_durations(text: str, seconds: float) -> None:
    from dpkit.cli.duration import DURATION

    assert DURATION.convert(text, None, None) == seconds


@pytest.mark.parametrize("text", ["0", "-1", "soon", "inf", "nan", ""])
def test_wrong_durations_are_wrong_usage(desk: Path, text: str) -> None:
    run = invoke("run", "TOY_append", "--item", "a.xml", f"--time-limit={text}", status=2)
    assert "Invalid value for '--time-limit'" in run.stderr
    assert f"{text!r} is no time span" in run.stderr


def test_the_script_of_a_package_reaches_the_front_end(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from dpkit.cli.run import run_script

    monkeypatch.setattr(sys, "argv", ["/usr/bin/toy_front", "7", "a.xml", "-s", "b.xml"])
    with pytest.raises(SystemExit) as caught:
        run_script()
    assert caught.value.code == 0
    assert name_in(capsys.readouterr().out.strip()) == "7 a b AB False True"
    assert find_declaration("toy_front").name == "TOY_front"


def test_no_port_or_parameter_can_take_the_name_of_an_option(toy) -> None:
    """Every option that all tasks have, and those of `dpkit` itself, are reserved."""
    from dpkit.cli.taskcommand import task_command
    from dpkit.workflow.signature import RESERVED

    own = {port.name for port in (*toy.append.inputs, *toy.append.outputs)}
    own |= {one.name for one in toy.append.parameters} | {"setting"}  # a key of its product
    options = [*task_command(toy.append).params, *root.params]
    names = {
        spelling.lstrip("-").replace("-", "_")
        for one in options
        for spelling in (*one.opts, *one.secondary_opts)
        if spelling.startswith("--")
    }
    common = {name for name in names if not name.startswith("key_")} - own
    assert len(common) > 15
    assert common <= RESERVED
