"""What was purged, as releases, packages, look-ups and other archives see it."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dpkit_archive
from dpkit.errors import (
    ArchiveError,
    DpkitError,
    IdentityError,
    InvalidMemberWarning,
    NotFoundError,
    ReleaseError,
    ValidityError,
)
from dpkit_archive import Archive

DARK, PARAMETERS = "DpdNirMasterDark", "DpdNirRelPhotoParams"
AT = "2026-03-01T12:00:00Z"
J = {"filter": "NIR_J"}


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    """Return another archive, always on SQLite."""
    with dpkit_archive.create(tmp_path / "other.sqlite") as made:
        yield made


@pytest.fixture
def lost(archive: Archive, make) -> dict[str, int]:
    """Purge two of the four members of a frozen release, and return the events before."""
    for one in ("a", "b"):
        archive.register(make.parameters(one, id=one.upper()))
    archive.register(make.dark(id="D"))
    archive.register(make.catalog(id="C"))
    chosen = last(archive)
    archive.create_release("DR1", ["A", "B", "D", "C"]).freeze()
    frozen = last(archive)
    archive.trash(["A", "D"], force=True)
    archive.purge(["A", "D"], force=True)
    return {"chosen": chosen, "frozen": frozen}


def last(archive: Archive) -> int:
    return archive.events(limit=1)[0].event


def statuses(archive: Archive, as_of: int | None = None) -> dict[str, str]:
    query = archive.query().release("DR1")
    return {row.id: row.status for row in (query if as_of is None else query.as_of(as_of))}


def test_a_choice_of_then_names_what_was_purged_since(archive: Archive, make) -> None:
    archive.register(make.factors(id="A"))
    archive.register(make.factors(id="B", values=(1.0, 1.2)), calibration_set="x")
    asked = {"at": AT, "keys": J, "as_of": last(archive)}
    before = archive.calib("DpdNirRelPhotoExpCalibration", **asked)
    assert [one.reason for one in before.rejected] == ["it is in set x"]
    archive.trash("B")
    archive.purge("B")
    assert archive.calib("DpdNirRelPhotoExpCalibration", **asked) == before


# Releases


def test_a_frozen_release_still_has_it_and_says_so(archive: Archive, lost, ask) -> None:
    with pytest.warns(InvalidMemberWarning, match=r"A \(purged\), D \(purged\)"):
        found = statuses(archive)
    assert found == {"A": "purged", "B": "registered", "C": "registered", "D": "purged"}
    release = archive.release("DR1")
    assert [one["id"] for one in json.loads(release.manifest())["members"]] == list("ABCD")
    assert (release.record.members, release.record.invalid) == (4, 2)
    assert "warning: D is purged" in ask("release", "show", "DR1").stderr
    assert release.diff("DR1") == []
    assert list(archive.check(deep=True)) == []
    assert archive.reindex().left == ()
    assert [one.what for one in archive.history("D")][1:3] == [
        ("added to release 'DR1'",),
        ("frozen in release 'DR1'",),
    ]


def test_as_of_then_nothing_was_lost(archive: Archive, lost) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # as of then, nothing had turned out bad
        assert set(statuses(archive, lost["frozen"]).values()) == {"registered"}
        assert len(statuses(archive, lost["frozen"])) == 4
        with pytest.raises(NotFoundError, match="there was no release named 'DR1'"):
            statuses(archive, lost["chosen"])
    with pytest.warns(InvalidMemberWarning, match=r"A \(trashed\), D \(trashed\)"):
        found = statuses(archive, lost["frozen"] + 2)
    assert (found["A"], found["D"]) == ("trashed", "trashed")


def test_members_are_those_of_then(archive: Archive, make, ask) -> None:
    archive.register(make.parameters("a", id="A"))
    archive.register(make.parameters("b", id="B"))
    release = archive.create_release("DR1", ["A"])
    first = last(archive)
    release.add(["B"])
    second = last(archive)
    release.remove(["A"])
    told = [sorted(statuses(archive, event)) for event in (first, second)]
    assert told == [["A"], ["A", "B"]]
    assert sorted(statuses(archive)) == ["B"]
    said = ask("find", "--release", "DR1", "--as-of", str(second), "--format", "json")
    assert [one["id"] for one in json.loads(said.stdout)] == ["A", "B"]


def test_what_a_release_lacks_is_not_forgotten(archive: Archive, lost) -> None:
    # `setting` has no column, `filter` has one.
    told = archive.release("DR1").completeness(by=["setting"], expect=[PARAMETERS])
    assert told.rows == ((("a",), ("INVALID",)), (("b",), ("present",)))
    told = archive.release("DR1").completeness(by=["filter"], expect=[DARK])
    assert told.rows == ((("NIR_J",), ("INVALID",)),)


def test_it_makes_no_release_unfit_unseen(archive: Archive, lost) -> None:
    again = archive.create_release("DR2", parent="DR1")
    again.remove(["D"])
    with pytest.raises(ArchiveError, match=r"A \(purged\)"):
        again.freeze()
    again.remove(["A"])
    assert again.freeze().members == 2


def test_it_comes_into_no_release(archive: Archive, lost, state) -> None:
    again = archive.create_release("DR2", ["B"])
    before = state(archive)
    with pytest.raises(ReleaseError, match="A was purged: there is nothing of it"):
        again.add(["C", "A"])
    with pytest.raises(ReleaseError, match="D was purged"):
        archive.create_release("DR3", ["D"])
    assert state(archive) == before


# Packages and copies


def test_a_package_says_what_it_lacks(
    archive: Archive, lost, other: Archive, tmp_path: Path, ask
) -> None:
    package = tmp_path / "DR1.tar"
    said = ask("export", "--release", "DR1", "--to", str(package))
    assert said.exit_code == 0
    assert "not in the package, since purged: A and 1 more" in said.stderr
    with pytest.warns(InvalidMemberWarning):
        made = archive.export(tmp_path / "DR1", archive.release("DR1").query())
    assert (made.products, made.gone) == (2, ("A", "D"))
    done = other.import_package(package)
    assert (done.new, done.gone, done.same_manifest) == (2, 2, False)
    assert [one.id for one in other.release("DR1").members()] == ["B", "C"]
    assert list(other.check(deep=True)) == []


def test_a_package_of_nothing_but_it_is_refused(archive: Archive, lost, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"nothing to export: A was purged"):
        archive.export(tmp_path / "a.tar", ["A", "D"])
    assert not list(tmp_path.glob("*a.tar*"))


def test_a_copy_has_its_history(archive: Archive, lost, tmp_path: Path, ask) -> None:
    assert ask("copy", "--to", str(tmp_path / "copy.sqlite")).exit_code == 0
    with dpkit_archive.open(tmp_path / "copy.sqlite") as copy:
        assert copy.release("DR1").manifest() == archive.release("DR1").manifest()
        assert copy.history("D") == archive.history("D")
        assert len(statuses(copy, lost["frozen"])) == 4
        assert list(copy.check(deep=True)) == []


def test_it_does_not_come_back_by_an_import(
    archive: Archive, other: Archive, make, state, tmp_path: Path
) -> None:
    source = make.parameters("a", id="A")
    archive.register(source)
    archive.register(make.parameters("a", id="A_AGAIN"))
    package = archive.export(tmp_path / "a.tar", ["A"]).path
    other.register(source)
    other.trash("A")
    other.purge("A")
    before = state(other)
    with pytest.raises(IdentityError, match="'A' was purged"):
        other.import_package(package)
    assert state(other) == before


def test_what_came_as_trash_is_judged_anew(
    archive: Archive, other: Archive, make, tmp_path: Path
) -> None:
    archive.register(make.dark(id="D"))
    archive.set_status("D", "valid")
    archive.trash("D")
    other.import_package(archive.export(tmp_path / "d.tar", ["D"]).path)
    (back,) = other.restore("D")
    assert (back.before, back.status) == ("trashed", "registered")
    assert list(other.check(deep=True)) == []


# Look-ups


def test_a_choice_of_then_is_the_same(archive: Archive, make, ask) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.catalog(id="C"))
    then = last(archive)
    told = archive.calib(DARK, exposure="C", as_of=then).to_dict()
    given = archive.calib(DARK, at=AT, keys=J, use="D", as_of=then).to_dict()
    archive.trash(["D", "C"])
    archive.purge(["D", "C"])
    for was in (told, given):
        was["chosen"]["document"] = None
    assert archive.calib(DARK, exposure="C", as_of=then).to_dict() == told
    assert archive.calib(DARK, at=AT, keys=J, use="D", as_of=then).to_dict() == given
    now = archive.calib(DARK, at=AT, keys=J)
    assert [(one.id, one.reason) for one in now.rejected] == [("D", "its status is purged")]


def test_it_is_not_certified_again(archive: Archive, make, state) -> None:
    archive.register(make.dark(id="D"))
    archive.trash("D")
    archive.purge("D")
    before = state(archive)
    with pytest.raises(ValidityError, match=r"status is purged.*\(certify another version\)"):
        archive.certify("D")
    assert archive.decertify("D") == []
    assert state(archive) == before


# Several at once


def at_once(url: str, *acts: Callable[[Archive], object]) -> list[object]:
    """Let several do something to an archive at once; return what each got, or its error."""
    ready, results = threading.Barrier(len(acts)), list[object](acts)

    def act(number: int) -> None:
        with dpkit_archive.open(url) as mine:
            ready.wait()
            try:
                results[number] = acts[number](mine)
            except DpkitError as error:
                results[number] = error

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


@pytest.mark.parametrize("turn", range(3))
def test_of_freezing_and_purging_one_comes_first(
    archive: Archive, url: str, make, turn: int
) -> None:
    archive.register(make.parameters("a", id="A"))
    archive.register(make.parameters("b", id="B"))
    archive.create_release("DR1", ["A", "B"])
    archive.trash("A")
    frozen, purged = at_once(
        url,
        lambda mine: mine.release("DR1").freeze(allow_invalid=True),
        lambda mine: mine.purge("A"),
    )
    assert not isinstance(frozen, DpkitError)
    (said,) = [
        one["status"]
        for one in json.loads(archive.release("DR1").manifest())["members"]
        if one["id"] == "A"
    ]
    # Who came second saw what the first had done.
    assert said == ("trashed" if isinstance(purged, DpkitError) else "purged")
    assert archive.product("A").status == said
    assert list(archive.check(deep=True)) == []


@pytest.mark.parametrize("turn", range(3))
def test_of_certifying_and_rejecting_one_comes_first(
    archive: Archive, url: str, make, turn: int
) -> None:
    archive.register(make.dark(id="D"))
    archive.decertify("D")
    certified, rejected = at_once(
        url,
        lambda mine: mine.certify("D"),
        lambda mine: mine.set_status("D", "rejected", reason="light leak"),
    )
    assert not isinstance(rejected, DpkitError)
    refused = isinstance(certified, DpkitError)
    assert rejected[0].ranges == (0 if refused else 1)  # type: ignore[index]
    assert archive.calib(DARK, at=AT, keys=J).chosen is None
    standing = [one for one in archive.show("D").validity if one["state"] == "granted"]
    assert standing == []
