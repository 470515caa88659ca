"""Products are registered whole, once, and under their identity."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dpkit_archive.registration
from dpkit.errors import ArchiveError, IdentityError, NotFoundError, ProductError
from dpkit_archive import Archive


def read_json(value: object) -> Any:
    """Return JSON as it came from the database; the driver of PostgreSQL has read it already."""
    return json.loads(value) if isinstance(value, str) else value


def test_registered_product_is_found_with_its_files(archive: Archive, make) -> None:
    source = make.dark(id="D-1")
    made = archive.register(source)
    assert (made.id, made.product, made.version, made.dataset, made.created) == (
        "D-1",
        "DpdNirMasterDark",
        1,
        "main",
        True,
    )
    assert made.document.read_bytes() == source.read_bytes()
    files = [path.name for path in (made.document.parent / "data").iterdir()]
    assert len(files) == 1
    assert made.document.is_relative_to(archive.files / "DpdNirMasterDark" / "D-1")
    assert [row.id for row in archive.find("DpdNirMasterDark")] == ["D-1"]


def test_same_document_again_changes_nothing(archive: Archive, make, rows) -> None:
    source = make.dark()
    first = archive.register(source)
    again = archive.register(source)
    assert again == replace(first, created=False)
    assert rows("SELECT count(*) FROM event") == [(1,)]


def test_same_content_under_a_new_id_answers_with_the_old(archive: Archive, make) -> None:
    first = archive.register(make.dark(level=0.02))
    again = archive.register(make.dark(level=0.02, created="2026-01-09T00:00:00Z"))
    assert (again.id, again.version, again.created) == (first.id, 1, False)


def test_other_content_is_the_next_version(archive: Archive, make) -> None:
    first = archive.register(make.parameters(radius=0.3))
    second = archive.register(make.parameters(radius=0.4))
    other = archive.register(make.parameters("deep", radius=0.4))
    assert [one.version for one in (first, second, other)] == [1, 2, 1]
    # An older content that comes back is still the older version.
    assert archive.register(make.parameters(radius=0.3)).id == first.id


def test_version_counts_within_a_dataset(archive: Archive, make) -> None:
    archive.register(make.parameters(radius=0.3))
    other = archive.register(make.parameters(radius=0.4), dataset="test")
    named = archive.register(make.parameters(radius=0.5, dataset="DR1"))
    assert (other.version, other.dataset) == (1, "test")
    assert (named.version, named.dataset) == (1, "DR1")


def test_same_id_with_other_content_is_refused(archive: Archive, make, rows) -> None:
    archive.register(make.parameters(id="P", radius=0.3))
    with pytest.raises(IdentityError, match="'P' is taken by other content") as caught:
        archive.register(make.parameters("deep", id="P", radius=0.4))
    assert caught.value.code == "identity"
    with pytest.raises(IdentityError):
        archive.register(make.dark(id="P"))
    assert rows("SELECT count(*) FROM product") == [(1,)]


def test_same_id_with_other_bytes_but_the_same_content_is_no_change(archive: Archive, make) -> None:
    archive.register(make.parameters(id="P", created="2026-01-01T00:00:00Z"))
    again = archive.register(make.parameters(id="P", created="2026-02-02T00:00:00Z"))
    assert not again.created


def test_same_id_in_another_dataset_is_refused(archive: Archive, make) -> None:
    source = make.parameters(id="P")
    archive.register(source)
    with pytest.raises(IdentityError, match="in dataset 'main', not 'test'"):
        archive.register(source, dataset="test")


@pytest.mark.parametrize(
    "identifier",
    ["../../up", "a/b", "..", ".hidden", "x" * 255, "ä ö;'\"", "%2E%2E", "'); DROP TABLE product"],
)
def test_any_id_has_a_folder_below_the_files(archive: Archive, make, identifier: str) -> None:
    escaped = identifier.replace("&", "&amp;")
    made = archive.register(make.parameters(id=escaped))
    assert made.id == identifier
    assert made.document.resolve().parent.parent == archive.files / "DpdNirRelPhotoParams"
    assert archive.show(identifier).row.id == identifier
    assert [row.id for row in archive.find()] == [identifier]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[:-20], "not well-formed"),
        (lambda text: text.replace("Filter>", "Colour>"), "breaks the schema"),
        (lambda text: text.replace("relphotoexp", "other"), "root element"),
        (lambda text: text.replace("Exposure>2<", "Exposure>1<"), "exposures-unique|two factors"),
        (lambda text: text.replace("T00:00:00Z</TimestampEnd>", "T00:00:00</TimestampEnd>"), "Z"),
    ],
    ids=["cut", "schema", "root", "rule", "zone"],
)
def test_invalid_document_is_refused(archive: Archive, make, rows, change, message: str) -> None:
    source = make.factors()
    source.write_text(change(source.read_text()))
    with pytest.raises(ProductError, match=message):
        archive.register(source)
    assert rows("SELECT count(*) FROM product") == [(0,)]
    assert rows("SELECT count(*) FROM event") == [(0,)]


def test_missing_document_is_not_found(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        archive.register(tmp_path / "none.xml")


def test_damaged_data_file_is_refused_and_counted(archive: Archive, make) -> None:
    source = make.dark()
    (file,) = (source.parent / "data").iterdir()
    data = bytearray(file.read_bytes())
    data[-2880] ^= 1
    file.write_bytes(data)
    with pytest.raises(ProductError, match="SHA-256"):
        archive.register(source)
    file.unlink()
    with pytest.raises(ProductError, match="missing"):
        archive.register(source)
    assert archive.find() == []


def test_wrong_checksum_is_refused_even_when_validation_is_content(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make.dark()
    (file,) = (source.parent / "data").iterdir()
    report = dpkit_archive.submission.validate(source)

    def change_after(_source: object, **_options: object) -> object:
        file.write_bytes(file.read_bytes() + b"\0" * 2880)
        return report

    monkeypatch.setattr("dpkit_archive.submission.validate", change_after)
    with pytest.raises(ProductError, match="the document says"):
        archive.register(source)


def test_document_that_changes_while_it_is_read_is_refused(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make.parameters()
    report = dpkit_archive.submission.validate(source)

    def change_after(_source: object, **_options: object) -> object:
        source.write_text(source.read_text() + "\n")
        return report

    monkeypatch.setattr("dpkit_archive.submission.validate", change_after)
    with pytest.raises(ProductError, match="changed while it was read"):
        archive.register(source)


def test_two_files_of_one_name_are_refused(archive: Archive, make, monkeypatch) -> None:
    source = make.dark()
    files = dpkit_archive.submission.Document.files
    monkeypatch.setattr(
        dpkit_archive.submission.Document, "files", lambda self: files(self) + files(self)
    )
    with pytest.raises(ProductError, match="two files are named"):
        archive.register(source)


def test_file_name_with_a_folder_is_refused(archive: Archive, make) -> None:
    source = make.dark(file="plain.fits")
    source.write_text(source.read_text().replace(">plain.fits<", ">..<"))
    with pytest.raises(ProductError, match="no plain file name"):
        archive.register(source)


def test_metrics_are_rows_with_scope(archive: Archive, make) -> None:
    made = archive.register(make.factors(values=(1.0, 1.5)))
    assert archive.show(made.id).metrics == (_metric(1, 1.0, "1.0"), _metric(2, 1.5, "1.5"))
    made = archive.register(make.catalog(sources=12))
    named = {(m["name"], m["scope"].get("detector")): m for m in archive.show(made.id).metrics}
    assert named["background", "DET12"]["value"] == 11.0
    assert named["background", "DET12"]["unit"] == "electron"
    assert named["sources", None]["value"] == 12.0


@pytest.mark.parametrize("text", ["NaN", "INF", "-INF"])
def test_a_metric_that_is_not_finite_is_null_and_its_text(archive: Archive, make, text) -> None:
    made = archive.register(make.dark(mean=text))
    (metric,) = archive.show(made.id).metrics
    assert (metric["name"], metric["value"], metric["text"]) == ("mean", None, text)
    assert made.id in json.dumps(archive.show(made.id).to_dict(), allow_nan=False)


def _metric(exposure: int, value: float | None, text: str) -> dict[str, object]:
    return {
        "name": "relativeFactor",
        "scope": {"exposure": exposure},
        "value": value,
        "text": text,
        "unit": "1",
    }


def test_frame_with_its_factor_is_the_next_version(archive: Archive, make) -> None:
    first = archive.register(make.frame(id="R1"))
    second = archive.register(make.frame(id="R2", ratio=1.01), inputs={"frame": ["R1"]})
    assert (first.version, second.version) == (1, 2)
    (row,) = archive.find("DpdNirCalibratedFrame", keys={"detector": "DET12", "exposure": 1})
    assert (row.id, row.keys["detector"]) == ("R2", ("DET11", "DET12"))
    named = {metric["name"]: metric for metric in archive.show("R2").metrics}
    assert (named["qprelex"]["value"], named["qprelex"]["scope"]) == (1.01, {})
    assert archive.show("R2").facts["begin"] == "2026-03-01T10:00:00Z"
    assert archive.show("R2").facts["end"] == "2026-03-01T10:01:40Z"
    assert archive.show("R1").outputs == ({"port": "frame", "id": "R2"},)


def test_lineage_is_recorded_by_port(archive: Archive, make) -> None:
    for number in (1, 2):
        archive.register(make.catalog(exposure=number, id=f"C{number}"))
    archive.register(make.parameters(id="P"))
    archive.register(make.factors(id="F"), inputs={"catalogs": ["C2", "C1"], "parameters": ["P"]})
    assert archive.show("F").inputs == (
        {"port": "catalogs", "id": "C2"},
        {"port": "catalogs", "id": "C1"},
        {"port": "parameters", "id": "P"},
    )
    assert archive.show("C1").outputs == ({"port": "catalogs", "id": "F"},)
    assert archive.show("C1").inputs == ()


def test_unknown_input_refuses_the_registration(archive: Archive, make, rows) -> None:
    with pytest.raises(NotFoundError, match="'NONE' of port 'catalogs'"):
        archive.register(make.factors(), inputs={"catalogs": ["NONE"]})
    assert rows("SELECT count(*) FROM product") == [(0,)]
    assert list(archive.files.glob("Dpd*/*")) == []


def test_inputs_must_be_known_for_what_stands_too(archive: Archive, make) -> None:
    source = make.factors(id="F")
    archive.register(source)
    with pytest.raises(NotFoundError, match="'NONE' of port 'catalogs' is not in the archive"):
        archive.register(source, inputs={"catalogs": ["NONE"]})
    other = archive.register(make.parameters())
    assert not archive.register(source, inputs={"parameters": [other.id]}).created
    assert archive.show("F").inputs == ()


def test_event_says_who_did_what(archive: Archive, make) -> None:
    made = archive.register(make.factors(), actor="operator")
    (event,) = archive.show(made.id).events
    assert (event["seq"], event["actor"], event["verb"]) == (1, "operator", "register")
    assert event["subject"] == made.id
    assert event["detail"]["calibration_set"] == "main"
    assert event["time"].endswith("Z")
    made = archive.register(make.parameters())
    assert "@" in archive.show(made.id).events[0]["actor"]


def test_status_begins_with_what_the_document_says(archive: Archive, make) -> None:
    for word, status in (("UNKNOWN", "registered"), ("VALID", "valid"), ("INVALID", "invalid")):
        made = archive.register(make.parameters(word, status=word))
        record = archive.show(made.id)
        assert record.row.status == status
        assert [one["status"] for one in record.statuses] == [status]


def test_original_bytes_and_json_are_kept(archive: Archive, make, rows) -> None:
    source = make.factors(values=(1.0, 1.5), observation=2**62)
    archive.register(source)
    ((original, content),) = rows("SELECT original, content FROM document")
    assert original == source.read_bytes()
    data = read_json(content)["Data"]
    assert data["ObservationId"] == 2**62
    assert data["Filter"] == "NIR_J"
    assert data["CorrectionFactorList"] == {
        "CorrectionFactor": [{"Value": 1.0, "Exposure": 1}, {"Value": 1.5, "Exposure": 2}]
    }
    assert read_json(content)["@version"] == "1.0"
    archive.register(make.dark("2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z", mean="NaN"))
    content = rows("SELECT content FROM document ORDER BY product DESC LIMIT 1")[0][0]
    assert read_json(content)["Data"]["Mean"] == "NaN"
    # What repeats in the schema is a list even when there is one.
    archive.register(make.factors(values=(1.0,), observation=6, filter="NIR_H"))
    content = rows("SELECT content FROM document ORDER BY product DESC LIMIT 1")[0][0]
    assert len(read_json(content)["Data"]["CorrectionFactorList"]["CorrectionFactor"]) == 1


def test_json_has_attributes_beside_the_text(archive: Archive, make, rows) -> None:
    source = make.factors()
    flags = (
        '<QualityFlags><ExposureFactorOutOfRange xpath="/*/Data/CorrectionFactorList/'
        'CorrectionFactor/Value" flagged="false">false</ExposureFactorOutOfRange>'
        '<DetectorDeviationOutOfRange xpath="/*/Data/QualityParams/MaxDetectorDeviation" '
        'flagged="false">false</DetectorDeviationOutOfRange></QualityFlags>'
    )
    source.write_text(source.read_text().replace("</Data>", f"</Data>{flags}"))
    archive.register(source)
    flag = read_json(rows("SELECT content FROM document")[0][0])["QualityFlags"]
    assert flag["ExposureFactorOutOfRange"]["#text"] is False
    assert flag["ExposureFactorOutOfRange"]["@flagged"] is False


def test_in_place_leaves_the_files_where_they_are(archive: Archive, make) -> None:
    source = make.dark()
    made = archive.register(source, mode="in-place")
    assert made.document == source
    (file,) = archive.show(made.id).files
    assert Path(file["path"]).parent == source.parent / "data"
    assert file["mode"] == "in-place"
    assert list(archive.files.iterdir()) == []


def test_in_place_refuses_changed_bytes_under_a_known_path(archive: Archive, make) -> None:
    archive.register(make.dark(file="dark.fits"), mode="in-place")
    changed = make.dark(file="dark.fits", level=0.5)
    with pytest.raises(ArchiveError, match="other bytes are registered under this path"):
        archive.register(changed, mode="in-place")


def test_in_place_refuses_another_document_under_a_known_path(archive: Archive, make) -> None:
    archive.register(make.parameters(name="p.xml"), mode="in-place")
    with pytest.raises(ArchiveError, match="another product is registered in place"):
        archive.register(make.parameters("deep", name="p.xml"), mode="in-place")


def test_in_place_refuses_a_file_that_changes_meanwhile(
    archive: Archive, make, monkeypatch
) -> None:
    source = make.dark(file="dark.fits")
    digest = dpkit_archive.submission.read_content

    def change(*args: object) -> str:
        found = digest(*args)
        (source.parent / "data" / "dark.fits").write_bytes(b"changed")
        return found

    monkeypatch.setattr("dpkit_archive.submission.read_content", change)
    for mode in ("in-place", "copy"):
        make.dark(file="dark.fits", id="D", name=source.name)
        with pytest.raises(ProductError, match="changed while it was registered"):
            archive.register(source, mode=mode)
    assert archive.find() == []


def test_unknown_mode_is_refused(archive: Archive, make) -> None:
    with pytest.raises(ArchiveError, match="no mode is named 'teleport'"):
        archive.register(make.parameters(), mode="teleport")


@pytest.mark.parametrize("name", ["", "  ", "a\nb"])
def test_dataset_and_set_need_a_name(archive: Archive, make, name: str) -> None:
    for options in ({"dataset": name}, {"calibration_set": name}):
        with pytest.raises(ProductError, match=r"no name of a dataset.*such as 'main'"):
            archive.register(make.parameters(), **options)


def test_document_without_dataset_goes_to_main(archive: Archive, make) -> None:
    assert archive.register(make.parameters(dataset=" ")).dataset == "main"


def test_rehearsal_keeps_nothing_but_finds_faults(archive: Archive, make, rows) -> None:
    made = archive.register(make.dark(), rehearse=True)
    assert (made.version, made.created) == (1, True)
    assert rows("SELECT count(*) FROM product") == [(0,)]
    assert rows("SELECT count(*) FROM event") == [(0,)]
    assert list(archive.files.iterdir()) == []
    archive.register(make.dark())
    with pytest.raises(ArchiveError, match="overlaps"):
        archive.register(make.dark(calibration="D2"), rehearse=True)


def test_equal_files_are_one_file_with_two_locations(archive: Archive, make, rows) -> None:
    archive.register(make.dark(calibration="D1"))
    archive.register(make.dark("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z", calibration="D2"))
    assert rows("SELECT count(*) FROM file") == [(1,)]
    assert rows("SELECT count(*) FROM file_location") == [(2,)]


def test_older_content_says_which_version_is_current(archive: Archive, make) -> None:
    assert archive.register(make.parameters(radius=0.3)).current_version == 1
    assert archive.register(make.parameters(radius=0.4)).current_version == 2
    again = archive.register(make.parameters(radius=0.3))
    assert (again.created, again.version, again.current_version) == (False, 1, 2)
    bad = archive.register(make.parameters(radius=0.5, status="INVALID"))
    assert (bad.version, bad.current_version) == (3, 2)
    lone = archive.register(make.parameters("deep", status="INVALID"))
    assert (lone.version, lone.current_version) == (1, None)


@pytest.mark.parametrize("mode", ["copy", "in-place"])
def test_a_link_that_leaves_the_folder_is_refused(
    archive: Archive, make, tmp_path: Path, mode: str
) -> None:
    source = make.dark(file="dark.fits")
    file = source.parent / "data" / "dark.fits"
    file.rename(tmp_path / "elsewhere.fits")
    file.symlink_to(tmp_path / "elsewhere.fits")
    with pytest.raises(ProductError, match="is a link that leaves the folder") as caught:
        archive.register(source, mode=mode)
    assert (caught.value.place, bool(caught.value.remedy)) == (str(file), True)
    assert archive.find() == []


def test_a_link_within_the_folder_is_a_file(archive: Archive, make, tmp_path: Path) -> None:
    source = make.dark(file="dark.fits")
    file = source.parent / "data" / "dark.fits"
    file.rename(file.with_name("real.fits"))
    file.symlink_to("real.fits")
    made = archive.register(source)
    copied = made.document.parent / "data" / "dark.fits"
    assert copied.is_file()
    assert not copied.is_symlink()
    # A folder of files may be a link as a whole.
    other = make.dark("2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z", file="other.fits")
    (other.parent / "data").rename(tmp_path / "large")
    (other.parent / "data").symlink_to(tmp_path / "large")
    assert archive.register(other).created


def test_a_time_that_cannot_be_read_is_named_with_its_line(make) -> None:
    """Validation finds it first; here for what validation does not know."""
    from dpkit.product.document import read_document
    from dpkit_archive.period import creation_time, proposed_range

    source = make.factors(created="2026-01-01T00:00:00", begin="2026-03-01T00:00:00")
    lines = source.read_text().splitlines()
    for judge, element in (
        (creation_time, "Header/CreationDate"),
        (proposed_range, "Data/ValidityRange/TimestampStart"),
    ):
        line = next(n for n, t in enumerate(lines, 1) if f"<{element.rpartition('/')[2]}>" in t)
        with pytest.raises(ProductError, match="no zone") as caught:
            judge(read_document(source))
        assert caught.value.place == f"{source}:{line}: {element}"


def test_an_error_says_place_and_remedy_once(archive: Archive, make, tmp_path: Path) -> None:
    source = make.factors()
    source.write_text(source.read_text().replace("Exposure>2<", "Exposure>1<"))
    with pytest.raises(ProductError) as caught:
        archive.register(source)
    assert str(caught.value).count(str(source)) == 1
    assert caught.value.remedy
    assert str(caught.value).count(caught.value.remedy) == 1
    with pytest.raises(ProductError, match=r"is a folder \(name the documents in it"):
        archive.register(tmp_path)
    with pytest.raises(NotFoundError, match=r"no such file \(check"):
        archive.register(tmp_path / "none.xml")


def test_what_identifies_a_product_has_a_limit(archive: Archive, make, rows) -> None:
    assert archive.register(make.parameters(id="é" * 200)).created
    with pytest.raises(ProductError, match="the id of the product has 402 bytes"):
        archive.register(make.parameters("b", id="é" * 201))
    with pytest.raises(ProductError, match=r"setting has 402 bytes .*400 at most"):
        archive.register(make.parameters("é" * 201))
    with pytest.raises(ProductError, match="a reference has 408 bytes"):
        archive.register(make.catalog(frame="é" * 204))
    with pytest.raises(ProductError, match="is no name of a dataset"):
        archive.register(make.parameters("c", id="C"), dataset="d" * 101)
    assert rows("SELECT count(*) FROM product") == [(1,)]
