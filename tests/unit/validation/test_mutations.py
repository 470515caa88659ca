"""Products that are broken in one way each: every one is found, by its code and at its place.

The manifest says what breaks a product and what must be said of it; the modules beside it do it.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

import pytest

import dpkit
from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import write_sample
from dpkit.validation.code import CODES
from dpkit.validation.level import LEVELS

from .mutation import (
    anyfile,
    asdffile,
    fitsfile,
    fitsimage,
    fitstable,
    header,
    quality,
    reference,
    rule,
    storage,
    structure,
    value,
    wellformed,
)
from .mutation.case import BREAKS, Case, Place

MANIFEST = tomllib.loads(
    (Path(storage.__file__).parent / "manifest.toml").read_text(encoding="utf-8")
)["mutation"]
SAMPLES = TemporaryDirectory(prefix="dpkit-mutations-")
MODULES = (
    wellformed,
    structure,
    value,
    rule,
    quality,
    storage,
    anyfile,
    fitsfile,
    fitstable,
    fitsimage,
    asdffile,
    header,
    reference,
)


@dataclass
class Row:
    said: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        return self.said


@dataclass
class Store:
    """An archive that knows what a case put into it."""

    products: dict[str, dict[str, str]]

    def product(self, identifier: str) -> Row:
        if identifier not in self.products:
            raise NotFoundError("no")
        return Row(self.products[identifier])

    def close(self) -> None:
        return


@cache
def sample(product: str, seed: int) -> Path:
    """Return the folder of a sample; it is made once."""
    folder = Path(SAMPLES.name) / f"{product}-{seed}"
    write_sample(product, folder, seed=seed, full=True)
    return folder


def findings(case: Case) -> list[Any]:
    """Validate a product; that a format is described nowhere says nothing of the product."""
    archive = None if case.store is None else Store(case.store)
    report = dpkit.validate(case.document, archive=archive)
    return [f for f in report.findings if f.code != "format-unknown"]


def broken(said: dict[str, Any], product: str, seed: int, site: int, folder: Path) -> str | None:
    """Break a copy of a sample; return what was missed, and None where it makes no sense."""
    copied = shutil.copytree(sample(product, seed), folder)
    (path,) = copied.glob("*.xml")
    case = Case(entry=product_entry(product), document=path, site=site)
    places = BREAKS[said["id"]](case)
    if places is None:
        return None
    found = findings(case)
    return judge(said, places if isinstance(places, list) else [places], found, path)


def judge(said: dict[str, Any], places: list[Place], found: list[Any], source: Path) -> str:
    """Say what is wrong with the findings; nothing when each place is told and nothing else."""
    own = [finding for finding in found if finding.code == said["code"]]
    missed = [place for place in places if not any(place.holds(f, source) for f in own)]
    allowed = {said["code"], *said.get("also", ())}
    alarms = [f for f in found if f.code not in allowed]
    alarms += [f for f in own if not any(place.holds(f, source) for place in places)]
    return "".join(
        [
            *(f"\n    not found: {place}" for place in missed),
            *(f"\n    false alarm: {alarm}" for alarm in alarms),
            *(f"\n    found: {f}" for f in (own if missed else ())),
        ]
    )


def run(said: dict[str, Any], chosen: Iterator[tuple[str, int, int]], folder: Path) -> list[str]:
    """Break all chosen samples in one way; return what was said of each, empty where right."""
    results = []
    for number, (product, seed, site) in enumerate(chosen):
        result = broken(said, product, seed, site, folder / str(number))
        shutil.rmtree(folder / str(number))
        if result is not None:
            results.append(result and f"{said['id']} of {product} {seed} {site}:{result}")
    return results


def of_level(level: str) -> list[dict[str, Any]]:
    return [said for said in MANIFEST if said["level"] == level]


def tell(level: str, results: list[str]) -> None:
    """Print recall and false alarms; fail when there is any miss."""
    wrong = [result for result in results if result]
    alarms = sum(result.count("false alarm:") for result in wrong)
    missed = sum("not found:" in result for result in wrong)
    found = f"{len(results) - missed} of {len(results)} found, {alarms} false alarms"
    sys.stdout.write(f"{level}: {found}\n")
    assert not wrong, "\n".join(wrong)


def turned(said: dict[str, Any]) -> list[str]:
    """Return all products, beginning with another one for each mutation."""
    names = product_names()
    start = crc32(said["id"].encode()) % len(names)
    return names[start:] + names[:start]


@pytest.mark.parametrize("level", LEVELS)
def test_every_mutation_is_found_at_its_place(level: str, tmp_path: Path) -> None:
    """Each mutation on a third of the products, or on all where it makes sense in few."""
    results = []
    for said in of_level(level):
        names, site = turned(said), crc32(said["id"].encode())
        folder = tmp_path / said["id"]
        here = run(said, ((name, 1, site + i) for i, name in enumerate(names[::3])), folder)
        if not here:
            here = run(said, ((name, 1, site) for name in names), folder)
        assert here, f"{said['id']} breaks no product"
        results += here
    tell(level, results)


def test_a_third_for_each_mutation_is_every_product() -> None:
    for level in ("well-formed", "schema"):  # where mutations make sense in every product
        assert {name for said in of_level(level) for name in turned(said)[::3]} == {
            *product_names()
        }


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_every_mutation_is_found_in_every_product(level: str, tmp_path: Path) -> None:
    results = []
    for said in of_level(level):
        chosen = itertools.product(product_names(), (1, 2), (0, 7))
        here = run(said, chosen, tmp_path / said["id"])
        assert here, f"{said['id']} breaks no product"
        results += here
    tell(level, results)


@pytest.mark.parametrize("product", product_names())
def test_unbroken_samples_are_clean(product: str) -> None:
    for seed in (1, 2):
        (path,) = sample(product, seed).glob("*.xml")
        case = Case(entry=product_entry(product), document=path, site=0)
        reference.referred(case)
        assert findings(case) == [], seed


NOT_OF_A_BROKEN_PRODUCT = {
    "folder-loop": "of the search for documents",
    "folder-unreadable": "of the search for documents",
    "schema-unknown-element": "when read with leniency",
    "rule-failed": "of a rule that is itself broken",
    "file-access": "of the rights of who validates",
    "file-name-length": "the schemas allow no such names",
    "file-name-characters": "the schemas allow no such names",
    "format-unchecked": "of an extra that is not installed",
    "format-unknown": "of a format that is not described",
    "format-checksum-missing": "no format of these products demands checksums",
    "format-tree-unit": "no format of these products has quantities",
    "header-unchecked": "of an extra that is not installed",
}
"""Codes for which these products cannot be broken; other tests provoke them."""


def test_every_other_code_has_a_mutation() -> None:
    assert {said["code"] for said in MANIFEST} | NOT_OF_A_BROKEN_PRODUCT.keys() == CODES.keys()
    assert not {said["code"] for said in MANIFEST} & NOT_OF_A_BROKEN_PRODUCT.keys()


def test_the_manifest_and_what_breaks_belong_together() -> None:
    names = [said["id"] for said in MANIFEST]
    assert sorted(names) == sorted(BREAKS)
    assert len(names) == len(set(names)) >= 60
    for said in MANIFEST:
        assert CODES[said["code"]].level == said["level"] or said["code"] == "file-unreadable"
        assert set(said.get("also", ())) <= set(CODES)
        assert {one["level"] for one in MANIFEST} == set(LEVELS)
