"""Documents are found in files, patterns, folders and lists."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path

import pytest

from dpkit.errors import NotFoundError
from dpkit.validation import source as source_module
from dpkit.validation.report import Report
from dpkit.validation.source import find_documents, require_documents


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.xml", "a/z.xml", "a/deep/er/y.xml", "data/no.xml", ".hidden/no.xml", "no.txt"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / ".no.xml").touch()
    return tmp_path


def names(tree: Path, *sources: object, listed: object = ()) -> list[str]:
    found = find_documents([str(source) for source in sources], listed)
    return [str(path.relative_to(tree)) if isinstance(path, Path) else path for path in found]


def test_a_folder_is_searched_in_the_order_of_names(tree: Path) -> None:
    assert names(tree, tree) == ["a/deep/er/y.xml", "a/z.xml", "b.xml"]


def test_the_folder_of_files_is_left_out_only_beside_documents(tree: Path) -> None:
    (tree / "b.xml").unlink()
    assert names(tree, tree) == ["a/deep/er/y.xml", "a/z.xml", "data/no.xml"]
    assert names(tree, tree / "data") == ["data/no.xml"]


def test_patterns_and_files_come_in_their_order(tree: Path) -> None:
    assert names(tree, f"{tree}/*.xml", f"{tree}/**/z.xml") == ["b.xml", "a/z.xml"]
    assert names(tree, tree / "b.xml", tree / "a") == ["b.xml", "a/deep/er/y.xml", "a/z.xml"]
    assert names(tree, tree / "nothing.xml") == ["nothing.xml"]
    (tree / "x[1].xml").touch()
    assert names(tree, tree / "x[1].xml") == ["x[1].xml"]


def test_a_list_has_one_source_per_line(tree: Path) -> None:
    lines = [f"{tree}/b.xml\n".encode(), b"\n", f"{tree}/a\r\n".encode(), f"{tree}/b.x".encode()]
    found = names(tree, "-", listed=lines)
    assert found == ["b.xml", "a/deep/er/y.xml", "a/z.xml", "b.x"]


def test_a_list_is_read_as_it_comes(tree: Path) -> None:
    def lines():
        yield f"{tree}/b.xml\n".encode()
        raise AssertionError("read ahead")

    assert next(find_documents(["-"], lines())) == tree / "b.xml"


def test_names_of_any_bytes(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.xml"))
    odd.touch()
    assert list(find_documents([str(tmp_path)])) == [odd]
    assert list(find_documents(["-"], [os.fsencode(odd) + b"\n"])) == [odd]


def test_a_link_to_a_folder_above_is_a_finding_and_the_rest_is_found(tree: Path) -> None:
    (tree / "a/loop").symlink_to(tree)
    found = list(find_documents([str(tree)]))
    (report,) = (one for one in found if isinstance(one, Report))
    ((finding),) = report.findings
    assert (finding.code, finding.source) == ("folder-loop", str(tree / "a/loop"))
    assert [one.name for one in found if isinstance(one, Path)] == ["y.xml", "z.xml", "b.xml"]


def test_a_link_to_itself_is_a_finding(tree: Path) -> None:
    for name in ("self", "self.xml"):
        (tree / "a" / name).symlink_to(tree / "a" / name)
    reports = [one for one in find_documents([str(tree)]) if isinstance(one, Report)]
    assert [one.findings[0].code for one in reports] == ["folder-loop"] * 2


def test_a_link_to_a_folder_beside_is_followed(tree: Path) -> None:
    (tree / "c").symlink_to(tree / "a")
    assert names(tree, tree)[-2:] == ["c/deep/er/y.xml", "c/z.xml"]


def test_a_folder_that_cannot_be_listed_is_a_finding(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: object) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(source_module.os, "scandir", refuse)
    found = list(find_documents([str(tree)]))
    (report,) = (one for one in found if isinstance(one, Report))
    ((finding),) = report.findings
    assert (finding.code, "Permission denied" in finding.message) == ("folder-unreadable", True)
    assert [one.name for one in found if isinstance(one, Path)] == ["z.xml", "b.xml"]


def test_deep_folders_need_no_recursion(tmp_path: Path) -> None:
    folder = tmp_path / "/".join("d" * 300)
    folder.mkdir(parents=True)
    (folder / "x.xml").touch()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 100)
    try:
        found = list(find_documents([str(tmp_path)]))
    finally:
        sys.setrecursionlimit(limit)
    assert found == [folder / "x.xml"]


def test_what_stands_for_nothing_is_refused_before_anything_is_done(tree: Path) -> None:
    (tree / "empty").mkdir()
    require_documents([str(tree), f"{tree}/*.xml", "-", f"{tree}/nothing.xml"])
    for wrong in (f"{tree}/*.fits", f"{tree}/empty"):
        with pytest.raises(NotFoundError):
            require_documents([str(tree), wrong])
