"""The runner checks what goes in and what comes out, and leaves nothing half-done."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

import dpkit
from dpkit.errors import DpkitError, ProductError, TaskError
from dpkit.product.product import Product
from dpkit.workflow import runner
from dpkit.workflow.runner import run_task
from dpkit.workflow.store import open_store
from dpkit.workflow.task import task
from dpkit_dm.nir import DpdNirCalibratedFrame, DpdNirRelPhotoExpCalibration, DpdNirRelPhotoParams


class One(NamedTuple):
    settings: Product[DpdNirRelPhotoParams]


class Two(NamedTuple):
    settings: Product[DpdNirRelPhotoParams]
    calibrations: list[Product[DpdNirRelPhotoExpCalibration]]
    more: Product[DpdNirRelPhotoParams] | None = None


def returning(annotation, value):
    """Make a task that returns a value, declared as something."""

    def function():
        return value() if callable(value) else value

    function.__annotations__ = {"return": annotation}
    return task("T", version="1.0")(function)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@task("NIR_passing", version="1.0")
def passing(
    calibration: Product[DpdNirRelPhotoExpCalibration],
    frames: list[Product[DpdNirCalibratedFrame]],
    settings: Product[DpdNirRelPhotoParams] | None = None,
    extra: list[Product[DpdNirRelPhotoParams]] | None = None,
    factor: float = 1.0,
) -> list[Product[DpdNirRelPhotoParams]]:
    """Say what arrived, in the name of the set of parameters."""
    from dpkit_dm.pro import NirRelPhotoParams

    name = f"{len(frames)} frames, settings {settings is not None}, extra {extra}, {factor}"
    return [
        dpkit.new(
            DpdNirRelPhotoParams,
            data=NirRelPhotoParams(parameter_set_name=name),
            software=passing.software,
        )
    ]


@pytest.fixture
def inputs(make, tmp_path: Path) -> dict[str, list[Path]]:
    return {
        "calibration": [make.written(make.calibration(), tmp_path)],
        "frames": [make.written(make.frame(), tmp_path) for _ in range(2)],
    }


def test_products_and_parameters_arrive(inputs, tmp_path: Path) -> None:
    made = run_task(passing, inputs, {"factor": 2.5}, tmp_path / "out")
    (document,) = made.documents
    product = dpkit.read(document, DpdNirRelPhotoParams)
    assert product.content.data.parameter_set_name == "2 frames, settings False, extra [], 2.5"
    assert document.parent == tmp_path / "out"
    assert made.inputs == {
        "calibration": (dpkit.read(inputs["calibration"][0]).id,),
        "frames": tuple(dpkit.read(path).id for path in inputs["frames"]),
    }


def test_optional_ports_take_what_is_given(make, inputs, tmp_path: Path) -> None:
    settings = make.written(make.parameters(), tmp_path)
    made = run_task(passing, {**inputs, "settings": [settings]}, {}, tmp_path / "out")
    name = dpkit.read(made.documents[0]).content.data.parameter_set_name
    assert name == "2 frames, settings True, extra [], 1.0"
    assert made.inputs["settings"] == (dpkit.read(settings).id,)


def test_a_port_without_product_is_named(inputs, tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="port 'calibration' has no product") as caught:
        run_task(passing, {"frames": inputs["frames"]}, {}, tmp_path / "out")
    assert caught.value.place == "task NIR_passing"
    with pytest.raises(TaskError, match="port 'frames' has no product"):
        run_task(passing, {**inputs, "frames": []}, {}, tmp_path / "out")


def test_a_port_with_too_many_products_is_named(inputs, tmp_path: Path) -> None:
    twice = {**inputs, "calibration": inputs["calibration"] * 2}
    with pytest.raises(TaskError, match="'calibration' takes one product, not 2"):
        run_task(passing, twice, {}, tmp_path / "out")


def test_a_product_of_another_type_is_refused(inputs, tmp_path: Path) -> None:
    swapped = {"calibration": inputs["frames"][:1], "frames": inputs["frames"]}
    with pytest.raises(ProductError, match="not a DpdNirRelPhotoExpCalibration"):
        run_task(passing, swapped, {}, tmp_path / "out")


def test_an_input_that_is_not_valid_is_refused_before_anything_runs(inputs, tmp_path: Path) -> None:
    (file,) = (inputs["frames"][1].parent / "data").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ProductError, match=r"is not valid.*file-size") as caught:
        run_task(passing, inputs, {}, tmp_path / "out")
    assert caught.value.place == f"{file}: DataStorage"
    assert str(caught.value).count(str(file)) == 1
    assert caught.value.remedy
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("annotation", [Product[DpdNirRelPhotoParams], One, Two])
def test_every_form_of_output_is_written_in_order(make, tmp_path: Path, annotation) -> None:
    settings, calibrations = make.parameters(), [make.calibration(), make.calibration()]
    value = {One: One(settings), Two: Two(settings, calibrations)}.get(annotation, settings)
    made = run_task(returning(annotation, value), {}, {}, tmp_path)
    expected = [settings, *(calibrations if annotation is Two else [])]
    assert [dpkit.read(path).id for path in made.documents] == [one.id for one in expected]
    assert made.inputs == {}


WRONG = {
    "nothing": (Product[DpdNirRelPhotoParams], None, "made nothing for 'output'"),
    "text": (Product[DpdNirRelPhotoParams], "text", "made str for 'output'"),
    "list for one": (Product[DpdNirRelPhotoParams], [], "made list for 'output'"),
    "no products": (list[Product[DpdNirRelPhotoParams]], [], "made nothing for 'output'"),
    "list of text": (list[Product[DpdNirRelPhotoParams]], ["a"], "made str for 'output'"),
    "number for list": (list[Product[DpdNirRelPhotoParams]], 3, "made int for 'output'"),
    "nothing for named": (One, None, "made nothing for 'settings'"),
    "plain tuple": (Two, (1, 2), "made nothing for 'settings'"),
    "text in named": (Two, Two("a", []), "made str for 'settings'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_task_did_not_declare_is_refused(tmp_path: Path, name: str) -> None:
    annotation, value, message = WRONG[name]
    with pytest.raises(TaskError, match=message) as caught:
        run_task(returning(annotation, value), {}, {}, tmp_path / "out")
    assert caught.value.place == "task T"
    assert not (tmp_path / "out").exists()


def test_a_product_of_another_type_is_no_output(make, tmp_path: Path) -> None:
    wrong = returning(Product[DpdNirRelPhotoExpCalibration], make.parameters())
    with pytest.raises(TaskError, match="declared DpdNirRelPhotoExpCalibration"):
        run_task(wrong, {}, {}, tmp_path / "out")
    partly = returning(Two, Two(make.parameters(), [make.parameters()]))
    with pytest.raises(TaskError, match="for 'calibrations'"):
        run_task(partly, {}, {}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_output_that_is_not_valid_leaves_nothing(make, tmp_path: Path) -> None:
    broken = make.calibration(period=("2026-03-01T13:00:00Z", "2026-03-01T12:00:00Z"))
    both = returning(list[Product[DpdNirRelPhotoExpCalibration]], [make.calibration(), broken])
    with pytest.raises(ProductError, match="period-start-before-end"):
        run_task(both, {}, {}, tmp_path / "out")
    assert files_in(tmp_path) == []


def test_an_output_whose_file_is_not_valid_leaves_nothing(make, tmp_path: Path) -> None:
    images = make.frame_images()
    del images["DET11.RMS"]
    wrong = returning(
        list[Product[DpdNirCalibratedFrame]], [make.frame(), make.frame(files=images)]
    )
    with pytest.raises(ProductError, match="format-hdu-missing"):
        run_task(wrong, {}, {}, tmp_path / "out")
    assert files_in(tmp_path) == []


def test_what_was_there_before_stays(make, tmp_path: Path) -> None:
    first = make.calibration()
    document = dpkit.write(first, tmp_path)
    again = returning(
        list[Product[DpdNirRelPhotoExpCalibration]],
        [make.calibration(), dpkit.read(document)],
    )
    with pytest.raises(ProductError, match="is there already"):
        run_task(again, {}, {}, tmp_path)
    assert files_in(tmp_path) == [document]


def test_an_interruption_leaves_nothing(
    make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_document: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "_require_valid", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run_task(returning(Product[DpdNirRelPhotoParams], make.parameters()), {}, {}, tmp_path)
    assert files_in(tmp_path) == []


def test_archive_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(DpkitError, match="'papyrus'"):
        open_store("papyrus:///archive")
