"""A purge is killed: until its commit nothing is done, and after it files at most are left."""

from __future__ import annotations

import pytest

from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

GOING = ("K1", "K2", "K3")

# Where a purge is killed: a call and which one, before the commit.
BEFORE = [
    ("dpkit_archive.database.take_turn", 0),
    ("dpkit_archive.curation.purge.name_subjects", 0),
    ("dpkit_archive.curation.purge.refuse_held", 0),
    ("dpkit_archive.curation.purge.add_event", 1),
    ("dpkit_archive.pending.insert_rows", 6),
    *(("dpkit_archive.curation.purge.delete_rows", number) for number in (0, 3, 5, 6)),
]

# And after it: which products still have files then, and whether these can be told by a check.
AFTER = [
    ("dpkit_archive.curation.purge.unknown_within", 0, False, {"K1", "K2", "K3", ".incoming"}),
    ("pathlib.Path.rename", 0, False, {"K1", "K2", "K3", ".incoming"}),
    ("pathlib.Path.rename", 0, True, {"K2", "K3", ".incoming"}),
    ("pathlib.Path.rename", 2, True, {".incoming"}),
    ("shutil.rmtree", 0, False, {".incoming"}),
    ("pathlib.Path.rmdir", 0, False, {".incoming"}),
    ("pathlib.Path.rmdir", 0, True, set()),
]


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with three products in the trash, and two that share their contents."""
    for number, identifier in enumerate((*GOING, "STAYS")):
        archive.register(make.dark(id=identifier, calibration=identifier, file="same.fits"),
                         calibration_set=f"s{number}")  # fmt: skip
    archive.register(make.catalog(id="C"), inputs={"dark": ["STAYS"]})
    archive.trash(GOING)
    return archive


def kept_files(archive: Archive) -> set[str]:
    """Return whose files lie in the archive: of products, and what is on its way out."""
    incoming = archive.files / ".incoming"
    going = {".incoming"} if incoming.exists() and any(incoming.iterdir()) else set()
    return going | {path.parent.name for path in archive.files.glob("Dpd*/*/*.xml")}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("step", "number"), BEFORE)
def test_until_the_commit_nothing_is_done(
    filled: Archive, url: str, killer, state, step: str, number: int, after: bool
) -> None:
    before = state(filled)
    done = killer(url=url, purge=GOING, step=step, number=number, after=after)
    assert (done["status"], done["reported"]) == (-9, [])
    assert state(filled) == before
    assert list(filled.check(deep=True)) == []
    assert [one.status for one in filled.purge(GOING)] == ["purged"] * 3
    assert kept_files(filled) == {"STAYS", "C"}
    assert list(filled.check(deep=True)) == []


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_commit_decides(filled: Archive, url: str, killer, after: bool) -> None:
    done = killer(url=url, purge=GOING, step="commit", number=0, after=after)
    assert done["status"] == -9
    status = "purged" if after else "trashed"
    assert {filled.product(one).status for one in GOING} == {status}
    assert kept_files(filled) == {*GOING, "STAYS", "C"}
    assert {one.code for one in filled.check()} == ({"leftover"} if after else set())


@pytest.mark.parametrize("mended", ["by a repair", "by a purge"])
@pytest.mark.parametrize(("step", "number", "after", "left"), AFTER)
def test_after_the_commit_only_files_are_left(
    filled: Archive, url: str, killer, mend, step, number, after, left, mended: str
) -> None:
    done = killer(url=url, purge=GOING, step=step, number=number, after=after)
    assert (done["status"], done["reported"]) == (-9, [])
    assert {filled.product(one).status for one in GOING} == {"purged"}
    assert kept_files(filled) - {"STAYS", "C"} == left
    if mended == "by a purge":
        assert [one.event for one in filled.purge(GOING)] == [None] * 3
        assert kept_files(filled) - {"STAYS", "C", ".incoming"} == set()
        left = left & {".incoming"}
    assert mend(filled) == ({"leftover"} if left else set())
    assert filled.get("STAYS", filled.files.parent / "out").exists()
    assert filled.get("C", filled.files.parent / "other").exists()
