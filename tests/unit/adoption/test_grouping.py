"""Files that make one product are told by their names, or by their keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dpkit.adoption.finding import find_files
from dpkit.adoption.grouping import FileGroup, file_rules, group_files
from dpkit.adoption.mappingfile import parse_mapping
from dpkit.adoption.origin import MappingRules
from dpkit.adoption.pattern import NamePattern
from dpkit.errors import NotFoundError, ProductError, SchemaError
from dpkit.schema.dictionary import product_entry

STACK = product_entry("DpdVisStackedFrame")
Frame = Callable[..., Path]


@pytest.mark.parametrize(
    ("pattern", "name", "words"),
    [
        ("*.fits", "a.fits", {}),
        ("*.fits", "a.fit", None),
        ("{night}_{exposure}_sci.fits", "n1_17_sci.fits", {"night": "n1", "exposure": "17"}),
        ("e?.fits", "e1.fits", {}),
        ("e?.fits", "e12.fits", None),
        ("{x}-{x}.fits", "a-a.fits", {"x": "a"}),
        ("{x}-{x}.fits", "a-b.fits", None),
        ("a+(b).fits", "a+(b).fits", {}),
    ],
)
def test_patterns(pattern: str, name: str, words: dict[str, str] | None) -> None:
    assert NamePattern(pattern).match(name) == words


def test_patterns_with_folders_are_compared_with_the_end_of_a_path() -> None:
    found = NamePattern("{night}/sci/{exposure}.fits").match_path(Path("/raw/n1/sci/e1.fits"))
    assert found == ({"night": "n1", "exposure": "e1"}, "//raw")
    assert NamePattern("bkg/*.fits").match_path(Path("/raw/n1/sci/e1.fits")) is None


def grouped(paths: Iterable[Path], mapping: str) -> list[FileGroup]:
    return list(group_files(paths, STACK, parse_mapping(mapping, STACK)))


def names(group: FileGroup) -> dict[str, list[str]]:
    return {storage: [path.name for path in paths] for storage, paths in group.files.items()}


WORDS = """
[files]
DataStorage = "{stack}_sci.fits"
BackgroundStorage = "{stack}_bkg.fits"
"""


def test_equal_words_in_braces_make_a_product(frame: Frame) -> None:
    paths = [frame(name) for name in ("a_sci.fits", "b_bkg.fits", "b_sci.fits", "a_bkg.fits")]
    first, second = grouped(paths, WORDS)
    assert names(first) == {"DataStorage": ["a_sci.fits"], "BackgroundStorage": ["a_bkg.fits"]}
    assert names(second) == {"DataStorage": ["b_sci.fits"], "BackgroundStorage": ["b_bkg.fits"]}
    assert first.words == {"stack": "a"}
    assert first.error is None


def test_folders_tell_products_of_equal_words_apart(frame: Frame) -> None:
    paths = [frame(f"{night}/a_{kind}.fits") for night in "12" for kind in ("sci", "bkg")]
    groups = grouped(paths, WORDS)
    assert [{path.parent.name for path in group.paths} for group in groups] == [{"1"}, {"2"}]


def test_folders_in_patterns_bring_files_together(frame: Frame) -> None:
    paths = [frame(f"{night}/{kind}/e.fits") for night in "12" for kind in ("sci", "bkg")]
    text = '[files]\nDataStorage = "{n}/sci/e.fits"\nBackgroundStorage = "{n}/bkg/e.fits"\n'
    assert [len(group.paths) for group in grouped(paths, text)] == [2, 2]


def test_equal_keywords_make_a_product(frame: Frame) -> None:
    text = """
group_by = ["OBS_ID", "BAND"]
[files]
DataStorage = { where = { KIND = "SCI" } }
BackgroundStorage = { name = "*.fits", where = { KIND = "BKG" } }
"""
    paths = [
        frame(f"{number}.fits", OBS_ID=obs, BAND="r", KIND=kind)
        for number, (obs, kind) in enumerate([(1, "SCI"), (2, "BKG"), (2, "SCI"), (1, "BKG")])
    ]
    first, second = grouped(paths, text)
    assert names(first) == {"DataStorage": ["0.fits"], "BackgroundStorage": ["3.fits"]}
    assert names(second) == {"DataStorage": ["2.fits"], "BackgroundStorage": ["1.fits"]}


def test_a_file_without_the_keyword_is_refused_alone(frame: Frame) -> None:
    paths = [frame("a.fits", OBS_ID=1), frame("b.fits")]
    bad, good = grouped(paths, 'group_by = ["OBS_ID"]\n[files]\nDataStorage = "*"\n')
    assert good.error is None
    assert "keyword OBS_ID is missing" in str(bad.error)
    assert bad.paths == [paths[1]]


def test_every_file_is_a_product_where_there_is_one_pattern(frame: Frame) -> None:
    given = iter([frame("a.fits"), frame("b.fits")])
    groups = group_files(given, STACK, MappingRules())
    assert names(next(groups)) == {"DataStorage": ["a.fits"]}
    assert next(given).name == "b.fits"  # it was not asked for yet


def test_a_file_that_is_named_twice_counts_once(frame: Frame) -> None:
    path = frame("a.fits")
    assert len(grouped([path, path], "")) == 1


def test_what_cannot_be_one_product_is_refused(frame: Frame) -> None:
    paths = [frame("a_sci.fits"), frame("b_bkg.fits"), frame("other.fits")]
    stray, good, lonely = grouped(paths, WORDS)
    assert good.error is None
    assert isinstance(lonely.error, NotFoundError)
    assert "without a file for DataStorage" in str(lonely.error)
    assert isinstance(stray.error, ProductError)
    assert "fits no pattern" in str(stray.error)
    text = '[files]\nDataStorage = "*_sci*.fits"\nBackgroundStorage = "*_bkg.fits"\n'
    (several,) = grouped([*paths[:2], frame("a_sci2.fits")], text)
    assert "has 2 files for DataStorage: a_sci.fits and a_sci2.fits" in str(several.error)
    text = '[files]\nDataStorage = "{n}/sci/e.fits"\nBackgroundStorage = "{n}/bkg/e.fits"\n'
    (namesakes,) = grouped([frame("1/sci/e.fits"), frame("1/bkg/e.fits")], text)
    assert "has the name of another file of its product" in str(namesakes.error)


def test_patterns_must_have_the_same_words() -> None:
    text = '[files]\nDataStorage = "{a}.fits"\nBackgroundStorage = "{b}.fits"\n'
    with pytest.raises(SchemaError, match="different words in braces"):
        file_rules(STACK, parse_mapping(text, STACK))


def test_products_without_files_or_with_many_say_so() -> None:
    with pytest.raises(ProductError, match="has no files, so there is nothing to adopt"):
        file_rules(product_entry("DpdNirRelPhotoParams"), MappingRules())
    with pytest.raises(ProductError, match="has several files: PhzCatalog, StarSedCatalog"):
        file_rules(product_entry("DpdPhzPfOutputCatalog"), MappingRules())


def test_links_to_files_of_the_same_folder_are_left_out(frame: Frame, tmp_path: Path) -> None:
    """An earlier adoption into the folder may have made them."""
    path, other = frame("n/a.fits"), frame("elsewhere/b.fits")
    (tmp_path / "n/data").mkdir()
    (tmp_path / "n/data/a.fits").symlink_to(path)
    (tmp_path / "n/data/b.fits").symlink_to(other)
    found = find_files([str(tmp_path / "n")], file_rules(STACK, MappingRules()))
    assert list(found) == [path, tmp_path / "n/data/b.fits"]


def test_files_are_found_in_folders_patterns_and_lists(frame: Frame, tmp_path: Path) -> None:
    paths = [frame(f"n/{name}") for name in ("b/2.fits", "a.fits", ".hidden.fits")]
    (tmp_path / "n/notes.txt").write_text("no data")
    rules = file_rules(STACK, MappingRules())
    folder = str(tmp_path / "n")
    assert list(find_files([folder], rules)) == [paths[1], paths[0]]
    assert list(find_files([f"{folder}/**/*.fits"], rules)) == [paths[1], paths[0]]
    listed = [f"{paths[0]}\n".encode(), b"\n", f"{folder}/notes.txt\r\n".encode()]
    assert list(find_files(["-"], rules, listed)) == [paths[0], tmp_path / "n/notes.txt"]
    only = file_rules(STACK, parse_mapping('[files]\nDataStorage = "2.*"\n', STACK))
    assert list(find_files([folder], only)) == [paths[0]]
    for nothing in (f"{folder}/*.nope", str(tmp_path / "empty")):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(NotFoundError):
            list(find_files([nothing], rules))
