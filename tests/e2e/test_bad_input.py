"""Bad input ends as one line with file, place and remedy, and leaves nothing behind."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dpkit.product.reading import read

from .conftest import Shell


@pytest.fixture
def desk(tmp_path: Path, observation: Path, dpkit: Shell) -> Path:
    """Return a folder with one catalogue that is fine and an empty archive."""
    document = sorted((observation / "made").glob("DpdNirExposureCatalog*.xml"))[0]
    name = read(document).files["CatalogStorage"].name
    (tmp_path / "data").mkdir()
    shutil.copy(document, tmp_path / "product.xml")
    shutil.copy(observation / "made/data" / name, tmp_path / "data" / name)
    dpkit("archive", "init", cwd=tmp_path)
    return tmp_path


def edit(desk: Path, old: str, new: str) -> None:
    path = desk / "product.xml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def data_file(desk: Path) -> Path:
    (path,) = (desk / "data").iterdir()
    return path


def not_xml(desk: Path) -> None:
    shutil.copy(data_file(desk), desk / "product.xml")


def cut_off(desk: Path) -> None:
    path = desk / "product.xml"
    path.write_bytes(path.read_bytes()[:700])


def wrong_root(desk: Path) -> None:
    edit(desk, "DpdNirExposureCatalog", "DpdNirExposureCatalogue")


def schema_violation(desk: Path) -> None:
    edit(desk, "<ObservationId>5<", "<ObservationId>five<")


def rule_violation(desk: Path) -> None:
    edit(desk, "<DetectorId>DET12<", "<DetectorId>DET11<")


def missing_file(desk: Path) -> None:
    data_file(desk).unlink()


def truncated_file(desk: Path) -> None:
    path = data_file(desk)
    path.write_bytes(path.read_bytes()[:-4000])


def document_type(desk: Path) -> None:
    text = (desk / "product.xml").read_text()
    head, tail = text.split("?>", 1)
    (desk / "product.xml").write_text(f'{head}?>\n<!DOCTYPE a [<!ENTITY e "x">]>{tail}')


BAD: dict[Callable[[Path], None], str] = {
    not_xml: r"product\.xml:1: not well-formed XML.*\(.*data file",
    cut_off: r"product\.xml:\d+: not well-formed XML",
    wrong_root: r"product\.xml:2: .*no product.*did you mean DpdNirExposureCatalog",
    schema_violation: r"product\.xml:\d+: .*'five' is not a valid value of.*xs:long",
    rule_violation: r"product\.xml:\d+: .*A detector is listed twice",
    missing_file: r"EXP-CAT_5_1.*\.fits.*missing.*data",
    truncated_file: r"EXP-CAT_5_1.*\.fits.*bytes, not \d+.*get it anew",
    document_type: r"product\.xml:2: .*document type.*remove the DOCTYPE",
}


@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__)
def test_register_refuses_in_one_line_and_keeps_nothing(
    desk: Path, dpkit: Shell, spoil: Callable[[Path], None]
) -> None:
    spoil(desk)
    done = dpkit("archive", "register", "product.xml", cwd=desk, check=False)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if re.search(BAD[spoil], line)]
    assert lines, done.stderr
    assert "Traceback" not in done.stderr
    assert dpkit("archive", "find", "--format", "json", cwd=desk).stdout.strip() == "[]"
    kept = desk / "archive.files"
    assert [p for p in kept.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__)
def test_validate_says_the_same_in_one_line(
    desk: Path, dpkit: Shell, spoil: Callable[[Path], None]
) -> None:
    spoil(desk)
    done = dpkit("validate", "product.xml", cwd=desk, check=False)
    assert done.returncode == 1
    assert re.search(BAD[spoil], done.stdout), done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_debug_shows_the_traceback(desk: Path, dpkit: Shell) -> None:
    done = dpkit("schema", "show", "DpdNothing", "--debug", cwd=desk, check=False)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "Traceback" not in dpkit("schema", "show", "DpdNo", cwd=desk, check=False).stderr


def test_one_exposure_only(desk: Path, dpkit: Shell) -> None:
    words = ("run", "NIR_calculate_relative_exposures", "--catalogs", "product.xml", "--out", "o")
    done = dpkit(*words, cwd=desk, check=False)
    assert done.returncode == 1
    assert re.search(r"1 exposure: give two or more", done.stderr)
    assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in (desk / "o").iterdir()] == ["runs"]
    (record,) = (desk / "o").glob("runs/*/records/*.json")
    assert "1 exposure: give two or more" in record.read_text()


def test_a_frame_where_a_catalogue_belongs(desk: Path, dpkit: Shell, observation: Path) -> None:
    frame = sorted((observation / "obs").glob("*.xml"))[0]
    words = ("run", "NIR_calculate_relative_exposures", "--catalogs", frame, "--out", "o")
    done = dpkit(*words, cwd=desk, check=False)
    assert done.returncode == 1
    assert "is a DpdNirCalibratedFrame, not a DpdNirExposureCatalog" in done.stderr
    assert not (desk / "o").exists()


def test_the_same_id_with_other_content_is_refused(desk: Path, dpkit: Shell) -> None:
    dpkit("archive", "register", "product.xml", cwd=desk)
    again = dpkit("archive", "register", "product.xml", cwd=desk)
    assert "already" in again.stdout + again.stderr or "stands" in again.stdout + again.stderr
    edit(desk, "<DitherObservation>1<", "<DitherObservation>2<")
    done = dpkit("archive", "register", "product.xml", cwd=desk, check=False)
    assert done.returncode == 1
    assert "id" in done.stderr
    found = dpkit("archive", "find", "--all-versions", "--format", "json", cwd=desk)
    assert found.stdout.count('"version"') == 1


def test_an_unknown_task_product_and_filter_name_the_nearest(desk: Path, dpkit: Shell) -> None:
    done = dpkit("run", "NIR_extract_catalog", "--frame", "x", cwd=desk, check=False)
    assert done.returncode == 1
    assert "NIR_extract_exposure_catalog" in done.stderr
    done = dpkit("archive", "find", "DpdNirExposureCatalogue", cwd=desk, check=False)
    assert done.returncode == 1
    assert "did you mean DpdNirExposureCatalog" in done.stderr
    done = dpkit("archive", "find", "--observation", "abc", cwd=desk, check=False)
    assert done.returncode in {1, 2}
    assert "abc" in done.stderr


def test_a_missing_archive_says_how_to_make_one(tmp_path: Path, dpkit: Shell) -> None:
    done = dpkit("archive", "find", cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "dpkit archive init" in done.stderr
    assert list(tmp_path.iterdir()) == []
