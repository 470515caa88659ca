"""The codecs cover all of our own products, and their documents prove it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dpkit.binding import codec as runtime
from dpkit.binding.coverage import coverage_of, fallbacks_of
from dpkit.binding.door import parse
from dpkit.cli.root import root
from dpkit.schema.dictionary import product_entry, product_names
from dpkit.simulate import sample_document

every_product = pytest.mark.parametrize("name", product_names())


@every_product
def test_every_type_of_our_products_is_covered(name: str) -> None:
    run = CliRunner().invoke(root, ["schema", "show", name, "--binding", "--format", "json"])
    assert (run.exit_code, run.stdout) == (0, "[]\n")
    found = coverage_of(product_entry(name).load_class())
    assert found.uncovered == ()
    assert not found.needs_xsdata
    assert f"codecs read and write {found.classes} of {found.classes} types\n" in run.stderr


@every_product
def test_documents_of_our_products_need_no_xsdata(name: str, tmp_path: Path) -> None:
    document = tmp_path / "sample.xml"
    document.write_bytes(sample_document(name, full=True))
    words = ["schema", "show", name, "--binding", "--document", str(document), "--format", "json"]
    run = CliRunner().invoke(root, words)
    assert (run.exit_code, run.stdout) == (0, "[]\n"), run.output
    assert "1 of 1 read and written by codecs alone" in run.stderr


def test_what_a_codec_refuses_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import dpkit_dm.codec.nir.relphotoparams as codec

    def refuse(*_: object) -> None:
        raise runtime.UncoveredError("some reason")

    entry = product_entry("DpdNirRelPhotoParams")
    tree = parse(sample_document(entry.name, full=True))
    monkeypatch.setitem(codec.READERS, entry.name, refuse)
    monkeypatch.setitem(codec.UNCOVERED, entry.name, "some reason")
    (found,) = fallbacks_of(tree, entry.load_class(), place="x.xml")
    assert (found.step, found.reason, found.count) == ("reading", "some reason", 1)
    (left,) = coverage_of(entry.load_class()).uncovered
    assert (left.path, left.reason) == (".", "some reason")
    assert coverage_of(entry.load_class()).needs_xsdata
