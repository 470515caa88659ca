"""Many products at once: batch by batch or all or none, and an answer for every one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dpkit.cli.root import root
from dpkit.errors import ArchiveError
from dpkit_archive import Archive, Refusal, Registration


@pytest.fixture
def mixed(make) -> list[Path]:
    """Return good documents, and among them one that is invalid and one whose id is taken."""
    bad = make.parameters("bad", id="BAD")
    bad.write_text("<x/>")
    return [
        make.parameters("a", id="A"),
        bad,
        make.dark(id="D"),
        make.parameters("b", id="A", name="again.xml"),
        make.parameters("c", id="C"),
    ]


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_each_gets_an_answer_and_the_good_are_kept(
    archive: Archive, mixed: list[Path], batch: int
) -> None:
    made = list(archive.register_stream(iter(mixed), batch=batch))
    assert [one.id if isinstance(one, Registration) else one.error.code for one in made] == [
        "A",
        "product",
        "D",
        "identity",
        "C",
    ]
    assert [one.source for one in made if isinstance(one, Refusal)] == [
        str(mixed[1]),
        str(mixed[3]),
    ]
    assert sorted(row.id for row in archive.find()) == ["A", "C", "D"]
    again = list(archive.register_stream(mixed, batch=batch))
    assert [isinstance(one, Registration) and one.created for one in again] == [False] * 5


def test_processes_give_the_same_answers_in_the_same_order(
    archive: Archive, make, tmp_path: Path
) -> None:
    sources = [make.parameters(str(n), radius=n, id=f"P{n}") for n in range(80)]
    for broken in sources[4::9]:
        broken.write_text("<x/>")
    sources[50] = tmp_path / "missing.xml"
    given = [one.as_uri() if n % 7 == 3 else one for n, one in enumerate(sources)]
    told = [_told(one) for one in archive.register_stream(given, jobs=2, rehearse=True)]
    alone = [_told(one) for one in archive.register_stream(given)]
    assert told == alone
    refused = sorted({*range(4, 80, 9), 50})
    assert [n for n, one in enumerate(told) if one[1] in {"product", "not-found"}] == refused
    assert [one[1] for n, one in enumerate(told) if n not in refused] == [
        f"P{n}" for n in range(80) if n not in refused
    ]


def _told(made: Registration | Refusal) -> tuple[str, ...]:
    if isinstance(made, Refusal):
        return made.source, made.error.code, str(made.error)
    return "registered", made.id, str(made.created)


def test_all_or_none_keeps_none_and_names_all_that_is_wrong(
    archive: Archive, mixed: list[Path], rows
) -> None:
    without = [one for number, one in enumerate(mixed) if number != 1]
    for some, wrong in ((mixed, [1, 3]), (without, [2])):
        made = list(archive.register_stream(some, all_or_none=True))
        assert all(isinstance(one, Refusal) for one in made)
        others = ["since others were refused" in str(one.error) for one in made]
        assert [number for number, other in enumerate(others) if not other] == wrong
    assert rows("SELECT count(*) FROM product") == [(0,)]
    assert rows("SELECT count(*) FROM product_type") == [(0,)]
    assert not list(archive.files.glob("Dpd*/*"))
    good = [mixed[n] for n in (0, 2, 4)]
    made = list(archive.register_stream(good, all_or_none=True))
    assert [isinstance(one, Registration) and one.created for one in made] == [True] * 3


def test_a_refused_product_leaves_no_row(archive: Archive, make, rows) -> None:
    archive.register(make.detector_factors())
    sources = [
        make.detector_factors(calibration="C2", dataset="new"),
        make.factors(dataset="odd", id="F"),
    ]
    made = list(archive.register_stream([sources[0]], calibration_set="main"))
    assert isinstance(made[0], Refusal)
    assert rows("SELECT name FROM dataset") == [("main",)]
    (other,) = archive.register_stream([sources[1]], inputs={"port": ["NONE"]})
    assert isinstance(other, Refusal)
    assert other.error.code == "not-found"
    assert rows("SELECT count(*) FROM product") == [(1,)]
    assert rows("SELECT count(*) FROM event") == [(1,)]


def test_versions_aliases_and_ranges_within_one_batch(archive: Archive, make) -> None:
    """The same as one after the other."""
    sources = [
        make.parameters(radius=0.1, id="P1"),
        make.parameters(radius=0.2, id="P2"),
        make.parameters(radius=0.1, id="P3"),
        make.detector_factors(values=(1.0, 1.1), id="F1"),
        make.detector_factors(values=(1.0, 1.2), id="F2"),
        make.detector_factors("2026-03-01T12:00:00Z", calibration="C2", id="F3"),
        make.detector_factors(
            "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", calibration="C2", id="F4"
        ),
    ]
    made = list(archive.register_stream(sources))
    said = [
        (one.id, one.version, one.created) if isinstance(one, Registration) else one.error.code
        for one in made
    ]
    assert said == [
        ("P1", 1, True),
        ("P2", 2, True),
        ("P1", 1, False),
        ("F1", 1, True),
        ("F2", 2, True),
        "validity",
        ("F4", 1, True),
    ]
    assert [one["state"] for one in archive.show("F1").validity] == ["proposed", "retired"]
    assert [one["state"] for one in archive.show("F2").validity] == ["proposed", "granted"]


def test_many_are_registered_in_several_chunks(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dpkit_archive.registration._CHUNK", 2)
    archive.register(make.catalog(frame="R1", id="C1"))
    sources = [
        make.catalog(frame="R3", id="C3"),
        make.frame(id="R2"),
        make.parameters(id="P"),
        make.frame(id="R1"),
        make.frame(id="R3"),
    ]
    made = archive.register_all(sources)
    assert [(one.id, one.created) for one in made] == [
        ("C1", False),
        ("R2", True),
        ("P", True),
        ("R2", False),
        ("R2", False),
    ]


def test_a_batch_that_cannot_be_written_keeps_those_before(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dpkit_archive.registration

    publish = dpkit_archive.registration.publish

    def fail_for_c(folder: Path, target: Path) -> None:
        if target.name == "C":
            raise OSError(28, "No space left on device")
        publish(folder, target)

    monkeypatch.setattr("dpkit_archive.registration.publish", fail_for_c)
    sources = [make.parameters(name, id=name) for name in "ABCD"]
    stream = archive.register_stream(sources, batch=2)
    assert [next(stream).id, next(stream).id] == ["A", "B"]
    with pytest.raises(ArchiveError, match="No space left"):
        next(stream)
    assert sorted(row.id for row in archive.find()) == ["A", "B"]


# The command


def run(archive: Archive, url: str, *words: object, text: str | None = None) -> Result:
    words = ("archive", "register", *map(str, words), "--archive", url)
    return CliRunner().invoke(root, list(words), input=text)


def test_a_folder_stands_for_its_documents(archive: Archive, url: str, make) -> None:
    for name in "ABC":
        make.parameters(name, id=name, name=f"{name}.xml")
    make.dark(id="D", name="D.xml")
    result = run(archive, url, make.folder, "--format", "json")
    assert result.exit_code == 0
    assert [row["id"] for row in json.loads(result.stdout)] == ["A", "B", "C", "D"]
    assert "4 of 4 accepted" in result.stderr


def test_paths_come_from_the_standard_input(archive: Archive, url: str, make) -> None:
    paths = [make.parameters(name, id=name) for name in "AB"]
    text = "".join(f"{path}\n" for path in paths) + "\n"
    result = run(archive, url, "-", "--format", "csv", "--batch", 1, text=text)
    assert result.exit_code == 0
    assert [row["id"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["A", "B"]


def test_all_or_none_tells_of_each(archive: Archive, url: str, mixed: list[Path]) -> None:
    result = run(archive, url, *mixed, "--all-or-none", "--format", "json")
    assert result.exit_code == 1
    assert [row["result"] for row in json.loads(result.stdout)] == ["refused"] * 5
    assert "0 of 5 accepted" in result.stderr
    assert result.stderr.count("others were refused") == 3
    assert archive.find() == []


def test_modes_and_inputs_are_options(archive: Archive, url: str, make) -> None:
    archive.register(make.parameters(id="P"))
    source = make.dark(id="D")
    words = ("--mode", "move", "--input", "parameters=P", "--input", "parameters=P")
    assert run(archive, url, source, *words).exit_code == 0
    assert not source.exists()
    assert [one["id"] for one in archive.show("D").inputs] == ["P", "P"]
    result = run(archive, url, source, "--input", "P")
    assert result.exit_code == 2
    assert "is not PORT=ID" in result.stderr
