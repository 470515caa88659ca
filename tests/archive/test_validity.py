"""Ranges are granted on registration, never overlap, and are retired by the next version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import dpkit_archive.submission
from dpkit.errors import ArchiveError, ValidityError
from dpkit.product.document import parse_document
from dpkit.tai import FOREVER, NEVER, parse_utc
from dpkit_archive import Archive
from dpkit_archive.period import observation_time, proposed_range

TYPE = "DpdNirRelPhotoDetCalibration"
DAYS = [f"2026-03-{day:02d}T00:00:00Z" for day in range(1, 10)]


def chosen(archive: Archive, at: str, calibration_set: str = "main") -> str | None:
    choice = archive.calib(
        TYPE, at=parse_utc(at), keys={"filter": "NIR_J"}, calibration_set=[calibration_set]
    )
    return choice.chosen and choice.chosen.id


def states(archive: Archive, identifier: str) -> list[str]:
    return [one["state"] for one in archive.show(identifier).validity]


def test_range_is_proposed_and_granted(archive: Archive, make) -> None:
    made = archive.register(make.detector_factors(DAYS[0], DAYS[1]))
    proposed, granted = archive.show(made.id).validity
    assert (proposed["state"], proposed["begin"], proposed["end"]) == ("proposed", *DAYS[:2])
    assert granted["state"] == "granted"
    assert (granted["set"], granted["granted_event"], granted["retired_event"]) == ("main", 1, None)


def test_range_is_half_open(archive: Archive, make) -> None:
    made = archive.register(make.detector_factors(DAYS[1], DAYS[2]))
    assert chosen(archive, DAYS[1]) == made.id
    assert chosen(archive, "2026-03-02T23:59:59.999999999Z") == made.id
    assert chosen(archive, DAYS[2]) is None
    assert chosen(archive, "2026-03-01T23:59:59.999999999Z") is None


@pytest.mark.parametrize(
    ("begin", "end"), [(0, 3), (0, 9), (1, 3), (2, 3), (2, 4), (2, 9), (3, 4), (1, 5)]
)
def test_overlap_is_refused_whole_and_named(
    archive: Archive, make, rows, begin: int, end: int
) -> None:
    days = [*DAYS, "9999-12-31T00:00:00Z"]
    archive.register(make.detector_factors(DAYS[2], DAYS[4], id="FIRST"))
    refused = make.detector_factors(days[begin], days[end], calibration="C2", id="SECOND")
    with pytest.raises(ValidityError, match="overlaps") as caught:
        archive.register(refused)
    message = str(caught.value)
    assert "FIRST" in message
    assert f"[{DAYS[2]}, {DAYS[4]})" in message
    assert str(refused) in message
    assert rows("SELECT id FROM product") == [("FIRST",)]
    assert rows("SELECT count(*) FROM event") == [(1,)]
    assert not (archive.files / TYPE / "SECOND").exists()


def test_adjacent_ranges_are_allowed(archive: Archive, make) -> None:
    for number in (3, 1, 2):
        source = make.detector_factors(DAYS[number], DAYS[number + 1], calibration=f"C{number}")
        archive.register(source)
    assert len({chosen(archive, day) for day in DAYS[1:4]}) == 3


def test_other_selection_and_other_set_may_overlap(archive: Archive, make) -> None:
    archive.register(make.detector_factors(calibration="C1"))
    archive.register(make.detector_factors(calibration="C2", filter="NIR_H"))
    other = archive.register(make.detector_factors(calibration="C3"), calibration_set="nightly")
    assert chosen(archive, "2026-03-01T12:00:00Z", "nightly") == other.id
    assert chosen(archive, "2026-03-01T12:00:00Z") != other.id


def test_set_is_named_like_the_dataset(archive: Archive, make) -> None:
    made = archive.register(make.detector_factors(), dataset="test")
    assert archive.show(made.id).validity[1]["set"] == "test"


def test_new_version_takes_over(archive: Archive, make) -> None:
    first = archive.register(make.detector_factors(DAYS[0], DAYS[4], values=(1, 1)))
    second = archive.register(make.detector_factors(DAYS[1], DAYS[3], values=(1, 2)))
    assert second.version == 2
    assert chosen(archive, DAYS[1]) == second.id
    # What only the predecessor covered is free now.
    assert chosen(archive, DAYS[0]) is None
    assert states(archive, first.id) == ["proposed", "retired"]
    retired = archive.show(first.id).validity[1]
    granted = archive.show(second.id).validity[1]
    assert retired["retired_event"] == granted["granted_event"] == 2
    assert [event["subject"] for event in archive.show(first.id).events] == [first.id, second.id]


def test_refused_version_leaves_its_predecessor(archive: Archive, make) -> None:
    first = archive.register(make.detector_factors(DAYS[0], DAYS[1]))
    archive.register(make.detector_factors(DAYS[1], DAYS[2], calibration="C2"))
    with pytest.raises(ValidityError):
        archive.register(make.detector_factors(DAYS[0], DAYS[2], values=(1, 3)))
    assert chosen(archive, DAYS[0]) == first.id
    assert states(archive, first.id) == ["proposed", "granted"]


def test_new_version_in_another_set_leaves_the_first(archive: Archive, make) -> None:
    first = archive.register(make.detector_factors())
    second = archive.register(make.detector_factors(values=(1, 3)), calibration_set="nightly")
    assert chosen(archive, "2026-03-01T12:00:00Z") == first.id
    assert chosen(archive, "2026-03-01T12:00:00Z", "nightly") == second.id


def test_product_of_another_dataset_is_no_predecessor(archive: Archive, make) -> None:
    first = archive.register(make.detector_factors())
    with pytest.raises(ValidityError, match="overlaps"):
        archive.register(
            make.detector_factors(values=(1, 3)), dataset="test", calibration_set="main"
        )
    assert chosen(archive, "2026-03-01T12:00:00Z") == first.id


def test_invalid_document_proposes_only(archive: Archive, make) -> None:
    first = archive.register(make.detector_factors())
    second = archive.register(make.detector_factors(values=(1, 3), status="INVALID"))
    assert states(archive, second.id) == ["proposed"]
    assert chosen(archive, "2026-03-01T12:00:00Z") == first.id


def test_unbounded_range_holds_for_ever(archive: Archive, make) -> None:
    made = archive.register(make.detector_factors("1000-01-01T00:00:00Z", "9999-12-31T00:00:00Z"))
    for at in ("1900-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "5000-01-01T00:00:00Z"):
        assert chosen(archive, at) == made.id


def _with_validity(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> None:
    read = dpkit_archive.submission.read_document

    def changed(source: Path) -> object:
        document = read(source)
        validity = replace(document.entry.validity, **changes)
        return replace(document, entry=replace(document.entry, validity=validity))

    monkeypatch.setattr("dpkit_archive.submission.read_document", changed)


def test_manual_certification_proposes_only(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_validity(monkeypatch, certify="manual")
    made = archive.register(make.detector_factors())
    assert states(archive, made.id) == ["proposed"]
    choice = archive.calib(TYPE, at=parse_utc(DAYS[0]), keys={"filter": "NIR_J"})
    assert choice.chosen is None
    assert "none of the 1" in choice.reason
    assert choice.rejected[0].reason == "its range was never granted"


def test_instants_are_unique(archive: Archive, make, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_validity(monkeypatch, policy="closest")
    archive.register(make.detector_factors(DAYS[0], DAYS[5]))
    archive.register(make.detector_factors(DAYS[1], DAYS[5], calibration="C2"))
    with pytest.raises(ValidityError, match="overlaps"):
        archive.register(make.detector_factors(DAYS[0], DAYS[6], calibration="C3"))


@pytest.mark.parametrize(
    ("begin", "end", "message"),
    [(DAYS[1], DAYS[1], "is empty"), (DAYS[1], DAYS[0], "ends before it begins")],
)
def test_empty_or_reversed_range_is_refused(
    archive: Archive, make, begin: str, end: str, message: str
) -> None:
    source = make.detector_factors(begin, end)
    with pytest.raises(ValidityError, match=message):
        proposed_range(parse_document(source.read_bytes(), source))
    with pytest.raises(ValueError, match="ends before it starts, or is empty"):
        archive.register(source)


def test_absent_bounds_are_unbounded(make) -> None:
    source = make.detector_factors()
    document = parse_document(source.read_bytes(), source)
    assert document.entry.validity is not None
    validity = replace(document.entry.validity, begin=None, end=None)
    open_document = replace(document, entry=replace(document.entry, validity=validity))
    assert proposed_range(open_document) == (NEVER, FOREVER)


def test_observation_lasts_as_long_as_the_exposure(make) -> None:
    source = make.catalog(at="2026-03-01T10:00:00.5Z")
    document = parse_document(source.read_bytes(), source)
    begin = parse_utc("2026-03-01T10:00:00.5Z")
    assert observation_time(document) == (begin, begin + 100_000_000_000)
    for text, message in (("NaN", "no duration"), ("INF", "no duration")):
        changed = source.read_bytes().replace(b">100.0<", f">{text}<".encode())
        with pytest.raises(ValueError, match=message):
            observation_time(parse_document(changed, source))


def test_database_itself_refuses_an_overlap(archive: Archive, make, rows) -> None:
    archive.register(make.detector_factors(DAYS[0], DAYS[2]))
    archive.register(make.detector_factors(DAYS[4], DAYS[6], calibration="C2"))
    columns = "calibration_set, type, selection, product, granted_event"
    move = "UPDATE validity SET begin_ns = :begin WHERE number = 2"
    for begin, end in ((0, 1), (1, 5), (5, 8)):
        with pytest.raises(ValidityError, match="overlap"):
            rows(
                f"INSERT INTO validity (number, begin_ns, end_ns, {columns}) "
                f"SELECT 9, :begin, :end, {columns} FROM validity LIMIT 1",
                begin=parse_utc(DAYS[begin]),
                end=parse_utc(DAYS[end]),
            )
    with pytest.raises(ValidityError, match="overlap"):
        rows(move, begin=parse_utc(DAYS[1]))
    with pytest.raises(ArchiveError, match="ck_validity_order"):
        rows("UPDATE validity SET end_ns = begin_ns")
    # A range may be changed where nobody else is, and retired.
    rows(move, begin=parse_utc(DAYS[3]))
    rows("UPDATE validity SET retired_event = 2")


def test_refusal_by_the_database_is_a_validity_error(
    archive: Archive, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.register(make.detector_factors(DAYS[0], DAYS[2]))
    monkeypatch.setattr("dpkit_archive.validity.Validities.check", lambda *_args: None)
    with pytest.raises(ValidityError, match="overlap"):
        archive.register(make.detector_factors(DAYS[1], DAYS[3], calibration="C2"))
    assert len(archive.find()) == 1
