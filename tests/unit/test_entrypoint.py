"""Entry points are those that the standard library finds."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from dpkit.entrypoint import EntryPoint, entry_points


def install(folder: Path, package: str, text: str) -> None:
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(text)


def judged(group: str) -> list[tuple[str, str]]:
    return sorted((point.name, point.value) for point in metadata.entry_points(group=group))


def ours(group: str) -> list[tuple[str, str]]:
    return [(point.name, point.value) for point in entry_points(group=group)]


@pytest.mark.parametrize("group", sorted(metadata.entry_points().groups))
def test_every_installed_group_is_as_the_standard_library_says(group: str) -> None:
    assert ours(group) == judged(group) != []


def test_the_first_installation_on_the_path_counts(tmp_path: Path, monkeypatch) -> None:
    install(tmp_path / "one", "toy_pack", "[toy.group]\n# a remark\na = toy.one:f [extra]\n")
    install(tmp_path / "two", "Toy.Pack", "[toy.group]\na = toy.two:f\nb = toy.two\n")
    install(tmp_path / "two", "other", "[toy.group]\na = other:g.h\n\n[toy.else]\nz=other\n")
    for folder in ("two", "one"):
        monkeypatch.syspath_prepend(str(tmp_path / folder))
    assert ours("toy.group") == judged("toy.group")
    assert ours("toy.group") == [("a", "other:g.h"), ("a", "toy.one:f [extra]")]
    assert ours("toy.else") == [("z", "other")]
    assert [p.value for p in entry_points(group="toy.group", name="b")] == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("pathlib:Path", Path),
        ("pathlib:Path.home [extra]", Path.home),
        ("importlib.metadata", metadata),
    ],
)
def test_load_imports_module_or_object(value: str, found: object) -> None:
    assert EntryPoint("group", "name", value).load() == found


def test_a_value_that_names_no_module_is_refused() -> None:
    with pytest.raises(ImportError, match="names no module"):
        EntryPoint("group", "name", "!").load()
