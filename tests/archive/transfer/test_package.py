"""Packages: what is exported from one archive is in the other one as it was, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dpkit.errors import (
    ArchiveError,
    DpkitError,
    IdentityError,
    NotFoundError,
    ReleaseError,
    ValidityError,
)
from dpkit.tai import parse_utc
from dpkit_archive import Archive

pytestmark = pytest.mark.alternating

DARK, FACTORS = "DpdNirMasterDark", "DpdNirRelPhotoExpCalibration"
NOON = parse_utc("2026-03-01T12:00:00Z")
LATER = {"begin": "2026-03-02T00:00:00Z", "end": "2026-03-03T00:00:00Z"}
"""Range that follows the one that documents have by default."""


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Return an archive with files, versions, inputs, other ids, a bad product and two sets."""
    archive.register(make.frame(id="FRAME"))
    archive.register(make.catalog(id="CAT1"), inputs={"frame": ["FRAME"]})
    archive.register(make.catalog(id="CAT2", sources=4), inputs={"frame": ["FRAME"]})
    archive.register(make.dark(id="DARK1"))
    archive.register(make.dark(id="DARK2", level=0.02))
    archive.register(make.dark(id="DARK2-again", level=0.02))
    archive.register(make.dark(id="BAD", calibration="D9", status="INVALID"))
    archive.register(make.factors(id="FAC"), inputs={"catalogs": ["CAT2"], "dark": ["DARK2"]})
    archive.register(make.factors(**LATER, observation=6, id="NIGHT"), calibration_set="night")
    return archive


@pytest.fixture
def package(filled: Archive, tmp_path: Path) -> Path:
    """Return a package of all products, also old versions, as a folder."""
    everything = filled.query().status("registered", "invalid", "valid").all_versions()
    made = filled.export(tmp_path / "package", everything)
    assert (made.products, made.files, made.outside) == (8, 6, ())
    return tmp_path / "package"


def manifest_of(package: Path) -> dict[str, Any]:
    return json.loads((package / "manifest.json").read_text())


def rewrite(package: Path, change: Callable[[dict[str, Any]], object], *, sign: bool) -> None:
    """Change a manifest, with or without a SHA-256 that fits."""
    said = manifest_of(package)
    change(said)
    if sign:
        said.pop("sha256")
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        said["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (package / "manifest.json").write_text(json.dumps(said))


def test_all_that_is_said_of_products_comes_along(
    filled: Archive, package: Path, other: Archive, answers
) -> None:
    made = other.import_package(package)
    assert (made.products, made.new, made.there, made.proved) == (8, 8, 0, 8)
    assert (made.ranges, made.aliases, made.outside, made.by_bytes) == (3, 1, 0, 0)
    # Proposed again and retired ranges are history of the archive where they were granted.
    there, here = answers(filled), answers(other)
    for one in (*there["show"], *here["show"]):
        one["validity"] = [v for v in one["validity"] if v["state"] != "retired"]
        one["statuses"] = one["statuses"][-1]
    assert here == there
    assert other.show("BAD").statuses[-1]["status"] == "invalid"
    assert other.product("DARK2-again").id == "DARK2"
    for keys, sets in (({"filter": "NIR_J"}, ["main"]), ({"filter": "NIR_J"}, ["night", "main"])):
        for product in (DARK, FACTORS):
            one, two = (
                a.calib(product, at=NOON, keys=keys, calibration_set=sets) for a in (filled, other)
            )
            assert one.chosen is not None
            assert two.chosen is not None
            assert (one.chosen.id, one.begin, one.end) == (two.chosen.id, two.begin, two.end)
            assert one.calibration_set == two.calibration_set
    assert list(other.check(deep=True)) == []


def test_the_next_version_counts_from_what_came(package: Path, other: Archive, make) -> None:
    other.import_package(package)
    again = other.register(make.dark(id="DARK3", level=0.03))
    assert (again.version, again.current_version) == (3, 3)


def test_a_late_other_id_changes_nothing_of_what_was_frozen(
    archive: Archive, other: Archive, make, tmp_path: Path
) -> None:
    """The frame of the catalogue turns out to be another name of a frame that stands."""
    archive.register(make.catalog(frame="R1", id="C1"))
    archive.register(make.frame(id="R2"))
    frozen = archive.create_release("DR1", ["C1", "R2"]).freeze()
    archive.register(make.frame(id="R1"))
    archive.export(tmp_path / "package", archive.query().release("DR1"))
    made = other.import_package(tmp_path / "package")
    assert (made.release, made.same_manifest) == ("DR1", True)
    assert other.release("DR1").record.manifest_sha256 == frozen.manifest_sha256
    assert other.release("DR1").manifest() == archive.release("DR1").manifest()
    assert list(other.check(deep=True)) == []


def test_importing_again_changes_nothing(
    package: Path, other: Archive, state, tmp_path: Path
) -> None:
    assert other.import_package(package).changed
    before = state(other)
    made = other.import_package(package)
    assert (made.new, made.there, made.proved, made.changed) == (0, 8, 8, False)
    assert state(other) == before


def test_importing_where_it_came_from_changes_nothing(
    filled: Archive, package: Path, state
) -> None:
    before = state(filled)
    assert not filled.import_package(package).changed
    assert state(filled) == before


def test_a_tar_is_the_same_package(filled: Archive, other: Archive, tmp_path: Path) -> None:
    first, second = tmp_path / "one.tar", tmp_path / "two.tar"
    filled.export(first, filled.query())
    filled.export(second, filled.query())
    with tarfile.open(first) as one, tarfile.open(second) as two:
        assert one.getnames()[0] == "manifest.json"
        assert one.getnames() == two.getnames()
        assert {(m.mtime, m.uid, m.uname) for m in one.getmembers()} == {(0, 0, "")}
    made = other.import_package(first)
    assert (made.new, made.proved) == (made.products, made.products)
    assert list(other.check(deep=True)) == []
    assert {p.name for p in (other.files / ".incoming").iterdir()} == set()
    assert not other.import_package(second).changed


def test_a_part_keeps_its_version_and_names_what_is_outside(
    filled: Archive, other: Archive, tmp_path: Path
) -> None:
    made = filled.export(tmp_path / "part", ["CAT2", "FAC"])
    assert made.outside == ("DARK2", "FRAME")
    done = other.import_package(tmp_path / "part")
    assert (done.outside, done.new) == (2, 2)
    record = other.show("CAT2")
    assert (record.row.version, record.inputs) == (2, ())
    assert [one["id"] for one in other.show("FAC").inputs] == ["CAT2"]


def test_inputs_that_are_here_are_found(filled: Archive, other: Archive, tmp_path: Path) -> None:
    filled.export(tmp_path / "one", ["DARK2"])
    filled.export(tmp_path / "two", ["FAC"])
    other.import_package(tmp_path / "one")
    assert other.import_package(tmp_path / "two").outside == 1
    assert other.show("FAC").inputs == ({"port": "dark", "id": "DARK2"},)


def test_a_frozen_release_is_the_same_in_the_other_archive(
    filled: Archive, other: Archive, tmp_path: Path, spoil
) -> None:
    release = filled.create_release("DR1", filled.query())
    release.freeze()
    spoil(filled, "CAT2")
    with pytest.warns(Warning, match="CAT2"):
        filled.export(tmp_path / "DR1.tar", release.query())
    done = other.import_package(tmp_path / "DR1.tar")
    assert (done.release, done.release_state, done.same_manifest) == ("DR1", "new", True)
    there = other.release("DR1")
    assert there.record.state == "frozen"
    assert there.manifest() == release.manifest()
    assert [one.id for one in there.members()] == [one.id for one in release.members()]
    assert there.spoiled() == [("CAT2", "invalid")]
    again = other.import_package(tmp_path / "DR1.tar")
    assert (again.release_state, again.changed) == ("there", False)
    with pytest.raises(ReleaseError, match="is frozen"):
        there.remove(["FRAME"])


def test_a_release_gets_another_name_and_dataset(
    filled: Archive, other: Archive, tmp_path: Path, state
) -> None:
    filled.create_release("DR1", ["CAT2", "DARK2"]).freeze()
    filled.export(tmp_path / "DR1", filled.query().release("DR1"))
    other.create_release("DR1")
    before = state(other)
    with pytest.raises(ReleaseError, match=r"another release named 'DR1'.*--as-release"):
        other.import_package(tmp_path / "DR1")
    assert state(other) == before
    done = other.import_package(tmp_path / "DR1", release="theirs", dataset="site-a")
    assert (done.release, done.same_manifest) == ("theirs", False)
    theirs = other.release("theirs")
    assert [one.dataset for one in theirs.members()] == ["site-a", "site-a"]
    assert theirs.record.manifest_sha256 == done.manifest_sha256
    assert '"dataset":"site-a"' in theirs.manifest()
    assert other.product("CAT2").version == 2


def test_an_open_release_stays_open(filled: Archive, other: Archive, tmp_path: Path) -> None:
    filled.create_release("DR1", ["DARK2"])
    filled.export(tmp_path / "DR1", filled.query().release("DR1"))
    assert other.import_package(tmp_path / "DR1").manifest_sha256 is None
    assert other.release("DR1").record.state == "open"
    assert not other.import_package(tmp_path / "DR1").changed
    # A part of a release is not the release.
    filled.export(tmp_path / "part", filled.query(DARK).release("DR1"))
    assert manifest_of(tmp_path / "part")["release"] is None


def test_products_make_a_release_when_asked(
    filled: Archive, other: Archive, tmp_path: Path
) -> None:
    filled.export(tmp_path / "one", ["DARK2"])
    done = other.import_package(tmp_path / "one", release="darks")
    assert (done.release_state, other.release("darks").record.members) == ("new", 1)
    assert not other.import_package(tmp_path / "one", release="darks").changed


def test_a_set_is_its_products_and_ranges(filled: Archive, other: Archive, tmp_path: Path) -> None:
    filled.export(tmp_path / "main", calibration_set="main")
    said = manifest_of(tmp_path / "main")
    assert [one["id"] for one in said["members"]] == ["DARK2", "FAC"]
    done = other.import_package(tmp_path / "main", calibration_set="site-b")
    assert done.ranges == 2
    choice = other.calib(DARK, at=NOON, keys={"filter": "NIR_J"}, calibration_set=["site-b"])
    assert choice.chosen is not None
    assert choice.chosen.id == "DARK2"
    with pytest.raises(NotFoundError, match="no calibration set named 'mian'"):
        other.export(tmp_path / "none", calibration_set="mian")
    filled.export(tmp_path / "darks", filled.query(DARK), calibration_set="main")
    assert [one["id"] for one in manifest_of(tmp_path / "darks")["members"]] == ["DARK2"]


def test_a_new_version_takes_over_from_what_stands(
    archive: Archive, other: Archive, make, tmp_path: Path
) -> None:
    first, second = make.dark(id="V1", level=0.1), make.dark(id="V2", level=0.2)
    other.register(first)
    archive.register(first)
    archive.register(second)
    alone = archive.export(tmp_path / "alone", ["V2"]).path
    both = archive.export(tmp_path / "both.tar", ["V1", "V2"]).path
    done = other.import_package(both)
    assert (done.there, done.new, done.ranges, done.retired) == (1, 1, 1, 1)
    assert said_validity(other, "V1") == [("proposed", None), ("retired", "main")]
    choice = other.calib(DARK, at=NOON, keys={"filter": "NIR_J"})
    assert (choice.chosen and choice.chosen.id) == "V2"
    assert list(other.check(deep=True)) == []
    assert not other.import_package(alone).changed


def test_versions_that_stand_beside_each_other_do_so_here(
    archive: Archive, other: Archive, make, tmp_path: Path
) -> None:
    first, second = make.dark(id="V1", level=0.1), make.dark(id="V2", level=0.2)
    later = {"begin": "2026-03-02T00:00:00Z", "end": "2026-03-03T00:00:00Z"}
    other.register(first)
    archive.register(first)
    archive.register(second)
    for one in (archive, other):
        one.certify("V1", **later)
    # At the other place, the first still stands where the second one shall.
    package = archive.export(tmp_path / "both", ["V1", "V2"]).path
    with pytest.raises(ValidityError, match="overlaps"):
        other.import_package(package)
    other.decertify("V1", end=later["begin"])
    done = other.import_package(package)
    assert (done.ranges, done.retired) == (1, 0)
    found = [
        other.calib(DARK, at=at, keys={"filter": "NIR_J"}).chosen
        for at in (NOON, "2026-03-02T12:00:00Z")
    ]
    assert [one and one.id for one in found] == ["V2", "V1"]


def test_errors_name_places_in_the_tar(
    archive: Archive, other: Archive, make, tmp_path: Path
) -> None:
    archive.register(make.dark(id="D"))
    other.register(make.dark(id="E", calibration="OTHER"))
    package = archive.export(tmp_path / "d.tar", ["D"]).path
    with pytest.raises(ValidityError, match="overlaps") as refused:
        other.import_package(package)
    assert str(refused.value.place).startswith(f"{package}: products/{DARK}/D/")


def test_ranges_of_what_stands_already_are_told(
    archive: Archive, other: Archive, make, tmp_path: Path, rows
) -> None:
    archive.register(make.dark(id="D"))
    first = archive.export(tmp_path / "first", ["D"]).path
    assert other.import_package(first).ranges == 1
    archive.certify("D", calibration_set="night", create_set=True)
    second = archive.export(tmp_path / "second.tar", ["D"]).path
    before = said_validity(other, "D")
    done = other.import_package(second)
    assert (done.there, done.ranges, done.withheld, done.changed) == (1, 0, 1, False)
    assert said_validity(other, "D") == before
    assert other.import_package(first).withheld == 0
    other.certify("D", calibration_set="night", create_set=True)
    assert other.import_package(second).withheld == 0


def said_validity(archive: Archive, identifier: str) -> list[tuple[str, str]]:
    return [(one["state"], one["set"]) for one in archive.show(identifier).validity]


def test_a_release_that_was_frozen_here_is_not_said_to_be_the_same(
    archive: Archive, other: Archive, make, tmp_path: Path
) -> None:
    source = make.parameters("a", id="A")
    for one, status in ((archive, "valid"), (other, "superseded")):
        one.register(source)
        one.set_status("A", status, reason="looked at")
        one.create_release("DR1", ["A"]).freeze()
    here = other.release("DR1").record.manifest_sha256
    done = other.import_package(
        archive.export(tmp_path / "DR1", archive.release("DR1").query()).path
    )
    assert (done.release_state, done.manifest_sha256, done.same_manifest) == ("there", here, False)
    assert other.release("DR1").record.manifest_sha256 == here


def test_hidden_metrics_stay_hidden(filled: Archive, other: Archive, tmp_path: Path, rows) -> None:
    rows("UPDATE metric SET hidden_reason = 'cosmic' WHERE ordinal = 0")
    filled.export(tmp_path / "package", filled.query())

    def hidden(archive: Archive) -> list[Any]:
        with archive._database.reading() as connection:
            return connection.exec_driver_sql(
                "SELECT id, name, ordinal, hidden_reason FROM metric JOIN product "
                "ON product.number = metric.product ORDER BY id, name, ordinal"
            ).all()

    assert any(row[3] == "cosmic" for row in hidden(filled))
    other.import_package(tmp_path / "package")
    mine = {row[0] for row in hidden(other)}
    assert hidden(other) == [row for row in hidden(filled) if row[0] in mine]


# What is in the way


def test_other_content_in_the_way_is_named(package: Path, other: Archive, make, state) -> None:
    other.register(make.dark(id="OTHER", level=0.5))
    before = state(other)
    with pytest.raises(IdentityError, match=r"DARK1 is version 1.*OTHER, with other.*--dataset"):
        other.import_package(package)
    assert state(other) == before
    assert other.import_package(package, dataset="theirs", calibration_set="theirs").new == 8
    assert list(other.check(deep=True)) == []


def test_an_id_that_is_taken_is_named(package: Path, other: Archive, make, state) -> None:
    other.register(make.parameters(id="FAC"))
    before = state(other)
    with pytest.raises(IdentityError, match="'FAC' is taken by other content"):
        other.import_package(package)
    assert state(other) == before


def test_another_id_that_is_taken_is_named(package: Path, other: Archive, make, state) -> None:
    other.register(make.parameters(id="DARK2-again"))
    before = state(other)
    with pytest.raises(IdentityError, match=r"DARK2-again, another id of DARK2, is taken"):
        other.import_package(package)
    assert state(other) == before


def test_the_same_content_under_another_id_stands(
    filled: Archive, other: Archive, make, tmp_path: Path
) -> None:
    other.register(make.parameters(id="MINE"))
    filled.register(make.parameters(id="THEIRS"))
    filled.export(tmp_path / "one", ["THEIRS"])
    done = other.import_package(tmp_path / "one", release="both")
    assert (done.new, done.aliases, done.there, done.changed) == (0, 1, 1, True)
    assert other.product("THEIRS").id == "MINE"
    assert [one.id for one in other.release("both").members()] == ["MINE"]
    assert not other.import_package(tmp_path / "one").changed


def test_an_overlap_is_refused_as_registering_is(
    package: Path, other: Archive, make, state
) -> None:
    other.register(make.dark(id="MINE", calibration="mine"))
    before = state(other)
    with pytest.raises(ValidityError, match=r"overlaps .* of MINE") as refused:
        other.import_package(package)
    with pytest.raises(ValidityError) as registering:
        other.register(make.dark(id="THEIRS", calibration="theirs"))
    assert refused.value.message == registering.value.message
    assert state(other) == before
    assert other.import_package(package, calibration_set="theirs").new == 8


# What was tampered with


def first_file(package: Path) -> Path:
    return next(iter(sorted(package.rglob("*.fits"))))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def link_out(package: Path) -> None:
    path = first_file(package)
    path.rename(package.parent / "elsewhere.fits")
    path.symlink_to(package.parent / "elsewhere.fits")


def link_folder(package: Path) -> None:
    folder = first_file(package).parent
    folder.rename(package.parent / "elsewhere")
    folder.symlink_to(package.parent / "elsewhere")


TAMPERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte of a file": (lambda p: flip(first_file(p)), "SHA-256 is .*the manifest says"),
    "a byte of a document": (lambda p: flip(next(p.rglob("*.xml"))), "SHA-256 is"),
    "a file cut off": (lambda p: os.truncate(first_file(p), 100), "has 100 bytes, the manifest"),
    "a file removed": (lambda p: first_file(p).unlink(), "is missing from the package"),
    "another file": (
        lambda p: (first_file(p).parent / "more.fits").write_bytes(b"x"),
        "'products/.*/more.fits' is not in its manifest",
    ),
    "another file beside the manifest": (
        lambda p: (p / "run.sh").write_text("x"),
        "'run.sh' is not in its manifest",
    ),
    "a file linked": (link_out, "is a link"),
    "a folder linked": (link_folder, "is a link"),
    "no manifest": (lambda p: (p / "manifest.json").unlink(), "it has no manifest.json"),
    "half a manifest": (lambda p: os.truncate(p / "manifest.json", 200), "is no package"),
    "another format": (
        lambda p: rewrite(p, lambda s: s.update(format="zip"), sign=True),
        "is no package of an archive",
    ),
    "a later version": (
        lambda p: rewrite(p, lambda s: s.update(version=2), sign=True),
        "another version, this dpkit knows 1.*newer dpkit",
    ),
    "a status": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(status="valid"), sign=False),
        "the manifest was changed",
    ),
    "a part that lacks": (
        lambda p: rewrite(p, lambda s: s["members"][0].pop("status"), sign=True),
        "the manifest lacks something, or has what it must not: has other parts",
    ),
    "a status of no list": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(status="good"), sign=True),
        "the manifest says that FRAME is good, version 1",
    ),
    "what was purged": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(status="purged"), sign=True),
        "the manifest says that FRAME is purged",
    ),
    "a version that is none": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(version=0), sign=True),
        "FRAME is registered, version 0",
    ),
    "a version of text": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(version="1"), sign=True),
        "has what it must not: is no number of 64 bits",
    ),
    "an id of numbers": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(id=7), sign=True),
        "has what it must not: is no text",
    ),
    "a list that is none": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(files={}), sign=True),
        "has what it must not: is of another type",
    ),
    "a dataset without a name": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(dataset=" "), sign=True),
        "' ' is no name of a dataset",
    ),
    "a release": (
        lambda p: rewrite(
            p,
            lambda s: s.update(
                release={"name": "DR1", "manifest": '{"manifest":1}', "manifest_sha256": "0"}
            ),
            sign=True,
        ),
        "the manifest of the release 'DR1' was changed",
    ),
    "a content digest": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(content="0" * 64), sign=True),
        "the content digest is .*the manifest says 0000",
    ),
    "an identity": (
        lambda p: rewrite(p, lambda s: s["members"][0].update(identity="{}"), sign=True),
        "the identity is .*the manifest says {}",
    ),
    "a member twice": (
        lambda p: rewrite(p, lambda s: s["members"].append(s["members"][0]), sign=True),
        "FRAME is in it twice",
    ),
    "a name that leads out": (
        lambda p: rewrite(
            p, lambda s: s["members"][0]["files"][0].update(name="../../x.fits"), sign=True
        ),
        "is no plain file name",
    ),
    "a policy": (
        lambda p: rewrite(
            p, lambda s: s["members"][-1]["validity"][0].update(policy="closest"), sign=True
        ),
        "was granted by the policy closest",
    ),
    "an empty range": (
        lambda p: rewrite(
            p, lambda s: s["members"][-1]["validity"][0].update(end_ns=-(2**63)), sign=True
        ),
        "is empty or reversed",
    ),
}


@pytest.mark.parametrize("what", sorted(TAMPERED))
def test_a_package_that_was_tampered_with_is_refused(
    package: Path, other: Archive, state, what: str
) -> None:
    tamper, message = TAMPERED[what]
    tamper(package)
    before = state(other)
    with pytest.raises(DpkitError, match=message) as refused:
        other.import_package(package)
    assert "\n" not in str(refused.value)
    assert state(other) == before
    assert list(other.check()) == []


def tar_of(target: Path, package: Path, add: Callable[[tarfile.TarFile], object]) -> Path:
    with tarfile.open(target, "w") as tar:
        tar.add(package / "manifest.json", "manifest.json")
        add(tar)
        for path in sorted(package.rglob("products/*/*/**/*")):
            if path.is_file():
                tar.add(path, path.relative_to(package).as_posix())
    return target


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


ENTRIES = {
    "above": entry("../outside"),
    "absolute": entry("/tmp/outside"),
    "unknown": entry("products/x/y.xml"),
    "link": entry("products/link", tarfile.SYMTYPE, "/etc/passwd"),
    "hard link": entry("products/link", tarfile.LNKTYPE, "manifest.json"),
    "device": entry("products/device", tarfile.CHRTYPE),
}


@pytest.mark.parametrize("what", sorted(ENTRIES))
def test_a_tar_with_something_else_in_it_is_refused(
    package: Path, other: Archive, state, tmp_path: Path, what: str
) -> None:
    source = tar_of(tmp_path / "bad.tar", package, lambda tar: tar.addfile(ENTRIES[what]))
    before = state(other)
    with pytest.raises(ArchiveError, match="is not in its manifest"):
        other.import_package(source)
    assert state(other) == before
    assert list(other.check()) == []


def test_a_member_of_a_tar_that_is_no_plain_file_is_refused(
    package: Path, other: Archive, tmp_path: Path
) -> None:
    name = first_file(package).relative_to(package).as_posix()
    bad = entry(name, tarfile.SYMTYPE, "/etc/passwd")
    with pytest.raises(ArchiveError, match="is no plain file"):
        other.import_package(tar_of(tmp_path / "bad.tar", package, lambda tar: tar.addfile(bad)))
    bad = entry(name)
    bad.size = 3
    with pytest.raises(ArchiveError, match="has 3 bytes, the manifest says"):
        other.import_package(
            tar_of(tmp_path / "b.tar", package, lambda tar: tar.addfile(bad, io.BytesIO(b"abc")))
        )


@pytest.mark.parametrize("up", [True, False], ids=["above", "absolute"])
def test_a_product_that_leads_out_of_the_tar_is_refused(
    package: Path, other: Archive, tmp_path: Path, up: bool
) -> None:
    """The folder of a member is made from the name of its product."""
    outside = tmp_path / "outside"
    product = f"{'../' * 20}{outside}"[:-1] if up else str(outside)
    rewrite(package, lambda said: said["members"][0].update(product=product), sign=True)
    (first, *_) = manifest_of(package)["members"]
    data = b"x" * first["document"]["size"]
    name = Path("products") / product / first["id"] / first["document"]["name"]
    bad = entry(name.as_posix())
    bad.size = len(data)
    source = tar_of(tmp_path / "bad.tar", package, lambda tar: tar.addfile(bad, io.BytesIO(data)))
    with pytest.raises(ArchiveError, match="is no name of a product"):
        other.import_package(source)
    assert not list(tmp_path.glob("outsid*"))
    with pytest.raises(ArchiveError, match="is no name of a product"):
        other.import_package(package)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.8])
def test_a_tar_that_is_cut_off_is_refused(
    filled: Archive, other: Archive, tmp_path: Path, state, share: float
) -> None:
    source = tmp_path / "all.tar"
    filled.export(source, filled.query())
    os.truncate(source, int(source.stat().st_size * share))
    before = state(other)
    with pytest.raises(
        ArchiveError, match=r"is no whole tar|is missing from the package|no package"
    ):
        other.import_package(source)
    assert state(other) == before


def test_what_is_no_package_is_refused(other: Archive, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no such package"):
        other.import_package(tmp_path / "none")
    (tmp_path / "text").write_text("hello")
    with pytest.raises(ArchiveError, match="is no whole tar"):
        other.import_package(tmp_path / "text")
    with tarfile.open(tmp_path / "some.tar", "w") as tar:
        tar.add(tmp_path / "text", "text")
    with pytest.raises(ArchiveError, match=r"does not begin with manifest.json"):
        other.import_package(tmp_path / "some.tar")


# What goes wrong while it is exported


def test_nothing_is_overwritten_or_left_half(filled: Archive, tmp_path: Path) -> None:
    for name in ("folder", "file.tar"):
        target = tmp_path / "out" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text("mine")
        with pytest.raises(ArchiveError, match="exists already"):
            filled.export(target, filled.query())
        target.unlink()
        path = Path(filled.show("DARK2").files[0]["path"])
        sound = path.read_bytes()
        for bad in (sound[:-1] + bytes([sound[-1] ^ 1]), sound[:-1], sound + b"x", None):
            path.unlink()
            if bad is not None:
                path.write_bytes(bad)
            with pytest.raises(ArchiveError, match=r"not those that were registered|cannot be exp"):
                filled.export(target, filled.query())
            assert list(target.parent.iterdir()) == []
            path.write_bytes(sound)
    with pytest.raises(ArchiveError, match="nothing to export"):
        filled.export(tmp_path / "x", filled.query().where("filter = 'NIR_Y'"))
    with pytest.raises(ArchiveError, match=r"no package is written as .gz"):
        filled.export(tmp_path / "x.tar.gz", filled.query())


def test_a_package_is_also_a_folder_to_register(
    package: Path, other: Archive, tmp_path: Path
) -> None:
    documents = sorted(package.glob("products/*/*/*.xml"))
    assert len(documents) == 8
    good = [one for one in documents if "BAD" not in str(one.parent)]
    assert len(other.register_all(good)) == 7
    shutil.rmtree(package)
    assert list(other.check(deep=True)) == []
