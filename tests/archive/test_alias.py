"""A product that is made anew with the same content: its id names the product that stands."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from dpkit.errors import IdentityError
from dpkit_archive import Archive


@pytest.fixture
def twice(archive: Archive, make) -> Archive:
    """Return an archive with parameters that were made twice, as P1 and P2."""
    archive.register(make.parameters(id="P1"))
    assert archive.register(make.parameters(id="P2")).id == "P1"
    return archive


def test_the_other_id_names_the_product_that_stands(twice: Archive, tmp_path: Path) -> None:
    assert twice.product("P2") == twice.product("P1")
    assert twice.show("P2") == twice.show("P1")
    assert twice.show("P1").facts["aliases"] == ["P2"]
    assert (
        twice.get("P2", tmp_path / "out").read_bytes() == twice.product("P1").document.read_bytes()
    )
    assert [row.id for row in twice.find()] == ["P1"]


def test_the_event_tells_of_it_once(twice: Archive, make, rows) -> None:
    again = twice.register(make.parameters(id="P2"), actor="operator")
    assert (again.id, again.created) == ("P1", False)
    events = twice.show("P1").events
    assert [(one["verb"], one["subject"]) for one in events] == [
        ("register", "P1"),
        ("alias", "P1"),
    ]
    assert events[1]["detail"]["alias"] == "P2"
    assert rows("SELECT count(*) FROM product_alias") == [(1,)]


def test_inputs_may_be_given_by_the_other_id(twice: Archive, make) -> None:
    twice.register(make.factors(id="F"), inputs={"parameters": ["P2"]})
    assert twice.show("F").inputs == ({"port": "parameters", "id": "P1"},)
    assert twice.show("P2").outputs == ({"port": "parameters", "id": "F"},)


def test_the_other_id_is_taken(twice: Archive, make, rows) -> None:
    with pytest.raises(IdentityError, match=r"'P2' is taken by other content.*registered as P1"):
        twice.register(make.parameters("deep", id="P2"))
    with pytest.raises(IdentityError, match="'P2' is registered in dataset 'main', not 'test'"):
        twice.register(make.parameters(id="P2"), dataset="test")
    assert rows("SELECT count(*) FROM product") == [(1,)]


def test_the_other_id_of_an_older_version_stays_with_it(twice: Archive, make) -> None:
    twice.register(make.parameters(id="P3", radius=0.4))
    again = twice.register(make.parameters(id="P4"))
    assert (again.id, again.version, again.current_version) == ("P1", 1, 2)
    assert twice.product("P4").version == 1


def test_a_rehearsal_keeps_no_other_id(archive: Archive, make, rows) -> None:
    archive.register(make.parameters(id="P1"))
    again = archive.register(make.parameters(id="P2"), rehearse=True)
    assert (again.id, again.created) == ("P1", False)
    assert rows("SELECT count(*) FROM product_alias") == [(0,)]
    assert rows("SELECT count(*) FROM event") == [(1,)]


def test_other_bytes_of_other_times_under_the_other_id(twice: Archive, make) -> None:
    again = twice.register(make.parameters(id="P2", created="2026-05-05T00:00:00Z"))
    assert (again.id, again.created) == ("P1", False)


# What refers to a product that was made anew, in any order of registration.


def test_a_catalogue_before_its_frame_stays_the_same(archive: Archive, make, rows) -> None:
    source = make.catalog(frame="R", id="C")
    archive.register(source)
    archive.register(make.frame(id="R"))
    for again in (source, make.catalog(frame="R", id="D")):
        assert archive.register(again).id == "C"
    assert rows("SELECT count(*) FROM product") == [(2,)]


def test_a_catalogue_of_a_frame_made_anew_is_the_same(archive: Archive, make, rows) -> None:
    archive.register(make.frame(id="R1"))
    archive.register(make.catalog(frame="R1", id="C1"))
    archive.register(make.frame(id="R2"))
    assert archive.register(make.catalog(frame="R2", id="C2")).id == "C1"
    assert archive.product("C2").id == "C1"
    other = archive.register(make.catalog(frame="R3", id="C3"))
    assert (other.created, other.version) == (True, 2)


def test_a_catalogue_before_its_frame_made_anew(archive: Archive, make) -> None:
    """The frame of the catalogue turns out to be another name of a frame that stands."""
    archive.register(make.catalog(frame="R1", id="C1"))
    archive.register(make.frame(id="R2"))
    before = archive.show("C1").facts["content_sha256"]
    archive.register(make.frame(id="R1"))
    assert archive.show("C1").facts["content_sha256"] != before
    assert archive.register(make.catalog(frame="R2", id="C2")).id == "C1"
    assert archive.register(make.catalog(frame="R1", id="C3")).id == "C1"
    assert archive.show("R2").events[1]["detail"]["digested"] == [1]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_every_order_ends_with_one_digest(archive: Archive, make, order) -> None:
    sources = [
        make.frame(id="R1"),
        make.catalog(frame="R1", id="C1"),
        make.parameters(id="P"),
    ]
    for number in order:
        archive.register(sources[number])
    assert archive.register(make.catalog(frame="R1", id="C2")).id == "C1"
    assert archive.show("C1").row.version == 1


def test_versions_that_turn_out_to_be_one_stay_two(archive: Archive, make) -> None:
    for number in (1, 2):
        archive.register(make.catalog(frame=f"R{number}", id=f"C{number}"))
    for number in (1, 2):
        archive.register(make.frame(id=f"R{number}"))
    again = archive.register(make.catalog(frame="R1", id="C3"))
    # The newer one answers, since it is current.
    assert (again.id, again.version, again.current_version, again.created) == ("C2", 2, 2, False)


# Several at once.


def test_all_are_registered_in_any_order(archive: Archive, make, rows) -> None:
    archive.register(make.frame(id="R1"))
    archive.register(make.catalog(frame="R1", id="C1"))
    sources = [make.catalog(frame="R2", id="C2"), make.frame(id="R2"), make.parameters(id="P")]
    made = archive.register_all(sources)
    assert [(one.id, one.created) for one in made] == [("C1", False), ("R1", False), ("P", True)]
    assert rows("SELECT count(*) FROM product") == [(3,)]


def test_one_that_is_refused_refuses_all(archive: Archive, make, rows) -> None:
    archive.register(make.parameters(id="P"))
    good, made_anew, bad = make.dark(id="D"), make.parameters(id="Q"), make.factors(id="P")
    with pytest.raises(IdentityError, match="'P' is taken"):
        archive.register_all([good, made_anew, bad])
    assert rows("SELECT id FROM product") == [("P",)]
    assert rows("SELECT count(*) FROM product_alias") == [(0,)]
    assert rows("SELECT count(*) FROM event") == [(1,)]
    assert list((archive.files / "DpdNirMasterDark").glob("*")) == []
    assert [one.created for one in archive.register_all([good, made_anew])] == [True, False]


def test_a_failure_to_place_the_last_takes_all_back(
    archive: Archive, make, rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dpkit_archive.registration

    publish = dpkit_archive.registration.publish
    sources = [make.dark(id="D"), make.catalog(id="C")]

    def fail_for_catalog(folder: Path, target: Path) -> None:
        if target.name == "C":
            raise OSError(28, "No space left on device")
        publish(folder, target)

    with monkeypatch.context() as patch:
        patch.setattr(dpkit_archive.registration, "publish", fail_for_catalog)
        with pytest.raises(Exception, match="No space left"):
            archive.register_all(sources)
    assert rows("SELECT count(*) FROM product") == [(0,)]
    assert [path for path in archive.files.rglob("*") if path.is_file()] == []
    assert [one.created for one in archive.register_all(sources)] == [True, True]


def test_the_same_content_twice_at_once(archive: Archive, make) -> None:
    made = archive.register_all([make.dark(id="D1"), make.dark(id="D2")])
    assert [(one.id, one.created) for one in made] == [("D1", True), ("D1", False)]
    assert archive.product("D2").id == "D1"


def test_products_that_refer_to_each_other_do_no_harm(archive: Archive, make) -> None:
    made = archive.register_all(
        [make.catalog(frame="B", id="A"), make.catalog(6, frame="A", id="B")]
    )
    assert [one.created for one in made] == [True, True]


def test_none_at_all(archive: Archive) -> None:
    assert archive.register_all([]) == []
