"""Bad input is an error in one line, and nothing is written: no row, no file, no byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dpkit.cli.root import root
from dpkit.errors import DpkitError
from dpkit.simulate import write_sample
from dpkit_archive import Archive, Refusal

pytestmark = pytest.mark.alternating

MODES = ("copy", "move", "hardlink", "symlink", "in-place")


def replaced(source: Path, old: str, new: str) -> Path:
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")
    return source


def renamed_file(make, name: str) -> Path:
    """Write a dark whose document names its file in another way."""
    return replaced(make.dark(file="dark.fits"), ">dark.fits<", f">{name}<")


def linked_file(make, target: Path) -> Path:
    """Write a dark whose file is a link; what it points to is what it was."""
    source = make.dark(file="dark.fits")
    file = source.parent / "data" / "dark.fits"
    target.parent.mkdir(exist_ok=True)
    file.rename(target)
    file.symlink_to(target)
    return source


def two_of_one_name(make) -> Path:
    """Write a map of segments whose two files have one name."""
    source = write_sample("DpdMerSegmentationMap", make.folder / "mer", seed=1, full=True)
    names = re.findall(r"<FileName>(.*?)</FileName>", source.read_text())
    assert len(set(names)) >= 2
    return replaced(source, f">{names[1]}<", f">{names[0]}<")


def polygon(make, *vertices: tuple[str, str]) -> Path:
    """Write a catalogue with another footprint."""
    source = make.catalog()
    drawn = "".join(f"<Vertex><C1>{ra}</C1><C2>{dec}</C2></Vertex>" for ra, dec in vertices)
    text = re.sub("<Polygon>.*</Polygon>", f"<Polygon>{drawn}</Polygon>", source.read_text())
    source.write_text(text)
    return source


def doctype(make) -> Path:
    entity = '<!DOCTYPE x [<!ENTITY a "b">]>\n<p:Dpd'
    return replaced(make.parameters(), "<p:Dpd", entity)


NAIVE = "T00:00:00Z</TimestampStart>", "T00:00:00</TimestampStart>"

DOCUMENTS: dict[str, tuple[Callable[[Any], Path], str]] = {
    "naive begin": (lambda make: replaced(make.factors(), *NAIVE), "zone|Z"),
    "naive creation": (lambda make: make.parameters(created="2026-01-01T00:00:00"), "zone|Z"),
    "no time": (lambda make: make.factors("2026-02-30T00:00:00Z"), "2026-02-30"),
    "reversed range": (lambda make: make.factors(end="2026-02-01T00:00:00Z"), ""),
    "empty range": (lambda make: make.factors(end="2026-03-01T00:00:00Z"), ""),
    "unknown root": (lambda make: replaced(make.parameters(), "p:DpdNirRelPhotoParams",
                                           "p:DpdNirNothing"), "root element"),
    "unknown namespace": (lambda make: replaced(make.parameters(), 'relphotoparams"', 'other"'),
                          "root element"),
    "unknown version": (lambda make: replaced(make.parameters(), 'version="1.0">', 'version="9">'),
                        "9"),
    "no XML": (lambda make: replaced(make.parameters(), "</p:", "</q:"), "well-formed"),
    "document type": (doctype, "document type|DOCTYPE|well-formed"),
    "up": (lambda make: renamed_file(make, "../dark.fits"), "FileName"),
    "up and up": (lambda make: renamed_file(make, "../../../etc/passwd"), "FileName"),
    "dots": (lambda make: renamed_file(make, ".."), "name"),
    "absolute": (lambda make: renamed_file(make, "/etc/passwd"), "FileName"),
    "folder": (lambda make: renamed_file(make, "sub/dark.fits"), "FileName"),
    "two of one name": (two_of_one_name, "name"),
    "link that leaves": (lambda make: linked_file(make, make.folder.parent / "far" / "d.fits"),
                         "link that leaves the folder"),
    "link up": (lambda make: linked_file(make, make.folder / "d.fits"),
                "link that leaves the folder"),
    "two vertices": (lambda make: polygon(make, ("1", "1"), ("2", "2")), ""),
    "one place": (lambda make: polygon(make, *[("1", "1")] * 3), "area|region|polygon|vert"),
    "a line": (lambda make: polygon(make, ("0", "0"), ("1", "0"), ("2", "0")), ""),
    "no number": (lambda make: polygon(make, ("NaN", "1"), ("2", "1"), ("2", "2")), ""),
    "beyond a pole": (lambda make: polygon(make, ("1", "91"), ("2", "1"), ("2", "2")), ""),
    "setting of control": (lambda make: make.parameters("a&#1;b"), "well-formed"),
}  # fmt: skip


@pytest.fixture
def standing(archive: Archive, make) -> Archive:
    """Return an archive in which something stands that bad input could spoil."""
    archive.register(make.dark("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z", id="D"))
    archive.register(make.catalog(9, id="C"), inputs={"dark": ["D"]})
    return archive


def bytes_of(folder: Path) -> dict[str, Any]:
    """Return every file of the sources with its bytes, and where links lead."""
    found = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {str(p): p.readlink() if p.is_symlink() else p.read_bytes() for p in found}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_bad_documents_write_nothing(standing: Archive, make, state, name: str) -> None:
    build, message = DOCUMENTS[name]
    source = build(make)
    before, sources = state(standing), bytes_of(make.folder)
    for mode in MODES:
        with pytest.raises(DpkitError, match=message or None) as caught:
            standing.register(source, mode=mode)
        assert str(caught.value).count("\n") == 0
        assert caught.value.place
        (refused,) = standing.register_stream([source], mode=mode)
        assert isinstance(refused, Refusal)
        assert state(standing) == before
        assert bytes_of(make.folder) == sources
    assert list(standing.check()) == []


OPTIONS = {
    "dataset": {"dataset": "a\nb"},
    "empty dataset": {"dataset": " "},
    "set": {"calibration_set": "a\x00b"},
    "mode": {"mode": "copy; rm"},
    "unknown input": {"inputs": {"dark": ["D' OR '1'='1"]}},
}


@pytest.mark.parametrize("name", OPTIONS)
def test_bad_options_write_nothing(standing: Archive, make, state, name: str) -> None:
    source, before = make.factors(), state(standing)
    with pytest.raises(DpkitError):
        standing.register(source, **OPTIONS[name])
    assert state(standing) == before
    assert list(standing.check()) == []


METACHARACTERS = (
    "'",
    '"',
    "D'; DROP TABLE product; --",
    "D' OR '1'='1",
    '") OR 1=1 --',
    "%",
    "_",
    "\\",
    "{}",
    '{"a": 1}',
    "[]",
    "$.Data",
    "$.*",
    '"]',
    "%s %(x)s :x ? {x}",
    "a\nb",
    "a\x00b",
    "\udcff",
    "☃",
    "`x`",
    "../x",
    "",
)

ASK: dict[str, Callable[[Archive, str], Any]] = {
    "product": lambda a, text: a.find(text),
    "key name": lambda a, text: a.find(keys={text: 1}),
    "key value": lambda a, text: a.find(keys={"filter": text}),
    "key of a list": lambda a, text: a.find("DpdNirExposureCatalog", keys={"detector": text}),
    "integer key": lambda a, text: a.find(keys={"observation": text}),
    "dataset": lambda a, text: a.find(dataset=[text]),
    "status": lambda a, text: a.find(status=[text]),
    "order": lambda a, text: a.find(order=[text]),
    "where": lambda a, text: a.query().where(text).rows(),
    "value in where": lambda a, text: a.query().where(f"filter == '{text}'").rows(),
    "path in where": lambda a, text: a.query().where(f"{text} == 1").rows(),
    "column": lambda a, text: a.query("DpdNirExposureCatalog").dataset("none?").values(text),
    "region": lambda a, text: a.query().region(text).rows(),
    "moc file": lambda a, text: a.query().region(f"moc {text}").rows(),
    "between": lambda a, text: a.query().between(text, text).rows(),
    "id": lambda a, text: a.show(text),
    "promote": lambda a, text: a.promote(text),
    "promote of": lambda a, text: a.promote("Data.ExposureTime.Value", text),
    "demote": lambda a, text: a.demote(text),
    "calib": lambda a, text: a.calib("DpdNirMasterDark", keys={"filter": text}, at=0).chosen,
    "calib of": lambda a, text: a.calib(text, keys={}, at=0),
    "set": lambda a, text: a.calib("DpdNirMasterDark", keys={"filter": "NIR_J"}, at=0,
                                   calibration_set=[text]),
}  # fmt: skip


@pytest.mark.parametrize("argument", ASK)
def test_metacharacters_in_questions_find_nothing(standing: Archive, state, argument: str) -> None:
    before = state(standing)
    for text in METACHARACTERS:
        try:
            found = ASK[argument](standing, text)
        except DpkitError as error:
            found = str(error) if "\n" in str(error) else None
        assert not found, f"{text!r}: {found}"
    assert state(standing) == before
    assert len(standing.find()) == 2


@pytest.mark.parametrize("argument", ["dataset", "calibration_set", "actor", "port", "id"])
def test_metacharacters_in_names_are_kept_as_they_are(
    standing: Archive, make, rows, argument: str
) -> None:
    texts = [one for one in METACHARACTERS if one.isprintable() and one.strip()]
    for number, text in enumerate(texts):
        standing.register(
            **{"source": given(make, argument, number, text), **option(argument, text)}
        )
    sql = {
        "dataset": "SELECT name FROM dataset WHERE name != 'main'",
        "calibration_set": "SELECT name FROM calibration_set WHERE name != 'main'",
        "actor": "SELECT actor FROM event WHERE seq > 2",
        "port": "SELECT port FROM lineage WHERE product > 2",
        "id": "SELECT id FROM product WHERE number > 2",
    }
    assert sorted(value for (value,) in rows(sql[argument])) == sorted(texts)
    assert len(standing.find(current=False)) == 2 + len(texts)
    assert list(standing.check(deep=True)) == []


def given(make, argument: str, number: int, text: str) -> Path:
    if argument != "id":
        return make.factors(id=f"F{number}", filter="NIR_H", observation=number,
                            begin=f"{2027 + number}-01-01T00:00:00Z",
                            end=f"{2027 + number}-01-02T00:00:00Z")  # fmt: skip
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return make.parameters(f"s{number}", id=escaped, name=f"s{number}.xml")


def option(argument: str, text: str) -> dict[str, Any]:
    if argument == "port":
        return {"inputs": {text: ["D"]}}
    return {} if argument == "id" else {argument: text}


COMMANDS = (
    ("find", "{}"),
    ("find", "--key", "{}"),
    ("find", "--key", "filter={}"),
    ("find", "--filter", "{}"),
    ("find", "--dataset", "{}"),
    ("find", "--status", "{}"),
    ("find", "--where", "{}"),
    ("find", "--region", "{}"),
    ("find", "--columns", "{}"),
    ("find", "--order", "{}"),
    ("find", "--between", "{}", "2026-01-01T00:00:00Z"),
    ("show", "{}"),
    ("get", "{}", "--out", "{out}"),
    ("calib", "{}", "--at", "2026-01-01T00:00:00Z"),
    ("calib", "DpdNirMasterDark", "--filter", "{}", "--at", "2026-01-01T00:00:00Z"),
    ("calib", "DpdNirMasterDark", "--filter", "NIR_J", "--at", "{}"),
    ("index", "{}"),
    ("index", "{}", "--drop"),
    ("register", "{out}/{}.xml"),
    ("register", "{out}/none.xml", "--input", "{}"),
    ("repair", "--report", "{out}/{}"),
    ("check", "--deep", "--resume", "{out}/none/{}"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_metacharacters_on_the_command_line_write_nothing(
    standing: Archive, url: str, state, tmp_path: Path, command: tuple[str, ...]
) -> None:
    before = state(standing)
    out = tmp_path / "out"
    # No argument of a command can have a zero byte.
    for text in (one for one in METACHARACTERS if "\0" not in one):
        words = [one.replace("{out}", str(out)).replace("{}", text) for one in command]
        if words[1:2] and words[1].startswith("-") and command[1] == "{}":
            words.insert(1, "--")
        done = CliRunner().invoke(root, ["archive", words[0], "--archive", url, *words[1:]])
        assert done.exit_code in {0, 1, 2}, f"{text!r}: {done.stderr}"
        assert "Traceback" not in done.stderr
        if done.exit_code == 0 and text:  # no columns are all
            assert "DpdNirMasterDark" not in done.stdout, (text, done.stdout)
    assert state(standing) == before
    assert not out.exists()


REGIONS = (
    "cone 1 1 -1",
    "cone 1 1 181",
    "cone 1 91 1",
    "cone nan 1 1",
    "cone 1 1",
    "cone 1 1 1 1",
    "cone inf 1 1",
    "polygon 1 1 2 2",
    "polygon 1 1 1 1 1 1",
    "polygon 0 0 1 0 2 0",
    "polygon 1 1 2 1 2",
    "polygon 1 1 2 2 2 1 1 2",
    "box 1 1 2 2",
    "box 1 2 2 1",
    "box 1 2 1 91",
    "moc none.fits",
    "tile",
    "tile x",
    "circle 1 1 1",
    "",
)


@pytest.mark.parametrize("area", REGIONS)
def test_degenerate_regions_are_refused(standing: Archive, url: str, state, area: str) -> None:
    before = state(standing)
    with pytest.raises(DpkitError) as caught:
        standing.query().region(area).rows()
    assert str(caught.value).count("\n") == 0
    done = CliRunner().invoke(root, ["archive", "find", "--archive", url, "--region", area])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert state(standing) == before
