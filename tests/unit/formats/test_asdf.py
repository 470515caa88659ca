"""Each item of an ASDF format, spoiled one at a time, is found by its code and place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import asdf
import numpy as np
import pytest
from asdf.tagged import TaggedDict
from asdf.util import load_yaml

from dpkit.formats.asdf.reading import read_asdf
from dpkit.formats.check import check_described
from dpkit.formats.template import make_described
from dpkit.formats.wish import Wish
from dpkit.schema.dictionary import file_format, format_names

FORMATS = [name for name in format_names() if file_format(name)["kind"] == "asdf"] + ["toy.asdf"]
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def conforming(describe, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("conforming")
    return {
        name: make_described(folder / f"{name}.asdf", describe(name), Wish(shape=(4, 5)))
        for name in FORMATS
    }


def home(tree: Any, path: str) -> tuple[Any, str]:
    *above, last = path.split(".")
    for step in above:
        tree = tree[step]
    return tree, last


def run(source: Path, change: Change, description: Any, target: Path, **how: Any) -> list:
    """Change the tree of a file, tags and all, and check what is written then."""
    tree = load_yaml(str(source), tagged=True)
    with asdf.open(source, ignore_unrecognized_tag=True, lazy_load=False) as file:
        for said in description["arrays"]:
            (new, last), (old, _) = home(tree, said["path"]), home(file.tree, said["path"])
            new[last] = np.array(old[last])
    change(tree)
    asdf.AsdfFile(tree).write_to(target, **how)
    return [(d.code, d.place) for d in check_described(target, description)]


def put(path: str, value: Any) -> Change:
    def change(tree: dict[str, Any]) -> None:
        above, last = home(tree, path)
        above[last] = value(above[last]) if callable(value) else value

    return change


def gone(path: str) -> Change:
    def change(tree: dict[str, Any]) -> None:
        above, last = home(tree, path)
        del above[last]

    return change


WRONG = {
    "string": [3, True, None, {"a": 1}],
    "boolean": ["true", 1, None],
    "integer": [1.5, "1", True, [1]],
    "number": ["1", True, None],
    "time": ["yesterday", 3, "2026-02-30T00:00:00"],
    "quantity": [3.0, {"value": "x", "unit": "m"}],
    "list": ["text", {"a": 1}],
    "object": ["text", [1]],
}


def mutations(description: Any):
    for said in description["values"]:
        path = said["path"]
        if said["required"]:
            yield f"{path} gone", gone(path), [("format-tree-missing", path)]
        # The installed formats have hundreds of values; the small one tries all wrong types.
        for wrong in WRONG[said["type"]][: None if path.startswith("a.") else 1]:
            yield f"{path} {wrong!r}", put(path, wrong), [("format-tree-type", path)]
        other = [("format-tree-value", path)]
        if "fixed" in said or "allowed" in said:
            yield f"{path} other", put(path, "other"), other
        if "minimum" in said:
            yield f"{path} too small", put(path, said["minimum"] - 1), other
            yield f"{path} too large", put(path, said["maximum"] + 1), other
        if said["type"] == "quantity":
            other_unit = {"value": 1.0, "unit": "mag"}
            yield f"{path} unit", put(path, other_unit), [("format-tree-unit", path)]
    for said in description["arrays"]:
        yield from of_array(said, description)


OTHER_TYPE = {"bool": "uint8", "uint32": "int32", "float16": "float32", "complex64": "complex128"}


def of_array(said: Any, description: Any):
    path = said["path"]
    if said["required"]:
        yield f"{path} gone", gone(path), [("format-tree-missing", path)]
    other = OTHER_TYPE.get(said["type"], "float16")
    typed = put(path, lambda a: a.astype(other))
    yield f"{path} of another type", typed, [("format-array-type", path)]
    yield f"{path} no array", put(path, "text"), [("format-array-type", path)]
    deeper = put(path, lambda a: a[np.newaxis])
    yield f"{path} with another axis", deeper, [("format-array-axes", path)]
    if "shape" in said:
        named = [a["path"] for a in description["arrays"] if "rows" in a.get("shape", [])]
        others = named[1:] if path == named[0] else [path]
        longer = put(path, lambda a: np.concatenate([a, a]))
        yield f"{path} longer", longer, [("format-array-shape", one) for one in others]
    quantity = put(path, lambda a: {"value": a, "unit": "mag"})
    yield f"{path} in another unit", quantity, [("format-array-unit", path)]


def test_every_mutation_is_found_alone_at_its_place(describe, conforming, tmp_path: Path) -> None:
    tried, missed = 0, []
    for identifier in FORMATS:
        description = describe(identifier)
        for label, change, expected in mutations(description):
            found = run(conforming[identifier], change, description, tmp_path / "a.asdf")
            tried += 1
            if sorted(found) != sorted(expected):
                missed.append(f"{identifier}: {label}: {found} instead of {expected}")
    assert missed == []
    assert tried > 150


OTHER_FORMS: dict[str, tuple[str, Any]] = {
    "time as text": ("a.when", "2026-03-01T12:00:00.5"),
    "time with zone": ("a.when", "2026-03-01T12:00:00Z"),
    "time with a blank": ("a.when", "2026-03-01 12:00:00.000"),
    "time with its scale": (
        "a.when",
        TaggedDict(
            {"value": "2026-03-01T12:00:00", "scale": "utc"}, "tag:stsci.edu:asdf/time/time-1.2.0"
        ),
    ),
    "day": ("a.when", "2026-03-01"),
    "object with a tag": ("a.wcs", TaggedDict({"steps": []}, "tag:stsci.edu:gwcs/wcs-1.2.0")),
    "array in the tree": ("b.flag", np.array([True, False])),
}


@pytest.mark.parametrize("name", OTHER_FORMS)
@pytest.mark.parametrize(
    "how", [{}, {"all_array_storage": "inline"}, {"all_array_compression": "zlib"}]
)
def test_other_ways_to_write_the_same_are_accepted(
    describe, conforming, tmp_path: Path, name: str, how: dict[str, str]
) -> None:
    path, value = OTHER_FORMS[name]
    found = run(
        conforming["toy.asdf"], put(path, value), describe("toy.asdf"), tmp_path / "a.asdf", **how
    )
    assert found == []


def test_more_in_the_tree_is_no_deviation(describe, conforming, tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        tree["more"] = {"array": np.zeros(3)}

    assert run(conforming["toy.asdf"], change, describe("toy.asdf"), tmp_path / "a.asdf") == []


def test_a_changed_byte_of_any_block_is_found(describe, conforming, tmp_path: Path) -> None:
    description = describe("toy.asdf")
    data = conforming["toy.asdf"].read_bytes()
    _, blocks = read_asdf(conforming["toy.asdf"])
    assert len(blocks) == len(description["arrays"])
    found = []
    for block in blocks:
        spot = block.data + block.used - 1
        file = tmp_path / f"{block.number}.asdf"
        file.write_bytes(data[:spot] + bytes([data[spot] ^ 1]) + data[spot + 1 :])
        (deviation,) = check_described(file, description)
        assert deviation.code == "format-checksum-wrong"
        found.append(deviation.place)
        with pytest.raises(ValueError, match="checksum"):
            asdf.open(file, validate_checksums=True, lazy_load=False, ignore_unrecognized_tag=True)
    assert sorted(found) == sorted(said["path"] for said in description["arrays"])


def test_a_block_that_is_too_small_or_not_there_is_found(
    describe, conforming, tmp_path: Path
) -> None:
    data = conforming["toy.asdf"].read_bytes()
    description = describe("toy.asdf")
    more = data.replace(b"shape: [4, 3]", b"shape: [9, 3]")
    (tmp_path / "a.asdf").write_bytes(more)
    found = [(d.code, d.place) for d in check_described(tmp_path / "a.asdf", description)]
    assert ("format-array-damaged", "b.data") in found
    for source in (b"99", b"'other.asdf'", b"-99"):
        (tmp_path / "a.asdf").write_bytes(data.replace(b"source: 1", b"source: " + source))
        found = [(d.code, d.place) for d in check_described(tmp_path / "a.asdf", description)]
        assert [code for code, _ in found] == ["format-array-damaged"]


def test_a_file_that_is_cut_off_is_unreadable(describe, conforming, tmp_path: Path) -> None:
    data = conforming["toy.asdf"].read_bytes()
    last = max(block.data + block.used for block in read_asdf(conforming["toy.asdf"])[1])
    for length in (*range(5), *range(data.index(b"\xd3BLK") + 1, last, 7)):
        (tmp_path / "a.asdf").write_bytes(data[:length])
        codes = {d.code for d in check_described(tmp_path / "a.asdf", describe("toy.asdf"))}
        assert codes & {"file-unreadable", "format-array-damaged"}
    for length in range(last + 1, len(data.rstrip()) - 1):  # within the index of the blocks
        (tmp_path / "a.asdf").write_bytes(data[:length])
        (deviation,) = check_described(tmp_path / "a.asdf", describe("toy.asdf"))
        assert deviation.code == "file-unreadable"


def test_no_array_is_loaded(describe, conforming, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("an array was made")

    monkeypatch.setattr(asdf.tags.core.ndarray.NDArrayType, "__init__", refuse)
    assert check_described(conforming["toy.asdf"], describe("toy.asdf")) == []
