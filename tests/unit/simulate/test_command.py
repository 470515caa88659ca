"""The command that makes samples."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from lxml import etree

import dpkit
from dpkit.cli.schema_sample import sample
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document

NAME = next(name for name in product_names() if product_entry(name).storages)


def invoke(*words: object) -> Result:
    return CliRunner().invoke(sample, [str(word) for word in words])


def test_to_the_standard_output() -> None:
    done = invoke(NAME, "--seed", 4, "--full")
    assert done.exit_code == 0
    assert done.stdout_bytes == sample_document(NAME, seed=4, full=True)
    assert etree.fromstring(invoke(NAME, "--minimal").stdout_bytes) is not None


def test_several_into_a_folder(tmp_path: Path) -> None:
    done = invoke(NAME, "--count", 3, "--out", tmp_path / "new")
    assert done.exit_code == 0
    written = [Path(line) for line in done.stdout.splitlines()]
    assert sorted(written) == sorted((tmp_path / "new").glob("*.xml"))
    assert len(written) == len(list((tmp_path / "new" / "data").iterdir())) == 3
    assert all(dpkit.validate(document).ok for document in written)


def test_wrong_usage(tmp_path: Path) -> None:
    both = invoke(NAME, "--minimal", "--full")
    assert both.exit_code == 2
    assert "not both" in both.output
    several = invoke(NAME, "--count", 2)
    assert several.exit_code == 2
    assert "--out" in several.output


def test_help_has_examples() -> None:
    assert "dpkit schema sample" in invoke("--help").output
