"""Several processes register into one archive: nothing is lost, nothing doubled, readers go on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import dpkit_archive
import dpkit_archive.registration
from dpkit.errors import ArchiveError
from dpkit_archive import Archive
from dpkit_archive.contention import ContentionError, retried, translated

WRITERS = 8
WRITER = """
import sys, dpkit_archive
with dpkit_archive.open(sys.argv[1]) as archive:
    for source in open(sys.argv[2]).read().split():
        made = archive.register(source)
        print(made.id, made.version, int(made.created))
"""


def write_at_once(archive: Archive, url: str, make, tmp_path: Path, count: int) -> None:
    """Register own documents and common ones in as many processes, and look what is there."""
    common = [
        make.parameters("common", radius=0.1 + n / 1000, id=f"X{n}") for n in range(count // 5)
    ]
    writers = []
    for writer in range(WRITERS):
        own = [make.parameters(f"w{writer}-{n}", id=f"W{writer}-{n}") for n in range(count)]
        mixed = [path for n, one in enumerate(own) for path in (one, *common[n // 5 : n // 5 + 1])]
        names = tmp_path / f"names-{writer}"
        names.write_text("\n".join(map(str, mixed)))
        words = [sys.executable, "-c", WRITER, url, str(names)]
        writers.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
    # Whoever checks meanwhile takes nobody for broken.
    while any(writer.poll() is None for writer in writers):
        assert list(archive.check()) == []
    said = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    lines = [line.split() for one in said for line in one.splitlines()]
    created = Counter(line[0] for line in lines if line[2] == "1")
    expected = {f"W{w}-{n}" for w in range(WRITERS) for n in range(count)}
    expected |= {f"X{n}" for n in range(len(common))}
    assert created == Counter(expected)
    check_what_is_there(archive, expected, len(common))


def check_what_is_there(archive: Archive, expected: set[str], common: int) -> None:
    found = archive.find(current=False)
    assert sorted(row.id for row in found) == sorted(expected)
    versions = sorted(row.version for row in found if row.id.startswith("X"))
    assert versions == list(range(1, common + 1))
    assert all(row.document.is_file() for row in found)
    with archive._database.reading() as connection:
        numbers = connection.exec_driver_sql("SELECT seq FROM event ORDER BY seq").scalars().all()
        assert list(numbers) == list(range(1, len(expected) + 1))
    assert list(archive.check(deep=True)) == []


def test_eight_writers_lose_and_double_nothing(
    archive: Archive, url: str, make, tmp_path: Path
) -> None:
    write_at_once(archive, url, make, tmp_path, 50)


@pytest.mark.slow
def test_eight_writers_of_five_hundred(archive: Archive, url: str, make, tmp_path: Path) -> None:
    write_at_once(archive, url, make, tmp_path, 500)


def test_a_writer_waits_for_its_turn_and_tries_again(
    archive: Archive, url: str, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dpkit_archive.connection._WAIT_MS", 20)
    monkeypatch.setattr("dpkit_archive.contention._FIRST_PAUSE", 0.2)
    source = make.parameters()
    attempts = []
    attempt = dpkit_archive.registration._register

    def counted(*args: object, **options: object) -> object:
        attempts.append(1)
        return attempt(*args, **options)

    monkeypatch.setattr("dpkit_archive.registration._register", counted)
    with dpkit_archive.open(url) as other:
        held = threading.Event()

        def hold() -> None:
            with archive._database.writing(keep=False):
                held.set()
                waited.wait(0.15)

        waited = threading.Event()
        thread = threading.Thread(target=hold)
        thread.start()
        held.wait()
        made = other.register(source)
        thread.join()
    assert made.created
    assert len(attempts) > 1


def test_a_number_of_attempts_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    calls = []

    def fail() -> None:
        calls.append(1)
        raise ContentionError("another process is writing to the archive")

    with pytest.raises(ContentionError):
        retried(fail)
    assert len(calls) == 4
    assert len(pauses) == 3
    assert all(0 < pause < 1 for pause in pauses)

    def other() -> None:
        calls.append(1)
        raise ArchiveError("the disk is full")

    with pytest.raises(ArchiveError):
        retried(other)
    assert len(calls) == 5


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03"])
@pytest.mark.parametrize("engine", ["sqlite"])
def test_failures_of_postgresql_that_pass(archive: Archive, state: str) -> None:
    error = Exception("could not serialize access")
    error.sqlstate = state
    with (
        pytest.raises(ContentionError, match="another process"),
        translated(archive._database.engine, "here"),
    ):
        raise OperationalError("SELECT 1", {}, error)


def test_a_reader_sees_one_state_while_others_write(archive: Archive, url: str, make) -> None:
    archive.register(make.parameters(id="P"))
    with dpkit_archive.open(url) as reader, reader._database.reading() as connection:
        count = "SELECT count(*) FROM product"
        assert connection.exec_driver_sql(count).scalar() == 1
        archive.register(make.parameters("deep", id="Q"))
        assert connection.exec_driver_sql(count).scalar() == 1
    assert len(archive.find()) == 2
