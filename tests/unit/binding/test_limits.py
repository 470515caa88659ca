"""Hostile and damaged documents are refused at every door, in bounded time and memory.

They are read by a program of its own: with an upper bound on its memory, and a time after which it
hangs. Nothing outside the document is touched: what it refers to is a port that nobody may call,
and a pipe that nobody ever writes to, so that opening it would never end.
"""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import dpkit
from dpkit.binding import parsing
from dpkit.binding.door import parse
from dpkit.errors import ProductError
from dpkit.product.document import parse_document
from dpkit.product.reading import bind_document
from dpkit.simulate import sample_document
from dpkit_dm.bas import GenericKeyValueParameter, GenericKeyValueParameters

from .hostile import HARMLESS, PRODUCT, Bad, documents, sample

PLACE = Path("sample.xml")
MEMORY = 3 * 1024**3
SECONDS = 300
ONE_LINE = 1_500


PROBE = """
import contextlib, io, json, resource, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
import dpkit
from dpkit.cli.root import root
from dpkit.errors import DpkitError
from dpkit.product.partial import read_part, stream_records

def refusal(read):
    try:
        read()
    except DpkitError as error:
        return [type(error).__name__, error.place, str(error)]
    return None

def command(*words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            root(list(words))
            status = 0
        except SystemExit as end:
            status = end.code
    return [status, out.getvalue(), err.getvalue()]

for path in sorted(Path(sys.argv[1]).glob("*.xml"), key=lambda path: int(path.stem)):
    report = dpkit.validate(path, level="schema")
    print(json.dumps({
        "name": path.stem,
        "read": refusal(lambda: dpkit.read(path)),
        "part": refusal(lambda: read_part(path, "Header")),
        "stream": refusal(lambda: list(stream_records(path, sys.argv[3]))),
        "findings": [[one.severity, one.line, str(one)] for one in report.findings],
        "command": command("validate", str(path), "--level", "schema"),
        "other": command(
            "schema", "show", sys.argv[4], "--binding", "--document", str(path), "--format", "json"
        ),
    }), flush=True)
"""
RECORD = "Data.CorrectionFactorList.CorrectionFactor"


def probe(folder: Path) -> dict[str, Any]:
    """Read every document of a folder at every door, in a program with limits."""
    words = [sys.executable, "-c", PROBE, str(folder), str(MEMORY), RECORD, PRODUCT]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["name"]: one for one in found}


@dataclass
class World:
    """A port and a pipe that documents refer to, and what every door said of the documents."""

    port: int
    pipe: Path
    bad: dict[str, Bad]
    said: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("limits")
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        bad = documents(port, pipe)
        datas = {name: one.data for name, one in bad.items()}
        datas |= {name: make(port, pipe) for name, make in HARMLESS.items()}
        for number, data in enumerate(datas.values()):
            (folder / f"{number}.xml").write_bytes(data)
        said = probe(folder)
        yield World(port, pipe, bad, {n: said[str(i)] for i, n in enumerate(datas)})
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()  # nobody has called


NAMES = list(documents(1, Path("/nowhere")))


@pytest.mark.parametrize("name", NAMES)
def test_bad_documents_are_refused_by_reading(world: World, name: str) -> None:
    bad = world.bad[name]
    for door in ("read", "part", "stream"):
        assert world.said[name][door] is not None, door
        kind, place, text = world.said[name][door]
        assert kind == "ProductError"
        assert re.search(bad.said, text), text[:500]
        line = int(place.rpartition(":")[2])
        assert line == bad.line if bad.line is not None else line >= 1, door
        assert "\n" not in text


@pytest.mark.parametrize("name", NAMES)
def test_bad_documents_are_findings_and_one_line_each(world: World, name: str) -> None:
    bad, said = world.bad[name], world.said[name]
    assert said["findings"]
    severity, line, text = said["findings"][0]
    assert severity == "error"
    assert line == bad.line if bad.line is not None else line >= 1
    assert len(said["findings"]) <= 100
    status, out, err = said["command"]
    assert status == 1
    assert err == "1 validated, 1 failed\n"
    told = [line for line in out.splitlines() if line.startswith("  error: ")]
    assert told[0] == f"  error: {text}"
    assert len(told) == len(said["findings"])
    status, out, err = said["other"]
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("dpkit: ")
    assert "internal error" not in err


@pytest.mark.parametrize("name", [name for name in NAMES if "long name of the root" not in name])
def test_what_is_said_can_be_read(world: World, name: str) -> None:
    for _, _, text in world.said[name]["findings"]:
        assert len(text) < ONE_LINE


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_documents_are_read(world: World, name: str) -> None:
    said = world.said[name]
    assert (said["read"], said["part"], said["stream"]) == (None, None, None)
    assert said["findings"] == []
    assert said["command"] == [0, "", "1 validated, 0 failed\n"]
    assert said["other"][:2] == [0, "[]\n"]


def test_a_document_that_breaks_off_anywhere_is_refused(tmp_path: Path) -> None:
    data = sample().rstrip()
    for number, end in enumerate(range(0, len(data), 7)):
        (tmp_path / f"{number}.xml").write_bytes(data[:end])
    said = probe(tmp_path)
    assert len(said) > 300
    for number, one in said.items():
        lines = data[: int(number) * 7].count(b"\n") + 1
        for door in ("read", "part", "stream"):
            kind, place, text = one[door]
            assert kind == "ProductError"
            assert "not well-formed XML" in text
            assert 1 <= int(place.rpartition(":")[2]) <= lines
        assert [finding[0] for finding in one["findings"]] == ["error"]
        assert one["command"][0] == 1
        assert one["command"][1].count("\n  error: ") == 1


WITH_LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1024**3,) * 2)
from dpkit.cli.root import main
main()
"""


def test_more_than_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file of 4 GiB, of which nothing is on the disk, and more than the program may hold."""
    document = tmp_path / "x.xml"
    with document.open("wb") as stream:
        stream.write(sample())
        stream.truncate(4 * 1024**3)
    words = [sys.executable, "-c", WITH_LIMIT, "validate", str(document)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 1, done.stderr
    _, line, *_ = done.stdout.splitlines()
    assert "4294967296 bytes, more than 268435456" in line
    with pytest.raises(ProductError, match="4294967296 bytes, more than 268435456"):
        dpkit.read(document)


def test_a_source_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SIZE_LIMIT", 10_000_000)
    with pytest.raises(ProductError, match="more than 10000000"):
        dpkit.read("/dev/zero")
    (finding,) = dpkit.validate("/dev/zero").findings
    assert "more than 10000000" in finding.message


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """Documents may come from another program, as in ``dpkit validate <(make-one)``."""
    words = [sys.executable, "-m", "dpkit", "validate", "/dev/stdin", "--level", "schema"]
    done = subprocess.run(words, input=sample(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, b"")


bad_characters = pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f\x01", "\ufffe", "\ud800"]
)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("Header/SoftwareName", lambda c, bad: setattr(c.header, "software_name", bad)),
        (
            "Parameters/Parameter[2]/Key",
            lambda c, bad: setattr(c.parameters.parameter[1], "key", bad),
        ),
    ],
)
@bad_characters
def test_control_characters_are_refused_on_writing_with_their_path(
    make, tmp_path: Path, path: str, change: Callable[[Any, str], None], character: str
) -> None:
    product = make.parameters()
    product.content.parameters = GenericKeyValueParameters(
        parameter=[GenericKeyValueParameter(key=key, description="", choice=1) for key in "ab"]
    )
    change(product.content, f"a{character}b")
    with pytest.raises(ProductError, match=f"U\\+{ord(character[-1]):04X}") as caught:
        dpkit.write(product, tmp_path / "out")
    assert caught.value.place == path
    assert [p for p in (tmp_path / "out").rglob("*") if p.is_file()] == []


@bad_characters
def test_control_characters_of_attributes_are_refused_too(
    make, tmp_path: Path, character: str
) -> None:
    product = make.calibration()
    product.content.quality_flags.exposures_missing.xpath = f"a{character}b"
    with pytest.raises(ProductError, match=f"U\\+{ord(character[-1]):04X}") as caught:
        dpkit.write(product, tmp_path / "out")
    assert caught.value.place == "QualityFlags/ExposuresMissing/@xpath"
    assert not (tmp_path / "out").exists()


def test_a_text_beyond_the_limit_is_refused_on_writing_in_plain_words(make, tmp_path: Path) -> None:
    product = make.parameters()
    product.content.data.parameter_set_name = "x" * 11_000_000
    with pytest.raises(ProductError, match="Text node too long") as caught:
        dpkit.write(product, tmp_path / "out")
    assert "b'" not in caught.value.message
    assert "HUGE" not in caught.value.message
    assert caught.value.remedy == "keep bulk data in a file beside the document"
    assert not (tmp_path / "out").exists()


def test_a_refusal_is_short_whatever_it_names() -> None:
    error = ProductError("m" * 1_000_000, place="p" * 1_000_000, remedy="r" * 1_000_000)
    assert len(str(error)) < 13_000
    assert error.message == "m" * 1_000_000  # for programs


def resident() -> int:
    """Return the resident memory of this process in kB, as the kernel has it now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def test_reading_again_and_again_takes_no_more_memory() -> None:
    data = sample_document("DpdNirRelPhotoExpCalibration", seed=1)
    for _ in range(2_000):
        bind_document(parse_document(data, PLACE))
    before = resident()
    for _ in range(18_000):
        bind_document(parse_document(data, PLACE))
    assert resident() - before < 4_000


def test_a_text_of_200_megabytes_is_refused() -> None:
    with pytest.raises(ProductError, match="not well-formed"):
        parse(b"<a>" + b"x" * 200_000_000 + b"</a>")


def test_siblings_that_are_all_wrong_are_refused_with_their_lines() -> None:
    data = sample_document("DpdNirRelPhotoExpCalibration", seed=1)
    start = data.index(b"<CorrectionFactor>")
    wrong = b"<CorrectionFactor><Value>x</Value><Exposure>1</Exposure></CorrectionFactor>\n"
    line = data[:start].count(b"\n") + 1
    with pytest.raises(ProductError, match=r"'x' is not a valid value.*and 99 more") as caught:
        parse_document(data[:start] + wrong * 200_000 + data[start:], PLACE)
    assert caught.value.place == f"sample.xml:{line}"
