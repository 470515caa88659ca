"""The command `dpkit validate`: options, statuses, what goes where."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dpkit
from dpkit.cli.root import root
from dpkit.validation import batch
from dpkit.validation.level import LEVELS


def invoke(*words: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(root, ["validate", *map(str, words)], input=stdin)


@pytest.fixture
def good(calibration) -> Path:
    return calibration.document


@pytest.fixture
def bad(calibration, tmp_path: Path) -> Path:
    text = calibration.document.read_text()
    document = tmp_path / "bad.xml"
    document.write_text(text.replace("<Exposure>2<", "<Exposure>1<"))
    return document


@pytest.fixture
def odd(frame) -> Path:
    """Give a document with a warning."""
    other = frame.file.with_name("frame.fits")
    frame.replace(f"<FileName>{frame.file.name}<", f"<FileName>{other.name}<")
    frame.file.rename(other)
    return frame.document


def test_statuses_and_streams(good: Path, bad: Path, odd: Path) -> None:
    for words, status, summary in (
        ((good,), 0, "1 validated, 0 failed"),
        ((good, bad), 1, "2 validated, 1 failed"),
        ((odd,), 0, "1 validated, 0 failed"),
        ((odd, "--fail-on", "warning"), 1, "1 validated, 1 failed"),
        ((odd, "--fail-on", "warning", "--ignore", "file-name-pattern"), 0, "0 failed"),
        ((bad, "--warn", "rule-broken"), 0, "1 validated, 0 failed"),
        ((bad, "--ignore", "rule-broken", "--ignore", "file-size"), 0, "0 failed"),
        ((bad, "--level", "schema"), 0, "0 failed"),
    ):
        run = invoke(*words)
        assert (run.exit_code, run.exception) == (status, run.exception), run.output
        assert summary in run.stderr
        assert "validated" not in run.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ignore", "rule-brokn"), "did you mean rule-broken"),
        (("--warn", "nothing"), "no code is named"),
        (("--level", "file"), "did you mean files"),
        (("--level", "references"), "needs an archive"),
        (("--fail-on", "info"), "fail-on"),
        (("--max-errors", "0"), "max-errors"),
        (("--jobs", "0"), "jobs"),
        (("nothing/*.xml",), "no file is nothing/*.xml"),
        (("",), "a source is empty"),
        (("--archive", "nothing.sqlite"), "there is no archive"),
        (("--resume", "nothing/run.journal"), "No such file or directory"),
        (("--write-product", f"{__file__}/results"), "is no folder to write to"),
    ],
)
def test_wrong_usage(good: Path, words: tuple[str, ...], said: str) -> None:
    run = invoke(good, *words)
    assert (run.exit_code, run.stdout) == (2, "")
    assert said in run.stderr


def test_the_help_lists_the_levels_in_their_order() -> None:
    text = " ".join(invoke("--help").stdout.split())
    assert f"{', '.join(LEVELS[:-1])} (the last without an archive), {LEVELS[-1]}" in text


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_level_stops_there(good: Path, level: str) -> None:
    run = invoke(good, "--level", level, "--format", "json")
    assert json.loads(run.stdout)[0]["level"] == level


def test_a_list_on_the_standard_input(good: Path, bad: Path) -> None:
    run = invoke("-", "--format", "json", stdin=f"{good}\n{bad}\n".encode())
    assert [one["ok"] for one in json.loads(run.stdout)] == [True, False]
    run = invoke("-", "--format", "json", stdin=b"")
    assert (run.exit_code, run.stdout) == (0, "[]\n")


def test_a_folder_that_cannot_be_written_is_told_before(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: path != tmp_path)
    run = invoke(good, "--write-product", tmp_path / "a" / "b")
    assert (run.exit_code, run.stdout) == (2, "")
    assert f"{tmp_path} is no folder to write to" in run.stderr
    assert not (tmp_path / "a").exists()


def test_max_errors_stops(bad: Path) -> None:
    run = invoke(*[bad] * 5, "--max-errors", "2")
    assert run.stdout.count("error: ") == 2
    assert "stopped after 2 errors" in run.stderr
    assert run.exit_code == 1


def test_write_product(good: Path, bad: Path, tmp_path: Path) -> None:
    run = invoke(good, bad, "--write-product", tmp_path / "out")
    assert run.exit_code == 1
    (document,) = (tmp_path / "out").iterdir()
    assert f"written: {document}" in run.stderr
    assert dpkit.validate(document).findings == []


def test_the_archive_is_asked(make, tmp_path: Path) -> None:
    import dpkit_archive

    place = tmp_path / "archive.sqlite"
    dpkit_archive.create(place).close()
    document = make.written(make.catalog(), tmp_path)
    assert invoke(document).exit_code == 0
    run = invoke(document, "--archive", place)
    assert (run.exit_code, "[reference-missing]" in run.stdout) == (1, True)
    run = invoke(document, "--archive", tmp_path / "nothing.sqlite")
    assert (run.exit_code, run.stdout) == (2, "")  # 1 would say that a product failed


def test_a_fault_of_the_validator_is_status_3(
    good: Path, bad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_passes = batch.run_passes

    def faulty(subject, level, **rest):
        if subject.source == good:
            raise RecursionError("too deep")
        return run_passes(subject, level, **rest)

    monkeypatch.setattr(batch, "run_passes", faulty)
    run = invoke(good, bad)
    assert run.exit_code == 3
    assert "failure: RecursionError: too deep" in run.stdout
    assert "[rule-broken]" in run.stdout
    assert "Traceback" not in run.output


def test_resume_keeps_what_it_knows(good: Path, bad: Path, tmp_path: Path) -> None:
    journal = tmp_path / "run.journal"
    first = invoke(good, bad, "--resume", journal)
    again = invoke(good, bad, "--resume", journal, "--format", "json")
    assert (first.exit_code, again.exit_code) == (1, 1)
    assert len(journal.read_text().splitlines()) == 3
    assert json.loads(again.stdout) == [dpkit.validate(path).to_dict() for path in (good, bad)]
    run = invoke(good, "--resume", good)
    assert (run.exit_code, "is no journal" in run.stderr) == (2, True)
    assert good.read_text().startswith("<?xml")


def test_no_colours_and_no_bar_without_a_terminal(bad: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dpkit", "validate", str(bad)], capture_output=True, check=False
    )
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.stderr == b"1 validated, 1 failed\n"


def on_terminal(*words: object) -> bytes:
    """Run the command on a terminal and return all that it writes there."""
    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    environment.pop("NO_COLOR", None)
    run = subprocess.Popen(
        [sys.executable, "-m", "dpkit", "validate", *map(str, words)],
        stdout=terminal,
        stderr=terminal,
        env=environment,
    )
    os.close(terminal)
    written = b""
    while select.select([controller], [], [], 30)[0]:
        try:
            block = os.read(controller, 65536)
        except OSError:  # the other end is closed
            break
        written += block
    os.close(controller)
    assert run.wait(30) == 1
    return written


def test_colours_and_bar_on_a_terminal(bad: Path) -> None:
    written = on_terminal(bad)
    assert b"\x1b[31merror\x1b[0m" in written
    assert b"validating" in written
    assert b"1 validated, 1 failed" in written


@pytest.fixture
def many(calibration, tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    text = calibration.document.read_text()
    for n in range(1500):
        (folder / f"{n:04d}.xml").write_text(text)
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_continues(many: Path, tmp_path: Path, jobs: str) -> None:
    journal = tmp_path / "run.journal"
    words = ["validate", str(many), "--jobs", jobs, "--resume", str(journal), "--format", "json"]
    command = [sys.executable, "-m", "dpkit", *words]
    printed = tmp_path / "printed.json"
    with printed.open("wb") as stream:
        run = subprocess.Popen(
            command,
            stdout=stream,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # In the background a shell has the tests ignore interrupts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    until = time.monotonic() + 60
    while not (journal.exists() and journal.stat().st_size > 50_000):
        assert time.monotonic() < until
        assert run.poll() is None, "it ended before it could be interrupted"
    os.killpg(run.pid, signal.SIGINT)  # as the terminal does: all processes get it
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said.strip()) == (130, b"dpkit: interrupted")
    known = len(journal.read_bytes().splitlines()) - 1
    assert 0 < known < 1500
    with pytest.raises(json.JSONDecodeError):  # a list that was cut off does not look whole
        json.loads(printed.read_bytes())
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"1500 validated, 0 failed\n")
    documents = [one["document"] for one in json.loads(done.stdout)]
    assert documents == [str(path) for path in sorted(many.iterdir())]
    assert len(journal.read_bytes().splitlines()) == 1501
