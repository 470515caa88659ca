"""How an archive is to find the products of a port is checked when the task is imported."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import Annotated, Any

import pytest

from dpkit.errors import TaskError
from dpkit.product.product import Product
from dpkit.workflow.port import port
from dpkit.workflow.portquery import ordered
from dpkit.workflow.task import Task, task
from dpkit_dm.nir import DpdNirCalibratedFrame, DpdNirMasterDark, DpdNirRelPhotoParams

Frame, Dark, Params = DpdNirCalibratedFrame, DpdNirMasterDark, DpdNirRelPhotoParams


def make(**annotations: Any) -> Task[..., Any]:
    """Make a task whose arguments have annotations."""

    def function(**_given: object) -> None: ...

    kind = Parameter.POSITIONAL_OR_KEYWORD
    function.__signature__ = Signature([Parameter(name, kind) for name in annotations])  # type: ignore[attr-defined]
    function.__annotations__ = {**annotations, "return": Product[Params]}
    return task("T", version="1.0")(function)


def of(product: type, **query: Any) -> Any:
    return Annotated[Product[product], port(**query)]  # type: ignore[valid-type]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (of(Dark, match="filtre"), "matched by 'filtre', which DpdNirMasterDark does not have"),
        (of(Dark, match="observation"), "matched by 'observation', which DpdNirMasterDark"),
        (of(Frame, where={"stage": "TILE"}), "matched by 'stage', which DpdNirCalibratedFrame"),
        (of(Frame, unless={"stage": "TILE"}), "matched by 'stage', which DpdNirCalibratedFrame"),
        (of(Dark, at="frames"), "at the time of 'frames', which is no port"),
        (of(Params, at="frame"), "a DpdNirRelPhotoParams has no validity"),
        (of(Dark, policy="closest"), "'other' has a policy, but no time to choose by"),
        (of(Frame, overlaps="frames"), "overlaps 'frames', which is neither a port nor a key"),
        (of(Frame, count="TotalExposure"), "'other' takes one product, and has a count"),
        (of(Frame, missing="ignore"), "'other' says 'ignore' of what is missing"),
        (of(Frame, missing="default"), "gets nothing when nothing is there, but is not optional"),
        (of(Dark, at="other"), "the ports other wait for each other"),
    ],
)
def test_a_wrong_query_is_refused_at_import(wrong: Any, message: str) -> None:
    with pytest.raises(TaskError, match=message) as caught:
        make(frame=of(Frame), other=wrong)
    assert caught.value.remedy
    assert caught.value.place == "task T"


def test_ports_come_after_those_that_they_refer_to() -> None:
    made = make(
        dark=of(Dark, at="frame"),
        frame=of(Frame, overlaps="other"),
        other=of(Frame),
        tile=of(Frame),
    )
    names = [one.name for one in ordered(made.inputs, "T")]
    assert names == ["other", "tile", "frame", "dark"]
    make(frame=of(Frame, overlaps="tile"))


def test_what_it_means_that_there_is_none() -> None:
    optional = Annotated[Product[Params] | None, port(match="setting")]
    asked = Annotated[Product[Params] | None, port(missing="required")]
    made = make(one=of(Frame), two=optional, three=asked, four=of(Frame, missing="skip"))
    assert [one.missing for one in made.inputs] == ["required", "default", "required", "skip"]
