"""Expressions are read by a grammar, typed by the dictionary, and refused with their place."""

from __future__ import annotations

import pytest

from dpkit.errors import ArchiveError, DpkitError, NotFoundError
from dpkit_archive import Archive
from dpkit_archive.query.parsing import parse_expression
from dpkit_archive.query.pattern import to_glob, to_like
from dpkit_archive.query.syntax import (
    Choice,
    Comparison,
    Junction,
    Literal,
    Match,
    Negation,
    Operand,
)

CATALOG = "DpdNirExposureCatalog"
FACTORS = "DpdNirRelPhotoExpCalibration"


@pytest.fixture
def filled(archive: Archive, make) -> Archive:
    """Register three catalogues, factors and parameters."""
    for number, (filter, created) in enumerate(
        [
            ("NIR_J", "2026-01-01T00:00:00Z"),
            ("NIR_H", "2026-01-01T00:00:00.5Z"),
            ("NIR_Y", "2026-01-01T01:30:00+01:00"),
        ],
        1,
    ):
        document = make.catalog(
            number,
            filter=filter,
            created=created,
            detectors=("DET11", f"DET2{number}"),
            sources=number,
            frame="Übersicht" if number == 3 else "frame",
            id=f"C{number}",
        )
        archive.register(document)
    archive.register(make.factors(observation=2**62, values=(1.0, 7.5, 0.1), id="F"))
    for number, mean in enumerate(("INF", "NaN", "-INF")):
        begin, end = f"2026-04-0{number + 1}T00:00:00Z", f"2026-04-0{number + 2}T00:00:00Z"
        archive.register(make.dark(begin, end, mean=mean, calibration=mean, id=f"D{number}"))
    archive.register(make.parameters(setting='it\'s 100% "*"', radius=0.30000000000000004, id="P"))
    return archive


FOUND = [
    ("Data.NumberOfSources > 1", ["C2", "C3"]),
    ("1 < Data.NumberOfSources", ["C2", "C3"]),
    ("Data.NumberOfSources > 1.5 and Data.NumberOfSources <= 2.0", ["C2"]),
    ("Data.NumberOfSources in (1, 3.0)", ["C1", "C3"]),
    ("Data.NumberOfSources not in (1, 3)", ["C2"]),
    ("Data.NumberOfSources != 2", ["C1", "C3"]),
    ("not Data.NumberOfSources == 2", ["C1", "C3", "D0", "D1", "D2", "F", "P"]),
    ("Data.NumberOfSources == 1 or observation == 2 and filter == 'NIR_J'", ["C1"]),
    ("(Data.NumberOfSources == 1 or observation == 2) and filter == 'NIR_H'", ["C2"]),
    # Lists: any by default, none for the negative operators, or as it says.
    ("detector == 'DET21'", ["C1"]),
    ("detector != 'DET21'", ["C2", "C3"]),
    ("any(detector) != 'DET21'", ["C1", "C2", "C3"]),
    ("all(detector) like 'DET?1'", ["C1"]),
    ("Data.DetectorList.Detector.DetectorId == 'DET22'", ["C2"]),
    ("all(Data.CorrectionFactorList.CorrectionFactor.Value) >= 0.1", ["F"]),
    ("any(Data.CorrectionFactorList.CorrectionFactor.Value) > 7", ["F"]),
    # What is not finite: infinities are in order, NaN is nothing.
    ("Data.Mean > 1e308", ["D0"]),
    ("Data.Mean < -1e308", ["D2"]),
    ("Data.Mean <= 0 or Data.Mean > 0", ["D0", "D2"]),
    ("Data.Mean != 0", ["D0", "D1", "D2"]),
    ("Data.Mean is not null", ["D0", "D1", "D2"]),
    ("all(Data.CorrectionFactorList.CorrectionFactor.Value) > 0.1", []),
    ("observation == 4611686018427387904", ["F"]),
    ("observation > 4611686018427387903", ["F"]),
    ("Data.ObservationId == 4611686018427387904", ["F"]),
    ("Data.ObservationId == 4611686018427387905", []),
    # Times in the order of time, whatever they look like.
    ("Header.CreationDate > 2026-01-01T00:00:00Z", ["C2", "C3"]),
    ("Header.CreationDate == '2026-01-01T00:00:00.500Z' and observation == 2", ["C2"]),
    ("Header.CreationDate == 2026-01-01T00:30:00Z", ["C3"]),
    ("created > 2026-01-01T00:00:00Z", ["C2", "C3"]),
    ("created in (2026-01-01T00:30:00Z)", ["C3"]),
    # Text, case and letters; attributes; columns.
    ("Data.InputFrame == 'Übersicht'", ["C3"]),
    ("Data.InputFrame == 'FRAME'", []),
    ("Data.InputFrame like 'F*'", []),
    ("Data.InputFrame like '*sic?t'", ["C3"]),
    ("Data.InputFrame > 'z'", ["C3"]),
    ("Data.CatalogStorage.@format like 'nir.*' and version == 1", ["C1", "C2", "C3"]),
    ("Data.CatalogStorage.DataContainer.@fileSize > 10", ["C1", "C2", "C3"]),
    ("product == 'DpdNirRelPhotoParams'", ["P"]),
    (
        "dataset == 'main' and software like 'NIR_T*' and release == '1.0'",
        ["C1", "C2", "C3", "D0", "D1", "D2", "F", "P"],
    ),
    ("status == 'registered' and id in ('P', 'F')", ["F", "P"]),
    ("Header.ManualValidationStatus == 'UNKNOWN' and setting is not null", ["P"]),
    # Nulls.
    ("tile is null", ["C1", "C2", "C3", "D0", "D1", "D2", "F", "P"]),
    ("setting != null", ["P"]),
    ("setting == null", ["C1", "C2", "C3", "D0", "D1", "D2", "F"]),
    ("Data.Filter.Name is not null", ["C1", "C2", "C3"]),
    ("Data.MatchRadius == 0.30000000000000004", ["P"]),
    ("Data.MatchRadius == 0.3", []),
    # The operational syntax of Euclid.
    ("Data.ObservationSequence.ObservationId==2&&Header.DataSetRelease=mai*", ["C2"]),
    ('Header.ManualValidationStatus.ManualValidationStatus!="INVALID"&filter=NIR_H', ["C2"]),
    ("Header.ProductId.ObjectId=like*3*", ["C3"]),
    ("Data.NumberOfSources>1&Header.CreationDate<2026-01-01T00:10:00Z", ["C2"]),
    ("Header.ProductId=C*&Data.Filter.Name!=*_J", ["C2", "C3"]),
    ("Header.ProductId=C*&Data.Filter.Name!=NIR_J", ["C2", "C3"]),
    # A condition alone is one of both grammars.
    (
        'Header.ManualValidationStatus.ManualValidationStatus!="INVALID"',
        ["C1", "C2", "C3", "D0", "D1", "D2", "F", "P"],
    ),
    ("Header.ProductId.LimitedString == 'F' or Header.ProductId.ObjectId == 'P'", ["F", "P"]),
    ("Data.ObservationId == 4611686018427387904.0", ["F"]),
    ("Data.ObservationId == 4611686018427387905.0", []),
    ("Data.ObservationId in (4611686018427387903.0, 0.5)", []),
    # Characters that mean something to SQL, JSON or a pattern mean nothing here.
    ("setting == 'it''s 100% \"*\"'", ["P"]),
    ("setting like 'it''s 100% \"\\*\"'", ["P"]),
    ("setting like '%'", []),
    ("setting == 'x'' OR 1=1 --'", []),
    ("Data.ParameterSetName like '*[0-9]*'", []),
    ("id == '$.Data' or id == '{}' or id == ':x' or id == '%(x)s'", []),
]


def test_what_expressions_find(filled: Archive) -> None:
    everything = filled.query().order_by("id").ids()
    assert everything == ["C1", "C2", "C3", "D0", "D1", "D2", "F", "P"]
    for text, expected in FOUND:
        assert filled.query().where(text).order_by("id").ids() == expected, text
        if "&" in text or "=like" in text:
            continue  # this syntax has no negation
        rest = [one for one in everything if one not in expected]
        assert filled.query().where(f"not ({text})").order_by("id").ids() == rest, text


@pytest.mark.parametrize("name", ["version", "Data.DetectorList.Detector.Background"])
def test_long_lists_and_many_conditions(filled: Archive, name: str) -> None:
    value = "1" if name == "version" else "10"
    query = filled.query(CATALOG)
    listed = ", ".join([value] * (8_000 // (len(value) + 2)))
    assert query.where(f"{name} in ({listed})").count() == 3
    assert query.where(f"any({name}) not in ({listed})").count() == 3 * (name != "version")
    joined = [f"{name} == {value}"] * 100
    assert query.where(" and ".join(joined)).where(" or ".join(joined)).count() == 3
    many = filled.query(CATALOG)
    for _ in range(200):
        many = many.where(f"all({name}) != {value}")
    assert many.count() == 0
    with pytest.raises(ArchiveError, match=r"at most 200 conditions, not 201.*in "):
        many.where("version == 1").count()


@pytest.mark.parametrize(
    ("product", "text", "kind", "message"),
    [
        (
            CATALOG,
            "Data.Fliter.Name == 'x'",
            NotFoundError,
            "column 1: .*no path 'Data.Fliter.Name'.*Data.Filter",
        ),
        (
            None,
            "version > 0 and Data.NumberOfSource == 1",
            NotFoundError,
            "column 17: no product has.*Data.NumberOfSources",
        ),
        (CATALOG, "observaton == 5", NotFoundError, "column 1: .*did you mean observation"),
        (CATALOG, "tile == 5", NotFoundError, "column 1: .*has no key 'tile'"),
        (CATALOG, "filter == 'NIR_X'", NotFoundError, "column 11: filter is never 'NIR_X'.*NIR_Y"),
        (
            CATALOG,
            "filter in ('NIR_J', 'NIR_K')",
            NotFoundError,
            "column 21: filter is never 'NIR_K'",
        ),
        (
            CATALOG,
            "status == 'good'",
            NotFoundError,
            "column 11: status is never 'good'.*registered",
        ),
        (
            CATALOG,
            "observation == 'five'",
            ArchiveError,
            "column 16: observation is an integer, not 'five'",
        ),
        (
            CATALOG,
            "observation == 9223372036854775808",
            ArchiveError,
            "column 16: .*beyond 64 bits",
        ),
        (CATALOG, "observation > 1e400", ArchiveError, "column 15: .*beyond 64 bits"),
        (CATALOG, "observation<NaN", ArchiveError, "column 13: .*'NaN' is not an integer"),
        (CATALOG, "observation==1_0", ArchiveError, "column 14: .*'1_0' is not an integer"),
        (CATALOG, "observation == ٣", ArchiveError, "column 16: .*'٣' is not an integer"),
        (None, "Data.Mean<nan&Data.Mean>0", ArchiveError, "column 11: .*'nan' is not a number"),
        (CATALOG, "Data.InputFrame.Name == 'x'", NotFoundError, "no path 'Data.InputFrame.Name'"),
        (CATALOG, "id == 'a\0b'", ArchiveError, "zero byte"),
        (CATALOG, "&".join(["version==1"] * 201), ArchiveError, "at most 200 conditions, not 201"),
        (CATALOG, "created > 2026-01-01T00:00:00", ArchiveError, "column 11: .*no zone"),
        (CATALOG, "created > '2026-13-01T00:00:00Z'", ArchiveError, "column 11: .*no such day"),
        (CATALOG, "Header.CreationDate > 3", ArchiveError, "column 23: .*is a time"),
        (CATALOG, "Data.InputFrame == 3", ArchiveError, "column 20: .*between quotes"),
        (CATALOG, "Data.InputFrame == true", ArchiveError, "column 20: .*between quotes"),
        (CATALOG, "Data.Filter == 'NIR_J'", ArchiveError, "column 1: .*no value of its own"),
        (CATALOG, "Data.NumberOfSources like '1*'", ArchiveError, "column 1: .*is no text"),
        (CATALOG, "", ArchiveError, "column 1: the expression is not complete"),
        (CATALOG, "version ==", ArchiveError, "column 11: the expression is not complete"),
        (CATALOG, "version == 1 and", ArchiveError, "column 17: the expression is not complete"),
        (CATALOG, "version == 1)", ArchiveError, r"column 13: cannot read '\)'"),
        (CATALOG, "version == 1; DROP TABLE product", ArchiveError, "column 13: cannot read ';'"),
        (CATALOG, "version == 'a", ArchiveError, "column 12: cannot read"),
        (CATALOG, "version = 1 or version = 2", ArchiveError, "column 13: cannot read 'or'"),
        (CATALOG, "(" * 60 + "version == 1" + ")" * 60, ArchiveError, "nested more than"),
        (CATALOG, "not " * 60 + "version == 1", ArchiveError, "nested more than"),
        (CATALOG, "version == " + "1" * 10_001, ArchiveError, "at most 10000 characters"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_errors_name_the_place(archive: Archive, product, text, kind, message) -> None:
    with pytest.raises(kind, match=message) as caught:
        archive.query(product).where(text).count()
    assert isinstance(caught.value, DpkitError)
    assert "\n" not in str(caught.value)


def operand(name: str, column: int, *, every: bool | None = None) -> Operand:
    return Operand(name, every, column)


def test_not_binds_more_than_and_and_and_more_than_or() -> None:
    a, b, c = (
        Comparison(operand(name, column), "==", Literal("number", "1", column + 5))
        for name, column in (("a", 5), ("b", 16), ("c", 26))
    )
    tree = parse_expression("not a == 1 and b == 1 or c == 1")
    assert tree == Junction((Junction((Negation(a), b), either=False), c), either=True)


def test_names_may_begin_like_words_of_the_grammar() -> None:
    tree = parse_expression("notice == 'd' and order.in-x.@is > 3")
    assert isinstance(tree, Junction)
    assert [one.operand.name for one in tree.conditions] == ["notice", "order.in-x.@is"]


def test_words_of_the_grammar_in_any_case() -> None:
    tree = parse_expression('x IN (TRUE) AND all(y) NOT LIKE "a""b"')
    assert tree == Junction(
        (
            Choice(operand("x", 1), (Literal("truth", "true", 7),), negated=False),
            Match(operand("y", 21, every=True), Literal("text", 'a"b', 33), negated=True),
        ),
        either=False,
    )


def test_both_grammars_make_the_same_tree() -> None:
    native = parse_expression("Data.X >= 5")
    operational = parse_expression("Data.X>=5&Data.Y=a*")
    assert isinstance(native, Comparison)
    assert isinstance(operational, Junction)
    first, second = operational.conditions
    assert (first.operand.name, first.operator) == (native.operand.name, native.operator)
    assert second == Match(Operand("Data.Y", None, 11, True), Literal("text", "a*", 18), False)


@pytest.mark.parametrize(
    ("pattern", "glob", "like"),
    [
        ("NIR_*", "NIR_*", "NIR\\_%"),
        ("a?c", "a?c", "a_c"),
        (r"\*\?\\", "[*][?]\\", r"*?\\"),
        ("100%[x]", "100%[[]x]", "100\\%[x]"),
        ("\\", "\\", "\\\\"),
        (r"\d", r"\d", r"\\d"),
    ],
)
def test_patterns(pattern: str, glob: str, like: str) -> None:
    assert to_glob(pattern) == glob
    assert to_like(pattern) == like
