"""The annotations of a function are the ports of its task; wrong ones are refused on import."""

from __future__ import annotations

import inspect
from typing import Annotated, Any, NamedTuple, Optional

import pytest

from dpkit.errors import NotFoundError, TaskError
from dpkit.product.product import Product
from dpkit.workflow.parameter import Parameter
from dpkit.workflow.port import Port, PortQuery, port
from dpkit.workflow.registry import find_task, find_tasks
from dpkit.workflow.task import Task, task
from dpkit_dm.nir import (
    DpdNirCalibratedFrame,
    DpdNirExposureCatalog,
    DpdNirRelPhotoExpCalibration,
    DpdNirRelPhotoParams,
)


class Made(NamedTuple):
    calibration: Product[DpdNirRelPhotoExpCalibration]
    frames: list[Product[DpdNirCalibratedFrame]]
    settings: Product[DpdNirRelPhotoParams] | None


def inputs(function: Any) -> dict[str, Port]:
    return {one.name: one for one in task("T", version="1.0")(function).inputs}


def test_every_kind_of_input() -> None:
    def function(
        one: Product[DpdNirCalibratedFrame],
        several: list[Product[DpdNirExposureCatalog]],
        perhaps: Product[DpdNirRelPhotoParams] | None = None,
        old: Optional[Product[DpdNirRelPhotoParams]] = None,  # noqa: UP045
        perhaps_several: list[Product[DpdNirExposureCatalog]] | None = None,
    ) -> Product[DpdNirCalibratedFrame]:
        return one

    found = {name: (p.product, p.many, p.optional) for name, p in inputs(function).items()}
    assert found == {
        "one": (DpdNirCalibratedFrame, False, False),
        "several": (DpdNirExposureCatalog, True, False),
        "perhaps": (DpdNirRelPhotoParams, False, True),
        "old": (DpdNirRelPhotoParams, False, True),
        "perhaps_several": (DpdNirExposureCatalog, True, True),
    }


def test_a_port_says_how_an_archive_finds_it() -> None:
    def function(
        frame: Annotated[Product[DpdNirCalibratedFrame], port(match="observation, filter")],
        calibration: Annotated[
            Product[DpdNirRelPhotoExpCalibration] | None,
            "a note",
            port(match="filter", at="frame", policy="closest", missing="skip"),
        ],
    ) -> Product[DpdNirCalibratedFrame]:
        return frame

    found = inputs(function)
    assert found["frame"].query == PortQuery(match=("observation", "filter"))
    assert found["calibration"].query == PortQuery(
        match=("filter",), at="frame", policy="closest", missing="skip"
    )
    assert found["calibration"].optional


def test_plain_arguments_are_parameters() -> None:
    @task("T", version="1.0")
    def function(
        frame: Product[DpdNirCalibratedFrame],
        number: int,
        limit: float = 0.5,
        name: str | None = None,
        *,
        fast: bool = False,
    ) -> Product[DpdNirCalibratedFrame]:
        return frame

    empty = inspect.Parameter.empty
    assert function.parameters == (
        Parameter(name="number", type=int, default=empty),
        Parameter(name="limit", type=float, default=0.5),
        Parameter(name="name", type=str, default=None, optional=True),
        Parameter(name="fast", type=bool, default=False),
    )
    assert [one.name for one in function.inputs] == ["frame"]


def test_a_named_tuple_is_several_outputs() -> None:
    @task("T", version="1.0")
    def function() -> Made:
        raise NotImplementedError

    assert [(p.name, p.product, p.many, p.optional) for p in function.outputs] == [
        ("calibration", DpdNirRelPhotoExpCalibration, False, False),
        ("frames", DpdNirCalibratedFrame, True, False),
        ("settings", DpdNirRelPhotoParams, False, True),
    ]


def test_a_task_is_called_like_its_function_and_keeps_its_words() -> None:
    @task("NIR_something", version="2.1", project="NIR_Project")
    def function(a: int, b: int = 2) -> list[Product[DpdNirCalibratedFrame]]:
        """Add numbers.

        More about it.
        """
        return [a + b]  # type: ignore[list-item]

    assert function(1) == [3]
    assert function(a=1, b=1) == [2]
    assert function.documentation == "Add numbers.\n\nMore about it."
    assert function.software == ("NIR_Project", "2.1")
    assert task("N", version="3.0")(function.function).software == ("N", "3.0")


class NotAProduct:
    """A class that no schema declares."""


def bare(frame: Product[DpdNirCalibratedFrame]): ...
def none(frame: Product[DpdNirCalibratedFrame]) -> None: ...
def unannotated(frame) -> Product[DpdNirCalibratedFrame]: ...
def naked_product(frame: Product) -> Product[DpdNirCalibratedFrame]: ...  # type: ignore[type-arg]
def content(frame: DpdNirCalibratedFrame) -> Product[DpdNirCalibratedFrame]: ...
def no_class(frame: Product[int]) -> Product[DpdNirCalibratedFrame]: ...
def foreign(frame: Product[NotAProduct]) -> Product[DpdNirCalibratedFrame]: ...
def whatever(frame: Product[Any]) -> Product[DpdNirCalibratedFrame]: ...
def dictionary(options: dict[str, int]) -> Product[DpdNirCalibratedFrame]: ...
def numbers(values: list[int]) -> Product[DpdNirCalibratedFrame]: ...
def pair(frame: tuple[int, int]) -> Product[DpdNirCalibratedFrame]: ...
def star(*limits: float) -> Product[DpdNirCalibratedFrame]: ...
def double_star(**limits: float) -> Product[DpdNirCalibratedFrame]: ...
def unresolved(frame: Product[Missing]) -> Product[DpdNirCalibratedFrame]: ...  # type: ignore[name-defined] # noqa: F821
def plain_tuple() -> tuple[Product[DpdNirCalibratedFrame], Product[DpdNirCalibratedFrame]]: ...
def alternatives(
    frame: Product[DpdNirCalibratedFrame] | Product[DpdNirExposureCatalog],
) -> Product[DpdNirCalibratedFrame]: ...
async def asynchronous(
    frame: Product[DpdNirCalibratedFrame],
) -> Product[DpdNirCalibratedFrame]: ...
def yielding(
    frames: list[Product[DpdNirCalibratedFrame]],
) -> list[Product[DpdNirCalibratedFrame]]:  # type: ignore[misc]
    yield from frames


WRONG = [
    bare,
    none,
    unannotated,
    naked_product,
    content,
    no_class,
    foreign,
    whatever,
    dictionary,
    numbers,
    pair,
    star,
    double_star,
    unresolved,
    plain_tuple,
    alternatives,
    asynchronous,
    yielding,
]


@pytest.mark.parametrize("function", WRONG, ids=lambda f: f.__name__)
def test_wrong_annotation_is_refused_with_the_name_of_the_task(function: Any) -> None:
    with pytest.raises(TaskError) as caught:
        task("NIR_wrong", version="1.0")(function)
    assert caught.value.place == "task NIR_wrong"
    assert caught.value.remedy


def test_tasks_that_are_installed_are_found_by_name() -> None:
    tasks = find_tasks()
    assert list(tasks) == sorted(tasks)
    assert all(isinstance(one, Task) and one.name == name for name, one in tasks.items())
    for name, one in tasks.items():
        assert find_task(name) is one


def test_unknown_task_names_the_nearest() -> None:
    name = next(iter(find_tasks()))
    with pytest.raises(NotFoundError, match="no task is named") as caught:
        find_task(name[:-1])
    assert name in caught.value.remedy
