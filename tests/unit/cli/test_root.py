"""Errors end as one line and an exit status; starting up is cheap."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dpkit import __version__
from dpkit.cli import root as module
from dpkit.cli.root import root
from dpkit.errors import DpkitError, ProductError

COMMANDS = ("demo", "new-pf", "pipeline", "run", "runs", "schema", "simulate", "tasks", "validate")


def failing(error: BaseException) -> click.Command:
    @click.command()
    def command() -> None:
        raise error

    return command


class Point:
    """An entry point that gives an object, or fails to."""

    def __init__(self, name: str, loaded: object) -> None:
        self.name = name
        self.loaded = loaded

    def load(self) -> object:
        if isinstance(self.loaded, Exception):
            raise self.loaded
        return self.loaded


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch):
    """Let tests add commands."""
    points: list[Point] = []

    def entry_points(*, group: str, name: str | None = None) -> list[Point]:
        assert group == "dpkit.commands"
        return [point for point in points if name in {None, point.name}]

    monkeypatch.setattr(module, "entry_points", entry_points)

    def add(name: str, loaded: object) -> None:
        points.append(Point(name, loaded))

    return add


def invoke(*words: str):
    return CliRunner().invoke(root, list(words))


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (
            ProductError("is bad", place="a.xml:3", remedy="mend it"),
            1,
            "dpkit: a.xml:3: is bad (mend it) [product]",
        ),
        (DpkitError("two\nlines"), 1, "dpkit: two lines [error]"),
        (FileNotFoundError(2, "No such file", "x"), 1, "dpkit: x: No such file [system]"),
        (PermissionError("odd"), 1, "dpkit: odd [system]"),
        (KeyError("k"), 3, "dpkit: internal error: KeyError: 'k' (this is a fault of dpkit; "),
        (click.UsageError("wrong"), 2, "Error: wrong"),
        (click.BadParameter("wrong"), 2, "Error: Invalid value: wrong"),
        (click.ClickException("so so"), 1, "Error: so so"),
        (KeyboardInterrupt(), 130, "dpkit: interrupted"),
        (click.exceptions.Exit(1), 1, ""),
        (click.exceptions.Exit(0), 0, ""),
    ],
)
def test_error_ends_as_one_line_and_a_status(plugins, error, status: int, line: str) -> None:
    plugins("fail", failing(error))
    run = invoke("fail")
    assert run.exit_code == status
    assert run.stdout == ""
    assert line in run.stderr
    if isinstance(error, (DpkitError, OSError, KeyError)):
        assert len(run.stderr.splitlines()) == 1
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("words", [("--debug", "fail"), ("fail", "--debug")])
@pytest.mark.parametrize("error", [ProductError("bad"), KeyError("k")])
def test_debug_shows_the_traceback_and_the_line(plugins, error, words) -> None:
    plugins("fail", failing(error))
    run = invoke(*words)
    assert "Traceback (most recent call last)" in run.stderr
    assert run.stderr.splitlines()[-1].startswith("dpkit: ")
    assert run.exit_code == (1 if isinstance(error, DpkitError) else 3)


@pytest.mark.parametrize(
    "words",
    [
        ("nothing",),
        ("--nothing",),
        ("validate",),
        ("validate", "a.xml", "--format", "yaml"),
        ("validate", "a.xml", "--level", "nothing"),
        ("schema", "nothing"),
        ("schema", "show"),
        ("schema", "list", "--format", "xml"),
        ("schema", "generate", "--package", "nothing_dm"),
        ("schema", "generate", "--source", "/nowhere"),
        ("simulate", "nothing"),
        ("demo", "nothing"),
    ],
)
def test_wrong_usage_is_status_2(words: tuple[str, ...]) -> None:
    run = invoke(*words)
    assert run.exit_code == 2
    assert run.stdout == ""
    assert "Error: " in run.stderr


def test_unknown_names_of_products_and_tasks_are_status_1_with_the_nearest() -> None:
    for words, near in (
        (("schema", "show", "DpdNirMasterDrak"), "DpdNirMasterDark"),
        (("run", "NIR_extract_exposure_catalogue"), "NIR_extract_exposure_catalog"),
    ):
        run = invoke(*words)
        assert run.exit_code == 1
        assert f"did you mean {near}" in run.stderr
        assert len(run.stderr.splitlines()) == 1


def test_help_lists_all_commands_with_their_summary() -> None:
    run = invoke("--help")
    assert run.exit_code == 0
    listed = run.stdout.partition("Commands:")[2]
    plugged = {point.name for point in metadata.entry_points(group="dpkit.commands")}
    for name in {*COMMANDS, *plugged}:
        assert f"\n  {name} " in listed


@pytest.mark.parametrize("error", [ImportError("no numpy"), AttributeError("no command")])
def test_help_survives_a_broken_plugin(plugins, error: Exception) -> None:
    plugins("broken", error)
    run = invoke("--help")
    assert run.exit_code == 0
    assert f"cannot be loaded: {error}" in run.stdout


def test_summaries_are_those_of_the_commands() -> None:
    context = click.Context(root)
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help


def test_version() -> None:
    assert invoke("--version").stdout.split() == ["dpkit,", "version", __version__]


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(run.stdout.splitlines()[-1])}


HEAVY = {"astropy", "numpy", "lxml", "sqlalchemy", "xsdata", "rich", "matplotlib", "fsspec"}
HELP = """
import contextlib, io
from dpkit.cli.root import root
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as out:
    root(["--help"])
assert "Commands" in out.getvalue()
"""


@pytest.mark.parametrize("code", ["import dpkit", "import dpkit.tai, dpkit.errors", HELP])
def test_starting_up_imports_nothing_heavy(code: str) -> None:
    assert modules_after(code) & HEAVY == set()


def test_importing_the_archive_imports_no_database() -> None:
    assert not modules_after("import dpkit_archive") & {"sqlalchemy", "astropy", "numpy"}


def test_listing_products_needs_no_numerics() -> None:
    code = "import dpkit.schema.dictionary as d\nassert d.product_names()"
    assert modules_after(code) & HEAVY == set()


def test_program_and_module_are_the_same() -> None:
    for command in ([str(Path(sys.executable).parent / "dpkit")], [sys.executable, "-m", "dpkit"]):
        run = subprocess.run(
            [*command, "validate", "/nowhere.xml"], capture_output=True, text=True, check=False
        )
        assert run.returncode == 1
        assert "/nowhere.xml" in run.stdout
        assert "1 failed" in run.stderr


def test_every_public_name_can_be_reached() -> None:
    import dpkit

    assert sorted(dir(dpkit)) == sorted(dpkit.__all__)
    for name in dpkit.__all__:
        assert getattr(dpkit, name) is not None
    assert callable(dpkit.validate)
    with pytest.raises(AttributeError, match="nothing"):
        _ = dpkit.nothing


def test_without_a_name_the_only_demonstration_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from dpkit.cli import plugin

    @click.command()
    @click.option("--out")
    def shown(out: str) -> None:
        click.echo(f"shown {out}")

    points: list[Point] = []
    monkeypatch.setattr(
        plugin,
        "entry_points",
        lambda **given: [one for one in points if given.get("name") in {None, one.name}],
    )
    run = invoke("demo")
    assert (run.exit_code, "no package brings one" in run.stderr) == (2, True)
    points.append(Point("first", shown))
    assert invoke("demo", "--out", "here").stdout == "shown here\n"
    points.append(Point("second", shown))
    run = invoke("demo", "--out", "here")
    assert (run.exit_code, "give one of first, second" in run.stderr) == (2, True)
    assert invoke("demo", "second", "--out", "there").stdout == "shown there\n"
