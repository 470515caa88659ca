"""Deleting is two steps: into the trash and back, or out of it for good."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dpkit.errors import ArchiveError, IdentityError, NotFoundError
from dpkit.tai import parse_utc
from dpkit_archive import Archive
from dpkit_archive.pending import now_ns
from dpkit_archive.status import STATUSES

AT = parse_utc("2026-03-01T12:00:00Z")


def files_in(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(str(path.relative_to(folder)) for path in found)


def count(rows, table: str) -> int:
    return rows(f"SELECT count(*) FROM {table}")[0][0]


def test_the_trash_and_back(archive: Archive, make) -> None:
    archive.register(make.dark(id="D", status="VALID"))
    before = files_in(archive.files)
    (change,) = archive.trash("D", reason="by mistake", actor="ann")
    assert (change.status, change.ranges) == ("trashed", 1)
    assert archive.find() == []
    assert archive.query().status("trashed").ids() == ["D"]
    assert files_in(archive.files) == before
    assert archive.get("D", archive.files.parent / "out").exists()
    (back,) = archive.restore("D", reason="it is good")
    assert (back.before, back.status) == ("trashed", "valid")
    assert [row.id for row in archive.find()] == ["D"]
    # A validity comes back only by being certified again.
    assert archive.calib("DpdNirMasterDark", keys={"filter": "NIR_J"}, at=AT).chosen is None
    assert [one.verb for one in archive.history("D")] == ["register", "trash", "restore"]
    assert list(archive.check(deep=True)) == []


@pytest.mark.parametrize("status", ["registered", "valid", "invalid", "rejected", "retired"])
def test_what_is_restored_has_the_status_that_it_had(archive: Archive, make, status: str) -> None:
    archive.register(make.parameters(id="P", status="INVALID"))
    if status != "invalid":
        archive.set_status("P", "valid")
        archive.set_status("P", status, reason="x")
    for _ in range(2):
        archive.trash("P")
        assert archive.restore("P")[0].status == status
    with pytest.raises(ArchiveError, match=f"P: is {status}, and not in the trash"):
        archive.restore("P")


def test_only_what_is_in_the_trash_is_purged(archive: Archive, make, state) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.parameters(id="P"))
    archive.trash("P")
    before = state(archive)
    with pytest.raises(ArchiveError, match=r"D: is registered, and not in the trash.*trash D"):
        archive.purge(["P", "D"], force=True)
    with pytest.raises(NotFoundError):
        archive.purge(["P", "NONE"])
    assert archive.purge([]) == []
    assert state(archive) == before


def test_a_purge_leaves_a_tombstone(archive: Archive, make, rows, ask) -> None:
    source = make.dark(id="D", level=0.1)
    archive.promote("Data.Mean")
    archive.promote("Header.SoftwareName")
    archive.register(source)
    archive.register(make.catalog(id="C", frame="D"))
    archive.promote("Data.DetectorList.Detector.Background")
    archive.trash(["D", "C"])
    purged = {one.id: one for one in archive.purge(["D", "C"], reason="too old", actor="bob")}
    (file,) = [one for one in (source.parent / "data").iterdir() if "DARK" in one.name]
    assert purged["D"].files == 2
    assert purged["D"].bytes == source.stat().st_size + file.stat().st_size
    assert (purged["D"].left, purged["D"].forced) == (0, False)
    assert files_in(archive.files) == []
    for table in (
        "document", "product_file", "file_location", "file", "metric",
        "region_part", "region_cell",
    ):  # fmt: skip
        assert count(rows, table) == 0, table
    (values,) = [one for one in archive.promoted() if "Background" in one.path]
    assert count(rows, values.name) == 0
    assert list(archive.check(deep=True)) == []
    # Nothing finds it, unless it is asked for.
    assert archive.find() == []
    assert archive.query().status("registered", "trashed").ids() == []
    (row,) = archive.query("DpdNirMasterDark").status("purged").rows()
    assert (row.id, row.version, row.status, row.document) == ("D", 1, "purged", None)
    record = archive.show("D")
    assert (record.files, record.metrics, record.facts["document_sha256"]) == ((), (), None)
    assert [one["status"] for one in record.statuses] == ["registered", "trashed", "purged"]
    assert archive.calib("DpdNirMasterDark", keys={"filter": "NIR_J"}, at=AT).chosen is None
    with pytest.raises(ArchiveError, match=r"D: was purged.*history D"):
        archive.get("D", archive.files.parent / "out")
    assert not (archive.files.parent / "out").exists()
    last = archive.history("D")[-1]
    assert (last.verb, last.actor, last.reason) == ("purge", "bob", "too old")
    assert {one.what: one.count for one in archive.stats() if one.status} == {"products": 1}
    assert {one.status for one in archive.stats() if one.what == "products"} == {"purged"}
    assert archive.rebuild() == (0, [])
    assert [one.id for one in archive.impact("D")] == ["C"]
    for command in (("show", "D"), ("history", "D"), ("find", "--status", "purged"), ("stats",)):
        assert ask(*command).exit_code == 0
    assert ask("get", "D", "--out", str(archive.files.parent / "out")).exit_code != 0


def test_an_id_and_a_version_are_never_used_again(archive: Archive, make, state) -> None:
    first, second = make.parameters(id="P1"), make.parameters(radius=0.5, id="P2")
    archive.register(first)
    archive.register(make.parameters(id="P1_AGAIN"))
    archive.register(second)
    archive.trash(["P1", "P2"])
    archive.purge(["P1", "P2"])
    before = state(archive)
    for source in (first, second, make.parameters(id="P1_AGAIN"), make.parameters("x", id="P1")):
        with pytest.raises(IdentityError, match="was purged"):
            archive.register(source)
        (refused,) = archive.register_stream([source])
        assert "new id" in str(refused.error)
    assert state(archive) == before
    # The same content under a new id is a new version.
    made = archive.register(make.parameters(id="P3"))
    assert (made.id, made.version, made.created) == ("P3", 3, True)
    assert [row.id for row in archive.find()] == ["P3"]
    with pytest.raises(ArchiveError, match="is purged"):
        archive.restore("P1")
    with pytest.raises(ArchiveError, match="is purged, and cannot become valid"):
        archive.set_status("P1", "valid")


def test_what_others_come_from_is_held(archive: Archive, make, state) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.parameters("a", id="A"), inputs={"dark": ["D"]})
    archive.register(make.parameters("b", id="B"), inputs={"from": ["A"]})
    before = state(archive)
    two, one = (
        f"D: is needed: {said} from it, such as" for said in ("2 products come", "1 product comes")
    )
    with pytest.raises(ArchiveError, match=f"{two} A .*`dpkit archive trash D --force`"):
        archive.trash("D")
    with pytest.raises(ArchiveError, match=two):
        archive.set_status("D", "trashed")
    with pytest.raises(ArchiveError, match=f"{one} B"):
        archive.trash(["D", "A"])
    assert state(archive) == before
    archive.trash(["D", "A"], force=True)
    before = state(archive)
    with pytest.raises(ArchiveError, match=f"{two} A .*`dpkit archive purge D --force`"):
        archive.purge("D")
    with pytest.raises(ArchiveError, match=f"{one} B"):
        archive.purge(["D", "A"])
    assert state(archive) == before
    # What goes together does not hold each other.
    archive.trash("B")
    assert [one.forced for one in archive.purge(["B", "A", "D"])] == [False] * 3
    # What comes from something is no help to what comes from that: lineage stays.
    assert [one.id for one in archive.lineage("B", "up").nodes.values()] == ["B", "A", "D"]


def test_what_documents_name_is_held(archive: Archive, make) -> None:
    archive.register(make.frame(id="F"))
    archive.register(make.catalog(id="C", frame="F"))
    for part in (archive.trash, archive.purge):
        with pytest.raises(ArchiveError, match="1 product comes from it, such as C"):
            part("F")
        archive.trash("F", force=True)


def test_what_is_in_the_trash_keeps_nothing_out_of_it(archive: Archive, make) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.parameters("a", id="A"), inputs={"dark": ["D"]})
    archive.trash("A")
    archive.trash("D")
    # It can be restored, and holds what it came from until it is purged.
    with pytest.raises(ArchiveError, match="D: is needed: 1 product comes from it, such as A"):
        archive.purge("D")
    archive.restore("D")
    archive.trash(["D", "A"])
    assert [one.forced for one in archive.purge(["D", "A"])] == [False, False]


def test_force_is_kept_in_the_log(archive: Archive, make) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.parameters("a", id="A"), inputs={"dark": ["D"]})
    archive.register(make.parameters("x", id="X"))
    archive.create_release("DR1", ["D"]).freeze()
    needed = "release 'DR1' has it; 1 product comes from it, such as A"
    with pytest.raises(ArchiveError, match=f"D: is needed: {needed}.*--force"):
        archive.trash(["X", "D"])
    archive.trash(["D", "X"], force=True)
    kept = {one.subject: one.detail.get("forced") for one in archive.events(verb="trash")}
    assert kept == {"X": None, "D": {"releases": ["DR1"], "descendants": 1}}
    with pytest.raises(ArchiveError, match=f"D: is needed: {needed}.*--force"):
        archive.purge(["X", "D"])
    found = {one.id: one.forced for one in archive.purge(["X", "D"], force=True)}
    assert found == {"X": False, "D": True}
    details = {one.subject: one.detail["forced"] for one in archive.events(verb="purge")}
    assert details == {"X": None, "D": {"releases": ["DR1"], "descendants": 1}}
    assert archive.lineage("A", "up").edges
    assert list(archive.check(deep=True)) == []


def test_an_open_release_holds_nothing(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    archive.create_release("DR1", ["P"])
    archive.trash("P")
    assert archive.purge("P")[0].status == "purged"


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink", "symlink", "in-place"])
def test_only_what_the_archive_keeps_is_removed(archive: Archive, make, mode: str) -> None:
    source = make.dark(id="D")
    if mode == "symlink":
        source = make.dark(id="D", file="linked.fits")
    archive.register(source, mode=mode)
    before = files_in(make.folder)
    archive.trash("D")
    (purged,) = archive.purge("D")
    assert files_in(make.folder) == before
    assert files_in(archive.files) == []
    left = {"symlink": (1, 1), "in-place": (0, 2)}.get(mode, (2, 0))
    assert (purged.files, purged.left) == left
    assert list(archive.check(deep=True)) == []


def test_left_files_are_said(archive: Archive, make, ask) -> None:
    archive.register(make.dark(id="D"), mode="in-place")
    assert ask("trash", "D", "--reason", "x").exit_code == 0
    done = ask("purge", "D", "--format", "json")
    assert "2 files stay where they are: they were registered in place" in done.stderr
    assert json.loads(done.stdout)[0]["left"] == 2
    again = ask("purge", "D")
    assert again.exit_code == 0
    assert "D was purged already" in again.stderr


def test_several_products_in_one_file(archive: Archive, make) -> None:
    """Removing one leaves the other readable."""
    dates = ("2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z")
    for mode in ("in-place", "copy"):
        name = f"shared_{mode}.fits"
        one = make.dark(id=f"ONE_{mode}", file=name, calibration=f"one-{mode}")
        two = make.dark(
            *dates, id=f"TWO_{mode}", file=name, calibration=f"two-{mode}", filter="NIR_H"
        )
        if mode == "copy":
            dates = ("2028-01-01T00:00:00Z", "2028-01-02T00:00:00Z")
        archive.register(one, mode=mode, calibration_set=mode)
        archive.register(two, mode=mode, calibration_set=mode)
        archive.trash(f"ONE_{mode}")
        archive.purge(f"ONE_{mode}")
        assert archive.get(f"TWO_{mode}", archive.files.parent / mode).exists()
    assert list(archive.check(deep=True)) == []


def test_what_another_product_has_in_place_is_left(archive: Archive, make) -> None:
    made = archive.register(make.parameters(id="P"))
    other = made.document.with_name("q.xml")
    text = made.document.read_text().replace("<ProductId>P<", "<ProductId>Q<")
    other.write_text(text.replace("wide", "deep"))
    archive.register(other, mode="in-place")
    archive.trash("P")
    archive.purge("P")
    assert not made.document.exists()
    assert other.exists()
    assert archive.get("Q", archive.files.parent / "out").exists()
    assert list(archive.check(deep=True)) == []


def test_a_document_in_place_can_be_registered_under_another_id(archive: Archive, make) -> None:
    source = make.parameters(id="P", name="p.xml")
    archive.register(source, mode="in-place")
    archive.trash("P")
    archive.purge("P")
    again = make.parameters(id="Q", name="p.xml")
    made = archive.register(again, mode="in-place")
    assert (made.id, made.version) == ("Q", 2)


def test_what_lies_long_in_the_trash(archive: Archive, make, rows) -> None:
    for number in (1, 2, 3):
        archive.register(make.parameters(f"s{number}", id=f"P{number}"))
    archive.trash("P1")
    archive.trash("P2")
    archive.restore("P2")
    between = now_ns()
    archive.trash(["P2", "P3"])
    assert archive.purge(trashed_before=between - 10**15) == []
    assert [one.id for one in archive.purge(trashed_before=between)] == ["P1"]
    assert [one.id for one in archive.purge(trashed_before=now_ns())] == ["P2", "P3"]


def test_the_command_of_the_trash(archive: Archive, make, ask) -> None:
    archive.register(make.dark(id="D"))
    archive.register(make.parameters(id="P"), inputs={"dark": ["D"]})
    assert ask("purge").exit_code == 2
    refused = ask("trash", "D", "--reason", "old")
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "is needed: 1 product comes from it" in refused.output
    done = ask("trash", "D", "--reason", "old", "--force", "--format", "json")
    assert [(one["id"], one["status"]) for one in json.loads(done.stdout)] == [("D", "trashed")]
    assert "1 product comes from it" in done.stderr
    refused = ask("purge", "--trashed-before", "2099-01-01T00:00:00Z")
    assert refused.exit_code == 1
    assert "is needed" in refused.output
    assert ask("restore", "D").exit_code == 0
    assert archive.product("D").status == "registered"
    ask("trash", "D", "--force")
    assert ask("purge", "--trashed-before", "2099-01-01T00:00:00Z", "--force").exit_code == 0
    assert archive.product("D").status == "purged"


def test_reviews_of_what_is_gone_are_not_listed(archive: Archive, make) -> None:
    archive.register(make.parameters("a", id="A"))
    archive.register(make.parameters("b", id="B"), inputs={"from": ["A"]})
    archive.mark_impact("A", reason="bad")
    archive.trash("B")
    archive.purge("B")
    assert archive.reviews() == []
    assert archive.mark_impact("A", reason="bad") == (0, 0)


def test_as_of_then_it_was_there(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P"))
    event = archive.events(limit=1)[0].event
    archive.trash("P")
    archive.purge("P")
    (row,) = archive.query("DpdNirRelPhotoParams").as_of(event).rows()
    assert (row.id, row.status, row.document) == ("P", "registered", None)
    assert archive.query().as_of(event + 1).status(*STATUSES).rows()[0].status == "trashed"
    assert archive.show("P", as_of=event).row.status == "registered"
    with pytest.raises(ArchiveError, match="was purged"):
        list(archive.query().as_of(event).products())


def test_files_that_cannot_be_removed_are_named(archive: Archive, make, monkeypatch) -> None:
    archive.register(make.dark(id="D"))
    archive.trash("D")

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied", "somewhere")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.rename", refuse)
        with pytest.raises(ArchiveError, match="products are purged, but files cannot be removed"):
            archive.purge("D")
    assert archive.product("D").status == "purged"
    assert {one.code for one in archive.check()} == {"leftover"}
    (again,) = archive.purge("D")
    assert (again.event, again.files) == (None, 2)
    assert files_in(archive.files) == []
    assert list(archive.check(deep=True)) == []


def test_files_that_are_gone_already_are_no_trouble(archive: Archive, make) -> None:
    made = archive.register(make.dark(id="D"))
    archive.trash("D")
    shutil.rmtree(made.document.parent)
    assert archive.purge("D")[0].status == "purged"
    assert list(archive.check(deep=True)) == []


def test_known_kept_and_there_are_three_answers(archive: Archive, make) -> None:
    for identifier in ("THERE", "LOST", "PURGED"):
        source = make.dark(id=identifier, calibration=identifier, file=f"{identifier}.fits")
        archive.register(source, calibration_set=identifier)
    (archive.product("LOST").document.parent / "data" / "LOST.fits").unlink()
    archive.trash("PURGED")
    archive.purge("PURGED")
    assert {archive.product(one).id for one in ("THERE", "LOST", "PURGED")}  # known
    kept = {one: len(archive.show(one).files) for one in ("THERE", "LOST", "PURGED")}
    assert kept == {"THERE": 1, "LOST": 1, "PURGED": 0}
    missing = [one for one in archive.check() if one.code == "file-missing"]  # and there
    assert [Path(one.place).name for one in missing] == ["LOST.fits"]
