"""Releases: what they hold, when they change, and what is told of them."""

from __future__ import annotations

import hashlib
import json
import threading
import warnings

import pytest

import dpkit_archive
from dpkit.errors import InvalidMemberWarning, NotFoundError, ReleaseError
from dpkit.product.digest import content_digest
from dpkit.product.document import read_document
from dpkit_archive import Archive

FACTORS = "DpdNirRelPhotoExpCalibration"
PARAMETERS = "DpdNirRelPhotoParams"


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with two versions of A, and B and C."""
    for setting, id, radius in (("a", "A1", 0.1), ("a", "A2", 0.2), ("b", "B1", 0.1)):
        archive.register(make.parameters(setting, radius, id=id))
    archive.register(make.factors(id="C1"))
    return archive


def ids(release) -> list[str]:
    return [one.id for one in release.members()]


def test_a_release_holds_what_a_query_finds(filled: Archive) -> None:
    made = filled.create_release("DR1", filled.query(PARAMETERS))
    assert ids(made) == ["A2", "B1"]
    record = made.record
    assert (record.state, record.members, record.invalid) == ("open", 2, 0)
    assert (record.frozen, record.manifest_sha256, record.parent) == (None, None, None)
    assert [one.name for one in filled.releases()] == ["DR1"]
    assert made.amounts() == [{"product": PARAMETERS, "dataset": "main", "count": 2}]


def test_a_release_of_ids_and_queries_holds_each_product_once(filled: Archive) -> None:
    made = filled.create_release("DR1", ["A2", "C1", filled.query(PARAMETERS)])
    assert ids(made) == ["A2", "B1", "C1"]


def test_a_release_without_a_choice_is_empty_and_cannot_be_frozen(filled: Archive) -> None:
    made = filled.create_release("DR1")
    with pytest.raises(ReleaseError, match="has no members"):
        made.freeze()


def test_other_ids_of_a_product_name_it(filled: Archive, make) -> None:
    filled.register(make.parameters("b", 0.1, id="B-again"))
    assert ids(filled.create_release("DR1", ["B-again", "B1"])) == ["B1"]


def test_two_versions_of_one_identity_are_refused(filled: Archive, state) -> None:
    before = state(filled)
    with pytest.raises(ReleaseError, match=r"A1 \(version 1\) and A2 \(version 2\)"):
        filled.create_release("DR1", filled.query(PARAMETERS).all_versions())
    assert state(filled) == before
    made = filled.create_release("DR1", ["A1"])
    before = state(filled)
    with pytest.raises(ReleaseError, match="--replace"):
        made.add(["A2", "B1"])
    assert state(filled) == before
    changed = made.add(["A2", "B1"], replace=True)
    assert (changed.added, changed.removed, changed.unchanged) == (("A2", "B1"), ("A1",), 0)
    with pytest.raises(ReleaseError, match="two versions"):
        made.add(["A1", "A2"], replace=True)


def test_members_come_go_and_come_again(filled: Archive, rows) -> None:
    made = filled.create_release("DR1", ["A1", "B1"])
    changed = made.remove(["A1", "C1"])
    assert (changed.removed, changed.unchanged) == (("A1",), 1)
    assert made.add(["B1"]).unchanged == 1
    events = rows("SELECT count(*) FROM event")
    made.add(["B1"])
    assert rows("SELECT count(*) FROM event") == events
    assert made.add(["A1"]).added == ("A1",)
    assert ids(made) == ["A1", "B1"]
    verbs = rows("SELECT verb FROM event WHERE subject = 'release DR1' ORDER BY seq")
    assert [verb for (verb,) in verbs] == [
        "release-create",
        "release-remove",
        "release-add",
    ]


def test_the_manifest_is_what_the_members_were(filled: Archive, spoil) -> None:
    made = filled.create_release("DR1", ["C1", "A2"])
    with pytest.raises(ReleaseError, match="is open and has no manifest"):
        made.manifest()
    frozen = made.freeze()
    said = json.loads(made.manifest())
    assert said["manifest"] == 1
    shown = [filled.show(one).to_dict() for one in ("A2", "C1")]
    assert said["members"] == [
        {
            "id": one["id"],
            "type": one["product"],
            "dataset": "main",
            "identity": identity,
            "version": one["version"],
            "content": one["content_sha256"],
            "status": "registered",
        }
        for one, identity in zip(
            shown, ('{"setting":"a"}', '{"filter":"NIR_J","observation":5}'), strict=True
        )
    ]
    digest = hashlib.sha256(made.manifest().encode()).hexdigest()
    assert frozen.manifest_sha256 == digest
    with filled._database.reading() as connection:
        detail = connection.exec_driver_sql(
            "SELECT detail FROM event WHERE verb = 'release-freeze'"
        ).scalar()
    assert digest in str(detail)
    spoil(filled, "A2")
    assert json.loads(made.manifest()) == said


def test_what_is_frozen_is_told_by_the_documents_alone(archive: Archive, make) -> None:
    """What a member refers to gets another id later: the member is still what it was."""
    source = make.catalog(frame="R1", id="C1")
    archive.register(source)
    archive.register(make.frame(id="R2"))
    frozen = archive.create_release("DR1", ["C1", "R2"]).freeze()
    digest = archive.show("C1").facts["content_sha256"]
    archive.register(make.frame(id="R1"))
    assert archive.show("C1").facts["content_sha256"] != digest
    again = archive.create_release("DR2", ["C1", "R2"]).freeze()
    assert again.manifest_sha256 == frozen.manifest_sha256
    members = json.loads(archive.release("DR1").manifest())["members"]
    said = {one["id"]: one["content"] for one in members}
    assert said["C1"] == content_digest(read_document(source))
    assert list(archive.check()) == []


def test_equal_members_have_equal_manifests(filled: Archive) -> None:
    one = filled.create_release("DR1", ["C1", "A2"]).freeze()
    other = filled.create_release("DR2", ["A2"])
    other.add(["C1"])
    assert other.freeze().manifest_sha256 == one.manifest_sha256


def test_a_frozen_release_never_changes(filled: Archive, state) -> None:
    made = filled.create_release("DR1", ["A1"])
    made.freeze(actor="me")
    before = state(filled)
    for change in (made.freeze, lambda: made.add(["B1"]), lambda: made.remove(["A1"])):
        with pytest.raises(ReleaseError, match=r"'DR1' is frozen since 20.*event \d+.*--from DR1"):
            change()
    assert state(filled) == before
    next_one = filled.create_release("DR2", ["B1"], parent="DR1")
    assert ids(next_one) == ["A1", "B1"]
    assert (next_one.record.parent, next_one.record.state) == ("DR1", "open")


def test_bad_members_keep_a_release_from_being_frozen(filled: Archive, make, spoil, rows) -> None:
    made = filled.create_release("DR1", ["A2", "B1"])
    spoil(filled, "B1", "rejected")
    with pytest.raises(ReleaseError, match=r"bad: B1 \(rejected\) .*--allow-invalid"):
        made.freeze()
    assert made.record.state == "open"
    assert made.freeze(allow_invalid=True).invalid == 1
    ((detail,),) = rows("SELECT detail FROM event WHERE verb = 'release-freeze'")
    assert "B1" in str(detail)
    # It was bad already: nothing to warn of.
    assert made.spoiled() == []


def test_frozen_members_are_found_whatever_became_of_them(filled: Archive, make, spoil) -> None:
    made = filled.create_release("DR1", ["A2", "B1"])
    made.freeze()
    filled.register(make.parameters("a", 0.3, id="A3"))
    query = filled.query().release("DR1").order_by("id")
    assert query.ids() == ["A2", "B1"]
    spoil(filled, "B1")
    with pytest.warns(InvalidMemberWarning, match=r"'DR1'.*: B1 \(invalid\)$"):
        assert [(row.id, row.status) for row in query] == [
            ("A2", "registered"),
            ("B1", "invalid"),
        ]
    with pytest.warns(InvalidMemberWarning):
        assert query.values("id") == [{"id": "A2"}, {"id": "B1"}]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert query.status("registered").ids() == ["A2"]
        assert query.where("id = 'A2'").ids() == ["A2"]
    assert query.count() == 2
    assert made.spoiled() == [("B1", "invalid")]
    assert "release DR1" in str(query.explain())


def test_what_is_not_there_is_named(filled: Archive) -> None:
    filled.create_release("DR1", ["A1"])
    with pytest.raises(NotFoundError, match=r"no release named 'DR2'.*DR1"):
        filled.release("DR2")
    with pytest.raises(NotFoundError, match=r"no release named 'DR2'"):
        filled.query().release("DR2").rows()
    with pytest.raises(NotFoundError, match=r"no release named 'DR0'"):
        filled.create_release("DR9", parent="DR0")
    with pytest.raises(NotFoundError, match="no product has the id 'X', nor 1 other ids"):
        filled.create_release("DR9", ["A1", "X", "Y"])
    with pytest.raises(ReleaseError, match="there is a release named 'DR1' already"):
        filled.create_release("DR1")
    for name in ("", " ", "a\nb", "x" * 101):
        with pytest.raises(ReleaseError, match="is no name of a release"):
            filled.create_release(name)
    assert [one.name for one in filled.releases()] == ["DR1"]


def test_two_releases_are_compared(filled: Archive) -> None:
    filled.create_release("DR1", ["A1", "B1"])
    filled.create_release("DR2", ["A2", "C1"])
    found = filled.release("DR1").diff("DR2")
    assert [one.to_dict() for one in found] == [
        {
            "change": "added",
            "product": FACTORS,
            "dataset": "main",
            "id_before": None,
            "version_before": None,
            "id_after": "C1",
            "version_after": 1,
        },
        {
            "change": "changed",
            "product": PARAMETERS,
            "dataset": "main",
            "id_before": "A1",
            "version_before": 1,
            "id_after": "A2",
            "version_after": 2,
        },
        {
            "change": "removed",
            "product": PARAMETERS,
            "dataset": "main",
            "id_before": "B1",
            "version_before": 1,
            "id_after": None,
            "version_after": None,
        },
    ]
    assert filled.release("DR2").diff("DR2") == []


def test_products_made_twice_of_the_same_inputs_are_duplicates(archive: Archive, make) -> None:
    for exposure in (1, 2):
        archive.register(make.frame(exposure=exposure, id=f"F{exposure}"))
    one = {"frame": ["F1"]}
    # Their identities differ in the exposure, which only tells them apart.
    archive.register(make.catalog(exposure=1, id="C1"), inputs=one)
    archive.register(make.catalog(exposure=3, id="C2"), inputs=one)
    archive.register(make.catalog(exposure=2, id="C3"), inputs={"frame": ["F2"]})
    archive.register(make.catalog(exposure=4, id="C4"), inputs={"other": ["F1"]})
    archive.register(make.catalog(exposure=5, id="C5", detectors=["DET11"]), inputs=one)
    archive.register(make.catalog(exposure=6, id="C6"))
    archive.register(make.catalog(exposure=7, id="C7"))
    found = archive.duplicates("main")
    assert [(one.group, one.id, one.inputs) for one in found] == [(1, "C1", 1), (1, "C2", 1)]
    assert [json.loads(one.identity)["exposure"] for one in found] == [1, 3]
    made = archive.create_release("DR1", ["C1", "C3"])
    assert made.duplicates() == []
    made.add(["C2"])
    assert [one.id for one in made.duplicates()] == ["C1", "C2"]
    with pytest.raises(NotFoundError, match="no dataset named 'other'"):
        archive.duplicates(["other"])


def test_other_selection_keys_are_no_duplicates(archive: Archive, make) -> None:
    archive.register(make.frame(id="F1"))
    for calibration, filter, id in (("D1", "NIR_J", "1"), ("D2", "NIR_H", "2")):
        dark = make.dark(calibration=calibration, filter=filter, id=id)
        archive.register(dark, inputs={"raw": ["F1"]})
    assert archive.duplicates("main") == []
    again = make.dark(
        calibration="D3", id="3", begin="2026-04-01T00:00:00Z", end="2026-05-01T00:00:00Z"
    )
    archive.register(again, inputs={"raw": ["F1"]})
    assert [one.id for one in archive.duplicates("main")] == ["1", "3"]


def test_superseded_versions_are_no_duplicates(archive: Archive, make, spoil) -> None:
    archive.register(make.frame(id="F1"))
    for exposure, id, sources in ((1, "C1", 3), (1, "C2", 4), (2, "C3", 5)):
        document = make.catalog(exposure=exposure, sources=sources, id=id)
        archive.register(document, inputs={"frame": ["F1"]})
    assert [one.id for one in archive.duplicates("main")] == ["C2", "C3"]
    spoil(archive, "C3")
    assert archive.duplicates("main") == []


def test_one_of_freeze_and_add_comes_first(filled: Archive, url: str) -> None:
    filled.create_release("DR1", ["A1"])
    results: dict[str, object] = {}
    ready = threading.Barrier(2)

    def act(name: str) -> None:
        with dpkit_archive.open(url) as mine:
            release = mine.release("DR1")
            ready.wait()
            try:
                results[name] = release.freeze() if name == "freeze" else release.add(["B1"])
            except ReleaseError as error:
                results[name] = error

    threads = [threading.Thread(target=act, args=(name,)) for name in ("freeze", "add")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not isinstance(results["freeze"], ReleaseError)
    held = ids(filled.release("DR1"))
    if isinstance(results["add"], ReleaseError):
        assert "is frozen" in str(results["add"])
        assert held == ["A1"]
    else:
        assert held == ["A1", "B1"]
    said = json.loads(filled.release("DR1").manifest())["members"]
    assert [one["id"] for one in said] == held


def test_two_freeze_at_the_same_time_and_one_is_refused(filled: Archive, url: str) -> None:
    filled.create_release("DR1", ["A1"])
    outcomes: list[object] = []
    ready = threading.Barrier(2)

    def act() -> None:
        with dpkit_archive.open(url) as mine:
            ready.wait()
            try:
                outcomes.append(mine.release("DR1").freeze())
            except ReleaseError as error:
                outcomes.append(error)

    threads = [threading.Thread(target=act) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(isinstance(one, ReleaseError) for one in outcomes) == [False, True]


def test_a_release_is_not_asked_for_before_it_was_made(filled: Archive, ask) -> None:
    before = filled.events(limit=1)[0].event
    made = filled.create_release("DR1", ["A1"])
    assert made.query().as_of(before + 1).ids() == ["A1"]
    with pytest.raises(NotFoundError, match=f"as of event {before} there was no release .*'DR1'"):
        made.query().as_of(before).ids()
    with pytest.raises(NotFoundError, match=f"it was made by event {before + 1}"):
        made.query().as_of("1999-01-01T00:00:00Z").count()
    refused = ask("find", "--release", "DR1", "--as-of", str(before))
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
