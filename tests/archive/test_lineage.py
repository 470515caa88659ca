"""What a product was made from and into: graphs, impact, reviews, and circles that are refused."""

from __future__ import annotations

import json
import random

import pytest

from dpkit.errors import ArchiveError, NotFoundError
from dpkit_archive import Archive


def put(archive: Archive, make, name: str, *inputs: str, port: str = "from", **header) -> None:
    made = archive.register(
        make.parameters(f"s{name}", id=name, **header), inputs={port: inputs} if inputs else None
    )
    assert made.created


def ids(archive: Archive, identifier: str) -> list[str]:
    return [one.id for one in archive.impact(identifier)]


@pytest.fixture
def family(archive: Archive, make) -> Archive:
    """Return an archive with two raw products, what was made of them, and one of something else.

    D and F make A and B, both of which make C; C makes E.
    """
    put(archive, make, "D")
    put(archive, make, "F")
    put(archive, make, "A", "D", "F")
    put(archive, make, "B", "F", port="flat")
    put(archive, make, "C", "A", "B")
    put(archive, make, "E", "C")
    put(archive, make, "X")
    return archive


def test_impact_is_every_descendant_once(family: Archive) -> None:
    assert ids(family, "D") == ["A", "C", "E"]
    assert ids(family, "F") == ["A", "B", "C", "E"]
    assert ids(family, "E") == ids(family, "X") == []
    assert [family.count_impact(one) for one in "DFEX"] == [3, 4, 0, 0]
    with pytest.raises(NotFoundError):
        family.impact("NONE")


def test_statuses_do_not_hide_what_was_touched(family: Archive) -> None:
    family.set_status("A", "invalid", reason="x")
    family.trash("C", force=True)
    found = {one.id: one.status for one in family.impact("D")}
    assert found == {"A": "invalid", "C": "trashed", "E": "registered"}


def test_impact_is_that_of_a_second_method(archive: Archive, make) -> None:
    """A random graph without circles, and its closure made with sets."""
    chance = random.Random(4)
    above: dict[str, set[str]] = {}
    for number in range(40):
        name = f"P{number}"
        inputs = chance.sample(sorted(above), min(len(above), chance.randint(0, 3)))
        put(archive, make, name, *inputs)
        above[name] = set(inputs).union(*(above[one] for one in inputs))
    for name in above:
        below = [other for other in above if name in above[other]]
        assert ids(archive, name) == below
        assert archive.count_impact(name) == len(below)
        up = archive.lineage(name, "up")
        assert {one.id for one in up.nodes.values()} == {name} | above[name]


def test_lineage_up_and_down(family: Archive) -> None:
    up = family.lineage("C", "up")
    assert next(iter(up.nodes.values())).id == "C"
    named = {one.number: one.id for one in up.nodes.values()}
    assert {(named[e.product], named[e.input], e.port) for e in up.edges} == {
        ("C", "A", "from"),
        ("C", "B", "from"),
        ("A", "D", "from"),
        ("A", "F", "from"),
        ("B", "F", "flat"),
    }
    assert list(family.lineage("F", "down").lines()) == [
        "F (DpdNirRelPhotoParams, version 1, registered)",
        "  from of A (DpdNirRelPhotoParams, version 1, registered)",
        "    from of C (DpdNirRelPhotoParams, version 1, registered)",
        "      from of E (DpdNirRelPhotoParams, version 1, registered)",
        "  flat of B (DpdNirRelPhotoParams, version 1, registered)",
        "    from of C (DpdNirRelPhotoParams, version 1, registered) (see above)",
    ]
    with pytest.raises(NotFoundError, match="no way is named 'left'"):
        family.lineage("F", "left")


@pytest.mark.parametrize(
    ("depth", "nodes", "edges"),
    [(0, "C", 0), (1, "ABC", 2), (2, "ABCDF", 5), (9, "ABCDF", 5), (None, "ABCDF", 5)],
)
def test_depth_limits_the_graph(family: Archive, depth, nodes: str, edges: int) -> None:
    found = family.lineage("C", "up", depth=depth)
    assert "".join(sorted(one.id for one in found.nodes.values())) == nodes
    assert len(found.edges) == edges
    with pytest.raises(ArchiveError, match="negative"):
        family.lineage("C", "up", depth=-1)


def test_documents_that_name_products_come_from_them(archive: Archive, make) -> None:
    archive.register(make.frame(id="FRAME"))
    archive.register(make.catalog(id="CAT", frame="FRAME"))
    archive.register(make.frame(id="AGAIN"))
    archive.register(make.catalog(exposure=2, id="OTHER", frame="AGAIN"))
    archive.register(make.catalog(exposure=3, id="BOTH", frame="FRAME"), inputs={"in": ["FRAME"]})
    assert ids(archive, "FRAME") == ids(archive, "AGAIN") == ["CAT", "OTHER", "BOTH"]
    (edge,) = archive.lineage("CAT", "up").edges
    assert edge.port is None
    assert "named: FRAME" in "\n".join(archive.lineage("CAT", "up").lines())
    assert "named by CAT" in "\n".join(archive.lineage("FRAME", "down").lines())
    # An input that is named as well counts as an input.
    (edge,) = archive.lineage("BOTH", "up").edges
    assert edge.port == "in"


def test_documents_may_name_each_other(archive: Archive, make) -> None:
    archive.register(make.catalog(exposure=1, id="ONE", frame="TWO"))
    archive.register(make.catalog(exposure=2, id="TWO", frame="THREE"))
    archive.register(make.catalog(exposure=3, id="THREE", frame="ONE"))
    assert ids(archive, "ONE") == ["TWO", "THREE"]
    assert archive.count_impact("ONE") == 2
    for way in ("up", "down"):
        lines = list(archive.lineage("ONE", way).lines())
        assert len(lines) == 4
        assert lines[-1].endswith("(see above)")


def test_a_product_is_not_made_from_itself(archive: Archive, make, state) -> None:
    source = make.parameters(id="P")
    with pytest.raises(ArchiveError, match="made from itself"):
        archive.register(source, inputs={"from": ["P"]})
    assert archive.find() == []
    archive.register(source)
    before = state(archive)
    with pytest.raises(ArchiveError, match="made from itself"):
        archive.register(source, inputs={"from": ["P"]})
    (refused,) = archive.register_stream([source], inputs={"from": ["P"]})
    assert "made from itself" in str(refused.error)
    assert state(archive) == before


def test_no_circle_is_closed_by_another_id(archive: Archive, make) -> None:
    put(archive, make, "A")
    put(archive, make, "B", "A")
    put(archive, make, "C", "B")
    # The content of A, made anew from what was made from A: A stands, with the inputs it had.
    for number, source in enumerate(("A", "B", "C", "AGAIN_0")):
        again = make.parameters("sA", id=f"AGAIN_{number}")
        made = archive.register(again, inputs={"from": [source]})
        assert (made.id, made.created) == ("A", False)
    assert archive.show("A").inputs == ()
    assert ids(archive, "A") == ["B", "C"]
    assert ids(archive, "C") == []


def test_the_command_of_lineage(family: Archive, ask) -> None:
    text = ask("lineage", "down", "F").stdout
    assert text.splitlines() == list(family.lineage("F", "down").lines())
    said = json.loads(ask("lineage", "up", "E", "--depth", "1", "--format", "json").stdout)
    assert (said["id"], said["way"]) == ("E", "up")
    assert [one["id"] for one in said["products"]] == ["E", "C"]
    assert said["edges"] == [{"product": "E", "input": "C", "port": "from"}]
    dot = ask("lineage", "up", "C", "--format", "dot").stdout
    assert dot.startswith("digraph lineage {")
    assert dot.count("->") == 5
    assert ask("lineage", "up", "NONE").exit_code == 1


def test_what_graphviz_reads_is_escaped(archive: Archive, make) -> None:
    put(archive, make, 'A"]; x')
    assert any('label="A\\"]; x\\n' in line for line in archive.lineage('A"]; x', "up").dot())


def test_invalidating_says_what_comes_from_it(family: Archive, ask) -> None:
    done = ask("status", "F", "X", "invalid", "--reason", "lamp was off")
    assert "F: 4 products come from it: `dpkit archive impact F`" in done.stderr
    assert "X:" not in done.stderr
    assert "impact" not in ask("status", "F", "valid").stderr


def test_marks_are_open_until_they_are_cleared(family: Archive) -> None:
    assert family.mark_impact("D", reason="leak", actor="ann") == (3, 0)
    assert family.mark_impact("D", reason="leak again") == (0, 3)
    assert family.mark_impact("F", reason="lamp") == (4, 0)
    assert family.mark_impact("X", reason="nothing") == (0, 0)
    assert [(one.id, one.cause, one.reason) for one in family.reviews("A")] == [
        ("A", "D", "leak"),
        ("A", "F", "lamp"),
    ]
    assert len(family.reviews()) == 7
    assert family.reviews("A")[0].actor == "ann"
    assert family.query().to_review().ids() == ["A", "B", "C", "E"]
    assert [one.review for one in family.impact("F")] == [True] * 4
    marked = family.events(limit=1)[0].event
    assert family.clear_reviews(["A", "X"], reason="not affected", actor="bob") == ["A"]
    assert family.query().to_review().ids() == ["B", "C", "E"]
    assert family.query().to_review().as_of(marked).ids() == ["A", "B", "C", "E"]
    assert family.clear_reviews("A") == []
    what = [(one.verb, one.what) for one in family.history("A")[1:]]
    assert what == [
        ("review", ("to be reviewed, because of D",)),
        ("review", ("to be reviewed, because of F",)),
        ("reviewed", ("reviewed, as to D", "reviewed, as to F")),
    ]
    assert family.history("A")[-1].reason == "not affected"
    # What was reviewed can be marked again.
    assert family.mark_impact("D", reason="worse") == (1, 2)


def test_bad_marks_leave_nothing(family: Archive, state) -> None:
    before = state(family)
    for reason in ("", "  "):
        with pytest.raises(ArchiveError, match="needs a reason"):
            family.mark_impact("D", reason=reason)
    with pytest.raises(NotFoundError):
        family.mark_impact("NONE", reason="x")
    with pytest.raises(NotFoundError):
        family.clear_reviews(["A", "NONE"])
    with pytest.raises(NotFoundError):
        family.reviews(["NONE"])
    assert state(family) == before


def test_the_commands_of_reviews(family: Archive, ask) -> None:
    rows = json.loads(ask("impact", "F", "--format", "json").stdout)
    assert [one["id"] for one in rows] == ["A", "B", "C", "E"]
    assert list(rows[0]) == ["id", "product", "version", "status", "dataset", "review"]
    assert ask("impact", "F", "--mark").exit_code == 1
    assert ask("impact", "F", "--reason", "x").exit_code == 2
    done = ask("impact", "F", "--mark", "--reason", "lamp was off", "--actor", "me")
    assert "4 products are to be reviewed now" in done.stderr
    listed = json.loads(ask("reviews", "--format", "json").stdout)
    assert [(one["id"], one["cause"], one["actor"]) for one in listed] == [
        (name, "F", "me") for name in "ABCE"
    ]
    found = json.loads(ask("find", "--review", "--format", "json").stdout)
    assert [one["id"] for one in found] == ["A", "B", "C", "E"]
    assert ask("reviews", "--clear").exit_code == 2
    assert "2 products were reviewed" in ask("reviews", "A", "B", "X", "--clear").stderr
    assert [one["id"] for one in json.loads(ask("reviews", "--format", "json").stdout)] == [
        "C",
        "E",
    ]
    assert list(family.check(deep=True)) == []
