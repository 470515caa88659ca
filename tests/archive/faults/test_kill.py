"""A writer is killed: nothing that was registered is lost, and what is left over is mended."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

# Where a registration is killed: a call, which one, and whether what it leaves is a leftover.
STEPS = [
    ("dpkit_archive.submission.file_checksum", 0, False),
    ("dpkit_archive.submission.read_content", 0, False),
    ("dpkit_archive.placing._write", 0, True),
    ("dpkit_archive.placing.copy_verified", 0, True),
    ("dpkit_archive.placing.flush_folder", 0, True),
    ("dpkit_archive.placing.flush_folder", 1, True),
    ("dpkit_archive.database.take_turn", 0, True),
    ("dpkit_archive.batch.load_standings", 0, True),
    ("dpkit_archive.batch.add_event", 0, True),
    ("dpkit_archive.batch.add_product", 0, True),
    ("dpkit_archive.pending.update_rows", 0, True),
    *(("dpkit_archive.pending.insert_rows", number, True) for number in range(0, 20, 6)),
    ("dpkit_archive.registration.publish", 0, True),
    ("pathlib.Path.rename", 0, True),
    ("dpkit_archive.placing.flush_folder", 2, True),
]


def second_version(archive: Archive, make) -> Path:
    """Register a first version, and return a document of the second."""
    archive.register(make.dark(id="FIRST", level=0.01))
    return make.dark(id="KILLED", level=0.02)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("step", "number", "left"), STEPS)
def test_a_kill_before_the_commit_leaves_nothing_but_files(
    archive: Archive, url: str, make, killer, mend, step, number, left, after
) -> None:
    source = second_version(archive, make)
    at = {"step": step, "number": number, "after": after}
    done = killer(url=url, batches=[[str(source)]], mode="copy", **at)
    assert (done["status"], done["reported"]) == (-9, [])
    first = step == "dpkit_archive.placing._write" and not after
    assert mend(archive) == ({"leftover"} if left or first else set())
    assert [row.id for row in archive.find(current=False)] == ["FIRST"]
    again = archive.register(source)
    assert (again.id, again.version, again.created) == ("KILLED", 2, True)
    assert archive.get("KILLED", archive.files.parent / "out").exists()
    assert archive.show("KILLED").validity[-1]["state"] == "granted"
    assert list(archive.check(deep=True)) == []


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink", "symlink", "in-place"])
def test_a_kill_at_the_commit(archive: Archive, url: str, make, killer, mend, mode: str) -> None:
    source = second_version(archive, make)
    at = {"step": "commit", "number": 0}
    done = killer(url=url, batches=[[str(source)]], mode=mode, after=False, **at)
    assert done["status"] == -9
    assert mend(archive) == (set() if mode == "in-place" else {"leftover"})
    assert [row.id for row in archive.find(current=False)] == ["FIRST"]
    # The originals of what is to be moved are there until it is registered for good.
    assert len(list((source.parent / "data").iterdir())) == 2
    done = killer(url=url, batches=[[str(source)]], mode=mode, after=True, **at)
    assert done["status"] == -9
    assert mend(archive) == set()
    assert [row.id for row in archive.find()] == ["KILLED"]
    again = archive.register(source, mode=mode)
    assert (again.version, again.created) == (2, False)
    assert archive.get("KILLED", archive.files.parent / "out").exists()


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("shutil.rmtree", False),
        ("dpkit_archive.registration.remove_sources", False),
        ("pathlib.Path.unlink", True),
    ],
)
def test_a_kill_after_the_commit_loses_nothing(
    archive: Archive, url: str, make, killer, mend, step: str, after: bool
) -> None:
    source = second_version(archive, make)
    at = {"step": step, "number": 0, "after": after}
    done = killer(url=url, batches=[[str(source)]], mode="move", **at)
    assert done["status"] == -9
    assert mend(archive) == set()
    assert [row.id for row in archive.find()] == ["KILLED"]
    assert archive.get("KILLED", archive.files.parent / "out").exists()


def test_a_kill_within_a_batch_keeps_all_or_none(
    archive: Archive, url: str, make, killer, mend
) -> None:
    sources = [make.catalog(exposure=number, id=f"C{number}") for number in range(1, 6)]
    for step, number, after, kept in (
        ("dpkit_archive.placing.copy_verified", 3, True, 0),
        ("dpkit_archive.registration.publish", 3, False, 0),
        ("commit", 0, False, 0),
        ("commit", 0, True, 5),
    ):
        at = {"step": step, "number": number, "after": after}
        done = killer(url=url, batches=[[str(one) for one in sources]], mode="copy", **at)
        assert done["status"] == -9
        assert mend(archive) == (set() if kept else {"leftover"})
        assert len(archive.find()) == kept


def test_ten_kills_at_any_moment(
    archive: Archive, url: str, make, killer, mend, record_property
) -> None:
    kill_again_and_again(archive, url, make, killer, mend, record_property, 10)


@pytest.mark.slow
def test_two_hundred_kills_at_any_moment(
    archive: Archive, url: str, make, killer, mend, record_property
) -> None:
    kill_again_and_again(archive, url, make, killer, mend, record_property, 200)


def kill_again_and_again(
    archive: Archive, url: str, make, killer, mend, record_property, kills: int
) -> None:
    """Kill writers at random moments; whatever they reported is there, and nothing is halved."""
    chance, span = random.Random(kills), 0.1
    open_ones, leftovers, reported = 0, 0, set()
    for number in range(kills):
        mode = ("copy", "move", "hardlink", "symlink", "in-place")[number % 5]
        batches = documents(make, number, chance)
        asked = [[str(path) for path in batch.values()] for batch in batches]
        done = killer(url=url, batches=asked, mode=mode, seconds=chance.uniform(0.0, span))
        assert done["status"] in {-9, 0}
        # Machines differ: a writer shall be killed before it is at its end.
        span *= 0.7 if done["status"] == 0 else 1.1
        open_ones += done["open"]
        reported.update(done["reported"])
        codes = mend(archive, deep=False)
        assert codes <= {"leftover"}
        leftovers += bool(codes)
        look_at_each(archive, batches, set(done["reported"]))
    assert {row.id for row in archive.find(current=False)} >= reported
    assert list(archive.check(deep=True)) == []
    engine = archive._database.engine.dialect.name
    record_property(
        "said",
        f"{engine}: {kills} kills, {open_ones / kills:.0%} within an open registration, "
        f"{leftovers} left something over, {len(reported)} products were reported",
    )
    assert open_ones >= 0.6 * kills


def documents(make, number: int, chance: random.Random) -> list[dict[str, Path]]:
    """Return batches of documents by id."""
    found = []
    for batch in range(6):
        ids = [f"K{number}-{batch}-{one}" for one in range(chance.randint(1, 4))]
        found.append({one: document(make, number, one, chance) for one in ids})
    return found


def document(make, number: int, identifier: str, chance: random.Random) -> Path:
    if chance.random() < 0.3:
        return make.catalog(number, id=identifier, frame=identifier)
    return make.parameters(identifier, id=identifier)


def look_at_each(archive: Archive, batches: list[dict[str, Path]], reported: set[str]) -> None:
    there = {row.id for row in archive.find(current=False)}
    assert reported <= there
    for batch in batches:
        # A batch is one transaction.
        assert len(there & batch.keys()) in {0, len(batch)}
    lost = [path for batch in batches for one, path in batch.items() if one not in there]
    assert all(path.is_file() for path in lost)
    assert all(archive.register(path, rehearse=True).created for path in lost[:1])
