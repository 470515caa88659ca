"""Samples of every product: valid, deterministic, minimal and full."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import dpkit
from dpkit.binding.door import validate
from dpkit.errors import NotFoundError, ProductError
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.schema.paths import product_paths
from dpkit.simulate import SampleError, sample_document, sample_tree, write_sample
from dpkit.simulate.growth import Growth
from dpkit.simulate.model import Group, Model

every_product = pytest.mark.parametrize("name", product_names())
SEEDS = range(31)


def census(root: etree._Element) -> set[str]:
    """Return the paths of all elements and attributes, dotted as in the dictionary."""
    return set(_census(root, ()))


def _census(node: etree._Element, steps: tuple[str, ...]) -> Iterator[str]:
    for name in node.attrib:
        yield ".".join((*steps, f"@{etree.QName(name).localname}"))
    for child in node:
        below = (*steps, etree.QName(child).localname)
        yield ".".join(below)
        yield from _census(child, below)


def findings(document: Path) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return [str(finding) for finding in dpkit.validate(document, level="quality").findings]


def paths_of(name: str) -> set[str]:
    return {place.path for place in product_paths(product_entry(name))}


@every_product
@pytest.mark.parametrize("mode", [{}, {"minimal": True}, {"full": True}], ids=str)
def test_samples_are_valid(name: str, mode: dict[str, bool], tmp_path: Path) -> None:
    document = tmp_path / "sample.xml"
    for seed in SEEDS:
        document.write_bytes(sample_document(name, seed=seed, **mode))
        assert findings(document) == [], f"seed {seed}"


@every_product
@pytest.mark.parametrize("mode", [{}, {"minimal": True}, {"full": True}], ids=str)
def test_nothing_is_mended(name: str, mode: dict[str, bool], monkeypatch) -> None:
    """The dictionary tells all that our schemas want: libxml2 finds nothing wrong in a sample."""
    found: list[bool] = []

    def mend(growth: Growth, root: etree._Element) -> bool:
        found.extend([bool(validate(root, growth.model.entry.schema))])
        return False

    monkeypatch.setattr("dpkit.simulate.sample.mend", mend)
    for seed in SEEDS:
        sample_document(name, seed=seed, **mode)
    assert found.count(False) >= 2 * len(SEEDS)
    assert not any(found)


def told(document: bytes) -> bytes:
    """Leave out what only the files tell: sizes and checksums."""
    return re.sub(rb' (checksumValue|fileSize)="[^"]*"', b"", document)


@every_product
def test_samples_are_written_as_products_are(name: str, tmp_path: Path) -> None:
    document = write_sample(name, tmp_path, seed=1)
    product = dpkit.read(document)
    assert document.name == f"{name}__{product.id}.xml"
    assert told(document.read_bytes()) == told(sample_document(name, seed=1))
    with pytest.raises(ProductError, match="is there already"):
        write_sample(name, tmp_path, seed=1)


@every_product
def test_what_the_roles_say(name: str) -> None:
    roles = product_entry(name).roles
    identifiers = set()
    for seed in SEEDS:
        root = etree.fromstring(sample_document(name, seed=seed))
        if "id" in roles:
            identifiers.add(root.findtext(roles["id"]))
        if "type" in roles:
            assert root.findtext(roles["type"]) == name
        if "status" in roles:
            assert (root.findtext(roles["status"]) or "").upper() != "INVALID"
    assert len(identifiers) in {0, len(SEEDS)}


@every_product
def test_validity_is_in_order(name: str) -> None:
    validity = product_entry(name).validity
    if validity is None or validity.begin is None or validity.end is None:
        pytest.skip("the product has no range of validity")
    for seed in SEEDS:
        root = etree.fromstring(sample_document(name, seed=seed))
        begin, end = root.findtext(validity.begin), root.findtext(validity.end)
        if begin is not None and end is not None:
            assert dpkit.tai.parse_utc(begin) < dpkit.tai.parse_utc(end)


@every_product
def test_files_are_named_by_the_template(name: str) -> None:
    entry = product_entry(name)
    stem = entry.file_name.partition("{")[0]
    for seed in SEEDS:
        root = etree.fromstring(sample_document(name, seed=seed))
        named = [
            part
            for storage in entry.storages
            for node in root.findall(storage.path)
            if (part := node.findtext(storage.parts["name"])) is not None
        ]
        assert all(file.startswith(stem) for file in named)
        assert len(named) == len(set(named))


def removable(root: etree._Element, schema: Path) -> list[str]:
    """Return the elements and attributes without which the document is valid as well."""
    found = []
    for node in list(root.iter()):
        for attribute, value in list(node.attrib.items()):
            del node.attrib[attribute]
            if not validate(etree.fromstring(etree.tostring(root)), schema):
                found.append(f"{node.tag}@{attribute}")
            node.set(attribute, value)
    for node in list(root.iterdescendants()):
        parent = node.getparent()
        assert parent is not None
        place = parent.index(node)
        parent.remove(node)
        if not validate(etree.fromstring(etree.tostring(root)), schema):
            found.append(str(node.tag))
        parent.insert(place, node)
    return found


@every_product
def test_minimal_samples_have_only_what_is_required(name: str) -> None:
    entry = product_entry(name)
    root = etree.fromstring(sample_document(name, minimal=True))
    ruled = " ".join(rule.test for rule in entry.rules)
    superfluous = [tag for tag in removable(root, entry.schema) if tag not in ruled]
    assert superfluous == []


def alternatives(name: str) -> set[str]:
    """Return the paths that another of their type or a rule may exclude."""
    entry = product_entry(name)
    model = Model(entry)
    inside = {
        part.field.name
        for name_ in entry.types
        if (found := model.complex(name_)) is not None
        for group in _choices(found.content)
        for part in group.elements
    }
    # What a function of ours looks at is not left out by it.
    tests = [re.sub(r"dp:\w+\([^)]*\)", "", rule.test) for rule in entry.rules]
    ruled = {step for test in tests for step in re.split(r"[\s/()]+", test)}
    paths = paths_of(name)
    return {path for path in paths if not {*path.split(".")}.isdisjoint(inside | ruled)}


def _choices(group: Group) -> Iterator[Group]:
    if group.kind == "choice":
        yield group
    for part in group.parts:
        if isinstance(part, Group):
            yield from _choices(part)


@every_product
def test_full_samples_have_every_path(name: str) -> None:
    paths, seen = paths_of(name), set()
    excluded = alternatives(name)
    for seed in range(40):
        found = census(etree.fromstring(sample_document(name, seed=seed, full=True)))
        assert found <= paths
        assert paths - found <= excluded, f"seed {seed}"
        seen |= found
        if seen == paths:
            break
    assert paths - seen == set()


@every_product
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    assert sample_document(name, seed=3) == sample_document(name, seed=3)
    assert sample_document(name, seed=3) != sample_document(name, seed=4)


def test_the_same_in_every_process() -> None:
    code = (
        "import hashlib; from dpkit.schema.dictionary import product_names;"
        "from dpkit.simulate import sample_document;"
        "print([hashlib.sha256(sample_document(n, seed=5, full=f)).hexdigest()"
        " for n in product_names() for f in (False, True)])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 64


def test_a_tree_from_a_generator() -> None:
    entry = product_entry(product_names()[0])
    first, second = (etree.tostring(sample_tree(entry, random.Random(9))) for _ in range(2))
    assert first == second


def test_minimal_and_full_exclude_each_other() -> None:
    with pytest.raises(SampleError, match="not both"):
        sample_document(product_names()[0], minimal=True, full=True)


def test_unknown_product() -> None:
    with pytest.raises(NotFoundError, match="DpdNothing"):
        sample_document("DpdNothing")


@every_product
def test_documents_by_hypothesis(name: str, documents) -> None:
    entry = product_entry(name)
    # Deterministic, and few: the strategy is what is tested here, the generator is above.
    few = settings(max_examples=5, deadline=None, derandomize=True, database=None)

    @few
    @given(st.data())
    def check(data: st.DataObject) -> None:
        document = data.draw(documents(name))
        assert validate(etree.fromstring(document), entry.schema) == []

    check()
